"""Writing the sample book's workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ecdesk.checks.engine.checker import Checker
from ecdesk.excel.writing import export_workbook
from ecdesk.session.new_books.sample import build_sample_book
from tests.bench.harness import Row, seconds


def rows() -> list[Row]:
    book = build_sample_book()
    found = Checker(book).findings()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "tables.xlsx"
        taken = seconds(lambda: list(export_workbook(book, target, found)), times=3)
    return [Row("export of the sample book's workbook", taken, "", None, "s", 3)]
