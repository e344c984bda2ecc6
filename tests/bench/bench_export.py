"""Writing the sample book's workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ecdesk.excel.writing import export_workbook
from tests.bench.harness import Row, seconds
from tests.books import build_sample_book


def rows() -> list[Row]:
    book = build_sample_book()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "tables.xlsx"
        taken = seconds(lambda: list(export_workbook(book, target)), times=3)
    return [Row("export of the sample book's workbook", taken, "", None, "s", 3)]
