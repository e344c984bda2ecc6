"""Findings as a table: weight, rule and subject, the formula with its numbers, difference, tolerance, explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict
from ecdesk.domain.texts import tr
from ecdesk.gui.base import icons

Index = QModelIndex | QPersistentModelIndex

FINDING_ROLE = int(Qt.ItemDataRole.UserRole)
LEVEL, RULE, SUBJECT, FORMULA, DIFFERENCE, TOLERANCE, WORDS = range(7)
HEADINGS = ("", "审核公式", "对象", "代入数值", "差额", "容许误差", "说明")  # not shown: translated in headerData
LEVEL_ORDER = (Level.ERROR, Level.QUERY, Level.NOTICE)


class FindingsModel(QAbstractTableModel):
    """Findings that somebody should look at, by weight; `choose` says which weights are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Finding] = []
        self.counts: Counter[Level] = Counter()
        """Decided findings by weight that nobody has explained."""
        self.undecided = 0
        """How many rules could not be decided because figures are missing."""
        self._levels: Collection[Level] = LEVEL_ORDER
        self._undecided = False
        self._exhibit_keys: frozenset[Any] | None = None
        self._shown: list[Finding] = []

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

    def choose(self, levels: Collection[Level], undecided: bool = False, keys: frozenset[Any] | None = None) -> None:
        """Which are shown: decided ones of these weights, undecided ones or not, and, when keys are given, about any of these figures."""
        self._levels, self._undecided, self._exhibit_keys = levels, undecided, keys
        self._choose()

    def finding(self, row: int) -> Finding:
        return self._shown[row]

    def row_of(self, id: str) -> int:
        """The row of a finding, -1 when it is not shown."""
        return next((row for row, finding in enumerate(self._shown) if finding.id == id), -1)

    def _choose(self) -> None:
        levels, keys = self._levels, self._exhibit_keys
        wanted = [
            finding
            for finding in self._all
            if (self._undecided if finding.verdict is Verdict.UNDECIDED else finding.level in levels)
        ]
        if keys is not None:
            wanted = [finding for finding in wanted if any(operand.key in keys for operand in finding.operands)]
        wanted.sort(
            key=lambda finding: (bool(finding.explained), LEVEL_ORDER.index(finding.level), finding.verdict is not Verdict.FAILS)
        )
        self._replace(wanted)

    def _replace(self, wanted: list[Finding]) -> None:
        """Rows that stay keep their place in the view, so that scrolling and the current row survive an edit."""
        before = self._shown
        if [finding.id for finding in wanted] == [finding.id for finding in before]:
            self._shown = wanted
            self._tell_changed([row for row, one in enumerate(wanted) if one is not before[row] and one != before[row]])
            return
        keep = {finding.id for finding in wanted}
        for row in range(len(self._shown) - 1, -1, -1):
            if self._shown[row].id not in keep:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._shown[row]
                self.endRemoveRows()
        there = {one.id for one in self._shown}
        order = [finding.id for finding in wanted if finding.id in there]
        if order != [finding.id for finding in self._shown]:
            self.beginResetModel()
            self._shown = wanted
            self.endResetModel()
            return
        changed = []
        for row, finding in enumerate(wanted):
            if row < len(self._shown) and self._shown[row].id == finding.id:
                if self._shown[row] != finding:
                    changed.append(row)
                self._shown[row] = finding
            else:
                self.beginInsertRows(QModelIndex(), row, row)
                self._shown.insert(row, finding)
                self.endInsertRows()
        self._tell_changed(changed)

    def _tell_changed(self, rows: list[int]) -> None:
        if rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(HEADINGS) - 1))

    def restyle(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))

    # -- Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return tr(HEADINGS[section]) if HEADINGS[section] else ""
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (DIFFERENCE, TOLERANCE):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding, column = self._shown[index.row()], index.column()
        if role == FINDING_ROLE:
            return finding
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(finding, column)
        if role == Qt.ItemDataRole.DecorationRole and column == LEVEL:
            if finding.explained:
                return icons.icon("explained", "muted")
            if finding.verdict is Verdict.UNDECIDED:
                return icons.icon("undecided", "muted")
            return icons.icon(finding.level.value, finding.level.value)
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [str(finding.message), finding.formula, str(finding.suggestion or "")]
            return "\n".join(line for line in lines if line)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (DIFFERENCE, TOLERANCE):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @staticmethod
    def _text(finding: Finding, column: int) -> str:
        if column == LEVEL:
            return tr(VERDICT_NAMES[finding.verdict]) if finding.verdict is Verdict.UNDECIDED else tr(LEVEL_NAMES[finding.level])
        if column == RULE:
            return finding.rule_name
        if column == SUBJECT:
            return finding.subject
        if column == FORMULA:
            return finding.formula or str(finding.message)
        if column == DIFFERENCE:
            return finding.difference
        if column == TOLERANCE:
            return finding.tolerance
        if finding.explained:
            return tr("已说明：{words}", words=finding.explained)
        if finding.verdict is Verdict.ROUNDING:
            return tr(VERDICT_NAMES[finding.verdict])
        return str(finding.suggestion or finding.message)
