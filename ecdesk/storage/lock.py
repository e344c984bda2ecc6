"""Who has a book open: a small file beside it, held by a lock of the operating system that a crash lets go."""

from __future__ import annotations

import json
import os
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

_LOCKED_BYTE = 1 << 30
"""Far behind the text, so that others can read who holds the lock."""


@dataclass(frozen=True)
class Owner:
    """Who holds a book open for writing. since: UTC, ISO 8601."""

    who: str
    computer: str
    since: str


class BookLock:
    """The right to write one book. `acquire` returns None on success, or who has it."""

    def __init__(self, book: Path) -> None:
        self.path = book.with_name(f".~{book.name}.lock")
        self._handle: int | None = None

    def acquire(self, who: str, since: str) -> Owner | None:
        """Take the lock, or say who has it. Raises OSError where the folder cannot be written."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        if not _try_lock(handle):
            owner = self._read(handle)
            os.close(handle)
            return owner
        owner = Owner(who, socket.gethostname(), since)
        try:
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, json.dumps(asdict(owner), ensure_ascii=False).encode())
        except OSError:
            os.close(handle)
            raise
        self._handle = handle
        return None

    def release(self) -> None:
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform != "win32":
            # Gone before it is unlocked, so that nobody locks a name that is about to vanish.
            self.path.unlink(missing_ok=True)
            os.close(handle)
        else:
            os.close(handle)
            self.path.unlink(missing_ok=True)

    @staticmethod
    def _read(handle: int) -> Owner:
        try:
            return Owner(**json.loads(os.read(handle, 10_000).decode()))
        except (OSError, ValueError, TypeError):
            # The other one has only just created it.
            return Owner("", "", "")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
