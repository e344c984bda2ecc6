"""A sheet that is being laid out, and its file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

Value = str | int | float | datetime | None


@dataclass
class Canvas:
    """Cells by row and column, from 1. row: the next free row. formats: number formats of cells. merges: top, left, bottom, right."""

    name: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    row: int = 1

    def put(self, row: int, column: int, value: Value, form: str = "") -> str:
        """Write a cell; its name, such as B4."""
        self.cells[row, column] = value
        if form:
            self.formats[row, column] = form
        return f"{get_column_letter(column)}{row}"

    def line(self, *values: Value) -> None:
        """Write a row of its own below what is there."""
        for column, value in enumerate(values, 1):
            if value not in (None, ""):
                self.put(self.row, column, value)
        self.row += 1

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    @property
    def width(self) -> int:
        return max((column for _row, column in self.cells), default=1)


def write(sheets: list[Canvas], path: Path, encoding: str = "utf-8-sig") -> None:
    """Write a workbook, or the first sheet as text when the path ends in .csv."""
    if path.suffix == ".csv":
        path.write_bytes(_as_text(sheets[0]).encode(encoding, "replace"))
        return
    book = Workbook()
    book.remove(book.active)
    for canvas in sheets:
        sheet = book.create_sheet(canvas.name)
        for (row, column), value in canvas.cells.items():
            cell = sheet.cell(row, column, value)
            cell.number_format = canvas.formats.get((row, column), cell.number_format)
        for top, left, bottom, right in canvas.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)


def _as_text(canvas: Canvas) -> str:
    height = max(row for row, _column in canvas.cells)
    written = io.StringIO()
    writer = csv.writer(written)
    for row in range(1, height + 1):
        values = [canvas.cells.get((row, column)) for column in range(1, canvas.width + 1)]
        writer.writerow(["" if value is None else value for value in values])
    return written.getvalue()
