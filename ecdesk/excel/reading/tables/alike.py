"""Names that several rows of a file have, and what stands over them to tell them apart: a line between rows, the title of a table, the name of a
sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from ecdesk.excel.formats.grid import Grid
from ecdesk.excel.reading.tables.cell_kinds import FIGURE, value_kind, words_of
from ecdesk.excel.reading.tables.columns import STUBS, Column
from ecdesk.excel.reading.tables.finding import Table
from ecdesk.excel.reading.texts.labels import LabelReader

MOST_ROWS = 500
"""So many rows of a table are held against those of others."""


class Named(NamedTuple):
    """A table with what its title and its sheet name, "" for nothing."""

    table: Table
    grid: Grid
    title: str
    sheet: str


class _Row(NamedTuple):
    """A row of a table with the figures that it holds."""

    of: Named
    figures: frozenset[object]


def tell_apart(tables: Sequence[Named], labels: LabelReader) -> None:
    """Tell each table by which name of what stands over it those of its rows are told from their like that stand in another table with other figures:
    医院 under 机构 and under 床位."""
    rows: dict[str, list[_Row]] = {}
    for one in tables if len(tables) > 1 else ():
        for at in one.table.body[:MOST_ROWS]:
            value = one.grid.value(at, one.grid.left)
            if isinstance(value, str) and (name := labels(value).rest):
                figures = (held for _column, held in one.grid.filled(at) if value_kind(held) == FIGURE and held)
                rows.setdefault(name, []).append(_Row(one, frozenset(figures)))
    for name, alike in rows.items():
        if len(alike) > 1 and not any(one.figures & other.figures for one, other in combinations(alike[:MOST_ALIKE], 2)):
            _name_apart(name, alike)


MOST_ALIKE = 20


def _name_apart(name: str, alike: Sequence[_Row]) -> None:
    for level in ("title", "sheet"):
        over = [getattr(row.of, level) for row in alike]
        if all(over) and len(set(over)) > 1:
            for row, told in zip(alike, over, strict=True):
                row.of.table.again[name] = told
            return


def under_sections(grid: Grid, table: Table, columns: Sequence[Column], labels: LabelReader) -> frozenset[str]:
    """The names that the rows of a table have under more than one of the lines between them, "" among them for rows of times or places."""
    under: dict[tuple[int, str], set[int]] = {}
    stubs = [column.index for column in columns if column.role in STUBS]
    lines = [(-1, -1)]
    for at, line in table.sections:
        label = labels(line)
        # A line that names a place or a time tells by that the rows below it from those above.
        lines.append((at, at if label.area or label.time else lines[-1][1]))
    for row in table.body if table.sections else ():
        section, place = max(one for one in lines if one[0] < row)
        for stub in stubs:
            under.setdefault((place, labels(words_of(grid.value(row, stub))).rest), set()).add(section)
    return frozenset(name for (_place, name), sections in under.items() if len(sections) > 1)
