"""English texts in the window: typed in the list, copied for a translator, pasted back; one box in the export dialog makes the edition."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Translation
from ecdesk.gui.records.english_page import EnglishPage
from ecdesk.gui.shell.main_window import MainWindow


def test_english_is_typed_copied_and_pasted(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_english.trigger()
    page = window.editors.current_page()
    assert isinstance(page, EnglishPage)
    first = page.model.rows[0]
    page.table.setCurrentIndex(page.model.index(0, 1))
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    field = page.table.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, "Yearbook")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.chinese in page.desk.book.all(Translation))
    assert page.desk.book.all(Translation)[first.chinese].english == "Yearbook"
    qtbot.waitUntil(lambda: page.model.rows[0].english == "Yearbook")

    page.copy_button.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == f"{first.chinese}\tYearbook" and len(copied) == len(page.model.rows)
    second = page.model.rows[1].chinese
    QGuiApplication.clipboard().setText(f"{second}\tPasted\n不在书里\tNothing")
    page.paste_button.click()
    assert page.desk.book.all(Translation)[second].english == "Pasted"
    assert "填了 1 处" in window.ui.status_bar.currentMessage()
    qtbot.waitUntil(lambda: page.model.rows[1].own)

    page.only_missing.click()
    assert all(not one.english for one in page.model.rows)
    window.ui.action_undo.trigger()
    assert second not in page.desk.book.all(Translation)
