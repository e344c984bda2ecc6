"""The export workbook: contents with links, a sheet for each exhibit, findings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Verdict
from ecdesk.domain.book.layouts.delivered import foot_lines, title_of
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import LIST_CELL, LIST_TITLE, CellStyle, SheetWriter, Styles
from ecdesk.excel.writing.exhibit_sheets import write_exhibit
from ecdesk.excel.writing.files import new_workbook, save_whole, sheet_names
from ecdesk.excel.writing.layout import wanted_name

_SECTION = CellStyle(bold=True)
_PLAIN = CellStyle()
_SOURCE = CellStyle(height=9, wrap=True)


MOST_CELLS = 150_000
"""Of one exhibit: each cell of a printed table has its own look, and what is larger is no table that anybody prints."""


@dataclass(frozen=True)
class ExportStep:
    """How far an export is; name: of the sheet just written, "" when the file is whole."""

    done: int
    total: int
    name: str


def export_workbook(
    book: Book,
    path: Path,
    findings: Sequence[Finding] | None = (),
    exhibits: Sequence[Exhibit] | None = None,
    tables: Mapping[str, Table] | None = None,
    *,
    draft: bool = False,
) -> Iterator[ExportStep]:
    """Writes the finished tables of a book as one workbook; yields after each sheet. The file appears at the end, whole.

    findings: those that are listed; None leaves out their sheet. exhibits: those that are exported, in order; None for all.
    tables: exhibits by id that are printed otherwise than as they stand (balanced rounding). draft: every page says that it is one.
    Raises UserError when the file cannot be written, or an exhibit is too large to be printed.
    """
    from ecdesk.excel.writing.native_charts import add_chart

    chosen = book.exhibits() if exhibits is None else exhibits
    for exhibit in chosen:
        if len(exhibit.rows) * (len(exhibit.columns) + 1) > MOST_CELLS:
            raise UserError(
                "“{exhibit}”有 {count} 行，过大，排不成印刷的表；请拆成几张表，或者不选它，再导出。",
                exhibit=exhibit.number or exhibit.caption,
                count=len(exhibit.rows),
            )
    grouping = book.setting("grouping", THIN_SPACE)
    workbook = new_workbook(book.title, book.setting("organisation"))
    of_findings = [] if findings is None else [tr("审核结果")]
    names = sheet_names([tr("目录"), *of_findings, *map(wanted_name, chosen)])
    contents, named = names[0], list(zip(chosen, names[1 + len(of_findings) :], strict=True))
    writer = SheetWriter(workbook.active, Styles())
    writer.sheet.title = contents
    _write_contents(writer, book, named, None if findings is None else (names[1], len(findings)))
    total = len(names)
    for done, (exhibit, name) in enumerate(named, start=1):
        table = (tables or {}).get(exhibit.id) or build_table(book, exhibit, grouping)
        of_exhibit = SheetWriter(workbook.create_sheet(name), writer.styles)
        layout = write_exhibit(of_exhibit, table, contents, grouping)
        add_chart(of_exhibit, table, layout, layout.last_row + len(foot_lines(table.exhibit)))
        yield ExportStep(done, total, name)
    if findings is not None:
        _write_findings(SheetWriter(workbook.create_sheet(names[1]), writer.styles), findings, contents)
        yield ExportStep(total - 1, total, names[1])
    if draft:
        for sheet in workbook.worksheets:
            sheet.oddHeader.right.text = tr("未定稿")
    save_whole(workbook, path)
    yield ExportStep(total, total, "")


def _write_contents(
    writer: SheetWriter, book: Book, named: Sequence[tuple[Exhibit, str]], findings: tuple[str, int] | None
) -> None:
    """The list of sheets in the report's order, under the headings of its sections.

    findings: name of the findings' sheet and how many stand there; None when there is no such sheet.
    """
    writer.words(1, 1, book.title or tr("导出的表"), LIST_TITLE)
    if findings:
        writer.link(2, 1, tr("审核结果（{count}条）", count=findings[1]), findings[0])
    row = first = 4 if findings else 3
    writer.list_head(row, (tr("编号"), tr("标题"), tr("单位"), tr("来源")), (14, 60, 12, 46))
    sections = {section.id: section for section in book.sections()}
    open_section: str | None = None
    for exhibit, name in named:
        section = sections.get(exhibit.section) if exhibit.section != open_section else None
        open_section = exhibit.section
        if section is not None:
            row += 1
            writer.words(row, 1, title_of(section.number, section.title), _SECTION)
        row += 1
        writer.link(row, 1, exhibit.number or name, name)
        writer.link(row, 2, exhibit.caption or name, name)
        writer.words(row, 3, exhibit.unit, _PLAIN)
        writer.words(row, 4, exhibit.source_line, _SOURCE)
        writer.set_height(row, 14.0 * max(math.ceil(display_width(exhibit.source_line) / 45), 1))
    writer.sheet.freeze_panes = f"A{first + 1}"
    writer.sheet.print_area = f"A1:D{row}"
    writer.fit_pages("portrait")
    writer.number_pages(first, first)


_WORST_FIRST = (Verdict.FAILS, Verdict.ROUNDING, Verdict.HOLDS, Verdict.UNDECIDED)


def _weight(finding: Finding) -> tuple[int, bool, int]:
    return _WORST_FIRST.index(finding.verdict), bool(finding.explained), list(LEVEL_NAMES).index(finding.level)


def _write_findings(writer: SheetWriter, findings: Sequence[Finding], contents: str) -> None:
    """Each finding with its formula, difference, tolerance and explanation, what fails first and what cannot be decided last."""
    columns = (
        (tr("级别"), 8),
        (tr("结果"), 14),
        (tr("规则"), 26),
        (tr("对象"), 14),
        (tr("公式"), 52),
        (tr("差额"), 16),
        (tr("允许误差"), 16),
        (tr("说明"), 46),
        (tr("处理意见"), 34),
        (tr("审核说明"), 34),
    )
    headings, widths = zip(*columns, strict=True)
    writer.words(1, 1, tr("审核结果（{count}条）", count=len(findings)), LIST_TITLE)
    writer.link(1, len(columns) + 1, tr("返回目录"), contents)
    writer.list_head(3, headings, widths)
    for row, finding in enumerate(sorted(findings, key=_weight), start=4):
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
            writer.words(row, column, words, LIST_CELL)
        lines = max(
            sum(max(1, math.ceil(display_width(part) / (width - 1))) for part in words.split("\n"))
            for words, width in zip(fields, widths, strict=True)
        )
        writer.set_height(row, min(14.0 * lines + 2, 400.0))
    if not findings:
        writer.words(4, 1, tr("没有审核结果。"), _PLAIN)
    last = f"{writer.letter(len(columns))}{max(3 + len(findings), 4)}"
    writer.sheet.auto_filter.ref = f"A3:{last}"
    writer.sheet.freeze_panes = "A4"
    writer.sheet.print_area = f"A1:{last}"
    writer.fit_pages("landscape")
    writer.number_pages(3, 3)
