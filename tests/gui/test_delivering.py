"""Export and the next year, from the window."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from ecdesk.domain.book.book import Book
from ecdesk.gui.delivery.export_dialog import ExportChoice
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.delivery import exporting
from ecdesk.session.program.progress import Job, finish
from ecdesk.session.submissions import imports
from ecdesk.session.tables.cells import enter
from tests.dialogs import Dialogs

SUBMISSION = "陕西省2018年电子商务数据\n填报单位：陕西省商务厅\n单位：亿元\n指标,2018年,2017年\n网络零售额,893.6,380.0\n"


def submission(folder: Path) -> Path:
    path = folder / "陕西省.csv"
    path.write_text(SUBMISSION, encoding="utf-8")
    return path


def test_the_book_is_exported_as_a_workbook_and_charts(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, charts = tmp_path / "成品.xlsx", tmp_path / "图"
    charts.mkdir()
    dialogs.answer("ExportDialog", ExportChoice(target, charts, ("svg",), False))
    window.ui.action_export.trigger()
    qtbot.waitUntil(lambda: target.exists() and not window.workspace.jobs.busy)
    assert [path.suffix for path in charts.iterdir()] == [".svg"]
    assert "成品.xlsx" in window.written_strip.words.text()
    # What was written is said until it is put away, and leads to its folder; another book begins without it.
    strip = window.written_strip
    assert strip.isVisible() and "成品.xlsx" in strip.words.text()
    shown: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())) or True)
    qtbot.mouseClick(strip.folder_button, Qt.MouseButton.LeftButton)
    assert shown == [tmp_path] and strip.isVisible()
    window.workspace.say_written("数据", charts)
    qtbot.mouseClick(strip.folder_button, Qt.MouseButton.LeftButton)
    assert shown[1:] == [charts] and strip.words.text() == "数据"
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    qtbot.mouseClick(strip.folder_button, Qt.MouseButton.LeftButton)
    assert str(charts) in window.ui.status_bar.currentMessage()
    qtbot.mouseClick(strip.close_button, Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    # Nor does it stand under the work that goes on: what was written is no longer the book as it is.
    window.workspace.say_written("数据", charts)
    desk = window.workspace.desk
    assert strip.isVisible() and desk is not None
    enter(desk, "t1", [(0, 1, "10081.0")])
    assert not strip.isVisible()


@pytest.mark.parametrize("answer", [0, 1, None])
def test_closing_while_an_export_is_written_asks(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int | None
) -> None:
    target, begun, gate, real = tmp_path / "成品.xlsx", threading.Event(), threading.Event(), exporting.export

    def slow(*args: Any) -> Job[Any]:
        begun.set()
        gate.wait(10)
        return (yield from real(*args))

    monkeypatch.setattr(exporting, "export", slow)
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    dialogs.answer("ExportDialog", ExportChoice(target, None, (), False))
    window.ui.action_export.trigger()
    assert begun.wait(10)
    dialogs.answer("ask_question", answer)
    assert not window.close()
    assert "导出" in dialogs.called("ask_question")[0][0][1]
    gate.set()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert target.exists() is (answer != 1) and window.isHidden() is (answer is not None)
    assert window.workspace.desk is None or answer is None


def test_a_final_edition_has_a_certificate_against_which_files_are_held(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    import openpyxl

    target, again = tmp_path / "成品.xlsx", tmp_path / "另存.xlsx"
    qtbot.waitUntil(lambda: not window.checks.pending)
    dialogs.answer("ExportDialog", ExportChoice(target, None, (), True))
    dialogs.answer("ask_in_spite", True)
    window.ui.action_export.trigger()
    certificate = tmp_path / "成品.xlsx.审核证书.json"
    qtbot.waitUntil(lambda: certificate.exists() and not window.workspace.jobs.busy)
    assert certificate.name in window.written_strip.words.text()
    workbook = openpyxl.load_workbook(target)
    workbook.save(again)
    cell = next(cell for row in workbook.worksheets[2].iter_rows() for cell in row if isinstance(cell.value, float))
    cell.value = 424242.5
    workbook.save(tmp_path / "改过.xlsx")
    dialogs.answer("choose_file", None, certificate, certificate)
    window.ui.action_verify.trigger()  # nothing was chosen
    for files in ([target, again], [tmp_path / "改过.xlsx"]):
        dialogs.answer("choose_files", files)
        dialogs.answer("show_list", None)
        count = len(dialogs.called("show_list"))
        window.ui.action_verify.trigger()
        qtbot.waitUntil(lambda count=count: len(dialogs.called("show_list")) > count)
    (_parent, equal, lines), (_other, differ, told) = (arguments for arguments, _named in dialogs.called("show_list"))
    assert equal.startswith("2 个文件") and len(lines) == 2 and "完全一样" in lines[0] and "重新保存过" in lines[1]
    assert differ.startswith("有 1 个文件") and len(told) == 2 and told[1].endswith("文件里是“424242.5”")


def test_a_workbook_that_is_there_is_replaced_only_after_asking(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    target = tmp_path / "成品.xlsx"
    target.write_bytes(b"edited by hand")
    choice = ExportChoice(target, None, (), False)
    dialogs.answer("ExportDialog", choice, choice)
    dialogs.answer("ask_question", None, 0)
    window.ui.action_export.trigger()
    qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
    assert target.read_bytes() == b"edited by hand"
    window.ui.action_export.trigger()
    qtbot.waitUntil(lambda: target.stat().st_size > 1000 and not window.workspace.jobs.busy)
    assert target.read_bytes().startswith(b"PK")


def test_the_next_year_is_made_from_this_one(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    target = tmp_path / "2019.ecd"
    dialogs.answer("choose_target", target)
    with qtbot.waitSignal(window.opener.opened):
        window.ui.action_new_next.trigger()
    assert window.workspace.path == target
    assert window.workspace.book is not None and window.workspace.book.year == 2019


def test_a_book_without_a_year_is_told_so_where_one_is_needed(
    window: MainWindow, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Book, "year", 0)
    dialogs.answer("choose_folder", tmp_path)
    dialogs.answer("show_error", None, None)
    window.ui.action_new_next.trigger()
    window.ui.action_send_forms.trigger()
    said = [str(arguments[1]) for arguments, _keywords in dialogs.called("show_error")]
    assert len(said) == 2 and all("没有可用的年份" in words for words in said)


def test_the_inspector_shows_the_submission_around_the_figure(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    desk = window.workspace.desk
    assert desk is not None
    shown = finish(imports.preview(desk, [submission(tmp_path)]))
    imports.store(desk, shown)
    window.workspace.go_to(Place("t1", 2, 1))
    qtbot.waitUntil(lambda: "填报单位" in window.inspector.browser.toPlainText())
    words = window.inspector.browser.toPlainText()
    assert "893.6" in words and "指标" in words and "陕西省.csv" in words
