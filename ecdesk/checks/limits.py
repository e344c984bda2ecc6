"""Where a rule holds: what its scopes and exceptions leave of what it could be applied to."""

from __future__ import annotations

from collections.abc import Callable

from ecdesk.checks.axes import is_cumulative
from ecdesk.checks.names import Names
from ecdesk.checks.syntax import Name, Rule, RuleError
from ecdesk.checks.vocabulary import vocabulary
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.wording.units import unit_named

Limit = tuple[str, Callable[[str], bool]]
"""The part of a binding (indicator, area, item, period) that is limited, with a test of what stands there."""


def limits_of(rule: Rule, names: Names) -> list[Limit]:
    """What a binding must fulfil for the rule to be applied to it. Raises RuleError for a name that is not known."""
    found = [scope_limit(rule, number, names) for number in range(len(rule.scopes))]
    found += [exception_limit(name, names) for name in rule.exceptions]
    return [(part, _remembered(test)) for part, test in filter(None, found)]


def scope_limit(rule: Rule, number: int, names: Names) -> Limit | None:
    """None for a scope that leaves nothing out. number: of the scope in the rule."""
    name, each = rule.scopes[number].name, rule.scopes[number].each
    scope = vocabulary().scopes.get(name.text) if each else None
    if scope is not None:
        if scope.dimension == "period" and scope.kinds:
            return "period", lambda period: not period or _is_of_kinds(period_from_code(period), scope.kinds)
        if scope.dimension == "area" and scope.kinds:
            return "area", lambda area: not area or _area_kind(names, area) in scope.kinds
        if scope.dimension == "item":
            return "item", lambda item: item != ""
        if scope.dimension == "indicator" and scope.kinds:
            return "indicator", lambda indicator: _is_ratio(names, indicator) == ("ratio" in scope.kinds)
        return None
    if each and name.text in names.breakdowns:
        members = frozenset(names.breakdowns[name.text])
        return "item", lambda item: item in members
    if each:
        raise RuleError(
            name.span.start,
            name.span.length,
            "不知道“每个{name}”指什么，可以写每个地区、省份、指标、时期等。",
            name=name.text,
        )
    # Names of one dimension in one rule are alternatives: 对 陕西、山西 holds for both.
    dimension, _id = _member_or_indicator(name, names)
    allowed = frozenset(
        id
        for other in rule.scopes
        if not other.each
        for found, id in (_member_or_indicator(other.name, names),)
        if found == dimension
    )
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


def _is_ratio(names: Names, indicator: str) -> bool:
    known = names.book.indicator(indicator)
    return known is not None and (unit_named(known.unit).is_ratio or unit_named(known.unit).is_points)


def _area_kind(names: Names, code: str) -> str:
    area = names.book.area(code)
    return area.kind if area else ""


def _remembered(test: Callable[[str], bool]) -> Callable[[str], bool]:
    """A test that is made once for each id."""
    known: dict[str, bool] = {}

    def asked(id: str) -> bool:
        if id not in known:
            known[id] = test(id)
        return known[id]

    return asked
