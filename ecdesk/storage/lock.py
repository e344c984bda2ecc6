"""Who has a book open: a small file beside it, held by a lock of the operating system that a crash lets go."""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import re
import socket
import stat
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from ecdesk.domain.files.door import from_json
from ecdesk.domain.files.filenames import fitted_name
from ecdesk.domain.files.paths import real_path
from ecdesk.storage.names import other_names

_LOCKED_BYTE = 1 << 30
"""Far behind the text, so that others can read who holds the lock."""

_PATIENCE = 10 if sys.platform == "win32" else 0
"""How often to try again to open a file: there one that was just removed stays for as long as a virus scanner looks at it."""

_LARGEST = 1 << 16
"""Bytes of a file that may be a lock; whatever is longer was not written as one."""

_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Nothing that somebody put there is followed, waited for or taken as a terminal."""

_NUMBERED = re.compile(r"ecdesk-[0-9a-f]+-[0-9a-f]+\.lock")
_LEFT_AFTER = 3600
"""Seconds after which a lock that nobody holds was left by a crash, and is not just being made."""


class StrangeLock(Exception):
    """Where the lock should be is something that is none: a link, a folder, a device, or a file that is something else too. It was left
    as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True)
class Owner:
    """Who holds a book open for writing. since: UTC, ISO 8601."""

    who: str
    computer: str
    since: str


class BookLock:
    """The right to write one book, by whatever name it was opened. `acquire` returns None on success, or who has it.

    The lock is a file beside the book, where other computers see it. A link leads to the file that it stands for. A book with several names
    (hard links) is locked under each that it has in its folder. Names in other folders cannot be found: they are noticed on this computer
    only, through a second lock by the file's number in the folder of temporary files. Anybody may put files there, so that only what its
    owner, the book's or the system's made is believed.
    """

    def __init__(self, book: Path) -> None:
        real = real_path(book)
        # Of a book that is no link only the name is taken as the system writes it (a short name of Windows is another spelling); its folder
        # stays as given, because the system may name a mapped drive in a way that is not reachable.
        self._book = real if book.is_symlink() else book.with_name(real.name)
        self.path = _lock_beside(self._book)
        self._locks: list[_LockFile] = []
        self.names_elsewhere = 0
        """How many names the book has where another computer that uses them is not noticed; known once the lock is held."""

    def acquire(self, who: str, since: str) -> Owner | None:
        """Take the lock, or say who has it. Raises OSError where the folder cannot be written, and `StrangeLock`."""
        try:
            present = self._acquire(Owner(who, socket.gethostname(), since))
        except BaseException:
            self.release()
            raise
        if present is not None:
            self.release()
        return present

    def _acquire(self, owner: Owner) -> Owner | None:
        facts, names = self._book.stat(), other_names(self._book)
        # Everybody in one order, so that of two who come at one moment one gets them all.
        for place in sorted(_lock_beside(name) for name in (self._book, *names.here)):
            present = self._take(_LockFile(place, facts), owner, facts.st_mode & 0o666)
            if present is not None:
                return present
        self.names_elsewhere = names.elsewhere
        folder = Path(tempfile.gettempdir())
        _clear_left(folder)
        makers = None if sys.platform == "win32" else {0, os.geteuid(), facts.st_uid}
        numbered = _LockFile(folder / f"ecdesk-{facts.st_dev:x}-{facts.st_ino:x}.lock", facts, makers)
        try:
            present = self._take(numbered, owner, 0o666 if facts.st_mode & 0o022 else 0o600)
        except (OSError, StrangeLock):
            return None  # no place for it: the lock beside the book stands
        return present if facts.st_nlink > 1 else None  # elsewhere numbers may not tell files apart

    def _take(self, lock: _LockFile, owner: Owner, mode: int) -> Owner | None:
        present = lock.acquire(owner, mode)
        if present is None:
            self._locks.append(lock)
        return present

    def release(self) -> None:
        """Let the book go; never raises."""
        while self._locks:
            self._locks.pop().release()


def _lock_beside(book: Path) -> Path:
    return book.with_name(fitted_name(f".~{book.name}", ".lock"))


