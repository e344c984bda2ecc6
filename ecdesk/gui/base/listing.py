"""The model of every list in the program: rows of any kind, a column for each thing that is shown of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QCollator,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ecdesk.domain.texts import Text
from ecdesk.gui.base import plain, themes

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Role = Qt.ItemDataRole
Answers = Mapping[int, Callable[[Row], Any]]
"""What a row answers when a view asks it for a role of Qt."""

MOST_STRETCHES = 50
"""In which a list changes, until it is told in one."""
ROW_ROLE = int(Role.UserRole)
"""The row itself."""
DETAIL_ROLE = ROW_ROLE + 1
"""What stands at the right of it, in lists of titles."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """What is shown of every row in one place.

    heading: translated when it is shown. says: the text of a row. width: in pixels, 0 to take what the other columns leave. right: for
    figures. icon: None where a row has none. tip: when it differs from the whole row's. colour: of the text, by its name in the theme,
    "" for the usual one. sort_key: what rows are sorted by instead of their text; rows where it is None come last, whichever way.
    ticked: whether the box before the text is ticked, None where there is no box. tick: what ticking does. edit: takes what was typed,
    False when it was refused. answers: for any other role of Qt."""

    heading: Text | str
    says: Callable[[Row], str]
    width: int = 120
    right: bool = False
    icon: Callable[[Row], QIcon | None] | None = None
    tip: Callable[[Row], str] | None = None
    colour: Callable[[Row], str] | None = None
    sort_key: Callable[[Row], Any] | None = None
    ticked: Callable[[Row], bool | None] | None = None
    tick: Callable[[Row, bool], None] | None = None
    edit: Callable[[Row, str], bool] | None = None
    answers: Answers[Row] = field(default_factory=dict)

    def all_answers(self) -> Answers[Row]:
        side = _RIGHT if self.right else _LEFT
        found: dict[int, Callable[[Row], Any]] = {Role.DisplayRole: self.says, Role.TextAlignmentRole: lambda _row: side}
        if self.icon is not None:
            found[Role.DecorationRole] = self.icon
        if self.tip is not None:
            found[Role.ToolTipRole] = self.tip
        if self.colour is not None:
            found[Role.ForegroundRole] = _coloured(self.colour)
        if self.ticked is not None:
            found[Role.CheckStateRole] = _box(self.ticked)
        if self.edit is not None:
            found[Role.EditRole] = self.says
        return {**found, **self.answers}


def _coloured(named: Callable[[Row], str]) -> Callable[[Row], Any]:
    return lambda row: themes.current().colour(name) if (name := named(row)) else None


def _box(ticked: Callable[[Row], bool | None]) -> Callable[[Row], Any]:
    # A plain number: PySide's own enumeration shows no tick in every version.
    return lambda row: None if (state := ticked(row)) is None else 2 if state else 0


def font_where(fits: Callable[[Row], bool], bold: bool = False, struck: bool = False) -> Answers[Row]:
    """The answer that sets some rows in bold or strikes them out."""

    def font(row: Row) -> Any:
        if not fits(row):
            return None
        made = QApplication.font()
        made.setBold(bold)
        made.setStrikeOut(struck)
        return made

    return {Role.FontRole: font}


@dataclass(frozen=True)
class Heading:
    """A line above the rows of one group. group: what they have in common; size: how many they are."""

    group: str
    size: int


class ListingModel(QAbstractTableModel, Generic[Row]):
    """Rows in the order given, or sorted by a column, or under headings of groups.

    Nothing is worked out before a view asks for it. Rows that stay when the list is renewed keep their place in the view, and whatever is
    selected or current there."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        tip: Callable[[Row], str],
        parent: QObject | None = None,
        *,
        id: Callable[[Row], Hashable] | None = None,
        group: Callable[[Row], str] | None = None,
        group_title: Callable[[Heading], str] | None = None,
        heading_tip: Text | None = None,
    ) -> None:
        """tip: of a row, where its column has none. id: tells rows apart; without it the list starts anew when its length changes.
        group and group_title: neighbours of one group stand under a heading. heading_tip: of every column's heading."""
        super().__init__(parent)
        self._tip, self._id = tip, id
        self._group, self._group_title = group, group_title
        self._heading_tip = heading_tip
        self._given: Sequence[Row] = ()
        self._lines: list[Row | Heading] = []
        self._by: int | None = None
        self._order = Qt.SortOrder.AscendingOrder
        self._collator = QCollator(QLocale(QLocale.Language.Chinese))
        self._collator.setNumericMode(True)
        self._take_columns(columns)

    def _take_columns(self, columns: Sequence[Column[Row]]) -> None:
        self._columns = tuple(columns)
        self._answers = [{Role.ToolTipRole: self._tip, **column.all_answers()} for column in self._columns]

    # -- what is listed

    @property
    def columns(self) -> Sequence[Column[Row]]:
        return self._columns

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, in its order, without headings."""
        if self._group is None:
            return cast("list[Row]", self._lines)
        return [line for line in self._lines if not isinstance(line, Heading)]

    @property
    def heading_rows(self) -> list[int]:
        return [number for number, line in enumerate(self._lines) if isinstance(line, Heading)]

    def row_at(self, index: Index) -> Row | None:
        """What a line shows; None for a heading and where there is no line."""
        line = self._lines[index.row()] if 0 <= index.row() < len(self._lines) else None
        return None if isinstance(line, Heading) else line

    def row_of(self, id: Hashable) -> int:
        """The line with a row, -1 when it is not shown."""
        ids = self._ids(self._lines)
        return ids.index(id) if id in ids else -1

    def start_over(self, rows: Sequence[Row], columns: Sequence[Column[Row]] | None = None) -> None:
        """List something else, where nothing is current or selected yet. columns: None for the same ones."""
        self.beginResetModel()
        if columns is not None:
            self._take_columns(columns)
        self._given = rows
        self._lines = self._in_order()
        self.endResetModel()

    def set_rows(self, rows: Iterable[Row], anew: bool = False) -> None:
        """Renew the list. Views hear of rows that came, went or are not equal to what they were; where a column looks at something else
        than its row, `show_again`. anew: when not the same rows are listed, the view starts over, and whoever shows it says what is
        current then."""
        self._given = list(rows)
        lines = self._in_order()
        old, new = self._ids(self._lines), self._ids(lines)
        change = _change(old, new)
        other = bool(change.gone or change.added or change.moved)
        if (other and (anew or self._id is None)) or ((change.moved or change.scattered) and change.doubled):
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        before = dict(zip(old, self._lines, strict=True))
        self._put_in_place(lines, change)
        # Most are the very same objects, which need no comparing.
        pairs = enumerate(zip(new, lines, strict=True))
        self._tell_of([number for number, (id, line) in pairs if (was := before.get(id, line)) is not line and was != line])

    def _put_in_place(self, lines: list[Row | Heading], change: _Change) -> None:
        """Take out and put in stretches of lines; the others stay as the view has them, in another order where they moved."""
        gone, added = change.gone, change.added
        if change.scattered:
            gone = self._gather(gone)
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._lines[first : last + 1]
            self.endRemoveRows()
        come = [lines[first : last + 1] for first, last in added]
        if change.scattered:
            self._insert(len(self._lines), list(chain.from_iterable(come)))
            self._reorder(lines)
            return
        if change.moved:
            numbers = {number for first, last in added for number in range(first, last + 1)}
            self._reorder([line for number, line in enumerate(lines) if number not in numbers])
        for (first, _last), stretch in zip(added, come, strict=True):
            self._insert(first, stretch)
        self._lines = lines

    def _insert(self, first: int, lines: list[Row | Heading]) -> None:
        if lines:
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._lines[first:first] = lines
            self.endInsertRows()

    def _gather(self, gone: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Put the lines that go at the end, as one stretch; what was current of them is the next one that stays."""
        numbers = {number for first, last in gone for number in range(first, last + 1)}
        stay: list[Row | Heading] = []
        go: list[Row | Heading] = []
        instead: dict[Hashable, Hashable] = {}
        after: Hashable = None
        for number, id in reversed(list(enumerate(self._ids(self._lines)))):
            (go if number in numbers else stay).append(self._lines[number])
            if number not in numbers:
                after = id
            elif after is not None:
                instead[id] = after
        self._reorder([*reversed(stay), *reversed(go)], instead)
        return [(len(stay), len(stay) + len(go) - 1)] if go else []

    def show_again(self) -> None:
        """The same rows in other colours, another language, or with something else that columns look at."""
        self._tell_of(range(len(self._lines)))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def _tell_of(self, changed: Sequence[int]) -> None:
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self._columns) - 1))

    def _ids(self, lines: Sequence[Row | Heading]) -> list[Hashable]:
        if self._id is None:
            return list(range(len(lines)))
        return [(Heading, line.group) if isinstance(line, Heading) else self._id(line) for line in lines]

    # -- order

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder] | None:
        """The column that the rows are in order of, and which way; None in the order given."""
        return None if self._by is None else (self._by, self._order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column, those that are alike in the order given; -1 for that alone."""
        self._by, self._order = (column if column >= 0 else None), order
        self._reorder(self._in_order())
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def _reorder(self, lines: list[Row | Heading], instead: Mapping[Hashable, Hashable] = {}) -> None:
        """The same lines in another order; what is current, selected or being typed in goes with them, or with the line that is there instead."""
        self.layoutAboutToBeChanged.emit()
        before, ids = self.persistentIndexList(), self._ids(self._lines)
        held = [(ids[index.row()], index.column()) for index in before]
        self._lines = lines
        numbers = {id: number for number, id in enumerate(self._ids(lines))}
        self.changePersistentIndexList(before, [self.index(numbers[instead.get(id, id)], at) for id, at in held])
        self.layoutChanged.emit()

    def _in_order(self) -> list[Row | Heading]:
        if self._group is not None:
            return list(self._under_headings(self._group))
        if self._by is None:
            return list(self._given)
        column = self._columns[self._by]
        sort_key = column.sort_key or (lambda row: self._collator.sortKey(column.says(row)))
        keyed = [(sort_key(row), row) for row in self._given]
        known = sorted(
            (pair for pair in keyed if pair[0] is not None),
            key=lambda pair: pair[0],
            reverse=self._order == Qt.SortOrder.DescendingOrder,
        )
        return [*(row for _key, row in known), *(row for key, row in keyed if key is None)]

    def _under_headings(self, group: Callable[[Row], str]) -> Iterator[Row | Heading]:
        for name, members in groupby(self._given, key=group):
            rows = list(members)
            yield Heading(name, len(rows))
            yield from rows

    # -- Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        match role:
            case Role.DisplayRole:
                # The arrow is part of the words: the style's own would lie over a heading that stands on the right.
                arrow = "" if section != self._by else "↑" if self._order == Qt.SortOrder.AscendingOrder else "↓"
                return f"{column.heading} {arrow}".rstrip()
            case Role.TextAlignmentRole:
                return _RIGHT if column.right else _LEFT
            case Role.ToolTipRole:
                return None if self._heading_tip is None else plain.tip(str(self._heading_tip))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if not index.isValid():
            return flags
        line, column = self._lines[index.row()], self._columns[index.column()]
        if isinstance(line, Heading):
            return Qt.ItemFlag.NoItemFlags  # the keys pass it over
        if column.edit is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        if column.tick is not None and column.ticked is not None and column.ticked(line) is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, Heading):
            return self._heading_data(line, role) if not index.column() else None
        if role == ROW_ROLE:
            return line
        answer = self._answers[index.column()].get(role)
        if answer is None:
            return None
        return plain.tip(answer(line)) if role == Role.ToolTipRole else answer(line)

    def _heading_data(self, heading: Heading, role: int) -> Any:
        match role:
            case Role.DisplayRole:
                return self._group_title(heading) if self._group_title is not None else heading.group
            case Role.FontRole:
                font = QApplication.font()
                font.setBold(True)
                return font
            case Role.ForegroundRole:
                return themes.current().colour("Text")
            case Role.BackgroundRole:
                return themes.current().colour("Window")
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        row = self.row_at(index)
        if row is None:
            return False
        column = self._columns[index.column()]
        if role == Role.EditRole and column.edit is not None:
            return column.edit(row, str(value))
        if role != Role.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        assert column.tick is not None
        column.tick(row, value not in (0, Qt.CheckState.Unchecked, False))
        self._tell_of(range(len(self._lines)))
        return True


@dataclass(frozen=True)
class _Change:
    """How one list becomes another. gone: first and last number, in the old list, of each stretch that is not in the new one. added: the
    same the other way round. moved: whether what is in both stands in another order. doubled: whether a line of either stands in it twice."""

    gone: list[tuple[int, int]]
    added: list[tuple[int, int]]
    moved: bool
    doubled: bool

    @property
    def scattered(self) -> bool:
        """Whether it is in so many places that to tell views of each would take longer than to tell them of another order."""
        return len(self.gone) + len(self.added) > MOST_STRETCHES


def _change(old: Sequence[Hashable], new: Sequence[Hashable]) -> _Change:
    before, after = set(old), set(new)
    moved = [id for id in old if id in after] != [id for id in new if id in before]
    doubled = len(before) < len(old) or len(after) < len(new)
    return _Change(_runs([id not in after for id in old]), _runs([id not in before for id in new]), moved, doubled)


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last number of each stretch that is flagged."""
    runs, number = [], 0
    for flagged, stretch in groupby(flags):
        first, number = number, number + len(list(stretch))
        if flagged:
            runs.append((first, number - 1))
    return runs
