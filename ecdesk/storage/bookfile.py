"""A book's file: opened, locked, read, and added to one transaction at a time."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.changes import Transaction, new_uid, now
from ecdesk.domain.errors import UserError
from ecdesk.domain.filenames import fitted_name
from ecdesk.domain.records import RECORD_TYPES, Record, RecordId
from ecdesk.domain.texts import Text
from ecdesk.storage import schema
from ecdesk.storage.copies import back_up, make_safety_copy
from ecdesk.storage.faults import plain_faults, sound_records
from ecdesk.storage.lock import BookLock, Owner
from ecdesk.storage.rows import OBSERVATION_COLUMNS, observations, record_from_text
from ecdesk.storage.steps import (
    Blobs,
    add_step,
    apply_changes,
    last_step,
    put_records,
    read_steps,
    take_back_from,
    uid_at,
)


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
    uncopied: why there is no safety copy of the book as it was before the first change; None when there is one, or nothing was changed.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: BookLock | None, owner: Owner | None) -> None:
        self.path = path
        self.owner = owner
        self.read_only = lock is None
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()
        self._copied = False
        self.uncopied: Text | None = None

    # -- opening and closing

    @classmethod
    def create(
        cls,
        path: Path,
        records: Iterable[Record],
        who: str,
        uid: str = "",
        ancestor: str = "",
        journal: Iterable[tuple[Transaction, Blobs]] = (),
    ) -> BookFile:
        """Write a new book with these records and open it. Raises UserError where a file of that name is, or cannot be written.

        The file appears under its name only when it is whole. journal: steps that led to the records, with their files.
        """
        if path.exists():
            raise UserError("“{file}”已经存在，请换一个名字。", file=path.name)
        draft = _draft_of(path)
        with plain_faults(path):
            draft.unlink(missing_ok=True)
            try:
                connection = _connect(draft)
                try:
                    meta = {"uid": uid or new_uid(), "created": now(), "created_by": who, "ancestor": ancestor}
                    schema.create(connection, meta)
                    connection.execute("BEGIN IMMEDIATE")
                    put_records(connection, records)
                    for transaction, blobs in journal:
                        add_step(connection, transaction, blobs)
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
                            raise UserError("“{file}”需要先升级格式，但它现在是只读的；请在能写入时再打开。", file=path.name)
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
        """Let the file go; never raises, since there is nothing left to be done about it."""
        with self._turn:
            with contextlib.suppress(sqlite3.Error):
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
        with self._turn, plain_faults(self.path), sound_records(self.path):
            return read_steps(self._connection, first, last)

    def uid_at(self, seq: int) -> str:
        """The uid of the step of this number, "" when there is none."""
        with self._turn, plain_faults(self.path):
            return uid_at(self._connection, seq)

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

    def append(self, transaction: Transaction, blobs: Blobs = ()) -> None:
        """Make a transaction durable: its journal entry, its changes and its files are one database transaction.

        When this returns, the step survives a power cut. One that stands in the file already, because the answer to an earlier attempt was
        lost, is not written again. Raises UserError when it could not be written; then nothing of it was, as far as the file can be read.
        """
        with self._turn, plain_faults(self.path):
            self._require_writable()
            connection = self._connection
            if connection.in_transaction:
                connection.execute("ROLLBACK")  # an attempt that failed twice: at writing and at taking back
            if not self._copied:
                self._copied = True
                self.uncopied = make_safety_copy(connection, self.path)
            try:
                self._append(transaction, blobs)
            except (sqlite3.Error, OSError):
                if not self._arrived(transaction):
                    raise

    def _append(self, transaction: Transaction, blobs: Blobs) -> None:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            last, uid = last_step(connection)
            if last == transaction.seq - 1:
                add_step(connection, transaction, blobs)
                apply_changes(connection, transaction.changes)
            elif (last, uid) != (transaction.seq, transaction.uid):
                raise UserError(
                    "“{file}”在别处被修改或替换过，这里的修改接不上了。请另存副本，再把副本合并到年报里。", file=self.path.name
                )
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise

    def _arrived(self, transaction: Transaction) -> bool:
        """Whether a step of which writing failed is in the file nevertheless."""
        if self._connection.in_transaction:
            return False
        try:
            return uid_at(self._connection, transaction.seq) == transaction.uid
        except sqlite3.Error:
            return False

    def copy_to(self, target: Path, waiting: Sequence[tuple[Transaction, Blobs]] = ()) -> None:
        """Write a whole copy of the book under another name: journal, files, and the steps that wait to be saved.

        Where somebody else has written into the book what the waiting steps do not follow on, the copy goes without that; merging brings
        both together. The copy appears under its name only when it is whole.
        """
        draft = _draft_of(target)
        with plain_faults(target):
            if target.exists():
                raise UserError("“{file}”已经存在，请换一个名字。", file=target.name)
            try:
                copy = sqlite3.connect(draft, isolation_level=None)
                try:
                    with self._turn:
                        if self._connection.in_transaction:
                            self._connection.execute("ROLLBACK")  # as above
                        back_up(self._connection, copy)
                    copy.execute("BEGIN IMMEDIATE")
                    with sound_records(self.path):
                        self._continue(copy, waiting)
                    copy.execute("COMMIT")
                finally:
                    copy.close()
                draft.replace(target)
            finally:
                draft.unlink(missing_ok=True)

    @staticmethod
    def _continue(copy: sqlite3.Connection, waiting: Sequence[tuple[Transaction, Blobs]]) -> None:
        """Add steps to a copy, after those of them that stand in it already."""
        for number, (transaction, _blobs) in enumerate(waiting):
            if uid_at(copy, transaction.seq) == transaction.uid:
                continue
            take_back_from(copy, transaction.seq)
            for later, blobs in waiting[number:]:
                add_step(copy, later, blobs)
                apply_changes(copy, later.changes)
            return

    def is_there(self) -> bool:
        """Whether the file can still be read: its drive may be gone."""
        try:
            with self._turn:
                last_step(self._connection)
        except sqlite3.Error:
            return False
        return True

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


def _draft_of(target: Path) -> Path:
    """Where a file is written that is to appear under its name only when it is whole; with room for SQLite's ending."""
    return target.with_name(fitted_name(f".{target.name}.{os.getpid()}", ".new", 255 - len("-journal")))


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
