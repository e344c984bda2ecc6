"""The layout of a book's file, and the steps that bring older files up to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from ecdesk.domain.errors import UserError
from ecdesk.storage import checksum
from ecdesk.storage.connecting import back_up
from ecdesk.storage.copies import copies_folder, safety_copies
from ecdesk.storage.faults import damaged
from ecdesk.storage.migrations.label_units import take_units_out_of_labels
from ecdesk.storage.migrations.spans import name_spans_once
from ecdesk.storage.migrations.states import keep_states

APPLICATION_ID = 0x45434431
"""“ECD1”, so that a file is known for a book whatever it is called."""

SCHEMA_VERSION = 8

# Of version 1, for ever: a new file is laid out so and then migrated like an old one, so that both are alike word by word.
_FIRST = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- One row a figure. value holds the digits as printed; mark is — or … where a mark stands, unread what could not be read.
CREATE TABLE observation (
    indicator TEXT NOT NULL,
    area TEXT NOT NULL,
    item TEXT NOT NULL,
    period TEXT NOT NULL,
    measure TEXT NOT NULL,
    value TEXT,
    unit TEXT,
    qualifier TEXT,
    mark TEXT,
    unread TEXT,
    status TEXT NOT NULL,
    basis TEXT NOT NULL,
    note TEXT NOT NULL,
    origin_kind TEXT NOT NULL,
    origin_by TEXT NOT NULL,
    origin_submission TEXT NOT NULL,
    origin_sheet TEXT NOT NULL,
    origin_cell TEXT NOT NULL,
    origin_raw TEXT NOT NULL,
    origin_detail TEXT NOT NULL,
    PRIMARY KEY (indicator, area, item, period, measure)
) WITHOUT ROWID;

-- Everything else a book is made of, as JSON objects: exhibits, indicators, areas, rules, explanations …
CREATE TABLE record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- The journal: who did what, when and why. It only grows.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    action TEXT NOT NULL,
    target INTEGER,
    why TEXT NOT NULL
);

CREATE TABLE change (
    seq INTEGER NOT NULL REFERENCES journal (seq),
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (seq, ordinal)
) WITHOUT ROWID;
CREATE INDEX change_of_record ON change (kind, id, seq);

-- Files from outside, byte for byte as received.
CREATE TABLE file (
    sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL
);
"""

_ALL_CHECKED = 64 * 2**20
"""Bytes of a file of which every page is looked at when it is opened."""

Migration = str | Callable[[sqlite3.Connection], None]

_WITHOUT_EXHAUSTIVE = r"""
UPDATE record SET body = replace(body, ',"exhaustive":true', '') WHERE kind = 'item';
UPDATE change SET before = replace(before, ',"exhaustive":true', ''), after = replace(after, ',"exhaustive":true', '')
    WHERE kind = 'item';
UPDATE record SET body = replace(body, ',\"exhaustive\":true', '') WHERE kind = 'conflict' AND instr(body, '"record_kind":"item"');
UPDATE change SET before = replace(before, ',\"exhaustive\":true', ''), after = replace(after, ',\"exhaustive\":true', '')
    WHERE kind = 'conflict' AND instr(ifnull(before, after), '"record_kind":"item"');
"""
"""In no other place of an item's compact JSON, nor of its text within a conflict, do quotes stand as they do around the name of a field."""

MIGRATIONS: dict[int, Migration] = {
    1: name_spans_once,
    2: "",
    3: take_units_out_of_labels,
    4: "",
    5: keep_states,
    6: "",
    7: _WITHOUT_EXHAUSTIVE,
}
"""What brings a file of this version to the next one, by the version it starts from: a script of SQL, or a function that reads and writes
through the connection. Neither begins or ends a transaction; what it changes in records it changes in the journal's changes as well. That
from the second version to the third is only the checksum, with which each ends; the fifth may hold texts and sorted rows in tables, which older
programs do not know; the sixth says in words what stands where no number does; the seventh holds who is
responsible for what, stages, and replies to remarks; from the eighth on items no longer say that their parts make them up wholly."""


def create(connection: sqlite3.Connection, meta: dict[str, str]) -> None:
    """Lay out an empty file. The connection must be in autocommit mode and not inside a transaction."""
    connection.executescript(
        f"BEGIN IMMEDIATE;\n{_FIRST}\nPRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = 1;\nCOMMIT;"
    )
    migrate(connection, 1)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.execute("COMMIT")


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of a book's file; raises UserError for a file that is no book, or of a newer program."""
    name = path.name
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise UserError(
            "“{file}”不是年报文件，请选别的 .ecd 文件；原来若是年报，请用旁边 .safety 文件夹里的安全副本。", file=name
        )
    if version > SCHEMA_VERSION:
        raise UserError(
            "“{file}”是用更新的版本保存的（文件版本 {version}，本程序到 {known}），请先升级本程序。",
            file=name,
            version=version,
            known=SCHEMA_VERSION,
        )
    if version < 1:
        raise strange(path)
    return int(version)


