"""An exhibit's cells: the key of a cell is the union of what the table, its row and its column fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecdesk.domain.errors import UserError
from ecdesk.domain.keys import Key, joined
from ecdesk.domain.records import Exhibit, Line


def cell_key(exhibit: Exhibit, row: int, column: int) -> Key | None:
    """The key of a cell; None for a cell of a heading line, or one whose lines contradict each other."""
    at_row, at_column = exhibit.rows[row].at, exhibit.columns[column].at
    if not at_row or not at_column:
        return None
    try:
        return joined((exhibit.at, at_row, at_column))
    except UserError:
        return None


def cell_keys(exhibit: Exhibit) -> Iterator[tuple[int, int, Key]]:
    """(row, column, key) of every cell that can hold a figure, row by row."""
    for row in range(len(exhibit.rows)):
        for column in range(len(exhibit.columns)):
            key = cell_key(exhibit, row, column)
            if key is not None:
                yield row, column, key


class CellFinder:
    """Which cells of an exhibit print a key, without going through all of them.

    Lines are looked up by what they fix; a table of 100,000 rows costs one dictionary entry a row, not one a cell.
    """

    def __init__(self, exhibit: Exhibit) -> None:
        self._exhibit = exhibit
        self._rows = _lines_by_shape(exhibit.rows)
        self._columns = _lines_by_shape(exhibit.columns)

    def cells(self, key: Key) -> list[tuple[int, int]]:
        """(row, column) of every cell of the exhibit that prints the key, row by row."""
        columns = _matching(self._columns, key)
        return [
            (row, column)
            for row in (_matching(self._rows, key) if columns else ())
            for column in columns
            if cell_key(self._exhibit, row, column) == key
        ]


_Shapes = dict[tuple[str, ...], dict[tuple[str, ...], list[int]]]


def _lines_by_shape(lines: Sequence[Line]) -> _Shapes:
    shapes: _Shapes = {}
    for number, line in enumerate(lines):
        if line.at:
            shape = tuple(sorted(line.at))
            values = tuple(line.at[dimension] or ("value" if dimension == "measure" else "") for dimension in shape)
            shapes.setdefault(shape, {}).setdefault(values, []).append(number)
    return shapes


def _matching(shapes: _Shapes, key: Key) -> list[int]:
    parts = key._asdict()
    found: list[int] = []
    for shape, lines in shapes.items():
        found.extend(lines.get(tuple(parts.get(dimension, "") for dimension in shape), ()))
    return sorted(found)


def layout_faults(exhibit: Exhibit) -> list[UserError]:
    """What is wrong with a layout: lines that contradict each other, line ids that stand twice, cells that nothing names."""
    faults = []
    for lines in (exhibit.rows, exhibit.columns):
        seen: set[str] = set()
        for line in lines:
            if line.id in seen:
                faults.append(UserError("“{exhibit}”里有两行或两列的标识都是“{line}”。", exhibit=exhibit.number, line=line.id))
            seen.add(line.id)
    for row in exhibit.rows:
        for column in exhibit.columns:
            if not row.at or not column.at:
                continue
            try:
                key = joined((exhibit.at, row.at, column.at))
            except UserError as fault:
                faults.append(fault)
                continue
            if key is None:
                faults.append(
                    UserError(
                        "“{exhibit}”的“{row}”行“{column}”列没有说明指标、地区或时期，请补全行或列的定义。",
                        exhibit=exhibit.number,
                        row=row.label,
                        column=column.label,
                    )
                )
    return faults
