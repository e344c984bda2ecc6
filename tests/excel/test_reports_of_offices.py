"""Reports as the offices of provinces send them: forms with their numbers, months beside months so far, quantities beside money, pages of the web."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.measures import with_base_apart
from ecdesk.domain.wording.units import unit_apart, units_among
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_received, read_workbook
from ecdesk.excel.reading.texts.words import words
from tests.excel.makers import by_cell

EXAMPLES = toml_data("reading", "words.toml")["places_of_kinds"]["examples"]
N = ""
Rows = list[list[Any]]


def read(rows: Sequence[Sequence[Any]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> FileReading:
    return read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", [list(row) for row in rows], merged=merged)]))


def told(reading: FileReading, *cells: str) -> list[tuple[str, str, str, str]]:
    """Area, period, measure and unit of the figures in some cells."""
    found = [by_cell(reading)[cell] for cell in cells]
    return [(one.region, one.period, one.measure, one.amount.unit.symbol) for one in found]


def asked(reading: FileReading) -> list[str]:
    return [str(problem.message) for problem in reading.problems if problem.question not in ("heading", "region")]


def test_the_lines_of_a_form_say_who_sends_it_and_its_year_and_not_until_when_it_is_valid() -> None:
    rows: Rows = [
        ["电子商务应用情况统计表"],
        [N, N, N, "表    号：商电 2 表"],
        [N, N, N, "制定机关：商务部"],
        ["综合机关名称：河北省商务厅", N, "2018年", "有效期至：2020年1月"],
        ["指标名称", "计量单位", "代码", "本年实际", "上年实际"],
        ["甲", "乙", "丙", "1", "2"],
        ["网络零售额", "亿元", "01", 2311.8, 1822.4],
        ["其中：农村网络零售额", "亿元", "02", 511.3, 388.2],
    ]
    reading = read(rows)
    assert told(reading, "D7", "E8") == [("河北省", "2018", "value", "亿元"), ("河北省", "2017", "value", "亿元")]
    assert asked(reading) == []


def test_growth_is_of_the_month_or_of_the_months_so_far_as_its_own_heading_says() -> None:
    rows: Rows = [
        ["河南省2019年11月邮政行业发展情况"],
        ["指标", "单位", "11月份", N, "比去年同期增长（%）", N],
        [N, N, "累计", "当月", "累计", "当月"],
        ["快递业务量", "万件", 185233.4, 24112.8, 35.2, 40.1],
    ]
    reading = read(rows, ((1, 2, 1, 3), (1, 4, 1, 5), (1, 0, 2, 0), (1, 1, 2, 1)))
    assert [period for _area, period, *_rest in told(reading, "C4", "D4", "E4", "F4")] == [
        "2019C11",
        "2019M11",
        "2019C11",
        "2019M11",
    ]
    assert asked(reading) == []


def test_an_index_on_the_same_period_beside_one_on_the_same_month_counts_the_months_so_far() -> None:
    heads = ["项目", "上月=100", "上年同月=100", "上年同期=100"]
    reading = read([["2019年8月四川省居民消费价格指数"], heads, ["食品烟酒", 102.4, 107.9, 105.3]])
    assert [period for _area, period, *_rest in told(reading, "B3", "C3", "D3")] == ["2019M08", "2019M08", "2019C08"]
    alone = read([["2019年8月四川省居民消费价格指数"], [heads[0], heads[3]], ["食品烟酒", 105.3]])
    assert told(alone, "B3")[0][1] == "2019M08"


def test_money_beside_a_quantity_is_in_the_money_of_the_table() -> None:
    rows: Rows = [
        ["2022年7月浙江省出口商品", N, N, "单位：万元"],
        ["商品名称", "计量单位", "数量", "金额"],
        ["水产品", "吨", 52311, 112233],
        ["集成电路", "百万个", 522.3, 411022],
    ]
    reading = read(rows)
    assert [unit for *_rest, unit in told(reading, "C3", "D3", "C4", "D4")] == ["吨", "万元", "百万个", "万元"]
    without = read([["2022年7月浙江省出口商品"], *rows[1:]])
    assert by_cell(without)["D3"].doubt is not None


def test_a_unit_among_other_words_in_brackets_is_the_unit() -> None:
    rows: Rows = [
        ["2018年福建省经济指标"],
        ["地区", "地区生产总值（亿元，2015年不变价）", "用电量（亿千瓦时，累计）", "网络零售额（亿元，快报数）"],
        ["厦门市", 4211.9, 271.3, 822.3],
    ]
    reading = read(rows)
    assert [unit for *_rest, unit in told(reading, "B3", "C3", "D3")] == ["亿元", "亿千瓦时", "亿元"]
    assert by_cell(reading)["D3"].indicator == "online_retail" or by_cell(reading)["D3"].matched
    assert asked(reading) == []


@pytest.mark.parametrize(
    ("chunk", "unit"),
    [
        ("亿元,快报数", "亿元"),
        ("当年价格、万元", "万元"),
        ("亿元、%", ""),
        ("亿元", ""),
        ("小学,中学,年", ""),
        ("万人,万户,年末", ""),
    ],
)
def test_one_unit_among_words_stands_apart(chunk: str, unit: str) -> None:
    found = unit_apart(chunk)
    assert (found[0] if found is not None else "") == unit
    assert bool(units_among(chunk)) == bool(unit or chunk in ("亿元、%", "亿元"))


def test_two_blocks_under_titles_with_their_unit_and_their_base_are_levels_and_indices() -> None:
    heads = ["年份", "总产值", "农业"]
    rows: Rows = [
        ["黑龙江省农业总产值及指数"],
        ["一、总产值（当年价格，亿元）"],
        heads,
        [2017, 58.2, 48.1],
        [2018, 62.4, 50.3],
        ["二、总产值指数（上年=100）"],
        heads,
        [2017, 106.9, 104.4],
        [2018, 104.5, 105.6],
    ]
    reading = read(rows)
    assert [(measure, unit) for *_rest, measure, unit in told(reading, "B4", "B8", "C9")] == [
        ("value", "亿元"),
        ("index:上年=100", ""),
        ("index:上年=100", ""),
    ]
    assert asked(reading) == []


def test_tables_beside_each_other_under_the_same_headings_are_two() -> None:
    rows: Rows = [
        ["荆州市2022年上半年财政收支情况"],
        ["单位：万元"],
        ["收入项目", "金额", "增长%", N, "支出项目", "金额", "增长%"],
        ["一般公共预算收入", 822134, 6.1, N, "一般公共预算支出", 2511020, 8.2],
        ["增值税", 201133, -5.1, N, "教育", 444120, 6.8],
    ]
    found = by_cell(read(rows))
    assert [found[cell].indicator for cell in ("B4", "F4", "G5")] == ["一般公共预算收入", "一般公共预算支出", "教育"]


def test_a_heading_over_places_of_several_kinds_is_no_place() -> None:
    rows: Rows = [
        ["宜昌市2019年社会消费品零售总额"],
        ["县市区", "零售额（万元）", "同比增长%"],
        ["全市", 8211233, 10.4],
        ["夷陵区", 1233121, 11.2],
        ["枝江市", 944010, 9.9],
    ]
    reading = read(rows)
    assert [area for area, *_rest in told(reading, "B3", "B4")] == ["宜昌市", "夷陵区"]
    assert not [message for message in asked(reading) if "地区名录" not in message]


@pytest.mark.parametrize(("heading", "is_region"), EXAMPLES.items())
def test_headings_of_several_kinds_of_places(heading: str, is_region: bool) -> None:
    found = words().places_of_kinds.fullmatch(heading.replace("（", "(").replace("）", ")")) is not None
    assert found is is_region


def test_one_year_in_per_cent_of_another_is_an_index_of_its_own() -> None:
    rows: Rows = [
        ["吉林省国民经济主要指标"],
        ["指标", "计量单位", "2018年", "2019年", "2019年为2018年%"],
        ["粮食产量", "万吨", 3632.7, 3877.9, 106.8],
    ]
    reading = read(rows)
    assert told(reading, "D3", "E3") == [("吉林省", "2019", "value", "万吨"), ("吉林省", "2019", "index:2018年=100", "")]
    assert asked(reading) == []
    assert with_base_apart("本年为上年的%") == "本年(上年=100)"
    assert with_base_apart("作为上市企业%") == "作为上市企业%"


def test_the_title_of_a_web_page_says_what_its_table_is_of() -> None:
    page = (
        "<html><head><meta charset=utf-8></head><body><h2>福州市2023年1-4月房地产开发情况</h2><table>"
        "<tr><td>指标<td>计量单位<td>1-4月<td>增减（%）<tr><td>商品房销售额<td>亿元<td>488.7<td>15.8</table>"
    )
    reading = read_received(page.encode(), "报表.html")
    assert told(reading, "C3", "D3") == [("福州市", "2023C04", "value", "亿元"), ("福州市", "2023C04", "growth", "%")]
