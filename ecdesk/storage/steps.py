"""Steps of the journal as rows: written into a book's file, a copy or a rescue file, and read from there."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from ecdesk.domain.book.changes import Action, Change, Transaction
from ecdesk.domain.book.records import Observation, Record, RecordId
from ecdesk.storage.connecting import long_values
from ecdesk.storage.rows import (
    OBSERVATION_COLUMNS,
    OF_KEY,
    as_text,
    observation_row,
    record_from_text,
    record_id,
    record_text,
    step_name,
)

Blobs = Sequence[tuple[str, bytes]]
"""(name, bytes) of files that the changes of a step refer to by their SHA-256."""

_INSERT_OBSERVATION = f"INSERT OR REPLACE INTO observation ({OBSERVATION_COLUMNS}) VALUES ({', '.join('?' * 20)})"


def add_step(connection: sqlite3.Connection, transaction: Transaction, blobs: Blobs) -> None:
    """Add a step to the journal, its changes and its files with it; the records that it changed are not touched."""
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            transaction.seq,
            transaction.uid,
            transaction.who,
            transaction.when,
            transaction.name.template,
            json.dumps(dict(transaction.name.values), ensure_ascii=False, default=str),
            transaction.action,
            transaction.target,
            transaction.why,
        ),
    )
    with long_values(connection):
        for name, content in blobs:
            digest = hashlib.sha256(content).hexdigest()
            connection.execute("INSERT OR IGNORE INTO file VALUES (?, ?, ?)", (digest, name, content))
    connection.executemany(
        "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
        (
            (transaction.seq, number, change.kind, str(change.id), record_text(change.before), record_text(change.after))
            for number, change in enumerate(transaction.changes)
        ),
    )


def apply_changes(connection: sqlite3.Connection, changes: Sequence[Change]) -> None:
    """Bring the records to where these changes lead."""
    put_records(connection, (change.after for change in changes if change.after is not None))
    for change in changes:
        if change.after is None:
            _delete(connection, change.kind, change.id)


def take_back_from(connection: sqlite3.Connection, seq: int) -> None:
    """Bring a copy to where it was before the step of this number: that step and the later ones go, and what they did."""
    for transaction in reversed(read_steps(connection, seq)):
        apply_changes(connection, transaction.inverse_changes())
    connection.execute("DELETE FROM change WHERE seq >= ?", (seq,))
    connection.execute("DELETE FROM journal WHERE seq >= ?", (seq,))


def meta_of(connection: sqlite3.Connection, name: str) -> Any:
    """A property of the file, "" when it has none of that name; whatever else wrote the file may have made it no text."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def uid_at(connection: sqlite3.Connection, seq: int) -> str:
    """The uid of the step of this number, "" when there is none."""
    row = connection.execute("SELECT uid FROM journal WHERE seq = ?", (seq,)).fetchone()
    return str(row[0]) if row else ""


def last_step(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and uid of the last step; (0, "") for a book in which nothing was done."""
    row = connection.execute("SELECT seq, uid FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def read_steps(connection: sqlite3.Connection, first: int = 1, last: int | None = None) -> list[Transaction]:
    """The steps from one number to another, both included, in order. What reads as none fails in whatever way; see `sound_records`."""
    until = last if last is not None else 1 << 60
    heads = connection.execute(
        "SELECT seq, uid, who, at, name, details, action, target, why FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq",
        (first, until),
    ).fetchall()
    rows = connection.execute(
        "SELECT seq, kind, id, before, after FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq, ordinal", (first, until)
    ).fetchall()
    changes: dict[int, list[Change]] = {}
    for seq, kind, id, before, after in rows:
        changes.setdefault(seq, []).append(
            Change(kind, record_id(kind, id), record_from_text(kind, before), record_from_text(kind, after))
        )
    return [
        Transaction(
            seq,
            as_text(uid),
            as_text(who),
            as_text(at),
            step_name(name, details),
            tuple(changes.get(seq, ())),
            Action(action),
            target,
            as_text(why),
        )
        for seq, uid, who, at, name, details, action, target, why in heads
    ]


def put_records(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    for record in records:
        if isinstance(record, Observation):
            connection.execute(_INSERT_OBSERVATION, observation_row(record))
        else:
            connection.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", (record.KIND, record.id, record_text(record)))


def _delete(connection: sqlite3.Connection, kind: str, id: RecordId) -> None:
    if kind == "observation":
        connection.execute(f"DELETE FROM observation WHERE {OF_KEY}", tuple(id))
    else:
        connection.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, str(id)))
