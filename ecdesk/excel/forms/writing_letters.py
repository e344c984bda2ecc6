"""Query letters: an area's findings with their figures, as a spreadsheet that it can answer in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import LEVEL_NAMES, Finding, Operand, Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.symbols import stored_symbols
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.domain.wording.units import unit_of_measure
from ecdesk.excel.forms.form_files import save_whole
from ecdesk.excel.forms.form_lines import area_of, usual_unit
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
from ecdesk.excel.forms.identity import FINDING, INPUT, LETTER, OPERAND, WORDS, Identity, token
from ecdesk.excel.writing.cells import CellStyle

_FINDING = CellStyle(bold=True, wrap=True, up="top", top="t", fill="F4F6F9")
_REASON = replace(REMARK, up="top", top="t", bottom="")
_FIGURE = CellStyle(wrap=True, indent=1, bottom="h", left="t", right="t")
_WIDTHS = (2.0, 6.0, 62.0, 12.0, 16.0, 16.0, 44.0)
_MOST_AREAS = 2
"""A comparison of more areas, a total of all of them, is for the editors to settle, unless it points at one figure."""
_MOST_OTHERS = 5
"""So many figures of other areas are shown with a finding at most."""


def write_query_letter(book: Book, area: Area | str, findings: Iterable[Finding], path: Path) -> int:
    """Writes the letter to an area: of the given findings those that it has to answer, see `concerns`.

    Returns how many findings it asks about. Raises UserError when there is nothing to ask, or the file cannot be written.
    """
    found = area_of(book, area)
    asked = [finding for finding in findings if concerns(finding, found.code)]
    if not asked:
        raise UserError("“{area}”没有需要核实的问题，不必发查询函。", area=found.name)
    title = tr("{area}数据查询函", area=found.name)
    workbook, writer = new_form(book, title, tr("查询函"))
    writer.title(title)
    guide = (
        tr("{area}：《{title}》审核中有{count}处问题需要贵处核实。", area=found.name, title=book.title, count=len(asked)),
        tr("数据有误的，请在“更正为”一栏按所列计量单位填写正确的数；数据无误的，请在“说明”一栏写明原因。只填黄色格。"),
    )
    writer.guide(2, guide, 17)
    head = 2 + len(guide) + 2
    headings = {INPUT: tr("更正为"), WORDS: tr("说明（数据无误的请写明原因）")}
    writer.headings(head, tr("问题与所涉数据"), tr("报送数"), headings)
    row = head
    for number, finding in enumerate(asked, start=1):
        row += 1
        _write_finding(writer, row, number, finding)
        for operand in _own_first(finding.operands, found.code):
            row += 1
            _write_operand(writer, row, finding, operand, operand.key.area == found.code, book)
    writer.check_figures(head + 1, row, book.symbols)
    writer.finish(_WIDTHS, row, frozen=f"A{head + 1}", hidden_row=head - 1)
    hide_identity(workbook, Identity(LETTER, found.code, str(book.year), headings, stored_symbols(book.symbols)))
    save_whole(workbook, path)
    return len(asked)


def concerns(finding: Finding, area: str) -> bool:
    """Whether an area has to answer a finding: one that fails, is not explained, is about what this report prints, and about its figures or
    points at one of them."""
    if finding.explained or finding.aside or finding.verdict is not Verdict.FAILS:
        return False
    areas = {operand.key.area for operand in finding.operands}
    if finding.suspect is not None and len(areas) > 1:
        return finding.suspect.area == area
    return area in areas and len(areas) <= _MOST_AREAS


def _write_finding(writer: FormWriter, row: int, number: int, finding: Finding) -> None:
    words = _question(finding)
    writer.hidden(row, TOKENS, token(FINDING, finding.id))
    writer.number(row, NUMBER, number, replace(_FINDING, across="center"))
    writer.words(row, LABEL, words, _FINDING)
    for column in (UNIT, KNOWN, FIGURE_COLUMN):
        writer.blank(row, column, _FINDING)
    writer.blank(row, WORDS_COLUMN, _REASON)
    lines = sum(-(-int(display_width(part)) // 60) for part in words.split("\n"))
    writer.set_height(row, max(32.0, 14.5 * lines + 4))


def _question(finding: Finding) -> str:
    """What is wrong, with the numbers that say so."""
    lines = [f"【{tr(LEVEL_NAMES[finding.level])}】{finding.title}：{finding.message}"]
    if finding.formula:
        lines.append(str(finding.formula))
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


def _write_operand(writer: FormWriter, row: int, finding: Finding, operand: Operand, own: bool, book: Book) -> None:
    """A figure of a finding; own: whether it is the area's, which may correct it."""
    unit, sent, decimals = _as_sent(book, operand)
    if own:
        writer.hidden(row, TOKENS, token(OPERAND, finding.id, str(operand.key), unit.symbol, str(decimals)))
    writer.blank(row, NUMBER, MIDDLE)
    writer.words(row, LABEL, str(operand.label), _FIGURE)
    writer.words(row, UNIT, unit.symbol, MIDDLE)
    writer.known(row, sent or operand.printed)
    if own:
        writer.to_fill_in(row, decimals)
    else:
        writer.blank(row, FIGURE_COLUMN, MIDDLE)
    writer.blank(row, WORDS_COLUMN, MIDDLE)
    writer.set_height(row, 18.0)


def _as_sent(book: Book, operand: Operand) -> tuple[Unit, str, int]:
    """The unit in which the figure stands, its digits and its decimals; of a missing one what is asked for."""
    observation = book.observation(operand.key)
    if observation is not None and observation.amount is not None:
        amount = observation.amount
        return amount.unit, print_content(amount, amount.unit), max(0, -amount.exponent)
    indicator = book.indicator(operand.key.indicator)
    of_indicator = indicator.decimals if indicator is not None else 0
    return usual_unit(book, operand.key), "", 1 if unit_of_measure(operand.key.measure) else of_indicator
