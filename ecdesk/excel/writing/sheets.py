"""A workbook that is written once, by XlsxWriter: sheets of texts, figures, links, comments, with their pages."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import LATIN_FONT, LIST_HEAD, CellFigure, CellStyle, clean, font_for

LONGEST_SHEET_NAME = 31
NO_DATE = datetime(1980, 1, 1)
"""The earliest date that an archive can tell: what is written tells no time by itself, so that two exports of a book are equal byte for byte."""
PADDING = 5
"""Pixels of a column that no text can use."""
DIGIT = 7
"""Pixels of a digit of the workbook's own font, by which widths of columns are counted."""
_A4 = 9
_MARGIN, _MARGIN_ABOVE, _MARGIN_BELOW = 0.76, 0.9, 0.8
"""Inches at the sides, above and below."""
_PAGE_HEIGHT = 841.9 - (_MARGIN_ABOVE + _MARGIN_BELOW) * 72
"""Room for rows on an upright page, in points."""
_USUAL_HEIGHT = 15.0
"""Of a row that is given none, in points."""
_SHRUNK = 1.25
"""How much more than a page may be shrunk onto one: the words stay legible."""
_LINES = {"": 0, "t": 1, "m": 2, "h": 7}
_LINK = CellStyle(height=9, colour="0563C1")
_MOST_BREAKS = 1023


class BookWriter:
    """A workbook in memory, which `save` puts on the disk whole."""

    def __init__(self, title: str, creator: str = "") -> None:
        from xlsxwriter import Workbook

        self._memory = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            # Widths are counted in digits of this font, and every program has one with digits of just this width.
            "default_format_properties": {"font_name": LATIN_FONT, "font_size": 10, "font_family": 1},
        }
        self.workbook = Workbook(self._memory, options)
        self.workbook.set_properties({"title": writable(title), "author": writable(creator) or "ecdesk", "created": NO_DATE})
        self._made: dict[CellStyle, Any] = {}

    def add_sheet(self, name: str, range_name: str = "") -> SheetWriter:
        return SheetWriter(self, self.workbook.add_worksheet(name), name, range_name)

    def name_range(self, name: str, sheet: str, areas: Sequence[tuple[int, int, int, int]]) -> None:
        """A name for cells of a sheet. areas: first row, first column, last row, last column, from 1."""
        from xlsxwriter.utility import quote_sheetname, xl_range_abs

        quoted = quote_sheetname(sheet)
        cells = (xl_range_abs(top - 1, left - 1, bottom - 1, right - 1) for top, left, bottom, right in areas)
        self.workbook.define_name(name, "=" + ",".join(f"{quoted}!{area}" for area in cells))

    def look(self, style: CellStyle) -> Any:
        """A style as the file has it, made once and shared by every cell that has it."""
        made = self._made.get(style)
        if made is None:
            made = self._made[style] = self.workbook.add_format(_properties(style))
        return made

    def save(self, path: Path) -> None:
        """See `write_whole`."""
        self.workbook.close()
        write_whole(path, self._memory.getvalue())


def _properties(style: CellStyle) -> dict[str, Any]:
    found: dict[str, Any] = {
        "font_name": style.font,
        "font_size": style.height,
        "font_family": 0,
        "bold": style.bold,
        "font_color": f"#{style.colour}",
        "align": style.across,
        "valign": {"center": "vcenter"}.get(style.up, style.up),
        "text_wrap": style.wrap,
        "num_format": style.number_format,
        "quote_prefix": style.literal,
    }
    found |= {edge: _LINES[getattr(style, edge)] for edge in ("top", "bottom", "left", "right")}
    if style.indent:
        found["indent"] = style.indent
    if style.fill:
        found |= {"pattern": 1, "bg_color": f"#{style.fill}"}
    return found


