"""Where a rule holds: what its scopes and exceptions leave of what it could be applied to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ecdesk.checks.language.axes import Binding, is_cumulative
from ecdesk.checks.language.names import Names
from ecdesk.checks.language.syntax import Name, Rule, RuleError, ScopeWord
from ecdesk.checks.language.vocabulary import Scope, adds_over_time, is_average, vocabulary
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.wording.units import unit_named

Test = Callable[[str], bool]

Limit = tuple[str, Test]
"""The part of a binding (indicator, area, item, period) that is limited, with a test of what stands there."""


def each_dimensions(rule: Rule, names: Names) -> set[str]:
    """The dimensions over which its scopes let a rule run: of 每个地区, of 每个 with the name of a breakdown."""
    scopes = vocabulary().scopes
    each = [word.name.text for word in rule.scopes if word.each]
    return {scopes[word].dimension for word in each if word in scopes} | {"item" for word in each if word in names.breakdowns}


def limits_of(rule: Rule, names: Names) -> list[tuple[int, Test]]:
    """What a binding must fulfil for the rule to be applied to it: tests of some of its parts, by their numbers. Raises RuleError for a
    name that is not known."""
    found = [scope_limit(rule, word, names) for word in rule.scopes]
    found += [exception_limit(name, names) for name in rule.exceptions]
    return [(Binding._fields.index(part), cache(test)) for part, test in filter(None, found)]


def scope_limit(rule: Rule, word: ScopeWord, names: Names) -> Limit | None:
    """None for a scope that leaves nothing out. word: one of the rule's."""
    name = word.name
    if not word.each:
        return _named_limit(rule, name, names)
    scope = vocabulary().scopes.get(name.text)
    if scope is not None:
        return _each_limit(scope, names)
    if name.text in names.breakdowns:
        return "item", frozenset(names.breakdowns[name.text]).__contains__
    raise RuleError(name.span, "不知道“每个{name}”指什么，可以写每个地区、省份、指标、时期等。", name=name.text)


def _each_limit(scope: Scope, names: Names) -> Limit | None:
    kinds = scope.kinds
    if scope.dimension == "item":
        return "item", bool
    tests: dict[str, Test] = {
        "period": lambda period: not period or _is_of_kinds(period_from_code(period), kinds),
        "area": lambda area: not area or _area_kind(names, area) in kinds,
        "indicator": lambda indicator: _is_indicator_of_kind(names, indicator, kinds),
    }
    return (scope.dimension, tests[scope.dimension]) if kinds else None


def _named_limit(rule: Rule, name: Name, names: Names) -> Limit:
    """Names of one dimension in one rule are alternatives: 对 陕西、山西 holds for both."""
    dimension, _id = _member_or_indicator(name, names)
    named = [_member_or_indicator(word.name, names) for word in rule.scopes if not word.each]
    allowed = {id for found, id in named if found == dimension}
    return dimension, lambda id: not id or id in allowed


def exception_limit(name: Name, names: Names) -> Limit:
    dimension, excepted = _member_or_indicator(name, names)
    return dimension, lambda id: id != excepted


def _member_or_indicator(name: Name, names: Names) -> tuple[str, str]:
    found = names.book.indicator(name.text) or names.book.indicators.find(name.text)
    if found is not None:
        return "indicator", found.id
    return names.member(name)


def _is_of_kinds(period: Period, kinds: tuple[str, ...]) -> bool:
    return period.kind in kinds or ("cumulative" in kinds and is_cumulative(period))


def _is_indicator_of_kind(names: Names, indicator: str, kinds: tuple[str, ...]) -> bool:
    """kinds: ratio, level, and of levels flow for what adds up over time, additive over areas, average for what does not."""
    known = names.book.indicator(indicator)
    unit = unit_named(known.unit) if known is not None else NO_UNIT
    if unit.is_ratio or unit.is_points or known is None:
        return not {"ratio" if unit.is_ratio or unit.is_points else "level"}.isdisjoint(kinds)
    adds_up = known.additive and not is_average(known.name, unit)
    of = {"level", "additive" if adds_up else "average"}
    if known.additive and adds_over_time(known.name, unit):
        of.add("flow")
    return not of.isdisjoint(kinds)


def _area_kind(names: Names, code: str) -> str:
    area = names.book.area(code)
    return area.kind if area else ""
