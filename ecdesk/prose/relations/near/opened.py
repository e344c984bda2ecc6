"""Figures that a word opens (超208, 近4%, 110万人以上): which others, of more digits, they may stand for."""

from __future__ import annotations

import math

from ecdesk.prose.explain import digits_of
from ecdesk.prose.relations.facts import Fact
from ecdesk.prose.relations.hints import asked
from ecdesk.prose.relations.near.occasions import planned


def may_stand_for(one: Fact, two: Fact) -> bool:
    """Whether two figures that differ are near enough for one that is open or rounded, and neither is what the other one came of."""
    apart = abs(one.point - two.point)
    if _are_open_alike(one, two):
        return False
    near = apart <= min(asked("equality")["apart"] * min(one.point, two.point), _open_reach(one, two), _open_reach(two, one))
    return near and not _is_plan(one, two) and not _is_plan(two, one)


def _are_open_alike(one: Fact, two: Fact) -> bool:
    """超31万亿元 and 超30万亿元: two open figures of one size that differ are two figures."""
    first, second = one.statement.figure.amount, two.statement.figure.amount
    return bool(first.qualifier and second.qualifier) and first.exponent == second.exponent and one.unit == two.unit


def _open_reach(one: Fact, two: Fact) -> float:
    """How far from an open figure another one may be: from 超过50% is 52.8%, but not 121.7万人 from 110万人以上, as one would say 超过120万人."""
    if not one.statement.figure.amount.qualifier:
        return math.inf
    digits = digits_of(one.statement.figure)
    return float(max(two.width, one.last * 10 ** (len(digits) - len(digits.rstrip("0")))))


def _is_plan(one: Fact, two: Fact) -> bool:
    """今年预期目标是：生产总值增长5%左右 and 上年生产总值增长4.7%: whether an open figure is planned, or of another year, and the other one came of it."""
    if not one.statement.figure.amount.qualifier:
        return False
    years = one.period[:4], two.period[:4]
    return (all(years) and years[0] != years[1]) or (planned(one) and not planned(two))
