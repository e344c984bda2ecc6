"""The export workbook, read back by openpyxl: figures, texts, headings, links, charts, pages, and what happens when it cannot be written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import RECORD_TYPES, Chart, ChartKind, Exhibit, Line, Observation, Record, Setting
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.charts import drawn_chart
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import printed_in, text
from ecdesk.domain.wording.numbers import parse_content, parse_number
from ecdesk.domain.wording.units import unit_named
from ecdesk.excel.formats import load_workbook as read_workbook
from ecdesk.excel.reading.tables.figures import read_figure
from ecdesk.excel.writing import Edition, Finish, export_workbook, sheet_name, write_findings_book
from ecdesk.excel.writing.cells import CellStyle
from ecdesk.excel.writing.pages import layout_of
from ecdesk.excel.writing.sheets import BookWriter
from tests.books import build_sample_book
from tests.charts.chart_tables import make_table
from tests.excel_writing.writing_books import make_book, shown

EDITION = Edition((("书名", "=样本年报"), ("状态", "未定稿")), (("…", "不详"),), (("数据来源：国家统计局", "图1-1"),))
FINDING = Finding(
    "r1",
    "=合计",
    "陕西",
    Level.ERROR,
    Verdict.FAILS,
    text("各项之和与总计不等。"),
    "893.6 ÷ 6412.7 = 13.9% ≠ 63.5%",
    "49.6个百分点",
    "±0.1个百分点",
)


def rows_of(sheet: Any) -> dict[Any, tuple[Any, Any]]:
    """The first two figures of each row, by its label."""
    return {sheet.cell(row, 2).value: (sheet.cell(row, 3), sheet.cell(row, 4)) for row in range(6, 19)}


def written(tmp_path: Path, *arguments: Any, **named: Any) -> Any:
    path = tmp_path / "导出 表.xlsx"
    steps = list(export_workbook(make_book(*arguments, **named), path))
    assert [step.done for step in steps] == list(range(1, steps[-1].total + 1))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    return load_workbook(path)


def test_an_exhibit_that_nobody_prints_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    book = make_book()
    (exhibit,) = book.exhibits()
    long = replace(exhibit, rows=tuple(Line(str(at), str(at)) for at in range(50_001)))
    with pytest.raises(UserError, match="“图1-1”有 50001 行"):
        list(export_workbook(book, tmp_path / "a.xlsx", Finish(exhibits=[long])))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("sources", "pages"), [(10, 0), (37, 1), (60, 0)])
def test_a_sheet_of_words_that_is_a_little_longer_than_a_page_is_shrunk_onto_one(
    tmp_path: Path, sources: int, pages: int
) -> None:
    edition = replace(EDITION, sources=tuple((f"数据来源：机构{number}", f"图1-{number}") for number in range(sources)))
    path = tmp_path / "a.xlsx"
    list(export_workbook(make_book(), path, Finish(edition=edition)))
    sheet = load_workbook(path).worksheets[1]
    high = sheet.page_setup.fitToHeight
    assert sheet.title == "版本说明" and (1 if high is None else int(high)) == pages, "1 is what goes without saying"


def test_figures_are_numbers_with_their_printed_digits(tmp_path: Path) -> None:
    found = rows_of(written(tmp_path)["图1-1"])
    first = found["甲"][0]
    assert (first.value, first.number_format) == (31.63, "0.00")
    assert (found["乙"][0].value, found["乙"][0].number_format) == (1.3, "0.00")
    assert found["乙"][1].value == -0.5
    million = found["丁"][0]
    assert million.value == 1234567.8
    assert million.number_format == '#"\u2009"###"\u2009"##0.00'
    assert found["戊"][0].value is None
    assert found["庚"][1].value == 0


def test_a_word_beside_a_figure_is_a_part_of_how_it_looks_and_marks_and_longer_numbers_are_texts(tmp_path: Path) -> None:
    found = rows_of(written(tmp_path)["图1-1"])
    assert (found["丙"][0].value, shown(found["丙"][0])) == (4800, "约4\u2009800")
    assert found["丁"][1].value == "—"
    assert found["庚"][0].data_type == "s"
    assert found["丙"][0].alignment.horizontal == "right"


FOLLOWS = re.compile(
    r"=(?:[A-Z]+\d+(?:[*/]\d+)?|ROUND\(\([A-Z]+\d+/[A-Z]+\d+-1\)\*100,\d+\)|(?:[A-Z]+\d+|[0-9.]+)-SUM\([A-Z]+\d+(?:,[A-Z]+\d+)*\)|[A-Z]+\d+"
    r'|SUBSTITUTE\([A-Z]+\d+,CHAR\(10\),""\)'
    r'|LEFT\((?P<words>[A-Z]+\d+|SUBSTITUTE\([A-Z]+\d+,CHAR\(10\),""\)),LEN\((?P=words)\)-\d+\))'
)
"""The formulas of the block that a chart reads: they look at cells of the same sheet, and hold no text of anybody's."""


