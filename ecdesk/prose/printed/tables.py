"""Tables that are printed as text: their own sums, shares and growth, and their cells against the prose."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.places import total_named
from ecdesk.domain.wording.time.time_words import find_time
from ecdesk.domain.wording.units import PERCENT, printed_unit
from ecdesk.prose.claims import MESSAGES, Claim, Operand
from ecdesk.prose.explain import TURNED, digits_of, exchanges, in_reach, like, replacements, slip_between, transpositions
from ecdesk.prose.printed.down import Place, printed_down
from ecdesk.prose.reading.clauses import clean_name, folded_name
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import NUMBER_CELL, Stretch, StretchKind, in_one_width
from ecdesk.prose.reading.figures import Figure, FigureKind
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.hints import asked, names_divide

_GROWTH = pattern("growth_column")
_SHARE = pattern("share_column")
_NUMBERING = pattern("row_numbering")
_NOT_ADDED = pattern("not_added")
_INNER_ROW = pattern("inner_row")
_UNIT = re.compile(r"[（(]([^（）()]{1,12})[）)]")
_UNIT_LINE = pattern("unit_line")
_RULE = re.compile("[-:=]{2,2000}")
_PARTED = re.compile(r"[\t|]")
_GAPS = re.compile(rf"\s{{2,}}|\s(?={NUMBER_CELL})")
_SPACES = re.compile(r"\s+")
"""What parts cells: two spaces or more, or one before a number; in a heading one, where that gives as many as its rows have."""
MOST_ROWS, LONG_AGO = 400, 0
"""Rows of a table that are read; what stands for the year of a column that tells it by words: 上年同期."""


@dataclass(slots=True, eq=False)
class Cell:
    """A cell. kind: "level", "share" or "growth" for a number; figure: None for words. head: what its column, or else the caption, says is measured."""

    start: int
    end: int
    words: str
    figure: Figure | None = None
    kind: str = ""
    row: str = ""
    head: str = ""
    year: int | None = None

    @property
    def point(self) -> Fraction:
        return self.figure.value if self.figure is not None else Fraction(0)


@dataclass(slots=True)
class Table:
    """Rows of as many cells as the heading has. unit: of the line above it."""

    heads: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    unit: str = ""
    caption: str = ""

    def column(self, place: int) -> list[Cell]:
        return [row[place] for row in self.rows]

    @property
    def width(self) -> int:
        return len(self.heads)


def tables(context: Context) -> list[Table]:
    """The tables of a manuscript, each with its heading, its caption and the unit line above it."""
    found: list[Table] = []
    caption, unit, until, previous = "", "", -2, -2
    for stretch in context.stretches:
        adjoining = stretch.number == previous + 1
        if stretch.kind is StretchKind.TABLE:
            previous, many = stretch.number, len(found)
            unit = _read_stretch(found, context.manuscript, stretch, unit, adjoining)
            for table in found[many:]:
                table.caption = caption
            continue
        caption = stretch.text if stretch.kind is StretchKind.CAPTION else caption
        if (named := _UNIT_LINE.search(stretch.text)) is not None:
            unit, until = named["unit"], stretch.number + 1
        elif stretch.number > max(until, previous + 1):
            unit = ""
    known = [table for table in (*found, *map(_turned, printed_down(context.manuscript))) if table.rows]
    for table in known:
        _read_numbers(table)
    return known


def _read_stretch(found: list[Table], manuscript: str, stretch: Stretch, unit: str, adjoining: bool) -> str:
    """Take a line of a table, whose heading may be the line above it that is none; gives the unit that holds from here on."""
    line = _line_of(manuscript, stretch)
    if _is_headed_above(found if adjoining else [], manuscript, line):
        found.append(Table(_heads_above(manuscript, line), unit=unit))
        adjoining = True
    return _read_line(found, _cells(manuscript, *line), unit, adjoining)


def _line_of(manuscript: str, stretch: Stretch) -> tuple[int, int]:
    start, end = stretch.offsets[0], stretch.offsets[-1] + 1
    return manuscript.rfind("\n", 0, start) + 1, end


def _is_headed_above(found: list[Table], manuscript: str, line: tuple[int, int]) -> bool:
    """Whether a row set apart by spaces begins a table whose heading, of as many cells and without a number, is the line above it."""
    cells = _cells(manuscript, *line)
    begins = not found or len(found[-1].heads) != len(cells)
    return begins and len(_heads_above(manuscript, line)) == len(cells) > 2


def _heads_above(manuscript: str, line: tuple[int, int]) -> list[str]:
    """The cells of the line above, where spaces part as many as the line has."""
    end = max(line[0] - 1, 0)
    start = manuscript.rfind("\n", 0, end) + 1
    wanted = len(_cells(manuscript, *line)) if not _PARTED.search(in_one_width(manuscript[start : line[1]])) else 0
    for gaps in (_GAPS, _SPACES):
        words = [cell.words for cell in _parted(manuscript, start, end, gaps)]
        if len(words) == wanted and all(parse_number(one) is None or _is_year(one) for one in words):
            return words
    return []


def _read_line(found: list[Table], cells: list[Cell], unit: str, adjoining: bool) -> str:
    """Take one line as the heading of a table or as a row of the last one; gives the unit that holds from here on."""
    words = [cell.words for cell in cells]
    if _RULE.fullmatch("".join(words)) is not None:
        return unit  # | --- | --- |: a rule under a heading
    numbers = any(parse_number(one) is not None for one in words[1:])
    line = _UNIT_LINE.search("".join(words)) if not numbers else None
    unit = line["unit"] if line is not None else unit
    above = found[-1].heads if found and adjoining else []
    said = [one for one in words[1:] if parse_number(one) is not None]
    years = said != [] and all(map(_is_year, said))  # | 1985 | 1995 | under a heading of its own
    if numbers and above and not (years and not found[-1].rows):
        if len(cells) == len(above) and len(found[-1].rows) < MOST_ROWS:
            found[-1].rows.append(cells)
    elif len(cells) > 1 and (not numbers or years):
        found.append(Table(_under(above, words), unit=unit))
    return unit


def _turned(lines: Sequence[Sequence[Place]]) -> Table:
    """A table of lines whose cells are told by their places, the first line its heading."""
    heads, *rows = [[Cell(start, end, words) for start, end, words in line] for line in lines]
    return Table([cell.words for cell in heads], rows[:MOST_ROWS])


def _is_year(words: str) -> bool:
    return re.fullmatch("(?:19|20)[0-9]{2}年?", words) is not None


def _spread(above: list[str], width: int) -> list[str]:
    """Headings that each stand over as many columns, once for each of them."""
    over, rest = divmod(width - 1, max(len(above) - 1, 1))
    if len(above) < 3 or over < 2 or rest:
        return above
    return [above[0], *(words for words in above[1:] for _column in range(over))]


def _under(above: list[str], heads: list[str]) -> list[str]:
    """A second line of headings under the first, where both have as many cells, or each of the first stands over as many of the second."""
    above = _spread(above, len(heads))
    if len(above) != len(heads):
        return heads
    filled: list[str] = []
    for words in above:
        filled.append(words or (filled[-1] if len(filled) > 1 else ""))
    return [f"{one}{two}" if one != two else one for one, two in zip(filled, heads, strict=True)]


def _cells(manuscript: str, line_start: int, end: int) -> list[Cell]:
    line = manuscript[line_start:end]
    separator = "\t" if "\t" in line else "|" if "|" in in_one_width(line) else ""
    if not separator:
        return _parted(manuscript, line_start, end, _GAPS)
    cells: list[Cell] = []
    position = line_start
    for part in line.split(separator):
        words = re.sub(r"\s+", "", in_one_width(part))
        first = position + len(part) - len(part.lstrip())
        cells.append(Cell(first, position + len(part.rstrip()), words))
        position += len(part) + len(separator)
    if separator == "|" and len(cells) > 2 and not cells[0].words and not cells[-1].words:
        cells = cells[1:-1]
    return cells


def _parted(manuscript: str, start: int, end: int, gaps: re.Pattern[str]) -> list[Cell]:
    """The cells of a line that spaces part."""
    ends = [*(match.span() for match in gaps.finditer(manuscript, start, end)), (end, end)]
    begins = [start, *(behind for _begin, behind in ends)]
    parts = ((begin, gap[0], manuscript[begin : gap[0]]) for begin, gap in zip(begins, ends, strict=False))
    return [
        Cell(
            begin + len(part) - len(part.lstrip()), stop - len(part) + len(part.rstrip()), re.sub(r"\s+", "", in_one_width(part))
        )
        for begin, stop, part in parts
        if part.strip()
    ]


def _read_numbers(table: Table) -> None:
    """What the numbers of a table are: unit and kind by the head of their column, else by their row or the line above."""
    own = next((place for place, head in enumerate(table.heads) if head == "单位"), None)
    heads = [_measured(head) or _measured(table.caption) for head in table.heads]
    units = [*re.split("[、，/]", table.unit), *_UNIT.findall(table.caption)]
    for cells in table.rows:
        name = folded_name(clean_name(_NUMBERING.sub("", cells[0].words)))
        for place, cell in enumerate(cells[1:], 1):
            if (value := parse_number(cell.words)) is not None:
                _read_number(
                    cell, value, table.heads[place], [cells[own].words if own is not None else "", cells[0].words, *units]
                )
                cell.row, cell.head = name, heads[place]


def _read_number(cell: Cell, value: Decimal, head: str, units: Sequence[str]) -> None:
    """Kind, unit and year of a number. units: of the row's cell for them, then the row's label, then those above."""
    cell.kind = _kind(head)
    unit = _unit(head, units[0] if cell.kind == "level" else "", units[1], units[2:])
    if cell.kind == "growth" and not unit.is_ratio:
        cell.kind = "level"
    time = find_time(head)[0]
    if time is not None and (time.names_year or (time.shift is not None and cell.kind == "level")):
        cell.year = time.year or LONG_AGO
    cell.figure = Figure(0, 0, 0, Amount(value, unit), FigureKind.LEVEL)


def _kind(head: str) -> str:
    return "share" if _SHARE.search(head) else "growth" if _GROWTH.search(head) else "level"


def _measured(words: str) -> str:
    """What a heading or a caption names besides its time and its unit."""
    return folded_name(clean_name(_UNIT.sub("", find_time(words)[1])))


def _unit(head: str, own: str, label: str, above: Sequence[str]) -> Unit:
    named = _UNIT.search(head)
    found = printed_unit(own or (named[1] if named is not None else ""))
    if found is not None:
        return found
    if _GROWTH.search(head) or _SHARE.search(head):
        return PERCENT
    inside = _UNIT.search(label)
    said = [inside[1] if inside is not None else "", *above]
    return next((unit for words in said if words and (unit := printed_unit(words)) is not None), NO_UNIT)


# -- what a table says by itself


@dataclass(slots=True, eq=False)
class Row:
    """One relation of a table: a result and what it comes from. made: what the parts give within a margin. closed: how much chance may offer of a slip
    that mends it, where a word (合计) or its place says that the result is the sum of the others."""

    kind: str
    result: Cell
    parts: tuple[Cell, ...]
    sign: str
    made: Callable[[Margin], Interval | None]
    closed: float = 0

    def possible(self, margin: Margin) -> bool:
        made = self.made(margin)
        return made is not None and _interval(self.result, margin).meets(made)

    def holds(self) -> bool:
        """Within the widest rounding."""
        return self.possible(Margin.FULL)

    @property
    def adjusted(self) -> bool:
        """Whether a share is less than two units of its last digit off, as publishers print one of a column that then makes a hundred."""
        made = self.made(Margin.NONE)
        figure = self.result.figure
        if self.kind != "share" or made is None or made.low is None or figure is None:
            return False
        return abs(made.low - self.result.point) < 2 * figure.amount.last_digit * figure.amount.unit.scale

    def verdict(self) -> Verdict:
        return decide(self.possible)


def _interval(cell: Cell, margin: Margin) -> Interval:
    assert cell.figure is not None
    return cell.figure.interval(margin)


def search_tables(found: Sequence[Table]) -> Iterator[tuple[Row, Text | None, bool]]:
    """Relations of tables that come out, that most of their columns or rows bear out, or that a word closes; the slip of one that does not come
    out, and whether it holds."""
    for table in found:
        for rows in (*_sums(table), *_shares(table), *_growths(table)):
            held = [row.holds() for row in rows]
            good = list(itertools.compress(rows, held))
            most = len(good) >= 2 and 3 * len(good) >= 2 * len(rows) and _hardly_chance(good)
            half = 2 * len(good) >= len(rows) and _hardly_chance(good) and rows[0].kind == "sum"
            for row, holds in zip(rows, held, strict=True):
                slip = _slip_of(row, most) if not holds and (most or half or row.closed) else None
                if most or ((row.closed or half) and (_hardly_chance([row]) if holds else slip is not None)):
                    yield row, slip, holds


def _slip_of(row: Row, most: bool) -> Text | None:
    """How the result differs from what it should be, or one slip of a cell that mends the relation, where most of its line do not say so one that
    chance would hardly offer."""
    made = row.made(Margin.NONE)
    expected = made.low if made is not None and made.low is not None else Fraction(0)
    own = _slip(row.result, _shown(expected, row.result)) if most else None
    if own is not None or row.kind == "growth":
        return own
    limit = 1.0 if most else row.closed or float(asked("table")["closed"])
    return _mended(row, _wanted(row, expected), limit)


def _mended(row: Row, wanted: dict[Cell, tuple[Fraction, Fraction]], limit: float) -> Text | None:
    """The slip of a cell that mends a relation, where chance would offer fewer of them than the limit."""
    reached = {cell for cell, (value, width) in wanted.items() if in_reach(_figure(cell), value, width)}
    for kind in (transpositions, exchanges, replacements) if reached else ():
        tried = [(cell, other) for cell in wanted if len(digits_of(_figure(cell))) > 1 for other in kind(_figure(cell))]
        for cell, other in ((cell, other) for cell, other in tried if cell in reached):
            value, width = wanted[cell]
            of = abs(row.result.point if row.kind == "sum" else value)
            if 2 * abs(value - other.value) <= width and len(tried) * width < limit * of:
                return text("若将“{old}”改为“{new}”则相符。", old=cell.words, new=f"{other.amount.value:f}")
    return None


def _wanted(row: Row, expected: Fraction) -> dict[Cell, tuple[Fraction, Fraction]]:
    """What each cell would have to be for the relation to come out, and by how much that may be off."""
    if row.kind == "share":
        level, whole = row.parts
        return {level: (row.result.point * whole.point, _width(row.result) * whole.point)}
    off, width = expected - row.result.point, sum(map(_width, (row.result, *row.parts)), Fraction(0))
    return {row.result: (expected, width), **{cell: (cell.point - off, width) for cell in row.parts}}


def _width(cell: Cell) -> Fraction:
    return (_interval(cell, Margin.HALF).width or Fraction(0)) if cell.figure is not None else Fraction(0)


def _figure(cell: Cell) -> Figure:
    assert cell.figure is not None
    return cell.figure


def _hardly_chance(rows: Sequence[Row]) -> bool:
    """Whether so many relations would hardly come out by themselves."""
    chance = 1.0
    for row in rows:
        width = _interval(row.result, Margin.HALF).width or Fraction(1)
        size = abs(row.result.point) if row.kind != "growth" else max(abs(row.result.point), Fraction(1, 10))
        chance *= min(1.0, 3 * float(width / size) if size else 1.0)
    return chance < float(asked("table")["chance"])


def _sums(table: Table) -> Iterator[list[Row]]:
    """A row that is the sum of the others, column by column; a column that is the sum of the others, row by row."""
    level = [place for place in range(1, table.width) if any(cell.kind == "level" for cell in table.column(place))]
    places = [place for place in level if _NOT_ADDED.search(table.heads[place]) is None]
    columns = [table.column(place) for place in places]
    last = len(table.rows) - 1
    if last >= 2:
        named = [at for at, cell in enumerate(table.column(0)) if total_named(cell.words)]
        yield from (_added(columns, at, _inner_rows(table), "closed" if named else "") for at in named or [0, last])
    yield from _blocks(table, columns)
    if columns and len(table.rows) <= MOST_NESTED:
        yield from _nested(table, columns)
    if len(level) >= 3:
        yield from _sums_across(columns, [at for at, place in enumerate(places) if total_named(table.heads[place])])


def _sums_across(columns: list[list[Cell]], totals: Sequence[int]) -> Iterator[list[Row]]:
    """Columns that are the sum of the others, and exports, imports and their balance beside each other."""
    rows = [list(row) for row in zip(*columns, strict=True)]
    yield from (_added(rows, at) for at in totals)
    beside = zip(columns, columns[1:], columns[2:], strict=False)
    yield from (_added([list(row) for row in zip(*three, strict=True)], 0) for three in beside)


def _inner_rows(table: Table) -> set[int]:
    return {at for at, cell in enumerate(table.column(0)) if _INNER_ROW.match(cell.words)}


MOST_IN_BLOCK = 6
MOST_NESTED = 40


def _blocks(table: Table, columns: list[list[Cell]]) -> Iterator[list[Row]]:
    """普通中学 above 初中 and 高中: a row that is the sum of some right below it, or of a group below that 其中 opens, column by column."""
    names = [_NUMBERING.sub("", cell.words).lstrip("#") for cell in table.column(0)]
    for at in range(len(names)):
        for end in range(at + 3, min(len(names), at + MOST_IN_BLOCK) + 1):
            closed = names_divide(names[at + 1 : end])
            if closed or len(columns) > 1:
                yield _added([column[at:end] for column in columns], 0, how="closed" if closed else "")


def _nested(table: Table, columns: list[list[Cell]]) -> Iterator[list[Row]]:
    """地区生产总值 above 第一产业, 第二产业, 工业, 建筑业 and 第三产业: rows that are the sum of those below them which are parts of no other; those left
    over between or behind such parts are all of the row above them."""
    inner = _inner_rows(table)
    inside = set(inner)
    for at in reversed(range(len(table.rows))):
        below = sorted(set(range(at + 1, len(table.rows))) - inside)
        parts, left, rows = _made_up(columns, at, below)
        inside.update(parts, left)
        if rows:
            yield rows
        elif at == 0 and (len(below) >= MOST_IN_BLOCK or inside > inner):
            yield _placed(columns, at, below)
        if len(left) > 1:
            yield _placed(columns, max(row for row in parts if row < left[0]), left)


def _made_up(columns: list[list[Cell]], at: int, below: list[int]) -> tuple[list[int], list[int], list[Row]]:
    """The first of the ways in which a row is the sum of some below it that every column bears out, with these sums."""
    tried = ((*way, _placed(columns, at, way[0])) for way in _ways(below, at == 0) if _comes_out(columns[0], at, way[0]))
    return next((one for one in tried if _is_believed(one[2])), ([], [], []))


def _is_believed(rows: list[Row]) -> bool:
    return bool(rows) and all(row.holds() for row in rows) and _hardly_chance(rows)


def _placed(columns: list[list[Cell]], at: int, parts: list[int]) -> list[Row]:
    """Rows that only their places put under the one above them."""
    return _added([[column[row] for row in (at, *parts)] for column in columns], 0, how="placed")


def _ways(below: list[int], first: bool) -> Iterator[tuple[list[int], list[int]]]:
    """The rows that may make up one above them, and those left over: so many of those below it, and these without some between them. first: above it
    stands no row that those behind the parts could be of."""
    ends = range(len(below), 1, -1)
    yield from ((below[:end], below[end:] if first else []) for end in ends)
    if len(below) <= 2 * MOST_IN_BLOCK:
        gaps = itertools.combinations(range(1, len(below)), 2)
        wide = ((low, high) for low, high in gaps if high > low + 1)
        yield from ((below[:low] + below[high:end], below[low:high]) for low, high in wide for end in ends if end > high)


def _comes_out(column: list[Cell], at: int, parts: list[int]) -> bool:
    off = sum((column[row].point for row in parts), -column[at].point)
    return 2 * abs(off) <= sum((_width(column[row]) for row in (at, *parts)), Fraction(0))


def _added(lines: Iterable[list[Cell]], at: int, inner: Collection[int] = (), how: str = "") -> list[Row]:
    """For each line the relation that the cell at a place is the sum of the others, without those that are parts of others. how: see `_offered`."""
    rows = (
        _sum(cells[at], [cell for place, cell in enumerate(cells) if place != at and place not in inner], how) for cells in lines
    )
    return [row for row in rows if row is not None]


_LEAST = {"closed": Fraction(1, 10**4), "placed": Fraction(1)}
"""How much of its largest part a sum must be to be one by a word, or by its place."""


def _offered(how: str, result: Cell, parts: list[Cell]) -> float:
    """How much chance may offer of a slip that mends a sum. how: whether a word or its place says that it is one."""
    told = how and result.point >= _LEAST[how] * max(cell.point for cell in parts)
    return float(asked("table")[how]) if told else 0


def _is_rate(result: Cell, parts: list[Cell]) -> bool:
    """Whether the number for all lies between those of the parts, as that of a rate does."""
    return result.kind == "level" and min(cell.point for cell in parts) <= result.point <= max(cell.point for cell in parts)


def _sum(result: Cell, parts: list[Cell], how: str) -> Row | None:
    known = [cell for cell in parts if cell.figure is not None]
    same = result.figure is not None and {cell.figure.amount.unit for cell in known if cell.figure} == {result.figure.amount.unit}
    if len(known) < 2 or not same or _is_rate(result, known):
        return None
    made = lambda margin: total(_interval(cell, margin) for cell in known)  # noqa: E731
    return Row("sum", result, tuple(known), " + ", made, _offered(how, result, known))


def _shares(table: Table) -> Iterator[list[Row]]:
    """A column of percentages that are the parts of the total of the column before it."""
    for place in range(2, table.width):
        cells = table.column(place)
        before = _level_before(table, place)
        if before is None or sum(cell.kind == "share" for cell in cells) < 3:
            continue
        levels = table.column(before)
        whole = max(levels, key=lambda cell: cell.point)
        yield [
            Row("share", cell, (level, whole), " ÷ ", partial(_quotient, level, whole))
            for cell, level in zip(cells, levels, strict=True)
            if cell.kind == "share" and level.kind == "level" and level is not whole
        ]


def _level_before(table: Table, place: int) -> int | None:
    """The nearest column of levels to the left of one."""
    columns = range(place - 1, 0, -1)
    return next((one for one in columns if 2 * sum(cell.kind == "level" for cell in table.column(one)) > len(table.rows)), None)


def _quotient(part: Cell, whole: Cell, margin: Margin) -> Interval | None:
    below = _interval(whole, margin)
    return _interval(part, margin) / below if below.low is not None and below.low > 0 else None


def _growths(table: Table) -> Iterator[list[Row]]:
    """A column of growth between two columns of levels, or down the rows of a level before it."""
    for place in range(2, table.width):
        cells = table.column(place)
        if sum(cell.kind == "growth" for cell in cells) < 3:
            continue
        for now, before in ((1, 2), (2, 1)):
            if place - max(now, before) >= 1:
                yield _grown(zip(cells, table.column(place - now), table.column(place - before), strict=True))
        down = _level_before(table, place)
        if down is not None:
            levels = table.column(down)
            yield _grown(zip(cells[1:], levels[1:], levels, strict=False))


def _grown(rows: Iterator[tuple[Cell, Cell, Cell]]) -> list[Row]:
    def made(now: Cell, before: Cell) -> Callable[[Margin], Interval | None]:
        def grown(margin: Margin) -> Interval | None:
            quotient = _quotient(now, before, margin)
            return quotient - Interval.point(1) if quotient is not None else None

        return grown

    return [
        Row("growth", cell, (now, before), " ÷ ", made(now, before))
        for cell, now, before in rows
        if cell.kind == "growth" and now.kind == before.kind == "level"
    ]


# -- claims


def table_claims(context: Context, found: Sequence[Table]) -> Iterator[Claim]:
    for row, slip, holds in search_tables(found):
        cells = (*row.parts, row.result)
        operands = tuple(_operand(context, cell, "part" if cell is not row.result else "total") for cell in cells)
        made = row.made(Margin.NONE)
        value = made.low if made is not None and made.low is not None else Fraction(0)
        expected = _shown(value, row.result)
        relation = (
            f"{row.sign.join(cell.words for cell in row.parts)}{' - 1' if row.kind == 'growth' else ''} = {row.result.words}"
        )
        verdict, message, cause = row.verdict(), text("表中各数相符。"), slip
        if not holds:
            verdict, message, cause = _broken(row, expected, slip)
        yield Claim(row.kind, verdict, relation, operands, expected, message, cause, context.around(operands))


def _broken(row: Row, expected: str, slip: Text | None) -> tuple[Verdict, Text, Text | None]:
    if row.adjusted:
        return Verdict.ROUNDING, MESSAGES[Verdict.ROUNDING], None
    message = text("按表中其他数字，此处应为 {expected}，印为 {printed}。", expected=expected, printed=row.result.words)
    return Verdict.FAILS if slip is not None else Verdict.UNDECIDED, message, slip


def _slip(cell: Cell, expected: str) -> Text | None:
    """How a cell differs from what it should be, where that looks like a slip."""
    figure = cell.figure
    assert figure is not None
    value = Decimal(expected)
    if value == -figure.amount.value:
        return TURNED
    return slip_between(figure, like(figure, Amount(value, figure.amount.unit)))


def _operand(context: Context, cell: Cell, role: str) -> Operand:
    return Operand(cell.start, cell.end, context.manuscript[cell.start : cell.end], role, cell.row)


def _shown(value: Fraction, cell: Cell) -> str:
    assert cell.figure is not None
    amount = cell.figure.amount
    places = max(0, -amount.exponent)
    digits = round(value / amount.unit.scale * 10**places)
    return f"{Decimal(digits).scaleb(-places):f}"
