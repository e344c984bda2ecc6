"""Where tables of strangers say a facet that clerks of a ministry say elsewhere: cities by their short names, labels behind the figures, units alone."""

from __future__ import annotations

import pytest

from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.words import words
from tests.excel.test_kinds_of_strangers import WORDS, messages, read

HEAD = ["地区", "网络零售额（亿元）"]


@pytest.mark.parametrize(("head", "is_fixed"), WORDS["index"]["beside_examples"].items())
def test_what_says_nothing_but_that_the_base_is_fixed(head: str, is_fixed: bool) -> None:
    assert (words().index_beside.match(head) is not None) is is_fixed


@pytest.mark.parametrize(
    ("rows", "region"),
    [
        ([["长春", 1], ["吉林", 2]], "吉林市"),
        ([["全省", 9], ["延边州", 1], ["吉林", 2]], "吉林市"),
        ([["北京", 9], ["长春", 1], ["吉林", 2]], "吉林市"),
        ([["辽宁", 9], ["大连", 1], ["吉林", 2]], "吉林省"),
        ([["长春", 9], ["吉林省", 2]], "吉林省"),
        ([["全国", 9], ["吉林", 2]], "吉林省"),
    ],
)
def test_a_city_that_is_called_like_its_province_stands_among_cities(rows: list[list[object]], region: str) -> None:
    reading = read(["2018年"], HEAD, *rows)
    assert [one.region for one in reading.readings][-1] == region


@pytest.mark.parametrize("sheet", ["嘉兴", "嘉兴2018"])
def test_the_sheet_of_a_city_under_the_title_of_its_province(sheet: str) -> None:
    reading = read(["浙江省2018年主要指标"], ["指标", "单位", "数值"], ["网络零售额", "亿元", 3], sheet=sheet)
    assert [one.region for one in reading.readings] == ["嘉兴"]


def test_all_labels_may_stand_behind_the_figures() -> None:
    head = ["数值", "单位", "指标", "地区", "时间"]
    reading = read(head, [3, "亿元", "网络零售额", "湖南省", "2018年"], [4, "亿元", "网络零售额", "湖北省", "2019年"])
    assert not reading.problems
    assert [(one.cell, one.region, one.period) for one in reading.readings] == [
        ("A2", "湖南省", "2018"),
        ("A3", "湖北省", "2019"),
    ]


def test_numbers_before_labels_are_no_figures_where_nothing_says_it() -> None:
    assert not read(
        ["编", "指标", "地区", "时间"], [3, "网络零售额", "湖南省", "2018年"], [7, "网络零售额", "湖北省", "2018年"]
    ).readings


def test_a_column_that_tells_which_quarter_and_which_measure_a_row_has() -> None:
    head = ["地区", "时间", "指标", "口径", "值", "单位"]
    reading = read(
        head,
        ["湖南省", "2018年一季度", "网络零售额", "当季", 3, "亿元"],
        ["湖南省", "2018年一季度", "网络零售额", "同比增长", 4, "%"],
    )
    assert not reading.problems
    assert [(one.measure, one.period) for one in reading.readings] == [("value", "2018Q1"), ("growth", "2018Q1")]


def test_a_part_beside_nothing_but_growth_is_growth() -> None:
    reading = read(["2019年网络零售额增速"], ["单位：%"], ["地区", "增速", "其中：实物商品"], ["湖南省", 3, 4], ["湖北省", 3, 5])
    assert {one.measure for one in reading.readings} == {"growth"}


def test_a_part_beside_a_level_and_its_growth_is_a_level() -> None:
    head = ["地区", "网络零售额（亿元）", "增速（%）", "其中：农村（亿元）", "增速（%）"]
    reading = read(["2019年"], head, ["湖南省", 3, 4, 1, 2], ["湖北省", 3, 5, 1, 3])
    assert [one.measure for one in reading.readings] == ["value", "growth"] * 4


def test_an_index_on_a_fixed_base_is_of_what_the_title_names() -> None:
    reading = read(
        ["2019年11月零售价格指数"],
        ["地区", "环比", "同比", "定基"],
        ["", "上月=100", "上年同月=100", "2015年=100"],
        ["湖南省", 100.3, 104, 110],
        ["湖北省", 100.3, 104.5, 111],
    )
    assert messages(reading) == set()
    assert {(one.indicator, one.amount.unit.symbol) for one in reading.readings} == {
        ("零售价格指数", base) for base in ("上月=100", "上年同月=100", "2015年=100")
    }


def test_a_unit_alone_over_nothing_is_that_of_the_table() -> None:
    reading = read(["地区", "2017", "2018", "（亿元）"], ["湖南省", 3, 4], ["湖北省", 3, 5], sheet="网络零售额")
    assert not reading.problems
    assert {one.amount.unit.symbol for one in reading.readings} == {"亿元"}


@pytest.mark.parametrize("whole", ["合计", "全省"])
def test_what_all_of_a_column_is_called_is_no_part_of_it(whole: str) -> None:
    reading = read(["湖南省2018年"], ["指标", "网络零售额（亿元）"], [whole, 3])
    assert not reading.problems
    assert [(one.region, one.item) for one in reading.readings] == [("湖南省", "")]


@pytest.mark.parametrize(("city", "province"), [("长沙市", "湖南省"), ("宁乡市", "")])
def test_the_whole_province_in_the_table_of_a_city_is_asked_about_where_no_list_has_the_city(city: str, province: str) -> None:
    reading = read([f"{city}2018年"], ["指标", "网络零售额（亿元）"], ["全省", 3])
    assert [one.region for one in reading.readings] == [province]


@pytest.mark.parametrize(("head", "is_plan"), WORDS["heading"]["planned_examples"].items())
def test_heads_over_plans(head: str, is_plan: bool) -> None:
    assert (words().planned.fullmatch(head) is not None) is is_plan


