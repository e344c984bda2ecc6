"""Spreadsheets made in code, as people send them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from ecdesk.domain.readings import FileReading, Reading
from ecdesk.excel.reading import ReadingContext, read_file


def workbook(
    path: Path,
    sheets: dict[str, Sequence[Sequence[Any]]],
    *,
    merged: dict[str, Iterable[str]] | None = None,
    formats: dict[str, dict[str, str]] | None = None,
    hidden: Iterable[str] = (),
) -> Path:
    """An .xlsx with these rows; None leaves a cell empty."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    sheet.cell(row, column, value)
        for area in (merged or {}).get(title, ()):
            sheet.merge_cells(area)
        for cell, code in (formats or {}).get(title, {}).items():
            sheet[cell].number_format = code
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def found(reading: FileReading) -> dict[tuple[str, str, str, str], tuple[str, str]]:
    """Region, indicator, period and measure to value and unit."""
    return {
        (one.region, one.indicator, one.period, one.measure): (f"{one.amount.value:f}", one.amount.unit.symbol)
        for one in reading.readings
    }


def by_cell(reading: FileReading) -> dict[str, Reading]:
    return {one.cell: one for one in reading.readings}


def read_rows(folder: Path, rows: Sequence[Sequence[Any]], name: str = "陕西省.xlsx", **options: Any) -> FileReading:
    """The reading of one sheet with these rows."""
    return read_file(workbook(folder / name, {"Sheet1": rows}, **options), ReadingContext())
