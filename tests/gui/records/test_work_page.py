"""The office in the window: who does what until when, what waits, what changed since, remarks on exhibits and sentences, the report to print."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.records import Assignment, Comment, Passage
from ecdesk.gui.delivery.preview_page import PreviewPage
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.panels.outline_model import OutlineModel
from ecdesk.gui.records.comments_page import CommentsPage
from ecdesk.gui.records.work_page import WorkPage
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.versions.compare_page import ComparePage
from ecdesk.session.delivery.work_report import WORK_REPORT
from ecdesk.session.records.assignments import PartFilter, assign
from ecdesk.session.tables import cells
from tests.dialogs import Dialogs
from tests.gui.desk import gathered


def in_sight(window: MainWindow) -> list[str]:
    """The exhibits and sections that the outline shows."""
    tree, model = window.outline.tree, window.outline.model
    assert isinstance(model, OutlineModel)
    found = [model.index_of(key) for key in model.node_keys() if key[0] in ("section", "exhibit")]
    return [index.data().split()[0] for index in found if not tree.isRowHidden(index.row(), index.parent())]


def choose(page: WorkPage, *abouts: str) -> None:
    gathered(page)
    page.table.choose_rows([page.model.row_of(about) for about in abouts])


def cell(page: WorkPage, about: str, column: int) -> str:
    gathered(page)
    return str(page.model.index(page.model.row_of(about), column).data())


def test_the_work_is_shared_out_goes_on_and_is_compared(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    window.ui.action_work.trigger()
    page = window.editors.current_page()
    assert isinstance(page, WorkPage)
    desk = page.desk
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    # Several at once: a chapter of one's own, an exhibit in it of a colleague.
    choose(page, "s1", "s2")
    page.who.setFocus()
    page.who.lineEdit().selectAll()
    QTest.keyClicks(page.who.lineEdit(), desk.who)
    QTest.keyClicks(page.due, "2019-03-31")
    QTest.keyClick(page.due, Qt.Key.Key_Return)
    assert set(desk.book.all(Assignment)) == {"s1", "s2"} and "2019-03-31" in cell(page, "t1", 2)
    page.table.setFocus()
    choose(page, "f1")
    page.who.setCurrentText("王五")
    QTest.mouseClick(page.buttons["assign"], Qt.MouseButton.LeftButton)
    assert [cell(page, one, 1) for one in ("t1", "f1")] == [desk.who, "王五"]
    # A day for two who are not the same person: both keep theirs.
    page.table.setFocus()
    choose(page, "s2", "f1")
    page.due.setFocus()
    page.due.selectAll()
    QTest.keyClicks(page.due, "2019-04-30")
    QTest.keyClick(page.due, Qt.Key.Key_Return)
    assert [cell(page, one, 1) for one in ("s2", "f1")] == [desk.who, "王五"] and "2019-04-30" in cell(page, "f1", 2)
    assert next(page.people.index(row, 0).data() for row in range(page.people.rowCount())) == "所有人"
    box = window.outline.filter
    box.setCurrentIndex(box.findData(PartFilter.MINE))
    box.activated.emit(box.currentIndex())
    assert "表1-1" in in_sight(window) and "图1-1" not in in_sight(window)
    # A chapter passes; what changes afterwards is known and compared. The outline lists what waits from then on.
    box.setCurrentIndex(box.findData(PartFilter.WAITING))
    box.activated.emit(box.currentIndex())
    choose(page, "s1")
    dialogs.answer("ask_in_spite", False, True)
    QTest.mouseClick(page.buttons["pass"], Qt.MouseButton.LeftButton)
    assert not desk.book.all(Passage) and "空着 1 格" in dialogs.called("ask_in_spite")[0][0][3][0]
    QTest.mouseClick(page.buttons["pass"], Qt.MouseButton.LeftButton)
    assert len(desk.book.all(Passage)) == 2 and cell(page, "t1", 3) == "复审" and cell(page, "s2", 3) == "初审"
    assert in_sight(window) == ["第1章", "1.1", "表1-1", "图1-1"]
    cells.enter(desk, "t1", [(0, 1, "7.0")])
    qtbot.waitUntil(lambda: cell(page, "t1", 5) == "改过")
    choose(page, "t1")
    QTest.mouseClick(page.buttons["changes"], Qt.MouseButton.LeftButton)
    compare = window.editors.current_page()
    assert isinstance(compare, ComparePage)
    qtbot.waitUntil(lambda: compare.tables.pairing is not None and bool(compare.tables.list.count()))
    assert compare.tables.list.count() == 1 and "表1-1" in compare.tables.list.item(0).text()
    assert "上一阶段通过时" in compare.names[0]
    # Sent back, with stages of the book's own; then the report.
    window.editors.show_page("work")
    dialogs.answer("ask_text", "初审、终审（王五）")
    QTest.mouseClick(page.buttons["stages"], Qt.MouseButton.LeftButton)
    gathered(page)
    assert [page.stage.itemText(number) for number in range(page.stage.count())] == ["初审", "终审", "全部完成"]
    choose(page, "t1")
    page.stage.setCurrentIndex(0)
    QTest.mouseClick(page.buttons["move"], Qt.MouseButton.LeftButton)
    assert cell(page, "t1", 3) == "初审" and len(desk.book.all(Passage)) == 1
    QTest.mouseClick(page.buttons["report"], Qt.MouseButton.LeftButton)
    preview = window.editors.current_page()
    assert isinstance(preview, PreviewPage) and preview.choice.part == WORK_REPORT
    qtbot.waitUntil(lambda: preview.view.count > 0)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)


def test_what_is_typed_stays_while_the_list_renews_itself(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_work.trigger()
    page = window.editors.current_page()
    assert isinstance(page, WorkPage)
    choose(page, "s1", "s2")
    page.who.setFocus()
    page.who.lineEdit().selectAll()
    QTest.keyClicks(page.who.lineEdit(), "Wang")
    page.due.setFocus()
    QTest.keyClicks(page.due, "2019-03-31")
    page.table.setFocus()
    assign(page.desk, ["f1"], "李四", None)  # a colleague's, say: the list looks again
    gathered(page)
    qtbot.waitUntil(lambda: cell(page, "f1", 1) == "李四")
    assert (page.who.currentText(), page.due.text()) == ("Wang", "2019-03-31")
    QTest.mouseClick(page.buttons["assign"], Qt.MouseButton.LeftButton)
    gathered(page)
    assert (cell(page, "s1", 1), page.desk.book.get(Assignment, "s2").due) == ("Wang", "2019-03-31")
    # Other parts, other words.
    choose(page, "f1")
    assert (page.who.currentText(), page.due.text()) == ("李四", "")


def test_remarks_on_an_exhibit_are_answered_and_dealt_with(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    tree, desk = window.outline.tree, window.workspace.desk
    assert desk is not None
    tree.setCurrentIndex(window.outline.model.index_of(("exhibit", "t1")))
    tree.setFocus()
    dialogs.answer("ask_text", "total is missing")
    QTest.keyClick(tree, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    window.ui.action_comments.trigger()
    page = window.editors.current_page()
    assert isinstance(page, CommentsPage)
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.model.index(0, 1).data() == "表1-1 各地网络零售额"
    QTest.keyClicks(page.answer, "no it is not")
    QTest.keyClick(page.answer, Qt.Key.Key_Return)
    assert "no it is not" in page.thread_view.toPlainText() and len(desk.book.all(Comment)) == 2
    QTest.mouseClick(page.done_button, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == 0 and page.hint.isVisible()
    page.filters.button(1).click()
    assert page.model.index(0, 0).data() == "已处理" and page.done_button.text() == "重新打开"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.editors.editor("t1") is not None and window.workspace.focus is not None
    qtbot.waitUntil(lambda: window.workspace.focus is not None and window.workspace.focus.exhibit == "t1")


def test_a_table_is_headed_by_its_title_its_state_and_whose_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1"))
    editor = window.editors.current_editor()
    assert editor is not None and window.workspace.desk is not None
    assert editor.heading.title.text() == "表1-1　各地网络零售额"
    assert editor.heading.unit.text() == "单位：亿元"
    assert "已有 5/6 个数" in editor.heading.state.text()
    assign(window.workspace.desk, [editor.exhibit_id], who="李四", due="2019-05-01")
    assert "李四" in editor.heading.state.text() and "2019-05-01" in editor.heading.state.text()
    window.workspace.desk.undo()
    assert "李四" not in editor.heading.state.text()


def test_in_half_of_a_window_the_title_stays_and_the_rest_is_cut(window: MainWindow) -> None:
    window.workspace.go_to(Place("t1"))
    editor = window.editors.current_editor()
    assert editor is not None
    heading = editor.heading
    heading.state.set_line("已有 5/6 个数，1 个数两个来源不一致，12 条审核结果待处理　复审　李四　2019-05-01")
    heading.resize(320, heading.height())
    heading.layout().activate()
    wide = heading.title.fontMetrics().horizontalAdvance(heading.title.text())
    assert heading.title.width() >= min(wide, 160)
    assert heading.unit.width() >= heading.unit.sizeHint().width()  # figures without their unit say nothing
    assert "李四" in heading.state.toolTip()
