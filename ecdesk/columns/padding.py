"""Zeros that were put behind figures for the looks.

5.80, 23.30, 11.90, 5.50 are figures of one decimal in a column of two. A report that believed them would call 11.90% wrong for 11.87%. A column
(an indicator's figures of one unit and equally many decimals) counts as padded by its own figures, whatever the book.
"""

from __future__ import annotations

import numpy

from ecdesk.columns.codes import Array

FEWEST_PADDED = 4
PADDED_PART = (4, 5)
"""A column of so many different figures, at least this part of which end in zero after the decimal point, was padded."""


def padded_columns(column: Array, digits: Array, zero: Array) -> Array:
    """The numbers of those columns that are padded. For each figure: the number of its column, its digits as a whole number, whether it ends
    in zero."""
    order = numpy.lexsort((digits, column))
    column, digits, zero = column[order], digits[order], zero[order]
    different = _changes(column) | _changes(digits)
    column, zero = column[different], zero[different]
    starts = numpy.flatnonzero(_changes(column))
    if not len(starts):
        return starts
    counts = numpy.diff(starts, append=len(column))
    zeros = numpy.add.reduceat(zero.astype(numpy.int64), starts)
    found: Array = column[starts[(counts >= FEWEST_PADDED) & (zeros * PADDED_PART[1] >= PADDED_PART[0] * counts)]]
    return found


def _changes(values: Array) -> Array:
    """Where a value is another than the one before it; the first counts."""
    found = numpy.ones(len(values), dtype=bool)
    found[1:] = values[1:] != values[:-1]
    return found
