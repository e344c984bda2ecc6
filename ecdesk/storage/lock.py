"""Who has a book open: a small file beside it, held by a lock of the operating system that a crash lets go."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from ecdesk.domain.filenames import fitted_name

_LOCKED_BYTE = 1 << 30
"""Far behind the text, so that others can read who holds the lock."""

_PATIENCE = 10 if sys.platform == "win32" else 0
"""How often to try again to open a file: there one that was just removed stays for as long as a virus scanner looks at it."""


@dataclass(frozen=True)
class Owner:
    """Who holds a book open for writing. since: UTC, ISO 8601."""

    who: str
    computer: str
    since: str


class BookLock:
    """The right to write one book, by whatever name it was opened. `acquire` returns None on success, or who has it.

    The lock is a file beside the book, where other computers see it. A link leads to the file that it stands for; that one book has two
    names (a hard link) is noticed on this computer only, through a second lock by the file's number in the folder of temporary files.
    """

    def __init__(self, book: Path) -> None:
        real = Path(os.path.realpath(book))
        # Of a book that is no link only the name is taken as the system writes it (a short name of Windows is another spelling); its folder
        # stays as given, because the system may name a mapped drive in a way that is not reachable.
        self._book = real if book.is_symlink() else book.with_name(real.name)
        self.path = self._book.with_name(fitted_name(f".~{self._book.name}", ".lock"))
        self._locks: list[_LockFile] = []

    def acquire(self, who: str, since: str) -> Owner | None:
        """Take the lock, or say who has it. Raises OSError where the folder cannot be written."""
        owner = Owner(who, socket.gethostname(), since)
        facts = self._book.stat()
        beside = _LockFile(self.path)
        present = beside.acquire(owner, facts.st_mode & 0o666)
        if present is not None:
            return present
        self._locks.append(beside)
        numbered = _LockFile(Path(tempfile.gettempdir(), f"ecdesk-{facts.st_dev:x}-{facts.st_ino:x}.lock"))
        try:
            present = numbered.acquire(owner, 0o666)
        except OSError:
            return None  # no folder for it: the lock beside the book stands
        if present is None:
            self._locks.append(numbered)
        elif facts.st_nlink > 1:  # elsewhere numbers may not tell files apart
            self.release()
            return present
        return None

    def release(self) -> None:
        """Let the book go; never raises."""
        while self._locks:
            self._locks.pop().release()


class _LockFile:
    """One lock: whoever holds the file that stands under the path. It is removed by its holder, so nobody may hold one that is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self, owner: Owner, mode: int) -> Owner | None:
        """Take the lock and write into the file who has it, or return who has. mode: permissions of a new file.

        Raises OSError where the file can be neither opened nor made.
        """
        while True:
            handle, writable = self._open(mode)
            try:
                held = _try_lock(handle)
                stands = self._stands(handle)
                if stands and not held:
                    return _read(handle)
                if stands and (writable or not self._removed()):
                    self._handle = handle
                    self._write(owner)
                    return None
                # It was removed by its holder in between, or by us to make one that can be written: begin again.
            finally:
                if self._handle is None:
                    os.close(handle)

    def release(self) -> None:
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":
            # An open file cannot be removed there, and not by us while another looks who has it.
            with contextlib.suppress(OSError):
                os.close(handle)
            with contextlib.suppress(OSError):
                self.path.unlink()
        else:
            # While it is held: whoever opened it meanwhile finds that it is not there any more, and begins again.
            with contextlib.suppress(OSError):
                self.path.unlink()
            with contextlib.suppress(OSError):
                os.close(handle)

    def _open(self, mode: int) -> tuple[int, bool]:
        """The file, made when it is not there, and whether it can be written."""
        for patience in range(_PATIENCE, -1, -1):
            try:
                try:
                    return os.open(self.path, os.O_RDWR), True
                except FileNotFoundError:
                    handle = os.open(self.path, os.O_RDWR | os.O_CREAT, mode)
                    _prepare(handle, self.path, mode)
                    return handle, True
            except PermissionError:
                if patience:
                    time.sleep(0.05)
        # Left by somebody else's crash, or held by somebody else: what may be read can be locked.
        return os.open(self.path, os.O_RDONLY), False

    def _removed(self) -> bool:
        try:
            self.path.unlink()
        except OSError:
            return False
        return True

    def _stands(self, handle: int) -> bool:
        """Whether the path leads to this very file. It is opened for that, because network drives remember what they said of a path."""
        if sys.platform == "win32":
            return True  # nobody can have removed an open file
        try:
            other = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            return os.path.sameopenfile(handle, other)
        finally:
            os.close(other)

    def _write(self, owner: Owner) -> None:
        assert self._handle is not None
        words = json.dumps(asdict(owner), ensure_ascii=False).encode()
        # It may be a file that can only be read, or a full disk: the lock holds without the words.
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, words)


def _read(handle: int) -> Owner:
    try:
        return Owner(**json.loads(os.read(handle, 10_000).decode()))
    except (OSError, ValueError, TypeError):
        # The other one has only just created it.
        return Owner("", "", "")


if sys.platform == "win32":
    import ctypes
    import msvcrt

    _HIDDEN = 2

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def _prepare(handle: int, path: Path, mode: int) -> None:
        ctypes.windll.kernel32.SetFileAttributesW(str(path), _HIDDEN)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _prepare(handle: int, path: Path, mode: int) -> None:
        # Whoever may write the book may take over the lock that a crash left.
        with contextlib.suppress(OSError):
            os.fchmod(handle, mode)


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock of this path. Raises OSError where that cannot be found out."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return False
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)