@dataclass
class SheetWriter:
    """Fills a sheet, by rows and columns from 1. name: the sheet's. range_name: of the table on it, "" for none."""

    book: BookWriter
    sheet: Any
    name: str
    range_name: str = ""
    _heights: dict[int, float] = field(default_factory=dict)

    def blank(self, row: int, column: int, style: CellStyle) -> None:
        """A cell with nothing in it but its style."""
        self.sheet.write_blank(row - 1, column - 1, None, self.book.look(style))

    def words(self, row: int, column: int, words: str, style: CellStyle) -> None:
        """A text, whatever it begins with; one that begins like a formula is marked as the text it is."""
        kept, literal = clean(words)
        style = replace(style, font=font_for(kept, style.font), literal=literal or style.literal)
        self.sheet.write_string(row - 1, column - 1, kept, self.book.look(style))

    def number(self, row: int, column: int, value: Decimal | int, style: CellStyle) -> None:
        self.sheet.write_number(row - 1, column - 1, value, self.book.look(style))

    def figure(
        self, row: int, column: int, figure: CellFigure, printed: str, style: CellStyle, grouping: str, room: int = 0
    ) -> None:
        """A figure as printed: a number that shows exactly its printed digits and words, or a text where it cannot be one. room: see
        `CellFigure.format`."""
        shown = figure.format(grouping, room)
        style = replace(style, font=LATIN_FONT if figure.value is not None else style.font, number_format=shown)
        if figure.value is not None:
            self.number(row, column, figure.value, style)
        elif printed:
            self.words(row, column, printed, style)
        else:
            self.blank(row, column, replace(style, number_format="General"))

    def follow(self, row: int, column: int, formula: str, value: Decimal | int | str, style: CellStyle) -> None:
        """A cell that follows other cells of this sheet. formula: made by the program, never by a text; value: what it comes to."""
        kept = clean(value)[0] if isinstance(value, str) else value
        self.sheet.write_formula(row - 1, column - 1, formula, self.book.look(style), kept)

    def link(self, row: int, column: int, words: str, target: str, style: CellStyle = _LINK) -> None:
        """A link to another sheet of the workbook, by its name."""
        kept, literal = clean(words)
        place = "internal:'" + target.replace("'", "''") + "'!A1"
        look = self.book.look(replace(style, font=font_for(kept, style.font), colour=_LINK.colour, literal=literal))
        self.sheet.write_url(row - 1, column - 1, place, look, kept)

    def merged(self, row: int, column: int, size: tuple[int, int], words: str, style: CellStyle) -> None:
        """A text over so many rows and columns."""
        high, wide = size
        if size != (1, 1):
            look = self.book.look(style)
            self.sheet.merge_range(row - 1, column - 1, row + high - 2, column + wide - 2, "", look)
        self.words(row, column, words, style)

    def comment(self, row: int, column: int, words: str) -> None:
        """A comment on a cell, which is not printed."""
        lines = sum(1 + len(line) // 22 for line in words.split("\n"))
        size = {"width": 260, "height": min(400, 24 + 17 * lines)}
        self.sheet.write_comment(row - 1, column - 1, clean(words)[0], {"author": "ecdesk", "font_size": 9, **size})

    def list_head(self, row: int, headings: Sequence[str], widths: Sequence[float]) -> None:
        """The headings of a list, whose columns get their widths, in digits."""
        for column, (words, width) in enumerate(zip(headings, widths, strict=True), start=1):
            self.words(row, column, words, LIST_HEAD)
            self.set_width(column, width)

    def set_width(self, column: int, width: float) -> None:
        """In digits."""
        self.set_pixels(column, round(width * DIGIT + PADDING))

    def set_pixels(self, column: int, pixels: int) -> None:
        self.sheet.set_column_pixels(column - 1, column - 1, pixels)

    def set_height(self, row: int, height: float) -> None:
        """In points."""
        self._heights[row] = min(height, 409.0)
        self.sheet.set_row(row - 1, self._heights[row])

    def freeze(self, row: int, column: int) -> None:
        """What stands above a row and left of a column stays in sight."""
        self.sheet.freeze_panes(row - 1, column - 1)

    def filter(self, row: int, last: int, columns: int) -> None:
        """Buttons that filter a list, below its headings."""
        self.sheet.autofilter(row - 1, 0, last - 1, columns - 1)

    def set_pages(self, landscape: bool, area: tuple[int, int, int, int], draft: bool) -> None:
        """How the sheet is printed. area: first row, first column, last row, last column of what is; draft: each page says that it is one."""
        sheet = self.sheet
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(_MARGIN, _MARGIN, _MARGIN_ABOVE, _MARGIN_BELOW)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        first, left, last, right = area
        sheet.print_area(first - 1, left - 1, last - 1, right - 1)
        sheet.set_footer("&C&P")
        if draft:
            sheet.set_header("&R" + tr("未定稿").replace("&", "&&"))

    def fit_width(self, rows: int = 0) -> None:
        """Print as wide as the paper, as many pages long as it takes; so many rows that would leave a few to a second page on one. Breaks that are
        set are not heeded then."""
        height = sum(self._heights.get(row, _USUAL_HEIGHT) for row in range(1, rows + 1))
        self.sheet.fit_to_pages(1, int(_PAGE_HEIGHT < height <= _PAGE_HEIGHT * _SHRUNK))

    def repeat(self, first: int, last: int) -> None:
        """Rows that stand at the head of every page."""
        self.sheet.repeat_rows(first - 1, last - 1)

    def break_pages(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """New pages begin with these rows and columns; the pages to the right come first."""
        self.sheet.set_h_pagebreaks([row - 1 for row in rows][:_MOST_BREAKS])
        self.sheet.set_v_pagebreaks([column - 1 for column in columns][:_MOST_BREAKS])
        if columns:
            self.sheet.print_across()


def sheet_name(wanted: str, taken: Collection[str]) -> str:
    """A legal name for a sheet, unlike all that are taken (compared without case): at most 31 characters, none of ``[]:*?/\\``."""
    plain = re.sub(r"[\x00-\x1f\[\]:*?/\\]", "_", wanted).strip("' ")[:LONGEST_SHEET_NAME].strip("' ") or "_"
    if plain.casefold() in ("history", "历史记录"):
        plain += "_"
    folded = {name.casefold() for name in taken}
    name, copy = plain, 2
    while name.casefold() in folded:
        ending = f" ({copy})"
        name = plain[: LONGEST_SHEET_NAME - len(ending)] + ending
        copy += 1
    return name


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Legal names for the sheets of a workbook, no two alike."""
    names: list[str] = []
    for name in wanted:
        names.append(sheet_name(name, names))
    return names


def range_names(wanted: Iterable[str]) -> list[str]:
    """Legal names for ranges, no two alike: letters, digits and underlines, and nothing that is a cell (A1, R1C1)."""
    names: list[str] = []
    for words in wanted:
        plain = re.sub(r"[^\w]", "_", words)[:LONGEST_SHEET_NAME]
        if not plain[:1].isalpha() or plain.isascii():
            plain = f"_{plain}"
        names.append(sheet_name(plain, names).replace(" (", "_").replace(")", ""))
    return names
