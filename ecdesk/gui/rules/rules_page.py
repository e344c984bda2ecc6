"""The rules of the book: the list, the page of the one chosen, the forms that make new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from ecdesk.domain.book.findings import LEVEL_NAMES, Finding, Level, Verdict
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.errors import refusals_to
from ecdesk.domain.texts import text, tr, translate
from ecdesk.gui.base import icons
from ecdesk.gui.base.form_fields import SearchField
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.base.layouts import GAP, bar, splitter, stack
from ecdesk.gui.base.listing import Column, ListingModel
from ecdesk.gui.base.panes import flat_button, restyle_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.gui.rules.proposals_panel import ProposalsPanel
from ecdesk.gui.rules.rule_detail import Draft, RuleDetail
from ecdesk.gui.rules.rule_form import RuleFormPanel
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import contradictions, rules
from ecdesk.session.rules.checking import Checks


@dataclass(frozen=True)
class RuleLine:
    """A rule with what came of it. counts: its findings by verdict. fault: what is wrong with the rule itself."""

    rule: RuleRecord
    counts: Mapping[Verdict, int]
    fault: Finding | None

    @property
    def is_broken(self) -> bool:
        return self.fault is not None and self.fault.level is Level.ERROR

    def shown(self, count: int) -> str:
        """A count in words; nothing for 0 and for a rule that does not run."""
        return str(count) if count and self.rule.active and not self.is_broken else ""

    def applied(self) -> str:
        """How often the rule was applied, or why it was not."""
        if not self.rule.active:
            return tr("停用")
        return tr("有误") if self.is_broken else str(sum(self.counts.values()))


def _icon(line: RuleLine) -> QIcon:
    """What the rule weighs; in its colour where something fails, for a rule that passes is nothing to look at."""
    fails = line.rule.active and (line.is_broken or bool(line.counts[Verdict.FAILS]))
    return icons.icon(line.rule.level, line.rule.level if fails else "muted")


def _loud_where(fits: Callable[[RuleLine], bool]) -> Callable[[RuleLine], str]:
    """The colour of a column: that of errors where something fits, a faint one in rules that do not run."""
    return lambda line: "muted" if not line.rule.active else "error" if fits(line) else ""


def _level_name(line: RuleLine) -> str:
    return tr(LEVEL_NAMES[Level(line.rule.level)])


def _tip(line: RuleLine) -> str:
    fault = str(line.fault.message) if line.fault else ""
    return "\n".join(part for part in (line.rule.text, line.rule.note, fault) if part)


def columns(tick: Callable[[RuleLine, bool], None] | None) -> list[Column[RuleLine]]:
    """tick: makes a rule run or not; None when nobody may."""
    faint = _loud_where(lambda _line: False)
    return [
        Column(
            text("审核公式"),
            lambda line: translate(line.rule.name or line.rule.text),
            0,
            ticked=lambda line: line.rule.active,
            tick=tick,
            colour=_loud_where(lambda line: line.is_broken),
        ),
        Column(
            text("级别"),
            lambda _line: "",
            40,
            icon=_icon,
            tip=_level_name,
            answers={Qt.ItemDataRole.AccessibleTextRole: _level_name},
        ),
        Column(text("适用"), RuleLine.applied, 56, right=True, colour=faint),
        Column(
            text("不通过"),
            lambda line: line.shown(line.counts[Verdict.FAILS]),
            62,
            right=True,
            colour=_loud_where(lambda line: bool(line.counts[Verdict.FAILS])),
        ),
        Column(text("无法判断"), lambda line: line.shown(line.counts[Verdict.UNDECIDED]), 72, right=True, colour=faint),
    ]


class RulesPage(FollowingPane):
    """Everything about the rules of an open book."""

    FOLLOWED = (RuleRecord,)

    cell_requested = Signal(object)
    """Key of a figure that the editor should show."""
    results_requested = Signal(str)
    """Id of a rule whose findings should be shown."""
    said = Signal(str)
    """A sentence for the status bar."""

    def __init__(
        self,
        desk: Desk,
        checks: Checks,
        jobs: JobRunner,
        parent: QWidget | None = None,
        drafts: dict[str, Draft] | None = None,
    ) -> None:
        """drafts: what is written and not saved, by the rule's id ("" for a new one); whoever keeps it gives it to the page again later."""
        super().__init__(desk, checks, parent)
        self.jobs = jobs
        self.setObjectName("rulesPage")
        self.search = worded(SearchField(self, clearButtonEnabled=True), hint=text("按名称或内容筛选…"))
        self.model: ListingModel[RuleLine] = ListingModel(
            columns(None if desk.read_only else self._tick), _tip, self, id=lambda line: line.rule.id
        )
        self.table = worded(PlainTable(self), name=text("审核公式"))
        self.table.show_listing(self.model, several=True)
        self.new_button = worded(QPushButton(self), text("新公式"), tip=text("写一条新公式（Ctrl+N）"))
        self.form_button = worded(QPushButton(self), text("用表单新建"))
        self.proposals_button = worded(QPushButton(self), text("推荐公式"), tip=text("从已有的数里找出成立而没有公式的关系"))
        self.up_button, self.down_button = flat_button(self, "move_up"), flat_button(self, "move_down")
        self.copy_button, self.delete_button = flat_button(self, "copy"), flat_button(self, "delete")
        self.buttons: tuple[QToolButton, ...] = (self.up_button, self.down_button, self.copy_button, self.delete_button)
        self.detail = RuleDetail(desk, checks, jobs, self)
        self.form: RuleFormPanel | None = None
        self.proposals: ProposalsPanel | None = None
        self._drafts: dict[str, Draft] = {} if drafts is None else drafts
        self.right = QStackedWidget(self)
        self.right.addWidget(self.detail)
        self._lay_out()
        self._connect()
        jobs.start(text("准备审核"), contradictions.warm_up())
        self.retranslate()

    def _lay_out(self) -> None:
        above = bar(self.new_button, self.form_button, self.proposals_button, GAP, *self.buttons, spacing=6)
        left = stack(QWidget(self), above, bar(self.search, margins=(8, 0, 8, 6)), self.table, grow=self.table)
        self.splitter = splitter(self, Qt.Orientation.Horizontal, (560, 640), left, self.right)
        stack(self, self.splitter)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill)
        self.model.modelReset.connect(self._keep_current)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        self.table.selectionModel().selectionChanged.connect(self._enable)
        self.table.opened.connect(self._edit_rule)
        self.new_button.clicked.connect(self.start_rule)
        self.form_button.clicked.connect(self.show_form)
        self.proposals_button.clicked.connect(self.show_proposals)
        self.up_button.clicked.connect(self.move_up)
        self.down_button.clicked.connect(self.move_down)
        self.copy_button.clicked.connect(self.duplicate)
        self.delete_button.clicked.connect(self.remove)
        self.detail.saved.connect(self.show_rule)
        self.detail.cell_requested.connect(self.cell_requested)
        self.detail.results_requested.connect(self.results_requested)
        self.detail.said.connect(self.said)
        self.bind("Ctrl+N", self.start_rule)
        self.bind("Ctrl+F", self._start_search)
        for keys, slot in (
            ("Alt+Up", self.move_up),
            ("Alt+Down", self.move_down),
            ("Delete", self.remove),
            ("Ctrl+D", self.duplicate),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("审核公式"))
        self.up_button.setToolTip(tr("上移（Alt+↑）"))
        self.down_button.setToolTip(tr("下移（Alt+↓）"))
        self.copy_button.setToolTip(tr("复制一条（Ctrl+D）"))
        self.delete_button.setToolTip(tr("删除（Delete）"))
        for button in self.buttons:
            button.setAccessibleName(button.toolTip())
        self.refresh_now()

    def restyle(self) -> None:
        for button in self.buttons:
            restyle_button(button)

    # -- what is shown

    def refresh(self) -> None:
        self._fill()
        current = self.current_rule()
        writing_new_one = self.detail.rule is None and self.detail.is_changed
        if current is None and self.model.rowCount() and not writing_new_one:
            self.table.choose_row(0)
        elif current is not None and self.detail.rule is not None:
            self.detail.show_rule(current)
            self.detail.refresh()
        else:
            self.detail.refresh()
        self._enable()

    def current_rule(self) -> RuleRecord | None:
        line = self.model.row_at(self.table.currentIndex())
        return line.rule if line is not None else None

    def selected(self) -> list[RuleRecord]:
        return [self.model.rows[row].rule for row in self.table.chosen_rows]

    def show_rule(self, id: str) -> None:
        """Show the page of a rule; nothing happens when it is not there any more."""
        if self._stale:
            self.refresh_now()
        if self.model.row_of(id) < 0:
            self.search.clear()
            self._fill()
        row = self.model.row_of(id)
        if row >= 0:
            self.right.setCurrentWidget(self.detail)
            self.table.choose_row(row)
            self.detail.show_rule(self.model.rows[row].rule)
            self._enable()

    def _fill(self) -> None:
        """List the rules with the words looked for in their name, text or note."""
        words, checker = self.search.text().strip().casefold(), self.checks.checker
        faults, counts = {fault.rule: fault for fault in checker.faults}, checker.counts_by_rule
        self.model.set_rows(
            (
                RuleLine(rule, Counter(counts.get(rule.id)), faults.get(rule.id))
                for rule in rules.rules_of(self.desk.book)
                if words in f"{rule.name} {translate(rule.name or rule.text)} {rule.text} {rule.note}".casefold()
            ),
            anew=True,
        )

    def _keep_current(self) -> None:
        """After the list has changed: the same rule stays current."""
        if self.detail.rule is not None:
            row = self.model.row_of(self.detail.rule.id)
            if row >= 0:
                self.table.choose_row(row)

    def _show_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        line = self.model.row_at(current)
        if line is None:
            return
        rule = line.rule
        changed = self.detail.rule is None or self.detail.rule.id != rule.id
        if changed:
            self._keep_draft()
            self.detail.show_rule(rule, self._drafts.pop(rule.id, None))
            self.right.setCurrentWidget(self.detail)
        self._enable()

    def _keep_draft(self) -> None:
        """Put aside what is being written and is not saved; it is there again when its rule is."""
        if self.detail.is_changed and not self.desk.read_only:
            id = self.detail.rule.id if self.detail.rule is not None else ""
            self._drafts[id] = self.detail.draft
            self.said.emit(tr("“{name}”还没有保存，回到这条公式时接着写。", name=self.detail.name.text() or tr("新公式")))

    def _edit_rule(self, _index: QModelIndex) -> None:
        self.right.setCurrentWidget(self.detail)
        self.detail.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _enable(self) -> None:
        writable = not self.desk.read_only
        chosen = self.selected()
        for button in (self.new_button, self.form_button):
            button.setEnabled(writable)
        for tool in (self.up_button, self.down_button, self.copy_button):
            tool.setEnabled(writable and len(chosen) == 1)
        self.delete_button.setEnabled(writable and bool(chosen))

    # -- what it does

    def start_rule(self, draft: str = "") -> None:
        """Begin a new rule, with a text when one is given."""
        if self.desk.read_only:
            return
        self._keep_draft()
        self.table.selectionModel().clear()
        self.right.setCurrentWidget(self.detail)
        kept = self._drafts.pop("", None)
        self.detail.show_rule(None, Draft(draft) if isinstance(draft, str) and draft else kept)
        self.detail.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_form(self) -> None:
        """Make a rule without typing."""
        if self.form is None:
            self.form = RuleFormPanel(self.desk, self.checks, self.right)
            self.form.added.connect(self.show_rule)
            self.form.draft_wanted.connect(self.start_rule)
            self.form.said.connect(self.said)
            self.right.addWidget(self.form)
        self.form.preview()
        self.right.setCurrentWidget(self.form)
        self.form.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_proposals(self) -> None:
        """Show what the figures themselves propose."""
        if self.proposals is None:
            self.proposals = ProposalsPanel(self.desk, self.checks, self.jobs, self.right)
            self.proposals.accepted.connect(self._mark)
            self.proposals.said.connect(self.said)
            self.right.addWidget(self.proposals)
        self.right.setCurrentWidget(self.proposals)
        self.proposals.search_once()
        self.proposals.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def move_up(self) -> None:
        self._move(-1)

    def move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        rule = self.current_rule()
        if rule is not None and not self.desk.read_only:
            places = [one.id for one in rules.rules_of(self.desk.book)]
            self._do(lambda: rules.move_rule(self.desk, rule.id, places.index(rule.id) + by))

    def duplicate(self) -> None:
        rule = self.current_rule()
        if rule is None or self.desk.read_only:
            return
        copy = rules.add_rule(self.desk, rule.text, tr("{name}（副本）", name=rule.name), rule.level, rule.note, after=rule.id)
        self.show_rule(copy.id)

    def remove(self) -> None:
        chosen = [rule.id for rule in self.selected()]
        if chosen and not self.desk.read_only:
            row = self.table.currentIndex().row()
            self._do(lambda: rules.remove_rules(self.desk, chosen))
            if self.model.rowCount():
                self.table.choose_row(min(row, self.model.rowCount() - 1))

    def _tick(self, line: RuleLine, active: bool) -> None:
        """Make a rule run or not, and with it the others that are selected."""
        if active != line.rule.active:
            chosen, id = [rule.id for rule in self.selected()], line.rule.id
            self._do(lambda: rules.set_active(self.desk, chosen if id in chosen else [id], active))

    def _do(self, step: Callable[[], None]) -> None:
        """Do a step and show what has become of the list; a refusal is said."""
        with refusals_to(self.said.emit):
            step()
        self.refresh_now()

    def _start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def release(self) -> None:
        if self._stops:
            self._keep_draft()
        super().release()
        self.detail.release()
        if self.proposals is not None:
            self.proposals.release()
