"""What tables of strangers say in the head, the corner and the title: times, rates, the nation, what a table follows."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import resource
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.words import words
from tests.excel.makers import by_cell

with resource("reading", "words.toml").open("rb") as file:
    WORDS = tomllib.load(file)


def read(*rows: Sequence[Any], sheet: str = "Sheet1") -> FileReading:
    return read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet(sheet, [list(row) for row in rows])]))


def messages(reading: FileReading) -> set[str]:
    return {problem.message.template for problem in reading.problems if problem.question != "heading"}


@pytest.mark.parametrize(("name", "is_rate"), WORDS["rates"]["examples"].items())
def test_rates_are_told_by_their_names(name: str, is_rate: bool) -> None:
    assert (words().rates.search(name) is not None) is is_rate


@pytest.mark.parametrize(("line", "is_national"), WORDS["national"]["examples"].items())
def test_the_nation_is_told_by_the_beginning_of_a_title(line: str, is_national: bool) -> None:
    assert (words().national.search(line) is not None) is is_national


@pytest.mark.parametrize("corner", ["2018年", "2018"])
def test_a_year_in_the_corner_is_that_of_all_figures(corner: str) -> None:
    reading = read([corner, "网络零售额（亿元）", "增长%"], ["湖南省", 2081.5, 29.1], ["湖北省", 2630.2, 27.3])
    assert not reading.problems
    assert {one.period for one in reading.readings} == {"2018"}


def test_a_year_in_the_corner_is_that_of_the_months_across() -> None:
    reading = read(["湖南省网络零售额（亿元）"], ["2018年", "1月", "2月"], ["长沙市", 50, 60], ["株洲市", 10, 12])
    assert {one.cell: one.period for one in reading.readings} == {
        "B3": "2018M01",
        "C3": "2018M02",
        "B4": "2018M01",
        "C4": "2018M02",
    }


@pytest.mark.parametrize("order", [("年", "月", "省份"), ("省份", "年", "月"), ("年度", "月", "地区")])
def test_a_column_of_months_says_whose_month_the_figures_are(order: tuple[str, ...]) -> None:
    rows = [[{"年": 2018, "年度": 2018, "月": month}.get(head, "湖南省") for head in order] + [170.0 + month] for month in (5, 6)]
    reading = read([*order, "网络零售额（亿元）"], *rows)
    assert not reading.problems
    assert [(one.region, one.period) for one in reading.readings] == [("湖南省", "2018M05"), ("湖南省", "2018M06")]


@pytest.mark.parametrize("head", ["1至当月累计", "1月至当月", "1月份至本月", "1月—当月累计", "年内累计"])
def test_a_head_that_counts_on_to_the_month_of_the_title(head: str) -> None:
    reading = read(["2018年6月湖南省网络零售额"], ["单位：亿元"], ["指标", "当月", head], ["网络零售额", 180, 985])
    assert not reading.problems
    assert {one.cell: one.period for one in reading.readings} == {"B4": "2018M06", "C4": "2018C06"}


def test_rates_take_the_unit_of_ratios_that_the_table_names() -> None:
    reading = by_cell(
        read(
            ["湖南省2018年人口自然变动情况"],
            ["单位：人、‰"],
            ["地区", "出生人数", "出生率"],
            ["长沙市", 1234, 10.2],
        )
    )
    assert [(reading[cell].measure, reading[cell].amount.unit.symbol) for cell in ("B4", "C4")] == [
        ("value", "人"),
        ("value", "‰"),
    ]


def test_a_rate_is_in_no_unit_of_levels() -> None:
    reading = read(
        ["2018年湖南省失业情况"], ["单位：万人"], ["指标", "数值"], ["城镇登记失业人数", 38.1], ["城镇登记失业率", 3.58]
    )
    assert by_cell(reading)["B5"].amount.unit.symbol == ""
    assert "文件里没有写明单位。" in messages(reading)


@pytest.mark.parametrize("title", ["湖南省网络零售额变动情况（2018年）", "2018年湖南省网络零售额变化情况"])
def test_what_a_table_follows_is_no_measure_of_its_levels(title: str) -> None:
    reading = read([title], ["单位：亿元"], ["指标", "数值"], ["网络零售额", 2081.5])
    assert not reading.problems
    assert [(one.measure, one.amount.unit.symbol) for one in reading.readings] == [("value", "亿元")]


def test_levels_under_a_title_of_shares_are_asked_about() -> None:
    reading = read(["2018年湖南省占全国网络零售额情况"], ["单位：亿元"], ["指标", "数值"], ["网络零售额", 2081.5])
    assert any("写的是增速或占比" in message for message in messages(reading))


@pytest.mark.parametrize("title", ["2018年全国网络零售额主要数据", "2018年1—6月份全国网上零售额主要数据"])
def test_a_title_about_the_nation_names_it_behind_its_time(title: str) -> None:
    reading = read([title], ["指标", "绝对数（亿元）"], ["网络零售额", 90065])
    assert not reading.problems
    assert [one.region for one in reading.readings] == ["全国"]


def test_the_form_of_the_nation_does_not_say_who_filled_it_in() -> None:
    reading = read(["2018年全国电子商务统计年报"], ["指标", "亿元"], ["网络零售额", 2081.5])
    assert "文件里没有写明是哪个地区报送的。" in messages(reading)


@pytest.mark.parametrize("head", ["情况", "水平"])
def test_a_head_that_says_only_that_a_figure_stands_here(head: str) -> None:
    reading = read(["2018年湖南省"], ["指标", head], ["网络零售额", "2081.5亿元"], ["快递业务收入", "73.4亿元"])
    assert not reading.problems
    assert {one.item for one in reading.readings} == {""}


@pytest.mark.parametrize("sheet", ["主要指标", "主要数据", "正表"])
def test_a_sheet_named_by_words_of_any_title_says_nothing(sheet: str) -> None:
    assert not read(["2018年湖南省网络零售额"], ["指标", "亿元"], ["网络零售额", 2081.5], sheet=sheet).problems


def test_a_letter_that_sends_figures_says_nothing_of_them() -> None:
    reading = read(["关于报送2018年电子商务数据的函"], ["报送单位：湖南省商务厅"], ["指标", "亿元"], ["网络零售额", 2081.5])
    assert not reading.problems


@pytest.mark.parametrize("head", ["2018年末", "上年末", "去年底"])
def test_the_end_of_another_year_under_a_table_of_a_month_is_that_year(head: str) -> None:
    reading = read(["2019年3月末河南省各项存款"], ["指标", "3月末", head, "上年同期"], ["各项存款（亿元）", 67, 63, 60])
    assert [by_cell(reading)[cell].period for cell in ("B3", "C3", "D3")] == ["2019M03", "2018", "2018M03"]


@pytest.mark.parametrize(
    "note", ["*为1—11月累计数。", "注：*为1—11月累计数", "①2017年数据。", "注：2017年数据。", "[1]均为2016年数"]
)
def test_a_note_of_nothing_but_another_time_is_asked_about(note: str) -> None:
    reading = read(["2018年分地区网络零售额（亿元）"], ["地区", "网络零售额"], ["陕西省", 9], ["甘肃省*", 3], [note])
    assert [problem.cell for problem in reading.problems] == ["A5"]


@pytest.mark.parametrize("note", ["注：2018年数据。", "*为2018年1—12月累计数"])
def test_a_note_of_the_time_of_its_figures_asks_nothing(note: str) -> None:
    reading = read(["2018年分地区网络零售额（亿元）"], ["地区", "网络零售额"], ["陕西省", 9], ["甘肃省", 3], [note])
    assert messages(reading) == set()


def test_what_something_contributes_to_growth_is_no_growth() -> None:
    reading = read(["2018年最终消费对经济增长的贡献率"], ["地区", "数值（%）"], ["湖南省", 53.1])
    assert by_cell(reading)["B3"].measure == "value"
    assert by_cell(reading)["B3"].indicator == "最终消费对经济增长的贡献率"
