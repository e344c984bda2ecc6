"""What a rule must be applied to even where there is no figure: what 有数 asks for, and rules that leave nothing open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ecdesk.checks.axes import Binding
from ecdesk.checks.compiling import CompiledRule
from ecdesk.checks.syntax import Predicate
from ecdesk.domain.book.records import Indicator, Item
from ecdesk.domain.wording.time_words import period_named


def required_bindings(rule: CompiledRule) -> Iterator[Binding]:
    """The bindings that need no figure to be there."""
    if not rule.free:
        yield Binding()
        return
    relation = rule.syntax.relation
    if not isinstance(relation, Predicate) or relation.kind != "present" or "share" in rule.free:
        return
    book = rule.book
    areas = [area.code for area in book.areas] if "area" in rule.free else [""]
    items = list(book.all(Item)) if "item" in rule.free else [""]
    indicators = list(book.all(Indicator)) if "indicator" in rule.free else [""]
    periods = _periods(rule) if "period" in rule.free else [""]
    for indicator, area, item, period in product(indicators, areas, items, periods):
        binding = Binding(str(indicator), area, str(item), period)
        if rule.admits(binding):
            yield binding


def _periods(rule: CompiledRule) -> list[str]:
    """The periods that the rule names, else the book's year."""
    year = rule.book.year or None
    named = [period_named(word.name.text, year) for word in rule.syntax.scopes if not word.each]
    found = [period.span.code for period in named if period is not None]
    return found or ([str(year)] if year else [])
