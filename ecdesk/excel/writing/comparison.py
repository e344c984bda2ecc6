"""A comparison as a workbook: the list of all differences, then each exhibit in both states side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.book.pairing import ADDED, CHANGED, REMOVED, PairedCell, PairedLine, PairedTable, Pairing
from ecdesk.domain.book.tables import labelled
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import LIST_CELL, LIST_HEAD, CellStyle, figure
from ecdesk.excel.writing.layout import wanted_name
from ecdesk.excel.writing.sheet_names import sheet_names
from ecdesk.excel.writing.sheets import BookWriter, SheetWriter
from ecdesk.excel.writing.workbook import ExportStep

_TITLE = CellStyle(height=14, bold=True)
_STUB = CellStyle(wrap=True, bottom="h")
_FIGURE = CellStyle(across="right", bottom="h")
_GAP = CellStyle(fill="F2F2F2", bottom="h")
_FILLS = {CHANGED: "FFF2CC", ADDED: "DDEEDD", REMOVED: "F8DEDC"}
"""A figure that differs is bold as well, one that changed framed."""
_LIST_WIDTHS = (10, 14, 12, 46, 24, 24)


def write_comparison(
    path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]], pairing: Pairing, names: tuple[str, str]
) -> Iterator[ExportStep]:
    """Write a comparison; yields after each sheet. headings and rows: the list of differences in words. names: of the earlier and the
    later state. Raises UserError when the file cannot be written."""
    book = BookWriter(pairing.after.title)
    pairs = pairing.exhibits
    contents, *sheets = sheet_names([tr("差异清单"), *(wanted_name(pair.exhibit) for pair in pairs)])
    writer = book.add_sheet(contents)
    writer.words(1, 1, tr("{before} 与 {after} 的比较", before=names[0], after=names[1]), _TITLE)
    writer.list_head(3, headings, _LIST_WIDTHS)
    for row, fields in enumerate(rows, start=4):
        for column, words in enumerate(fields, start=1):
            writer.words(row, column, words, LIST_CELL)
    writer.freeze(4, 1)
    writer.filter(3, max(4, 3 + len(rows)), len(_LIST_WIDTHS))
    link = len(_LIST_WIDTHS) + 2
    writer.set_width(link, 44)
    for number, (pair, name) in enumerate(zip(pairs, sheets, strict=True), start=1):
        title = title_of(pair.exhibit.number, pair.exhibit.caption)
        writer.link(3 + number, link, title or name, name)
        side_by_side = book.add_sheet(name)
        side_by_side.words(1, 1, title, _TITLE)
        _write_pair(side_by_side, pairing.table(pair), names, contents)
        yield ExportStep(number, len(pairs) + 1, name)
    book.save(path)
    yield ExportStep(len(pairs) + 1, len(pairs) + 1, "")


def _write_pair(writer: SheetWriter, table: PairedTable, names: tuple[str, str], contents: str) -> None:
    """An exhibit as it was on the left, as it is on the right."""
    count = len(table.columns)
    second = count + 3
    writer.link(1, second + count + 1, tr("返回目录"), contents)
    for start, name in ((1, names[0]), (second, names[1])):
        writer.words(2, start, name, replace(_STUB, bold=True, bottom=""))
        writer.words(3, start, table.pair.exhibit.corner, LIST_HEAD)
        for column, line in enumerate(table.columns, start=start + 1):
            writer.words(3, column, _heading(line, table.pair.exhibit.unit), LIST_HEAD)
    stubs = [labelled(line.line, line.line.unit, table.pair.exhibit.unit) for line in table.rows]
    for number, line in enumerate(table.rows):
        cells = [table.cell(number, column) for column in range(count)]
        for start, there, state in (
            (1, line.before is not None, [cell.before for cell in cells]),
            (second, line.after is not None, [cell.after for cell in cells]),
        ):
            _write_state(writer, (4 + number, start), line, stubs[number] if there else "", list(zip(cells, state, strict=True)))
    widest = max([8, *(display_width(words) + 2 * line.line.level for line, words in zip(table.rows, stubs, strict=True))])
    for start in (1, second):
        writer.set_width(start, min(36, widest + 2))
        for column in range(start + 1, start + 1 + count):
            writer.set_width(column, 13)
    writer.set_width(second - 1, 3)
    writer.freeze(4, 2)


def _write_state(
    writer: SheetWriter, place: tuple[int, int], line: PairedLine, label: str, cells: Sequence[tuple[PairedCell, str | None]]
) -> None:
    """A row of a table in one of its two states, "" its label in one that does not have it. cells: each with what is printed in it, if any."""
    row, start = place
    stub = replace(_STUB, indent=line.line.level, fill=_FILLS.get(line.change, ""))
    writer.words(row, start, label, stub if label else _GAP)
    for column, (cell, words) in enumerate(cells, start=start + 1):
        edge = "t" if cell.change == CHANGED else ""
        style = replace(_FIGURE, fill=_FILLS.get(cell.change, ""), bold=bool(cell.change))
        style = replace(style, top=edge, bottom=edge or "h", left=edge, right=edge)
        if words is None:
            writer.blank(row, column, _GAP)
        else:
            writer.figure(row, column, figure(words, False), words, style, THIN_SPACE)


def _heading(line: PairedLine, unit: str) -> str:
    return "\n".join(part for part in (*line.line.groups, labelled(line.line, line.line.unit, unit)) if part)
