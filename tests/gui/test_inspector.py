"""What the inspector tells of a figure beyond its own cell: manuscripts that print it, and the year before."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Assignment, Axis, Comment
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.proof.proof_page import ProofPage
from ecdesk.gui.shell.command_targets import figure_targets
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program.progress import finish
from ecdesk.session.proof.manuscripts import receive_manuscript, take_manuscript
from ecdesk.session.tables import cells
from ecdesk.session.tables.structure import show_line_in_unit
from tests.books import write_sample_book
from tests.gui.desk import close_book

SALES = Key("网络零售额", "130000", "", "2018", "value")


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    return write_sample_book(tmp_path / "样本.ecd")


def told(window: MainWindow) -> str:
    return window.inspector.browser.toPlainText()


def test_places_in_manuscripts_are_listed_and_one_click_away(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.workspace.desk
    assert desk is not None
    path = tmp_path / "第8章.txt"
    path.write_text("2018年，河北省实现网络零售额2990亿元，同比增长26.6%。\n", encoding="utf-8")
    take_manuscript(desk, finish(receive_manuscript(path)))
    assert window.workspace.go_to_key(SALES)
    qtbot.waitUntil(lambda: "文稿里 1 处" in told(window))
    assert "2990亿元" in told(window) and "与表相符" in told(window)
    link = re.search(r'href="(text:[^"]+)"', window.inspector.browser.toHtml())
    assert link is not None
    window.inspector.browser.anchorClicked.emit(QUrl(unescape(link[1])))
    page = window.editors.page("proof:第8章.txt")
    assert isinstance(page, ProofPage)
    qtbot.waitUntil(lambda: page._figure is not None and page._figure.figure.text == "2990亿元")
    assert window.editors.isVisible() and page.isVisible()


def test_a_comment_that_is_not_left_yet_stays_with_its_figure(window: MainWindow, qtbot: QtBot) -> None:
    """Enter hangs on a figure what was typed about it, never what was typed about the one before."""
    panel, workspace = window.inspector, window.workspace
    assert workspace.go_to_key(SALES) and workspace.focus is not None and workspace.desk is not None
    here = workspace.focus
    qtbot.keyClicks(panel.comment, "why so low?")
    beside = Place(here.exhibit, here.row - 1, here.column)
    workspace.go_to(beside)
    assert workspace.focus.key != SALES and not panel.comment.text()
    qtbot.keyClicks(panel.comment, "another")
    qtbot.keyClick(panel.comment, Qt.Key.Key_Return)
    assert not panel.comment.text()
    workspace.go_to(Place(here.exhibit, here.row, here.column))
    assert panel.comment.text() == "why so low?"
    qtbot.keyClick(panel.comment, Qt.Key.Key_Return)
    said = {one.words: one.about for one in workspace.desk.book.all(Comment).values()}
    assert said["why so low?"] == str(SALES) and said["another"] != str(SALES)
    workspace.go_to(beside)
    workspace.go_to(Place(here.exhibit, here.row, here.column))
    assert not panel.comment.text()


def test_another_cell_is_shown_from_its_top(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.inspector
    panel.browser.setFixedHeight(40)
    assert window.workspace.go_to_key(SALES)
    panel.show_cell()
    bar = panel.browser.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    panel.show_cell()
    assert bar.value() > 0  # the same cell stays where it is read
    assert window.workspace.focus is not None
    window.workspace.go_to(Place(window.workspace.focus.exhibit, window.workspace.focus.row + 1, window.workspace.focus.column))
    panel.show_cell()
    assert bar.value() == 0


def test_a_changed_figure_is_compared_with_the_manuscript_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.workspace.desk
    assert desk is not None
    path = tmp_path / "第8章.txt"
    path.write_text("2018年，河北省实现网络零售额2990亿元，同比增长26.6%。\n", encoding="utf-8")
    take_manuscript(desk, finish(receive_manuscript(path)))
    assert window.workspace.go_to_key(SALES)
    qtbot.waitUntil(lambda: "与表相符" in told(window))
    exhibit, row, column = desk.book.places(SALES)[0]
    cells.enter(desk, exhibit, [(row, column, "3990")])
    qtbot.waitUntil(lambda: "与表不符" in told(window))


def test_a_book_without_manuscripts_says_nothing_of_them(window: MainWindow, qtbot: QtBot) -> None:
    assert window.workspace.go_to_key(SALES)
    qtbot.waitUntil(lambda: "印在" in told(window))
    assert "文稿" not in told(window)


def test_the_year_before_stands_below_the_figure_with_the_growth_it_implies(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    nation = Key("电子商务交易额", "000000", "", "2018", "value")
    assert window.workspace.go_to_key(nation)
    qtbot.waitUntil(lambda: "与上年比" in told(window) and "相符" in told(window))
    assert "29.16万亿元" in told(window)
    low, high = re.search(r"\[([-0-9.]+), ([-0-9.]+)\]", told(window).partition("推算增速")[2]).groups()  # type: ignore[union-attr]
    now, before = desk.book.observations[nation].amount, desk.book.observations[nation.moved(period="2017")].amount
    assert now is not None and before is not None
    growth = (now.converted(before.unit).value / before.value - 1) * 100
    assert Decimal(low) <= growth <= Decimal(high)


def test_the_command_box_finds_manuscripts_and_says_when_there_is_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    path = tmp_path / "chapter8.txt"
    path.write_text("2018年，河北省实现网络零售额2990亿元。\n", encoding="utf-8")
    take_manuscript(desk, finish(receive_manuscript(path)))
    box = window.command_box
    box.start()
    qtbot.keyClicks(box, "apter8")
    assert (box.results[0].kind, box.results[0].title) == ("manuscript", "chapter8.txt")
    box.selectAll()
    qtbot.keyClicks(box, "zzqqxx")
    assert box.results == [] and box.nothing.isVisible()
    assert box.nothing.text() == "没有找到“zzqqxx”。"
    box.close_results()


def test_a_book_is_closed_behind_a_manuscript_that_is_to_be_compared_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """Closing the tables brings the page in front, when there is no book any more to compare it with."""
    desk = window.workspace.desk
    assert desk is not None
    path = tmp_path / "第8章.txt"
    path.write_text("2018年，河北省实现网络零售额2990亿元。\n", encoding="utf-8")
    window.proofs.take(path)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    page = window.editors.page("proof:第8章.txt")
    assert isinstance(page, ProofPage)
    qtbot.waitUntil(lambda: page.proofread is not None and not window.workspace.jobs.busy)
    assert window.workspace.go_to_key(SALES)
    exhibit, row, column = desk.book.places(SALES)[0]
    cells.enter(desk, exhibit, [(row, column, "3990")])
    close_book(window, qtbot)
    assert window.workspace.desk is None


def test_the_command_box_brings_out_a_closed_panel_and_goes_into_it(window: MainWindow, qtbot: QtBot) -> None:
    dock = window.ui.dock_findings
    qtbot.waitUntil(lambda: window.findings.model.rowCount() > 0)
    dock.close()
    assert not dock.isVisible()
    window.command_box.start()
    commit(window.command_box, "审核结果")
    found = next(number for number, one in enumerate(window.command_box.results) if one.kind == "panel")
    assert window.command_box.results[found].id == "dock_findings"
    for _step in range(found):
        qtbot.keyClick(window.command_box, Qt.Key.Key_Down)
    qtbot.keyClick(window.command_box, Qt.Key.Key_Return)
    assert dock.isVisible()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.findings.table)


def commit(line: QWidget, words: str) -> None:
    """Write as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(line, event)


