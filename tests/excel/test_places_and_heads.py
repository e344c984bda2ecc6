"""Places below provinces, in rows, columns and titles, and heads and lines that say more than one thing."""

from __future__ import annotations

from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import toml_data
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.words import is_firm
from tests.excel.makers import by_cell

TITLE = ["2018年各地区网络零售额"]
BODY = [["浙江省", 11.5, 2.5], ["江苏省", 12.5, 3.5], ["山东省", 14.5, 1.5]]
HEADS = ["地区", "2018年", "同比增长（%）"]


def read(*rows: list[Any], sheet: str = "Sheet1", file: str = "报表.xlsx") -> FileReading:
    width = max(map(len, rows))
    return read_workbook(Workbook(file, "xlsx", [Sheet(sheet, [[*row, *[""] * (width - len(row))] for row in rows])]))


def words_asked(reading: FileReading) -> list[str]:
    return [str(problem.message) for problem in reading.problems if problem.question == "word"]


def names_asked(reading: FileReading) -> list[str]:
    return [problem.subject for problem in reading.problems if problem.question == "heading"]


# -- places


@pytest.mark.parametrize("mark", ["[注1]", "（注）", "*", "①", "¹"])
def test_a_mark_of_a_note_is_no_part_of_a_place_that_no_catalogue_has(mark: str) -> None:
    found = by_cell(read(TITLE, HEADS, ["杭州市", 1.5, 2], [f"嘉兴市{mark}", 2.5, 3], ["温州市", 3.5, 4]))
    assert found["B4"].region == "嘉兴市"


@pytest.mark.parametrize(
    "title", ["杭州市各区县旅游总收入", "杭州市分区旅游总收入", "杭州市各区（县、市）旅游总收入", "杭州市各区县2018年旅游总收入"]
)
def test_a_title_by_districts_names_the_city_and_what_is_counted(title: str) -> None:
    reading = read([title], ["单位：亿元"], ["区（市、县）", "2018年"], ["西湖区", 1.5], ["余杭区", 2.5], ["桐庐县", 3.5])
    assert {(one.region, one.indicator) for one in reading.readings} == {
        (place, "旅游总收入") for place in ("西湖区", "余杭区", "桐庐县")
    }
    assert words_asked(reading) == []


@pytest.mark.parametrize("title", ["浙江省各地市贸易统计表", "浙江省分市贸易统计表", "浙江省各市贸易统计表"])
def test_a_field_by_cities_says_nothing_that_has_to_be_asked(title: str) -> None:
    reading = read([title], ["城市", "2018年出口总额（亿元）"], ["杭州市", 1.5], ["宁波市", 2.5], ["温州市", 3.5])
    assert words_asked(reading) == [] and names_asked(reading) == ["出口总额"]


def test_the_name_of_a_sheet_says_more_than_the_field_of_its_title() -> None:
    reading = read(["2019年各地区贸易统计表"], ["单位：亿元"], ["地区", "2019年"], *BODY, sheet="出口总额")
    assert {one.indicator for one in reading.readings} == {"出口总额"}


def test_a_prefecture_called_like_a_province_stands_among_its_own() -> None:
    rows = [["西宁", 1, 2], ["海东", 2, 3], ["海北", 3, 4], ["海南", 4, 5], ["果洛", 5, 6]]
    assert by_cell(read(["2018年青海省各市州网络零售额"], HEADS, *rows))["B6"].region == "海南州"
    assert by_cell(read(TITLE, HEADS, ["大连", 1, 2], ["宁波", 2, 3], ["海南", 4, 5], ["吉林", 4, 5]))["B5"].region == "海南省"
    reading = read(
        ["青海省2018年情况"], ["指标", "2018年"], ["网络零售额（亿元）", 1.5], ["快递业务量（万件）", 2.5], sheet="海南州"
    )
    assert {one.region for one in reading.readings} == {"海南州"}


@pytest.mark.parametrize("city", ["广州市", "广州"])
def test_growth_beside_columns_of_places_is_of_the_place_on_its_left(city: str) -> None:
    heads = ["指标", city, "同比增长（%）", "深圳", "同比增长（%）"]
    found = by_cell(read(["广东省2019年农业情况"], heads, ["蔬菜产量（万吨）", 1, 2, 3, 4]))
    assert [found[cell].region for cell in ("B3", "C3", "D3", "E3")] == [city, city, "深圳市", "深圳市"]


def test_a_row_of_the_year_before_is_none_of_the_column_of_this_year() -> None:
    rows = [["浙江省（上年同期）", 11.5, 10.5], ["江苏省", 12.5, 11.5]]
    assert len(words_asked(read(TITLE, ["单位：亿元"], ["地区", "2018年", "2017年"], *rows))) == 1


@pytest.mark.parametrize("title", ["表2-3 全国能源统计表", "附件2：2019年全国能源情况"])
def test_the_nation_behind_the_number_of_a_table_is_that_of_its_figures(title: str) -> None:
    reading = read([title], ["指标", "2019年"], ["原煤产量（万吨）", 1.5], ["原油产量（万吨）", 2.5])
    assert {one.region for one in reading.readings} == {"全国"}


