"""Safety copies: the book as it was before the first change after each opening, the last ten of them, in a folder beside it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from ecdesk.domain.files.filenames import fitted_name
from ecdesk.domain.texts import Text, text
from ecdesk.storage.connecting import back_up, put_in_place

KEPT = 10

_NUMBERED = re.compile(r"-(?:(\d{5,})-\d{8}-\d{6}|\d{8}-\d{6}-\d{6})$")
"""What follows the book's name in that of a copy; the second is what earlier versions wrote."""
_DRAFT = ".new"
_LEFT = re.compile(r"-\d{5,}-\d{8}-\d{6}\.new(-journal)?$")
"""What a crash left of a copy; whatever else lies in the folder is somebody's."""
_LONGEST = 150
"""Bytes of the book's name in that of a copy: SQLite opens no path longer than 512, and the name stands in the folder's too."""


def copies_folder(book: Path) -> Path:
    return book.with_name(fitted_name(book.stem, ".safety"))


def safety_copies(book: Path) -> list[Path]:
    """The copies of a book, newest first: by their running numbers, because a clock may be set back. What somebody put beside them under
    a name of his own is none of them."""
    name = fitted_name(book.stem, "", _LONGEST)
    found = copies_folder(book).glob(f"{glob_safe(name)}-*.ecd")
    return sorted((copy for copy in found if _NUMBERED.fullmatch(copy.stem, len(name))), key=_age, reverse=True)


def make_safety_copy(connection: sqlite3.Connection, book: Path) -> Path | Text:
    """Copy the book as it is on disk, and remove what a crash left of a copy. `drop_old_copies` is for when the change is saved.

    Returns the copy, or why none could be made: that must not keep anybody from saving, but somebody is to be told.
    """
    try:
        return _copy(connection, book)
    except (OSError, sqlite3.Error) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        return text("“{file}”修改前的安全副本没有做成（{reason}），请自己另存一份副本。", file=book.name, reason=reason)


def drop_old_copies(book: Path) -> None:
    """Remove all but the last ten copies."""
    for old in safety_copies(book)[KEPT:]:
        with contextlib.suppress(OSError):  # somebody looks at it
            old.unlink()


def give_up_copy(copy: Path, book: Path) -> Text | None:
    """Remove a copy whose room the book needs, and say so; None where it stays."""
    try:
        copy.unlink()
    except OSError:
        return None
    return text("磁盘已满，为了能保存“{file}”，修改前的安全副本没有保留。请腾出空间后自己另存一份副本。", file=book.name)


def _copy(connection: sqlite3.Connection, book: Path) -> Path:
    folder = copies_folder(book)
    folder.mkdir(exist_ok=True)
    if not folder.is_symlink():
        for left in folder.iterdir():
            if _LEFT.search(left.name) and left.is_file() and not left.is_symlink():
                left.unlink(missing_ok=True)
    number = max((_age(copy)[0] for copy in safety_copies(book)), default=0) + 1
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target = folder / f"{fitted_name(book.stem, '', _LONGEST)}-{number:05}-{stamp}.ecd"
    draft = target.with_suffix(_DRAFT)
    try:
        copy = sqlite3.connect(draft)
        try:
            back_up(connection, copy)
        finally:
            copy.close()
        put_in_place(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    return target


def _age(copy: Path) -> tuple[int, str]:
    """What copies are ordered by; those without a number were made by earlier versions and are older."""
    numbered = _NUMBERED.search(copy.stem)
    return int(numbered[1] or 0) if numbered else 0, copy.name


def glob_safe(name: str) -> str:
    """A file name with the characters that a glob pattern would read as its own set in brackets."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
