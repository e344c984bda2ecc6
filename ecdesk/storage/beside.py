"""What SQLite keeps beside a file. It goes by the name alone: what was left there by another file is rolled into this one."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.filenames import fitted_name
from ecdesk.domain.files.paths import real_path
from ecdesk.domain.files.whole_files import sync_folder
from ecdesk.storage.lock import BookLock, is_held
from ecdesk.storage.names import other_names

JOURNAL, LOG = "-journal", "-wal"
_ENDINGS = (JOURNAL, LOG, "-shm")


def beside(path: Path, ending: str) -> Path:
    """Where SQLite keeps something of this ending. It follows links, but on Windows it does not."""
    real = str(path) if sys.platform == "win32" else str(real_path(path))
    return Path(f"{real}{ending}")


def found_beside(path: Path) -> list[Path]:
    """Whatever has the names of what SQLite keeps beside this file."""
    return [other for other in (beside(path, ending) for ending in _ENDINGS) if os.path.lexists(other)]


def check_plain(path: Path) -> None:
    """Raises UserError where SQLite would wait for ever, or write into something else: a pipe, a device, a folder or a link has the name
    of what it keeps beside this file."""
    for other in found_beside(path):
        try:
            mode = other.lstat().st_mode
        except FileNotFoundError:  # somebody has just finished
            continue
        if not stat.S_ISREG(mode):
            raise UserError(
                "“{file}”旁边的“{other}”不是普通文件，年报打不开。请把“{other}”移走或改名后再打开。",
                file=path.name,
                other=other.name,
            )


def check_other_names(path: Path) -> None:
    """Raises UserError where saving was interrupted under another name of this file: SQLite looks for what is to be taken back under the name
    that it is given, and would read half a step."""
    for other in other_names(real_path(path) if path.is_symlink() else path).here:
        try:
            with beside(other, JOURNAL).open("rb") as journal:
                says_something = any(journal.read(8))
        except OSError:  # mostly there is none
            continue
        if says_something and not is_held(BookLock(other).path):
            raise UserError(
                "“{file}”和“{other}”是同一份文件的两个名字，上次用“{other}”保存时中断了。请先用“{other}”打开一次，再用这个名字打开。",
                file=path.name,
                other=other.name,
            )


def set_aside(other: Path) -> Path:
    """Rename what lies beside a file so that SQLite does not take it for that file's; returns how it is called now. Nothing is lost."""
    number = 1
    while os.path.lexists(aside := other.with_name(fitted_name(other.name, ".stale" if number == 1 else f".stale{number}"))):
        number += 1
    other.rename(aside)
    return aside


def clear_name(target: Path) -> None:
    """Make sure that a file that gets this name is not mixed with what an earlier one left, after a power cut either. Raises UserError while
    somebody has that one open."""
    left = found_beside(target)
    if not left:
        return
    if is_held(BookLock(target).path):
        raise UserError("原来叫“{file}”的年报还在别处开着，请先关闭它，或者换一个名字。", file=target.name)
    for other in left:
        set_aside(other)
    sync_folder(target.parent)
