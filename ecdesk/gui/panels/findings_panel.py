"""The panel with the findings: counts as filters, one line a finding, Enter or a double click goes to the cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from operator import attrgetter

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QKeySequence
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QToolButton, QWidget

from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.files.outgoing import guarded
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, OneOf, bar, chip_button, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import Pane, hint_label
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.workspace import Focus, Workspace

LEVEL_ORDER = (Level.ERROR, Level.QUERY, Level.NOTICE)


def _icon(finding: Finding) -> QIcon:
    if finding.explained:
        return icons.icon("explained", "muted")
    if finding.verdict is Verdict.UNDECIDED:
        return icons.icon("undecided", "muted")
    return icons.icon(finding.level.value, finding.level.value)


def _weight(finding: Finding) -> str:
    return tr(VERDICT_NAMES[finding.verdict]) if finding.verdict is Verdict.UNDECIDED else tr(LEVEL_NAMES[finding.level])


def _explanation(finding: Finding) -> str:
    if finding.explained:
        return tr("已说明：{words}", words=finding.explained)
    if finding.verdict is Verdict.ROUNDING:
        return tr(VERDICT_NAMES[finding.verdict])
    return str(finding.suggestion or finding.message)


def _tip(finding: Finding) -> str:
    return "\n".join(line for line in (str(finding.message), finding.formula, str(finding.suggestion or "")) if line)


def _in_order_of_work(finding: Finding) -> tuple[bool, int, bool]:
    return bool(finding.explained), LEVEL_ORDER.index(finding.level), finding.verdict is not Verdict.FAILS


COLUMNS: Sequence[Column[Finding]] = (
    Column("", _weight, 84, icon=_icon),
    Column(text("审核公式"), lambda finding: finding.rule_name, 150),
    Column(text("对象"), lambda finding: finding.subject, 276),
    Column(text("代入数值"), lambda finding: finding.in_numbers, 420),
    Column(text("差额"), lambda finding: finding.difference, 96, right=True),
    Column(text("容许误差"), lambda finding: finding.tolerance, 96, right=True),
    Column(text("说明"), _explanation, 0),
)


class FindingsModel(ListingModel[Finding]):
    """Findings that somebody should look at, by weight; `choose` says which weights are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, _tip, parent, id=attrgetter("id"))
        self._all: list[Finding] = []
        self.counts: Counter[Level] = Counter()
        """Decided findings by weight that nobody has explained."""
        self.undecided = 0
        """How many rules could not be decided because figures are missing."""
        self._levels: Collection[Level] = LEVEL_ORDER
        self._undecided = False
        self._keys: frozenset[Key] | None = None

    @property
    def total(self) -> int:
        return len(self._all)

    def set_findings(self, findings: tuple[Finding, ...]) -> None:
        """Take the findings that do not hold; those that hold have nothing to be done about."""
        present = [finding for finding in findings if finding.verdict is not Verdict.HOLDS]
        if present == self._all:
            return
        self._all = present
        decided = [finding for finding in present if finding.verdict is not Verdict.UNDECIDED]
        self.undecided = len(present) - len(decided)
        unexplained = [finding.level for finding in decided if not finding.explained]
        self.counts = Counter({level: unexplained.count(level) for level in LEVEL_ORDER if level in unexplained})
        self._choose()

    def choose(self, levels: Collection[Level], undecided: bool = False, keys: frozenset[Key] | None = None) -> None:
        """Which are shown: decided ones of these weights, undecided ones or not, and, when keys are given, about any of these figures."""
        self._levels, self._undecided, self._keys = levels, undecided, keys
        self._choose()

    def _choose(self) -> None:
        levels, keys = self._levels, self._keys
        wanted = [
            finding
            for finding in self._all
            if (self._undecided if finding.verdict is Verdict.UNDECIDED else finding.level in levels)
        ]
        if keys is not None:
            wanted = [finding for finding in wanted if any(operand.key in keys for operand in finding.operands)]
        self.set_rows(sorted(wanted, key=_in_order_of_work))


