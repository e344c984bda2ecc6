"""Second versions of a book that a program for keeping folders in step put beside it, because two computers changed it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.errors import UserError
from ecdesk.domain.resources import toml_data
from ecdesk.session.book.desk import Desk


@cache
def _behind() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['behind']})" for entry in toml_data("sync_copies.toml")["copy"]), re.IGNORECASE)


def is_named_as_copy(name: str, book: str) -> bool:
    """Whether such a program would give a second version of a book that name; both without a folder."""
    stem, suffix = Path(book).stem, Path(book).suffix
    behind = name.removeprefix(stem).removesuffix(suffix)
    return name == f"{stem}{behind}{suffix}" and bool(_behind().fullmatch(behind))


def copies_beside(desk: Desk, now: Book, last: int) -> list[Path]:
    """Those that have changes that the open book does not know, in order. now: a snapshot of the book, which was taken after step `last`.
    What cannot be read, and what is another book, is none."""
    book = desk.path
    try:
        named = sorted(path for path in book.parent.iterdir() if is_named_as_copy(path.name, book.name))
    except OSError:
        return []
    return [path for path in named if _brings_changes(desk, path, now, last)]


def _brings_changes(desk: Desk, copy: Path, now: Book, last: int) -> bool:
    from ecdesk.session.versions.merging import plan_merge

    try:
        return not plan_merge(desk, copy, now, last).is_empty
    except UserError:
        return False
