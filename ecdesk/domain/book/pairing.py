"""Two states of a book beside each other: which figures differ, and each exhibit's lines matched to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.layouts.texts import text_at
from ecdesk.domain.book.records import Exhibit, Line, Observation
from ecdesk.domain.book.tables import cell_at
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import period_from_code

CHANGED, ADDED, REMOVED = "changed", "added", "removed"


def same_figure(one: Observation | None, two: Observation | None) -> bool:
    """Whether two observations print the same; where the figure came from does not count. One that is not there prints like an empty
    one."""
    if one is None or two is None:
        return (one or two) is None
    return (one.content, one.status, one.basis, one.note) == (two.content, two.status, two.basis, two.note)


@dataclass(frozen=True, slots=True)
class PairedLine:
    """A row or column in both states; None where a state lacks it. Numbers are those of the line in its exhibit."""

    before: int | None
    after: int | None
    line: Line

    @property
    def change(self) -> str:
        """added, removed, or "" for a line that both have."""
        if self.before is None:
            return ADDED
        return REMOVED if self.after is None else ""


@dataclass(frozen=True, slots=True)
class PairedCell:
    """A cell in both states as printed; None where the state has no such line. key: of the figure, in the later state's terms."""

    key: Key | None
    before: str | None
    after: str | None
    change: str


@dataclass(frozen=True)
class PairedExhibit:
    """One exhibit in both states: at least one of them has it. cells: how many figures of it differ, by how; lines: the same of rows and
    columns. years: by how many years the later state's figures are later, where the two print different years. keys: of the figures that
    differ and that one of the two prints."""

    before: Exhibit | None
    after: Exhibit | None
    cells: Counter[str]
    lines: Counter[str]
    years: int = 0
    keys: frozenset[Key] = frozenset()

    @property
    def exhibit(self) -> Exhibit:
        """The later state's, or the earlier one's where it was taken out."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def change(self) -> str:
        if self.before is None:
            return ADDED
        return REMOVED if self.after is None else ""


class Pairing:
    """An earlier and a later state. An exhibit of which both print the same years is compared figure by figure; one that prints only its
    own year, as most do, with the figures of the year before where the states are of different years."""

    def __init__(self, before: Book, after: Book, only: Collection[str] | None = None) -> None:
        """only: ids of the exhibits that are looked at; None for all."""
        self.before, self.after, self._only = before, after, only
        self.years = after.year - before.year if before.year and after.year else 0
        self._tables: dict[str, PairedTable] = {}
        self._pairs: list[PairedExhibit] = []

    def change(self, before: Key | None, after: Key | None) -> str:
        """How a figure differs: changed, added, removed, or "" where both print the same."""
        one = self.before.observation(before) if before is not None else None
        two = self.after.observation(after) if after is not None else None
        empty = [record is None or record.content is None for record in (one, two)]
        if all(empty):
            return ""
        if any(empty):
            return ADDED if empty[0] else REMOVED
        return "" if same_figure(one, two) else CHANGED

    @cached_property
    def exhibits(self) -> tuple[PairedExhibit, ...]:
        """Every exhibit that differs: in its figures, its lines, or altogether; those of the later state first, in its order."""
        for _done in self.pair_up():
            pass
        return tuple(pair for pair in self._pairs if pair.change or pair.cells or pair.lines)

    def pair_up(self) -> Iterator[tuple[int, int]]:
        """Look for the exhibits that differ; yields how many of how many have been looked at. Else `exhibits` does it on the way."""
        if self._pairs:
            return
        places: dict[str, set[Key]] = {}
        for key in {*self.before.observations, *self.after.observations}:
            if self.change(key, key):
                for id, _row, _column in [*self.after.places(key), *self.before.places(key)]:
                    places.setdefault(id, set()).add(key)
        earlier = {exhibit.id: exhibit for exhibit in self.before.exhibits()}
        later = {exhibit.id: exhibit for exhibit in self.after.exhibits()}
        found: list[PairedExhibit] = []
        ids = list(filter(self._wanted, {**later, **earlier}))
        for id in ids:
            yield len(found), len(ids)
            found.append(self._paired(earlier.get(id), later.get(id), places.get(id, set())))
        self._pairs = found

    def _wanted(self, id: str) -> bool:
        return self._only is None or id in self._only

    def _paired(self, before: Exhibit | None, after: Exhibit | None, keys: set[Key]) -> PairedExhibit:
        years = 0
        if before is not None and after is not None and not _periods(before) & _periods(after):
            years = self.years
        pair = PairedExhibit(before, after, Counter(), Counter(), years, frozenset(keys))
        table = self.table(pair)
        pair.cells.update(table.change(row, column) for row, column in table.differing)
        if not pair.change:
            pair.lines.update(line.change for line in (*table.rows, *table.columns) if line.change)
        return pair

    def lines(self, before: Sequence[Line], after: Sequence[Line], years: int = 0) -> tuple[PairedLine, ...]:
        """Rows or columns of both states in the later one's order, each that was taken out after the one it stood behind."""
        partners = _partners(before, after, years)
        taken = {number: place for place, number in partners.items()}
        removed: dict[int, list[PairedLine]] = {}
        behind = -1
        for number, line in enumerate(before):
            behind = taken.get(number, behind)
            if number not in taken:
                removed.setdefault(behind, []).append(PairedLine(number, None, line))
        pairs = removed.get(-1, [])
        for number, line in enumerate(after):
            pairs += [PairedLine(partners.get(number), number, line), *removed.get(number, ())]
        return tuple(pairs)

    def table(self, pair: PairedExhibit) -> PairedTable:
        """An exhibit's cells in both states; made once."""
        made = self._tables.get(pair.exhibit.id)
        if made is None:
            made = self._tables[pair.exhibit.id] = self._table(pair)
        return made

    def _table(self, pair: PairedExhibit) -> PairedTable:
        before, after = pair.before, pair.after
        rows = self.lines(before.rows if before else (), after.rows if after else (), pair.years)
        columns = self.lines(before.columns if before else (), after.columns if after else (), pair.years)
        return PairedTable(self, pair, rows, columns)


