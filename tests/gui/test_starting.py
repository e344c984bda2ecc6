"""A report from nothing, in the window: made, given chapters, areas and a table, with keys and clicks."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import language, text
from ecdesk.gui.base import themes
from ecdesk.gui.shell import app
from ecdesk.gui.shell.appearance import Preferences
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.shell.starting.new_books import NewBook, NewBookDialog, _what_became
from ecdesk.gui.shell.starting.worklist import WorkModel
from ecdesk.gui.submissions.board_page import AreasChoice, AreasDialog
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books import blank
from ecdesk.session.new_books.rolling import Blanked
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.rules.standing import Standing
from ecdesk.session.tables import cells
from tests.dialogs import Dialogs
from tests.gui.test_models import outline_lines
from tests.gui.test_window import keys


def make_blank(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, path: Path) -> None:
    dialogs.answer("NewBookDialog", NewBook("某市电子商务报告2026", "2026年"))
    dialogs.answer("choose_target", path)
    with qtbot.waitSignal(window.opener.opened):
        QTest.mouseClick(window.start_page.new_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("answer", [0, 1, None])
def test_closing_while_a_new_book_is_written_asks(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    dialogs: Dialogs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: int | None,
    opened: bool,
) -> None:
    """On the start page as over an open book; a book that is waited for is not opened in a window that is being closed."""
    window: MainWindow = request.getfixturevalue("window" if opened else "empty_window")
    path, begun, gate, real = tmp_path / "新.ecd", threading.Event(), threading.Event(), blank.blank_job

    def slow(*args: Any) -> Job[Path]:
        begun.set()
        gate.wait(10)
        yield Progress(0, 0, text("正在新建年报…"))
        return (yield from real(*args))

    monkeypatch.setattr(blank, "blank_job", slow)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    dialogs.answer("NewBookDialog", NewBook("某市电子商务报告2026", "2026年"))
    dialogs.answer("choose_target", path)
    window.ui.action_new_book.trigger()
    assert begun.wait(10)
    dialogs.answer("ask_question", answer)
    QTimer.singleShot(200, gate.set)  # where the writing is stopped, closing waits for the step that it is at
    assert window.close() is (answer == 1 and not opened)
    assert "新建年报" in dialogs.called("ask_question")[0][0][1]
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy and window.isHidden() is (answer is not None))
    assert path.exists() is (answer != 1)
    qtbot.waitUntil(lambda: (window.workspace.path == path) is (answer is None))


def test_a_blank_report_is_made_from_the_start_page(
    empty_window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    make_blank(empty_window, qtbot, dialogs, tmp_path / "新.ecd")
    assert empty_window.windowTitle().startswith("某市电子商务报告2026")
    assert outline_lines(empty_window.outline.model)[0] == "第1章 总论 []"
    # The middle is no dead end: it has what gets on, and goes when there is a table.
    nothing = empty_window.editors.nothing
    shown = [button.text() for button in nothing.findChildren(QAbstractButton) if button.isVisible()]
    assert "还没有图表" in nothing.words.text() and len(shown) == 3
    qtbot.waitUntil(lambda: empty_window.findings.checked)
    assert "还没有数" in empty_window.findings.hint.text()
    dialogs.answer("NewTableDialog", None)
    QTest.mouseClick(nothing.table_button, Qt.MouseButton.LeftButton)
    [((dialog,), _named)] = dialogs.called("NewTableDialog")
    assert dialog.form.number.text() == "表1-1"


def test_the_language_of_one_run_goes_before_the_usual_one_and_is_not_kept(
    empty_window: MainWindow, qapp: QApplication, dialogs: Dialogs
) -> None:
    settings = empty_window.settings
    settings.set_text("look/language", "zh")
    app.dress(qapp, settings, "en").remove()
    assert language() == "en"
    dialogs.answer("PreferencesDialog", Preferences("light", "en", 9, ""))
    empty_window.appearance.choose_preferences()
    assert settings.text("look/language") == "zh"


def test_without_a_name_nothing_is_made(empty_window: MainWindow, dialogs: Dialogs) -> None:
    def accepted(dialog: NewBookDialog) -> None:
        dialog.form.period.setText("2026年")
        dialog.accept()
        assert not dialog.result() and dialog.answer().period == "2026年"  # it stays as it was filled in

    dialogs.answer("NewBookDialog", accepted)
    dialogs.answer("show_error", None)
    QTest.mouseClick(empty_window.start_page.new_button, Qt.MouseButton.LeftButton)
    assert empty_window.workspace.desk is None


def test_chapters_are_added_renamed_moved_and_removed_with_keys(window: MainWindow, dialogs: Dialogs) -> None:
    tree, model = window.outline.tree, window.outline.model

    def lines() -> list[str]:
        return [line for line in outline_lines(model) if line.lstrip().startswith(("第", "1.", "2."))]

    tree.setCurrentIndex(model.index_of(("section", "s1")))
    tree.setFocus()
    dialogs.answer("ask_text", "1.2 批发", "第3章 展望", "第3章 建议")
    keys(tree, Qt.Key.Key_Insert, held=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    tree.setCurrentIndex(model.index_of(("section", "s1")))
    keys(tree, Qt.Key.Key_Insert, held=Qt.KeyboardModifier.ShiftModifier)
    assert lines() == ["第1章 总论 []", "  1.1 零售 []", "  1.2 批发 []", "第3章 展望 []", "第2章 各地 []", "  第1章 初稿 []"]
    third = next(section.id for section in window.workspace.book.sections() if section.title == "展望")  # type: ignore[union-attr]
    tree.setCurrentIndex(model.index_of(("section", third)))
    keys(tree, Qt.Key.Key_Down, held=Qt.KeyboardModifier.AltModifier)
    tree.setCurrentIndex(model.index_of(("section", third)))
    keys(tree, Qt.Key.Key_F2)
    assert lines()[3:5] == ["第2章 各地 []", "第3章 建议 []"]
    tree.setCurrentIndex(model.index_of(("section", third)))
    keys(tree, Qt.Key.Key_Delete)
    assert "第3章 建议 []" not in lines()
    tree.setCurrentIndex(model.index_of(("section", "s1")))
    dialogs.answer("show_error", None)
    keys(tree, Qt.Key.Key_Delete)
    ((_parent, error), _keywords) = dialogs.called("show_error")[0]
    assert isinstance(error, UserError) and "小节" in str(error)


def test_reporting_areas_are_chosen_on_the_board(window: MainWindow, dialogs: Dialogs, qtbot: QtBot) -> None:
    window.submissions.show_board()
    page = window.editors.page("board")
    assert [line.area.short for line in page.model.rows] == ["上海", "广东", "陕西"]
    dialogs.answer("AreasDialog", AreasChoice(frozenset({"310000"}), ("浦东新区",), "上海"))
    QTest.mouseClick(page.areas_button, Qt.MouseButton.LeftButton)
    assert [line.area.name for line in page.model.rows] == ["上海市", "浦东新区"]
    assert page.model.rows[1].area.parent == "310000"
    (asked,), _keywords = dialogs.called("AreasDialog")[0]
    assert isinstance(asked, AreasDialog)
    assert [item.text() for item in asked.items] == ["上海市", "广东省", "陕西省"]
    assert asked.answer() == AreasChoice(frozenset({"310000", "440000", "610000"}))


def test_a_book_and_its_copy_are_told_apart(qapp: QApplication) -> None:
    model = WorkModel()
    paths = ("/甲/季报.ecd", "/甲/副本.ecd", "/乙/季报.ecd", "/甲/年报.ecd")
    model.set_rows([Standing(path, "年报" if "年报" in path else "季报") for path in paths])
    named = [model.index(row, 0).data() for row in range(4)]
    assert named == ["季报（/甲/季报.ecd）", "季报（副本.ecd）", "季报（/乙/季报.ecd）", "年报"]


def test_the_start_page_says_what_each_book_needs_and_which_is_gone(
    empty_window: MainWindow, book_path: Path, tmp_path: Path, qtbot: QtBot, dialogs: Dialogs
) -> None:
    window, gone = empty_window, tmp_path / "搬走了.ecd"
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    window.ui.action_close_book.trigger()
    qtbot.waitUntil(lambda: window.middle.currentWidget() is window.start_page)
    # Somebody else writes on in the book, and another one goes.
    with Desk.open(book_path, "王五") as other:
        cells.enter(other, "t1", [(2, 1, "400.0")])
    window.settings.note_book(gone)
    window.start_page.refresh()
    work = window.start_page.recent
    qtbot.waitUntil(lambda: not work.jobs.busy)
    assert [work.model.index(row, 4).data() for row in (0, 1)] == ["找不到文件，可以移除", "打开后显示"]
    assert work.model.index(1, 5).data().endswith("王五") and work.model.index(1, 0).data() == "试验年报"
    work.table.choose_row(0)
    assert not work.open_button.isEnabled() and not work.step_button.isVisible()
    QTest.mouseClick(work.remove_button, Qt.MouseButton.LeftButton)
    assert window.settings.recent_books() == [book_path]
    qtbot.waitUntil(lambda: not work.jobs.busy)
    # What is noted when a book is left leads on from the start page; what a book needed that could not be opened is nothing for another one.
    dialogs.answer("show_error", None)
    with qtbot.waitSignal(window.opener.failed):
        work.step_wanted.emit(gone, "sign_off")
    with qtbot.waitSignal(window.opener.opened):
        keys(work.table, Qt.Key.Key_Return)
    assert window.editors.page("signoff") is None
    window.checks.publish()
    window.ui.action_close_book.trigger()
    qtbot.waitUntil(lambda: window.middle.currentWidget() is window.start_page and not work.jobs.busy)
    assert work.step_button.text() == "签发 3 张图表"
    with qtbot.waitSignal(window.opener.opened):
        QTest.mouseClick(work.step_button, Qt.MouseButton.LeftButton)
    assert window.editors.page("signoff") is not None


def test_the_panels_are_made_before_the_book_comes_and_the_table_after(
    empty_window: MainWindow, book_path: Path, qtbot: QtBot
) -> None:
    seen: list[tuple[bool, bool]] = []
    workspace, opener = empty_window.workspace, empty_window.opener
    opener.coming.connect(lambda: seen.append((empty_window.docks.filled, workspace.desk is not None)))
    workspace.desk_changed.connect(lambda: seen.append((empty_window.docks.filled, empty_window.editors.is_empty)))
    opener.opened.connect(lambda: seen.append((workspace.desk is not None, not empty_window.editors.is_empty)))
    with qtbot.waitSignal(opener.opened):
        empty_window.open_book(book_path)
    assert seen == [(True, False), (True, True), (True, True)]


def test_themes_change_in_turns_between_which_nothing_is_drawn(window: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    window.ui.action_theme_dark.trigger()
    window.ui.action_theme_contrast.trigger()
    window.ui.action_theme_dark.trigger()
    assert not window.updatesEnabled() and not qapp.styleSheet()
    qtbot.waitUntil(window.updatesEnabled)
    assert qapp.styleSheet() == themes.style_sheet(themes.theme("dark"))
    assert qapp.palette().window().color().lightness() < 80
    assert window.settings.theme == "dark"


def test_enter_on_the_start_page_goes_on_with_the_book_of_yesterday(
    empty_window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    assert empty_window.start_page.open_button.hasFocus()  # nothing to go on with yet
    make_blank(empty_window, qtbot, dialogs, tmp_path / "新.ecd")
    empty_window.ui.action_close_book.trigger()
    table = empty_window.start_page.recent.table
    qtbot.waitUntil(lambda: table.hasFocus())
    with qtbot.waitSignal(empty_window.opener.opened):
        keys(table, Qt.Key.Key_Return)


def test_what_was_taken_out_of_the_next_book_is_said_without_an_arrow_to_nothing() -> None:
    assert _what_became(Blanked("表1-3 的名单", "2024-04-12　开园", "")) == "表1-3 的名单：2024-04-12　开园（已去掉）"
    assert _what_became(Blanked("表1-1 的标题", "达31.63万亿元", "达…")) == "表1-1 的标题：达31.63万亿元 → 达…"
