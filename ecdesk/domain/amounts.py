"""A figure as printed: exact decimal digits, a unit, a qualifier, and the interval of values it can stand for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.intervals import Interval
from ecdesk.domain.resources import resource
from ecdesk.domain.units import NO_UNIT, Unit

HALF = Fraction(1, 2)
FULL = Fraction(1)


class Mark(Enum):
    """What stands in a cell instead of a figure, as the yearbooks print it."""

    NONE = "—"
    """There is no such figure, or it is zero by nature."""
    UNKNOWN = "…"
    """There is a figure, but it is not known."""


@dataclass(frozen=True, slots=True)
class Unparsed:
    """What somebody typed or sent that is no figure: kept letter by letter, marked, and never counted as zero."""

    text: str


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word such as 约 or 以上; side is "up", "down" or "both", place "before" or "after" the number; reach, how far it opens the
    side, is "digit" or "magnitude"."""

    word: str
    side: str
    place: str
    reach: str


@lru_cache(maxsize=1)
def qualifiers() -> dict[str, Qualifier]:
    """Every spelling of a qualifier with its meaning, from ``resources/qualifiers.toml``."""
    with resource("qualifiers.toml").open("rb") as file:
        entries = tomllib.load(file)["qualifier"]
    return {
        spelling: Qualifier(spelling, entry["side"], entry["place"], entry["reach"])
        for entry in entries
        for spelling in (entry["word"], *entry["aliases"])
    }


_UNKNOWN_WORD = Qualifier("", "both", "before", "digit")


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
        return Fraction(10) ** self.exponent

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
        return Fraction(10) ** (exponent + trailing)

    @property
    def is_exact(self) -> bool:
        """A counted whole number (101家), which stands for itself alone."""
        return self.unit.count and self.exponent == 0 and not self.qualifier

    def interval(self, slack: Fraction = HALF) -> Interval:
        """The values, in the amount's own unit, that are printed so.

        slack: how many units of the last digit the printer may be off, a half by correct rounding, one where digits were
        cut off. A qualifier opens its side by one unit of the last digit that is not zero, or to ten times or a tenth of the figure.
        """
        exact = Fraction(self.value)
        off = Fraction(0) if self.is_exact else self.last_digit * slack
        low, high = exact - off, exact + off
        for word in filter(None, self.qualifier.split("…")):
            known = qualifiers().get(word, _UNKNOWN_WORD)
            wide = self.last_significant_digit
            if known.reach == "magnitude" and exact:
                # Whoever says 超 means the same order of magnitude: ten times as much is a slip of the unit.
                wide = abs(exact) * 9 if (known.side == "up") == (exact > 0) else abs(exact) * Fraction(9, 10)
            if known.side in ("up", "both"):
                high = max(high, exact + wide)
            if known.side in ("down", "both"):
                low = min(low, exact - wide)
        return Interval(low, high)

    def base_interval(self, slack: Fraction = HALF) -> Interval:
        """The same values in the dimension's own unit (元 for 亿元, 1 for %)."""
        return self.interval(slack).scaled(self.unit.scale)

    def converted(self, unit: Unit) -> Amount:
        """The same figure in another unit of its dimension: exact, its precision kept as the decimal's exponent.

        31.63万亿元 becomes 3.163E+5 亿元, so that its last printed digit stays known. Raises UserError for another dimension.
        """
        if unit is self.unit or unit == self.unit:
            return self
        factor = self.unit.factor_to(unit)
        return replace(self, value=scaled(self.value, factor), unit=unit)


Content = Amount | Mark | Unparsed
"""What a cell can hold; a cell that was never filled has no content, which is None."""


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
