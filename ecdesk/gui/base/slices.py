"""Long work on the main thread, a few milliseconds at a time, so that the window never stands still."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from time import perf_counter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer

FIRST_SLICE = 0.03
"""Seconds; what is done within it is there at once."""
SLICE = 0.008


class Slices(QObject):
    """Runs one iterator at a time and hands on the last value of each slice, if somebody takes it; starting another ends the one before."""

    def __init__(self, took: Callable[[Any], None] | None, parent: QObject) -> None:
        super().__init__(parent)
        self._took = took
        self._work: Iterator[Any] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def start(self, work: Iterator[Any], at_once: bool = True) -> None:
        """at_once: do what can be done without being noticed; else nothing before whoever calls has let the window go on."""
        self.stop()
        self._work = work
        if not at_once or self._run(FIRST_SLICE):
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
        if any_value and self._took is not None:
            self._took(value)
        return self._work is not None


Result = TypeVar("Result")


class _Work(Generic[Result]):
    """A generator and what became of it."""

    def __init__(self, steps: Generator[Any, None, Result]) -> None:
        self._steps = steps
        self._stepping = False
        self.ended = False
        self.results: list[Result] = []
        self.fault: BaseException | None = None

    def go_on(self, seconds: float) -> None:
        """At least one step; none while one of them is what asks for it."""
        until = perf_counter() + seconds
        while not self.ended and not self._stepping:
            self._stepping = True
            try:
                next(self._steps)
            except StopIteration as end:
                self.ended = True
                self.results.append(end.value)
            except BaseException as fault:  # raised where the result is waited for
                self.ended, self.fault = True, fault
            self._stepping = False
            if perf_counter() >= until:
                return


class Stretches:
    """Carries out what a user waits for: in between the window is drawn and timers run, but keys and clicks stay in line until it is done,
    so that they act on what it made."""

    def __init__(self) -> None:
        self._work: _Work[Any] | None = None

    def run(self, steps: Generator[Any, None, Result]) -> Result:
        """What the generator returns; raises what it raises."""
        self.finish()
        work = self._work = _Work(steps)
        work.go_on(FIRST_SLICE)
        long = not work.ended
        while not work.ended:
            self._let_go_on()
            work.go_on(SLICE)
        if long:
            self._let_go_on()
        if self._work is work:
            self._work = None
        if work.fault is not None:
            raise work.fault
        result: Result = work.results[0]
        return result

    @staticmethod
    def _let_go_on() -> None:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def finish(self) -> None:
        """Bring to its end what is under way, because somebody cannot wait: the window closes, the book goes."""
        work, self._work = self._work, None
        if work is not None:
            work.go_on(float("inf"))
