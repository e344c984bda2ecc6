"""What clerks leave to the reader of a table: places before words for figures, the unit in a note or behind a space, a base alone over figures,
names and values in the cells of one row, titles over several tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from tests.excel.makers import by_cell, read_rows


def test_a_place_that_no_catalogue_has_is_told_from_the_words_for_figures_behind_it(tmp_path: Path) -> None:
    rows = [
        ["2021年杭州市零售情况（亿元）"],
        ["指标", "上城区本期", "上城区同比（%）", "滨江区本期", "滨江区同比（%）", "萧山区绝对值"],
        ["网络零售额", 120.5, 3.1, 98.2, -1.4, 45.6],
    ]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert [found[at].region for at in ("B3", "C3", "D3", "E3", "F3")] == ["上城区", "上城区", "滨江区", "滨江区", "萧山区"]
    assert {(one.indicator, one.item) for one in found.values()} == {(found["B3"].indicator, "")}


def test_a_word_for_figures_behind_an_area_is_no_indicator(tmp_path: Path) -> None:
    rows = [["医生数统计表（人）"], ["时间", "湖北省绝对值", "海南省绝对值"], ["2020年", 55148, 40720], ["2021年", 57148, 41720]]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert (found["B3"].region, found["B3"].indicator) == ("湖北省", "医生数")


@pytest.mark.parametrize(
    "note",
    [
        "注：表中数据单位：万千瓦。",
        "注：本表计量单位：万千瓦",
        "注：1.计量单位：万千瓦；2.数据由各地上报。",
        "注：计量单位均为万千瓦。",
    ],
)
def test_the_unit_that_a_note_gives_is_that_of_its_table(tmp_path: Path, note: str) -> None:
    rows = [["2021年装机容量"], ["地区", "装机容量"], ["陕西省", 5120.5], ["甘肃省", 4870.1], [note]]
    reading = read_rows(tmp_path, rows, name="报表.xlsx")
    assert {one.amount.unit.symbol for one in reading.readings} == {"万千瓦"}
    assert not [problem for problem in reading.problems if problem.question in ("word", "unit")]


def test_an_index_of_what_no_catalogue_has_has_no_unit_of_the_level_beside_it(tmp_path: Path) -> None:
    rows = [["2021年客运量"], ["单位：万人"], ["地区", "绝对值", "上年=100"], ["陕西省", 5120.5, 103.1], ["甘肃省", 4870.1, 98.2]]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert (found["B4"].amount.unit.symbol, found["B4"].measure) == ("万人", "value")
    assert (found["C4"].amount.unit.symbol, found["C4"].measure) == ("", "index:上年=100")


def test_names_beside_places_are_none_where_the_title_says_that_it_goes_by_places(tmp_path: Path) -> None:
    rows = [
        ["2023年各地区旅游统计"],
        ["", "计量单位", "贵州省", "上海市"],
        ["旅游总收入", "亿元", 769.9, 7114.7],
        ["过夜游客", "万人次", 2569.7, 7003.2],
    ]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert {at: one.region for at, one in found.items()} == {"C3": "贵州省", "D3": "上海市", "C4": "贵州省", "D4": "上海市"}
    assert [found[at].indicator for at in ("C3", "C4")] == ["旅游总收入", "过夜游客"]


FILLED: dict[str, tuple[list[list[Any]], dict[str, tuple[str, str, str, str, str]]]] = {
    "a unit that only a space sets apart from a name": (
        [["2018年湖南省主要指标"], ["指标", "数值"], ["网络零售额　亿元", 43.9], ["快递业务量 万件", 5.2]],
        {"B3": ("湖南省", "网络零售额", "2018", "value", "亿元"), "B4": ("湖南省", "快递业务量", "2018", "value", "万件")},
    ),
    "a title that says that all months follow": (
        [["2017年各月网络零售额同比增速（%）"], ["地区", "1月", "2月"], ["湖南省", 43.9, 3.1]],
        {"C3": ("湖南省", "网络零售额", "2017M02", "growth", "%")},
    ),
    "the units at the end of a title": (
        [["各地区网络零售额　单位：万元、%"], ["地区", "2017年", "增长速度"], ["湖南省", 43.9, 3.1]],
        {"B3": ("湖南省", "网络零售额", "2017", "value", "万元"), "C3": ("湖南省", "网络零售额", "2017", "growth", "%")},
    ),
    "names and values in the cells of one row, not all with a colon": (
        [["统计报表"], ["报送单位：", "天津市", "报告期", "2016年"], ["指标", "计量单位", "数值"], ["网络零售额", "亿元", 281.5]],
        {"C4": ("天津市", "网络零售额", "2016", "value", "亿元")},
    ),
    "names and values in the cells of one row without a colon": (
        [["统计报表"], ["地区", "天津市", "年份", 2016], ["指标", "计量单位", "数值"], ["网络零售额", "亿元", 281.5]],
        {"C4": ("天津市", "网络零售额", "2016", "value", "亿元")},
    ),
    "a bare unit beside a line that names the area": (
        [["2016年主要指标"], ["填报地区：天津市", "（万元）"], ["指标", "数值"], ["网络零售额", 281.5]],
        {"B4": ("天津市", "网络零售额", "2016", "value", "万元")},
    ),
    "a title over two tables that each have a year of their own": (
        [
            ["天津市主要指标"],
            ["2016年", None, None, "2017年", None],
            ["指标", "数值（亿元）", None, "指标", "数值（亿元）"],
            ["网络零售额", 281.5, None, "网络零售额", 301.5],
        ],
        {"B4": ("天津市", "网络零售额", "2016", "value", "亿元"), "E4": ("天津市", "网络零售额", "2017", "value", "亿元")},
    ),
    "growth behind each level that has any": (
        [
            ["2016年各地区主要指标（亿元）"],
            ["地区", "农村网络零售额", "快递业务收入", "同比（%）", "网络零售额", "同比（%）"],
            ["湖南省", 74.1, 61.2, 7.8, 144.1, 8.3],
        ],
        {"D3": ("湖南省", "快递业务收入", "2016", "growth", "%"), "F3": ("湖南省", "网络零售额", "2016", "growth", "%")},
    ),
    "a unit over tables with other words over their labels": (
        [
            ["天津市概况"],
            ["单位：万元"],
            ["网络零售额"],
            ["时间", "数值"],
            ["2016年", 281.5],
            ["快递业务收入"],
            ["年份", "数值"],
            ["2016年", 91.5],
        ],
        {"B8": ("天津市", "快递业务收入", "2016", "value", "万元")},
    ),
    "a raised number with half a bracket": (
        [["2016年天津市概况"], ["指标", "数值（亿元）"], ["网络零售额¹）", 281.5]],
        {"B3": ("天津市", "网络零售额", "2016", "value", "亿元")},
    ),
}


@pytest.mark.parametrize(("rows", "wanted"), FILLED.values(), ids=FILLED)
def test_what_a_person_reads_is_read_without_a_question(tmp_path: Path, rows: list[list[Any]], wanted: dict[str, Any]) -> None:
    reading = read_rows(tmp_path, rows, name="报表.xlsx")
    found = {one.cell: (one.region, one.indicator, one.period, one.measure, one.amount.unit.symbol) for one in reading.readings}
    assert {cell: found.get(cell) for cell in wanted} == wanted
    assert reading.status == "read"


def test_growth_behind_several_levels_that_none_else_explains_is_asked_about(tmp_path: Path) -> None:
    rows = [["2016年主要指标（亿元）"], ["地区", "农村网络零售额", "快递业务收入", "同比（%）"], ["湖南省", 74.1, 61.2, 7.8]]
    assert doubted(read_rows(tmp_path, rows, name="报表.xlsx")) == ["D3"]


def test_figures_behind_a_sign_that_may_mean_a_fall_take_no_others_of_their_column_along(tmp_path: Path) -> None:
    rows = [
        ["2018年网络零售额"],
        ["地区", "总额（万元）", "同比（%）"],
        ["湖南省", 74.1, 28.5],
        ["湖北省", 61.2, "△7.8"],
        ["江西省", 51.2, "△9.8"],
    ]
    reading = read_rows(tmp_path, rows, name="报表.xlsx")
    growth = {one.cell: f"{one.amount.value:f}" for one in reading.readings if one.measure == "growth"}
    assert growth.get("C3") == "28.5"
    assert {"C4", "C5"} - growth.keys() <= {problem.cell for problem in reading.problems}


def doubted(reading: FileReading) -> list[str]:
    return [one.cell for one in reading.readings if one.doubt is not None]
