"""How far figures are settled, and on which basis they grew, wherever a sheet says it."""

from __future__ import annotations

from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.reading.reader import read_received
from ecdesk.prose import Document, proof
from tests.excel.makers import by_cell
from tests.excel.test_silent_slips import BODY, HEADS, TITLE, asked, read


def statuses(reading: FileReading) -> list[str]:
    return [one.status for one in reading.readings]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("（快报）", "preliminary"),
        ("快报数", "preliminary"),
        (" 初步数", "preliminary"),
        ("-暂定数", "preliminary"),
        ("（修订）", "revised"),
    ],
)
def test_the_status_that_a_title_says_is_that_of_all_figures(word: str, status: str) -> None:
    reading = read([TITLE + word], HEADS, *BODY)
    assert statuses(reading) == [status, status]
    assert reading.status == "read"
    assert reading.as_json()["readings"][0]["status"] == status


@pytest.mark.parametrize("names", [{"file": "快报数_报表.xlsx"}, {"sheet": "Sheet1（初步统计）"}])
def test_so_is_that_of_a_name(names: dict[str, str]) -> None:
    assert statuses(read([TITLE], HEADS, *BODY, **names)) == ["preliminary", "preliminary"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HEADS, ["网络零售额（初步数）", "亿元", 2043.9], BODY[1]], ["preliminary", "final"]),
        ([HEADS, ["网络零售额", "亿元", "2043.9（快报）"], BODY[1]], ["preliminary", "final"]),
        ([["指标", "计量单位", "2022年（快报）", "2021年"], [*BODY[0], 1900]], ["preliminary", "final"]),
        ([HEADS, *BODY, ["注：网络零售额为初步统计数。"]], ["preliminary", "final"]),
        ([HEADS, *BODY, ["注：本表为初步数据。"]], ["preliminary", "preliminary"]),
        ([HEADS, *BODY, ["注：网络零售额为抽样调查推算数。"]], ["estimate", "final"]),
        (
            [["指标", "计量单位", "2021年", "2022年"], ["网络零售额", "亿元", 1900, 2043.9], ["注：2022年为快报数。"]],
            ["final", "preliminary"],
        ),
    ],
)
def test_a_status_is_that_of_the_figures_it_stands_beside_or_names(rows: list[list[Any]], expected: list[str]) -> None:
    reading = read([TITLE], *rows)
    assert statuses(reading) == expected
    assert not reading.problems


@pytest.mark.parametrize(
    ("head", "basis"),
    [
        ("同比实际增长（%）", "实际"),
        ("同比增长（%，可比价）", "可比价"),
        ("按可比价格计算 同比增长%", "可比价格"),
        ("同比增长（%）", ""),
    ],
)
def test_the_basis_of_growth_is_kept_with_it(head: str, basis: str) -> None:
    found = by_cell(read([TITLE], [*HEADS, head], [*BODY[0], 7.6], [*BODY[1], 5.2]))
    assert (found["D3"].measure, found["D3"].basis, found["C3"].basis) == ("growth", basis, "")


def test_an_estimate_is_asked_about_and_kept_as_one() -> None:
    reading = read([TITLE + "推算数"], HEADS, *BODY)
    assert len(asked(reading)) == 1
    assert set(statuses(reading)) == {"estimate"}


@pytest.mark.parametrize(
    ("note", "status", "questions"), [("注：本表为初步数据。", "preliminary", 0), ("注：本表不含延安市。", "final", 1)]
)
def test_a_note_below_the_table_of_a_web_page_is_one_of_its_figures(note: str, status: str, questions: int) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADS, *BODY))
    page = f"<html><meta charset='utf-8'><p>{TITLE}</p><table>{rows}</table><p>{note}</p><p>版权所有</p></html>"
    reading = read_received(page.encode(), "报表.html")
    assert set(statuses(reading)) == {status}
    assert len(asked(reading)) == questions


@pytest.mark.parametrize("day", ["2018年12月31日", "2018-12-31", "截至2018年12月31日", "2018年末"])
def test_the_last_day_of_a_year_is_the_year_through_every_door(day: str) -> None:
    rows = [["指标", "计量单位", day], ["网络零售额", "亿元", 2043.9], ["快递业务收入", "亿元", 105.2]]
    assert {one.period for one in read(["陕西省电子商务情况"], *rows).readings} == {"2018"}
    column = [
        ["时间", "网络零售额（亿元）", "快递业务收入（亿元）"],
        [day, 2043.9, 105.2],
        [day.replace("2018", "2019"), 2143.9, 115.2],
    ]
    assert {one.period for one in read(["陕西省电子商务情况"], *column).readings} == {"2018", "2019"}
    assert {
        figure.period
        for figure in proof(Document(f"2018年报告\n\n{day}，陕西省网站数量为5万个。")).figures
        if figure.unit == "万个"
    } == {"2018"}


def test_the_last_day_of_a_year_among_others_is_a_day() -> None:
    rows = [["日期", "快递业务收入（亿元）"], ["2018年12月30日", 5], ["2018年12月31日", 6]]
    assert [one.period for one in read(["陕西省快递业务"], *rows).readings] == ["2018D1230", "2018D1231"]
    heads = [["指标", "单位", "2018年12月30日", "2018年12月31日"], ["快递业务收入", "亿元", 5, 6], ["网络零售额", "亿元", 7, 9]]
    assert {one.period for one in read(["陕西省快递业务"], *heads).readings} == {"2018D1230", "2018D1231"}


@pytest.mark.parametrize("word", ["上年同期", "去年数"])
def test_last_year_in_a_title_that_names_a_year_is_asked_about(word: str) -> None:
    assert len(asked(read([TITLE + word], HEADS, *BODY))) == 1


def test_a_row_of_one_year_in_per_cent_of_another_is_an_index() -> None:
    rows = [["2010年", 0.8, 2], ["2019年", 2, 4], ["2019年为2010年%", 250, 200]]
    reading = read(["陕西省主要年份情况"], ["年份", "网络零售额（亿元）", "快递业务收入（亿元）"], *rows)
    found = by_cell(reading)
    assert [(found[cell].period, found[cell].measure) for cell in ("B4", "B5", "C5")] == [
        ("2019", "value"),
        ("2019", "index:2010年=100"),
        ("2019", "index:2010年=100"),
    ]
    assert not reading.problems


def test_what_visitors_come_from_is_no_area_of_the_figures() -> None:
    reading = read(["2018年陕西省入境旅游"], ["主要客源国", "网络零售额（亿元）"], ["美国", 100], ["日本", 80], ["韩国", 70])
    assert {one.region for one in reading.readings} == {"陕西省"}
    assert not asked(reading)


def test_all_words_of_a_title_that_restrict_stand_in_one_question() -> None:
    (question,) = asked(read(["2022年陕西省城镇单位重点企业情况"], HEADS, *BODY))
    assert "城镇、重点企业" in question


def test_visitors_from_where_a_title_leaves_out_are_asked_about() -> None:
    heads = ["年份", "入境旅游者（万人次）", "港澳台同胞（万人次）"]
    rows = [["2018年", 311, 110], ["2019年", 327, 117]]
    assert len(asked(read(["陕西省入境旅游人数（不含港澳台）"], heads, *rows))) == 1
    assert not asked(read(["陕西省网络零售额（不含港澳台）"], ["年份", "网络零售额（亿元）"], ["2018年", 3], ["2019年", 4]))
