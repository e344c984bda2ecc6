"""How transactions reach the disk: at once for scripts, by one serial worker for the window, which never waits for a disk."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ecdesk.domain.changes import Transaction, now
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import Text
from ecdesk.storage.bookfile import BookFile

Blobs = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class SaveState:
    """What the status bar says. waiting: steps not yet on disk. saved_at: UTC of the last that is. fault: why the rest is not."""

    waiting: int
    saved_at: str
    fault: Text | None = None


class Saver(Protocol):
    """Takes transactions in order and makes them durable."""

    @property
    def state(self) -> SaveState: ...

    def save(self, transaction: Transaction, blobs: Blobs) -> None: ...

    def flush(self) -> None:
        """Wait until everything is on disk; raises UserError when it cannot be."""
        ...

    def close(self) -> None: ...


class DirectSaver:
    """Saves before it returns; what cannot be saved raises UserError and is not kept."""

    def __init__(self, file: BookFile) -> None:
        self._file = file
        self._saved_at = ""

    @property
    def state(self) -> SaveState:
        return SaveState(0, self._saved_at)

    def save(self, transaction: Transaction, blobs: Blobs) -> None:
        self._file.append(transaction, blobs)
        self._saved_at = now()

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


class QueuedSaver:
    """Saves on one worker thread, in order. A step that cannot be saved stays first in line and is tried again.

    changed: called on the worker thread whenever `state` is another; a window passes it on to its own thread.
    """

    def __init__(self, file: BookFile, changed: Callable[[], None]) -> None:
        self._file = file
        self._changed = changed
        self._queue: deque[tuple[Transaction, Blobs]] = deque()
        self._wake = threading.Condition()
        self._state = SaveState(0, "")
        self._closing = False
        self._bug: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="book-saver", daemon=False)
        self._thread.start()

    @property
    def state(self) -> SaveState:
        return self._state

    def save(self, transaction: Transaction, blobs: Blobs) -> None:
        with self._wake:
            if self._bug is not None:
                raise self._bug
            self._queue.append((transaction, blobs))
            self._state = SaveState(len(self._queue), self._state.saved_at, None)
            self._wake.notify_all()
        self._changed()

    def retry(self) -> None:
        """Try again to save what could not be saved."""
        with self._wake:
            self._state = SaveState(len(self._queue), self._state.saved_at, None)
            self._wake.notify_all()

    def flush(self) -> None:
        with self._wake:
            if self._state.fault is not None:
                self._state = SaveState(len(self._queue), self._state.saved_at, None)
                self._wake.notify_all()
            self._wake.wait_for(lambda: not self._queue or self._state.fault is not None or self._bug is not None)
            if self._bug is not None:
                raise self._bug
            if self._state.fault is not None:
                raise UserError(self._state.fault.template, **self._state.fault.values)

    def close(self) -> None:
        """Stop the worker; what still waits is not saved, so flush first."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or (self._queue and self._state.fault is None))
                if self._closing:
                    return
                transaction, blobs = self._queue[0]
            fault: Text | None = None
            bug: BaseException | None = None
            try:
                self._file.append(transaction, blobs)
            except UserError as known:
                fault = known.text
            except BaseException as unknown:
                bug = unknown
            with self._wake:
                if bug is not None:
                    self._bug = bug
                    self._state = SaveState(len(self._queue), self._state.saved_at, Text("保存时程序出错，请立即另存一份。"))
                elif fault is None:
                    self._queue.popleft()
                    self._state = SaveState(len(self._queue), now(), None)
                else:
                    self._state = SaveState(len(self._queue), self._state.saved_at, fault)
                self._wake.notify_all()
            self._changed()
            if bug is not None:
                return
