"""What columns hold whose heading leaves open whether it is growth or how much more there is (比上年增减): told by their figures beside the
levels, otherwise asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.judging import base_interval, judge, judge_growth
from ecdesk.domain.wording.measures import may_be_change
from ecdesk.domain.wording.units import PERCENT
from ecdesk.excel.reading.facts import ColumnFacts
from ecdesk.excel.reading.figures import is_plain_figure, read_text
from ecdesk.excel.reading.grid import exact

Values = Callable[[int], list[Any]]
"""What stands in each row of the body of a table in a column."""

MOST_LEVELS = 4
"""So many columns of levels left of a change may be those that it lies between."""
MOST_ROWS = 60
_AGREE = (Verdict.HOLDS, Verdict.ROUNDING)


def settle_changes(values: list[ColumnFacts], held: Values) -> None:
    """Tell for each such column what it holds. Where the figures that it could be worked out from are not in the table, a difference would
    have their decimals, and growth seldom comes to hundreds."""
    levels: list[ColumnFacts] = []
    for facts in values:
        if not facts.measure:
            levels = [*levels, facts][-MOST_LEVELS:]
        elif facts.measure == "growth" and not facts.units and any(may_be_change(label.raw) for label in facts.labels):
            beside = [level for level in levels if level.column.group == facts.column.group and _is_of(facts, level)]
            _settle(facts, [_amounts(held(one.column.index)) for one in (facts, *beside)])


def _is_of(facts: ColumnFacts, level: ColumnFacts) -> bool:
    return facts.heading in ("", level.heading) or (facts.match is not None and level.match is facts.match) or not level.heading


def _settle(facts: ColumnFacts, columns: list[list[Amount | None]]) -> None:
    stated, *levels = columns
    for now, before in permutations(levels, 2):
        rows = [(one, two, three) for one, two, three in zip(stated, now, before, strict=True) if one and two and three]
        for measure, agrees in (("growth", _is_growth), ("change", _is_difference)):
            if rows and sum(agrees(*row) for row in rows) * 5 >= len(rows) * 4:
                facts.measure = measure
                return
    facts.may_be_change = len(levels) > 1 or _looks_like_a_difference(stated, levels)


def _is_growth(stated: Amount, now: Amount, before: Amount) -> bool:
    return judge_growth(Amount(stated.value, PERCENT), now, before) in _AGREE


def _is_difference(stated: Amount, now: Amount, before: Amount) -> bool:
    return (
        judge(lambda margin: (base_interval(stated, margin), base_interval(now, margin) - base_interval(before, margin))).verdict
        in _AGREE
    )


def _looks_like_a_difference(stated: list[Amount | None], levels: list[list[Amount | None]]) -> bool:
    """Whether figures may be differences of levels of which only one is in the table."""
    told = [amount.value for amount in stated if amount is not None]
    decimals = {_decimals(amount) for column in levels for amount in column if amount is not None}
    return (
        any(abs(value) > 100 for value in told)
        or max(map(_decimals, filter(None, stated)), default=0) in decimals
        or not decimals
    )


def _decimals(amount: Amount) -> int:
    exponent = amount.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _amounts(values: list[Any]) -> list[Amount | None]:
    return list(_figures(values[:MOST_ROWS]))


def _figures(values: list[Any]) -> Iterator[Amount | None]:
    for value in values:
        number = exact(value) if isinstance(value, int | float) else None
        read = read_text(value).amount if isinstance(value, str) and is_plain_figure(value) else None
        yield Amount(number, NO_UNIT) if number is not None else Amount(read.value, NO_UNIT) if read is not None else None
