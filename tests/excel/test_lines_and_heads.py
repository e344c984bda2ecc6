"""Lines over blocks, parts of a whole, and heads that look like something else: what figures come to say, or that it is asked."""

from __future__ import annotations

import tomllib

import pytest

from ecdesk.domain.resources import resource
from ecdesk.excel.reading.texts.words import words
from tests.excel.test_evidence import Rows, read

with resource("reading", "words.toml").open("rb") as file:
    NOISE = tomllib.load(file)["noise"]

Told = dict[str, tuple[str, ...]]
"""Region, indicator with its item, period, measure, value of cells."""


def said(rows: Rows, sheet: str = "Sheet1") -> Told:
    """The same of every reading, whether it is asked about or not."""
    return {
        one.cell: (
            one.region,
            "/".join(filter(None, (one.indicator, one.item))),
            one.period,
            one.measure,
            f"{one.amount.value:f}{one.amount.unit.symbol}",
        )
        for one in read(rows, sheet).readings
    }


BLOCKS: dict[str, tuple[Rows, Told]] = {
    "numbered districts of the city in the title, inside a table": (
        [["杭州市2016年概况"], ["时间", "植树面积（亩）"], ["一、上城区"], ["2016年", 31.5], ["二、拱墅区"], ["2015年", 28.4]],
        {"B4": ("上城区", "植树面积", "2016", "value", "31.5亩"), "B6": ("拱墅区", "植树面积", "2015", "value", "28.4亩")},
    ),
    "numbered cities, each with its own heads, of which a catalogue knows one": (
        [
            ["湖北省2016年概况"],
            ["一、武汉市"],
            ["指标", "数值"],
            ["植树面积（亩）", 31.5],
            ["二、黄石市"],
            ["指标", "数值"],
            ["造林面积（亩）", 28.4],
        ],
        {"B4": ("武汉市", "植树面积", "2016", "value", "31.5亩"), "B7": ("黄石市", "造林面积", "2016", "value", "28.4亩")},
    ),
    "a year after a half, each with its own heads": (
        [
            ["江西省概况"],
            ["2016年上半年"],
            ["指标", "数值"],
            ["植树面积（亩）", 31.5],
            ["2016年"],
            ["指标", "数值"],
            ["造林面积（亩）", 60.4],
        ],
        {"B4": ("江西省", "植树面积", "2016H1", "value", "31.5亩"), "B7": ("江西省", "造林面积", "2016", "value", "60.4亩")},
    ),
    "a year after months, inside a table": (
        [["植树面积"], ["地区", "数值（亩）"], ["2016年1-9月"], ["江西省", 31.5], ["2016年"], ["湖北省", 60.4]],
        {"B4": ("江西省", "植树面积", "2016C09", "value", "31.5亩"), "B6": ("湖北省", "植树面积", "2016", "value", "60.4亩")},
    ),
    "parts of the year in the title, the whole of it last": (
        [
            ["江西省2016年概况"],
            ["上半年"],
            ["指标", "数值"],
            ["植树面积（亩）", 31.5],
            ["1-9月"],
            ["指标", "数值"],
            ["植树面积（亩）", 42.5],
            ["全年"],
            ["指标", "数值"],
            ["植树面积（亩）", 60.4],
        ],
        {
            "B4": ("江西省", "植树面积", "2016H1", "value", "31.5亩"),
            "B7": ("江西省", "植树面积", "2016C09", "value", "42.5亩"),
            "B10": ("江西省", "植树面积", "2016", "value", "60.4亩"),
        },
    ),
    "years over rows of places": (
        [
            ["各地区植树面积（亩）"],
            ["2015"],
            ["地区", "植树面积"],
            ["江西省", 31.5],
            ["2016"],
            ["地区", "植树面积"],
            ["江西省", 32.5],
        ],
        {"B4": ("江西省", "植树面积", "2015", "value", "31.5亩"), "B7": ("江西省", "植树面积", "2016", "value", "32.5亩")},
    ),
    "a part of the year over years": (
        [["江西省植树面积（亩）"], ["指标", "数值"], ["一季度"], ["2016年"], ["植树面积", 31.5], ["2015年"], ["植树面积", 28.4]],
        {"B5": ("江西省", "植树面积", "2016Q1", "value", "31.5亩"), "B7": ("江西省", "植树面积", "2015Q1", "value", "28.4亩")},
    ),
    "months with numbers before them": (
        [["2016年江西省概况"], ["指标", "总量"], ["一、4月"], ["植树面积（亩）", 31.5], ["二、5月"], ["植树面积（亩）", 28.4]],
        {"B4": ("江西省", "植树面积", "2016M04", "value", "31.5亩"), "B6": ("江西省", "植树面积", "2016M05", "value", "28.4亩")},
    ),
    "cities beside their provinces": (
        [["2016年概况"], ["省份", "城市", "植树面积（亩）"], ["湖北省", "黄石市", 31.5], ["湖南省", "衡阳市", 28.4]],
        {"C3": ("黄石市", "植树面积", "2016", "value", "31.5亩"), "C4": ("衡阳市", "植树面积", "2016", "value", "28.4亩")},
    ),
}


