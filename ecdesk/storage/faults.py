"""What can go wrong with a disk, as sentences that give the true reason. Anything SQLite says beyond that is a bug."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.files.paths import shown
from ecdesk.domain.stopping import stop_asked
from ecdesk.domain.texts import Text, text
from ecdesk.storage.copies import copies_folder

if sys.platform != "win32":
    import resource

_JOURNAL = "-journal"
_LONGEST_PATH = 512
"""What SQLite opens, in bytes."""


@dataclass(frozen=True)
class Reason:
    """One way in which a disk, a drive or a file refuses: the numbers that POSIX and Windows have for it, and the sentence, with {file} and
    {folder}."""

    sentence: Text
    errnos: tuple[int, ...]
    winerrors: tuple[int, ...] = ()


def _numbers(*names: str) -> tuple[int, ...]:
    """Those that this platform knows."""
    return tuple(getattr(errno, name) for name in names if hasattr(errno, name))


FULL = Reason(text("磁盘已满，“{file}”没有保存。请腾出空间后重试。"), _numbers("ENOSPC", "EDQUOT"), (39, 112, 1295))
TOO_LARGE = Reason(text("“{file}”超过了这个磁盘或账户允许的文件大小，没有保存。请另存到别的磁盘。"), _numbers("EFBIG"), (223,))
READ_ONLY_DISK = Reason(text("“{file}”在只读的磁盘上，不能保存。请另存到别的磁盘。"), _numbers("EROFS"), (19,))
HELD = Reason(
    text("“{file}”正被另一个程序占用（例如网盘同步、杀毒或备份），请等它完成或关闭它后重试。"),
    _numbers("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK"),
    (32, 33),
)
GONE = Reason(
    text("“{file}”所在的磁盘或网络盘断开了，请重新连接后重试。"),
    _numbers(
        *("ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ENOTCONN", "ECONNRESET"),
        *("ECONNABORTED", "ECONNREFUSED", "ETIMEDOUT", "ENODEV", "ENXIO", "ENOMEDIUM", "EREMOTEIO", "ESHUTDOWN"),
    ),
    (15, 20, 21, 51, 53, 55, 59, 64, 67, 121, 1167, 1203, 1231, 1232, 1236, 2250),
)
TOO_LONG = Reason(
    text("“{file}”的名称或路径太长，请换短一些的名称，或者放到上一级文件夹。"), _numbers("ENAMETOOLONG"), (111, 206)
)
BAD_NAME = Reason(text("“{file}”里有不能用在文件名里的字符，请换一个名称。"), _numbers("EILSEQ"), (123, 161))
BROKEN = Reason(text("读写“{file}”时磁盘出错，请先把它复制到别的磁盘，再检查这个磁盘。"), _numbers("EIO"), (23, 483, 1117))
BROKEN_FOR_NEW = Reason(text("写“{file}”时磁盘出错，没有写成。请换一个磁盘，并检查这个磁盘。"), ())
NO_FILE = Reason(text("找不到“{file}”，它已被移走、改名或删除。"), _numbers("ENOENT"), (2,))
NO_FOLDER = Reason(text("找不到文件夹“{folder}”，它可能已被移走或改名，或者网络盘断开了。"), _numbers("ENOTDIR"), (3,))
NO_FILE_BUT_A_FOLDER = Reason(text("“{file}”是文件夹，不是年报文件，请选 .ecd 文件。"), _numbers("EISDIR"))
REPLACED = Reason(text("“{file}”打开以后被另一个文件替换了，没有保存。请另存副本，再把副本合并到年报里。"), ())
NO_PLAIN_FILE = Reason(text("“{file}”不是普通文件（是管道或设备），不能打开，请选 .ecd 文件。"), ())
DENIED = Reason(text("没有权限读写“{file}”或它所在的文件夹“{folder}”，请换一个文件夹。"), _numbers("EACCES", "EPERM"), (5,))
TOO_MANY = Reason(text("打开的文件太多，“{file}”打不开，请关闭别的窗口或程序后重试。"), _numbers("EMFILE", "ENFILE"), (4,))
NO_LOCKS = Reason(
    text("“{file}”所在的网络盘不能锁定文件，请复制到本机再编辑。"), _numbers("ENOLCK", "EOPNOTSUPP", "ENOSYS"), (36,)
)

REASONS = (
    *(FULL, TOO_LARGE, READ_ONLY_DISK, HELD, GONE, TOO_LONG, BAD_NAME, BROKEN, NO_FILE, NO_FOLDER, NO_FILE_BUT_A_FOLDER),
    *(DENIED, TOO_MANY, NO_LOCKS, REPLACED, BROKEN_FOR_NEW, NO_PLAIN_FILE),
)


@contextmanager
def plain_faults(path: Path, new: bool = False) -> Iterator[None]:
    """Turn faults of disk, network drive and file into UserErrors about the file, and a stop that was asked for into `Cancelled`; let bugs
    through as they are. new: the file is to be made, and nobody misses it while it is not there."""
    try:
        yield
    except OSError as fault:
        raise said(fault, path, new) from fault
    except sqlite3.DatabaseError as fault:
        known = _of_database(fault, path, new)
        if known is None:
            raise
        raise known from fault


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
    return UserError(
        "“{file}”已损坏，请从旁边的“{copies}”文件夹里取最近的一份安全副本。", file=path.name, copies=copies_folder(path).name
    )


def said(fault: OSError, path: Path, new: bool = False) -> UserError:
    """The sentence for what the system says of a file. new: it is to be made."""
    known = reason_of(fault, path, new)
    if known is None:
        return UserError(
            "“{file}”读写失败（{reason}），请检查磁盘或网络盘后重试。", file=path.name, reason=fault.strerror or str(fault)
        )
    return UserError(known.sentence.template, **_names(path))


def why_read_only(fault: OSError, path: Path) -> Text:
    """Why nothing can be written beside a file that can be read."""
    known = reason_of(fault, path)
    if known in (None, DENIED, NO_FILE):  # what is missing is not the file, which was just seen
        return text(
            "文件夹“{folder}”不能写入，“{file}”现在只能查看。请另存到别的文件夹。", file=path.name, folder=shown(path.parent)
        )
    return Text(known.sentence.template, _names(path))


def check_kind(path: Path) -> None:
    """Raises UserError where what is there is no file that can be a book, and OSError where nothing can be seen."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        known = NO_FILE_BUT_A_FOLDER if stat.S_ISDIR(mode) else NO_PLAIN_FILE
        raise UserError(known.sentence.template, **_names(path))


