"""Verdicts on very many instances of a rule at once; what cannot be decided so is left, and evaluated exactly (`evaluating`).

Sums are compared as whole numbers of 64 bits in steps of a power of ten that each instance has for itself; everything else as intervals in floating
point with a bound on their error. Nothing is decided that exact arithmetic might decide otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Outcome, linear_difference, product_of
from ecdesk.checks.engine.predicates import unit_fits
from ecdesk.checks.engine.tables import Table
from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.checks.language.syntax import Binary, Call, Comparison, Constant, Expression, Predicate, Reference, references
from ecdesk.checks.plausibility.bounds import bound_of
from ecdesk.checks.plausibility.peers import FEWEST_FOR_OUTLIERS
from ecdesk.checks.plausibility.trends import BEYOND
from ecdesk.columns import certain
from ecdesk.columns.certain import Ends
from ecdesk.columns.codes import Array
from ecdesk.columns.columns import AMOUNT, BIG, LACK, MISSING, NOTHING, PRESENT, UNPARSED, UNSOURCED, VAGUE, Columns
from ecdesk.columns.figures import constant_dimension
from ecdesk.columns.operands import Operand, reduced
from ecdesk.columns.sums import Sum, possible
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key, tells_growth
from ecdesk.domain.wording.units import PERCENT, find_unit

HOLDS, ROUNDING, FAILS, BAND, ROUNDING_BAND, SILENT, UNDECIDED, LEFT = range(8)
"""Codes of verdicts; BAND and ROUNDING_BAND are outside three standard deviations; SILENT is for where the rule says nothing; LEFT is for exact
arithmetic."""

OUTCOMES = {
    HOLDS: Outcome(Verdict.HOLDS),
    ROUNDING: Outcome(Verdict.ROUNDING),
    FAILS: Outcome(Verdict.FAILS),
    BAND: Outcome(Verdict.HOLDS, outside_band=True),
    ROUNDING_BAND: Outcome(Verdict.ROUNDING, outside_band=True),
    SILENT: NOT_APPLICABLE,
    UNDECIDED: Outcome(Verdict.UNDECIDED),
}

_CODES = {(outcome.verdict, outcome.outside_band, outcome.applies): code for code, outcome in OUTCOMES.items()}

SHOWN = numpy.isin(numpy.arange(8), (ROUNDING, FAILS, BAND, ROUNDING_BAND, UNDECIDED))
"""By code, whether it is more than simply a pass."""

_WEIGHT = numpy.array([0, 1, 3, 0, 1, 0, 2, 4])
"""By code, how bad it is for a chain; of its links the first of those that come out worst counts."""

_FUNCTIONS = ("sum", "mean", "max", "min", "abs")


def code_of(outcome: Outcome) -> int:
    """The code of a verdict that was come to exactly."""
    return _CODES[outcome.verdict, outcome.outside_band, outcome.applies]


Decider = Callable[[Table, Array | slice], Array]
"""Gives the codes of some instances of a table."""


def decider_of(rule: CompiledRule, last: bool) -> Decider | None:
    """How very many instances of a rule are decided together; None for a rule that is evaluated one instance at a time. last: whether there is a book of
    last year to ask."""
    relation = rule.syntax.relation
    if not all(
        isinstance(condition, Predicate) and condition.kind in ("present", "absent") for condition in rule.syntax.conditions
    ):
        return None
    if isinstance(relation, Comparison):
        return _comparison if all(map(_is_simple, relation.sides)) else None
    if isinstance(relation, Predicate) and not rule.syntax.conditions:
        return partial(_trend, last) if relation.kind == "trend" else _PREDICATES.get(relation.kind)
    return None


def _is_simple(part: Expression) -> bool:
    if isinstance(part, Constant | Reference):
        return True
    if isinstance(part, Binary):
        return _is_simple(part.left) and _is_simple(part.right)
    return part.function in _FUNCTIONS and _is_simple(part.argument)


class _Some:
    """Some instances of a table with their figures."""

    def __init__(self, rule: CompiledRule, columns: Columns, operands: Sequence[Operand], count: int) -> None:
        self.rule = rule
        self.columns = columns
        self.count = count
        self._operands = operands
        self._flags: dict[int, tuple[Array, Array]] = {}

    @classmethod
    def of(cls, table: Table, chosen: Array | slice) -> _Some:
        numbers = numpy.arange(len(table))[chosen] if isinstance(chosen, slice) else chosen
        whole = len(numbers) == len(table)
        operands = [one if whole else one.select(numbers) for one in table.operands]
        means = [Operand(one.meant(table.columns), one.starts) for one in operands]
        return cls(table.rule, table.columns, means, len(numbers))

    def select(self, chosen: Array) -> _Some:
        if len(chosen) == self.count:
            return self
        return _Some(self.rule, self.columns, [one.select(chosen) for one in self._operands], len(chosen))

    def operand(self, reference: Reference) -> Operand:
        return self._operands[self.rule.index[id(reference)]]

    def term(self, number: int) -> Operand:
        return self._operands[number]

    def first(self, number: int) -> Array:
        """The row of the first figure of a term, -1 for none."""
        operand = self._operands[number]
        if operand.starts is None:
            return operand.rows
        found = numpy.full(self.count, -1, dtype=numpy.int64)
        filled = numpy.diff(operand.starts) > 0
        found[filled] = operand.rows[operand.starts[:-1][filled]]
        return found

    def flags(self, number: int) -> tuple[Array, Array]:
        """Of the figures of a term: the flags that any has, and those that all have."""
        known = self._flags.get(number)
        if known is None:
            operand = self._operands[number]
            flags = self.columns.flags[operand.rows]
            if operand.starts is None:
                known = flags, flags
            else:
                known = reduced(numpy.bitwise_or, flags, operand.starts, 0), reduced(numpy.bitwise_and, flags, operand.starts, -1)
            self._flags[number] = known
        return known

    def any_of(self, reference: Reference) -> Array:
        return self.flags(self.rule.index[id(reference)])[0]

    def all_of(self, reference: Reference) -> Array:
        return self.flags(self.rule.index[id(reference)])[1]


# -- comparisons


def _comparison(table: Table, chosen: Array | slice) -> Array:
    some = _Some.of(table, chosen)
    relation = some.rule.syntax.relation
    assert isinstance(relation, Comparison)
    codes = numpy.full(some.count, HOLDS, dtype=numpy.int8)
    codes[_undecidable(some, relation)] = UNDECIDED
    codes[_silent(some, relation)] = SILENT
    rest = numpy.flatnonzero(codes == HOLDS)
    if not len(rest):
        return codes
    with numpy.errstate(all="ignore"):
        codes[rest] = _chain(some.select(rest), relation)
    return codes


def _silent(some: _Some, relation: Comparison) -> Array:
    """Where a side has no figure at all, or a condition does not hold."""
    found = numpy.zeros(some.count, dtype=bool)
    for side in relation.sides if some.rule.by_group else ():
        named = references(side)
        if named:
            missing = numpy.ones(some.count, dtype=bool)
            for reference in named:
                missing &= some.all_of(reference) & MISSING != 0
            found |= missing
    for condition in some.rule.syntax.conditions:
        assert isinstance(condition, Predicate)
        absent = some.any_of(condition.reference) & (MISSING | NOTHING) != 0
        found |= absent if condition.kind == "present" else ~absent
    return found


def _undecidable(some: _Some, relation: Comparison) -> Array:
    """Where a figure cannot be used, figures are on several bases or of several dimensions, or “—” would be compared."""
    found = numpy.zeros(some.count, dtype=bool)
    for side in relation.sides:
        for reference in references(side):
            found |= some.any_of(reference) & LACK != 0
        if isinstance(side, Reference):
            found |= some.any_of(side) & NOTHING != 0
    found |= _mixed_bases(some)
    dimensions = _Dimensions(some)
    for left, _sign, right in relation.links:
        dimensions.same(dimensions.of(left), dimensions.of(right))
    return found | dimensions.mixed


def _mixed_bases(some: _Some) -> Array:
    """Where levels of different definitions, or growth on a basis of its own, would be compared."""
    columns, found = some.columns, numpy.zeros(some.count, dtype=bool)
    if len(columns.bases) == 1:
        return found
    least, most = numpy.full(some.count, 1 << 14), numpy.full(some.count, -1)
    for number, term in enumerate(some.rule.terms):
        operand, measure = some.term(number), term.reference.measure
        basis = columns.basis[operand.rows].astype(numpy.int64)
        if tells_growth(measure) and some.rule.mixes_levels and basis.any():
            found |= (basis if operand.starts is None else reduced(numpy.maximum, basis, operand.starts, 0)) != 0
        if some.rule.needs_one_basis(measure):
            number_there = columns.flags[operand.rows] & (LACK | NOTHING) == 0
            low, high = numpy.where(number_there, basis, 1 << 14), numpy.where(number_there, basis, -1)
            if operand.starts is not None:
                low, high = reduced(numpy.minimum, low, operand.starts, 1 << 14), reduced(numpy.maximum, high, operand.starts, -1)
            least, most = numpy.minimum(least, low), numpy.maximum(most, high)
    found |= (most >= 0) & (least != most)
    return found


class _Dimensions:
    """What the parts of a comparison are of, as numbers of dimensions; mixed: where those do not go together."""

    def __init__(self, some: _Some) -> None:
        self._some = some
        self._known = some.columns.dimensions
        self.mixed = numpy.zeros(some.count, dtype=bool)

    def _number(self, dimension: object) -> int:
        if dimension not in self._known:
            self._known.append(dimension)  # type: ignore[arg-type]
        return self._known.index(dimension)  # type: ignore[arg-type]

    def same(self, one: Array, two: Array) -> Array:
        """What both are of; 0 fits with any."""
        self.mixed |= (one != two) & (one != 0) & (two != 0)
        return numpy.where(one == 0, two, one)

    def of(self, part: Expression) -> Array:
        if isinstance(part, Constant):
            return numpy.full(self._some.count, self._number(constant_dimension(part.amount)))
        if isinstance(part, Reference):
            return self._figures(part)
        if isinstance(part, Call):
            return self.of(part.argument)
        left, right = self.of(part.left), self.of(part.right)
        if part.operator in "+-":
            return self.same(left, right)
        pairs, places = numpy.unique(left.astype(numpy.int64) << 32 | right, return_inverse=True)
        sign = 1 if part.operator == "*" else -1
        found = [
            self._number(product_of(self._known[pair >> 32], self._known[pair & 0xFFFFFFFF], sign)) for pair in pairs.tolist()
        ]
        numbers: Array = numpy.array(found, dtype=numpy.int64)[places.reshape(-1)]
        return numbers

    def _figures(self, reference: Reference) -> Array:
        operand = self._some.operand(reference)
        given = self._some.columns.dimension[operand.rows].astype(numpy.int64)
        if operand.starts is None:
            return given
        most = reduced(numpy.maximum, given, operand.starts, 0)
        least = reduced(numpy.minimum, numpy.where(given == 0, 1 << 30, given), operand.starts, 1 << 30)
        self.mixed |= (most != 0) & (least != most)
        return most


def _chain(some: _Some, relation: Comparison) -> Array:
    """Codes for instances of which every figure can be used."""
    left_over = numpy.zeros(some.count, dtype=bool)
    vague = numpy.zeros(some.count, dtype=bool)
    for side in relation.sides:
        for reference in references(side):
            flags = some.any_of(reference)
            left_over |= flags & BIG != 0
            vague |= flags & VAGUE != 0
    links = [_link(some, *link) for link in relation.links]
    codes = links[0]
    for more in links[1:]:
        codes = numpy.where(_WEIGHT[more] > _WEIGHT[codes], more, codes)
        # What cannot be decided in one link, because it divides by what may be nought, cannot be decided at all.
        codes[(links[0] == UNDECIDED) | (more == UNDECIDED)] = LEFT
        codes[(codes == BAND) | (codes == ROUNDING_BAND)] = LEFT
    codes[(codes == FAILS) & vague] = LEFT
    codes[left_over] = LEFT
    return codes


def _link(some: _Some, left: Expression, sign: str, right: Expression) -> Array:
    terms = linear_difference(left, right)
    if terms is not None:
        return _sum(some, terms, sign, isinstance(left, Reference) and isinstance(right, Reference) and sign == "=")
    codes = numpy.full(some.count, LEFT, dtype=numpy.int8)
    _settle(codes, numpy.arange(some.count), some, (left, sign, right), wide=False)
    again = numpy.flatnonzero(codes == FAILS)
    if len(again):
        _settle(codes, again, some.select(again), (left, sign, right), wide=True)
    return codes


def _sum(some: _Some, terms: Sequence[tuple[Fraction, Reference | Constant]], sign: str, twice: bool) -> Array:
    """Codes of the verdicts on a sum against zero. twice: it is a figure less another, which should be printed the same; two that share no more than an
    end, where both are rounded, are not."""
    figures = [(factor, some.operand(part)) for factor, part in terms if isinstance(part, Reference)]
    if not figures:
        return numpy.full(some.count, LEFT, dtype=numpy.int8)
    constant = sum((factor * part.value for factor, part in terms if isinstance(part, Constant)), Fraction(0))
    total = Sum(some.columns, some.count, figures, constant)
    low, high = total.ends(wide=False)
    fits = possible(low, high, sign)
    if twice:
        fits &= ~(((low == 0) | (high == 0)) & total.all_rounded())
    codes = numpy.where(fits, HOLDS, FAILS).astype(numpy.int8)
    if not fits.all():
        _round(codes, ~fits, total, sign, twice)
    band = total.outside_band() if sign == "=" else None
    if band is not None:
        outside, close = band
        codes[outside & (codes == HOLDS)] = BAND
        codes[outside & (codes == ROUNDING)] = ROUNDING_BAND
        codes[close & (codes != FAILS)] = LEFT
    codes[~total.fits] = LEFT
    return codes


def _round(codes: Array, failed: Array, total: Sum, sign: str, twice: bool) -> None:
    """What holds within a whole unit of each figure. Whether two units apart are one figure, twice, is left to exact arithmetic."""
    low, high = total.ends(wide=True)
    codes[failed & possible(low, high, sign)] = ROUNDING
    if twice:
        codes[failed & ((low == 0) | (high == 0))] = LEFT


# -- anything else, in floats


def _settle(codes: Array, places: Array, some: _Some, link: tuple[Expression, str, Expression], wide: bool) -> None:
    """Put the verdicts that floats allow, within half a unit of the last digits or within a whole one."""
    left, sign, right = link
    values = _Values(some, wide)
    low, high, off = values.of(left).minus(values.of(right))
    yes, no = _told(low, high, off, sign)
    found = numpy.full(some.count, LEFT, dtype=numpy.int8)
    found[yes] = ROUNDING if wide else HOLDS
    found[no] = FAILS
    found[values.unclear] = LEFT
    found[values.zero] = UNDECIDED
    codes[places] = found


def _told(low: Array, high: Array, off: Array, relation: str) -> tuple[Array, Array]:
    """Where some value between the ends certainly stands in the relation to zero, and where certainly none does."""
    if relation == "=":
        return (low + off <= 0) & (high - off >= 0), (low - off > 0) | (high + off < 0)
    if relation == "!=":
        return (low + off < 0) | (high - off > 0), numpy.zeros(len(low), dtype=bool)
    if relation in (">", ">="):
        low, high = -high, -low
    return (low + off < 0 if relation in ("<", ">") else low + off <= 0), low - off > 0


class _Values:
    """What the parts of a comparison come to. zero: where something is certainly divided by what may be nought; unclear: where that cannot be
    told."""

    def __init__(self, some: _Some, wide: bool) -> None:
        self._some = some
        self._wide = wide
        self.zero = numpy.zeros(some.count, dtype=bool)
        self.unclear = numpy.zeros(some.count, dtype=bool)

    def of(self, part: Expression) -> Ends:
        if isinstance(part, Constant):
            value = float(part.value)
            return certain.exactly(value, abs(value) * 2.0**-52, self._some.count)
        if isinstance(part, Reference):
            return self._figures(part)
        if isinstance(part, Call):
            return self._call(part)
        left, right = self.of(part.left), self.of(part.right)
        if part.operator == "+":
            return left.plus(right)
        if part.operator == "-":
            return left.minus(right)
        if part.operator == "*":
            return left.times(right)
        found, zero, unclear = left.over(right)
        self.zero |= zero
        self.unclear |= unclear
        return found

    def _figures(self, reference: Reference) -> Ends:
        return certain.ends_of_rows(self._some.columns, self._some.operand(reference).rows, self._wide)

    def _call(self, part: Call) -> Ends:
        argument = self.of(part.argument)
        if part.function == "abs":
            return argument.absolute()
        starts = self._some.operand(part.argument).starts if isinstance(part.argument, Reference) else None
        return argument if starts is None else argument.reduced(part.function, starts)


# -- rules that are not a comparison


def _units(table: Table, chosen: Array | slice) -> Array:
    """Whether figures are in fitting units; asked once for each indicator, measure and unit."""
    some, columns = _Some.of(table, chosen), table.columns
    rows = some.term(0).rows
    if some.term(0).starts is not None:
        return numpy.full(some.count, LEFT, dtype=numpy.int8)
    kinds = (columns.indicator[rows].astype(numpy.int64) << 40) | (columns.measure[rows].astype(numpy.int64) << 16)
    amount = columns.flags[rows] & AMOUNT != 0
    kinds = numpy.where(amount, kinds | columns.unit[rows], -1)
    _kinds, firsts, places = numpy.unique(kinds, return_index=True, return_inverse=True)
    said = [_UNIT_CODES[_fits(columns, rows[first])] if amount[first] else LEFT for first in firsts.tolist()]
    codes: Array = numpy.array(said, dtype=numpy.int8)[places.reshape(-1)]
    codes[~amount] = SILENT
    values, percent = numpy.abs(columns.values(rows)), numpy.array([unit is PERCENT for unit in columns.units] or [False])
    codes[(codes == HOLDS) & percent[columns.unit[rows]] & (values > 0) & (values < 1)] = LEFT
    return codes


_UNIT_CODES = {None: SILENT, True: HOLDS, False: LEFT}


def _fits(columns: Columns, row: int) -> bool | None:
    key: Key = columns.key(row)
    return unit_fits(columns.book, key, Amount(Decimal(0), columns.units[columns.unit[row]]))


def _sourced(table: Table, chosen: Array | slice) -> Array:
    """Whether somebody has said where figures come from."""
    some = _Some.of(table, chosen)
    if some.term(0).starts is not None:
        return numpy.full(some.count, LEFT, dtype=numpy.int8)
    flags = some.flags(0)[0]
    codes = numpy.where(flags & UNSOURCED != 0, LEFT, HOLDS).astype(numpy.int8)
    codes[flags & AMOUNT == 0] = SILENT
    return codes


def _whole(table: Table, chosen: Array | slice) -> Array:
    """Whether figures have no decimals; what has some, and groups, are left."""
    some, columns = _Some.of(table, chosen), table.columns
    if some.term(0).starts is not None:
        return numpy.full(some.count, LEFT, dtype=numpy.int8)
    rows = some.term(0).rows
    counted = numpy.array([unit.count for unit in columns.units] or [False])[columns.unit[rows]]
    codes = numpy.where(columns.decimals[rows] < 0, LEFT, HOLDS).astype(numpy.int8)
    codes[~counted | (columns.flags[rows] & AMOUNT == 0)] = SILENT
    return codes


def _bounded(table: Table, chosen: Array | slice) -> Array:
    """Whether figures are certainly not beyond what is known of their kind; asked once for each indicator, area and unit."""
    some, columns = _Some.of(table, chosen), table.columns
    if some.term(0).starts is not None:
        return numpy.full(some.count, LEFT, dtype=numpy.int8)
    rows = some.term(0).rows
    amount = columns.flags[rows] & AMOUNT != 0
    kinds = (columns.indicator[rows].astype(numpy.int64) << 40) | (columns.area[rows].astype(numpy.int64) << 16)
    kinds = numpy.where(amount, kinds | columns.unit[rows], -1)
    _kinds, firsts, places = numpy.unique(kinds, return_index=True, return_inverse=True)
    found = [_most(columns, rows[first]) if amount[first] else math.nan for first in firsts.tolist()]
    most, values = numpy.array(found)[places.reshape(-1)], columns.values(rows)
    codes = numpy.where((values >= 0) & (values <= most * (1 - _CLOSE)), HOLDS, LEFT).astype(numpy.int8)
    codes[~amount | numpy.isnan(most)] = SILENT
    codes[amount & (values >= _FIRST_YEAR) & (values <= _LAST_YEAR) & (values % 1 == 0)] = LEFT
    return codes


_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""Between which a figure may be a year."""


