"""Cells of forms and letters, by openpyxl: their styles, texts and figures, and how a sheet is printed."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ecdesk.domain.files.outgoing import looks_like_a_formula, writable
from ecdesk.excel.writing.cells import LONGEST_TEXT, CellStyle


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
class FormCells:
    """Fills a sheet of a form, by rows and columns from 1. styles: those of its workbook."""

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


def write_text(cell: Any, words: str) -> bool:
    """Puts a text in a cell as a text, whatever it begins with; says whether it needs the mark of a literal text.

    Characters that a spreadsheet file cannot hold are left out.
    """
    clean = writable(words)[:LONGEST_TEXT]
    cell.value = clean
    cell.data_type = "s"
    return len(clean) > 1 and (clean[0] in "'+-" or looks_like_a_formula(clean))
