"""Submission forms: one workbook for an area, everything fixed but the cells that it fills in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.symbols import stored_symbols
from ecdesk.domain.files.filenames import safe_file_name
from ecdesk.domain.files.whole_files import made_folder
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.forms.form_files import save_whole
from ecdesk.excel.forms.form_lines import FormLine, area_of, form_lines
from ecdesk.excel.forms.form_sheets import (
    FIGURE_COLUMN,
    KNOWN,
    LABEL,
    MIDDLE,
    NUMBER,
    REMARK,
    TOKENS,
    UNIT,
    WORDS_COLUMN,
    FormWriter,
    hide_identity,
    new_form,
)
from ecdesk.excel.forms.identity import FIGURE, FORM, INPUT, WORDS, Identity, token
from ecdesk.excel.writing.cells import CellStyle

_LINE = CellStyle(height=10)
_SIGNATURE = CellStyle(locked=False, bottom="t")
_STUB = CellStyle(wrap=True, bottom="h", left="t", right="t")
_WIDTHS = (2.0, 6.0, 46.0, 12.0, 16.0, 18.0, 36.0)


def write_form(book: Book, area: Area | str, path: Path) -> int:
    """Writes an area's form; returns how many figures it asks for. The file is whole or not there.

    Raises UserError for an area that the book does not have, one of which nothing can be asked, a book without a year, or a file that
    cannot be written.
    """
    found = area_of(book, area)
    lines = form_lines(book, found)
    if not lines:
        raise UserError("年报里没有可以请“{area}”报送的指标，请先建立指标或表格。", area=found.name)
    period = book.needed_period()
    title = _title(found, period)
    workbook, writer = new_form(book, title, tr("报送表"))
    writer.title(title)
    head = _write_guide(writer, book, found)
    of_year = period.kind == "year"
    headings = {
        INPUT: tr("{year}年", year=period.year) if of_year else str(period),
        WORDS: tr("备注（口径变化、异常原因）"),
    }
    last_year = (
        tr("{year}年（上年数）", year=period.year - 1) if of_year else tr("{period}（去年同期）", period=str(period.moved(-1)))
    )
    writer.headings(head, tr("指标名称"), last_year, headings)
    for number, line in enumerate(lines, start=1):
        _write_line(writer, head + number, number, line)
    last = head + len(lines)
    writer.check_figures(head + 1, last, book.symbols)
    writer.words(last + 2, LABEL, tr("填表人："), _SIGNATURE)
    writer.words(last + 2, KNOWN, tr("联系电话："), _SIGNATURE)
    writer.words(last + 2, WORDS_COLUMN, tr("报送日期："), _SIGNATURE)
    writer.finish(_WIDTHS, last + 3, frozen=f"D{head + 1}", hidden_row=head - 1)
    hide_identity(workbook, Identity(FORM, found.code, str(book.year), headings, stored_symbols(book.symbols)))
    save_whole(workbook, path)
    return len(lines)


def form_path(book: Book, area: Area, folder: Path) -> Path:
    """Where in a folder `write_forms` writes an area's form. Raises UserError for a book without a year."""
    return folder / f"{safe_file_name(_title(area, book.needed_period()))}.xlsx"


def _title(area: Area, period: Period) -> str:
    if period.kind == "year":
        return tr("{area}{year}年数据报送表", area=area.name, year=period.year)
    return tr("{area}{period}数据报送表", area=area.name, period=str(period))


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


def _write_guide(writer: FormWriter, book: Book, area: Area) -> int:
    """Area, deadline and instructions; returns the row of the headings, above which the hidden row of tokens stands."""
    writer.words(2, NUMBER, tr("报送单位：{area}", area=area.name), _LINE)
    deadline = book.setting("deadline")
    symbols = book.symbols
    words = f"《{book.title}》" + (tr("　　请于{date}前报送", date=deadline) if deadline else "")
    writer.words(2, FIGURE_COLUMN, words, _LINE)
    guide = (
        tr("1. 只填黄色格：本年数填数字，不必带单位；单位已在“计量单位”一栏写明，请勿改用其他单位。"),
        tr("2. 增速、占比填百分数，如 25.4 表示 25.4%，不要填 0.254。约数照写，如“约4800”。"),
        tr(
            "3. 没有该项指标的填“{none}”，有而不详的填“{unknown}”，不足最小单位的填“{small}”，尚未统计的留空；不要用 0 代替。",
            none=symbols.written(Mark.NONE),
            unknown=symbols.written(Mark.UNKNOWN),
            small=symbols.written(Mark.SMALL),
        ),
        tr("4. 可以调整列宽、插入空行、改工作表名，可另存为 .xlsx、.xls 或 .ods；请勿删除隐藏的行列。"),
    )
    writer.guide(3, guide, 16)
    return 3 + len(guide) + 1


def _write_line(writer: FormWriter, row: int, number: int, line: FormLine) -> None:
    writer.hidden(row, TOKENS, token(FIGURE, str(line.key), line.unit.symbol, str(line.decimals)))
    writer.number(row, NUMBER, number, MIDDLE)
    writer.words(row, LABEL, line.label, replace(_STUB, indent=line.level))
    writer.words(row, UNIT, line.unit.symbol, MIDDLE)
    writer.known(row, line.last)
    writer.to_fill_in(row, line.decimals)
    writer.blank(row, WORDS_COLUMN, REMARK)
    lines = -(-int(display_width(line.label) + 2 * line.level) // 44)
    writer.set_height(row, 18.0 if lines < 2 else 15.0 * lines)
