"""Submission forms: one workbook for an area, everything fixed but the cells that it fills in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.files.filenames import safe_file_name
from ecdesk.domain.files.whole_files import made_folder
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.forms.content import FormLine, area_of, form_lines
from ecdesk.excel.forms.identity import (
    COLUMN,
    FIGURE,
    FORM,
    IDENTITY_SHEET,
    INPUT,
    WORDS,
    Identity,
    identity_lines,
    token,
)
from ecdesk.excel.writing.files import save_whole, sheet_name
from ecdesk.excel.writing.sheets import write_words
from ecdesk.excel.writing.styles import Look, Styles, clean_text, number_format, printed_number, write_text

_TITLE = Look(height=16, bold=True, across="center")
_LINE = Look(height=10)
_GUIDE = Look(height=10, wrap=True, up="top")
_HEAD = Look(bold=True, across="center", wrap=True, top="m", bottom="t", left="t", right="t", fill="E8EDF3")
_STUB = Look(wrap=True, bottom="h", left="t", right="t")
_MIDDLE = Look(across="center", bottom="h", left="t", right="t")
_LAST = Look(across="right", bottom="h", left="t", right="t", colour="595959")
_HIDDEN = Look(height=8, colour="A6A6A6")
_INPUT_FILL = "FFFBE6"
_WIDTHS = (2.0, 6.0, 46.0, 12.0, 16.0, 18.0, 36.0)
TOKENS, NUMBER, LABEL, UNIT, LAST, THIS, REMARK = range(1, 8)
"""Columns of a form."""


def write_form(book: Book, area: Area | str, path: Path) -> int:
    """Writes an area's form; returns how many figures it asks for. The file is whole or not there.

    Raises UserError for an area that the book does not have, one of which nothing can be asked, a book without a year, or a file that
    cannot be written.
    """
    from openpyxl import Workbook

    found = area_of(book, area)
    lines = form_lines(book, found)
    if not lines:
        raise UserError("年报里没有可以请“{area}”报送的指标，请先建立指标或表格。", area=found.name)
    workbook = Workbook()
    workbook.properties.creator = clean_text(book.setting("organisation")) or "ecdesk"
    workbook.properties.title = clean_text(tr("{area}{year}年数据报送表", area=found.name, year=book.year))
    styles = Styles(workbook)
    sheet = workbook.active
    sheet.title = sheet_name(tr("报送表"), ())
    row = _write_head(sheet, book, found, styles)
    headings = {INPUT: tr("{year}年", year=book.year), WORDS: tr("备注（口径变化、异常原因）")}
    _write_heading(sheet, row, book, headings, styles)
    for number, line in enumerate(lines, start=1):
        _write_line(sheet, row + number, number, line, styles)
    last = row + len(lines)
    add_validation(sheet, f"F{row + 1}:F{last}")
    _write_signature(sheet, last + 2, styles)
    finish_sheet(sheet, _WIDTHS, f"A1:G{last + 3}", frozen=f"D{row + 1}", hidden_row=row - 1)
    hide_identity(workbook, Identity(FORM, found.code, str(book.year), headings))
    save_whole(workbook, path)
    return len(lines)


def form_path(book: Book, area: Area, folder: Path) -> Path:
    """Where in a folder `write_forms` writes an area's form. Raises UserError for a book without a year."""
    return folder / f"{safe_file_name(tr('{area}{year}年数据报送表', area=area.name, year=book.needed_year()))}.xlsx"


def write_forms(book: Book, folder: Path, areas: Sequence[Area] | None = None) -> Iterator[tuple[int, int, Path]]:
    """A form for each reporting area in a folder; yields (how many are done, of how many, the file). Raises UserError as `write_form`."""
    chosen = list(book.reporting_areas() if areas is None else areas)
    if not chosen:
        raise UserError("还没有报送地区，请先在“报送情况”里按“报送地区…”选定，再发报送表。")
    book.needed_year()  # before a folder is made for nothing
    made_folder(folder)
    for done, area in enumerate(chosen, start=1):
        path = form_path(book, area, folder)
        write_form(book, area, path)
        yield done, len(chosen), path


def _write_head(sheet: Any, book: Book, area: Area, styles: Styles) -> int:
    """Title, area and instructions; returns the row of the headings, above which the hidden row of tokens stands."""
    write_words(sheet.cell(1, NUMBER), tr("{area}{year}年数据报送表", area=area.name, year=book.year), styles, _TITLE)
    sheet.merge_cells(start_row=1, start_column=NUMBER, end_row=1, end_column=REMARK)
    sheet.row_dimensions[1].height = 28
    write_words(sheet.cell(2, NUMBER), tr("报送单位：{area}", area=area.name), styles, _LINE)
    deadline = book.setting("deadline")
    words = f"《{book.title}》" + (tr("　　请于{date}前报送", date=deadline) if deadline else "")
    write_words(sheet.cell(2, THIS), words, styles, _LINE)
    guide = (
        tr("1. 只填黄色格：本年数填数字，不必带单位；单位已在“计量单位”一栏写明，请勿改用其他单位。"),
        tr("2. 增速、占比填百分数，如 25.4 表示 25.4%，不要填 0.254。约数照写，如“约4800”。"),
        tr("3. 没有该项指标的填“—”，有而不详的填“…”，尚未统计的留空；不要用 0 代替。"),
        tr("4. 可以调整列宽、插入空行、改工作表名，可另存为 .xlsx、.xls 或 .ods；请勿删除隐藏的行列。"),
    )
    for number, line in enumerate(guide, start=3):
        write_words(sheet.cell(number, NUMBER), line, styles, _GUIDE)
        sheet.merge_cells(start_row=number, start_column=NUMBER, end_row=number, end_column=REMARK)
        sheet.row_dimensions[number].height = 16
    return 3 + len(guide) + 1


