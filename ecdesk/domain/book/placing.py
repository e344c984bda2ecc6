"""Where a figure is printed, found from its key without going through cells or exhibits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import Exhibit, Line
from ecdesk.domain.figures.keys import DIMENSIONS, Key
from ecdesk.domain.figures.periods import span_code

_DEFAULTS = ("", "", "", "", "value")
"""What a key has in a dimension that nothing fixes, by `DIMENSIONS`."""


class CellFinder:
    """Which cells of an exhibit print a key, without going through all of them.

    Lines are looked up by what they fix; a table of 100,000 rows costs one dictionary entry a row, not one a cell. It never changes, so
    that books and threads may share it.
    """

    def __init__(self, exhibit: Exhibit) -> None:
        self.exhibit = exhibit
        self._rows = _lines_by_shape(exhibit.rows)
        self._columns = _lines_by_shape(exhibit.columns)
        self.values = self._values()
        """What the keys of the exhibit's cells may have in each of `DIMENSIONS`; perhaps more than they do have."""

    def cells(self, key: Key) -> list[tuple[int, int]]:
        """(row, column) of every cell of the exhibit that prints the key, row by row."""
        columns = _matching(self._columns, key)
        return [
            (row, column)
            for row in (_matching(self._rows, key) if columns else ())
            for column in columns
            if cell_key(self.exhibit, row, column) == key
        ]

    def possible(self, keys: Iterable[Key]) -> list[Key]:
        """Those of many keys that may be printed here, without a look at each: nearly all that are not are left out."""
        indicators, areas, items, periods, measures = self.values
        return [
            key
            for key in keys
            if key[0] in indicators and key[3] in periods and key[1] in areas and key[2] in items and key[4] in measures
        ]

    def printed(self, keys: Iterable[Key]) -> set[Key]:
        """Those of many keys that are printed here."""
        return {key for key in self.possible(keys) if self.cells(key)}

    def _values(self) -> tuple[set[str], ...]:
        lines = [line.at for line in (*self.exhibit.rows, *self.exhibit.columns) if line.at]
        found = []
        for dimension, default in zip(DIMENSIONS, _DEFAULTS, strict=True):
            fixed = self.exhibit.at.get(dimension)
            said = {at.get(dimension) or default for at in lines} | {default} if fixed is None else {fixed or default}
            found.append({_of_key(dimension, value) for value in said})
        return tuple(found)


def _of_key(dimension: str, value: str) -> str:
    """What a key has where a layout says a value: 1—12月 of a heading is the year."""
    return span_code(value) if dimension == "period" else value


_Shapes = dict[tuple[int, ...], dict[tuple[str, ...], list[int]]]


def _lines_by_shape(lines: Sequence[Line]) -> _Shapes:
    """Numbers of the lines by the dimensions that they fix and by what these are fixed to."""
    shapes: _Shapes = {}
    for number, line in enumerate(lines):
        if line.at:
            shape = tuple(place for place, dimension in enumerate(DIMENSIONS) if dimension in line.at)
            values = tuple(_of_key(DIMENSIONS[place], line.at[DIMENSIONS[place]] or _DEFAULTS[place]) for place in shape)
            shapes.setdefault(shape, {}).setdefault(values, []).append(number)
    return shapes


def _matching(shapes: _Shapes, key: Key) -> list[int]:
    found: list[int] = []
    for shape, lines in shapes.items():
        found.extend(lines.get(tuple([key[place] for place in shape]), ()))
    return sorted(found) if len(shapes) > 1 else found


class PlaceIndex:
    """Which exhibits of a book print a key: for each value of each dimension the exhibits that have it, as bits of a number.

    What holds a key in all five dimensions is looked into by its own `CellFinder`. A change of one exhibit costs as much as that exhibit
    has lines.
    """

    def __init__(self) -> None:
        self._finders: dict[str, CellFinder] = {}
        self._bits: dict[str, int] = {}
        self._at_bit: dict[int, str] = {}
        self._taken = 0
        self._holders: tuple[dict[str, int], ...] = tuple({} for _dimension in DIMENSIONS)

    def copy(self) -> PlaceIndex:
        """The same index, to change apart from this one; finders are shared."""
        other = PlaceIndex()
        other._finders = dict(self._finders)
        other._bits, other._at_bit, other._taken = dict(self._bits), dict(self._at_bit), self._taken
        other._holders = tuple(dict(holders) for holders in self._holders)
        return other

    def replace(self, id: str, exhibit: Exhibit | None) -> None:
        """Take in an exhibit that came, or changed, or is there no more when None."""
        before = self._finders.pop(id, None)
        if before is not None:
            bit = self._bits.pop(id)
            del self._at_bit[bit]
            self._taken ^= 1 << bit
            for holders, values in zip(self._holders, before.values, strict=True):
                for value in values:
                    holders[value] ^= 1 << bit
                    if not holders[value]:
                        del holders[value]
        if exhibit is None:
            return
        finder = self._finders[id] = CellFinder(exhibit)
        bit = (~self._taken & (self._taken + 1)).bit_length() - 1  # the lowest one that is free
        self._bits[id], self._at_bit[bit] = bit, id
        self._taken |= 1 << bit
        for holders, values in zip(self._holders, finder.values, strict=True):
            for value in values:
                holders[value] = holders.get(value, 0) | 1 << bit

    def finder(self, id: str) -> CellFinder:
        """Raises KeyError for an exhibit that the book does not have."""
        return self._finders[id]

    def finders(self, key: Key) -> Iterable[CellFinder]:
        """Those of the exhibits that may print a key, in no order."""
        indicators, areas, items, periods, measures = self._holders
        holding = (
            indicators.get(key[0], 0)
            & areas.get(key[1], 0)
            & items.get(key[2], 0)
            & periods.get(key[3], 0)
            & measures.get(key[4], 0)
        )
        while holding:
            lowest = holding & -holding
            yield self._finders[self._at_bit[lowest.bit_length() - 1]]
            holding ^= lowest

    def printing(self, keys: Iterable[Key]) -> set[str]:
        """Ids of the exhibits that print any of these keys. Nothing is asked of an exhibit that is found already: many keys of one table
        cost a few look-ups each."""
        indicators, areas, items, periods, measures = (holders.get for holders in self._holders)
        found: set[str] = set()
        left = self._taken
        for key in keys:
            holding = (
                left & indicators(key[0], 0) & periods(key[3], 0) & areas(key[1], 0) & items(key[2], 0) & measures(key[4], 0)
            )
            while holding:
                lowest = holding & -holding
                holding ^= lowest
                id = self._at_bit[lowest.bit_length() - 1]
                if self._finders[id].cells(key):
                    found.add(id)
                    left ^= lowest
        return found
