"""How a figure comes to be wrong, and what it would have been: the cheap hypotheses that are tried before the integer program.

A hypothesis carries its price: minus the logarithm of how likely such a slip is, plus the logarithm of how many figures it could
have come from, so that one that would explain anything explains little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.units import units_beside

SHIFTS = (-1, 1, -2, 2, -3, 3, -4, 4, -8, 8)
_SLIP = 2.0
"""The price of a slip as such; the kinds are taken to be equally likely."""

SOLVED_PRICE = 9.0
"""The price of an arbitrary other value, which every cell of a rule can always have."""

TOTAL_PRICE = 7.5
"""The same for a total: it goes stale when a part is corrected."""


@dataclass(frozen=True)
class Hypothesis:
    """kind: of the slip, one of `suggestions.REASONS`. contents: what would stand under the keys instead. price: lower is likelier."""

    kind: str
    contents: Mapping[Key, Content | None]
    price: float


def slips(key: Key, amount: Amount, decimals: int | None) -> Iterator[Hypothesis]:
    """What an amount may have been before one slip of the hand: wrong power of ten or unit, one wrong digit, two digits transposed,
    sign. decimals: how many the column prints."""
    for kind, found in (
        ("scale", list(_scaled(amount, decimals))),
        ("unit", list(_other_units(amount))),
        ("digit", list(_digits(amount))),
        ("transposed", list(_transposed(amount))),
        ("sign", [replace(amount, value=-amount.value)] if amount.value else []),
    ):
        for candidate in found:
            yield Hypothesis(kind, {key: candidate}, _SLIP + math.log(len(found)))


def _scaled(amount: Amount, decimals: int | None) -> Iterator[Amount]:
    """Nothing that would need more digits behind the point than the column prints, or the figure has: 25.3% was never 2.53%."""
    for shift in SHIFTS:
        value = _with_decimals(amount.value.scaleb(shift), decimals)
        if decimals is None or -Amount(value, amount.unit).exponent <= max(decimals, -amount.exponent):
            yield replace(amount, value=value)


def _with_decimals(value: Decimal, decimals: int | None) -> Decimal:
    """A value with the digits that the column prints, where that loses nothing and makes none up."""
    if decimals is None:
        return value
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    while exponent < -decimals and len(digits) > 1 and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    if exponent > 0:
        digits, exponent = digits + (0,) * exponent, 0
    return Decimal((sign, digits, exponent))


def _other_units(amount: Amount) -> Iterator[Amount]:
    """万元 for 亿元 and the other way round, with the digits as they stand."""
    if not (amount.unit.is_ratio or amount.unit.is_points):
        for unit in units_beside(amount.unit, "mistaken"):
            if unit.scale != amount.unit.scale:
                yield replace(amount, unit=unit)


def _digits(amount: Amount) -> Iterator[Amount]:
    digits = amount.value.as_tuple().digits
    for place, digit in enumerate(digits):
        for other in range(10):
            if other != digit and (place or other or len(digits) == 1):
                yield _printed(amount, (*digits[:place], other, *digits[place + 1 :]))


def _transposed(amount: Amount) -> Iterator[Amount]:
    digits = amount.value.as_tuple().digits
    for place, (first, second) in enumerate(pairwise(digits)):
        if first != second and (place or second):
            yield _printed(amount, (*digits[:place], second, first, *digits[place + 2 :]))


def _printed(amount: Amount, digits: tuple[int, ...]) -> Amount:
    """An amount with other digits."""
    return replace(amount, value=Decimal((amount.value.as_tuple().sign, digits, amount.exponent)))


def swapped(one: Key, two: Key, contents: Mapping[Key, Content | None], partners: int) -> Hypothesis:
    """Two cells that stand in each other's place. partners: with how many others each could have been."""
    return Hypothesis("swapped", {one: contents[two], two: contents[one]}, _SLIP + math.log(max(1, partners)))


def shifted(line: list[Key], contents: Mapping[Key, Content | None], start: int, end: int, step: int) -> Hypothesis:
    """Cells start … end of a row or column whose figures all stand one place too far; step: -1 when each belongs one place earlier.

    The place that nothing belongs to any more is empty.
    """
    moved: dict[Key, Content | None] = {}
    for place in range(start, end + 1):
        source = place - step
        moved[line[place]] = contents[line[source]] if start <= source <= end else None
    return Hypothesis("shifted", moved, _SLIP + math.log(2 * len(line)))


def explained(kind: str, key: Key, content: Amount, alternatives: int = 1) -> Hypothesis:
    """Another value for a cell whose wrong value has been recognised as something else: counted twice, left out, stale, misplaced."""
    return Hypothesis(kind, {key: content}, _SLIP + math.log(max(1, alternatives)))


def solved(key: Key, content: Amount, is_total: bool) -> Hypothesis:
    """What a rule asks for, without a reason why the cell is wrong."""
    return Hypothesis("solved", {key: content}, TOTAL_PRICE if is_total else SOLVED_PRICE)


def same_number(one: Content | None, two: Content | None) -> bool:
    """Whether two amounts print the same number, whatever their units."""
    if not isinstance(one, Amount) or not isinstance(two, Amount):
        return False
    return Fraction(one.value) == Fraction(two.value)
