"""The grid against a bare table view with a trivial model of the same size: 100,000 rows of 60 columns; and a paste of 10,000 cells."""

from __future__ import annotations

import gc
import itertools
import os
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecdesk.checks.engine.standard_rules import standard_rules
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import (
    AreaRecord,
    Exhibit,
    Indicator,
    Line,
    Observation,
    Origin,
    OriginKind,
    Record,
    RuleRecord,
    Setting,
)
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.units import unit_named
from tests.bench.harness import Row, seconds

ROWS, COLUMNS = 100_000, 60
FILLED = 4_000
"""Rows with figures, which are those that are scrolled over."""


def large_exhibit(rows: int = ROWS, columns: int = COLUMNS) -> Exhibit:
    return Exhibit(
        "large",
        "表1",
        "",
        unit="亿元",
        corner="企业",
        at={"area": "000000"},
        rows=tuple(Line(f"r{number}", f"企业{number:06}", {"item": f"i{number}"}) for number in range(rows)),
        columns=tuple(
            Line(f"c{number}", f"{number + 1}月", {"indicator": "交易额", "period": f"{2000 + number}"})
            for number in range(columns)
        ),
    )


def large_records(exhibit: Exhibit, filled: int) -> list[Record]:
    unit = unit_named("亿元")
    records: list[Record] = [Indicator("交易额", "交易额", "亿元"), exhibit]
    for row in range(filled):
        for column in range(len(exhibit.columns)):
            key = cell_key(exhibit, row, column)
            assert isinstance(key, Key)
            amount = Amount(Decimal((row * 7919 + column * 104729) % 10_000_000).scaleb(-1), unit)
            records.append(Observation(key, amount, origin=Origin(OriginKind.PUBLISHED, detail="1")))
    return records


LINKED = (
    "实物商品网络零售额",
    "非实物商品网络零售额",
    "网络零售额",
    "B2B交易额",
    "电子商务交易额",
    "B2C网络零售额",
    "C2C网络零售额",
)
"""Indicators that the standard rules relate: goods and services, their sum, and so on."""


def provincial_records() -> list[Record]:
    """A wide table of provinces in eight years by indicators, some 10,000 cells, with the rules that a new book starts with."""
    periods = [str(year) for year in range(2011, 2019)]
    provinces = [area for area in standard_areas() if area.kind == "province"]
    free = [Indicator(f"指标{number}", f"指标{number}", "亿元") for number in range(41 - len(LINKED))]
    exhibit = Exhibit(
        "wide",
        "表8-1",
        "",
        unit="亿元",
        rows=tuple(
            Line(f"{area.code}{period}", f"{area.short}{period}", {"area": area.code, "period": period})
            for period in periods
            for area in provinces
        ),
        columns=tuple(Line(name, name, {"indicator": name}) for name in (*LINKED, *(one.id for one in free))),
    )
    records: list[Record] = [AreaRecord(area, order) for order, area in enumerate(standard_areas())]
    records += [*standard_indicators(), *free, Setting("year", "2018"), exhibit]
    book = Book()
    book.load(iter(records))
    return [*records, *standard_rules(book)]


def provincial_line(row: int, columns: int, turn: int) -> str:
    """Figures of one row that hold together but for one row in fifty."""
    goods, services, business = turn * 1000 + row * 31 + 5, turn * 300 + row * 7 + 1, turn * 5000 + row * 13 + 3
    retail = goods + services + (10 if not row % 50 else 0)
    linked = (goods, services, retail, business, business + retail, goods, services)
    free = [turn * 77 + row * 3 + column for column in range(columns - len(linked))]
    return "\t".join(f"{value // 10}.{value % 10}" for value in (*linked, *free))


def bare_view() -> Any:
    """What one gets without any work of one's own."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    class Trivial(QAbstractTableModel):
        def rowCount(self, parent: Any = None) -> int:
            return ROWS

        def columnCount(self, parent: Any = None) -> int:
            return COLUMNS

        def data(self, index: Any, role: int = 0) -> Any:
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{(index.row() * 7919 + index.column() * 104729) % 10_000_000 / 10:,.1f}"
            return None

    view = QTableView()
    view.bench_model = Trivial()  # type: ignore[attr-defined]
    view.setModel(view.bench_model)  # type: ignore[attr-defined]
    return view


def scroller(view: Any, step: int) -> Callable[[], None]:
    """Scrolls so many rows down, draws, and so on over the filled rows; a frame is drawn at each step."""
    from PySide6.QtWidgets import QApplication

    bar = view.verticalScrollBar()

    def scroll() -> None:
        for at in range(0, 60 * step, step):
            bar.setValue(at)
            QApplication.processEvents()

    return scroll


def rows() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ecdesk.gui.base.settings import settings_file
    from ecdesk.gui.grid import TableEditor
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.rules.checking import Checks

    application = QApplication.instance() or QApplication([])
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_file(Path(folder) / "grid.ini")
        exhibit = large_exhibit()
        desk = Desk.create(Path(folder) / "large.ecd", large_records(exhibit, FILLED), "bench")
        editor = TableEditor(desk, "large", settings=settings)
        bare = bare_view()
        for window in (editor, bare):
            window.resize(1366, 768)
            window.show()
        application.processEvents()
        # As the window does when it has opened a book.
        gc.freeze()
        for step, name in ((3, "scrolling by the wheel"), (40, "scrolling by the page")):
            peer = seconds(scroller(bare, step)) / 60
            scroll = scroller(editor.view, step)

            def scroll_anew(scroll: Callable[[], None] = scroll) -> None:
                editor.model.forget_rendered()
                scroll()

            for work, rows_are in ((scroll_anew, "rows never seen before"), (scroll, "rows seen before")):
                ours = seconds(work) / 60
                found.append(Row(f"Grid of 100,000 × 60: {name}, {rows_are}, a frame", ours, "bare QTableView", peer, "s", 1.25))
        gc.unfreeze()
        editor.release()
        editor.hide()
        bare.hide()
        desk.close()

        Desk.create(Path(folder) / "paste.ecd", provincial_records(), "bench").close()
        # As the window opens it: saving is another thread's.
        desk = Desk.open(Path(folder) / "paste.ecd", "bench", save_changed=lambda: None)
        editor = TableEditor(desk, "wide", settings=settings)
        editor.show()
        turns = itertools.count(1)

        def paste() -> None:
            turn = next(turns)
            size = desk.book.exhibit("wide")
            lines = (provincial_line(row, len(size.columns), turn) for row in range(len(size.rows)))
            QApplication.clipboard().setText("\n".join(lines))
            editor.go_to(0, 0)
            editor.verbs.paste()
            application.processEvents()

        exhibit = desk.book.exhibit("wide")
        cells = len(exhibit.rows) * len(exhibit.columns)
        found.append(Row(f"Paste of {cells:,} cells from the clipboard", seconds(paste, 3), "", None, "s", 1.0))
        checks = Checks(desk)
        checks.findings()
        name = f"Paste of {cells:,} cells from the clipboard with {len(desk.book.all(RuleRecord))} rules"
        found.append(Row(name, seconds(paste, 3), "", None, "s", 1.0))
        editor.release()
        editor.hide()
        checks.close()
        desk.close()
    return found
