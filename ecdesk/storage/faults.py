"""What SQLite says when a book's file cannot be read or written, as sentences that give the true reason: of the system's refusals those of
`domain.faults`. Anything SQLite says beyond that is a bug."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.files.drafts import draft_beside
from ecdesk.domain.files.faults import (
    DENIED,
    FULL,
    HELD,
    MISSING,
    QUOTA,
    READ_ONLY_DISK,
    TOO_LARGE,
    TOO_LONG,
    Doing,
    Refusal,
    refusal_of,
    refused,
    user_error,
)
from ecdesk.domain.files.paths import shown
from ecdesk.domain.stopping import stop_asked
from ecdesk.domain.texts import Text, text
from ecdesk.storage.copies import copies_folder, safety_copies

if sys.platform != "win32":
    import resource

_JOURNAL = "-journal"
_LONGEST_PATH = 512
"""What SQLite opens, in bytes."""


@contextmanager
def plain_faults(path: Path, new: bool = False) -> Iterator[None]:
    """Turn faults of disk, network drive and file into UserErrors about the file, and a stop that was asked for into `Cancelled`; let bugs
    through as they are. new: the file is to be made, and nobody misses it while it is not there."""
    try:
        yield
    except OSError as fault:
        raise user_error(fault, path, _doing(new)) from fault
    except UnicodeDecodeError as fault:  # what SQLite says of a damaged schema quotes it
        raise damaged(path) from fault
    except sqlite3.DatabaseError as fault:
        known = _of_database(fault, path, new)
        if known is None:
            raise
        raise known from fault


@contextmanager
def source_faults(path: Path) -> Iterator[None]:
    """The same around copying a file into another, for what can only be a fault of the one that is read; the others are left to the one that
    is written."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        known = _of_database(fault, path, False) if _is_of_reading(fault) else None
        if known is None:
            raise
        raise known from fault


def is_held(fault: sqlite3.Error) -> bool:
    """Whether another program has the file: it is there, and can be read when that is done with it."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF in _HELD


def _is_of_reading(fault: sqlite3.Error) -> bool:
    code = getattr(fault, "sqlite_errorcode", 0)
    return is_held(fault) or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or code in _UNREAD


_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_UNREAD = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)


@contextmanager
def sound_records(path: Path) -> Iterator[None]:
    """Turn what does not read as a record into a UserError: the file was written by something else, or damaged where SQLite does not see
    it. To be put around the reading of records only; whatever else raises there would be taken for it."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as fault:
        raise damaged(path) from fault


@contextmanager
def sound_bodies() -> Iterator[None]:
    """The same where it is not known which file is read: as the fault that SQLite finds in a damaged one."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as unread:
        fault = sqlite3.DatabaseError(str(unread))
        fault.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise fault from unread


def damaged(path: Path) -> UserError:
    if not safety_copies(path):
        return UserError("“{file}”已损坏，旁边没有它的安全副本；请用自己的备份，或请对方重新发送。", file=path.name)
    return UserError(
        "“{file}”已损坏，请从旁边的“{copies}”文件夹里取最近的一份安全副本。", file=path.name, copies=copies_folder(path).name
    )


def why_read_only(fault: OSError, path: Path) -> Text:
    """Why nothing can be written beside a file that can be read."""
    if refusal_of(fault, path) in (None, DENIED, MISSING):  # what is missing is not the file, which was just seen
        return text(
            "文件夹“{folder}”不能写入，“{file}”现在只能查看。请另存到别的文件夹。", file=path.name, folder=shown(path.parent)
        )
    return user_error(fault, path, Doing.KEEPING).text


def check_kind(path: Path) -> None:
    """Raises UserError where what is there is no file that can be a book, and OSError where nothing can be seen."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        if stat.S_ISDIR(mode):
            raise UserError("“{file}”是文件夹，不是年报文件，请选 .ecd 文件。", file=path.name)
        raise UserError("“{file}”不是普通文件（是管道或设备），不能打开，请选 .ecd 文件。", file=path.name)


def check_name(path: Path) -> None:
    """Raises UserError for a name that leaves no room for what SQLite writes beside the file."""
    if _leaves_no_room(path):
        raise _refused(TOO_LONG, path)


def _leaves_no_room(path: Path) -> bool:
    beside = f"{path.name}{_JOURNAL}"
    if sys.platform == "win32":
        return len(beside.encode("utf-16-le", "surrogatepass")) // 2 > 255
    return len(os.fsencode(beside)) > 255 or len(os.fsencode(path)) + len(_JOURNAL) > _LONGEST_PATH