def check_layout(connection: sqlite3.Connection, version: int, path: Path) -> None:
    """Raises UserError unless the file holds the tables and indexes of this version and nothing else, word by word: a view, a trigger or a
    table that is made up as it is read would let whoever wrote the file falsify figures or keep the program busy for ever."""
    expected = _layout(version)
    rows = connection.execute("SELECT type, name, tbl_name, sql, rootpage FROM sqlite_schema").fetchmany(len(expected) + 1)
    found = {_entry(*row[:4]) for row in rows}
    pages = {row[4] for row in rows}
    if found != expected or len(pages) != len(rows) or not all(isinstance(page, int) and page > 1 for page in pages):
        raise strange(path)


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Raises UserError when the file's pages do not hang together: it was torn, or made to be read without end."""
    # Room for what is read again right after this, so that a network drive is asked once.
    connection.execute("PRAGMA cache_size = -32000")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    # The rest of a large one is mostly files from outside, which have digests of their own and are not read at opening.
    for table in ("",) if pages * size <= _ALL_CHECKED else ("(observation)", "(record)", "(journal)"):
        # Only the first line: a file that is made for it would give as many as it likes.
        (verdict,) = connection.execute(f"PRAGMA quick_check{table}").fetchone()
        if verdict != "ok":
            raise damaged(path)
    # The next step would meet changes that are there already.
    if connection.execute("SELECT (SELECT max(seq) FROM change) > (SELECT ifnull(max(seq), 0) FROM journal)").fetchone()[0]:
        raise damaged(path)


def check_state(connection: sqlite3.Connection, version: int, path: Path) -> None:
    """Raises UserError when the pages, each of them sound, are not of one state of the book."""
    if version >= checksum.SINCE and not checksum.agrees(connection):
        if not safety_copies(path):
            raise UserError(
                "“{file}”里的内容前后对不上：可能是在保存时被复制的，或者被别的程序改过，不能打开。请重新复制一份，或用自己的备份。",
                file=path.name,
            )
        raise UserError(
            "“{file}”里的内容前后对不上：可能是在保存时被复制的，或者被别的程序改过，不能打开。"
            "请重新复制一份，或从旁边的“{copies}”文件夹里取最近的一份安全副本。",
            file=path.name,
            copies=copies_folder(path).name,
        )


def strange(path: Path) -> UserError:
    if not safety_copies(path):
        return UserError(
            "“{file}”里的表和年报文件的不同，可能被别的程序改过，不能打开；旁边没有它的安全副本，请用自己的备份，或请对方重新发送。",
            file=path.name,
        )
    return UserError(
        "“{file}”里的表和年报文件的不同，可能被别的程序改过，不能打开；请从旁边的“{copies}”文件夹里取最近的一份安全副本。",
        file=path.name,
        copies=copies_folder(path).name,
    )


def _entry(type: object, name: object, table: object, sql: object) -> tuple[str, ...]:
    """An entry of the schema for comparing; how it is laid out on lines does not matter."""
    return (str(type), str(name), str(table), " ".join(str(sql).split()))


def _layout(version: int) -> set[tuple[str, ...]]:
    """The schema of a file of this version."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(_FIRST)
        migrate(connection, 1, version)
        return {_entry(*row) for row in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema")}
    finally:
        connection.close()


def migrate(connection: sqlite3.Connection, version: int, until: int | None = None) -> None:
    """Bring a file up to `SCHEMA_VERSION`, or until another: all steps and their bookkeeping are one transaction, and nothing of it is there when one fails."""
    last = SCHEMA_VERSION if until is None else until
    connection.execute("BEGIN IMMEDIATE")
    try:
        for start in range(version, last):
            migration = MIGRATIONS[start]
            if callable(migration):
                migration(connection)
            else:
                for statement in _statements(migration):
                    connection.execute(statement)
            if not connection.in_transaction:
                raise RuntimeError(f"the migration from version {start} ended the transaction")
        if last >= checksum.SINCE:
            checksum.write(connection)
        connection.execute(f"PRAGMA user_version = {last}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def migrated_copy(connection: sqlite3.Connection, version: int) -> sqlite3.Connection:
    """A file that cannot be written, as `SCHEMA_VERSION` has it: in a temporary database that goes with the connection."""
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        back_up(connection, copy)
        copy.execute("PRAGMA trusted_schema = OFF")
        migrate(copy, version)
    except BaseException:
        copy.close()
        raise
    return copy


def _statements(script: str) -> Iterator[str]:
    """The statements of a script. `executescript` would commit what was done before it."""
    statement = ""
    for part in script.split(";"):
        statement += f"{part};"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
