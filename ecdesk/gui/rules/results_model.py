"""Findings as the table of the results page."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCollator, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from ecdesk.domain.book.findings import LEVEL_NAMES, Finding, Level
from ecdesk.domain.texts import Text, text, tr
from ecdesk.gui.base import icons
from ecdesk.session.rules.results import EXPLAINED, STATES, first_key, label_of, number_of, state_of

Index = QModelIndex | QPersistentModelIndex

FINDING_ROLE = int(Qt.ItemDataRole.UserRole)
LEVEL, STATE, RULE, SUBJECT, FORMULA, DIFFERENCE, TOLERANCE, SUSPECT, WORDS = range(9)
HEADINGS = (
    text("级别"),
    text("状态"),
    text("审核公式"),
    text("对象"),
    text("代入数值"),
    text("差额"),
    text("容许误差"),
    text("疑似单元格"),
    text("说明"),
)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ResultsModel(QAbstractTableModel):
    """Findings in the order given, or by a column; those that stay keep their rows when the list is renewed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: list[Finding] = []
        self._given: list[Finding] = []
        self._lapsed: Mapping[str, Text] = {}
        self._by: int | None = None
        self._order = Qt.SortOrder.AscendingOrder
        self._collator = QCollator(QLocale(QLocale.Language.Chinese))
        self._collator.setNumericMode(True)

    def set_findings(self, findings: list[Finding], lapsed: Mapping[str, Text]) -> None:
        self._given, self._lapsed = list(findings), lapsed
        findings = self._in_order()
        same = [one.id for one in findings] == [one.id for one in self._findings]
        if same:
            self._findings = findings
            self.refresh()
            return
        self.beginResetModel()
        self._findings = findings
        self.endResetModel()

    def refresh(self) -> None:
        """The same findings in other colours or another language."""
        if self._findings:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._findings) - 1, len(HEADINGS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)

    @property
    def findings(self) -> list[Finding]:
        return list(self._findings)

    def row_of(self, id: str) -> int:
        """The row of a finding, -1 when it is not in the list."""
        return next((row for row, finding in enumerate(self._findings) if finding.id == id), -1)

    # -- order

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder] | None:
        """The column that the rows are in order of, and which way; None in the order of the work."""
        return None if self._by is None else (self._by, self._order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column, those that are alike in the order of the work; -1 for that alone."""
        self._by, self._order = (column if column >= 0 else None), order
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(self._findings[index.row()].id, index.column()) for index in before]
        self._findings = self._in_order()
        rows = {finding.id: row for row, finding in enumerate(self._findings)}
        self.changePersistentIndexList(before, [self.index(rows[id], at) for id, at in held])
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)

    def _in_order(self) -> list[Finding]:
        if self._by is None:
            return list(self._given)
        column, down = self._by, self._order == Qt.SortOrder.DescendingOrder
        if column in (DIFFERENCE, TOLERANCE):
            numbers = {id(one): number_of(self._text(one, column)) for one in self._given}
            # Where there is no number nothing can be said of its order: last, whichever way.
            known = [one for one in self._given if numbers[id(one)] is not None]
            ordered = sorted(known, key=lambda one: numbers[id(one)] or ("", Fraction(0)), reverse=down)
            return ordered + [one for one in self._given if numbers[id(one)] is None]
        if column in (LEVEL, STATE):
            states, levels = list(STATES), list(Level)
            return sorted(
                self._given,
                key=lambda one: levels.index(one.level) if column == LEVEL else states.index(state_of(one, self._lapsed)),
                reverse=down,
            )
        alike = cmp_to_key(self._collator.compare)
        return sorted(self._given, key=lambda one: alike(self._text(one, column)), reverse=down)

    # -- Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._findings)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            # The arrow is part of the words: the style's own would lie over a heading that stands on the right.
            arrow = "" if section != self._by else "↑" if self._order == Qt.SortOrder.AscendingOrder else "↓"
            return f"{HEADINGS[section]} {arrow}".rstrip()
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (DIFFERENCE, TOLERANCE):
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr("点一下按这一列排序，再点换个方向，第三次回到原来的次序；用键盘时按 ←→ 选列，按 F4 排序。")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        finding, column = self._findings[index.row()], index.column()
        if role == FINDING_ROLE:
            return finding
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(finding, column)
        if role == Qt.ItemDataRole.DecorationRole and column == LEVEL:
            if state_of(finding, self._lapsed) == EXPLAINED:
                return icons.icon("explained", "muted")
            return icons.icon(finding.level.value, finding.level.value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(finding, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (DIFFERENCE, TOLERANCE):
            return _RIGHT
        return None

    def _text(self, finding: Finding, column: int) -> str:
        if column == LEVEL:
            return tr(LEVEL_NAMES[finding.level])
        if column == STATE:
            return str(STATES[state_of(finding, self._lapsed)])
        if column == SUSPECT:
            key = first_key(finding) if finding.suspect is not None else None
            return label_of(finding, key) if key is not None else ""
        if column == WORDS:
            return finding.explained or str(finding.suggestion or finding.message)
        return {
            RULE: finding.rule_name,
            SUBJECT: finding.subject,
            FORMULA: finding.formula,
            DIFFERENCE: finding.difference,
            TOLERANCE: finding.tolerance,
        }[column]
