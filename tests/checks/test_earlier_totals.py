"""上年也相加: what parts and their whole grew from adds up where they do."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.language.explaining import explain
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.figures.keys import Key
from tests.checks.books import figure, key, make_book, rule

RULE = rule("上年也相加(本指标[各区域]、本指标[各区域].同比增速、本指标[全国]、本指标[全国].同比增速) 对每个可加指标", "query")

LEVELS = {"全国": "1000.0亿元", "东部": "600.0亿元", "西部": "400.0亿元"}
GROWTH = {"全国": "13.6%", "东部": "20.0%", "西部": "5.3%"}


def figures(levels: Mapping[str, str], growth: Mapping[str, str], period: str = "2018") -> dict[Key, str]:
    """Printed figures by key."""
    return {
        **{key("网络零售额", area, period=period): printed for area, printed in levels.items()},
        **{key("网络零售额", area, "growth", period): printed for area, printed in growth.items()},
    }


def said(printed: Mapping[Key, str], bases: Mapping[Key, str] = {}) -> list[Finding]:
    book = make_book(replace(figure(at, one), basis=bases.get(at, "")) for at, one in printed.items())
    return [one for one in Checker(book, [RULE]).findings() if one.verdict is Verdict.FAILS]


def test_growth_that_its_parts_contradict_is_asked_about() -> None:
    assert said(figures(LEVELS, GROWTH)) == []
    for area, wrong in (("全国", "16.3%"), ("东部", "2.00%"), ("西部", "-5.3%")):
        (found,) = said(figures(LEVELS, {**GROWTH, area: wrong}))
        assert found.verdict is Verdict.FAILS and found.level is Level.QUERY


@pytest.mark.parametrize(
    ("levels", "growth"),
    [
        ({"西部": "300.0亿元"}, {"全国": "31.6%"}),  # not all the parts: they do not come to the whole now
        ({"全国": "约1000亿元"}, {"全国": "31.6%"}),
        ({}, {"全国": "10%以上"}),
        ({"东部": "6亿元", "西部": "4亿元", "全国": "10亿元"}, {"全国": "31.6%"}),  # too coarse for these to be all
        ({"东部": "600.0亿美元"}, {"全国": "31.6%"}),
        ({}, {"西部": "-100.0%"}),
    ],
)
def test_what_may_be_otherwise_is_not_doubted(levels: Mapping[str, str], growth: Mapping[str, str]) -> None:
    assert said(figures({**LEVELS, **levels}, {**GROWTH, **growth})) == []


def test_growth_on_several_bases_or_unknown_is_not_added_up() -> None:
    wrong = figures(LEVELS, {**GROWTH, "全国": "31.6%"})
    grown = {at: "可比口径" for at in wrong if at.measure == "growth"}
    nation = key("网络零售额", measure="growth")
    assert said(wrong, {nation: "可比口径"}) == []
    assert len(said(wrong, grown)) == 1  # all on one basis
    del wrong[key("网络零售额", "西部", "growth")]
    assert said(wrong) == []


def test_rounding_alone_is_never_doubted() -> None:
    """The nation and four regions of two years at random, printed with few digits."""
    rng = random.Random(18)
    printed: dict[Key, str] = {}
    for year in range(1900, 2019):
        then = {area: Decimal(rng.randrange(10, 10 ** rng.randrange(3, 7))) / 7 for area in ("东部", "中部", "西部", "东北")}
        now = {area: value * Decimal(rng.randrange(60, 200)) / 101 for area, value in then.items()}
        then["全国"], now["全国"] = sum(then.values(), Decimal(0)), sum(now.values(), Decimal(0))
        digit = Decimal(1).scaleb(-rng.randrange(0, 3))
        levels = {area: f"{value.quantize(digit)}亿元" for area, value in now.items()}
        growth = {area: f"{((now[area] / value - 1) * 100).quantize(Decimal('0.1'))}%" for area, value in then.items()}
        printed |= figures(levels, growth, str(year))
    book = make_book(figure(at, one) for at, one in printed.items())
    checker = Checker(book, [RULE])
    assert checker.counts[Verdict.FAILS] == checker.counts[Verdict.UNDECIDED] == 0 < checker.counts[Verdict.HOLDS]


def test_it_is_said_in_plain_words() -> None:
    assert "上年数也应当相加" in explain(RULE, make_book())
