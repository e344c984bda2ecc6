"""What files hold that people publish: panels, exports of data bases, sheets that were worked on; figures are made up."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from tests.excel.makers import by_cell

N = ""
Rows = list[list[Any]]


def read(rows: Rows, sheet: str = "Sheet1", name: str = "报表.xlsx") -> FileReading:
    return read_workbook(Workbook(name, "xlsx", [Sheet(sheet, rows)]))


def said(reading: FileReading, cell: str) -> tuple[str, str, str, str]:
    """Area, indicator, period and measure of the figure in a cell."""
    one = by_cell(reading)[cell]
    return one.region, one.indicator, one.period, one.measure


def asked(reading: FileReading) -> list[str]:
    """Everything that is asked or told about but which indicator a heading is."""
    return [str(problem.message) for problem in reading.problems if problem.question != "heading"]


# Figures that stand twice


def test_the_months_up_to_march_are_the_first_quarter_and_nothing_to_tell() -> None:
    rows: Rows = [
        ["湖南省"],
        ["指标", "2019年第一季度", "2019年第二季度"],
        ["工业增加值当季值(亿元)", 21.5, 24.1],
        ["工业增加值累计值(亿元)", 21.5, 45.6],
    ]
    reading = read(rows)
    assert {one.period for one in reading.readings} == {"2019Q1", "2019Q2", "2019C06"}
    assert asked(reading) == []


def test_figures_that_stand_again_are_told_once_for_their_two_rows() -> None:
    again: Rows = [["工业增加值(亿元)", *(float(year) for year in range(11, 19))]] * 2
    reading = read([["湖南省"], ["指标", *(f"{year}年" for year in range(2011, 2019))], *again])
    assert len(reading.readings) == 8
    assert asked(reading) == ["B4等8处与B3等处是同样的数，只读入一次。"]


# Shares and growth as fractions


@pytest.mark.parametrize("written", [(0.091, 0.417, 0.492), ("0.091", "0.417", "0.492")], ids=["numbers", "texts"])
def test_shares_that_are_fractions_of_one_are_asked_about(written: tuple[Any, ...]) -> None:
    reading = read(
        [["2019年湖南省"], ["地区", "农产品占比", "实物商品占比", "服务占比"], ["长沙市", *written], ["岳阳市", *written]]
    )
    assert {one.measure for one in reading.readings} == {"share"}
    assert [problem.question for problem in reading.problems if problem.subject == "fractions"] == ["unit"]
    assert all(one.doubt is not None for one in reading.readings)


# Labels that a blank repeats


def test_a_blank_does_not_repeat_what_stood_under_another_label_further_left() -> None:
    rows: Rows = [
        ["2019年社会消费品零售总额（亿元）"],
        ["地区", "类别", "数值"],
        ["湖南省", "合计", 90.5],
        [N, "城镇", 60.1],
        [N, "乡村", 30.4],
        ["湖北省", N, 120.2],
        [N, "城镇", 80.1],
        [N, "乡村", 40.1],
    ]
    reading = read(rows)
    assert [said(reading, cell) for cell in ("C3", "C6")] == [
        ("湖南省", "社会消费品零售总额", "2019", "value"),
        ("湖北省", "社会消费品零售总额", "2019", "value"),
    ]
    assert said(reading, "C8")[:2] == ("湖北省", "乡村")
    assert asked(reading) == []


def test_a_blank_beside_labels_of_each_row_still_repeats() -> None:
    reading = read(
        [["快递业务量（亿件）"], ["地区", "年份", "数值"], ["湖南省", 2018, 1.5], ["湖北省", N, 2.5], ["河南省", N, 3.5]]
    )
    assert [one.period for one in reading.readings] == ["2018"] * 3


def test_a_row_that_lacks_its_name_is_not_the_one_above_when_its_code_is_another() -> None:
    codes = ["420000", "410000", "430000", "XJ7", "440000", "450000", "460000", "500000", "510000", "520000", "530000"]
    names = ["湖北", "河南", "湖南", N, "广东", "广西", "海南", "重庆", "四川", "贵州", "云南"]
    body: Rows = [[name, code, "快递业务量", 10.5 + row] for row, (name, code) in enumerate(zip(names, codes, strict=True))]
    reading = read([["单位：亿件"], ["Country Name", "Country Code", "Indicator Name", "2019年"], *body])
    assert by_cell(reading)["D6"].region == "XJ7"
    assert by_cell(reading)["D6"].doubt is not None
    assert by_cell(reading)["D5"].region == "湖南省"


# Heads


def test_classes_bounded_by_a_number_are_heads_among_heads() -> None:
    rows: Rows = [
        ["省份", "年份", "总人口", "0-14岁", "65岁及以上"],
        ["湖南省", 2018, 68.5, 13.1, 8.9],
        ["湖北省", 2018, 59.2, 9.2, 7.8],
    ]
    reading = read(rows)
    assert said(reading, "E2") == ("湖南省", "65岁及以上", "2018", "value")
    assert {one.cell for one in reading.readings} == {"C2", "D2", "E2", "C3", "D3", "E3"}


def test_lines_between_the_heads_and_the_figures_leave_the_heads_in_force() -> None:
    rows: Rows = [
        ["指标", "2018年1月", "2018年2月", "2018年3月"],
        ["数据库：分省月度数据"],
        ["时间：2018"],
        ["地区：湖南省"],
        ["发电量当期值(亿千瓦时)", 120.5, 101.5, 110.5],
        ["地区：湖北省"],
        ["发电量当期值(亿千瓦时)", 220.5, 201.5, 210.5],
    ]
    reading = read(rows)
    assert [said(reading, cell) for cell in ("B5", "D7")] == [
        ("湖南省", "发电量", "2018M01", "value"),
        ("湖北省", "发电量", "2018M03", "value"),
    ]
    assert asked(reading) == []


def test_days_of_january_that_may_have_been_months_so_far_are_asked_about() -> None:
    heads = [datetime.datetime(2018, 1, day) for day in (2, 3, 4)]
    reading = read([["2018年房地产开发投资累计增速（%）"], ["地区", *heads], ["湖南省", 3.5, 2.5, 1.5]])
    assert asked(reading) == ["这里写的是1月2日，还是1—2月被电子表格改成了日期？请确认是哪个时期的数。"]
    down = read([["2018年湖南省房地产开发投资（亿元）"], ["日期", "投资"], ["1月2日", 3.5], ["1月3日", 4.5], ["1月4日", 7.5]])
    assert asked(down) == asked(reading)


def test_days_that_no_span_of_months_can_have_been_are_days() -> None:
    rows: Rows = [["日期", "发电量（亿千瓦时）"], *([f"1月{day}日", 1.5 + day] for day in (11, 12, 13))]
    reading = read([["2018年湖南省"], *rows])
    assert [one.period for one in reading.readings] == ["2018D0111", "2018D0112", "2018D0113"]
    assert asked(reading) == []


# Figures and units


def test_a_whole_number_behind_an_arrow_may_be_a_change_of_rank() -> None:
    reading = read([["2018年快递业务量（亿件）"], ["地区", "数值", "环比"], ["湖南省", 12.5, "↑1"], ["湖北省", 11.5, "↓2.5%"]])
    cells = by_cell(reading)
    assert str(cells["C3"].doubt) == "箭头后面只有整数、没有单位，可能是名次的升降，请确认是什么数。"
    assert cells["C4"].doubt is None or "箭头" not in str(cells["C4"].doubt)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("总人口数_人", "人"),
        ("碳排放_万吨二氧化碳", "万吨二氧化碳"),
        ("GDP（现价美元）", "现价美元"),
        ("GDP指数_上年=100", "上年=100"),
    ],
)
def test_a_heading_of_a_data_set_may_have_its_unit_behind_an_underscore(heading: str, unit: str) -> None:
    reading = read([["地区", "年份", heading], ["湖南省", 2017, 105.5], ["湖南省", 2018, 106.5]])
    assert {one.amount.unit.symbol for one in reading.readings} == {unit}
    assert asked(reading) == []


def test_a_word_behind_an_underscore_that_is_no_unit_stays_a_part_of_the_name() -> None:
    reading = read([["地区", "年份", "数据_期"], ["湖南省", 2017, 105.5], ["湖南省", 2018, 106.5]])
    assert {one.indicator for one in reading.readings} == {"数据_期"}
