"""The window on a small book, as a user finds it who has opened it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QMessageBox, QToolTip

from ecdesk.gui.base.settings import Settings
from ecdesk.gui.shell import app
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.session.book.desk import Desk
from tests.gui.grid.conftest import sample_records
from tests.scenarios.fingers import wait_until

SIZE = (1300, 900)
PATIENCE = 300
"""Seconds until the book must be open, and until it must be saved and closed: Wine on a busy machine takes long to load what it needs."""


@contextmanager
def small_book_in_window(application: QApplication, folder: Path) -> Iterator[MainWindow]:
    """The window, open on the table of the published list; at the end it is closed and the clipboard emptied."""
    book = folder / "试验 年报.ecd"
    Desk.create(book, sample_records(), "张三").close()
    with book_in_window(application, book) as window:
        if not wait_until(lambda: window.editors.current_editor() is not None, PATIENCE):
            raise RuntimeError("the table did not open")
        yield window


@contextmanager
def book_in_window(application: QApplication, book: Path) -> Iterator[MainWindow]:
    """The window, open on a book, whether it has a table or none."""
    settings = Settings()
    languages = app.dress(application, settings)
    window = MainWindow(settings, languages)
    window.resize(*SIZE)
    window.move(QPoint(0, 0))
    window.show()
    window.activateWindow()
    window.open_book(book)
    try:
        if not wait_until(lambda: window.workspace.desk is not None, PATIENCE):
            raise RuntimeError("the book did not open")
        assert window.workspace.desk is not None
        window.workspace.desk.who = "张三"
        yield window
    finally:
        QToolTip.hideText()
        application.clipboard().clear()
        window.close()
        if not wait_until(window.isHidden, PATIENCE):
            why = what_holds(window)
            window.workspace.jobs.stop()  # Qt aborts where a thread is at work, and would hide this
            raise RuntimeError(f"the window did not close: {why}")
        window.deleteLater()
        application.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # or the language that goes would set it to work again
        languages.remove()
        application.processEvents()


def what_holds(window: MainWindow) -> str:
    """What a window that should have closed is at: a dialog's words, its jobs, what is not saved."""
    asked = QApplication.activeModalWidget()
    words = asked.text() if isinstance(asked, QMessageBox) else asked.windowTitle() if asked is not None else "nothing"
    desk = window.workspace.desk
    saving = desk.save_state if desk is not None else "the book is closed"
    return f"{words} is asked, jobs are busy: {window.workspace.jobs.busy}, {saving}"
