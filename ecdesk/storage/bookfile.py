"""A book's file: opened, locked, read, and added to one transaction at a time."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecdesk.domain.book.changes import SAVE_POINT_NAME, Transaction, new_uid, now
from ecdesk.domain.book.records import Record, RecordId
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import key_from_text
from ecdesk.domain.files.drafts import draft_beside
from ecdesk.domain.files.paths import platform_path
from ecdesk.domain.texts import Text, text
from ecdesk.storage import checksum, connecting, rows, schema
from ecdesk.storage.beside import check_other_names
from ecdesk.storage.copies import drop_old_copies, give_up_copy, make_safety_copy
from ecdesk.storage.faults import (
    check_kind,
    check_name,
    damaged,
    is_full,
    is_held,
    plain_faults,
    sound_records,
    source_faults,
    unwritable,
    why_read_only,
)
from ecdesk.storage.lock import BookLock, Owner, StrangeLock
from ecdesk.storage.rows import OBSERVATION_COLUMNS, OF_KEY, as_text, record_from_text
from ecdesk.storage.steps import (
    Blobs,
    add_step,
    apply_changes,
    last_step,
    meta_of,
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

    read_only: nothing can be written; reason says why. owner: who holds the lock, where that is the reason.
    aside: what lay beside it and was set aside when it was opened, in words, because it belonged to another file.
    uncopied: why there is no safety copy of the book as it was before the first change; None when there is one, or nothing was changed.
    replaced: whether the file was found to be another one by now, so that what was saved may not be in it.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        lock: BookLock | None,
        owner: Owner | None,
        reason: Text | None = None,
    ) -> None:
        self.path = path
        self.owner = owner
        self.reason = reason
        self.read_only = lock is None
        self._connection = connection
        self._lock = lock
        self._turn = threading.RLock()
        self._copied = False
        self._copy: Path | None = None
        self._known = (meta_of(connection, "uid"), *last_step(connection))
        self.aside: Text | None = None
        self.uncopied: Text | None = None
        self.replaced = False

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
        path = platform_path(path)
        check_name(path)
        with plain_faults(path, new=True):
            if path.exists():
                raise UserError("“{file}”已经存在，请换一个名字。", file=path.name)
            with draft_beside(path) as draft:
                connection = connecting.new_file(draft)
                try:
                    meta = {"uid": uid or new_uid(), "created": now(), "created_by": who, "ancestor": ancestor}
                    schema.create(connection, meta)
                    connection.execute("BEGIN IMMEDIATE")
                    put_records(connection, records)
                    for transaction, blobs in journal:
                        add_step(connection, transaction, blobs)
                    checksum.write(connection)
                    connection.execute("COMMIT")
                finally:
                    connection.close()
                connecting.put_in_place(draft, path)
        return cls.open(path, who)

    @classmethod
    def open(cls, path: Path, who: str, read_only: bool = False) -> BookFile:
        """Open a book for writing, or read-only when somebody else has it or it cannot be written.

        Raises UserError for a file that is missing, no book, damaged, changed by another program, or of a newer one, and `Cancelled` when
        the work was asked to stop.
        """
        path = platform_path(path)
        with plain_faults(path):
            check_kind(path)
            check_other_names(path)
        lock, owner, reason = _claim(path, who, read_only)
        try:
            with plain_faults(path):
                aside: Text | None = None
                if lock is not None:
                    connection, aside = connecting.for_writing(path)
                    if not connecting.writes(connection):
                        lock.release()
                        lock, reason = (
                            None,
                            text("系统现在不让写入“{file}”，只能查看。请稍后重新打开，或另存到别的文件夹。", file=path.name),
                        )
                else:
                    connection = connecting.for_reading(path)
                try:
                    connection, copy = _made_ready(connection, path, writable=lock is not None)
                    file = cls(path, connection, lock, owner, reason)
                    file.aside = aside
                    if copy is not None:
                        file._copied, file._copy = True, copy
                    return file
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    @property
    def warning(self) -> Text | None:
        """What whoever writes this file should know: under other names others can open it unnoticed."""
        if self._lock is None or not self._lock.names_elsewhere:
            return None
        return text(
            "“{file}”在别的文件夹里还有 {count} 个名字（硬链接）。别的电脑用那些名字打开它时，这里不会知道；请只留一个名字，或者先另存副本再修改。",
            file=self.path.name,
            count=self._lock.names_elsewhere,
        )

    def refusal(self) -> UserError:
        """The sentence for whoever wants to change what can only be read."""
        reason = self.reason or text("“{file}”是以只读方式打开的，不能修改。", file=self.path.name)
        return UserError(reason.template, **reason.values)

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
            value = meta_of(self._connection, name)
        if not isinstance(value, str):
            raise damaged(self.path)
        return value

    def records(self) -> Iterator[Record]:
        """Every record, kinds in the order of `RECORD_TYPES`. Raises UserError for a file in which something else is written."""
        with self._turn, plain_faults(self.path), sound_records(self.path):
            yield from rows.records(self._connection)

    def steps(self) -> list[tuple[int, str, int | None, bool]]:
        """(seq, action, target, whether it is a save point) of every transaction, in order. Raises UserError for a journal that nobody can have written."""
        with self._turn, plain_faults(self.path), sound_records(self.path):
            found = self._connection.execute("SELECT seq, action, target, name = ? FROM journal ORDER BY seq", (SAVE_POINT_NAME,))
            return rows.steps(found)

    def uids(self, after: int) -> Iterator[str]:
        """The uids of all transactions after one, in order."""
        with self._turn, plain_faults(self.path), sound_records(self.path):
            for (uid,) in self._connection.execute("SELECT uid FROM journal WHERE seq > ? ORDER BY seq", (after,)):
                yield as_text(uid)

    def turns(self) -> Iterator[tuple[int, str, int | None, str]]:
        """(seq, action, target, why) of every transaction that is more than an edit, in order."""
        turns = "SELECT seq, action, target, why FROM journal WHERE action <> 'do' ORDER BY seq"
        with self._turn, plain_faults(self.path), sound_records(self.path):
            for seq, action, target, why in self._connection.execute(turns):
                yield seq, action, target, as_text(why)

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
                found = self._connection.execute(
                    f"SELECT {OBSERVATION_COLUMNS} FROM observation WHERE {OF_KEY}", key_from_text(id)
                )
                return next(rows.observations(found), None)
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
            found = self._connection.execute(
                "SELECT seq, uid, who, at, name, details, action, target, why, "
                "(SELECT count(*) FROM change WHERE change.seq = journal.seq) "
                f"FROM journal {where} ORDER BY seq {order} LIMIT ?",
                [*arguments, limit],
            ).fetchall()
        with sound_records(self.path):
            return [
                Head(
                    seq,
                    as_text(uid),
                    as_text(who),
                    as_text(at),
                    rows.step_name(name, details),
                    action,
                    target,
                    as_text(why),
                    size,
                )
                for seq, uid, who, at, name, details, action, target, why, size in found
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
        """The bytes of a file as received. Raises UserError for one that the book does not hold any more, or that was changed in it."""
        with self._turn, plain_faults(self.path), connecting.long_values(self._connection):
            row = self._connection.execute("SELECT bytes FROM file WHERE sha256 = ?", (digest,)).fetchone()
        if row is None:
            raise UserError(
                "“{file}”里缺了一份收到的原件，它可能被别的程序删去了；请重新读入那份文件，或打开更早的副本。",
                file=self.path.name,
            )
        content = row[0]
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != digest:
            raise damaged(self.path)
        return content

    def blob_names(self) -> list[tuple[str, str]]:
        """(SHA-256, name) of every file that the book holds."""
        with self._turn, plain_faults(self.path), sound_records(self.path):
            found = self._connection.execute("SELECT sha256, name FROM file ORDER BY sha256").fetchall()
            return [(as_text(digest), as_text(name)) for digest, name in found]

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
            first = not self._copied
            if first:
                self._make_copy()
            try:
                self._append(transaction, blobs)
            except (sqlite3.Error, OSError) as fault:
                if not self._arrived(transaction) and not self._appended_without_copy(transaction, blobs, fault, first):
                    raise
            if first:
                drop_old_copies(self.path)

    def _make_copy(self) -> None:
        made = make_safety_copy(self._connection, self.path)
        self._copied = True
        self._copy, self.uncopied = (made, None) if isinstance(made, Path) else (None, made)

    def _appended_without_copy(self, transaction: Transaction, blobs: Blobs, fault: Exception, first: bool) -> bool:
        """Try again to write a step for which the disk had no room, with the room that the safety copy of this opening takes; False when
        there is none to be had. first: nothing was written since that copy, and it can be made again with the next attempt."""
        if self._copy is None or not is_full(fault, self.path):
            return False
        given_up = give_up_copy(self._copy, self.path)
        if given_up is None:
            return False
        self._copy, self.uncopied = None, given_up
        try:
            self._append(transaction, blobs)
        except (sqlite3.Error, OSError):
            if self._arrived(transaction):
                return True
            if first:
                self._copied, self.uncopied = False, None
            raise
        return True

    def _append(self, transaction: Transaction, blobs: Blobs) -> None:
        connection = self._connection
        try:
            connecting.look_again(connection)
            connection.execute("BEGIN IMMEDIATE")
            book, last, uid = meta_of(connection, "uid"), *last_step(connection)
            if (book, last, uid) == self._known and last == transaction.seq - 1:
                with checksum.kept_up(connection, transaction):
                    add_step(connection, transaction, blobs)
                    apply_changes(connection, transaction.changes)
            elif (book, last, uid) != (self._known[0], transaction.seq, transaction.uid):
                raise self._replaced()
            connection.execute("COMMIT")
            self._known = (book, transaction.seq, transaction.uid)
            self.replaced = False
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
            arrived = last_step(self._connection) == (transaction.seq, transaction.uid)
        except sqlite3.Error:
            return False
        if arrived:
            self._known = (self._known[0], transaction.seq, transaction.uid)
        return arrived

    def _replaced(self) -> UserError:
        self.replaced = True
        return UserError(
            "“{file}”在别处被修改或替换过，这里的修改接不上了。请另存副本，再把副本合并到年报里。", file=self.path.name
        )

    def _is_known(self) -> bool:
        """Whether the file still holds what was read from it and written into it here, whatever somebody else added."""
        connecting.look_again(self._connection)
        book, seq, uid = self._known
        return meta_of(self._connection, "uid") == book and uid_at(self._connection, seq) == uid

    def copy_to(self, target: Path, waiting: Sequence[tuple[Transaction, Blobs]] = ()) -> None:
        """Write a whole copy of the book under another name: journal, files, and the steps that wait to be saved.

        Where somebody else has written into the book what the waiting steps do not follow on, the copy goes without that; merging brings
        both together. The copy appears under its name only when it is whole. Raises UserError where the file is another one by now, is held by
        another program, or the copy cannot be written.
        """
        check_name(target)
        with plain_faults(target, new=True):
            if target.exists():
                raise UserError("“{file}”已经存在，请换一个名字。", file=target.name)
            with draft_beside(target) as draft:
                copy = sqlite3.connect(draft, isolation_level=None)
                try:
                    with self._turn, source_faults(self.path):
                        if self._connection.in_transaction:
                            self._connection.execute("ROLLBACK")  # as above
                        if not self._is_known():
                            raise self._replaced()
                        connecting.back_up(self._connection, copy)
                    copy.execute("BEGIN IMMEDIATE")
                    with sound_records(self.path):
                        self._continue(copy, waiting)
                    copy.execute("COMMIT")
                finally:
                    copy.close()
                connecting.put_in_place(draft, target)

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
            checksum.write(copy)
            return

    def is_there(self) -> bool:
        """Whether the file is still there: its drive may be gone, or another file be in its place. One that another program holds is."""
        try:
            with self._turn:
                return self._is_known()
        except sqlite3.Error as fault:
            return is_held(fault)

    def _require_writable(self) -> None:
        if self.read_only:
            raise self.refusal()


def _claim(path: Path, who: str, read_only: bool) -> tuple[BookLock | None, Owner | None, Text | None]:
    """The right to write a book that is there; or who has it, and why it cannot be had."""
    if read_only:
        return None, None, text("“{file}”是以只读方式打开的，不能修改。", file=path.name)
    reason = unwritable(path)
    if reason is not None:
        return None, None, reason
    lock = BookLock(path)
    try:
        owner = lock.acquire(who, now())
    except StrangeLock as strange:
        reason = text(
            "“{lock}”占着锁文件的位置，但它不是锁文件（是链接、文件夹或别的文件），没有动它；“{file}”现在只能查看。请把它移走后重新打开。",
            lock=strange.path.name,
            file=path.name,
        )
        return None, None, reason
    except OSError as fault:
        return None, None, why_read_only(fault, path)
    if owner is None:
        return lock, None, None
    held = text("{who}（{computer}）正在编辑这本年报，现在只能查看。", who=owner.who or "?", computer=owner.computer or "?")
    return None, owner, held


def _made_ready(connection: sqlite3.Connection, path: Path, writable: bool) -> tuple[sqlite3.Connection, Path | None]:
    """The connection to a sound book of this version, once it is seen to be one, and the safety copy where it was brought up to it; an
    older one that can only be read is brought up in a temporary copy, and the connection is to that."""
    version = schema.version_of(connection, path)
    schema.check_layout(connection, version, path)
    schema.check_pages(connection, path)
    schema.check_state(connection, version, path)
    if writable:
        connecting.make_durable(connection)
    if version < schema.SCHEMA_VERSION:
        if not writable:
            copy = schema.migrated_copy(connection, version)
            connection.close()
            return copy, None
        return connection, _migrate(connection, version, path)
    return connection, None


def _migrate(connection: sqlite3.Connection, version: int, path: Path) -> Path | None:
    """Bring a book up to this version; the safety copy of it as it was, None where there is no room for both."""
    copy = make_safety_copy(connection, path)
    try:
        schema.migrate(connection, version)
    except (sqlite3.Error, OSError) as fault:
        given_up = give_up_copy(copy, path) if isinstance(copy, Path) and is_full(fault, path) else None
        if given_up is None:
            raise
        copy = given_up
        schema.migrate(connection, version)
    drop_old_copies(path)
    return copy if isinstance(copy, Path) else None
