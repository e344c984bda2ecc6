"""Everything a rule can say, beside sums and shares."""

from __future__ import annotations

import pytest

from ecdesk.checks.engine.checker import Checker, check
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import Alternative, Indicator, Origin, OriginKind
from ecdesk.domain.figures.keys import Key
from tests.checks.books import figure, item, key, make_book, rule

PROVINCES = ("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江")


def verdict(book: Book, text: str, **more: str) -> Verdict | None:
    """The verdict on the one instance that a rule has here; None when it is applied to nothing."""
    checker = Checker(book, [rule(text, **more)])
    assert checker.faults == [], [str(found.message) for found in checker.faults]
    counts = checker.counts
    assert sum(counts.values()) <= 1
    return next(iter(counts), None)


def test_ratio_and_per_head() -> None:
    people = Indicator("常住人口", "常住人口", "万人", 1)
    head = Indicator("人均网络零售额", "人均网络零售额", "元/人", 0, additive=False)
    levels = {key("网络零售额", "北京"): "2154.2亿元"}
    more = [
        figure(Key("常住人口", "110000", "", "2018", "value"), "2154.2万人"),
        figure(Key("人均网络零售额", "110000", "", "2018", "value"), "10000元/人"),
    ]
    text = "人均网络零售额 = 网络零售额 ÷ 常住人口"
    right = make_book(levels, people, head, *more)
    assert verdict(right, text) is Verdict.HOLDS
    wrong = make_book({key("网络零售额", "北京"): "2254.2亿元"}, people, head, *more)
    assert verdict(wrong, text) is Verdict.FAILS


def test_counting_with_and_without_a_condition() -> None:
    figures = {key("网络零售额", area): f"{100 * number}.0" for number, area in enumerate(PROVINCES, 1)}
    figures[key("网络零售额", "上海")] = "…"
    book = make_book(figures)
    assert verdict(book, "计数(网络零售额[各省份]) = 8") is Verdict.HOLDS
    assert verdict(book, "计数(网络零售额[各省份], ≥ 500亿元) = 4") is Verdict.HOLDS
    assert verdict(book, "计数(网络零售额[各省份], > 600亿元) = 4") is Verdict.FAILS


def test_the_sum_of_those_there_are_leaves_out_what_lacks_and_is_of_nothing_where_all_lack() -> None:
    figures = {
        key("网络零售额"): "36.0",
        key("网络零售额", "广东"): "20.0",
        key("网络零售额", "浙江"): "16.0",
        key("网络零售额", "西藏"): "—",
    }
    text = "已有合计(网络零售额[各省份]) ≤ 网络零售额[全国]"
    assert verdict(make_book(figures), text) is Verdict.HOLDS
    assert verdict(make_book({**figures, key("网络零售额", "江苏"): "8.0"}), text) is Verdict.FAILS
    assert verdict(make_book({**figures, key("网络零售额", "江苏"): "0.05"}), text) is Verdict.HOLDS
    assert verdict(make_book({**figures, key("网络零售额", "江苏"): "很多"}), text) is Verdict.UNDECIDED
    assert verdict(make_book({key("网络零售额"): "36.0"}), text) is None


def test_mean_largest_and_smallest() -> None:
    book = make_book(
        {key("网络零售额", area): f"{10 * number}.0" for number, area in enumerate(("东部", "中部", "西部", "东北"), 1)}
    )
    assert verdict(book, "平均(网络零售额[各区域]) = 25亿元") is Verdict.HOLDS
    assert verdict(book, "最大(网络零售额[各区域]) ≤ 40亿元") is Verdict.HOLDS
    assert verdict(book, "最小(网络零售额[各区域]) > 20亿元") is Verdict.FAILS


def test_listed_members_are_added_up() -> None:
    figures = {
        key("网络零售额", area): text for area, text in (("广东", "20.0"), ("浙江", "16.0"), ("江苏", "8.0"), ("全国", "36.0"))
    }
    assert verdict(make_book(figures), "网络零售额[全国] = 合计(网络零售额[广东、浙江])") is Verdict.HOLDS
    assert verdict(make_book(figures), "网络零售额[全国] = 合计(网络零售额[广东、浙江、江苏])") is Verdict.FAILS


def test_order_and_range_as_chains() -> None:
    book = make_book({key("网络零售额", area): text for area, text in (("广东", "20345"), ("浙江", "16718.8"), ("江苏", "8567"))})
    assert verdict(book, "网络零售额[广东] ≥ 网络零售额[浙江] ≥ 网络零售额[江苏] ≥ 0") is Verdict.HOLDS
    assert verdict(book, "网络零售额[浙江] ≥ 网络零售额[广东]") is Verdict.FAILS
    assert verdict(book, "10亿元 ≤ 网络零售额[江苏] ≤ 8000亿元") is Verdict.FAILS