def _partners(before: Sequence[Line], after: Sequence[Line], years: int) -> dict[int, int]:
    """Which earlier line each later one is, by their numbers: the one that stands for the same under the same id, else one that stands
    for the same, else the one with its id. Two lines may stand for the same (a total above and below), but none is taken twice."""
    places = [_place(line, years) if line.at else None for line in before]
    wanted = [_place(line, 0) if line.at else None for line in after]
    by_id = {line.id: number for number, line in enumerate(before)}
    partners: dict[int, int] = {}
    for number, line in enumerate(after):
        same = by_id.get(line.id)
        if same is not None and places[same] == wanted[number]:
            partners[number] = same
    by_place = _lines_by_place(places, set(partners.values()))
    for number, sought in enumerate(wanted):
        if number not in partners and sought is not None and by_place.get(sought):
            partners[number] = by_place[sought].pop()
    taken = set(partners.values())
    for number, line in enumerate(after):
        same = by_id.get(line.id)
        if number not in partners and same is not None and same not in taken and (places[same] is None) == (not line.at):
            partners[number] = same
    return partners


_Place = tuple[tuple[str, str], ...]


def _lines_by_place(places: Sequence[_Place | None], taken: set[int]) -> dict[_Place, list[int]]:
    """The lines that are not taken by what they stand for, the first of several at the end."""
    found: dict[_Place, list[int]] = {}
    for number, place in reversed(list(enumerate(places))):
        if place is not None and number not in taken:
            found.setdefault(place, []).append(number)
    return found


def _periods(exhibit: Exhibit) -> set[str]:
    found = {line.at.get("period", "") for line in (*exhibit.rows, *exhibit.columns)} | {exhibit.at.get("period", "")}
    return found - {""}


def _place(line: Line, years: int) -> _Place:
    at = dict(line.at)
    period = at.get("period", "")
    if years and period:
        with suppress(ValueError):
            at["period"] = period_from_code(period).moved(years).code
    return tuple(sorted(at.items()))


