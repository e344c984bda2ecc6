"""What a rule's text says, before any name in it is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the rule's text: characters start up to end."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class RuleError(UserError):
    """A rule that cannot be read or cannot run. offset, length: the place in its text, counted in characters."""

    def __init__(self, span: Span, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.offset = span.start
        self.length = span.length
        self.others: tuple[RuleError, ...] = ()
        """What else is wrong with the same text, at other places."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written: of an area, item, period or indicator."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Constant:
    """A number with its unit, taken as exact."""

    amount: Amount
    span: Span

    @property
    def value(self) -> Fraction:
        """In base units."""
        return Fraction(self.amount.value) * self.amount.unit.scale


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure, or several of them: an indicator with what the brackets choose, a measure, and the whole of a share."""

    indicator: Name
    selectors: tuple[Name, ...]
    measure: str
    whole: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """operator: one of + - * /."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function of figures. condition: what 计数 counts, as a relation and a bound."""

    function: str
    argument: Expression
    span: Span
    condition: tuple[str, Expression] | None = None


Expression = Constant | Reference | Binary | Call


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain such as 0% ≤ a ≤ 100%: one more side than relations (=, <=, >=, <, >, !=)."""

    sides: tuple[Expression, ...]
    relations: tuple[str, ...]

    @property
    def links(self) -> Iterator[tuple[Expression, str, Expression]]:
        """Each relation with the sides to its left and right."""
        return zip(self.sides, self.relations, self.sides[1:], strict=False)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A rule that is not a comparison: present, absent, inlier, sources, units, last, trend, distinct. others: what the figure is held
    against, after 、."""

    kind: str
    reference: Reference
    span: Span
    others: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """前五(…) = names, in order."""

    count: int
    reference: Reference
    names: tuple[Name, ...]
    span: Span


Relation = Comparison | Predicate | Ranking


@dataclass(frozen=True, slots=True)
class ScopeWord:
    """What stands after 对: each: 每个地区, otherwise a name that the rule is limited to."""

    name: Name
    each: bool


@dataclass(frozen=True)
class Rule:
    """A whole rule: its relation and the clauses that say where it holds."""

    text: str
    relation: Relation
    scopes: tuple[ScopeWord, ...] = ()
    exceptions: tuple[Name, ...] = ()
    conditions: tuple[Relation, ...] = ()

    def source(self, span: Span) -> str:
        """What stands at a place of the text."""
        return self.text[span.start : span.end]


def references(part: Expression | Relation) -> list[Reference]:
    """Every reference in a part of a rule, in the order written."""
    if isinstance(part, Reference):
        return [part]
    if isinstance(part, Binary):
        return references(part.left) + references(part.right)
    if isinstance(part, Call):
        return references(part.argument) + (references(part.condition[1]) if part.condition else [])
    if isinstance(part, Comparison):
        return [found for side in part.sides for found in references(side)]
    if isinstance(part, Predicate):
        return [part.reference, *part.others]
    return [part.reference] if isinstance(part, Ranking) else []
