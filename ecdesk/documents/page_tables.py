"""Finding tables on a page: by their rules where rows and columns are ruled, by rows of figures that stand under each other where they are not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from ecdesk.documents.page_lines import NUMERIC, TOUCHING, Line, Piece, Rule, distinct, lines_of, merged_rules

MOST_ROWS, MOST_COLUMNS = 400, 120
"""Of a table on one page."""
_SHORTEST_RULE = 12.0
_PADDING = 6.0
"""Points between the rule of a cell and its text, as text programs leave them."""
_ROWS_WITH_FIGURES = 2
_HEAD_LINES = 8
_MOST_BETWEEN = 3
"""Lines without figures between two rows of one table."""
_MOST_GAP, _MOST_GAP_IN_HEAD = 3.0, 4.5
"""Heights of a line between two rows of one table."""
_NARROW = 0.3
_WIDE = 0.7
"""Of the width of a table: a rule that is longer belongs to all of it."""

_POINTS = (".", "．")

Merged = tuple[int, int, int, int]


@dataclass
class PageTable:
    """A table on a page. edges: left edges of its columns and its right end, for knowing it again on the next page."""

    top: float
    bottom: float
    left: float
    right: float
    rows: list[list[str]]
    merged: list[Merged] = field(default_factory=list)
    edges: tuple[float, ...] = ()


def tables_on(pieces: Sequence[Piece], across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[PageTable], list[Line]]:
    """The tables of a page from top to bottom, and the lines outside of them. across and down: the rules."""
    across = merged_rules(rule for rule in across if rule.end - rule.start >= _SHORTEST_RULE)
    down = merged_rules(rule for rule in down if rule.end - rule.start >= _SHORTEST_RULE / 2)
    tables: list[PageTable] = []
    left = list(pieces)
    for group in _groups(across, down):
        found = _ruled(group, left) if group.is_grid else None
        if found is not None:
            tables.append(found)
            left = [piece for piece in left if not _within(piece, found)]
    lines = lines_of(left)
    blocked = [(table.top, table.bottom) for table in tables]
    for run in _runs(lines, across, blocked):
        found = _aligned(run, across)
        if found is not None:
            tables.append(found)
    outside = [line for line in lines if not any(_between(line, table) for table in tables)]
    tables.sort(key=lambda table: table.top)
    return tables, outside


def _within(piece: Piece, table: PageTable) -> bool:
    return table.top <= piece.level <= table.bottom and table.left - TOUCHING <= piece.middle <= table.right + TOUCHING


def _between(line: Line, table: PageTable) -> bool:
    middle = (line.top + line.bottom) / 2
    inside = table.top <= middle <= table.bottom
    return inside and all(table.left - TOUCHING <= piece.middle <= table.right + TOUCHING for piece in line.pieces)


# -- ruled


@dataclass
class _Group:
    """Rules that cross or touch each other."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)

    @property
    def is_grid(self) -> bool:
        """Whether columns are ruled: some rule down has figures on both sides."""
        return len(self.across) >= 2 and len(self.down) >= 1 and not self.is_frame

    @property
    def is_frame(self) -> bool:
        rows, columns = distinct(rule.at for rule in self.across), distinct(rule.at for rule in self.down)
        return len(rows) <= 2 and len(columns) <= 2

    @property
    def left(self) -> float:
        return min(rule.start for rule in self.across)

    @property
    def right(self) -> float:
        return max(rule.end for rule in self.across)


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> list[_Group]:
    """The rules of a page, those together that cross or touch."""
    owner = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while owner[number] != number:
            owner[number] = owner[owner[number]]
            number = owner[number]
        return number

    for one, rule in enumerate(across):
        for other, line in enumerate(down, start=len(across)):
            beside = rule.start - TOUCHING <= line.at <= rule.end + TOUCHING
            if beside and line.start - TOUCHING <= rule.at <= line.end + TOUCHING:
                owner[root(one)] = root(other)
    groups: dict[int, _Group] = {}
    for one, rule in enumerate(across):
        groups.setdefault(root(one), _Group()).across.append(rule)
    for other, line in enumerate(down, start=len(across)):
        groups.setdefault(root(other), _Group()).down.append(line)
    return list(groups.values())


