"""The shapes of rules: sums of figures, one sum divided by another; what is solved for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from ecdesk.checks.engine.evaluating import linear_difference, linear_terms
from ecdesk.checks.language.compiling import CompiledRule, Instance
from ecdesk.checks.language.syntax import Binary, Comparison, Constant, Expression, Reference
from ecdesk.columns.figures import Dimension, constant_dimension, dimension_of
from ecdesk.domain.figures.keys import Key

Terms = tuple[tuple[Fraction, int], ...]
"""Factors with the numbers of the rule's terms."""


@dataclass(frozen=True)
class LinearForm:
    """Sum of the terms plus a constant, compared with zero. relation: =, <=, >=, <, >, !=. dimension: of the constant, None without one."""

    terms: Terms
    constant: Fraction
    relation: str
    dimension: Dimension | None

    @property
    def is_sum(self) -> bool:
        """Whether it says that figures add up, each counted once."""
        return self.relation == "=" and all(abs(factor) == 1 for factor, _term in self.terms)


@dataclass(frozen=True)
class RatioForm:
    """quotient + constant = over ÷ under, each a sum of terms; relation is always =. The quotient and the constant are pure numbers."""

    quotient: Terms
    constant: Fraction
    over: Terms
    under: Terms


def form_of(rule: CompiledRule) -> LinearForm | RatioForm | None:
    """The form of a rule of two sides without conditions; None for any other rule."""
    forms = forms_of(rule)
    return forms[0] if len(forms) == 1 else None


def forms_of(rule: CompiledRule) -> list[LinearForm | RatioForm | None]:
    """The form of each comparison of a rule without conditions, of 0% ≤ a ≤ 100% two; None for one that has none. Empty for any other rule."""
    relation = rule.syntax.relation
    if not isinstance(relation, Comparison) or rule.syntax.conditions:
        return []
    return [_form(rule, *link) for link in relation.links]


def _form(rule: CompiledRule, left: Expression, sign: str, right: Expression) -> LinearForm | RatioForm | None:
    linear = _linear(rule, left, sign, right)
    return _ratio(rule, left, right) if linear is None and sign == "=" else linear


@dataclass(frozen=True)
class _Sum:
    """Terms and a constant, added up. dimension: of the constant, None without one."""

    terms: Terms
    constant: Fraction
    dimension: Dimension | None


def _sum(rule: CompiledRule, found: list[tuple[Fraction, Reference | Constant]] | None) -> _Sum | None:
    """Terms and numbers with their factors, collected; None for None, and for numbers of several dimensions."""
    if found is None:
        return None
    terms = tuple((factor, rule.index[id(operand)]) for factor, operand in found if isinstance(operand, Reference))
    numbers = [(factor, operand) for factor, operand in found if isinstance(operand, Constant)]
    dimensions = {constant_dimension(number.amount) for _factor, number in numbers} - {None}
    if len(dimensions) > 1:
        return None
    constant = sum((factor * number.value for factor, number in numbers), Fraction(0))
    return _Sum(terms, constant, next(iter(dimensions), None))


def _linear(rule: CompiledRule, left: Expression, relation: str, right: Expression) -> LinearForm | None:
    found = _sum(rule, linear_difference(left, right))
    return LinearForm(found.terms, found.constant, relation, found.dimension) if found is not None and found.terms else None


def _ratio(rule: CompiledRule, left: Expression, right: Expression) -> RatioForm | None:
    """quotient = over ÷ under, or with a constant taken off, as growth has it."""
    taken_off, division = _without_constant(right)
    if taken_off is None or not isinstance(division, Binary) or division.operator != "/":
        return None
    sides = [_sum(rule, linear_terms(part)) for part in (left, division.left, division.right)]
    found = [side for side in sides if side is not None and side.terms]
    if len(found) < len(sides) or [side.dimension for side in found] not in ([None, None, None], [(), None, None]):
        return None
    quotient, over, under = found
    return RatioForm(quotient.terms, quotient.constant + taken_off, over.terms, under.terms)


def _without_constant(part: Expression) -> tuple[Fraction | None, Expression]:
    """The number that is taken off a part in the end, and the rest; None for a number with a dimension."""
    if not isinstance(part, Binary) or part.operator not in "+-" or not isinstance(part.right, Constant):
        return Fraction(0), part
    value = part.right.value if dimension_of(part.right.amount.unit) == () else None
    return -value if value is not None and part.operator == "+" else value, part.left


def sum_of(instance: Instance) -> tuple[Key, tuple[Key, ...]] | None:
    """The total and the parts, when an instance says that one figure is the plain sum of others; otherwise None."""
    relation = instance.rule.syntax.relation
    if not isinstance(relation, Comparison) or relation.relations != ("=",) or instance.rule.syntax.conditions:
        return None
    difference = linear_difference(*relation.sides) or []
    by_factor: dict[Fraction, list[Key]] = {Fraction(1): [], Fraction(-1): []}
    for factor, part in difference:
        if isinstance(part, Constant) or factor not in by_factor:
            return None
        by_factor[factor] += instance.keys_of(part)
    for total, parts in permutations(by_factor.values()):
        if len(total) == 1 and len(parts) > 1:
            return total[0], tuple(parts)
    return None
