"""What every test stands on, and what fails it besides its own assertions.

A test fails when it logs a warning or an error that it did not announce, when Qt warns (``qt_log_level_fail``) or Python does
(``filterwarnings``), when it leaves a window, a thread or a running timer behind, and when a dialog opens that it did not
answer beforehand. Settings and files of the user go to a folder of the test's own; the language is Chinese.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import logging
import re
import sys
import threading
from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from hypothesis import settings as hypothesis_settings

from ecdesk.domain import texts
from tests.dialogs import Dialogs, unanswered_dialog_fails

pytest_plugins: list[str] = []

hypothesis_settings.register_profile("ecdesk", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("ecdesk")


SAID_ON_WINDOWS = (
    "Cannot find font directory",  # of the offscreen platform, once; the program brings its own font
    r"QFont::setPointSizeF: Point size <= 0 \(-0\.75",  # of Qt's own menus, where it finds no font of the system's
)
"""By Qt's offscreen platform there, and nothing of the program's."""


def pytest_configure(config: pytest.Config) -> None:
    if sys.platform == "win32":
        for pattern in SAID_ON_WINDOWS:
            config.addinivalue_line("qt_log_ignore", pattern)


def pytest_collection_finish() -> None:
    """What all tests together stand on stays to the end: it is not looked through for rubbish."""
    gc.freeze()


class Log(logging.Handler):
    """Warnings and errors logged during a test, and the patterns that the test expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, pattern: str) -> None:
        """Announce a message, by a regular expression found in it; that it comes is checked at the end."""
        self.expected.append(pattern)

    def complaints(self) -> list[str]:
        unexpected = [message for message in self.messages if not any(re.search(p, message) for p in self.expected)]
        missing = [f"never logged: {p}" for p in self.expected if not any(re.search(p, m) for m in self.messages)]
        return unexpected + missing


PATIENCE = 60_000
"""Milliseconds."""


@pytest.fixture(autouse=True)
def log() -> Iterator[Log]:
    """Fails the test for every unannounced log message from WARNING up; announce with ``log.expect(pattern)``."""
    handler = Log()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    assert handler.complaints() == []


@pytest.fixture(autouse=True, scope="session")
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What fixtures of a module or of the session write for the user goes nowhere near whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ECDESK_HOME", str(tmp_path_factory.mktemp("nobodys-home")))
        yield


@pytest.fixture(autouse=True, scope="session")
def one_reading_process() -> Iterator[None]:
    """Tests that read files share one reading process, which starts with the first of them."""
    yield
    if "ecdesk.session.outside.reading" in sys.modules:
        sys.modules["ecdesk.session.outside.reading"].close()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of settings and files of the user, empty and of this test only."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ECDESK_HOME", str(folder))
    monkeypatch.delenv("ECDESK_LANGUAGE", raising=False)
    return folder


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The tests' application is made as the program's own is."""
    from ecdesk.gui.shell.app import STYLE

    return ["ecdesk", *STYLE]


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> Any:
    """Waits as long as a busy machine needs, a minute at most; what is waited for comes at once where nothing else runs."""
    from pytestqt.qtbot import QtBot

    waits = ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive")
    patient = type("PatientBot", (QtBot,), {name: partialmethod(getattr(QtBot, name), timeout=PATIENCE) for name in waits})
    return patient(request)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test starts in Chinese, whatever language the test before chose."""
    texts.set_language(texts.SOURCE_LANGUAGE)
    yield
    texts.set_language(texts.SOURCE_LANGUAGE)


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test that leaves a thread, a top-level widget, a running QThread or a running QTimer."""
    threads = set(threading.enumerate())
    uses_qt = bool({"qtbot", "qapp"} & set(request.fixturenames))
    before = qt_leftovers() if uses_qt else {}
    if uses_qt:
        set_aside(monkeypatch)
    yield
    if "ecdesk.session.program.later_writes" in sys.modules:
        sys.modules["ecdesk.session.program.later_writes"].later_writes.wait()
    # A dummy is only a name for a thread of Qt's that has logged something; whether that runs on is looked at below.
    own = [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]
    for thread in own:
        if isinstance(thread, threading.Timer) and thread.finished.is_set():
            thread.join()  # called off, as matplotlib does when its fonts are there: it ends by itself
    left = [f"thread {thread.name}" for thread in own if thread not in threads and thread.is_alive()]
    if uses_qt:
        after = qt_leftovers()
        for identity in after.keys() - before.keys():
            thing, words = after[identity]
            left.append(words)
            dispose(thing)
    assert left == [], "left behind: " + ", ".join(left)


what_can_run: WeakSet[Any] = WeakSet()
"""Every QTimer and QThread that was there when a test with Qt began or ended."""


def qt_leftovers() -> dict[int, tuple[Any, str]]:
    """Everything of Qt that a test must not leave: windows without a parent, and what runs. By identity, with words for it."""
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    what_can_run.update(thing for thing in gc.get_objects() if isinstance(thing, QTimer | QThread))
    found: dict[int, tuple[Any, str]] = {}
    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None:
            found[id(widget)] = widget, f"window {type(widget).__name__} “{widget.windowTitle() or widget.objectName()}”"
    for thing in what_can_run:
        if not isValid(thing):
            continue
        if isinstance(thing, QTimer) and thing.isActive():
            found[id(thing)] = thing, f"running QTimer {thing.objectName()} of {thing.parent()}"
        elif isinstance(thing, QThread) and thing.isRunning() and thing is not QThread.currentThread():
            found[id(thing)] = thing, f"running QThread {thing.objectName()}"
    return found


def set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is there, nothing is looked through for rubbish any more: so many tests leave millions of objects, and looking
    through them twice for each test took longer than the tests. The window does the same for a book, and takes it back; not here.
    """
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], 10)  # as it was before a window froze what each collection left
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(gc, "unfreeze", lambda: None)


def dispose(thing: Any) -> None:
    """End what a test left, so that only that test fails."""
    from PySide6.QtCore import QThread, QTimer

    if isinstance(thing, QTimer):
        thing.stop()
    elif isinstance(thing, QThread):
        thing.requestInterruption()
        thing.quit()
        thing.wait(2000)
    else:
        thing.close()
        thing.deleteLater()


@pytest.fixture(autouse=True)
def dialogs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dialogs]:
    """Answers dialogs: ``dialogs.answer("choose_files", [path])`` before the step that asks; see `tests.dialogs`."""
    answers = Dialogs()
    if {"qtbot", "qapp"} & set(request.fixturenames):
        answers.install(monkeypatch)
        unanswered_dialog_fails(answers, monkeypatch)
    yield answers
    assert answers.complaints() == []
