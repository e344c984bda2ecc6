"""Charts are set up in the window: added to a table, changed beside their picture, and taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Axis, Chart, ChartKind
from ecdesk.gui.charts.dialog import ChartChoice, ChartDialog
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from tests.dialogs import Dialogs
from tests.gui.test_window import keys


def open_dialog(window: MainWindow, qtbot: QtBot, exhibit_id: str) -> ChartDialog:
    exhibit = window.workspace.exhibit(exhibit_id)
    assert exhibit is not None
    dialog = ChartDialog(window.workspace, exhibit, window)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_the_picture_follows_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot, "f1")
    qtbot.waitUntil(lambda: dialog.canvas.image is not None and not dialog.drawing)
    before = dialog.canvas.image
    keys(dialog.form.kind, Qt.Key.Key_Down)
    assert dialog.chart is not None and dialog.chart.kind == "line"
    qtbot.waitUntil(lambda: not dialog.drawing and dialog.canvas.image is not before)
    dialog.reject()


def test_nothing_on_the_left_axis_cannot_be_accepted(window: MainWindow, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot, "f1")
    for role in dialog.roles:
        keys(role, Qt.Key.Key_End)
    assert all(not role.currentData() for role in dialog.roles)
    assert not dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    keys(dialog.roles[0], Qt.Key.Key_Home)
    assert dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.reject()


def test_settings_are_only_taken_when_accepted(window: MainWindow, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot, "t1")
    QTest.mouseClick(dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.chart == Chart(ChartKind.BAR)
    exhibit = window.workspace.exhibit("t1")
    assert exhibit is not None and exhibit.chart is None


def test_a_table_gets_a_chart_in_one_step(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    window.workspace.go_to(Place("t1", 0, 1))
    qtbot.waitUntil(lambda: window.chart.draw_button.isVisible())
    dialogs.answer("ChartDialog", None, ChartChoice(Chart(ChartKind.LINE, Axis.COLUMNS)))
    QTest.mouseClick(window.chart.draw_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.chart.draw_button, Qt.MouseButton.LeftButton)
    exhibit = window.workspace.exhibit("t1")
    assert exhibit is not None and (exhibit.chart, exhibit.kind) == (Chart(ChartKind.LINE, Axis.COLUMNS), "chart")
    qtbot.waitUntil(lambda: window.chart.canvas.image is not None)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    exhibit = window.workspace.exhibit("t1")
    assert exhibit is not None and (exhibit.chart, exhibit.kind) == (None, "table")
    qtbot.waitUntil(lambda: window.chart.draw_button.isVisible())


def test_a_chart_is_taken_away_again(window: MainWindow, dialogs: Dialogs) -> None:
    window.workspace.go_to(Place("f1", 0, 1))
    dialogs.answer("ChartDialog", ChartChoice(None))
    QTest.mouseClick(window.chart.settings_button, Qt.MouseButton.LeftButton)
    exhibit = window.workspace.exhibit("f1")
    assert exhibit is not None and exhibit.chart is None
