"""What clerks leave to the reader of a table: places before words for figures, the unit in a note, a base alone over figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.excel.makers import by_cell, read_rows


def test_a_place_that_no_catalogue_has_is_told_from_the_words_for_figures_behind_it(tmp_path: Path) -> None:
    rows = [
        ["2021年杭州市零售情况（亿元）"],
        ["指标", "上城区本期", "上城区同比（%）", "滨江区本期", "滨江区同比（%）", "萧山区绝对值"],
        ["网络零售额", 120.5, 3.1, 98.2, -1.4, 45.6],
    ]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert [found[at].region for at in ("B3", "C3", "D3", "E3", "F3")] == ["上城区", "上城区", "滨江区", "滨江区", "萧山区"]
    assert {(one.indicator, one.item) for one in found.values()} == {(found["B3"].indicator, "")}


def test_a_word_for_figures_behind_an_area_is_no_indicator(tmp_path: Path) -> None:
    rows = [["医生数统计表（人）"], ["时间", "湖北省绝对值", "海南省绝对值"], ["2020年", 55148, 40720], ["2021年", 57148, 41720]]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert (found["B3"].region, found["B3"].indicator) == ("湖北省", "医生数")


@pytest.mark.parametrize(
    "note", ["注：表中数据单位：万千瓦。", "注：本表计量单位：万千瓦", "注：1.计量单位：万千瓦；2.数据由各地上报。"]
)
def test_the_unit_that_a_note_gives_is_that_of_its_table(tmp_path: Path, note: str) -> None:
    rows = [["2021年装机容量"], ["地区", "装机容量"], ["陕西省", 5120.5], ["甘肃省", 4870.1], [note]]
    reading = read_rows(tmp_path, rows, name="报表.xlsx")
    assert {one.amount.unit.symbol for one in reading.readings} == {"万千瓦"}
    assert not [problem for problem in reading.problems if problem.question in ("word", "unit")]


def test_an_index_of_what_no_catalogue_has_has_no_unit_of_the_level_beside_it(tmp_path: Path) -> None:
    rows = [["2021年客运量"], ["单位：万人"], ["地区", "绝对值", "上年=100"], ["陕西省", 5120.5, 103.1], ["甘肃省", 4870.1, 98.2]]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert (found["B4"].amount.unit.symbol, found["B4"].measure) == ("万人", "value")
    assert (found["C4"].amount.unit.symbol, found["C4"].measure) == ("", "index:上年=100")


def test_names_beside_places_are_none_where_the_title_says_that_it_goes_by_places(tmp_path: Path) -> None:
    rows = [
        ["2023年各地区旅游统计"],
        ["", "计量单位", "贵州省", "上海市"],
        ["旅游总收入", "亿元", 769.9, 7114.7],
        ["过夜游客", "万人次", 2569.7, 7003.2],
    ]
    found = by_cell(read_rows(tmp_path, rows, name="报表.xlsx"))
    assert {at: one.region for at, one in found.items()} == {"C3": "贵州省", "D3": "上海市", "C4": "贵州省", "D4": "上海市"}
    assert [found[at].indicator for at in ("C3", "C4")] == ["旅游总收入", "过夜游客"]
