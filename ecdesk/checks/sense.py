"""Whether a rule that can be read makes sense: several figures only where several are allowed, no division by nought, nothing equal to itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecdesk.checks.syntax import (
    Binary,
    Call,
    Comparison,
    Constant,
    Expression,
    Predicate,
    Ranking,
    Reference,
    Relation,
    Rule,
    RuleError,
    Span,
    references,
)


def check_groups(rule: Rule, several: Mapping[int, bool]) -> None:
    """Raises RuleError for a reference to several figures outside a function of such. several: by the ``id`` of each reference."""
    parts = (rule.relation, *rule.conditions)
    inside = {id(found) for part in parts for found in _grouped(part)}
    for reference in (found for part in parts for found in references(part)):
        if several[id(reference)] and id(reference) not in inside:
            span = reference.span
            raise RuleError(
                span.start, span.length, "“{text}”指多个数，请放进合计、平均、计数等函数里。", text=_source(rule, span)
            )


def check_sense(rule: Rule) -> None:
    """Raises RuleError for a rule that divides by nought or names the same figure on both sides of an equals sign."""
    relation = rule.relation
    if not isinstance(relation, Comparison):
        return
    for part in (found for side in relation.sides for found in _parts(side)):
        if isinstance(part, Binary) and part.operator == "/" and isinstance(part.right, Constant) and not part.right.amount.value:
            span = part.right.span
            raise RuleError(span.start, span.length, "除数是零，请改公式。")
    left = relation.sides[0]
    if isinstance(left, Reference) and "=" in relation.relations:
        for other in (found for side in relation.sides[1:] for found in references(side)):
            if _names(other) == _names(left):
                span = other.span
                raise RuleError(span.start, span.length, "等号两边都有“{text}”，公式引用了自己。", text=_source(rule, span))


def _source(rule: Rule, span: Span) -> str:
    return rule.text[span.start : span.end]


def _parts(part: Expression) -> Iterator[Expression]:
    yield part
    if isinstance(part, Binary):
        yield from _parts(part.left)
        yield from _parts(part.right)
    elif isinstance(part, Call):
        yield from _parts(part.argument)


def _names(reference: Reference) -> tuple[str, ...]:
    """What a reference names, whatever the order in its brackets."""
    whole = reference.whole.text if reference.whole else ""
    return (reference.indicator.text, reference.measure, whole, *sorted(name.text for name in reference.selectors))


def _grouped(part: Expression | Relation) -> list[Reference]:
    """The references that stand where several figures are allowed."""
    if isinstance(part, Predicate | Ranking):
        return [part.reference]
    if isinstance(part, Comparison):
        return [found for side in part.sides for found in _grouped(side)]
    if isinstance(part, Binary):
        return _grouped(part.left) + _grouped(part.right)
    if isinstance(part, Call) and part.function in ("sum", "mean", "max", "min", "count"):
        return references(part.argument)
    return []
