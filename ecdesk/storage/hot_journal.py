"""Journals of interrupted writers: whether one belongs to the file that it lies beside. SQLite does not ask, and a safety copy that is put in
the place of a book gets the book's journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ecdesk.domain.book.records import Observation
from ecdesk.storage import checksum, rows

_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_SHORTEST = 512


@dataclass(frozen=True)
class _Part:
    """The head of a part of a journal: how many pages follow, what their check sums start from, and of the whole file as it was before how
    many pages it had. sector: bytes before the first of them. length: bytes of a page."""

    count: int
    nonce: int
    pages: int
    sector: int
    length: int


def is_of(journal: Path, path: Path) -> bool:
    """Whether a journal's first page, as it was before, fits the file: it is still there, or was followed by the next state of the file's
    counter. A journal of which SQLite would take nothing back fits every file."""
    with journal.open("rb") as left, path.open("rb") as file:
        first = _head(left, 0)
        if first is None or not (first.sector and first.length and first.pages):
            return True
        page = _first_page(left, first)
        now = file.read(first.length)
    if page is None:  # it was not written yet
        return _number(now, 28) == first.pages
    return _number(page, 28) == first.pages and (now == page or _number(now, 24) == (_number(page, 24) + 1) % 2**32)


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], "big")


def _head(journal: BinaryIO, start: int) -> _Part | None:
    """The head of the part that starts at a place, None where none does."""
    journal.seek(start)
    head = journal.read(_SHORTEST)
    if len(head) < _SHORTEST or not head.startswith(_MAGIC):
        return None
    return _Part(*(_number(head, at) for at in range(8, 28, 4)))


def _first_page(journal: BinaryIO, first: _Part) -> bytes | None:
    """The file's first page as a journal has it, None when it does not."""
    start, part = 0, _head(journal, 0)
    while part is not None and part.count:
        end = start + first.sector
        for number, page in _pages(journal, end, part, first.length):
            end += first.length + 8
            if number == 1:
                return page
        start = -(-end // first.sector) * first.sector
        part = _head(journal, start)
    return None


def _pages(journal: BinaryIO, start: int, part: _Part, length: int) -> Iterator[tuple[int, bytes]]:
    """The pages of a part of a journal with their numbers, up to the first that was not written whole."""
    journal.seek(start)
    for _place in range(part.count):
        record = journal.read(length + 8)
        page = record[4:-4]
        if (
            len(record) < length + 8
            or _number(record, length + 4) != (part.nonce + sum(page[at] for at in range(length - 200, 0, -200))) % 2**32
        ):
            return
        yield _number(record, 0), page


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether a book hangs together: SQLite's pages and the book's checksum; for one that has none yet, the steps one after the other, and the
    records as the last step left them."""
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            return False
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version >= checksum.SINCE:
            return checksum.agrees(connection)
        first, last, count = connection.execute("SELECT min(seq), max(seq), count(*) FROM journal").fetchone()
        if count and last - first + 1 != count:
            return False
        if connection.execute("SELECT 1 FROM change WHERE seq NOT IN (SELECT seq FROM journal) LIMIT 1").fetchone():
            return False
        done = connection.execute("SELECT kind, id, after FROM change WHERE seq = ? ORDER BY ordinal", (last,)).fetchall()
        expected = {(kind, id): after for kind, id, after in done}
        return all(_stands(connection, kind, id, after) for (kind, id), after in expected.items())
    except (sqlite3.DatabaseError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return False


def _stands(connection: sqlite3.Connection, kind: str, id: str, after: str | None) -> bool:
    expected = rows.record_from_text(kind, after)
    if kind == Observation.KIND:
        found = connection.execute(
            f"SELECT {rows.OBSERVATION_COLUMNS} FROM observation WHERE {rows.OF_KEY}", tuple(rows.record_id(kind, id))
        )
        return next(rows.observations(found), None) == expected
    row = connection.execute("SELECT body FROM record WHERE kind = ? AND id = ?", (kind, id)).fetchone()
    return (rows.record_from_text(kind, row[0]) if row else None) == expected
