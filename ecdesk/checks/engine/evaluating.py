"""Applying a rule to figures: interval arithmetic over exact rationals, and the verdict.

This is the reference; `deciding`, which decides very many instances at once, must say the same or leave them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce

from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule, Instance
from ecdesk.checks.language.labels import Label, figure_label
from ecdesk.checks.language.syntax import (
    Binary,
    Call,
    Comparison,
    Constant,
    Expression,
    Predicate,
    Reference,
    Relation,
    references,
)
from ecdesk.columns.figures import Dimension, Figure, Figures, Lack, constant_dimension, dimension_of
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.figures.keys import Key, tells_growth
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.judging import Judgement, Margin, Term, compare, judge
from ecdesk.domain.texts import Said, Text, text


class Undecidable(Exception):
    """A rule cannot be decided on these figures; reason is a sentence."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.template)


@dataclass(frozen=True, slots=True)
class Value:
    """What a part of a rule comes to; dimension None fits with any (a sum of nothing but “—”)."""

    interval: Interval
    dimension: Dimension | None


@dataclass(frozen=True)
class Outcome:
    """The verdict on one instance. difference: left minus right, as an interval within half a unit; None where not decided or not a
    comparison. outside_band: holds by its interval, but the difference is more than three standard deviations of the rounding
    errors. link: which link of a chain the verdict is of. applies: whether the conditions of the rule hold. culprits: the figures to look at,
    where not all of them are. level: the most that the finding may be."""

    verdict: Verdict
    reason: Text | None = None
    difference: Interval | None = None
    outside_band: bool = False
    link: int = 0
    applies: bool = True
    culprits: tuple[Key, ...] = ()
    level: Level = Level.ERROR

    @property
    def is_decided(self) -> bool:
        """Whether the rule says something here, and something certain."""
        return self.applies and self.verdict is not Verdict.UNDECIDED

    @property
    def fails(self) -> bool:
        return self.applies and self.verdict is Verdict.FAILS

    @property
    def is_shown(self) -> bool:
        """Whether it is more than simply a pass."""
        return self.applies and (self.verdict is not Verdict.HOLDS or self.outside_band)


NOT_APPLICABLE = Outcome(Verdict.HOLDS, applies=False)


