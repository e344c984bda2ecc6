"""What the lines around a table say of where its figures were published: 数据来源：国家统计局."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ecdesk.domain.figures.readings import TableExtent
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.time.time_words import time_named
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.texts.words import words

_LABEL = "(?:数据|资料)?来源|(?:data )?sources?"
_LINE = re.compile(rf"(?:^|(?<=[\s。；;：:(]))(?:{_LABEL})(?:\s*[:：]|(?<=来源)[于自])\s*(?P<said>[^。；;\n]*)", re.I)
_BARE = re.compile(rf"(?:{_LABEL})[:：]?", re.I)
_NAME = re.compile(r"[一-鿿A-Za-z]{2}")
_LONGEST = 120


def with_sources(tables: Sequence[TableExtent], workbook: Workbook) -> tuple[TableExtent, ...]:
    """The tables of a file, each with the source that the lines under it name; else those over it, where that is the first one; else the only one
    that its sheet names below all of them."""
    said = {sheet.name: dict(_said_on(sheet)) for sheet in workbook.sheets}
    found = []
    for table in tables:
        own = [one for one in tables if one.sheet == table.sheet]
        found.append(replace(table, source=_of_table(table, own, said.get(table.sheet, {}))))
    return tuple(found)


def _of_table(table: TableExtent, tables: Sequence[TableExtent], said: dict[int, str]) -> str:
    outside = {row: words_here for row, words_here in said.items() if not any(one.top <= row <= one.bottom for one in tables)}
    first, last = min(one.top for one in tables), max(one.bottom for one in tables)
    following = min((one.top for one in tables if one.top > table.bottom), default=None)
    below = [words_here for row, words_here in outside.items() if table.bottom < row and (following is None or row < following)]
    above = [words_here for row, words_here in outside.items() if row < first]
    at_the_end = [words_here for row, words_here in outside.items() if row > last]
    between = [row for row in outside if first < row < last]
    return next(iter([*below, *above, *([] if between else at_the_end)]), "")


def _said_on(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Rows of a sheet that name a source, with its words."""
    for number, row in enumerate(sheet.rows):
        cells = [str(value) for value in row if value != ""]
        if any("来源" in cell or "ource" in cell.lower() for cell in cells) and (said := _said_in(cells)):
            yield number, said


def _said_in(cells: Sequence[str]) -> str:
    for number, cell in enumerate(cells):
        line = tidy(cell)
        match = _LINE.search(line)
        if match is not None and (said := match["said"].strip(" 。.)")):
            return said if _is_name(said) else ""
        if number == 0 and _BARE.fullmatch(line):
            others = list(dict.fromkeys(filter(_is_name, map(tidy, cells[1:]))))
            return "、".join(others) if others and len(others) == len({*map(tidy, cells[1:])}) else ""
    return ""


def _is_name(said: str) -> bool:
    """Whether words may name who published something: no heading, no time, no essay."""
    return len(said) <= _LONGEST and _NAME.search(said) is not None and not words().role(said) and time_named(said) is None
