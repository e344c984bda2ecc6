"""Waiting before something is done: for a quiet moment, or until the window has had its turn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance


def pause(parent: QObject, milliseconds: int, then: Callable[[], object] | SignalInstance) -> QTimer:
    """A timer that does something once, so long after it was last started; to start it again puts it off."""
    timer = QTimer(parent, singleShot=True, interval=milliseconds)
    timer.timeout.connect(then)
    return timer


def next_turn(parent: QObject, then: Callable[[], object]) -> None:
    """Do something when the window has drawn and answered what waits. Asked for a time of 0, Qt does it at once behind what is posted, in the same turn."""
    timer = pause(parent, 0, then)
    timer.timeout.connect(timer.deleteLater)
    timer.start()
