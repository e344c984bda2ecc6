"""Intervals in floating point with a bound on what may be wrong about their ends, for very many instances at once.

Whoever asks whether an end lies above or below nought gets yes, no, or that it cannot be told; then exact arithmetic is asked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy

from ecdesk.columns.codes import Array
from ecdesk.columns.columns import Columns

_ULP = 2.0**-51
"""What rounding makes wrong about the result of one operation, twice over: bounds are themselves worked out in floats."""

_TINY = 1e-290
"""Below this floats lose digits."""

_POWERS = numpy.array([float(f"1e{power}") for power in range(-300, 301)])


class Ends(NamedTuple):
    """The ends of what something can come to; neither is further than `off` from where it belongs."""

    low: Array
    high: Array
    off: Array

    def plus(self, other: Ends) -> Ends:
        return _rounded(self.low + other.low, self.high + other.high, self.off + other.off)

    def minus(self, other: Ends) -> Ends:
        return _rounded(self.low - other.high, self.high - other.low, self.off + other.off)

    def times(self, other: Ends) -> Ends:
        products = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        one, two = _size(self), _size(other)
        return _rounded(_least(products), _most(products), one * other.off + two * self.off + self.off * other.off)

    def over(self, other: Ends) -> tuple[Ends, Array, Array]:
        """Divided by what does not hold nought; with where it certainly does, and where that cannot be told."""
        holds = (other.low + other.off <= 0) & (other.high - other.off >= 0)
        clear = (other.low - other.off > 0) | (other.high + other.off < 0)
        low, high = numpy.where(clear, other.low, 1.0), numpy.where(clear, other.high, 1.0)
        off = numpy.where(clear, other.off, 0.0)
        quotients = [one / two for one in (self.low, self.high) for two in (low, high)]
        least = numpy.minimum(numpy.abs(low), numpy.abs(high)) - off
        largest = (_size(self) + self.off) / least
        return _rounded(_least(quotients), _most(quotients), (self.off + largest * off) / least), holds, ~(holds | clear)

    def absolute(self) -> Ends:
        zero = numpy.zeros_like(self.low)
        return Ends(_most([zero, self.low, -self.high]), numpy.maximum(numpy.abs(self.low), numpy.abs(self.high)), self.off)

    def reduced(self, function: str, starts: Array) -> Ends:
        """Sum, mean, largest or smallest of runs. starts: where each begins, and where the last ends."""
        begin, lengths = starts[:-1], numpy.diff(starts)
        if function in ("max", "min"):
            choose = numpy.maximum if function == "max" else numpy.minimum
            return Ends(
                choose.reduceat(self.low, begin), choose.reduceat(self.high, begin), numpy.maximum.reduceat(self.off, begin)
            )
        sizes = numpy.add.reduceat(_size(self), begin)
        off = numpy.add.reduceat(self.off, begin) + _ULP * lengths * sizes
        found = _rounded(numpy.add.reduceat(self.low, begin), numpy.add.reduceat(self.high, begin), off)
        if function == "mean":
            return _rounded(found.low / lengths, found.high / lengths, found.off / lengths)
        return found


def exactly(value: float, off: float, count: int) -> Ends:
    """A number for each of so many instances."""
    return Ends(numpy.full(count, value), numpy.full(count, value), numpy.full(count, off))


def ends_of_rows(columns: Columns, rows: Array, wide: bool) -> Ends:
    """What figures can mean in base units, within half a unit of the last digit or within a whole one."""
    low, high = (columns.full_low, columns.full_high) if wide else (columns.half_low, columns.half_high)
    exponents = columns.exponent[rows]
    if not len(rows) or int(numpy.abs(exponents).max()) > 250:
        unknown = numpy.full(len(rows), numpy.nan)
        return Ends(unknown, unknown, unknown)
    scales = _POWERS[exponents.astype(numpy.int64) + 300] / 2
    return _rounded(low[rows] * scales, high[rows] * scales, numpy.zeros(len(rows)), 3)


def _rounded(low: Array, high: Array, off: Array, operations: int = 1) -> Ends:
    return Ends(
        low, high, off * (1 + _ULP) + operations * _ULP * numpy.maximum(numpy.abs(low), numpy.abs(high)) + _edge(low, high)
    )


def _edge(low: Array, high: Array) -> Array:
    """What is wrong besides about numbers next to nought that are not nought."""
    return numpy.where((low == 0) & (high == 0), 0.0, _TINY)


def _size(ends: Ends) -> Array:
    found: Array = numpy.maximum(numpy.abs(ends.low), numpy.abs(ends.high))
    return found


def _least(values: list[Array]) -> Array:
    found = values[0]
    for value in values[1:]:
        found = numpy.minimum(found, value)
    return found


def _most(values: list[Array]) -> Array:
    found = values[0]
    for value in values[1:]:
        found = numpy.maximum(found, value)
    return found
