"""Small screens: a laptop's at 150 % has room for 911 by 512 pixels, and still shows every button."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from ecdesk.gui.base import layouts
from ecdesk.gui.shell import docks
from ecdesk.gui.shell.main_window import MainWindow
from tests.dialogs import Dialogs

SMALL = QSize(911 - layouts.EDGES, 512 - layouts.FRAME)


@pytest.fixture
def small_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "room", lambda _window: SMALL)
    monkeypatch.setattr(docks, "room", lambda _window: SMALL)


def shown_whole(dialog: QDialog) -> bool:
    """Whether a dialog is on a small screen with each of its buttons in sight."""
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    inside = QRect(QPoint(), dialog.size())
    buttons = [QRect(one.mapTo(dialog, QPoint()), one.size()) for one in box.buttons()]
    return dialog.size() == dialog.size().boundedTo(SMALL) and all(inside.contains(one) for one in buttons)


@pytest.mark.usefixtures("small_screen")
@pytest.mark.parametrize(
    ("command", "name"),
    [("action_export", "ExportDialog"), ("action_new_table", "NewTableDialog"), ("action_export_word", "DocumentDialog")],
)
def test_a_dialog_that_is_too_high_keeps_its_buttons_on_the_screen(
    window: MainWindow, dialogs: Dialogs, command: str, name: str
) -> None:
    seen: list[tuple[bool, object]] = []

    def look(dialog: QDialog) -> None:
        dialog.show()
        QApplication.processEvents()
        assert isinstance(dialog, layouts.FittingDialog)
        inside = QRect(QPoint(), dialog.size())
        assert all(inside.contains(QRect(one.mapTo(dialog, QPoint()), one.size())) for one in dialog.foot)  # why OK is off
        assert not any(area.isAncestorOf(one) for area in dialog.findChildren(QScrollArea) for one in dialog.foot)
        assert bool(dialog.foot) is (name != "DocumentDialog")
        seen.append((shown_whole(dialog), dialog.focusWidget()))
        dialog.hide()

    dialogs.answer(name, look)
    getattr(window.ui, command).trigger()
    ((whole, focused),) = seen
    assert whole
    assert isinstance(focused, QLineEdit)  # typing goes where it goes on a large screen


def test_a_dialog_that_fits_has_nothing_that_scrolls(window: MainWindow, dialogs: Dialogs) -> None:
    areas: list[QScrollArea | None] = []

    def look(dialog: QDialog) -> None:
        dialog.show()
        areas.append(dialog.findChild(QScrollArea))
        dialog.hide()

    dialogs.answer("DocumentDialog", look)
    window.ui.action_export_word.trigger()
    assert areas == [None]


@pytest.mark.usefixtures("small_screen")
def test_a_book_fits_on_a_small_screen(empty_window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    empty_window.settings.note_book(book_path)
    empty_window.start_page.refresh()  # its list takes no room from a book
    empty_window.resize(SMALL)
    with qtbot.waitSignal(empty_window.opener.opened):
        empty_window.open_book(book_path)
    for panel in ("dock_history", "dock_findings"):
        empty_window.docks.show_panel(panel)
        QApplication.processEvents()
        assert empty_window.minimumSizeHint() == empty_window.minimumSizeHint().boundedTo(SMALL)
    assert empty_window.command_box.isVisible()


@pytest.mark.usefixtures("small_screen")
def test_a_size_that_was_left_on_a_larger_screen_is_made_to_fit(empty_window: MainWindow) -> None:
    empty_window.resize(SMALL.width(), SMALL.height() + 80)
    empty_window.docks.remember_size()
    empty_window.resize(SMALL)
    empty_window.docks.restore_size()
    assert empty_window.height() > SMALL.height()  # else this shows nothing
    empty_window.docks.fit_screen()
    empty_window.setWindowState(Qt.WindowState.WindowNoState)
    assert empty_window.size() == empty_window.size().boundedTo(SMALL)
