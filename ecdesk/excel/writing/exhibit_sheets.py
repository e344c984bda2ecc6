"""A sheet for each exhibit, as it would be printed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ecdesk.domain.book.layouts.delivered import foot_lines, title_of, too_large, unit_line
from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.domain.book.tables import Table
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import CellFigure, CellStyle
from ecdesk.excel.writing.layout import broken, heading_spans
from ecdesk.excel.writing.native.charts import ChartPlace, add_chart
from ecdesk.excel.writing.pages import (
    Band,
    PageColumn,
    Part,
    SheetLayout,
    TableLook,
    head_heights,
    layout_of,
    note_height,
    title_height,
    title_lines,
)
from ecdesk.excel.writing.sheets import SheetWriter

_SIDES = 12
_ROW = 15.0
"""Points of a row under a chart."""
MOST_PAGES = 1000
"""Of one table: spreadsheet programs heed no more breaks on a sheet."""
Remarks = Mapping[tuple[int, int], str]
"""What is said about cells of a table, by row and column."""


@dataclass(frozen=True)
class SheetWords:
    """What a sheet says besides its exhibit. contents: name of the sheet to link back to. remarks: become comments. draft: each page says so."""

    grouping: str
    contents: str
    remarks: Remarks
    draft: bool


def write_exhibit(writer: SheetWriter, table: Table, look: TableLook, words: SheetWords, drawn: Table | None = None) -> None:
    """Fills an empty sheet with an exhibit: its table, page by page, the lines under it, its chart. drawn: see `add_chart`. Raises UserError
    for a table of too many pages."""
    layout = layout_of(table, look)
    if len(layout.bands) > MOST_PAGES:
        raise too_large(table.exhibit)
    sheet = _ExhibitSheet(writer, table, layout, words.grouping)
    sheet.write_pages()
    end = sheet.write_foot()
    for (row, column), said in words.remarks.items():
        writer.comment(layout.row(row), layout.column(column), said)
    place = sheet.chart_place(end)
    height = add_chart(writer, table, layout, place, words.grouping, drawn)
    rows = [band.top for band in layout.bands[1:]]
    if height:
        end = place.row + math.ceil(height / _ROW)
        rows += [place.row] if place.on_new_page(height) else []
    writer.set_pages(layout.landscape, (1, 1, end, layout.last_column), words.draft)
    columns = [part.left for part in layout.parts[1:]]
    if rows or columns:
        writer.break_pages(rows, columns)
    else:
        writer.fit_width()
    writer.freeze(layout.bands[0].body(layout.depth), layout.parts[0].stub + 1)
    writer.set_pixels(layout.last_column + 1, 88)
    writer.link(1, layout.last_column + 1, tr("返回目录"), words.contents)
    writer.book.name_range(writer.range_name, writer.name, layout.areas())


class _ExhibitSheet:
    """An exhibit on its sheet."""

    def __init__(self, writer: SheetWriter, table: Table, layout: SheetLayout, grouping: str) -> None:
        self._writer = writer
        self._table = table
        self._layout = layout
        self._grouping = grouping
        look = layout.look
        self._title = CellStyle(look.title_size, look.title_font, across="center", wrap=True)
        self._unit = CellStyle(look.text_size, look.text_font, across="right")
        self._text = CellStyle(look.text_size, look.text_font)
        self._note = CellStyle(look.note_size, look.text_font, up="top", wrap=True)
        self._between = "t" if look.ruled else ""

    def write_pages(self) -> None:
        writer, layout = self._writer, self._layout
        writer.sheet.set_default_row(_ROW + 1)
        for part, margin in zip(layout.parts, layout.margins, strict=True):
            writer.set_pixels(part.left, margin)
            writer.set_pixels(part.stub, layout.stub)
            for number in part.columns:
                writer.set_pixels(layout.column(number), layout.columns[number].pixels)
            writer.set_pixels(part.right, margin)
        for band in layout.bands:
            self._set_heights(band)
            for part in layout.parts:
                self._write_head(band, part)
                for number in band.rows:
                    self._write_row(number, part)

    def _set_heights(self, band: Band) -> None:
        layout, writer = self._layout, self._writer
        pixels = [layout.stub, *(column.pixels for column in layout.columns)]
        writer.set_height(band.top, title_height(self._title_of(band, layout.parts[0]), layout.look, layout.frame))
        writer.set_height(band.top + 1, layout.look.text_size * 1.5)
        for level, height in enumerate(head_heights(self._table, pixels, layout.look, layout.depth)):
            writer.set_height(band.top + 2 + level, height)
        for number in band.rows:
            writer.set_height(layout.row(number), layout.heights[number])

    def _title_of(self, band: Band, part: Part) -> str:
        title = title_of(self._table.exhibit.number, self._table.exhibit.caption)
        first = band.rows.start == 0 and part.columns.start == 0
        look, frame = self._layout.look, self._layout.frame
        if not first and title_lines(title, look, frame).count("\n") > 1:
            title = self._table.exhibit.number  # the whole stands on the first page
        return title_lines(title if first else tr("{title}（续表）", title=title), look, frame)

    def _write_head(self, band: Band, part: Part) -> None:
        writer, layout = self._writer, self._layout
        writer.merged(band.top, part.left, (1, part.right - part.left + 1), self._title_of(band, part), self._title)
        unit = unit_line(self._table)
        if unit:
            writer.merged(band.top + 1, part.stub, (1, part.last - part.stub + 1), unit, self._unit)
        top = band.top + 2
        corner = broken(self._table.exhibit.corner, (layout.stub - _SIDES) / layout.look.sign)
        writer.merged(top, part.stub, (layout.depth, 1), corner, self._heading(0, part.stub, part.stub, part))
        for level, first, high, wide, words in heading_spans(self._table, part.columns):
            column = layout.column(first)
            look = self._heading(level, column, column + wide - 1, part)
            writer.merged(top + level, column, (high, wide), layout.head(words, first, wide), look)

    def _heading(self, level: int, first: int, last: int, part: Part) -> CellStyle:
        look = self._layout.look
        return CellStyle(
            look.text_size,
            look.text_font,
            across="center",
            wrap=True,
            top="m" if level == 0 else "t",
            bottom="t",
            left="" if first == part.stub else self._between,
            right="" if last == part.last else self._between,
        )

    def _write_row(self, number: int, part: Part) -> None:
        writer, layout, table = self._writer, self._layout, self._table
        line, row = table.rows[number], layout.row(number)
        bottom = "m" if self._ends(number) else ""
        text = self._text
        stub = CellStyle(
            text.height,
            text.font,
            bold=is_heading(line),
            wrap=True,
            across="center" if layout.centred and not is_heading(line) else "left",
            indent=min(line.level, 15),
            bottom=bottom,
        )
        writer.words(row, part.stub, table.stubs[number], stub)
        for at in part.columns:
            sheet_column = layout.column(at)
            edge = "" if sheet_column == part.last else self._between
            cell, figure, column = table.cells[number][at], layout.figures[number][at], layout.columns[at]
            if figure is None:
                ruled = layout.look.ruled
                look = CellStyle(
                    text.height, text.font, wrap=True, indent=int(ruled), left=self._between, right=edge, bottom=bottom
                )
                writer.words(row, sheet_column, cell.text, look)
                continue
            look = CellStyle(text.height, text.font, across="right", left=self._between, right=edge, bottom=bottom)
            writer.figure(row, sheet_column, figure, cell.text, look, self._grouping, self._room(column, figure))

    def _room(self, column: PageColumn, figure: CellFigure) -> int:
        """What is left free behind a figure, so that its point stands under those of the others; words stand at the edge."""
        return 0 if figure.is_words else max(0, column.tail - figure.tail)

    def _ends(self, number: int) -> bool:
        layout = self._layout
        return number + 1 == len(self._table.rows) or layout.row(number + 1) != layout.row(number) + 1

    def write_foot(self) -> int:
        """The lines under the table; returns the last row of the page."""
        layout, part = self._layout, self._layout.parts[-1]
        row = layout.last_row
        width = layout.frame - layout.margins[-1]
        for words in foot_lines(self._table.exhibit):
            row += 1
            self._writer.merged(row, part.stub, (1, part.right - part.stub + 1), words, self._note)
            self._writer.set_height(row, note_height(words, layout.look, width))
        return row

    def chart_place(self, end: int) -> ChartPlace:
        layout = self._layout
        width = min(layout.look.chart, layout.frame - 20)
        return ChartPlace(end + 2, layout.parts[0].left, (layout.frame - width) // 2, width, layout.spare - _ROW)
