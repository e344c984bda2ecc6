"""What is done with a rule that has been read, before its names are looked up.

Short forms are written out; several figures may stand only where several are allowed; nothing is divided by nought or equal to itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ecdesk.checks.language.syntax import (
    Binary,
    Call,
    Comparison,
    Constant,
    Expression,
    Name,
    Predicate,
    Ranking,
    Reference,
    Relation,
    Rule,
    RuleError,
    references,
)
from ecdesk.checks.language.vocabulary import first_spelling, vocabulary
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.wording.time.time_words import period_named


def expanded(rule: Rule) -> Rule:
    """The rule with the functions that are short for a formula written out: 增长率(a) is a ÷ a[上年] − 1, 指数(a) is a ÷ a[上年] × 100."""
    conditions = tuple(_expanded_relation(condition) for condition in rule.conditions)
    return replace(rule, relation=_expanded_relation(rule.relation), conditions=conditions)


def _expanded_relation(relation: Relation) -> Relation:
    return replace(relation, sides=tuple(map(_expanded, relation.sides))) if isinstance(relation, Comparison) else relation


_EARLIER = {"growth": "last_year", "growth_prev": "before"}
"""Functions of growth with the period that they compare with."""


def _expanded(part: Expression) -> Expression:
    if isinstance(part, Binary):
        return replace(part, left=_expanded(part.left), right=_expanded(part.right))
    if not isinstance(part, Call):
        return part
    argument = part.argument
    if part.function not in (*_EARLIER, "mean_growth", "index", "rank"):
        return replace(part, argument=_expanded(argument))
    if not isinstance(argument, Reference):
        raise RuleError(part.span, "增长率、指数、名次的括号里只能写一个指标。")
    if part.function == "rank":
        return part
    if part.function == "mean_growth":
        now = _at_hand(argument)
        last = Name(first_spelling(vocabulary().relative, "last_of"), argument.span)
        now = replace(now, selectors=(*now.selectors, last))
        return replace(part, argument=Binary("/", now, argument, part.span))
    if part.function == "index":
        return _index(part, argument)
    word = first_spelling(vocabulary().relative, _EARLIER[part.function])
    earlier = replace(argument, selectors=(*argument.selectors, Name(word, argument.span)))
    return Binary("-", Binary("/", argument, earlier, part.span), Constant(Amount(Decimal(1)), part.span), part.span)


def _index(part: Call, argument: Reference) -> Expression:
    """A figure with that of the year before, or of the period that is named, as a hundred."""
    if any(map(_names_period, argument.selectors)):
        now, base = _at_hand(argument), argument
    else:
        last = Name(first_spelling(vocabulary().relative, "last_year"), argument.span)
        now, base = argument, replace(argument, selectors=(*argument.selectors, last))
    return Binary("*", Binary("/", now, base, part.span), Constant(Amount(Decimal(100)), part.span), part.span)


def _at_hand(reference: Reference) -> Reference:
    """The same figure of the period at hand: 网络零售额[2013年] without its year. Raises RuleError where no period is named."""
    others = tuple(name for name in reference.selectors if not _names_period(name))
    if len(others) == len(reference.selectors):
        raise RuleError(reference.span, "年均增长率的括号里要写从哪一年算起，例如“年均增长率(网络零售额[2013年])”。")
    return replace(reference, selectors=others)


def _names_period(name: Name) -> bool:
    return name.text in vocabulary().relative or period_named(name.text, None) is not None


def check_groups(rule: Rule, several: Mapping[int, bool]) -> None:
    """Raises RuleError for a reference to several figures outside a function of such. several: by the ``id`` of each reference."""
    parts = (rule.relation, *rule.conditions)
    inside = {id(found) for part in parts for found in _grouped(part)}
    for reference in (found for part in parts for found in references(part)):
        if several[id(reference)] and id(reference) not in inside:
            source = rule.source(reference.span)
            raise RuleError(reference.span, "“{text}”指多个数，请放进合计、平均、计数等函数里。", text=source)


def check_sense(rule: Rule) -> None:
    """Raises RuleError for a rule that divides by nought or names the same figure on both sides of an equals sign."""
    if isinstance(rule.relation, Comparison):
        for side in rule.relation.sides:
            for divisor in divisors(side):
                if isinstance(divisor, Constant) and not divisor.value:
                    raise RuleError(divisor.span, "除数是零，请改公式。")
        for repeated in _repeated(rule.relation):
            raise RuleError(repeated.span, "等号两边都有“{text}”，公式引用了自己。", text=rule.source(repeated.span))


def _repeated(relation: Comparison) -> list[Reference]:
    """Where the figure on the left of an equals sign stands on its right."""
    left, *others = relation.sides
    if not isinstance(left, Reference) or "=" not in relation.relations:
        return []
    return [found for side in others for found in references(side) if _names(found) == _names(left)]


def divisors(part: Expression) -> list[Expression]:
    """What is divided by, in the order written."""
    if isinstance(part, Call):
        return divisors(part.argument)
    if not isinstance(part, Binary):
        return []
    own = [part.right] if part.operator == "/" else []
    return own + divisors(part.left) + divisors(part.right)


def _names(reference: Reference) -> tuple[str, ...]:
    """What a reference names, whatever the order in its brackets."""
    whole = reference.whole.text if reference.whole else ""
    return (reference.indicator.text, reference.measure, whole, *sorted(name.text for name in reference.selectors))


def _grouped(part: Expression | Relation) -> list[Reference]:
    """The references that stand where several figures are allowed."""
    if isinstance(part, Predicate | Ranking):
        return references(part)
    if isinstance(part, Comparison):
        return [found for side in part.sides for found in _grouped(side)]
    if isinstance(part, Binary):
        return _grouped(part.left) + _grouped(part.right)
    if isinstance(part, Call) and part.function in ("sum", "sum_known", "mean", "max", "min", "count", "rank"):
        return references(part.argument)
    return []