def test_a_finding_about_a_chain_is_about_the_link_that_decides() -> None:
    figures = {key("网络零售额", area): text for area, text in (("广东", "10.0"), ("浙江", "10.1"), ("江苏", "20.0"))}
    (found,) = check(make_book(figures), [rule("网络零售额[广东] = 网络零售额[浙江] = 网络零售额[江苏]")])
    assert found.verdict is Verdict.FAILS and str(found.difference) == "9.9亿元"


def test_chains_from_quarter_to_cumulative() -> None:
    text = "本指标[累计] = 本指标[上一累计] + 本指标 对每个指标 对每个季度"
    figures = {
        key("快递业务收入", period=code): printed
        for code, printed in (("2018C06", "25.0"), ("2018Q3", "12.0"), ("2018C09", "37.0"))
    }
    # of the second quarter there is the cumulative figure alone: nothing can be decided
    assert Checker(make_book(figures), [rule(text)]).counts == {Verdict.HOLDS: 1, Verdict.UNDECIDED: 1}
    figures[key("快递业务收入", period="2018C09")] = "47.0"
    assert Checker(make_book(figures), [rule(text)]).counts == {Verdict.FAILS: 1, Verdict.UNDECIDED: 1}


def test_a_chain_of_months_goes_through_quarter_half_and_year() -> None:
    text = "本指标[累计] = 本指标[上一累计] + 本指标 对每个指标 对每个月"
    totals = {"2018M01": "1.1", **{f"2018C{month:02}": f"{month}.1" for month in range(2, 13)}}
    months = {f"2018M{month:02}": "1.01" for month in range(2, 13)}
    figures = {key("快递业务收入", period=code): printed for code, printed in (totals | months).items()}
    assert {at.period for at in figures} > {"2018Q1", "2018H1", "2018"}
    assert Checker(make_book(figures), [rule(text)]).counts == {Verdict.HOLDS: 11}
    figures[key("快递业务收入", period="2018M07")] = "2.01"
    assert Checker(make_book(figures), [rule(text)]).counts == {Verdict.HOLDS: 10, Verdict.FAILS: 1}


def test_a_rule_of_each_cumulative_span_holds_under_whichever_name() -> None:
    text = "本指标 ≥ 本指标[上一累计] 对每个指标 对每个累计"
    printed = {"2018C02": "10.3", "2018C03": "9.4", "2018C05": "30.2", "2018H1": "31.6", "2018Q2": "2.1", "2018M03": "1.7"}
    book = make_book({key("快递业务收入", period=code): figure for code, figure in printed.items()})
    fails = {
        at.period
        for found in Checker(book, [rule(text)]).findings()
        if found.verdict is Verdict.FAILS
        for at in (one.key for one in found.operands)
    }
    assert fails == {"2018Q1", "2018C02"}
    assert Checker(book, [rule(text)]).counts[Verdict.HOLDS] == 1


def test_one_span_under_two_names_is_one_figure() -> None:
    text = "快递业务收入[2018年上半年] = 快递业务收入[2018年一季度] + 快递业务收入[2018年二季度]"
    figures = {
        key("快递业务收入", period=code): printed
        for code, printed in (("2018C06", "25.0"), ("2018Q1", "12.0"), ("2018Q2", "13.0"))
    }
    assert verdict(make_book(figures), text) is Verdict.HOLDS


def test_differences_in_points() -> None:
    text = "本指标.变动百分点 = 本指标.占比 - 本指标[上年].占比 对每个指标"
    figures = {key("网络零售额", measure="share", period=year): share for year, share in (("2018", "62.8"), ("2017", "58.4"))}
    points = key("网络零售额", measure="points")
    assert verdict(make_book({**figures, points: "4.4"}), text) is Verdict.HOLDS
    assert verdict(make_book({**figures, points: "5.4"}), text) is Verdict.FAILS
    growth = "本指标.变动百分点(同比增速) = 本指标.同比增速 - 本指标[上年].同比增速 对每个指标"
    rates = {key("网络零售额", measure="growth", period=year): rate for year, rate in (("2018", "25.9"), ("2017", "30.8"))}
    assert verdict(make_book({**rates, key("网络零售额", measure="points:growth"): "-4.9"}), growth) is Verdict.HOLDS


def test_the_share_of_a_region_is_of_the_nation() -> None:
    text = "本指标.占比 = 本指标 ÷ 整体 对每个指标"
    figures = {key("网络零售额"): "100.0", key("网络零售额", "东部"): "83.1", key("网络零售额", "东部", "share"): "83.1"}
    assert verdict(make_book(figures), text) is Verdict.HOLDS
    named = {key("网络零售额"): "100.0", key("网络零售额", "江苏"): "9.5", key("网络零售额", "江苏", "share:全国"): "19.5"}
    assert verdict(make_book(named), text) is Verdict.FAILS


