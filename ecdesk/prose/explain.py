"""Slips of the pen: two digits turned, a digit changed, a point or a unit moved, and how two printings of one figure differ."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import Text, text
from ecdesk.prose.reading.figures import Figure

MOST_DIGITS = 24
"""In a longer figure nobody looks for the digit that slipped."""


def digits_of(figure: Figure) -> str:
    return "".join(str(digit) for digit in figure.amount.value.as_tuple().digits)


def transpositions(figure: Figure) -> Iterator[Figure]:
    """The figure with two neighbouring digits changed over."""
    sign, digits, exponent = _parts(figure)
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1]:
            turned = (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :])
            if turned[0] or len(turned) == 1 - exponent:
                yield _with(figure, Decimal((sign, turned, exponent)))


def exchanges(figure: Figure) -> Iterator[Figure]:
    """The figure with two digits changed over that are no neighbours."""
    sign, digits, exponent = _parts(figure)
    for one, two in itertools.combinations(range(len(digits)), 2):
        turned = list(digits)
        turned[one], turned[two] = digits[two], digits[one]
        if two > one + 1 and digits[one] != digits[two] and (turned[0] or len(turned) == 1 - exponent):
            yield _with(figure, Decimal((sign, tuple(turned), exponent)))


def shifts(figure: Figure) -> Iterator[tuple[Figure, int]]:
    """The figure with its point moved, or 万 written for 亿, by powers of ten."""
    for power in (-8, -4, -2, -1, 1, 2, 4, 8):
        sign, digits, exponent = _parts(figure)
        yield _with(figure, Decimal((sign, digits, exponent + power))), power


def replacements(figure: Figure) -> Iterator[Figure]:
    """The figure with one digit changed."""
    sign, digits, exponent = _parts(figure)
    for place, old in enumerate(digits):
        for new in range(10):
            if new != old and (new or place or len(digits) == 1 - exponent):
                yield _with(figure, Decimal((sign, (*digits[:place], new, *digits[place + 1 :]), exponent)))


_POWERS = [10**place for place in range(MOST_DIGITS + 1)]
_STEPS = sorted({digit * (high - low) for high in _POWERS for low in (0, *_POWERS) if low < high for digit in range(1, 10)})
"""By how many units of the last digit a figure may change when one digit of it changes, or two change places."""


def in_reach(figure: Figure, value: Fraction, width: Fraction) -> bool:
    """Whether another digit, or two changed over, can bring a figure within half a width of a value: asked before any of them is tried."""
    last = figure.amount.last_digit * figure.amount.unit.scale
    off, about = abs(value - figure.value) / last, width / last / 2
    at = bisect_left(_STEPS, off - about)
    return at < len(_STEPS) and _STEPS[at] <= off + about


def _parts(figure: Figure) -> tuple[int, tuple[int, ...], int]:
    """Its sign, the digits as they are printed, with the 0 of 0.84, and the place of the last."""
    sign, digits, _exponent = figure.amount.value.as_tuple()
    exponent = figure.amount.exponent
    return sign, (0,) * (1 - exponent - len(digits)) + digits, exponent


def _with(figure: Figure, value: Decimal) -> Figure:
    return like(figure, Amount(value, figure.amount.unit, figure.amount.qualifier))


def like(figure: Figure, amount: Amount) -> Figure:
    """The figure as if this amount were printed in its place."""
    return Figure(
        figure.start,
        figure.end,
        figure.body_end,
        amount,
        figure.kind,
        figure.spelled,
        figure.exact,
        figure.index,
    )


def _is_same(one: Figure, two: Figure) -> bool:
    return one.interval().meets(two.interval())


def _different(one: str, two: str) -> list[int]:
    """The places at which two rows of as many digits differ."""
    return [place for place, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]


def _turned(one: str, two: str) -> bool:
    places = _different(one, two)
    return len(places) == 2 and one[places[0] :][:2] == two[places[0] :][1::-1]


TURNED = text("两处一升一降。")


def slip_between(one: Figure, two: Figure) -> Text | None:
    """How two printings of one figure differ, where the difference looks like a slip of the pen; None for figures that just differ."""
    if one.exact is not None or two.exact is not None:
        return None
    larger = max(abs(one.value), abs(two.value))
    near = larger and abs(one.value - two.value) / larger < Fraction(3, 100)
    return _slipped_digits(one, two) or (text("两处相差不到百分之三。") if near else None)


def _shift(one: Figure, two: Figure) -> int | None:
    """By which power of ten one printing of a figure is off from another."""
    return next((power for other, power in shifts(one) if _is_same(other, two)), None)


def _slipped_digits(one: Figure, two: Figure) -> Text | None:
    a, b = digits_of(one), digits_of(two)
    precise = min(len(a.strip("0")), len(b.strip("0"))) >= 2
    alike = (one.amount.unit, one.amount.exponent, len(a)) == (two.amount.unit, two.amount.exponent, len(b))
    if precise and (_turned(a, b) if alike else any(_is_same(other, two) for other in transpositions(one))):
        return text("两处相差相邻两位的对调。")
    power = _shift(one, two) if precise and a.strip("0")[:2] == b.strip("0")[:2] else None
    if power is not None:
        return text("两处相差 {factor} 倍，可能是单位或小数点之误。", factor=f"{10 ** abs(power):,}")
    if alike and len(_different(a, b)) == 1:
        return text("两处只差一位数字。")
    return None
