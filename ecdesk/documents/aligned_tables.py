"""Tables whose columns no rule parts: rows of figures that stand under each other, and the head over them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ecdesk.documents.page_lines import NUMERIC, TOUCHING, Line, PageTable, Piece, Rule, distinct

MOST_ROWS, MOST_COLUMNS = 400, 120
"""Of a table on one page."""
_ROWS_WITH_FIGURES = 2
_HEAD_LINES = 8
_MOST_BETWEEN = 3
"""Lines without figures between two rows of one table."""
_MOST_GAP, _MOST_GAP_IN_HEAD = 3.0, 4.5
"""Heights of a line between two rows of one table."""
_NARROW = 0.3
_WIDE = 0.7
"""Of the width of a table: a rule that is longer belongs to all of it, a line that is shorter may stand alone in its head."""
_OPENING, _CLOSING = "（(", "）)"

Column = tuple[float, float]
"""Left and right."""
Blocked = Sequence[tuple[float, float]]
"""Top and bottom of what is a table already."""
Span = tuple[int, int]
"""First and last column."""


def aligned_tables(lines: Sequence[Line], across: Sequence[Rule], blocked: Blocked) -> list[PageTable]:
    """The tables that lines make whose figures stand in columns. across: the rules of the page."""
    found = (_table(run, across) for run in _runs(lines, across, blocked))
    return [table for table in found if table is not None]


@dataclass(frozen=True)
class _Run:
    """Lines that may be a table: those of its head, by the rows that rules part them into, and the others."""

    head: list[list[Line]]
    body: list[Line]


def _runs(lines: Sequence[Line], across: Sequence[Rule], blocked: Blocked) -> list[_Run]:
    """Rows of figures in several pieces, with the lines of their heads."""
    found: list[_Run] = []
    number = first = 0
    while number < len(lines):
        if not _is_row(lines[number]):
            number += 1
            continue
        last = _end_of_rows(lines, number, blocked)
        above = _lines_above(lines, first, number, blocked)
        body = list(lines[number:last])
        found.append(_Run(_Head(above, body, across).rows(), body))
        number = first = last
    return found


def _is_row(line: Line) -> bool:
    return len(line.pieces) >= 2 and any(NUMERIC.fullmatch(piece.text) for piece in line.pieces)


def _end_of_rows(lines: Sequence[Line], start: int, blocked: Blocked) -> int:
    """Behind the last row of figures that goes on with the one at the start."""
    end = last = start + 1
    while end < len(lines) and end - last < _MOST_BETWEEN and _follows(lines[last - 1], lines[end], blocked):
        end += 1
        last = end if _is_row(lines[end - 1]) else last
    return last


def _lines_above(lines: Sequence[Line], first: int, start: int, blocked: Blocked) -> list[Line]:
    """The lines just over the first row of figures."""
    at = start
    while at > max(first, start - _HEAD_LINES) and _follows(lines[at - 1], lines[at], blocked, _MOST_GAP_IN_HEAD):
        at -= 1
    return list(lines[at:start])


def _follows(before: Line, line: Line, blocked: Blocked, most: float = _MOST_GAP) -> bool:
    if any(before.bottom <= top and bottom <= line.top for top, bottom in blocked):
        return False
    return line.top - before.bottom <= most * max(before.height, line.height)


class _Head:
    """The head of a table: what stands under its uppermost rule, or, without one, the lines of several pieces just over the figures."""

    def __init__(self, above: list[Line], body: Sequence[Line], across: Sequence[Rule]) -> None:
        self.above = above
        self.left = min(line.pieces[0].x0 for line in body)
        self.right = max(line.pieces[-1].x1 for line in body)
        self.end = body[0].top
        self.near = [rule for rule in across if rule.start < self.right and rule.end > self.left and rule.at <= self.end + 1]

    def rows(self) -> list[list[Line]]:
        """Its lines by rows: as rules part them, else one row a line."""
        top = self._top()
        inside = [line for line in self.above if top is not None and line.level >= top]
        if top is None or not inside:
            several = list(takewhile(lambda line: len(line.pieces) > 1, reversed(self.above)))
            return _unbroken(several[::-1])
        floors = distinct(rule.at for rule in self.near if top + TOUCHING < rule.at < self.end)
        rows: dict[int, list[Line]] = {}
        for line in inside:
            rows.setdefault(bisect_right(floors, line.level), []).append(line)
        return [rows[number] for number in sorted(rows)] if len(rows) > 1 else _unbroken(inside)

    def _top(self) -> float | None:
        """The uppermost rule of the table: of those as wide as it is, the last under which only lines of a head stand."""
        top = None
        for place in sorted((rule.at for rule in self.near if self._is_wide(rule)), reverse=True):
            until = self.end if top is None else top
            between = [line for line in self.above if place - 1 <= line.level < until]
            if self._is_far(place) or (between and not self._may_be_head(between)):
                break
            top = place
        return top

    def _is_wide(self, rule: Rule) -> bool:
        return min(rule.end, self.right) - max(rule.start, self.left) >= _WIDE * (self.right - self.left)

    def _is_far(self, place: float) -> bool:
        return bool(self.above) and place < self.above[0].top - _MOST_GAP_IN_HEAD * self.above[0].height

    def _may_be_head(self, lines: Sequence[Line]) -> bool:
        """Whether some line has several pieces, and those of one piece are short."""
        most = _NARROW * (self.right - self.left)
        alone = [line.pieces[0] for line in lines if len(line.pieces) == 1]
        return len(alone) < len(lines) and all(piece.x1 - piece.x0 < most for piece in alone)


def _unbroken(lines: Iterable[Line]) -> list[list[Line]]:
    """Rows of a head, with a line that only goes on with brackets that are open in the one above put to that."""
    found: list[list[Line]] = []
    for line in lines:
        if found and len(line.pieces) <= len(found[-1][-1].pieces) and any(map(_is_open, found[-1][-1].pieces)):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_open(piece: Piece) -> bool:
    return sum(sign in _OPENING for sign in piece.text) > sum(sign in _CLOSING for sign in piece.text)


def _table(run: _Run, across: Sequence[Rule]) -> PageTable | None:
    """The table of some lines; None where their figures do not stand in columns."""
    body = [line for line in run.body if _is_row(line)]
    columns = _columns(body)
    if len(body) < _ROWS_WITH_FIGURES or len(run.body) > MOST_ROWS or not 2 <= len(columns) <= MOST_COLUMNS:
        return None
    table = _empty([*(line for row in run.head for line in row), *run.body])
    for row in run.head:
        _put(table, _in_head(row, columns, across), len(columns))
    for line in run.body:
        _put(table, _in_body(line, columns), len(columns))
    return table if _figures(table) >= len(body) else None


def _empty(lines: Sequence[Line]) -> PageTable:
    """A table that reaches as far as its lines."""
    left, right = min(line.pieces[0].x0 for line in lines), max(line.pieces[-1].x1 for line in lines)
    return PageTable(lines[0].top, lines[-1].bottom, left, right, [])


def _in_body(line: Line, columns: Sequence[Column]) -> list[tuple[Piece, Span]]:
    numbers = [_nearest(piece, columns) for piece in line.pieces]
    return [(piece, (number, number)) for piece, number in zip(line.pieces, numbers, strict=True)]


def _figures(table: PageTable) -> int:
    return sum(NUMERIC.fullmatch(words) is not None for row in table.rows for words in row[1:])


def _put(table: PageTable, placed: Iterable[tuple[Piece, Span]], width: int) -> None:
    """Add a row; pieces over the same columns are put together."""
    row = [""] * width
    spans: set[Span] = set()
    for piece, (first, last) in placed:
        row[first] += piece.text
        if last > first:
            spans.add((first, last))
    table.merged += [(len(table.rows), first, len(table.rows), last) for first, last in sorted(spans)]
    table.rows.append(row)


def _in_head(lines: Sequence[Line], columns: Sequence[Column], across: Sequence[Rule]) -> list[tuple[Piece, Span]]:
    """The pieces of one row of a head over their columns. lines: several where its words are broken."""
    placed: list[tuple[Piece, Span]] = []
    for line in lines:
        if len(line.pieces) == len(columns):
            placed += [(piece, (number, number)) for number, piece in enumerate(line.pieces)]
        else:
            placed += [(piece, _spanned(piece, columns, across, line.height)) for piece in line.pieces]
    return placed


def _columns(body: Sequence[Line]) -> list[Column]:
    """What no row of figures has a piece at parts columns. Names whose characters stand apart are one."""
    found: list[Column] = []
    pieces = [piece for line in body for piece in line.pieces]
    for left, right in sorted((piece.x0, piece.x1) for piece in pieces):
        if found and left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    words: list[set[str]] = [set() for _ in found]
    for piece in pieces:
        words[_nearest(piece, found)].add(piece.text)
    while len(found) > 2 and all(map(_is_part_of_name, words[0] | words[1])):
        found[:2] = [(found[0][0], found[1][1])]
        words[:2] = [words[0] | words[1]]
    return found


def _is_part_of_name(word: str) -> bool:
    return len(word) <= 2 and NUMERIC.fullmatch(word) is None


def _nearest(piece: Piece, columns: Sequence[Column]) -> int:
    return min(
        range(len(columns)), key=lambda number: max(columns[number][0] - piece.middle, piece.middle - columns[number][1], 0.0)
    )


def _spanned(piece: Piece, columns: Sequence[Column], across: Sequence[Rule], height: float) -> Span:
    """The columns that a piece of a head stands over: those over a rule just below it, or those it covers, or the two that it stands between."""
    covered = _under_rule(piece, columns, across, height) or _covered(piece.x0, piece.x1, columns)
    if len(covered) > 1:
        return covered[0], covered[-1]
    for number, (one, two) in enumerate(pairwise(columns)):
        gap = (two[0] - one[1]) / 4
        if number and one[1] + gap < piece.middle < two[0] - gap:
            return number, number + 1
    nearest = _nearest(piece, columns)
    return nearest, nearest


def _under_rule(piece: Piece, columns: Sequence[Column], across: Sequence[Rule], height: float) -> list[int]:
    """The columns over a rule that stands just below a piece and does not go all the way."""
    whole = columns[-1][1] - columns[0][0]
    short = [rule for rule in across if rule.end - rule.start < _WIDE * whole and rule.start <= piece.middle <= rule.end]
    below = next((rule for rule in short if piece.y1 - 1 <= rule.at <= piece.y1 + height), None)
    return _covered(below.start, below.end, columns) if below is not None else []


def _covered(start: float, end: float, columns: Sequence[Column]) -> list[int]:
    return [number for number, (left, right) in enumerate(columns) if start <= (left + right) / 2 <= end]