def test_texts_never_become_formulas(tmp_path: Path) -> None:
    workbook = written(tmp_path)
    area = layout_of(build_table(make_book(), make_book().exhibits()[0])).last_column
    for sheet in workbook:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            assert cell.column > area and FOLLOWS.fullmatch(cell.value), cell.value
    sheet = workbook["图1-1"]
    suspicious = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value[:1] in ("=", "@") and cell.data_type != "f"
    ]
    assert {cell.value for cell in suspicious} == {"=1+2", "@SUM"}
    assert all(cell.quotePrefix for cell in suspicious)


def test_a_sheet_looks_like_the_printed_table(tmp_path: Path) -> None:
    sheet = written(tmp_path)["图1-1"]
    assert sheet["A1"].value == "图1-1　各类交易额及同比增速"
    assert sheet["B2"].value == "单位：亿元"
    assert sheet["B2"].alignment.horizontal == "right"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:E1", "B2:D2", "B3:B5", "C3:D3", "D4:D5"} <= merged
    assert [sheet[cell].value for cell in ("C3", "C4", "C5")] == ["交易", "规模", "数值"]
    assert sheet["D4"].value.replace("\n", "") == "同比增速（%）"
    assert sheet["B7"].alignment.indent == 1
    # The table goes on on a second page after three rows, with its heads again.
    assert sheet["A9"].value == "图1-1　各类交易额及同比增速（续表）"
    assert [sheet[cell].value for cell in ("B10", "C11", "C13")] == ["单位：亿元", "交易", "数值"]
    feet = [sheet.cell(row, 2).value for row in range(19, 22)]
    assert feet == ["①含境外。", "注：+本表为初步数。", "数据来源：国家统计局"]
    assert sheet.freeze_panes == "C6"
    assert "$A$1:$E$" in sheet.print_area
    assert [one.id for one in sheet.row_breaks.brk][:1] == [8]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # on a page that is fitted, breaks would not be heeded


def test_what_needs_no_chinese_font_stands_in_the_latin_one(tmp_path: Path) -> None:
    """In a Chinese font letters are as wide as digits and thin, and where it is missing another takes their room."""
    texts = ["Table 1-1\u3000Exports – “all” (%)", "2018", "图1-1", "B2B平台"]
    writer = BookWriter("a")
    sheet = writer.add_sheet("a")
    for row, words in enumerate(texts, start=1):
        sheet.words(row, 1, words, CellStyle(font="黑体"))
    writer.save(tmp_path / "a.xlsx")
    cells = next(load_workbook(tmp_path / "a.xlsx")["a"].iter_cols())
    assert [cell.value for cell in cells] == texts
    assert [cell.font.name for cell in cells] == ["Times New Roman", "Times New Roman", "黑体", "黑体"]


def test_a_long_name_takes_the_room_that_the_page_leaves_and_figures_stand_clear_of_the_edge() -> None:
    names = ["Cross-border e-commerce (billion US dollars)", "Exports"]
    layout = layout_of(make_table("bar", names, [("Value", "", ["3 762.547", "约29.075"])], caption="a"))
    assert layout.heights[0] == layout.heights[1]
    (column,) = layout.columns
    assert column.tail > max(figure.tail for (figure,) in layout.figures if figure is not None)
    narrow = layout_of(make_table("bar", names, [(f"Value {at}", "", ["1 234.5", "2"]) for at in range(7)], caption="a"))
    assert narrow.stub < layout.stub


