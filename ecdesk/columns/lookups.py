"""Looking up in tables of codes, and rows that come of one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy

from ecdesk.columns.codes import Array, Codes
from ecdesk.domain.figures.periods import span_code


def spread(starts: Array, lengths: Array) -> Array:
    """The places of runs, one run after the other. starts, lengths: of each."""
    total = int(lengths.sum())
    before = numpy.cumsum(lengths) - lengths
    return numpy.repeat(starts - before, lengths) + numpy.arange(total)


class Answers:
    """What an axis says of each member, as codes: asked once a member, then looked up."""

    def __init__(self, codes: Codes, ask: Callable[[str], Iterable[str]]) -> None:
        self._codes = codes
        self._ask = ask
        self._lengths = numpy.empty(0, dtype=numpy.int32)
        """-1 for what was not asked yet."""
        self._starts = numpy.empty(0, dtype=numpy.int64)
        self._values = numpy.empty(0, dtype=numpy.int32)

    def of(self, members: Array) -> tuple[Array, Array]:
        """(how many each member has, all of them one after the other)."""
        self._learn(members)
        lengths = self._lengths[members]
        starts = self._starts[members]
        return lengths, self._values[starts if (lengths == 1).all() else spread(starts, lengths)]

    def _learn(self, members: Array) -> None:
        highest = int(members.max(initial=0)) + 1
        if highest > len(self._lengths):
            more = highest - len(self._lengths)
            self._lengths = numpy.concatenate([self._lengths, numpy.full(more, -1, dtype=numpy.int32)])
            self._starts = numpy.concatenate([self._starts, numpy.zeros(more, dtype=numpy.int64)])
        occurring = numpy.zeros(len(self._lengths), dtype=bool)
        occurring[members] = True
        new: list[int] = []
        for member in numpy.flatnonzero(occurring & (self._lengths < 0)).tolist():
            said = [self._codes[span_code(name) if "C" in name else name] for name in self._ask(self._codes.names[member])]
            self._lengths[member], self._starts[member] = len(said), len(self._values) + len(new)
            new += said
        if new:
            self._values = numpy.concatenate([self._values, numpy.array(new, dtype=numpy.int32)])


class Rows:
    """Instances while they are worked out: for each part codes, and which instance each row is of; None while there is one row for each."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.owner: Array | None = None
        self.parts: dict[str, Array] = {}

    def given(self, codes: Array) -> Array:
        """A part of the instances, for each row."""
        return codes if self.owner is None else codes[self.owner]

    def put(self, part: str, lengths: Array, values: Array) -> None:
        """Each row for each of its values."""
        if not (lengths == 1).all():
            places = numpy.repeat(numpy.arange(len(lengths)), lengths)
            self.parts = {name: codes[places] for name, codes in self.parts.items()}
            self.owner = places if self.owner is None else self.owner[places]
        self.parts[part] = values

    def lengths(self) -> Array | None:
        """How many rows each instance has; None where each has one."""
        if self.owner is None:
            return None
        return numpy.bincount(self.owner, minlength=self.count)
