"""Saving from the window: it never waits for a disk, can always be closed, and nothing that was done is missing afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.errors import UserError
from ecdesk.gui.desk.dialogs import _filters
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from ecdesk.session.book.rescue_file import left_behind
from ecdesk.session.book.saving import QueuedSaver
from ecdesk.session.tables import cells
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.copies import copies_folder
from tests.dialogs import Dialogs
from tests.gui.desk import close_book, sales

KEEP, AGAIN, COPY, DISCARD = range(4)
"""The answers when a book with unsaved steps is to be closed."""
FULL = UserError("磁盘满了。")


class SlowDisk:
    """A disk that writes only when it is let; and what the window's own thread waited for meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.writes = threading.Semaphore(0)
        self.waited: list[str] = []
        self._main = threading.get_ident()
        append = BookFile.append

        def slow_append(*arguments: Any) -> None:
            self.note("append")
            assert self.writes.acquire(timeout=30)
            append(*arguments)

        monkeypatch.setattr(BookFile, "append", slow_append)
        for kind, name in (
            (BookFile, "transactions"),
            (BookFile, "transaction"),
            (BookFile, "records"),
            (BookFile, "copy_to"),
            (QueuedSaver, "flush"),
        ):
            monkeypatch.setattr(kind, name, self._noted(getattr(kind, name), name))

    def note(self, name: str) -> None:
        if threading.get_ident() == self._main:
            self.waited.append(name)

    def let(self, count: int = 1000) -> None:
        self.writes.release(count)

    def _noted(self, method: Any, name: str) -> Any:
        def noted(*arguments: Any, **keywords: Any) -> Any:
            self.note(name)
            return method(*arguments, **keywords)

        return noted