def _ruled(group: _Group, pieces: Sequence[Piece]) -> PageTable | None:
    """The table that rules make, None for one without words in at least two of its cells."""
    rows = distinct(rule.at for rule in group.across)
    columns = distinct([*(rule.at for rule in group.down), group.left, group.right])
    if not 2 <= len(rows) <= MOST_ROWS or not 3 <= len(columns) <= MOST_COLUMNS:
        return None
    held: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        row, column = bisect_right(rows, piece.level) - 1, bisect_right(columns, piece.middle) - 1
        if 0 <= row < len(rows) - 1 and 0 <= column < len(columns) - 1:
            held.setdefault((row, column), []).append(piece)
    cells = _Cells(group, rows, columns)
    spans = cells.spans()
    words: dict[tuple[int, int], list[Line]] = {}
    for row, column, last_row, last_column in spans:
        inside = [
            piece
            for at in range(row, last_row + 1)
            for beside in range(column, last_column + 1)
            for piece in held.get((at, beside), ())
        ]
        if inside:
            words[row, column] = lines_of(inside, apart=1e9)
    if len(words) < 2:
        return None
    table = PageTable(rows[0], rows[-1], columns[0], columns[-1], [], [], tuple(columns))
    _fill(table, spans, words, len(rows) - 1, len(columns) - 1)
    return table


class _Cells:
    """Which places of a grid of rules are one cell."""

    def __init__(self, group: _Group, rows: list[float], columns: list[float]) -> None:
        self.height, self.width = len(rows) - 1, len(columns) - 1
        middles = [(one + two) / 2 for one, two in pairwise(rows)]
        centres = [(one + two) / 2 for one, two in pairwise(columns)]
        self._wall = [[False] * (self.width + 1) for _ in range(self.height)]
        for rule in group.down:
            column = _nearest(columns, rule.at)
            for row, middle in enumerate(middles):
                if rule.start <= middle <= rule.end:
                    self._wall[row][column] = True
        self._floor = [[False] * self.width for _ in range(self.height + 1)]
        for rule in group.across:
            row = _nearest(rows, rule.at)
            for column, centre in enumerate(centres):
                if rule.start <= centre <= rule.end:
                    self._floor[row][column] = True

    def spans(self) -> list[Merged]:
        """First row, first column, last row, last column of each cell."""
        taken = [[False] * self.width for _ in range(self.height)]
        found: list[Merged] = []
        for row in range(self.height):
            for column in range(self.width):
                if taken[row][column]:
                    continue
                right, bottom = column, row
                while right + 1 < self.width and not self._wall[row][right + 1] and not taken[row][right + 1]:
                    right += 1
                while bottom + 1 < self.height and not any(self._floor[bottom + 1][column : right + 1]):
                    bottom += 1
                for at in range(row, bottom + 1):
                    taken[at][column : right + 1] = [True] * (right + 1 - column)
                found.append((row, column, bottom, right))
        return found


def _nearest(places: list[float], place: float) -> int:
    return min(range(len(places)), key=lambda number: abs(places[number] - place))


def _fill(table: PageTable, spans: list[Merged], words: dict[tuple[int, int], list[Line]], height: int, width: int) -> None:
    """The rows of a ruled table. Where figures stand under each other in one row between rules, it is several rows."""
    levels = [_levels(row, spans, words, table.edges) for row in range(height)]
    first = [sum(max(1, len(one)) for one in levels[:row]) for row in range(height + 1)]
    table.rows = [[""] * width for _ in range(first[-1])]
    for row, column, last_row, last_column in spans:
        lines = words.get((row, column), [])
        split = levels[row] if row == last_row else []
        if len(split) > 1:
            for line in lines:
                at = first[row] + _nearest(split, (line.top + line.bottom) / 2)
                before = table.rows[at][column]
                table.rows[at][column] = f"{before}\n{line.text}" if before else line.text
            continue
        table.rows[first[row]][column] = _paragraphs(lines, table.edges[last_column + 1] - table.edges[column])
        bottom = first[last_row + 1] - 1
        if lines and (bottom > first[row] or last_column > column):
            table.merged.append((first[row], column, bottom, last_column))


