"""Proofreading a manuscript: its text with ticks on the left, its claims on the right, and what is decided about each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from html import escape

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Comment, Indicator, Manuscript, Observation, Settlement
from ecdesk.domain.errors import refusals_to
from ecdesk.domain.figures.keys import Key, key_from_text
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain, themes
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, bar, chip_button, splitter, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import KeyedPane, as_hint, worded
from ecdesk.gui.base.pauses import next_turn
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.workspace import TextPlace, Workspace
from ecdesk.gui.proof.correcting import Correcting
from ecdesk.gui.proof.deciding import DecisionStrip, decided_html, linked_html
from ecdesk.gui.proof.exports import ProofExports
from ecdesk.gui.proof.finding import TextFindBar
from ecdesk.gui.proof.lines import (
    DECIDED_NAMES,
    SHOWN,
    TO_DEAL_WITH,
    Line,
    about_line,
    kind_words,
    line_message,
    line_start,
    verdict_icon,
    verdict_words,
)
from ecdesk.gui.proof.manuscript_view import COLOURS, ManuscriptView
from ecdesk.gui.proof.remarks import SentenceRemarks
from ecdesk.prose.claims import Claim
from ecdesk.prose.formats import FormatFinding
from ecdesk.prose.states import (
    STATE_NAMES,
    STATES,
    WRONG,
    Coverage,
    FigureState,
    Writing,
    by_context,
    claim_context,
    coverage,
    standing,
)
from ecdesk.session.proof import manuscripts
from ecdesk.session.proof.correcting import proofread_with_corrections, with_decisions
from ecdesk.session.proof.manuscripts import Proofread

LONG = 20_000
"""Characters of a manuscript; the lines of a longer one are listed a moment after its text."""
MOST_POINTED_OUT = 500
"""Of places that were found; the others are found when one goes on."""


class ProofPage(KeyedPane):
    """One manuscript, the newest draft in front."""

    left = Signal(object)
    """TextPlace of a figure from which the book is gone to."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.draft: Manuscript | None = None
        self.proofread: Proofread | None = None
        self._wanted: int | None = None
        self._states: tuple[FigureState, ...] = ()
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
        self.exports = ProofExports(self.workspace, lambda: self.proofread, self)
        self.correcting = Correcting(self.workspace, lambda: self.proofread, self)
        self.remarks = SentenceRemarks(self.workspace, lambda: self.proofread, self._here, self)
        buttons = (
            self.draft_box,
            self.remarks.button,
            self.correcting.button,
            self.exports.comments_button,
            self.exports.list_button,
        )
        above = bar(self.coverage_label, *self.chips.values(), GAP, margins=(12, 8, 12, 0), spacing=12)
        self.since_label = plain.Label(self, role="muted", wraps=True)
        done = bar(self.since_label, GAP, *buttons, grow=self.since_label, margins=(12, 4, 12, 4))

        self.view = worded(
            ManuscriptView(self),
            tip=text("Ctrl+F 查找；Ctrl+] 和 Ctrl+[ 逐个看数；双击一个数或按 Ctrl+J 转到书中的数，Alt+← 回来"),
        )
        self.view.figure_clicked.connect(self.show_figure)
        self.view.figure_opened.connect(self._open_figure)
        self.find_bar = TextFindBar(self)
        self.find_bar.went.connect(self._show_found)
        self.find_bar.closed.connect(self._finding_ended)

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
        self.filters = QButtonGroup(self, exclusive=True)
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
        self.deciding.corrected.connect(self.correct)
        self.deciding.withdrawn.connect(self.withdraw)
        self.deciding.sought.connect(self._seek)
        self.deciding.linked.connect(self.link)
        shown = bar(*self.filters.buttons(), GAP, margins=PANEL_BAR)
        right = stack(QWidget(self), shown, self.table, self.details, self.deciding, grow=self.table)
        written = stack(QWidget(self), self.view, self.find_bar, grow=self.view)
        sides = splitter(self, Qt.Orientation.Horizontal, (480, 480), written, right)
        stack(self, above, done, sides, grow=sides)
        self.setFocusProxy(self.table)
        self.bind("F8", self.next_line)
        self.bind("Shift+F8", self.previous_line)
        self.bind("Ctrl+F", self.find_words)
        self.bind("F3", self.find_bar.go_on)
        self.bind("Shift+F3", self.find_bar.go_back)
        self.bind("Shift+F2", self.remarks.remark)
        self.bind("Ctrl+J", self.go_to_book)
        self.bind("Ctrl+]", self.next_figure)
        self.bind("Ctrl+[", self.previous_figure)

    def retranslate(self) -> None:
        self.correcting.retranslate()
        self._show_counts()

    def restyle(self) -> None:
        self.view.restyle()
        self._show_counts()

    # -- drafts

    def go_to(self, draft: Manuscript, start: int) -> None:
        """Show the figure that begins at a character of a draft."""
        self._wanted = start
        self._show_when_read(draft)

    def show_remarked(self, draft: Manuscript, comment: Comment) -> None:
        """Show the sentence of a remark in a draft."""
        self.remarks.wanted = comment
        self._show_when_read(draft)

    def _show_when_read(self, draft: Manuscript) -> None:
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
        place = self.remarks.wanted_place()
        if place is not None:
            self._figure = None
            self.view.go_to([place])
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
        job = proofread_with_corrections(desk, desk.book.snapshot(), draft, earlier[-1] if earlier else None)
        self.workspace.jobs.start(text("核稿"), job, self._was_read)

    def _was_read(self, found: Proofread) -> None:
        if self.draft is None or found.manuscript.id != self.draft.id:
            return
        if self.proofread is not None and self.proofread.manuscript.id == found.manuscript.id:
            self.view.show_states(found.states)
            self._list(found, self._figure)
            return
        document = found.result.document
        self.view.show_text(document.text, found.states)
        if document.reading_note:
            self.workspace.say(str(document.reading_note))
        fill = partial(self._list, found)
        next_turn(self, fill) if len(document.text) > LONG else fill()  # the lines come when the text has been drawn

    def _list(self, found: Proofread, looked_at: FigureState | None = None) -> None:
        """List what was found about the text that is shown."""
        if self.draft is None or found.manuscript.id != self.draft.id:
            return
        self.proofread, self._states = found, found.states
        self._handled = by_context(found.result.settlements)
        self.find_bar.set_text(found.result.document.text)
        self._fill()
        self._show_counts()
        if looked_at is not None and self._wanted is None:
            self._wanted = looked_at.figure.start
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
            self._show_decided()
            self.open(self.draft)
        elif notice.concerns(Comment):
            self._show_line() if self._figure is None else self.show_figure(self._figure)
        elif notice.concerns(Observation, Indicator):
            self._stale = True
            if self.isVisible():
                self.open(self.draft)

    def _show_decided(self) -> None:
        """Show what is decided by now about what is shown; what it puts right besides shows when the draft was read again."""
        desk = self.workspace.desk
        if desk is not None and self.proofread is not None:
            self._was_read(with_decisions(self.proofread, desk.book))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale and self.draft is not None and self.workspace.desk is not None:
            self.open(self.draft)

    # -- claims

    def _fill(self) -> None:
        if self.proofread is None:
            return
        chosen = self.filters.checkedId()
        lines = [line for line in self._lines() if SHOWN[max(chosen, 0)][1](line)]
        lines.sort(key=line_start)
        row = max(0, self.table.currentIndex().row())
        self.model.set_rows(lines)
        self.model.show_again()  # what was decided of a line does not stand in it
        if lines:
            self.table.setCurrentIndex(self.model.index(min(row, len(lines) - 1), 0))
        self._show_line()

    def _lines(self) -> list[Line]:
        """Everything that can be listed."""
        return [*self.proofread.result.claims, *self.proofread.result.format] if self.proofread is not None else []

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

    @property
    def about(self) -> Claim | Writing | None:
        """What can be decided about in the chosen line."""
        return about_line(self.line, self._text) if self.line is not None else None

    @property
    def _text(self) -> str:
        return self.proofread.result.document.text if self.proofread is not None else ""

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
        row = next((row for row in around if not self._dealt_with(rows[row])), around[0])
        self.table.setCurrentIndex(self.model.index(row, 0))

    def _dealt_with(self, line: Line) -> str:
        """What was decided of a line, or of a figure of it so that it holds then; "" while it is open."""
        decision = standing(self._handled, about_line(line, self._text))
        if decision is not None:
            return str(DECIDED_NAMES[decision.decision])
        mended = self.proofread.mended if self.proofread is not None else ()
        return tr("改正后相符") if isinstance(line, Claim) and (line.kind, line.context) in mended else ""

    def _verdict_words(self, line: Line) -> str:
        return self._dealt_with(line) or verdict_words(line)

    def _verdict_icon(self, line: Line) -> QIcon | None:
        return icons.icon("explained", "muted") if self._dealt_with(line) else verdict_icon(line)

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
            self.details.setText(f"<p>{escape(str(line.message))}</p>{decided_html(self._settled())}")
        else:
            self.view.go_to([(operand.start, operand.end) for operand in line.operands])
            self.details.setText(self._claim_details(line) + self.remarks.html())
        self._enable()

    def _claim_details(self, claim: Claim) -> str:
        desk = self.workspace.desk
        parts = [f"<p><b>{escape(claim.relation)}</b></p>", f"<p>{escape(str(claim.message))}</p>"]
        parts += [f"<p>{escape(words)}</p>" for words in (str(claim.cause or ""), self.correcting.doubt(claim)) if words]
        places = [f'<a href="text:{one.start}:{one.end}">{escape(one.text)}</a> {escape(one.label)}' for one in claim.operands]
        if claim.key:
            places.append(f'<a href="key:{escape(claim.key)}">{escape(tr("书中的数"))}</a>')
        parts.append(f"<p>{'；'.join(places)}</p>")
        parts.append(decided_html(manuscripts.settlement_of(desk.book, claim) if desk is not None else None))
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
            + linked_html(self._settled())
            + self.remarks.html()
        )
        self.view.go_to([(found.figure.start, found.figure.end)])
        self._enable()

    def _jump(self, _index: QModelIndex) -> None:
        """To the figure of the book that a claim is about, else to its place in the text."""
        claim = self.claim
        if claim is not None and claim.key:
            self._leave(claim.key, claim.operands[0].start)
        else:
            self._show_line()
            self.view.setFocus()

    def _link_followed(self, link: str) -> None:
        kind, _, rest = link.partition(":")
        if kind == "text":
            start, end = rest.split(":")
            self.view.go_to([(int(start), int(end))])
        else:
            self._leave(
                rest, self._figure.figure.start if self._figure is not None else line_start(self.line) if self.line else 0
            )

    def _leave(self, key: str, start: int) -> None:
        """To a figure of the book; the place in the text that it is printed at can be come back to."""
        if self.draft is None:
            return
        if self.workspace.go_to_key(key_from_text(key)):
            self.left.emit(TextPlace(self.draft.id, start))
        else:
            self.workspace.say(tr("书中的这个数没有印在任何图表里。"))

    def go_to_book(self) -> None:
        """To the figure of the book that the figure of the text is, or the claim is about."""
        if self._figure is not None:
            self._open_figure(self._figure)
        elif self.claim is not None and self.claim.key:
            self._leave(self.claim.key, self.claim.operands[0].start)
        else:
            self.workspace.say(tr("还不知道这是书中的哪个数，可以在下面关联。"))

    def _open_figure(self, found: FigureState) -> None:
        desk = self.workspace.desk
        linked = manuscripts.link_of(desk.book, found.figure) if desk is not None else None
        key = linked.link if linked is not None else next((claim.key for claim in found.claims if claim.key), "")
        if key:
            self._leave(key, found.figure.start)
        else:
            self.workspace.say(tr("还不知道这是书中的哪个数，可以在下面关联。"))

    def insert(self, words: str) -> None:
        """Decide that a sentence is to stand behind the one in which the cursor is."""
        self.correcting.insert(self._here(), words)

    def _here(self) -> int:
        """The character of the text that is looked at."""
        return self._figure.figure.start if self._figure is not None else self.view.offset_here()

    # -- through the text

    def find_words(self) -> None:
        """Look for words of the text, at first for those that are selected."""
        self.find_bar.open_bar(self.view.offset_here(), self.view.textCursor().selectedText())

    def _show_found(self, start: int, end: int) -> None:
        others = [span for span in self.find_bar.found if span != (start, end)]
        self.view.go_to([(start, end), *others[:MOST_POINTED_OUT]])

    def _finding_ended(self) -> None:
        """The figure or the place that was found is where one goes on."""
        found = self.view.figure_at(self.view.offset_here())
        self.view.setFocus()
        if found is not None:
            self.show_figure(found)

    def next_figure(self) -> None:
        self._step_figure(1)

    def previous_figure(self) -> None:
        self._step_figure(-1)

    def _step_figure(self, by: int) -> None:
        starts = [state.figure.start for state in self._states]
        if not starts:
            return
        at = self._figure.figure.start if self._figure is not None else self.view.offset_here()
        number = bisect_right(starts, at) if by > 0 else bisect_left(starts, at) - 1
        self.show_figure(self._states[number % len(starts)])

    # -- decisions

    def accept(self, words: str) -> None:
        """Let the claim stand."""
        desk, claim = self.workspace.desk, self.about
        if desk is not None and claim is not None and self.draft is not None:
            manuscripts.accept(desk, self.draft, claim, words)

    def explain(self, words: str) -> None:
        """Sign words as the reason why the claim is right."""
        desk, claim = self.workspace.desk, self.about
        if desk is None or claim is None or self.draft is None:
            return
        with refusals_to(self.workspace.say):
            manuscripts.explain(desk, self.draft, claim, words)

    def correct(self) -> None:
        """Decide that the figure is to be as the claim says."""
        claim = self._correctable()
        if claim is not None:
            self.correcting.correct(claim)

    def _correctable(self) -> Claim | None:
        """The claim that says what a figure should be: the one that is chosen, or one of the figure that was clicked."""
        if self._figure is None:
            return self.claim
        own = [claim for claim in self._figure.claims if self.correcting.printed(claim)]
        return next((claim for claim in own if claim.kind == "book"), own[0] if own else None)

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
        with refusals_to(self.workspace.say):
            linked = manuscripts.link_figure(desk, self.draft, self._figure.figure, key)
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
        return manuscripts.settlement_of(desk.book, self.about) if self.about is not None else None

    def _enable(self) -> None:
        desk, claim = self.workspace.desk, self.about
        writable = desk is not None and not desk.read_only
        holds = isinstance(claim, Claim) and claim.verdict is Verdict.HOLDS
        decidable = self._figure is None and claim is not None and not holds
        self.deciding.enable(
            writable and decidable, writable and self._settled() is not None, writable and self._figure is not None
        )
        self.deciding.words.be_about(self.workspace.path, claim_context(claim) if decidable and claim else "")
        correctable = self._correctable()
        self.deciding.offer_correction(self.correcting.printed(correctable), correctable is None or correctable.kind == "book")
        self.correcting.enable()
        self.exports.enable()
        self.remarks.enable()

    # -- counts

    def _show_counts(self) -> None:
        result = self.proofread.result if self.proofread is not None else None
        for number, (name, shown) in enumerate(SHOWN):
            count = len([line for line in self._lines() if shown(line) and not self._is_done(line, number)])
            self.filters.button(number).setText(f"{name} {count}")
        since = self.proofread.since if self.proofread is not None else None
        self.since_label.setVisible(since is not None)
        self.coverage_label.setText("" if result is None else self._show_coverage(coverage(self._states)))
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

    def _is_done(self, line: Line, number: int) -> bool:
        """Whether a line needs not be counted: of those to be dealt with, what somebody has dealt with."""
        return number == TO_DEAL_WITH and bool(self._dealt_with(line))

    def _show_coverage(self, covered: Coverage) -> str:
        """Put the counts on the chips of the states; gives what is said of all of them."""
        for state, chip in self.chips.items():
            words = f"{STATE_NAMES[state]} {covered.counts[state]}"
            if state == WRONG and covered.settled:
                words += tr("（已处理 {count}）", count=covered.settled)
            chip.setText(words)
            chip.setToolTip(plain.tip(words))
            sheet = f"color: {themes.current().code(COLOURS[state])};"
            if chip.styleSheet() != sheet:  # the same again would cost as much as another
                chip.setStyleSheet(sheet)
        return tr("核对了 {verified}/{count} 个数", verified=covered.total - covered.counts["unchecked"], count=covered.total)

    def _place_words(self, line: Line) -> str:
        if self.proofread is None:
            return ""
        return tr("{line} 行", line=self.proofread.result.document.text.count("\n", 0, line_start(line)) + 1)
