"""Where the parts of an exhibit stand on its sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table
from ecdesk.domain.texts import tr

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
    return SheetLayout(1, 2, 3, depth, body, body + len(table.rows) - 1, STUB + len(table.columns))


def unit_line(table: Table) -> str:
    """What stands above the table on the right: the unit that the exhibit names, or the one that all its figures share."""
    exhibit = table.exhibit
    unit = exhibit.unit
    if not unit:
        shared = {cell.unit.symbol for row in table.cells for cell in row if cell.key is not None}
        unit = shared.pop() if len(shared) == 1 else ""
    return tr("单位：{unit}", unit=unit) if unit else ""


def heading_text(table: Table, number: int) -> str:
    """A column's label, with its unit where it differs from the one of the unit line and the label does not name it."""
    column = table.columns[number]
    units = {row[number].unit.symbol for row in table.cells if row[number].key is not None}
    unit = units.pop() if len(units) == 1 else ""
    named = bool(unit) and any(unit in text for text in (column.label, *column.groups))
    line = unit_line(table)
    if not unit or named or (line and line == tr("单位：{unit}", unit=unit)):
        return column.label
    return f"{column.label}（{unit}）"


def foot_lines(exhibit: Exhibit) -> list[str]:
    """Footnotes, notes and source, in the order in which they stand under the table."""
    marks = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    lines = []
    for number, words in enumerate(exhibit.footnotes):
        mark = marks[number] if number < len(marks) else f"({number + 1})"
        lines.append(words if re.match(r"[①-⑳(（]", words) else f"{mark}{words}")
    lines.extend(exhibit.notes)
    if exhibit.source_line:
        lines.append(exhibit.source_line)
    return lines


def heading_spans(table: Table) -> list[tuple[int, int, int, int, str]]:
    """The merged headings: (level, first column, levels high, columns wide, text), levels and columns from 0.

    Neighbouring columns under the same chain of headings share it; a column with fewer headings has a taller label.
    """
    depth = 1 + max((len(column.groups) for column in table.columns), default=0)
    spans: list[tuple[int, int, int, int, str]] = []
    for level in range(depth - 1):
        first = 0
        while first < len(table.columns):
            chain = table.columns[first].groups[: level + 1]
            if len(chain) <= level:
                first += 1
                continue
            last = first
            while last + 1 < len(table.columns) and table.columns[last + 1].groups[: level + 1] == chain:
                last += 1
            spans.append((level, first, 1, last - first + 1, chain[level]))
            first = last + 1
    for number, column in enumerate(table.columns):
        level = len(column.groups)
        spans.append((level, number, depth - level, 1, heading_text(table, number)))
    return spans
