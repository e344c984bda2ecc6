"""Safety copies: the book as it was before the first change after each opening, the last ten of them, in a folder beside it."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from ecdesk.storage.connecting import back_up

KEPT = 10


def copies_folder(book: Path) -> Path:
    return book.with_name(f"{book.stem}.safety")


def safety_copies(book: Path) -> list[Path]:
    """The copies of a book, newest first."""
    return sorted(copies_folder(book).glob(f"{glob_safe(book.stem)}-*.ecd"), reverse=True)


def make_safety_copy(connection: sqlite3.Connection, book: Path) -> Path | None:
    """Copy the book as it is on disk, and remove all but the last ten copies.

    Returns None where the folder cannot be made or is full: a missing copy must not keep anybody from saving.
    """
    folder = copies_folder(book)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{book.stem}-{stamp}.ecd"
    draft = target.with_suffix(".new")
    try:
        folder.mkdir(exist_ok=True)
        copy = sqlite3.connect(draft)
        try:
            back_up(connection, copy)
        finally:
            copy.close()
        draft.replace(target)
        for old in safety_copies(book)[KEPT:]:
            old.unlink(missing_ok=True)
    except (OSError, sqlite3.Error):
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return None
    return target


def glob_safe(name: str) -> str:
    """A file name with the characters that a glob pattern would read as its own set in brackets."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
