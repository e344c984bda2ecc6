"""Proofreading a manuscript: its text with ticks on the left, its claims on the right, and what is decided about each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QPushButton,
    QWidget,
)

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Indicator, Manuscript, Observation, Settlement
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key, key_from_text
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain, themes
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, bar, chip_button, splitter, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import KeyedPane, as_hint
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.proof.deciding import DecisionStrip
from ecdesk.gui.proof.lines import (
    DECIDED_NAMES,
    SHOWN,
    TO_DEAL_WITH,
    Line,
    kind_words,
    line_message,
    line_start,
    verdict_icon,
    verdict_words,
)
from ecdesk.gui.proof.manuscript_view import COLOURS, ManuscriptView
from ecdesk.prose import ProofResult
from ecdesk.prose.claims import Claim
from ecdesk.prose.formats import FormatFinding
from ecdesk.prose.states import (
    STATE_NAMES,
    STATES,
    WRONG,
    Coverage,
    FigureState,
    by_context,
    claim_context,
    coverage,
    figure_states,
)
from ecdesk.session.proof import manuscripts
from ecdesk.session.proof.manuscripts import DECISION_NAMES, Proofread


class ProofPage(KeyedPane):
    """One manuscript, the newest draft in front."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.draft: Manuscript | None = None
        self.proofread: Proofread | None = None
        self._wanted: int | None = None
        self._states: list[FigureState] = []
        self._figure: FigureState | None = None
        self._handled: dict[str, Settlement] = {}
        self._pointing = False
        self._stale = False
        self._make()
        workspace.changed.connect(self._refresh_after)
        self.retranslate()

    # -- putting together

    def _make(self) -> None:
        self.coverage_label = plain.Label(self)
        self.chips: dict[str, plain.Label] = {}
        for state in STATES:
            self.chips[state] = plain.Label(self)
        self.draft_box = QComboBox(self)
        self.draft_box.activated.connect(self._draft_chosen)
        self.comments_button = QPushButton(self)
        self.comments_button.clicked.connect(self.export_comments)
        self.list_button = QPushButton(self)
        self.list_button.clicked.connect(self.export_list)
        counts = (self.coverage_label, *self.chips.values())
        buttons = (self.draft_box, self.comments_button, self.list_button)
        above = bar(*counts, GAP, *buttons, margins=(12, 8, 12, 4), spacing=12)
        self.since_label = plain.Label(self)
        self.since_label.setProperty("role", "muted")
        self.since_label.setContentsMargins(12, 0, 12, 4)
        self.since_label.setWordWrap(True)

        self.view = ManuscriptView(self)
        self.view.figure_clicked.connect(self.show_figure)

        self.model: ListingModel[Line] = ListingModel(
            (
                Column(text("结论"), self._verdict_words, 108, icon=self._verdict_icon),
                Column(text("种类"), kind_words, 84),
                Column(text("位置"), self._place_words, 64, right=True),
                Column(text("内容"), line_message, 0),
            ),
            line_message,
            self,
        )
        self.table = PlainTable(self)
        self.table.show_listing(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._line_chosen)
        self.table.opened.connect(self._jump)
        self.filters = QButtonGroup(self)
        self.filters.setExclusive(True)
        for number in range(len(SHOWN)):
            self.filters.addButton(chip_button(self, checked=number == 0), number)
        self.filters.idToggled.connect(self._filter_toggled)
        self.details = as_hint(plain.MarkedLabel(self))
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.details.linkActivated.connect(self._link_followed)
        self.deciding = DecisionStrip(self)
        self.deciding.accepted.connect(self.accept)
        self.deciding.explained.connect(self.explain)
        self.deciding.withdrawn.connect(self.withdraw)
        self.deciding.sought.connect(self._seek)
        self.deciding.linked.connect(self.link)
        shown = bar(*self.filters.buttons(), GAP, margins=PANEL_BAR)
        right = stack(QWidget(self), shown, self.table, self.details, self.deciding, grow=self.table)
        sides = splitter(self, Qt.Orientation.Horizontal, (480, 480), self.view, right)
        stack(self, above, self.since_label, sides, grow=sides)
        self.setFocusProxy(self.table)
        self.bind("F8", self.next_line)
        self.bind("Shift+F8", self.previous_line)

    def retranslate(self) -> None:
        self.comments_button.setText(tr("导出批注…"))
        self.comments_button.setToolTip(tr("在 .docx 的副本里，把每条意见写成批注；原稿不动"))
        self.list_button.setText(tr("导出清单…"))
        self._show_counts()

    def restyle(self) -> None:
        self.view.restyle()
        self._show_counts()

    # -- drafts

    def go_to(self, draft: Manuscript, start: int) -> None:
        """Show the figure that begins at a character of a draft."""
        self._wanted = start
        if self.proofread is not None and self.proofread.manuscript.id == draft.id:
            self._show_wanted()
        else:
            self.open(draft)

    def _show_wanted(self) -> None:
        start, self._wanted = self._wanted, None
        found = next((state for state in self._states if state.figure.start == start), None)
        if found is not None:
            self.show_figure(found)
            self.view.setFocus()

    def open(self, draft: Manuscript) -> None:
        """Proofread a draft and show it."""
        desk = self.workspace.desk
        assert desk is not None
        self.draft = draft
        known = manuscripts.drafts(desk.book, draft.name)
        earlier = [one for one in known if one.order < draft.order]
        self.draft_box.clear()
        for one in known:
            self.draft_box.addItem(tr("第 {draft} 稿　{day}", draft=one.order, day=one.received[:10]), one.id)
        self.draft_box.setCurrentIndex(next((n for n, one in enumerate(known) if one.id == draft.id), 0))
        self._stale = False
        job = manuscripts.proofread_draft(desk, desk.book.snapshot(), draft, earlier[-1] if earlier else None)
        self.workspace.jobs.start(text("核稿"), job, self._was_read)

    def _was_read(self, found: Proofread) -> None:
        if self.draft is None or found.manuscript.id != self.draft.id:
            return
        same = self.proofread is not None and self.proofread.manuscript.id == found.manuscript.id
        self.proofread = found
        self._states = figure_states(found.result)
        self._handled = by_context(found.result.settlements)
        looked_at = self._figure if same else None
        if same:
            self.view.show_states(self._states)
        else:
            self.view.show_text(found.result.document.text, self._states)
        self._fill()
        self._show_counts()
        if looked_at is not None and self._wanted is None:
            self._wanted = looked_at.figure.start
        if self._wanted is not None:
            self._show_wanted()

    def _draft_chosen(self, number: int) -> None:
        desk = self.workspace.desk
        chosen = desk.book.get(Manuscript, self.draft_box.itemData(number)) if desk is not None else None
        if isinstance(chosen, Manuscript):
            self.open(chosen)

    def _refresh_after(self, notice: Notice) -> None:
        """What was decided shows at once; figures of the book are compared again when the page is looked at."""
        if self.draft is None:
            return
        if notice.concerns(Settlement):
            self.open(self.draft)
        elif notice.concerns(Observation, Indicator):
            self._stale = True
            if self.isVisible():
                self.open(self.draft)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale and self.draft is not None and self.workspace.desk is not None:
            self.open(self.draft)

    # -- claims

    def _fill(self) -> None:
        if self.proofread is None:
            return
        chosen = self.filters.checkedId()
        wanted = SHOWN[max(chosen, 0)][1]
        result = self.proofread.result
        lines: list[Line] = [claim for claim in result.claims if claim.verdict in wanted]
        if Verdict.FAILS in wanted:
            lines += result.format
        lines.sort(key=line_start)
        row = max(0, self.table.currentIndex().row())
        self.model.set_rows(lines)
        self.model.show_again()  # what was decided of a line does not stand in it
        if lines:
            self.table.setCurrentIndex(self.model.index(min(row, len(lines) - 1), 0))
        self._show_line()

    def _filter_toggled(self, _number: int, checked: bool) -> None:
        if checked:
            self._fill()

    @property
    def line(self) -> Line | None:
        return self.model.row_at(self.table.currentIndex())

    @property
    def claim(self) -> Claim | None:
        line = self.line
        return line if isinstance(line, Claim) else None

    def next_line(self) -> None:
        self._step(1)

    def previous_line(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        """To the next line that nobody has dealt with yet; just the next when there is none."""
        rows = self.model.rows
        if not rows:
            return
        here = self.table.currentIndex().row()
        around = [(here + by * step) % len(rows) for step in range(1, len(rows) + 1)]
        row = next((row for row in around if self._decision(rows[row]) is None), around[0])
        self.table.setCurrentIndex(self.model.index(row, 0))

    def _decision(self, line: Line) -> Settlement | None:
        """What was decided of a line and still holds."""
        return self._handled.get(claim_context(line)) if isinstance(line, Claim) else None

    def _verdict_words(self, line: Line) -> str:
        decision = self._decision(line)
        return str(DECIDED_NAMES[decision.decision]) if decision is not None else verdict_words(line)

    def _verdict_icon(self, line: Line) -> QIcon | None:
        return icons.icon("explained", "muted") if self._decision(line) is not None else verdict_icon(line)

    def _line_chosen(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._pointing:
            self._figure = None
            self._show_line()

    def _show_line(self) -> None:
        line = self.line
        if line is None:
            self.details.setText(escape(tr("没有需要处理的意见。") if self.proofread is not None else tr("正在核对…")))
        elif isinstance(line, FormatFinding):
            self.view.go_to([(line.start, line.end)])
            self.details.setText(f"<p>{escape(str(line.message))}</p>")
        else:
            self.view.go_to([(operand.start, operand.end) for operand in line.operands])
            self.details.setText(self._claim_details(line))
        self._enable()

    def _claim_details(self, claim: Claim) -> str:
        desk = self.workspace.desk
        parts = [f"<p><b>{escape(claim.relation)}</b></p>", f"<p>{escape(str(claim.message))}</p>"]
        if claim.cause is not None:
            parts.append(f"<p>{escape(str(claim.cause))}</p>")
        places = [f'<a href="text:{one.start}:{one.end}">{escape(one.text)}</a> {escape(one.label)}' for one in claim.operands]
        if claim.key:
            places.append(f'<a href="key:{escape(claim.key)}">{escape(tr("书中的数"))}</a>')
        parts.append(f"<p>{'；'.join(places)}</p>")
        settled = manuscripts.settlement_of(desk.book, claim) if desk is not None else None
        if settled is not None:
            words = tr(
                "{who} {day} {decision}：{words}",
                who=settled.by,
                day=settled.when[:10],
                decision=DECISION_NAMES[settled.decision],
                words=settled.words or "—",
            )
            parts.append(f"<p>{escape(words)}</p>")
        return "".join(parts)

    def show_figure(self, found: FigureState) -> None:
        """Show what is known of one figure of the text, and the first claim that it stands in."""
        self._pointing = True
        for row, line in enumerate(self.model.rows):
            if line in found.claims:
                self.table.setCurrentIndex(self.model.index(row, 0))
                break
        self._pointing = False
        self._figure = found
        words = [found.figure.text, str(STATE_NAMES[found.state])]
        words += manuscripts.figure_words(self.workspace.book, found.figure) if self.workspace.book is not None else ()
        self.details.setText(
            f"<p><b>{'　'.join(escape(part) for part in words)}</b></p>"
            + "".join(f"<p>{escape(claim.relation)}</p>" for claim in found.claims)
            + self._link_details(found)
        )
        self.view.go_to([(found.figure.start, found.figure.end)])
        self._enable()

    def _link_details(self, found: FigureState) -> str:
        """Which figure of the book somebody said that it is."""
        desk = self.workspace.desk
        linked = manuscripts.link_of(desk.book, found.figure) if desk is not None else None
        if linked is None:
            return ""
        words = tr("{who} {day} 关联到：{label}", who=linked.by, day=linked.when[:10], label=linked.words)
        return f'<p>{escape(words)}　<a href="key:{escape(linked.link)}">{escape(tr("书中的数"))}</a></p>'

    def _jump(self, _index: QModelIndex) -> None:
        """To the figure of the book that a claim is about, else to its place in the text."""
        claim = self.claim
        if claim is not None and claim.key:
            self.workspace.go_to_key(key_from_text(claim.key))
        else:
            self._show_line()
            self.view.setFocus()

    def _link_followed(self, link: str) -> None:
        kind, _, rest = link.partition(":")
        if kind == "text":
            start, end = rest.split(":")
            self.view.go_to([(int(start), int(end))])
        else:
            self.workspace.go_to_key(key_from_text(rest))

    # -- decisions

    def accept(self, words: str) -> None:
        """Let the claim stand."""
        desk, claim = self.workspace.desk, self.claim
        if desk is not None and claim is not None and self.draft is not None:
            manuscripts.accept(desk, self.draft, claim, words)

    def explain(self, words: str) -> None:
        """Sign words as the reason why the claim is right."""
        desk, claim = self.workspace.desk, self.claim
        if desk is None or claim is None or self.draft is None:
            return
        try:
            manuscripts.explain(desk, self.draft, claim, words)
        except UserError as refusal:
            self.workspace.say(str(refusal))

    def withdraw(self) -> None:
        """Take back what was decided of the claim, or of the figure that was clicked."""
        desk, settled = self.workspace.desk, self._settled()
        if desk is not None and settled is not None:
            manuscripts.withdraw(desk, settled)

    def link(self, key: Key) -> None:
        """Say that the figure that was clicked is this one of the book."""
        desk = self.workspace.desk
        if desk is None or self.draft is None or self._figure is None:
            return
        try:
            linked = manuscripts.link_figure(desk, self.draft, self._figure.figure, key)
        except UserError as refusal:
            self.workspace.say(str(refusal))
            return
        self.workspace.say(tr("已把“{figure}”关联到：{label}", figure=self._figure.figure.text, label=linked.words))

    def _seek(self, typed: str) -> None:
        desk = self.workspace.desk
        if desk is not None and self._figure is not None:
            self.deciding.offer(manuscripts.link_choices(desk.book, typed, self._figure.figure))

    def _settled(self) -> Settlement | None:
        desk = self.workspace.desk
        if desk is None:
            return None
        if self._figure is not None:
            return manuscripts.link_of(desk.book, self._figure.figure)
        return manuscripts.settlement_of(desk.book, self.claim) if self.claim is not None else None

    def _enable(self) -> None:
        desk, claim = self.workspace.desk, self.claim
        writable = desk is not None and not desk.read_only
        decidable = self._figure is None and claim is not None and claim.verdict is not Verdict.HOLDS
        self.deciding.enable(
            writable and decidable, writable and self._settled() is not None, writable and self._figure is not None
        )
        self.comments_button.setEnabled(self.proofread is not None and self.proofread.result.document.format == "docx")
        self.list_button.setEnabled(self.proofread is not None)

    # -- counts and export

    def _show_counts(self) -> None:
        result = self.proofread.result if self.proofread is not None else None
        for number, (name, verdicts) in enumerate(SHOWN):
            count = self._count(result, number, verdicts) if result is not None else 0
            self.filters.button(number).setText(f"{name} {count}")
        since = self.proofread.since if self.proofread is not None else None
        self.since_label.setVisible(since is not None)
        self.coverage_label.setText("" if result is None else self._show_coverage(coverage(result)))
        if since is not None:
            self.since_label.setText(
                tr(
                    "与上一稿比：改了 {changed} 个数，增 {added}，删 {removed}；新问题 {appeared}，解决 {resolved}，已处理仍有效 {settled}，因数字改动失效 {lapsed}",
                    changed=len(since.changed),
                    added=len(since.added),
                    removed=len(since.removed),
                    appeared=len(since.appeared),
                    resolved=len(since.resolved),
                    settled=len(since.settled),
                    lapsed=len(since.lapsed),
                )
            )

    def _count(self, result: ProofResult, number: int, verdicts: Sequence[Verdict]) -> int:
        """How many lines one of the filters shows, of those to be dealt with only what nobody has dealt with."""
        claims = [claim for claim in result.claims if claim.verdict in verdicts]
        done = sum(self._decision(claim) is not None for claim in claims) if number == TO_DEAL_WITH else 0
        return len(claims) - done + (len(result.format) if Verdict.FAILS in verdicts else 0)

    def _show_coverage(self, covered: Coverage) -> str:
        """Put the counts on the chips of the states; gives what is said of all of them."""
        for state, chip in self.chips.items():
            words = f"{STATE_NAMES[state]} {covered.counts[state]}"
            if state == WRONG and covered.settled:
                words += tr("（已处理 {count}）", count=covered.settled)
            chip.setText(words)
            chip.setToolTip(plain.tip(words))
            chip.setStyleSheet(f"color: {themes.current().code(COLOURS[state])};")
        return tr("核对了 {verified}/{count} 个数", verified=covered.total - covered.counts["unchecked"], count=covered.total)

    def export_comments(self) -> None:
        """Write a copy of the .docx with comments."""
        desk = self.workspace.desk
        if desk is None or self.draft is None or self.proofread is None:
            return
        stem = Path(self.draft.name).stem
        target = dialogs.choose_target(self, tr("导出批注"), dialogs.WORD, str(desk.path.with_name(f"{stem}-{tr('核稿')}.docx")))
        if target is None:
            return
        job = manuscripts.comment_copy(desk, self.draft, self.proofread.result, target)
        self.workspace.jobs.start(text("导出批注"), job, self._say_comments_written, self._show_refusal)

    def _say_comments_written(self, written: tuple[Path, int]) -> None:
        target, count = written
        self.workspace.say(tr("已把 {count} 条意见写成批注：“{file}”。", count=count, file=target.name))

    def _show_refusal(self, refusal: UserError) -> None:
        dialogs.show_error(self, refusal)

    def export_list(self) -> None:
        """Write the findings as a list that spreadsheet programs open."""
        desk = self.workspace.desk
        if desk is None or self.draft is None or self.proofread is None:
            return
        stem = Path(self.draft.name).stem
        target = dialogs.choose_target(self, tr("导出清单"), dialogs.TABLE, str(desk.path.with_name(f"{stem}-{tr('核稿')}.csv")))
        if target is None:
            return
        try:
            count = manuscripts.findings_csv(self.proofread.result, target)
        except UserError as refusal:
            dialogs.show_error(self, refusal)
            return
        self.workspace.say(tr("已导出 {count} 条意见：“{file}”。", count=count, file=target.name))

    def _place_words(self, line: Line) -> str:
        if self.proofread is None:
            return ""
        return tr("{line} 行", line=self.proofread.result.document.text.count("\n", 0, line_start(line)) + 1)
