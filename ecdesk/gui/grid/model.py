"""The grid's model: an exhibit of the book, a few cells of it at a time, refreshed by what transactions say they changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.layouts import cell_key
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
)
from ecdesk.domain.book.tables import Cell, cell_at, cell_unit, is_missing
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.units import PERCENT, POINTS, unit_named
from ecdesk.gui.grid.interface import CellStates
from ecdesk.gui.grid.origins import origin_line, state_words
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.cells import entry_text, refusal

Index = QModelIndex | QPersistentModelIndex

STUB = -1
"""The stub, where a column's number is asked for."""

MOST_CACHED = 60_000
"""Cells kept ready to draw; when there are more, all are dropped and those in sight are made again."""


_NONE: frozenset[str] = frozenset()
_ORIGINS: dict[str, frozenset[str]] = {}


class Face:
    """A cell ready to draw. fraction: how many characters its text has from the decimal point on, -1 for what is no figure."""

    __slots__ = ("cell", "fraction", "states", "text", "whole")

    def __init__(self, cell: Cell, states: frozenset[str]) -> None:
        self.cell = cell
        self.states = states
        self.text = cell.text
        content = cell.content
        self.fraction = -1
        self.whole = self.text
        if isinstance(content, Amount):
            head, point, tail = self.text.partition(".")
            digits = len(tail) if tail.isdigit() else 0
            while digits < len(tail) and tail[digits].isdigit():
                digits += 1
            self.fraction = digits if point else 0
            if point:
                self.whole = head
            else:
                end = len(head)
                while end and not head[end - 1].isdigit():
                    end -= 1
                self.whole = head[:end]