@dataclass(frozen=True)
class PairedTable:
    """Rows and columns of both states together. Cells are made when they are asked for: a window shows a few of very many."""

    pairing: Pairing
    pair: PairedExhibit
    rows: tuple[PairedLine, ...]
    columns: tuple[PairedLine, ...]

    def cell(self, row: int, column: int) -> PairedCell:
        down, across = self.rows[row], self.columns[column]
        old, one = self._side(self.pairing.before, self.pair.before, down.before, across.before)
        new, two = self._side(self.pairing.after, self.pair.after, down.after, across.after)
        if new is None and old is None:
            return PairedCell(None, one, two, _change_of_texts(one, two) if self._holds_text(across) else "")
        return PairedCell(new or old, one, two, self.pairing.change(old, new))

    def change(self, row: int, column: int) -> str:
        """How a cell's figure differs; "" where it does not. Quicker than the whole cell."""
        if self._holds_text(self.columns[column]):
            down, across = self.rows[row], self.columns[column]
            before = self._text(self.pair.before, down.before, across.before)
            return _change_of_texts(before, self._text(self.pair.after, down.after, across.after))
        old = self._key(self.pair.before, self.rows[row].before, self.columns[column].before)
        return self.pairing.change(old, self._key(self.pair.after, self.rows[row].after, self.columns[column].after))

    @staticmethod
    def _holds_text(column: PairedLine) -> bool:
        return column.line.kind is not None

    @staticmethod
    def _text(exhibit: Exhibit | None, row: int | None, column: int | None) -> str | None:
        return None if exhibit is None or row is None or column is None else text_at(exhibit, row, column)

    @staticmethod
    def _key(exhibit: Exhibit | None, row: int | None, column: int | None) -> Key | None:
        return None if exhibit is None or row is None or column is None else cell_key(exhibit, row, column)

    def _side(self, book: Book, exhibit: Exhibit | None, row: int | None, column: int | None) -> tuple[Key | None, str | None]:
        if exhibit is None or row is None or column is None:
            return None, None
        cell = cell_at(book, exhibit, row, column)
        return cell.key, cell.text

    @cached_property
    def differing(self) -> tuple[tuple[int, int], ...]:
        """(row, column) of every cell whose figure differs, row by row."""
        every_row, every_column = range(len(self.rows)), range(len(self.columns))
        rows, columns = self._unlike
        places = {(row, column) for row in rows for column in every_column if self.change(row, column)}
        places.update((row, column) for column in columns for row in every_row if self.change(row, column))
        places.update(self._texts())
        if len(rows) < len(self.rows):
            places.update(self._places())
        return tuple(sorted(places))

    def _texts(self) -> Iterator[tuple[int, int]]:
        """The cells of columns of texts that differ."""
        for column, line in enumerate(self.columns):
            if self._holds_text(line):
                yield from ((row, column) for row in range(len(self.rows)) if self.change(row, column))

    @cached_property
    def _unlike(self) -> tuple[Sequence[int], Sequence[int]]:
        """Numbers of the rows and of the columns that do not stand for the same in both states."""
        before, after = self.pair.before, self.pair.after
        if before is None or after is None or before.at != after.at:
            return range(len(self.rows)), ()
        return _unlike(self.rows, before.rows, after.rows), _unlike(self.columns, before.columns, after.columns)

    def _places(self) -> Iterator[tuple[int, int]]:
        """The cells of lines that stand for the same in both states: there only the figures known to differ need to be found, which does
        not take longer in a table of 100,000 rows."""
        after = self.pair.after
        assert after is not None
        rows = {line.after: number for number, line in enumerate(self.rows)}
        columns = {line.after: number for number, line in enumerate(self.columns)}
        unlike_rows, unlike_columns = (frozenset(numbers) for numbers in self._unlike)
        for key in self.pair.keys:
            for row, column in self.pairing.after.cells(after, key):
                place = rows[row], columns[column]
                if place[0] not in unlike_rows and place[1] not in unlike_columns:
                    yield place


def _change_of_texts(before: str | None, after: str | None) -> str:
    if (before or "") == (after or ""):
        return ""
    if not before or not after:
        return REMOVED if before else ADDED
    return CHANGED


def _unlike(pairs: Sequence[PairedLine], before: Sequence[Line], after: Sequence[Line]) -> list[int]:
    return [
        number
        for number, pair in enumerate(pairs)
        if pair.before is None or pair.after is None or before[pair.before].at != after[pair.after].at
    ]
