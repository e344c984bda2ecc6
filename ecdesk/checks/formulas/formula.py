"""A formula bound to a book: an expression of the rule language that one figure, or each of many, is worked out by."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.compiling import CompiledRule
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.parsing import parse_expression
from ecdesk.checks.language.semantics import divisors, expanded
from ecdesk.checks.language.syntax import Comparison, Constant, Expression, Name, Rule, Span
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import MEASURES, Key

_RATES = ("share", "points")


class CompiledFormula(CompiledRule):
    """What a figure is worked out by. Names that are left out (area, item, period, 本指标, 整体) are those of the figure itself.

    Raises RuleError for what cannot be read, for names that the book does not know, and for what makes no sense.
    """

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(RuleRecord(text, text, text), names)

    def _read(self) -> Rule:
        return _read(self.record.text)

    def _each_dimensions(self) -> set[str]:
        return {"indicator", "item"}

    def _check_subject(self, name: Name, subject: str) -> None:
        """The figure itself says what is at hand."""

    def _anchors(self) -> tuple[int, ...]:
        """No figure calls it into being."""
        return ()

    @property
    def expression(self) -> Expression:
        relation = self.syntax.relation
        assert isinstance(relation, Comparison)
        return relation.sides[0]

    @property
    def divisors(self) -> list[Expression]:
        return divisors(self.expression)


@lru_cache(maxsize=1_000)
def _read(text: str) -> Rule:
    nothing = Constant(Amount(Decimal(0)), Span(len(text), len(text)))
    return expanded(Rule(text, Comparison((parse_expression(text), nothing), ("=",))))


def binding_of(key: Key) -> Binding:
    """What a figure leaves to the names of its formula."""
    kind, _colon, whole = key.measure.partition(":")
    share = "share" + key.measure[len(kind) :] if kind in _RATES and whole not in MEASURES else "share"
    return Binding(key.indicator, key.area, key.item, key.period, share)
