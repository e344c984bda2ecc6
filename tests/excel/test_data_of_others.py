"""How data bases, yearbooks and study data are laid out: what a person reads in them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading import read_file
from ecdesk.excel.reading.reader import read_workbook
from tests.excel.binary import record, xls
from tests.excel.makers import by_cell

N = ""
Rows = list[list[Any]]


def read(rows: Rows, sheet: str = "Sheet1") -> FileReading:
    return read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet(sheet, rows)]))


def said(reading: FileReading, cell: str) -> tuple[str, str, str, str]:
    """Indicator as found, period, measure and unit of the figure in a cell."""
    one = by_cell(reading)[cell]
    return one.indicator, one.period, one.measure, one.amount.unit.symbol


def asked(reading: FileReading) -> set[str]:
    """Everything that is asked about but which indicator a heading is."""
    return {str(problem.message) for problem in reading.problems if problem.question != "heading"}


def test_a_unit_of_a_thing_that_no_list_has_is_one_where_only_units_stand() -> None:
    column = read([["湖南省通信"], ["指标", "单位", "2018年"], ["固定电话用户", "万线", 120.5], ["外汇存款", "亿港元", 33]])
    assert said(column, "C3") == ("固定电话用户", "2018", "value", "万线")
    assert said(column, "C4") == ("外汇存款", "2018", "value", "亿港元")
    line = read([["2018年湖南省通信"], ["单位：万线"], ["指标", "数量"], ["固定电话用户", 120.5]])
    assert said(line, "B4") == ("固定电话用户", "2018", "value", "万线")
    assert asked(column) == asked(line) == set()


def test_when_a_row_was_brought_up_to_date_is_no_time_of_its_figures() -> None:
    reading = read(
        [["湖南省旅游"], ["指标", "单位", "更新时间", "2018年", "2017年"], ["国内游客", "万人次", "2020-04-17", 120.5, 118.2]]
    )
    assert said(reading, "D3")[1] == "2018"
    assert said(reading, "E3")[1] == "2017"
    assert asked(reading) == set()


def test_a_column_may_say_how_often_the_figures_of_a_row_come() -> None:
    reading = read(
        [
            ["湖南省"],
            ["指标", "频度", "单位", "2018-03", "2018-06"],
            ["工业增加值", "季", "亿元", 1, 2],
            ["出口额", "月", "亿元", 3, 4],
        ]
    )
    assert [said(reading, cell)[:2] for cell in ("D3", "E4")] == [("工业增加值", "2018Q1"), ("出口额", "2018M06")]
    assert asked(reading) == set()


@pytest.mark.parametrize(
    ("heading", "days", "periods"),
    [
        ("日期", ["1992-03-01", "1992-06-01", "1992-09-01"], ["1992M03", "1992M06", "1992M09"]),
        ("季度", ["1992-03-31", "1992-06-30", "1992-09-30"], ["1992Q1", "1992Q2", "1992Q3"]),
        ("日期", ["1992-03-05", "1992-03-06", "1992-03-07"], ["1992D0305", "1992D0306", "1992D0307"]),
    ],
)
def test_days_that_edge_months_stand_for_them(heading: str, days: list[str], periods: list[str]) -> None:
    reading = read([["湖南省"], [heading, "发电量（亿千瓦时）"], *([day, 1.5 + place] for place, day in enumerate(days))])
    assert [one.period for one in reading.readings] == periods
    assert asked(reading) == set()


def test_years_before_the_middle_of_the_century_are_years() -> None:
    reading = read([[N, "北京", "天津"], [1949, N, N], [1950, N, 180.5], [1951, 105.5, 143.2]], "GDP指数")
    assert [(one.cell, one.region, one.period) for one in reading.readings] == [
        ("C3", "天津市", "1950"),
        ("B4", "北京市", "1951"),
        ("C4", "天津市", "1951"),
    ]


def test_indices_of_several_bases_keep_them_apart() -> None:
    reading = read([["湖南省居民消费价格指数"], ["月份", "上年同月=100", "上月=100"], ["2018年1月", 101.2, 100.3]])
    assert [(one.item, one.amount.unit.symbol) for one in reading.readings] == [("上年同月=100",) * 2, ("上月=100",) * 2]


def test_growth_beside_the_base_of_an_index_says_the_same_again() -> None:
    reading = read([["湖南省"], ["日期", "消费价格指数_当月同比(上年同月=100)"], ["2018-01", 101.2]])
    assert reading.readings[0].amount.unit.symbol == "上年同月=100"
    assert asked(reading) == set()


@pytest.mark.parametrize(
    ("heading", "name", "measure"),
    [
        ("烟(粉)尘排放量(万吨)", "烟(粉)尘排放量", "value"),
        ("居民消费价格指数(城市)(上年=100)", "居民消费价格指数(城市)", "value"),
        ("国内生产总值(不变价)当季值(亿元)", "国内生产总值(不变价)", "value"),
        ("规模以上工业增加值_环比实际增速(%)", "规模以上工业增加值", "growth_prev"),
    ],
)
def test_a_name_keeps_its_brackets_and_is_asked_about_once(heading: str, name: str, measure: str) -> None:
    reading = read([["湖南省"], ["指标", "2018年三季度"], [heading, 101.5]])
    assert (reading.readings[0].indicator, reading.readings[0].measure) == (name, measure)
    assert asked(reading) == set()


@pytest.mark.parametrize(
    ("line", "name", "unit"),
    [
        ("Index: Disposable income (yuan)", "Disposable income", "元"),
        ('"Indicator: Insured persons (in ten thousand people)', "Insured persons", "万人"),
        ("Index: Proportion of insured residents (%)", "insured residents", "%"),
    ],
)
def test_an_english_line_names_the_indicator_and_its_unit(line: str, name: str, unit: str) -> None:
    reading = read([["Database: annual data by province"], [line], ["province", 2022, 2021], ["Beijing", 77415, 75002]])
    assert said(reading, "B4")[0::3] == (name, unit)
    assert asked(reading) == set()


def code_page(number: int) -> bytes:
    return record(0x42, struct.pack("<H", number))


def test_old_workbooks_are_unicode_whatever_code_page_they_name(tmp_path: Path) -> None:
    rows: Rows = [["2018年湖南省电子商务"], ["指标", "数值（亿元）"], ["网络零售额", 2081.5]]
    plain, marked = (read_file(xls(tmp_path / f"{page}.xls", rows, before=code_page(page))) for page in (1200, 1252))
    assert [one.as_json() for one in plain.readings] == [one.as_json() for one in marked.readings]
    assert plain.readings[0].matched


@pytest.mark.parametrize(
    "title", ["四川省 绵阳市 2018年度电子商务情况", "四川省·绵阳市2018年电子商务情况", "四川省绵阳市2018年电子商务情况"]
)
def test_a_city_behind_its_province_is_the_area_and_not_the_province(title: str) -> None:
    reading = read([[title], ["单位：亿元"], ["指标", "数值"], ["网络零售额", 2081.5]])
    assert [(one.area, one.region) for one in reading.readings] == [("", "绵阳市")]
    assert reading.status == "review"


@pytest.mark.parametrize("title", ["四川省各市2018年电子商务", "四川省示范县2018年电子商务", "四川省2018年网络市场情况"])
def test_words_behind_a_province_that_are_no_place_leave_it(title: str) -> None:
    reading = read([[title], ["单位：亿元"], ["指标", "数值"], ["网络零售额", 2081.5]])
    assert [one.region for one in reading.readings] == ["四川省"]


def test_the_head_of_a_form_may_stand_in_pairs_of_cells() -> None:
    reading = read(
        [
            ["电子商务统计表"],
            ["填报单位：", "湖南省商务厅", "报告期：", "2019年12月", "计量单位：", "亿元"],
            ["指标", "本月", "本年累计", "上年同月", "上年同期累计"],
            ["网络零售额", 208.5, 2081.5, 190.1, 1890.2],
        ]
    )
    assert [one.period for one in reading.readings] == ["2019M12", "2019", "2018M12", "2018"]
    assert {(one.region, one.amount.unit.symbol) for one in reading.readings} == {("湖南省", "亿元")}
    assert reading.status == "read"


@pytest.mark.parametrize("rows", [["2017年", "2018年"], [2017, 2018], ["湖南省", "湖北省"]])
def test_blocks_that_are_headed_by_what_they_hold_and_its_unit(rows: list[Any]) -> None:
    reading = read(
        [
            ["2018年湖南省" if "湖南省" not in rows else "2018年"],
            ["网络零售额", "亿元"],
            *([row, 1890.2 + at] for at, row in enumerate(rows)),
            ["快递业务量", "万件"],
            *([row, 90235 + at] for at, row in enumerate(rows)),
        ]
    )
    assert [(one.cell, one.indicator, one.amount.unit.symbol) for one in reading.readings] == [
        ("B3", "网络零售额", "亿元"),
        ("B4", "网络零售额", "亿元"),
        ("B6", "快递业务量", "万件"),
        ("B7", "快递业务量", "万件"),
    ]
    assert len({(one.period, one.region) for one in reading.readings}) == 2
    assert reading.status == "read"


def test_a_corner_and_a_word_for_the_whole_province_name_the_area() -> None:
    corner = read([["四川", 2018], ["网络零售额（亿元）", 2081.5], ["快递业务收入（亿元）", 105.2]])
    assert {one.region for one in corner.readings} == {"四川省"}
    whole = read(
        [["2018年甘肃省"], [N, "网络零售额", "同比增长"], [N, "（亿元）", "（%）"], ["全省", 100.5, 10.1], ["兰州市", 50.5, 11.2]]
    )
    assert [(one.region, one.item) for one in whole.readings] == [("甘肃省", "")] * 2 + [("兰州市", "")] * 2


def test_what_was_reported_and_what_was_checked_are_asked_about_as_a_pair() -> None:
    reading = read([["湖南省"], ["指标", "2018年", N], [N, "上报数", "核定数"], ["网络零售额（亿元）", 2081.5, 2079.3]])
    assert [one.doubt is not None for one in reading.readings] == [True, True]


def test_the_title_of_one_table_is_not_that_of_the_next() -> None:
    reading = read(
        [
            ["2018年1-4月湖南省快递业务量同比增长"],
            ["指标", "数值"],
            ["快递业务量", 5.5],
            [N, N],
            ["各省电子商务"],
            ["单位：亿元"],
            ["地区", "年份", "网络零售额"],
            ["湖北省", "2016年", 137.2],
        ]
    )
    last = reading.readings[-1]
    assert (last.region, last.period, last.measure, last.amount.unit.symbol) == ("湖北省", "2016", "value", "亿元")


@pytest.mark.parametrize(
    "said",
    [
        "注：本表数据按不变价计算。",
        "注：本表按美元计价",
        "本表数据仅包括城区",
        "注：本表数据以1978年=100。",
        "注：本表数据截至8月底。",
        "注：本表适用K3。",
    ],
)
def test_what_a_note_says_of_all_figures_changes_them_or_is_asked_about(said: str) -> None:
    rows: Rows = [["2018年湖南省"], ["指标", "数值（亿元）"], ["网络零售额", 2081.5]]
    plain, noted = read(rows), read([*rows, [said]])
    assert plain.status == "read"
    assert noted.status == "review" or noted.readings != plain.readings


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("地区：湖南省　按可比价", "review"),
        ("单位：亿元　甲口径", "review"),
        ("填报单位：湖南省　统计局", "read"),
        ("地区：湖南省　2019年1月20日发布", "read"),
        ("地区：湖南省　联系电话：63109876", "read"),
    ],
)
def test_what_stands_behind_the_value_of_a_line_counts(line: str, status: str) -> None:
    assert read([["2018年湖南省"], [line], ["指标", "数值（亿元）"], ["网络零售额", 2081.5]]).status == status


def test_a_remark_beside_a_figure_that_changes_what_it_is_makes_it_wait() -> None:
    rows: Rows = [
        ["2018年湖南省"],
        ["指标", "数值（亿元）", "备注"],
        ["网络零售额", 2081.5, "不含长沙"],
        ["快递业务收入", 105.2, "较上年增加2.1亿元"],
    ]
    assert [one.doubt is not None for one in read(rows).readings] == [True, False]


def test_a_figure_that_looks_like_a_year_is_one_among_its_kind() -> None:
    reading = read(
        [
            ["2017年湖南省"],
            ["月份", "数据"],
            ["快递业务量（亿件）"],
            ["二季度", 15.3],
            ["网络零售额（亿元）"],
            ["二季度", 2024.0],
            ["三季度", 2367.3],
        ]
    )
    assert [(one.cell, one.period) for one in reading.readings] == [("B4", "2017Q2"), ("B6", "2017Q2"), ("B7", "2017Q3")]


def test_growth_behind_the_unit_of_a_level_is_in_per_cent() -> None:
    reading = read([["2018年湖南省"], ["指标", "数值"], ["网络零售额(亿元)比上年增长", 10.3]])
    assert (reading.readings[0].measure, reading.readings[0].amount.unit.symbol) == ("growth", "%")
