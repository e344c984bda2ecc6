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

    prices, lows, highs, whole = zip(*unknowns, strict=True)
    sums, least, most = zip(*rows, strict=True)
    entries = [(factor, row, column) for row, factors in enumerate(sums) for column, factor in factors.items() if factor]
    values, down, across = zip(*entries, strict=True)
    matrix = csr_array((values, (down, across)), shape=(len(rows), len(unknowns)))
    limit = {"time_limit": seconds} if seconds is not None else {}
    with quiet_solver():
        found = milp(
            c=prices,
            constraints=LinearConstraint(matrix, least, most),
            integrality=[int(one) for one in whole],
            bounds=Bounds(lows, highs),
            options={"mip_rel_gap": 0.0, **limit},
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
