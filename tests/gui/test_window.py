"""The window as its user meets it."""

from __future__ import annotations

import errno
import os
import re
import sys
import threading
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Alternative, Comment, Observation, Origin, OriginKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import PERCENT, unit_named
from ecdesk.gui.desk.workspace import Focus, Place
from ecdesk.gui.grid import TableEditor
from ecdesk.gui.panels.findings_panel import FindingsModel
from ecdesk.gui.panels.outline_actions import ExhibitWords
from ecdesk.gui.panels.outline_panel import OutlinePanel
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.versions.history_panel import HistoryPanel
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.session.tables.laying_out import Level, Wanted
from ecdesk.storage.lock import BookLock
from tests.dialogs import Dialogs
from tests.gui.desk import close_book, sales, write_small_book


def keys(widget: object, *given: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in given:
        QTest.keyClick(widget, key, held)  # type: ignore[call-overload]


def test_the_start_page_remembers_books_and_opens_them(empty_window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    window = empty_window
    assert window.middle.currentWidget() is window.start_page
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    assert window.middle.currentWidget() is window.editors
    assert window.windowTitle().startswith("试验年报")
    window.ui.action_close_book.trigger()
    qtbot.waitUntil(lambda: window.middle.currentWidget() is window.start_page)
    work = window.start_page.recent
    qtbot.waitUntil(lambda: not work.jobs.busy)
    (one,) = work.model.rows
    cells_of = [work.model.index(0, column).data() for column in range(work.model.columnCount())]
    assert cells_of[:3] == ["试验年报", "2018年", "85%"] and cells_of[4] == "导入报送（已收 0/3）"
    assert (one.filled, one.expected) == (12, 14)
    with qtbot.waitSignal(window.opener.opened):
        keys(work.table, Qt.Key.Key_Return)
    assert window.workspace.path == book_path


def test_a_file_that_is_no_book_is_refused_with_a_sentence(
    empty_window: MainWindow, tmp_path: Path, dialogs: Dialogs, qtbot: QtBot
) -> None:
    wrong = tmp_path / "信.ecd"
    wrong.write_text("你好", encoding="utf-8")
    dialogs.answer("show_error", None)
    with qtbot.waitSignal(empty_window.opener.failed):
        empty_window.open_book(wrong)
    qtbot.waitUntil(lambda: len(dialogs.called("show_error")) == 1)
    error = dialogs.called("show_error")[0][0][1]
    assert isinstance(error, UserError) and "信.ecd" in str(error)
    assert empty_window.workspace.desk is None


def test_a_dropped_book_is_opened(empty_window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(book_path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    enter = QDragEnterEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(empty_window, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(empty_window.opener.opened):
        QApplication.sendEvent(empty_window, event)
    assert empty_window.workspace.path == book_path


def test_dropped_files_are_copied_never_moved(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "北京市.csv"
    file.write_text("指标,2018年\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    # As file managers offer it for a folder of the same drive: moving is what they propose.
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPointF(10, 10), both, mime, left, no_keys),
        QDragMoveEvent(QPointF(10, 10), both, mime, left, no_keys),
        QDropEvent(QPointF(10, 10), both, mime, left, no_keys, QEvent.Type.Drop),
    ):
        event.setDropAction(Qt.DropAction.MoveAction)
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert file.exists()


def test_choosing_in_the_outline_opens_the_exhibit(window: MainWindow) -> None:
    tree = window.outline.tree
    index = window.outline.model.index_of(("exhibit", "f1"))
    tree.scrollTo(index)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert window.workspace.focus is not None and window.workspace.focus.exhibit == "f1"
    assert window.editors.open_exhibits() == ["t1", "f1"]


def test_undo_and_redo_by_key_are_said_in_the_status_bar(window: MainWindow) -> None:
    desk = window.workspace.desk
    assert desk is not None
    assert not window.ui.action_undo.isEnabled()
    cells.enter(desk, "t1", [(2, 1, "512.3")])
    assert window.ui.action_undo.isEnabled()
    window.activateWindow()
    window.ui.action_undo.trigger()
    assert desk.book.observation(sales("610000")) is None
    assert "512.3" in window.ui.status_bar.currentMessage()
    window.ui.action_redo.trigger()
    assert desk.book.observation(sales("610000")) is not None
    # What is undone is seen: the table that has it comes to the front, and stays where it is when it is there.
    window.workspace.go_to(Place("e1", 0, 0))
    window.ui.action_undo.trigger()
    assert window.workspace.focus is not None and window.workspace.focus.key == sales("610000")
    window.workspace.go_to(Place("f1", 0, 0))
    window.ui.action_redo.trigger()
    assert window.workspace.focus.exhibit == "f1"


def test_the_command_box_finds_by_a_few_characters_and_the_keyboard_alone(window: MainWindow) -> None:
    window.ui.action_find_anything.trigger()
    box = window.command_box
    QTest.keyClicks(box, "tu1-1")
    assert box.results == []
    box.clear()
    QTest.keyClicks(box, "shaanxi")
    assert [target.title for target in box.results] == ["陕西省"]
    keys(box, Qt.Key.Key_Return)
    assert window.workspace.focus == Focus("t1", 2, 0, sales("610000", 2017))
    window.ui.action_find_anything.trigger()
    box.setText("")
    QTest.keyClicks(box, "1-1")
    assert [target.id for target in box.results][:2] == ["t1", "f1"]
    keys(box, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert window.workspace.focus is not None and window.workspace.focus.exhibit == "f1"


def test_the_inspector_tells_everything_of_the_cell(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 1, "10080.6")])
    window.workspace.go_to(Place("t1", 0, 1))
    qtbot.waitUntil(lambda: "10 080.6" in window.inspector.browser.toPlainText().replace("\u00a0", " "))
    qtbot.waitUntil(lambda: "10080.5" in window.inspector.browser.toPlainText())
    words = window.inspector.browser.toPlainText()
    assert "[10080.55, 10080.65]" in words
    assert "印在 3 处" in words and "表2-1" in words


def test_a_comment_is_written_and_answered_in_the_inspector(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    window.workspace.go_to(Place("t1", 0, 1))
    qtbot.waitUntil(lambda: window.inspector.comment.isVisible())
    QTest.keyClicks(window.inspector.comment, "please check")
    keys(window.inspector.comment, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "please check" in window.inspector.browser.toPlainText())
    desk = window.workspace.desk
    assert desk is not None
    (id,) = desk.book.all(Comment)
    dialogs.answer("ask_text", "it is right")
    window.inspector.browser.anchorClicked.emit(QUrl(f"reply:{id}"))
    qtbot.waitUntil(lambda: "it is right" in window.inspector.browser.toPlainText())
    assert "有批注" in str(window.editors.editor("t1").model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole))
    window.inspector.browser.anchorClicked.emit(QUrl(f"comment:{id}"))
    qtbot.waitUntil(lambda: "重新打开" in window.inspector.browser.toPlainText())
    assert "有批注" not in str(window.editors.editor("t1").model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole))


def test_the_chart_follows_the_figures(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("f1", 0, 1))
    qtbot.waitUntil(lambda: window.chart.canvas.image is not None)
    before = window.chart.canvas.image
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "f1", [(0, 1, "1.0")])
    qtbot.waitUntil(lambda: not window.chart.drawing and window.chart.canvas.image is not before)


def test_a_step_of_the_past_is_taken_back_or_the_reason_said(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 1, "1.0")])
    cells.enter(desk, "t1", [(0, 1, "2.0")])
    cells.enter(desk, "t1", [(1, 1, "3.0")])
    window.ui.dock_history.raise_()
    table = window.history.table
    qtbot.waitUntil(lambda: len(window.history.model.rows) == 3)
    table.setCurrentIndex(window.history.model.index(window.history.model.row_of(window.history.model.rows[1].seq), 0))
    QTest.mouseClick(window.history.revert_button, Qt.MouseButton.LeftButton)
    observation = desk.book.observation(sales("310000"))
    assert observation is not None and observation.amount is not None and str(observation.amount.value) == "1.0"
    qtbot.waitUntil(lambda: len(window.history.model.rows) == 4)
    dialogs.answer("show_error", None)
    table.setCurrentIndex(window.history.model.index(window.history.model.row_of(window.history.model.rows[2].seq), 0))
    cells.enter(desk, "t1", [(0, 1, "9.0")])
    qtbot.waitUntil(lambda: len(window.history.model.rows) == 5)
    table.setCurrentIndex(window.history.model.index(window.history.model.row_of(window.history.model.rows[4].seq), 0))
    QTest.mouseClick(window.history.revert_button, Qt.MouseButton.LeftButton)
    assert "9.0" in str(dialogs.called("show_error")[0][0][1])


