"""Integer programs, solved by HiGHS and without a word on the standard output."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple


class Unknown(NamedTuple):
    """price: what one unit of it costs. whole: whether it must be a whole number."""

    price: float
    low: float
    high: float
    whole: bool


class Row(NamedTuple):
    """low ≤ the sum of factors times unknowns, by their numbers, ≤ high."""

    factors: Mapping[int, float]
    low: float
    high: float


class Solution(NamedTuple):
    """values: of the unknowns, None where none was found. message: the solver's."""

    values: Sequence[float] | None
    message: str


def minimised(unknowns: Sequence[Unknown], rows: Sequence[Row], seconds: float | None = None) -> Solution:
    """The values of least price that keep to the rows, proved to be so. seconds: after which the search is given up."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    entries = [(row, column, factor) for row, found in enumerate(rows) for column, factor in found.factors.items() if factor]
    places = [row for row, _column, _factor in entries], [column for _row, column, _factor in entries]
    matrix = csr_array(([factor for _row, _column, factor in entries], places), shape=(len(rows), len(unknowns)))
    with quiet_solver():
        found = milp(
            c=[unknown.price for unknown in unknowns],
            constraints=LinearConstraint(matrix, [row.low for row in rows], [row.high for row in rows]),
            integrality=[int(unknown.whole) for unknown in unknowns],
            bounds=Bounds([unknown.low for unknown in unknowns], [unknown.high for unknown in unknowns]),
            options={"mip_rel_gap": 0.0, **({"time_limit": seconds} if seconds is not None else {})},
        )
    return Solution(None if found.x is None else found.x.tolist(), found.message)


@contextmanager
def quiet_solver() -> Iterator[None]:
    """Send what the process writes to standard output below Python nowhere: HiGHS prints a line now and then whatever it is told, and the
    command line prints JSON there."""
    try:
        kept = os.dup(1)
    except OSError:  # a windowed program has no standard output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
