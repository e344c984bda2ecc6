"""One slip of one figure that would make a relation come out, and how likely chance alone offers one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ecdesk.domain.texts import Text, text
from ecdesk.prose.explain import MOST_DIGITS, digits_of, replacements, shifts, transpositions
from ecdesk.prose.figures import Figure
from ecdesk.prose.relations.facts import UNIT, Fact


@dataclass(frozen=True, slots=True)
class Slip:
    """fact: the figure that would change. words: what it would become and how. chance: slips tried times the part of them that would fit."""

    fact: Fact
    words: Text
    chance: float


def find_slip(facts: Sequence[Fact], wanted: Callable[[Fact], tuple[int, int] | None], width: float) -> Slip | None:
    """The likeliest slip in one of the figures; None where none mends.

    wanted: between which values (in whole UNITs) a figure would have to lie, None where it is confirmed elsewhere. width: the part of all
    values that fits, tolerance over size.
    """
    tried = 0
    reach = [(fact, wanted(fact)) for fact in facts if _may_slip(fact)]
    for kind in (_transposed, _shifted, _replaced):
        for fact, span in reach:
            for figure, words in kind(fact.statement.figure):
                tried += 1
                if span is not None and span[0] <= int(figure.value * UNIT) <= span[1]:
                    return Slip(fact, words, _number(kind, reach) * width)
    return None


def _number(kind: Callable[[Figure], Iterator[tuple[Figure, Text]]], reach: Sequence[tuple[Fact, object]]) -> int:
    """How many slips of a kind the figures offer."""
    return sum(1 for fact, _span in reach for _other in kind(fact.statement.figure))


def _may_slip(fact: Fact) -> bool:
    figure = fact.statement.figure
    return figure.exact is None and not figure.spelled and 2 <= len(digits_of(figure)) <= MOST_DIGITS


def _transposed(figure: Figure) -> Iterator[tuple[Figure, Text]]:
    for other in transpositions(figure):
        yield other, text("若将“{old}”改为“{new}”（相邻两位对调）则相符。", old=printed(figure), new=printed(other))


def _shifted(figure: Figure) -> Iterator[tuple[Figure, Text]]:
    for other, power in shifts(figure):
        if not (figure.amount.unit.count and other.amount.exponent < 0):
            factor = f"{10 ** abs(power):,}"
            yield other, text("“{old}”的单位或小数点可能错了，相差 {factor} 倍。", old=printed(figure), factor=factor)


def _replaced(figure: Figure) -> Iterator[tuple[Figure, Text]]:
    for other in replacements(figure):
        yield other, text("若将“{old}”改为“{new}”（一位数字之差）则相符。", old=printed(figure), new=printed(other))


def printed(figure: Figure) -> str:
    return f"{figure.amount.value:f}{figure.amount.unit.symbol}"
