"""Functions of a rule that are short for a formula, written out."""

from __future__ import annotations

from ecdesk.checks.syntax import Binary, Call, Comparison, Constant, Expression, Name, Reference, Relation, Rule, RuleError
from ecdesk.checks.vocabulary import first_spelling, vocabulary
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.wording.numbers import parse_number


def expanded(rule: Rule) -> Rule:
    """The rule with growth written out: 增长率(a) is a ÷ a[上年] − 1."""

    def expand(part: Expression) -> Expression:
        if isinstance(part, Binary):
            return Binary(part.operator, expand(part.left), expand(part.right), part.span)
        if isinstance(part, Call) and part.function in ("growth", "growth_prev"):
            argument = part.argument
            if not isinstance(argument, Reference):
                raise RuleError(part.span.start, part.span.length, "增长率的括号里只能写一个指标。")
            meaning = "last_year" if part.function == "growth" else "before"
            word = first_spelling(vocabulary().relative, meaning)
            earlier = Reference(
                argument.indicator,
                (*argument.selectors, Name(word, argument.span)),
                argument.measure,
                argument.whole,
                argument.span,
            )
            one = parse_number("1")
            assert one is not None
            ratio = Binary("/", argument, earlier, part.span)
            return Binary("-", ratio, Constant(Amount(one), part.span), part.span)
        if isinstance(part, Call):
            return Call(part.function, expand(part.argument), part.span, part.condition)
        return part

    def expand_relation(relation: Relation) -> Relation:
        if isinstance(relation, Comparison):
            return Comparison(tuple(expand(side) for side in relation.sides), relation.relations)
        return relation

    return Rule(
        rule.text,
        expand_relation(rule.relation),
        rule.scopes,
        rule.exceptions,
        tuple(expand_relation(condition) for condition in rule.conditions),
    )
