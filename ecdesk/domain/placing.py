"""Where in an exhibit a figure is printed, found from its key without going through the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ecdesk.domain.keys import DIMENSIONS, Coordinates, Key
from ecdesk.domain.layouts import cell_key
from ecdesk.domain.records import Exhibit, Line

_Part = frozenset[tuple[str, str]]


class ExhibitIndex:
    """The lines of one exhibit by the part of the key that they fix. A look-up does not depend on how many rows there are."""

    def __init__(self, exhibit: Exhibit) -> None:
        self.exhibit = exhibit
        self._table = _fixed(exhibit.at)
        self._rows = _by_part(exhibit.rows)
        self._columns = _by_part(exhibit.columns)

    def places(self, key: Key) -> Iterator[tuple[int, int]]:
        """(row, column) of every cell that prints a figure, in the order of the table."""
        whole = frozenset(zip(DIMENSIONS, key, strict=True))
        if not self._table <= whole:
            return
        parts = list(_parts(whole))
        columns = [numbers for part in parts if (numbers := self._columns.get(part))]
        if not columns:
            return
        rows = [numbers for part in parts if (numbers := self._rows.get(part))]
        found = [
            (row, column)
            for row_numbers in rows
            for column_numbers in columns
            # Lines that fix the same parts make the same key, so one cell answers for all of them.
            if cell_key(self.exhibit, row_numbers[0], column_numbers[0]) == key
            for row in row_numbers
            for column in column_numbers
        ]
        yield from sorted(found)


def _fixed(at: Coordinates) -> _Part:
    return frozenset(at.items())


def _by_part(lines: Sequence[Line]) -> dict[_Part, list[int]]:
    found: dict[_Part, list[int]] = {}
    for number, line in enumerate(lines):
        if line.at:
            found.setdefault(_fixed(line.at), []).append(number)
    return found


def _parts(whole: _Part) -> Iterator[_Part]:
    """Every part of a key that a line may fix: at most 31."""
    ordered = sorted(whole)
    for size in range(1, len(ordered) + 1):
        yield from map(frozenset, combinations(ordered, size))
