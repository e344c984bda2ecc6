"""A sheet for each exhibit, as it would be printed."""

from __future__ import annotations

import math

from ecdesk.domain.book.layouts.delivered import foot_lines, title_of, unit_line
from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.domain.book.records import TextKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import CellStyle, SheetWriter, printed_number
from ecdesk.excel.writing.layout import STUB, SheetLayout, heading_spans, layout_of

_TITLE = CellStyle(height=14, bold=True, across="center", wrap=True)
_UNIT = CellStyle(across="right")
_NOTE = CellStyle(height=9, across="left", up="top", wrap=True)
PAGE_WIDTH = 84.0
"""How wide, in digits, a table is at least: the column of an A4 page."""
_WIDEST_STUB = 44.0
_WIDEST_COLUMN = 24.0
_PORTRAIT_WIDTH = 88.0
"""A sheet that is wider, in digits, is printed across."""
_A3_WIDTH = 170.0
"""One that is wider still needs a larger sheet of paper to be read."""


def write_exhibit(writer: SheetWriter, table: Table, contents: str, grouping: str) -> SheetLayout:
    """Fills an empty sheet with an exhibit's table and sets up its pages; contents: name of the sheet to link back to."""
    layout = layout_of(table)
    title = title_of(table.exhibit.number, table.exhibit.caption)
    writer.merged(layout.title, STUB, (1, layout.last_column), title, _TITLE)
    unit = unit_line(table)
    if unit:
        writer.merged(layout.unit, STUB, (1, layout.last_column), unit, _UNIT)
    _write_heading(writer, table, layout)
    for number, row in enumerate(table.rows):
        _write_row(writer, table, layout, number, grouping)
        if is_heading(row):
            writer.set_height(layout.row(number), 18)
    widths = _column_widths(table)
    _set_widths(writer, table, layout, widths)
    end = _write_foot(writer, table, layout, sum(widths))
    writer.set_height(layout.title, 22.0 * math.ceil(display_width(title) * 1.45 / sum(widths)))
    _set_heading_heights(writer, table, layout, widths)
    _set_pages(writer, table, layout, sum(widths))
    set_print_area(writer, layout, end)
    writer.link(layout.title, layout.last_column + 2, tr("返回目录"), contents)
    return layout


def _write_heading(writer: SheetWriter, table: Table, layout: SheetLayout) -> None:
    def style(level: int, first: int, last: int) -> CellStyle:
        return CellStyle(
            across="center",
            wrap=True,
            top="m" if level == 0 else "t",
            bottom="t",
            left="" if first == STUB else "t",
            right="" if last == layout.last_column else "t",
        )

    writer.merged(layout.heading, STUB, (layout.depth, 1), table.exhibit.corner, style(0, STUB, STUB))
    for level, first, high, wide, words in heading_spans(table):
        column = layout.column(first)
        look = style(level, column, column + wide - 1)
        writer.merged(layout.heading + level, column, (high, wide), words, look)


def _write_row(writer: SheetWriter, table: Table, layout: SheetLayout, number: int, grouping: str) -> None:
    line, row = table.rows[number], layout.row(number)
    bottom = "m" if number == len(table.rows) - 1 else ""
    writer.words(
        row, STUB, table.stubs[number], CellStyle(bold=is_heading(line), wrap=True, indent=min(line.level, 15), bottom=bottom)
    )
    for column, cell in enumerate(table.cells[number], start=layout.column(0)):
        edge = "" if column == layout.last_column else "t"
        kind = table.columns[column - layout.column(0)].kind
        if kind is not None and not (kind is TextKind.FIGURE and printed_number(cell.text) is not None):
            writer.words(row, column, cell.text, CellStyle(wrap=True, left="t", right=edge, bottom=bottom))
            continue
        writer.figure(row, column, cell.text, CellStyle(left="t", right=edge, bottom=bottom), grouping)