@pytest.mark.parametrize(("head", "plan"), WORDS["heading"]["plans"].items())
def test_how_much_of_a_plan_was_reached(head: str, plan: str) -> None:
    found = words().of_plan.fullmatch(head)
    assert (found["whole"] if found is not None else "") == plan


def test_plans_stand_apart_from_what_came_of_them() -> None:
    reading = read(
        ["湖南省2018年1-11月"],
        ["指标", "单位", "年度计划", "累计完成", "完成计划（%）", "同比增长（%）"],
        ["网络零售额", "亿元", 1, 2, 3, 4],
    )
    assert {(one.item, one.period, one.measure) for one in reading.readings} == {
        ("年度计划", "2018", "value"),
        ("", "2018C11", "value"),
        ("完成计划", "2018C11", "share:计划"),
        ("", "2018C11", "growth"),
    }
    assert {problem.message.template for problem in reading.problems} == {"“{item}”是“{indicator}”的哪一部分？名录里没有。"}


def test_numbers_above_their_sum_are_labels() -> None:
    reading = read(["湖南省2018年（亿元）"], ["贸易方式", "网络零售额"], [9610, 1], [1210, 2], ["合计", 3])
    assert [(one.cell, one.item) for one in reading.readings] == [("B3", "9610"), ("B4", "1210"), ("B5", "")]


def test_the_end_of_the_month_in_a_title_is_a_time() -> None:
    assert messages(read(["湖南省2018年5月末网络零售额"], ["指标", "亿元"], ["网络零售额", 3])) == set()


@pytest.mark.parametrize(("sheet", "asked"), [("财政", False), ("预计", True), ("农村", True)])
def test_the_name_of_a_sheet_that_is_a_field_says_nothing_more(sheet: str, asked: bool) -> None:
    reading = read(["湖南省2018年"], ["指标", "单位", "数值"], ["网络零售额", "亿元", 3], sheet=sheet)
    assert bool(messages(reading)) is asked


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ("注：各季度为当季数，按现价计算。", False),
        ("注：本表绝对数按当年价格计算，增长速度按可比价格计算。", False),
        ("注：各月均为当月数。", True),
        ("注：按现价计算，两家停产。", True),
    ],
)
def test_notes_of_what_holds_of_any_such_table(note: str, asked: bool) -> None:
    reading = read(["湖南省2018年网络零售额（亿元）"], ["指标", "一季度", "二季度"], ["网络零售额", 3, 4], [note])
    assert bool(messages(reading)) is asked


@pytest.mark.parametrize(("name", "region"), [("全国月度数据.csv", "全国"), ("全国统计年报.csv", ""), ("广州2018.csv", "广州")])
def test_the_area_in_the_name_of_a_file(name: str, region: str) -> None:
    rows = [["时间", "网络零售额（亿元）"], ["2018年1月", 3], ["2018年2月", 4]]
    assert {one.region for one in read_workbook(Workbook(name, "csv", [Sheet("", rows)])).readings} == {region}


@pytest.mark.parametrize("unit", ["亿元", "（亿元）", "单位：亿元"])
def test_a_unit_apart_from_the_title_in_its_row(unit: str) -> None:
    reading = read(
        ["湖南省2018年网络零售额", "", "", unit], ["地区", "1月", "2月", "3月"], ["湖南省", 17, 18, 19], ["长沙市", 5, 6, 7]
    )
    assert messages(reading) == {"有的地区不在地区名录里，例如“{region}”。"}
    assert {(one.cell, one.period, one.amount.unit.symbol) for one in reading.readings} == {
        (f"{column}{row}", f"2018M0{month}", "亿元") for row in (3, 4) for month, column in enumerate("BCD", 1)
    }


def test_a_unit_apart_over_labels_heads_its_column() -> None:
    reading = read(["指标", "", "亿元"], ["网络零售额", "2018年", 3], ["农村网络零售额", "2019年", 3])
    assert [(one.cell, one.period) for one in reading.readings] == [("C2", "2018"), ("C3", "2019")]


@pytest.mark.parametrize(("area", "asked"), [("广西", False), ("湖南省", True)])
def test_the_short_name_of_the_area_that_all_figures_are_of(area: str, asked: bool) -> None:
    reading = read(["广西2019年末网络零售额"], ["地区", "单位", "数值"], [area, "亿元", 3])
    assert bool(messages(reading)) is asked


def test_indices_on_last_year_and_the_month_before_are_of_what_the_title_names() -> None:
    reading = read(
        ["2019年8月零售价格指数"],
        ["地区", "同比指数", "环比指数"],
        ["", "上年同月=100", "上月=100"],
        ["湖南省", 101, 102],
        ["湖北省", 103, 104],
    )
    assert {one.indicator for one in reading.readings} == {"零售价格指数"}


def test_rows_of_general_parts_are_of_what_the_title_names() -> None:
    reading = read(
        ["湖南省2018年居民人均可支配收入（元）"], ["指标", "一季度", "二季度"], ["全体居民", 17, 18], ["城镇居民", 20, 22]
    )
    assert messages(reading) == set()
    assert {(one.indicator, one.item) for one in reading.readings} == {
        ("居民人均可支配收入", "全体居民"),
        ("居民人均可支配收入", "城镇居民"),
    }


def test_a_general_part_below_something_else_is_asked_about_by_itself() -> None:
    reading = read(
        ["湖南省2018年人口数"], ["指标", "单位", "年末"], ["出生人数", "万人", 18], ["男", "万人", 22], ["女", "万人", 2]
    )
    assert [one.indicator for one in reading.readings] == ["出生人数", "男", "女"]
