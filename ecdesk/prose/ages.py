"""Bands of age that make up everybody: 0—14岁, 15—59岁 and 60岁及以上, in a row of numbers of people or of shares."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import text
from ecdesk.prose.adding import adds_up, slip, sum_claim
from ecdesk.prose.claims import Claim, show, value_text
from ecdesk.prose.clauses import is_day_of
from ecdesk.prose.compositions import HUNDRED, makes_up
from ecdesk.prose.context import Context
from ecdesk.prose.part_growth import growths
from ecdesk.prose.patterns import pattern
from ecdesk.prose.statements import Measure, Statement

_BAND = pattern("age_band")
PARAGRAPHS = 12
"""How far before the bands the number of all people may stand."""


def find_ages(context: Context) -> Iterator[Claim]:
    """Rows of bands that begin at nought, leave no gap and end open."""
    for statements in context.by_stretch.values():
        for _sentence, group in itertools.groupby(statements, key=lambda s: s.sentence):
            sentence = [s for s in group if not s.aside]
            for row in _rows([s for s in sentence if s.measure is Measure.SHARE]):
                yield from _hundred(context, row)
            for row in _rows([s for s in sentence if s.measure is Measure.LEVEL and s.figure.dimension == "人"]):
                yield from _people(context, row)


def _rows(statements: list[Statement]) -> Iterator[list[Statement]]:
    row: list[Statement] = []
    least = 0
    before: Statement | None = None
    for statement in statements:
        band = _band_of(statement, before)
        before = statement
        if band is None:
            continue
        if band[0] == 0:
            row, least = [], 0
        if band[0] != least or (row and row[0].period != statement.period):
            row, least = [], 0
            continue
        row.append(statement)
        if band[1] is None:
            if len(row) >= 2:
                yield row
            row, least = [], 0
        else:
            least = band[1] + 1


def _band_of(statement: Statement, before: Statement | None) -> tuple[int, int | None] | None:
    """The ages that the words before a figure name: the first, and the last or None where there is none."""
    start = before.figure.end if before is not None and before.stretch is statement.stretch else 0
    found = list(_BAND.finditer(statement.stretch.text, start, statement.figure.start))
    if len(found) != 1:
        return None
    band = found[0]
    if band["under"]:
        return 0, int(band["under"]) - (0 if "及" in band[0] or "含" in band[0] else 1)
    if band["open"]:
        return int(band["open"]), None
    return int(band["first"]), int(band["last"])


def _hundred(context: Context, row: list[Statement]) -> Iterator[Claim]:
    verdict = makes_up(row, HUNDRED)
    total = show(sum((s.figure.value for s in row), Fraction(0)), row[0].figure)
    message = text("各部分的比重之和为 {sum}，应为 100%。", sum=total) if verdict is Verdict.FAILS else None
    relation = f"{' + '.join(value_text(s) for s in row)} = 100%"
    yield context.claim("sum", verdict, relation, [(s, "share") for s in row], total, message)


def _people(context: Context, row: list[Statement]) -> Iterator[Claim]:
    """Nobody says of which figure they are parts, so only one that fits is taken, or one that a slip of the pen keeps from fitting."""
    wholes = [
        s
        for s in context.statements
        if s.measure is Measure.LEVEL
        and s.figure.dimension == row[0].figure.dimension
        and (s.period == row[0].period or is_day_of(s.period, row[0].period))
        and s.area == row[0].area
        and s.figure.start != row[0].figure.start
        and 0 <= row[0].stretch.number - s.stretch.number <= PARAGRAPHS
    ]
    whole = next((s for s in reversed(wholes) if adds_up(s, row) in (Verdict.HOLDS, Verdict.ROUNDING)), None)
    if whole is not None:
        yield sum_claim(context, whole, row, exhaustive=True)
        yield from growths(context, whole, row, known=True)
        return
    whole = next((s for s in reversed(wholes) if "人口" in s.name and slip(s, row) is not None), None)
    if whole is not None:
        yield sum_claim(context, whole, row, exhaustive=True)
