"""Submission forms: what they ask for, what is locked, and that whatever comes back is read exactly or asked about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook as open_workbook

from ecdesk.domain.book.records import Exhibit, Indicator, Line
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.readings import FileReading
from ecdesk.excel.formats import load_workbook
from ecdesk.excel.forms import read_form, write_form, write_forms
from ecdesk.excel.forms.form_lines import area_of, form_lines
from ecdesk.excel.forms.identity import FIGURE, token
from ecdesk.excel.reading import ReadingContext, read_file
from tests.books import build_sample_book
from tests.excel_forms.form_books import make_book


def lines(sheet: Any) -> dict[str, int]:
    """Rows of the form's lines by label."""
    return {
        sheet.cell(row, 3).value: row
        for row in range(1, sheet.max_row + 1)
        if str(sheet.cell(row, 1).value or "").startswith("ecdesk¦figure")
    }


def returned(tmp_path: Path, fill: Callable[[Any, dict[str, int]], None], area: str = "610000") -> FileReading:
    path = tmp_path / "表.xlsx"
    write_form(make_book(), area, path)
    workbook = open_workbook(path)
    fill(workbook.worksheets[0], lines(workbook.worksheets[0]))
    workbook.save(path)
    return read_file(path, ReadingContext(year=2019))


def figures(reading: FileReading) -> dict[tuple[str, str, str], str]:
    return {
        (one.indicator, one.item, one.measure): f"{one.amount.qualifier}{one.amount.value}{one.amount.unit}"
        for one in reading.readings
    }


