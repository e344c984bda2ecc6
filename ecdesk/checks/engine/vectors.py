"""The same verdicts for very many instances at once, with exact 64-bit integers.

Every figure becomes two integers in steps of a power of ten: twice the middle of what it can mean, and the whole width of it. A sum holds when
the sum of the middles is no further from zero than the sum of the widths. Where the integers would not fit, or a figure is missing, qualified
beyond integers or on a basis of its own, the instance is left to `evaluating`, which says the same for one instance at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Outcome
from ecdesk.checks.engine.figures import Dimension, Figures
from ecdesk.checks.engine.linear_forms import ChainForm, Form, LinearForm, RatioForm, Terms, UnitsForm
from ecdesk.checks.engine.predicates import unit_fits
from ecdesk.checks.language.compiling import Instance
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.judging import DEVIATIONS, LONG_SUM, SLACK, UNIFORM, Margin

if TYPE_CHECKING:
    import numpy

HOLDS, ROUNDING, FAILS, BAND, ROUNDING_BAND, SILENT, LEFT = 0, 1, 2, 3, 4, 5, 9
"""Codes of verdicts; BAND and ROUNDING_BAND are outside three standard deviations; SILENT is for where the rule says nothing; LEFT is for one
at a time."""

_WEIGHT = {HOLDS: 0, BAND: 0, ROUNDING: 1, ROUNDING_BAND: 1, FAILS: 2}

OUTCOMES = {
    HOLDS: Outcome(Verdict.HOLDS),
    ROUNDING: Outcome(Verdict.ROUNDING),
    FAILS: Outcome(Verdict.FAILS),
    BAND: Outcome(Verdict.HOLDS, outside_band=True),
    ROUNDING_BAND: Outcome(Verdict.ROUNDING, outside_band=True),
    SILENT: NOT_APPLICABLE,
}

_LARGEST = 2.0**61
_LARGEST_SHIFT = 19
_CHUNK = 1 << 15
_CLOSE = 1e-9
"""Relative distance within which a band computed in floats is left to exact arithmetic."""

_HALF, _FULL = (int(2 * SLACK[margin]) for margin in (Margin.HALF, Margin.FULL))
"""Widths of what a figure can mean, in units of its last digit."""

Array = Any
"""A numpy array; numpy itself is loaded only where it is used."""


@dataclass(frozen=True)
class Columns:
    """Figures as integers, in steps of 10**exponent base units.

    middle, width: twice the middle and the whole width within half a unit of the last digit; wide_middle, wide_width: within a full
    unit; point: twice the printed value. usable: whether the integers say everything about the figure.
    """

    exponent: int
    middle: Array
    width: Array
    wide_middle: Array
    wide_width: Array
    point: Array
    usable: Array


def columns_of(steps: Sequence[tuple[int, int, int] | None], exponent: int) -> Columns:
    """Figures (`Figure.steps`) as integers in steps of 10**exponent; None and those that are too large are not usable."""
    import numpy

    middle, digit, usable = [], [], []
    for found in steps:
        if found is not None and found[2] - exponent < _LARGEST_SHIFT:
            factor = 10 ** (found[2] - exponent)
            one, two = 2 * found[0] * factor, found[1] * factor
            if abs(one) < _LARGEST and two < _LARGEST:
                middle.append(one)
                digit.append(two)
                usable.append(True)
                continue
        middle.append(0)
        digit.append(0)
        usable.append(False)
    middles, digits = numpy.array(middle, dtype=numpy.int64), numpy.array(digit, dtype=numpy.int64)
    return Columns(exponent, middles, _HALF * digits, middles, _FULL * digits, middles, numpy.array(usable, dtype=bool))


def finest_exponent(steps: Iterable[tuple[int, int, int] | None]) -> int:
    """The power of ten in whose steps every usable figure is whole."""
    return min((found[2] for found in steps if found is not None), default=0)


def _exponent(value: Fraction) -> int:
    """The largest power of ten that a value is a whole multiple of, -30 when there is none above it."""
    decimals = 0
    while decimals < 30 and 10**decimals % value.denominator:
        decimals += 1
    whole = str(value.numerator * 10**decimals // value.denominator)
    return len(whole) - len(whole.rstrip("0")) - decimals


@dataclass(frozen=True)
class Layout:
    """Where the figures of many instances of one form and size stand: for each group of terms a matrix of figure numbers, one row for an
    instance, and the whole factors of its columns."""

    index: Array
    factors: tuple[int, ...]


def linear_codes(columns: Columns, layout: Layout, constant: int, relation: str) -> numpy.ndarray[Any, Any]:
    """Codes of the verdicts on Σ factor × figure + constant against zero.

    constant: twice it, in steps. Works through the rows in pieces that stay in the processor's cache.
    """
    import numpy

    codes = numpy.empty(len(layout.index), dtype=numpy.int8)
    largest = max((int(numpy.abs(columns.middle).max(initial=0)), int(columns.wide_width.max(initial=0)), 1))
    if largest * sum(abs(factor) for factor in layout.factors) + abs(constant) >= _LARGEST:
        codes.fill(LEFT)
        return codes
    all_usable = bool(columns.usable.all())
    for start in range(0, len(codes), _CHUNK):
        index = layout.index[start : start + _CHUNK]
        difference = _summed(columns.middle, index, layout.factors) + constant
        width = _summed(columns.width, index, tuple(abs(factor) for factor in layout.factors))
        part = codes[start : start + _CHUNK]
        fits = _fits(difference, width, relation)
        part[:] = numpy.where(fits, HOLDS, FAILS)
        touching = fits & (numpy.abs(difference) == width) if relation == "=" and len(layout.factors) == 2 else None
        others = numpy.flatnonzero(~fits)
        if len(others):
            rest = index[others]
            wide = _summed(columns.wide_middle, rest, layout.factors) + constant
            wide_width = _summed(columns.wide_width, rest, tuple(abs(factor) for factor in layout.factors))
            part[others[_fits(wide, wide_width, relation)]] = ROUNDING
        if relation == "=" and len(layout.factors) >= LONG_SUM:
            _mark_band(columns, index, layout.factors, constant, part)
        if touching is not None:
            # Two figures that meet in an end only may be one figure printed twice.
            part[touching] = LEFT
        if not all_usable:
            part[~columns.usable[index].all(axis=1)] = LEFT
    return codes


def _summed(values: Array, index: Array, factors: tuple[int, ...]) -> Array:
    total = values[index[:, 0]]
    if factors[0] != 1:
        total = total * factors[0]
    for column, factor in enumerate(factors[1:], start=1):
        if factor == 1:
            total += values[index[:, column]]
        elif factor == -1:
            total -= values[index[:, column]]
        else:
            total += factor * values[index[:, column]]
    return total


def _fits(difference: Array, width: Array, relation: str) -> Array:
    """Whether some value of the difference stands in the relation to zero; as `judging.compare` has it."""
    import numpy

    if relation == "=":
        return numpy.abs(difference) <= width
    if relation == "!=":
        return (difference != 0) | (width != 0)
    if relation in (">", ">="):
        difference = -difference
    if relation in ("<", ">"):
        return (difference < width) | ((difference == width) & (width != 0))
    return difference <= width


def _mark_band(columns: Columns, index: Array, factors: tuple[int, ...], constant: int, part: Array) -> None:
    """Mark long sums that are off by more than three standard deviations, and leave the ones too close to say."""
    import numpy

    point = (_summed(columns.point, index, factors) + constant).astype(float) / 2
    squares = sum(
        ((factor * columns.width[index[:, number]].astype(float)) ** 2 for number, factor in enumerate(factors)), start=0.0
    )
    rounded = sum((columns.width[index[:, number]] > 0).astype(int) for number in range(len(factors)))
    one, other = UNIFORM * point**2, DEVIATIONS**2 * squares
    outside = (one > other) & (rounded >= LONG_SUM)
    close = numpy.abs(one - other) <= _CLOSE * (one + other)
    part[outside & (part == HOLDS)] = BAND
    part[outside & (part == ROUNDING)] = ROUNDING_BAND
    part[close & (part != FAILS) & (rounded >= LONG_SUM)] = LEFT


def ratio_codes(
    quotient: tuple[Columns, Layout], constant: int, over: tuple[Columns, Layout], under: tuple[Columns, Layout]
) -> numpy.ndarray[Any, Any]:
    """Codes of the verdicts on (quotient + constant) × under = over, for under that cannot be zero.

    The steps of over must be those of the quotient times those of under; constant: twice it, in the quotient's steps.
    """
    import numpy

    codes = numpy.full(len(over[1].index), LEFT, dtype=numpy.int8)
    for start in range(0, len(codes), _CHUNK):
        rows = slice(start, start + _CHUNK)
        ends = []
        for wide in (False, True):
            low_q, high_q = _bounds(quotient, rows, wide, constant)
            low_u, high_u = _bounds(under, rows, wide, 0)
            low_o, high_o = _bounds(over, rows, wide, 0)
            ends.append((low_q, high_q, low_u, high_u, low_o, high_o))
        fitting = numpy.ones(len(ends[0][0]), dtype=bool)
        for columns, layout in (quotient, over, under):
            fitting &= columns.usable[layout.index[rows]].all(axis=1)
        for low_q, high_q, _low_u, high_u, low_o, high_o in ends:
            size = numpy.maximum(numpy.abs(low_q.astype(float)), numpy.abs(high_q.astype(float))) * high_u.astype(float)
            fitting &= (size < _LARGEST / 4) & (numpy.maximum(numpy.abs(low_o), numpy.abs(high_o)).astype(float) < _LARGEST / 4)
        fitting &= ends[0][2] > 0
        chosen = numpy.flatnonzero(fitting)
        met = [_products_meet(*(end[chosen] for end in bounds)) for bounds in ends]
        part = codes[rows]
        # Within a full unit the divisor may reach zero where it does not within half a unit: one at a time then.
        result = numpy.where(met[0], HOLDS, numpy.where(ends[1][2][chosen] <= 0, LEFT, numpy.where(met[1], ROUNDING, FAILS)))
        part[chosen] = result
    return codes


def _bounds(side: tuple[Columns, Layout], rows: slice, wide: bool, constant: int) -> tuple[Array, Array]:
    """Twice the ends of a sum of figures for each instance."""
    columns, layout = side
    middle = _summed(columns.wide_middle if wide else columns.middle, layout.index[rows], layout.factors) + constant
    width = _summed(
        columns.wide_width if wide else columns.width, layout.index[rows], tuple(abs(factor) for factor in layout.factors)
    )
    return middle - width, middle + width


def _products_meet(low_q: Array, high_q: Array, low_u: Array, high_u: Array, low_o: Array, high_o: Array) -> Array:
    """Whether quotient × under meets over. All ends are doubled, so that the product is four times and over counts twice."""
    import numpy

    low = numpy.minimum(low_q * low_u, low_q * high_u)
    high = numpy.maximum(high_q * low_u, high_q * high_u)
    return (low <= 2 * high_o) & (2 * low_o <= high)


# -- instances of a rule


def codes_of(form: Form, instances: Sequence[Instance], figures: Figures) -> list[int]:
    """A code for each instance of one rule; LEFT for those to be evaluated one at a time."""
    if isinstance(form, UnitsForm):
        return _unit_codes(form, instances, figures)
    codes = [LEFT] * len(instances)
    shapes: dict[tuple[int, ...], list[int]] = {}
    for number, instance in enumerate(instances):
        shapes.setdefault(tuple(map(len, instance.operands)), []).append(number)
    for members in shapes.values():
        chosen = instances if len(shapes) == 1 else [instances[number] for number in members]
        for number, code in zip(members, _shape_codes(form, chosen, figures), strict=True):
            codes[number] = code
    return codes


def _shape_codes(form: LinearForm | RatioForm | ChainForm, instances: Sequence[Instance], figures: Figures) -> list[int]:
    if isinstance(form, LinearForm):
        return _linear(form, instances, figures)
    if isinstance(form, RatioForm):
        return _ratio(form, instances, figures)
    found = [_linear(link, instances, figures) for link in form.links]
    return [_worst(codes) for codes in zip(*found, strict=True)]


def _worst(codes: Sequence[int]) -> int:
    """The verdict on a chain: of the first link of those that come out worst."""
    return LEFT if LEFT in codes else max(codes, key=_WEIGHT.__getitem__)


def _linear(form: LinearForm, instances: Sequence[Instance], figures: Figures) -> list[int]:
    side = _Side(form.terms, instances, figures)
    if form.constant:
        side.exponent = min(side.exponent, _exponent(form.constant))
    constant = 2 * form.constant / Fraction(10) ** side.exponent
    if constant.denominator != 1 or not side.whole or abs(constant) >= _LARGEST:
        return [LEFT] * len(instances)
    codes = linear_codes(side.columns(), side.layout, int(constant), form.relation)
    codes[side.mixed(form.dimension)] = LEFT
    found: list[int] = codes.tolist()
    return found


def _ratio(form: RatioForm, instances: Sequence[Instance], figures: Figures) -> list[int]:
    quotient, over, under = (_Side(terms, instances, figures) for terms in (form.quotient, form.over, form.under))
    if form.constant:
        quotient.exponent = min(quotient.exponent, _exponent(form.constant))
    over.exponent = min(over.exponent, quotient.exponent + under.exponent)
    quotient.exponent = over.exponent - under.exponent
    constant = 2 * form.constant / Fraction(10) ** quotient.exponent
    if not (quotient.whole and over.whole and under.whole) or constant.denominator != 1 or abs(constant) >= _LARGEST:
        return [LEFT] * len(instances)
    codes = ratio_codes(
        (quotient.columns(), quotient.layout), int(constant), (over.columns(), over.layout), (under.columns(), under.layout)
    )
    codes[quotient.mixed(())] = LEFT
    codes[over.mixed(None) | under.mixed(None)] = LEFT
    for number, (one, two) in enumerate(zip(over.first_dimensions(), under.first_dimensions(), strict=True)):
        if one != two:
            codes[number] = LEFT
    found: list[int] = codes.tolist()
    return found


def _unit_codes(form: UnitsForm, instances: Sequence[Instance], figures: Figures) -> list[int]:
    """Whether figures are in fitting units; asked once for each indicator, measure and unit."""
    known: dict[tuple[str, str, str], int] = {}
    codes = []
    for instance in instances:
        figure = figures.get(instance.operands[form.term][0])
        content = figure.content
        if not isinstance(content, Amount):
            codes.append(SILENT)
            continue
        kind = figure.key.indicator, figure.key.measure, content.unit.symbol
        if kind not in known:
            known[kind] = _UNIT_CODES[unit_fits(instance.rule.book, figure.key, content)]
        codes.append(known[kind])
    return codes


_UNIT_CODES = {None: SILENT, True: HOLDS, False: LEFT}


class _Side:
    """One sum of terms over many instances of one size."""

    def __init__(self, terms: Terms, instances: Sequence[Instance], figures: Figures) -> None:
        import numpy

        numbers: dict[Key, int] = {}
        rows: list[int] = []
        for instance in instances:
            for _factor, term in terms:
                rows += [numbers.setdefault(key, len(numbers)) for key in instance.operands[term]]
        self.factors = [factor for factor, term in terms for _key in instances[0].operands[term]]
        self._index = numpy.array(rows, dtype=numpy.int64).reshape(len(instances), len(self.factors))
        found = [figures.get(key) for key in numbers]
        self._steps = [figure.steps for figure in found]
        self._names: dict[Dimension | None, int] = {}
        named = [self._names.setdefault(figure.dimension, len(self._names)) for figure in found]
        self._dimensions = numpy.array(named, dtype=numpy.int64)
        self.exponent = finest_exponent(self._steps)

    @property
    def whole(self) -> bool:
        """Whether the factors are whole numbers small enough to multiply with."""
        return all(factor.denominator == 1 and abs(factor) < 10**6 for factor in self.factors)

    def columns(self) -> Columns:
        return columns_of(self._steps, self.exponent)

    @property
    def layout(self) -> Layout:
        return Layout(self._index, tuple(int(factor) for factor in self.factors))

    def first_dimensions(self) -> list[Dimension | None]:
        names = list(self._names)
        return [names[number] for number in self._dimensions[self._index[:, 0]].tolist()]

    def mixed(self, expected: Dimension | None) -> Array:
        """For each instance whether its figures are of several dimensions, or not of the expected one."""
        given = self._dimensions[self._index]
        first = given[:, :1] if expected is None else self._names.get(expected, -1)
        return (given != first).any(axis=1)
