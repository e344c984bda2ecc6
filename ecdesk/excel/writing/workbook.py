"""The export workbook: contents, a sheet for each exhibit, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.files import save_whole, sheet_name
from ecdesk.excel.writing.layout import foot_lines
from ecdesk.excel.writing.lists import write_contents, write_findings
from ecdesk.excel.writing.plots import add_plot
from ecdesk.excel.writing.sheets import write_exhibit
from ecdesk.excel.writing.styles import Styles, clean_text


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
) -> Iterator[ExportStep]:
    """Writes the finished tables of a book as one workbook; yields after each sheet. The file appears at the end, whole.

    findings: those that are listed; None leaves out their sheet. exhibits: those that are exported, in order; None for all.
    tables: exhibits by id that are printed otherwise than as they stand (balanced rounding).
    Raises UserError when the file cannot be written.
    """
    from openpyxl import Workbook

    chosen = list(book.exhibits() if exhibits is None else exhibits)
    grouping = book.setting("grouping", THIN_SPACE)
    workbook = Workbook()
    workbook.properties.creator = clean_text(book.setting("organisation")) or "ecdesk"
    workbook.properties.title = clean_text(book.title)
    styles = Styles(workbook)
    contents = workbook.active
    contents.title = tr("目录")
    taken = [contents.title]
    findings_name = ""
    if findings is not None:
        findings_name = sheet_name(tr("审核结果"), taken)
        taken.append(findings_name)
    named: list[tuple[Exhibit, str]] = []
    for exhibit in chosen:
        name = sheet_name(exhibit.number or exhibit.caption or exhibit.id, taken)
        taken.append(name)
        named.append((exhibit, name))
    write_contents(contents, book, named, (findings_name, len(findings)) if findings is not None else None, styles)
    total = len(named) + 1 + (findings is not None)
    for done, (exhibit, name) in enumerate(named, start=1):
        table = (tables or {}).get(exhibit.id) or build_table(book, exhibit, grouping)
        sheet = workbook.create_sheet(name)
        layout = write_exhibit(sheet, table, styles, contents.title, grouping)
        add_plot(sheet, table, layout, styles, layout.last_row + len(foot_lines(table.exhibit)))
        yield ExportStep(done, total, name)
    if findings is not None:
        write_findings(workbook.create_sheet(findings_name), findings, contents.title, styles)
        yield ExportStep(total - 1, total, findings_name)
    save_whole(workbook, path)
    yield ExportStep(total, total, "")
