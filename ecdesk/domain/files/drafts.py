"""Drafts: what is being written has a name of its own until it is whole; and folders for work on the way. What a killed program left of them is
cleared away by the next that writes into the folder, or works."""

from __future__ import annotations

import errno
import functools
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from ecdesk.domain.files import paths
from ecdesk.domain.files.filenames import hides_on_windows

_PREFIX = ".~ecdesk-"
"""Other programs' lock files begin so as well: no reader of a folder takes them for a file."""
_NAME = re.compile(r"\.~ecdesk-([0-9a-f]{6})-(\d+)-[0-9a-f]{8}\.new(?:-journal)?")
_FOLDER = re.compile(r"ecdesk-([0-9a-f]{6})-(\d+)-\w{8}")
_JOURNAL = "-journal"


@contextmanager
def draft_beside(target: Path) -> Iterator[Path]:
    """A path beside a file at which it is written, that nobody else has; what is still there at the end goes.

    The name is short whatever the file's is. It tells the computer and the process, so that drafts of killed processes are known for it.
    Raises OSError for a file that would be lost under its name.
    """
    check_name(target)
    clear_left(target.parent)
    draft = target.with_name(f"{_PREFIX}{_computer()}-{os.getpid()}-{os.urandom(4).hex()}.new")
    try:
        yield draft
    finally:
        for left in (draft, draft.with_name(f"{draft.name}{_JOURNAL}")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def check_name(target: Path) -> None:
    """Raises OSError for a file or folder that would be lost under its name on this platform."""
    if paths.PLATFORM == "win32" and hides_on_windows(target.name):
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(target))


def clear_left(folder: Path) -> None:
    """Remove the drafts in a folder whose processes, on this computer, are gone; never raises."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            named = _NAME.fullmatch(entry.name)
            if named is None or named[1] != _computer() or not entry.is_file(follow_symlinks=False) or runs(int(named[2])):
                continue
            with suppress(OSError):
                Path(entry.path).unlink()


def working_folder() -> TemporaryDirectory[str]:
    """A folder of its own among the system's temporary ones, for as long as it is wanted. Raises OSError where there is no place for it."""
    _clear_left_folders(Path(tempfile.gettempdir()))
    return TemporaryDirectory(prefix=f"ecdesk-{_computer()}-{os.getpid()}-", ignore_cleanup_errors=True)


@functools.cache
def _clear_left_folders(place: Path) -> None:
    """Remove the working folders of this user whose processes are gone; once is enough. Anybody may put something of such a name there."""
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            named = _FOLDER.fullmatch(entry.name)
            if named is None or named[1] != _computer() or not entry.is_dir(follow_symlinks=False) or runs(int(named[2])):
                continue
            if sys.platform == "win32" or entry.stat(follow_symlinks=False).st_uid == os.geteuid():
                shutil.rmtree(entry.path, ignore_errors=True)


def _computer() -> str:
    import platform  # not before something is written: it takes a part of the start

    return hashlib.sha256(platform.node().encode("utf-8", "surrogateescape")).hexdigest()[:6]


if sys.platform == "win32":
    import ctypes

    _SYNCHRONIZE = 0x100000
    _NO_SUCH_PROCESS = 87

    def runs(process: int) -> bool:
        """Whether a process of this computer is there, as far as can be asked."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        kernel.OpenProcess.argtypes = (ctypes.c_uint32, ctypes.c_int, ctypes.c_uint32)
        kernel.WaitForSingleObject.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
        if process >= 1 << 32:
            return True
        handle = kernel.OpenProcess(_SYNCHRONIZE, 0, process)
        if not handle:
            return bool(ctypes.get_last_error() != _NO_SUCH_PROCESS)
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) != 0)
        finally:
            kernel.CloseHandle(handle)

else:

    def runs(process: int) -> bool:
        """Whether a process of this computer is there, as far as can be asked."""
        if process < 1:
            return True
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (PermissionError, OverflowError):
            return True
        return True