class GridModel(QAbstractTableModel):
    """Rows and columns as they are shown; `printed_row` leads to the exhibit's own.

    Nothing is held of a cell but what was in sight lately. rows_rearranged: the view of the rows is another.
    layout_replaced: lines came, went or changed their meaning; emitted with the exhibit before it.
    """

    rows_rearranged = Signal()
    layout_changing = Signal()
    layout_replaced = Signal()
    cells_changed = Signal(object)
    exhibit_gone = Signal()

    def __init__(self, desk: Desk, exhibit_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.exhibit_id = exhibit_id
        self.exhibit: Exhibit = desk.book.exhibit(exhibit_id)
        self._provider: CellStates | None = None
        self._order: list[int] | None = None
        self._shown_at: dict[int, int] | None = None
        self._faces: dict[tuple[int, int], Face] = {}
        self._faces_of: dict[Key, list[tuple[int, int]]] = {}
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
        self.rows_rearranged.emit()

    def row_line(self, row: int) -> Line:
        return self.exhibit.rows[self.printed_row(row)]

    def column_line(self, column: int) -> Line:
        return self.exhibit.columns[column]

    def stub(self, printed: int) -> str:
        """A row's label, with its unit where that is its own."""
        line = self.exhibit.rows[printed]
        return f"{line.label}（{line.unit}）" if line.unit and line.unit not in line.label else line.label

    def heading(self, column: int) -> str:
        """A column's label, with its unit where that is not the table's."""
        line = self.exhibit.columns[column]
        unit = line.unit
        if not unit:
            measure = {**self.exhibit.at, **line.at}.get("measure", "").partition(":")[0]
            if measure in ("growth", "growth_prev", "share"):
                unit = PERCENT.symbol
            elif measure == "points":
                unit = POINTS.symbol
            elif not self.exhibit.unit:
                indicator = self.desk.book.indicator({**self.exhibit.at, **line.at}.get("indicator", ""))
                unit = indicator.unit if indicator else ""
        if not unit or unit in line.label or any(unit in group for group in line.groups):
            return line.label
        if self.exhibit.unit and unit_named(unit) == unit_named(self.exhibit.unit):
            return line.label
        return f"{line.label}（{unit}）" if line.label else f"（{unit}）"

    # -- cells

    def face(self, row: int, column: int) -> Face:
        """A cell of the view, ready to draw."""
        at = (row if self._order is None else self._order[row]), column
        face = self._faces.get(at)
        if face is None:
            face = self._make_face(at)
        return face

    def cell(self, row: int, column: int) -> Cell:
        return self.face(row, column).cell

    def printed_cell(self, printed: int, column: int) -> Cell:
        """A cell of the exhibit, made without being remembered."""
        face = self._faces.get((printed, column))
        return face.cell if face is not None else cell_at(self.desk.book, self.exhibit, printed, column)

    def printed_unit(self, printed: int, column: int) -> Unit:
        """What a cell of the exhibit is printed in."""
        exhibit = self.exhibit
        key = cell_key(exhibit, printed, column)
        return cell_unit(self.desk.book, exhibit, exhibit.rows[printed], exhibit.columns[column], key)

    def unit_of(self, key: Key | None, row: int, column: int) -> Unit:
        """What a cell of the view, whose key is known, is printed in."""
        return cell_unit(self.desk.book, self.exhibit, self.row_line(row), self.column_line(column), key)

    def key(self, row: int, column: int) -> Key | None:
        at = self.printed_row(row), column
        face = self._faces.get(at)
        return face.cell.key if face is not None else cell_key(self.exhibit, *at)

    def is_filled(self, row: int, column: int) -> bool:
        """Whether anything stands in a cell."""
        key = self.key(row, column)
        return key is not None and self.desk.book.observation(key) is not None

    def refusal(self, row: int, column: int) -> UserError | None:
        """Why a cell of the view cannot be written; None for one that can."""
        cell = self.printed_cell(self.printed_row(row), column)
        return refusal(cell.key, cell.observation)

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
        return sorted(place for places in self._unread.values() for place in places)

    def _note_unread(self, keys: frozenset[Key]) -> None:
        """Keep the unread cells up to date, so that an edit does not look at every figure of the book."""
        if self._unread is None:
            return
        for key in keys & self._unread.keys():
            del self._unread[key]
        present = self.desk.book.observations
        for key in [key for key in keys if key in present and isinstance(present[key].content, Unparsed)]:
            self._unread[key] = self.places(key)

    def typed_text(self, row: int, column: int) -> str:
        """What an editor finds in a cell that is opened: the expression it was worked out from, else every digit of it."""
        cell = self.cell(row, column)
        observation = cell.observation
        if observation is not None and observation.origin.kind == OriginKind.TYPED and observation.origin.detail.startswith("="):
            return observation.origin.detail
        return entry_text(observation, cell.unit)

    def copied_text(self, row: int, column: int) -> str:
        """What a cell gives to other programs: all its digits in the cell's unit, without separators."""
        cell = self.printed_cell(self.printed_row(row), column)
        return print_content(cell.shown or cell.content, cell.unit)

    def states_of(self, cell: Cell, line: Line | None = None) -> frozenset[str]:
        """What the marks of a cell say: unread, missing, typed, imported, computed, published, carried, disputed, comment, failing, explained."""
        key = cell.key
        if key is None:
            return frozenset()
        observation = cell.observation
        found = self._provider.states(key) if self._provider is not None else _NONE
        if (
            observation is not None
            and not found
            and key not in self._disputed
            and not self._commented
            and observation.amount is not None
        ):
            # What most cells are: a figure with nothing to say but where it came from.
            kind = observation.origin.kind
            return _ORIGINS.get(kind) or _ORIGINS.setdefault(kind, frozenset((kind,)))
        states = set(found)
        if observation is not None:
            states.add(observation.origin.kind)
            if isinstance(observation.content, Unparsed):
                states.add("unread")
        if is_missing(cell.content) and not (line is not None and line.unexpected):
            states.add("missing")
        if key in self._disputed:
            states.add("disputed")
        if self._commented and str(key) in self._commented:
            states.add("comment")
        return frozenset(states)

    def _make_face(self, at: tuple[int, int]) -> Face:
        printed, column = at
        exhibit = self.exhibit
        cell = cell_at(self.desk.book, exhibit, printed, column)
        line = exhibit.columns[column]
        face = Face(cell, self.states_of(cell, exhibit.rows[printed] if exhibit.rows[printed].unexpected else line))
        if len(self._faces) >= MOST_CACHED:
            self.forget_faces()
        self._faces[at] = face
        if cell.key is not None:
            self._faces_of.setdefault(cell.key, []).append(at)
        if face.fraction > self.fractions[column]:
            self.fractions[column] = face.fraction
        return face

    def forget_faces(self) -> None:
        """Make every cell anew when it is drawn next."""
        self._faces.clear()
        self._faces_of.clear()

    def _measure_columns(self) -> None:
        """The decimals that each column leaves room for: what it is printed with, more when more turn up."""
        self.fractions = [line.decimals or 0 for line in self.exhibit.columns]

    # -- what Qt asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.face(index.row(), index.column()).text
        if role == Qt.ItemDataRole.EditRole:
            return self.typed_text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = self.face(index.row(), index.column()).fraction < 0
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.tip(index.row(), index.column())
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
            return " ".join(part for part in (*line.groups, heading, line.note) if part)
        return heading

    def tip(self, row: int, column: int) -> str:
        """A cell's figure, states and origin in one line."""
        face = self.face(row, column)
        parts = [face.text, *state_words(face.states), origin_line(self.desk.book, face.cell.observation)]
        return " · ".join(part for part in parts if part)

    # -- what changes

    def set_states(self, provider: CellStates | None) -> None:
        """Whom to ask for failing and explained cells."""
        if self._stop_states is not None:
            self._stop_states()
        self._provider = provider
        self._stop_states = provider.listen(self._states_changed) if provider is not None else None
        self._states_changed(None)

    def release(self) -> None:
        """Stop listening to the states; the model goes."""
        if self._stop_states is not None:
            self._stop_states()
            self._stop_states = None

    def _states_changed(self, keys: frozenset[Key] | None) -> None:
        self._refresh(self._all_cached() if keys is None else self._cached(keys))

    def heed(self, notice: Notice) -> None:
        """Take in what a transaction changed."""
        touched = notice.touched
        if self.exhibit_id in touched.get("exhibit", ()):
            present = self.desk.book.get(Exhibit, self.exhibit_id)
            if present is None:
                self.exhibit_gone.emit()
                return
            assert isinstance(present, Exhibit)
            self._replace_layout(present)
        if notice.concerns(Observation, Alternative, Comment, Conflict):
            before = self._disputed, self._commented
            self._read_side_records()
            if before != (self._disputed, self._commented):
                self._refresh(self._all_cached())
        if notice.concerns(Indicator, Item, AreaRecord):
            self._refresh(self._all_cached())
            for orientation in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
                count = self.columnCount() if orientation == Qt.Orientation.Horizontal else self.rowCount()
                if count:
                    self.headerDataChanged.emit(orientation, 0, count - 1)
        if notice.figures:
            self._note_unread(notice.figures)
            self._refresh(self._cached(notice.figures))
            self.cells_changed.emit(notice.figures)

    def _read_side_records(self) -> None:
        comments: dict[Any, Comment] = dict(self.desk.book.all(Comment))
        self._disputed = disputed_keys(self.desk.book)
        self._commented = {comment.about for comment in comments.values() if not comment.done}

    def _all_cached(self) -> list[tuple[int, int]]:
        return list(self._faces)

    def _cached(self, keys: frozenset[Key]) -> list[tuple[int, int]]:
        if len(keys) > len(self._faces_of):
            return [at for key, places in self._faces_of.items() if key in keys for at in places]
        return [at for key in keys for at in self._faces_of.get(key, ())]

    def _refresh(self, cells: list[tuple[int, int]]) -> None:
        """Make these cells (printed row, column) again when they are drawn next, and say so."""
        if not cells:
            return
        rows = []
        for at in cells:
            face = self._faces.pop(at, None)
            if face is not None and face.cell.key is not None:
                self._faces_of.pop(face.cell.key, None)
            shown = self.shown_row(at[0])
            if shown is not None:
                rows.append(shown)
        if rows:
            columns = [at[1] for at in cells]
            self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)))

    def _replace_layout(self, present: Exhibit) -> None:
        before = self.exhibit
        self.layout_changing.emit()
        if self._order is not None and [line.id for line in before.rows] != [line.id for line in present.rows]:
            self.set_order(None)
        self._finder = self._unread = None
        self.forget_faces()
        self._replace_lines(Axis.ROWS, present)
        self._replace_lines(Axis.COLUMNS, present)
        self.exhibit = present
        self._measure_columns()
        self.forget_faces()
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
        self.layout_replaced.emit()

    def _replace_lines(self, side: Axis, present: Exhibit) -> None:
        """Let the lines between the first and the last that differ go, and put the new ones in."""
        old: tuple[Line, ...] = getattr(self.exhibit, side)
        new: tuple[Line, ...] = getattr(present, side)
        first = 0
        while first < min(len(old), len(new)) and old[first].id == new[first].id:
            first += 1
        tail = 0
        while tail < min(len(old), len(new)) - first and old[-1 - tail].id == new[-1 - tail].id:
            tail += 1
        gone, come = len(old) - tail - first, len(new) - tail - first
        is_rows = side == Axis.ROWS
        if gone:
            (self.beginRemoveRows if is_rows else self.beginRemoveColumns)(QModelIndex(), first, first + gone - 1)
            left = old[:first] + old[len(old) - tail :]
            self.exhibit = replace(self.exhibit, rows=left) if is_rows else replace(self.exhibit, columns=left)
            self._measure_columns()
            (self.endRemoveRows if is_rows else self.endRemoveColumns)()
        if come:
            (self.beginInsertRows if is_rows else self.beginInsertColumns)(QModelIndex(), first, first + come - 1)
            self.exhibit = replace(self.exhibit, rows=new) if is_rows else replace(self.exhibit, columns=new)
            self._measure_columns()
            (self.endInsertRows if is_rows else self.endInsertColumns)()
