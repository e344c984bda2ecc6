"""What the lines around a table say of where its figures were published: 数据来源：国家统计局."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ecdesk.domain.figures.readings import TableExtent
from ecdesk.domain.wording.folding import CJK
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.time.time_words import time_named
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.texts.words import words

_LABEL = "(?:数据|资料)?来源|(?:data )?sources?"
_LINE = re.compile(rf"(?:^|(?<=[\s。；;：:(]))(?:{_LABEL})(?:\s?[:：]|(?<=来源)[于自])(?P<said>[^。；;\n]*)", re.I)
_BARE = re.compile(rf"(?:{_LABEL})[:：]?", re.I)
_NAME = re.compile(f"[{CJK}A-Za-z]{{2}}")
_LONGEST = 120


def with_sources(tables: Sequence[TableExtent], workbook: Workbook) -> tuple[TableExtent, ...]:
    """The tables of a file, each with the source that the lines under it name; else those over it, where that is the first one; else the only one
    that its sheet names below all of them."""
    of_sheet: dict[str, list[TableExtent]] = {}
    for table in tables:
        of_sheet.setdefault(table.sheet, []).append(table)
    said = {
        sheet.name: _outside(of_sheet[sheet.name], dict(_said_on(sheet))) for sheet in workbook.sheets if sheet.name in of_sheet
    }
    tops = {name: sorted(one.top for one in on_it) for name, on_it in of_sheet.items()}
    last = {name: max(one.bottom for one in on_it) for name, on_it in of_sheet.items()}
    return tuple(replace(one, source=_of_table(one, tops[one.sheet], last[one.sheet], said.get(one.sheet, {}))) for one in tables)


def _of_table(table: TableExtent, tops: Sequence[int], last: int, said: Mapping[int, str]) -> str:
    """The source of one table. tops: the first rows of all tables of its sheet, in order; last: the last row of all."""
    if not said:
        return ""
    later = bisect_right(tops, table.bottom)
    following = tops[later] if later < len(tops) else _ENDLESS
    own = _between(said, table.bottom, following) or _between(said, -1, tops[0])
    return own or ("" if _between(said, tops[0], last) else _between(said, last, _ENDLESS))


def _outside(tables: Sequence[TableExtent], said: Mapping[int, str]) -> Mapping[int, str]:
    """What is said in no row of a table, from the top."""
    inside = {row for one in tables for row in range(one.top, one.bottom + 1)}
    return {row: words_here for row, words_here in said.items() if row not in inside}


_ENDLESS = 1 << 40


def _between(said: Mapping[int, str], after: int, before: int) -> str:
    return next((words_here for row, words_here in said.items() if after < row < before), "")


def _said_on(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Rows of a sheet that name a source, with its words."""
    for number, row in enumerate(sheet.rows):
        cells = [str(value) for value in row if value != ""]
        if any("来源" in cell or "ource" in cell.lower() for cell in cells) and (said := _said_in(cells)):
            yield number, said


def _said_in(cells: Sequence[str]) -> str:
    lines = list(map(tidy, cells))
    found = next((match["said"].strip(" 。.)") for match in map(_LINE.search, lines) if match is not None), "")
    if found:
        return found if _is_name(found) else ""
    others = list(dict.fromkeys(lines[1:]))
    return "、".join(others) if _BARE.fullmatch(lines[0]) and all(map(_is_name, others)) else ""


def _is_name(said: str) -> bool:
    """Whether words may name who published something: no heading, no time, no essay."""
    return len(said) <= _LONGEST and _NAME.search(said) is not None and not words().role(said) and time_named(said) is None
