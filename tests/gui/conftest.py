"""The window under test: opened on a small book, closed at the end, and gone without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.gui.base import themes
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.desk import mentions
from ecdesk.gui.shell import app
from ecdesk.gui.shell.main_window import MainWindow
from tests.gui.desk import shut, write_small_book


@pytest.fixture
def book_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small book. Its manuscript has no file, so the window never finds the time to read that in the background."""
    monkeypatch.setattr(mentions, "PAUSE", 3_600_000)
    return write_small_book(tmp_path / "试验 年报.ecd")


@pytest.fixture
def empty_window(qtbot: QtBot, qapp: QApplication, home: Path) -> Iterator[MainWindow]:
    """The window on its start page."""
    settings = Settings()
    languages = app.dress(qapp, settings)
    window = MainWindow(settings, languages)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    shut(window, qtbot)
    window.deleteLater()
    languages.choose("zh")
    languages.remove()
    themes.apply(qapp, "light")


@pytest.fixture
def window(empty_window: MainWindow, qtbot: QtBot, book_path: Path) -> MainWindow:
    """The window on the small book, its first exhibit open."""
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(book_path)
    return empty_window
