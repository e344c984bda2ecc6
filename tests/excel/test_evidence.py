"""Where a facet of a figure may stand, and what happens when two places say it: they combine, the nearer wins, or it is asked."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.formats.grid import Range, Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook

Rows = list[list[Any]]


def read(rows: Rows, sheet: str = "Sheet1", file: str = "报表.xlsx", merged: tuple[Range, ...] = ()) -> FileReading:
    """The reading of one sheet, loaded already."""
    filled = [["" if value is None else value for value in row] for row in rows]
    return read_workbook(Workbook(file, "xlsx", [Sheet(sheet, filled, merged=merged)]))


def told(reading: FileReading) -> dict[str, tuple[str, ...]]:
    """Region, period, measure, value and unit of each cell that was read without a doubt."""
    return {
        one.cell: (one.region, one.period, one.measure, f"{one.amount.value:f}", one.amount.unit.symbol)
        for one in reading.readings
        if one.doubt is None
    }


PLACES: dict[str, tuple[Rows, str, str, str, tuple[str, ...]]] = {
    "the month on the sheet, the year in the title": (
        [["2018年各地区网络零售额"], ["地区", "网络零售额（亿元）"], ["湖南省", 188.9]],
        "6月",
        "报表.xlsx",
        "B3",
        ("湖南省", "2018M06", "value", "188.9", "亿元"),
    ),
    "the months so far on the sheet, their last one in the title": (
        [["2018年6月各地区网络零售额"], ["地区", "网络零售额（亿元）"], ["湖南省", 901.3]],
        "1-6月",
        "报表.xlsx",
        "B3",
        ("湖南省", "2018C06", "value", "901.3", "亿元"),
    ),
    "the year in the name of the file, the month on the sheet": (
        [["各地区网络零售额"], ["地区", "网络零售额（亿元）"], ["湖南省", 188.9]],
        "6月",
        "2018年网络零售.xlsx",
        "B3",
        ("湖南省", "2018M06", "value", "188.9", "亿元"),
    ),
    "the year in a note of its own": (
        [["各地区网络零售额"], ["地区", "网络零售额（亿元）"], ["湖南省", 188.9], ["注：本表为2018年数据。"]],
        "Sheet1",
        "报表.xlsx",
        "B3",
        ("湖南省", "2018", "value", "188.9", "亿元"),
    ),
    "the unit in a note of its own": (
        [["2018年各地区网络零售额"], ["地区", "网络零售额"], ["湖南省", 188.9], ["注：以上数据单位均为亿元。"]],
        "Sheet1",
        "报表.xlsx",
        "B3",
        ("湖南省", "2018", "value", "188.9", "亿元"),
    ),
    "the measure in a line over the table": (
        [["2018年电子商务情况"], ["二、同比增长（%）"], ["地区", "网络零售额（亿元）"], ["湖南省", 21.3]],
        "Sheet1",
        "报表.xlsx",
        "B4",
        ("湖南省", "2018", "growth", "21.3", "%"),
    ),
    "growth with the time of the level on its left": (
        [
            ["2018年1-9月上海市电子商务交易额"],
            ["单位：亿元"],
            ["指标", "9月", "同比（%）", "1-9月"],
            ["电子商务交易额", 1270, 18, 10709],
        ],
        "Sheet1",
        "报表.xlsx",
        "C4",
        ("上海市", "2018M09", "growth", "18", "%"),
    ),
    "growth after two years with the time of the newer": (
        [["湖南省（单位：亿元）"], ["指标", "2017年", "2018年", "同比（%）"], ["网络零售额", 1612.2, 2081.5, 29.1]],
        "Sheet1",
        "报表.xlsx",
        "D3",
        ("湖南省", "2018", "growth", "29.1", "%"),
    ),
    "the area in a line between the rows": (
        [["指标", "2018年1月"], ["地区：湖南省"], ["网络零售额(亿元)", 151.2], ["地区：湖北省"], ["网络零售额(亿元)", 141.2]],
        "Sheet1",
        "报表.xlsx",
        "B5",
        ("湖北省", "2018M01", "value", "141.2", "亿元"),
    ),
    "areas and names by turns in one column": (
        [
            ["2018年电子商务"],
            ["地区", "绝对量", "增速（%）"],
            ["湖南省"],
            ["  网络零售额（亿元）", 2081.5, 29.1],
            ["湖北省"],
            ["  网络零售额（亿元）", 1910.3, 25.4],
        ],
        "Sheet1",
        "报表.xlsx",
        "B6",
        ("湖北省", "2018", "value", "1910.3", "亿元"),
    ),
    "a row that only says growth": (
        [["2018年湖南省"], ["指标", "数值"], ["网络零售额（亿元）", 2081.5], ["  同比增长（%）", 29.1]],
        "Sheet1",
        "报表.xlsx",
        "B4",
        ("湖南省", "2018", "growth", "29.1", "%"),
    ),
    "the deeper of two nested places": (
        [["省份", "年份", "网络零售额（亿元）", "国家"], ["湖南", 2018, 2081.5, "中国"], ["湖北", 2018, 1910.3, "中国"]],
        "Sheet1",
        "报表.xlsx",
        "C2",
        ("湖南省", "2018", "value", "2081.5", "亿元"),
    ),
    "quarters told by a row of their own": (
        [
            ["指标", "网络零售额_当期", "网络零售额_累计"],
            ["地区", "湖南", "湖南"],
            ["频度", "季", "季"],
            ["单位", "亿元", "亿元"],
            ["2018-06", 488.9, 901.3],
            ["2018-09", 512.2, 1413.5],
        ],
        "Sheet1",
        "报表.xlsx",
        "B5",
        ("湖南省", "2018Q2", "value", "488.9", "亿元"),
    ),
    "months in a column that says so": (
        [["2018年湖南省网络零售额（亿元）"], ["月份", "网络零售额"], ["1-9", 1490.2], ["1-10", 1681.5]],
        "Sheet1",
        "报表.xlsx",
        "B3",
        ("湖南省", "2018C09", "value", "1490.2", "亿元"),
    ),
    "a part with the unit of its whole": (
        [["2018年湖南省"], ["指标", "2018年"], ["网络零售额（亿元）", 2081.5], ["  其中：农村网络零售额", 512.3]],
        "Sheet1",
        "报表.xlsx",
        "B4",
        ("湖南省", "2018", "value", "512.3", "亿元"),
    ),
    "an index that says so": (
        [["2018年湖南省（单位：亿元）"], ["指标", "2018年", "指数（上年=100）"], ["网络零售额", 2081.5, 129.1]],
        "Sheet1",
        "报表.xlsx",
        "C3",
        ("湖南省", "2018", "index:上年=100", "129.1", ""),
    ),
    "a figure that looks like a year among figures": (
        [["2018年（单位：亿元）"], ["地区", "网络零售额"], ["湖南省", 2081.5], ["湖北省", 1950], ["江西省", 1010.7]],
        "Sheet1",
        "报表.xlsx",
        "B4",
        ("湖北省", "2018", "value", "1950", "亿元"),
    ),
    "years under several headings": (
        [
            ["湖南省"],
            ["地区", "网络零售额（亿元）", "网络零售额（亿元）", "快递业务收入（亿元）", "快递业务收入（亿元）"],
            ["", "2017", "2018", "2017", "2018"],
            ["湖南省", 1612.2, 2081.5, 90.3, 105.2],
        ],
        "Sheet1",
        "报表.xlsx",
        "E4",
        ("湖南省", "2018", "value", "105.2", "亿元"),
    ),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_facet_is_found_where_it_stands(case: str) -> None:
    rows, sheet, file, cell, wanted = PLACES[case]
    assert told(read(rows, sheet, file))[cell] == wanted


ASKED: dict[str, tuple[Rows, str]] = {
    "a title and a report line of two times": (
        [["湖南省2018年1-6月网络零售"], ["报告期：2018年", None, "单位：亿元"], ["指标", "总量"], ["网络零售额", 901.3]],
        "B4",
    ),
    "a row and a column of two years": ([["湖南省（单位：亿元）"], ["指标", "2018年"], ["2017年网络零售额", 2081.5]], "B3"),
    "a row and a column of two places": ([["2018年（单位：亿元）"], ["地区", "湖北省网络零售额"], ["湖南省", 2081.5]], "B3"),
    "a day among months": (
        [
            ["2018年湖南省网络零售额（亿元）"],
            ["月份", "网络零售额"],
            [datetime.date(2018, 1, 9), 1490.2],
            [datetime.date(2018, 1, 12), 2081.5],
        ],
        "B3",
    ),
    "two years or a school year": ([["湖南省（单位：亿元）"], ["指标", "2016-17", "2017-18"], ["网络零售额", 1.5, 1.6]], "B3"),
    "a sign that means a rise to some": ([["2018年湖南省"], ["指标", "增长(%)"], ["网络零售额", "▲5.3"]], "B3"),
    "a level with its growth in one cell": (
        [["2018年湖南省"], ["指标", "总量及增速"], ["网络零售额", "2081.5亿元（增长29.1%）"]],
        "B3",
    ),
    "growth typed as an index": ([["2018年湖南省"], ["指标", "指数（上年=100）"], ["网络零售额", 35.2]], "B3"),
}


@pytest.mark.parametrize("case", ASKED)
def test_what_no_person_can_know_is_asked(case: str) -> None:
    rows, cell = ASKED[case]
    reading = read(rows)
    assert reading.status == "review"
    assert cell not in told(reading)


def test_a_figure_merged_over_two_places_is_neithers() -> None:
    rows = [["2018年网络零售额"], ["单位：亿元"], ["地区", "网络零售额"], ["湖南省", 2081.5], ["湖北省", ""], ["江西省", 1010.7]]
    reading = read(rows, merged=((3, 1, 4, 1),))
    assert [(one.cell, one.region, one.doubt is None) for one in reading.readings] == [("B4", "", False), ("B6", "江西省", True)]


def test_two_columns_under_one_key_are_asked_about_once() -> None:
    rows = [["2018年湖南省（单位：亿元）"], ["指标", "2018年", "2018年"], ["网络零售额", 1.5, 1.6], ["快递业务收入", 2.5, 2.6]]
    assert [problem.cell for problem in read(rows).problems] == ["C3", "B3"]


def test_formulas_without_a_result_in_a_row_of_their_own_are_named() -> None:
    sheet = Sheet(
        "Sheet1",
        [["2018年湖南省（单位：亿元）"], ["指标", "2018年"], ["网络零售额"], ["快递业务收入", 105.2]],
        formulas={(2, 1): "=1+2"},
    )
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", [sheet]))
    assert [(problem.cell, "=1+2" in str(problem.message)) for problem in reading.problems] == [("B3", True)]


DISTRICTS = {
    "down, the city's own row said as 全市": (
        [
            ["2018年6月洛阳市网络零售额"],
            ["单位：亿元"],
            ["地区", "本月", "累计"],
            ["全市合计", 9.5, 51.2],
            ["涧西区", 4.1, 22.3],
            ["新安县", 5.4, 28.9],
        ],
        {"B4": ("洛阳市", "2018M06"), "C5": ("涧西区", "2018C06"), "B6": ("新安县", "2018M06")},
    ),
    "across, their sum without a word for the city": (
        [["洛阳市网络零售额（亿元）"], ["时间", "合计", "涧西区", "新安县"], ["2018年", 9.5, 4.1, 5.4]],
        {"B3": ("洛阳市", "2018"), "C3": ("涧西区", "2018"), "D3": ("新安县", "2018")},
    ),
    "over blocks, under the title of the city": (
        [
            ["青岛市2018年情况"],
            ["市南区"],
            ["指标", "数值"],
            ["网络零售额（亿元）", 4.1],
            ["崂山区"],
            ["指标", "数值"],
            ["网络零售额（亿元）", 5.4],
        ],
        {"B4": ("市南区", "2018"), "B7": ("崂山区", "2018")},
    ),
}


@pytest.mark.parametrize(("rows", "wanted"), DISTRICTS.values(), ids=DISTRICTS)
def test_districts_that_no_catalogue_has_stand_wherever_areas_stand(rows: Rows, wanted: dict[str, tuple[str, str]]) -> None:
    found = {one.cell: (one.region, one.period) for one in read(rows).readings}
    assert {cell: found[cell] for cell in wanted} == wanted


def test_a_sum_is_not_that_of_an_area_that_the_rows_are_no_parts_of() -> None:
    found = read([["广东省网络零售额（亿元）"], ["地区", "2018年"], ["湖南省", 4.1], ["湖北省", 5.4], ["合计", 9.5]])
    assert [one.region for one in found.readings] == ["湖南省", "湖北省"]
    found = read([["2018年网络零售额（亿元）"], ["地区", "2018年"], ["湖南省", 4.1], ["湖北省", 5.4], ["合计", 9.5]])
    assert [one.region for one in found.readings] == ["湖南省", "湖北省"]


QUIET: dict[str, tuple[Rows, dict[str, tuple[str, str]]]] = {
    "a place without a figure among places": (
        [["2018年网络零售额"], ["单位：亿元"], ["地区", "网络零售额"], ["湖南省"], ["湖北省", 5.4], ["江西省", 5.6]],
        {"B5": ("湖北省", "亿元"), "B6": ("江西省", "亿元")},
    ),
    "a row of nouns as units": (
        [["2018年湖南省"], ["地区", "快递企业数"], ["单位", "家"], ["湖南省", 54]],
        {"B4": ("湖南省", "家")},
    ),
    "blocks of areas": (
        [
            ["2018年情况"],
            ["湖南省"],
            ["指标", "数值"],
            ["网络零售额（亿元）", 4.1],
            ["湖北省"],
            ["指标", "数值"],
            ["网络零售额（亿元）", 5.4],
        ],
        {"B4": ("湖南省", "亿元"), "B7": ("湖北省", "亿元")},
    ),
}


@pytest.mark.parametrize(("rows", "wanted"), QUIET.values(), ids=QUIET)
def test_what_tells_enough_is_not_asked_about(rows: Rows, wanted: dict[str, tuple[str, str]]) -> None:
    reading = read(rows)
    assert not [one for one in reading.problems if one.question != "heading"]
    assert {one.cell: (one.region, one.amount.unit.symbol) for one in reading.readings} == wanted


def test_the_month_over_all_tables_is_that_of_each() -> None:
    months = [["地区", "当月", "本年累计"], ["湖北省", 1.5, 2.5]]
    found = read([["2016年6月主要指标"], ["网络零售额（亿元）"], *months, ["快递业务量（亿件）"], *months])
    assert [one.period for one in found.readings] == ["2016M06", "2016C06"] * 2


def test_october_written_as_a_number_is_told_by_the_months_beside_it() -> None:
    found = read([["网络零售额（亿元）"], ["省份", 2016.09, 2016.1, 2016.11], ["湖南省", 1.5, 2.5, 3.5]])
    assert [one.period for one in found.readings] == ["2016M09", "2016M10", "2016M11"]


def test_numbers_and_words_left_of_all_figures_are_labels() -> None:
    found = read(
        [["2018年湖南省网络零售额（亿元）"], ["年龄", "男", "女"], ["总计", 1.5, 2.5], ["0-4岁", 3.5, 4.5], [5, 5.5, 6.5]]
    )
    assert [one.cell for one in found.readings] == ["B3", "C3", "B4", "C4", "B5", "C5"]
    assert not any("不是数字" in str(one.message) for one in found.problems)
