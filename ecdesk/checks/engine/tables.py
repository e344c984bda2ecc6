"""What a rule is applied to, as columns: the binding of each instance, the rows of its figures, its verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import repeat

import numpy

from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.columns.codes import Array
from ecdesk.columns.columns import Columns
from ecdesk.columns.operands import Operand


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

    def bound(self, numbers: Array) -> list[Binding]:
        """The bindings of many instances."""
        if not self.bindings:
            return [Binding()] * len(numbers)
        return bound(self.columns, {part: codes[numbers] for part, codes in self.bindings.items()})

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


def bound(columns: Columns, bindings: dict[str, Array]) -> list[Binding]:
    """Bindings by their names. bindings: for each part that is open, codes; none for a rule that leaves nothing open."""
    if not bindings:
        return []
    parts: list[Iterable[str]] = [repeat("")] * len(Binding._fields)
    for part, codes in bindings.items():
        parts[Binding._fields.index(part)] = columns.codes["measure" if part == "share" else part].names_of(codes)
    # An edit asks for those of every rule that it touches, and a listing for all: without a call for each.
    return list(map(partial(tuple.__new__, Binding), zip(*parts, strict=False)))
