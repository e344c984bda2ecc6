"""Rescue files: steps that could not be written into a book's file, kept whole in another place until they are."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from ecdesk.domain.book.changes import Transaction
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.drafts import draft_beside
from ecdesk.storage import checksum, connecting, schema
from ecdesk.storage.faults import plain_faults, sound_records
from ecdesk.storage.rows import as_text
from ecdesk.storage.steps import Blobs, add_step, last_step, read_steps, uid_at

APPLICATION_ID = 0x45434452
"""“ECDR”: it has a book's tables, but is none."""


@dataclass(frozen=True)
class RescueOf:
    """Which book the steps belong to. uid: of the book. book: path of its file. title: as people know it. after: uid of the step of the
    book that they follow on, "" for none."""

    uid: str
    book: str
    title: str
    after: str


@dataclass(frozen=True)
class Rescue:
    """What a rescue file holds: its steps in order, and their files."""

    path: Path
    about: RescueOf
    steps: tuple[Transaction, ...]
    blobs: tuple[tuple[str, bytes], ...]


def write_rescue(path: Path, about: RescueOf, waiting: Sequence[tuple[Transaction, Blobs]]) -> None:
    """Add steps to a rescue file, made when it is not there; those that stand in it already are passed over.

    The file appears under its name only when it is whole. Raises UserError where it cannot be written, or holds another book's steps.
    """
    with plain_faults(path, new=True):
        if path.exists():
            with _opened(path, writing=True) as connection:
                present = _about(connection, path)
                if present.uid != about.uid:
                    raise UserError(
                        "“{file}”里是另一本年报“{title}”没有保存的修改，不能再写进去。请另选一个文件名。",
                        file=path.name,
                        title=present.title,
                    )
                _add(connection, path, about.after, waiting)
            return
        with draft_beside(path) as draft:
            with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
                schema.create(connection, asdict(about))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                _add(connection, path, about.after, waiting)
            connecting.put_in_place(draft, path)


def about_rescue(path: Path) -> tuple[RescueOf, int]:
    """Which book a rescue file belongs to, and how many steps it holds. Raises UserError for a file that is none or is damaged."""
    with plain_faults(path), _opened(path) as connection:
        (count,) = connection.execute("SELECT count(*) FROM journal").fetchone()
        return _about(connection, path), int(count)


def read_rescue(path: Path) -> Rescue:
    """A rescue file, whole. Raises UserError for a file that is none or is damaged."""
    with plain_faults(path), _opened(path) as connection:
        about = _about(connection, path)
        with connecting.long_values(connection):
            rows = connection.execute("SELECT name, bytes FROM file").fetchall()
        with sound_records(path):
            steps = tuple(read_steps(connection))
            (changes,) = connection.execute("SELECT count(*) FROM change").fetchone()
            in_order = all(later.seq == earlier.seq + 1 for earlier, later in pairwise(steps))
            if not in_order or sum(len(step.changes) for step in steps) != changes:
                raise ValueError("steps are missing")
            return Rescue(path, about, steps, tuple((as_text(name), _as_bytes(content)) for name, content in rows))


def _as_bytes(content: object) -> bytes:
    if type(content) is not bytes:
        raise ValueError("no bytes")
    return content


def _about(connection: sqlite3.Connection, path: Path) -> RescueOf:
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    with sound_records(path):
        return RescueOf(**{name: str(meta[name]) for name in RescueOf.__dataclass_fields__})


def _add(connection: sqlite3.Connection, path: Path, after: str, waiting: Sequence[tuple[Transaction, Blobs]]) -> None:
    """after: uid of the step that the first of these follows on. Those that do not follow on what is there are another window's."""
    connection.execute("BEGIN IMMEDIATE")
    for transaction, blobs in waiting:
        if uid_at(connection, transaction.seq) != transaction.uid:
            last, uid = last_step(connection)
            if last and (last, uid) != (transaction.seq - 1, after):
                raise UserError("“{file}”里已有别的修改，不能再写进去。请另选一个文件名。", file=path.name)
            add_step(connection, transaction, blobs)
        after = transaction.uid
    checksum.write(connection)
    connection.execute("COMMIT")


@contextmanager
def _opened(path: Path, writing: bool = False) -> Iterator[sqlite3.Connection]:
    """A rescue file as this version has it. Only for writing is one of an earlier version brought up where it lies; for reading that is done
    in a copy, and nothing is written into the file or beside it."""
    connection = connecting.for_writing(path)[0] if writing else connecting.for_reading(path)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            raise UserError("“{file}”不是补写文件，请选程序自己留下的 .rescue 文件。", file=path.name)
        if version > schema.SCHEMA_VERSION:
            raise UserError("“{file}”是用更新的版本保存的，请先升级本程序。", file=path.name)
        if version < 1:
            raise schema.strange(path)
        schema.check_layout(connection, version, path)
        schema.check_state(connection, version, path)
        if version == schema.SCHEMA_VERSION:
            yield connection
        elif writing:
            schema.migrate(connection, version)
            yield connection
        else:
            with contextlib.closing(schema.migrated_copy(connection, version)) as copy:
                yield copy
    finally:
        connection.close()
