"""Names that several rows of a file have, and what stands over them to tell them apart: a line between rows, the title of a table, the name of a
sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        for name, row in _named_rows(one, labels):
            rows.setdefault(name, []).append(row)
    for name, alike in rows.items():
        if len(alike) > 1 and not any(one.figures & other.figures for one, other in combinations(alike[:MOST_ALIKE], 2)):
            _name_apart(name, alike)


MOST_ALIKE = 20


def _named_rows(of: Named, labels: LabelReader) -> Iterator[tuple[str, _Row]]:
    for at in of.table.body[:MOST_ROWS]:
        value = of.grid.value(at, of.grid.left)
        name = labels(value).rest if isinstance(value, str) else ""
        if name:
            figures = (held for _column, held in of.grid.filled(at) if value_kind(held) == FIGURE and held)
            yield name, _Row(of, frozenset(figures))


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
    lines = _lines_with_places(table, labels)
    for row in table.body if table.sections else ():
        section, place = max(one for one in lines if one[0] < row)
        for stub in stubs:
            under.setdefault((place, labels(words_of(grid.value(row, stub))).rest), set()).add(section)
    return frozenset(name for (_place, name), sections in under.items() if len(sections) > 1)


def _lines_with_places(table: Table, labels: LabelReader) -> list[tuple[int, int]]:
    """The rows of the lines between rows, each with that of the last which names a place or a time: by that the rows below it are told from those
    above."""
    lines = [(-1, -1)]
    for at, line in table.sections:
        label = labels(line)
        lines.append((at, at if label.area or label.time else lines[-1][1]))
    return lines
