"""What one heading says of one thing: its unit at the end, the year it compares with, its status, sum, and time."""

from __future__ import annotations

import pytest

from ecdesk.domain.wording.measures import compared_with, find_measure, measure_by_unit, status_named
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.numbers import amounts_in_sentence, parse_amount, parse_moved
from ecdesk.domain.wording.places import total_named
from ecdesk.domain.wording.time.time_words import find_time, time_named, without_times
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import find_unit, is_money, unit_at_end, unit_named


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("网　络　零　售　额", "网络零售额"),
        (" 网络零售额\n（亿元） ", "网络零售额(亿元)"),
        ("Online  retail sales", "Online retail sales"),
        ("网络零售额①", "网络零售额"),
        ("网络零售额²⁾", "网络零售额"),
        ("面积（㎡）", "面积(㎡)"),
    ],
)
def test_a_label_is_one_line_without_marks(text: str, read: str) -> None:
    assert tidy(text) == read


@pytest.mark.parametrize(
    ("text", "unit", "rest"),
    [
        ("网络零售额:亿元", "亿元", "网络零售额"),
        ("网络零售额-亿元", "亿元", "网络零售额"),
        ("网络零售额 单位:亿元", "亿元", "网络零售额 "),
        ("业务量 万件/日", "万件/日", "业务量"),
        ("网络零售额/亿元", "亿元", "网络零售额"),
        ("同比增长%", "%", "同比增长"),
        ("增长12%", None, ""),
        ("网络零售额:年", None, ""),
        ("网络零售额:其他", None, ""),
        ("亿元", None, ""),
        ("", None, ""),
    ],
)
def test_a_unit_at_the_end_of_a_heading(text: str, unit: str | None, rest: str) -> None:
    found = unit_at_end(text)
    assert (found[0].symbol if found else None, text[: found[1]] if found else "") == (unit, rest)


def test_currencies_are_money_and_goods_are_not() -> None:
    assert is_money(unit_named("万美元")) and is_money(unit_named("亿元"))
    assert not is_money(unit_named("万件"))


@pytest.mark.parametrize(
    ("measure", "unit", "meant"),
    [
        ("growth", "%", "growth"),
        ("growth", "亿元", "change"),
        ("growth", "万人", "change"),
        ("growth", "个百分点", "points"),
        ("change", "%", "growth"),
        ("change", "亿元", "change"),
        ("change", "百分点", "points"),
        ("share", "个百分点", "points"),
        ("share", "%", "share"),
        ("points", "%", "points"),
        ("growth_prev", "%", "growth_prev"),
        ("growth_prev", "亿元", "none"),
        ("growth_prev", "个百分点", "none"),
        ("growth", "倍", "growth"),
        ("growth", "", "growth"),
        ("", "亿元", ""),
    ],
)
def test_the_unit_decides_the_measure(measure: str, unit: str, meant: str) -> None:
    assert measure_by_unit(measure, find_unit(unit)) == meant
    assert measure_by_unit(measure, None) == measure


def test_an_index_is_no_level_that_growth_could_be_in() -> None:
    assert measure_by_unit("growth", unit_named("上月=100")) == "growth"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("占全国比重提高", ("points", "全国", "")),
        ("占比提高", ("points", "", "")),
        ("占全国比重", ("share", "全国", "")),
        ("占比", ("share", "", "")),
        ("环比增长率", ("growth_prev", "", "")),
        ("累计同比增长", ("growth", "", "累计")),
    ],
)
def test_a_measure_takes_its_own_words_and_no_others(text: str, found: tuple[str, str, str]) -> None:
    assert find_measure(text) == found


@pytest.mark.parametrize(
    ("text", "year", "rest"),
    [
        ("2018/2017", 2017, "2018"),
        ("比2017年", 2017, ""),
        ("2018年比 2016年同期相比的网络零售额", 2016, "2018年网络零售额"),
        ("2018年", None, "2018年"),
        ("比上年", None, "比上年"),
    ],
)
def test_the_year_that_growth_compares_with(text: str, year: int | None, rest: str) -> None:
    assert compared_with(text) == (year, rest)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2018年9月", Time(2018, kind="month", first=9, last=9)),
        ("（累计）", Time(cumulative=True)),
        ("累计数", Time(cumulative=True)),
        ("本月数", Time(grain="month")),
        ("上年同期数", Time(shift=-1)),
        ("2018年网络零售额", None),
        ("2017年、2018年", None),
        ("网络零售额", None),
        ("当年价", None),
        ("当年价格", None),
        ("累计数量", None),
    ],
)
def test_the_time_that_a_whole_text_names(text: str, time: Time | None) -> None:
    assert time_named(text) == time


def test_words_that_only_begin_like_an_end_of_a_year_stay() -> None:
    assert find_time("2018年初步核算") == (Time(2018), "初步核算")
    assert find_time("2018年初") == (Time(2018, as_of="start"), "")


def test_a_text_without_its_times() -> None:
    assert without_times("2017年和2018年1—9月各省网络零售额") == "和各省网络零售额"
    assert without_times("网络零售额") == "网络零售额"


@pytest.mark.parametrize(
    ("text", "status"),
    [("预计", "forecast"), ("快报数", "preliminary"), ("计划", "planned"), ("实际", "final"), ("网络零售额", "")],
)
def test_a_status_is_a_whole_text(text: str, status: str) -> None:
    assert status_named(text) == status


@pytest.mark.parametrize(
    ("text", "kind"), [("合 计", "total"), ("Grand Total", "total"), ("平均", "average"), ("全省", "area"), ("合计数量", "")]
)
def test_what_sums_up_is_a_whole_label(text: str, kind: str) -> None:
    assert total_named(text) == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("下降0.5%", "-0.5"),
        ("比上年 减少 3.1亿元", None),
        ("比上年减少3.1亿元", "-3.1"),
        ("▲ 3.1", "3.1"),
        ("↓3.1", "-3.1"),
        ("△3.1", None),
        ("△ 3.1", "3.1"),
        ("增长", None),
        ("3.1", None),
    ],
)
def test_a_word_says_that_a_figure_fell(text: str, value: str | None) -> None:
    amount = parse_moved(text)
    assert (str(amount.value) if amount is not None else None) == value


@pytest.mark.parametrize("text", ["13月", "十三月", "2018年"])
def test_a_name_of_time_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize("text", ["四季度假村", "农历八月", "阴历三月", "6月龄"])
def test_what_only_looks_like_a_part_of_a_year_is_none(text: str) -> None:
    assert find_time(text)[0] is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("增速为−0.8%。", [("-0.8", "")]),
        ("占比>50%。", [("50", "＞")]),
        ("占比<=5%。", [("5", "<=")]),
        ("见3.2.1节的图。", []),
        ("电话0539-8312345。", []),
        ("用电量5亿千瓦·时。", [("5", "")]),
    ],
)
def test_figures_of_a_sentence(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(str(amount.value), amount.qualifier) for amount, _parts, _end in amounts_in_sentence(text)] == figures


def test_order_of_what_a_unit_is_per_says_nothing() -> None:
    assert unit_named("元/年·人").dimension == unit_named("元/人·年").dimension
