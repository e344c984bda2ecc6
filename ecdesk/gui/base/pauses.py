"""Waiting for a quiet moment before something is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance


def pause(parent: QObject, milliseconds: int, then: Callable[[], object] | SignalInstance) -> QTimer:
    """A timer that does something once, so long after it was last started; to start it again puts it off."""
    timer = QTimer(parent, singleShot=True, interval=milliseconds)
    timer.timeout.connect(then)
    return timer