def _most(columns: Columns, row: int) -> float:
    """In the unit of the figure; not a number where nothing is known."""
    unit = columns.units[columns.unit[row]]
    bound = bound_of(columns.book, columns.key(row), unit)
    return float(bound.most / unit.scale) if bound is not None else math.nan


def _present(table: Table, chosen: Array | slice) -> Array:
    """Whether there are figures."""
    flags = _Some.of(table, chosen).flags(0)[0]
    return numpy.where(flags & (MISSING | UNPARSED) != 0, LEFT, HOLDS).astype(numpy.int8)


def _trend(last: bool, table: Table, chosen: Array | slice) -> Array:
    """Whether figures moved a little, or have no past; any others are left. last: whether last year's book may know their past."""
    some, columns = _Some.of(table, chosen), table.columns
    now, *earlier = (some.first(number) for number in range(min(3, len(some.rule.terms))))
    codes = numpy.full(some.count, LEFT, dtype=numpy.int8)
    known = numpy.zeros(some.count, dtype=bool)
    then = numpy.full(some.count, -1)
    for rows in earlier:
        known |= (rows >= 0) & (columns.flags[rows] & PRESENT != 0)
        then = numpy.where(then < 0, rows, then)
    alone = numpy.zeros(some.count, dtype=bool) if last else ~known
    codes[alone | (columns.flags[now] & PRESENT == 0)] = SILENT
    codes[(then >= 0) & _moved_a_little(columns, now, then)] = HOLDS
    return codes


