"""Comparing versions and bringing copies together, in the window."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Conflict
from ecdesk.domain.texts import text
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.versions.compare_page import ComparePage, Difference, write_differences
from ecdesk.gui.versions.merge_page import MergePage
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.session.versions.last_year import last_setting
from ecdesk.session.versions.versions import add_save_point
from tests.dialogs import Dialogs
from tests.gui.desk import sales
from tests.gui.test_window import keys

_WHEN, _WHO, WHAT, _SIZE, WHY = range(5)


def comparison(window: MainWindow, qtbot: QtBot) -> ComparePage:
    window.ui.action_compare.trigger()
    page = window.editors.page("compare")
    assert isinstance(page, ComparePage)
    qtbot.waitUntil(lambda: page._done and not window.workspace.jobs.busy)
    return page


def test_the_book_is_compared_with_a_save_point_and_follows_edits(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 0, "9500.2")])
    add_save_point(desk, "送审稿")
    cells.enter(desk, "t1", [(2, 1, "512.3"), (1, 1, "")])
    page = comparison(window, qtbot)
    assert page.other.currentText().startswith("送审稿")
    QTest.mouseClick(page.list_button, Qt.MouseButton.LeftButton)
    assert [(row.change, row.before, row.after) for row in page.model.rows] == [
        ("added", "", "512.3亿元"),
        ("removed", "21350.2亿元", ""),
    ]
    QTest.mouseClick(page.chips["removed"], Qt.MouseButton.LeftButton)
    assert [row.change for row in page.model.rows] == ["added"]
    cells.enter(desk, "t1", [(0, 1, "1.5")])
    qtbot.waitUntil(lambda: [row.change for row in page.model.rows].count("changed") == 1)
    page.table.setCurrentIndex(page.model.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.workspace.focus is not None and window.workspace.focus.key == page.model.rows[0].id


def test_what_can_be_compared_with_follows_the_book_and_the_language(window: MainWindow, qtbot: QtBot, book_path: Path) -> None:
    desk = window.workspace.desk
    assert desk is not None
    page = comparison(window, qtbot)
    last = book_path.with_name("上一年.ecd")
    last.write_bytes(book_path.read_bytes())
    with desk.edit(text("指定上年年报")) as edit:
        edit.put(last_setting(last, book_path))
    assert "上年年报　上一年.ecd" in [page.other.itemText(row) for row in range(page.other.count())]
    before = page.other.currentData()
    window.appearance.set_language("en")
    qtbot.waitUntil(lambda: page.other.itemText(page.other.count() - 1) == "Last year's report　上一年.ecd")
    assert page.other.currentData() == before
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)


def test_a_comparison_written_for_a_spreadsheet_holds_no_formula(tmp_path: Path) -> None:
    row = Difference("comment", "c1", "added", "", "=HYPERLINK(1)", "-0.5", "-cmd")
    write_differences([row], tmp_path / "x.csv")
    written = (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert written == "增加,,批注,'=HYPERLINK(1),-0.5,'-cmd"


@pytest.fixture
def copy_path(book_path: Path, tmp_path: Path) -> Path:
    """A copy of the book in which two figures were changed."""
    path = tmp_path / "副本.ecd"
    shutil.copy(book_path, path)
    with Desk.open(path, "王五") as desk:
        cells.enter(desk, "t1", [(0, 1, "777.7")])
        cells.enter(desk, "t1", [(2, 1, "512.3")])
    return path


def merge_page(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, copy: Path) -> MergePage:
    dialogs.answer("choose_file", copy)
    window.ui.action_merge.trigger()
    page = window.editors.page("merge")
    assert isinstance(page, MergePage)
    qtbot.waitUntil(lambda: page.plan is not None)
    return page


def test_a_copy_is_merged_and_its_clashes_are_decided(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, copy_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 1, "888.8")])
    page = merge_page(window, qtbot, dialogs, copy_path)
    assert [(row.base, row.ours, row.theirs) for row in page.model.rows] == [("10080.5亿元", "888.8亿元", "777.7亿元")]
    dialogs.answer("show_list", None)
    QTest.mouseClick(page.taken_button, Qt.MouseButton.LeftButton)
    (line,) = dialogs.called("show_list")[0][0][2]
    assert line.startswith("表1-1") and "陕西" in line and line.endswith("：无 → 512.3亿元")
    QTest.mouseClick(page.theirs_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.merge_button, Qt.MouseButton.LeftButton)
    printed = [str(desk.book.observations[sales(area)].amount.value) for area in ("310000", "610000")]  # type: ignore[union-attr]
    assert printed == ["777.7", "512.3"]
    assert window.editors.page("merge") is None
    desk.undo()
    assert desk.book.observation(sales("610000")) is None


def test_a_clash_left_undecided_is_settled_in_the_inspector(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, copy_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 1, "888.8")])
    page = merge_page(window, qtbot, dialogs, copy_path)
    QTest.mouseClick(page.merge_button, Qt.MouseButton.LeftButton)
    assert len(desk.book.all(Conflict)) == 1
    outline = window.outline.model
    for exhibit in ("t1", "f1", "e1"):
        assert outline.state_at(outline.index_of(("exhibit", exhibit))).disputed == {sales("310000")}
    window.workspace.go_to(Place("t1", 0, 1))
    qtbot.waitUntil(lambda: "777.7" in window.inspector.browser.toPlainText())
    link = re.search(r'href="(theirs:[^"]+)"', window.inspector.browser.toHtml())
    assert link is not None
    window.inspector.browser.anchorClicked.emit(QUrl(unescape(link[1])))
    amount = desk.book.observations[sales("310000")].amount
    assert amount is not None and str(amount.value) == "777.7"
    assert not desk.book.all(Conflict)
    grid = window.editors.current_editor().model  # type: ignore[union-attr]
    assert "disputed" not in grid.rendered(0, 1).states


def test_an_undecided_clash_is_marked_where_the_figure_is_printed(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, copy_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 1, "888.8")])
    page = merge_page(window, qtbot, dialogs, copy_path)
    QTest.mouseClick(page.merge_button, Qt.MouseButton.LeftButton)
    window.workspace.go_to(Place("t1", 0, 1))
    grid = window.editors.current_editor().model  # type: ignore[union-attr]
    assert "disputed" in grid.rendered(0, 1).states
    assert "disputed" not in grid.rendered(2, 1).states
    window.ui.dock_history.show()
    window.ui.dock_history.raise_()
    model = window.history.model
    qtbot.waitUntil(lambda: any("副本.ecd" in str(model.index(row, WHAT).data()) for row in range(model.rowCount())))
    assert not any(model.index(row, WHY).data() for row in range(model.rowCount()))


def test_what_was_left_undecided_of_a_table_is_settled_on_its_page(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, book_path: Path, tmp_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    copy = tmp_path / "副本.ecd"
    shutil.copy(book_path, copy)
    for one, caption in ((desk, "本书的标题"), (Desk.open(copy, "王五"), "副本的标题")):
        with one.edit(text("改标题")) as edit:
            edit.put(replace(one.book.exhibit("t1"), caption=caption))
        if one is not desk:
            one.close()
    page = merge_page(window, qtbot, dialogs, copy)
    QTest.mouseClick(page.merge_button, Qt.MouseButton.LeftButton)
    assert len(desk.book.all(Conflict)) == 1
    assert window.editors.page("merge") is page and not page.merge_button.isVisible()
    assert [(row.ours, row.theirs, row.who) for row in page.model.rows] == [("表1-1 本书的标题", "表1-1 副本的标题", "王五")]
    QTest.mouseClick(page.theirs_button, Qt.MouseButton.LeftButton)
    assert desk.book.exhibit("t1").caption == "副本的标题"
    assert not page.model.rows
    desk.undo()
    assert desk.book.exhibit("t1").caption == "本书的标题"
    assert len(page.model.rows) == 1


def test_what_was_left_undecided_is_offered_before_the_next_copy_and_makes_room_for_it(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, copy_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 1, "888.8")])
    page = merge_page(window, qtbot, dialogs, copy_path)
    QTest.mouseClick(page.merge_button, Qt.MouseButton.LeftButton)
    window.editors.close_page("merge")
    dialogs.answer("ask_question", 0, 1)
    window.ui.action_merge.trigger()
    left = window.editors.page("merge")
    assert isinstance(left, MergePage)
    assert [(row.ours, row.theirs) for row in left.model.rows] == [("888.8亿元", "777.7亿元")]
    keys(left.table, Qt.Key.Key_Return)
    assert window.workspace.focus is not None and window.workspace.focus.key == sales("310000")
    assert merge_page(window, qtbot, dialogs, copy_path) is left
    assert not left.model.rows and left.merge_button.isVisible()


def test_an_edit_after_the_plan_has_it_made_again(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, copy_path: Path) -> None:
    desk = window.workspace.desk
    assert desk is not None
    page = merge_page(window, qtbot, dialogs, copy_path)
    assert not page.model.rows
    cells.enter(desk, "t1", [(0, 1, "888.8")])
    QTest.mouseClick(page.merge_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    assert desk.book.observation(sales("610000")) is None


def test_a_book_that_is_no_copy_cannot_be_merged(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    Desk.create(tmp_path / "别的.ecd", (), "王五").close()
    dialogs.answer("choose_file", tmp_path / "别的.ecd")
    dialogs.answer("show_error", None)
    window.ui.action_merge.trigger()
    qtbot.waitUntil(lambda: len(dialogs.called("show_error")) == 1)
    assert "别的.ecd" in str(dialogs.called("show_error")[0][0][1])


def test_what_a_sync_program_put_beside_the_book_is_offered_to_be_merged_until_it_is(
    window: MainWindow, qtbot: QtBot, book_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert not window.sync_strip.isVisible()
    copy = book_path.with_name(f"{book_path.stem}-DESKTOP-7K2.ecd")
    shutil.copy(book_path, copy)
    book_path.with_name(f"{book_path.stem} (1).ecd").write_bytes(b"nothing that can be read")
    window.sync_strip.look()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert not window.sync_strip.isVisible(), "it has nothing that the book does not know"
    with Desk.open(copy, "李四") as other:
        cells.enter(other, "t1", [(2, 1, "512.3")])
    window.sync_strip.look()
    qtbot.waitUntil(window.sync_strip.isVisible)
    assert copy.name in window.sync_strip.words.text()
    QTest.mouseClick(window.sync_strip.merge_button, Qt.MouseButton.LeftButton)
    assert not window.sync_strip.isVisible()
    page = window.editors.page("merge")
    assert isinstance(page, MergePage)
    qtbot.waitUntil(page.merge_button.isEnabled)
    QTest.mouseClick(page.merge_button, Qt.MouseButton.LeftButton)
    figure = desk.book.observation(sales("610000"))
    assert figure is not None and str(figure.content.value) == "512.3"
    window.sync_strip.look()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert not window.sync_strip.isVisible()
