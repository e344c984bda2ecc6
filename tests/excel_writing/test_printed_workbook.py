"""The workbook of each sample book as a printer gets it: every exhibit of it, as it was written, held against the book."""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openxml_audit import OpenXmlValidator

from ecdesk.checks import Checker
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Verdict
from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.book.tables import Table
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.layout import broken, head_width, lines_of
from ecdesk.excel.writing.pages import SheetLayout, layout_of
from ecdesk.session.delivery.certificates.certifying import Issuer
from ecdesk.session.delivery.exporting import Exported, ExportScope, Which, export
from ecdesk.session.delivery.printing import printed_tables
from ecdesk.session.new_books.sample import BULLETIN, REPORT
from ecdesk.session.program.progress import finish
from ecdesk.session.rules.checking import findings_of_book
from tests.books import build_sample_book
from tests.excel_writing.writing_books import shown

OWN_SHEETS = ["目录", "版本说明"]


@dataclass
class Printed:
    """A sample book, what was written of it, and how it should read."""

    book: Book
    findings: list[Finding]
    done: Exported

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Those that are printed, by the exhibit's number, in order."""
        tables = printed_tables(Checker(self.book), self.book.exhibits(), self.book.setting("grouping", THIN_SPACE))
        return {one.number: tables[one.id] for one in self.book.exhibits() if one.printed}

    @cached_property
    def workbook(self) -> Any:
        return load_workbook(self.done.workbook)

    @cached_property
    def values(self) -> Any:
        return load_workbook(self.done.workbook, data_only=True)

    def layout(self, number: str) -> SheetLayout:
        return layout_of(self.tables[number])


@pytest.fixture(scope="module", params=[REPORT, BULLETIN])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    book = build_sample_book(request.param)
    findings = findings_of_book(book)
    path = tmp_path_factory.mktemp(request.param) / "成品.xlsx"
    return Printed(book, findings, finish(export(book, path, ExportScope(by=Issuer("=张三")), findings=findings)))