@pytest.fixture
def slow(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    """The window's disk from now on."""
    disk = SlowDisk(monkeypatch)
    yield disk
    disk.let()


def desk_of(window: MainWindow) -> Desk:
    desk = window.workspace.desk
    assert desk is not None
    return desk


def figure(desk: Desk) -> str:
    found = desk.book.observation(sales("610000"))
    return str(found.content.value) if found is not None else ""


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise FULL

    monkeypatch.setattr(BookFile, "append", refuse)


def enter_unsaved(window: MainWindow, qtbot: QtBot) -> None:
    """Two steps and an undo that cannot be saved."""
    desk = desk_of(window)
    cells.enter(desk, "t1", [(2, 1, "512.3")])
    cells.enter(desk, "t1", [(2, 1, "600")])
    window.stepping.undo()
    qtbot.waitUntil(lambda: desk.save_state.fault is not None)


def test_what_cannot_be_saved_is_said_and_tried_again(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        fill_disk(broken)
        cells.enter(desk_of(window), "t1", [(2, 1, "512.3")])
        qtbot.waitUntil(window.fault_strip.isVisible)
        assert "磁盘满了" in window.fault_strip.words.text()
        assert "仍在窗口中" in window.fault_strip.words.text()
        assert "存在本机" in window.fault_strip.words.text()
        qtbot.waitUntil(lambda: "未保存" in window.status.saved.text())
        assert [one.steps for one in left_behind()] == [1]  # also if the program is killed now
    QTest.mouseClick(window.fault_strip.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.fault_strip.isVisible() and "已保存" in window.status.saved.text())
    qtbot.waitUntil(lambda: left_behind() == [])


def test_closing_with_unsaved_steps_asks_and_may_be_refused(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(window)
    with monkeypatch.context() as broken:
        fill_disk(broken)
        cells.enter(desk, "t1", [(2, 1, "512.3")])
        dialogs.answer("ask_question", None)
        window.ui.action_close_book.trigger()
        qtbot.waitUntil(lambda: bool(dialogs.called("ask_question")) and not window.workspace.jobs.busy)
        assert window.workspace.desk is desk
    close_book(window, qtbot)


def test_after_a_full_disk_nothing_is_missing_at_the_next_start_undo_included(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, book_path: Path
) -> None:
    with monkeypatch.context() as broken:
        fill_disk(broken)
        enter_unsaved(window, qtbot)
        dialogs.answer("ask_question", KEEP)
        close_book(window, qtbot)
    qtbot.waitUntil(window.rescue_strip.isVisible)
    assert "3 步" in window.rescue_strip.words.text()
    with qtbot.waitSignal(window.opener.opened):
        QTest.mouseClick(window.rescue_strip.bring_button, Qt.MouseButton.LeftButton)
    assert figure(desk_of(window)) == ""
    qtbot.waitUntil(lambda: window.rescue_strip.bring_button.text() == "补写进年报")
    QTest.mouseClick(window.rescue_strip.bring_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: figure(desk_of(window)) == "512.3")
    window.stepping.redo()
    assert figure(desk_of(window)) == "600"
    window.stepping.undo()
    window.stepping.undo()
    assert figure(desk_of(window)) == ""
    qtbot.waitUntil(lambda: left_behind() == [])
    assert not window.rescue_strip.isVisible()
    close_book(window, qtbot)
    with Desk.open(book_path, "李四") as again:
        assert [head.action for head in again.file.heads(newest_first=False)] == ["do", "do", "undo", "redo", "undo", "undo"]
        assert again.file.integrity() == "ok"


def test_where_not_even_the_programs_folder_can_be_written_another_place_is_asked_for(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    (home / "rescue").write_text("a file where a folder should be")
    elsewhere = tmp_path / "别处.rescue"
    with monkeypatch.context() as broken:
        fill_disk(broken)
        enter_unsaved(window, qtbot)
        dialogs.answer("ask_question", KEEP, 0)
        dialogs.answer("choose_target", elsewhere)
        close_book(window, qtbot)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(elsewhere)
    qtbot.waitUntil(lambda: window.rescue_strip.isVisible() and window.rescue_strip.bring_button.isEnabled())
    window.rescue_strip.bring()
    qtbot.waitUntil(lambda: figure(desk_of(window)) == "512.3")
    qtbot.waitUntil(lambda: not elsewhere.exists())


def test_a_rescue_file_is_opened_however_it_comes(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "别处.RESCUE"
    with monkeypatch.context() as broken:
        fill_disk(broken)
        enter_unsaved(window, qtbot)
        dialogs.answer("ask_question", KEEP)
        close_book(window, qtbot)
    [left] = left_behind()
    left.path.rename(elsewhere)
    with qtbot.waitSignal(window.opener.opened), qtbot.waitSignal(window.opener.rescue_given):
        window.drop.dropped.emit([elsewhere])
    qtbot.waitUntil(lambda: window.rescue_strip.isVisible() and window.rescue_strip.bring_button.isEnabled())
    close_book(window, qtbot)
    dialogs.answer("choose_file", elsewhere)
    with qtbot.waitSignal(window.opener.opened):
        window.ui.action_open.trigger()
    assert any("*.rescue" in words for words in _filters(dialogs.called("choose_file")[0][0][2]))


def test_unsaved_steps_go_only_when_somebody_says_so(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        fill_disk(broken)
        enter_unsaved(window, qtbot)
        dialogs.answer("ask_question", DISCARD)
        close_book(window, qtbot)
        assert left_behind() == []


def test_what_was_left_behind_goes_only_after_asking(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        fill_disk(broken)
        enter_unsaved(window, qtbot)
        dialogs.answer("ask_question", KEEP)
        close_book(window, qtbot)
    qtbot.waitUntil(window.rescue_strip.isVisible)
    dialogs.answer("ask_question", None, 0, 1)
    window.rescue_strip.discard()
    window.rescue_strip.discard()
    assert len(left_behind()) == 1
    window.rescue_strip.discard()
    assert left_behind() == []
    assert not window.rescue_strip.isVisible()


def test_a_copy_at_closing_has_everything_and_the_book_gets_it_the_next_time(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cells.enter(desk_of(window), "t1", [(0, 1, "1")])
    qtbot.waitUntil(lambda: desk_of(window).settled())
    with monkeypatch.context() as broken:
        fill_disk(broken)
        enter_unsaved(window, qtbot)
        dialogs.answer("ask_question", COPY)
        dialogs.answer("choose_target", tmp_path / "副本.ecd")
        close_book(window, qtbot)
    with Desk.open(tmp_path / "副本.ecd", "李四", read_only=True) as copy:
        assert (copy.seq, figure(copy)) == (4, "512.3")
    assert [one.steps for one in left_behind()] == [3]


def test_undo_redo_and_taking_back_wait_for_no_disk(window: MainWindow, slow: SlowDisk, qtbot: QtBot) -> None:
    desk = desk_of(window)
    cells.enter(desk, "t1", [(2, 1, "512.3")])
    cells.enter(desk, "t1", [(0, 1, "1")])
    window.stepping.undo()
    window.stepping.redo()
    window.stepping.revert(1)
    assert (desk.seq, figure(desk)) == (5, "")
    assert desk.save_state.waiting == 5
    assert slow.waited == []
    slow.let()
    qtbot.waitUntil(lambda: desk.settled())


def test_steps_of_an_earlier_session_are_read_by_a_worker(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, book_path: Path
) -> None:
    cells.enter(desk_of(window), "t1", [(2, 1, "512.3")])
    cells.enter(desk_of(window), "t1", [(1, 1, "7")])
    close_book(window, qtbot)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    slow = SlowDisk(monkeypatch)
    desk = desk_of(window)
    cells.enter(desk, "t1", [(0, 1, "1")])
    window.stepping.undo()
    window.stepping.undo()  # the step of this session is at hand, this one is not
    slow.let()
    qtbot.waitUntil(lambda: desk.seq == 5)
    window.stepping.revert(1)
    qtbot.waitUntil(lambda: desk.seq == 6)
    assert figure(desk) == ""
    assert slow.waited == []


def test_closing_the_window_waits_for_a_slow_disk_behind_the_scenes(
    window: MainWindow, slow: SlowDisk, qtbot: QtBot, book_path: Path
) -> None:
    cells.enter(desk_of(window), "t1", [(2, 1, "512.3")])
    assert not window.close()
    qtbot.waitUntil(window.strip.isVisible)
    assert "保存完就关闭" in window.strip.words.text()
    slow.let()
    qtbot.waitUntil(window.isHidden)
    assert slow.waited == []
    with Desk.open(book_path, "李四") as again:
        assert figure(again) == "512.3"


def test_waiting_for_a_slow_disk_at_closing_can_be_stopped(window: MainWindow, slow: SlowDisk, qtbot: QtBot) -> None:
    desk = desk_of(window)
    cells.enter(desk, "t1", [(2, 1, "512.3")])
    assert not window.close()
    qtbot.waitUntil(window.strip.isVisible)
    QTest.mouseClick(window.strip.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    slow.let()
    qtbot.waitUntil(lambda: desk.settled())
    assert window.isVisible() and window.workspace.desk is desk


def test_a_window_that_is_closed_while_its_book_is_being_closed_closes(window: MainWindow, slow: SlowDisk, qtbot: QtBot) -> None:
    cells.enter(desk_of(window), "t1", [(2, 1, "512.3")])
    window.close_book()
    qtbot.waitUntil(window.strip.isVisible)
    assert not window.close()
    slow.let()
    qtbot.waitUntil(lambda: window.workspace.desk is None and not window.workspace.jobs.busy)
    assert window.isHidden()


def test_another_book_is_opened_when_the_present_one_is_saved(
    window: MainWindow, slow: SlowDisk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk.create(tmp_path / "另一本.ecd", (), "李四").close()
    slow.waited.clear()
    cells.enter(desk_of(window), "t1", [(2, 1, "512.3")])
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(tmp_path / "另一本.ecd")
        qtbot.waitUntil(window.strip.isVisible)
        slow.let()
    assert desk_of(window).path.name == "另一本.ecd"
    assert slow.waited == []


def test_the_next_year_is_begun_when_this_one_is_saved(
    window: MainWindow, slow: SlowDisk, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    cells.enter(desk_of(window), "t1", [(2, 1, "512.3")])
    dialogs.answer("choose_target", tmp_path / "2019.ecd")
    window.new_books.start_next()
    with qtbot.waitSignal(window.opener.opened):
        slow.let()
    assert slow.waited == []
    found = desk_of(window).book.observation(sales("610000"))
    assert found is not None and str(found.content.value) == "512.3"  # type: ignore[union-attr]


def test_when_the_system_shuts_down_what_is_being_typed_is_kept_and_nobody_is_asked(
    window: MainWindow, qtbot: QtBot, slow: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That Qt calls it is seen where a Windows is told to shut down: `tests.windows.rounds`."""
    monkeypatch.setattr("ecdesk.gui.shell.starting.opening.BEFORE_THE_END", 0.0)
    desk = desk_of(window)
    editor = window.editors.current_editor()
    assert editor is not None
    editor.view.chosen.select(2, 1)
    QTest.keyClicks(editor.view, "5")
    QTest.keyClicks(editor.view.edit_line, "12.3")
    window.opener.keep_everything()
    assert figure(desk) == "512.3"
    assert [one.steps for one in left_behind()] == [1]  # the disk has not taken it
    slow.let()
    qtbot.waitUntil(lambda: desk.settled() and left_behind() == [])
    window.opener.keep_everything()
    assert window.workspace.desk is desk


def test_that_there_is_no_safety_copy_is_said(window: MainWindow, qtbot: QtBot, book_path: Path) -> None:
    copies_folder(book_path).write_text("a file where the folder should be")
    cells.enter(desk_of(window), "t1", [(2, 1, "512.3")])
    qtbot.waitUntil(lambda: "没有安全副本" in window.status.saved.text())
    assert "已保存" in window.status.saved.text()