def test_contents_and_sheets_link_to_each_other(tmp_path: Path) -> None:
    workbook = written(tmp_path, names=("图1-1", "表'2[x]"))
    links = {cell.hyperlink.location for row in workbook["目录"].iter_rows() for cell in row if cell.hyperlink}
    assert links == {"'图1-1'!A1", "'表''2_x_'!A1"}
    for name in workbook.sheetnames[1:]:
        back = [cell.hyperlink.location for row in workbook[name].iter_rows() for cell in row if cell.hyperlink]
        assert back == ["'目录'!A1"]


def test_the_contents_name_the_units_that_stand_above_the_tables(tmp_path: Path) -> None:
    book = make_book().edition("en")
    (exhibit,) = book.exhibits()
    with printed_in("en"):
        table = replace(build_table(book, exhibit), unit="billion yuan")
        list(export_workbook(book, tmp_path / "a.xlsx", Finish(tables={exhibit.id: table})))
    contents = load_workbook(tmp_path / "a.xlsx")["Contents"]
    [row] = [row for row in contents.iter_rows() if row[0].value == "图1-1"]
    assert row[2].value == "billion yuan"
    # A title may take several lines, which no program breaks a link into.
    assert row[1].value == exhibit.caption and row[1].hyperlink is None and row[1].alignment.wrap_text


def test_findings_are_listed_with_their_numbers(tmp_path: Path) -> None:
    list(write_findings_book(tmp_path / "a.xlsx", "样本年报", [FINDING]))
    sheet = load_workbook(tmp_path / "a.xlsx")["审核结果"]
    assert [cell.value for cell in sheet[4]][:8] == [
        "错误",
        "不通过",
        "=合计",
        "陕西",
        FINDING.formula,
        FINDING.difference,
        FINDING.tolerance,
        "各项之和与总计不等。",
    ]


@pytest.mark.parametrize("kind", [kind for kind in ChartKind if kind not in (ChartKind.DUMBBELL, ChartKind.SLOPE)])
def test_each_kind_of_chart_draws_figures_and_no_texts(kind: str, tmp_path: Path) -> None:
    book = make_book(kind=kind)
    list(export_workbook(book, tmp_path / "a.xlsx"))
    sheet = load_workbook(tmp_path / "a.xlsx", data_only=True)["图1-1"]
    known = sum(one.has_figures for one in drawn_chart(build_table(book, book.exhibits()[0])).series)
    assert len(sheet._charts) == (known if kind == ChartKind.MULTIPLES else 1)
    series = [one for chart in sheet._charts for part in (chart, *chart._charts[1:]) for one in part.series]
    assert len(series) == known
    for one in series:
        area = one.val.numRef.f.split("!")[1].replace("$", "")
        cells = [cell for row in sheet[area] for cell in row]
        assert all(cell.value is None or cell.data_type == "n" for cell in cells)
        assert any(cell.value is not None for cell in cells)


def test_small_multiples_are_a_chart_each_with_one_axis(tmp_path: Path) -> None:
    years = [str(year) for year in range(2010, 2018)]
    series = [(f"第{n}项", "亿元", [str(10 * n + at) for at in range(8)]) for n in range(1, 6)]
    book = Book()
    table = make_table("multiples", years, series)
    book.load([table.exhibit])
    list(export_workbook(book, tmp_path / "a.xlsx", Finish(tables={table.exhibit.id: table})))
    charts = load_workbook(tmp_path / "a.xlsx")[table.exhibit.number]._charts
    assert len(charts) == 5
    axes = {(one.y_axis.scaling.min, one.y_axis.scaling.max, one.y_axis.majorUnit) for one in charts}
    assert len(axes) == 1 and next(iter(axes))[1] >= 57
    tops = [one.anchor._from.row for one in charts]
    assert tops[0] == tops[1] == tops[2] < tops[3] == tops[4]


