"""A small book and the real window on it, for tests of the window."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import (
    AreaRecord,
    Chart,
    ChartKind,
    Exhibit,
    Indicator,
    Line,
    Manuscript,
    Observation,
    Record,
    Section,
    Setting,
)
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.later_writes import later_writes

SALES = "网络零售额"
AREAS = ("310000", "440000", "610000")


def sales(area: str, year: int = 2018) -> Key:
    return Key(SALES, area, "", str(year), "value")


def small_book() -> Iterator[Record]:
    """Two chapters, three exhibits that share figures, three areas, one manuscript; 610000's figure of 2018 is not there."""
    yield Setting("title", "试验年报")
    yield Setting("year", "2018")
    catalogue = standard_areas()
    for order, code in enumerate(AREAS):
        yield AreaRecord(catalogue[code], order, reports=True)
    yield Indicator(SALES, SALES, "亿元", 1)
    yield Section("s1", "第1章", "总论", order=1)
    yield Section("s11", "1.1", "零售", "s1", order=2)
    yield Section("s2", "第2章", "各地", order=3)
    rows = tuple(Line(code, catalogue[code].short, {"area": code}) for code in AREAS)
    years = tuple(Line(str(year), f"{year}年", {"period": str(year)}, decimals=1) for year in (2017, 2018))
    fixed = {"indicator": SALES, "measure": "value"}
    yield Exhibit("t1", "表1-1", "各地网络零售额", "s11", 1, unit="亿元", at=fixed, rows=rows, columns=years)
    yield Exhibit(
        "f1", "图1-1", "网络零售额比较", "s11", 2, "chart", "亿元", at=fixed, rows=rows, columns=years, chart=Chart(ChartKind.BAR)
    )
    yield Exhibit(
        "e1",
        "表2-1",
        "上海市",
        "s2",
        3,
        unit="亿元",
        at={**fixed, "area": "310000"},
        rows=years,
        columns=(Line("v", "数值", {"measure": "value"}),),
    )
    values = {
        ("310000", 2017): "9500.1",
        ("310000", 2018): "10080.5",
        ("440000", 2017): "18000.0",
        ("440000", 2018): "21350.2",
        ("610000", 2017): "380.0",
    }
    for (area, year), digits in values.items():
        yield Observation(sales(area, year), Amount(Decimal(digits), unit_named("亿元")))
    yield Manuscript("m1", "第1章 初稿", "0" * 64, "2019-01-01T00:00:00+00:00")


def gathered(page: FollowingPane) -> None:
    """Until a page shows all that it shows of the book."""
    while page.gathering or (page.isVisible() and not page.up_to_date):
        QTest.qWait(1)


def shut(window: MainWindow, qtbot: QtBot) -> None:
    """Close the window: at once, or when its book has been saved behind the scenes."""
    if not window.close():
        qtbot.waitUntil(window.isHidden)
    later_writes.wait()


def close_book(window: MainWindow, qtbot: QtBot) -> None:
    """Close the window's book and wait until it is closed."""
    window.close_book()
    qtbot.waitUntil(lambda: window.workspace.desk is None and not window.workspace.jobs.busy)


def write_small_book(path: Path) -> Path:
    Desk.create(path, small_book(), "李四").close()
    return path
