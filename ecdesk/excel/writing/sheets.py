"""A sheet for each exhibit, as it would be printed."""

from __future__ import annotations

import math
from typing import Any

from ecdesk.domain.book.tables import Table
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.files import quoted
from ecdesk.excel.writing.layout import (
    STUB,
    SheetLayout,
    foot_lines,
    heading_spans,
    layout_of,
    unit_line,
)
from ecdesk.excel.writing.styles import LATIN_FONT, Look, Styles, number_format, printed_number, write_text

_TITLE = Look(height=14, bold=True, across="center", wrap=True)
_UNIT = Look(across="right")
_LINK = Look(height=9, colour="0563C1")
_NOTE = Look(height=9, across="left", up="top", wrap=True)
PAGE_WIDTH = 84.0
"""How wide, in digits, a table is at least: the column of an A4 page."""
_WIDEST_STUB = 44.0
_WIDEST_COLUMN = 24.0
_PORTRAIT_WIDTH = 88.0
"""A sheet that is wider, in digits, is printed across."""
_A3_WIDTH = 170.0
"""One that is wider still needs a larger sheet of paper to be read."""


def write_exhibit(sheet: Any, table: Table, styles: Styles, contents: str, grouping: str) -> SheetLayout:
    """Fills an empty sheet with an exhibit's table and sets up its pages; contents: name of the sheet to link back to."""
    layout = layout_of(table)
    exhibit = table.exhibit
    title = f"{exhibit.number}　{exhibit.caption}".strip("　 ")
    _merged_text(sheet, styles, layout.title, STUB, 1, layout.last_column, title, _TITLE)
    if unit_line(table):
        _merged_text(sheet, styles, layout.unit, STUB, 1, layout.last_column, unit_line(table), _UNIT)
    _write_heading(sheet, table, styles, layout)
    for number, row in enumerate(table.rows):
        last = number == len(table.rows) - 1
        _write_row(sheet, table, styles, layout, number, "m" if last else "", grouping)
        if not row.at:
            sheet.row_dimensions[layout.row(number)].height = 18
    widths = _set_widths(sheet, table, layout)
    end = _write_foot(sheet, table, styles, layout, sum(widths))
    sheet.row_dimensions[layout.title].height = 22.0 * math.ceil(display_width(title) * 1.45 / sum(widths))
    _set_heading_heights(sheet, table, layout, widths)
    set_print_area(sheet, layout, end)
    _set_pages(sheet, table, layout, sum(widths))
    back = sheet.cell(layout.title, layout.last_column + 2)
    write_link(back, tr("返回目录"), contents, styles)
    return layout