def unwritable(path: Path) -> Text | None:
    """Why a file that is there cannot be written, or None when it can."""
    if os.access(path, os.W_OK):
        return _refused(TOO_LONG, path).text if _leaves_no_room(path) else None
    if _on_read_only_disk(path):
        return _refused(READ_ONLY_DISK, path).text
    return text(
        "“{file}”是只读文件，或者没有权限写入，现在只能查看。请在文件属性里去掉“只读”，或另存到别的文件夹。", file=path.name
    )


def is_full(fault: Exception, path: Path) -> bool:
    """Whether a file could not be written because there was no room."""
    if isinstance(fault, sqlite3.Error):
        primary = getattr(fault, "sqlite_errorcode", 0) & 0xFF
        if primary == sqlite3.SQLITE_FULL:
            return True
        found = _found_out(path) if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) else None
    else:
        found = fault if isinstance(fault, OSError) else None
    return found is not None and refusal_of(found, path) in (FULL, QUOTA)


def _doing(new: bool) -> Doing:
    return Doing.WRITING if new else Doing.KEEPING


def _refused(refusal: Refusal, path: Path, new: bool = False) -> UserError:
    return refused(refusal.reason, path, _doing(new))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _on_read_only_disk(path: Path) -> bool:
    if sys.platform == "win32":
        return False
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _found_out(path: Path, new: bool = False) -> OSError | None:
    """Why SQLite could not read or write a file, which it does not tell; asked without opening the file, because closing it would let go of
    the locks that SQLite has on it. new: the file is to be made, and may not be there."""
    if _leaves_no_room(path):
        return OSError(errno.ENAMETOOLONG, "")
    try:
        path.parent.stat()
        there = _is_there(path)
        if not new:
            path.stat()
        if shutil.disk_usage(path.parent).free < 1 << 16:
            return OSError(errno.ENOSPC, "")
    except OSError as fault:
        return fault
    places = ((path, os.R_OK), (path, os.W_OK)) if there else ()
    for place, right in (*places, (path.parent, os.W_OK)):
        if not os.access(place, right):
            return OSError(errno.EROFS if right == os.W_OK and _on_read_only_disk(place) else errno.EACCES, "")
    if sys.platform == "win32" and there:
        # Nothing there is let go of by closing, and another program may hold the whole file.
        try:
            os.close(os.open(path, os.O_RDWR))
        except OSError as fault:
            return fault
    return _tried(path.parent)


def _tried(folder: Path) -> OSError | None:
    """What the system says when something is written into a folder."""
    try:
        with draft_beside(folder / "trial") as trial:
            handle = os.open(trial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.write(handle, bytes(1 << 16))
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as fault:
        return fault
    return None


def _is_limited() -> bool:
    """Whether the system lets this program write files of a certain length only."""
    return sys.platform != "win32" and resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY


def _of_database(fault: sqlite3.DatabaseError, path: Path, new: bool) -> BaseException | None:
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None:
        # The module's own: a text that is no UTF-8.
        return damaged(path) if "UTF-8" in str(fault) else None
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_INTERRUPT:
        return Cancelled() if stop_asked() else KeyboardInterrupt()
    if primary == sqlite3.SQLITE_FULL:
        return _refused(FULL, path, new)
    if primary == sqlite3.SQLITE_NOTADB:
        return UserError(
            "“{file}”不是年报文件，请选别的 .ecd 文件；原来若是年报，请用旁边 .safety 文件夹里的安全副本。", file=path.name
        )
    if primary == sqlite3.SQLITE_CORRUPT or code in (sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS):
        return damaged(path)
    if primary == sqlite3.SQLITE_TOOBIG:
        return UserError("“{file}”里有一项内容太大，读写不了。", file=path.name)
    if primary in _HELD:
        return _refused(HELD, path, new)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        if not _is_there(path):
            return _refused(MISSING, path)
        return UserError("“{file}”打开以后被另一个文件替换了，没有保存。请另存副本，再把副本合并到年报里。", file=path.name)
    return _unexplained(fault, code, path, new) if primary in _UNEXPLAINED else None


_UNEXPLAINED = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOLFS,
)
"""Codes that do not tell why a file cannot be read or written."""


def _unexplained(fault: sqlite3.DatabaseError, code: int, path: Path, new: bool) -> UserError:
    found = _found_out(path, new)
    if found is not None:
        return user_error(found, path, _doing(new))
    if code == sqlite3.SQLITE_IOERR_WRITE and _is_limited():
        return _refused(TOO_LARGE, path, new)
    if code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return UserError("“{file}”是只读的，不能保存。请另存到别的文件夹。", file=path.name)
    return UserError("“{file}”读写失败（{reason}），请检查磁盘或网络盘后重试。", file=path.name, reason=str(fault))
