"""The window opens the pages of rules, results and sign-off, and they find each other and the cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ecdesk.gui.delivery.signoff_page import SignOffPage
from ecdesk.gui.panels.findings_panel import LOWER_ROLE, MENDS_ROLE, button_rect
from ecdesk.gui.rules.results_page import ResultsPage
from ecdesk.gui.rules.rules_page import RulesPage
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from tests.gui.conftest import empty_window  # noqa: F401
from tests.gui.rules.conftest import SALES, figure, records


@pytest.fixture
def window(empty_window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:  # noqa: F811
    path = tmp_path / "试验 年报.ecd"
    Desk.create(path, records(), "张三").close()
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(path)
    qtbot.waitUntil(lambda: not empty_window.checks.pending and not empty_window.workspace.jobs.busy)
    return empty_window


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.checks.pending and not window.workspace.jobs.busy)


def test_results_go_to_the_cell_and_to_the_rule(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_results.trigger()
    page = window.editors.current_page()
    assert isinstance(page, ResultsPage)
    page.go_to_next()
    assert window.workspace.focus is not None and window.workspace.focus.key == figure(SALES, "510000")
    window.ui.action_results.trigger()
    assert window.editors.current_page() is page
    page.rule_button.click()
    rules_page = window.editors.current_page()
    assert isinstance(rules_page, RulesPage) and rules_page.detail.rule is not None
    assert rules_page.detail.rule.id == "limit"
    rules_page.detail.results_button.click()
    assert window.editors.current_page() is page and page.groups.current_id == "limit"
    settled(window, qtbot)


def test_the_wrong_cell_is_found_beside_the_editing_and_put_right(window: MainWindow, qtbot: QtBot) -> None:
    checks = window.checks.checks
    assert checks is not None
    qtbot.waitUntil(lambda: bool(checks.suggestions_of("sum@陕西，2018年")))
    window.ui.action_results.trigger()
    page = window.editors.current_page()
    assert isinstance(page, ResultsPage)
    page.show_finding("sum@陕西，2018年")
    qtbot.waitUntil(lambda: "照此改正" in page.view.toPlainText())
    desk = window.workspace.desk
    assert desk is not None
    seq = desk.seq
    page.view.suggestion_taken.emit(checks.suggestions_of("sum@陕西，2018年")[0])  # type: ignore[index]
    assert desk.seq == seq + 1
    settled(window, qtbot)
    assert not any(finding.id == "sum@陕西，2018年" for finding in checks.findings())


def test_sign_off_shows_exhibits_and_results(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_sign_off.trigger()
    page = window.editors.current_page()
    assert isinstance(page, SignOffPage)
    page.results_requested.emit("t1")
    shown = window.editors.current_page()
    assert isinstance(shown, ResultsPage) and shown.groups.current_id == "t1"
    page.exhibit_requested.emit("t1")
    assert window.workspace.focus is not None and window.workspace.focus.exhibit == "t1"
    settled(window, qtbot)


def test_a_finding_is_put_right_in_the_list_itself_which_never_scrolls_sideways(window: MainWindow, qtbot: QtBot) -> None:
    table, model = window.findings.table, window.findings.model
    row = next(number for number, one in enumerate(model.rows) if one.id == "sum@陕西，2018年")
    index = model.index(row, 1)
    qtbot.waitUntil(lambda: bool(index.data(MENDS_ROLE)))
    assert table.horizontalScrollBar().maximum() == 0 and "630.0" in index.data(LOWER_ROLE)
    rect = table.visualRect(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(4, 4))
    desk = window.workspace.desk
    assert desk is not None
    seq = desk.seq  # a click beside the button chooses the line and nothing else, nor does the mouse that goes up on it only
    button, clicks = button_rect(rect, table.fontMetrics()).center(), list[object]()
    table.mend_wanted.connect(clicks.append)
    QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(4, 4))
    QTest.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=button)
    assert not clicks
    for event in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):  # what a double click comes as
        event(table.viewport(), Qt.MouseButton.LeftButton, pos=button)
    assert len(clicks) == 1 and desk.seq == seq + 1
    settled(window, qtbot)
    assert not any(one.id == "sum@陕西，2018年" for one in model.rows)


def test_the_menu_of_a_line_leaves_the_keys_of_the_others_as_they_were(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.findings
    panel.model.mending = lambda _finding: None
    panel.table.customContextMenuRequested.emit(panel.table.visualRect(panel.model.index(0, 1)).center())
    (menu,) = panel.table.findChildren(QMenu)
    assert not panel.mend_action.isEnabled()
    menu.close()
    assert panel.mend_action.isEnabled()
    settled(window, qtbot)


def test_pages_go_with_the_book(window: MainWindow, qtbot: QtBot) -> None:
    for action in (window.ui.action_rules, window.ui.action_results, window.ui.action_sign_off):
        action.trigger()
    settled(window, qtbot)
    window.ui.action_close_book.trigger()
    assert window.editors.is_empty
    window.ui.action_rules.trigger()
    assert window.editors.is_empty


def test_a_finding_of_the_panel_is_explained(window: MainWindow, qtbot: QtBot) -> None:
    window.findings.table.setCurrentIndex(window.findings.model.index(1, 0))
    wanted = window.findings.current()
    assert wanted is not None
    window.ui.action_explain.trigger()
    page = window.editors.current_page()
    assert isinstance(page, ResultsPage) and [finding.id for finding in page.selected()] == [wanted.id]
    assert page.focusWidget() is page.explain_panel.reason
    settled(window, qtbot)


def test_the_panel_follows_whoever_goes_through_the_findings_elsewhere(window: MainWindow, qtbot: QtBot) -> None:
    """F8 in the list of all went to a cell while the panel kept another line marked, and F9 was about that one."""
    window.ui.action_results.trigger()
    page = window.editors.current_page()
    assert isinstance(page, ResultsPage)
    for _step in range(2):
        page.go_to_next()
        gone_to = page.model.row_at(page.table.currentIndex())
        shown = window.findings.current()
        assert gone_to is not None and shown is not None and shown.id == gone_to.id
    settled(window, qtbot)


def test_what_is_not_saved_is_there_when_the_page_is_opened_again(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_rules.trigger()
    page = window.editors.current_page()
    assert isinstance(page, RulesPage)
    page.show_rule("limit")
    page.detail.editor.setPlainText("写了一半")
    window.ui.action_close_tab.trigger()
    window.ui.action_rules.trigger()
    again = window.editors.current_page()
    assert isinstance(again, RulesPage) and again is not page
    again.show_rule("limit")
    assert again.detail.editor.toPlainText() == "写了一半"
    settled(window, qtbot)


def test_tabs_of_pages_speak_the_language(window: MainWindow, qtbot: QtBot) -> None:
    window.ui.action_rules.trigger()
    window.appearance.set_language("en")
    half = window.editors.halves[0]
    qtbot.waitUntil(lambda: "Rules" in [half.tabText(number) for number in range(half.count())])
    settled(window, qtbot)
