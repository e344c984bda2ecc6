"""The status bar and the inspector speak of what is in front; the window's keys are good in any line of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from ecdesk.gui.desk.workspace import Focus, Place
from ecdesk.gui.shell.main_window import MainWindow


def test_the_status_bar_has_no_unit_where_no_table_is_in_front(window: MainWindow) -> None:
    window.workspace.go_to(Place("t1", 0, 1))
    assert window.status.unit.isVisible() and window.status.unit.text()
    window.ui.action_results.trigger()
    assert not window.status.unit.isVisible()
    window.workspace.go_to(Place("f1", 0, 0))
    assert window.status.unit.isVisible()
    window.appearance.set_language("en")
    assert window.status.unit.isVisible()


def test_a_cell_for_words_does_not_ask_for_a_cell_to_be_chosen(window: MainWindow) -> None:
    window.workspace.set_focus(Focus("t1", 0, 0))
    window.inspector.show_cell()
    assert "不放数" in window.inspector.hint.text()
    window.workspace.set_focus(Focus("t1"))
    window.inspector.show_cell()
    assert "选中一个单元格" in window.inspector.hint.text()


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
