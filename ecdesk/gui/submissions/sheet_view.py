"""A sheet as it was received: merged cells merged, columns as wide as their words, what was read and what is doubtful coloured."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ecdesk.domain.texts import text
from ecdesk.excel.formats import Sheet, Workbook
from ecdesk.gui.base import plain, themes
from ecdesk.gui.base.cell_names import column_letters
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.submissions.arriving import sheets_at, sheets_in

Index = QModelIndex | QPersistentModelIndex

LOOKED_AT = 200
"""Rows and columns that a width is taken from, and spans that are shown: enough for a screen, whatever somebody sent."""
NARROWEST, WIDEST = 56, 240


def load_sheets(path: Path, content: bytes | None = None) -> Job[tuple[Path, Workbook]]:
    """The sheets of a file as received, for looking at. content: of one that the book keeps."""
    yield Progress(0, 0, text("打开 {file}", file=path.name))
    return path, sheets_at(path) if content is None else sheets_in(content, path.name)


class SheetModel(QAbstractTableModel):
    """A sheet as it was received, with the cells that were read and those that something is to be said about."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self._read: frozenset[str] = frozenset()
        self._doubtful: frozenset[str] = frozenset()

    def set_sheet(self, sheet: Sheet | None, read: frozenset[str], doubtful: frozenset[str]) -> None:
        self.beginResetModel()
        self.sheet, self._read, self._doubtful = sheet, read, doubtful
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or self.sheet is None else self.sheet.height

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or self.sheet is None else self.sheet.width

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.sheet is None:
            return None
        cell = self.sheet.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.shown
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if cell.number is not None else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(cell.reference)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.tip(cell.formula or cell.text)
        return None

    def _ground(self, reference: str) -> QColor | None:
        """The colour behind a cell that was read or is doubtful."""
        if reference in self._doubtful:
            return themes.current().colour("query_soft")
        return themes.current().colour("accent_soft") if reference in self._read else None


class SheetView(QTableView):
    """Shows; nothing can be edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)

    def fit(self, sheet: Sheet) -> None:
        """Take over merged cells, and column widths from what stands in cells that are not merged across."""
        across = self._merge(sheet)
        metrics = self.fontMetrics()
        rows = range(min(sheet.height, LOOKED_AT))
        for column in range(min(sheet.width, LOOKED_AT)):
            shown = (sheet.cell(row, column).shown[:40] for row in rows if (row, column) not in across)
            widest = max((metrics.horizontalAdvance(words) for words in shown if words), default=0)
            self.setColumnWidth(column, min(max(widest + 16, NARROWEST), WIDEST))

    @property
    def needed_width(self) -> int:
        """Pixels in which every column that was looked at stands in sight."""
        scroll = self.verticalScrollBar().sizeHint().width()
        return self.verticalHeader().sizeHint().width() + self.horizontalHeader().length() + scroll + 2 * self.frameWidth()

    def _merge(self, sheet: Sheet) -> set[tuple[int, int]]:
        """Merge what is merged in the sheet; gives the cells that are merged across columns."""
        self.clearSpans()
        across: set[tuple[int, int]] = set()
        covered: set[tuple[int, int]] = set()
        for top, left, bottom, right in sheet.merged[:LOOKED_AT]:
            own = set(product(range(top, bottom + 1)[:LOOKED_AT], range(left, right + 1)[:LOOKED_AT]))
            if len(own) < 2 or own & covered:
                continue
            covered |= own
            self.setSpan(top, left, bottom - top + 1, right - left + 1)
            if right > left:
                across.add((top, left))
        return across