def test_a_form_asks_for_what_was_reported_and_shows_last_years_figures(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_form(make_book(), "610000", path) == 5
    sheet = open_workbook(path).worksheets[0]
    found = lines(sheet)
    assert list(found) == [
        "网络零售额",
        "网络零售额　同比增速",
        "网络零售额　占电子商务交易额比重",
        "网络零售额：B2C",
        "亿元以上企业数",
    ]
    known = {
        label: (sheet.cell(row, 4).value, sheet.cell(row, 5).value, sheet.cell(row, 5).number_format)
        for label, row in found.items()
    }
    assert known["网络零售额"] == ("亿元", 893.6, "0.0")
    assert known["网络零售额　同比增速"] == ("%", 37.8, "0.00")
    assert known["网络零售额：B2C"][:2] == ("亿元", "约500")
    assert "陕西省2019年" in sheet["B1"].value
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_an_area_that_never_reported_gets_the_standard_set(tmp_path: Path) -> None:
    write_form(make_book(), "630000", tmp_path / "a.xlsx")
    found = lines(open_workbook(tmp_path / "a.xlsx").worksheets[0])
    assert list(found) == ["电子商务交易额", "电子商务交易额　同比增速", "网络零售额", "网络零售额　同比增速"]


def test_a_form_asks_for_no_crossing_of_a_table_that_cannot_hold_a_figure() -> None:
    rows = tuple(Line(name, name, {"indicator": name}) for name in ("网络零售额", "贡献率", "亿元以上企业数"))
    measures = ("value", "growth", "change", "share:电子商务交易额")
    columns = tuple(Line(one, one, {"measure": one}, unexpected=one == "change") for one in measures)
    table = Exhibit("1", "表1", "青海", at={"period": "2019", "area": "630000"}, rows=rows, columns=columns)
    book = make_book(table, Indicator("贡献率", "贡献率", "%"))
    asked = {(line.key.indicator, line.key.measure) for line in form_lines(book, area_of(book, "630000"))}
    assert asked == {
        *(("网络零售额", one) for one in measures if one != "change"),
        *(("亿元以上企业数", one) for one in ("value", "growth")),
        ("贡献率", "value"),
    }


def test_only_input_cells_are_open_and_they_are_validated(tmp_path: Path) -> None:
    write_form(make_book(), "610000", tmp_path / "a.xlsx")
    workbook = open_workbook(tmp_path / "a.xlsx")
    sheet = workbook.worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    rows = set(lines(sheet).values())
    for row in sheet.iter_rows():
        for cell in row:
            if cell.row in rows:
                assert cell.protection.locked == (cell.column not in (6, 7))
    (rule,) = sheet.data_validations.dataValidation
    assert rule.type == "decimal"
    assert all(f"F{row}" in rule.sqref for row in rows)
    assert sheet.column_dimensions["A"].hidden
    assert workbook.worksheets[1].sheet_state == "veryHidden"


def test_numbers_texts_marks_and_blanks_come_back_exactly(tmp_path: Path) -> None:
    def fill(sheet: Any, found: dict[str, int]) -> None:
        sheet.cell(found["网络零售额"], 6).value = 1000
        sheet.cell(found["网络零售额　同比增速"], 6).value = 0.254
        sheet.cell(found["网络零售额　同比增速"], 6).number_format = "0.0%"
        sheet.cell(found["网络零售额　占电子商务交易额比重"], 6).value = "—"
        sheet.cell(found["网络零售额：B2C"], 6).value = "约１.２万亿元"
        sheet.cell(found["亿元以上企业数"], 6).value = " 1,101 "
        sheet.cell(found["亿元以上企业数"], 7).value = "含新设企业"

    reading = returned(tmp_path, fill)
    assert reading.status == "read"
    assert (reading.area, reading.region, reading.year) == ("610000", "陕西省", 2019)
    assert figures(reading) == {
        ("网络零售额", "", "value"): "1000.0亿元",
        ("网络零售额", "", "growth"): "25.40%",
        ("网络零售额", "B2C", "value"): "约1.2万亿元",
        ("亿元以上企业数", "", "value"): "1101家",
    }
    assert {one.period for one in reading.readings} == {"2019"}
    assert "含新设企业" in str(reading.problems[0].message)


def test_whatever_is_moved_about_the_figures_stay_where_they_belong(tmp_path: Path) -> None:
    def fill(sheet: Any, found: dict[str, int]) -> None:
        for number, row in enumerate(found.values(), start=1):
            sheet.cell(row, 6).value = number + 0.5 if number < 5 else 5
        sheet.insert_rows(3, 4)
        sheet.insert_rows(max(found.values()) + 3, 1)
        sheet.insert_cols(4, 2)
        sheet.column_dimensions["C"].width = 100
        sheet.title = "我的表"

    reading = returned(tmp_path, fill)
    assert reading.status == "read"
    assert list(figures(reading).values()) == ["1.5亿元", "2.50%", "3.5%", "4.5亿元", "5家"]


def test_the_form_is_known_without_its_hidden_sheet_or_its_hidden_row(tmp_path: Path) -> None:
    def fill(sheet: Any, found: dict[str, int]) -> None:
        sheet.cell(found["网络零售额"], 6).value = 1.5
        del sheet.parent["ecdesk"]

    assert figures(returned(tmp_path, fill)) == {("网络零售额", "", "value"): "1.5亿元"}

    def without_row(sheet: Any, found: dict[str, int]) -> None:
        sheet.cell(found["网络零售额"], 6).value = 1.5
        sheet.delete_rows(min(found.values()) - 2)

    assert figures(returned(tmp_path, without_row)) == {("网络零售额", "", "value"): "1.5亿元"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [("八九百", "读不出数"), ("101家", "要求用“亿元”"), ("abc", "读不出数")],
)
def test_what_cannot_be_taken_is_asked_about(words: str, expected: str, tmp_path: Path) -> None:
    def fill(sheet: Any, found: dict[str, int]) -> None:
        sheet.cell(found["网络零售额"], 6).value = words

    reading = returned(tmp_path, fill)
    assert reading.status == "review"
    assert any(expected in str(problem.message) for problem in reading.problems)
    assert not [one for one in reading.readings if one.doubt is None]


def test_figures_beside_the_forms_lines_and_copied_lines_are_asked_about(tmp_path: Path) -> None:
    def fill(sheet: Any, found: dict[str, int]) -> None:
        first, second = found["网络零售额"], found["网络零售额　同比增速"]
        sheet.cell(first, 6).value = 1.5
        sheet.insert_rows(second)
        sheet.cell(second, 6).value = 77
        sheet.cell(sheet.max_row + 1, 1).value = sheet.cell(first, 1).value
        sheet.cell(sheet.max_row, 6).value = 2.5

    reading = returned(tmp_path, fill)
    assert reading.status == "review"
    said = " ".join(str(problem.message) for problem in reading.problems)
    assert "不在报送表原有的行里" in said
    assert "数却不同" in said


def test_a_cut_token_a_form_of_last_year_and_an_empty_form(tmp_path: Path) -> None:
    def cut(sheet: Any, found: dict[str, int]) -> None:
        for row in found.values():
            sheet.cell(row, 1).value = sheet.cell(row, 1).value[:-1]
        del sheet.parent["ecdesk"]

    path = tmp_path / "cut.xlsx"
    write_form(make_book(), "610000", path)
    workbook = open_workbook(path)
    cut(workbook.worksheets[0], lines(workbook.worksheets[0]))
    workbook.save(path)
    assert read_form(load_workbook(path)) is None

    def fill(sheet: Any, found: dict[str, int]) -> None:
        sheet.cell(found["网络零售额"], 6).value = 1.5

    write_form(make_book(), "610000", path)
    workbook = open_workbook(path)
    fill(workbook.worksheets[0], lines(workbook.worksheets[0]))
    workbook.save(path)
    reading = read_file(path, ReadingContext(year=2020))
    assert reading.status == "review"
    assert [problem.question for problem in reading.problems] == ["year"]

    empty = returned(tmp_path, lambda _sheet, _found: None)
    assert empty.status == "rejected"
    assert "一个数也没有填" in str(empty.problems[0].message)


def test_forms_for_every_area_of_the_sample_book_come_back_exactly(tmp_path: Path) -> None:
    book = build_sample_book()
    steps = list(write_forms(book, tmp_path / "表"))
    assert len(steps) == len(book.reporting_areas()) == 37
    assert steps[-1][:2] == (37, 37)
    areas = set()
    for number, (_done, _total, path) in enumerate(steps):
        workbook = open_workbook(path)
        sheet = workbook.worksheets[0]
        rows = list(lines(sheet).values())
        for offset, row in enumerate(rows):
            sheet.cell(row, 6).value = number * 100 + offset
        sheet.insert_rows(rows[0] + 1)
        sheet.title = f"表{number}"
        workbook.save(path)
        reading = read_file(path, ReadingContext(year=2018))
        assert reading.status == "read"
        assert [int(one.amount.value) for one in reading.readings] == [number * 100 + offset for offset in range(len(rows))]
        areas.add(reading.area)
    assert len(areas) == 37


def test_unknown_areas_and_unwritable_folders_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有“999999”"):
        write_form(make_book(), "999999", tmp_path / "a.xlsx")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="不是文件夹"):
        list(write_forms(make_book(), tmp_path / "file" / "folder"))