def _write_heading(sheet: Any, row: int, book: Book, headings: dict[str, str], styles: Styles) -> None:
    for column, name in ((THIS, INPUT), (REMARK, WORDS)):
        write_words(sheet.cell(row - 1, column), token(COLUMN, name), styles, _HIDDEN)
    words = {
        NUMBER: tr("序号"),
        LABEL: tr("指标名称"),
        UNIT: tr("计量单位"),
        LAST: tr("{year}年（上年数）", year=book.year - 1),
        THIS: headings[INPUT],
        REMARK: headings[WORDS],
    }
    for column, label in words.items():
        write_words(sheet.cell(row, column), label, styles, _HEAD)
    sheet.row_dimensions[row].height = 24


def _write_line(sheet: Any, row: int, number: int, line: FormLine, styles: Styles) -> None:
    from dataclasses import replace

    write_words(sheet.cell(row, TOKENS), token(FIGURE, str(line.key), line.unit.symbol, str(line.decimals)), styles, _HIDDEN)
    counter = sheet.cell(row, NUMBER)
    counter.value = number
    styles.wear(counter, _MIDDLE)
    write_words(sheet.cell(row, LABEL), line.label, styles, replace(_STUB, indent=line.level))
    write_words(sheet.cell(row, UNIT), line.unit.symbol, styles, _MIDDLE)
    write_known(sheet.cell(row, LAST), line.last, styles, _LAST)
    styles.wear(sheet.cell(row, THIS), input_look(line.decimals))
    styles.wear(sheet.cell(row, REMARK), Look(wrap=True, bottom="h", left="t", right="t", fill=_INPUT_FILL, locked=False))
    lines = -(-int(display_width(line.label) + 2 * line.level) // 44)
    sheet.row_dimensions[row].height = 18.0 if lines < 2 else 15.0 * lines


def write_known(cell: Any, printed: str, styles: Styles, look: Look) -> None:
    """A figure that is only shown."""
    from dataclasses import replace

    value = printed_number(printed)
    if value is None:
        write_words(cell, printed, styles, look) if printed else styles.wear(cell, look)
        return
    cell.value = value
    styles.wear(cell, replace(look, number_format=number_format(value, "")))


def input_look(decimals: int) -> Look:
    """A cell that is filled in; it shows at least the prescribed decimals, and every further one that is typed."""
    shown = "0." + "0" * decimals + "#" * (9 - min(decimals, 8)) if decimals else "General"
    return Look(across="right", bottom="h", left="t", right="t", fill=_INPUT_FILL, locked=False, number_format=shown)


def add_validation(sheet: Any, area: str) -> None:
    """Warns of what is no number, and lets it pass: marks and 约 are answers too."""
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
    rule.error = tr("这里一般填数字；没有该指标填“—”，不详填“…”，约数可写“约4800”。确认无误可继续。")
    rule.promptTitle = tr("填写说明")
    rule.prompt = tr("按所列计量单位填数字；增速、占比填百分数，如 25.4。")
    rule.add(area)
    sheet.add_data_validation(rule)


def _write_signature(sheet: Any, row: int, styles: Styles) -> None:
    open_line = Look(locked=False, bottom="t")
    for label, fill, words in (
        (LABEL, LABEL, tr("填表人：")),
        (LAST, LAST, tr("联系电话：")),
        (REMARK, REMARK, tr("报送日期：")),
    ):
        write_words(sheet.cell(row, label), words, styles, open_line if fill == label else _LINE)


def finish_sheet(sheet: Any, widths: Sequence[float], area: str, frozen: str, hidden_row: int) -> None:
    """Widths, pages, protection without a password; the column and the row of tokens are hidden."""
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[hidden_row].hidden = True
    sheet.freeze_panes = frozen
    sheet.sheet_view.showGridLines = False
    sheet.print_area = area
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    protection = sheet.protection
    protection.sheet = True
    # What may be done on a protected sheet is what is set to False here.
    protection.formatColumns = protection.formatRows = protection.insertRows = False


def hide_identity(workbook: Any, identity: Identity) -> None:
    """The sheet that says what the form is; programs do not even list it."""
    sheet = workbook.create_sheet(IDENTITY_SHEET)
    for number, (name, value) in enumerate(identity_lines(identity), start=1):
        write_text(sheet.cell(number, 1), name)
        write_text(sheet.cell(number, 2), value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
