"""Query letters: an area's findings with their figures, as a spreadsheet that it can answer in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import LEVEL_NAMES, Finding, Operand, Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.domain.wording.units import PERCENT, POINTS, unit_named
from ecdesk.excel.forms.content import area_of
from ecdesk.excel.forms.identity import (
    COLUMN,
    FINDING,
    INPUT,
    LETTER,
    OPERAND,
    WORDS,
    Identity,
    token,
)
from ecdesk.excel.forms.writing import add_validation, finish_sheet, hide_identity, input_look, write_known
from ecdesk.excel.writing.files import save_whole, sheet_name
from ecdesk.excel.writing.sheets import write_words
from ecdesk.excel.writing.styles import Look, Styles, clean_text

_TITLE = Look(height=16, bold=True, across="center")
_GUIDE = Look(height=10, wrap=True, up="top")
_HEAD = Look(bold=True, across="center", wrap=True, top="m", bottom="t", left="t", right="t", fill="E8EDF3")
_FINDING = Look(bold=True, wrap=True, up="top", top="t", fill="F4F6F9")
_FIGURE = Look(wrap=True, indent=1, bottom="h", left="t", right="t")
_SENT = Look(across="right", bottom="h", left="t", right="t", colour="595959")
_PLAIN = Look(across="center", bottom="h", left="t", right="t")
_HIDDEN = Look(height=8, colour="A6A6A6")
_WIDTHS = (2.0, 6.0, 62.0, 12.0, 16.0, 16.0, 44.0)
_MOST_AREAS = 2
"""A comparison of more areas, a total of all of them, is for the editors to settle, unless it points at one figure."""
_MOST_OTHERS = 5
"""So many figures of other areas are shown with a finding at most."""
TOKENS, NUMBER, LABEL, UNIT, SENT, RIGHT, WHY = range(1, 8)
"""Columns of a letter."""


def write_query_letter(book: Book, area: Area | str, findings: Iterable[Finding], path: Path) -> int:
    """Writes the letter to an area: of the given findings those that it has to answer, see `concerns`.

    Returns how many findings it asks about. Raises UserError when there is nothing to ask, or the file cannot be written.
    """
    from openpyxl import Workbook

    found = area_of(book, area)
    asked = [finding for finding in findings if concerns(finding, found.code)]
    if not asked:
        raise UserError("“{area}”没有需要核实的问题，不必发查询函。", area=found.name)
    workbook = Workbook()
    workbook.properties.creator = clean_text(book.setting("organisation")) or "ecdesk"
    workbook.properties.title = clean_text(tr("{area}数据查询函", area=found.name))
    styles = Styles(workbook)
    sheet = workbook.active
    sheet.title = sheet_name(tr("查询函"), ())
    headings = {INPUT: tr("更正为"), WORDS: tr("说明（数据无误的请写明原因）")}
    row = _write_head(sheet, book, found, headings, len(asked), styles)
    first = row + 1
    for number, finding in enumerate(asked, start=1):
        row = _write_finding(sheet, row + 1, number, finding, found.code, book, styles)
    add_validation(sheet, f"F{first}:F{row}")
    finish_sheet(sheet, _WIDTHS, f"A1:G{row}", frozen=f"A{first}", hidden_row=first - 2)
    hide_identity(workbook, Identity(LETTER, found.code, str(book.year), headings))
    save_whole(workbook, path)
    return len(asked)


def concerns(finding: Finding, area: str) -> bool:
    """Whether an area has to answer a finding: one that fails, is not explained, and is about its figures or points at one of them."""
    if finding.explained or finding.verdict is not Verdict.FAILS:
        return False
    areas = {operand.key.area for operand in finding.operands}
    if finding.suspect is not None and len(areas) > 1:
        return finding.suspect.area == area
    return area in areas and len(areas) <= _MOST_AREAS


def _write_head(sheet: Any, book: Book, area: Area, headings: dict[str, str], count: int, styles: Styles) -> int:
    """Title, what is asked for, headings; returns the row of the headings."""
    write_words(sheet.cell(1, NUMBER), tr("{area}数据查询函", area=area.name), styles, _TITLE)
    sheet.merge_cells(start_row=1, start_column=NUMBER, end_row=1, end_column=WHY)
    sheet.row_dimensions[1].height = 28
    guide = (
        tr("{area}：《{title}》审核中有{count}处问题需要贵处核实。", area=area.name, title=book.title, count=count),
        tr("数据有误的，请在“更正为”一栏按所列计量单位填写正确的数；数据无误的，请在“说明”一栏写明原因。只填黄色格。"),
    )
    for number, line in enumerate(guide, start=2):
        write_words(sheet.cell(number, NUMBER), line, styles, _GUIDE)
        sheet.merge_cells(start_row=number, start_column=NUMBER, end_row=number, end_column=WHY)
        sheet.row_dimensions[number].height = 17
    row = 2 + len(guide) + 2
    for column, name in ((RIGHT, INPUT), (WHY, WORDS)):
        write_words(sheet.cell(row - 1, column), token(COLUMN, name), styles, _HIDDEN)
    words = {
        NUMBER: tr("序号"),
        LABEL: tr("问题与所涉数据"),
        UNIT: tr("计量单位"),
        SENT: tr("报送数"),
        RIGHT: headings[INPUT],
        WHY: headings[WORDS],
    }
    for column, label in words.items():
        write_words(sheet.cell(row, column), label, styles, _HEAD)
    sheet.row_dimensions[row].height = 24
    return row


def _write_finding(sheet: Any, row: int, number: int, finding: Finding, area: str, book: Book, styles: Styles) -> int:
    """A finding's line, and one for each figure of it; returns the last row."""
    write_words(sheet.cell(row, TOKENS), token(FINDING, finding.id), styles, _HIDDEN)
    counter = sheet.cell(row, NUMBER)
    counter.value = number
    styles.wear(counter, replace(_FINDING, across="center"))
    words = _question(finding)
    write_words(sheet.cell(row, LABEL), words, styles, _FINDING)
    for column in (UNIT, SENT, RIGHT):
        styles.wear(sheet.cell(row, column), _FINDING)
    styles.wear(sheet.cell(row, WHY), Look(wrap=True, up="top", top="t", left="t", right="t", fill="FFFBE6", locked=False))
    lines = sum(-(-int(display_width(part)) // 60) for part in words.split("\n"))
    sheet.row_dimensions[row].height = max(32.0, 14.5 * lines + 4)
    for operand in _own_first(finding.operands, area):
        row += 1
        _write_operand(sheet, row, finding, operand, operand.key.area == area, book, styles)
    return row


def _question(finding: Finding) -> str:
    """What is wrong, with the numbers that say so."""
    lines = [f"【{tr(LEVEL_NAMES[finding.level])}】{finding.rule_name}：{finding.message}"]
    if finding.formula:
        lines.append(finding.formula)
    measured = []
    if finding.difference:
        measured.append(tr("相差{difference}", difference=finding.difference))
    if finding.tolerance:
        measured.append(tr("允许误差{tolerance}", tolerance=finding.tolerance))
    if measured:
        lines.append("，".join(measured))
    if finding.suggestion:
        lines.append(str(finding.suggestion))
    return "\n".join(lines)


def _own_first(operands: Sequence[Operand], area: str) -> list[Operand]:
    """Each figure once; the area's own, which it can correct, before the others, which are only shown."""
    unique = list({operand.key: operand for operand in operands}.values())
    own = [operand for operand in unique if operand.key.area == area]
    others = [operand for operand in unique if operand.key.area != area]
    return own + (others if len(others) <= _MOST_OTHERS else [])


def _write_operand(sheet: Any, row: int, finding: Finding, operand: Operand, own: bool, book: Book, styles: Styles) -> None:
    unit, sent, decimals = _as_sent(book, operand)
    if own:
        parts = (finding.id, str(operand.key), unit.symbol, str(decimals))
        write_words(sheet.cell(row, TOKENS), token(OPERAND, *parts), styles, _HIDDEN)
    styles.wear(sheet.cell(row, NUMBER), _PLAIN)
    write_words(sheet.cell(row, LABEL), operand.label, styles, _FIGURE)
    write_words(sheet.cell(row, UNIT), unit.symbol, styles, _PLAIN)
    write_known(sheet.cell(row, SENT), sent or operand.printed, styles, _SENT)
    if own:
        styles.wear(sheet.cell(row, RIGHT), input_look(decimals))
    else:
        styles.wear(sheet.cell(row, RIGHT), _PLAIN)
    styles.wear(sheet.cell(row, WHY), _PLAIN)
    sheet.row_dimensions[row].height = 18.0


def _as_sent(book: Book, operand: Operand) -> tuple[Unit, str, int]:
    """The unit in which the figure stands, its digits and its decimals; of a missing one what is asked for."""
    from ecdesk.domain.figures.numerals import print_content

    observation = book.observation(operand.key)
    if observation is not None and observation.amount is not None:
        amount = observation.amount
        return amount.unit, print_content(amount, amount.unit), max(0, -amount.exponent)
    measure = operand.key.measure.partition(":")[0]
    if measure in ("growth", "growth_prev", "share"):
        return PERCENT, "", 1
    if measure == "points":
        return POINTS, "", 1
    indicator = book.indicator(operand.key.indicator)
    return (unit_named(indicator.unit), "", indicator.decimals) if indicator is not None else (NO_UNIT, "", 0)