@pytest.mark.parametrize(
    "parts",
    [
        ("nonsense", "亿元", "1"),
        ("网络零售额|610000||2019年|value", "亿元", "1"),
        ("网络零售额|610000||2019|nothing", "亿元", "1"),
        ("网络零售额|610000||2019|value", "亿元", "x"),
        ("网络零售额|610000||2019|value", "亿元", "99999999"),
        ("网络零售额|610000||2019|value",),
        (),
    ],
)
def test_forged_tokens_are_no_lines_of_the_form(parts: tuple[str, ...], tmp_path: Path) -> None:
    def fill(sheet: Any, found: dict[str, int]) -> None:
        first, *others = found.values()
        sheet.cell(first, 1).value = token(FIGURE, *parts)
        sheet.cell(others[0], 6).value = 1.5

    reading = returned(tmp_path, fill)
    assert list(figures(reading).values()) == ["1.50%"]


def test_lines_of_another_area_are_not_taken_in(tmp_path: Path) -> None:
    def fill(sheet: Any, found: dict[str, int]) -> None:
        row = found["网络零售额"]
        sheet.cell(row, 1).value = token(FIGURE, "网络零售额|440300||2019|value", "亿元", "1")
        sheet.cell(row, 6).value = 1.5

    reading = returned(tmp_path, fill)
    assert reading.status == "review"
    assert not reading.readings
    assert "另一个地区" in str(reading.problems[0].message)


def test_forms_of_no_area_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="报送地区"):
        list(write_forms(make_book(), tmp_path / "表", []))
    assert not (tmp_path / "表").exists()
