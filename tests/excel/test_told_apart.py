"""How far figures are settled, and on which basis they grew, wherever a sheet says it."""

from __future__ import annotations

from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.reading.reader import read_received
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


@pytest.mark.parametrize(("note", "status", "questions"), [("注：本表为初步数据。", "preliminary", 0), ("注：本表不含延安市。", "final", 1)])
def test_a_note_below_the_table_of_a_web_page_is_one_of_its_figures(note: str, status: str, questions: int) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADS, *BODY))
    page = f"<html><meta charset='utf-8'><p>{TITLE}</p><table>{rows}</table><p>{note}</p><p>版权所有</p></html>"
    reading = read_received(page.encode(), "报表.html")
    assert set(statuses(reading)) == {status}
    assert len(asked(reading)) == questions
