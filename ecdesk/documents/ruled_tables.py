"""Tables whose columns are ruled: the rules say what is a cell, and how far it reaches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from ecdesk.documents.page_lines import NUMERIC, TOUCHING, Line, Merged, PageTable, Piece, Rule, distinct, lines_of, nearest

MOST_ROWS, MOST_COLUMNS = 400, 120
"""Of a table on one page."""
_PADDING = 6.0
"""Points between the rule of a cell and its text, as text programs leave them."""
_POINTS = (".", "．")


def ruled_tables(pieces: Sequence[Piece], across: Sequence[Rule], down: Sequence[Rule]) -> list[PageTable]:
    """The tables of a page that rules across and down make."""
    found = (_table(group, pieces) for group in _groups(across, down) if group.is_grid)
    return [table for table in found if table is not None]


@dataclass
class _Group:
    """Rules that cross or touch each other."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)

    @property
    def is_grid(self) -> bool:
        """Whether columns are ruled; two rules across and two down are a frame."""
        rows, columns = distinct(rule.at for rule in self.across), distinct(rule.at for rule in self.down)
        return len(rows) >= 2 and bool(columns) and (len(rows) > 2 or len(columns) > 2)


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> list[_Group]:
    """The rules of a page, those together that cross or touch."""
    owner = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while owner[number] != number:
            owner[number] = owner[owner[number]]
            number = owner[number]
        return number

    for (one, rule), (other, line) in product(enumerate(across), enumerate(down, start=len(across))):
        if _touch(rule, line) and _touch(line, rule):
            owner[root(one)] = root(other)
    groups: dict[int, _Group] = {}
    for number, rule in enumerate((*across, *down)):
        group = groups.setdefault(root(number), _Group())
        (group.across if number < len(across) else group.down).append(rule)
    return list(groups.values())


def _touch(rule: Rule, other: Rule) -> bool:
    """Whether a rule reaches to where another one is."""
    return rule.start - TOUCHING <= other.at <= rule.end + TOUCHING


def _table(group: _Group, pieces: Sequence[Piece]) -> PageTable | None:
    """The table that rules make, None for one without words in at least two of its cells."""
    rows = distinct(rule.at for rule in group.across)
    ends = (min(rule.start for rule in group.across), max(rule.end for rule in group.across))
    columns = distinct([*(rule.at for rule in group.down), *ends])
    if not 2 <= len(rows) <= MOST_ROWS or not 3 <= len(columns) <= MOST_COLUMNS:
        return None
    cells = _Cells(group, rows, columns)
    cells.fill(pieces)
    return cells.table() if len(cells.words) >= 2 else None


