"""Export and the next year, from the window."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from ecdesk.gui import dialogs as dialogs_module
from ecdesk.gui.main_window import MainWindow
from tests.dialogs import Dialogs


def test_the_book_is_exported_as_a_workbook_and_charts(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    target, charts = tmp_path / "成品.xlsx", tmp_path / "图"
    charts.mkdir()
    dialogs.answer("ask_export", dialogs_module.ExportChoice(target, charts, ("svg",), False))
    window.ui.action_export.trigger()
    qtbot.waitUntil(lambda: target.exists() and not window.workspace.jobs.busy, timeout=30_000)
    assert [path.suffix for path in charts.iterdir()] == [".svg"]
    assert "成品.xlsx" in window.ui.status_bar.currentMessage()


def test_the_next_year_is_made_from_this_one(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    target = tmp_path / "2019.ecd"
    dialogs.answer("choose_target", target)
    with qtbot.waitSignal(window.opener.opened, timeout=20_000):
        window.ui.action_new_year.trigger()
    assert window.workspace.path == target
    assert window.workspace.book is not None and window.workspace.book.year == 2019
