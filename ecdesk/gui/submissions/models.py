"""Files, readings and the sheet as it looks, as table models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ecdesk.domain.figures.keys import MEASURE_NAMES
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.texts import Text, text, tr
from ecdesk.excel.reading import Sheet
from ecdesk.gui.base import icons, themes
from ecdesk.session.submissions.imports import FATE_NAMES, Fate, FilePreview, Line

Index = QModelIndex | QPersistentModelIndex

FILE, AREA, NEW, SAME, DIFFERENT, UNKNOWN, STATE = range(7)
_FILE_HEADINGS = (text("文件"), text("地区"), text("新增"), text("相同"), text("不同"), text("待定"), text("情况"))
_COUNTED = {NEW: Fate.NEW, SAME: Fate.SAME, DIFFERENT: Fate.DIFFERENT, UNKNOWN: Fate.UNKNOWN}

FATE, INDICATOR, PERIOD, MEASURE, VALUE, PRESENT, CELL = range(7)
_READING_HEADINGS = (text("结果"), text("指标"), text("时期"), text("量"), text("数值"), text("本书"), text("单元格"))
FATE_ICONS = {
    Fate.NEW: ("complete", "added"),
    Fate.SAME: ("check", "same"),
    Fate.DIFFERENT: ("disputed", "disputed"),
    Fate.UNKNOWN: ("undecided", "query"),
}


RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TableModel(QAbstractTableModel):
    """What the models here share: headings, on the side of their columns' figures, and that only a flat table has rows."""

    headings: Sequence[Text] = ()
    right: frozenset[int] = frozenset()
    """Columns of figures, which stand on the right."""

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return str(self.headings[section])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole and section in self.right:
            return RIGHT
        return None


class FilesModel(TableModel):
    """The files of a preview; a ticked one will be imported."""

    headings = _FILE_HEADINGS
    right = frozenset(_COUNTED)
    ticked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.files: list[FilePreview] = []
        self.ticked: set[Path] = set()

    def set_files(self, files: Sequence[FilePreview], keep: bool = False) -> None:
        """Show files; those that can be stored and look right are ticked. keep: they are the same ones as before, or some of them, so
        that ticks stay as they are, and one that became storable is ticked."""
        before = {file.path: _looks_ready(file) for file in self.files} if keep else {}
        self.beginResetModel()
        self.files = list(files)
        ready = {file.path for file in files if _looks_ready(file) and not (keep and before.get(file.path, False))}
        still = {file.path for file in files if file.path in self.ticked and can_be_imported(file)} if keep else set()
        self.ticked = ready | still
        self.endResetModel()
        self.ticked_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.files)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == FILE and can_be_imported(self.files[index.row()]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        file, column = self.files[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if column == FILE:
                return file.path.name
            if column == AREA:
                return file.reading.region or "—"
            if column in _COUNTED:
                return str(file.count(_COUNTED[column])) if file.lines else ""
            return str(file_state(file))
        if role == Qt.ItemDataRole.CheckStateRole and column == FILE and can_be_imported(file):
            return Qt.CheckState.Checked if file.path in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and column == STATE:
            return icons.icon(*file_icon(file))
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self.right:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(file.path) if column == FILE else str(file_state(file))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != FILE:
            return False
        file = self.files[index.row()]
        if not can_be_imported(file):
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self.ticked.add(file.path)
        else:
            self.ticked.discard(file.path)
        self.dataChanged.emit(index, index)
        self.ticked_changed.emit()
        return True

    def toggle(self, row: int) -> None:
        index = self.index(row, FILE)
        checked = self.files[row].path in self.ticked
        self.setData(index, Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def _looks_ready(file: FilePreview) -> bool:
    return file.storable and not file.mistaken


def can_be_imported(file: FilePreview) -> bool:
    """Whether there is anything in a file that could be stored, if an editor says so."""
    return file.reading.status != "rejected" and any(line.fate is not Fate.UNKNOWN for line in file.lines)


def file_state(file: FilePreview) -> Text:
    """Why a file needs looking at, or that it does not."""
    if file.refused is not None:
        return file.refused
    if file.warnings:
        return file.warnings[0].message
    if file.earlier:
        return text("这份文件以前导入过")
    if file.count(Fate.DIFFERENT):
        return text("有数与本书不同，导入后列为争议，不覆盖")
    return text("可以导入")


def file_icon(file: FilePreview) -> tuple[str, str]:
    if file.reading.status == "rejected":
        return "error", "error"
    if file.refused is not None or file.warnings:
        return "query", "query"
    return "complete", "ok"


class ReadingsModel(TableModel):
    """The readings of one file."""

    headings = _READING_HEADINGS
    right = frozenset((VALUE, PRESENT))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        reading = line.reading
        if role == Qt.ItemDataRole.DisplayRole:
            if column == FATE:
                return str(FATE_NAMES[line.fate])
            if column == INDICATOR:
                return f"{reading.indicator}·{reading.item}" if reading.item else reading.indicator
            if column == PERIOD:
                return str(period_from_code(reading.period)) if reading.period else "?"
            if column == MEASURE:
                return tr(MEASURE_NAMES[reading.measure.partition(":")[0]])
            if column == VALUE:
                return print_content(reading.amount)
            if column == CELL:
                return reading.cell
            return print_content(line.present)
        if role == Qt.ItemDataRole.DecorationRole and column == FATE:
            return icons.icon(*FATE_ICONS[line.fate])
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self.right:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(reading.doubt) if reading.doubt is not None else reading.raw
        return None

    def row_at(self, sheet: str, cell: str) -> int:
        """The reading of a cell, -1 when there is none."""
        return next((row for row, line in enumerate(self.lines) if (line.reading.sheet, line.reading.cell) == (sheet, cell)), -1)


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
            if cell.reference in self._doubtful:
                return themes.current().colour("query_soft")
            if cell.reference in self._read:
                return themes.current().colour("accent_soft")
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.formula or cell.text
        return None


def column_letters(column: int) -> str:
    """A, B, … Z, AA: the name of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_position(reference: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell such as C4."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1
