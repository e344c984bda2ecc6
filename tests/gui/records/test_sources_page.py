"""The register of sources in the window: registered, corrected, merged, named under exhibits by a tick, and offered where a figure's source is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.errors import UserError
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.records.sources_page import SourceDialog, SourcesPage, SourceWords
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.records import sources
from tests.dialogs import Dialogs
from tests.gui.desk import sales


def page_of(window: MainWindow) -> SourcesPage:
    window.ui.action_sources.trigger()
    page = window.editors.current_page()
    assert isinstance(page, SourcesPage)
    return page


def tick(page: SourcesPage, row: int) -> None:
    index = page.exhibits.index(row, 0)
    page.exhibits.setData(index, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)


def test_sources_are_registered_named_corrected_and_merged(window: MainWindow, qtbot: QtBot, dialogs: Dialogs) -> None:
    page = page_of(window)
    desk = page.desk
    assert page.hint.isVisible() and not page.buttons["change"].isEnabled()
    dialogs.answer("SourceDialog", SourceWords("国家统计局", "公报", "", ""), SourceWords("", "", "", ""), SourceWords("国统局"))
    dialogs.answer("show_error", None)
    page.buttons["add"].click()
    page.buttons["add"].click()
    ((_window, error), _named), *_rest = dialogs.called("show_error")
    assert isinstance(error, UserError) and "哪个机构" in str(error)
    page.buttons["add"].click()
    assert [use.source.name for use in page.model.rows] == ["国家统计局《公报》", "国统局"] and not page.hint.isVisible()
    page.table.selectRow(1)
    tick(page, 0)
    assert source_line(desk.book, desk.book.exhibits()[0]) == "数据来源：国统局" and page.exhibits.rows[0].named
    assert not page.buttons["remove"].isEnabled()
    page.table.selectAll()
    page.buttons["merge"].click()
    assert source_line(desk.book, desk.book.exhibits()[0]) == "数据来源：国家统计局《公报》"
    page.table.selectRow(0)
    dialogs.answer("SourceDialog", lambda dialog: _renamed(dialog))
    page.buttons["change"].click()
    assert "已改成" in window.ui.status_bar.currentMessage()
    window.workspace.go_to(Place("t1", 0, 0))
    editor = window.editors.editor("t1")
    assert editor is not None and "数据来源：国家统计局《统计公报》" in editor.foot.text()


def _renamed(dialog: SourceDialog) -> SourceWords:
    assert dialog.answer() == SourceWords("国家统计局", "公报")
    dialog.form.publication.setText("统计公报")
    return dialog.answer()


def test_a_figures_source_is_offered_and_shown_by_the_inspector(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.workspace.desk
    assert desk is not None
    bureau = sources.add_source(desk, "国家统计局", "公报", link="http://www.stats.gov.cn")
    window.workspace.go_to(Place("t1", 0, 0))
    editor = window.editors.editor("t1")
    assert editor is not None
    editor.verbs.state_source()
    box = editor.verbs.remark_bar.words
    completer = box.completer()
    assert completer is not None and completer.model().index(0, 0).data() == bureau.name
    box.setText("国家统计局《公报》 第7页")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert desk.book.observations[sales("310000", 2017)].origin.source == bureau.id
    qtbot.waitUntil(lambda: "国家统计局《公报》 第7页" in window.inspector.browser.toPlainText())
    assert "http://www.stats.gov.cn" in window.inspector.browser.toPlainText()
