"""Printed figures as whole numbers: very many plain ones at once by the text of their digits, any other one by its exact interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from typing import NamedTuple

import numpy

from ecdesk.columns.codes import Array
from ecdesk.columns.figures import Figure
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Margin

LARGEST = 2**61
"""What the ends of a figure stay below, so that two of them can be added."""

_MOST_DIGITS = 17
"""Of a plain figure, with its sign; one with more is read exactly."""


@dataclass(frozen=True)
class Scale:
    """A unit's scale as a whole factor times a power of ten."""

    factor: int
    power: int


def scale_of(unit: Unit) -> Scale | None:
    """None for a unit without a finite decimal form, or with a factor that leaves no room for digits."""
    power = exponent_of(unit.scale)
    if power is None:
        return None
    factor = unit.scale / Fraction(10) ** power
    return Scale(int(factor), power) if abs(factor) < 10**6 else None


def exponent_of(value: Fraction) -> int | None:
    """The largest power of ten of which a value is a whole multiple, 0 for nought; None where there is none."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    decimals = max(twos, fives)
    if decimals or not value:
        return -decimals
    whole = str(value.numerator)
    return len(whole) - len(whole.rstrip("0"))


@dataclass(frozen=True)
class Digits:
    """mantissa, exponent: of printed values. plain: those that were read; the others are to be read exactly."""

    mantissa: Array
    exponent: Array
    plain: Array


def read_digits(texts: Sequence[str]) -> Digits:
    """Decimals as they are printed."""
    count = len(texts)
    lengths = numpy.fromiter(map(len, texts), dtype=numpy.int64, count=count)
    points = numpy.fromiter(map(str.find, texts, repeat(".")), dtype=numpy.int64, count=count)
    plain = lengths <= _MOST_DIGITS
    joined = "\n".join(texts)
    if not plain.all() or "E" in joined or "N" in joined or "I" in joined:
        plain &= numpy.fromiter((not set("ENI").intersection(one) for one in texts), dtype=bool, count=count)
        joined = "\n".join(one if fits else "0" for one, fits in zip(texts, plain.tolist(), strict=True))
    mantissa = numpy.fromstring(joined.replace(".", ""), dtype=numpy.int64, sep="\n", count=count) if count else lengths
    exponent = numpy.where(points < 0, 0, points - lengths + 1)
    return Digits(mantissa, exponent, plain)


class WholeEnds(NamedTuple):
    """A figure in steps of 10**exponent base units, everything doubled: what is printed, and what it can mean within half a unit of its last
    digit and within a whole one."""

    exponent: int
    point: int
    half_low: int
    half_high: int
    full_low: int
    full_high: int


def ends_of(figure: Figure) -> WholeEnds | None:
    """None for a figure without end on a side, or of more digits than the numbers hold."""
    half, full = figure.interval(Margin.HALF), figure.interval(Margin.FULL)
    ends = [end for end in (figure.point, half.low, half.high, full.low, full.high) if end is not None]
    exponent = _common_exponent([2 * end for end in ends]) if len(ends) == len(WholeEnds._fields) - 1 else None
    if exponent is None or abs(exponent) >= 10**4:
        return None
    whole = [int(2 * end / Fraction(10) ** exponent) for end in ends]
    return WholeEnds(exponent, *whole) if max(map(abs, whole)) < LARGEST else None


def _common_exponent(values: Sequence[Fraction]) -> int | None:
    """The largest power of ten of which all values are whole multiples; None where there is none."""
    powers = [exponent_of(value) for value in values if value]
    known = [power for power in powers if power is not None]
    return min(known, default=0) if len(known) == len(powers) else None


def mantissa_of(amount: Amount) -> int | None:
    """The printed digits as one whole number; None where there are too many."""
    _sign, digits, _exponent = amount.value.as_tuple()
    if len(digits) > _MOST_DIGITS:
        return None
    return int(amount.value.scaleb(-amount.exponent))