class Evaluation:
    """One instance with its figures at hand."""

    def __init__(self, instance: Instance, figures: Figures) -> None:
        self.instance = instance
        self.rule: CompiledRule = instance.rule
        self.figures = figures
        self.operands: list[list[Figure]] = [list(map(figures.get, keys)) for keys in instance.operands]

    def operand(self, reference: Reference) -> list[Figure]:
        return self.operands[self.rule.index[id(reference)]]

    def label(self, figure: Figure) -> Label:
        """A figure in words, without what the instance is about."""
        return figure_label(self.rule.book, figure.key, self.instance.binding)

    def usable(self, figure: Figure) -> Figure:
        """The figure; raises Undecidable when it is missing, unread or disputed."""
        if figure.lack:
            raise Undecidable(_lack_text(figure, self.label(figure)))
        return figure

    def value(self, part: Expression, margin: Margin) -> Value:
        """The interval of a part, in base units. Raises Undecidable."""
        if isinstance(part, Constant):
            return Value(Interval.point(part.value), constant_dimension(part.amount))
        if isinstance(part, Reference):
            figure = self.usable(self.operand(part)[0])
            return Value(figure.interval(margin), figure.dimension)
        if isinstance(part, Call):
            return self.call(part, margin)
        left, right = self.value(part.left, margin), self.value(part.right, margin)
        if part.operator in "+-":
            dimension = self._same(left.dimension, right.dimension)
            return Value(left.interval + right.interval if part.operator == "+" else left.interval - right.interval, dimension)
        if part.operator == "*":
            return Value(left.interval * right.interval, product_of(left.dimension, right.dimension, 1))
        if 0 in right.interval:
            raise Undecidable(text("除数可能为零，无法判断。"))
        return Value(left.interval / right.interval, product_of(left.dimension, right.dimension, -1))

    def call(self, part: Call, margin: Margin) -> Value:
        if part.function == "abs":
            inner = self.value(part.argument, margin)
            return Value(_absolute(inner.interval), inner.dimension)
        if part.function == "mean_growth":
            return self.mean_growth(part, margin)
        figures = self.operand(part.argument) if isinstance(part.argument, Reference) else []
        if part.function == "count":
            return self.count(part, figures)
        if part.function == "rank":
            return self.rank(figures, margin)
        if not isinstance(part.argument, Reference):
            return self.value(part.argument, margin)
        if part.function == "sum_known":  # what is missing may be anything
            figures = [figure for figure in figures if figure.is_there] or figures
        self._complain_of_missing(figures, fewest=4)
        values = [self.usable(figure) for figure in figures]
        dimension: Dimension | None = reduce(self._same, (figure.dimension for figure in values), None)
        return Value(_OF_SEVERAL[part.function]([figure.interval(margin) for figure in values]), dimension)

    def count(self, part: Call, figures: list[Figure]) -> Value:
        """How many of the figures there are, or meet the condition; an interval where rounding leaves it open."""
        low = high = 0
        for figure in figures:
            if not figure.is_there:
                continue
            self.usable(figure)
            if part.condition is None:
                low, high = low + 1, high + 1
                continue
            bound = self.value(part.condition[1], Margin.HALF)
            self._same(figure.dimension, bound.dimension)
            certain, possible = compare(figure.half - bound.interval, part.condition[0])
            low, high = low + certain, high + possible
        return Value(Interval.between(low, high), ())

    def rank(self, figures: list[Figure], margin: Margin) -> Value:
        """Which place the figure at hand has among several, the largest first; an interval where rounding leaves it open."""
        at_hand = self.instance.binding
        own = next((figure for figure in figures if _is_at_hand(figure.key, at_hand)), None)
        if own is None:
            raise Undecidable(text("本单元格不在所比的范围里，排不出名次。"))
        self.check_all_there([own])
        low = high = 1
        for figure in figures:
            if figure is not own and figure.is_number:
                self._same(figure.dimension, own.dimension)
                certain, possible = compare(figure.interval(margin) - own.interval(margin), ">")
                low, high = low + certain, high + possible
        return Value(Interval.between(low, high), None)

    def mean_growth(self, part: Call, margin: Margin) -> Value:
        """The yearly growth that leads from an earlier figure to a later one."""
        times = self.value(part.argument, margin)
        later, earlier = (self.operand(reference)[0].key.period for reference in references(part.argument))
        years = period_from_code(later).year - period_from_code(earlier).year
        if years < 1:
            raise Undecidable(text("起点应早于终点，无法计算年均增长率。"))
        if times.interval.low is None or times.interval.low <= 0:
            raise Undecidable(text("两端的数要大于零，无法计算年均增长率。"))
        return Value(yearly(times.interval, years), times.dimension)

    def check_all_there(self, figures: Sequence[Figure]) -> None:
        """Raises Undecidable where one of several figures cannot be used, missing ones last and counted."""
        for figure in figures:
            if figure.lack is not Lack.MISSING:
                self.usable(figure)
        self._complain_of_missing(figures, fewest=1)

    def _complain_of_missing(self, figures: Iterable[Figure], fewest: int) -> None:
        """Raises Undecidable where so many figures are missing that they are better counted than named."""
        missing = [figure for figure in figures if figure.lack is Lack.MISSING]
        if len(missing) >= fewest:
            raise Undecidable(text("缺{label}等 {count} 个数，无法判断。", label=self.label(missing[0]), count=len(missing)))

    def _same(self, one: Dimension | None, two: Dimension | None) -> Dimension | None:
        if one is None:
            return two
        if two is not None and one != two:
            raise Undecidable(text("单位不同（{one}、{two}），不能相加或比较。", one=_spelled(one), two=_spelled(two)))
        return one

    # -- relations

    def holds(self, relation: Relation) -> tuple[bool, bool]:
        """Whether a condition certainly holds, and whether it possibly does. Raises Undecidable."""
        if isinstance(relation, Comparison):
            found = [self._compared(*link) for link in relation.links]
            return all(certain for certain, _possible in found), all(possible for _certain, possible in found)
        if not isinstance(relation, Predicate) or relation.kind not in ("present", "absent"):
            raise Undecidable(text("这种条件不能用在“当”之后。"))
        there = all(figure.is_there for figure in self.operand(relation.reference))
        there = there if relation.kind == "present" else not there
        return there, there

    def _compared(self, left: Expression, sign: str, right: Expression) -> tuple[bool, bool]:
        one, two = self._sides(left, right, Margin.HALF)
        return compare(one - two, sign)

    def _sides(self, left: Expression, right: Expression, margin: Margin) -> tuple[Interval, Interval]:
        one, two = self.value(left, margin), self.value(right, margin)
        self._same(one.dimension, two.dimension)
        return one.interval, two.interval

    def sides_have_figures(self, relation: Comparison) -> bool:
        """Whether every side that names figures has at least one. Figures of months are asked of a total only where there is one: nobody
        expects the sum of every span that they could make up."""
        for side in relation.sides:
            found = references(side)
            if found and all(figure.lack is Lack.MISSING for reference in found for figure in self.operand(reference)):
                return False
        return True

    def applies(self) -> bool:
        """Whether the conditions of the rule hold; raises Undecidable when that is not certain."""
        for condition in self.rule.syntax.conditions:
            certain, possible = self.holds(condition)
            if not possible:
                return False
            if not certain:
                raise Undecidable(text("条件是否成立取决于进位，无法判断。"))
        return True

    def comparison(self, relation: Comparison) -> Outcome:
        """The verdict on a chain: of the first link of those that come out worst."""
        self.check_bases()
        outcomes = [self._outcome(number, *link) for number, link in enumerate(relation.links)]
        return max(outcomes, key=lambda outcome: _ORDER[outcome.verdict])

    def _outcome(self, link: int, left: Expression, sign: str, right: Expression) -> Outcome:
        for side in (left, right):
            if isinstance(side, Reference) and self.operand(side)[0].nothing:
                raise Undecidable(text("{label}印为“—”，无法判断。", label=self.label(self.operand(side)[0])))
        judgement = self.judged(left, sign, right)
        return Outcome(judgement.verdict, difference=judgement.difference, outside_band=judgement.outside_band, link=link)

    def judged(self, left: Expression, sign: str, right: Expression) -> Judgement:
        """The judgement on two sides. Raises Undecidable."""
        twice = sign == "=" and isinstance(left, Reference) and isinstance(right, Reference)
        sides = partial(self._sides, left, right)
        return judge(sides, sign, one_figure=twice, terms=lambda: self._terms(left, right))

    def _terms(self, left: Expression, right: Expression) -> list[Term] | None:
        """The figures of left minus right, where that is a sum."""
        difference = linear_difference(left, right)
        if difference is None:
            return None
        found: list[Term] = []
        for factor, part in difference:
            if isinstance(part, Constant):
                found.append((factor, part.value, Fraction(0)))
            else:
                found += [(factor, figure.point, figure.width) for figure in self.operand(part)]
        return found

    def check_bases(self) -> None:
        """Raises Undecidable where levels of different definitions, or growth on a basis of its own, would be compared."""
        measured = [
            (term.reference.measure, figure)
            for term, figures in zip(self.rule.terms, self.operands, strict=True)
            for figure in figures
        ]
        if self.rule.mixes_levels:
            basis = next((figure.basis for measure, figure in measured if tells_growth(measure) and figure.basis), "")
            if basis:
                raise Undecidable(text("增速按{basis}计算，不能用两年的数值复算。", basis=basis))
        levels = {figure.basis for measure, figure in measured if self.rule.needs_one_basis(measure) and figure.is_number}
        if len(levels) > 1:
            names = "、".join(sorted(filter(None, levels)))
            raise Undecidable(text("各数的口径不同（{bases}），不能相加或比较。", bases=names))


