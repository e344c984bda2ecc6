"""Small files that the program keeps for itself, written on a thread of their own: a slow drive never holds the window."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class LaterWrites:
    """Writes one after the other, in the order in which they were asked for. The thread is there only while there is something to write, and the
    program does not end before that is done."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], object]] = deque()
        self._lock = threading.RLock()
        self._working = False
        self._thread: threading.Thread | None = None
        """The last one, which may have ended."""

    def add(self, write: Callable[[], object]) -> None:
        """write: must not touch what belongs to the window."""
        with self._lock:
            self._waiting.append(write)
            if self._working:
                return
            thread = threading.Thread(target=self._work, name="later-writes", daemon=False)
            try:
                thread.start()
            except RuntimeError:  # the system gives no more threads, or the program is ending
                self._waiting.pop()
                write()
            else:
                self._working, self._thread = True, thread

    def wait(self) -> None:
        """Until everything is written: for whoever wants to read it from the disk."""
        thread = None
        while thread is not self._thread:
            thread = self._thread
            if thread is not None:
                thread.join()

    def _work(self) -> None:
        while (write := self._next()) is not None:
            try:
                write()
            except BaseException as bug:
                threading.excepthook(threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, threading.current_thread())))

    def _next(self) -> Callable[[], object] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._working = False
            return None


later_writes = LaterWrites()
"""Of this program."""
