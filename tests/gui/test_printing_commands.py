"""Word, PDF, preview and printing, from the window."""

from __future__ import annotations

from pathlib import Path

import docx
import pypdfium2
import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from ecdesk.domain.errors import UserError
from ecdesk.gui.delivery.document_dialog import DocumentChoice, DocumentDialog
from ecdesk.gui.delivery.preview_page import PreviewPage
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.delivery.documents import Choice
from ecdesk.session.tables.cells import enter
from tests.dialogs import Dialogs


def pdf_words(path: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def test_word_and_pdf_are_written_from_their_dialogs(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    desk, jobs = window.workspace.desk, window.workspace.jobs
    assert desk is not None

    def chosen(dialog: DocumentDialog) -> DocumentChoice | None:
        dialog.form.chart_tables.setChecked(True)
        return dialog.answer()

    dialogs.answer("DocumentDialog", chosen)
    window.ui.action_export_word.trigger()
    qtbot.waitUntil(lambda: desk.path.with_suffix(".docx").exists() and not jobs.busy)
    document = docx.Document(str(desk.path.with_suffix(".docx")))
    assert len(document.tables) == sum(exhibit.printed for exhibit in desk.book.exhibits())
    assert desk.path.with_suffix(".docx").name in window.written_strip.words.text()
    target = tmp_path / "第1章.pdf"
    front = desk.book.exhibits()[0]
    dialogs.answer("DocumentDialog", DocumentChoice(target, Choice(part=front.id)))
    window.ui.action_export_pdf.trigger()
    qtbot.waitUntil(lambda: target.exists() and not jobs.busy)
    assert front.caption in pdf_words(target)
    dialogs.answer("choose_folder", tmp_path)
    window.ui.action_export_data.trigger()
    qtbot.waitUntil(lambda: (tmp_path / f"{desk.path.stem}-数据" / "datapackage.json").exists() and not jobs.busy)
    # A file that is there is asked about; nothing of all this is a step of the book.
    dialogs.answer("DocumentDialog", DocumentChoice(target, Choice()))
    dialogs.answer("ask_question", None)
    window.ui.action_export_pdf.trigger()
    assert not jobs.busy
    assert not window.ui.action_undo.isEnabled()


def test_a_final_document_is_refused_before_it_is_written(
    window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path
) -> None:
    desk = window.workspace.desk
    assert desk is not None
    first = desk.book.exhibits()[0]
    enter(desk, first.id, [(0, 0, "见注")])
    qtbot.waitUntil(lambda: not window.checks.pending)
    dialogs.answer("DocumentDialog", DocumentChoice(tmp_path / "a.docx", Choice(final=True)))
    with pytest.raises(UserError, match="读不懂"):
        window.documents.export_word()
    assert not (tmp_path / "a.docx").exists()


def test_the_preview_shows_the_pages_and_prints_them(window: MainWindow, qtbot: QtBot, dialogs: Dialogs, tmp_path: Path) -> None:
    desk, jobs = window.workspace.desk, window.workspace.jobs
    assert desk is not None
    front = desk.book.exhibits()[0]
    window.workspace.go_to(Place(front.id))
    window.ui.action_print_preview.trigger()
    page = window.editors.page("preview")
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(lambda: page.view.count == 1 and not jobs.busy)
    assert page.where.text() == "第 1 页，共 1 页"
    page.view.viewport().repaint()
    qtbot.waitUntil(lambda: not jobs.busy)
    shown = page.view.viewport().grab().toImage()
    colours = {shown.pixelColor(x, y).name() for x in range(0, shown.width(), 2) for y in range(0, shown.height(), 2)}
    assert {"#ffffff"} <= colours and any(QColor(name).lightness() < 60 for name in colours)
    # A change is told; what is printed is the book as it is now.
    enter(desk, front.id, [(0, 0, "424242.5")])
    qtbot.waitUntil(lambda: "刷新" in page.where.text())
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    dialogs.answer("choose_printer", printer)
    window.ui.action_print.trigger()
    qtbot.waitUntil(lambda: "1 页" in window.ui.status_bar.currentMessage() and not jobs.busy)
    words = pdf_words(tmp_path / "印.pdf")
    assert "424" in words and front.caption in words
    page.part.setCurrentIndex(0)
    page.part.activated.emit(0)
    qtbot.waitUntil(lambda: page.view.count > 1 and not jobs.busy)
    page.view.go_to(1)
    assert page.view.current == 1 and page.where.text().startswith("第 2 页")
    window.editors.close_page("preview")
