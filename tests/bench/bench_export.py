"""Writing the sample book's workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ecdesk.excel.writing import export_workbook
from ecdesk.session.new_books.sample import build_sample_book
from tests.bench.harness import Row, seconds


def rows() -> list[Row]:
    book = build_sample_book()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "tables.xlsx"
        taken = seconds(lambda: list(export_workbook(book, target)), times=3)
    return [Row("export of the sample book's workbook", taken, "", None, "s", 3)]
