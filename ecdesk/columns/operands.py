"""Sets of figures as rows of columns: what one term of a relation stands for in each of many instances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy

from ecdesk.columns.codes import Array
from ecdesk.columns.columns import PRESENT, Columns
from ecdesk.columns.lookups import spread
from ecdesk.domain.figures.keys import Key


@dataclass(frozen=True)
class Operand:
    """What one term of a rule stands for in each of its instances. rows: of figures. starts: where those of each instance begin, and where
    the last ones end; None where each has one. others: the rows under the second measure, which count where only they hold a figure."""

    rows: Array
    starts: Array | None = None
    others: Array | None = None

    def select(self, chosen: Array) -> Operand:
        """The same of some instances, by their numbers."""
        if self.starts is None:
            return Operand(self.rows[chosen], None, None if self.others is None else self.others[chosen])
        lengths = numpy.diff(self.starts)[chosen]
        places = spread(self.starts[:-1][chosen], lengths)
        others = None if self.others is None else self.others[places]
        return Operand(self.rows[places], numpy.append(0, numpy.cumsum(lengths)), others)

    def joined(self, more: Operand) -> Operand:
        """With those of further instances behind."""
        rows = numpy.concatenate([self.rows, more.rows])
        others = None if self.others is None or more.others is None else numpy.concatenate([self.others, more.others])
        if self.starts is None and more.starts is None:
            return Operand(rows, None, others)
        starts, behind = (numpy.arange(len(one.rows) + 1) if one.starts is None else one.starts for one in (self, more))
        return Operand(rows, numpy.concatenate([starts, behind[1:] + starts[-1]]), others)

    def meant(self, columns: Columns) -> Array:
        """The rows that count, as figures stand now."""
        if self.others is None:
            return self.rows
        there, other = (columns.flags[rows] & PRESENT != 0 for rows in (self.rows, self.others))
        return numpy.where(other & ~there, self.others, self.rows)

    def keys(self, columns: Columns) -> list[tuple[Key, ...]]:
        """What it stands for in each instance, as figures stand now."""
        keys = columns.keys(self.meant(columns))
        starts = range(len(keys) + 1) if self.starts is None else self.starts.tolist()
        return [tuple(keys[first:end]) for first, end in pairwise(starts)]

    def owners(self, places: Array) -> Array:
        """The numbers of the instances to which places in `rows` belong."""
        return places if self.starts is None else numpy.searchsorted(self.starts, places, side="right") - 1

    def within(self, columns: Columns, wanted: Array) -> Array:
        """Which instances look at nothing but some rows. wanted: by row, whether it is one of them."""
        inside: Array = wanted[self.meant(columns)]
        return inside if self.starts is None else reduced(numpy.logical_and, inside, self.starts, True)


class Watch:
    """Which sets of which operands hold a row: all of them in one column, which takes less time to look through than an index takes to make."""

    def __init__(self, operands: Mapping[str, Sequence[Operand]]) -> None:
        self._parts = [
            (id, operand)
            for id, several in operands.items()
            for one in several
            for operand in (one, *([Operand(one.others, one.starts)] if one.others is not None else []))
        ]
        rows = [operand.rows for _id, operand in self._parts]
        self._rows = numpy.concatenate(rows) if rows else numpy.empty(0, dtype=numpy.int32)
        self._starts = numpy.cumsum([0, *map(len, rows)])

    def of(self, rows: Array, count: int) -> dict[str, Array]:
        """By id, the numbers of the sets that hold any of some rows. count: rows that there are."""
        if len(rows) == 1:
            hits = numpy.flatnonzero(self._rows == rows[0])
        else:
            wanted = numpy.zeros(count, dtype=bool)
            wanted[rows] = True
            hits = numpy.flatnonzero(wanted[self._rows])
        found: dict[str, list[Array]] = {}
        ends = numpy.searchsorted(hits, self._starts)
        for number in numpy.flatnonzero(numpy.diff(ends)).tolist():
            id, operand = self._parts[number]
            found.setdefault(id, []).append(operand.owners(hits[ends[number] : ends[number + 1]] - self._starts[number]))
        return {id: numpy.unique(numpy.concatenate(numbers)) for id, numbers in found.items()}


def reduced(function: numpy.ufunc, values: Array, starts: Array, empty: int) -> Array:
    """A function of runs of values. starts: where each begins, and where the last ends; empty: what one without values comes to."""
    lengths = numpy.diff(starts)
    if lengths.all():
        found: Array = function.reduceat(values, starts[:-1]) if len(lengths) else values[:0]
        return found
    result = numpy.full(len(lengths), empty, dtype=values.dtype)
    filled = lengths > 0
    if filled.any():
        result[filled] = function.reduceat(values, starts[:-1][filled])
    return result