class FindingsPanel(Pane):
    """What checks found."""

    explain_wanted = Signal(object)
    """Finding that somebody wants to explain."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.checked = False
        self.model = FindingsModel(self)
        self.table = PlainTable(self)
        self.table.show_listing(self.model)
        self.hint = hint_label(self)
        self.chips: dict[Level, QToolButton] = {}
        for level in LEVEL_ORDER:
            self.chips[level] = chip_button(self)
        self.undecided = chip_button(self, checked=False)
        self.only_here = QCheckBox(self)
        for box in (*self.chips.values(), self.undecided, self.only_here):
            box.toggled.connect(self._choose)
        self.words = plain.Label(self)
        self.words.setProperty("role", "muted")
        above = bar(*self.chips.values(), self.undecided, self.only_here, GAP, self.words, margins=PANEL_BAR)
        self.all_button = QPushButton(self)
        self.all_button.clicked.connect(self.show_all)
        self._empty = stack(QWidget(self), self.hint, bar(self.all_button, GAP, margins=(16, 0, 16, 8)), GAP)
        self._body = OneOf(self, self._empty, self.table)
        stack(self, above, self._body, grow=self._body)
        self.table.opened.connect(self._go_to_cell)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.copy_action = QAction(self.table)
        self.copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy_action.triggered.connect(self._copy)
        self.table.addAction(self.copy_action)
        workspace.findings_changed.connect(self._list_findings)
        workspace.desk_changed.connect(self._list_nothing)
        workspace.focus_changed.connect(self._follow)
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        self.only_here.setText(tr("只看当前图表"))
        self.undecided.setToolTip(tr("缺数，审核公式无法判断"))
        self.copy_action.setText(tr("复制这一条"))
        self.all_button.setText(tr("去掉筛选"))
        self._count()

    def _count(self) -> None:
        """What the filters and the hint say, which depends on the findings."""
        counts = self.model.counts
        self.all_button.setVisible(self.checked and self.model.total > self.model.undecided)
        for level, chip in self.chips.items():
            chip.setText(f"{tr(LEVEL_NAMES[level])} {counts[level]}")
        self.undecided.setText(f"{tr(VERDICT_NAMES[Verdict.UNDECIDED])} {self.model.undecided}")
        if self.workspace.desk is None:
            self.hint.setText(tr("审核结果列在这里：哪条公式、哪个地区、代入的数值、差额和容许误差。打开年报后自动审核。"))
        elif not self.checked:
            self.hint.setText(tr("还没有审核过。"))
        elif self.model.total > self.model.undecided:
            self.hint.setText(tr("没有符合筛选条件的结果。"))
        elif self.workspace.desk.book.observations:
            self.hint.setText(tr("全部通过，没有需要处理的结果。"))
        else:
            self.hint.setText(tr("年报里还没有数，填了数才有可审核的。"))

    def restyle(self) -> None:
        for level, chip in self.chips.items():
            chip.setIcon(icons.icon(level.value, level.value))
        self.undecided.setIcon(icons.icon("undecided", "muted"))

    def say(self, words: str) -> None:
        """A line beside the filters: when the checks ran last."""
        self.words.setText(words)

    def current(self) -> Finding | None:
        """The current finding, the first when none is; None when nothing is shown."""
        return self.model.row_at(self.table.currentIndex()) or next(iter(self.model.rows), None)

    def step(self, by: int) -> None:
        """To the next or the previous finding, to the first with 0, and to its cell."""
        rows = self.model.rowCount()
        if rows:
            row = (self.table.currentIndex().row() + by) % rows if self.table.currentIndex().isValid() else 0
            row = row if by else 0
            self.table.setCurrentIndex(self.model.index(row, 0))
            self._go_to_cell(self.model.index(row, 0))

    def _list_findings(self, findings: tuple[Finding, ...]) -> None:
        self.checked = True
        self.model.set_findings(findings)
        self._show()

    def _list_nothing(self) -> None:
        self.checked = False
        self.model.set_findings(())
        self.words.clear()
        self._show()

    def _choose(self) -> None:
        levels = frozenset(level for level, chip in self.chips.items() if chip.isChecked())
        keys = None
        focus = self.workspace.focus
        if self.only_here.isChecked() and focus is not None:
            exhibit = self.workspace.exhibit(focus.exhibit)
            keys = frozenset(key for _row, _column, key in cell_keys(exhibit)) if exhibit else None
        self.model.choose(levels, self.undecided.isChecked(), keys)
        self._show()

    def show_all(self) -> None:
        """Show every decided finding of the whole book."""
        for chip in self.chips.values():
            chip.setChecked(True)
        self.only_here.setChecked(False)

    def _open_menu(self, where: QPoint) -> None:
        index = self.table.indexAt(where)
        finding = self.model.row_at(index)
        if finding is None:
            return
        self.table.setCurrentIndex(index)
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("转到单元格"), lambda: self._go_to_cell(index))
        menu.addAction(tr("看全文并说明…"), lambda: self.explain_wanted.emit(finding))
        menu.addAction(self.copy_action)
        menu.addSeparator()
        menu.addAction(tr("只看这张图表的"), lambda: self._only_its_exhibit(index))
        menu.popup(self.table.viewport().mapToGlobal(where))

    def _only_its_exhibit(self, index: QModelIndex) -> None:
        self._go_to_cell(index)
        self.only_here.setChecked(True)

    def _copy(self) -> None:
        """The current line as a line of a table, in full."""
        finding = self.current()
        if finding is not None:
            QGuiApplication.clipboard().setText("\t".join(guarded(column.says(finding)) for column in COLUMNS))

    def _follow(self, focus: Focus | None) -> None:
        if self.only_here.isChecked():
            self._choose()

    def _show(self) -> None:
        self._body.bring(self.table if self.model.rowCount() else self._empty)
        self._count()

    def _go_to_cell(self, index: QModelIndex) -> None:
        finding: Finding = index.data(ROW_ROLE)
        keys = [finding.suspect] if finding.suspect is not None else []
        keys += [operand.key for operand in finding.operands]
        prefer = self.workspace.focus.exhibit if self.workspace.focus else ""
        if not any(self.workspace.go_to_key(key, prefer) for key in keys):
            self.workspace.say(tr("这条结果涉及的数没有印在任何图表里。"))
