"""The finished workbook: contents with links, what it is, and a sheet for each exhibit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.delivered import check_printable, sections_above, title_of
from ecdesk.domain.book.records import Exhibit, Section
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import LIST_TITLE, CellStyle
from ecdesk.excel.writing.exhibit_sheets import Remarks, SheetWords, write_exhibit
from ecdesk.excel.writing.layout import lines_of, wanted_name
from ecdesk.excel.writing.pages import table_look
from ecdesk.excel.writing.sheets import BookWriter, SheetWriter, range_names, sheet_names
from ecdesk.excel.writing.version_sheet import Edition, write_version

_ENTRY = CellStyle(height=9, up="top", wrap=True)
_NUMBER, _TITLE_AND_UNIT, _UNIT, _WIDEST_UNIT, _SOURCE = 10, 66, 10, 16, 30


@dataclass(frozen=True)
class ExportStep:
    """How far an export is; name: of the sheet just written, "" when the file is whole."""

    done: int
    total: int
    name: str


@dataclass(frozen=True)
class Finish:
    """How a book is exported. exhibits: those that are, in order; None for all. tables: exhibits by id that are printed otherwise than as they stand
    (balanced rounding); drawn: their tables with what only their charts show. edition: what is said about the workbook on a sheet of its
    own. remarks: comments on cells of exhibits, by id. theme: of the book's looks. draft: every page says that it is one."""

    exhibits: Sequence[Exhibit] | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    drawn: Mapping[str, Table] = field(default_factory=dict)
    edition: Edition | None = None
    remarks: Mapping[str, Remarks] = field(default_factory=dict)
    theme: str = ""
    draft: bool = False


AS_IT_STANDS = Finish()


def export_workbook(book: Book, path: Path, finish: Finish = AS_IT_STANDS) -> Iterator[ExportStep]:
    """Writes the finished tables of a book as one workbook; yields after each sheet. The file appears at the end, whole.

    Raises UserError when the file cannot be written, or an exhibit is too large to be printed.
    """
    chosen = book.exhibits() if finish.exhibits is None else finish.exhibits
    edition = finish.edition
    check_printable(chosen)
    grouping = book.setting("grouping", THIN_SPACE)
    look = table_look(finish.theme)
    written = BookWriter(book.title, book.setting("organisation"))
    own = [tr("目录"), *([tr("版本说明")] if edition is not None else [])]
    names = sheet_names([*own, *map(wanted_name, chosen)])
    contents, sheets = names[0], names[len(own) :]
    listed = written.add_sheet(contents)
    if edition is not None:
        write_version(written.add_sheet(names[1]), edition, contents, finish.draft)
    total = len(names)
    areas = range_names(map(wanted_name, chosen))
    units: list[str] = []
    for done, (exhibit, name, area) in enumerate(zip(chosen, sheets, areas, strict=True), start=1):
        table = finish.tables.get(exhibit.id) or build_table(book, exhibit, grouping)
        units.append(table.unit)
        writer = written.add_sheet(name, area)
        words = SheetWords(grouping, contents, finish.remarks.get(exhibit.id, {}), finish.draft)
        write_exhibit(writer, table, look, words, finish.drawn.get(exhibit.id))
        yield ExportStep(done, total, name)
    _write_contents(listed, book, list(zip(chosen, sheets, units, strict=True)), finish.draft)
    written.save(path)
    yield ExportStep(total, total, "")


def _write_contents(writer: SheetWriter, book: Book, named: Sequence[tuple[Exhibit, str, str]], draft: bool) -> None:
    """The list of sheets in the report's order, under the headings of its chapters and sections. named: exhibits, the names of their sheets, and
    the units that stand above them there."""
    writer.words(1, 1, book.title or tr("导出的表"), LIST_TITLE)
    writer.set_height(1, 28)
    row = 3
    wide = min(max([_UNIT, *(display_width(unit) for _exhibit, _name, unit in named)]), _WIDEST_UNIT)
    widths = (_NUMBER, _TITLE_AND_UNIT - wide, wide, _SOURCE)
    writer.list_head(row, (tr("编号"), tr("标题"), tr("单位"), tr("资料来源")), widths)
    sections = {section.id: section for section in book.sections()}
    open_sections: list[Section] = []
    for exhibit, name, unit in named:
        above = sections_above(sections, exhibit.section)[::-1]
        for section in [one for one in above if one not in open_sections]:
            row += 1
            level = above.index(section)
            writer.words(row, 1, title_of(section.number, section.title), CellStyle(bold=level == 0, indent=0))
            writer.set_height(row, 18 if level == 0 else 15)
        open_sections = above
        row += 1
        writer.link(row, 1, exhibit.number or name, name, _ENTRY)
        writer.words(row, 2, exhibit.caption or name, _ENTRY)  # LibreOffice never breaks the text of a link into lines
        writer.words(row, 3, unit, _ENTRY)
        writer.words(row, 4, exhibit.source_line, _ENTRY)
        rooms = zip((exhibit.caption, unit, exhibit.source_line), widths[1:], strict=True)
        lines = max(
            lines_of(words, room * 10 / _ENTRY.height) for words, room in rooms
        )  # widths are counted in digits of ten points
        writer.set_height(row, 13 * lines + 2)
    writer.freeze(4, 1)
    writer.set_pages(False, (1, 1, max(row, 4), 4), draft)
    writer.fit_width(row)
    writer.repeat(3, 3)
