"""A book with rules that hold, fail and cannot be decided, and a runner of jobs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import AreaRecord, Exhibit, Line, Observation, Record, RuleRecord, Section, Setting
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.base import themes
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.shell import app
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules.checking import Checks

SALES, GOODS, SERVICES = "网络零售额", "实物商品网络零售额", "非实物商品网络零售额"
AREAS = ("110000", "610000", "510000")
SUM = f"{SALES} = {GOODS} + {SERVICES} 对每个地区"


def figure(indicator: str, area: str) -> Key:
    return Key(indicator, area, "", "2018", "value")


def records() -> Iterator[Record]:
    """北京 adds up, 陕西 does not, 四川 lacks a part; 北京 is above the limit of a query."""
    yield Setting("year", "2018")
    yield Setting("title", "试验年报")
    catalogue = standard_areas()
    for order, area in enumerate(catalogue):
        yield AreaRecord(area, order)
    yield from standard_indicators()
    yield Section("1", "第1章", "总论", order=1)
    yield Exhibit(
        "t1",
        "表1-1",
        "各地网络零售额",
        "1",
        1,
        unit="亿元",
        at={"period": "2018", "measure": "value"},
        rows=tuple(Line(code, catalogue[code].short, {"area": code}) for code in AREAS),
        columns=tuple(Line(one, one, {"indicator": one}) for one in (SALES, GOODS, SERVICES)),
    )
    yield Exhibit("t2", "表1-2", "空表", "1", 2)
    printed = {
        (SALES, "110000"): "300.0",
        (GOODS, "110000"): "200.0",
        (SERVICES, "110000"): "100.0",
        (SALES, "610000"): "893.6",
        (GOODS, "610000"): "600.0",
        (SERVICES, "610000"): "263.6",
        (SALES, "510000"): "400.0",
        (GOODS, "510000"): "250.0",
    }
    for (indicator, area), digits in printed.items():
        yield Observation(figure(indicator, area), parse_content(digits, unit_named("亿元")))
    yield RuleRecord("sum", "零售额构成", SUM, order=0)
    yield RuleRecord("limit", "上限", f"{SALES} ≤ 350亿元 对每个地区", "query", order=1)
    yield RuleRecord("part", "部分不超过整体", f"{GOODS} ≤ {SALES} 对每个地区", order=2)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "试验 年报.ecd", records(), "张三") as desk:
        yield desk


@pytest.fixture
def checks(desk: Desk) -> Iterator[Checks]:
    checks = Checks(desk)
    yield checks
    checks.close()


@pytest.fixture
def jobs(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[JobRunner]:
    languages = app.dress(qapp, Settings())
    runner = JobRunner()
    yield runner
    runner.stop()
    languages.choose("zh")
    languages.remove()
    themes.apply(qapp, "light")
