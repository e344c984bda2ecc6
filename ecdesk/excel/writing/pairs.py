"""A comparison as a workbook: the list of all differences, then each exhibit in both states side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ecdesk.domain.book.pairing import ADDED, CHANGED, REMOVED, PairedLine, PairedTable, Pairing
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.files import save_whole, sheet_name
from ecdesk.excel.writing.sheets import write_figure, write_link, write_words
from ecdesk.excel.writing.styles import Look, Styles, clean_text
from ecdesk.excel.writing.workbook import ExportStep

_TITLE = Look(height=14, bold=True)
_HEAD = Look(bold=True, wrap=True, across="center", top="m", bottom="t", fill="EEF2F6")
_STUB = Look(wrap=True, bottom="h")
_CELL = Look(across="right", bottom="h")
_GAP = Look(fill="F2F2F2", bottom="h")
_WORDS = Look(wrap=True, up="top", bottom="h")
_FILLS = {CHANGED: "FFF2CC", ADDED: "DDEEDD", REMOVED: "F8DEDC"}
"""A figure that differs is bold as well, one that changed framed."""
_LIST_WIDTHS = (10, 14, 12, 46, 24, 24)


def write_comparison(
    path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]], pairing: Pairing, names: tuple[str, str]
) -> Iterator[ExportStep]:
    """Write a comparison; yields after each sheet. headings and rows: the list of differences in words. names: of the earlier and the
    later state. Raises UserError when the file cannot be written."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.creator = "ecdesk"
    workbook.properties.title = clean_text(pairing.after.title)
    styles = Styles(workbook)
    sheet = workbook.active
    sheet.title = tr("差异清单")
    taken = [sheet.title]
    pairs = pairing.exhibits
    write_words(sheet["A1"], tr("{before} 与 {after} 的比较", before=names[0], after=names[1]), styles, _TITLE)
    for column, (words, width) in enumerate(zip(headings, _LIST_WIDTHS, strict=True), start=1):
        write_words(sheet.cell(3, column), words, styles, _HEAD)
        sheet.column_dimensions[sheet.cell(3, column).column_letter].width = width
    for number, fields in enumerate(rows, start=4):
        for column, words in enumerate(fields, start=1):
            write_words(sheet.cell(number, column), words, styles, _WORDS)
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:F{max(4, 3 + len(rows))}"
    link = len(_LIST_WIDTHS) + 2
    sheet.column_dimensions[sheet.cell(3, link).column_letter].width = 44
    for number, pair in enumerate(pairs, start=1):
        name = sheet_name(pair.exhibit.number or pair.exhibit.caption or pair.exhibit.id, taken)
        taken.append(name)
        title = f"{pair.exhibit.number}　{pair.exhibit.caption}".strip("　 ")
        write_link(sheet.cell(3 + number, link), title or name, name, styles)
        _write_pair(workbook.create_sheet(name), pairing.table(pair), title, names, sheet.title, styles)
        yield ExportStep(number, len(pairs) + 1, name)
    save_whole(workbook, path)
    yield ExportStep(len(pairs) + 1, len(pairs) + 1, "")


def _write_pair(sheet: Any, table: PairedTable, title: str, names: tuple[str, str], contents: str, styles: Styles) -> None:
    count = len(table.columns)
    second = count + 3
    write_words(sheet["A1"], title, styles, _TITLE)
    write_link(sheet.cell(1, second + count + 1), tr("返回目录"), contents, styles)
    for start, name in ((1, names[0]), (second, names[1])):
        write_words(sheet.cell(2, start), name, styles, replace(_STUB, bold=True, bottom=""))
        write_words(sheet.cell(3, start), table.pair.exhibit.corner, styles, _HEAD)
        for number, line in enumerate(table.columns):
            write_words(sheet.cell(3, start + 1 + number), _heading(line), styles, _HEAD)
    for row, down in enumerate(table.rows):
        cells = [table.cell(row, column) for column in range(count)]
        for start, side in ((1, "before"), (second, "after")):
            here = getattr(down, side) is not None
            stub = replace(_STUB, indent=down.line.level, fill=_FILLS.get(down.change, ""))
            write_words(sheet.cell(4 + row, start), down.line.label if here else "", styles, stub if here else _GAP)
            for column, cell in enumerate(cells):
                target, words = sheet.cell(4 + row, start + 1 + column), getattr(cell, side)
                if words is None:
                    styles.wear(target, _GAP)
                    continue
                look = replace(_CELL, fill=_FILLS.get(cell.change, ""), bold=bool(cell.change))
                if cell.change == CHANGED:
                    look = replace(look, top="t", bottom="t", left="t", right="t")
                write_figure(target, words, styles, THIN_SPACE, look)
    for start in (1, second):
        widest = max([8, *(display_width(line.line.label) + 2 * line.line.level for line in table.rows)])
        sheet.column_dimensions[sheet.cell(3, start).column_letter].width = min(36, widest + 2)
        for number in range(count):
            sheet.column_dimensions[sheet.cell(3, start + 1 + number).column_letter].width = 13
    sheet.column_dimensions[sheet.cell(3, second - 1).column_letter].width = 3
    sheet.freeze_panes = "B4"


def _heading(line: PairedLine) -> str:
    return "\n".join(part for part in (*line.line.groups, line.line.label) if part)
