"""A bug ends in a report that can be copied; a known error in its sentence; neither is silent."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecdesk.domain.errors import UserError
from ecdesk.gui.shell.crash import CrashHandler
from tests.dialogs import Dialogs


@pytest.fixture
def handler(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashHandler]:
    # What was there before would print, and pytest-qt would take it for a failure of the test.
    monkeypatch.setattr(sys, "excepthook", lambda *_error: None)
    monkeypatch.setattr(threading, "excepthook", lambda _error: None)
    made = CrashHandler()
    made.install()
    yield made
    made.uninstall()


def raise_and_handle(error: BaseException) -> None:
    try:
        raise error
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]


def test_a_bug_is_shown_and_its_report_kept(handler: CrashHandler, qtbot: QtBot, dialogs: Dialogs, home: Path) -> None:
    dialogs.answer("show_crash", None)
    raise_and_handle(ZeroDivisionError("试验"))
    qtbot.waitUntil(lambda: len(dialogs.called("show_crash")) == 1)
    report = dialogs.called("show_crash")[0][0][1]
    assert "ZeroDivisionError: 试验" in report and "raise_and_handle" in report and "Python" in report
    kept = list((home / "crashes").glob("*.txt"))
    assert [path.read_text(encoding="utf-8") for path in kept] == [report]


def test_a_bug_of_another_thread_is_shown_on_the_main_one(handler: CrashHandler, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialogs.answer("show_crash", None)

    def broken() -> None:
        raise KeyError("试验")

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs.called("show_crash")) == 1)
    assert "KeyError" in dialogs.called("show_crash")[0][0][1]


def test_a_known_error_that_nobody_caught_is_its_sentence(handler: CrashHandler, qtbot: QtBot, dialogs: Dialogs) -> None:
    dialogs.answer("show_error", None)
    raise_and_handle(UserError("磁盘满了。"))
    qtbot.waitUntil(lambda: len(dialogs.called("show_error")) == 1)
    assert str(dialogs.called("show_error")[0][0][1]) == "磁盘满了。"
