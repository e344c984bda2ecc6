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
    """values: of the unknowns, None where none was found. impossible: whether it was proved that there are none. message: the solver's."""

    values: Sequence[float] | None
    impossible: bool
    message: str


def minimised(unknowns: Sequence[Unknown], rows: Sequence[Row], seconds: float | None = None) -> Solution:
    """The values of least price that keep to the rows, proved to be so. seconds: after which the search is given up."""
    import highspy
    from numpy import array, float64, int32

    with quiet_solver():
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("mip_rel_gap", 0.0)
        if seconds is not None:
            highs.setOptionValue("time_limit", seconds)
        places = range(len(unknowns))
        prices, lows, tops, whole = zip(*unknowns, strict=True)
        highs.addVars(len(unknowns), array(lows, float64), array(tops, float64))
        highs.changeColsCost(len(unknowns), array(places, int32), array(prices, float64))
        integer = array([place for place in places if whole[place]], int32)
        if len(integer):
            highs.changeColsIntegrality(len(integer), integer, array([highspy.HighsVarType.kInteger] * len(integer)))
        for row in rows:
            factors = {place: factor for place, factor in row.factors.items() if factor}
            highs.addRow(row.low, row.high, len(factors), array([*factors], int32), array([*factors.values()], float64))
        highs.run()
        state = highs.getModelStatus()
        solution = highs.getSolution()
    # As far as time allowed: a solution that keeps to the rows counts although a cheaper one may exist.
    found = highs.getInfo().primal_solution_status == highspy.kSolutionStatusFeasible
    impossible = state == highspy.HighsModelStatus.kInfeasible
    return Solution(list(solution.col_value) if found else None, impossible, highs.modelStatusToString(state))


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
