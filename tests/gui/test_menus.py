"""What the menus of tabs and findings offer, what is closed and opened again, and save points by Ctrl+S."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.history import History
from ecdesk.domain.book.records import Alternative, Observation, Origin, OriginKind, SavePoint
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import PERCENT
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.commands import all_actions
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.tables.cells import enter
from tests.dialogs import Dialogs
from tests.gui.desk import sales, write_small_book

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def right_click(widget: QWidget, where: QPoint) -> QMenu:
    """Click with the right button as a window system does it, and give the menu that is shown."""
    QTest.mouseClick(widget, Qt.MouseButton.RightButton, pos=where)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, widget.mapToGlobal(where))
    QApplication.sendEvent(widget, event)
    return shown_menu()


def shown_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(menu: QMenu, words: str) -> None:
    """Click the entry that begins with these words."""
    action = next(one for one in menu.actions() if one.text().startswith(words))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def groups(menu: QMenu) -> list[int]:
    """How many entries stand between the lines of a menu."""
    counts = [0]
    for action in menu.actions():
        if action.isSeparator():
            counts.append(0)
        elif action.isVisible():
            counts[-1] += 1
    return [count for count in counts if count]


def test_tabs_have_a_menu_and_closed_ones_come_back(window: MainWindow, qtbot: QtBot) -> None:
    editors = window.editors
    window.workspace.go_to(Place("f1", 1, 1))
    window.workspace.go_to(Place("e1"))
    bar = editors.halves[0].tabBar()

    def menu(number: int) -> QMenu:
        return right_click(bar, bar.tabRect(number).center())

    pick(menu(1), "复制编号和标题")
    assert QApplication.clipboard().text() == "图1-1 网络零售额比较"
    pick(menu(1), "关闭其他页")
    assert editors.open_exhibits() == ["f1"]
    pick(menu(0), "关闭")
    assert editors.is_empty and editors.nothing.isVisible()
    # The last one first, at the cell that it was left at; then nothing is left and it is said.
    QTest.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    place = editors.current_editor()
    assert editors.open_exhibits() == ["f1"] and place is not None and place.current is not None
    assert (place.current.row, place.current.column) == (1, 1) and not editors.nothing.isVisible()
    for _again in range(2):
        QTest.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    assert sorted(editors.open_exhibits()) == ["e1", "f1", "t1"]
    QTest.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    assert "没有刚关闭" in window.ui.status_bar.currentMessage()
    pick(menu(0), "只看它的审核结果")
    assert editors.page("results") is not None


def test_a_finding_has_a_menu_that_the_keyboard_opens_too(window: MainWindow, qtbot: QtBot) -> None:
    desk, panel = window.workspace.desk, window.findings
    assert desk is not None
    with desk.edit(text("试验")) as edit:
        for area in ("310000", "440000"):
            edit.put(Observation(sales(area).moved(measure="growth"), Amount(Decimal("99.9"), PERCENT)))
    qtbot.waitUntil(lambda: panel.model.rowCount() > 1)
    table = panel.table
    where = table.visualRect(panel.model.index(1, 0)).center()
    menu = right_click(table.viewport(), where)
    assert table.currentIndex().row() == 1 and groups(menu) == [3, 2]
    pick(menu, "复制这一条")
    assert str(panel.model.rows[1].subject) in QApplication.clipboard().text()
    window.workspace.go_to(Place("e1"))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F10, SHIFT)
    pick(shown_menu(), "只看这张图表的")
    assert panel.only_here.isChecked() and window.workspace.focus is not None and window.workspace.focus.exhibit != ""
    # What is filtered away comes back by the button in its place.
    for chip in panel.chips.values():
        chip.setChecked(False)
    assert panel.hint.isVisible()
    QTest.mouseClick(panel.all_button, Qt.MouseButton.LeftButton)
    assert table.isVisible() and not panel.only_here.isChecked()
    table.choose_row(0)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F10, SHIFT)
    pick(shown_menu(), "看全文并说明")
    assert window.editors.page("results") is not None


def test_a_new_error_is_seen_though_the_list_was_scrolled(window: MainWindow, qtbot: QtBot) -> None:
    table = window.findings.table
    qtbot.waitUntil(lambda: not window.checks.pending and table.isVisible())

    def found(level: Level, count: int) -> tuple[Finding, ...]:
        return tuple(Finding(f"{level.value}{n}", "公式", "上海", level, Verdict.FAILS, text("试验")) for n in range(count))

    def is_seen(row: int) -> bool:
        return table.viewport().rect().contains(table.visualRect(window.findings.model.index(row, 0)).adjusted(0, 0, -1, -1))

    for level, below in (
        (Level.QUERY, found(Level.NOTICE, 40)),
        (Level.ERROR, (*found(Level.QUERY, 1), *found(Level.NOTICE, 40))),
    ):
        window.workspace.set_findings(below)
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
        window.workspace.set_findings((*below, *found(level, 1)))
        assert window.findings.model.rows[0].level is level and is_seen(0)
    # What weighs less leaves the list where it was scrolled to.
    present = window.workspace.findings
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    place = table.verticalScrollBar().value()
    window.workspace.set_findings((*present, *found(Level.QUERY, 2)[1:]))
    assert table.verticalScrollBar().value() >= place


def test_long_menus_stand_in_groups(window: MainWindow) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    for menu in (window.ui.menu_file, window.ui.menu_edit, window.ui.menu_view, window.ui.menu_check):
        menu.aboutToShow.emit()
        assert max(groups(menu)) <= 7, menu.title()
    # The longest shows all its commands below the menu bar of a small screen.
    top = window.menuBar().mapTo(window, window.menuBar().rect().bottomLeft()).y()
    tall = {menu.title(): menu.sizeHint().height() for menu in window.menuBar().findChildren(QMenu)}
    assert max(tall.values()) < 768 - top, tall
    edit = window.ui.menu_edit.actions()
    assert window.ui.action_paste_table in edit
    editor = window.editors.current_editor()
    assert editor is not None
    inner = [one for action in edit if isinstance(menu := action.menu(), QMenu) for one in menu.actions()]
    assert {*editor.actions_by_name.values(), *editor.structure_actions.values()} <= {*edit, *inner}


def test_ins_makes_a_table_wherever_the_focus_went_after_a_click_in_the_outline(window: MainWindow, dialogs: Dialogs) -> None:
    """A click there opens the exhibit, and the grid has the focus: Ins did nothing, and no menu had a new table."""
    tree = window.outline.tree
    tree.expandAll()
    where = tree.visualRect(window.outline.model.index_of(("exhibit", "t1"))).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    grid = window.editors.current_editor()
    assert grid is not None
    grid.view.setFocus()
    dialogs.answer("NewTableDialog", None)
    QTest.keyClick(grid.view, Qt.Key.Key_Insert)
    assert len(dialogs.called("NewTableDialog")) == 1
    window.ui.menu_edit.aboutToShow.emit()
    assert window.ui.action_new_table in window.ui.menu_edit.actions()
    dialogs.answer("ExhibitDialog", None)
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_F2)
    (shown,) = dialogs.called("ExhibitDialog")
    assert shown[0][0].windowTitle() == "“表1-1”的表题和说明"


def test_keys_after_a_click_in_the_outline_are_for_what_was_clicked(window: MainWindow, dialogs: Dialogs) -> None:
    """F2 opened a cell of the table and Del emptied it; the guide says that they are for the exhibit."""
    tree, desk = window.outline.tree, window.workspace.desk
    assert desk is not None
    tree.expandAll()
    window.activateWindow()
    where = tree.visualRect(window.outline.model.index_of(("exhibit", "t1"))).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    editor = window.editors.current_editor()
    assert editor is not None and editor.exhibit_id == "t1" and QApplication.focusWidget() is tree
    dialogs.answer("ExhibitDialog", None)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)
    assert len(dialogs.called("ExhibitDialog")) == 1 and editor.view.edit_line is None
    QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert QApplication.focusWidget() is editor.view


def test_enter_presses_the_button_that_has_the_focus(window: MainWindow) -> None:
    window.activateWindow()
    button = QPushButton("x", window.centralWidget())
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("x"))
    button.show()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    button.setEnabled(False)
    QTest.keyClick(window, Qt.Key.Key_Enter)
    assert len(pressed) == 1


def test_ctrl_s_asks_for_nothing(window: MainWindow) -> None:
    desk = window.workspace.desk
    assert desk is not None
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    [point] = desk.book.all(SavePoint).values()
    assert point.name[:2] == "20" and point.name in window.ui.status_bar.currentMessage()
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert len(desk.book.all(SavePoint)) == 1 and "没有改过" in window.ui.status_bar.currentMessage()
    enter(desk, "t1", [(0, 0, "1")])
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert len(desk.book.all(SavePoint)) == 2


def test_a_save_point_is_no_step_of_undo(window: MainWindow) -> None:
    desk = window.workspace.desk
    assert desk is not None
    before = [one.text for one in build_table(desk.book, desk.book.exhibit("t1")).cells[0]]
    for typed in ("1", "2"):
        enter(desk, "t1", [(0, 0, typed)])

    def shown() -> str:
        return build_table(desk.book, desk.book.exhibit("t1")).cells[0][0].text

    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert shown() == "1" and len(desk.book.all(SavePoint)) == 1
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL)
    assert shown() == "2" and len(desk.book.all(SavePoint)) == 2
    # The file says the same.
    desk.flush()
    assert History.of(desk.file.steps()) == desk.history
    for _step in range(3):
        QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert shown() == before[0] and len(desk.book.all(SavePoint)) == 2


def test_a_journal_in_which_a_save_point_was_undone_can_still_be_read() -> None:
    steps = [(1, "do", None, False), (2, "do", None, True), (3, "undo", 2, False), (4, "redo", 2, False), (5, "undo", 2, False)]
    history = History.of([*steps, (6, "undo", 1, False)])
    assert (history.next_undo, history.next_redo) == (None, 1)


def test_another_book_leaves_the_tabs_and_a_copy_has_its_own(
    window: MainWindow, book_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "外带").mkdir()
    copy = write_small_book(tmp_path / "外带" / book_path.name)
    window.workspace.go_to(Place("e1"))
    titles = [window.windowTitle()]
    tabs = [window.editors.open_exhibits()]
    for path in (copy, book_path):
        with qtbot.waitSignal(window.opener.opened):
            window.open_book(path)
        titles.append(window.windowTitle())
        tabs.append(window.editors.open_exhibits())
    assert tabs == [["t1", "e1"], ["t1"], ["t1", "e1"]]
    assert titles[0] == titles[2] != titles[1] and "外带" in titles[1]


def test_what_lacks_figures_does_not_bury_what_is_wrong(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    undecided = tuple(Finding("r", f"缺数公式{n}", "上海", Level.ERROR, Verdict.UNDECIDED, text("试验")) for n in range(3))
    wrong = Finding("w", "有误公式", "上海", Level.ERROR, Verdict.FAILS, text("试验"))
    holds = Finding("h", "相符公式", "上海", Level.ERROR, Verdict.HOLDS, text("试验"), formula="[北京] 缺")
    monkeypatch.setattr(window.checks, "findings_of", lambda _key: (*undecided, holds, wrong))
    desk = window.workspace.desk
    assert desk is not None
    with desk.edit(text("试验")) as edit:
        edit.put(Alternative(sales("310000"), "s1", Amount(Decimal("99.9"), PERCENT), Origin(OriginKind.IMPORTED)))
    window.workspace.go_to_key(sales("310000"))
    window.inspector.show_cell()

    def told() -> str:
        return window.inspector.browser.toPlainText()

    order = ("另有说法", "有误公式", "来源", "通过 1 条", "相符公式", "3 条审核公式无法判断", "印在 ")
    assert sorted(order, key=told().index) == list(order)
    assert "缺数公式" not in told() and "[北京] 缺" not in told()
    window.inspector.browser.anchorClicked.emit(QUrl("unfold:rules"))
    assert all(f"缺数公式{n}" in told() for n in range(3)) and "[北京] 缺" not in told()
    window.inspector.browser.anchorClicked.emit(QUrl("unfold:passed"))
    assert "[北京] 缺" in told() and "缺数公式0" in told()
    window.workspace.go_to(Place("t1", 1, 1))
    window.inspector.show_cell()
    assert "缺数公式" not in told() and "[北京] 缺" not in told()


def test_without_a_book_no_command_about_one_can_be_given(empty_window: MainWindow) -> None:
    can_be_given = {action.objectName() for action in all_actions(empty_window) if action.isEnabled()}
    themes = {f"action_theme_{name}" for name in ("light", "dark", "contrast")}
    about_the_window = {
        "next_pane",
        "previous_pane",
        "find_anything",
        "larger",
        "smaller",
        "preferences",
        "guide",
        "about",
        "shortcuts",
        "verify",
    }
    to_begin = {"open", "new_book", "quit", "first_book"}
    assert can_be_given == themes | {f"action_{name}" for name in about_the_window | to_begin}
