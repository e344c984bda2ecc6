"""Where the parts of an exhibit stand on its sheet."""

from __future__ import annotations

from dataclasses import dataclass

from ecdesk.domain.book.layouts.delivered import heading_depth, spanned_heads
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table

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
    depth = heading_depth(table.columns)
    body = 3 + depth
    last_row, last_column = body + len(table.rows) - 1, STUB + len(table.columns)
    return SheetLayout(title=1, unit=2, heading=3, depth=depth, body=body, last_row=last_row, last_column=last_column)


def wanted_name(exhibit: Exhibit) -> str:
    """What the sheet of an exhibit is called, as far as that is a legal name that no other sheet has."""
    return exhibit.number or exhibit.caption or exhibit.id


def heading_spans(table: Table) -> list[tuple[int, int, int, int, str]]:
    """The merged headings: (level, first column, levels high, columns wide, text), levels and columns from 0."""
    heads = spanned_heads(table.columns, table.heads)
    return [(head.level, head.first, head.high, head.wide, head.words) for head in heads]
