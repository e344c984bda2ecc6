"""Cells that hold texts: lists of firms, events, policies, whose rows are about themselves and not about a figure of the book.

A column with a `TextKind` holds texts; each row keeps its own of them, by the columns' ids. A row without a name and without a part of a key is
an entry of a list; one with a name only is a heading over entries.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from ecdesk.domain.book.records import Exhibit, Line, TextKind
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.wording.numbers import indefinite_amount, parse_content
from ecdesk.domain.wording.time.time_words import find_time, period_named
from ecdesk.domain.wording.units import unit_named

LONGEST_TEXT = 2_000
"""Characters of one text."""
MOST_ENTRIES = 5_000
"""Rows of one list: they are kept in one record."""

ANY_YEAR = 2000
"""Stands for the year of a book where it is no matter which: a leap year, so that 2月29日 is a day."""
_SHORT_MONTH = re.compile(r"((?:19|20)[0-9]{2})[.．](1[0-2]|0?[1-9])")
_ROUGHLY = re.compile("[上中下]旬|[-—–~～至到]{1,2}(?:[0-9]{1,2}月)?[0-9]{1,2}日?|")
_LINK = re.compile(r"https?://[!-~]{3,1990}", re.IGNORECASE)


def is_list(exhibit: Exhibit) -> bool:
    """Whether all columns of an exhibit hold texts."""
    return bool(exhibit.columns) and all(column.kind is not None for column in exhibit.columns)


def is_entry(row: Line) -> bool:
    """Whether a row of a list is one of its entries, and no heading."""
    return not row.at and not row.label


def is_heading(row: Line) -> bool:
    """Whether a row is a heading over others: nothing can stand in it."""
    return not row.at and bool(row.label)


def text_at(exhibit: Exhibit, row: int, column: int) -> str | None:
    """What stands in a cell that holds a text; None for any other cell."""
    kept = exhibit.columns[column]
    line = exhibit.rows[row]
    if kept.kind is None or not (line.at or is_entry(line)):
        return None
    return line.texts.get(kept.id, "")


def with_texts(row: Line, texts: Mapping[str, str]) -> dict[str, str]:
    """A row's texts with these in the place of theirs; an empty one is none."""
    return {id: words for id, words in {**row.texts, **texts}.items() if words}


@lru_cache(maxsize=65_536)
def is_misread(kind: TextKind, words: str, unit: str = "") -> bool:
    """Whether a text is not what its column holds: no date, no address, no figure, and no word for one that there is not (不详). It is kept as typed
    all the same."""
    if not words.strip() or isinstance(parse_content(words), Mark):
        return False
    if kind is TextKind.DATE:
        return date_in(words, ANY_YEAR) is None
    if kind is TextKind.LINK:
        return _LINK.fullmatch(words.strip()) is None
    return kind is TextKind.FIGURE and figure_in(words, unit) is None


def misread_at(exhibit: Exhibit, row: int, column: int) -> bool:
    """Whether what stands in a cell is not what its column of texts holds."""
    kept = exhibit.columns[column]
    return kept.kind is not None and is_misread(kept.kind, text_at(exhibit, row, column) or "", kept.unit)


def misread_cells(exhibit: Exhibit) -> list[tuple[int, int]]:
    """All of them, row by row."""
    texts = [column for column, line in enumerate(exhibit.columns) if line.kind is not None]
    return [(row, column) for row in range(len(exhibit.rows)) for column in texts if misread_at(exhibit, row, column)]


def date_in(words: str, year: int = 0) -> Period | None:
    """The day, month or other time that a text says, of this year where it names none: 2015.9, 9月30日, 2015年9月上旬; of a stretch of days or months
    (2015年9月1日—5日) the first."""
    whole = period_named(words, year or None)
    if whole is not None:
        return whole
    month = _SHORT_MONTH.fullmatch(words.strip())
    if month is not None:
        return Period(int(month[1]), "month", int(month[2]))
    time, rest = find_time(words)
    if time is None or _ROUGHLY.fullmatch(rest.strip()) is None:
        return None
    return replace(time, last=time.first, cumulative=False).period(Period(year) if year else None)


def figure_in(words: str, unit: str = "") -> Amount | None:
    """The figure that a text says, in its own unit or else in the column's; of several (数千万) the least that they are."""
    content = parse_content(words, unit_named(unit) if unit else NO_UNIT)
    return content if isinstance(content, Amount) else indefinite_amount(words)
