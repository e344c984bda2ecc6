"""What an operating system says when a file cannot be written or read, as sentences: the true reason, and what to do about it.

One table for everything that the program writes and reads, a book too. `user_error` makes the whole sentence; whoever has another beginning
(a book whose steps wait in the window) takes `reason_of` alone, and whoever only wants to know which one it is, `refusal_of`.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.paths import shown
from ecdesk.domain.texts import Text, text


class Doing(Enum):
    """What was being done to a file or folder; the beginning of the sentence."""

    WRITING = text("“{file}”没有写成：{reason}")
    READING = text("“{file}”打不开：{reason}")
    KEEPING = text("“{file}”读写不了：{reason}")
    """A book's file, which is there and is read and written as long as it is open."""
    MAKING_FOLDER = text("文件夹“{file}”建不了：{reason}")
    WORKING = text("没有做成，因为要用临时文件夹“{file}”：{reason}")
    """Something beside the file itself: what is put aside for a moment in the system's own folder for that."""


@dataclass(frozen=True)
class Refusal:
    """One way in which a disk, a drive or a file refuses: the numbers that POSIX and Windows have for it, and the reason as people are told,
    with {file} and {folder}."""

    reason: Text
    errnos: frozenset[int]
    winerrors: frozenset[int] = frozenset()


def _refusal(reason: Text, *names: str, windows: tuple[int, ...] = ()) -> Refusal:
    """names: those that this platform knows count."""
    return Refusal(reason, frozenset(getattr(errno, name) for name in names if hasattr(errno, name)), frozenset(windows))


FULL = _refusal(text("磁盘已满，请腾出空间后再试。"), "ENOSPC", windows=(39, 112))
QUOTA = _refusal(text("您在这个磁盘上的空间配额已用完，请删除一些文件或请管理员增加配额后再试。"), "EDQUOT", windows=(1295,))
TOO_LARGE = _refusal(text("超过了系统或磁盘允许的文件大小，请换一个磁盘或请管理员放宽限制后再试。"), "EFBIG", windows=(223,))
READ_ONLY_DISK = _refusal(text("它在只读的磁盘上，不能写入，请换一个位置。"), "EROFS", windows=(19,))
HELD = _refusal(
    text("它正被另一个程序占用（例如网盘同步、杀毒或备份），请等它完成或关闭那个程序后再试。"),
    *("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK"),
    windows=(32, 33, 1224),
)
GONE = _refusal(
    text("磁盘或网络盘没有响应或者断开了，请检查连接后再试。"),
    *("ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ENOTCONN", "ECONNRESET", "ECONNABORTED"),
    *("ECONNREFUSED", "ETIMEDOUT", "ENODEV", "ENXIO", "ENOMEDIUM", "EREMOTEIO", "ESHUTDOWN"),
    windows=(15, 20, 21, 51, 53, 55, 59, 64, 67, 121, 1167, 1203, 1231, 1232, 1236, 2250),
)
BROKEN = _refusal(text("磁盘或网络盘出错，请检查磁盘和连接，或换一个磁盘后再试。"), "EIO", windows=(23, 483, 1117))
TOO_LONG = _refusal(text("文件名或路径太长，请把名称改短，或换一个层次少的文件夹。"), "ENAMETOOLONG", windows=(111, 206))
BAD_NAME = _refusal(text("名称是系统保留的，或者里面有系统不允许的字符，请改名后再试。"), "EILSEQ", windows=(123, 161))
MISSING = _refusal(text("找不到它，它可能已被移走、改名或删除，或者网络盘断开了。"), "ENOENT", windows=(2,))
NO_FOLDER = _refusal(text("“{folder}”不是文件夹，请换一个位置。"), "ENOTDIR", windows=(3,))
IS_FOLDER = _refusal(text("这是一个文件夹，请另取一个文件名。"), "EISDIR")
EXISTS = _refusal(text("已有同名的文件，请换一个名称。"), "EEXIST", windows=(80, 183))
LINKS = _refusal(text("它是绕回自身的链接，请换一个位置。"), "ELOOP", windows=(1921,))
TOO_MANY = _refusal(text("打开的文件太多，请关闭一些窗口或程序后再试。"), "EMFILE", "ENFILE", windows=(4,))
NO_LOCKS = _refusal(text("它所在的网络盘不能锁定文件，请复制到本机再用。"), "ENOLCK", "EOPNOTSUPP", "ENOSYS", windows=(36,))
DENIED = _refusal(text("您没有权限写入文件夹“{folder}”，请换一个文件夹。"), "EACCES", "EPERM", windows=(5, 65))

REFUSALS = (
    *(
        FULL,
        QUOTA,
        TOO_LARGE,
        READ_ONLY_DISK,
        HELD,
        GONE,
        BROKEN,
        TOO_LONG,
        BAD_NAME,
        MISSING,
        NO_FOLDER,
        IS_FOLDER,
        EXISTS,
        LINKS,
    ),
    *(TOO_MANY, NO_LOCKS, DENIED),
)

