"""Words in passing that make other figures of those under them: glued to a title, behind a head of labels, beside an area or a time. They change the
reading or are asked about; what such texts say anyway is not."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import resource
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook

with resource("reading", "words.toml").open("rb") as file:
    DATA = tomllib.load(file)
TOPICS, BEFORE_ROLE = DATA["topics"], DATA["before_role"]


def read(
    title: str = "2018年各地区网络零售情况",
    corner: str = "地区",
    heads: tuple[str, str] = ("网络零售额（亿元）", "快递业务收入（亿元）"),
    first: str = "陕西省",
    sheet: str = "Sheet1",
    file: str = "报表.xlsx",
    between: str = "",
) -> FileReading:
    rows: list[list[Any]] = [
        [title, "", ""],
        [corner, *heads],
        *([[between, "", ""]] if between else []),
        [first, 2043.9, 105.2],
        ["湖南省", 1511.8, 90.3],
    ]
    return read_workbook(Workbook(file, "xlsx", [Sheet(sheet, rows)]))


def words_asked(reading: FileReading) -> list[str]:
    return [str(one.message) for one in reading.problems if one.question == "word"]


@pytest.mark.parametrize(
    "title",
    [
        "2018年各地区网络零售情况夜间",
        "2018年各地区电子商务主要指标普查",
        "2018年夜间各地区网络零售情况",
        "2018年夜间分地区网络零售情况",
        "2018年夜间陕西省和湖南省网络零售情况",
        "2018年各地区网络零售额夜间部分",
        "2018年各地区网络零售情况（排名）",
        "2018年各地区网络零售情况（估算）",
    ],
)
def test_a_word_in_passing_in_a_title_is_asked_about(title: str) -> None:
    assert len(words_asked(read(title=title))) == 1


@pytest.mark.parametrize(
    "title",
    [
        "2018年末全国各省网络零售完成情况",
        "2018年各地区网络零售情况分析",
        "2018年各地区网络零售情况及增长",
        "2018年各地区网络零售额及快递业务收入情况",
        "2018年电子商务分地区主要指标",
        "2018年各地区网络零售统计报表制度",
        "2018年各地区网络零售额排名",
    ],
)
def test_what_titles_say_anyway_is_not(title: str) -> None:
    assert words_asked(read(title=title)) == []


def test_a_title_that_says_more_before_the_name_of_an_indicator_names_another_one() -> None:
    rows: list[list[Any]] = [
        ["2018年夜间各地区网络零售额", ""],
        ["单位：亿元", ""],
        ["地区", "全年"],
        ["陕西省", 2043.9],
        ["湖南省", 1511.8],
    ]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)]))
    assert {one.indicator for one in reading.readings} != {"网络零售额"} or reading.status == "review"


@pytest.mark.parametrize("corner", ["地区批准", "夜间地区", "地区，平均", "地区（12月）"])
def test_what_a_head_of_labels_says_besides_is_asked_about(corner: str) -> None:
    assert len(words_asked(read(corner=corner))) == 1


@pytest.mark.parametrize("corner", ["所属地区", "地区名称", "省份/地区", "主要城市"])
def test_what_only_says_what_labels_are_is_not(corner: str) -> None:
    assert words_asked(read(corner=corner)) == []


@pytest.mark.parametrize("first", ["陕西省（排名）", "陕西省（估算）", "陕西省（预算）"])
def test_a_word_beside_an_area_is_asked_about(first: str) -> None:
    assert len(words_asked(read(first=first))) == 1


@pytest.mark.parametrize("between", ["陕西省，平均", "陕西省 覆盖率"])
def test_a_word_beside_the_area_of_a_block_is_asked_about(between: str) -> None:
    rows: list[list[Any]] = [
        ["2018年网络零售情况", ""],
        ["指标", "数值"],
        [between, ""],
        ["网络零售额（亿元）", 2043.9],
        ["快递业务收入（亿元）", 105.2],
        ["湖南省", ""],
        ["网络零售额（亿元）", 1511.8],
        ["快递业务收入（亿元）", 90.3],
    ]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)]))
    assert len(words_asked(reading)) == 1


def test_the_beginning_of_a_year_is_not_the_year() -> None:
    heads = ("2017年初", "2018年")
    rows: list[list[Any]] = [["陕西省网络零售情况", "", ""], ["指标", *heads], ["网络零售额（亿元）", 1.9, 2.2]]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)]))
    assert len(words_asked(reading)) == 1


def test_a_group_of_areas_is_not_that_of_a_table_whose_areas_lie_outside() -> None:
    assert len(words_asked(read(title="2018年各地区网络零售情况（东部地区）"))) == 1
    assert words_asked(read(title="2018年各地区网络零售情况（中部地区）")) == []


def test_a_file_of_an_earlier_year_than_all_its_figures_is_asked_about() -> None:
    rows: list[list[Any]] = [
        ["各地区网络零售额（亿元）", "", ""],
        ["地区", "2017年", "2018年"],
        ["陕西省", 1.9, 2.2],
        ["湖南省", 1.1, 1.5],
    ]
    for file, expected in (("2013年.xlsx", 1), ("2018年.xlsx", 0), ("2019年.xlsx", 0)):
        assert len(words_asked(read_workbook(Workbook(file, "xlsx", [Sheet("Sheet1", rows)])))) == expected


@pytest.mark.parametrize(
    ("key", "title", "added"), [(key, *one) for key in ("behind", "before_places") for one in TOPICS[f"{key}_examples"].items()]
)
def test_examples_of_what_titles_say_besides(key: str, title: str, added: str) -> None:
    found = re.search(TOPICS[key], title)
    assert (found["added"] if found else "") == added


@pytest.mark.parametrize(("before", "nothing"), BEFORE_ROLE["examples"].items())
def test_examples_of_what_heads_of_labels_begin_with(before: str, nothing: bool) -> None:
    assert (re.fullmatch(BEFORE_ROLE["pattern"], before) is not None) is nothing


def test_the_unit_of_ranks_stands_in_a_row_of_units() -> None:
    rows: list[list[Any]] = [
        ["2018年各地区网络零售额", "", "", ""],
        ["地区", "网络零售额", "增速", "位次"],
        ["", "亿元", "%", "位"],
        ["陕西省", 2043.9, 35.2, 9],
        ["湖南省", 1511.8, 20.1, 12],
    ]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)]))
    assert (reading.status, [one.amount.unit.symbol for one in reading.readings]) == ("read", ["亿元", "%"] * 2)


def test_rows_of_a_sum_and_its_parts_are_of_what_their_title_names() -> None:
    rows: list[list[Any]] = [
        ["2018年陕西省网络零售额", ""],
        ["单位：亿元", ""],
        ["", "2018年"],
        ["总计", 2043.9],
        ["其中：实物商品", 1511.8],
        ["其中：农村", 105.2],
    ]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)]))
    assert (reading.status, [one.indicator for one in reading.readings]) == (
        "read",
        ["网络零售额", "实物商品网络零售额", "农村网络零售额"],
    )


def test_an_export_that_describes_its_series_above_the_figures_asks_only_what_it_leaves_open() -> None:
    rows: list[list[Any]] = [
        ["年份", "网络零售额"],
        ["区域", "中国"],
        ["频率", "年"],
        ["单位", "亿元"],
        ["数据来源", "国家统计局"],
        ["状态", "继续"],
        ["数列ID", "365357637 (CHAZWB)"],
        ["首次观测日期", 2016],
        ["最后更新时间", "29/10/2024"],
        ["平均 MEAN", 70000.5],
        ["方差", 135557.46],
        ["中位数", 71751],
        ["参照期间", 3],
        [1978, 1555.7],
        [2017, 71750.7],
        [2018, 90065.2],
    ]
    reading = read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)]))
    assert [(one.indicator, one.period, f"{one.amount.value:f}") for one in reading.readings] == [
        ("网络零售额", "1978", "1555.7"),
        ("网络零售额", "2017", "71750.7"),
        ("网络零售额", "2018", "90065.2"),
    ]
    assert words_asked(reading) == []


def test_what_the_sentences_of_a_note_tell_of_other_things_is_not_asked_about() -> None:
    note = "注：1.西咸新区自三月起单独报送，2018年新增了两项出口分类。"
    rows: list[list[Any]] = [["地区", "2018年网络零售额（亿元）"], ["陕西省", 2043.9], ["湖南省", 1511.8], [note, ""]]
    assert words_asked(read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)]))) == []


@pytest.mark.parametrize(
    "title", ["2022年陕西省电子商务情况含税", "含税2022年陕西省电子商务情况", "2022年陕西省电子商务情况上年同期数"]
)
def test_a_title_that_counts_with_tax_or_of_last_year_asks(title: str) -> None:
    found = read_workbook(
        Workbook(
            "报表.xlsx",
            "xlsx",
            [Sheet("Sheet1", [[title, "", ""], ["指标", "计量单位", "2022年"], ["网络零售额", "亿元", 2043.9]])],
        )
    )
    assert [problem.question for problem in found.problems] == ["word"]
