"""What nobody caught is shown: a bug as a report that can be copied and is also kept as a file, a known error as its sentence."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ecdesk.domain.errors import UserError
from ecdesk.gui.desk import dialogs
from ecdesk.session.program import crash_reports


def report_of(error: BaseException) -> str:
    """The report of a bug, with the version of Qt."""
    return crash_reports.report_of(error, f"Qt {qt_version}")


class CrashHandler(QObject):
    """Takes over ``sys.excepthook``. A known error that nobody caught is shown as its sentence, anything else as a report."""

    raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self._hooks = (sys.excepthook, threading.excepthook)
        # Queued, so that no dialog opens in the middle of painting or on another thread.
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
        self.raised.emit(report_of(error))

    def _handle_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            self.handle(given.exc_type, given.exc_value, given.exc_traceback)

    def _show(self, what: UserError | str) -> None:
        if isinstance(what, str):
            crash_reports.keep_report(what)
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