def _moved_a_little(columns: Columns, now: Array, then: Array) -> Array:
    """As `trends` has it, where that is certain."""
    known = numpy.array([find_unit(unit.symbol) is not None for unit in columns.units] or [False])
    shifts = columns.decimals[now].astype(numpy.int64) - columns.decimals[then]
    fits = (columns.flags[now] & columns.flags[then] & AMOUNT != 0) & (numpy.abs(shifts) < 6)
    fits &= known[columns.unit[now]] & (columns.unit[now] == columns.unit[then])
    one, two = columns.mantissa[now], columns.mantissa[then]
    fits &= (numpy.abs(one) < 10**11) & (numpy.abs(two) < 10**11)
    one = numpy.where(fits, one, 0) * 10 ** numpy.where(fits & (shifts > 0), shifts, 0)
    two = numpy.where(fits, two, 0) * 10 ** numpy.where(fits & (shifts < 0), -shifts, 0)
    over, under = BEYOND.numerator, BEYOND.denominator
    return numpy.asarray(fits & (one > 0) & (one != two) & (one * under <= two * over) & (two * under <= one * over))


def _distinct(table: Table, chosen: Array | slice) -> Array:
    """Whether figures are certainly no other figure digit by digit; those that may be are left."""
    some, columns = _Some.of(table, chosen), table.columns
    operands = [some.term(number) for number in range(len(some.rule.terms))]
    if any(operand.starts is not None for operand in operands):
        return _all_different(some) if len(operands) == 1 else numpy.full(some.count, LEFT, dtype=numpy.int8)
    own, *others = (operand.rows for operand in operands)
    value, alike = columns.values(own), numpy.zeros(some.count, dtype=bool)
    for rows in others:
        other = columns.values(rows)
        alike |= (columns.flags[own] & columns.flags[rows] & AMOUNT != 0) & _may_be_same(value, other)
    number = columns.flags[own] & (LACK | NOTHING) == 0
    return numpy.where(alike, LEFT, numpy.where(number, HOLDS, SILENT)).astype(numpy.int8)


