"""Bugs are never silent: whatever is not a `UserError` ends in a report that can be copied and is also kept as a file."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

import ecdesk
from ecdesk.domain.errors import UserError
from ecdesk.gui import dialogs
from ecdesk.session.places import data_folder, made

MOST_REPORTS = 20


def report_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What a developer needs: versions, platform, and where it happened. No figures of the book and no names of its user."""
    from ecdesk.domain.changes import now

    lines = traceback.format_exception(kind, error, trace)
    return (
        f"ecdesk {ecdesk.__version__} · Qt {qt_version} · Python {platform.python_version()} · {platform.platform()}\n{now()}\n\n"
        + "".join(lines)
    )


class CrashHandler(QObject):
    """Takes over ``sys.excepthook``. A known error that nobody caught is shown as its sentence, anything else as a report."""

    raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self._hooks = (sys.excepthook, threading.excepthook)
        # Queued, so that no dialog opens in the middle of painting or on another thread.
        from PySide6.QtCore import Qt

        self.raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self.handle
        threading.excepthook = self._handle_thread

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._hooks

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, UserError):
            self.raised.emit(error)  # no bug: its sentence is all there is to say
            return
        self._hooks[0](kind, error, trace)
        self.raised.emit(report_of(kind, error, trace))

    def _handle_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            self.handle(given.exc_type, given.exc_value, given.exc_traceback)

    def _show(self, what: UserError | str) -> None:
        if isinstance(what, str):
            keep_report(what)
        if self._showing:
            return
        self._showing = True
        try:
            if isinstance(what, UserError):
                dialogs.show_error(QApplication.activeWindow(), what)
            else:
                dialogs.show_crash(QApplication.activeWindow(), what)
        finally:
            self._showing = False


def keep_report(report: str) -> None:
    """Write a report into the program's folder, keeping the last ones; a folder that cannot be written is no second crash."""
    from ecdesk.domain.changes import now

    try:
        folder = made(data_folder() / "crashes")
        stamp = now().replace(":", "").replace("-", "").replace("+0000", "")
        (folder / f"{stamp}.txt").write_text(report, encoding="utf-8")
        for old in sorted(folder.glob("*.txt"))[:-MOST_REPORTS]:
            old.unlink()
    except OSError:
        return