def test_a_click_on_a_place_of_a_manuscript_goes_there(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.workspace.desk
    assert desk is not None
    path = tmp_path / "第8章.txt"
    path.write_text("2018年，河北省实现网络零售额2990亿元，同比增长26.6%。\n", encoding="utf-8")
    take_manuscript(desk, finish(receive_manuscript(path)))
    assert window.workspace.go_to_key(SALES)
    qtbot.waitUntil(lambda: "文稿里 1 处" in told(window))
    browser = window.inspector.browser
    cursor = browser.document().find("第8章.txt")
    cursor.setPosition(cursor.selectionStart())
    browser.setTextCursor(cursor)
    browser.ensureCursorVisible()
    place = browser.cursorRect(cursor).center() + QPoint(6, 0)
    assert browser.anchorAt(place).startswith("text:")
    qtbot.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, pos=place)
    page = window.editors.current_page()
    assert isinstance(page, ProofPage)
    qtbot.waitUntil(lambda: page._figure is not None and page._figure.figure.text == "2990亿元")


def test_a_derived_figure_tells_its_formula_and_interval_and_takes_the_place_of_a_typed_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    growth = Key("电子商务交易额", "000000", "", "2018", "growth")
    assert window.workspace.go_to_key(growth)
    qtbot.waitUntil(lambda: "采用推算数" in told(window))
    assert "=增长率(本指标)" in told(window) and "相符" in told(window)
    link = re.search(r'href="(derive:[^"]+)"', window.inspector.browser.toHtml())
    assert link is not None
    window.inspector.browser.anchorClicked.emit(QUrl(unescape(link[1])))
    found = desk.book.observations[growth]
    assert found.origin.detail == "=增长率(本指标)" and found.amount is not None and str(found.amount.value) == "8.5"
    qtbot.waitUntil(lambda: "采用推算数" not in told(window) and "区间" in told(window))
    cells.enter(desk, "图1-1", [(7, 0, "")])
    qtbot.waitUntil(lambda: "推不出" in told(window) and "缺电子商务交易额" in told(window))


