"""The sheet that says what a workbook is: of which book, in which state, made when and by whom, with its symbols and sources."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import HEAVY_FONT, LIST_CELL, LIST_TITLE, CellStyle
from ecdesk.excel.writing.layout import lines_of
from ecdesk.excel.writing.sheets import SheetWriter

_NAME, _WORDS = 26.0, 60.0
_HEADING = CellStyle(height=11, font=HEAVY_FONT, bottom="t")
_KEY = CellStyle(up="top", bottom="h", wrap=True)


@dataclass(frozen=True)
class Edition:
    """What is said about what is handed out. facts: names and what they are (状态, 未定稿). symbols: each symbol that is printed and what it
    means. sources: each source line, and the exhibits that name it."""

    facts: tuple[tuple[str, str], ...]
    symbols: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


def _in_lines(numbers: str) -> str:
    """The numbers of exhibits in lines of the narrow column, none of them in two."""
    lines = [""]
    for part in re.findall(r"[^、,]+(?:、|, ?)?", numbers):
        if lines[-1] and display_width((lines[-1] + part).rstrip()) > _NAME - 2:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def write_version(writer: SheetWriter, edition: Edition, contents: str, draft: bool) -> None:
    writer.set_width(1, _NAME)
    writer.set_width(2, _WORDS)
    writer.words(1, 1, tr("版本说明"), LIST_TITLE)
    writer.set_height(1, 26)
    writer.link(1, 4, tr("返回目录"), contents)
    row = 2
    for heading, lines in ((tr("本稿"), edition.facts), (tr("符号"), edition.symbols), (tr("资料来源"), edition.sources)):
        if not lines:
            continue
        row += 1
        writer.words(row, 1, heading, _HEADING)
        writer.blank(row, 2, _HEADING)
        writer.set_height(row, 20)
        for name, words in lines:
            row += 1
            words = _in_lines(words) if heading == tr("资料来源") else words
            narrow, wide = (name, words) if heading != tr("资料来源") else (words, name)
            writer.words(row, 1, narrow, _KEY)
            writer.words(row, 2, wide, LIST_CELL)
            writer.set_height(row, 14.5 * max(lines_of(narrow, _NAME - 1), lines_of(wide, _WORDS - 2)) + 3)
        row += 1
    writer.set_pages(False, (1, 1, row, 2), draft)
    writer.fit_width(row)
