"""How transactions reach the disk: at once for scripts, by one serial worker for the window, which never waits for a disk."""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from ecdesk.domain.book.changes import Transaction, now
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.stopping import stop_asked
from ecdesk.domain.texts import Text
from ecdesk.session.book.rescue_file import RescueFile
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.steps import Blobs

Waiting = tuple[tuple[Transaction, Blobs], ...]
"""Steps that are not in the book's file yet, in order, with their files."""


LONGEST_ANSWER = 10.0
"""Seconds after which a drive that does not answer is not waited for when a book is closed."""
_LOOK_UP = 0.1
"""Seconds between two looks at whether the work that waits for the disk was asked to stop."""


@dataclass(frozen=True)
class SaveState:
    """What the status bar says. waiting: steps not yet on disk. saved_at: UTC of the last that is. fault: why the rest is not. kept: whether
    those that wait are in a rescue file. uncopied: why there is no safety copy of the book before its first change."""

    waiting: int
    saved_at: str
    fault: Text | None = None
    kept: bool = False
    uncopied: Text | None = None


class DirectSaver:
    """Saves before it returns; what cannot be saved raises UserError and is not kept."""

    waiting: Waiting = ()

    def __init__(self, file: BookFile) -> None:
        self._file = file
        self._saved_at = ""

    @property
    def state(self) -> SaveState:
        return SaveState(0, self._saved_at, uncopied=self._file.uncopied)

    def save(self, transaction: Transaction, blobs: Blobs) -> None:
        self._file.append(transaction, blobs)
        self._saved_at = now()

    def flush(self) -> None:
        pass

    def settled(self, within: float) -> bool:
        return True

    def close(self) -> None:
        self._file.close()


class QueuedSaver:
    """Saves on a worker thread, in order. A step that cannot be saved, for whatever reason, stays first in line and is tried again; what
    waits meanwhile is kept in a rescue file.

    The thread is there only while there is something to save: a desk that is dropped, by an exception too, leaves none behind that would keep
    the program from ending.

    changed: called on the worker thread whenever `state` is another; a window passes it on to its own thread.
    """

    def __init__(self, file: BookFile, changed: Callable[[], None], rescue: RescueFile | None = None) -> None:
        self._file = file
        self._changed = changed
        self._rescue = rescue
        self._queue: deque[tuple[Transaction, Blobs]] = deque()
        self._wake = threading.Condition()
        self._state = SaveState(0, "")
        self._closing = False
        self._left = False
        self._working = False
        self._reported = ""

    @property
    def state(self) -> SaveState:
        return self._state

    @property
    def waiting(self) -> Waiting:
        with self._wake:
            return tuple(self._queue)

    def save(self, transaction: Transaction, blobs: Blobs) -> None:
        with self._wake:
            self._queue.append((transaction, blobs))
            self._state = replace(self._state, waiting=len(self._queue), fault=None, kept=False)
            self._go_on()
        self._changed()

    def retry(self) -> None:
        """Try again to save what could not be saved."""
        with self._wake:
            self._state = replace(self._state, fault=None)
            self._go_on()

    def flush(self) -> None:
        """Wait until everything is on disk; raises UserError when it cannot be, also because the file was let go before, and `Cancelled` when
        the work that waits was asked to stop: the drive may not answer for long."""
        with self._wake:
            if not self._closing:
                self._state = replace(self._state, fault=None)
            self._go_on()
            while not self._wake.wait_for(self._at_rest, _LOOK_UP):
                if stop_asked():
                    raise Cancelled
            if self._state.fault is not None:
                raise UserError(self._state.fault.template, **self._state.fault.values)
            if self._queue:
                raise UserError("“{file}”已经关闭，还没有写进去的修改不能再保存。", file=self._file.path.name)

    def settled(self, within: float) -> bool:
        """Whether everything is on disk, at the latest after so many seconds."""
        with self._wake:
            self._wake.wait_for(self._at_rest, within)
            return not self._queue

    def _at_rest(self) -> bool:
        return not self._queue or self._state.fault is not None or (self._closing and not self._working)

    def close(self) -> None:
        """Stop, and let the file go; what still waits is not saved. Where the drive does not answer, the worker lets it go when it does."""
        with self._wake:
            self._closing = True
            self._left = not self._wake.wait_for(lambda: not self._working, LONGEST_ANSWER)
        if not self._left:
            self._file.close()

    def _go_on(self) -> None:
        """Let a worker save what waits, unless one does already. To be called with `_wake` held."""
        if self._working or self._closing or not self._queue:
            return
        self._working = True
        try:
            threading.Thread(target=self._work, name="book-saver", daemon=False).start()
        except RuntimeError as none_left:  # the system gives no more threads
            self._working = False
            self._state = replace(self._state, fault=_unknown(none_left))

    def _work(self) -> None:
        while (step := self._next()) is not None:
            (transaction, blobs), known = step
            fault = self._fault_of(transaction, blobs)
            kept = fault is not None and self._kept()
            with self._wake:
                if fault is None:
                    self._queue.popleft()
                    self._state = SaveState(len(self._queue), now(), uncopied=self._file.uncopied)
                elif len(self._queue) == known:
                    self._state = replace(self._state, fault=fault, kept=kept)
                done = not self._queue
                self._wake.notify_all()
            if done and self._rescue is not None:
                self._guard(self._rescue.drop)
            self._guard(self._changed)
        if self._left:
            self._guard(self._file.close)

    def _next(self) -> tuple[tuple[Transaction, Blobs], int] | None:
        """The step that is first in line, and how many wait; None, and the worker is to end, when there is nothing that it could do."""
        with self._wake:
            if self._closing or not self._queue or self._state.fault is not None:
                self._working = False
                self._wake.notify_all()
                return None
            return self._queue[0], len(self._queue)

    def _fault_of(self, transaction: Transaction, blobs: Blobs) -> Text | None:
        """Save a step: None, or why it could not be. What nobody foresaw is reported as the bug that it is, and tried again like the rest."""
        try:
            self._file.append(transaction, blobs)
        except UserError as known:
            return known.text
        except (sqlite3.Error, sqlite3.Warning, OSError) as unknown:
            return _unknown(unknown)
        except BaseException as bug:
            self._report(bug)
            return Text("保存时程序出错，稍后会再试；请先另存副本。")
        return None

    def _kept(self) -> bool:
        """Put what waits into the rescue file; whether all of it is there."""
        if self._rescue is None:
            return False
        try:
            self._rescue.keep(self.waiting)
        except UserError:
            return False  # `SaveState.kept` says so, and closing asks for another place
        except BaseException as bug:
            self._report(bug)
            return False
        return True

    def _guard(self, call: Callable[[], None]) -> None:
        """Nothing may end the worker while steps wait."""
        try:
            call()
        except BaseException as bug:
            self._report(bug)

    def _report(self, bug: BaseException) -> None:
        """Once each, not with every attempt."""
        words = repr(bug)
        if words != self._reported:
            self._reported = words
            threading.excepthook(threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, threading.current_thread())))


Saver = DirectSaver | QueuedSaver
"""Takes transactions in order and makes them durable."""


def _unknown(fault: Exception) -> Text:
    return Text("写入文件时出错（{reason}），稍后会再试；也可以另存副本。", {"reason": str(fault)})