def _lack_text(figure: Figure, label: Said) -> Text:
    """Why a figure cannot be used, as a sentence."""
    if figure.lack is Lack.UNPARSED:
        return text("{label}是“{text}”，不是数，无法判断。", label=label, text=figure.printed)
    if figure.lack is Lack.DISPUTED:
        return text("{label}有两个来源的数不一致，尚未裁定，无法判断。", label=label)
    return text("缺{label}，无法判断。", label=label)


def _is_at_hand(key: Key, binding: Binding) -> bool:
    return (key.area, key.item, key.period) == (binding.area, binding.item, binding.period)


_ROOT_DIGITS = 12
"""Decimals to which a root is enclosed."""


def yearly(times: Interval, years: int) -> Interval:
    """The growth of each of some years that together come to so many times, which are above zero."""
    low = None if times.low is None else root(times.low, years).low
    high = None if times.high is None else root(times.high, years).high
    return Interval(low, high) - Interval.point(1)


def root(value: Fraction, degree: int) -> Interval:
    """The root of a number above zero, between two decimals that are next to each other."""
    scaled = value * 10 ** (_ROOT_DIGITS * degree)
    whole = scaled.numerator // scaled.denominator
    low, high = 0, 1 << (whole.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= whole else (low, middle - 1)
    exact = low**degree == scaled
    return Interval(Fraction(low, 10**_ROOT_DIGITS), Fraction(low + (not exact), 10**_ROOT_DIGITS))


_ORDER = {Verdict.HOLDS: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.FAILS: 3}


def linear_terms(part: Expression, factor: Fraction = Fraction(1)) -> list[tuple[Fraction, Reference | Constant]] | None:
    """A part as a sum of figures with factors; None when it is not one."""
    if isinstance(part, Constant | Reference):
        return [(factor, part)]
    if isinstance(part, Call):
        return [(factor, part.argument)] if part.function == "sum" and isinstance(part.argument, Reference) else None
    if part.operator in "+-":
        left = linear_terms(part.left, factor)
        right = linear_terms(part.right, factor if part.operator == "+" else -factor)
        return None if left is None or right is None else left + right
    scaled = _scaled(part)
    return linear_terms(scaled[1], factor * scaled[0]) if scaled is not None else None


def linear_difference(left: Expression, right: Expression) -> list[tuple[Fraction, Reference | Constant]] | None:
    """Left minus right as a sum of figures with factors; None when it is not one."""
    one, two = linear_terms(left), linear_terms(right, Fraction(-1))
    return one + two if one is not None and two is not None else None


def _scaled(part: Binary) -> tuple[Fraction, Expression] | None:
    """The factor of a product or quotient and what it multiplies; None where no pure number is the factor."""
    if part.operator == "*" and isinstance(part.left, Constant):
        factor = _pure(part.left)
        return (factor, part.right) if factor is not None else None
    factor = _pure(part.right)
    if not factor:
        return None
    return factor if part.operator == "*" else 1 / factor, part.left


def _pure(part: Expression) -> Fraction | None:
    """The value of a number without a dimension; None for anything else."""
    return part.value if isinstance(part, Constant) and dimension_of(part.amount.unit) == () else None


def _mean(intervals: Sequence[Interval]) -> Interval:
    return total(intervals).scaled(Fraction(1, len(intervals)))


def _extreme(choose: Callable[[Iterable[Fraction]], Fraction], intervals: Sequence[Interval]) -> Interval:
    """The largest or smallest of several values: without end where any of them is."""
    lows = [interval.low for interval in intervals if interval.low is not None]
    highs = [interval.high for interval in intervals if interval.high is not None]
    low = choose(lows) if len(lows) == len(intervals) else None
    return Interval(low, choose(highs) if len(highs) == len(intervals) else None)


_OF_SEVERAL: Mapping[str, Callable[[Sequence[Interval]], Interval]] = {
    "sum": total,
    "sum_known": total,
    "mean": _mean,
    "max": partial(_extreme, max),
    "min": partial(_extreme, min),
}
"""What functions make of several figures."""


def _absolute(interval: Interval) -> Interval:
    if 0 not in interval:
        return interval if interval.low is not None and interval.low > 0 else -interval
    ends = [abs(end) for end in (interval.low, interval.high) if end is not None]
    return Interval(Fraction(0), max(ends) if len(ends) == 2 else None)


def product_of(one: Dimension | None, two: Dimension | None, sign: int) -> Dimension | None:
    """Of what a product (sign 1) or quotient (sign -1) is; None fits with any."""
    if one is None or two is None:
        return one or two
    powers = dict(one)
    for name, power in two:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _spelled(dimension: Dimension) -> str:
    return "·".join(name if power == 1 else f"{name}^{power}" for name, power in dimension) or "比率"
