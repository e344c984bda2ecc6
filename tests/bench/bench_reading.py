"""Reading a workbook of 200,000 cells, against openpyxl on the same file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ecdesk.excel.formats import load_workbook
from tests.bench.harness import Row, seconds

ROWS, COLUMNS = 4000, 50


def rows() -> list[Row]:
    import openpyxl

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write(path)

        def peer() -> int:
            workbook = openpyxl.load_workbook(path, data_only=True)
            return sum(value is not None for line in workbook.active.iter_rows(values_only=True) for value in line)

        def ours() -> int:
            (sheet,) = load_workbook(path).sheets
            return sum(value != "" for line in sheet.rows for value in line)

        assert ours() == peer() == ROWS * COLUMNS
        return [Row("reading 200,000 cells", seconds(ours, 3), "openpyxl", seconds(peer, 1), "s", 1 / 5)]


def write(path: Path) -> None:
    """One sheet of figures with a heading row and a column of names."""
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("数据")
    sheet.append(["地区", *(f"指标{column}" for column in range(1, COLUMNS))])
    for row in range(1, ROWS):
        sheet.append([f"地区{row}", *(round(row * 1.7 + column / 10, 1) for column in range(1, COLUMNS))])
    workbook.save(path)
