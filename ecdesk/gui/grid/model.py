"""The grid's model: an exhibit of the book, a few cells of it at a time, refreshed by what transactions say they changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.layouts.texts import is_misread, misread
from ecdesk.domain.book.placing import CellFinder
from ecdesk.domain.book.records import (
    Alternative,
    AreaRecord,
    Axis,
    Comment,
    Conflict,
    Exhibit,
    Indicator,
    Item,
    Line,
    Observation,
    OriginKind,
    Setting,
)
from ecdesk.domain.book.tables import Cell, Heads, cell_at, cell_unit, is_missing
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.deriving import is_undecided
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.symbols import SETTING as SYMBOLS
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.grid.interface import CellStates
from ecdesk.gui.grid.rendered import RenderedCell
from ecdesk.session.book.desk import Desk
from ecdesk.session.records.origins import origin_line, state_words
from ecdesk.session.tables.cells import cell_refusal, copied_words, expression_of, is_empty, typed_words

Index = QModelIndex | QPersistentModelIndex

_OF_ORIGIN = {kind: frozenset((kind.value,)) for kind in OriginKind}

STUB = -1
"""The stub, where a column's number is asked for."""

MOST_CACHED = 60_000
"""Cells kept ready to draw; when there are more, all are dropped and those in sight are made again."""