def test_the_keys_pass_over_the_days_of_the_history(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    history = window.history
    cells.enter(desk, "t1", [(0, 1, "1.0")])
    cells.enter(desk, "t1", [(0, 1, "2.0")])
    window.ui.dock_history.raise_()
    qtbot.waitUntil(lambda: len(history.model.rows) == 2)
    assert history.table.columnSpan(0, 0) == history.model.columnCount()
    centre = history.table.visualRect(history.model.index(0, 0)).center()
    QTest.mouseClick(history.table.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert not history.revert_button.isEnabled()
    history.table.setFocus()
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(history.table, key)
        seen.append(history.table.currentIndex().row())
    assert seen == [1, 2, 1, 1]
    assert history.revert_button.isEnabled()


def test_a_book_that_somebody_else_has_is_shown_read_only(empty_window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    with Desk.open(book_path, "王五"):
        with qtbot.waitSignal(empty_window.opener.opened):
            empty_window.open_book(book_path)
        assert "王五" in empty_window.status.saved.text()
        assert "只读" in empty_window.windowTitle()
        assert not empty_window.ui.action_save_point.isEnabled()
        close_book(empty_window, qtbot)


def test_why_a_book_can_only_be_read_is_said_truly(
    empty_window: MainWindow, book_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(BookLock, "acquire", refuse)
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(book_path)
    assert empty_window.status.saved.text() == "只读"
    assert "不能锁定文件" in empty_window.status.saved.toolTip()
    assert "不能锁定文件" in empty_window.statusBar().currentMessage()


def test_what_was_laid_aside_and_why_a_book_can_only_be_read_are_both_said(
    empty_window: MainWindow, book_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.open(book_path, read_only=True)
    monkeypatch.setattr(desk.file, "aside", text("甲。"))
    monkeypatch.setattr(desk.file, "reason", text("乙。"))
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.opener._take(desk)
    assert empty_window.statusBar().currentMessage() == "甲。 乙。"


def test_recent_books_of_one_name_are_told_apart_in_the_menu(window: MainWindow, book_path: Path) -> None:
    menu = window.ui.menu_recent
    menu.aboutToShow.emit()
    [action] = menu.actions()
    assert str(book_path.parent) in action.toolTip() and menu.toolTipsVisible()


LINK = pytest.param("symbolic link", marks=pytest.mark.skipif(sys.platform == "win32", reason="links need a right there"))


@pytest.mark.parametrize("way", [LINK, "hard link", "round about"])
def test_the_book_that_is_open_is_known_by_whatever_path(
    window: MainWindow, book_path: Path, tmp_path: Path, qtbot: QtBot, way: str
) -> None:
    desk, other = window.workspace.desk, tmp_path / "别名.ecd"
    if way == "symbolic link":
        other.symlink_to(book_path)
    elif way == "hard link":
        other.hardlink_to(book_path)
    else:
        (tmp_path / "各章").mkdir()
        other = tmp_path / "各章" / ".." / book_path.name
    window.open_book(other)
    qtbot.waitUntil(lambda: "已经打开" in window.statusBar().currentMessage())
    assert window.workspace.desk is desk is not None
    assert not desk.read_only


def test_the_window_takes_a_screen_that_is_too_small_for_it(empty_window: MainWindow) -> None:
    screen = empty_window.screen().availableGeometry()
    assert screen.width() < empty_window.width()  # else this shows nothing
    empty_window.docks.fit_screen()
    assert empty_window.isMaximized()
    empty_window.setWindowState(Qt.WindowState.WindowNoState)
    empty_window.docks.remember_size()
    empty_window.docks.fit_screen()
    assert empty_window.isMaximized()  # what was left on a larger screen would reach beyond this one
    empty_window.setWindowState(Qt.WindowState.WindowNoState)
    empty_window.resize(screen.size() / 2)
    empty_window.docks.fit_screen()
    assert not empty_window.isMaximized()


def test_the_language_changes_at_once_and_completely(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_guide.trigger()
    window.appearance.set_language("en")
    qtbot.waitUntil(lambda: window.ui.action_open.text() == "Open…")
    assert window.editors.current_page() is window.editors.page("guide")  # what was in front stays there
    assert window.ui.dock_findings.windowTitle() == "Findings"
    assert window.history.revert_button.text() == "Take it back"
    window.docks.reset()  # what the middle needs leaves room for the titles in the outline, in the longer language too
    qtbot.waitUntil(lambda: window.ui.dock_outline.width() >= 240)
    assert QCoreApplication.translate("", "{count} 条审核结果待处理", None, 1) == "{count} finding to deal with"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    window.appearance.set_language("zh")
    qtbot.waitUntil(lambda: window.ui.action_open.text() == "打开…")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_a_theme_is_followed_once_by_what_is_in_sight_and_by_the_rest_when_it_is_seen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    followed: list[object] = []
    for pane in (OutlinePanel, HistoryPanel):
        monkeypatch.setattr(pane, "restyle", lambda own: followed.append(own))
    window.ui.dock_history.hide()
    window.ui.action_theme_dark.trigger()
    qtbot.waitUntil(window.updatesEnabled)
    assert followed == [window.outline]
    for _again in range(2):
        window.ui.dock_history.show()
        assert followed == [window.outline, window.history]
        window.ui.dock_history.hide()


def test_findings_are_listed_when_somebody_looks(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[int] = []
    monkeypatch.setattr(FindingsModel, "set_findings", lambda _model, findings: listed.append(len(findings)))
    qtbot.waitUntil(lambda: not window.checks.pending)
    window.ui.dock_findings.hide()
    listed.clear()
    window.checks.publish()
    assert listed == []
    window.ui.dock_findings.show()
    assert len(listed) == 1
    window.checks.publish()
    assert len(listed) == 2


def test_tabs_and_arrangement_are_remembered(window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("f1"))
    window.workspace.go_to(Place("e1", beside=True))
    assert len(window.editors.halves) == 2
    close_book(window, qtbot)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    assert window.editors.open_exhibits() == ["t1", "f1", "e1"]


def test_a_dispute_is_settled_in_the_inspector(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    other = Alternative(
        sales("310000"),
        "s1",
        Amount(Decimal("10090.5"), unit_named("亿元")),
        Origin(OriginKind.IMPORTED, sheet="Sheet1", cell="B3"),
    )
    with desk.edit(text("试验")) as edit:
        edit.put(other)
    window.workspace.go_to(Place("t1", 0, 1))
    qtbot.waitUntil(lambda: "10090.5" in window.inspector.browser.toPlainText())
    html = window.inspector.browser.toHtml()
    link = re.search(r'href="(take:[^"]+)"', html)
    assert link is not None
    window.inspector.browser.anchorClicked.emit(QUrl(unescape(link[1])))
    observation = desk.book.observation(sales("310000"))
    assert observation is not None and observation.content == other.content
    assert not desk.book.all(Alternative)


def test_findings_come_with_the_book_and_go_with_the_edit(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    key = sales("310000").moved(measure="growth")
    with desk.edit(text("试验")) as edit:
        edit.put(Observation(key, Amount(Decimal("99.9"), PERCENT)))
    qtbot.waitUntil(lambda: any(finding.is_open for finding in window.workspace.findings))
    errors = [finding for finding in window.workspace.findings if finding.is_open]
    assert errors[0].suspect == key or key in {operand.key for operand in errors[0].operands}
    window.ui.action_next_finding.trigger()
    assert window.workspace.focus is not None and window.workspace.focus.key in {operand.key for operand in errors[0].operands}
    desk.undo()
    qtbot.waitUntil(lambda: not any(finding.is_open for finding in window.workspace.findings))


def test_f6_goes_around_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    qtbot.waitUntil(lambda: window.inspector.browser.isVisible() and window.findings.table.isVisible())
    window.activateWindow()
    window.outline.tree.setFocus()
    stops = []
    while not stops or stops[-1] is not window.outline.tree:
        window.ui.action_next_pane.trigger()
        stops.append(QApplication.focusWidget())
    assert stops[0] is window.editors.current_editor().view  # type: ignore[union-attr]
    # Between them the findings, where there is one to be seen by now.
    assert all(window.findings.isAncestorOf(stop) for stop in stops[1:-2]) and len(stops) <= 4
    assert stops[-2:] == [window.inspector.browser, window.outline.tree]
    window.ui.action_previous_pane.trigger()
    assert QApplication.focusWidget() is window.inspector.browser


def choose_in_outline(window: MainWindow, kind: str, id: str) -> None:
    window.outline.tree.setFocus()
    window.outline.tree.setCurrentIndex(window.outline.model.index_of((kind, id)))


def numbers(window: MainWindow) -> list[str]:
    book = window.workspace.book
    return [exhibit.number for exhibit in book.exhibits()] if book else []


def test_exhibits_are_added_described_moved_and_removed_in_the_outline(window: MainWindow, dialogs: Dialogs) -> None:
    tree = window.outline.tree
    choose_in_outline(window, "exhibit", "t1")
    wanted = Wanted(
        "表1-2",
        "补充表",
        (Level("area", ("610000",)),),
        (Level("measure", ("value",)),),
        {"period": "now", "indicator": "网络零售额"},
    )
    dialogs.answer("NewTableDialog", wanted)
    keys(tree, Qt.Key.Key_Insert)
    assert numbers(window) == ["表1-1", "表1-2", "图1-1", "表2-1"]
    assert window.workspace.focus is not None and window.workspace.book is not None
    added = window.workspace.book.exhibit(window.workspace.focus.exhibit)
    assert (added.caption, added.at) == ("补充表", {"period": "2018", "indicator": "网络零售额"})
    choose_in_outline(window, "exhibit", added.id)
    keys(tree, Qt.Key.Key_Up, held=Qt.KeyboardModifier.AltModifier)
    assert numbers(window)[:2] == ["表1-2", "表1-1"]
    choose_in_outline(window, "exhibit", "t1")
    dialogs.answer("ExhibitDialog", ExhibitWords("表1-3", "各地零售额", "亿元"))
    keys(tree, Qt.Key.Key_F2)
    assert "表1-3" in numbers(window)
    keys(tree, Qt.Key.Key_Delete)
    assert "表1-3" not in numbers(window)
    assert window.workspace.desk is not None
    assert window.editors.editor("t1") is None
    window.stepping.undo()
    assert "表1-3" in numbers(window)


def test_a_number_that_is_taken_is_refused_with_a_sentence(window: MainWindow, dialogs: Dialogs) -> None:
    choose_in_outline(window, "section", "s11")
    dialogs.answer(
        "NewTableDialog",
        Wanted("表1-1", "又一张", (Level("period", ("now",)),), (Level("area", ("610000",)),), {"indicator": "网络零售额"}),
    )
    dialogs.answer("show_error", None)
    keys(window.outline.tree, Qt.Key.Key_Insert)
    assert "表1-1" in str(dialogs.called("show_error")[0][0][1])


def test_a_page_of_its_own_gets_the_room_and_gives_it_back(window: MainWindow, qtbot: QtBot) -> None:
    docks = (window.ui.dock_chart, window.ui.dock_inspector, window.ui.dock_findings, window.ui.dock_history)
    assert not any(dock.isHidden() for dock in docks)
    window.ui.action_guide.trigger()
    assert all(dock.isHidden() for dock in docks)
    window.workspace.go_to(Place("t1"))
    assert not any(dock.isHidden() for dock in docks)
    window.ui.dock_chart.hide()
    window.editors.show_page("guide")
    close_book(window, qtbot)
    assert window.ui.dock_outline.isHidden()


def test_after_opening_was_stopped_another_book_and_the_same_one_can_be_opened(
    empty_window: MainWindow, qtbot: QtBot, book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, begun, gate, real = empty_window.workspace.jobs, threading.Event(), threading.Event(), Desk.open

    def slow(*args: object, **named: object) -> Desk:
        begun.set()
        gate.wait()
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "open", slow)
    empty_window.open_book(book_path)
    begun.wait()
    jobs.cancel(empty_window.opener._job)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert empty_window.workspace.desk is None
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(book_path)
    assert empty_window.workspace.desk is not None and not empty_window.workspace.desk.read_only


def test_a_book_that_was_just_opened_when_the_present_one_is_closed_is_let_go(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, begun, gate, real = write_small_book(tmp_path / "另一本.ecd"), threading.Event(), threading.Event(), Desk.open
    jobs = window.workspace.jobs
    qtbot.waitUntil(lambda: not window.checks.pending and not jobs.busy)

    def slow(*args: object, **named: object) -> Desk:
        begun.set()
        gate.wait()
        return real(*args, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as slowly:
        slowly.setattr(Desk, "open", slow)
        window.open_book(other)
        begun.wait()
        gate.set()
        assert jobs._worker is not None and jobs._worker.free.wait(10)
    window.close_book()
    assert window.workspace.desk is None
    with Desk.open(other, "王五") as again:
        assert not again.read_only


def test_checking_that_was_stopped_goes_on_with_the_next_edit(window: MainWindow, qtbot: QtBot) -> None:
    desk, checks, jobs = window.workspace.desk, window.checks, window.workspace.jobs
    assert desk is not None
    qtbot.waitUntil(lambda: not checks.pending and not jobs.busy)
    checks._take_desk()
    checks._pause.stop()
    checks._list()
    jobs.cancel(checks._job)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not checks.pending and not checks._ready
    cells.enter(desk, "t1", [(0, 0, "9500.2")])
    qtbot.waitUntil(lambda: checks._ready)


def test_a_larger_font_is_seen_in_the_open_window_at_once(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 1))
    grid = window.editors.current_page()
    assert isinstance(grid, TableEditor)
    shown = (window.status.saved, window.ui.menu_bar, window.outline.tree, grid.view)
    before = [widget.font().pointSize() for widget in shown]
    outline = window.ui.dock_outline.width()
    line, column, tabs = grid.view.fontMetrics().height(), grid.view.columnWidth(0), window.editors.findChild(QTabBar)
    try:
        for _step in range(4):
            window.ui.action_larger.trigger()
        qtbot.waitUntil(window.updatesEnabled)
        assert [widget.font().pointSize() for widget in shown] == [size + 4 for size in before]
        words = tabs.fontMetrics().horizontalAdvance(tabs.tabText(0)) + tabs.iconSize().width() + 18
        assert grid.view.fontMetrics().height() > line
        assert grid.view.columnWidth(0) > column * 1.3 and tabs.tabRect(0).width() >= words
    finally:
        for _step in range(4):
            window.ui.action_smaller.trigger()
        qtbot.waitUntil(window.updatesEnabled)
    qtbot.waitUntil(lambda: window.ui.dock_outline.width() == outline)  # what the larger one took of the sides comes back


def test_the_status_bar_sums_the_table_in_front_only(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    keys(window.editors.current_page().view, Qt.Key.Key_Down, held=Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "计数 2" in window.status.summary.text())
    window.workspace.go_to(Place("f1", 0, 0))
    assert "计数 2" not in window.status.summary.text()
    behind = window.editors.editor("t1")
    behind.tell_summary()  # as when a figure of it has changed
    assert "计数 2" not in window.status.summary.text()
    window.workspace.go_to(Place("t1"))
    qtbot.waitUntil(lambda: "计数 2" in window.status.summary.text())
