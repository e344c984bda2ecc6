"""What a rule is applied to, as columns: the binding of each instance, the rows of its figures, its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy

from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.columns.codes import Array
from ecdesk.columns.columns import PRESENT, Columns
from ecdesk.domain.figures.keys import Key


def spread(starts: Array, lengths: Array) -> Array:
    """The places of runs, one run after the other. starts, lengths: of each."""
    total = int(lengths.sum())
    before = numpy.cumsum(lengths) - lengths
    return numpy.repeat(starts - before, lengths) + numpy.arange(total)


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
        keys = list(map(columns.key, self.meant(columns).tolist()))
        starts = range(len(keys) + 1) if self.starts is None else self.starts.tolist()
        return [tuple(keys[first:end]) for first, end in pairwise(starts)]

    def owners(self, places: Array) -> Array:
        """The numbers of the instances to which places in `rows` belong."""
        return places if self.starts is None else numpy.searchsorted(self.starts, places, side="right") - 1


@dataclass
class Table:
    """A rule applied. bindings: for each part that the rule leaves open, the code of what is at hand. operands: for each of its terms.
    required: which instances there are even where there is no figure; None for none."""

    rule: CompiledRule
    columns: Columns
    bindings: dict[str, Array]
    operands: list[Operand]
    codes: Array
    required: Array | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def names(self, part: str) -> list[str]:
        """What codes of a part of a binding stand for."""
        return self.columns.codes["measure" if part == "share" else part].names

    def binding(self, number: int) -> Binding:
        return Binding(**{part: self.names(part)[codes[number]] for part, codes in self.bindings.items()})

    def bound(self, numbers: Array) -> list[Binding]:
        """The bindings of many instances."""
        chosen = {part: codes[numbers].tolist() for part, codes in self.bindings.items()}
        names = {part: self.names(part) for part in chosen}
        columns = [
            [names[part][code] for code in chosen[part]] if part in chosen else [""] * len(numbers) for part in Binding._fields
        ]
        return list(map(Binding._make, zip(*columns, strict=True)))

    def find(self, binding: Binding) -> int | None:
        """The number of an instance."""
        found = numpy.ones(len(self), dtype=bool)
        for part, codes in self.bindings.items():
            found &= codes == self.columns.codes["measure" if part == "share" else part].get(getattr(binding, part), -1)
        places = numpy.flatnonzero(found)
        return int(places[0]) if len(places) else None

    def append(self, more: Table) -> None:
        self.bindings = {part: numpy.concatenate([codes, more.bindings[part]]) for part, codes in self.bindings.items()}
        self.operands = [one.joined(other) for one, other in zip(self.operands, more.operands, strict=True)]
        if self.required is not None:
            self.required = numpy.concatenate([self.required, numpy.zeros(len(more), dtype=bool)])
        self.codes = numpy.concatenate([self.codes, more.codes])

    def keep(self, chosen: Array) -> None:
        """Leave out every instance but some."""
        self.bindings = {part: codes[chosen] for part, codes in self.bindings.items()}
        self.operands = [operand.select(chosen) for operand in self.operands]
        self.required = None if self.required is None else self.required[chosen]
        self.codes = self.codes[chosen]


class Watch:
    """Which instances of which tables look at a row: all references of all tables in one column, which takes less time to look through than an
    index takes to make."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._parts = [
            (id, operand)
            for id, table in tables.items()
            for one in table.operands
            for operand in (one, *([Operand(one.others, one.starts)] if one.others is not None else []))
        ]
        rows = [operand.rows for _id, operand in self._parts]
        self._rows = numpy.concatenate(rows) if rows else numpy.empty(0, dtype=numpy.int32)
        self._starts = numpy.cumsum([0, *map(len, rows)])

    def of(self, rows: Array, count: int) -> dict[str, Array]:
        """By rule, the numbers of the instances that look at any of some rows. count: rows that there are."""
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
