"""Forms and letters from the menu, answers taken over after they were looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook as open_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.submissions.answers_page import AnswersPage
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import sample_records
from tests.dialogs import Dialogs

SHARE = Key("网络零售额", "610000", "", "2018", "share")


@pytest.fixture
def report(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> MainWindow:
    """The window on the sample book, checked once."""
    path = tmp_path / "report.ecd"
    Desk.create(path, sample_records()).close()
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(path)
    qtbot.waitUntil(lambda: bool(empty_window.workspace.findings))
    return empty_window


def test_forms_are_written_for_every_area(report: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.answer("choose_folder", tmp_path / "表")
    report.ui.action_send_forms.trigger()
    qtbot.waitUntil(lambda: "37" in report.written_strip.words.text())
    assert len(list((tmp_path / "表").iterdir())) == 37


def test_a_form_that_came_back_under_its_name_is_not_written_over(
    report: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    came_back = tmp_path / "陕西省2018年数据报送表.xlsx"
    came_back.write_bytes(b"filled in")
    dialogs.answer("choose_folder", tmp_path, tmp_path)
    dialogs.answer("ask_question", None, 0)
    report.ui.action_send_forms.trigger()
    assert list(tmp_path.glob("*报送表.xlsx")) == [came_back]
    report.ui.action_send_forms.trigger()
    qtbot.waitUntil(lambda: "36" in report.written_strip.words.text())
    assert came_back.read_bytes() == b"filled in"
    assert len(list(tmp_path.glob("*报送表.xlsx"))) == 37


def test_a_letter_goes_out_and_its_correction_comes_back(
    report: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.answer("choose_folder", tmp_path)
    report.ui.action_send_letters.trigger()
    qtbot.waitUntil(lambda: "查询函" in report.written_strip.words.text())
    (letter,) = tmp_path.glob("陕西*.xlsx")
    workbook = open_workbook(letter)
    sheet = workbook.worksheets[0]
    for row in range(1, sheet.max_row + 1):
        if str(SHARE) in str(sheet.cell(row, 1).value):
            sheet.cell(row, 6).value = 13.9
    workbook.save(letter)
    dialogs.answer("choose_file", letter)
    report.ui.action_read_answers.trigger()
    qtbot.waitUntil(lambda: not report.workspace.jobs.busy)
    page = report.editors.current_page()
    assert isinstance(page, AnswersPage)
    shown = [(line.before, line.says) for line in page.model.rows]
    assert ("63.5%", "13.9%") in shown
    book = report.workspace.book
    assert book is not None and print_content(book.observation(SHARE).content) == "63.5%"
    # One answer alone is taken over; what is not ticked stays to be looked at.
    page.table.setFocus()
    for row in range(len(shown)):
        if page.model.rows[row].key != SHARE:
            page.table.setCurrentIndex(page.model.index(row, 0))
            QTest.keyClick(page.table, Qt.Key.Key_Space)
    QTest.mouseClick(page.accept_button, Qt.MouseButton.LeftButton)
    assert print_content(book.observation(SHARE).content) == "13.9%"
    assert len(page.model.rows) == len(shown) - 1 and SHARE not in [line.key for line in page.model.rows]
    assert not page.accept_button.isEnabled()


def test_a_file_that_is_no_letter_is_a_sentence(report: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("甲,1\n", encoding="utf-8")
    dialogs.answer("choose_file", path)
    dialogs.answer("show_error", None)
    report.ui.action_read_answers.trigger()
    qtbot.waitUntil(lambda: not report.workspace.jobs.busy)
    assert len(dialogs.called("show_error")) == 1
