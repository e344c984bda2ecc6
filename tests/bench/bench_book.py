"""The book's file: opening the sample book, and one edit until it is on disk."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from ecdesk.session import cells
from ecdesk.session.desk import Desk
from ecdesk.session.samples import sample_records
from tests.bench.harness import Row, seconds


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.ecd"
        Desk.create(path, sample_records()).close()
        opening = seconds(lambda: Desk.open(path).close())
        with Desk.open(path) as desk:
            exhibit = desk.book.exhibits()[0].id
            numbers = itertools.count(1)
            editing = seconds(lambda: cells.enter(desk, exhibit, [(0, 0, f"{next(numbers)}.5")]), times=20)
    return [
        Row("opening the sample book", opening, "", None, "s", 0.3),
        Row("one edit, on disk", editing * 1000, "", None, "ms", 50),
    ]