def test_what_a_figure_follows_from_is_looked_for_again_after_a_step_that_concerns_another(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk = window.workspace.desk
    assert desk is not None and window.workspace.go_to_key(SALES)
    qtbot.waitUntil(lambda: not window.inspector._pause.isActive() and window.inspector._history is not None)
    window.inspector._following.start(count())
    with desk.edit(text("分工")) as edit:
        edit.put(Assignment("图1-1", "李四"))
    assert window.inspector._pause.isActive()


def test_a_figure_without_a_source_says_so(window: MainWindow, qtbot: QtBot) -> None:
    unsourced = Key("电子商务交易额", "000000", "", "2011", "value")
    assert window.workspace.go_to_key(unsourced)
    qtbot.waitUntil(lambda: "尚无出处，不是正式数据" in told(window))
    qtbot.waitUntil(lambda: window.checks.states(unsourced) == {"noted"})  # a 提示 is no 核实, in the list or in the cell


def test_what_is_wrong_with_a_figure_is_told_worst_first(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "图1-1", [(7, 0, "316.3")])
    assert window.workspace.go_to_key(Key("电子商务交易额", "000000", "", "2018", "value"))
    qtbot.waitUntil(lambda: "相差一个数量级" in told(window) and "同比增速与两年数值相符" in told(window))
    assert told(window).index("相差一个数量级") < told(window).index("同比增速与两年数值相符")


def test_the_command_box_finds_a_figure_wherever_it_is_printed(window: MainWindow, qtbot: QtBot) -> None:
    box, desk = window.command_box, window.workspace.desk
    assert desk is not None
    shaanxi = Key("网络零售额", "610000", "", "2018", "value")
    exhibit, row, column = desk.book.places(shaanxi)[0]
    for typed in ("893.6", "893.60", "893.6亿元", "0.08936万亿元"):
        box.start()
        box.selectAll()
        commit(box, typed)
        assert (box.results[0].kind, box.results[0].title) == ("figure", "893.6亿元")
        assert "陕西省 网络零售额" in box.results[0].detail
    qtbot.keyClick(box, Qt.Key.Key_Return)
    editor = window.editors.current_editor()
    assert editor is not None and editor.current is not None
    assert (editor.exhibit_id, editor.current.row, editor.current.column) == (exhibit, row, column)
    box.start()
    box.selectAll()
    qtbot.keyClicks(box, "893.6%")
    assert not [one for one in box.results if one.kind == "figure"]
    box.close_results()
    at = f"{exhibit}|{row}|{column}"
    assert at in [target.id for target in figure_targets(desk.book, "893")], "by the first of its digits"
    line = desk.book.exhibit(exhibit).columns[column].id
    show_line_in_unit(desk, exhibit, Axis.COLUMNS, line, "万元", None)
    for typed in ("8936000", "8,936,000", "89360"):
        assert at in [target.id for target in figure_targets(desk.book, typed)], "as its table prints it"
    assert at not in [target.id for target in figure_targets(desk.book, "89361")]