def test_a_chart_says_about_a_figure_what_the_table_says(tmp_path: Path) -> None:
    list(export_workbook(make_book(kind="bar"), tmp_path / "a.xlsx"))
    sheet = load_workbook(tmp_path / "a.xlsx", data_only=True)["图1-1"]
    formats = {cell.value: cell.number_format for row in sheet.iter_rows(min_col=7) for cell in row if cell.data_type == "n"}
    assert formats[4800] == '"约"#"\u2009"##0'
    assert formats[31.63] == "0.00"


def test_long_alike_and_illegal_sheet_names() -> None:
    taken: list[str] = []
    for wanted in ("x" * 40, "X" * 40, "a/b:c*?[]\\", "'q'", "", "History"):
        name = sheet_name(wanted, taken)
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() not in {other.casefold() for other in taken}
        taken.append(name)
    assert taken[-1] != "History"


@pytest.mark.parametrize(("grouping", "expected"), [(",", "#,##0.00"), ("", "0.00"), (" ", '#" "###" "##0.00')])
def test_the_book_says_how_thousands_are_set_off(grouping: str, expected: str, tmp_path: Path) -> None:
    sheet = written(tmp_path, grouping)["图1-1"]
    assert expected in {cell.number_format for cell, _growth in rows_of(sheet).values()}


def test_a_file_that_cannot_be_written_is_a_sentence_and_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserError, match="没有写成"):
        list(export_workbook(make_book(), path))
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(UserError):
        list(export_workbook(make_book(), tmp_path / "没有" / "a.xlsx"))


def test_stopping_halfway_leaves_nothing(tmp_path: Path) -> None:
    job = export_workbook(make_book(), tmp_path / "a.xlsx")
    next(job)
    job.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())


def equal_to_the_book(
    book: Book, exhibits: Sequence[Exhibit], tables: Mapping[str, Table], workbook: Any, names: Sequence[str]
) -> int:
    """Holds every cell of exhibits that were written against their tables; returns how many are numbers."""
    numbers = 0
    for exhibit, name in zip(exhibits, names, strict=True):
        table = tables[exhibit.id]
        layout = layout_of(table)
        for row_number, row in enumerate(table.cells):
            for column_number, cell in enumerate(row):
                found = workbook[name].cell(layout.row(row_number), layout.column(column_number))
                assert shown(found) == cell.text, (name, cell)
                numbers += found.data_type == "n" and found.value is not None
                value = parse_number(cell.text)
                assert value is None or isinstance(found.value, str) or Decimal(str(found.value)) == value
    return numbers


@pytest.mark.parametrize("grouping", [THIN_SPACE, ",", ""])
def test_every_figure_of_the_sample_book_is_equal_when_read_again(grouping: str, tmp_path: Path) -> None:
    book = build_sample_book()
    book.load(iter([Setting("grouping", grouping)]))
    list(export_workbook(book, tmp_path / "a.xlsx"))
    workbook = load_workbook(tmp_path / "a.xlsx")
    exhibits = book.exhibits()
    tables = {exhibit.id: build_table(book, exhibit, grouping) for exhibit in exhibits}
    assert equal_to_the_book(book, exhibits, tables, workbook, workbook.sheetnames[1:]) > 1000


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)


