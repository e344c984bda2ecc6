"""Where the parts of an exhibit stand on its sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count, groupby

from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.note_marks import CIRCLED

STUB = 1
"""The column of the row labels."""


@dataclass(frozen=True)
class SheetLayout:
    """Row and column numbers, from 1, of an exhibit's sheet. depth: levels of the heading."""

    title: int
    unit: int
    heading: int
    depth: int
    body: int
    last_row: int
    last_column: int

    def row(self, number: int) -> int:
        """The sheet's row of the table's row."""
        return self.body + number

    def column(self, number: int) -> int:
        """The sheet's column of the table's column."""
        return STUB + 1 + number


def layout_of(table: Table) -> SheetLayout:
    depth = 1 + max((len(column.groups) for column in table.columns), default=0)
    body = 3 + depth
    last_row, last_column = body + len(table.rows) - 1, STUB + len(table.columns)
    return SheetLayout(title=1, unit=2, heading=3, depth=depth, body=body, last_row=last_row, last_column=last_column)


def numbered(number: str, title: str) -> str:
    """A number and a title as they are printed, either of which may be missing."""
    return f"{number}　{title}".strip("　 ")


def wanted_name(exhibit: Exhibit) -> str:
    """What the sheet of an exhibit is called, as far as that is a legal name that no other sheet has."""
    return exhibit.number or exhibit.caption or exhibit.id


def unit_line(table: Table) -> str:
    """What stands above the table on the right."""
    return tr("单位：{unit}", unit=table.unit) if table.unit else ""


def foot_lines(exhibit: Exhibit) -> list[str]:
    """Footnotes, notes and source, in the order in which they stand under the table."""
    marks = chain(CIRCLED, (f"({number})" for number in count(21)))
    marked = (
        words if re.match(r"[①-⑳(（]", words) else mark + words for words, mark in zip(exhibit.footnotes, marks, strict=False)
    )
    return [*marked, *exhibit.notes, *([exhibit.source_line] if exhibit.source_line else [])]


def heading_spans(table: Table) -> list[tuple[int, int, int, int, str]]:
    """The merged headings: (level, first column, levels high, columns wide, text), levels and columns from 0.

    Neighbouring columns under the same headings share them; a column with fewer headings has a taller label.
    """
    columns, depth = table.columns, layout_of(table).depth
    spans: list[tuple[int, int, int, int, str]] = []
    for level in range(depth - 1):
        first = 0
        for above, alike in groupby(column.groups[: level + 1] for column in columns):
            wide = len(list(alike))
            if len(above) > level:
                spans.append((level, first, 1, wide, above[level]))
            first += wide
    for number, column in enumerate(columns):
        level = len(column.groups)
        spans.append((level, number, depth - level, 1, table.heads[number]))
    return spans
