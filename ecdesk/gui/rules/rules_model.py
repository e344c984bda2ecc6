"""The rules of a book as a table: whether each runs, how much it weighs, how often it held and failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ecdesk.domain.book.findings import LEVEL_NAMES, Finding, Level, Verdict
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, themes

Index = QModelIndex | QPersistentModelIndex

RULE_ROLE = int(Qt.ItemDataRole.UserRole)
NAME, LEVEL, APPLIED, FAILED, UNDECIDED = range(5)
HEADINGS = (text("审核公式"), text("级别"), text("适用"), text("不通过"), text("无法判断"))
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class RulesModel(QAbstractTableModel):
    """Rules in the order of the book; a tick before each says whether it runs."""

    active_wanted = Signal(str, bool)
    """Id of a rule whose tick was changed, and what it should be; the model changes nothing by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editable = True
        self._all: list[RuleRecord] = []
        self._shown: list[RuleRecord] = []
        self._counts: Mapping[str, Counter[Verdict]] = {}
        self._faults: dict[str, Finding] = {}
        self._words = ""

    def set_rules(self, rules: list[RuleRecord], counts: Mapping[str, Counter[Verdict]], faults: list[Finding]) -> None:
        self._all, self._counts = rules, counts
        self._faults = {fault.rule: fault for fault in faults}
        self._choose()

    def choose(self, words: str) -> None:
        """Show the rules with these words in their name or text."""
        self._words = words.strip().casefold()
        self._choose()

    def _choose(self) -> None:
        shown = [one for one in self._all if not self._words or self._words in f"{one.name} {one.text} {one.note}".casefold()]
        if [one.id for one in shown] == [one.id for one in self._shown]:
            self._shown = shown
            self.refresh()
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def refresh(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(HEADINGS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)

    def rule(self, row: int) -> RuleRecord:
        return self._shown[row]

    def row_of(self, id: str) -> int:
        """The row of a rule, -1 when it is not in the list."""
        return next((row for row, one in enumerate(self._shown) if one.id == id), -1)

    def place_of(self, id: str) -> int:
        """The place of a rule among all rules of the book."""
        return next(number for number, one in enumerate(self._all) if one.id == id)

    # -- Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == NAME and self.editable:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return str(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= APPLIED:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        rule, column = self._shown[index.row()], index.column()
        if role == RULE_ROLE:
            return rule
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(rule, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            # A plain number: PySide's own enumeration shows no tick in every version.
            return 2 if rule.active else 0
        if role == Qt.ItemDataRole.DecorationRole and column == LEVEL:
            return icons.icon(rule.level, rule.level if rule.active else "muted")
        if role == Qt.ItemDataRole.ForegroundRole and self._is_loud(rule, column):
            return themes.current().colour("muted" if not rule.active else "error")
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= APPLIED:
            return _RIGHT
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and column == LEVEL:
            return tr(LEVEL_NAMES[Level(rule.level)])
        if role == Qt.ItemDataRole.ToolTipRole:
            fault = self._faults.get(rule.id)
            return "\n".join(part for part in (rule.text, rule.note, str(fault.message) if fault else "") if part)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        wanted = value not in (0, Qt.CheckState.Unchecked, False)
        rule = self._shown[index.row()]
        if wanted != rule.active:
            self.active_wanted.emit(rule.id, wanted)
        return True

    def _is_loud(self, rule: RuleRecord, column: int) -> bool:
        if not rule.active:
            return True
        fault = self._faults.get(rule.id)
        if column == NAME:
            return fault is not None and fault.level is Level.ERROR
        return column == FAILED and bool(self._counts.get(rule.id, Counter())[Verdict.FAILS])

    def _text(self, rule: RuleRecord, column: int) -> str:
        if column == NAME:
            return rule.name or rule.text
        if column == LEVEL:
            return ""
        fault = self._faults.get(rule.id)
        if not rule.active:
            return tr("停用") if column == APPLIED else ""
        if fault is not None and fault.level is Level.ERROR:
            return tr("有误") if column == APPLIED else ""
        counts = self._counts.get(rule.id, Counter())
        number = {
            APPLIED: sum(counts.values()),
            FAILED: counts[Verdict.FAILS],
            UNDECIDED: counts[Verdict.UNDECIDED],
        }[column]
        return str(number) if number or column == APPLIED else ""
