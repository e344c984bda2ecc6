"""All findings in one table: grouped by state, rule, exhibit, area or level, with the one at hand in full and explained beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QToolButton,
    QWidget,
)

from ecdesk.checks import Suggestion
from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict, counts_by_level
from ecdesk.domain.book.records import AreaRecord, Conflict, Exhibit, RuleRecord, Section, Waiver
from ecdesk.domain.errors import refusals_to
from ecdesk.domain.texts import Text, text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.form_fields import SearchField
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.base.layouts import OneOf, bar, chip_button, splitter, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.lists import CountList
from ecdesk.gui.base.panes import flat_button, hint_label, restyle_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.base.settings import folder_beside
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.gui.rules.explain_panel import ExplainPanel
from ecdesk.gui.rules.finding_view import FindingView
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import results
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.final import final_words
from ecdesk.session.rules.suggesting import apply_suggestion

ALL = "*"
PIVOT_COLUMNS = {"state": 1, "rule": 2}
"""Which column says of every finding what it is grouped by."""


def columns(lapsed: Callable[[], Mapping[str, Text]]) -> list[Column[Finding]]:
    """lapsed: explanations that no longer hold, by the id of their finding."""

    def state(finding: Finding) -> str:
        return results.state_of(finding, lapsed())

    def icon(finding: Finding) -> QIcon:
        name, colour = ("explained", "muted") if state(finding) == results.EXPLAINED else (finding.level.value,) * 2
        return icons.icon(name, colour)

    shown = [
        Column[Finding](text("级别"), lambda one: tr(LEVEL_NAMES[one.level]), 76, icon=icon, sort_key=_weight),
        Column(
            text("状态"), lambda one: str(results.STATES[state(one)]), 96, sort_key=lambda one: _STATE_ORDER.index(state(one))
        ),
        Column(text("审核公式"), lambda one: one.title, 170),
        Column(text("对象"), lambda one: str(one.about), 160),
        Column(text("代入数值"), lambda one: one.in_numbers, 380),
        # Where there is no number nothing can be said of its order.
        Column(
            text("差额"), lambda one: str(one.difference), 88, True, sort_key=lambda one: results.number_of(str(one.difference))
        ),
        Column(
            text("容许误差"), lambda one: str(one.tolerance), 88, True, sort_key=lambda one: results.number_of(str(one.tolerance))
        ),
        Column(text("疑似单元格"), _suspect, 140),
        Column(text("说明"), lambda one: one.explained or str(one.suggestion or one.message), 0),
    ]
    return [replace(column, tip=column.says) for column in shown]


_STATE_ORDER = list(results.STATES)


def _weight(finding: Finding) -> int:
    return list(Level).index(finding.level)


def _suspect(finding: Finding) -> str:
    return "" if finding.suspect is None else results.label_of(finding, finding.suspect)


class ResultsPage(FollowingPane):
    """The results of the checks of an open book."""

    FOLLOWED = (RuleRecord, Waiver, Exhibit, Section, AreaRecord, Conflict)

    cell_requested = Signal(object)
    """Key of a figure that the editor should show."""
    finding_shown = Signal(str)
    """Id of a finding whose cell is gone to."""
    rule_requested = Signal(str)
    """Id of a rule whose page should be shown."""
    said = Signal(str)
    written = Signal(str, object)
    """A sentence about a file that was written, and its path."""
    """A sentence for the status bar."""

    def __init__(self, desk: Desk, checks: Checks, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.jobs = jobs
        self.setObjectName("resultsPage")
        self._shown: list[Finding] = []
        self.counts = plain.Label(self, role="muted", wraps=True)
        self.pivot_box = worded(
            QComboBox(self, sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents), name=text("分组方式")
        )
        for name, words in results.PIVOTS.items():
            self.pivot_box.addItem(str(words), name)
        self.search = worded(SearchField(self, clearButtonEnabled=True), hint=text("按公式、对象或数值筛选…"))
        self.chips: dict[Level, QToolButton] = {}
        for level in Level:
            self.chips[level] = chip_button(self)
            self.chips[level].toggled.connect(self._rebuild)
        self.groups = worded(CountList(self), name=text("分组"))
        self._members: dict[str, list[Finding]] = {}
        self._group = ALL
        """The group that is listed."""
        self._lapsed: Mapping[str, Text] = {}
        self.model: ListingModel[Finding] = ListingModel(
            columns(lambda: self._lapsed),
            lambda finding: str(finding.formula),
            self,
            id=lambda finding: finding.id,
            heading_tip=text("点一下按这一列排序，再点换个方向，第三次回到原来的次序；用键盘时按 ←→ 选列，按 F4 排序。"),
        )
        self.table = worded(PlainTable(self), name=text("审核结果"))
        self.table.show_listing(self.model, several=True)
        self.table.horizontalHeader().setSectionsClickable(True)
        self.hint = hint_label(self)
        self.view = worded(FindingView(self), name=text("明细"))
        self.explain_panel = ExplainPanel(desk, checks, self)
        self.previous_button = worded(flat_button(self, "left"), tip=text("上一条（Shift+F8）"))
        self.next_button = worded(flat_button(self, "right"), tip=text("下一条（F8）"))
        self.rule_button = worded(QPushButton(self), text("看公式"))
        self.export_button = worded(QPushButton(self), text("导出清单…"))
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        ways = (self.pivot_box, *self.chips.values(), self.search, self.previous_button, self.next_button)
        above = bar(*ways, self.rule_button, self.export_button, grow=self.search)
        self._body = OneOf(self, self.hint, self.table)
        listed = splitter(self, Qt.Orientation.Horizontal, (220, 900), self.groups, self._body, grow=self._body)
        about = splitter(self, Qt.Orientation.Horizontal, (620, 440), self.view, self.explain_panel)
        whole = splitter(self, Qt.Orientation.Vertical, (420, 250), listed, about, grow=listed)
        stack(self, above, whole, bar(self.counts, grow=self.counts, margins=(8, 3, 8, 3)), grow=whole)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.pivot_box.currentIndexChanged.connect(self._rebuild)
        self.search.textChanged.connect(self._rebuild)
        self.groups.currentItemChanged.connect(self._choose_group)
        self.table.opened.connect(self._go_to_cell)
        self.table.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self.table.selectionModel().currentRowChanged.connect(self._show_selected)
        self.model.modelReset.connect(self._show_selected)
        self.previous_button.clicked.connect(self.go_to_previous)
        self.next_button.clicked.connect(self.go_to_next)
        self.rule_button.clicked.connect(self._show_rule)
        self.export_button.clicked.connect(self.export)
        self.view.cell_requested.connect(self.cell_requested)
        self.view.suggestion_taken.connect(self._take_suggestion)
        self.explain_panel.said.connect(self.said)
        self.explain_panel.signed.connect(self._after_signing)
        self.bind("F8", self.go_to_next)
        self.bind("Shift+F8", self.go_to_previous)
        self.bind("F9", self.explain_panel.start)
        self.bind("Ctrl+F", self._start_search)
        self.bind("F4", self._sort_by_current)

    def retranslate(self) -> None:
        self.setWindowTitle(tr("审核结果"))
        for number, words in enumerate(results.PIVOTS.values()):
            self.pivot_box.setItemText(number, str(words))
        self.view.redraw()
        self.refresh_now()

    def restyle(self) -> None:
        for level, chip in self.chips.items():
            chip.setIcon(icons.icon(level.value, level.value))
        restyle_button(self.previous_button)
        restyle_button(self.next_button)
        self.view.redraw()

    # -- what is shown

    def refresh(self) -> None:
        self._rebuild()
        counts = results.verdict_counts(self.checks)
        parts = [f"{tr(VERDICT_NAMES[verdict])} {counts[verdict]}" for verdict in Verdict]
        ready = final_words(self.desk.book, self.checks.findings())
        if sum(counts.values()) == counts[Verdict.UNDECIDED]:
            ready = tr("还没有审核过的数字。")
        self.counts.setText(f"{'　'.join(parts)}　　{ready}")

    def show_group(self, by: str, id: str) -> None:
        """Show the findings of one group: of a rule, an exhibit, an area, a state or a level; all when there is no such group."""
        self.pivot_box.setCurrentIndex(self.pivot_box.findData(by))
        self.groups.choose(id)

    def show_finding(self, id: str) -> bool:
        """Make a finding the current one, whatever group it is in; False when it is no more."""
        if self.model.row_of(id) < 0:
            self.search.clear()
            for chip in self.chips.values():
                chip.setChecked(True)
            self.groups.setCurrentRow(0)
        row = self.model.row_of(id)
        if row >= 0:
            self.table.choose_row(row)
        return row >= 0

    def selected(self) -> list[Finding]:
        """The findings selected, in the order of the table."""
        return [self.model.rows[row] for row in self.table.chosen_rows]

    def _rebuild(self) -> None:
        """The groups again, and the table, with the same group and finding current."""
        counts = counts_by_level(self.checks.findings())
        for level, chip in self.chips.items():
            chip.setText(f"{tr(LEVEL_NAMES[level])} {counts[level]}")
        self._shown = self._wanted()
        by = self.pivot_box.currentData()
        # At first, what has to be done; there are hundreds of findings that nobody can do anything about.
        present = results.OPEN if by == "state" else ALL
        if self.groups.property("by") == by:
            present = self.groups.current_id
        self.groups.blockSignals(True)
        self.groups.setProperty("by", by)
        self.groups.clear()
        self._members = {}
        self._add_group(ALL, tr("全部"), self._shown, sum(finding.is_open for finding in self._shown))
        groups = results.pivot(self.desk.book, self._shown, by, self.checks.lapsed())
        if by == "state" and all(group.id != results.OPEN for group in groups):
            self._add_group(results.OPEN, str(results.STATES[results.OPEN]), [], 0)  # the list stays where the work was
        for group in groups:
            self._add_group(group.id, group.title, list(group.findings), group.open)
        self.groups.choose(present)
        self.groups.blockSignals(False)
        self._choose_group()

    def _wanted(self) -> list[Finding]:
        """The findings of the levels that are switched on, with the words that are looked for."""
        levels = {level for level, chip in self.chips.items() if chip.isChecked()}
        words = self.search.text().strip().casefold()
        wanted = [finding for finding in self.checks.findings() if finding.level in levels]
        return [finding for finding in wanted if words in _words(finding)] if words else wanted

    def _add_group(self, id: str, title: str, findings: list[Finding], open_ones: int) -> None:
        count = f"{open_ones}/{len(findings)}" if open_ones and open_ones != len(findings) else str(len(findings))
        tip = tr("{title}：共 {count} 条，待处理 {open} 条", title=title, count=len(findings), open=open_ones)
        self._members[id] = findings
        self.groups.add(id, title, count, open_ones > 0, tip)

    def _choose_group(self) -> None:
        kept = [finding.id for finding in self.selected()]
        row = max(0, self.table.currentIndex().row())
        self._lapsed = self.checks.lapsed()
        self.model.set_rows(self._members.get(self.groups.current_id, []), anew=True)
        self.model.show_again()  # whether an explanation has lapsed does not stand in a finding
        rows = [found for id in kept if (found := self.model.row_of(id)) >= 0]
        self.table.choose_rows(rows or [min(row, self.model.rowCount() - 1)])
        self.table.moved_up = bool(kept and not rows and self._group == self.groups.current_id and row < self.model.rowCount())
        self._group = self.groups.current_id
        self._hide_what_is_common()
        self._body.bring(self.table if self.model.rowCount() else self.hint)
        self.hint.setText(self._why_nothing())
        self._show_selected()

    def _hide_what_is_common(self) -> None:
        """What all of a group have leaves its room to their numbers."""
        for pivot, column in PIVOT_COLUMNS.items():
            self.table.setColumnHidden(column, self.pivot_box.currentData() == pivot and self._group != ALL)

    def _why_nothing(self) -> str:
        """What is said in the place of an empty list."""
        found = self.checks.findings()
        if not found:
            return tr("全部通过，没有需要处理的结果。")
        if self.groups.current_id == results.OPEN and not any(finding.is_open for finding in found):
            return tr("都处理完了，没有待处理的结果。")
        return tr("没有符合筛选条件的结果。")

    def _show_selected(self) -> None:
        chosen = self.selected()
        finding = self.model.row_at(self.table.currentIndex())
        found = self.checks.suggestions_of(finding.id) if finding is not None else None
        self.view.show_finding(finding, found or ())
        self.explain_panel.show_findings(tuple(chosen))
        self.rule_button.setEnabled(finding is not None)
        for button in (self.previous_button, self.next_button, self.export_button):
            button.setEnabled(self.model.rowCount() > 0)

    # -- order

    def sort_by(self, column: int) -> None:
        """Put the findings in the order of a column: upwards, downwards when they are so already, then in the order of the work again."""
        self.table.sort_by(column)
        self._show_selected()

    def _sort_by_current(self) -> None:
        column = self.table.currentIndex().column()
        if column >= 0:
            self.sort_by(column)

    # -- going about

    def go_to_next(self) -> None:
        """The next finding of the table, and its cell."""
        self._step(1)

    def go_to_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        index = self.table.step(by, self._in_order_of_work())
        if index.isValid():
            self._go_to_cell(index)

    def _in_order_of_work(self) -> list[int]:
        """The rows that are gone through: the open ones, then the others. What could not be decided and what is of other periods is passed over, unless
        there is nothing else."""
        states = [results.state_of(finding, self._lapsed) for finding in self.model.rows]
        wanted = [row for row, state in enumerate(states) if state not in (results.UNDECIDED, results.ASIDE)]
        return sorted(wanted or range(len(states)), key=lambda row: not self.model.rows[row].is_open)

    def _go_to_cell(self, index: QModelIndex) -> None:
        finding: Finding = index.data(ROW_ROLE)
        self.finding_shown.emit(finding.id)
        key = results.first_key(finding)
        if key is not None:
            self.cell_requested.emit(key)
        else:
            self.rule_requested.emit(finding.rule)

    def _show_rule(self) -> None:
        finding = self.model.row_at(self.table.currentIndex())
        if finding is not None:
            self.rule_requested.emit(finding.rule)

    def _start_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _take_suggestion(self, suggestion: Suggestion) -> None:
        with refusals_to(self.said.emit):
            apply_suggestion(self.desk, suggestion)
            self.said.emit(tr("已按建议改正，可以撤销。"))

    def _after_signing(self) -> None:
        self.refresh_now()
        self.table.setFocus()

    # -- the list as a file

    def export(self) -> None:
        proposed = str(folder_beside(self.desk.path) / f"{self.desk.path.stem}-{tr('审核结果')}.xlsx")
        path = dialogs.choose_target(self, tr("导出清单"), dialogs.WORKBOOK, proposed)
        if path is not None:
            job = results.write_findings(self.desk, self.model.rows, self.checks.lapsed(), path)
            self.jobs.write(text("导出审核结果"), job, self._say_written)

    def _say_written(self, path: Path) -> None:
        self.written.emit(tr("已写出“{file}”。", file=path.name), path)


def _words(finding: Finding) -> str:
    words = (
        finding.rule_name,
        finding.title,
        finding.subject,
        finding.about,
        finding.formula,
        finding.message,
        finding.explained,
    )
    return " ".join(map(str, words)).casefold()
