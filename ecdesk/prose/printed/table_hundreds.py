"""Columns and rows of percentages in tables that are printed as text: that they make up a hundred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.places import total_named
from ecdesk.domain.wording.units import PERCENT
from ecdesk.prose.claims import Claim, Operand
from ecdesk.prose.explain import digits_of, replacements, transpositions
from ecdesk.prose.printed.tables import Cell, Table
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.hints import asked

_GROWTH = pattern("growth_column")
_NOT_ADDED = pattern("not_added")
_INNER_ROW = pattern("inner_row")
HUNDRED = Fraction(100)
LEFT_OUT = 2
"""So many cells at the end of a line may be no parts: | 国有 | 集体 | 其他 | 乡镇工业 |."""


@dataclass(slots=True)
class Line:
    """The cells of a column or a row in their order, without its total."""

    cells: list[Cell]

    @property
    def sum(self) -> Fraction:
        return sum((_printed(cell) for cell in self.cells), Fraction(0))

    @property
    def width(self) -> Fraction:
        """By how much the sum of so many rounded numbers may be off."""
        return sum((_last_digit(cell) for cell in self.cells), Fraction(0)) / 2

    @property
    def holds(self) -> bool:
        return len(self.cells) > 1 and abs(self.sum - HUNDRED) <= self.width

    @property
    def chance(self) -> float:
        """That so many numbers make up a hundred by themselves: more, where nothing says that they are percentages."""
        told = all(cell.figure is not None and cell.figure.amount.unit == PERCENT for cell in self.cells)
        return min(1.0, float(2 * self.width / HUNDRED) * (1 if told else UNTOLD))


UNTOLD = 6


def _printed(cell: Cell) -> Fraction:
    return Fraction(cell.figure.amount.value) if cell.figure is not None else Fraction(0)


def _last_digit(cell: Cell) -> Fraction:
    return Fraction(cell.figure.amount.last_digit) if cell.figure is not None else Fraction(0)


def table_hundreds(context: Context, found: Sequence[Table]) -> Iterator[Claim]:
    """Every line of a table that makes up a hundred as most others of it do, and the slip of one that does not."""
    for table in found:
        for lines in _believed(table):
            for line in lines:
                slip = None if line.holds else _slip(line)
                if line.holds or slip is not None:
                    yield _claim(context, line, slip)


def _believed(table: Table) -> Iterator[list[Line]]:
    """The columns of a table, or its rows, with as many cells of each as make most of them a hundred."""
    for cells in (_columns(table), _rows(table)):
        for left in range(LEFT_OUT + 1):
            lines = [line for line in (_line(row, left) for row in cells) if len(line.cells) > 1]
            if _hardly_chance(lines):
                yield lines
                break


def _hardly_chance(lines: list[Line]) -> bool:
    held = [line for line in lines if line.holds]
    chance = 1.0
    for line in held:
        chance *= line.chance
    return 3 * len(held) >= 2 * len(lines) > 0 and chance < float(asked("table")["chance"])


def _columns(table: Table) -> list[list[Cell]]:
    """Those without levels before them, of which they would be shares."""
    places = (place for place in range(1, _first_level(table)) if _may_add(table.heads[place]))
    rows = [row for row in table.rows if _is_part(row[0].words)]
    return [[row[place] for row in rows] for place in places]


def _first_level(table: Table) -> int:
    return next((place for place in range(1, table.width) if any(map(_is_level, table.column(place)))), table.width)


def _is_part(name: str) -> bool:
    return _INNER_ROW.match(name) is None and not total_named(name)


def _is_level(cell: Cell) -> bool:
    return cell.kind == "level" and not _may_be_percentage(cell)


def _rows(table: Table) -> list[list[Cell]]:
    places = [place for place in range(1, table.width) if _may_add(table.heads[place]) and not total_named(table.heads[place])]
    return [[row[place] for place in places] for row in table.rows if _may_add(row[0].words)]


def _may_add(head: str) -> bool:
    return _GROWTH.search(head) is None and _NOT_ADDED.search(head) is None


def _line(row: list[Cell], left: int) -> Line:
    """The percentages of a line but for some cells at its end."""
    return Line([cell for cell in row[: len(row) - left] if cell.figure is not None and _may_be_percentage(cell)])


def _may_be_percentage(cell: Cell) -> bool:
    return cell.figure is not None and cell.figure.amount.unit in (PERCENT, NO_UNIT) and 0 <= _printed(cell) < HUNDRED


def _slip(line: Line) -> Text | None:
    """One slip of one cell that makes the line a hundred."""
    off = HUNDRED - line.sum
    for cell in line.cells:
        figure = cell.figure
        for other in (
            (*transpositions(figure), *replacements(figure)) if figure is not None and len(digits_of(figure)) > 1 else ()
        ):
            if abs(_printed(cell) + off - Fraction(other.amount.value)) <= line.width:
                return text("若将“{old}”改为“{new}”则相符。", old=cell.words, new=f"{other.amount.value:f}")
    return None


def _claim(context: Context, line: Line, slip: Text | None) -> Claim:
    operands = tuple(Operand(c.start, c.end, context.manuscript[c.start : c.end], "part", c.row) for c in line.cells)
    relation = f"{' + '.join(cell.words for cell in line.cells)} = 100%"
    verdict, message = Verdict.HOLDS, text("表中各数相符。")
    if slip is not None:
        verdict, message = Verdict.FAILS, text("各部分之和不是 {whole}。", whole="100%")
    return Claim("sum", verdict, relation, operands, "100%", message, slip, context.around(operands))
