"""Query letters: what they ask, and that answers come back as corrections and explanations, never half understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook as open_workbook

from ecdesk.domain.book.findings import Finding, Level, Operand, Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import text
from ecdesk.excel.forms import QueryAnswers, read_query_letter, write_query_letter
from ecdesk.excel.reading import read_file
from tests.excel_forms.form_books import make_book

SALES = Key("网络零售额", "610000", "", "2018", "value")
SHARE = Key("网络零售额", "610000", "", "2018", "share")
OTHER = Key("网络零售额", "440300", "", "2018", "value")


def finding(rule: str, *keys: Key, verdict: Verdict = Verdict.FAILS, explained: str = "") -> Finding:
    return Finding(
        rule,
        f"=规则{rule}",
        "陕西",
        Level.ERROR,
        verdict,
        text("占比与两数之商不符。"),
        "893.6 ÷ 6412.7 = 13.9% ≠ 63.5%",
        "49.6个百分点",
        "±0.1个百分点",
        tuple(Operand(key, f"{key.area}{key.indicator}", "1.5") for key in keys),
        explained=explained,
    )


FINDINGS = [
    finding("a", SALES, SHARE),
    finding("b", SALES, OTHER),
    finding("c", SALES, verdict=Verdict.HOLDS),
    finding("d", SALES, explained="w1"),
    finding("e", OTHER),
]


def answered(tmp_path: Path, fill: Callable[[Any, dict[tuple[str, ...], int]], None]) -> QueryAnswers:
    path = tmp_path / "函.xlsx"
    write_query_letter(make_book(), "610000", FINDINGS, path)
    workbook = open_workbook(path)
    sheet = workbook.worksheets[0]
    rows = {}
    for row in range(1, sheet.max_row + 1):
        value = str(sheet.cell(row, 1).value or "")
        if value.startswith("ecdesk¦"):
            rows[tuple(value.split("¦")[1:4])] = row
    fill(sheet, rows)
    workbook.save(path)
    answers = read_query_letter(path)
    assert answers is not None
    return answers


def row_of(rows: dict[tuple[str, ...], int], rule: str, key: Key | None = None) -> int:
    for parts, row in rows.items():
        if parts[1].startswith(f"{rule}@") and (parts[2] == str(key) if key else parts[0] == "finding"):
            return row
    raise KeyError(rule)


def test_a_letter_asks_about_the_areas_open_findings_only(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_query_letter(make_book(), "610000", FINDINGS, path) == 2
    sheet = open_workbook(path).worksheets[0]
    words = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert "893.6 ÷ 6412.7" in words and "49.6个百分点" in words and "±0.1个百分点" in words
    assert "=规则c" not in words and "=规则d" not in words
    assert sheet.protection.sheet
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_answers_come_back_as_corrections_and_explanations(tmp_path: Path) -> None:
    def fill(sheet: Any, rows: dict[tuple[str, ...], int]) -> None:
        sheet.cell(row_of(rows, "a", SHARE), 6).value = 13.9
        sheet.cell(row_of(rows, "b"), 7).value = "=口径不同"
        sheet.cell(row_of(rows, "b"), 7).data_type = "s"
        sheet.insert_rows(4, 3)
        sheet.title = "改了名"

    answers = answered(tmp_path, fill)
    assert (answers.area, answers.period) == ("610000", "2019")
    assert [(one.key, print_content(one.content), one.finding) for one in answers.corrections] == [(SHARE, "13.9%", "a@陕西")]
    assert [(one.finding, one.words) for one in answers.explanations] == [("b@陕西", "=口径不同")]
    assert answers.open == ()
    assert not answers.problems


def test_what_is_not_answered_stays_open(tmp_path: Path) -> None:
    answers = answered(tmp_path, lambda _sheet, _rows: None)
    assert answers.open == ("a@陕西", "b@陕西")
    assert not answers.corrections and not answers.explanations


def test_two_corrections_of_one_figure_and_words_for_numbers_are_problems(tmp_path: Path) -> None:
    def fill(sheet: Any, rows: dict[tuple[str, ...], int]) -> None:
        sheet.cell(row_of(rows, "a", SALES), 6).value = 900
        sheet.cell(row_of(rows, "b", SALES), 6).value = 901
        sheet.cell(row_of(rows, "a", SHARE), 6).value = "很多"

    answers = answered(tmp_path, fill)
    assert not answers.corrections
    assert len(answers.problems) == 2


def test_figures_of_other_areas_cannot_be_corrected(tmp_path: Path) -> None:
    def fill(sheet: Any, rows: dict[tuple[str, ...], int]) -> None:
        assert all(str(OTHER) not in parts for parts in rows)

    answered(tmp_path, fill)


def test_a_letter_among_the_submissions_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_query_letter(make_book(), "610000", FINDINGS, path)
    reading = read_file(path)
    assert reading.status == "rejected"
    assert "查询函" in str(reading.problems[0].message)


def test_nothing_to_ask_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不必发查询函"):
        write_query_letter(make_book(), "630000", FINDINGS, tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_comparison_of_many_areas_goes_to_the_one_it_points_at(tmp_path: Path) -> None:
    areas = ("610000", "440300", "630000", "110000")
    many = finding("m", *(SALES.moved(area=area) for area in areas))
    pointed = finding("p", *(SALES.moved(area=area) for area in areas))
    pointed = replace(pointed, suspect=OTHER)
    with pytest.raises(UserError, match="不必发查询函"):
        write_query_letter(make_book(), "610000", [many, pointed], tmp_path / "a.xlsx")
    assert write_query_letter(make_book(), "440300", [many, pointed], tmp_path / "b.xlsx") == 1
