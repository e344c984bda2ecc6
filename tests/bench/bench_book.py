"""The book's file: opening the sample book, one edit until it is on disk, and one edit with everything that follows it."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from ecdesk.domain.book.records import Chart, ChartKind, Exhibit, Line
from ecdesk.domain.book.tables import build_table
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import REPORT, SAMPLES, sample_records
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells
from ecdesk.session.tables.outline import put_exhibit
from tests.bench.harness import Row, seconds


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.ecd"
        Desk.create(path, sample_records()).close()
        opening = seconds(lambda: Desk.open(path).close())
        with Desk.open(path) as desk:
            editing = edit_seconds(desk, desk.book.exhibits()[0])
        found = [
            Row("opening the sample book", opening, "", None, "s", 0.3),
            Row("one edit, on disk", editing * 1000, "", None, "ms", 50),
        ]
        for name in SAMPLES:
            with Desk.create(Path(folder) / f"{name}.ecd", sample_records(name)) as desk:
                charted = next(one for one in desk.book.exhibits() if one.chart is not None)
                found.append(everything(f"{name}: {charted.number}", desk, charted))
                if name == REPORT:
                    found.append(everything("31 provinces × 2", desk, provinces(desk)))
    return found


def everything(what: str, desk: Desk, exhibit: Exhibit) -> Row:
    taken = edit_seconds(desk, exhibit, with_rules_and_chart=True)
    return Row(f"one edit, on disk, with derived figures, rules and chart, {what}", taken * 1000, "", None, "ms", 50)


def provinces(desk: Desk) -> Exhibit:
    """A table of 31 provinces with value and growth, and a chart of both."""
    areas = [one for one in desk.book.areas if one.kind == "province"][:31]
    exhibit = Exhibit(
        "31",
        "图9-1",
        "各省份网络零售额",
        unit="亿元",
        at={"indicator": "网络零售额", "period": str(desk.book.year)},
        rows=tuple(Line(one.code, one.short, {"area": one.code}) for one in areas),
        columns=(Line("v", "数值", {"measure": "value"}), Line("g", "同比增速", {"measure": "growth"}, unit="%")),
        chart=Chart(ChartKind.BAR_AND_LINE, primary=("v",), secondary=("g",)),
    )
    return put_exhibit(desk, exhibit)


def edit_seconds(desk: Desk, exhibit: Exhibit, with_rules_and_chart: bool = False) -> float:
    """One typed figure in a table, and what stands on it; the chart is drawn to the pixels of the window's pane."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from ecdesk.charts.drawing import draw_chart

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