def _paragraphs(lines: Sequence[Line], width: float) -> str:
    """The text of a cell. A line that fills the cell was broken there, not by whoever wrote it."""
    text = ""
    full = False
    for line in lines:
        letters = full and text[-1:].isascii() and text[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
        goes_on = full or (text[-1:].isdigit() and line.text[:1] in _POINTS)
        text += (("" if not letters else " ") if goes_on else "\n") + line.text
        full = _fills(line, width)
    return text.removeprefix("\n")


def _fills(line: Line, width: float) -> bool:
    """Whether no further character would have had room in a line of a cell."""
    return width - (line.pieces[-1].x1 - line.pieces[0].x0) < line.height + 2 * _PADDING


def _levels(row: int, spans: list[Merged], words: dict[tuple[int, int], list[Line]], edges: Sequence[float]) -> list[float]:
    """The heights of the lines in one row between rules, where figures stand under each other in it, and in more than one column; else none.
    A figure that was broken for want of room is one."""
    here = [
        (words.get((top, column), []), edges[right + 1] - edges[column])
        for top, column, bottom, right in spans
        if top == bottom == row
    ]
    stacked = [
        lines
        for lines, width in here
        if sum(NUMERIC.fullmatch(line.text) is not None for line in lines) > 1 and not any(_fills(line, width) for line in lines)
    ]
    most = max((lines for lines, _width in here), key=len, default=[])
    if not stacked or sum(len(lines) == len(most) for lines, _width in here) < 2:
        return []
    return [(line.top + line.bottom) / 2 for line in most]


# -- without rules between the columns


@dataclass(frozen=True)
class _Run:
    """Lines that may be a table: those of its head, by the rows that rules part them into, and the others."""

    head: list[list[Line]]
    body: list[Line]


def _runs(lines: Sequence[Line], across: Sequence[Rule], blocked: Sequence[tuple[float, float]]) -> list[_Run]:
    """Rows of figures in several pieces, with the lines of their heads."""
    found: list[_Run] = []
    number = first = 0
    while number < len(lines):
        if not _is_row(lines[number]):
            number += 1
            continue
        end = last = number + 1
        while end < len(lines) and _follows(lines[last - 1], lines[end], blocked) and end - last < _MOST_BETWEEN:
            end += 1
            if _is_row(lines[end - 1]):
                last = end
        above = []
        while number - len(above) > first and len(above) < _HEAD_LINES:
            at = number - len(above)
            if not _follows(lines[at - 1], lines[at], blocked, _MOST_GAP_IN_HEAD):
                break
            above.insert(0, lines[at - 1])
        found.append(_Run(_head(above, lines[number:last], across), list(lines[number:last])))
        number = first = last
    return found


def _is_row(line: Line) -> bool:
    return len(line.pieces) >= 2 and any(NUMERIC.fullmatch(piece.text) for piece in line.pieces)


def _follows(before: Line, line: Line, blocked: Sequence[tuple[float, float]], most: float = _MOST_GAP) -> bool:
    if any(before.bottom <= top and bottom <= line.top for top, bottom in blocked):
        return False
    return line.top - before.bottom <= most * max(before.height, line.height)


def _head(above: list[Line], body: Sequence[Line], across: Sequence[Rule]) -> list[list[Line]]:
    """The head of a table, in rows: what stands under its uppermost rule, or, without one, the lines of several pieces just over the figures."""
    left = min(line.pieces[0].x0 for line in body)
    right = max(line.pieces[-1].x1 for line in body)
    near = [rule for rule in across if rule.start < right and rule.end > left and rule.at <= body[0].top + 1]
    wide = [rule.at for rule in near if min(rule.end, right) - max(rule.start, left) >= _WIDE * (right - left)]
    top = None
    for place in sorted(wide, reverse=True):
        until = body[0].top if top is None else top
        between = [line for line in above if place - 1 <= (line.top + line.bottom) / 2 < until]
        if above and place < above[0].top - _MOST_GAP_IN_HEAD * above[0].height:
            break
        narrow = all(len(line.pieces) > 1 or line.pieces[0].x1 - line.pieces[0].x0 < _NARROW * (right - left) for line in between)
        if between and not (narrow and any(len(line.pieces) > 1 for line in between)):
            break
        top = place
    if top is None or all((line.top + line.bottom) / 2 < top for line in above):
        several = list(takewhile(lambda line: len(line.pieces) > 1, reversed(above)))
        return _unbroken([[line] for line in reversed(several)])
    inside = [line for line in above if (line.top + line.bottom) / 2 >= top]
    floors = distinct(rule.at for rule in near if top + TOUCHING < rule.at < body[0].top)
    rows: dict[int, list[Line]] = {}
    for line in inside:
        rows.setdefault(bisect_right(floors, (line.top + line.bottom) / 2), []).append(line)
    grouped = [rows[number] for number in sorted(rows)]
    return grouped if len(grouped) > 1 else _unbroken([[line] for line in inside])


def _unbroken(rows: list[list[Line]]) -> list[list[Line]]:
    """Rows of a head, with a line that only goes on with brackets that are open in the one above put to that."""
    found: list[list[Line]] = []
    for row in rows:
        broken = found and any(
            piece.text.count("（") + piece.text.count("(") > piece.text.count("）") + piece.text.count(")")
            for piece in found[-1][-1].pieces
        )
        if broken and len(row[0].pieces) <= len(found[-1][-1].pieces):
            found[-1] += row
        else:
            found.append(row)
    return found


def _aligned(run: _Run, across: Sequence[Rule]) -> PageTable | None:
    """The table that lines make whose figures stand in columns; None where they do not."""
    body = [line for line in run.body if _is_row(line)]
    if len(body) < _ROWS_WITH_FIGURES or len(run.body) > MOST_ROWS:
        return None
    columns = _columns(body)
    if not 2 <= len(columns) <= MOST_COLUMNS:
        return None
    lines = [line for row in run.head for line in row] + run.body
    table = PageTable(lines[0].top, lines[-1].bottom, columns[0][0], columns[-1][1], [], [])
    for row in run.head:
        _put_head(table, row, columns, across)
    for line in run.body:
        _put(table, [(piece, *[_nearest_column(piece, columns)] * 2) for piece in line.pieces], len(columns))
    for line in lines:
        table.left, table.right = min(table.left, line.pieces[0].x0), max(table.right, line.pieces[-1].x1)
    figures = sum(NUMERIC.fullmatch(words) is not None for row in table.rows for words in row[1:])
    return table if figures >= len(body) else None


def _put(table: PageTable, placed: Sequence[tuple[Piece, int, int]], width: int) -> None:
    row = [""] * width
    for piece, first, last in placed:
        row[first] = f"{row[first]}{piece.text}" if row[first] else piece.text
        if last > first:
            table.merged.append((len(table.rows), first, len(table.rows), last))
    table.rows.append(row)


def _put_head(table: PageTable, lines: Sequence[Line], columns: Sequence[tuple[float, float]], across: Sequence[Rule]) -> None:
    """One row of a head. lines: several where its words are broken."""
    placed: dict[tuple[int, int], Piece] = {}
    for line in lines:
        if len(line.pieces) == len(columns):
            _add(placed, ((piece, (number, number)) for number, piece in enumerate(line.pieces)))
            continue
        _add(placed, ((piece, _spanned(piece, columns, across, line.height)) for piece in line.pieces))
    _put(table, [(piece, *span) for span, piece in sorted(placed.items())], len(columns))


def _add(placed: dict[tuple[int, int], Piece], pieces: Iterable[tuple[Piece, tuple[int, int]]]) -> None:
    for piece, span in pieces:
        before = placed.get(span)
        placed[span] = piece if before is None else before._replace(text=before.text + piece.text)


def _columns(body: Sequence[Line]) -> list[tuple[float, float]]:
    """Left and right of each column: what no row of figures has a piece at parts them. Names whose characters stand apart are one."""
    spans = sorted((piece.x0, piece.x1) for line in body for piece in line.pieces)
    found: list[tuple[float, float]] = []
    for left, right in spans:
        if found and left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    words: list[set[str]] = [set() for _ in found]
    for line in body:
        for piece in line.pieces:
            words[_nearest_column(piece, found)].add(piece.text)
    while len(found) > 2 and all(len(word) <= 2 and not NUMERIC.fullmatch(word) for word in words[0] | words[1]):
        found[:2] = [(found[0][0], found[1][1])]
        words[:2] = [words[0] | words[1]]
    return found


def _nearest_column(piece: Piece, columns: Sequence[tuple[float, float]]) -> int:
    return min(range(len(columns)), key=lambda number: _distance(piece.middle, columns[number]))


def _spanned(piece: Piece, columns: Sequence[tuple[float, float]], across: Sequence[Rule], height: float) -> tuple[int, int]:
    """The first and the last column that a piece of a head stands over: those over a rule just below it, or those it covers."""
    whole = columns[-1][1] - columns[0][0]
    for rule in across:
        under = piece.y1 - 1 <= rule.at <= piece.y1 + height and rule.start <= piece.middle <= rule.end
        if under and rule.end - rule.start < _WIDE * whole:
            covered = _covered(rule.start, rule.end, columns)
            if covered:
                return covered[0], covered[-1]
    covered = _covered(piece.x0, piece.x1, columns)
    if len(covered) > 1:
        return covered[0], covered[-1]
    for number, (one, two) in enumerate(pairwise(columns)):
        gap = (two[0] - one[1]) / 4
        if one[1] + gap < piece.middle < two[0] - gap and number:
            return number, number + 1
    nearest = _nearest_column(piece, columns)
    return nearest, nearest


def _covered(start: float, end: float, columns: Sequence[tuple[float, float]]) -> list[int]:
    return [number for number, (left, right) in enumerate(columns) if start <= (left + right) / 2 <= end]


def _distance(place: float, column: tuple[float, float]) -> float:
    return max(column[0] - place, place - column[1], 0.0)
