"""A book's file: opened, locked, read, and added to one transaction at a time."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.changes import Change, Transaction, new_uid, now
from ecdesk.domain.errors import UserError
from ecdesk.domain.keys import DIMENSIONS, key_from_text
from ecdesk.domain.records import RECORD_TYPES, Observation, Record, RecordId
from ecdesk.domain.texts import Text
from ecdesk.storage import schema
from ecdesk.storage.copies import make_safety_copy
from ecdesk.storage.faults import plain_faults, sound_records
from ecdesk.storage.lock import BookLock, Owner
from ecdesk.storage.rows import (
    OBSERVATION_COLUMNS,
    observation_row,
    observations,
    record_from_text,
    record_id,
    record_text,
)

_INSERT_OBSERVATION = f"INSERT OR REPLACE INTO observation ({OBSERVATION_COLUMNS}) VALUES ({', '.join('?' * 20)})"


@dataclass(frozen=True)
class Head:
    """A transaction without its changes. size: how many there are."""

    seq: int
    uid: str
    who: str
    when: str
    name: Text
    action: str
    target: int | None
    why: str
    size: int


class BookFile:
    """An open book file. Every method may be called from any thread; one call at a time gets through.

    read_only and owner: somebody else holds the lock (owner says who), or the file or folder cannot be written (owner is None).
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: BookLock | None, owner: Owner | None) -> None:
        self.path = path
        self.owner = owner
        self.read_only = lock is None
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()
        self._copied = False

    # -- opening and closing

    @classmethod
    def create(cls, path: Path, records: Iterable[Record], who: str, uid: str = "", ancestor: str = "") -> BookFile:
        """Write a new book with these records and open it. Raises UserError where a file of that name is, or cannot be written.

        The file appears under its name only when it is whole.
        """
        if path.exists():
            raise UserError("“{file}”已经存在，请换一个名字。", file=path.name)
        draft = path.with_name(f".{path.name}.{os.getpid()}.new")
        with plain_faults(path):
            draft.unlink(missing_ok=True)
            try:
                connection = _connect(draft)
                try:
                    meta = {"uid": uid or new_uid(), "created": now(), "created_by": who, "ancestor": ancestor}
                    schema.create(connection, meta)
                    connection.execute("BEGIN IMMEDIATE")
                    _put_records(connection, records)
                    connection.execute("COMMIT")
                finally:
                    connection.close()
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
        return cls.open(path, who)

    @classmethod
    def open(cls, path: Path, who: str, read_only: bool = False) -> BookFile:
        """Open a book for writing, or read-only when somebody else has it or it cannot be written.

        Raises UserError for a file that is missing, no book, damaged, or of a newer program.
        """
        if not path.is_file():
            raise UserError("找不到“{file}”，它可能已被移走，或者网络盘断开了。", file=str(path))
        lock: BookLock | None = None
        owner: Owner | None = None
        if not read_only and os.access(path, os.W_OK):
            lock = BookLock(path)
            try:
                owner = lock.acquire(who, now())
            except OSError:
                lock = None
            if owner is not None:
                lock = None
        try:
            with plain_faults(path):
                connection = _connect(path, read_only=lock is None)
                try:
                    version = schema.version_of(connection, path.name)
                    if version < schema.SCHEMA_VERSION:
                        if lock is None:
                            original, connection = connection, schema.migrated_copy(connection, version)
                            original.close()
                        else:
                            make_safety_copy(connection, path)
                            schema.migrate(connection, version)
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return cls(path, connection, lock, owner)

    def close(self) -> None:
        with self._turn:
            self._connection.close()
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> BookFile:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # -- reading

    def meta(self, name: str) -> str:
        """A property of the file (uid, created, created_by, ancestor), "" when it has none of that name."""
        with self._turn, plain_faults(self.path):
            row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def records(self) -> Iterator[Record]:
        """Every record, kinds in the order of `RECORD_TYPES`. Raises UserError for a file in which something else is written."""
        with self._turn, plain_faults(self.path), sound_records(self.path):
            for kind in RECORD_TYPES:
                if kind == "observation":
                    yield from observations(self._connection.execute(f"SELECT {OBSERVATION_COLUMNS} FROM observation"))
                    continue
                for (body,) in self._connection.execute("SELECT body FROM record WHERE kind = ? ORDER BY id", (kind,)):
                    record = record_from_text(kind, body)
                    assert record is not None
                    yield record

    def steps(self) -> list[tuple[int, str, int | None]]:
        """(seq, action, target) of every transaction, in order."""
        with self._turn, plain_faults(self.path):
            return self._connection.execute("SELECT seq, action, target FROM journal ORDER BY seq").fetchall()

    def last_seq(self) -> int:
        """Number of the last transaction, 0 for a new book."""
        with self._turn, plain_faults(self.path):
            return int(self._connection.execute("SELECT ifnull(max(seq), 0) FROM journal").fetchone()[0])

    def uid_at(self, seq: int) -> str:
        """The uid of a transaction, "" when there is none of that number."""
        with self._turn, plain_faults(self.path):
            row = self._connection.execute("SELECT uid FROM journal WHERE seq = ?", (seq,)).fetchone()
        return row[0] if row else ""

    def uids(self, after: int) -> Iterator[str]:
        """The uids of all transactions after one, in order."""
        with self._turn, plain_faults(self.path):
            for (uid,) in self._connection.execute("SELECT uid FROM journal WHERE seq > ? ORDER BY seq", (after,)):
                yield uid

    def turns(self) -> Iterator[tuple[int, str, int | None, str]]:
        """(seq, action, target, why) of every transaction that is more than an edit, in order."""
        with self._turn, plain_faults(self.path):
            yield from self._connection.execute("SELECT seq, action, target, why FROM journal WHERE action <> 'do' ORDER BY seq")

    def changes_after(self, seq: int) -> Iterator[tuple[int, int, str, str, str | None, str | None]]:
        """(seq, ordinal, kind, id, before, after) of every change after a transaction, in order, as the file has them: one at a time."""
        with self._turn, plain_faults(self.path):
            yield from self._connection.execute(
                "SELECT seq, ordinal, kind, id, before, after FROM change WHERE seq > ? ORDER BY seq, ordinal", (seq,)
            )

    def record(self, kind: str, id: str) -> Record | None:
        """One record by its id as text, None when the book does not have it."""
        with self._turn, plain_faults(self.path), sound_records(self.path):
            if kind == "observation":
                where = " AND ".join(f"{dimension} = ?" for dimension in DIMENSIONS)
                found = self._connection.execute(
                    f"SELECT {OBSERVATION_COLUMNS} FROM observation WHERE {where}", key_from_text(id)
                )
                return next(observations(found), None)
            row = self._connection.execute("SELECT body FROM record WHERE kind = ? AND id = ?", (kind, id)).fetchone()
            return record_from_text(kind, row[0]) if row else None

    def heads(self, newest_first: bool = True, limit: int = -1, about: tuple[str, RecordId] | None = None) -> list[Head]:
        """Transactions without their changes, all or those that changed one record."""
        order = "DESC" if newest_first else "ASC"
        where, arguments = "", []
        if about is not None:
            where = "WHERE seq IN (SELECT seq FROM change WHERE kind = ? AND id = ?)"
            arguments = [about[0], str(about[1])]
        with self._turn, plain_faults(self.path):
            rows = self._connection.execute(
                "SELECT seq, uid, who, at, name, details, action, target, why, "
                "(SELECT count(*) FROM change WHERE change.seq = journal.seq) "
                f"FROM journal {where} ORDER BY seq {order} LIMIT ?",
                [*arguments, limit],
            ).fetchall()
        return [
            Head(seq, uid, who, at, Text(name, json.loads(details)), action, target, why, size)
            for seq, uid, who, at, name, details, action, target, why, size in rows
        ]

    def transaction(self, seq: int) -> Transaction:
        """A transaction with its changes; raises KeyError when there is none of that number."""
        found = self.transactions(seq, seq)
        if not found:
            raise KeyError(seq)
        return found[0]

    def transactions(self, first: int = 1, last: int | None = None) -> list[Transaction]:
        """The transactions from one number to another, both included, in order."""
        with self._turn, plain_faults(self.path):
            until = last if last is not None else 1 << 60
            heads = self._connection.execute(
                "SELECT seq, uid, who, at, name, details, action, target, why FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq",
                (first, until),
            ).fetchall()
            rows = self._connection.execute(
                "SELECT seq, kind, id, before, after FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq, ordinal", (first, until)
            ).fetchall()
        changes: dict[int, list[Change]] = {}
        with sound_records(self.path):
            for seq, kind, id, before, after in rows:
                changes.setdefault(seq, []).append(
                    Change(kind, record_id(kind, id), record_from_text(kind, before), record_from_text(kind, after))
                )
        return [
            Transaction(seq, uid, who, at, Text(name, json.loads(details)), tuple(changes.get(seq, ())), action, target, why)
            for seq, uid, who, at, name, details, action, target, why in heads
        ]

    def read_blob(self, digest: str) -> bytes:
        """The bytes of a file as received; raises KeyError for a digest that the book does not hold."""
        with self._turn, plain_faults(self.path):
            row = self._connection.execute("SELECT bytes FROM file WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise KeyError(digest)
        return bytes(row[0])

    def blob_names(self) -> list[tuple[str, str]]:
        """(SHA-256, name) of every file that the book holds."""
        with self._turn, plain_faults(self.path):
            return self._connection.execute("SELECT sha256, name FROM file ORDER BY sha256").fetchall()

    def blob_digests(self) -> list[str]:
        return [digest for digest, _name in self.blob_names()]

    def integrity(self) -> str:
        """What SQLite's integrity check says; "ok" when all is well."""
        with self._turn, plain_faults(self.path):
            return str(self._connection.execute("PRAGMA integrity_check").fetchone()[0])

    # -- writing

    def append(self, transaction: Transaction, blobs: Sequence[tuple[str, bytes]] = ()) -> None:
        """Make a transaction durable: its journal entry, its changes and its files are one database transaction.

        blobs: (name, bytes) of files that the changes refer to by their SHA-256. When this returns, the step survives a power cut.
        Raises UserError when it could not be written; then nothing of it was.
        """
        with self._turn, plain_faults(self.path):
            self._require_writable()
            if not self._copied:
                make_safety_copy(self._connection, self.path)
                self._copied = True
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
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
                for name, content in blobs:
                    digest = hashlib.sha256(content).hexdigest()
                    connection.execute("INSERT OR IGNORE INTO file VALUES (?, ?, ?)", (digest, name, content))
                connection.executemany(
                    "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        (
                            transaction.seq,
                            number,
                            change.kind,
                            str(change.id),
                            record_text(change.before),
                            record_text(change.after),
                        )
                        for number, change in enumerate(transaction.changes)
                    ),
                )
                _put_records(connection, (change.after for change in transaction.changes if change.after is not None))
                for change in transaction.changes:
                    if change.after is None:
                        _delete(connection, change.kind, change.id)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def copy_to(self, target: Path) -> None:
        """Write a whole copy of the book under another name, journal and files included."""
        if target.exists():
            raise UserError("“{file}”已经存在，请换一个名字。", file=target.name)
        draft = target.with_name(f".{target.name}.{os.getpid()}.new")
        with self._turn, plain_faults(target):
            try:
                copy = sqlite3.connect(draft)
                try:
                    self._connection.backup(copy)
                finally:
                    copy.close()
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)

    def _require_writable(self) -> None:
        if not self.read_only:
            return
        if self.owner is not None:
            raise UserError(
                "{who}（{computer}）正在编辑这本年报，现在只能查看。",
                who=self.owner.who or "?",
                computer=self.owner.computer or "?",
            )
        raise UserError("“{file}”是只读的，不能保存。请另存到别的文件夹。", file=self.path.name)


def _connect(path: Path, read_only: bool = False) -> sqlite3.Connection:
    if read_only:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=2)
    else:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=2)
    try:
        if not read_only:
            # A rollback journal, because a write-ahead log does not work on network drives, and one that is gone when the book is at
            # rest, because a book is one file; FULL, so that saved means saved.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()  # a file that is no database would stay locked on Windows
        raise
    return connection


def _put_records(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    for record in records:
        if isinstance(record, Observation):
            connection.execute(_INSERT_OBSERVATION, observation_row(record))
        else:
            connection.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", (record.KIND, record.id, record_text(record)))


def _delete(connection: sqlite3.Connection, kind: str, id: RecordId) -> None:
    if kind == "observation":
        connection.execute(
            "DELETE FROM observation WHERE indicator = ? AND area = ? AND item = ? AND period = ? AND measure = ?", tuple(id)
        )
    else:
        connection.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, str(id)))
