"""What files hold that people publish: panels, exports of data bases, sheets that were worked on; figures are made up."""

from __future__ import annotations

import datetime
import tomllib
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import resource
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.words import words
from tests.excel.makers import by_cell

with resource("reading", "words.toml").open("rb") as file:
    DATA = tomllib.load(file)
SHORT_NAMES: dict[str, bool] = DATA["sheets"]["short_names"]
ENDS_OF_TITLES: dict[str, bool] = DATA["heading"]["general_examples"]
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
    assert said(reading, "C8")[:2] == ("湖北省", "社会消费品零售总额")
    assert by_cell(reading)["C8"].item == "乡村"
    assert asked(reading) == []


def test_a_blank_repeats_what_was_said_once_with_the_first_of_the_labels_further_left() -> None:
    rows: Rows = [
        ["地区", "指标", "年份", "数值"],
        ["湖南省", "快递业务量", 2017, 1.5],
        [N, N, 2018, 2.5],
        ["湖北省", N, 2017, 3.5],
    ]
    reading = read([["单位：亿件"], *rows, [N, N, 2018, 4.5]])
    assert [said(reading, f"D{row}")[:3] for row in (3, 4, 5, 6)] == [
        ("湖南省", "快递业务量", "2017"),
        ("湖南省", "快递业务量", "2018"),
        ("湖北省", "快递业务量", "2017"),
        ("湖北省", "快递业务量", "2018"),
    ]


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


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Output in million yuan", "百万元"),
        ("GDP in trillion U.S. dollars", "万亿美元"),
        ("Crop, 10 thousand tons", "万吨"),
        ("Sales, million cattle dollars", ""),
    ],
)
def test_the_unit_at_the_end_of_a_heading_has_all_of_its_words(heading: str, unit: str) -> None:
    reading = read([["Region", "Year", heading], ["Hunan", 2017, 105.5], ["Hunan", 2018, 106.5]])
    assert {one.amount.unit.symbol for one in reading.readings} == {unit}
    assert (unit == "") == bool(asked(reading))


# Places


def test_a_row_names_the_place_that_it_is_of_and_how_places_are_grouped() -> None:
    rows: Rows = [["年份", "地区", "所属地域", "发电量"], [2018, "辽宁省", "东部", 12.5], [2018, "湖南省", "中部", 11.5]]
    reading = read([["单位：亿千瓦时"], *rows])
    assert [one.region for one in reading.readings] == ["辽宁省", "湖南省"]
    assert asked(reading) == ["“东部”里的“东部”没有用上，请确认它对这些数的意思。"]  # it lies in another one by the catalogue


def test_a_place_that_no_catalogue_has_is_not_the_province_beside_it() -> None:
    rows: Rows = [
        ["排名", "城市", "省份", "发电量（亿千瓦时）"],
        [1, "浏河", "湖南", 12.5],
        [2, "滁源", "安徽", 11.5],
        [3, "重庆市", "重庆市", 9.5],
    ]
    reading = read([["2018年"], *rows])
    assert [(one.area, one.region) for one in reading.readings] == [("", "浏河"), ("", "滁源"), ("500000", "重庆市")]
    assert [one.doubt is not None for one in reading.readings[:2]] == [True, True]


def test_kinds_of_places_are_no_places() -> None:
    rows: Rows = [
        ["城市", "级别", "省份", "发电量（亿千瓦时）"],
        ["长沙市", "地级市", "湖南", 12.5],
        ["重庆市", "直辖市", "重庆市", 9.5],
    ]
    assert [one.region for one in read([["2018年"], *rows]).readings] == ["长沙市", "重庆市"]


# Names


@pytest.mark.parametrize(("sheet", "name"), [("GDP", "报表.xlsx"), ("Sheet1", "GDP.xlsx")])
def test_the_short_name_of_an_indicator_may_be_all_that_a_sheet_or_a_file_says(sheet: str, name: str) -> None:
    reading = read([["年份", "湖南省", "湖北省"], [2017, 105.5, 99.5], [2018, 106.5, 98.5]], sheet, name)
    assert {one.indicator for one in reading.readings} == {"GDP"}


@pytest.mark.parametrize(("name", "tells"), SHORT_NAMES.items())
def test_short_names(name: str, tells: bool) -> None:
    assert (words().short_names.fullmatch(name) is not None) is tells


