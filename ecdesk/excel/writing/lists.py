"""The sheets around the exhibits: contents with links, and findings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.sheets import write_link, write_words
from ecdesk.excel.writing.styles import Look, Styles

_TITLE = Look(height=16, bold=True)
_HEAD = Look(bold=True, wrap=True, across="center", top="m", bottom="t", fill="EEF2F6")
_SECTION = Look(bold=True)
_PLAIN = Look()
_WRAPPED = Look(height=9, wrap=True)
_CELL = Look(wrap=True, up="top", bottom="h")


def write_contents(
    sheet: Any, book: Book, named: Sequence[tuple[Exhibit, str]], findings: tuple[str, int] | None, styles: Styles
) -> None:
    """The list of sheets in the report's order, under the headings of its sections.

    findings: name of the findings' sheet and how many stand there; None when there is no such sheet.
    """
    write_words(sheet["A1"], book.title or tr("导出的表"), styles, _TITLE)
    row = 2
    if findings:
        write_link(sheet.cell(row, 1), tr("审核结果（{count}条）", count=findings[1]), findings[0], styles)
        row += 1
    row += 1
    for column, words in enumerate((tr("编号"), tr("标题"), tr("单位"), tr("来源")), start=1):
        write_words(sheet.cell(row, column), words, styles, _HEAD)
    first = row
    sections = {section.id: section for section in book.sections()}
    open_section: str | None = None
    for exhibit, name in named:
        if exhibit.section != open_section:
            open_section = exhibit.section
            section = sections.get(open_section)
            if section is not None:
                row += 1
                write_words(sheet.cell(row, 1), f"{section.number}　{section.title}".strip("　 "), styles, _SECTION)
        row += 1
        write_link(sheet.cell(row, 1), exhibit.number or name, name, styles)
        write_link(sheet.cell(row, 2), exhibit.caption or name, name, styles)
        write_words(sheet.cell(row, 3), exhibit.unit, styles, _PLAIN)
        write_words(sheet.cell(row, 4), exhibit.source_line, styles, _WRAPPED)
        lines = math.ceil(display_width(exhibit.source_line) / 45)
        sheet.row_dimensions[row].height = 14.0 * max(lines, 1)
    for letter, width in zip("ABCD", (14, 60, 12, 46), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{first + 1}"
    _set_pages(sheet, f"A1:D{row}", f"{first}:{first}")


def write_findings(sheet: Any, findings: Sequence[Finding], contents: str, styles: Styles) -> None:
    """Each finding with its formula, difference, tolerance and explanation."""
    headings = (
        tr("级别"),
        tr("结果"),
        tr("规则"),
        tr("对象"),
        tr("公式"),
        tr("差额"),
        tr("允许误差"),
        tr("说明"),
        tr("处理意见"),
        tr("审核说明"),
    )
    widths = (8, 14, 26, 14, 52, 16, 16, 46, 34, 34)
    write_words(sheet["A1"], tr("审核结果（{count}条）", count=len(findings)), styles, _TITLE)
    write_link(sheet.cell(1, len(headings) + 1), tr("返回目录"), contents, styles)
    for column, (words, width) in enumerate(zip(headings, widths, strict=True), start=1):
        write_words(sheet.cell(3, column), words, styles, _HEAD)
        sheet.column_dimensions[sheet.cell(3, column).column_letter].width = width
    row = 3
    for finding in findings:
        row += 1
        fields = (
            tr(LEVEL_NAMES[finding.level]),
            tr(VERDICT_NAMES[finding.verdict]),
            finding.rule_name,
            finding.subject,
            finding.formula,
            finding.difference,
            finding.tolerance,
            str(finding.message),
            str(finding.suggestion) if finding.suggestion else "",
            finding.explained,
        )
        for column, words in enumerate(fields, start=1):
            write_words(sheet.cell(row, column), words, styles, _CELL)
        lines = max(
            sum(max(1, math.ceil(display_width(part) / (width - 1))) for part in words.split("\n"))
            for words, width in zip(fields, widths, strict=True)
        )
        sheet.row_dimensions[row].height = min(14.0 * lines + 2, 400.0)
    if not findings:
        row += 1
        write_words(sheet.cell(row, 1), tr("没有审核结果。"), styles, _PLAIN)
    last = sheet.cell(3, len(headings)).column_letter
    sheet.auto_filter.ref = f"A3:{last}{max(row, 4)}"
    sheet.freeze_panes = "A4"
    _set_pages(sheet, f"A1:{last}{row}", "3:3", "landscape")


def _set_pages(sheet: Any, area: str, titles: str, orientation: str = "portrait") -> None:
    sheet.print_area = area
    sheet.print_title_rows = titles
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.center.text = "&P"
    sheet.sheet_view.showGridLines = False