class GridModel(QAbstractTableModel):
    """Rows and columns as they are shown; `printed_row` leads to the exhibit's own.

    Nothing is held of a cell but what was in sight lately. layout_changing: lines are about to come or to go. layout_replaced: they did,
    or changed their meaning. exhibit_gone: the exhibit was removed from the book.
    """

    layout_changing = Signal()
    layout_replaced = Signal()
    exhibit_gone = Signal()

    def __init__(self, desk: Desk, exhibit_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.exhibit_id = exhibit_id
        self.exhibit: Exhibit = desk.book.exhibit(exhibit_id)
        self._heads: Heads | None = None
        self._provider: CellStates | None = None
        self._order: list[int] | None = None
        self._shown_at: dict[int, int] | None = None
        self._rendered: dict[tuple[int, int], RenderedCell] = {}
        self._rendered_of: dict[Key, list[tuple[int, int]]] = {}
        self._finder: CellFinder | None = None
        self._unread: dict[Key, list[tuple[int, int]]] | None = None
        self._disputed: set[Key] = set()
        self._commented: set[str] = set()
        self._stop_states: Callable[[], None] | None = None
        self.fractions: list[int] = []
        self._read_side_records()
        self._measure_columns()

    # -- the shape

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid():
            return 0
        return len(self.exhibit.rows) if self._order is None else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.exhibit.columns)

    def printed_row(self, row: int) -> int:
        """The exhibit's row that stands in this row of the view."""
        return row if self._order is None else self._order[row]

    def shown_row(self, printed: int) -> int | None:
        """The row of the view that shows a row of the exhibit, or None while a filter hides it."""
        if self._order is None:
            return printed if 0 <= printed < len(self.exhibit.rows) else None
        if self._shown_at is None:
            self._shown_at = {row: number for number, row in enumerate(self._order)}
        return self._shown_at.get(printed)

    @property
    def order(self) -> list[int] | None:
        return self._order

    def set_order(self, order: list[int] | None) -> None:
        """Show these rows of the exhibit in this order; None shows it as printed."""
        if order == self._order:
            return
        self.beginResetModel()
        self._order = order
        self._shown_at = None
        self.endResetModel()

    def row_line(self, row: int) -> Line:
        return self.exhibit.rows[self.printed_row(row)]

    def column_line(self, column: int) -> Line:
        return self.exhibit.columns[column]

    @property
    def heads(self) -> Heads:
        """What is printed for rows and columns, and the unit above the table."""
        if self._heads is None or self._heads.exhibit is not self.exhibit:
            self._heads = Heads(self.desk.book, self.exhibit)
        return self._heads

    def stub(self, printed: int) -> str:
        """What is printed for a row of the exhibit."""
        return self.heads.of(Axis.ROWS, self.exhibit.rows[printed])

    def heading(self, column: int) -> str:
        """What is printed for a column."""
        return self.heads.of(Axis.COLUMNS, self.exhibit.columns[column])

    # -- cells

    def rendered(self, row: int, column: int) -> RenderedCell:
        """A cell of the view, ready to draw."""
        at = (row if self._order is None else self._order[row]), column
        rendered = self._rendered.get(at)
        if rendered is None:
            rendered = self._render(at)
        return rendered

    def cell(self, row: int, column: int) -> Cell:
        return self.rendered(row, column).cell

    def printed_cell(self, printed: int, column: int) -> Cell:
        """A cell of the exhibit, made without being remembered."""
        rendered = self._rendered.get((printed, column))
        return rendered.cell if rendered is not None else cell_at(self.desk.book, self.exhibit, printed, column)

    def printed_unit(self, printed: int, column: int) -> Unit:
        """What a cell of the exhibit is printed in."""
        exhibit = self.exhibit
        key = cell_key(exhibit, printed, column)
        return cell_unit(self.desk.book, exhibit, exhibit.rows[printed], exhibit.columns[column], key)

    def key(self, row: int, column: int) -> Key | None:
        at = self.printed_row(row), column
        rendered = self._rendered.get(at)
        return rendered.cell.key if rendered is not None else cell_key(self.exhibit, *at)

    def is_barred(self, row: int, column: int) -> bool:
        """Whether nothing can stand in a cell."""
        return not self.printed_cell(self.printed_row(row), column).is_writable_place

    def takes_figure(self, row: int, column: int) -> bool:
        """Whether a cell of the view can be written and is for a figure, not for words."""
        return self.refusal(row, column) is None and self.column_line(column).kind is None

    def is_filled(self, row: int, column: int) -> bool:
        """Whether anything stands in a cell."""
        return not is_empty(self.printed_cell(self.printed_row(row), column))

    def refusal(self, row: int, column: int) -> UserError | None:
        """Why a cell of the view cannot be written; None for one that can."""
        return cell_refusal(self.printed_cell(self.printed_row(row), column))

    def places(self, key: Key) -> list[tuple[int, int]]:
        """(printed row, column) of every cell of the exhibit that prints a key."""
        if self._finder is None:
            self._finder = CellFinder(self.exhibit)
        return self._finder.cells(key)

    def unread_cells(self) -> list[tuple[int, int]]:
        """(printed row, column) of every cell whose text could not be read, in printed order."""
        if self._unread is None:
            observations = self.desk.book.observations
            unread = [key for key, observation in observations.items() if isinstance(observation.content, Unparsed)]
            self._unread = {key: self.places(key) for key in unread}
        return sorted((*misread(self.exhibit), *(place for places in self._unread.values() for place in places)))

    def _note_unread(self, notice: Notice) -> None:
        """Keep the unread cells up to date, so that an edit does not look at every figure of the book."""
        if self._unread is None:
            return
        for key in notice.figures & self._unread.keys():
            del self._unread[key]
        for change in notice.transaction.changes:
            figure = change.after
            if isinstance(figure, Observation) and isinstance(figure.content, Unparsed):
                self._unread[figure.key] = self.places(figure.key)

    def typed_text(self, row: int, column: int) -> str:
        """What an editor finds in a cell that is opened: the expression it was worked out from, else every digit of it."""
        cell = self.cell(row, column)
        return expression_of(cell.observation) or typed_words(cell, self.desk.book.symbols)

    def copied_text(self, row: int, column: int) -> str:
        """What a cell gives to other programs: all its digits in the cell's unit, without separators."""
        return copied_words(self.printed_cell(self.printed_row(row), column))

    def _states(self, cell: Cell, line: Line) -> frozenset[str]:
        """What the marks of a cell say; see `RenderedCell`."""
        key, observation = cell.key, cell.observation
        if key is None:
            misread = line.kind is not None and is_misread(line.kind, cell.words or "", line.unit)
            return frozenset(("unread",)) if misread else frozenset()
        found = _OF_ORIGIN[observation.origin.kind] if observation is not None else frozenset()
        if self._provider is not None:
            found |= self._provider.states(key)
        noted = (
            ("unread", isinstance(cell.content, Unparsed)),
            ("missing", is_missing(observation) and not line.unexpected),
            ("disputed", key in self._disputed),
            ("comment", bool(self._commented) and str(key) in self._commented),
            ("undecided", is_undecided(observation)),
            ("unsourced", observation is not None and observation.origin.unsourced),
        )
        more = [state for state, holds in noted if holds]
        return found.union(more) if more else found

    def _render(self, at: tuple[int, int]) -> RenderedCell:
        printed, column = at
        exhibit = self.exhibit
        cell = cell_at(self.desk.book, exhibit, printed, column)
        line = exhibit.columns[column]
        said = exhibit.rows[printed] if exhibit.rows[printed].unexpected and line.kind is None else line
        rendered = RenderedCell(cell, partial(self._states, cell, said))
        if len(self._rendered) >= MOST_CACHED:
            self.forget_rendered()
        self._rendered[at] = rendered
        if cell.key is not None:
            self._rendered_of.setdefault(cell.key, []).append(at)
        if rendered.fraction > self.fractions[column]:
            self.fractions[column] = rendered.fraction
        return rendered

    def forget_rendered(self) -> None:
        """Make every cell anew when it is drawn next."""
        self._rendered.clear()
        self._rendered_of.clear()

    def _measure_columns(self) -> None:
        """The decimals that each column leaves room for: what it is printed with, more when more turn up."""
        self.fractions = [line.decimals or 0 for line in self.exhibit.columns]

    # -- what Qt asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rendered(index.row(), index.column()).text
        if role == Qt.ItemDataRole.EditRole:
            return self.typed_text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = self.rendered(index.row(), index.column()).fraction < 0
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return plain.tip(self.tip(index.row(), index.column()))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            if not 0 <= section < len(self.exhibit.columns):
                return None
            line = self.exhibit.columns[section]
            heading = self.heading(section)
        else:
            if not 0 <= section < self.rowCount():
                return None
            line = self.row_line(section)
            heading = self.stub(self.printed_row(section))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.tip(" ".join(part for part in (*line.groups, heading, line.note) if part))
        return heading

    def tip(self, row: int, column: int) -> str:
        """A cell's figure, states and origin in one line."""
        rendered = self.rendered(row, column)
        parts = [rendered.text, *state_words(rendered.states), origin_line(self.desk.book, rendered.cell.observation)]
        return " · ".join(part for part in parts if part)

    def spoken(self, row: int, column: int) -> str:
        """A cell as it is heard: its row, its column with the headings above, what stands there, and its states."""
        rendered, line = self.rendered(row, column), self.exhibit.columns[column]
        where = (self.stub(self.printed_row(row)), *line.groups, self.heading(column))
        return tr("，").join(filter(None, (*where, rendered.text or tr("空"), *state_words(rendered.states))))

    # -- what changes

    def set_states(self, provider: CellStates | None) -> None:
        """Whom to ask for failing and explained cells."""
        if self._stop_states is not None:
            self._stop_states()
        self._provider = provider
        self._stop_states = provider.listen(self._draw_states) if provider is not None else None
        self._draw_states(None)

    def release(self) -> None:
        """Stop listening to the states; the model goes."""
        if self._stop_states is not None:
            self._stop_states()
            self._stop_states = None

    def _draw_states(self, keys: frozenset[Key] | None) -> None:
        if keys is None:
            self._refresh_all()
        else:
            self._refresh(keys)

    def heed(self, notice: Notice) -> None:
        """Take in what a transaction changed."""
        if self.exhibit_id in notice.ids(Exhibit):
            present = self.desk.book.get(Exhibit, self.exhibit_id)
            if present is None:
                self.exhibit_gone.emit()
                return
            self._replace_layout(present)
        if notice.concerns(Observation, Alternative, Comment, Conflict):
            before = self._disputed, self._commented
            self._read_side_records()
            if before != (self._disputed, self._commented):
                self._refresh_all()
        if notice.concerns(Indicator, Item, AreaRecord) or SYMBOLS in notice.ids(Setting):
            self._heads = None
            self._refresh_all()
            self._tell_headers()
        if notice.figures:
            if self.exhibit.sorting is not None:  # places may be others, and figures that tied
                self._heads = None
                self._tell_headers()
            self._note_unread(notice)
            self._refresh(notice.figures)

    def _tell_headers(self) -> None:
        """Say that headings and row labels may read otherwise now."""
        for orientation, count in ((Qt.Orientation.Horizontal, self.columnCount()), (Qt.Orientation.Vertical, self.rowCount())):
            if count:
                self.headerDataChanged.emit(orientation, 0, count - 1)

    def _read_side_records(self) -> None:
        self._disputed = disputed_keys(self.desk.book)
        self._commented = {one.about for one in self.desk.book.all(Comment).values() if not (one.done or one.answers)}

    def _refresh_all(self) -> None:
        """Make every cell again when it is drawn next, and say so."""
        self.forget_rendered()
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _refresh(self, keys: frozenset[Key]) -> None:
        """The same with the cells of some figures."""
        if len(keys) > len(self._rendered_of):
            self._refresh_all()
            return
        cells = [at for key in keys for at in self._rendered_of.pop(key, ())]
        for at in cells:
            del self._rendered[at]
        rows = [shown for row, _column in cells if (shown := self.shown_row(row)) is not None]
        columns = [column for _row, column in cells]
        if rows:
            self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)))

    def _replace_layout(self, present: Exhibit) -> None:
        before = self.exhibit
        self.layout_changing.emit()
        if self._order is not None and [line.id for line in before.rows] != [line.id for line in present.rows]:
            self.set_order(None)
        self._finder = self._unread = None
        self.forget_rendered()
        self._replace_lines(Axis.ROWS, present)
        self._replace_lines(Axis.COLUMNS, present)
        self.exhibit = present
        self._measure_columns()
        self._refresh_all()
        self._tell_headers()
        self.layout_replaced.emit()

    def _replace_lines(self, side: Axis, present: Exhibit) -> None:
        """Let the lines between the first and the last that differ go, and put the new ones in."""
        old, new = self.exhibit.lines(side), present.lines(side)
        first = _same_at_start(old, new)
        tail = _same_at_start(old[first:][::-1], new[first:][::-1])
        gone, come = len(old) - tail - first, len(new) - tail - first
        is_rows = side == Axis.ROWS
        if gone:
            (self.beginRemoveRows if is_rows else self.beginRemoveColumns)(QModelIndex(), first, first + gone - 1)
            self._put_lines(side, old[:first] + old[len(old) - tail :])
            (self.endRemoveRows if is_rows else self.endRemoveColumns)()
        if come:
            (self.beginInsertRows if is_rows else self.beginInsertColumns)(QModelIndex(), first, first + come - 1)
            self._put_lines(side, new)
            (self.endInsertRows if is_rows else self.endInsertColumns)()

    def _put_lines(self, side: Axis, lines: tuple[Line, ...]) -> None:
        self.exhibit = self.exhibit.with_lines(side, lines)
        self._measure_columns()


def _same_at_start(one: Sequence[Line], other: Sequence[Line]) -> int:
    """How many lines two lists begin with that are the same by their ids."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left.id != right.id), min(len(one), len(other)))
