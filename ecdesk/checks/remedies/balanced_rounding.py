"""Balanced rounding 舍位平衡: a table in a coarser unit in which every printed sum still holds.

Each cell becomes the floor or the ceiling of its exact value, so that none is off by a unit or more; which of the two is chosen by an
integer program that keeps every sum and moves as little as it can, totals before parts. This is controlled rounding (Cox and
Ernst, 1982, Controlled rounding, INFOR 20). It changes nothing in the book: the result is shown, marked, and thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.linear_forms import sum_of
from ecdesk.checks.remedies.solver import Row, Unknown, minimised
from ecdesk.columns.figures import Figures
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.units import Unit


@dataclass(frozen=True, slots=True)
class Sum:
    """One cell that is the sum of others, by their numbers."""

    total: int
    parts: tuple[int, ...]

    def holds(self, values: Sequence[int]) -> bool:
        return values[self.total] == sum(values[part] for part in self.parts)


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
    fixed = {number: int(value) for number, value in enumerate(exact) if value.denominator == 1} | dict(locked or {})
    simple = tuple(fixed.get(number, round_half_up(value)) for number, value in enumerate(exact))
    if all(one.holds(simple) for one in sums):
        return Balanced(simple, ())
    chosen = _solve(exact, sums, fixed)
    return Balanced(chosen, tuple(one for one in sums if not one.holds(chosen)))


def _solve(exact: Sequence[Fraction], sums: Sequence[Sum], fixed: Mapping[int, int]) -> tuple[int, ...]:
    """The integer program: one binary unknown for each free cell (is it rounded up?); a sum that cannot hold has a dear slack."""
    free = [number for number in range(len(exact)) if number not in fixed]
    place = {number: column for column, number in enumerate(free)}
    floors = [fixed.get(number, math.floor(value)) for number, value in enumerate(exact)]
    weights = _weights(len(exact), sums)
    # The price of rounding up rather than down: (ceiling − value) − (value − floor), in thousandths so that ties stay ties.
    unknowns = [Unknown(weights[number] * _upward(exact[number]), 0.0, 1.0, True) for number in free]
    slack = Unknown(4.0 * (sum(weights[number] for number in free) + 1), 0.0, math.inf, True)
    rows = []
    for one in sums:
        factors = {len(unknowns): 1.0, len(unknowns) + 1: -1.0}
        unknowns += [slack, slack]
        for number, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
            if number in place:
                factors[place[number]] = factors.get(place[number], 0.0) + sign
        wanted = float(floors[one.total] - sum(floors[part] for part in one.parts))
        rows.append(Row(factors, wanted, wanted))
    solution = minimised(unknowns, rows)
    if solution.values is None:
        raise RuntimeError(f"balanced rounding found no solution: {solution.message}")
    values = solution.values
    return tuple(floor + (round(values[place[number]]) if number in place else 0) for number, floor in enumerate(floors))


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
    exact = _exact(checker.figures, keys, unit, decimals)
    order = list(exact)
    number = {key: index for index, key in enumerate(order)}
    values = list(exact.values())
    held = {number[key]: round_half_up(exact[key]) for key in locked if key in number}
    result = balance(values, _sums_among(checker, number), held)
    amounts = {key: Amount(Decimal(value).scaleb(-decimals), unit) for key, value in zip(order, result.values, strict=True)}
    moved = frozenset(order[index] for index in result.moved(values))
    return BalancedFigures(amounts, moved, frozenset(order[one.total] for one in result.broken))


def _exact(figures: Figures, keys: Iterable[Key], unit: Unit, decimals: int) -> dict[Key, Fraction]:
    """The figures that convert to a unit and are not qualified, in steps of its last decimal."""
    step = Fraction(unit.scale) / 10**decimals
    found: dict[Key, Fraction] = {}
    for key in keys:
        content = figures.get(key).content
        if isinstance(content, Amount) and not content.qualifier and content.unit.dimension == unit.dimension:
            found[key] = Fraction(content.value) * content.unit.scale / step
    return found


def _sums_among(checker: Checker, number: Mapping[Key, int]) -> list[Sum]:
    """The sums that rules know of among figures with numbers, each once."""
    found: dict[Sum, None] = {}
    for key in number:
        for total, parts in filter(None, map(sum_of, checker.instances_of(key))):
            if total == key and all(part in number for part in parts):
                found[Sum(number[key], tuple(number[part] for part in parts))] = None
    return list(found)
