"""Names that only what stands over them tells apart, and headings whose level, time or unit the ones beside them tell."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import resource
from ecdesk.domain.wording.time.time_words import time_named
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.words import words
from tests.excel.makers import by_cell

with resource("reading", "words.toml").open("rb") as file:
    WORDS = tomllib.load(file)
N = ""
Rows = Sequence[Sequence[Any]]


def read(*rows: Sequence[Any], merged: tuple[tuple[int, int, int, int], ...] = ()) -> FileReading:
    return read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", [list(row) for row in rows], merged=merged)]))


def names(reading: FileReading, *cells: str) -> list[tuple[str, str]]:
    found = by_cell(reading)
    return [(found[cell].indicator, found[cell].item) for cell in cells]


def periods(reading: FileReading, *cells: str) -> list[str]:
    found = by_cell(reading)
    return [found[cell].period for cell in cells]


def units(reading: FileReading, *cells: str) -> list[str]:
    found = by_cell(reading)
    return [found[cell].amount.unit.symbol for cell in cells]


def asked(reading: FileReading) -> set[str]:
    return {problem.message.template for problem in reading.problems if problem.question != "heading"}


def test_a_line_with_a_name_and_its_unit_names_what_the_rows_below_it_are_items_of() -> None:
    reading = read(
        ["湖南省交通运输（2023年5月）"],
        ["指标", "本月", "±%"],
        ["客运量（万人）"],
        ["公路", 188.2, 24.6],
        ["货运量（万吨）"],
        ["公路", 2110.4, 4.9],
        ["港口货物吞吐量（万吨）", 1201.1, 1.1],
    )
    assert names(reading, "B4", "C4", "B6", "B7") == [
        ("客运量", "公路"),
        ("客运量", "公路"),
        ("货运量", "公路"),
        ("港口货物吞吐量", ""),
    ]
    assert units(reading, "B4", "B6", "B7") == ["万人", "万吨", "万吨"]
    assert asked(reading) == set()


def test_under_such_a_line_the_columns_of_years_are_its_items_as_well() -> None:
    reading = read(
        ["湖南省公路建设情况"],
        ["年份", "合计", "高速公路"],
        ["通车里程（公里）"],
        [2019, 21111, 411],
        ["完成投资（亿元）"],
        [2019, 61.2, 22.1],
    )
    assert names(reading, "B4", "C4", "B6", "C6") == [
        ("通车里程", ""),
        ("通车里程", "高速公路"),
        ("完成投资", ""),
        ("完成投资", "高速公路"),
    ]


def test_rows_alike_under_two_lines_are_told_apart_by_these() -> None:
    rows = (["项目", "2019年", "2020年"], ["城镇"], ["可支配收入", 1, 2], ["农村"], ["可支配收入", 3, 4])
    assert names(read(["湖南省居民收支（元）"], *rows), "B4", "B6") == [("可支配收入", "城镇"), ("可支配收入", "农村")]
    online = [[*row[:-1], row[-1]] if row[0] != "可支配收入" else ["网络零售额", *row[1:]] for row in rows]
    reading = read(["湖南省（亿元）"], *online)
    assert [item for _name, item in names(reading, "B4", "B6")] == ["城镇", "农村"]
    assert asked(reading) == set()


BEDS: Rows = (["类别", "2019年", "2020年"], ["医院", 11, 12], ["每千人口床位", 8.1, 8.2])
HOUSES: Rows = (["类别", "2019年", "2020年"], ["医院", 1, 2])


def test_rows_alike_under_two_titles_or_in_two_sheets_are_told_apart_by_these() -> None:
    reading = read(["湖南省卫生事业"], ["表1 机构（个）"], *HOUSES, [], ["表2 床位（张）"], *BEDS)
    assert names(reading, "B4", "B8", "B9") == [("机构", "医院"), ("床位", "医院"), ("每千人口床位", "")]
    title = ["湖南省2020年"]
    sheets = [
        Sheet(name, [list(row) for row in (title, *rows)]) for name, rows in {"机构（个）": HOUSES, "床位（张）": BEDS}.items()
    ]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", sheets))
    assert {(one.indicator, one.item) for one in reading.readings} == {("机构", "医院"), ("床位", "医院"), ("每千人口床位", "")}
    assert asked(reading) == set()


def test_the_same_figures_in_two_sheets_are_one_indicator() -> None:
    sheets = [Sheet(name, [["湖南省2020年"], ["指标", "2019年"], ["甲产量（吨）", 11]]) for name in ("产量", "主要产品")]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", sheets))
    assert [(one.indicator, one.item) for one in reading.readings] == [("甲产量", "")]


def test_a_share_is_of_a_level_and_not_of_the_rate_beside_it() -> None:
    reading = read(["湖南省2020年"], ["类别", "产值（亿元）", "合格率（%）", "占比（%）"], ["甲", 10, 98.1, 20.8])
    assert names(reading, "D3") == [("产值", "甲")]
    assert asked(reading) == set()
    reading = read(
        ["湖南省2020年"], ["类别", "产值（亿元）", "产量（吨）", "合格率（%）", "占比（%）"], ["甲", 10, 5, 98.1, 20.8]
    )
    assert "左边有几个指标，分不清这一列增速是哪一个的。" in asked(reading)


def test_growth_that_names_its_level_and_heads_of_a_branch_leave_no_doubt_of_what_follows() -> None:
    heads = ["类别", "进出口", "出口", "进口", "进出口同比（%）", "占比（%）"]
    reading = read(["湖南省2022年", N, "单位：亿元"], heads, ["甲", 3, 1, 2, 4.4, 5.5])
    assert names(reading, "E3", "F3") == [("进出口", "甲")] * 2
    assert asked(reading) == set()
    reading = read(
        ["湖南省旅游"],
        ["年份", "游客（万人次）", N, "旅游收入（亿元）", "比上年增长（%）"],
        [N, "合计", "外国人", N, N],
        [2015, 3, 1, 2, 4.4],
        merged=((1, 1, 1, 2),),
    )
    assert names(reading, "E4") == [("旅游收入", "")]
    assert asked(reading) == set()


@pytest.mark.parametrize("line", ["2021年9月30日", "2021-09-30"])
def test_the_end_of_a_month_in_a_line_of_its_own_is_when_the_table_stands(line: str) -> None:
    reading = read(["湖南省财政收支"], [line, N, "单位：亿元"], ["项目", "本月", "累计", "上年同期累计"], ["税收", 1, 2, 3])
    assert periods(reading, "B4", "C4", "D4") == ["2021M09", "2021C09", "2020C09"]
    reading = read(
        ["湖南省财政收支"], [line, N, "单位：亿元"], ["项目", "1-9月完成", "上年同期", "增减%"], ["税收", 51.2, 46.9, 9.2]
    )
    assert periods(reading, "B4", "C4", "D4") == ["2021C09", "2020C09", "2021C09"]
    assert asked(reading) == set()


def test_another_day_in_a_line_tells_no_year() -> None:
    reading = read(["湖南省财政收支"], ["2022年1月10日", N, "单位：亿元"], ["项目", "1-12月完成"], ["税收", 51.2])
    assert periods(reading, "B4") == [""]


def test_the_same_period_of_last_year_is_that_of_the_level_beside_it_and_the_same_month_is_a_month() -> None:
    heads = ["行业", "本月", "上年同月", "本月止累计", "上年同期"]
    reading = read(["湖南省2023年4月", N, "单位：吨"], heads, ["工业", 4, 3, 12, 11])
    assert periods(reading, "B3", "C3", "D3", "E3") == ["2023M04", "2022M04", "2023C04", "2022C04"]
    reading = read(["湖南省2023年4月", N, "单位：吨"], ["行业", "本月", "累计", "上年同月"], ["工业", 4, 12, 3])
    assert periods(reading, "D3") == ["2022M04"]
    assert time_named("上年同月") != time_named("上年同期")


def test_growth_is_of_the_level_that_has_one_of_a_year_ago_beside_it() -> None:
    heads = ["项目", "本月", "本年累计", "上年同期累计", "同比增长%"]
    reading = read(["湖南省2022年6月", N, "单位：亿元"], heads, ["保费", 31.1, 211.2, 198.1, 6.6])
    assert periods(reading, "E3") == ["2022C06"]
    assert asked(reading) == set()


def test_of_several_units_a_heading_takes_the_one_that_counts_it() -> None:
    heads = ["类别", "学校数", "在校学生数", "经费支出", "校舍"]
    reading = read(["湖南省2021年"], ["单位：所、人、万元"], heads, ["小学", 11, 12, 13, 14])
    assert units(reading, "B4", "C4", "D4", "E4") == ["所", "人", "万元", ""]


@pytest.mark.parametrize("entry", WORDS["counters"], ids=lambda entry: entry["units"][0])
def test_what_is_counted_in_a_unit(entry: dict[str, Any]) -> None:
    for base in entry["units"]:
        assert {name: words().counts(base, name) for name in entry["examples"]} == entry["examples"]


def test_a_headings_own_unit_is_not_that_of_the_column_beside_the_labels() -> None:
    for head in ("产值（万元）", "金额（万美元）"):
        reading = read(["湖南省2018年"], ["品种", "计量单位", "产量", head], ["带鱼", "吨", 311222, 422111])
        assert units(reading, "C3", "D3") == ["吨", head[3:-1]]
        assert asked(reading) == set()


@pytest.mark.parametrize(("head", "qualifies"), WORDS["heading"]["qualifying"].items())
def test_how_figures_were_counted(head: str, qualifies: bool) -> None:
    assert (words().qualifies.fullmatch(head) is not None) is qualifies


def test_how_figures_were_counted_and_what_was_reached_of_a_plan_is_no_indicator() -> None:
    heads = ["行业", "2018年（调整前）", "2018年", "2019年", "同口径增长（%）", "占年计划（%）"]
    reading = read(["湖南省产值", N, "单位：亿元"], heads, ["金融业", 1, 2, 3, 4, 5])
    assert names(reading, *(f"{column}3" for column in "BCDEF")) == [
        ("金融业", "调整前"),
        ("金融业", ""),
        ("金融业", ""),
        ("金融业", ""),
        ("金融业", "占年计划"),
    ]
    assert [one.basis for one in reading.readings if one.cell == "E3"] == ["同口径"]
    assert asked(reading) == set()
    reading = read(["湖南省2018年", N, "单位：亿元"], ["指标", "数值"], ["税收", 1], ["完成预算（%）", 76.9])
    assert names(reading, "B3", "B4") == [("税收", ""), ("税收", "完成预算")]


def test_what_is_left_out_of_a_title_is_no_place_and_a_city_ends_where_its_name_does() -> None:
    reading = read(["湖南省预算执行情况（不含开发区）"], ["指标", "2018年（亿元）"], ["税收", 1])
    assert {one.region for one in reading.readings} == {"湖南省"}
    regions = {}
    for title in ("盐城市公路建设情况", "长春市场情况"):
        reading = read([title], ["指标", "2018年（亿元）"], ["税收", 1])
        regions[title] = {one.region for one in reading.readings}
    assert regions["盐城市公路建设情况"] == {"盐城市"}
    assert "长春市" not in regions["长春市场情况"]
