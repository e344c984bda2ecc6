"""A plain table of an exhibit that can be read and typed into."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from ecdesk.domain.changes import Notice
from ecdesk.domain.tables import Table, build_table
from ecdesk.gui.workspace import Focus
from ecdesk.session import cells
from ecdesk.session.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class SimpleTableModel(QAbstractTableModel):
    def __init__(self, desk: Desk, exhibit_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.exhibit_id = desk, exhibit_id
        self.table: Table = build_table(desk.book, desk.book.exhibit(exhibit_id))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.table.cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.EditRole:
            return cells.entry_text(cell.observation, cell.unit)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cells.enter(self.desk, self.exhibit_id, [(index.row(), index.column(), str(value))])
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.table.columns if orientation == Qt.Orientation.Horizontal else self.table.rows)[section].label

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self.table.cells[index.row()][index.column()].key is not None and not self.desk.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def refresh(self, notice: Notice) -> None:
        exhibit = self.desk.book.exhibit(self.exhibit_id)
        shape = (len(exhibit.rows), len(exhibit.columns))
        if shape != (self.rowCount(), self.columnCount()):
            self.beginResetModel()
            self.table = build_table(self.desk.book, exhibit)
            self.endResetModel()
            return
        self.table = build_table(self.desk.book, exhibit)
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))


class SimpleTable(QWidget):
    """The same face as the table editor's."""

    currentCellChanged = Signal(object)  # noqa: N815
    selectionSummaryChanged = Signal(object)  # noqa: N815
    message = Signal(str)

    def __init__(self, desk: Desk, exhibit_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exhibit_id = exhibit_id
        self.actions_by_name: dict[str, QAction] = {}
        self.view = QTableView(self)
        self.model = SimpleTableModel(desk, exhibit_id, self)
        self.view.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.view.selectionModel().currentChanged.connect(self._moved)

    def go_to(self, row: int, column: int) -> None:
        self.view.setCurrentIndex(self.model.index(row, column))
        self.view.setFocus()

    def refresh(self, notice: Notice) -> None:
        self.model.refresh(notice)

    def _moved(self, current: QModelIndex) -> None:
        key = self.model.table.cells[current.row()][current.column()].key if current.isValid() else None
        self.currentCellChanged.emit(Focus(self.exhibit_id, current.row(), current.column(), key))
