"""The status bar and the inspector speak of what is in front; the window's keys are good in any line of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.gui.base.layouts import BreakingBar
from ecdesk.gui.desk.workspace import Focus, Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.tables import cells
from ecdesk.session.tables.outline import remove_exhibit
from tests.gui.desk import close_book


def test_the_status_bar_has_no_unit_where_no_table_is_in_front(window: MainWindow) -> None:
    window.workspace.go_to(Place("t1", 0, 1))
    assert window.status.unit.isVisible() and window.status.unit.text()
    window.ui.action_results.trigger()
    assert not window.status.unit.isVisible()
    window.workspace.go_to(Place("f1", 0, 0))
    assert window.status.unit.isVisible()
    window.appearance.set_language("en")
    assert window.status.unit.isVisible()


def test_another_language_leaves_every_tab_in_its_place(window: MainWindow) -> None:
    for exhibit in ("t1", "f1", "e1"):
        window.workspace.go_to(Place(exhibit, 1, 1))
    window.ui.action_results.trigger()
    window.workspace.go_to(Place("f1", 2, 1))
    order, tabs = window.editors.open_exhibits(), window.editors.halves[0]
    titles = [tabs.tabText(number) for number in range(tabs.count())]
    window.appearance.set_language("en")
    window.appearance.set_language("zh")
    front = window.editors.current_editor()
    assert window.editors.open_exhibits() == order and [tabs.tabText(number) for number in range(tabs.count())] == titles
    assert front is not None and front.exhibit_id == "f1" and front.view.chosen.active == (2, 1)


def test_a_cell_for_words_does_not_ask_for_a_cell_to_be_chosen(window: MainWindow) -> None:
    window.workspace.set_focus(Focus("t1", 0, 0))
    window.inspector.show_cell()
    assert "不放数" in window.inspector.hint.text()
    window.workspace.set_focus(Focus("t1"))
    window.inspector.show_cell()
    assert "选中一个单元格" in window.inspector.hint.text()


def test_what_was_said_of_a_step_is_past_when_there_is_another(window: MainWindow) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(2, 1, "512.3")])
    window.ui.action_undo.trigger()
    assert "512.3" in window.ui.status_bar.currentMessage()
    cells.enter(desk, "t1", [(2, 1, "513.4")])
    assert "512.3" not in window.ui.status_bar.currentMessage()


def test_the_exhibit_in_front_is_in_front_when_the_book_is_opened_again(
    window: MainWindow, book_path: Path, qtbot: QtBot
) -> None:
    window.workspace.go_to(Place("f1"))
    window.workspace.go_to(Place("t1"))
    close_book(window, qtbot)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    front = window.editors.current_editor()
    assert front is not None and front.exhibit_id == "t1" and window.editors.open_exhibits() == ["t1", "f1"]


class EveryKey(QLineEdit):
    """A line that wants each key for itself, as lines on Linux want Ctrl+E."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def test_the_commands_keys_go_before_those_of_a_line(window: MainWindow) -> None:
    line = EveryKey(window.editors)
    line.show()
    line.setFocus()
    assert line.hasFocus()

    def kept(key: Qt.Key) -> bool:
        """Whether the line keeps a key with Ctrl for itself."""
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        event.ignore()
        QApplication.sendEvent(line, event)
        return event.isAccepted()

    assert not kept(Qt.Key.Key_E) and not kept(Qt.Key.Key_K)
    assert kept(Qt.Key.Key_Z) and kept(Qt.Key.Key_C) and kept(Qt.Key.Key_B)
    window.outline.tree.setFocus()
    assert kept(Qt.Key.Key_E)  # followed only while it has the focus


def test_a_step_taken_back_shows_the_table_that_was_worked_in(window: MainWindow) -> None:
    """A figure that several tables print was shown in the first of the report, which said another name than the step."""
    desk = window.workspace.desk
    assert desk is not None
    window.workspace.go_to(Place("f1", 1, 1))
    cells.enter(desk, "f1", [(1, 1, "213502")])
    window.workspace.go_to(Place("e1", 0, 0))
    window.ui.action_undo.trigger()
    front = window.editors.current_editor()
    assert front is not None and front.exhibit_id == "f1"


def test_bars_of_large_letters_take_no_room_from_the_panels_beside_them(window: MainWindow, qtbot: QtBot) -> None:
    """In English and 14 points the filters of the findings and of the history left the outline room for four letters."""
    window.appearance.set_language("en")
    try:
        for _step in range(5):
            window.ui.action_larger.trigger()
        qtbot.waitUntil(window.updatesEnabled)
        for panel in (window.findings, window.history):
            assert panel.minimumSizeHint().width() < 400, type(panel).__name__
        bar = BreakingBar(*(QLabel(words) for words in ("一" * 9, "二" * 9)), margins=(0, 0, 0, 0))
        holder = QWidget()
        qtbot.addWidget(holder)
        holder.setLayout(bar)
        assert bar.heightForWidth(bar.sizeHint().width()) < bar.heightForWidth(bar.sizeHint().width() - 1)
    finally:
        for _step in range(5):
            window.ui.action_smaller.trigger()
        window.appearance.set_language("zh")
        qtbot.waitUntil(window.updatesEnabled)


def test_an_exhibit_that_a_step_takes_away_and_another_brings_back_is_open_again(window: MainWindow) -> None:
    desk, editors = window.workspace.desk, window.editors
    assert desk is not None
    window.workspace.go_to(Place("f1", 0, 0))
    remove_exhibit(desk, "f1")
    assert "f1" not in editors.open_exhibits()
    QTest.keySequence(window, "Ctrl+Z")
    front = editors.current_editor()
    assert front is not None and front.exhibit_id == "f1"
    QTest.keySequence(window, "Ctrl+Y")
    assert "f1" not in editors.open_exhibits()
    # One that its editor closed by hand stays closed.
    window.workspace.go_to(Place("t1", 0, 0))
    QTest.keySequence(window, "Ctrl+W")
    QTest.keySequence(window, "Ctrl+Z")
    assert "f1" in editors.open_exhibits() and "t1" not in editors.open_exhibits()


def test_the_heading_over_the_rows_names_grows_with_the_others(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    editor = window.editors.current_editor()
    assert editor is not None
    view = editor.view

    def ink() -> int:
        """Rows of dots in which something of the heading is drawn, without its lines."""
        image = view.corner.grab().toImage()
        ground, width = image.pixel(2, 2), min(60, image.width() - 8)
        return sum(any(image.pixel(x, y) != ground for x in range(2, width)) for y in range(2, image.height() - 2))

    QTest.keySequence(window, "Ctrl+Alt+=")
    QTest.keySequence(window, "Ctrl+Alt+=")
    QTest.keySequence(window, "Ctrl+Alt+=")
    QTest.keySequence(window, "Ctrl+Alt+=")
    qtbot.waitUntil(lambda: view.stub.font().pointSizeF() >= 13)
    window.appearance.set_theme("dark")
    qtbot.wait(200)
    grown = ink()
    view.step_zoom(1)
    view.step_zoom(-1)
    assert ink() == grown
