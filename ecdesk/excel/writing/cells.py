"""Cells: their styles, texts, figures and links, and how a sheet is printed."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ecdesk.domain.files.outgoing import looks_like_a_formula, writable
from ecdesk.domain.wording.note_marks import DERIVED_MARK, UNSOURCED_MARK
from ecdesk.domain.wording.numbers import parse_number

FONT = "宋体"
LATIN_FONT = "Times New Roman"

MOST_DIGITS = 15
"""Significant digits that spreadsheet programs keep; a longer figure is written as text."""
LONGEST_TEXT = 32767


@dataclass(frozen=True)
class CellStyle:
    """How a cell looks. height: font size in points. top, bottom, left and right: which edges are drawn, "t" thin, "m" medium, "h" hair.
    literal: a text that a program must not take for a formula or a number."""

    height: float = 10.0
    font: str = FONT
    bold: bool = False
    colour: str = "000000"
    fill: str = ""
    across: str = "left"
    up: str = "center"
    wrap: bool = False
    indent: int = 0
    top: str = ""
    bottom: str = ""
    left: str = ""
    right: str = ""
    number_format: str = "General"
    literal: bool = False
    locked: bool = True


LIST_TITLE = CellStyle(height=16, bold=True)
LIST_HEAD = CellStyle(bold=True, wrap=True, across="center", top="m", bottom="t", fill="EEF2F6")
LIST_CELL = CellStyle(wrap=True, up="top", bottom="h")
_LINK = CellStyle(height=9, colour="0563C1")


@dataclass
class Styles:
    """The styles of one workbook: each is made once and shared by every cell that has it."""

    _made: dict[CellStyle, Any] = field(default_factory=dict)

    def apply(self, cell: Any, style: CellStyle) -> None:
        made = self._made.get(style)
        if made is None:
            made = self._made[style] = self._make(cell, style)
        cell._style = copy(made)

    def _make(self, cell: Any, style: CellStyle) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        widths = {"t": "thin", "m": "medium", "h": "hair"}
        edges = {
            name: Side(style=widths.get(getattr(style, name)), color="000000") for name in ("top", "bottom", "left", "right")
        }
        cell.font = Font(name=style.font, size=style.height, bold=style.bold, italic=False, color=style.colour)
        if style.fill:
            cell.fill = PatternFill("solid", fgColor=style.fill)
        cell.alignment = Alignment(horizontal=style.across, vertical=style.up, wrap_text=style.wrap, indent=style.indent)
        cell.border = Border(**edges)
        cell.number_format = style.number_format
        cell.quotePrefix = style.literal
        cell.protection = Protection(locked=style.locked)
        return copy(cell._style)


@dataclass(frozen=True)
class SheetWriter:
    """Fills a sheet, by rows and columns from 1. styles: those of its workbook."""

    sheet: Any
    styles: Styles

    def blank(self, row: int, column: int, style: CellStyle) -> None:
        """A cell with nothing in it but its style."""
        self.styles.apply(self.sheet.cell(row, column), style)

    def words(self, row: int, column: int, words: str, style: CellStyle) -> None:
        """A text; one that begins like a formula is marked as the text it is."""
        cell = self.sheet.cell(row, column)
        literal = write_text(cell, words)
        self.styles.apply(cell, replace(style, literal=True) if literal else style)

    def number(self, row: int, column: int, value: Decimal | int, style: CellStyle) -> None:
        cell = self.sheet.cell(row, column)
        cell.value = value
        self.styles.apply(cell, style)

    def figure(self, row: int, column: int, printed: str, style: CellStyle, grouping: str) -> None:
        """A figure as printed: a number with exactly its printed decimals, or a text where it is not a bare number."""
        digits = printed.rstrip(UNSOURCED_MARK + DERIVED_MARK)
        value = printed_number(digits)
        if value is not None:
            # A mark is a part of how the number looks, so that it can still be counted with.
            mark = printed[len(digits) :]
            shown = number_format(value, grouping) + (in_format(mark) if mark else "")
            self.number(row, column, value, replace(style, font=LATIN_FONT, across="right", number_format=shown))
        elif printed:
            self.words(row, column, printed, replace(style, across="right"))
        else:
            self.blank(row, column, style)

    def link(self, row: int, column: int, words: str, target: str) -> None:
        """A link to another sheet of the workbook, by its name."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        cell = self.sheet.cell(row, column)
        literal = write_text(cell, words)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location="'" + target.replace("'", "''") + "'!A1")
        self.styles.apply(cell, replace(_LINK, literal=literal))

    def merged(self, row: int, column: int, size: tuple[int, int], words: str, style: CellStyle) -> None:
        """A text over so many rows and columns."""
        high, wide = size
        for down in range(high):
            for across in range(wide):
                self.blank(row + down, column + across, style)
        self.words(row, column, words, style)
        if size != (1, 1):
            self.sheet.merge_cells(start_row=row, start_column=column, end_row=row + high - 1, end_column=column + wide - 1)

    def list_head(self, row: int, headings: Sequence[str], widths: Sequence[float]) -> None:
        """The headings of a list, whose columns get their widths."""
        for column, (words, width) in enumerate(zip(headings, widths, strict=True), start=1):
            self.words(row, column, words, LIST_HEAD)
            self.set_width(column, width)

    def set_width(self, column: int, width: float) -> None:
        self.sheet.column_dimensions[self.letter(column)].width = width

    def set_height(self, row: int, height: float) -> None:
        self.sheet.row_dimensions[row].height = height

    def letter(self, column: int) -> str:
        from openpyxl.utils import get_column_letter

        return str(get_column_letter(column))

    def fit_pages(self, orientation: str, a3: bool = False) -> None:
        """Print the sheet as wide as the paper and without the grid."""
        sheet = self.sheet
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if a3 else sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = orientation
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_view.showGridLines = False

    def number_pages(self, first: int, last: int) -> None:
        """Page numbers at the foot of each page; at its head the rows from … to …."""
        self.sheet.oddFooter.center.text = "&P"
        self.sheet.print_title_rows = f"{first}:{last}"


