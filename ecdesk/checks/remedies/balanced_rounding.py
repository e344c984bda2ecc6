"""Balanced rounding 舍位平衡: a table in a coarser unit in which every printed sum still holds.

Each cell becomes the floor or the ceiling of its exact value, so that none is off by a unit or more; which of the two is chosen by an
integer program that keeps every sum and moves as little as it can, totals before parts. This is controlled rounding (Cox and
Ernst, 1982, Controlled rounding, INFOR 20). It changes nothing in the book: the result is shown, marked, and thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.forms import sum_of
from ecdesk.checks.remedies.solver import quiet_solver
from ecdesk.domain.amounts import Amount
from ecdesk.domain.keys import Key
from ecdesk.domain.units import Unit


@dataclass(frozen=True, slots=True)
class Sum:
    """One cell that is the sum of others, by their numbers."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Balanced:
    """values: a whole number for each cell. broken: the sums that could not be kept, because the exact figures do not add up either or
    locked cells stand against it; the rest holds."""

    values: tuple[int, ...]
    broken: tuple[Sum, ...]

    def moved(self, exact: Sequence[Fraction]) -> list[int]:
        """The cells that are not simply rounded half up."""
        return [number for number, value in enumerate(self.values) if value != round_half_up(exact[number])]


def round_half_up(value: Fraction) -> int:
    """To the nearest whole number, a half away from zero, as reports round."""
    return math.floor(value + Fraction(1, 2)) if value >= 0 else -math.floor(-value + Fraction(1, 2))


def balance(exact: Sequence[Fraction], sums: Sequence[Sum], locked: Mapping[int, int] | None = None) -> Balanced:
    """Whole numbers for exact values such that every sum holds.

    exact: the cells' values in units of the last digit that is to be printed. locked: cells that must come out as given. Whole values stay
    as they are. Least weighted deviation, where a total weighs more than everything below it.
    """
    fixed = dict(locked or {})
    for number, value in enumerate(exact):
        if value.denominator == 1:
            fixed.setdefault(number, int(value))
    simple = tuple(fixed.get(number, round_half_up(value)) for number, value in enumerate(exact))
    if all(simple[one.total] == sum(simple[part] for part in one.parts) for one in sums):
        return Balanced(simple, ())
    chosen = _solve(exact, sums, fixed)
    broken = tuple(one for one in sums if chosen[one.total] != sum(chosen[part] for part in one.parts))
    return Balanced(chosen, broken)


def _solve(exact: Sequence[Fraction], sums: Sequence[Sum], fixed: Mapping[int, int]) -> tuple[int, ...]:
    """The integer program: one binary unknown for each free cell (is it rounded up?); a sum that cannot hold has a dear slack."""
    import numpy
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    free = [number for number in range(len(exact)) if number not in fixed]
    place = {number: column for column, number in enumerate(free)}
    floors = {number: fixed.get(number, math.floor(exact[number])) for number in range(len(exact))}
    weights = _weights(len(exact), sums)
    # The price of rounding up rather than down: (ceiling − value) − (value − floor), in thousandths so that ties stay ties.
    price = [weights[number] * _upward(exact[number]) for number in free]
    slack_price = 4.0 * (sum(weights[number] for number in free) + 1)
    rows, columns, entries, wanted = [], [], [], []
    for row, one in enumerate(sums):
        members = [(one.total, -1.0), *((part, 1.0) for part in one.parts)]
        for number, sign in members:
            if number in place:
                rows.append(row)
                columns.append(place[number])
                entries.append(sign)
        wanted.append(float(floors[one.total] - sum(floors[part] for part in one.parts)))
    for row in range(len(sums)):
        for offset, sign in ((0, 1.0), (1, -1.0)):
            rows.append(row)
            columns.append(len(free) + 2 * row + offset)
            entries.append(sign)
    unknowns = len(free) + 2 * len(sums)
    matrix = csr_array((entries, (rows, columns)), shape=(len(sums), unknowns))
    upper = [1.0] * len(free) + [numpy.inf] * (2 * len(sums))
    with quiet_solver():
        solution = milp(
            c=[*price, *([slack_price] * (2 * len(sums)))],
            constraints=LinearConstraint(matrix, wanted, wanted),
            integrality=numpy.ones(unknowns),
            bounds=Bounds([0.0] * unknowns, upper),
            options={"mip_rel_gap": 0.0},
        )
    if solution.x is None:
        raise RuntimeError(f"balanced rounding found no solution: {solution.message}")
    return tuple(floors[number] + (round(solution.x[place[number]]) if number in place else 0) for number in range(len(exact)))


def _upward(value: Fraction) -> float:
    """How much worse it is to round a value up than down, from −1 to 1; half a unit goes away from zero where nothing stands against it."""
    difference = 1 - 2 * (value - math.floor(value))
    if difference:
        return float(difference)
    return -0.001 if value >= 0 else 0.001


def _weights(count: int, sums: Sequence[Sum]) -> list[float]:
    """What a deviation of each cell costs: a total costs more than all its parts together, as far as floats tell levels apart."""
    level = [0] * count
    for _round in range(8):
        changed = False
        for one in sums:
            needed = 1 + max((level[part] for part in one.parts), default=0)
            if level[one.total] < needed <= 8:
                level[one.total], changed = needed, True
        if not changed:
            break
    base = min(max((len(one.parts) for one in sums), default=1) + 1, 30)
    return [float(min(base**number, 10**6)) for number in level]


# -- a table of the book


@dataclass(frozen=True)
class BalancedFigures:
    """amounts: what to print under each key. moved: the keys that are not simply rounded. broken: keys of totals whose sums do not hold."""

    amounts: Mapping[Key, Amount]
    moved: frozenset[Key]
    broken: frozenset[Key]


def balance_figures(
    checker: Checker, keys: Collection[Key], unit: Unit, decimals: int, locked: Collection[Key] = ()
) -> BalancedFigures:
    """The figures of a table in another unit with so many decimals, so that every sum that the book's rules know of still holds.

    keys: of the table's cells; those whose figures do not convert to the unit, are qualified (约 …) or missing are left out, with the
    sums they stand in. locked: keys that keep the figure that simple rounding gives. Nothing is stored.
    """
    step = Fraction(unit.scale) / 10**decimals
    exact: dict[Key, Fraction] = {}
    for key in keys:
        content = checker.figures.get(key).content
        if isinstance(content, Amount) and not content.qualifier and content.unit.dimension == unit.dimension:
            exact[key] = Fraction(content.value) * content.unit.scale / step
    order = list(exact)
    number = {key: index for index, key in enumerate(order)}
    sums = []
    for key in order:
        for instance in checker.instances_of(key):
            parts = sum_of(instance)
            if parts is not None and parts[0] == key and all(part in number for part in parts[1]):
                sums.append(Sum(number[key], tuple(number[part] for part in parts[1])))
    values = [exact[key] for key in order]
    held = {number[key]: round_half_up(exact[key]) for key in locked if key in number}
    result = balance(values, list(dict.fromkeys(sums)), held)
    amounts = {key: Amount(Decimal(result.values[index]).scaleb(-decimals), unit) for index, key in enumerate(order)}
    moved = frozenset(order[index] for index in result.moved(values))
    return BalancedFigures(amounts, moved, frozenset(order[one.total] for one in result.broken))