@pytest.mark.parametrize(("rows", "wanted"), BLOCKS.values(), ids=BLOCKS)
def test_figures_are_of_the_line_over_their_block(rows: Rows, wanted: Told) -> None:
    found = said(rows)
    assert {cell: found.get(cell) for cell in wanted} == wanted


@pytest.mark.parametrize(("line", "says_nothing"), NOISE["line_examples"].items())
def test_a_line_may_say_only_how_to_handle_the_paper(line: str, says_nothing: bool) -> None:
    assert (words().noise_lines.match(line) is not None) is says_nothing


@pytest.mark.parametrize(("line", "tells"), NOISE["release_dates"].items())
def test_a_line_may_say_nothing_but_when_figures_were_released(line: str, tells: bool) -> None:
    assert words().tells_release(line) is tells


PARTS: dict[str, tuple[Rows, Told]] = {
    "parts beside their sum": (
        [["2016年各地区图书馆座席数"], ["单位：个"], ["地区", "合计", "城镇", "山区"], ["江西省", 88, 60, 28]],
        {
            "B4": ("江西省", "图书馆座席数", "2016", "value", "88个"),
            "C4": ("江西省", "图书馆座席数/城镇", "2016", "value", "60个"),
            "D4": ("江西省", "图书馆座席数/山区", "2016", "value", "28个"),
        },
    ),
    "a part beside its whole, whatever the title is about": (
        [["2016年各地区林业面积"], ["地区", "植树面积（亩）", "其中：松林", "苗圃数（个）"], ["江西省", 88.1, 60.2, 28]],
        {
            "B3": ("江西省", "植树面积", "2016", "value", "88.1亩"),
            "C3": ("江西省", "植树面积/松林", "2016", "value", "60.2亩"),
            "D3": ("江西省", "苗圃数", "2016", "value", "28个"),
        },
    ),
    "general words that tell columns apart": (
        [["2016年各地区茶叶外销情况"], ["地区", "数量（吨）", "金额（万元）"], ["江西省", 31.5, 88.2]],
        {
            "B3": ("江西省", "茶叶外销/数量", "2016", "value", "31.5吨"),
            "C3": ("江西省", "茶叶外销/金额", "2016", "value", "88.2万元"),
        },
    ),
    "rows farther in with the unit of the row above": (
        [
            ["江西省2016年概况"],
            ["指标", "单位", "2016年"],
            ["植树面积", "亩", 60.4],
            ["    松林", "亩", 31.5],
            ["    竹林", "亩", 28.9],
            ["育苗数", "株", 900],
        ],
        {
            "C4": ("江西省", "植树面积/松林", "2016", "value", "31.5亩"),
            "C5": ("江西省", "植树面积/竹林", "2016", "value", "28.9亩"),
            "C6": ("江西省", "育苗数", "2016", "value", "900株"),
        },
    ),
}


