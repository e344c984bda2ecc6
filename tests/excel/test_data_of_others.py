"""How data bases, yearbooks and study data are laid out: what a person reads in them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.reading import read_file
from ecdesk.excel.reading.grid import Sheet, Workbook
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
