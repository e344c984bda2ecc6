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
        self._changed = threading.Condition()
        self._working = False

    def add(self, write: Callable[[], object]) -> None:
        """write: must not touch what belongs to the window."""
        with self._changed:
            self._waiting.append(write)
            if self._working:
                return
            try:
                threading.Thread(target=self._work, name="later-writes", daemon=False).start()
                self._working = True
            except RuntimeError:  # the system gives no more threads, or the program is ending
                self._waiting.pop()
                write()

    def wait(self) -> None:
        """Until everything is written: for whoever wants to read it from the disk."""
        with self._changed:
            self._changed.wait_for(lambda: not self._working)

    def _work(self) -> None:
        while (write := self._next()) is not None:
            try:
                write()
            except BaseException as bug:
                threading.excepthook(threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, threading.current_thread())))

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            if self._waiting:
                return self._waiting.popleft()
            self._working = False
            self._changed.notify_all()
            return None


later_writes = LaterWrites()
"""Of this program."""
