"""Long counting on the main thread, a few milliseconds at a time, so that the window never waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer

FIRST_SLICE = 0.03
"""Seconds; what is done within it is there at once."""
SLICE = 0.008


class Slices(QObject):
    """Runs one generator at a time and hands on the last value of each slice; starting another ends the one before."""

    def __init__(self, took: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._took = took
        self._work: Iterator[Any] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def start(self, work: Iterator[Any]) -> None:
        self.stop()
        self._work = work
        if self._run(FIRST_SLICE):
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._work = None

    @property
    def running(self) -> bool:
        return self._work is not None

    def _go_on(self) -> None:
        if not self._run(SLICE):
            self._timer.stop()

    def _run(self, seconds: float) -> bool:
        """Work for so long; whether there is more to do."""
        work = self._work
        until = perf_counter() + seconds
        value, any_value = None, False
        while work is not None and perf_counter() < until:
            try:
                value, any_value = next(work), True
            except StopIteration:
                self._work = None
                break
        if any_value:
            self._took(value)
        return self._work is not None