def test_a_first_column_that_counts_the_rows_leaves_the_labels_behind_it_in_force() -> None:
    rows: Rows = [
        [N, N, N, N, 2017, 2018],
        [1, "财政收入（亿元）", N, "湖南省", 10.5, 11.5],
        [2, N, "财政收入（亿元）", "湖北省", 20.5, 21.5],
        [3, "财政支出（亿元）", N, "湖南省", 30.5, 31.5],
        [4, N, "财政支出（亿元）", "湖北省", 40.5, 41.5],
    ]
    reading = read(rows)
    assert [said(reading, cell)[:3] for cell in ("E2", "F3", "E4", "F5")] == [
        ("湖南省", "财政收入", "2017"),
        ("湖北省", "财政收入", "2018"),
        ("湖南省", "财政支出", "2017"),
        ("湖北省", "财政支出", "2018"),
    ]
    assert asked(reading) == []


def test_figures_counted_since_january_own_the_quarters_and_the_days_that_they_end_with() -> None:
    quarters = read(
        [["湖南省"], ["指标", "2018Q4", "2018Q3", "2018Q2", "2018Q1"], ["工业增加值累计值(亿元)", 40.5, 30.5, 20.5, 10.5]]
    )
    assert [one.period for one in quarters.readings] == ["2018", "2018C09", "2018C06", "2018Q1"]
    assert asked(quarters) == []
    months = [f"2018-{month:02}-01" for month in (1, 3, 4)]
    days = read([["湖南省"], ["日期", "发电量累计值（亿千瓦时）"], *([day, 10.5 + place] for place, day in enumerate(months))])
    assert [one.period for one in days.readings][1:] == ["2018C03", "2018C04"]
    assert asked(days) == []


def test_a_measure_behind_a_time_is_one_also_behind_an_underscore() -> None:
    rows: Rows = [
        ["date", "value", "yoy", "ytd_value", "ytd_yoy"],
        ["2018-04", 10.5, 2.5, 40.5, 3.5],
        ["2018-05", 11.5, 2.6, 52.5, 3.6],
    ]
    reading = read([["湖南省"], *rows], name="exports.csv")
    assert said(reading, "E4") == ("湖南省", "exports", "2018C05", "growth")
    assert said(reading, "D4") == ("湖南省", "exports", "2018C05", "value")


# Times


@pytest.mark.parametrize("heading", ["年份", N])
def test_a_series_may_begin_before_the_usual_years(heading: str) -> None:
    body: Rows = [[year, 10.5 + place] for place, year in enumerate((1912, 1936, 1948, 1949, 1950, 1951))]
    reading = read([["2018年湖南省粮食产量（万吨）"], [heading, "稻谷"], *body])
    assert [one.period for one in reading.readings] == ["1912", "1936", "1948", "1949", "1950", "1951"]


def test_a_number_among_times_that_is_none_is_asked_about() -> None:
    rows: Rows = [["2018年湖南省"], ["年份", "粮食产量（万吨）"], [2016, 10.5], [2017, 11.5], [7, 12.5]]
    reading = read(rows)
    assert [one.period for one in reading.readings] == ["2016", "2017", ""]
    assert "“7”这一行的时间读不懂，是哪个时期的数？" in asked(reading)


# Names in titles


def test_a_column_that_says_the_end_of_its_title_is_what_the_title_names() -> None:
    rows: Rows = [["地区", "收入（亿元）", "比上年±%"], ["湖南省", 79.5, -5.5], ["湖北省", 58.5, 7.5]]
    reading = read([["2018年地方一般公共预算收入"], *rows])
    assert said(reading, "B3") == ("湖南省", "地方一般公共预算收入", "2018", "value")
    assert said(reading, "C4") == ("湖北省", "地方一般公共预算收入", "2018", "growth")
    assert asked(reading) == []


@pytest.mark.parametrize(("title", "again"), ENDS_OF_TITLES.items())
def test_ends_of_titles(title: str, again: bool) -> None:
    name, _slash, heading = title.partition("/")
    assert words().says_again(heading, name) is again


def test_a_number_with_its_sign_inside_a_name_is_a_part_of_it() -> None:
    reading = read([["湖南省"], ["指标", "2018年"], ["硫酸(折100%)产量(万吨)", 77.5]])
    assert said(reading, "B3")[1] == "硫酸产量(折100%)"
    assert asked(reading) == []
