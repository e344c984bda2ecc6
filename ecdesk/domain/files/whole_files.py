"""What is written is written whole or not at all: books and their copies, exports, charts, forms, letters, lists, commented manuscripts."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.drafts import check_name, draft_beside, working_folder
from ecdesk.domain.files.faults import Doing, plain_faults, user_error
from ecdesk.domain.files.filenames import safe_file_name

_log = logging.getLogger("ecdesk.log.file")

_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM}
"""How some network drives and folders say that they cannot be flushed on demand; that is no reason not to write there."""

_NO_LINKS = {
    getattr(errno, name)
    for name in ("EPERM", "EACCES", "EOPNOTSUPP", "ENOTSUP", "ENOSYS", "EINVAL", "EMLINK", "EXDEV")
    if hasattr(errno, name)
}
"""How drives say that a file cannot have two names there."""


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file: a draft beside it, flushed to the disk, takes its place, so that a full disk, a crash or a power cut leaves
    either the old file or the new one, whole.

    A link is followed; the permissions of an old file stay. Raises UserError that says why it could not be written; the old file is
    then as it was.
    """
    with plain_faults(path):
        target = path.resolve() if path.is_symlink() else path
        _check(target, path)
        with draft_beside(target) as draft:
            _write(draft, content)
            put_in_place(draft, target, over=True)
    ending = path.suffix if path.suffix[1:].isalpha() else ""
    _log.info("written: %s, %d bytes", ending or "a file", len(content))


def put_in_place(draft: Path, target: Path, over: bool) -> None:
    """Give a whole draft its name; when this returns, it is there after a power cut too, as far as the drive can tell.

    over: in the place of an earlier file of that name, with its permissions. Else raises FileExistsError where something has the name, and leaves that as it is.
    """
    handle = os.open(draft, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        _flush(handle)
    finally:
        os.close(handle)
    if over:
        _replace(draft, target)
    else:
        _give_name(draft, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """When this returns, the names in a folder are as they are after a power cut too."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # one that may not be read; what is in it is named all the same
        return
    try:
        _flush(handle)
    finally:
        os.close(handle)


def made_folder(folder: Path) -> Path:
    """The folder, made with its parents when it is not there. Raises UserError that says why it cannot be."""
    with plain_faults(folder, Doing.MAKING_FOLDER):
        check_name(folder)
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def put_aside(name: str, content: bytes) -> Iterator[Path]:
    """A file for a library that only reads files: in a folder of its own among the system's temporary ones, gone afterwards.

    name: what it is called, as far as a file may be called so. Raises UserError when there is no place for it.
    """
    given = Path(name)
    ending = f".{safe_file_name(given.suffix[1:])}" if given.suffix[1:] else ""
    with ExitStack() as stack:
        try:
            folder = Path(stack.enter_context(working_folder()))
            path = folder / f"{safe_file_name(given.stem)}{ending}"
            path.write_bytes(content)
        except OSError as fault:
            raise user_error(fault, Path(tempfile.tempdir or fault.filename or "tmp"), Doing.WORKING) from fault
        yield path


def _check(target: Path, path: Path) -> None:
    """Refuses a name that is no file's, and what a draft would replace although nobody may write to it, or that is no file at all."""
    check_name(target)  # first: a device of that name is told as what it is
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if target.exists():
        if not target.is_file():
            raise UserError("“{file}”不是普通文件，请另取一个文件名。", file=path.name)
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _write(draft: Path, content: bytes) -> None:
    # Not by tempfile, whose files only their owner may read: others are to read an export.
    binary = getattr(os, "O_BINARY", 0)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        # Closing is where network drives say that what was written did not arrive.
        os.close(handle)


def _replace(draft: Path, target: Path) -> None:
    # Drives that know no permissions refuse to set them.
    with suppress(OSError):
        draft.chmod(target.stat().st_mode & 0o777)
    before = draft.stat()
    try:
        draft.replace(target)
    except OSError:
        # A network drive may do it and lose the reply.
        if draft.exists() or not target.is_file():
            raise
        now = target.stat()
        if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise


def _give_name(draft: Path, target: Path) -> None:
    if os.name == "nt":
        draft.rename(target)
        return
    try:
        os.link(draft, target)
    except OSError as fault:
        if fault.errno == errno.EEXIST:
            if not _same(draft, target):  # a network drive may do it and lose the reply
                raise
        elif fault.errno in _NO_LINKS:
            _take_name(draft, target)
            return
        else:
            raise
    with suppress(OSError):
        draft.unlink()


def _take_name(draft: Path, target: Path) -> None:
    """The same where a file cannot have two names: an empty one holds the name until it is replaced."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    try:
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            if target.stat().st_size == 0:
                target.unlink()
        raise


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except OSError:
        return False


def _flush(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in _NO_SYNC:
            raise
