"""Both sample books exported in each class of units, and the workbook read again as a reader does: every figure is what the book says, in the unit that
the sheet says, and none lost a digit without a word."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from ecdesk.charts import chart_bytes
from ecdesk.checks import Checker
from ecdesk.domain.book.layouts.delivered import PrintedExhibit
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.wording.note_marks import DERIVED_MARK, UNSOURCED_MARK
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import find_unit, unit_named
from ecdesk.excel.writing.pages import SheetLayout, layout_of
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import documents
from ecdesk.session.delivery.data import export_data
from ecdesk.session.delivery.delivering import Which, chosen_exhibits
from ecdesk.session.delivery.documents import Choice, export_word
from ecdesk.session.delivery.editions.explaining import explained
from ecdesk.session.delivery.exporting import ExportScope, export
from ecdesk.session.delivery.printing import drawn_table, printed_table
from ecdesk.session.new_books.sample import BULLETIN, REPORT, sample_records
from ecdesk.session.program.progress import finish
from tests.excel_writing.writing_books import shown
from tests.session.test_all_layouts import bracketed, show_in, units_of
from tests.session.test_data import read, resources
from tests.session.test_word import expected, grid, joined

CLASSES = ("", "万", "亿", "万亿")
"""What stands before the base of a unit: 元, 万元, 亿元, 万亿元."""


@pytest.mark.parametrize("name", [REPORT, BULLETIN])
def test_what_is_exported_in_any_unit_reads_as_the_book_says(name: str, tmp_path: Path) -> None:
    import openpyxl

    with Desk.create(tmp_path / "书.ecd", sample_records(name)) as desk:
        for prefix in CLASSES:
            tried = [one for exhibit in desk.book.exhibits() if (one := shown_in(desk, exhibit, prefix)) is not None]
            assert len(tried) > 10, prefix
            target = tmp_path / f"成品{CLASSES.index(prefix)}.xlsx"
            finish(export(desk.book, target, ExportScope(exhibits=Which.ALL), findings=()))
            workbook = openpyxl.load_workbook(target)
            seen = sum(figures_read(workbook[exhibit.number], build_table(desk.book, exhibit)) for exhibit in tried)
            assert seen > 100, prefix


@pytest.mark.parametrize(("name", "prefix"), [*((BULLETIN, prefix) for prefix in CLASSES), (REPORT, "万")])
def test_word_and_data_say_what_the_book_says_in_any_unit(
    name: str, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Desk.create(tmp_path / "书.ecd", sample_records(name)) as desk:
        one = next(exhibit for exhibit in desk.book.exhibits() if exhibit.chart is not None)
        drawn = {kind: chart_bytes(build_table(desk.book, one), kind, 40) for kind in ("png", "svg")}
        monkeypatch.setattr(documents, "chart_bytes", lambda _table, kind, bare: drawn[kind])  # charts are drawn by other tests
        for exhibit in desk.book.exhibits():
            shown_in(desk, exhibit, prefix)
        chosen, checker = chosen_exhibits(desk.book, Which.PRINTED), Checker(desk.book)
        grouping = desk.book.setting("grouping", THIN_SPACE)
        tables = explained(desk.book, chosen, {one.id: printed_table(checker, one, grouping) for one in chosen})
        exhibits = [PrintedExhibit(tables[one.id]) for one in chosen]
        finish(export_word(desk.book, tmp_path / "a.docx", Choice(chart_tables=True), findings=()))
        document = docx.Document(str(tmp_path / "a.docx"))
        assert [joined(grid(table)) for table in document.tables] == [joined(expected(one)) for one in exhibits]
        units = [one.text for one in document.paragraphs if one.style.style_id == "UnitLine"]
        assert units == [one.unit_line for one in exhibits if one.unit_line and not one.is_chart]
        finish(export_data(desk.book, tmp_path / "data", findings=()))
        for exhibit, resource in zip(chosen, resources(tmp_path / "data")[1:], strict=True):
            shown_cells = [[cell.text for cell in row] for row in drawn_table(checker, exhibit, grouping="").cells]
            assert [line[1:] for line in read(tmp_path / "data" / resource["path"])[1:]] == shown_cells


def shown_in(desk: Desk, exhibit: Exhibit, prefix: str) -> Exhibit | None:
    """The exhibit with whatever it has of a class of units in that one; None for one that has nothing of it."""
    wanted = [unit for unit in units_of(desk.book, exhibit) if unit.symbol == prefix + unit.base]
    for unit in wanted:
        show_in(desk, exhibit, unit)
    return desk.book.exhibit(exhibit.id) if wanted else None


def figures_read(sheet: Any, table: Table) -> int:
    """How many figures of a sheet were read again, each the book's."""
    layout, count = layout_of(table), 0
    above = unit_above(str(sheet.cell(2, layout.parts[0].stub).value or ""))
    for number, row in enumerate(table.cells):
        for column, cell in enumerate(row):
            if cell.key is None or not isinstance(cell.content, Amount):
                continue
            place = (layout.row(number), layout.column(column))
            unit = unit_of_head(sheet, layout, place) or above
            printed = shown(sheet.cell(*place)).rstrip(UNSOURCED_MARK + DERIVED_MARK)
            assert unit == cell.unit or not unit.symbol or printed.endswith(cell.content.unit.symbol), (sheet.title, place, unit)
            found = parse_content(printed, cell.unit)
            assert isinstance(found, Amount), (sheet.title, place, printed)
            exact = cell.content.converted(found.unit)
            assert bool(found.value) == bool(exact.value), (sheet.title, place, printed)
            assert found.qualifier == exact.qualifier
            if found.value != exact.value:  # a line that asks for so many decimals says that it is rounded
                lines = (table.columns[column], table.rows[number])
                decimals = next(line.decimals for line in lines if line.decimals is not None)
                assert -found.exponent >= decimals and abs(found.value - exact.value) * 2 <= Decimal(1).scaleb(found.exponent)
            count += 1
    return count


def unit_above(line: str) -> Unit:
    found = find_unit(line.partition("：")[2])
    return found if found is not None else NO_UNIT


def unit_of_head(sheet: Any, layout: SheetLayout, place: tuple[int, int]) -> Unit | None:
    """The unit in brackets at the column's head, at a merged head above it, or at the row's label, on the page where the figure stands."""
    band = next(one for one in reversed(layout.bands) if one.top < place[0])
    part = next(one for one in reversed(layout.parts) if one.left < place[1])
    heads = [merged_text(sheet, band.top + 2 + level, place[1]).replace("\n", "") for level in range(layout.depth)]
    for label in (" ".join(heads), str(sheet.cell(place[0], part.stub).value or "")):
        found = [unit for piece in bracketed(label) if (unit := find_unit(piece)) is not None]
        if found:
            return unit_named(found[-1].symbol)
    return None


def merged_text(sheet: Any, row: int, column: int) -> str:
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return str(sheet.cell(area.min_row, area.min_col).value or "")
    return str(sheet.cell(row, column).value or "")