def _may_be_same(one: Array, other: Array) -> Array:
    near = numpy.abs(one - other) <= _CLOSE * numpy.maximum(numpy.abs(one), numpy.abs(other))
    return numpy.asarray(~(numpy.isfinite(one - other) & ~near))


def _all_different(some: _Some) -> Array:
    """Whether no two figures of a group are certainly the same."""
    operand, columns = some.term(0), some.columns
    assert operand.starts is not None
    group = numpy.repeat(numpy.arange(some.count), numpy.diff(operand.starts))
    amounts = columns.flags[operand.rows] & AMOUNT != 0
    group, values = group[amounts], columns.values(operand.rows[amounts])
    order = numpy.lexsort((values, group))
    group, values = group[order], values[order]
    alike = group[1:][(group[1:] == group[:-1]) & _may_be_same(values[1:], values[:-1])]
    number = reduced(numpy.logical_or, columns.flags[operand.rows] & (LACK | NOTHING) == 0, operand.starts, False)
    codes = numpy.where(number, HOLDS, SILENT).astype(numpy.int8)
    codes[alike] = LEFT
    return codes


def _apart(table: Table, chosen: Array | slice) -> Array:
    """Which groups have too few figures to be compared; the others are left."""
    some = _Some.of(table, chosen)
    operand = some.term(0)
    if operand.starts is None:
        return numpy.full(some.count, LEFT, dtype=numpy.int8)
    number = some.columns.flags[operand.rows] & (LACK | NOTHING) == 0
    counted = reduced(numpy.add, number.astype(numpy.int64), operand.starts, 0)
    return numpy.where(counted < FEWEST_FOR_OUTLIERS, SILENT, LEFT).astype(numpy.int8)


_CLOSE = 1e-9
"""Relative distance from which on two numbers are certainly different."""

_PREDICATES: dict[str, Decider] = {
    "units": _units,
    "sourced": _sourced,
    "whole": _whole,
    "present": _present,
    "distinct": _distinct,
    "apart": _apart,
    "bounded": _bounded,
}