@pytest.mark.parametrize(("rows", "wanted"), PARTS.values(), ids=PARTS)
def test_parts_take_the_name_of_their_whole(rows: Rows, wanted: Told) -> None:
    found = said(rows)
    assert {cell: found.get(cell) for cell in wanted} == wanted


HEADS: dict[str, tuple[Rows, Told]] = {
    "a fall that is printed positive": (
        [["2016年各地区植树面积"], ["地区", "植树面积（亩）", "同比下降（%）"], ["江西省", 31.5, 1.2], ["湖北省", 28.4, 0]],
        {
            "C3": ("江西省", "植树面积", "2016", "growth", "-1.2%"),
            "C4": ("湖北省", "植树面积", "2016", "growth", "0%"),
        },
    ),
    "how much less": (
        [["2016年各地区概况"], ["地区", "植树面积（亩）", "比上年减少（亩）"], ["江西省", 31.5, 1.2]],
        {"C3": ("江西省", "植树面积", "2016", "change", "-1.2亩")},
    ),
    "how much more on balance": (
        [["2016年各地区概况"], ["地区", "植树面积（亩）", "较上年净增（亩）"], ["江西省", 31.5, 1.2]],
        {"C3": ("江西省", "植树面积", "2016", "change", "1.2亩")},
    ),
    "figures that look like years": (
        [["江西省概况"], ["指标", "2016年"], ["苗圃数（个）", 2019], ["护林员数（人）", 1990]],
        {
            "B3": ("江西省", "苗圃数", "2016", "value", "2019个"),
            "B4": ("江西省", "护林员数", "2016", "value", "1990人"),
        },
    ),
    "two runs of years": (
        [
            ["江西省植树面积"],
            [None, "植树面积（亩）", None, None, "增长（%）", None],
            ["地区", 2014, 2015, 2016, 2015, 2016],
            ["江西省", 31.5, 32.5, 33.5, 3.2, 3.1],
        ],
        {
            "B4": ("江西省", "植树面积", "2014", "value", "31.5亩"),
            "F4": ("江西省", "植树面积", "2016", "growth", "3.1%"),
        },
    ),
    "two units in one line": (
        [["2016年各地区概况"], [None, None, "单位：亩/%"], ["地区", "植树面积", "增速"], ["江西省", 31.5, 1.2]],
        {
            "B4": ("江西省", "植树面积", "2016", "value", "31.5亩"),
            "C4": ("江西省", "植树面积", "2016", "growth", "1.2%"),
        },
    ),
    "when the figures were released": (
        [["各地区植树面积（亩）"], ["2019年4月发布"], ["地区", "2015年", "2016年"], ["江西省", 31.5, 32.5]],
        {"C4": ("江西省", "植树面积", "2016", "value", "32.5亩")},
    ),
    "when the figures were brought up to date, in a cell of its own": (
        [
            ["Data Source", "World Tables"],
            ["Last Updated Date", "2019-07-01"],
            ["Country Name", "Indicator Name", "2015", "2016"],
            ["China", "Planted area (mu)", 31.5, 32.5],
            ["Aruba", "Planted area (mu)", 1.5, 2.5],
        ],
        {
            "D4": ("全国", "Planted area(mu)", "2016", "value", "32.5"),
            "C5": ("Aruba", "Planted area(mu)", "2015", "value", "1.5"),
        },
    ),
    "a period, and what is measured, in columns": (
        [
            ["地区", "指标", "期间", "单位", "类型", "数值"],
            ["江西省", "植树面积", 2016, "亩", "绝对值", 31.5],
            ["江西省", "植树面积", 2016, "%", "同比增速", 1.2],
        ],
        {
            "F2": ("江西省", "植树面积", "2016", "value", "31.5亩"),
            "F3": ("江西省", "植树面积", "2016", "growth", "1.2%"),
        },
    ),
}


@pytest.mark.parametrize(("rows", "wanted"), HEADS.values(), ids=HEADS)
def test_heads_say_what_they_say_and_no_more(rows: Rows, wanted: Told) -> None:
    found = said(rows)
    assert {cell: found.get(cell) for cell in wanted} == wanted


