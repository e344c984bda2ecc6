"""Cells that hold texts: lists of firms, events, policies, whose rows are about themselves and not about a figure of the book.

A column with a `TextKind` holds texts; each row keeps its own of them, by the columns' ids. A row without a name and without a part of a key is
an entry of a list; one with a name only is a heading over entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ecdesk.domain.book.records import Exhibit, Line, TextKind
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.wording.numbers import indefinite_amount, parse_content
from ecdesk.domain.wording.time.time_words import date_in
from ecdesk.domain.wording.units import unit_named

LONGEST_TEXT = 2_000
"""Characters of one text."""
MOST_ENTRIES = 5_000
"""Rows of one list: they are kept in one record."""

ANY_YEAR = 2000
"""Stands for the year of a book where it is no matter which: a leap year, so that 2月29日 is a day."""
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


def misread(exhibit: Exhibit) -> Iterator[tuple[int, int]]:
    """The cells, row and column, whose text is not what their column holds."""
    for column, kept in enumerate(exhibit.columns):
        if kept.kind is not None and kept.kind is not TextKind.TEXT:
            for row in range(len(exhibit.rows)):
                if is_misread(kept.kind, text_at(exhibit, row, column) or "", kept.unit):
                    yield row, column


def figure_in(words: str, unit: str = "") -> Amount | None:
    """The figure that a text says, in its own unit or else in the column's; of several (数千万) the least that they are."""
    content = parse_content(words, unit_named(unit) if unit else NO_UNIT)
    return content if isinstance(content, Amount) else indefinite_amount(words)
