"""What an operating system says when a file cannot be written or read, as sentences: the true reason, and what to do about it.

One table for everything that the program writes and reads. `user_error` makes the whole sentence; whoever has another beginning
(a book whose steps wait in the window) takes `reason_of` alone.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import Text, text


class Doing(Enum):
    """What was being done to a file or folder; the beginning of the sentence."""

    WRITING = text("“{file}”没有写成：{reason}")
    READING = text("“{file}”打不开：{reason}")
    MAKING_FOLDER = text("文件夹“{file}”建不了：{reason}")
    WORKING = text("没有做成，因为要用临时文件夹“{file}”：{reason}")
    """Something beside the file itself: what is put aside for a moment in the system's own folder for that."""


_FULL = text("磁盘已满，请腾出空间后再试。")
_QUOTA = text("您在这个磁盘上的空间配额已用完，请删除一些文件或请管理员增加配额后再试。")
_TOO_LARGE = text("文件超过了系统或磁盘允许的大小，请换一个磁盘或请管理员放宽限制后再试。")
_DISK_READ_ONLY = text("这个磁盘是只读的，不能写入，请换一个位置。")
_FILE_READ_ONLY = text("这个文件设为只读，请去掉它的只读属性，或换一个文件名。")
_IN_USE = text("它正被别的程序占用，请关闭那个程序后再试。")
_FOLDER_DENIED = text("您没有权限写入文件夹“{folder}”，请换一个文件夹。")
_READING_DENIED = text("您没有权限打开它，请向管理员或文件的主人要权限。")
_READING_DENIED_WINDOWS = text("它正被别的程序占用，或者您没有权限打开它；请关闭别的程序后再试。")
"""Opening a file there gives one number for both."""
_FOLDER_GONE = text("找不到文件夹“{folder}”，它可能已被移走或改名，或者网络盘断开了。")
_FILE_GONE = text("找不到它，它可能已被移走或改名，或者网络盘断开了。")
_NO_FOLDER = text("“{folder}”不是文件夹，请换一个位置。")
_IS_FOLDER = text("这是一个文件夹，请另取一个文件名。")
_NAME_TOO_LONG = text("文件名或路径太长，请把名称改短，或换一个层次少的文件夹。")
_NAME_FORBIDDEN = text("文件名里有系统不允许的字符，请改名后再试。")
_EXISTS = text("已有同名的文件，请换一个名称。")
_LINKS = text("它是绕回自身的链接，请换一个位置。")
_DISCONNECTED = text("磁盘或网络盘没有响应，请检查连接后再试。")
_TOO_MANY = text("系统打开的文件太多，请关闭一些程序后再试。")
_OTHER = text("系统报告“{words}”，请检查磁盘或网络盘后再试。")

_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _QUOTA,
    errno.EFBIG: _TOO_LARGE,
    errno.EROFS: _DISK_READ_ONLY,
    errno.EBUSY: _IN_USE,
    errno.ETXTBSY: _IN_USE,
    errno.EAGAIN: _IN_USE,
    errno.ENAMETOOLONG: _NAME_TOO_LONG,
    errno.EILSEQ: _NAME_FORBIDDEN,
    errno.EISDIR: _IS_FOLDER,
    errno.EEXIST: _EXISTS,
    errno.ELOOP: _LINKS,
    errno.EIO: _DISCONNECTED,
    errno.ENXIO: _DISCONNECTED,
    errno.ENODEV: _DISCONNECTED,
    errno.ESTALE: _DISCONNECTED,
    errno.ENOTCONN: _DISCONNECTED,
    errno.ETIMEDOUT: _DISCONNECTED,
    errno.EHOSTDOWN: _DISCONNECTED,
    errno.EHOSTUNREACH: _DISCONNECTED,
    errno.ENETUNREACH: _DISCONNECTED,
    errno.ECONNRESET: _DISCONNECTED,
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
}

_BY_WINDOWS = {
    4: _TOO_MANY,
    19: _DISK_READ_ONLY,
    21: _DISCONNECTED,
    32: _IN_USE,
    33: _IN_USE,
    39: _FULL,
    53: _DISCONNECTED,
    55: _DISCONNECTED,
    59: _DISCONNECTED,
    64: _DISCONNECTED,
    65: _FOLDER_DENIED,
    67: _DISCONNECTED,
    112: _FULL,
    121: _DISCONNECTED,
    123: _NAME_FORBIDDEN,
    206: _NAME_TOO_LONG,
    223: _TOO_LARGE,
    1117: _DISCONNECTED,
    1167: _DISCONNECTED,
    1224: _IN_USE,
    1231: _DISCONNECTED,
    1295: _QUOTA,
    1921: _LINKS,
}
"""Windows' own numbers, which tell more than the errno that Python makes of them: several are all EACCES or EINVAL there."""

_LONGEST_WINDOWS_PATH = 259


def reason_of(fault: OSError, path: Path, doing: Doing = Doing.WRITING) -> Text:
    """Why something could not be done to a file or folder, and what to do: one or two sentences that end with 。"""
    number = getattr(fault, "winerror", None)
    writing = doing is not Doing.READING
    if number in (3, 2) and writing and len(str(path)) > _LONGEST_WINDOWS_PATH and not str(path).startswith("\\\\?\\"):
        return _NAME_TOO_LONG
    found = _BY_WINDOWS.get(number) if number is not None else None
    found = found or _BY_ERRNO.get(fault.errno or 0)
    if found is None and fault.errno in (errno.EACCES, errno.EPERM):
        found = _denied(path, fault) if writing else _READING_DENIED_WINDOWS if sys.platform == "win32" else _READING_DENIED
    elif found is None and fault.errno == errno.ENOENT:
        found = _FOLDER_GONE if writing else _FILE_GONE
    elif found is None and fault.errno == errno.ENOTDIR:
        found = _NO_FOLDER
    if found is None:
        return text(_OTHER.template, words=fault.strerror or str(fault) or type(fault).__name__)
    return text(found.template, folder=_nearest(path.parent) if found is _NO_FOLDER else str(path.parent))


def user_error(fault: OSError, path: Path, doing: Doing = Doing.WRITING) -> UserError:
    """The whole sentence about a file or folder to which something could not be done."""
    named = str(path) if doing is Doing.WORKING else path.name or str(path)
    return UserError(doing.value.template, file=named, reason=reason_of(fault, path, doing))


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
            return _FOLDER_DENIED
        if path.is_dir():
            return _IS_FOLDER
        if not path.exists():
            return _FOLDER_DENIED
        if not os.access(path, os.W_OK):
            return _FILE_READ_ONLY
        return _IN_USE if os.access(path.parent, os.W_OK) else _FOLDER_DENIED
    except OSError:
        return _FOLDER_DENIED


def _nearest(folder: Path) -> str:
    """The first part of a path that is there and is no folder."""
    try:
        return str(next((part for part in (folder, *folder.parents) if part.exists() and not part.is_dir()), folder))
    except OSError:
        return str(folder)