def _column_widths(table: Table) -> list[float]:
    """Of the stub and of each column, in digits; together at least the page's."""
    stubs = [display_width(words) + 2 * row.level + 2 for row, words in zip(table.rows, table.stubs, strict=True)]
    widths = [min(max([10.0, display_width(table.exhibit.corner) + 2, *stubs]), _WIDEST_STUB)]
    labels = {first: words for _level, first, _high, wide, words in heading_spans(table) if wide == 1}
    for number in range(len(table.columns)):
        figures = max((display_width(row[number].text) for row in table.cells), default=0.0)
        # A heading is wrapped into three lines before it widens its column.
        widths.append(min(max(9.0, figures + 3, display_width(labels.get(number, "")) / 3 + 3), _WIDEST_COLUMN))
    extra = max(PAGE_WIDTH - sum(widths), 0.0) / (len(widths) + 1)
    # A printed table is as wide as the page's column, and as the chart under it.
    return [widths[0] + 2 * extra, *(width + extra for width in widths[1:])] if len(widths) > 1 else widths


def _set_widths(writer: SheetWriter, table: Table, layout: SheetLayout, widths: list[float]) -> None:
    for column, width in enumerate(widths, start=STUB):
        writer.set_width(column, round(width, 2))
    writer.set_width(layout.last_column + 1, 3)
    writer.set_width(layout.last_column + 2, 12)
    for number, row in enumerate(table.rows):
        lines = math.ceil((display_width(table.stubs[number]) + 2 * row.level) / max(widths[0] - 1.5, 1))
        texts = ((cell, width) for cell, width in zip(table.cells[number], widths[1:], strict=True) if cell.words)
        lines = max([lines, *(math.ceil(display_width(cell.text) / max(width - 1.5, 1)) for cell, width in texts)])
        if lines > 1:
            writer.set_height(layout.row(number), 14.0 * lines)


def _set_heading_heights(writer: SheetWriter, table: Table, layout: SheetLayout, widths: list[float]) -> None:
    heights = [16.0] * layout.depth
    for level, first, high, wide, words in heading_spans(table):
        room = sum(widths[first + 1 : first + 1 + wide]) - 1
        lines = math.ceil(display_width(words) / max(room, 1.0))
        heights[level] = max(heights[level], (14.0 * lines + 3) / high)
    for level, height in enumerate(heights):
        writer.set_height(layout.heading + level, height)


def _write_foot(writer: SheetWriter, table: Table, layout: SheetLayout, width: float) -> int:
    """The lines under the table; returns the last row of the page."""
    row = layout.last_row
    for words in foot_lines(table.exhibit):
        row += 1
        writer.merged(row, STUB, (1, layout.last_column), words, _NOTE)
        writer.set_height(row, 13.0 * math.ceil((display_width(words) + 2) / width))
    return row


def set_print_area(writer: SheetWriter, layout: SheetLayout, end: int) -> None:
    """The table down to a row, and what lies between; not the link and the chart's figures to its right."""
    writer.sheet.print_area = f"A1:{writer.letter(layout.last_column)}{end}"


def _set_pages(writer: SheetWriter, table: Table, layout: SheetLayout, width: float) -> None:
    from openpyxl.worksheet.pagebreak import Break

    sheet = writer.sheet
    writer.fit_pages("landscape" if width > _PORTRAIT_WIDTH else "portrait", a3=width > _A3_WIDTH)
    writer.number_pages(layout.title, layout.heading + layout.depth - 1)
    sheet.print_options.horizontalCentered = True
    sheet.freeze_panes = f"{writer.letter(STUB + 1)}{layout.body}"
    sheet.sheet_format.defaultRowHeight = 16.0
    sheet.sheet_format.customHeight = True
    if 0 < table.exhibit.continued_after < len(table.rows):
        sheet.row_breaks.append(Break(id=layout.row(table.exhibit.continued_after) - 1))
