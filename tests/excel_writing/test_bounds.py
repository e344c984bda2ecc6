"""Tables of all shapes: whatever stands in them, the workbook is whole, nothing is wider or higher than its page, and no text is cut off."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Axis, Chart, ChartKind, Exhibit, Indicator, Line, Observation, Record, Setting
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.excel.writing import Finish, export_workbook
from ecdesk.excel.writing.pages import layout_of
from tests.excel_writing.writing_books import shown

Value = Callable[[int, int], str]
LONG = "三十个字长的指标名称用来试排列宽与分页的处理办法并且还没完第"


def book_of(rows: int, columns: int, value: Value, head: str = "列", caption: str = "表", grouped: bool = False) -> Book:
    exhibit = Exhibit(
        "e",
        "表9-9",
        caption,
        unit="亿元",
        corner="地区",
        at={"indicator": "额", "period": "2018", "measure": "value"},
        source_line="数据来源：" + head * 8,
        rows=tuple(Line(f"r{row}", f"{head}{row}", {"item": f"i{row}"}, row % 3) for row in range(rows)),
        columns=tuple(
            Line(f"c{at}", f"{head}{at}", {"area": f"{at}"}, groups=(f"第{at // 3}组",) if grouped else ())
            for at in range(columns)
        ),
        notes=(caption,),
        chart=Chart(ChartKind.BAR, Axis.ROWS, ("c0",)),
    )
    records: list[Record] = [Setting("title", "试"), Setting("grouping", THIN_SPACE), Indicator("额", "额", "亿元"), exhibit]
    for row in range(rows):
        for at in range(columns):
            content = parse_content(value(row, at), unit_named("亿元"))
            if content is not None:
                records.append(Observation(Key("额", f"{at}", f"i{row}", "2018", "value"), content))
    book = Book()
    book.load(iter(records))
    return book


EXTREMES = ("1000000000000000", "0.01", "-3.5", "12.345", "约4800", "9" * 40, "见附注" * 60)
SHAPES = {
    "wide": book_of(9, 40, lambda row, at: EXTREMES[(row + at) % 4], LONG, grouped=True),
    "long": book_of(900, 2, lambda row, at: f"{row}.{at}"),
    "long names": book_of(70, 3, lambda row, at: EXTREMES[(row + at) % 7], LONG * 2, "四百个字的标题" * 58),
    "all missing": book_of(31, 4, lambda _row, _at: ""),
    "all equal": book_of(31, 2, lambda _row, _at: "5.0"),
    "one point": book_of(1, 1, lambda _row, _at: "-0.1"),
    "nothing": book_of(0, 0, lambda _row, _at: ""),
    "no columns": book_of(5, 0, lambda _row, _at: ""),
    "small beside large": book_of(12, 3, lambda row, at: EXTREMES[(row * at) % 4]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_stands_in_it_a_table_fits_its_pages(shape: str, tmp_path: Path) -> None:
    book = SHAPES[shape]
    list(export_workbook(book, tmp_path / "a.xlsx", Finish(draft=True)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert [str(error) for error in OpenXmlValidator().validate(str(tmp_path / "a.xlsx")).errors] == []
    sheet = load_workbook(tmp_path / "a.xlsx")["表9-9"]
    table = build_table(book, book.exhibits()[0], THIN_SPACE)
    layout = layout_of(table)
    for part in layout.parts:
        assert layout.stub + sum(layout.columns[at].pixels for at in part.columns) <= layout.frame
    for row, cells in enumerate(table.cells):
        for at, cell in enumerate(cells):
            assert shown(sheet.cell(layout.row(row), layout.column(at))) == cell.text
    # Every page has its title and its headings, and begins where a break says so.
    titles = [sheet.cell(band.top, part.left).value for band in layout.bands for part in layout.parts]
    assert all(str(title).endswith("（续表）") for title in titles[1:]) and "续表" not in str(titles[0])
    assert [one.id for one in sheet.row_breaks.brk][: len(layout.bands) - 1] == [band.top - 1 for band in layout.bands[1:]]
    assert [one.id for one in sheet.col_breaks.brk] == [part.left - 1 for part in layout.parts[1:]]
    for band in layout.bands:
        rows = range(band.top, band.body(layout.depth) + len(band.rows))
        limit = 450.0 if layout.landscape else 690.0
        assert sum(sheet.row_dimensions[row].height or 16 for row in rows) <= limit + 100 or len(band.rows) == 1


def test_a_table_that_nobody_prints_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for rows, columns in ((100_000, 1), (60_000, 1)):
        exhibit = Exhibit(
            "e",
            "表1",
            "长",
            rows=tuple(Line(f"{row}", "行") for row in range(rows)),
            columns=tuple(Line(f"c{at}", "列") for at in range(columns)),
        )
        book = Book()
        book.load(iter([exhibit]))
        with pytest.raises(UserError, match=f"“表1”有 {rows} 行，过大"):
            list(export_workbook(book, tmp_path / "a.xlsx"))
        assert list(tmp_path.iterdir()) == []
