"""What indicators mean, in the window: typed text is kept whatever is done next, and printed where a tick says so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Indicator
from ecdesk.gui.records.definitions_page import DefinitionsPage
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from tests.gui.desk import SALES, close_book


def test_what_is_typed_is_kept_and_printed_where_a_tick_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_definitions.trigger()
    page = window.editors.current_page()
    assert isinstance(page, DefinitionsPage)
    desk = page.desk

    def said() -> str:
        return desk.book.all(Indicator)[SALES].definition

    assert page.model.rows[0].indicator.id == SALES and page.words.isEnabled()
    page.words.setFocus()
    QTest.keyClicks(page.words, "online")
    assert said() == ""
    page.english.setFocus()
    assert said() == "online"
    index = page.exhibits.index(0, 0)
    page.exhibits.setData(index, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert desk.book.exhibits()[0].defines
    page.with_glossary.click()
    assert "末尾附指标解释" in window.ui.status_bar.currentMessage()
    window.ui.action_undo.trigger()
    window.ui.action_undo.trigger()
    window.ui.action_undo.trigger()
    qtbot.waitUntil(lambda: page.words.toPlainText() == "")
    QTest.keyClicks(page.words, "retail")
    path = desk.path
    close_book(window, qtbot)
    with Desk.open(path) as again:
        assert again.book.all(Indicator)[SALES].definition == "retail"
