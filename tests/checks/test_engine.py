"""Verdicts: what holds, holds only within rounding, fails, or cannot be decided."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.checks.engine import applied
from ecdesk.checks.engine import checker as engine
from ecdesk.checks.engine.checker import Checker, check
from ecdesk.columns import columns
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.records import Alternative, Exhibit, Line, Origin, OriginKind, Record
from ecdesk.domain.figures.keys import Key
from tests.checks.books import figure, item, key, make_book, rule, set_figure

SUM = rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额 对每个地区")
SHARE = rule("本指标.占比 = 本指标 ÷ 整体 对每个指标", id="s")
GROWTH = rule("本指标.同比增速 = 增长率(本指标) 对每个指标", id="g")


def sum_book(total: str, goods: str, services: str, area: str = "山东") -> Book:
    return make_book(
        {
            key("网络零售额", area): total,
            key("实物商品网络零售额", area): goods,
            key("非实物商品网络零售额", area): services,
        }
    )


def only(book: Book, *rules: object) -> Finding:
    findings = check(book, rules)  # type: ignore[arg-type]
    assert len(findings) == 1, [str(found.message) for found in findings]
    return findings[0]


def test_a_sum_that_holds_is_no_finding() -> None:
    assert check(sum_book("3294", "2481", "813"), [SUM]) == []


def test_a_sum_may_differ_by_half_a_unit_of_every_figure() -> None:
    assert check(sum_book("10.1", "5.0", "5.0"), [SUM]) == []
    assert only(sum_book("10.2", "5.0", "5.0"), SUM).verdict is Verdict.ROUNDING
    assert only(sum_book("10.4", "5.0", "5.0"), SUM).verdict is Verdict.FAILS


def test_how_far_a_figure_is_off_is_told_in_digits_that_tell_it() -> None:
    found = only(make_book({key("网络零售额", "上海"): "突破1万亿元"}), rule("网络零售额 < 3000亿元 对每个省份"))
    assert "应小于3000亿元，相差0.7万亿元" in str(found.message)


def test_a_failed_sum_says_everything() -> None:
    found = only(sum_book("3295.9", "2481.0", "813.0"), SUM)
    assert found.verdict is Verdict.FAILS and found.level is Level.ERROR and found.is_open
    assert found.subject == "山东，2018年"
    assert str(found.formula) == "网络零售额 3295.9亿元 = 实物商品网络零售额 2481.0亿元 + 非实物商品网络零售额 813.0亿元"
    assert str(found.difference) == "1.9亿元"
    assert [operand.printed for operand in found.operands] == ["3295.9亿元", "2481.0亿元", "813.0亿元"]


def test_a_formula_is_in_one_unit_and_says_how_many_it_leaves_out() -> None:
    found = only(sum_book("6.2亿元", "1638000万元", "12345万元"), SUM)
    assert str(found.formula) == "网络零售额 6.2亿元 = 实物商品网络零售额 163.8亿元 + 非实物商品网络零售额 1.2345亿元"
    found = only(make_book({key("网络零售额", "北京"): "1.0"}), rule("合计(网络零售额[各省份]) <= 5亿元"))
    assert " 等31项 ≤ 5亿元" in str(found.formula) and "…" not in str(found.formula)


def test_units_are_converted_and_the_coarser_one_is_believed() -> None:
    assert check(sum_book("1.04万亿元", "4704", "5681"), [SUM]) == []
    assert only(sum_book("1.14万亿元", "4704", "5681"), SUM).verdict is Verdict.FAILS


def test_qualified_figures_open_their_side() -> None:
    assert check(sum_book("突破1万亿元", "4704", "5681"), [SUM]) == []
    assert only(sum_book("不足1万亿元", "4704", "19681"), SUM).verdict is Verdict.FAILS


def test_counted_numbers_are_exact() -> None:
    text = rule("亿元以上企业数 = 百亿至千亿企业数 + 十亿至百亿企业数 + 一亿至十亿企业数")
    parts = {key("百亿至千亿企业数", "北京"): "6", key("十亿至百亿企业数", "北京"): "20", key("一亿至十亿企业数", "北京"): "75"}
    assert check(make_book({key("亿元以上企业数", "北京"): "101", **parts}), [text]) == []
    assert only(make_book({key("亿元以上企业数", "北京"): "102", **parts}), text).verdict is Verdict.FAILS


def test_different_currencies_are_not_added() -> None:
    found = only(sum_book("100", "50亿美元", "50"), SUM)
    assert found.verdict is Verdict.UNDECIDED
    assert "单位不同" in str(found.message)


def test_missing_unread_and_disputed_figures_cannot_be_decided() -> None:
    book = make_book({key("网络零售额", "山东"): "3294", key("实物商品网络零售额", "山东"): "2481"})
    assert only(book, SUM).verdict is Verdict.UNDECIDED
    assert only(make_book({key("网络零售额", "山东"): "3294"}), SUM).verdict is Verdict.UNDECIDED
    found = only(sum_book("3294", "2481", "约莫八百"), SUM)
    assert found.verdict is Verdict.UNDECIDED and "约莫八百" in str(found.message)
    at = key("网络零售额", "山东")
    other = Alternative(at, "file", figure(at, "3500").content, Origin(OriginKind.IMPORTED))
    disputed = make_book(
        [
            figure(at, "3294"),
            figure(key("实物商品网络零售额", "山东"), "2481"),
            figure(key("非实物商品网络零售额", "山东"), "813"),
        ],
        other,
    )
    found = only(disputed, SUM)
    assert found.verdict is Verdict.UNDECIDED and "来源" in str(found.message)


def test_every_verdict_is_counted() -> None:
    book = make_book(
        [
            *(figure(key("网络零售额", area), "10.0") for area in ("北京", "天津", "河北", "山西")),
            *(figure(key("实物商品网络零售额", area), "5.0") for area in ("北京", "天津", "河北", "山西")),
            figure(key("非实物商品网络零售额", "北京"), "5.0"),
            figure(key("非实物商品网络零售额", "天津"), "7.0"),
            figure(key("非实物商品网络零售额", "河北"), "4.8"),
        ]
    )
    assert Checker(book, [SUM]).counts == {Verdict.HOLDS: 1, Verdict.FAILS: 1, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 1}


def test_a_share_is_of_the_catalogues_whole_or_of_the_one_it_names() -> None:
    shares = {
        key("网络零售额", "陕西"): "893.6",
        key("电子商务交易额", "陕西"): "6412.7",
        key("网络零售额", "陕西", "share"): "63.5",
        key("实物商品网络零售额", "安徽"): "1623.7",
        key("网络零售额", "安徽"): "2015.9",
        key("实物商品网络零售额", "安徽", "share:社会消费品零售总额"): "13.4",
    }
    findings = check(make_book(shares), [SHARE])
    assert [found.verdict for found in findings] == [Verdict.FAILS, Verdict.UNDECIDED] or [
        found.verdict for found in findings
    ] == [Verdict.UNDECIDED, Verdict.FAILS]
    wrong = next(found for found in findings if found.verdict is Verdict.FAILS)
    assert "13.9%" in str(wrong.message) and "陕西" in wrong.subject


def test_a_share_within_a_full_unit_is_shown_apart() -> None:
    book = make_book(
        {
            key("实物商品网络零售额", "山西"): "189",
            key("网络零售额", "山西"): "396",
            key("实物商品网络零售额", "山西", "share"): "47",
        }
    )
    found = only(book, SHARE)
    assert found.verdict is Verdict.ROUNDING and found.level is Level.NOTICE and not found.is_open


def test_division_by_what_may_be_zero_cannot_be_decided() -> None:
    book = make_book(
        {key("网络零售额", "陕西"): "1.0", key("电子商务交易额", "陕西"): "0.0", key("网络零售额", "陕西", "share"): "63.5"}
    )
    assert only(book, SHARE).verdict is Verdict.UNDECIDED


def test_growth_is_computed_from_two_years_unless_its_basis_forbids() -> None:
    levels = {key("电子商务交易额"): "31.63万亿元", key("电子商务交易额", period="2017"): "29.16万亿元"}
    growth = key("电子商务交易额", measure="growth")
    assert check(make_book({**levels, growth: "8.5"}), [GROWTH]) == []
    assert only(make_book({**levels, growth: "9.5"}), GROWTH).verdict is Verdict.FAILS
    records = [*(figure(at, printed) for at, printed in levels.items()), figure(growth, "9.5", basis="可比口径")]
    found = only(make_book(records), GROWTH)
    assert found.verdict is Verdict.UNDECIDED and "可比口径" in str(found.message)


def test_region_shares_add_up_to_a_hundred_within_rounding() -> None:
    text = rule("合计(本指标.占比[各区域]) = 100% 对每个指标")
    regions = dict(zip(("东部", "中部", "西部", "东北"), ("83.1", "9.0", "6.4", "1.6"), strict=True))
    book = make_book({key("网络零售额", area, "share"): printed for area, printed in regions.items()})
    assert check(book, [text]) == []
    set_figure(book, key("网络零售额", "东部", "share"), "82.1")
    assert only(book, text).verdict is Verdict.FAILS


def test_a_part_may_not_exceed_its_whole() -> None:
    text = rule("本指标 ≤ 上级指标 对每个指标")
    levels = {key("农村网络零售额", "陕西"): "222.4", key("网络零售额", "陕西"): "893.6", key("电子商务交易额", "陕西"): "6412.7"}
    book = make_book(levels)
    assert check(book, [text]) == []
    set_figure(book, key("农村网络零售额", "陕西"), "2224")
    assert only(book, text).verdict is Verdict.FAILS


def test_long_sums_are_asked_about_outside_three_standard_deviations() -> None:
    text = rule("合计(网络零售额[各省份]) = 网络零售额[全国]")
    book = make_book()
    provinces = [area for area in book.areas if area.kind == "province"]
    figures = {Key("网络零售额", area.code, "", "2018", "value"): "10.0" for area in provinces}
    nation = key("网络零售额")
    assert check(make_book({**figures, nation: "310.4"}), [text]) == []
    found = only(make_book({**figures, nation: "311.0"}), text)
    assert found.outside_band and found.level is Level.QUERY and found.verdict is Verdict.HOLDS and found.is_open
    assert only(make_book({**figures, nation: "315.0"}), text).verdict is Verdict.FAILS


def test_zeros_put_there_for_the_looks_are_not_believed() -> None:
    printed = {"北京": "11.90", "天津": "13.70", "河北": "15.50", "山西": "17.50"}
    figures = {key("网络零售额", area, "share"): text for area, text in printed.items()}
    figures |= {key("网络零售额", "北京"): "118.7", key("电子商务交易额", "北京"): "1000.0"}
    assert [found for found in check(make_book(figures), [SHARE]) if found.verdict is not Verdict.UNDECIDED] == []
    figures |= {key("网络零售额", "天津", "share"): "13.71", key("网络零售额", "河北", "share"): "15.53"}
    verdicts = {found.subject: found.verdict for found in check(make_book(figures), [SHARE])}
    assert verdicts["网络零售额，北京，2018年"] is Verdict.FAILS


def test_presence_is_asked_of_every_area_in_the_scope() -> None:
    text = rule("有数(网络零售额) 对 北京、天津")
    found = only(make_book({key("网络零售额", "北京"): "1.0"}), text)
    assert found.verdict is Verdict.FAILS and found.subject == "天津，2018年"


def test_ranking_and_order() -> None:
    text = rule("前三(网络零售额[各省份]) = 广东、浙江、江苏")
    book = make_book()
    figures = {Key("网络零售额", area.code, "", "2018", "value"): "10" for area in book.areas if area.kind == "province"}
    figures |= {key("网络零售额", "广东"): "20345", key("网络零售额", "浙江"): "16718.8", key("网络零售额", "江苏"): "8567"}
    assert check(make_book(figures), [text]) == []
    found = only(make_book({**figures, key("网络零售额", "上海"): "10385"}), text)
    assert found.verdict is Verdict.FAILS


def test_conditions_and_exceptions_limit_a_rule() -> None:
    book = sum_book("3300.0", "2481.0", "813.0")
    assert check(book, [rule(SUM.text + " 除 山东")])[0].fault
    assert only(book, rule(SUM.text + " 当 网络零售额 > 1000亿元")).verdict is Verdict.FAILS
    unmet = only(book, rule(SUM.text + " 当 网络零售额 > 5000亿元"))
    assert unmet.fault and unmet.level is Level.NOTICE


def test_chains_of_quarters_make_the_year_and_the_half() -> None:
    text = rule("本指标 = 合计(本指标[各季度]) 对每个指标")
    quarters = {key("快递业务收入", period=f"2018Q{number}"): "10.0" for number in range(1, 5)}
    book = make_book({**quarters, key("快递业务收入"): "40.0", key("快递业务收入", period="2018C06"): "25.0"})
    verdicts = {found.subject: found.verdict for found in check(book, [text])}
    assert verdicts["快递业务收入，全国，2018年上半年"] is Verdict.FAILS
    assert "快递业务收入，全国，2018年" not in verdicts


def test_items_of_a_breakdown_are_added_up() -> None:
    text = rule("快递业务量 = 合计(快递业务量[各去向])")
    items = [item(name, "去向") for name in ("同城", "异地", "国际")]
    parts = [
        figure(key("快递业务量", item=name), text)
        for name, text in zip(("同城", "异地", "国际"), ("114.1", "381.9", "11.1"), strict=True)
    ]
    assert check(make_book([*parts, figure(key("快递业务量"), "507.1")], *items), [text]) == []
    assert only(make_book([*parts, figure(key("快递业务量"), "517.1")], *items), text).verdict is Verdict.FAILS


def test_last_years_printed_figure_may_change_only_with_a_note() -> None:
    text = rule("与上年年报一致(电子商务交易额[2017年])")
    at = key("电子商务交易额", period="2017")
    last = make_book({at: "29.16万亿元"})
    assert check(make_book({at: "29.16万亿元"}), [text], last) == []
    assert only_last(make_book({at: "28.16万亿元"}), text, last).verdict is Verdict.FAILS
    revised = make_book([figure(at, "28.16万亿元", status="revised", note="经济普查后修订")])
    assert check(revised, [text], last) == []


def only_last(book: Book, text: object, last: Book) -> Finding:
    findings = check(book, [text], last)  # type: ignore[list-item]
    assert len(findings) == 1
    return findings[0]


def test_an_outlier_among_the_areas_is_noticed() -> None:
    text = rule("不离群(网络零售额.同比增速[各省份])", "notice")
    areas = [area for area in make_book().areas if area.kind == "province"][:12]
    figures = {Key("网络零售额", area.code, "", "2018", "growth"): f"{20 + number}.0" for number, area in enumerate(areas)}
    assert check(make_book(figures), [text]) == []
    figures[Key("网络零售额", areas[3].code, "", "2018", "growth")] = "237.7"
    found = only(make_book(figures), text)
    assert found.suspect == Key("网络零售额", areas[3].code, "", "2018", "growth")


# -- rules that are wrong themselves


def test_rules_that_cannot_run_are_findings_and_the_rest_runs() -> None:
    book = sum_book("3300.0", "2481.0", "813.0")
    faulty = [
        rule("网络零售额 = ", id="syntax"),
        rule("星际贸易额 = 实物商品网络零售额", id="unknown"),
        rule("网络零售额[火星] = 实物商品网络零售额", id="place"),
        rule("网络零售额[各省份] = 实物商品网络零售额", id="several"),
        rule("快递业务量 = 快递业务收入", id="nothing"),
    ]
    findings = check(book, [*faulty, SUM])
    assert {found.rule for found in findings if found.fault} == {"syntax", "unknown", "place", "several", "nothing"}
    assert [found.verdict for found in findings if not found.fault] == [Verdict.FAILS]
    unknown = next(found for found in findings if found.rule == "unknown")
    assert "星际贸易额" in str(unknown.message)


# -- editing

AREAS = ("北京", "天津", "河北")
KEYS = [
    *(
        key(indicator, area)
        for indicator in ("网络零售额", "实物商品网络零售额", "非实物商品网络零售额", "电子商务交易额")
        for area in AREAS
    ),
    *(key(indicator, area, "share") for indicator in ("网络零售额", "实物商品网络零售额") for area in AREAS),
    *(key("网络零售额", area, period="2017") for area in AREAS),
    *(key("网络零售额", area, "growth") for area in AREAS),
]
EDITS = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(["10.0", "5.0", "20", "50.00", "约5", "—", "缺一", None])), max_size=15
)
RULES = [
    SUM,
    SHARE,
    GROWTH,
    rule("本指标 ≤ 上级指标 对每个指标", id="p"),
    rule("不离群(网络零售额[各省份])", id="o"),
    rule("有数(网络零售额) 对 北京、天津", id="e"),
]


@settings(max_examples=60)
@given(EDITS)
def test_updating_says_the_same_as_checking_anew(edits: list[tuple[Key, str | None]]) -> None:
    book = make_book({key("网络零售额", "北京"): "10.0"})
    checker = Checker(book, RULES)
    shown = {found.id: found for found in checker.findings()}
    for at, printed in edits:
        set_figure(book, at, printed)
        update = checker.update([at])
        for found in update.changed:
            shown[found.id] = found
        for id in update.gone:
            del shown[id]
        fresh = Checker(book, RULES)
        assert shown == {found.id: found for found in fresh.findings()}
        assert checker.findings() == fresh.findings()
        assert checker.counts == fresh.counts
        for one in KEYS:
            doubted = [found for found in fresh.findings_of(one) if found.verdict is not Verdict.HOLDS]
            assert checker.findings_of(one, passes=False) == doubted


def test_an_edit_among_many_findings_makes_and_places_only_what_it_touches() -> None:
    book = make_book({key("网络零售额", area, period=str(year)): "10.0" for area in AREAS for year in range(1900, 2019)})
    checker = Checker(book, [rule("本指标 ≥ 100亿元 对每个指标")])
    count = len(checker.findings())
    assert count == 119 * len(AREAS)
    at = key("网络零售额", AREAS[0], period="1950")
    with patch.object(engine, "make_finding", wraps=engine.make_finding) as made:
        for printed, left in (("200.0", count - 1), ("11.0", count), (None, count - 1), ("12.0", count)):
            set_figure(book, at, printed)
            checker.update([at])
            assert len(checker.findings()) == left
    assert made.call_count == 2
    assert checker.findings() == Checker(book, [rule("本指标 ≥ 100亿元 对每个指标")]).findings()


def test_figures_beside_some_are_those_of_every_rule_that_looks_at_them() -> None:
    checker = Checker(sum_book("3294", "2481", "813"), [SUM])
    assert checker.beside([key("网络零售额", "山东")]) == {
        key(name, "山东") for name in ("网络零售额", "实物商品网络零售额", "非实物商品网络零售额")
    }
    assert checker.beside([key("快递业务量", "山东")]) == {key("快递业务量", "山东")}


@given(st.permutations(RULES))
def test_verdicts_do_not_depend_on_the_order_of_rules(rules: list[object]) -> None:
    book = sum_book("10.4", "5.0", "5.0", "北京")
    assert {(found.id, found.verdict) for found in check(book, rules)} == {  # type: ignore[arg-type]
        (found.id, found.verdict) for found in check(book, RULES)
    }


# -- very many figures at once

ITEMS = ("服装", "家电", "食品")
WIDE_RULES = [
    *RULES,
    rule("网络零售额 = 合计(网络零售额[各商品类型])", id="items"),
    rule("合计(网络零售额[各月]) = 网络零售额", id="months"),
    rule("网络零售额[2018年] ≥ 0 对每个地区", id="fixed"),
    rule("0% ≤ 本指标.占比 ≤ 100% 对每个指标", id="chain"),
    rule("单位相符(本指标) 对每个指标", id="units"),
    rule("本指标.占比 = 本指标 ÷ 整体 对每个指标", id="each share"),
    rule("网络零售额.占比(电子商务交易额) ≤ 90%", id="either share"),
    rule("网络零售额 > 0 当 电子商务交易额 > 5亿元", id="when"),
]
WIDE_KEYS = [
    *KEYS,
    *(key("网络零售额", area, item=name) for area in AREAS for name in ITEMS),
    *(key("网络零售额", "北京", period=f"2018M{month:02}") for month in range(1, 13)),
    *(key("网络零售额", area, period="2018C12") for area in AREAS),
    *(key("网络零售额", area, "share:电子商务交易额") for area in AREAS),
    key("实物商品网络零售额", "天津", "share:社会消费品零售总额"),
]
PRINTED = st.sampled_from(["10.0", "5.0", "20", "50.00", "33.30", "约5", "—", "…", "缺一", "8%", "12万元", None])
BLOCKS = st.lists(st.dictionaries(st.sampled_from(WIDE_KEYS), PRINTED, max_size=40), max_size=4)


@settings(max_examples=80)
@given(st.dictionaries(st.sampled_from(WIDE_KEYS), PRINTED), BLOCKS, st.sampled_from([1, 10**9]))
def test_a_block_of_figures_comes_to_what_checking_anew_does(
    before: dict[Key, str | None], blocks: list[dict[Key, str | None]], many: int
) -> None:
    given_figures = {at: printed for at, printed in before.items() if printed is not None}
    book = make_book(given_figures, *(item(name, "商品类型") for name in ITEMS))
    checker = Checker(book, WIDE_RULES, many=many)
    shown = {found.id: found for found in checker.findings()}
    for block in blocks:
        for at, printed in block.items():
            set_figure(book, at, printed)
        update = checker.update(block)
        for id in update.gone:
            del shown[id]
        shown.update((found.id, found) for found in update.changed)
        fresh = Checker(book, WIDE_RULES, many=10**9)
        expected = fresh.findings()
        assert checker.findings() == expected
        assert shown == {found.id: found for found in expected}
        assert checker.counts == fresh.counts
        for at in block:
            assert checker.findings_of(at) == fresh.findings_of(at)


@settings(max_examples=40)
@given(BLOCKS)
def test_an_engine_made_while_figures_change_says_the_same(blocks: list[dict[Key, str | None]]) -> None:
    book = make_book(dict.fromkeys(WIDE_KEYS[:20], "10.0"), *(item(name, "商品类型") for name in ITEMS), *WIDE_RULES)
    building = Checker.in_steps(book)
    touched: set[Key] = set()
    edits = cycle(blocks or [{}])
    with patch.object(columns, "PIECE", 7), patch.object(applied, "ALONE", 5):
        while True:
            try:
                next(building)
            except StopIteration as end:
                checker = end.value
                break
            for at, printed in next(edits).items():
                set_figure(book, at, printed)
                touched.add(at)
    checker.update(touched)
    fresh = Checker(book)
    assert checker.findings() == fresh.findings()
    assert checker.counts == fresh.counts


def past_shares(*more: Record) -> Book:
    """A book of 2018 with shares of 2017 that do not follow, as `ecdesk new --from` carries them along."""
    figures = {
        key("网络零售额", "陕西", period="2017"): "893.6",
        key("电子商务交易额", "陕西", period="2017"): "6412.7",
        key("网络零售额", "陕西", "share", "2017"): "63.5",
    }
    return make_book(figures, *more)


def test_what_is_wrong_only_in_earlier_years_that_are_not_printed_is_a_notice() -> None:
    found = only(past_shares(), SHARE)
    assert (found.verdict, found.level, found.is_open) == (Verdict.FAILS, Level.NOTICE, False)
    assert "往期" in str(found.message) and found.aside


def test_what_was_wrong_earlier_is_a_notice_again_once_no_formula_stands_on_it() -> None:
    book = past_shares()
    typed = figure(key("网络零售额", "陕西", "growth"), "63.5")
    derived = replace(typed, origin=Origin(OriginKind.COMPUTED, detail="=网络零售额[2017年].占比"))
    checker = Checker(book, [SHARE])
    levels = [checker.findings()[0].level]
    for before, after in ((None, derived), (derived, typed)):
        book.apply((Change("observation", typed.key, before, after),))
        checker.update([typed.key])
        levels.append(checker.findings()[0].level)
    assert levels == [Level.NOTICE, Level.ERROR, Level.NOTICE]


def test_one_printed_figure_of_an_earlier_year_keeps_the_level() -> None:
    columns = (Line("c", "上年占比", at={"period": "2017", "indicator": "网络零售额", "measure": "share"}),)
    rows = (Line("r", "陕西", at={"area": "610000"}),)
    found = only(past_shares(Exhibit("e", "表1", "各地区", rows=rows, columns=columns)), SHARE)
    assert (found.level, found.is_open) == (Level.ERROR, True)


def test_figures_of_the_year_keep_the_level_though_no_exhibit_prints_them_yet() -> None:
    mixed = past_shares(figure(key("电子商务交易额", "陕西"), "6412.7"), figure(key("网络零售额", "陕西"), "893.6"))
    set_figure(mixed, key("网络零售额", "陕西", "share"), "63.5")
    levels = {found.subject: found.level for found in check(mixed, [SHARE]) if found.verdict is Verdict.FAILS}
    assert sorted(levels.values(), key=str) == [Level.ERROR, Level.NOTICE]
