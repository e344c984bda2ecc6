"""Journals of interrupted writers: whether one belongs to the file that it lies beside. SQLite does not ask, and a safety copy that is put in
the place of a book gets the book's journal."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ecdesk.domain.book.records import Observation
from ecdesk.storage import checksum, rows

_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
_SHORTEST = 512


def is_of(journal: Path, path: Path) -> bool:
    """Whether a journal's first page, as it was before, fits the file: it is still there, or was followed by the next state of the file's
    counter. A journal of which SQLite would take nothing back fits every file."""
    with journal.open("rb") as left, path.open("rb") as file:
        page, pages, sector = b"", 0, 0
        start = 0
        while True:
            left.seek(start)
            head = left.read(_SHORTEST)
            if len(head) < _SHORTEST or not head.startswith(_MAGIC):
                break
            count, nonce, before, sector_here, size = (int.from_bytes(head[at : at + 4], "big") for at in range(8, 28, 4))
            if start == 0:
                pages, sector, length = before, sector_here, size
                if not (sector and length):
                    return True
            left.seek(start + sector)
            end = start + sector
            for _number in range(count):
                record = left.read(length + 8)
                if len(record) < length + 8:
                    break
                body = record[4:-4]
                check = (nonce + sum(body[at] for at in range(length - 200, 0, -200))) % 2**32
                if check != int.from_bytes(record[-4:], "big"):
                    break
                end += length + 8
                if int.from_bytes(record[:4], "big") == 1:
                    page = body
            start = -(-end // sector) * sector
            if page or not count:
                break
        if not pages:
            return True
        now = file.read(length)
    if not page:  # it was not written yet
        return int.from_bytes(now[28:32], "big") == pages
    if int.from_bytes(page[28:32], "big") != pages:
        return False
    counted = (int.from_bytes(page[24:28], "big") + 1) % 2**32
    return now == page or int.from_bytes(now[24:28], "big") == counted


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
            f"SELECT {rows.OBSERVATION_COLUMNS} FROM observation "
            "WHERE indicator = ? AND area = ? AND item = ? AND period = ? AND measure = ?",
            tuple(rows.record_id(kind, id)),
        )
        return next(rows.observations(found), None) == expected
    row = connection.execute("SELECT body FROM record WHERE kind = ? AND id = ?", (kind, id)).fetchone()
    return (rows.record_from_text(kind, row[0]) if row else None) == expected
