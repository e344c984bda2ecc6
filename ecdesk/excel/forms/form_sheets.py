"""What forms and query letters have in common: title and guide, headings with hidden tokens, cells to fill in, protection, styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.symbols import Symbols
from ecdesk.domain.files.outgoing import looks_like_a_formula, writable
from ecdesk.domain.texts import tr
from ecdesk.excel.forms.form_files import new_workbook
from ecdesk.excel.forms.identity import COLUMN, IDENTITY_SHEET, INPUT, WORDS, Identity, identity_lines, token
from ecdesk.excel.writing.cells import LONGEST_TEXT, CellStyle, number_format, printed_number
from ecdesk.excel.writing.sheets import sheet_name


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


_TITLE = CellStyle(height=16, bold=True, across="center")
_GUIDE = CellStyle(height=10, wrap=True, up="top")
_HEAD = CellStyle(bold=True, across="center", wrap=True, top="m", bottom="t", left="t", right="t", fill="E8EDF3")
_HIDDEN = CellStyle(height=8, colour="A6A6A6")
MIDDLE = CellStyle(across="center", bottom="h", left="t", right="t")
_KNOWN = CellStyle(across="right", bottom="h", left="t", right="t", colour="595959")
_TO_FILL_IN = CellStyle(fill="FFFBE6", left="t", right="t", locked=False)
REMARK = replace(_TO_FILL_IN, wrap=True, bottom="h")
TOKENS, NUMBER, LABEL, UNIT, KNOWN, FIGURE_COLUMN, WORDS_COLUMN = range(1, 8)
"""Columns: hidden tokens, number, what is asked, its unit, what is known of it, and what is filled in, figures and words."""


class FormWriter(FormCells):
    """A sheet on which somebody else fills in cells."""

    def title(self, words: str) -> None:
        self.words(1, NUMBER, words, _TITLE)
        self._over_all(1, 28)

    def guide(self, row: int, lines: Sequence[str], height: float) -> None:
        """What is to be done, a line each, from a row on."""
        for number, line in enumerate(lines, start=row):
            self.words(number, NUMBER, line, _GUIDE)
            self._over_all(number, height)

    def _over_all(self, row: int, height: float) -> None:
        self.sheet.merge_cells(start_row=row, start_column=NUMBER, end_row=row, end_column=WORDS_COLUMN)
        self.set_height(row, height)

    def headings(self, row: int, label: str, known: str, filled_in: Mapping[str, str]) -> None:
        """The headings, above them the hidden row of tokens. filled_in: the headings of what is filled in."""
        for column, name in ((FIGURE_COLUMN, INPUT), (WORDS_COLUMN, WORDS)):
            self.hidden(row - 1, column, token(COLUMN, name))
        words = (tr("序号"), label, tr("计量单位"), known, filled_in[INPUT], filled_in[WORDS])
        for column, heading in enumerate(words, start=NUMBER):
            self.words(row, column, heading, _HEAD)
        self.set_height(row, 24)

    def hidden(self, row: int, column: int, words: str) -> None:
        self.words(row, column, words, _HIDDEN)

    def known(self, row: int, printed: str) -> None:
        """A figure that is only shown."""
        value = printed_number(printed)
        if value is not None:
            self.number(row, KNOWN, value, replace(_KNOWN, number_format=number_format(value, "")))
        elif printed:
            self.words(row, KNOWN, printed, _KNOWN)
        else:
            self.blank(row, KNOWN, _KNOWN)

    def to_fill_in(self, row: int, decimals: int) -> None:
        """The cell for a figure; it shows at least the prescribed decimals, and every further one that is typed."""
        shown = "0." + "0" * decimals + "#" * (9 - min(decimals, 8)) if decimals else "General"
        self.blank(row, FIGURE_COLUMN, replace(_TO_FILL_IN, across="right", bottom="h", number_format=shown))

    def check_figures(self, first: int, last: int, symbols: Symbols) -> None:
        """Warns of what is no number in these rows, and lets it pass: symbols and 约 are answers too."""
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(
            type="decimal",
            operator="between",
            formula1="-1000000000000000",
            formula2="1000000000000000",
            allow_blank=True,
            errorStyle="warning",
            showErrorMessage=True,
            showInputMessage=True,
        )
        rule.errorTitle = tr("请核对")
        rule.error = tr(
            "这里一般填数字；没有该指标填“{none}”，不详填“{unknown}”，约数可写“约4800”。确认无误可继续。",
            none=symbols.written(Mark.NONE),
            unknown=symbols.written(Mark.UNKNOWN),
        )
        rule.promptTitle = tr("填写说明")
        rule.prompt = tr("按所列计量单位填数字；增速、占比填百分数，如 25.4。")
        rule.add(f"{self.letter(FIGURE_COLUMN)}{first}:{self.letter(FIGURE_COLUMN)}{last}")
        self.sheet.add_data_validation(rule)

    def finish(self, widths: Sequence[float], last: int, frozen: str, hidden_row: int) -> None:
        """Widths, pages down to a row, protection without a password; the column and the row of tokens are hidden."""
        for column, width in enumerate(widths, start=TOKENS):
            self.set_width(column, width)
        self.sheet.column_dimensions["A"].hidden = True
        self.sheet.row_dimensions[hidden_row].hidden = True
        self.sheet.freeze_panes = frozen
        self.sheet.print_area = f"A1:{self.letter(WORDS_COLUMN)}{last}"
        self.fit_pages("landscape")
        protection = self.sheet.protection
        protection.sheet = True
        # What may be done on a protected sheet is what is set to False here.
        protection.formatColumns = protection.formatRows = protection.insertRows = False


def new_form(book: Book, title: str, sheet: str) -> tuple[Any, FormWriter]:
    """A workbook with one empty sheet of a name, and what fills it."""
    workbook = new_workbook(title, book.setting("organisation"))
    workbook.active.title = sheet_name(sheet, ())
    return workbook, FormWriter(workbook.active, Styles())


def hide_identity(workbook: Any, identity: Identity) -> None:
    """The sheet that says what the form is; programs do not even list it."""
    sheet = workbook.create_sheet(IDENTITY_SHEET)
    for row, line in enumerate(identity_lines(identity), start=1):
        for column, words in enumerate(line, start=1):
            write_text(sheet.cell(row, column), words)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