def _unlink(path: Path) -> None:
    """Remove a file, on Windows also one that is marked read-only."""
    if sys.platform == "win32":
        path.chmod(stat.S_IWRITE)
    path.unlink()


class _LockFile:
    """One lock: whoever holds the file that stands under the path. It is removed by its holder, so nobody may hold one that is gone.

    book: the book's own facts; its file is never taken for the lock. makers: users whose file is believed, None for everybody's.
    """

    def __init__(self, path: Path, book: os.stat_result | None = None, makers: set[int] | None = None) -> None:
        self.path = path
        self._book = book
        self._makers = makers
        self._handle: int | None = None

    def acquire(self, owner: Owner, mode: int) -> Owner | None:
        """Take the lock and write into the file who has it, or return who has. mode: permissions of a new file.

        Raises OSError where the file can be neither opened nor made, and `StrangeLock` for what is no lock.
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
                _unlink(self.path)
        else:
            # While it is held: whoever opened it meanwhile finds that it is not there any more, and begins again.
            with contextlib.suppress(OSError, StrangeLock):
                if self._stands(handle):
                    self.path.unlink()
            with contextlib.suppress(OSError):
                os.close(handle)

    def clear(self) -> None:
        """Remove the file where it is a lock that nobody holds."""
        if sys.platform == "win32":
            self._removed()  # an open file cannot be
            return
        with contextlib.suppress(OSError, StrangeLock):
            handle = self._opened(os.O_RDONLY)
            try:
                if _try_lock(handle) and self._stands(handle):
                    self._removed()
            finally:
                os.close(handle)

    def _open(self, mode: int) -> tuple[int, bool]:
        """The file, made when it is not there, and whether it can be written."""
        for patience in range(_PATIENCE, -1, -1):
            try:
                return self._opened_or_made(mode), True
            except PermissionError as fault:
                denied = fault
                if patience:
                    time.sleep(0.05)
        try:
            # Left by somebody else's crash, or held by somebody else: what may be read can be locked.
            return self._opened(os.O_RDONLY), False
        except FileNotFoundError:
            raise denied from None  # it is not there, and may not be made

    def _opened_or_made(self, mode: int) -> int:
        while True:
            with contextlib.suppress(FileNotFoundError):
                return self._opened(os.O_RDWR)
            with contextlib.suppress(FileExistsError):  # made by somebody else just now
                handle = self._opened(os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
                _prepare(handle, self.path, mode)
                return handle

    def _opened(self, flags: int, mode: int = 0o600) -> int:
        """Open what stands under the path, which nothing happens to when it is no lock. Raises OSError, `StrangeLock`."""
        with contextlib.suppress(FileNotFoundError):
            self._check(self.path.lstat())
        try:
            handle = os.open(self.path, flags | _SAFELY, mode)
        except OSError as fault:
            if fault.errno in (errno.ELOOP, errno.EMLINK):  # a link since then
                raise StrangeLock(self.path) from fault
            raise
        try:
            self._check(os.fstat(handle))
        except BaseException:
            os.close(handle)
            raise
        return handle

    def _check(self, facts: os.stat_result) -> None:
        plain = (
            stat.S_ISREG(facts.st_mode) and facts.st_nlink <= 1 and facts.st_size <= _LARGEST
        )  # no name is left of one just removed
        believed = self._makers is None or facts.st_uid in self._makers
        if not plain or not believed or (self._book is not None and os.path.samestat(facts, self._book)):
            raise StrangeLock(self.path)

    def _removed(self) -> bool:
        try:
            _unlink(self.path)
        except OSError:
            return False
        return True

    def _stands(self, handle: int) -> bool:
        """Whether the path leads to this very file. It is opened for that, because network drives remember what they said of a path."""
        if sys.platform == "win32":
            return True  # nobody can have removed an open file
        try:
            other = self._opened(os.O_RDONLY)
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


@functools.cache
def _clear_left(folder: Path) -> None:
    """Remove the numbered locks that crashes left in a folder; once is enough."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if not _NUMBERED.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT_AFTER:
                    _LockFile(Path(entry.path), makers=None if sys.platform == "win32" else {os.geteuid()}).clear()


def _read(handle: int) -> Owner:
    try:
        return Owner(**from_json(os.read(handle, 10_000).decode()))
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
