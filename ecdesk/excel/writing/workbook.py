"""The finished workbook: contents with links, what it is, and a sheet for each exhibit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.delivered import foot_lines, sections_above, title_of, unit_line
from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.domain.book.records import Exhibit, Section
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import LIST_TITLE, CellFigure, CellStyle
from ecdesk.excel.writing.layout import broken, heading_spans, lines_of, wanted_name
from ecdesk.excel.writing.native_charts import ChartPlace, add_chart
from ecdesk.excel.writing.pages import (
    Band,
    PageColumn,
    Part,
    SheetLayout,
    TableLook,
    head_heights,
    layout_of,
    note_height,
    table_look,
    title_height,
    title_lines,
)
from ecdesk.excel.writing.sheets import BookWriter, SheetWriter, range_names, sheet_names
from ecdesk.excel.writing.version_sheet import Edition, write_version

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


def too_large(exhibit: Exhibit) -> UserError:
    return UserError(
        "“{exhibit}”有 {count} 行，过大，排不成印刷的表；请拆成几张表，或者不选它，再导出。",
        exhibit=exhibit.number or exhibit.caption,
        count=len(exhibit.rows),
    )


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


_ENTRY = CellStyle(height=9, up="top", wrap=True)
_NUMBER, _CAPTION, _UNIT, _SOURCE = 10, 56, 10, 30


MOST_CELLS = 150_000
"""Of one exhibit: each cell of a printed table has its own look, and what is larger is no table that anybody prints."""


@dataclass(frozen=True)
class ExportStep:
    """How far an export is; name: of the sheet just written, "" when the file is whole."""

    done: int
    total: int
    name: str


@dataclass(frozen=True)
class Finish:
    """How a book is exported. exhibits: those that are, in order; None for all. tables: exhibits by id that are printed otherwise than as they stand
    (balanced rounding); drawn: their tables with what only their charts show. edition: what is said about the workbook on a sheet of its
    own. remarks: comments on cells of exhibits, by id. theme: of the book's looks. draft: every page says that it is one."""

    exhibits: Sequence[Exhibit] | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    drawn: Mapping[str, Table] = field(default_factory=dict)
    edition: Edition | None = None
    remarks: Mapping[str, Remarks] = field(default_factory=dict)
    theme: str = ""
    draft: bool = False


AS_IT_STANDS = Finish()


def export_workbook(book: Book, path: Path, finish: Finish = AS_IT_STANDS) -> Iterator[ExportStep]:
    """Writes the finished tables of a book as one workbook; yields after each sheet. The file appears at the end, whole.

    Raises UserError when the file cannot be written, or an exhibit is too large to be printed.
    """
    chosen = book.exhibits() if finish.exhibits is None else finish.exhibits
    edition = finish.edition
    for exhibit in chosen:
        if len(exhibit.rows) * (len(exhibit.columns) + 1) > MOST_CELLS:
            raise too_large(exhibit)
    grouping = book.setting("grouping", THIN_SPACE)
    look = table_look(finish.theme)
    written = BookWriter(book.title, book.setting("organisation"))
    own = [tr("目录"), *([tr("版本说明")] if edition is not None else [])]
    names = sheet_names([*own, *map(wanted_name, chosen)])
    contents, sheets = names[0], names[len(own) :]
    listed = written.add_sheet(contents)
    if edition is not None:
        write_version(written.add_sheet(names[1]), edition, contents, finish.draft)
    total = len(names)
    areas = range_names(map(wanted_name, chosen))
    units: list[str] = []
    for done, (exhibit, name, area) in enumerate(zip(chosen, sheets, areas, strict=True), start=1):
        table = finish.tables.get(exhibit.id) or build_table(book, exhibit, grouping)
        units.append(table.unit)
        writer = written.add_sheet(name, area)
        words = SheetWords(grouping, contents, finish.remarks.get(exhibit.id, {}), finish.draft)
        write_exhibit(writer, table, look, words, finish.drawn.get(exhibit.id))
        yield ExportStep(done, total, name)
    _write_contents(listed, book, list(zip(chosen, sheets, units, strict=True)), finish.draft)
    written.save(path)
    yield ExportStep(total, total, "")


def _write_contents(writer: SheetWriter, book: Book, named: Sequence[tuple[Exhibit, str, str]], draft: bool) -> None:
    """The list of sheets in the report's order, under the headings of its chapters and sections. named: exhibits, the names of their sheets, and
    the units that stand above them there."""
    writer.words(1, 1, book.title or tr("导出的表"), LIST_TITLE)
    writer.set_height(1, 28)
    row = 3
    widths = (_NUMBER, _CAPTION, _UNIT, _SOURCE)
    writer.list_head(row, (tr("编号"), tr("标题"), tr("单位"), tr("来源")), widths)
    sections = {section.id: section for section in book.sections()}
    open_sections: list[Section] = []
    for exhibit, name, unit in named:
        above = sections_above(sections, exhibit.section)[::-1]
        for section in [one for one in above if one not in open_sections]:
            row += 1
            level = above.index(section)
            writer.words(row, 1, title_of(section.number, section.title), CellStyle(bold=level == 0, indent=0))
            writer.set_height(row, 18 if level == 0 else 15)
        open_sections = above
        row += 1
        writer.link(row, 1, exhibit.number or name, name, _ENTRY)
        writer.words(row, 2, exhibit.caption or name, _ENTRY)  # LibreOffice never breaks the text of a link into lines
        writer.words(row, 3, unit, _ENTRY)
        writer.words(row, 4, exhibit.source_line, _ENTRY)
        rooms = ((exhibit.caption, _CAPTION), (unit, _UNIT), (exhibit.source_line, _SOURCE))
        lines = max(lines_of(words, room) for words, room in rooms)
        writer.set_height(row, 12.5 * lines + 2)
    writer.freeze(4, 1)
    writer.set_pages(False, (1, 1, max(row, 4), 4), draft)
    writer.fit_width()
    writer.repeat(3, 3)