@st.composite
def exhibits(draw: st.DrawFn) -> Exhibit:
    groups = st.lists(st.sampled_from(["甲", "乙", "=丙"]), max_size=3).map(tuple)
    rows = [
        Line(f"r{number}", draw(words), {"item": f"{number}"} if draw(st.booleans()) else {}, draw(st.integers(0, 20)))
        for number in range(draw(st.integers(0, 4)))
    ]
    columns = [
        Line(f"c{number}", draw(words), {"measure": draw(st.sampled_from(["value", "growth"]))}, groups=draw(groups))
        for number in range(draw(st.integers(0, 4)))
    ]
    kind, along = draw(st.sampled_from(list(ChartKind))), draw(st.sampled_from(["rows", "columns"]))
    return Exhibit(
        "e",
        draw(words),
        draw(words),
        unit=draw(st.sampled_from(["", "亿元"])),
        source_line=draw(words),
        corner=draw(words),
        at={"indicator": "额", "area": "000000", "period": "2018"},
        rows=tuple(rows),
        columns=tuple(columns),
        notes=(draw(words),),
        chart=Chart(kind, along, (), ("c0",) if draw(st.booleans()) else (), draw(st.integers(0, 2))),
        continued_after=draw(st.integers(0, 5)),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(exhibit=exhibits(), figures=st.lists(st.sampled_from(["1.30", "-2", "约5", "…", "乱", "1000000"]), min_size=8, max_size=8))
def test_any_layout_is_written_and_read_again(exhibit: Exhibit, figures: list[str], tmp_path: Path) -> None:
    book = Book()
    keys = dict.fromkeys(key for _row, _column, key in cell_keys(exhibit))
    contents = [(key, parse_content(words, unit_named("亿元"))) for key, words in zip(keys, figures, strict=False)]
    records: list[Record] = [Observation(key, content) for key, content in contents if content is not None]
    book.load(iter([*records, exhibit]))
    list(export_workbook(book, tmp_path / "a.xlsx"))
    workbook = load_workbook(tmp_path / "a.xlsx")
    formulas = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [formula for formula in formulas if not FOLLOWS.fullmatch(formula)] == []
    sheet = workbook.worksheets[1]
    table, layout = build_table(book, exhibit), layout_of(build_table(book, exhibit))
    for row_number, row in enumerate(table.cells):
        for column_number, cell in enumerate(row):
            assert shown(sheet.cell(layout.row(row_number), layout.column(column_number))) == cell.text


def test_two_exports_of_a_book_are_equal_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever, in whatever order its records arrived, and wherever the file is."""
    book = build_sample_book()
    shuffled = Book()
    shuffled.load(iter([record for kind in RECORD_TYPES for record in reversed(list(book.all(RECORD_TYPES[kind]).values()))]))
    list(export_workbook(book, tmp_path / "一.xlsx", Finish(edition=EDITION)))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    (tmp_path / "别处").mkdir()
    list(export_workbook(shuffled, tmp_path / "别处" / "二.xlsx", Finish(edition=EDITION)))
    one, other = (tmp_path / "一.xlsx").read_bytes(), (tmp_path / "别处" / "二.xlsx").read_bytes()
    assert one == other
    with zipfile.ZipFile(tmp_path / "一.xlsx") as archive:
        assert b"1980-01-01" in archive.read("docProps/core.xml") and archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_open_is_listed_first_and_what_cannot_be_decided_is_counted(tmp_path: Path) -> None:
    verdicts = (Verdict.UNDECIDED, Verdict.HOLDS, Verdict.FAILS, Verdict.ROUNDING)
    findings = [replace(FINDING, verdict=verdict) for verdict in verdicts]
    path = tmp_path / "审核结果.xlsx"
    list(write_findings_book(path, "样本年报", [*findings, findings[0]]))
    workbook = load_workbook(path)
    listed = [str(workbook["审核结果"].cell(row, 2).value) for row in range(4, 8)]
    assert listed == ["不通过", "仅在进位误差内通过", "通过", "None"]
    assert [cell.value for cell in workbook["其余结果"][4]] == ["无法判断", "=合计", 2, "陕西　各项之和与总计不等。"]
    list(write_findings_book(path, "样本年报", findings, every=True))
    workbook = load_workbook(path)
    assert (workbook.sheetnames, workbook["审核结果"].cell(7, 2).value) == (["审核结果"], "无法判断")


def test_what_a_format_says_of_a_figure_is_read_back_by_the_program_itself(tmp_path: Path) -> None:
    list(export_workbook(make_book(), tmp_path / "a.xlsx"))
    sheets = read_workbook(tmp_path / "a.xlsx").sheets
    cells = [sheet.cell(row, column) for sheet in sheets for row in range(len(sheet.rows)) for column in range(12)]
    found = [read_figure(cell).amount for cell in cells if cell.number == 4800]
    assert found and all(amount is not None and amount.qualifier == "约" for amount in found)