def write_text(cell: Any, words: str) -> bool:
    """Puts a text in a cell as a text, whatever it begins with; says whether it needs the mark of a literal text.

    Characters that a spreadsheet file cannot hold are left out.
    """
    clean = writable(words)[:LONGEST_TEXT]
    cell.value = clean
    cell.data_type = "s"
    return len(clean) > 1 and (clean[0] in "'+-" or looks_like_a_formula(clean))


def printed_number(text: str) -> Decimal | None:
    """The number that a printed text is, when a spreadsheet can hold every digit of it; None for words, marks and longer numbers."""
    value = parse_number(text)
    if value is None:
        return None
    significant = str(abs(int(value.scaleb(-int(value.as_tuple().exponent))))).strip("0") if value else ""
    magnitude = value.adjusted() if value else 0
    return value if len(significant) <= MOST_DIGITS and abs(magnitude) < 100 else None


def in_format(words: str) -> str:
    """A text as a part of a number format, where it stands for itself."""
    return '"' + writable(words).replace('"', "") + '"'


def number_format(value: Decimal, grouping: str) -> str:
    """The format under which a number shows its printed digits, thousands set off by the given separator."""
    decimals = max(0, -int(value.as_tuple().exponent))
    part = "." + "0" * decimals if decimals else ""
    if not grouping:
        return "0" + part
    if grouping == ",":
        return "#,##0" + part
    groups = max(0, value.adjusted()) // 3 if value else 0
    # Formats know no other separator than the comma: the groups that this number has are written out.
    gap = in_format(grouping)
    return ("#" + f"{gap}###" * (groups - 1) + f"{gap}##0" if groups else "0") + part
