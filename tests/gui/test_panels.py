"""How wide the panels are, and which of them stay hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeView
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.texts import text
from ecdesk.gui.base.form_fields import KeptLine
from ecdesk.gui.base.layouts import TITLE_LENGTH
from ecdesk.gui.base.pauses import next_turn
from ecdesk.gui.base.plain_table import decimals_in, space_behind
from ecdesk.gui.desk.exhibit_states import counted, together
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.panels.findings_panel import LOWER_ROLE, UPPER_ROLE, FindingsModel, broken
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program.progress import finish
from tests.books import build_sample_book
from tests.gui.desk import close_book, write_small_book


def test_the_outline_takes_what_it_needs_of_each_window_size_unless_it_was_dragged(
    window: MainWindow, book_path: Path, qtbot: QtBot
) -> None:
    outline = window.ui.dock_outline
    desk = window.workspace.desk
    assert desk is not None
    with desk.edit(text("试验")) as edit:
        edit.put(replace(desk.book.exhibit("t1"), caption="二〇一八年各地区网络零售额与实物商品网络零售额及其增长速度"))
    window.outline.tree.expandAll()

    def width_in(width: int, height: int) -> int:
        window.resize(width, height)
        QApplication.processEvents()
        return outline.width()

    wide, narrow = width_in(1920, 1080), width_in(1366, 768)
    assert 260 < narrow <= 1366 * 26 // 100 < wide <= 1920 * 26 // 100
    # Another window of the same size has the same.
    close_book(window, qtbot)
    window.resize(1366, 768)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    qtbot.waitUntil(lambda: outline.width() > 260)  # at once, by what is unfolded at first
    window.outline.tree.expandAll()
    nearly = 8  # Qt gives a side what it can
    assert abs(width_in(1366, 769) - narrow) <= nearly
    # By its edge, as a hand does it; Qt follows the mouse when it has nothing else to do.
    edge = QPoint(outline.geometry().right() + 1, outline.geometry().center().y())
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=edge)
    for step in (20, 40):
        QTest.mouseMove(window, edge - QPoint(step, 0))
        QApplication.processEvents()
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=edge - QPoint(40, 0))
    dragged = outline.width()
    assert dragged < narrow - 2 * nearly
    assert abs(width_in(1700, 900) - dragged) <= nearly
    close_book(window, qtbot)
    window.resize(1366, 768)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    assert abs(width_in(1366, 769) - dragged) <= nearly
    window.ui.action_reset_layout.trigger()
    assert abs(width_in(1366, 770) - narrow) <= nearly


def test_a_hidden_panel_stays_hidden_for_the_next_book(window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    window.ui.dock_chart.hide()
    window.ui.action_guide.trigger()
    close_book(window, qtbot)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(book_path)
    assert window.ui.dock_chart.isHidden()
    assert not window.ui.dock_inspector.isHidden()


def test_another_book_is_listed_in_full_and_an_empty_list_says_why(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    outline, desk = window.outline, window.workspace.desk
    assert desk is not None
    outline.filter.setCurrentIndex(outline.filter.findData("problems"))
    outline.filter.activated.emit(outline.filter.currentIndex())
    window.workspace.set_findings(())
    outline.filter.apply()
    assert outline.nothing.isVisible() and not outline.tree.isVisible()
    close_book(window, qtbot)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(write_small_book(tmp_path / "另一本.ecd"))
    assert outline.tree.isVisible() and outline.filter.currentIndex() == 0
    assert not outline.tree.isRowHidden(0, QModelIndex())


def test_a_table_in_which_no_figure_must_stand_is_empty_all_the_same() -> None:
    """As in next year's book: none of the figures of a patchy table is expected, and it is not "nothing to fill in"."""
    book = build_sample_book()
    exhibit = next(one for one in book.exhibits() if one.number == "表8-33")
    patchy = replace(exhibit, rows=tuple(replace(line, unexpected=True) for line in exhibit.rows))
    found = finish(counted(Book(), patchy, ()))
    assert (found.expected, found.filled, found.mark, str(found)) == (0, 0, "empty", "还没有数")
    assert str(together([found, finish(counted(book, exhibit, ()))])) == "已有 9/9 个数"


def test_tabs_say_all_of_their_titles_while_there_is_room(window: MainWindow) -> None:
    desk, editors = window.workspace.desk, window.editors
    assert desk is not None
    title = "二〇一八年各地区网络零售额与实物商品网络零售额及其增长速度"
    with desk.edit(text("试验")) as edit:
        edit.put(replace(desk.book.exhibit("t1"), caption=title))
    window.resize(1920, 1080)
    QApplication.processEvents()
    tabs = editors.halves[0]
    assert tabs.tabText(0) == f"表1-1 {title}"
    for exhibit in ("f1", "e1"):
        window.workspace.go_to(Place(exhibit, 0, 0))
    window.resize(1000, 700)
    QApplication.processEvents()
    assert tabs.tabText(0).endswith("…") and len(tabs.tabText(0)) > TITLE_LENGTH
    window.resize(1920, 1080)
    for _exhibit in range(2):
        editors.close_current()
    QApplication.processEvents()
    assert tabs.tabText(0) == f"表1-1 {title}"


