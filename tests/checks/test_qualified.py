"""Rules on figures that are printed with a qualifier."""

from __future__ import annotations

import pytest

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain.book.findings import Finding, Verdict
from ecdesk.domain.book.records import Alternative, Origin, OriginKind
from tests.checks.books import figure, key, make_book, rule

SUM = rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额")
SHARE = rule("网络零售额.占比 = 网络零售额 ÷ 电子商务交易额")
FIRST = rule("前二(网络零售额[各省份]) = 广东、浙江")


def sum_of(whole: str, goods: str, services: str) -> list[Finding]:
    named = {"网络零售额": whole, "实物商品网络零售额": goods, "非实物商品网络零售额": services}
    return Checker(make_book({key(name, "北京"): printed for name, printed in named.items()}), [SUM]).findings()


@pytest.mark.parametrize(
    ("whole", "verdicts"),
    [
        ("超3000", []),
        ("超2900", []),
        ("超1000", [Verdict.UNDECIDED]),
        ("超300", [Verdict.FAILS]),
        ("超3100", [Verdict.FAILS]),
        ("近3100", []),
        ("近3300", [Verdict.FAILS]),
        ("约3000", []),
        ("不足20000", [Verdict.UNDECIDED]),
        ("不足30000", [Verdict.FAILS]),
        ("2000以上", []),
        ("3100以上", [Verdict.FAILS]),
    ],
)
def test_a_qualified_total_beside_the_sum_of_its_parts(whole: str, verdicts: list[Verdict]) -> None:
    assert [found.verdict for found in sum_of(whole, "1800.0", "1250.0")] == verdicts


def test_a_finding_says_which_word_leaves_it_open() -> None:
    (found,) = sum_of("超1000", "1800.0", "1250.0")
    assert "只在放宽理解“超”时通过" in str(found.message)
    assert (str(found.difference), str(found.tolerance)) == ("2050亿元", "50.1亿元")


def test_a_limit_that_fails_has_no_tolerance() -> None:
    (found,) = sum_of("3100以上", "1800.0", "1250.0")
    assert found.verdict is Verdict.FAILS and found.tolerance == ""


def test_a_share_above_a_limit_is_in_order() -> None:
    figures = {key("网络零售额", "北京"): "58.3", key("电子商务交易额", "北京"): "100.0"}
    assert Checker(make_book({**figures, key("网络零售额", "北京", "share"): "55%以上"}), [SHARE]).findings() == []
    (found,) = Checker(make_book({**figures, key("网络零售额", "北京", "share"): "60%以上"}), [SHARE]).findings()
    assert found.verdict is Verdict.FAILS


@pytest.mark.parametrize(
    ("second", "verdict"),
    [("500.0", None), ("520.0", None), ("超400", Verdict.UNDECIDED), ("超48", Verdict.FAILS), ("超490", None)],
)
def test_a_rank_by_a_qualified_figure(second: str, verdict: Verdict | None) -> None:
    printed = {area.name: "10.0" for area in make_book().areas if area.kind == "province"}
    printed |= {"广东": "600.0", "浙江": second, "江苏": "480.0"}
    book = make_book({key("网络零售额", area): value for area, value in printed.items()})
    assert [found.verdict for found in Checker(book, [FIRST]).findings()] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("told", "verdict"), [("超3400", None), ("超2000", Verdict.UNDECIDED), ("超340", Verdict.FAILS), ("3420.3", None)]
)
def test_two_sources_of_which_one_is_qualified(told: str, verdict: Verdict | None) -> None:
    at = key("网络零售额", "北京")
    other = Alternative(at, "重报", figure(at, told).content, Origin(OriginKind.IMPORTED))
    found = Checker(make_book([figure(at, "3420"), other]), [rule("来源一致(网络零售额)")]).findings()
    assert [one.verdict for one in found] == ([verdict] if verdict else [])
