"""The book's file: opening the sample book, one edit until it is on disk, and one edit with everything that follows it."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from ecdesk.domain.book.tables import build_table
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import sample_records
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells
from tests.bench.harness import Row, seconds


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.ecd"
        Desk.create(path, sample_records()).close()
        opening = seconds(lambda: Desk.open(path).close())
        with Desk.open(path) as desk:
            editing = edit_seconds(desk)
        with Desk.open(path) as desk:
            everything = edit_seconds(desk, with_rules_and_chart=True)
    return [
        Row("opening the sample book", opening, "", None, "s", 0.3),
        Row("one edit, on disk", editing * 1000, "", None, "ms", 50),
        Row("one edit, on disk, with its rules and chart", everything * 1000, "", None, "ms", 50),
    ]


def edit_seconds(desk: Desk, with_rules_and_chart: bool = False) -> float:
    """One typed figure in the first chart of the book; the chart is drawn to the pixels of the window's pane."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from ecdesk.charts.drawing import draw_chart

    exhibit = desk.book.exhibits()[0]
    numbers = itertools.count(1)
    checks = Checks(desk)
    if with_rules_and_chart:
        checks.findings()

    def edit() -> None:
        cells.enter(desk, exhibit.id, [(0, 0, f"{next(numbers) % 90 + 10}.5")])
        if with_rules_and_chart:
            checks.findings()
            FigureCanvasAgg(draw_chart(build_table(desk.book, exhibit), size=(4.5, 3.5))).draw()

    taken = seconds(edit, times=20)
    checks.close()
    return taken
