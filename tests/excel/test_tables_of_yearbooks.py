"""Tables of yearbooks and releases whose labels need the table around them: shares beside levels, partners, changes, areas named by kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import resource
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.measures import may_be_change
from ecdesk.domain.wording.places import place_around
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.words import words
from tests.excel.makers import by_cell

with resource("reading", "words.toml").open("rb") as file:
    PARTNER_HEADINGS = tomllib.load(file)["partners"]["examples"]
N = ""
Rows = list[list[Any]]


def read(rows: Sequence[Sequence[Any]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> FileReading:
    return read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", [list(row) for row in rows], merged=merged)]))


def names(reading: FileReading, *cells: str) -> list[tuple[str, str, str]]:
    """Indicator, item and measure of the figures in some cells."""
    found = by_cell(reading)
    return [(found[cell].indicator, found[cell].item, found[cell].measure) for cell in cells]


def asked(reading: FileReading) -> set[str]:
    return {problem.message.template for problem in reading.problems if problem.question != "heading"}


def test_shares_are_of_what_the_levels_beside_them_are_under_the_same_headings() -> None:
    rows: Rows = [
        ["2018年湖南省人口年龄构成"],
        ["年龄", "人口数（人）", N, N, "占总人口比重（%）", N, N],
        [N, "合计", "男", "女", "合计", "男", "女"],
        ["0—14岁", 6817, 3586, 3231, 18.2, 9.6, 8.6],
        ["15—64岁", 30500, 15600, 14900, 81.8, 41.8, 40.0],
    ]
    reading = read(rows, ((1, 1, 1, 3), (1, 4, 1, 6), (1, 0, 2, 0)))
    assert names(reading, "B4", "C4", "E4", "F4") == [
        ("人口数", "0—14岁", "value"),
        ("人口数/男", "0—14岁", "value"),
        ("人口数", "0—14岁", "share:总人口"),
        ("人口数/男", "0—14岁", "share:总人口"),
    ]


def test_the_sum_of_the_columns_is_what_the_title_says() -> None:
    rows: Rows = [
        ["2018年各地区医疗卫生机构床位数"],
        ["单位：万张"],
        ["地区", "合计", "医院"],
        ["湖南", 48.26, 34.01],
        ["湖北", 39.4, 28.1],
    ]
    assert names(read(rows), "B4", "C4") == [("医疗卫生机构床位数", "", "value"), ("医疗卫生机构床位数", "医院", "value")]


def test_a_row_as_far_out_as_a_line_between_rows_is_not_under_it() -> None:
    rows: Rows = [
        ["2018年湖南省就业"],
        ["项目", "2018年"],
        ["就业人员（万人）", 3738.6],
        ["构成（合计=100）", N],
        ["  第一产业", 39.1],
        ["  第二产业", 22.3],
        ["城镇登记失业率（%）", 3.58],
    ]
    assert names(read(rows), "B5", "B7") == [("第一产业", "", "share"), ("城镇登记失业率", "", "value")]


PARTNERS: Rows = [
    ["大洲", "国家", "入境人次（万人次）", "同比（%）"],
    ["亚洲", "日本", 12.1, 3.2],
    [N, "新加坡", 9.7, 1.8],
    ["欧洲", "英国", 7.4, 2.2],
]


def test_countries_beside_the_figures_of_a_province_are_what_those_are_split_by() -> None:
    reading = read([["2018年四川省入境游客"], *PARTNERS])
    assert names(reading, "C3", "C4", "D5") == [
        ("入境人次", "亚洲/日本", "value"),
        ("入境人次", "亚洲/新加坡", "value"),
        ("入境人次", "欧洲/英国", "growth"),
    ]
    assert {one.region for one in reading.readings} == {"四川省"} and asked(reading) == set()


def test_countries_that_the_nation_stands_among_are_places() -> None:
    rows: Rows = [["国家", "网络零售额（亿元）"], ["中国", 90065], ["美国", 35600]]
    assert [one.region for one in read([["2018年"], *rows]).readings] == ["全国", "美国"]


def test_where_goods_come_from_is_no_area_of_the_figures() -> None:
    rows: Rows = [["2018年湖南省进口"], ["原产国（地）", "进口（万元）"], ["合计", 700], ["台湾省", 120], ["日本", 580]]
    reading = read(rows)
    assert [(one.region, one.item) for one in reading.readings] == [("湖南省", ""), ("湖南省", "台湾省"), ("湖南省", "日本")]


def change(values: list[float], *levels: tuple[str, list[float]]) -> FileReading:
    """The reading of a table of places whose last column says 比上年增减 and no unit."""
    heads = ["地区", *(name for name, _values in levels), "比上年增减"]
    body = [
        [place, *row] for place, *row in zip(("湖南", "湖北", "江西"), *(held for _name, held in levels), values, strict=True)
    ]
    return read([["2018年进出口总额"], ["单位：亿元"], heads, *body])


YEARS: tuple[tuple[str, list[float]], ...] = ("2018年", [3079.5, 3487.2, 3164.9]), ("2017年", [2434.3, 3134.3, 3020.0])


@pytest.mark.parametrize(
    ("values", "measure", "unit"), [([26.5, 11.3, 4.8], "growth", "%"), ([645.2, 352.9, 144.9], "change", "亿元")]
)
def test_two_years_tell_whether_a_column_holds_growth_or_a_change(values: list[float], measure: str, unit: str) -> None:
    last = change(values, *YEARS).readings[-1]
    assert (last.measure, last.amount.unit.symbol) == (measure, unit)
    assert last.doubt is None or last.doubt.template.startswith("“{heading}”是哪个指标")


@pytest.mark.parametrize(
    ("values", "level", "is_asked"),
    [
        ([26.5, 11.3, 4.8], [3079, 3487, 3165], False),
        ([26.5, 11.3, 4.8], [3079.5, 3487.2, 3164.9], True),
        ([645, 353, 145], [3079, 3487, 3165], True),
    ],
)
def test_a_change_beside_one_year_is_asked_about_unless_its_decimals_are_those_of_growth(
    values: list[float], level: list[float], is_asked: bool
) -> None:
    assert any("增减的百分数" in question for question in asked(change(values, ("2018年", level)))) is is_asked


def test_the_whole_province_in_the_table_of_a_city_is_not_the_city() -> None:
    rows: Rows = [
        ["2018年深圳市网络零售额"],
        ["单位：亿元"],
        ["地区", "2018年"],
        ["全省", 19190.5],
        ["全市", 3210.5],
        ["福田区", 820.2],
    ]
    assert [one.region for one in read(rows).readings] == ["广东省", "深圳市", "福田区"]
    columns: Rows = [["2018年深圳市网络零售额"], ["指标", "全省", "全市"], ["网络零售额（亿元）", 19190.5, 3210.5]]
    assert [one.region for one in read(columns).readings] == ["广东省", "深圳市"]


def test_the_whole_province_beside_a_city_that_no_list_has_is_asked_about() -> None:
    rows: Rows = [["2018年宁乡市网络零售额"], ["单位：亿元"], ["指标", "全省", "全市"], ["网络零售额", 2081.5, 110.5]]
    first, second = read(rows).readings
    assert first.region == "" and first.doubt is not None and second.region == "宁乡市"


def test_growth_below_the_years_says_its_time_with_it() -> None:
    rows: Rows = [
        ["湖南省网络零售额"],
        ["年份", "网络零售额（亿元）"],
        [2017, 1651.0],
        [2018, 2081.5],
        ["2018年比上年增长（%）", 26.1],
    ]
    last = read(rows).readings[-1]
    assert (last.period, last.measure, last.amount.unit.symbol, last.doubt) == ("2018", "growth", "%", None)


def test_a_code_of_our_own_for_a_region_is_no_name_in_a_text() -> None:
    rows: Rows = [["2018年"], ["指标", "2018年"], ["网络零售额（亿元）", 110.5]]
    reading = read_workbook(Workbook("r2 网络零售额.xlsx", "xlsx", [Sheet("Sheet1", rows)]))
    assert reading.region == "" and reading.readings[0].region == ""


def test_a_part_farther_in_than_its_whole_goes_on_its_parts() -> None:
    rows: Rows = [
        ["2018年湖南省工业"],
        ["分组", "利润总额（亿元）"],
        ["规上企业", 790.2],
        ["其中：采矿业", 24.6],
        ["      制造业", 630.9],
        ["其中：国有控股企业", 260.2],
    ]
    items = [item for _indicator, item, _measure in names(read(rows), "B4", "B5", "B6")]
    assert items == ["规上企业/采矿业", "规上企业/制造业", "规上企业/国有控股企业"]


def test_points_below_one_are_no_fractions() -> None:
    rows: Rows = [
        ["2018年湖南省"],
        ["指标", "2018年增速（%）", "比上年提高百分点"],
        ["网络零售额", 8.0, 0.2],
        ["农村网络零售额", 8.1, -0.1],
    ]
    assert not any("小数" in question for question in asked(read(rows)))


def test_an_average_of_times_is_no_time() -> None:
    rows: Rows = [["2018年湖南省网络零售额"], ["月份", "网络零售额（亿元）"], ["1月", 151.0], ["2月", 131.5], ["平均", 141.3]]
    assert read(rows).readings[-1].doubt is not None


def test_words_that_leave_open_whether_they_say_growth() -> None:
    either = words_of("measures.toml")["either"]
    assert all(map(may_be_change, either["open"])) and not any(map(may_be_change, either["settled"]))


@pytest.mark.parametrize(("label", "kind"), words_of("words.toml")["around"]["examples"].items())
def test_areas_that_are_named_by_their_kind(label: str, kind: str) -> None:
    assert place_around(label) == kind


@pytest.mark.parametrize(("heading", "kind"), PARTNER_HEADINGS.items())
def test_headings_over_partners(heading: str, kind: str) -> None:
    patterns: dict[str, re.Pattern[str]] = {"abroad": words().abroad, "partner": words().partner}
    assert [name for name, pattern in patterns.items() if pattern.fullmatch(fold(heading))] == [kind] * bool(kind)