def check_name(path: Path) -> None:
    """Raises UserError for a name that leaves no room for what SQLite writes beside the file."""
    if _leaves_no_room(path):
        raise UserError(TOO_LONG.sentence.template, **_names(path))


def _leaves_no_room(path: Path) -> bool:
    beside = f"{path.name}{_JOURNAL}"
    if sys.platform == "win32":
        return len(beside.encode("utf-16-le", "surrogatepass")) // 2 > 255
    return len(os.fsencode(beside)) > 255 or len(os.fsencode(path)) + len(_JOURNAL) > _LONGEST_PATH


def unwritable(path: Path) -> Text | None:
    """Why a file that is there cannot be written, or None when it can."""
    if os.access(path, os.W_OK):
        return Text(TOO_LONG.sentence.template, _names(path)) if _leaves_no_room(path) else None
    if _on_read_only_disk(path):
        return Text(READ_ONLY_DISK.sentence.template, _names(path))
    return text(
        "“{file}”是只读文件，或者没有权限写入，现在只能查看。请在文件属性里去掉“只读”，或另存到别的文件夹。", file=path.name
    )


def reason_of(fault: OSError, path: Path, new: bool = False) -> Reason | None:
    """Which of `REASONS` an error is; Windows' own number says more than the one of POSIX that it is given for. new: the file is to be
    made."""
    number = getattr(fault, "winerror", None)
    known = next((one for one in REASONS if number in one.winerrors), None) if number else None
    if known is None:
        known = next((one for one in REASONS if fault.errno in one.errnos), None)
    if known in (NO_FILE, BAD_NAME) and len(path.name) > 255:  # Windows has no number of its own for it
        return TOO_LONG
    if known is NO_FILE and not _is_there(path.parent):
        return NO_FOLDER
    if known is BROKEN and new:
        return BROKEN_FOR_NEW
    if known is NO_FILE and new:
        return None
    if known is DENIED and sys.platform == "win32" and path.is_dir():
        return NO_FILE_BUT_A_FOLDER
    return known


def is_full(fault: Exception, path: Path) -> bool:
    """Whether a file could not be written because there was no room."""
    if isinstance(fault, sqlite3.Error):
        primary = getattr(fault, "sqlite_errorcode", 0) & 0xFF
        if primary == sqlite3.SQLITE_FULL:
            return True
        found = _found_out(path) if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) else None
    else:
        found = fault if isinstance(fault, OSError) else None
    return found is not None and reason_of(found, path) is FULL


def _names(path: Path) -> dict[str, str]:
    return {"file": path.name, "folder": shown(path.parent)}


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
    for place, right in ((path, os.R_OK), (path, os.W_OK), (path.parent, os.W_OK)):
        if (there or place != path) and not os.access(place, right):
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
    trial = folder / f".~{os.getpid()}-{new_uid()[:8]}.new"
    try:
        handle = os.open(trial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, bytes(1 << 16))
            os.fsync(handle)
        finally:
            os.close(handle)
            trial.unlink()
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
        return UserError(FULL.sentence.template, **_names(path))
    if primary == sqlite3.SQLITE_NOTADB:
        return UserError(
            "“{file}”不是年报文件，请选别的 .ecd 文件；原来若是年报，请用旁边 .safety 文件夹里的安全副本。", file=path.name
        )
    if primary == sqlite3.SQLITE_CORRUPT or code in (sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS):
        return damaged(path)
    if primary == sqlite3.SQLITE_TOOBIG:
        return UserError("“{file}”里有一项内容太大，读写不了。", file=path.name)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return UserError(HELD.sentence.template, **_names(path))
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return UserError((REPLACED if _is_there(path) else NO_FILE).sentence.template, **_names(path))
    if primary in (
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOLFS,
    ):
        found = _found_out(path, new)
        if found is not None:
            return said(found, path, new)
        if code == sqlite3.SQLITE_IOERR_WRITE and _is_limited():
            return UserError(TOO_LARGE.sentence.template, **_names(path))
        if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return UserError("“{file}”是只读的，不能保存。请另存到别的文件夹。", file=path.name)
        return UserError("“{file}”读写失败（{reason}），请检查磁盘或网络盘后重试。", file=path.name, reason=str(fault))
    return None
