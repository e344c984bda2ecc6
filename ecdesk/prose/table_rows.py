"""Tables in the manuscript against its prose: the same name, the same unit's dimension, the same measure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.time.time_words import find_time
from ecdesk.domain.wording.units import PERCENT, printed_unit
from ecdesk.prose.claims import Claim, Operand, label, operand, signed, value_text
from ecdesk.prose.clauses import clean_name, folded_name
from ecdesk.prose.context import Context
from ecdesk.prose.document import Stretch, StretchKind, in_one_width
from ecdesk.prose.explain import TURNED, slip_between
from ecdesk.prose.figures import Figure, FigureKind
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement

_GROWTH = pattern("growth_column")
_NUMBERING = pattern("row_numbering")
_UNIT = re.compile(r"[（(]([^（）()]{1,12})[）)]")
MOST_SIMILAR = 4
"""A name that the prose uses for more figures than this says nothing of which one a row is about."""


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    words: str


def find_table_claims(context: Context) -> Iterator[Claim]:
    """Every figure of a table that the prose gives under the row's name."""
    levels, growths = _by_name(context)
    heads: list[_Cell] = []
    previous = -2
    for stretch in context.stretches:
        if stretch.kind is not StretchKind.TABLE:
            continue
        cells = _cells(context.manuscript, stretch)
        if stretch.number != previous + 1:
            heads = []
        previous = stretch.number
        numbers = {place: value for place, cell in enumerate(cells) if place and (value := parse_number(cell.words)) is not None}
        if not numbers:
            heads = cells if len(cells) > 1 else heads
            continue
        name = folded_name(clean_name(_NUMBERING.sub("", cells[0].words)))
        if len(name) < 2 or len(heads) != len(cells):
            continue
        unit_cell = next((place for place, head in enumerate(heads) if head.words == "单位"), None)
        for place, value in numbers.items():
            head = heads[place].words
            time = find_time(head)[0]
            if time is not None and time.names_year and context.year not in (str(time.year), str(time.until)):
                continue
            unit = _unit(head, cells[unit_cell].words if unit_cell is not None else "")
            growth = bool(_GROWTH.search(head))
            if unit is None or (growth and not unit.is_ratio):
                continue
            known = (growths if growth else levels).get(name, [])
            amount = Amount(value, unit)
            figure = Figure(0, 0, 0, amount, FigureKind.LEVEL)
            yield from _compare(context, cells[place], figure, [s for s in known if s.figure.dimension == unit.dimension])


def _by_name(context: Context) -> tuple[dict[str, list[Statement]], dict[str, list[Statement]]]:
    levels: dict[str, list[Statement]] = defaultdict(list)
    growths: dict[str, list[Statement]] = defaultdict(list)
    for statement in context.statements:
        if statement.measure is Measure.LEVEL and statement.name:
            levels[folded_name(statement.name)].append(statement)
        elif statement.measure is Measure.GROWTH and statement.base in ("", "year", "start_of_year"):
            name = statement.name or (statement.head.name if statement.head is not None else "")
            growths[folded_name(name)].append(statement)
    return levels, growths


def _cells(manuscript: str, stretch: Stretch) -> list[_Cell]:
    start, end = stretch.offsets[0], stretch.offsets[-1] + 1
    line_start = manuscript.rfind("\n", 0, start) + 1
    line = in_one_width(manuscript[line_start:end])
    separator = "\t" if "\t" in manuscript[line_start:end] else "|" if "|" in line else "  "
    cells: list[_Cell] = []
    position = line_start
    for part in manuscript[line_start:end].split(separator):
        words = re.sub(r"\s+", "", in_one_width(part))
        first = position + len(part) - len(part.lstrip())
        if separator != "  " or words:
            cells.append(_Cell(first, position + len(part.rstrip()), words))
        position += len(part) + len(separator)
    if separator == "|":
        cells = [cell for cell in cells if cell.words] if cells and not cells[0].words and not cells[-1].words else cells
    return cells


def _unit(head: str, own: str) -> Unit | None:
    if _GROWTH.search(head):
        return PERCENT
    named = _UNIT.search(head)
    return printed_unit(own or (named[1] if named is not None else ""))


def _compare(context: Context, cell: _Cell, figure: Figure, known: list[Statement]) -> Iterator[Claim]:
    if not 1 <= len(known) <= MOST_SIMILAR:
        return

    def agrees(statement: Statement) -> Verdict:
        def check(margin: Margin) -> bool:
            return signed(statement, margin).meets(figure.interval(margin))

        return decide(check)

    verdicts = [(agrees(statement), statement) for statement in known]
    order = (Verdict.HOLDS, Verdict.ROUNDING, Verdict.UNDECIDED, Verdict.FAILS)
    verdict, statement = min(verdicts, key=lambda pair: order.index(pair[0]))
    message = cause = None
    if verdict is Verdict.FAILS:
        turned = figure.value * statement.figure.value * statement.sign < 0
        cause = TURNED if turned else slip_between(figure, statement.figure)
        if cause is None or len({s.figure.value for s in known}) > 1:
            return
        message = text("表中为 {one}，文中为 {two}。", one=cell.words, two=value_text(statement))
    elif len({s.figure.value for s in known}) > 1:
        return
    operands = (
        operand(statement, "text", context.manuscript),
        Operand(cell.start, cell.end, context.manuscript[cell.start : cell.end], "table"),
    )
    relation = f"{label(statement)} {value_text(statement)} = {cell.words}"
    yield Claim("crossref", verdict, relation, operands, cell.words, message or _MESSAGE, cause, context.around(operands))


_MESSAGE = text("与表中数字一致。")