# -- names of firms


@pytest.mark.parametrize("heads", [["企业名称", "网络零售额（万元）"], ["企业名称", "营业收入（万元）"]])
def test_a_list_of_firms_is_asked_about_once(heads: list[str]) -> None:
    firms = [[f"杭州{chr(0x4E00 + number * 7)}云电子商务有限公司", 100 + number] for number in range(40)]
    assert len([one for one in read(["2018年浙江省企业情况"], heads, *firms).problems if one.question == "heading"]) == 1


@pytest.mark.parametrize(("name", "is_one"), toml_data("reading", "words.toml")["other"]["firm_names"].items())
def test_names_of_firms(name: str, is_one: bool) -> None:
    assert is_firm(name) is is_one


# -- heads and lines


def test_growth_behind_a_quarter_and_a_half_is_of_the_later_end() -> None:
    found = by_cell(read(["2018年网络零售额（亿元）"], ["地区", "一季度", "上半年", "同比（%）"], ["浙江省", 1.5, 2.5, 3.5]))
    assert [found[cell].period for cell in ("B3", "C3", "D3")] == ["2018Q1", "2018H1", "2018H1"]


def test_heads_that_each_say_their_unit_are_no_lines_over_the_table() -> None:
    heads = ["", "原煤产量（单位：万吨）", "原油产量（单位：万吨）", "发电量（单位：亿千瓦时）"]
    found = by_cell(read(["2019年能源情况"], ["地区", "1月", "", ""], heads, ["浙江省", 1, 2, 3], ["江苏省", 4, 5, 6]))
    assert [(found[cell].indicator, found[cell].amount.unit.symbol) for cell in ("B4", "C4", "D4")] == [
        ("原煤产量", "万吨"),
        ("原油产量", "万吨"),
        ("发电量", "亿千瓦时"),
    ]


def test_countries_head_a_table_as_any_place_does() -> None:
    heads = [["国家", "接待游客（万人次）", "", "旅游收入（亿元）", ""], ["", "本期", "同比（%）", "本期", "同比（%）"]]
    found = by_cell(read(["2018年浙江省主要客源国情况"], *heads, ["日本", 1, 2, 3, 4], ["韩国", 5, 6, 7, 8]))
    assert [found[cell].indicator for cell in ("B4", "C4", "D4", "E4")] == ["接待游客", "接待游客", "旅游收入", "旅游收入"]


def test_a_block_that_names_what_it_counts_takes_no_name_from_the_one_before() -> None:
    heads = ["地区", "数值"]
    blocks = [
        ["一、社会消费品零售总额（单位：亿元）"],
        heads,
        *BODY,
        ["二、出口总额（单位：亿美元）"],
        ["地区", "本期实际"],
        *BODY,
    ]
    found = by_cell(read(["2019年各省贸易主要指标"], *blocks))
    assert (found["B4"].indicator, found["B9"].indicator) == ("社会消费品零售总额", "出口总额")


@pytest.mark.parametrize("line", ["单位：亿元，万吨", "单位：亿元（万吨）", "单位：亿元、万件"])
def test_units_of_which_some_are_of_no_figure_are_asked_about(line: str) -> None:
    assert read(TITLE, [line], HEADS, *BODY).status == "review"


@pytest.mark.parametrize("note", ["注：1—11月。", "注：2016年。", "注：上月=100。", "注：四舍五入。1—11月。", "注：截至9月末。"])
def test_a_note_of_nothing_but_another_time_or_base_is_asked_about(note: str) -> None:
    assert len(words_asked(read(TITLE, ["单位：亿元"], HEADS, *BODY, [note]))) == 1


@pytest.mark.parametrize("note", ["注：2018年。", "2019年3月", "注：本表数据为快报数，与最终核实数可能略有出入。"])
def test_one_of_its_own_time_or_of_what_holds_of_any_table_is_not(note: str) -> None:
    assert words_asked(read(TITLE, ["单位：亿元"], HEADS, *BODY, [note])) == []


@pytest.mark.parametrize("word", ["含税", "不含税"])
def test_whether_taxes_are_in_it_is_asked_about(word: str) -> None:
    assert len(words_asked(read([f"{TITLE[0]}（{word}）"], ["单位：亿元"], HEADS, *BODY))) == 1


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("2020年与2018年沈阳市主要指标", "沈阳市"),
        ("2018年阜阳市颍州区主要指标", "阜阳市颍州区"),
        ("2018年上海市浦东新区主要指标", "浦东新区"),
    ],
)
def test_a_title_names_a_city_wherever_it_stands_and_its_district(title: str, area: str) -> None:
    found = read([title], ["单位：亿元"], ["指标", "2018年"], ["社会消费品零售总额", 12.5], ["出口总额", 3.5])
    assert {reading.region for reading in found.readings} == {area}
