"""Whole numbers for the members of a dimension, and several of them packed into one key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from ecdesk.domain.errors import UserError

Array = NDArray[Any]

_BITS = 63
"""Of a key that is a whole number above zero."""


class Codes(dict[str, int]):
    """A number for each name, in order of arrival; "" is 0. A name that is asked for gets one."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self[""]

    def __missing__(self, name: str) -> int:
        code = self[name] = len(self.names)
        self.names.append(name)
        return code

    def of(self, names: Iterable[str], count: int) -> Array:
        """The numbers of so many names."""
        return numpy.fromiter(map(self.__getitem__, names), dtype=numpy.int32, count=count)

    def names_of(self, numbers: Array) -> Iterator[str]:
        return map(self.names.__getitem__, numbers.tolist())


class Packing:
    """Which bits of a key each of several dimensions has. The first stands highest, so that what agrees in it lies together when keys are in
    order. No number can reach into the bits of another: ask `holds` before packing."""

    def __init__(self, codes: Sequence[Codes]) -> None:
        """Raises UserError where there are more members than one key can tell apart."""
        needed = [len(one).bit_length() for one in codes]
        spare = (_BITS - sum(needed)) // len(codes)
        if spare < 0:
            raise UserError("年报里的指标、分组项、地区、时期太多，无法审核。请把年报分成几本。")
        self.bits = [bits + spare for bits in needed]
        self.shifts = [sum(self.bits[number + 1 :]) for number in range(len(codes))]

    def holds(self, codes: Sequence[Codes]) -> bool:
        return all(len(one) <= 1 << bits for one, bits in zip(codes, self.bits, strict=True))

    def keys(self, parts: Sequence[Array]) -> Array:
        """One key for each row of numbers."""
        found = numpy.left_shift(parts[0].astype(numpy.int64), self.shifts[0])
        for part, shift in zip(parts[1:], self.shifts[1:], strict=True):
            found |= numpy.left_shift(part.astype(numpy.int64), shift)
        return found
