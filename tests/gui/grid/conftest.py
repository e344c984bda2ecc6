"""A small table with everything that the grid has to tell apart, in a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import AreaRecord, Exhibit, Indicator, Line, Observation, Origin, OriginKind, Record, Setting
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.symbols import usual_symbols
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.base.settings import SettingsFile, settings_file
from ecdesk.gui.grid import CellPlace, SelectionSummary, TableEditor
from ecdesk.session.book.desk import Desk
from tests.scenarios.fingers import wait_until
from tests.scenarios.user import way_to

AREAS = [("610000", "陕西省", "陕西"), ("140000", "山西省", "山西"), ("310000", "上海市", "上海"), ("530000", "云南省", "云南")]

FIGURES = [
    # 交易额(亿元), 同比(%), 零售额(亿元), 占比(%)
    ["6412.7", "23.6", "893.6", ""],
    ["2632.90", "-0.5", "", "12.0"],
    ["15370", "…", "1370.25", "—"],
    ["", "", "", ""],
]


def sample_exhibit() -> Exhibit:
    rows = (
        Line("head", "西部与东部"),
        *(Line(code, short, {"area": code}, level=1 if code == "140000" else 0) for code, _name, short in AREAS),
    )
    columns = (
        Line("trade", "交易额", {"indicator": "交易额"}, groups=("电子商务",)),
        Line("trade_growth", "同比", {"indicator": "交易额", "measure": "growth"}, groups=("电子商务",)),
        Line("retail", "零售额", {"indicator": "零售额"}),
        Line("retail_share", "占比", {"indicator": "零售额", "measure": "share"}),
    )
    return Exhibit(
        "t1",
        "表8-1",
        "各地区电子商务",
        unit="亿元",
        corner="地区",
        at={"period": "2018"},
        rows=rows,
        columns=columns,
        footnotes=("①年末数。",),
        source_line="资料来源：商务部",
    )


def sample_records() -> list[Record]:
    exhibit = sample_exhibit()
    records: list[Record] = [AreaRecord(Area(code, name, short, "province"), n) for n, (code, name, short) in enumerate(AREAS)]
    records += [
        Indicator("交易额", "交易额", "亿元"),
        Indicator("零售额", "零售额", "亿元", whole="交易额"),
        exhibit,
        Setting("year", "2018"),
    ]
    for row, figures in enumerate(FIGURES, start=1):
        for column, typed in enumerate(figures):
            key = cell_key(exhibit, row, column)
            assert key is not None
            content = parse_content(typed, unit_named("%" if column % 2 else "亿元"), usual_symbols())
            if content is not None:
                records.append(Observation(key, content, origin=Origin(OriginKind.PUBLISHED, detail="第8章")))
    return records


class Bench:
    """A table editor in a window, with fingers: every act is a key or a click that Qt delivers as if a person had made it."""

    def __init__(self, desk: Desk, editor: TableEditor) -> None:
        self.desk = desk
        self.editor = editor
        self.view = editor.view
        self.said: list[str] = []
        self.places: list[CellPlace | None] = []
        self.summaries: list[SelectionSummary] = []
        editor.message.connect(self.said.append)
        editor.currentCellChanged.connect(self.places.append)
        editor.selectionSummaryChanged.connect(self.summaries.append)

    # -- fingers

    def keys(self, *combinations: str) -> None:
        """Press keys: "Ctrl+Shift+Down", "Tab", or single characters."""
        for combination in combinations:
            *modifiers, name = combination.split("+") if combination != "+" else ["+"]
            state = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                state |= {
                    "Ctrl": Qt.KeyboardModifier.ControlModifier,
                    "Shift": Qt.KeyboardModifier.ShiftModifier,
                    "Alt": Qt.KeyboardModifier.AltModifier,
                }[modifier]
            QTest.keyClick(self.focus(), getattr(Qt.Key, f"Key_{name}"), state)
            QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type a text, character by character; what is not on a keyboard comes from an input method."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self.focus(), character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QApplication.sendEvent(self.focus(), event)

    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def click(self, row: int, column: int, modifier: str = "", double: bool = False) -> None:
        state = {
            "": Qt.KeyboardModifier.NoModifier,
            "Shift": Qt.KeyboardModifier.ShiftModifier,
            "Ctrl": Qt.KeyboardModifier.ControlModifier,
        }[modifier]
        point = self.view.visualRect(self.view.model().index(row, column)).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, state, point)
        if double:
            QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, state, point)
        QApplication.processEvents()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        rect = self.view.visualRect
        index = self.view.model().index
        viewport = self.view.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=rect(index(*start)).center())
        QTest.mouseMove(viewport, rect(index(*end)).center())
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=rect(index(*end)).center())
        QApplication.processEvents()

    def choose_from_menu(self, name: str, part: str, line: int = 0) -> None:
        """Click with the right button on "rows", "columns", "corner" or "cells", and then on an entry of the menu."""
        view = self.view
        target: QWidget
        if part == "corner":
            target, point = view.corner, view.corner.rect().center()
        elif part == "rows":
            stub = view.stub
            target, point = stub.viewport(), QPoint(20, stub.sectionViewportPosition(line) + 8)
        elif part == "columns":
            header = view.columns_header
            along = header.sectionViewportPosition(line) + header.sectionSize(line) // 2
            target, point = header.viewport(), QPoint(along, header.height() - 6)
        else:
            target, point = view.viewport(), view.visualRect(view.model().index(*view.chosen.active)).center()
        QTest.mouseClick(target, Qt.MouseButton.RightButton, pos=point)
        # The platform makes this event of the click; the offscreen one does not.
        QApplication.sendEvent(target, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, target.mapToGlobal(point)))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        way = way_to(name, menu)
        assert way
        for held, action in way:
            assert wait_until(held.isVisible, 60)
            QTest.mouseClick(held, Qt.MouseButton.LeftButton, pos=held.actionGeometry(action).center())
        for _time in range(MOST_MISSED):  # Qt heeds no click in a menu while the one around it still thinks of opening another
            if not held.isVisible():
                break
            QTest.qWait(50)
            QTest.mouseClick(held, Qt.MouseButton.LeftButton, pos=held.actionGeometry(action).center())
        QApplication.processEvents()
        # After a menu the platform gives the window its focus back; the offscreen one has to be asked.
        self.editor.activateWindow()
        QApplication.processEvents()

    def press(self, name: str) -> None:
        """Click a button by its name."""
        button = self.editor.findChild(QAbstractButton, name)
        assert isinstance(button, QAbstractButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def type_cell(self, row: int, column: int, text: str, end: str = "Return") -> None:
        self.click(row, column)
        self.write(text)
        self.keys(end)

    # -- eyes

    @property
    def active(self) -> tuple[int, int]:
        return self.view.chosen.active

    def selected(self) -> set[tuple[int, int]]:
        return {(index.row(), index.column()) for index in self.view.selectionModel().selectedIndexes()}

    def block(self, top: int, left: int, bottom: int, right: int) -> set[tuple[int, int]]:
        return {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}

    def shown(self, row: int, column: int) -> str:
        """What the grid shows, with plain spaces between thousands."""
        return str(self.view.model().index(row, column).data() or "").replace("\u2009", " ")

    def texts(self) -> list[list[str]]:
        model = self.view.model()
        return [[self.shown(row, column) for column in range(model.columnCount())] for row in range(model.rowCount())]

    def observation(self, row: int, column: int) -> Observation | None:
        key = self.key(row, column)
        return self.desk.book.observation(key)

    def amount(self, row: int, column: int) -> Amount | None:
        found = self.observation(row, column)
        return found.amount if found else None

    def key(self, row: int, column: int) -> Key:
        key = cell_key(self.desk.book.exhibit(self.editor.exhibit_id), row, column)
        assert key is not None
        return key

    def make_computed(self, row: int, column: int, typed: str) -> None:
        """Put a computed figure into the book, behind the editor's back as a rule would."""
        from ecdesk.domain.texts import text

        key = self.key(row, column)
        content = parse_content(typed, unit_named("亿元"))
        assert content is not None
        with self.desk.edit(text("修改 {exhibit} 的 {count} 个单元格", exhibit="表8-1", count=1)) as edit:
            present = self.desk.book.observation(key) or Observation(key, content)
            edit.put(replace(present, content=content, origin=Origin(OriginKind.COMPUTED, detail="合计")))

    @property
    def last_said(self) -> str:
        return self.said[-1] if self.said else ""


MOST_MISSED = 100
Make = Callable[..., Bench]


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return settings_file(tmp_path / "grid.ini")


@pytest.fixture
def make_bench(qtbot: QtBot, tmp_path: Path, settings: SettingsFile) -> Iterator[Make]:
    """Makes editors over books of given records; they and their books are closed at the end."""
    made: list[Bench] = []

    def make(records: list[Record] | None = None, exhibit: str = "t1", desk: Desk | None = None) -> Bench:
        desk = desk or Desk.create(tmp_path / f"book{len(made)}.ecd", records or sample_records(), "张三")
        editor = TableEditor(desk, exhibit, settings=settings)
        qtbot.addWidget(editor)
        editor.resize(900, 500)
        bench = Bench(desk, editor)
        made.append(bench)
        with qtbot.waitExposed(editor):
            editor.show()
        editor.activateWindow()
        editor.set_grid_focus()
        QApplication.processEvents()
        return bench

    yield make
    QApplication.clipboard().clear()
    desks = {id(bench.desk): bench.desk for bench in made}
    for bench in made:
        bench.editor.release()
        bench.editor.hide()
    for desk in desks.values():
        desk.close()


@pytest.fixture
def bench(make_bench: Make) -> Bench:
    return make_bench()
