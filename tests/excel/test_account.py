"""Every word of a sheet is used, says nothing, or is asked about: one word put into one text changes the reading or brings a question."""

from __future__ import annotations

from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook

Rows = list[list[Any]]


def sheet() -> Rows:
    return [
        ["2018年陕西省电子商务情况"],
        ["填报单位：陕西省商务厅", None, None, "单位：亿元"],
        ["指标", "2018年", "2017年", "同比增长（%）"],
        ["网络零售额", 2043.9, 1511.8, 35.2],
        ["快递业务收入", 105.2, 90.3, 16.5],
    ]


def monthly() -> Rows:
    return [
        ["2018年6月网络零售额分地区情况（亿元）"],
        ["地区", "6月", "1-6月"],
        ["陕西省", 188.9, 901.3],
        ["湖南省", 178.9, 820.5],
    ]


def read(rows: Rows, name: str = "Sheet1") -> FileReading:
    """The reading of one sheet, loaded already."""
    filled = [["" if value is None else value for value in row] for row in rows]
    return read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet(name, filled)]))


PLACES = {
    "title": (0, 0),
    "line": (1, 0),
    "corner": (2, 0),
    "head": (2, 1),
    "growth": (2, 3),
    "row": (3, 0),
}
SAID = {
    "left out": "（不含宁波）",
    "a base": "（上年=100）",
    "a plan": "计划",
    "another unit": "（万元）",
    "how often": "（季）",
    "another year": "（2016年）",
    "another area": "（湖北省）",
    "an unknown bracket": "（某某版）",
}


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("place", PLACES)
def test_a_word_that_changes_the_meaning_changes_the_reading_or_is_asked_about(place: str, said: str) -> None:
    plain = read(sheet())
    assert plain.status == "read"
    rows = sheet()
    row, column = PLACES[place]
    rows[row][column] += SAID[said]
    reading = read(rows)
    assert reading.status == "review" or reading.as_json()["readings"] != plain.as_json()["readings"]


@pytest.mark.parametrize("name", ["电商（计划）", "2016年", "湖北省", "（不含宁波）", "月累计"])
def test_the_name_of_a_sheet_is_accounted_for(name: str) -> None:
    assert read(sheet(), name).status == "review"


@pytest.mark.parametrize("name", ["表1", "Sheet1", "电商情况", "陕西", "2018年", "附件2", "汇总表（续）"])
def test_names_that_say_nothing_else_ask_nothing(name: str) -> None:
    assert read(sheet(), name).status == "read"


@pytest.mark.parametrize(
    "word",
    ["（不含港澳台）", "（初步数）", "（现价）", "（1978年以来）", "（2019年1月20日）", "（快报）"],
)
def test_words_that_change_no_figure_ask_nothing(word: str) -> None:
    rows = sheet()
    rows[0][0] += word
    assert read(rows).status == "read"


def test_monthly_and_cumulative_columns_account_for_their_title() -> None:
    assert read(monthly()).status == "read"


@pytest.mark.parametrize(
    ("title", "line", "word"),
    [
        ("2018年上半年陕西省电子商务情况（当月）", "", "当月"),
        ("2018年1—5月陕西省电子商务情况（本季）", "", "本季"),
        ("2018年6月陕西省电子商务情况（前期）", "", "前期"),
        ("2018年6月陕西省电子商务情况（上月）", "", "上月"),
        ("2018年6月陕西省电子商务情况（美国）", "", "美国"),
        ("2018年6月陕西省电子商务情况", "单位：%", "%"),
        ("2018年6月陕西省电子商务情况", "统计地区：日本", "日本"),
    ],
)
def test_another_time_place_or_unit_over_levels_of_one_area_is_asked_about(title: str, line: str, word: str) -> None:
    reading = read([[title, None], [line or None, None], ["指标", "数值（亿元）"], ["网络零售额", 43.9], ["快递业务收入", 5.2]])
    assert [problem.question for problem in reading.problems] == ["word"]
    assert f"“{word}”" in str(reading.problems[0].message)


@pytest.mark.parametrize(
    ("title", "line"), [("6月陕西省电子商务情况（本月）", "2018年"), ("陕西省电子商务情况", "报告期：2018年6月　单位：亿元、%")]
)
def test_the_time_and_the_units_of_a_table_are_no_others(title: str, line: str) -> None:
    assert read([[title, None], [line, None], ["指标", "数值（亿元）"], ["网络零售额", 43.9]]).status == "read"


def test_growth_in_points_is_none_in_per_cent() -> None:
    rows = [["2018年陕西省电子商务情况", None], ["指标", "同比增长（%）"], ["网络零售额（个百分点）", 3.9], ["快递业务收入", 5.2]]
    reading = read(rows)
    assert reading.readings[0].measure == "points" or reading.status == "review"
