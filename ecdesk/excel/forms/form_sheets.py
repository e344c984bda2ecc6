"""What forms and query letters have in common: title and guide, headings with hidden tokens, cells to fill in, protection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.symbols import Symbols
from ecdesk.domain.texts import tr
from ecdesk.excel.forms.form_cells import FormCells, Styles, write_text
from ecdesk.excel.forms.form_files import new_workbook
from ecdesk.excel.forms.identity import COLUMN, IDENTITY_SHEET, INPUT, WORDS, Identity, identity_lines, token
from ecdesk.excel.writing.cells import CellStyle, number_format, printed_number
from ecdesk.excel.writing.sheet_names import sheet_name

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
