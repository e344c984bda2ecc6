"""A figure as printed: exact decimal digits, a unit and a qualifier. Which values it can stand for is said in `judging`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.figures.units import NO_UNIT, Unit


class Mark(Enum):
    """What is said of a figure for which no number stands. How it is printed, and what an editor types for it, say the symbols of the book."""

    NONE = "none"
    """There is no such figure, or it is zero by nature."""
    UNKNOWN = "unknown"
    """There is a figure, but it is not known."""
    SMALL = "small"
    """There is one, but it is less than the smallest unit that is printed."""
    NOT_APPLICABLE = "not_applicable"
    """There cannot be one here."""
    CONFIDENTIAL = "confidential"
    """It is known, and is not to be printed."""

    @classmethod
    def _missing_(cls, value: object) -> Mark | None:
        """Files before version 6, and rescue files of that time, keep the sign that was printed then."""
        return {"—": cls.NONE, "…": cls.UNKNOWN}.get(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Unparsed:
    """What somebody typed or sent that is no figure: kept letter by letter, marked, and never counted as zero."""

    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number.

    value: the digits as printed (1.30 is not 1.3). unit: of the number. qualifier: the word printed with it, "" for none;
    a word on either side is written "约…左右".
    """

    value: Decimal
    unit: Unit = NO_UNIT
    qualifier: str = ""

    def __eq__(self, other: object) -> bool:
        """Same printed digits, unit and qualifier: 1.30 and 1.3 differ."""
        if not isinstance(other, Amount):
            return NotImplemented
        return self.value.as_tuple() == other.value.as_tuple() and self.unit == other.unit and self.qualifier == other.qualifier

    def __hash__(self) -> int:
        return hash((self.value.as_tuple(), self.unit, self.qualifier))

    @property
    def exponent(self) -> int:
        """The power of ten of the last printed digit: -1 for 25.4."""
        exponent = self.value.as_tuple().exponent
        if not isinstance(exponent, int):
            raise ValueError("not a finite number")
        return exponent

    @property
    def last_digit(self) -> Fraction:
        """One unit of the last printed digit, in the amount's unit."""
        return _power(self.exponent)

    @property
    def last_significant_digit(self) -> Fraction:
        """One unit of the last digit that is not zero, in the amount's unit: 100 for 4800."""
        _sign, digits, exponent = self.value.as_tuple()
        assert isinstance(exponent, int)
        trailing = 0
        for digit in reversed(digits):
            if digit:
                break
            trailing += 1
        if trailing == len(digits):
            trailing = len(digits) - 1
        return _power(exponent + trailing)

    @property
    def is_exact(self) -> bool:
        """A counted whole number (101家), which stands for itself alone."""
        return self.unit.count and self.exponent == 0 and not self.qualifier

    def converted(self, unit: Unit) -> Amount:
        """The same figure in another unit of its dimension: exact, its precision kept as the decimal's exponent.

        31.63万亿元 becomes 3.163E+5 亿元, so that its last printed digit stays known. Raises UserError for another dimension.
        """
        if unit is self.unit or unit == self.unit:
            return self
        factor = self.unit.factor_to(unit)
        return replace(self, value=scaled(self.value, factor), unit=unit)


@lru_cache(maxsize=256)
def _power(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


Content = Amount | Mark | Unparsed
"""What a cell can hold; a cell that was never filled has no content, which is None."""


_UNBOUNDED = Context(prec=100_000)


def decimal_of(value: Fraction, decimals: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """A fraction with so many digits behind the point, rounded once and from all of it. rounding: as `decimal` names it, one of half up, half even,
    floor and ceiling."""
    scaled = value * 10**decimals if decimals >= 0 else value / 10**-decimals
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    up = {
        ROUND_FLOOR: False,
        ROUND_CEILING: rest > 0,
        ROUND_HALF_UP: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0),
        ROUND_HALF_EVEN: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
    }
    return Decimal(below + up[rounding]).scaleb(-decimals, _UNBOUNDED)


def scaled(value: Decimal, factor: Fraction) -> Decimal:
    """A decimal times an exact factor; a power of ten only shifts the exponent, others must come out exactly.

    Raises ValueError when the product has no finite decimal form.
    """
    power = _power_of_ten(factor)
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    if power is not None:
        return Decimal((sign, digits, exponent + power))
    product = abs(Fraction(value)) * factor
    places = max(0, -exponent)
    while (product * 10**places).denominator != 1:
        places += 1
        if places > 60:
            raise ValueError(f"{value} × {factor} has no finite decimal form")
    whole = int(product * 10**places)
    return Decimal((sign, tuple(int(d) for d in str(whole)), -places))


def _power_of_ten(factor: Fraction) -> int | None:
    if factor <= 0:
        return None
    if factor.denominator == 1:
        text = str(factor.numerator)
        return len(text) - 1 if text.rstrip("0") == "1" else None
    if factor.numerator == 1:
        text = str(factor.denominator)
        return -(len(text) - 1) if text.rstrip("0") == "1" else None
    return None
