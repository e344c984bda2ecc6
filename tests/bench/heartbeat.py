"""How long the real window is held at a stretch: a heartbeat in its event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

BEAT = 10
"""Milliseconds."""


class Heartbeat:
    """Beats in the event loop; longest: seconds between two beats, the time that the window was held."""

    def __init__(self, clock: Callable[[], float] = perf_counter, beat: int = BEAT) -> None:
        """clock: what is counted; `time.thread_time` counts the work of the window's thread only, whatever else the machine does. beat: milliseconds."""
        from PySide6.QtCore import Qt, QTimer

        self.longest = 0.0
        self._clock = clock
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(beat)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = self._clock()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def skip(self) -> None:
        """What was done since the last beat is not the window's."""
        self._last = self._clock()

    @contextmanager
    def beating(self) -> Iterator[None]:
        self.longest, self._last = 0.0, self._clock()
        self._timer.start()
        yield
        self._timer.stop()
        self._beat()


def new_window() -> Any:
    """The window on its start page."""
    from PySide6.QtWidgets import QApplication

    from ecdesk.gui.base.settings import Settings
    from ecdesk.gui.shell import app
    from ecdesk.gui.shell.main_window import MainWindow

    application = app.make_application()
    settings = Settings()
    window = MainWindow(settings, app.dress(application, settings))
    window.resize(1600, 900)
    window.show()
    QApplication.processEvents()
    return window


def open_book(window: Any, book: Path) -> None:
    """Until the book is there."""
    from PySide6.QtWidgets import QApplication

    window.open_book(book)
    while window.workspace.desk is None:
        QApplication.processEvents()


def rest(window: Any, wholly: bool = True) -> None:
    """Until nothing waits to be checked or saved, nor, wholly, to be looked for by jobs."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    turning = QTimer()  # so that there always is something to wait for
    turning.start(BEAT)
    while window.checks.pending or window.workspace.desk.save_state.waiting or (wholly and window.workspace.jobs.busy):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
