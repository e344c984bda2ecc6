"""The grid against a bare table view with a trivial model of the same size: 100,000 rows of 60 columns; and a paste of 10,000 cells."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from ecdesk.checks.standard import standard_rules
from ecdesk.domain.amounts import Amount
from ecdesk.domain.areas import standard_areas
from ecdesk.domain.book import Book
from ecdesk.domain.catalogue import standard_indicators
from ecdesk.domain.keys import Key
from ecdesk.domain.layouts import cell_key
from ecdesk.domain.records import AreaRecord, Exhibit, Indicator, Line, Observation, Origin, Record, Setting
from ecdesk.domain.units import unit_named
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
            records.append(Observation(key, amount, origin=Origin("published")))
    return records


def provincial_records() -> list[Record]:
    """A wide table of provinces in eight years by indicators, some 10,000 cells, with the rules that a new book starts with."""
    periods = [str(year) for year in range(2011, 2019)]
    provinces = [area for area in standard_areas() if area.kind == "province"]
    indicators = [indicator for indicator in standard_indicators() if indicator.unit == "亿元"][:41]
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
        columns=tuple(Line(indicator.id, indicator.name, {"indicator": indicator.id}) for indicator in indicators),
    )
    records: list[Record] = [AreaRecord(area, order) for order, area in enumerate(standard_areas())]
    records += [*standard_indicators(), Setting("year", "2018"), exhibit]
    book = Book()
    book.load(iter(records))
    return [*records, *standard_rules(book)]


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
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from ecdesk.gui.grid import TableEditor
    from ecdesk.session.checking import Checks
    from ecdesk.session.desk import Desk

    application = QApplication.instance() or QApplication([])
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "grid.ini"), QSettings.Format.IniFormat)
        exhibit = large_exhibit()
        desk = Desk.create(Path(folder) / "large.ecd", large_records(exhibit, FILLED), "bench")
        editor = TableEditor(desk, "large", settings=settings)
        bare = bare_view()
        for window in (editor, bare):
            window.resize(1366, 768)
            window.show()
        application.processEvents()
        for step, name in ((3, "scrolling by the wheel"), (40, "scrolling by the page")):
            ours = seconds(scroller(editor.view, step)) / 60
            peer = seconds(scroller(bare, step)) / 60
            found.append(Row(f"Grid of 100,000 × 60: {name}, a frame", ours, "bare QTableView", peer, "s", 1.25))
        editor.release()
        editor.hide()
        bare.hide()
        desk.close()

        desk = Desk.create(Path(folder) / "paste.ecd", provincial_records(), "bench")
        checks = Checks(desk)
        editor = TableEditor(desk, "wide", settings=settings)
        editor.show()
        numbers = itertools.count(1000)

        def paste() -> None:
            first = next(numbers)
            size = desk.book.exhibit("wide")
            lines = (
                "\t".join(f"{first + row * 31 + column}.5" for column in range(len(size.columns)))
                for row in range(len(size.rows))
            )
            QApplication.clipboard().setText("\n".join(lines))
            editor.go_to(0, 0)
            editor.paste()
            application.processEvents()
            checks.findings()

        exhibit = desk.book.exhibit("wide")
        cells = len(exhibit.rows) * len(exhibit.columns)
        name = f"Paste of {cells:,} cells from the clipboard, on disk, with {len(desk.book.all('rule'))} rules"
        found.append(Row(name, seconds(paste, 3), "", None, "s", 1.0))
        editor.release()
        editor.hide()
        checks.close()
        desk.close()
    return found