ASKED: dict[str, tuple[Rows, str, str]] = {
    "growth behind a month and the months so far": (
        [["江西省2016年5月概况"], ["指标", "单位", "本月", "累计", "同比增长（%）"], ["植树面积", "亩", 31.5, 60.4, 1.2]],
        "E3",
        "累计数",
    ),
    "a fall of both signs": (
        [["2016年植树面积"], ["地区", "植树面积（亩）", "同比下降（%）"], ["江西省", 31.5, 1.2], ["湖北省", 28.4, -2.1]],
        "C3",
        "请确认正负",
    ),
    "a level and its growth in the title, and no head for either": (
        [["江西省植树面积（亩）及增长（%）"], ["地区", 2015, 2016], ["江西省", 31.5, 32.5]],
        "B3",
        "没有分开写",
    ),
    "a remark that says another time": (
        [
            ["江西省2016年概况"],
            ["指标", "单位", "数值", "备注"],
            ["植树面积", "亩", 31.5, "为1-11月数"],
            ["育苗数", "株", 9, None],
        ],
        "D3",
        "没有用上",
    ),
    "a remark on how figures are counted": (
        [
            ["江西省2016年概况"],
            ["指标", "单位", "数值", "备注"],
            ["植树面积", "亩", 31.5, "按可比口径"],
            ["育苗数", "株", 9, None],
        ],
        "D3",
        "没有用上",
    ),
}


@pytest.mark.parametrize(("rows", "cell", "words"), ASKED.values(), ids=ASKED)
def test_what_has_two_readings_is_asked(rows: Rows, cell: str, words: str) -> None:
    reading = read(rows)
    assert any(words in str(one.message) for one in reading.problems if one.cell == cell)


def test_growth_of_the_month_needs_no_question_beside_that_of_the_months_so_far() -> None:
    rows = [
        ["江西省2016年5月概况"],
        ["指标", "单位", "本月", "累计", "同比（%）", "累计同比（%）"],
        ["植树面积", "亩", 3, 6, 1.2, 3.4],
    ]
    found = said(rows)
    assert (found["E3"][2], found["F3"][2]) == ("2016M05", "2016C05")


def test_the_name_of_a_sheet_comes_before_the_field_in_a_title() -> None:
    found = said([["江西省林业统计数据"], ["时间", "总量（亩）"], ["2016年", 31.5]], "植树面积")
    assert found["B3"] == ("江西省", "植树面积", "2016", "value", "31.5亩")


@pytest.mark.parametrize("head", ["增速排名", "位次", "面积排序"])
def test_ranks_are_no_figures(head: str) -> None:
    rows = [["2016年各地区概况"], ["地区", "植树面积（亩）", head], ["江西省", 31.5, 2], ["湖北省", 28.4, 5]]
    assert [one.cell for one in read(rows).readings] == ["B3", "B4"]


def test_a_sum_over_some_areas_is_told_and_left_out() -> None:
    reading = read([["2016年网络零售额（亿元）"], ["地区", "数值"], ["江西省", 31.5], ["湖北省", 28.4], ["合计", 59.9]])
    assert [one.cell for one in reading.readings] == ["B3", "B4"]
    assert [(one.cell, "没有读入" in str(one.message)) for one in reading.problems] == [("B5", True)]
    assert reading.status == "read"


def test_one_question_for_all_places_of_a_column_that_no_catalogue_has() -> None:
    rows = [["Country Name", "2016"], *([name, number] for number, name in enumerate(["Aruba", "Chile", "Malta", "Togo"], 11))]
    reading = read(rows)
    assert [one.region for one in reading.readings] == ["Aruba", "Chile", "Malta", "Togo"]
    assert sum("Aruba" in str(one.message) or "Chile" in str(one.message) for one in reading.problems) == 1


def test_cells_that_say_no_data_are_no_problems() -> None:
    rows = [["2016年各地区植树面积（亩）"], ["地区", "数值"], ["江西省", "no data"], ["湖北省", 28.4], ["湖南省", "no data"]]
    assert not any("no data" in str(one.message) for one in read(rows).problems)
