"""The shapes of rules that can be evaluated for many instances at once: sums of figures, chains of them, one sum divided by another."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ecdesk.checks.compiling import CompiledRule
from ecdesk.checks.evaluating import linear_terms
from ecdesk.checks.figures import Dimension, constant_dimension, dimension_of
from ecdesk.checks.syntax import Binary, Comparison, Constant, Expression, Predicate, Reference

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


@dataclass(frozen=True)
class ChainForm:
    """Several comparisons of sums at once, as in 0% ≤ a ≤ 100%."""

    links: tuple[LinearForm, ...]


@dataclass(frozen=True)
class UnitsForm:
    """Whether the figure of a term is in a fitting unit."""

    term: int


Form = LinearForm | RatioForm | ChainForm | UnitsForm


def form_of(rule: CompiledRule) -> LinearForm | RatioForm | None:
    """The form of a rule of two sides without conditions; None for any other rule."""
    relation = rule.syntax.relation
    if not isinstance(relation, Comparison) or len(relation.relations) != 1 or rule.syntax.conditions:
        return None
    left, right = relation.sides
    linear = _linear(rule, left, right, relation.relations[0])
    if linear is not None:
        return linear
    return _ratio(rule, left, right) if relation.relations[0] == "=" else None


def form_of_many(rule: CompiledRule) -> Form | None:
    """How very many instances of a rule are evaluated together; None for a rule that is evaluated one instance at a time."""
    relation = rule.syntax.relation
    if rule.syntax.conditions:
        return None
    if isinstance(relation, Predicate) and relation.kind == "units":
        return UnitsForm(rule.index[id(relation.reference)])
    if not isinstance(relation, Comparison) or len(relation.relations) == 1:
        return form_of(rule)
    pairs = zip(relation.sides, relation.relations, relation.sides[1:], strict=False)
    links = [_linear(rule, left, right, sign) for left, sign, right in pairs]
    found = tuple(link for link in links if link is not None)
    return ChainForm(found) if len(found) == len(links) else None


def _split(rule: CompiledRule, part: Expression) -> tuple[Terms, Fraction, Dimension | None] | None:
    """A part as terms, a constant and the constant's dimension."""
    found = linear_terms(part)
    if found is None:
        return None
    terms: list[tuple[Fraction, int]] = []
    constant, dimension = Fraction(0), None
    for factor, operand in found:
        if isinstance(operand, Reference):
            terms.append((factor, rule.index[id(operand)]))
            continue
        own = constant_dimension(operand.amount)
        if own is None:
            continue
        if dimension is not None and own != dimension:
            return None
        dimension = own
        constant += factor * Fraction(operand.amount.value) * operand.amount.unit.scale
    return tuple(terms), constant, dimension


def _linear(rule: CompiledRule, left: Expression, right: Expression, relation: str) -> LinearForm | None:
    one, two = _split(rule, left), _split(rule, right)
    if one is None or two is None or (one[2] is not None and two[2] is not None and one[2] != two[2]):
        return None
    terms = (*one[0], *((-factor, number) for factor, number in two[0]))
    return LinearForm(terms, one[1] - two[1], relation, one[2] if one[2] is not None else two[2]) if terms else None


def _ratio(rule: CompiledRule, left: Expression, right: Expression) -> RatioForm | None:
    """quotient = over ÷ under, or with a constant taken off, as growth has it."""
    constant = Fraction(0)
    if isinstance(right, Binary) and right.operator in "+-" and isinstance(right.right, Constant):
        value = Fraction(right.right.amount.value) * right.right.amount.unit.scale
        if dimension_of(right.right.amount.unit) != ():
            return None
        constant, right = (value if right.operator == "-" else -value), right.left
    if not isinstance(right, Binary) or right.operator != "/":
        return None
    quotient, over, under = _split(rule, left), _split(rule, right.left), _split(rule, right.right)
    if quotient is None or over is None or under is None or over[2] is not None or under[2] is not None:
        return None
    if quotient[2] not in (None, ()) or not (quotient[0] and over[0] and under[0]):
        return None
    return RatioForm(quotient[0], quotient[1] + constant, over[0], under[0])