def faults(path: Path) -> list[str]:
    """What of a file is not as the schema of Open XML says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = OpenXmlValidator(max_errors=20).validate(str(path))
    return [f"{error}" for error in result.errors]


def test_every_file_is_as_the_schema_says(printed: Printed) -> None:
    assert printed.done.findings is not None
    assert faults(printed.done.workbook) == [] and faults(printed.done.findings) == []


def test_the_workbook_holds_what_is_printed_in_the_reports_order_and_nothing_else(printed: Printed) -> None:
    assert printed.workbook.sheetnames == [*OWN_SHEETS, *printed.tables]
    contents = [str(row[0].value) for row in printed.workbook["目录"].iter_rows(min_row=4) if row[0].value]
    assert [entry for entry in contents if entry in printed.tables] == list(printed.tables)
    chapters = [title_of(one.number, one.title) for one in printed.book.sections() if not one.parent]
    there = [chapter for chapter in chapters if chapter in contents]
    assert sorted(there, key=contents.index) == there and contents[0] == there[0]
    names = {name for name in printed.workbook.defined_names if not name.startswith("_xlnm")}
    assert len(names) == len(printed.tables)


def test_every_cell_shows_what_the_book_prints(printed: Printed) -> None:
    numbers = 0
    for number, table in printed.tables.items():
        sheet, layout = printed.workbook[number], printed.layout(number)
        assert str(sheet["A1"].value).replace("\n", "") == title_of(number, table.exhibit.caption)
        for row, cells in enumerate(table.cells):
            assert sheet.cell(layout.row(row), layout.parts[0].stub).value == table.stubs[row]
            for column, cell in enumerate(cells):
                found = sheet.cell(layout.row(row), layout.column(column))
                assert shown(found) == cell.text, (number, row, column)
                numbers += found.data_type == "n" and found.value is not None
    assert numbers > 150


def right_of_units(code: str) -> int:
    """How much a number format shows and leaves free right of the units, in quarters of an em: a point is one, a digit two."""
    tokens = re.findall(r'_.|"[^"]*"|.', code.split(";")[0])
    last = max(at for at, token in enumerate(tokens) if token in ("0", "#") and "." not in tokens[:at])
    widths = {"0": 2, "#": 2, ".": 1, "_0": 2, "_.": 1}
    return sum(widths.get(token, 2 * display_width(token.strip('"'))) for token in tokens[last + 1 :])


def test_points_stand_under_each_other_in_every_column(printed: Printed) -> None:
    columns = 0
    for number, table in printed.tables.items():
        sheet, layout = printed.workbook[number], printed.layout(number)
        for column in range(len(table.columns)):
            cells = [sheet.cell(layout.row(row), layout.column(column)) for row in range(len(table.rows))]
            figures = [cell for cell in cells if isinstance(cell.value, int | float)]
            assert len({right_of_units(cell.number_format) for cell in figures}) <= 1, (number, column)
            assert {(cell.alignment.horizontal, cell.alignment.indent, cell.font.name) for cell in figures} <= {
                ("right", 0, "Times New Roman")
            }
            columns += bool(figures)
    assert columns > 40


def test_every_figure_says_its_unit_once(printed: Printed) -> None:
    """Above the table, in its column's heading or in its row's; never two that disagree."""
    for number, table in printed.tables.items():
        for row, cells in enumerate(table.cells):
            for column, cell in enumerate(cells):
                if cell.observation is None or not isinstance(cell.content, Amount) or not cell.unit.symbol:
                    continue
                beside = [table.heads[column], *table.columns[column].groups, table.stubs[row]]
                told = [words for words in beside if f"（{cell.unit.symbol}）" in words]
                other = table.unit == cell.unit.symbol
                assert told or other or any(cell.unit.symbol in words for words in beside), (number, row, column)
                in_brackets = {unit for words in beside for unit in re.findall(r"（([^（）]*)）", words)}
                assert not (other and in_brackets & {one.unit.symbol for line in table.cells for one in line} - {table.unit})


def test_a_figure_stands_near_its_name(printed: Printed) -> None:
    """No table is stretched: from the end of the longest label to the first figure it is not far (7 pixels to a digit, 96 to the inch)."""
    for number in printed.tables:
        layout = printed.layout(number)
        assert sum(column.pixels for column in layout.columns) + layout.stub <= layout.frame or len(layout.parts) > 1
        assert layout.stub <= 280
        assert all(column.pixels <= 200 for column in layout.columns if column.tail), number


def test_a_text_with_digits_has_room_in_a_font_with_wider_ones(printed: Printed) -> None:
    for number, table in printed.tables.items():
        layout = printed.layout(number)
        for column, line in enumerate(table.columns):
            if line.kind is not None:
                texts = [row[column].text for row in table.cells if len(row[column].text) <= 20]
                need = max(sum(0.64 if sign.isascii() else 1 for sign in words) for words in texts)
                assert layout.columns[column].pixels >= need * 2 * layout.look.sign, (number, line.label)


def test_the_version_sheet_breaks_no_exhibits_number(printed: Printed) -> None:
    names = [str(row[0].value or "") for row in printed.workbook["版本说明"].iter_rows(min_row=3)]
    listed = [line for words in names if "、" in words for line in words.split("\n")]
    assert listed and max(map(display_width, listed)) <= 24


def number_cells(printed: Printed, reference: str) -> list[Any]:
    """What stands in the cells that a chart refers to."""
    name, _sign, area = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    rows = printed.values[name.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
    return [value for row in rows for value in row]


def charts_of(sheet: Any) -> list[Any]:
    return list(sheet._charts)


def test_charts_follow_the_cells_of_their_tables(printed: Printed) -> None:
    charts = 0
    for number in printed.tables:
        sheet, layout = printed.workbook[number], printed.layout(number)
        for chart in charts_of(sheet):
            charts += 1
            if number in ("图3-5", "图2-1"):  # long names, and many
                assert chart.x_axis.txPr.bodyPr.rot == 0
            title = chart.title.tx.strRef
            assert title.f.startswith(f"'{number}'!") and title.strCache.pt[0].v
            for series in (one for part in [chart, *chart._charts[1:]] for one in part.ser):
                assert series.tx.strRef.strCache.pt and series.tx.v is None
                for reference in (series.val.numRef.f, (series.cat.strRef or series.cat.numRef).f):
                    name, _sign, area = reference.rpartition("!")
                    assert name == f"'{number}'"
                    left, top, right, bottom = range_boundaries(area.replace("$", ""))
                    cells = [cell for row in sheet.iter_rows(top, bottom, left, right) for cell in row]
                    # Beside the page stands what follows the table, and nothing that was typed there.
                    loose = [cell for cell in cells if cell.column > layout.last_column and cell.data_type == "n"]
                    assert [cell.value for cell in loose if cell.value is not None] == []
                known = {at for at, cell in enumerate(number_cells(printed, series.val.numRef.f)) if cell is not None}
                assert {point.idx for point in series.val.numRef.numCache.pt} == known
    assert charts >= 5


def test_lines_of_a_chart_stand_above_its_bars(printed: Printed) -> None:
    def heights(part: Any) -> list[float]:
        """How high the figures of a part stand in the chart, from 0 to 1."""
        scale = part.y_axis.scaling
        values = [float(point.v) for series in part.ser for point in series.val.numRef.numCache.pt]
        return [(value - scale.min) / (scale.max - scale.min) for value in values]

    above = 0
    for number in printed.tables:
        for chart in charts_of(printed.workbook[number]):
            for lines in chart._charts[1:]:
                assert min(heights(lines)) - max(heights(chart)) > 0.1, number
                above += 1
    assert above


def test_charts_have_words_for_those_who_cannot_see_them_and_square_corners(printed: Printed) -> None:
    with zipfile.ZipFile(printed.done.workbook) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    charts = [content for name, content in parts.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert charts and all(b'<c:roundedCorners val="0"/>' in content and b"<c:title>" in content for content in charts)
    described = [
        element.get("descr", "")
        for name, content in parts.items()
        if name.startswith("xl/drawings/drawing")
        for element in ElementTree.fromstring(content).iter()
        if element.tag.endswith("}cNvPr")
    ]
    assert len([words for words in described if len(words) > 20]) == len(charts)
    assert not any("externalLink" in name for name in parts)


def test_every_page_of_a_draft_says_so_and_open_findings_stand_as_comments(printed: Printed) -> None:
    assert {sheet.oddHeader.right.text for sheet in printed.workbook} == {"未定稿"}
    assert {sheet.oddFooter.center.text for sheet in printed.workbook} == {"&P"}
    suspects = {
        one.suspect or one.operands[0].key
        for one in printed.findings
        if one.is_open and (one.suspect is not None or one.operands)
    }
    for number, table in printed.tables.items():
        sheet, layout = printed.workbook[number], printed.layout(number)
        expected = {
            (layout.row(row), layout.column(column))
            for row, cells in enumerate(table.cells)
            for column, cell in enumerate(cells)
            if cell.key in suspects
        }
        found = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.comment is not None}
        assert found == expected


def test_findings_are_a_file_of_their_own_with_what_is_open_first(printed: Printed) -> None:
    assert printed.done.findings == printed.done.workbook.with_name("成品-审核结果.xlsx")
    sheets = load_workbook(printed.done.findings)
    listed = [row for row in sheets["审核结果"].iter_rows(min_row=4, values_only=True) if row[1]]
    still = [one for one in printed.findings if one.is_open]
    assert {row[8 - 1] for row in listed[: len(still)]} == {str(one.message) for one in still}
    undecided = sum(one.verdict is Verdict.UNDECIDED and not one.is_open for one in printed.findings)
    assert undecided > 0 and len(listed) < 40
    counted = sheets["其余结果"].iter_rows(min_row=4, values_only=True)
    assert len(listed) + sum(int(row[2]) for row in counted) == len(printed.findings)


def test_every_symbol_and_source_is_explained_once(printed: Printed) -> None:
    sheet = printed.workbook["版本说明"]
    told = [(str(row[0].value), str(row[1].value)) for row in sheet.iter_rows(min_row=3) if row[0].value]
    words = dict(told)
    assert words["书名"] == printed.book.title and words["状态"].startswith("未定稿") and words["导出人"] == "=张三"
    cells = [cell for table in printed.tables.values() for row in table.cells for cell in row]
    for mark in {cell.content for cell in cells if isinstance(cell.content, Mark)}:
        symbol = printed.book.symbols.of(mark) or "空格"
        assert sum(name == symbol for name, _words in told) >= 1
    for sign in "*△":
        assert (sign in words) == any(cell.text.endswith(sign) for cell in cells)
    sources = {table.exhibit.source_line for table in printed.tables.values() if table.exhibit.source_line}
    assert sources <= {meaning for _name, meaning in told}


def test_a_final_workbook_says_nothing_of_drafts_and_has_no_comments(printed: Printed, tmp_path: Path) -> None:
    done = finish(export(printed.book, tmp_path / "定稿.xlsx", ExportScope(final=True), findings=()))
    workbook = load_workbook(done.workbook)
    assert done.findings is None and {sheet.oddHeader.right.text for sheet in workbook} == {None}
    assert not any(cell.comment for sheet in workbook for row in sheet.iter_rows() for cell in row)
    assert dict(workbook["版本说明"].iter_rows(min_row=4, max_col=2, values_only=True))["状态"] == "定稿"


def test_the_office_gets_everything_and_a_chapter_alone_is_that_chapter(printed: Printed, tmp_path: Path) -> None:
    everything = finish(export(printed.book, tmp_path / "全.xlsx", ExportScope(exhibits=Which.ALL), findings=()))
    assert everything.exhibits == len(printed.book.exhibits()) > len(printed.tables)
    assert faults(everything.workbook) == []
    some = list(printed.tables.values())[1:3]
    part = finish(
        export(printed.book, tmp_path / "部分.xlsx", ExportScope(only=[table.exhibit.id for table in some]), findings=())
    )
    assert load_workbook(part.workbook).sheetnames == [*OWN_SHEETS, *(table.exhibit.number for table in some)]


def test_long_brackets_of_a_heading_are_broken_as_other_words_are() -> None:
    """No column is made wide for them; a unit keeps its line."""
    long = "服装鞋帽针纺织品及家用电器音像器材类商品（含线上、线下一体化经营的网络零售企业）"
    assert head_width(long, 12) == head_width(long.replace("（", "、").replace("）", ""), 12) == 12
    assert all(display_width(line) <= 16 for line in broken(long, 12).split("\n"))
    assert broken("网络零售额（亿美元/百人）", 12).split("\n")[-1] == "（亿美元/百人）"


@pytest.mark.parametrize("room", [40.1, 62.0, 81.7, 83.3])
def test_a_very_long_heading_fills_its_lines(room: float) -> None:
    """However the width of signs and of the line divide: none beyond it, none of a single sign."""
    lines = broken("表9-9　" + "很长的标题" * 80, room).split("\n")
    assert all(room / 2 < display_width(line) <= room + 1 for line in lines) and "".join(lines).endswith("标题")


def test_words_of_latin_letters_take_the_lines_that_they_need() -> None:
    """As typeset in a column of 58 digits: three lines, not four; Chinese signs fill theirs."""
    source = "Source: National Engineering Laboratory for E-commerce Transaction Technology; estimates of the China Center for Internet"
    assert [lines_of(words, 58) for words in (source, "One", "", f"{source}\nOne", "数" * 58, "数" * 59)] == [2, 1, 1, 3, 2, 3]
