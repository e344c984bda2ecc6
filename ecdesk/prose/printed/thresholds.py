"""A round figure that a word opens (突破8000亿元), against the exact one that stands beside it or under it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.texts import Text, text
from ecdesk.prose.explain import replacements, transpositions
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.equality import BELOW, SHORT, Same, may_head, own_name
from ecdesk.prose.relations.facts import Fact, Facts, printed_as_fine
from ecdesk.prose.relations.hints import asked, between, expected, hint
from ecdesk.prose.relations.near.leads import level_under
from ecdesk.prose.relations.slips import printed

_REACHED = pattern("reached_exactly")


def search_thresholds(facts: Facts) -> Iterator[tuple[Same, Text]]:
    """Each open figure that no other place tells and no exact one bears out, where one slip of it would."""
    for one in facts.levels:
        if one.kind == "level" and one.statement.figure.amount.qualifier and not expected(one) and "same" not in one.told:
            yield from itertools.islice(_missed(facts, one), 1)


def _missed(facts: Facts, one: Fact) -> Iterator[tuple[Same, Text]]:
    """An open figure and the exact ones that it may be meant for and is not."""
    for exact in (_beside(facts, one) or _below(facts, one), level_under(facts, one)):
        words = _slip(one, exact) if exact is not None else None
        if exact is not None and words is not None:
            yield Same(one, exact, 0.0), words


def _beside(facts: Facts, one: Fact) -> Fact | None:
    """突破8000亿美元，为7049.0亿美元: the exact figure right behind it, with no name of its own."""
    two = facts.at(one.number + 1)
    near = two is not None and two.sentence == one.sentence and _is_exact(one, two) and not _is_added(one)
    return two if near and two is not None and _REACHED.fullmatch(between(one, two)) is not None else None


def _is_added(one: Fact) -> bool:
    """累计新增近5100万千瓦，总量达7463.23万千瓦: whether a figure was added to what is told behind it."""
    return hint("added_to").search(one.statement.name) is not None


def _below(facts: Facts, one: Fact) -> Fact | None:
    """The one exact figure under a title that has its name."""
    near = _exact_below(facts, one) if len(one.text) <= SHORT and "。" not in one.text[:-1] else []
    if any(_agrees(one.statement.figure, f.statement.figure) and not printed_as_fine(one, f) for f in near):
        return None
    named = [f for f in near if _is_headed(one, f)]
    return named[0] if len({f.point for f in named}) == 1 else None


def _exact_below(facts: Facts, one: Fact) -> list[Fact]:
    below = (f for step in range(1, BELOW + 1) for f in facts.by_paragraph.get(one.paragraph + step, ()))
    return [f for f in below if _is_exact(one, f)]


def _is_headed(title: Fact, fact: Fact) -> bool:
    return len(own_name(fact)) > 1 and may_head(own_name(title), own_name(fact))


def _is_exact(one: Fact, two: Fact) -> bool:
    """Whether a figure is of the unit of an open one, or one of them leaves it out, and stands for itself."""
    units = one.unit == two.unit or "" in (one.unit, two.unit)
    return units and two.kind == "level" and not two.statement.figure.amount.qualifier and two.digits >= 2 and not two.aside


def _slip(one: Fact, exact: Fact) -> Text | None:
    """What the open figure would have to be; None where it may stand."""
    figure = one.statement.figure
    alike = printed_as_fine(one, exact) and abs(one.point - exact.point) >= 10 * one.last
    if _agrees(figure, exact.statement.figure) and not alike:
        return None
    slips = (*transpositions(figure), *replacements(figure))
    fits = (
        other
        for other in slips
        if (other.value == exact.statement.figure.value if alike else _is_told_by(other, exact.statement.figure))
    )
    other = min(fits, key=lambda figure: abs(figure.value - exact.statement.figure.value), default=None)
    if other is None:
        return None
    return text("若将“{old}”改为“{new}”（一位数字之差）则相符。", old=printed(figure), new=printed(other))


def _agrees(round_one: Figure, exact: Figure) -> bool:
    """Whether a round figure may be said of an exact one: 超千亿元 of all that is more, 近千亿元 of what is little less."""
    value, low, high = round_one.value, exact.interval().low, exact.interval().high
    if low is None or high is None:
        return True
    return high >= value if _is_least(round_one) else (1 - NEARLY) * value <= high and low <= (1 + NEARLY / 4) * value


NEARLY = Fraction(2, 5)
"""By that part a figure may be less than what it is said to be nearly or about, and by a quarter of it more."""


def _is_least(figure: Figure) -> bool:
    low = figure.interval().low
    return low is not None and low >= figure.value


def _is_told_by(round_one: Figure, exact: Figure) -> bool:
    """Whether a round figure is what one would say of an exact one."""
    apart = abs(round_one.value - exact.value)
    return _agrees(round_one, exact) and apart <= Fraction(asked("equality")["apart"]) * min(
        abs(round_one.value), abs(exact.value)
    )
