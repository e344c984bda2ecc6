"""Two states of a book beside each other: which figures differ, and each exhibit's lines matched to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from ecdesk.domain.book import Book
from ecdesk.domain.keys import Key
from ecdesk.domain.layouts import cell_key
from ecdesk.domain.periods import period_from_code
from ecdesk.domain.records import Exhibit, Line, Observation
from ecdesk.domain.tables import cell_at

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

    def __init__(self, before: Book, after: Book) -> None:
        self.before, self.after = before, after
        self.years = after.year - before.year if before.year and after.year else 0
        self._tables: dict[str, PairedTable] = {}

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
        places: dict[str, set[Key]] = {}
        for key in {*self.before.observations, *self.after.observations}:
            if self.change(key, key):
                for id, _row, _column in [*self.after.places(key), *self.before.places(key)]:
                    places.setdefault(id, set()).add(key)
        earlier = {exhibit.id: exhibit for exhibit in self.before.exhibits()}
        found = []
        for exhibit in self.after.exhibits():
            found.append(self._paired(earlier.pop(exhibit.id, None), exhibit, places.get(exhibit.id, set())))
        found.extend(self._paired(exhibit, None, places.get(exhibit.id, set())) for exhibit in earlier.values())
        return tuple(pair for pair in found if pair.change or pair.cells or pair.lines)

    def _paired(self, before: Exhibit | None, after: Exhibit | None, keys: set[Key]) -> PairedExhibit:
        lines: Counter[str] = Counter()
        years = 0
        if before is not None and after is not None:
            years = 0 if _periods(before) & _periods(after) else self.years
            for one, two in ((before.rows, after.rows), (before.columns, after.columns)):
                lines.update(pair.change for pair in self.lines(one, two, years) if pair.change)
        cells = Counter(self.change(key, key) for key in keys)
        pair = PairedExhibit(before, after, cells, lines, years, frozenset(keys))
        if years:
            table = self.table(pair)
            cells = Counter(table.cell(row, column).change for row, column in table.differing)
            pair = PairedExhibit(before, after, cells, lines, years, frozenset(keys))
        return pair

    def lines(self, before: Sequence[Line], after: Sequence[Line], years: int = 0) -> tuple[PairedLine, ...]:
        """Rows or columns of both states in the later one's order, each that was taken out after the one it stood behind."""
        by_id = {line.id: number for number, line in enumerate(before)}
        by_place = {_place(line, years): number for number, line in enumerate(before) if line.at}
        taken: set[int] = set()
        pairs: list[PairedLine] = []
        for number, line in enumerate(after):
            found = by_place.get(_place(line, 0)) if line.at else None
            if found is None or found in taken:
                found = by_id.get(line.id)
                if found is not None and (found in taken or bool(before[found].at) != bool(line.at)):
                    found = None
            if found is not None:
                taken.add(found)
            pairs.append(PairedLine(found, number, line))
        behind = {pair.before: pair for pair in pairs}
        for number, line in enumerate(before):
            if number not in taken:
                behind[number] = PairedLine(number, None, line)
                last = behind.get(number - 1)
                pairs.insert(pairs.index(last) + 1 if last is not None else 0, behind[number])
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


def _periods(exhibit: Exhibit) -> set[str]:
    found = {line.at.get("period", "") for line in (*exhibit.rows, *exhibit.columns)} | {exhibit.at.get("period", "")}
    return found - {""}


def _place(line: Line, years: int) -> tuple[tuple[str, str], ...]:
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
        return PairedCell(new or old, one, two, self.pairing.change(old, new))

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
        places = {(row, column) for row in rows for column in every_column if self._differs(row, column)}
        places.update((row, column) for column in columns for row in every_row if self._differs(row, column))
        if len(rows) < len(self.rows):
            places.update(self._places())
        return tuple(sorted(places))

    @property
    def scanned(self) -> int:
        """How many cells must be looked at one by one to know which differ."""
        rows, columns = self._unlike
        return len(rows) * len(self.columns) + len(columns) * len(self.rows)

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

    def _differs(self, row: int, column: int) -> bool:
        down, across = self.rows[row], self.columns[column]
        pair = self.pair
        old = new = None
        if pair.before is not None and down.before is not None and across.before is not None:
            old = cell_key(pair.before, down.before, across.before)
        if pair.after is not None and down.after is not None and across.after is not None:
            new = cell_key(pair.after, down.after, across.after)
        return bool(self.pairing.change(old, new))


def _unlike(pairs: Sequence[PairedLine], before: Sequence[Line], after: Sequence[Line]) -> list[int]:
    return [
        number
        for number, pair in enumerate(pairs)
        if pair.before is None or pair.after is None or before[pair.before].at != after[pair.after].at
    ]
