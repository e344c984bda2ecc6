"""Words of notes, titles and names of sheets that restrict what figures are: they change the reading or are asked about, and others are not."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.resources import resource
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.restricting import explains, is_common, restrictions_in, says_the_usual

with resource("reading", "restricting.toml").open("rb") as file:
    DATA = tomllib.load(file)
EXAMPLES = [item for entry in (*DATA["restricting"], DATA["saying_nothing"]) for item in entry["examples"].items()]


@pytest.mark.parametrize(("note", "word"), EXAMPLES)
def test_the_examples_of_the_data_are_read_as_they_say(note: str, word: str) -> None:
    found = () if explains(note) else restrictions_in(note)
    assert (found[0].word if found else "") == word


@pytest.mark.parametrize(("clause", "usual"), DATA["saying_nothing"]["clauses_examples"].items())
def test_what_clauses_say_of_any_table(clause: str, usual: bool) -> None:
    assert says_the_usual(clause, set()) is usual


@pytest.mark.parametrize(("clause", "kind"), DATA["saying_nothing"]["of_parts_examples"].items())
def test_what_clauses_say_of_quarters_and_months(clause: str, kind: str) -> None:
    assert [one for one in ("quarter", "month") if says_the_usual(clause, {one})] == ([kind] if kind else [])


@pytest.mark.parametrize(("sentence", "common"), DATA["saying_nothing"]["common_examples"].items())
def test_what_may_stand_under_any_table_is_read_as_its_examples_say(sentence: str, common: bool) -> None:
    assert is_common(sentence) is common


def read(title: str = "2018年陕西省电子商务情况", note: str = "", sheet: str = "Sheet1", time: str = "2018年") -> FileReading:
    rows: list[list[Any]] = [
        [title, ""],
        ["指标", time],
        ["网络零售额（亿元）", 2043.9],
        ["快递业务收入（亿元）", 105.2],
        *([[note, ""]] if note else []),
    ]
    return read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet(sheet, rows)]))


@pytest.mark.parametrize(
    "note",
    [
        "注：本表为部分地区数据。",
        "注：数值为上年数。",
        "注：统计范围为规模以上企业。",
        "注：表中数值为人均数。",
        "注：本表不含港澳台企业。",
        "注：金额以美元计。",
        "注：本表包括直属单位重复数。",
        "注：以上均为同比增速。",
        "注：1.数据由统计局提供。2.本表按不变价计算。",
        "注：数据截至11月底。",
    ],
)
def test_a_note_that_restricts_its_table_is_asked_about_once_with_its_words(note: str) -> None:
    reading = read(note=note)
    asked = [problem for problem in reading.problems if problem.question == "word"]
    assert [problem.cell for problem in asked] == ["A5"]


@pytest.mark.parametrize(
    "note",
    [
        "数据来源：陕西省统计局规模以上企业联网直报平台",
        "注：部分数据因四舍五入，合计与分项之和可能略有差异。",
        "注：规模以上工业企业是指年主营业务收入2000万元以上的工业企业。",
        "注：本表数据由各地统计部门提供。",
        "注：本表按当年价格计算。",
        "注：本表数据仅供内部使用。",
        "注：本表数据均为正式数据。",
        "注：统计范围为全省各市县。",
        "注：全国数据不含港澳台地区。",
        "注：数据截至2018年12月底。",
        "注：2018年为快报数。",
        "① 为初步核算数",
    ],
)
def test_a_note_that_only_explains_is_not(note: str) -> None:
    assert read(note=note).status == "read"


def test_a_note_that_says_what_the_names_say_is_not() -> None:
    rows = [["2018年陕西省电子商务情况", ""], ["指标", "2018年"], ["农村网络零售额（亿元）", 205.2], ["注：本表为农村数据。", ""]]
    assert read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)])).status == "read"


@pytest.mark.parametrize(
    "name",
    ["外资企业", "表1国有", "2018年规模以上", "Sheet1部分地区", "电商城镇", "表1万美元", "表1-1人均", "Sheet1指数", "表2不变价"],
)
def test_a_word_in_the_name_of_a_sheet_is_asked_about_as_in_a_title(name: str) -> None:
    assert [problem.question for problem in read(sheet=name).problems] == ["word"]


def test_a_part_of_a_year_in_the_name_of_a_sheet_is_that_of_its_figures() -> None:
    assert {reading.period for reading in read(sheet="表1一季度").readings} == {"2018Q1"}


@pytest.mark.parametrize("said", ["（部分地区）", "（指数）", "（农村）"])
def test_what_brackets_in_a_title_say_has_to_hold_for_every_figure(said: str) -> None:
    assert read(title="2018年陕西省电子商务情况" + said).status == "review"


def test_areas_of_which_a_title_says_that_they_are_some_are_those_listed() -> None:
    rows = [["2018年部分地区网络零售额（亿元）", ""], ["地区", "2018年"], ["陕西省", 2043.9], ["湖南省", 1820.5]]
    assert read_workbook(Workbook("报表.xlsx", "xlsx", [Sheet("Sheet1", rows)])).status == "read"


@pytest.mark.parametrize("time", ["2018年上年同期", "2018年指数", "2018年（部分地区）"])
def test_what_is_said_beside_a_time_is_asked_about(time: str) -> None:
    assert read(time=time).status == "review"
