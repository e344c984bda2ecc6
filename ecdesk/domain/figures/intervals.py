"""Intervals of exact rationals: what a printed figure can mean, and arithmetic on that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | Fraction | Decimal


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; None stands for an end that is open to infinity.

    Both ends belong to it: 31.625 is printed as 31.63 by one rounding rule and 31.635 by another, and neither printer is
    to be accused.
    """

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def point(cls, value: Number) -> Interval:
        exact = Fraction(value)
        return cls(exact, exact)

    @classmethod
    def between(cls, low: Number | None, high: Number | None) -> Interval:
        return cls(None if low is None else Fraction(low), None if high is None else Fraction(high))

    @property
    def width(self) -> Fraction | None:
        """None for an interval without end."""
        return None if self.low is None or self.high is None else self.high - self.low

    def __contains__(self, value: Number) -> bool:
        exact = Fraction(value)
        return (self.low is None or self.low <= exact) and (self.high is None or exact <= self.high)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not (below or above)

    def overlaps(self, other: Interval) -> bool:
        """Whether they share more than an end. 2990 and 2991 meet in 2990.5, but nobody prints one figure both ways; an exact value that
        is an end of the other still counts."""
        if not self.meets(other):
            return False
        if self.width == 0 or other.width == 0:
            return True
        return self.high != other.low and self.low != other.high

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def scaled(self, factor: Number) -> Interval:
        """Every value times an exact number."""
        if factor == 1:
            return self
        exact = Fraction(factor)
        if exact == 0:
            return Interval.point(0)
        low = None if self.low is None else self.low * exact
        high = None if self.high is None else self.high * exact
        return Interval(low, high) if exact > 0 else Interval(high, low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [_times(a, b) for a in _ends(self) for b in _ends(other)]
        return Interval(_finite(min(ends)), _finite(max(ends)))

    def inverse(self) -> Interval:
        """One over each value; ZeroDivisionError where zero is among them."""
        if 0 in self:
            raise ZeroDivisionError("the interval holds zero")
        low = Fraction(0) if self.high is None else 1 / self.high
        high = Fraction(0) if self.low is None else 1 / self.low
        return Interval(low, high)

    def __truediv__(self, other: Interval) -> Interval:
        low, high, least, most = self.low, self.high, other.low, other.high
        if low is not None and high is not None and least is not None and most is not None and low >= 0 < least:
            return Interval(low / most, high / least)  # figures are hardly ever negative
        return self * other.inverse()

    def widened(self, by: Number) -> Interval:
        exact = Fraction(by)
        return Interval(None if self.low is None else self.low - exact, None if self.high is None else self.high + exact)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum of intervals; the sum of none is zero."""
    result: Interval | None = None
    for interval in intervals:
        result = interval if result is None else result + interval
    return Interval.point(0) if result is None else result


def _plus(one: Fraction | None, two: Fraction | None) -> Fraction | None:
    return None if one is None or two is None else one + two


# An end of an interval as (sign of infinity, finite value), so that ends compare and multiply without floats.
_End = tuple[int, Fraction]


def _ends(interval: Interval) -> tuple[_End, _End]:
    low = (-1, Fraction(0)) if interval.low is None else (0, interval.low)
    high = (1, Fraction(0)) if interval.high is None else (0, interval.high)
    return low, high


def _times(one: _End, two: _End) -> _End:
    if one[0] == 0 and two[0] == 0:
        return 0, one[1] * two[1]
    sign = _sign(one) * _sign(two)
    return (sign, Fraction(0)) if sign else (0, Fraction(0))


def _sign(end: _End) -> int:
    if end[0]:
        return end[0]
    return (end[1] > 0) - (end[1] < 0)


def _finite(end: _End) -> Fraction | None:
    return None if end[0] else end[1]