def test_the_share_of_an_item_is_of_its_parent() -> None:
    text = "本指标.占比 = 本指标 ÷ 整体 对每个指标 对每个分组项"
    items = [item("交易平台", "类别"), item("B2B平台", "类别", "交易平台")]
    figures = {
        key("快递业务收入", item="交易平台"): "6626",
        key("快递业务收入", item="B2B平台"): "819",
        key("快递业务收入", item="B2B平台", measure="share"): "12.4",
    }
    assert verdict(make_book(figures, *items), text) is Verdict.HOLDS


def test_the_same_concept_in_two_sources() -> None:
    assert (
        verdict(make_book({key("网络零售额"): "9.01万亿元", key("网络销售额"): "90065"}), "网络零售额 = 网络销售额")
        is Verdict.HOLDS
    )
    at = key("网络零售额", "福建")
    for told, wanted in (("3617", Verdict.HOLDS), ("36167", Verdict.FAILS)):
        other = Alternative(at, "重报", figure(at, told).content, Origin(OriginKind.IMPORTED))
        assert verdict(make_book([figure(at, "3616.7")], other), "来源一致(网络零售额)") is wanted


def test_figures_of_another_kind_than_their_indicator() -> None:
    text = "单位相符(本指标) 对每个指标"
    assert verdict(make_book({key("网络零售额", "北京"): "10亿美元"}), text) is Verdict.HOLDS
    assert verdict(make_book({key("网络零售额", "北京"): "10亿件"}), text) is Verdict.FAILS
    assert (
        verdict(make_book({key("网络零售额", "北京", "growth"): "10亿元"}), "单位相符(本指标.同比增速) 对每个指标")
        is Verdict.FAILS
    )


def test_absence() -> None:
    book = make_book({key("农村网络零售额", "北京"): "1.0"})
    assert verdict(book, "无数(农村网络零售额) 对 北京") is Verdict.FAILS


def test_conditions_on_presence() -> None:
    levels = {key("网络零售额", "北京"): "10.0", key("电子商务交易额", "北京"): "5.0"}
    text = "网络零售额 ≤ 电子商务交易额 当 有数(B2B交易额)"
    assert verdict(make_book(levels), text) is None
    assert verdict(make_book({**levels, key("B2B交易额", "北京"): "1.0"}), text) is Verdict.FAILS


def test_a_figure_far_from_its_own_history() -> None:
    text = "不离群(快递业务量[历年]) 对2018年"
    history = {key("快递业务量", period=f"{2008 + number}"): f"{10 * 1.3**number:.1f}亿件" for number in range(10)}
    assert verdict(make_book({**history, key("快递业务量"): "137.9亿件"}), text) is Verdict.HOLDS
    found = check(make_book({**history, key("快递业务量"): "1379亿件"}), [rule(text, "notice")])[0]
    assert found.verdict is Verdict.FAILS and found.suspect == key("快递业务量")


def test_different_bases_are_not_held_against_each_other() -> None:
    text = rule("本指标.同比增速 = 增长率(本指标) 对每个指标")
    records = [
        figure(key("网络零售额"), "125.0", basis="新口径"),
        figure(key("网络零售额", period="2017"), "100.0"),
        figure(key("网络零售额", measure="growth"), "20.0"),
    ]
    found = check(make_book(records), [text])[0]
    assert found.verdict is Verdict.UNDECIDED and "新口径" in str(found.message)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("网络零售额 = 商品销售额 ÷ 0", "0"),
        ("网络零售额 = 商品销售额 + 网络零售额", "网络零售额"),
        ("网络零售额[北京，上海] = 商品销售额", "网络零售额[北京，上海]"),
        ("合计(网络零售额[北京、各省份]) = 商品销售额", "各省份"),
        ("网络零售额.同比增速(电子商务交易额) = 10%", "电子商务交易额"),
        ("本指标 = 商品销售额", "本指标"),
        ("增长率(网络零售额 + 商品销售额) = 10%", "增长率(网络零售额 + 商品销售额)"),
        ("网络零售额 = 商品销售额 对每个星球", "每个星球"),
        ("网络零售额 = 商品销售额 除 火星", "火星"),
    ],
)
def test_a_rule_that_cannot_run_is_refused_at_its_place(text: str, place: str) -> None:
    found = check(make_book({key("网络零售额"): "1"}), [rule(text)])
    assert len(found) == 1 and found[0].fault and found[0].level is Level.ERROR and found[0].is_open
    assert f"“{place}”" in str(found[0].message)