_FILE_READ_ONLY = text("这个文件设为只读，请去掉它的只读属性，或换一个文件名。")
_READING_DENIED = text("您没有权限打开它，请向管理员或文件的主人要权限。")
_READING_DENIED_WINDOWS = text("它正被别的程序占用，或者您没有权限打开它；请关闭别的程序后再试。")
"""Opening a file there gives one number for both."""
_KEEPING_DENIED = text("您没有权限读写它或它所在的文件夹“{folder}”，请换一个文件夹。")
_KEEPING_BROKEN = text("磁盘或网络盘出错，请先把它复制到别的磁盘，再检查这个磁盘和连接。")
_FOLDER_GONE = text("找不到文件夹“{folder}”，它可能已被移走或改名，或者网络盘断开了。")
_OTHER = text("系统报告“{words}”，请检查磁盘或网络盘后再试。")

_LONGEST_WINDOWS_PATH = 259
_LONGEST_NAME = 255


def refusal_of(fault: OSError, path: Path) -> Refusal | None:
    """Which of `REFUSALS` a fault is, by its numbers; Windows' own says more than the one of POSIX that it is given for. None for another."""
    number = getattr(fault, "winerror", None)
    known = next((one for one in REFUSALS if number in one.winerrors), None) if number else None
    known = known or next((one for one in REFUSALS if fault.errno in one.errnos), None)
    # Windows has no number of its own for it.
    long = len(path.name) > _LONGEST_NAME or (
        number in (2, 3) and len(str(path)) > _LONGEST_WINDOWS_PATH and not str(path).startswith("\\\\?\\")
    )
    return TOO_LONG if long and known in (MISSING, NO_FOLDER, BAD_NAME) else known


def reason_of(fault: OSError, path: Path, doing: Doing = Doing.WRITING) -> Text:
    """Why something could not be done to a file or folder, and what to do: one or two sentences that end with 。"""
    known = refusal_of(fault, path)
    if known in (NO_FOLDER, MISSING, EXISTS) and (file := _file_among(path.parent)) is not None:
        return text(NO_FOLDER.reason.template, folder=shown(file))
    if known is MISSING and doing is Doing.WRITING and _is_there(path.parent):
        known = None  # nobody misses what is to be made
    if known is None:
        return text(_OTHER.template, words=fault.strerror or str(fault) or type(fault).__name__)
    return text(_more_of(known, fault, path, doing).template, folder=shown(path.parent))


def _more_of(known: Refusal, fault: OSError, path: Path, doing: Doing) -> Text:
    """The reason of a refusal, told apart by what was being done, and by what there is."""
    keeping = doing is Doing.KEEPING
    if known is DENIED:
        if doing is Doing.READING:
            return _READING_DENIED_WINDOWS if sys.platform == "win32" else _READING_DENIED
        return _KEEPING_DENIED if keeping else _denied(path, fault)
    if known is BROKEN and keeping:
        return _KEEPING_BROKEN
    if known in (NO_FOLDER, MISSING) and doing is not Doing.READING and not _is_there(path.parent):
        return _FOLDER_GONE
    return known.reason


def user_error(fault: OSError, path: Path, doing: Doing = Doing.WRITING) -> UserError:
    """The whole sentence about a file or folder to which something could not be done."""
    return refused(reason_of(fault, path, doing), path, doing)


def refused(reason: Text, path: Path, doing: Doing = Doing.WRITING) -> UserError:
    """The same for a reason that is known."""
    return UserError(
        doing.value.template, file=shown(path) if doing is Doing.WORKING else path.name or shown(path), reason=reason
    )


@contextmanager
def plain_faults(path: Path, doing: Doing = Doing.WRITING) -> Iterator[None]:
    """Turns what the system says into a UserError about a file or folder; bugs are let through as they are."""
    try:
        yield
    except OSError as fault:
        raise user_error(fault, path, doing) from fault


def _denied(path: Path, fault: OSError) -> Text:
    """Which of the things that are all called “permission denied” it is, as far as it shows."""
    try:
        if fault.filename is not None and fault.filename2 is None and not Path(fault.filename).exists():
            return DENIED.reason
        if path.is_dir():
            return IS_FOLDER.reason
        if not path.exists():
            return DENIED.reason
        if not os.access(path, os.W_OK):
            return _FILE_READ_ONLY
        return HELD.reason if os.access(path.parent, os.W_OK) else DENIED.reason
    except OSError:
        return DENIED.reason


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _file_among(folder: Path) -> Path | None:
    """The first part of a path that is there and is no folder; Windows calls what lies below it missing."""
    try:
        return next((part for part in (folder, *folder.parents) if part.exists() and not part.is_dir()), None)
    except OSError:
        return None
