"""What can go wrong with a disk, as sentences. Anything SQLite says beyond that is a bug."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecdesk.domain.errors import UserError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def plain_faults(path: Path) -> Iterator[None]:
    """Turn faults of disk, network drive and file into UserErrors about the file; let bugs through as they are."""
    try:
        yield
    except OSError as fault:
        raise _of_system(fault, path) from fault
    except sqlite3.DatabaseError as fault:
        known = _of_database(fault, path)
        if known is None:
            raise
        raise known from fault


@contextmanager
def sound_records(path: Path) -> Iterator[None]:
    """Turn what does not read as a record into a UserError: the file was written by something else, or damaged where SQLite does not see
    it. To be put around the reading of records only; whatever else raises there would be taken for it."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as fault:
        raise _damaged(path) from fault


@contextmanager
def sound_bodies() -> Iterator[None]:
    """The same where it is not known which file is read: as the fault that SQLite finds in a damaged one."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as unread:
        fault = sqlite3.DatabaseError(str(unread))
        fault.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise fault from unread


def _damaged(path: Path) -> UserError:
    return UserError(
        "“{file}”已损坏，请从旁边的“{copies}”文件夹里取最近的一份安全副本。", file=path.name, copies=f"{path.stem}.safety"
    )


def _of_system(fault: OSError, path: Path) -> UserError:
    if fault.errno in _FULL:
        return UserError("磁盘已满，“{file}”没有保存。请腾出空间后重试，已输入的内容仍在窗口中。", file=path.name)
    if fault.errno in _DENIED:
        return UserError("没有权限写入“{file}”所在的文件夹“{folder}”，请换一个文件夹。", file=path.name, folder=str(path.parent))
    if isinstance(fault, FileNotFoundError):
        return UserError("找不到“{file}”，它可能已被移走，或者网络盘断开了。", file=str(path))
    return UserError(
        "“{file}”读写失败（{reason}），请检查磁盘或网络盘后重试。", file=path.name, reason=fault.strerror or str(fault)
    )


def _of_database(fault: sqlite3.DatabaseError, path: Path) -> UserError | None:
    code = getattr(fault, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return UserError("磁盘已满，“{file}”没有保存。请腾出空间后重试，已输入的内容仍在窗口中。", file=path.name)
    if primary in (sqlite3.SQLITE_NOTADB,):
        return UserError(
            "“{file}”不是年报文件，请选别的 .ecd 文件；原来若是年报，请用旁边 .safety 文件夹里的安全副本。", file=path.name
        )
    if primary == sqlite3.SQLITE_CORRUPT:
        return _damaged(path)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return UserError("“{file}”是只读的，不能保存。请另存到别的文件夹。", file=path.name)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UserError("“{file}”正被另一个程序占用，请关闭它后重试。", file=path.name)
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return UserError("“{file}”读写失败（{reason}），请检查磁盘或网络盘后重试。", file=path.name, reason=str(fault))
    return None
