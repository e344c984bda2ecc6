"""What all parts of a book's file must agree on. A copy that another program took while the book was being saved can hold pages that are each
sound but not of one state; nothing that SQLite itself checks shows that.

Steps, changes and received files are only ever added: how many there are, and which, tells whether some are missing. Figures and other records are
replaced: of them there is the sum of the digests of all rows, so that a step takes off and adds those of the rows that it touches, and no
others. It is written in the transaction of the step, and from what the file holds, never from what is in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b

from ecdesk.domain.book.changes import Transaction
from ecdesk.domain.book.records import Observation
from ecdesk.domain.figures.keys import DIMENSIONS
from ecdesk.storage.rows import OBSERVATION_COLUMNS, OF_KEY, record_id
from ecdesk.storage.steps import last_step

SINCE = 3
"""Schema version from which on a file has one."""

NAME = "checksum"
"""In the table `meta`: for each table that only grows how many rows it has and the sum of their marks, the sum of all records' digests, number
and uid of the last step."""

# Put together by SQLite, which is faster than Python; `printf` also takes whatever another program may have put into a column.
_EACH = "%s\x1f" * (OBSERVATION_COLUMNS.count(",") + 1)
_FIGURES = f"SELECT CAST(printf('{_EACH}', {OBSERVATION_COLUMNS}) AS BLOB), X'' FROM observation"
_RECORDS = "SELECT CAST(printf('%s\x1f%s', kind, id) AS BLOB), CAST(body AS BLOB) FROM record"
_OF_KEY = f" WHERE {OF_KEY}"
_OF_ID = " WHERE kind = ? AND id = ?"

_WHOLE = 1 << 64

_GROWING = (
    ("journal", "seq", "sqlite_autoindex_journal_1", "seq % 16777216"),
    ("change", "seq", "change_of_record", "seq % 16777216 * 4096 + ordinal % 4096"),
    ("file", "rowid", "sqlite_autoindex_file_1", "rowid"),
)
"""The tables that only grow, each with its key, its index, whose pages are others, and the mark of a row: an old page may hold one row too few and
another twice. It is made of what stands in the index too, so that no text has to be read."""


_KEYS = {"observation": DIMENSIONS, "record": ("kind", "id"), "change": ("seq", "ordinal")}
"""The tables without row numbers, of which SQLite's quick check does not look whether their rows stand in order, and their keys."""
_ALL_IN_ORDER = {"change": "it.seq > 0 AND "}
"""What makes SQLite go through a table itself where it would go through an index, and look up keys here and there."""


def agrees(connection: sqlite3.Connection) -> bool:
    """Whether a file is of one state: its tables, their indexes and its checksum say the same."""
    # One look: the owner of a book may save a step while somebody else opens it to read.
    connection.execute("BEGIN")
    try:
        # Without a condition on the key SQLite would count a table without row numbers by its index.
        by_table = [_counted(connection, table, mark, f"NOT INDEXED WHERE {key} > 0") for table, key, _index, mark in _GROWING]
        by_index = [_counted(connection, table, mark, f"INDEXED BY {index}") for table, _key, index, mark in _GROWING]
        if by_table != by_index or any(_out_of_reach(connection, table) for table in _KEYS):
            return False
        return _stored(connection) == _written(connection, by_table, _sum_of_all(connection))
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def write(connection: sqlite3.Connection) -> None:
    """Give a file its checksum, from all that it holds: a new one, a migrated one, or a copy that went another way."""
    counted = [_counted(connection, table, mark) for table, _key, _index, mark in _GROWING]
    _store(connection, _written(connection, counted, _sum_of_all(connection)))


@contextmanager
def kept_up(connection: sqlite3.Connection, step: Transaction) -> Iterator[None]:
    """To be put around what adds this step to a file, within the same transaction."""
    touched = {(change.kind, str(change.id)) for change in step.changes}
    journal, change, _files, records = str(_stored(connection)).split(" ")[:4]
    before = _sum_of(connection, touched)
    yield
    counted = []
    for known, (table, _key, _index, mark) in zip((journal, change), _GROWING, strict=False):
        rows, marks = known.split("/")
        added = _counted(connection, table, mark, f"WHERE seq = {step.seq}")
        counted.append((int(rows) + added[0], int(marks) + added[1]))
    counted.append(_counted(connection, "file", "rowid"))
    total = (int(records, 16) - before + _sum_of(connection, touched)) % _WHOLE
    _store(connection, _written(connection, counted, total))


def _out_of_reach(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a row that is there is not found by its key: it is counted, and nobody who asks for it would get it."""
    same = " AND ".join(f"found.{name} = it.{name}" for name in _KEYS[table])
    lost = f"SELECT 1 FROM {table} AS it NOT INDEXED WHERE {_ALL_IN_ORDER.get(table, '')}"
    lost += f"NOT EXISTS (SELECT 1 FROM {table} AS found WHERE {same}) LIMIT 1"
    return connection.execute(lost).fetchone() is not None


def _written(connection: sqlite3.Connection, counted: Iterable[tuple[int, int]], records: int) -> str:
    seq, uid = last_step(connection)
    return " ".join([*(f"{rows}/{marks}" for rows, marks in counted), f"{records:016x}", str(seq), uid])


def _stored(connection: sqlite3.Connection) -> object:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (NAME,)).fetchone()
    return row[0] if row else None


def _store(connection: sqlite3.Connection, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (NAME, value))


def _counted(connection: sqlite3.Connection, table: str, mark: str, which: str = "") -> tuple[int, int]:
    """How many rows there are, and the sum of their marks."""
    rows, marks = connection.execute(f"SELECT count(*), ifnull(sum({mark}), 0) FROM {table} {which}").fetchone()
    return rows, marks


def _sum_of_all(connection: sqlite3.Connection) -> int:
    return sum(_digest(row) for query in (_FIGURES, _RECORDS) for row in connection.execute(query)) % _WHOLE


def _sum_of(connection: sqlite3.Connection, records: set[tuple[str, str]]) -> int:
    total = 0
    for kind, id in records:
        if kind == Observation.KIND:
            rows = connection.execute(_FIGURES + _OF_KEY, tuple(record_id(kind, id)))
        else:
            rows = connection.execute(_RECORDS + _OF_ID, (kind, id))
        total += sum(map(_digest, rows))
    return total


def _digest(row: tuple[bytes, bytes | None]) -> int:
    key, body = row
    digest = blake2b(key, digest_size=8)
    digest.update(body or b"")
    return int.from_bytes(digest.digest(), "big")