class _Cells:
    """Which places of a grid of rules are one cell, and what stands in each."""

    def __init__(self, group: _Group, rows: list[float], columns: list[float]) -> None:
        self.rows, self.columns = rows, columns
        self.height, self.width = len(rows) - 1, len(columns) - 1
        self._walls = _crossed(group.down, columns, rows)
        """Column and row of each place that has a rule at its left."""
        self._floors = _crossed(group.across, rows, columns)
        """Row and column of each place that has a rule over it."""
        self.spans = self._all_spans()
        self.words: dict[tuple[int, int], list[Line]] = {}
        """The lines of each cell, by its first row and column."""

    def fill(self, pieces: Sequence[Piece]) -> None:
        held: dict[tuple[int, int], list[Piece]] = {}
        for piece in pieces:
            place = bisect_right(self.rows, piece.level) - 1, bisect_right(self.columns, piece.middle) - 1
            held.setdefault(place, []).append(piece)
        for row, column, last_row, last_column in self.spans:
            places = product(range(row, last_row + 1), range(column, last_column + 1))
            inside = [piece for place in places for piece in held.get(place, ())]
            if inside:
                self.words[row, column] = lines_of(inside, apart=1e9)

    def table(self) -> PageTable:
        """The rows of the table. Where figures stand under each other in one row between rules, it is several rows."""
        levels = [self._levels(row) for row in range(self.height)]
        first = [sum(max(1, len(one)) for one in levels[:row]) for row in range(self.height + 1)]
        table = PageTable(self.rows[0], self.rows[-1], self.columns[0], self.columns[-1], [], [], tuple(self.columns))
        table.rows = [[""] * self.width for _ in range(first[-1])]
        for span in self.spans:
            row, column, last_row, last_column = span
            lines = self.words.get((row, column), [])
            if row == last_row and len(levels[row]) > 1:
                _put_apart(table, lines, levels[row], first[row], column)
                continue
            table.rows[first[row]][column] = _paragraphs(lines, self._width(span))
            bottom = first[last_row + 1] - 1
            if lines and (bottom > first[row] or last_column > column):
                table.merged.append((first[row], column, bottom, last_column))
        return table

    def _all_spans(self) -> list[Merged]:
        """First row, first column, last row, last column of each cell."""
        taken: set[tuple[int, int]] = set()
        found: list[Merged] = []
        for row, column in product(range(self.height), range(self.width)):
            if (row, column) not in taken:
                span = self._span(row, column, taken)
                taken.update(product(range(row, span[2] + 1), range(column, span[3] + 1)))
                found.append(span)
        return found

    def _span(self, row: int, column: int, taken: set[tuple[int, int]]) -> Merged:
        """The cell that begins at a place."""
        right, bottom = column, row
        while right + 1 < self.width and (right + 1, row) not in self._walls and (row, right + 1) not in taken:
            right += 1
        while bottom + 1 < self.height and not any((bottom + 1, one) in self._floors for one in range(column, right + 1)):
            bottom += 1
        return row, column, bottom, right

    def _width(self, span: Merged) -> float:
        return self.columns[span[3] + 1] - self.columns[span[1]]

    def _levels(self, row: int) -> list[float]:
        """The heights of the lines in one row between rules, where figures stand under each other in it, and as many lines in another column;
        else none."""
        spans = [span for span in self.spans if span[0] == span[2] == row]
        here = [(self.words.get(span[:2], []), self._width(span)) for span in spans]
        most = max((lines for lines, _width in here), key=len, default=[])
        stacked = any(_is_stacked(lines, width) for lines, width in here)
        if not stacked or sum(len(lines) == len(most) for lines, _width in here) < 2:
            return []
        return [line.level for line in most]


def _crossed(rules: Iterable[Rule], places: list[float], across: list[float]) -> set[tuple[int, int]]:
    """At which place of one axis each rule is, and past which parts of the other it goes."""
    middles = [(one + two) / 2 for one, two in pairwise(across)]
    return {
        (nearest(places, rule.at), number)
        for rule in rules
        for number, middle in enumerate(middles)
        if rule.start <= middle <= rule.end
    }


def _put_apart(table: PageTable, lines: Sequence[Line], levels: Sequence[float], first: int, column: int) -> None:
    """Put each line of a cell into the row that it stands in."""
    for line in lines:
        at = first + nearest(levels, line.level)
        before = table.rows[at][column]
        table.rows[at][column] = f"{before}\n{line.text}" if before else line.text


def _paragraphs(lines: Sequence[Line], width: float) -> str:
    """The text of a cell. A line that fills the cell was broken there, not by whoever wrote it."""
    text = ""
    full = False
    for line in lines:
        goes_on = full or (text[-1:].isdigit() and line.text[:1] in _POINTS)
        text += _between(text, line.text) if goes_on else "\n"
        text += line.text
        full = _fills(line, width)
    return text.removeprefix("\n")


def _between(before: str, after: str) -> str:
    """What stands between two halves of a broken line: a blank between letters."""
    letters = f"{before[-1:]}{after[:1]}"
    return " " if letters.isascii() and letters.isalpha() else ""


def _fills(line: Line, width: float) -> bool:
    """Whether no further character would have had room in a line of a cell."""
    return width - (line.pieces[-1].x1 - line.pieces[0].x0) < line.height + 2 * _PADDING


def _is_stacked(lines: Sequence[Line], width: float) -> bool:
    """Whether a cell has figures under each other; one figure that was broken for want of room is not."""
    figures = sum(NUMERIC.fullmatch(line.text) is not None for line in lines)
    return figures > 1 and not any(_fills(line, width) for line in lines)
