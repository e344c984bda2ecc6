"""Applying a rule to figures: interval arithmetic over exact rationals, and the verdict.

This is the reference; the vectorised path in `vectors` must say the same, and does where the integers fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ecdesk.checks.engine.figures import MISSING, Dimension, Figure, Figures, constant_dimension, dimension_of, lack_text
from ecdesk.checks.language.compiling import CompiledRule, Instance
from ecdesk.checks.language.labels import figure_label
from ecdesk.checks.language.syntax import Call, Comparison, Constant, Expression, Predicate, Reference, Relation, references
from ecdesk.domain.findings import Verdict
from ecdesk.domain.intervals import Interval, total
from ecdesk.domain.judging import Judgement, Margin, Term, compare, judge
from ecdesk.domain.keys import Key
from ecdesk.domain.texts import Text, text


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
    """The verdict on one instance. low, high: the interval of the difference left minus right within half a unit; None where not decided
    or not a comparison. outside_band: holds by its interval, but the difference is more than three standard deviations of the rounding
    errors. applies: whether the conditions of the rule hold. culprits: the figures to look at, where not all of them are."""

    verdict: Verdict
    reason: Text | None = None
    difference: Interval | None = None
    outside_band: bool = False
    applies: bool = True
    culprits: tuple[Key, ...] = ()


NOT_APPLICABLE = Outcome(Verdict.HOLDS, applies=False)


class Evaluation:
    """One instance with its figures at hand."""

    def __init__(self, instance: Instance, figures: Figures) -> None:
        self.instance = instance
        self.rule: CompiledRule = instance.rule
        self.figures = figures
        self.operands: list[list[Figure]] = [[figures.get(key) for key in keys] for keys in instance.operands]

    def operand(self, reference: Reference) -> list[Figure]:
        return self.operands[self.rule.index[id(reference)]]

    def usable(self, figure: Figure) -> Figure:
        """The figure; raises Undecidable when it is missing, unread or disputed."""
        if figure.lack:
            raise Undecidable(lack_text(figure, figure_label(self.rule.book, figure.key, self.instance.binding)))
        return figure

    def value(self, part: Expression, margin: Margin) -> Value:
        """The interval of a part, in base units. Raises Undecidable."""
        if isinstance(part, Constant):
            return Value(Interval.point(Fraction(part.amount.value) * part.amount.unit.scale), constant_dimension(part.amount))
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
            return Value(left.interval * right.interval, _product(left.dimension, right.dimension, 1))
        if 0 in right.interval:
            raise Undecidable(text("除数可能为零，无法判断。"))
        return Value(left.interval / right.interval, _product(left.dimension, right.dimension, -1))

    def call(self, part: Call, margin: Margin) -> Value:
        if part.function == "abs":
            inner = self.value(part.argument, margin)
            return Value(_absolute(inner.interval), inner.dimension)
        figures = self.operand(part.argument) if isinstance(part.argument, Reference) else []
        if part.function == "count":
            return self.count(part, figures)
        if not isinstance(part.argument, Reference):
            return self.value(part.argument, margin)
        self._complain_of_missing(figures)
        values = [self.usable(figure) for figure in figures]
        dimension: Dimension | None = None
        for figure in values:
            dimension = self._same(dimension, figure.dimension)
        intervals = [figure.interval(margin) for figure in values]
        if part.function == "sum":
            return Value(total(intervals), dimension)
        if part.function == "mean":
            return Value(total(intervals).scaled(Fraction(1, len(intervals))), dimension)
        choose = max if part.function == "max" else min
        lows = [interval.low for interval in intervals if interval.low is not None]
        highs = [interval.high for interval in intervals if interval.high is not None]
        low = choose(lows) if len(lows) == len(intervals) else None
        high = choose(highs) if len(highs) == len(intervals) else None
        return Value(Interval(low, high), dimension)

    def count(self, part: Call, figures: list[Figure]) -> Value:
        """How many of the figures there are, or meet the condition; an interval where rounding leaves it open."""
        low = high = 0
        for figure in figures:
            if figure.lack == MISSING or figure.nothing:
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

    def _complain_of_missing(self, figures: list[Figure]) -> None:
        missing = [figure for figure in figures if figure.lack == MISSING]
        if len(missing) > 3:
            label = figure_label(self.rule.book, missing[0].key, self.instance.binding)
            raise Undecidable(text("缺{label}等 {count} 个数，无法判断。", label=label, count=len(missing)))

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
            certain = possible = True
            for left, sign, right in zip(relation.sides, relation.relations, relation.sides[1:], strict=False):
                a, b = self.value(left, Margin.HALF), self.value(right, Margin.HALF)
                self._same(a.dimension, b.dimension)
                sure, maybe = compare(a.interval - b.interval, sign)
                certain, possible = certain and sure, possible and maybe
            return certain, possible
        if not isinstance(relation, Predicate) or relation.kind not in ("present", "absent"):
            raise Undecidable(text("这种条件不能用在“当”之后。"))
        there = all(figure.lack != MISSING and not figure.nothing for figure in self.operand(relation.reference))
        there = there if relation.kind == "present" else not there
        return there, there

    def sides_have_figures(self, relation: Comparison) -> bool:
        """Whether every side that names figures has at least one. Figures of months are asked of a total only where there is one: nobody
        expects the sum of every span that they could make up."""
        for side in relation.sides:
            found = references(side)
            if found and all(figure.lack == MISSING for reference in found for figure in self.operand(reference)):
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
        self.check_bases()
        worst: Outcome | None = None
        for left, sign, right in zip(relation.sides, relation.relations, relation.sides[1:], strict=False):
            outcome = self._pair(left, sign, right)
            if worst is None or _ORDER[outcome.verdict] > _ORDER[worst.verdict]:
                worst = outcome
        assert worst is not None
        return worst

    def _pair(self, left: Expression, sign: str, right: Expression) -> Outcome:
        for side in (left, right):
            if isinstance(side, Reference) and self.operand(side)[0].nothing:
                label = figure_label(self.rule.book, self.operand(side)[0].key, self.instance.binding)
                raise Undecidable(text("{label}印为“—”，无法判断。", label=label))
        judgement = self.judged(left, sign, right)
        return Outcome(judgement.verdict, difference=judgement.difference, outside_band=judgement.outside_band)

    def judged(self, left: Expression, sign: str, right: Expression) -> Judgement:
        """The judgement on two sides. Raises Undecidable."""
        twice = sign == "=" and isinstance(left, Reference) and isinstance(right, Reference)

        def sides(margin: Margin) -> tuple[Interval, Interval]:
            a, b = self.value(left, margin), self.value(right, margin)
            self._same(a.dimension, b.dimension)
            return a.interval, b.interval

        return judge(sides, sign, one_figure=twice, terms=lambda: self._terms(left, right))

    def _terms(self, left: Expression, right: Expression) -> list[Term] | None:
        """The figures of left minus right, where that is a sum."""
        coefficients = linear_terms(left)
        others = linear_terms(right)
        if coefficients is None or others is None:
            return None
        found: list[Term] = []
        for factor, part in (*coefficients, *((-factor, part) for factor, part in others)):
            if isinstance(part, Constant):
                found.append((factor, Fraction(part.amount.value) * part.amount.unit.scale, Fraction(0)))
            else:
                found += [(factor, figure.point, figure.width) for figure in self.operand(part)]
        return found

    def check_bases(self) -> None:
        """Raises Undecidable where levels of different definitions, or growth on a basis of its own, would be compared."""
        levels: set[str] = set()
        for term, figures in zip(self.rule.terms, self.operands, strict=True):
            measure = term.reference.measure
            for figure in figures:
                if measure in ("growth", "growth_prev") and self.rule.mixes_levels and figure.basis:
                    raise Undecidable(text("增速按{basis}计算，不能用两年的数值复算。", basis=figure.basis))
                if measure == "value" and not figure.lack and not figure.nothing:
                    levels.add(figure.basis)
        if len(levels) > 1:
            names = "、".join(sorted(basis for basis in levels if basis))
            raise Undecidable(text("各数的口径不同（{bases}），不能相加或比较。", bases=names))


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
    if isinstance(part.left, Constant) and part.operator == "*":
        return linear_terms(part.right, factor * _pure(part.left)) if _is_pure(part.left) else None
    if isinstance(part.right, Constant) and _is_pure(part.right) and _pure(part.right):
        return linear_terms(part.left, factor * _pure(part.right) if part.operator == "*" else factor / _pure(part.right))
    return None


def _is_pure(constant: Constant) -> bool:
    return dimension_of(constant.amount.unit) == ()


def _pure(constant: Constant) -> Fraction:
    return Fraction(constant.amount.value) * constant.amount.unit.scale


def _absolute(interval: Interval) -> Interval:
    if 0 not in interval:
        return interval if interval.low is not None and interval.low > 0 else -interval
    ends = [abs(end) for end in (interval.low, interval.high) if end is not None]
    return Interval(Fraction(0), max(ends) if len(ends) == 2 else None)


def _product(one: Dimension | None, two: Dimension | None, sign: int) -> Dimension | None:
    if one is None or two is None:
        return one or two
    powers = dict(one)
    for name, power in two:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _spelled(dimension: Dimension) -> str:
    return "·".join(name if power == 1 else f"{name}^{power}" for name, power in dimension) or "比率"
