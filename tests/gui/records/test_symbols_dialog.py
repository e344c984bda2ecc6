"""Symbols, chosen in the window: what would be printed is shown before OK, the table follows at once, and it can be taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from ecdesk.domain.figures.amounts import Mark
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.records.symbols_dialog import SymbolsDialog
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.tables import cells
from tests.dialogs import Dialogs


def test_the_table_shows_other_symbols_and_the_inspector_says_what_they_mean(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    cells.enter(desk, "t1", [(0, 0, "不详"), (1, 0, "…")])
    window.workspace.go_to(Place("t1", 0, 0))
    editor = window.editors.editor("t1")
    assert editor is not None
    assert [editor.model.rendered(row, 0).text for row in (0, 1)] == ["", "…"]

    def choose(dialog: SymbolsDialog) -> object:
        assert dialog.form.unknown_count.text() == "书里有 1 个"
        dialog.fields[Mark.UNKNOWN].setText("…")
        ok = dialog.form.buttons.button(QDialogButtonBox.StandardButton.Ok)
        assert not ok.isEnabled() and "不足最小单位" in dialog.form.told.text()
        dialog.fields[Mark.SMALL].setText("#")
        assert ok.isEnabled() and "“…”表示数据不详" in dialog.form.told.text()
        return dialog.answer()

    dialogs.answer("SymbolsDialog", choose)
    window.ui.action_symbols.trigger()
    QApplication.processEvents()
    assert [editor.model.rendered(row, 0).text for row in (0, 1)] == ["…", "#"]
    assert "2 个格子" in window.ui.status_bar.currentMessage()
    qtbot.waitUntil(lambda: "还不知道" in window.inspector.browser.toPlainText())
    window.ui.action_undo.trigger()
    assert [editor.model.rendered(row, 0).text for row in (0, 1)] == ["", "…"]


def test_the_yearbooks_use_is_one_button_away(window: MainWindow) -> None:
    assert window.workspace.book is not None
    dialog = SymbolsDialog(None, window.workspace.book)
    dialog.fields[Mark.NONE].setText("-")
    dialog.form.usual.click()
    assert dialog.answer()[Mark.NONE] == "—"
    dialog.deleteLater()
