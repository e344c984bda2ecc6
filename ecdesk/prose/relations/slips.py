"""One slip of one figure that would make a relation come out, and how likely chance alone offers one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ecdesk.domain.texts import Text, text
from ecdesk.prose.explain import MOST_DIGITS, digits_of, exchanges, replacements, shifts, transpositions
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.relations.facts import UNIT, Fact

UNIT_PLACES = len(str(UNIT)) - 1


@dataclass(frozen=True, slots=True)
class Slip:
    """fact: the figure that would change. words: what it would become and how. chance: slips tried times the part of them that would fit.
    shifted: in another unit, or with the point elsewhere."""

    fact: Fact
    words: Text
    chance: float
    shifted: bool = False


Span = tuple[int, int]


def find_slip(facts: Sequence[Fact], wanted: Callable[[Fact], Span | None]) -> Slip | None:
    """The likeliest slip in one of the figures; None where none mends.

    wanted: between which values (in whole UNITs) a figure would have to lie, None where it is confirmed elsewhere.
    """
    reach = [
        (fact, span) for fact in facts if _may_slip(fact) and ((span := wanted(fact)) is None or not span[0] <= 0 <= span[1])
    ]
    found = (slip for kind in (_transposed, _changed_over, _shifted, _replaced) for slip in _slips(reach, kind))
    return min(found, key=lambda slip: slip.chance, default=None)


Said = Callable[[], Text]
"""The words for a slip, made only of the few that mend."""


def _slips(reach: Sequence[tuple[Fact, Span | None]], kind: Callable[[Figure], Iterator[tuple[Figure, Said]]]) -> Iterator[Slip]:
    """The slips of one kind that mend."""
    offered = [(fact, span, list(kind(fact.statement.figure))) for fact, span in reach]
    number = sum(len(others) for _fact, _span, others in offered)
    for fact, span, others in offered:
        if span is not None:
            step = max(span[1] - span[0], 0 if fact.width else UNIT)  # a count fits whole numbers only
            chance = number * 2 * step / abs(span[0] + span[1])
            fits = (words for figure, words in others if span[0] <= _point(figure) <= span[1])
            yield from (Slip(fact, words(), chance, kind is _shifted) for words in fits)


def _point(figure: Figure) -> int:
    """Its value in whole UNITs."""
    amount, scale = figure.amount, figure.amount.unit.scale
    return int(amount.value.scaleb(UNIT_PLACES)) * scale.numerator // scale.denominator


def _may_slip(fact: Fact) -> bool:
    figure = fact.statement.figure
    return figure.exact is None and not figure.spelled and 2 <= len(digits_of(figure)) <= MOST_DIGITS


def _transposed(figure: Figure) -> Iterator[tuple[Figure, Said]]:
    yield from ((other, partial(_say_transposed, figure, other)) for other in transpositions(figure))


def _say_transposed(figure: Figure, other: Figure) -> Text:
    return text("若将“{old}”改为“{new}”（相邻两位对调）则相符。", old=printed(figure), new=printed(other))


def _changed_over(figure: Figure) -> Iterator[tuple[Figure, Said]]:
    yield from ((other, partial(_say_changed_over, figure, other)) for other in exchanges(figure))


def _say_changed_over(figure: Figure, other: Figure) -> Text:
    return text("若将“{old}”改为“{new}”（两位数字对调）则相符。", old=printed(figure), new=printed(other))


def _shifted(figure: Figure) -> Iterator[tuple[Figure, Said]]:
    for other, power in shifts(figure):
        if not (figure.amount.unit.count and figure.amount.unit.scale == 1 and other.amount.exponent < 0):
            yield other, partial(_say_shifted, figure, power)


def _say_shifted(figure: Figure, power: int) -> Text:
    return text("“{old}”的单位或小数点可能错了，相差 {factor} 倍。", old=printed(figure), factor=f"{10 ** abs(power):,}")


def _replaced(figure: Figure) -> Iterator[tuple[Figure, Said]]:
    yield from ((other, partial(_say_replaced, figure, other)) for other in replacements(figure))


def _say_replaced(figure: Figure, other: Figure) -> Text:
    return text("若将“{old}”改为“{new}”（一位数字之差）则相符。", old=printed(figure), new=printed(other))


def printed(figure: Figure) -> str:
    return f"{figure.amount.value:f}{figure.amount.unit.symbol}"


def exchanged(one: Fact, two: Fact) -> Text:
    return text("“{one}”与“{two}”互换则相符。", one=one.shown, two=two.shown)
