"""A list of lines to read and to choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ecdesk.gui.base.listing import ListingModel
from ecdesk.gui.base.lists import TypedStays
from ecdesk.gui.base.panes import is_typing

NARROW, MOST = 110, 190
"""Pixels: a column up to the first grows with what stands in it, to the second at most."""
LOOKED_AT = 30
"""Rows whose texts are measured."""


class PlainTable(QTableView):
    """Whole rows, no grid, Enter like a double click. Columns grow so that no heading and no short entry is cut, in whatever language;
    one that was dragged to a width keeps it."""

    opened = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plainTable")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(TypedStays(self))
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(LOOKED_AT)
        self._by_hand: set[int] = set()
        self._growing = False
        self._yielding: list[int] = []
        """Columns that take what the others leave."""
        self.moved_up = False
        """Whether the line that was current has gone, and what stood behind it is current now."""
        header.sectionResized.connect(self._note_width)
        self._fit_rows()
        self.doubleClicked.connect(self.opened)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        if model is not None:
            model.rowsAboutToBeRemoved.connect(self._note_removal)  # before Qt makes another line current
        super().setModel(model)
        if model is not None:
            for signal in (model.modelReset, model.headerDataChanged, model.rowsInserted):
                signal.connect(self._grow)
            model.dataChanged.connect(self._grow_for)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()

    def _note_width(self, column: int, _old: int, _new: int) -> None:
        if self.isVisible() and not self._growing:
            self._by_hand.add(column)
            self._yielding = [one for one in self._yielding if one != column]

    def _grow(self, *_args: object) -> None:
        if not self.isVisible() or self._growing:
            return
        header, model = self.horizontalHeader(), self.model()
        for column in range(model.columnCount()):
            if not self._may_grow(column):
                continue
            needed = header.sectionSizeHint(column)
            if header.sectionSize(column) <= NARROW:
                needed = max(needed, min(MOST, self.sizeHintForColumn(column)))
            self._widen(column, needed)
        self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._give_room()

    def _give_room(self) -> None:
        """Columns that take what is left keep room for a few characters where nothing is left; the list scrolls then."""
        if not self._yielding:
            return
        header = self.horizontalHeader()
        least = {column: min(NARROW, self.sizeHintForColumn(column)) for column in self._yielding}
        others = sum(header.sectionSize(column) for column in range(header.count()) if column not in least)
        fits = others + sum(least.values()) <= self.viewport().width()
        self._growing = True
        for column, width in least.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.Interactive)
            if not fits:
                header.resizeSection(column, width)
        self._growing = False

    def _grow_for(self, first: QModelIndex, last: QModelIndex) -> None:
        """Look at the rows that changed only."""
        if not self.isVisible() or self._growing or not first.isValid():
            return
        header, model = self.horizontalHeader(), self.model()
        rows = range(first.row(), min(last.row() + 1, first.row() + LOOKED_AT))
        for column in range(first.column(), last.column() + 1):
            size = header.sectionSize(column)
            if size <= NARROW and self._may_grow(column):
                widest = max(self.sizeHintForIndex(model.index(row, column)).width() for row in rows)
                self._widen(column, min(MOST, widest))

    def _may_grow(self, column: int) -> bool:
        header = self.horizontalHeader()
        if (
            column in self._by_hand
            or column in self._yielding
            or header.sectionResizeMode(column) != QHeaderView.ResizeMode.Interactive
        ):
            return False
        return not (header.stretchLastSection() and column == self.model().columnCount() - 1)

    def _widen(self, column: int, needed: int) -> None:
        if needed > self.horizontalHeader().sectionSize(column):
            self._growing = True
            self.horizontalHeader().resizeSection(column, needed)
            self._growing = False

    def show_listing(self, model: ListingModel[Any], several: bool = False) -> None:
        """Show a list with its columns as wide as they say. several: whether several rows may be chosen."""
        if several:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._growing = True  # what is given now was not dragged by hand
        self._yielding = []
        self.setModel(model)
        header, last = self.horizontalHeader(), len(model.columns) - 1
        for number, column in enumerate(model.columns):
            if column.width:
                header.resizeSection(number, column.width)
            elif number == last:
                header.setStretchLastSection(True)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
                self._yielding.append(number)
        self._growing = False
        self._by_hand.clear()
        self._grow()

    @property
    def needed_width(self) -> int:
        """Pixels in which every column shows what stands in it."""
        header, scroll = self.horizontalHeader(), self.verticalScrollBar().sizeHint().width()
        columns = range(self.model().columnCount())
        stretched = [self._takes_what_is_left(column) for column in columns]
        widths = [
            min(MOST, self.sizeHintForColumn(column)) if stretched[column] else header.sectionSize(column) for column in columns
        ]
        return sum(widths) + scroll + 2 * self.frameWidth()

    def _takes_what_is_left(self, column: int) -> bool:
        header = self.horizontalHeader()
        last = header.stretchLastSection() and column == self.model().columnCount() - 1
        return last or column in self._yielding

    def sort_by(self, column: int) -> None:
        """Put the list in the order of a column, seen from its first line: upwards, downwards when it is so already, then as it was given again, where
        the current line is."""
        model = self.model()
        assert isinstance(model, ListingModel)
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        present = model.sorted_by
        order = up if present is None or present[0] != column else down
        model.sort(-1 if present == (column, down) else column, order)
        if model.sorted_by is None:
            self.scrollTo(self.currentIndex())
        else:
            self.scrollToTop()

    def let_sort(self) -> None:
        """Sort by the headings that are clicked."""
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)

    @property
    def chosen_rows(self) -> list[int]:
        """The rows selected, from above."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def step(self, by: int, rows: Sequence[int] | None = None) -> QModelIndex:
        """Make the next line current, or the one before, round the ends: the first where none is. A line that took the place of the current one is the
        next one itself. The index of no line in an empty list. rows: those that are gone through, in this order; None for all."""
        way, current = range(self.model().rowCount()) if rows is None else rows, self.currentIndex()
        if not way:
            return QModelIndex()
        if not current.isValid():
            place = 0
        elif current.row() in way:
            place = way.index(current.row()) + by * (not self.moved_up or by < 0)
        else:
            place = 0 if by > 0 else -1
        self.choose_row(way[place % len(way)])
        self.moved_up = False
        return self.currentIndex()

    def moveCursor(self, action: PlainTable.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first line and the last: the lines are whole ones."""
        ends = {self.CursorAction.MoveHome: 0, self.CursorAction.MoveEnd: self.model().rowCount() - 1}
        if action in ends:
            return self.model().index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def _note_removal(self, _parent: QModelIndex, first: int, last: int) -> None:
        row, count = self.currentIndex().row(), self.model().rowCount()
        self.moved_up = self.moved_up or (first <= row <= last < count - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.moved_up = False
        super().mousePressEvent(event)

    def choose_row(self, row: int) -> None:
        """Make one row current and alone selected, whatever keys are held down."""
        self.choose_rows([row])

    def choose_rows(self, rows: Sequence[int]) -> None:
        """Select these rows and no others, and make the first of them current."""
        selection, flags = self.selectionModel(), QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(self.model().index(rows[0], 0), flags.ClearAndSelect | flags.Rows)
        for row in rows[1:]:
            selection.select(self.model().index(row, 0), flags.Select | flags.Rows)

    def event(self, event: QEvent) -> bool:
        if self.editTriggers() & self.EditTrigger.AnyKeyPressed and is_typing(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        model = self.model()
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()
        elif event.type() == QEvent.Type.LanguageChange and isinstance(model, ListingModel):
            model.show_again()
        elif event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self.viewport().update()  # a list asks for the colours of what is drawn

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)


_NUMBER = re.compile(r"\d+(?=\D*$)|\d+(?=\.\d+\D*$)")
"""The last digits before the decimal point of a figure, or its last digits where it has no point."""


def decimals_in(words: str) -> int:
    """How many digits stand behind the decimal point of a printed figure; 0 for what is none."""
    return sum(sign.isdigit() for sign in _behind(words))


def space_behind(words: str, decimals: int, metrics: QFontMetrics) -> int:
    """Pixels to leave at the right of a printed figure, so that the points of its column stand under each other. decimals: of the figure in the column that has
    the most."""
    if not decimals or _NUMBER.search(words) is None:
        return 0
    room = metrics.horizontalAdvance(".") + decimals * metrics.horizontalAdvance("0")
    return max(0, room - metrics.horizontalAdvance(_behind(words)))


def _behind(words: str) -> str:
    """What stands behind the whole part of a figure: its point and decimals, a word."""
    found = _NUMBER.search(words)
    return words[found.end() :] if found is not None else ""


DECIMALS_ROLE = int(Qt.ItemDataRole.UserRole) + 40
"""Of a cell with a figure: the most decimals in its column."""


class FigureDelegate(QStyledItemDelegate):
    """Figures at the right, with their decimal points under each other."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        words = str(index.data() or "")
        option.rect = option.rect.adjusted(0, 0, -space_behind(words, index.data(DECIMALS_ROLE) or 0, option.fontMetrics), 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        words, size = str(index.data() or ""), super().sizeHint(option, index)
        return size + QSize(space_behind(words, index.data(DECIMALS_ROLE) or 0, option.fontMetrics), 0)
