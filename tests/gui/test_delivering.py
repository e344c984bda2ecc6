"""Import, export and the next year, from the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecdesk.gui import dialogs as dialogs_module
from ecdesk.gui.import_page import ImportPage
from ecdesk.gui.main_window import MainWindow
from ecdesk.session.imports import Fate
from tests.dialogs import Dialogs
from tests.gui.desk import sales

SUBMISSION = "陕西省2018年电子商务数据\n填报单位：陕西省商务厅\n单位：亿元\n指标,2018年,2017年\n网络零售额,893.6,380.0\n"


def submission(folder: Path, text: str = SUBMISSION) -> Path:
    path = folder / "陕西省.csv"
    path.write_text(text, encoding="utf-8")
    return path


def preview(window: MainWindow, qtbot: QtBot, paths: list[Path]) -> ImportPage:
    window.delivery.import_files(paths)
    page = window.delivery.import_page
    assert page is not None
    qtbot.waitUntil(lambda: len(page.preview.files) == len(paths), timeout=20_000)
    return page


def test_a_submission_is_previewed_then_stored_as_one_step_that_can_be_undone(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = preview(window, qtbot, [submission(tmp_path)])
    desk = window.workspace.desk
    assert desk is not None
    assert page.preview.count(Fate.NEW) == 1 and page.preview.count(Fate.SAME) == 1
    assert desk.book.observation(sales("610000")) is None
    QTest.mouseClick(page.ui.store, Qt.MouseButton.LeftButton)
    assert desk.book.observation(sales("610000")) is not None
    assert window.delivery.import_page is None
    assert "1" in window.ui.status_bar.currentMessage()
    window.undo()
    assert desk.book.observation(sales("610000")) is None
    assert not desk.book.all("submission")


def test_a_file_that_cannot_be_read_says_why_and_is_not_stored(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"not a workbook")
    page = preview(window, qtbot, [broken])
    assert "坏.xlsx" in page.ui.words.text()
    assert not page.ui.store.isEnabled()


def test_lines_are_filtered_by_their_fate(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = preview(window, qtbot, [submission(tmp_path)])
    assert len(page.lines.rows) == 2
    QTest.mouseClick(page.chips[Fate.NEW], Qt.MouseButton.LeftButton)
    assert [line.fate for line in page.lines.rows] == [Fate.NEW]
    QTest.mouseClick(page.chips[Fate.NEW], Qt.MouseButton.LeftButton)
    assert len(page.lines.rows) == 2


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
