"""What an export prints is what the window shows: the note under a table, the figures of a chart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Chart, ChartKind, Exhibit, Record
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import balancing
from tests.gui.conftest import empty_window  # noqa: F401
from tests.gui.rules.conftest import records

NOTE = "因四舍五入，合计数与各分项之和可能略有差异。"


def with_chart(record: Record) -> Record:
    from dataclasses import replace

    return replace(record, chart=Chart(ChartKind.BAR)) if isinstance(record, Exhibit) and record.id == "t1" else record


@pytest.fixture
def window(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:  # noqa: F811
    path = tmp_path / "年报.ecd"
    Desk.create(path, map(with_chart, records()), "张三").close()
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(path)
    settled(empty_window, qtbot)
    return empty_window


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.checks.pending and not window.workspace.jobs.busy and not window.chart.drawing)


def type_into(window: MainWindow, row: int, column: int, words: str, qtbot: QtBot) -> None:
    editor = window.editors.current_editor()
    assert editor is not None
    editor.go_to(row, column)
    editor.set_grid_focus()
    for sign in (*words, "\r"):
        QTest.keyClicks(QApplication.focusWidget() or editor.view, sign)
    settled(window, qtbot)


def test_the_note_comes_and_goes_as_the_editor_types(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    settled(window, qtbot)
    editor = window.editors.current_editor()
    assert editor is not None and NOTE not in editor.foot.text()
    type_into(window, 0, 0, "300.1", qtbot)
    assert NOTE in editor.foot.text() and editor.foot.isVisible()
    type_into(window, 0, 0, "300.0", qtbot)
    assert NOTE not in editor.foot.text()
    type_into(window, 0, 0, "350.0", qtbot)
    assert NOTE not in editor.foot.text()  # that is no matter of rounding


def test_the_chart_of_a_balanced_exhibit_has_its_balanced_figures(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    type_into(window, 0, 1, "200.4", qtbot)
    type_into(window, 0, 2, "99.6", qtbot)
    desk = window.workspace.desk
    assert desk is not None
    plain = window.chart.canvas.image
    drawn = window.checks.printed(desk.book.exhibit("t1"))
    assert plain is not None and drawn is not None and drawn.cells[0][1].text == "200.4"
    balancing.set_balancing(desk, "t1", "亿元", 0)
    settled(window, qtbot)
    drawn = window.checks.printed(desk.book.exhibit("t1"))
    assert drawn is not None and [cell.text for cell in drawn.cells[0]] == ["300", "200", "100"]
    assert window.chart.canvas.image is not None and window.chart.canvas.image != plain
    window.stepping.undo()
    settled(window, qtbot)
    assert window.chart.canvas.image == plain
