"""The guided first book, the guide's place for what has the focus, and the keys that an editor chooses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.changes import StepKind
from ecdesk.domain.book.records import Chart, ChartKind, Manuscript
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import languages, text
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.help.first_book import SETTING, steps
from ecdesk.gui.shell.help.guide import GuidePage, places
from ecdesk.gui.shell.help.shortcuts import ShortcutDialog, refusal
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.program.places import data_folder
from ecdesk.session.tables import cells, charting
from tests.dialogs import Dialogs
from tests.gui.desk import sales, write_small_book


def test_every_place_of_the_guide_is_there_in_every_language() -> None:
    for code in languages():
        lines = resource("guide", f"{code}.md").read_text(encoding="utf-8").splitlines()
        for name, headings in places().items():
            assert f"## {headings[code]}" in lines, (name, code)


def test_the_steps_are_seven_and_say_everything_in_every_language(empty_window: MainWindow) -> None:
    assert len(steps()) == 7
    for step in steps():
        assert all(set(words) == set(languages()) and all(words.values()) for words in (step.title, step.words, step.button))
        assert callable(empty_window.first_book._helps[step.helps])
    assert {step.done for step in steps()} == {"opened", "imported", "looked", "corrected", "charted", "proofread", "exported"}


def test_a_first_book_is_gone_through_step_by_step(empty_window: MainWindow, qtbot: QtBot, home: object) -> None:
    window, strip = empty_window, empty_window.first_book
    assert not strip.isVisible()
    QTest.mouseClick(window.start_page.guide_button, Qt.MouseButton.LeftButton)
    assert strip.isVisible() and strip.words.text().startswith("第 1 步，共 7 步")
    # The window is opened on a small book in the place of a sample.
    samples = data_folder() / "samples"
    samples.mkdir(parents=True)
    with qtbot.waitSignal(window.opener.opened):
        window.open_book(write_small_book(samples / "一.ecd"))
    assert strip.number == 2
    desk = window.workspace.desk
    assert desk is not None
    with desk.edit(text("导入 {files} 份报送", files=1, step_kind=StepKind.IMPORT)) as edit:
        edit.put(Manuscript("other", "别的", "0" * 64, "2019-01-01T00:00:00Z"))
    assert strip.number == 3
    qtbot.waitUntil(lambda: not window.checks.pending)
    cells.enter(desk, "t1", [(0, 1, "1.5")])  # an error: another magnitude than the year before
    window.checks.publish()
    window.workspace.go_to(Place("t1", 0, 1))
    assert any(finding.is_open for finding in window.workspace.findings), "the small book has to have a finding"
    qtbot.waitUntil(lambda: strip.number == 4)
    desk.undo()
    window.checks.publish()
    assert strip.number == 5
    charting.set_chart(desk, "f1", Chart(ChartKind.LINE))
    assert strip.number == 6
    QTest.mouseClick(strip.skip_button, Qt.MouseButton.LeftButton)
    assert strip.number == 7 and Settings().text(SETTING) == "7"
    window.workspace.say_written("写好了", samples)
    assert strip.words.text().startswith("七步都走过了") and not strip.skip_button.isVisible()
    QTest.mouseClick(strip.end_button, Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    window.ui.action_first_book.trigger()
    assert strip.number == 2  # the book is open already


def test_f1_opens_the_guide_at_what_has_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    qtbot.waitUntil(lambda: window.inspector.comment.isVisible())
    focused = ((window.outline.tree, "目录"), (window.inspector.comment, "来历"), (window.editors.current_editor(), "改表"))
    for widget, chapter in focused:
        assert widget is not None
        window.workspace.go_to(Place("t1", 0, 0))
        widget.setFocus()
        window.ui.action_guide.trigger()
        page = window.editors.page("guide")
        assert isinstance(page, GuidePage)
        current = page.chapters.currentItem()
        assert current is not None and current.text() == chapter
        QApplication.processEvents()  # the page gets its width, and lines break elsewhere
        assert page.browser.cursorForPosition(QPoint(0, 20)).block().text() == chapter
        window.editors.close_page("guide")
    window.ui.action_board.trigger()
    window.ui.action_guide.trigger()
    page = window.editors.page("guide")
    assert isinstance(page, GuidePage) and page.chapters.currentItem().text() == "报送情况、报送表和查询函"


@pytest.mark.parametrize(
    ("key", "refused"),
    [("E", True), ("Shift+E", True), ("Shift+F2", False), ("F2", True), ("Return", True), ("Ctrl+E", False), ("F9", False)],
)
def test_keys_that_type_are_not_given_away(key: str, refused: bool) -> None:
    assert bool(refusal(QKeySequence(key).toString())) is refused


def test_keys_are_found_changed_taken_over_and_reset(window: MainWindow, dialogs: Dialogs, qtbot: QtBot) -> None:
    window.workspace.go_to(Place("t1", 0, 0))
    editor = window.editors.current_editor()
    assert editor is not None

    def give_export_the_key_of_import(dialog: ShortcutDialog) -> object:
        assert len(dialog.model.rows) > 80
        dialog.search.setText("导出 ctrl+e")
        assert [one.id for one in dialog.model.rows] == ["export"] and dialog.model.rows[0].where == "文件"
        QTest.keyClick(dialog.field, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        assert "“Ctrl+I”现在是“导入”" in dialog.said.text() and dialog.set_button.text() == "改用到这里"
        QTest.mouseClick(dialog.set_button, Qt.MouseButton.LeftButton)
        dialog.search.setText("向下填充")
        dialog.field.setKeySequence(QKeySequence("Alt+D"))
        dialog.set_key()
        return dialog.answer()

    dialogs.answer("ShortcutDialog", give_export_the_key_of_import)
    window.ui.action_shortcuts.trigger()
    assert window.ui.action_export.shortcut().toString() == "Ctrl+I" and "Ctrl+I" in window.ui.action_export.toolTip()
    assert window.ui.action_import.shortcut().isEmpty() and "Ctrl+I" not in window.ui.action_import.toolTip()
    assert editor.actions_by_name["fill_down"].shortcut().toString() == "Alt+D"
    # A table that is opened later has the chosen keys, too; so has the next start of the program.
    window.workspace.go_to(Place("e1", 0, 0))
    later = window.editors.current_editor()
    assert later is not None and later is not editor
    assert later.actions_by_name["fill_down"].shortcut().toString() == "Alt+D"
    assert Settings().keys("export") == ("Ctrl+I",) and Settings().keys("import") == ()

    def reset_everything(dialog: ShortcutDialog) -> object:
        dialog.search.setText("导出 ctrl+i")
        assert [one.id for one in dialog.model.rows] == ["export"] and dialog.reset_button.isEnabled()
        dialog.reset_all()
        return dialog.answer()

    dialogs.answer("ShortcutDialog", reset_everything)
    window.ui.action_shortcuts.trigger()
    assert window.ui.action_export.shortcut().toString() == "Ctrl+E" and window.ui.action_import.shortcut().toString() == "Ctrl+I"
    assert later.actions_by_name["fill_down"].shortcut().toString() == "Ctrl+D" and Settings().keys("export") is None
    assert sales("310000") in window.workspace.desk.book.observations  # type: ignore[union-attr]


def test_the_guide_opens_beside_the_work_with_pictures_of_this_window(window: MainWindow) -> None:
    window.ui.action_guide.trigger()
    page = window.editors.page("guide")
    assert isinstance(page, GuidePage)
    assert [page.chapters.item(row).text() for row in (0, 3)] == ["使用指南", "改表"]
    assert set(page.browser._taken) == {f"picture:{name}" for name in ("outline", "inspector", "chart", "findings", "history")}
    window.ui.action_close_tab.trigger()
    assert window.editors.page("guide") is None