def test_a_finding_says_its_numbers_before_anything_else(window: MainWindow) -> None:
    """The formula was cut before its last figure, and what a line said stood in both."""
    share = Finding(
        "r", "占比", "s", Level.ERROR, Verdict.FAILS, text("不符"), formula="网络零售额.占比 63.5% = 1 ÷ 2", difference="49.6%"
    )
    share = replace(share, about="网络零售额，陕西，2018年", suggestion=text("把63.5%改为13.9%"))
    model = FindingsModel()
    model.set_findings((share, replace(share, subject="t", difference="", suggestion=None, formula="")))
    first, second = (model.index(row, 1) for row in range(2))
    assert first.data(UPPER_ROLE) == "陕西，2018年　网络零售额.占比 63.5% = 1 ÷ 2"
    assert first.data(LOWER_ROLE) == "把63.5%改为13.9%　占比"
    assert second.data(UPPER_ROLE) == "网络零售额，陕西，2018年　不符" and second.data(LOWER_ROLE) == "占比"


@pytest.mark.parametrize(
    ("column", "decimals"),
    [(["6 210.7", "29", "6.31000", "—", "", "约26", "30以上"], 5), (["12", "3 400"], 0), (["−0.5", "13.25*"], 2)],
)
def test_decimal_points_stand_under_each_other(qapp: QApplication, column: list[str], decimals: int) -> None:
    metrics = QFontMetrics(qapp.font())
    assert max(map(decimals_in, column)) == decimals
    wide = metrics.horizontalAdvance(".") + decimals * metrics.horizontalAdvance("0") if decimals else 0
    for words in column:
        whole = words.partition(".")[0].rstrip("以上*")
        if words and words != "—":
            behind = metrics.horizontalAdvance(words[len(whole) :])
            assert space_behind(words, decimals, metrics) == max(0, wide - behind)
        else:
            assert space_behind(words, decimals, metrics) == 0


def test_a_long_line_of_numbers_goes_on_in_the_next_and_is_broken_outside_of_figures(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    words = "福建，2018年　农村网络零售额是32.7亿元，2017年农村网络零售额是1043.6亿元，相差一个数量级以上。"
    assert broken(words, metrics.horizontalAdvance(words), metrics) == (words, "")
    for width in range(metrics.horizontalAdvance(words) // 2, metrics.horizontalAdvance(words), 7):
        first, rest = broken(words, width, metrics)
        assert metrics.horizontalAdvance(first) <= width and first + rest == words
        assert not (first[-1].isdigit() and rest[0] in "0123456789.")


def test_a_line_keeps_what_was_typed_with_what_it_is_about(qtbot: QtBot, tmp_path: Path) -> None:
    line, book = KeptLine(), tmp_path / "年报.ecd"
    qtbot.addWidget(line)
    line.be_about(book, "a")
    QTest.keyClicks(line, "half a remark")
    line.be_about(book, "b")
    assert line.text() == ""
    line.be_about(None, "")
    line.be_about(book, "a")
    assert line.text() == "half a remark"
    again = KeptLine()  # the program was closed and started again
    qtbot.addWidget(again)
    again.be_about(book, "a")
    assert again.text() == "half a remark"
    again.be_about(tmp_path / "另一本.ecd", "a")
    assert again.text() == ""
    line.hand_in()
    again.be_about(book, "a")
    assert again.text() == ""


def test_the_outline_measures_one_line_however_many_there_are(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, measured = window.outline.tree, list[QModelIndex]()
    measure = tree.sizeHintForIndex
    monkeypatch.setattr(tree, "sizeHintForIndex", lambda index: measured.append(index) or measure(index))
    longest = max((measure(line).width() for line in lines(tree)), default=0)
    measured.clear()
    assert window.outline.wanted_width >= longest and len(measured) == 1


def lines(tree: QTreeView) -> Iterator[QModelIndex]:
    index = tree.model().index(0, 0)
    while index.isValid():
        yield index
        index = tree.indexBelow(index)


def test_what_is_left_for_the_next_turn_lets_timers_go_first(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    timer = QTimer(window, interval=0)
    timer.timeout.connect(lambda: done.append("timer"))
    timer.start()
    next_turn(window, lambda: done.append("first") or next_turn(window, lambda: done.append("second")))
    qtbot.waitUntil(lambda: "second" in done)
    timer.stop()
    assert "timer" in done[done.index("first") : done.index("second")]