def write_link(cell: Any, words: str, sheet: str, styles: Styles, look: Look = _LINK) -> None:
    """A link to another sheet of the workbook."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    write_text(cell, words)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(sheet)}!A1")
    styles.wear(cell, look)


def write_words(cell: Any, words: str, styles: Styles, look: Look) -> None:
    """A text with a look; one that begins like a formula is marked as the text it is."""
    from dataclasses import replace

    literal = write_text(cell, words)
    styles.wear(cell, replace(look, literal=True) if literal else look)


def _merged_text(sheet: Any, styles: Styles, row: int, column: int, high: int, wide: int, words: str, look: Look) -> None:
    for down in range(high):
        for across in range(wide):
            styles.wear(sheet.cell(row + down, column + across), look)
    write_words(sheet.cell(row, column), words, styles, look)
    if high > 1 or wide > 1:
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + high - 1, end_column=column + wide - 1)


def _write_heading(sheet: Any, table: Table, styles: Styles, layout: SheetLayout) -> None:
    def look(level: int, high: int, column: int) -> Look:
        return Look(
            across="center",
            wrap=True,
            top="m" if level == 0 else "t",
            bottom="t",
            left="" if column == STUB else "t",
            right="" if column == layout.last_column else "t",
        )

    _merged_text(sheet, styles, layout.heading, STUB, layout.depth, 1, table.exhibit.corner, look(0, layout.depth, STUB))
    for level, first, high, wide, words in heading_spans(table):
        column = layout.column(first)
        last = layout.column(first + wide - 1)
        appearance = look(level, high, last if last == layout.last_column else column)
        _merged_text(sheet, styles, layout.heading + level, column, high, wide, words, appearance)


def _write_row(sheet: Any, table: Table, styles: Styles, layout: SheetLayout, number: int, bottom: str, grouping: str) -> None:
    line = table.rows[number]
    row = layout.row(number)
    heading = not line.at
    write_words(
        sheet.cell(row, STUB), line.label, styles, Look(bold=heading, wrap=True, indent=min(line.level, 15), bottom=bottom)
    )
    for column_number, cell in enumerate(table.cells[number]):
        edge = "" if layout.column(column_number) == layout.last_column else "t"
        write_figure(
            sheet.cell(row, layout.column(column_number)), cell.text, styles, grouping, Look(left="t", right=edge, bottom=bottom)
        )


def write_figure(target: Any, words: str, styles: Styles, grouping: str, look: Look) -> None:
    """A figure as printed: a number with exactly its printed decimals, or a text where it is not a bare number."""
    from dataclasses import replace

    value = printed_number(words)
    if value is not None:
        target.value = value
        styles.wear(target, replace(look, font=LATIN_FONT, across="right", number_format=number_format(value, grouping)))
    elif words:
        write_words(target, words, styles, replace(look, across="right"))
    else:
        styles.wear(target, look)


def _set_widths(sheet: Any, table: Table, layout: SheetLayout) -> list[float]:
    from openpyxl.utils import get_column_letter

    stub = max(
        [10.0, display_width(table.exhibit.corner) + 2, *(display_width(row.label) + 2 * row.level + 2 for row in table.rows)]
    )
    widths = [min(stub, _WIDEST_STUB)]
    labels = {first: words for _level, first, _high, wide, words in heading_spans(table) if wide == 1}
    for number in range(len(table.columns)):
        figures = max((display_width(row[number].text) for row in table.cells), default=0.0)
        # A heading is wrapped into three lines before it widens its column.
        widths.append(min(max(9.0, figures + 3, display_width(labels.get(number, "")) / 3 + 3), _WIDEST_COLUMN))
    if sum(widths) < PAGE_WIDTH and len(widths) > 1:
        # A printed table is as wide as the page's column, and as the chart under it.
        extra = (PAGE_WIDTH - sum(widths)) / (len(widths) + 1)
        widths = [widths[0] + 2 * extra, *(width + extra for width in widths[1:])]
    for number, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(STUB + number)].width = round(width, 2)
    sheet.column_dimensions[get_column_letter(layout.last_column + 1)].width = 3
    sheet.column_dimensions[get_column_letter(layout.last_column + 2)].width = 12
    for number, row in enumerate(table.rows):
        lines = math.ceil((display_width(row.label) + 2 * row.level) / max(widths[0] - 1.5, 1))
        if lines > 1:
            sheet.row_dimensions[layout.row(number)].height = 14.0 * lines
    return widths


def _set_heading_heights(sheet: Any, table: Table, layout: SheetLayout, widths: list[float]) -> None:
    heights = [16.0] * layout.depth
    for level, first, high, wide, words in heading_spans(table):
        room = sum(widths[first + 1 : first + 1 + wide]) - 1
        lines = math.ceil(display_width(words) / max(room, 1.0))
        heights[level] = max(heights[level], (14.0 * lines + 3) / high)
    for level, height in enumerate(heights):
        sheet.row_dimensions[layout.heading + level].height = height


def _write_foot(sheet: Any, table: Table, styles: Styles, layout: SheetLayout, width: float) -> int:
    """The lines under the table; returns the last row of the page."""
    row = layout.last_row
    for words in foot_lines(table.exhibit):
        row += 1
        _merged_text(sheet, styles, row, STUB, 1, layout.last_column, words, _NOTE)
        sheet.row_dimensions[row].height = 13.0 * math.ceil((display_width(words) + 2) / width)
    return row


def set_print_area(sheet: Any, layout: SheetLayout, end: int) -> None:
    """The table down to a row, and what lies between; not the link and the chart's figures to its right."""
    from openpyxl.utils import get_column_letter

    sheet.print_area = f"A1:{get_column_letter(layout.last_column)}{end}"


def _set_pages(sheet: Any, table: Table, layout: SheetLayout, width: float) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.pagebreak import Break

    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if width > _A3_WIDTH else sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if width > _PORTRAIT_WIDTH else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{layout.title}:{layout.heading + layout.depth - 1}"
    sheet.oddFooter.center.text = "&P"
    sheet.freeze_panes = f"{get_column_letter(STUB + 1)}{layout.body}"
    sheet.sheet_format.defaultRowHeight = 16.0
    sheet.sheet_format.customHeight = True
    sheet.sheet_view.showGridLines = False
    if 0 < table.exhibit.continued_after < len(table.rows):
        sheet.row_breaks.append(Break(id=layout.row(table.exhibit.continued_after) - 1))
