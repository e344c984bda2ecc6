"""Where a name leads: what is typed into the name box, and what the name box says of a cell."""

from __future__ import annotations

import re

from ecdesk.domain.wording.folding import fold
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Position

_NUMBERS = re.compile(r"[Rr]?(\d+)\s*[,，:：Cc ]\s*(\d+)")
_LETTERS = re.compile(r"([A-Za-z]{1,3})(\d+)")


def place_name(model: GridModel, row: int, column: int) -> str:
    """A cell's row and column as the report calls them."""
    label = model.row_line(row).label.strip() or model.stub(model.printed_row(row))
    return " · ".join(part for part in (label, _column_name(model, column)) if part)


def _column_name(model: GridModel, column: int) -> str:
    line = model.column_line(column)
    return " ".join(part for part in (*line.groups[-1:], line.label) if part)


def find_place(model: GridModel, words: str, present: Position) -> Position | None:
    """The cell (of the view) that a text names: B7, 7,2, a row's label, a column's heading, or a row and a column in a row.

    What is not named stays as at present. An exact name counts before a part of one; an area goes by any of its names.
    """
    text = words.strip()
    named = _coordinates(text)
    if named is not None:
        return named if 0 <= named[0] < model.rowCount() and 0 <= named[1] < model.columnCount() else None
    row = _row(model, text)
    if row is not None:
        return row, present[1]
    column = _column(model, text)
    if column is not None:
        return present[0], column
    return _row_and_column(model, [part for part in re.split(r"[·,，\s]+", text) if part])


def _row_and_column(model: GridModel, parts: list[str]) -> Position | None:
    """The cell that words name, the first of them its row and the rest its column."""
    for cut in range(1, len(parts)):
        row, column = _row(model, "".join(parts[:cut])), _column(model, "".join(parts[cut:]))
        if row is not None and column is not None:
            return row, column
    return None


def _coordinates(text: str) -> Position | None:
    """The row and column of B7 or 7,2, which need not be in the table; None for a text that is neither."""
    match = _NUMBERS.fullmatch(text)
    if match:
        return int(match[1]) - 1, int(match[2]) - 1
    match = _LETTERS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _row(model: GridModel, text: str) -> int | None:
    wanted = fold(text)
    if not wanted:
        return None
    area = model.desk.book.areas.find(text)
    part: int | None = None
    for row in range(model.rowCount()):
        line = model.row_line(row)
        label = fold(line.label)
        if label == wanted or (area is not None and line.at.get("area") == area.code):
            return row
        if part is None and wanted in label:
            part = row
    return part


def _column(model: GridModel, text: str) -> int | None:
    wanted = fold(text)
    names = [fold(_column_name(model, column)) for column in range(model.columnCount())]
    labels = [fold(model.column_line(column).label) for column in range(model.columnCount())]
    for candidates in (labels, names):
        if wanted in candidates:
            return candidates.index(wanted)
    return next((column for column, name in enumerate(names) if wanted and wanted in name), None)
