"""Sums of figures in whole numbers of 64 bits, for very many instances at once, each in steps of a power of ten of its own.

Ties are common in sums: whether one comes to nought within rounding is asked exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy

from ecdesk.columns.codes import Array
from ecdesk.columns.columns import Columns
from ecdesk.columns.operands import Operand, reduced
from ecdesk.columns.reading import LARGEST, exponent_of
from ecdesk.domain.judging import DEVIATIONS, LONG_SUM, UNIFORM

_POWERS = numpy.array([10**power for power in range(19)], dtype=numpy.int64)
_LARGEST_FACTOR = 10**6
_CLOSE = 1e-9
"""Relative distance within which a band computed in floats says nothing."""


class Sum:
    """A sum of figures with factors and a constant, times a whole number that makes all of them whole. fits: the instances for which the numbers suffice;
    for others nothing that is said holds."""

    def __init__(self, columns: Columns, count: int, figures: Sequence[tuple[Fraction, Operand]], constant: Fraction) -> None:
        """count: of instances."""
        self._columns = columns
        whole = _whole_factor([factor for factor, _operand in figures], constant)
        constant *= whole
        self._figures = [(int(whole * factor), operand) for factor, operand in figures]
        exponents = [columns.exponent[operand.rows].astype(numpy.int64) for _factor, operand in figures]
        own = exponent_of(constant) if constant else 1 << 14
        assert own is not None
        least = numpy.full(count, own, dtype=numpy.int64)
        for (_factor, operand), given in zip(figures, exponents, strict=True):
            numpy.minimum(least, _reduced(numpy.minimum, given, operand), out=least)
        self._scales: list[Array] = []
        """What each figure is multiplied by to stand in steps of the sum."""
        self._constant, self.fits = _doubled(constant, least)
        size = numpy.abs(self._constant).astype(float)
        for (factor, operand), given in zip(self._figures, exponents, strict=True):
            shift = given - _spread(least, operand)
            scale = _POWERS[numpy.minimum(shift, len(_POWERS) - 1)]
            rows = operand.rows
            largest = numpy.maximum(numpy.abs(columns.full_low[rows]), numpy.abs(columns.full_high[rows])).astype(float)
            self.fits &= (_reduced(numpy.maximum, shift, operand) < len(_POWERS)) & (abs(factor) <= _LARGEST_FACTOR)
            size += float(abs(factor)) * _reduced(numpy.add, largest * scale, operand)
            self._scales.append(scale)
        self.fits &= size < LARGEST
        self._factors = [factor if abs(factor) <= _LARGEST_FACTOR else 0 for factor, _operand in self._figures]

    def ends(self, wide: bool) -> tuple[Array, Array]:
        """The least and the most it can come to, doubled, within half a unit of the last digits or within a whole one."""
        columns = self._columns
        lows, highs = (columns.full_low, columns.full_high) if wide else (columns.half_low, columns.half_high)
        low, high = self._constant.copy(), self._constant.copy()
        for factor, (_factor, operand), scale in zip(self._factors, self._figures, self._scales, strict=True):
            one, two = (_reduced(numpy.add, ends[operand.rows] * scale, operand) * factor for ends in (lows, highs))
            low += one if factor > 0 else two
            high += two if factor > 0 else one
        return low, high

    def all_rounded(self) -> Array:
        """Where none of its figures is exact; each of its terms is one figure."""
        found = numpy.ones(len(self.fits), dtype=bool)
        for _factor, operand in self._figures:
            found &= self._columns.half_low[operand.rows] != self._columns.half_high[operand.rows]
        return found

    def outside_band(self) -> tuple[Array, Array] | None:
        """Where a long sum is off by more than three standard deviations of its rounding, and where it is too close to say; None where none is long."""
        if sum(1 if operand.starts is None else LONG_SUM for _factor, operand in self._figures) < LONG_SUM:
            return None
        columns, point = self._columns, self._constant.copy()
        rounded, squares = numpy.zeros(len(point), dtype=numpy.int64), numpy.zeros(len(point))
        for factor, (_factor, operand), scale in zip(self._factors, self._figures, self._scales, strict=True):
            width = (columns.half_high[operand.rows] - columns.half_low[operand.rows]) * scale
            rounded += _reduced(numpy.add, (width > 0).astype(numpy.int64), operand)
            squares += _reduced(numpy.add, (factor * width.astype(float)) ** 2, operand)
            point += factor * _reduced(numpy.add, columns.point[operand.rows] * scale, operand)
        one, other = UNIFORM * point.astype(float) ** 2, DEVIATIONS**2 * squares
        long = rounded >= LONG_SUM
        return long & (one > other), long & (numpy.abs(one - other) <= _CLOSE * (one + other))


def possible(low: Array, high: Array, relation: str) -> Array:
    """Whether some value between the ends stands in the relation to zero; as `judging.compare` has it."""
    if relation == "=":
        return numpy.asarray((low <= 0) & (high >= 0))
    if relation == "!=":
        return numpy.asarray((low != 0) | (high != 0))
    if relation in (">", ">="):
        low, high = -high, -low
    return numpy.asarray((low < 0) | ((low == 0) & (low != high)) if relation in ("<", ">") else low <= 0)


def _whole_factor(factors: Sequence[Fraction], constant: Fraction) -> int:
    """What makes factors whole, and a constant a multiple of a power of ten."""
    found = lcm(*(factor.denominator for factor in factors))
    return found if exponent_of(found * constant) is not None else found * constant.denominator


def _doubled(constant: Fraction, exponents: Array) -> tuple[Array, Array]:
    """Twice a constant in steps of powers of ten, and where that is a number of 64 bits."""
    found, fits = numpy.zeros(len(exponents), dtype=numpy.int64), numpy.ones(len(exponents), dtype=bool)
    for exponent in numpy.unique(exponents).tolist() if constant else ():
        value, here = 2 * constant / Fraction(10) ** exponent, exponents == exponent
        if value.denominator == 1 and abs(value) < LARGEST:
            found[here] = int(value)
        else:
            fits[here] = False
    return found, fits


def _spread(values: Array, operand: Operand) -> Array:
    """A number of each instance for each of its figures."""
    return values if operand.starts is None else numpy.repeat(values, numpy.diff(operand.starts))


def _reduced(function: numpy.ufunc, values: Array, operand: Operand) -> Array:
    return values if operand.starts is None else reduced(function, values, operand.starts, 0)
