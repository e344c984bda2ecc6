"""The layout of a book's file, and the steps that bring older files up to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from ecdesk.domain.errors import UserError
from ecdesk.storage.spans import name_spans_once

APPLICATION_ID = 0x45434431
"""“ECD1”, so that a file is known for a book whatever it is called."""

SCHEMA_VERSION = 2

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

Migration = str | Callable[[sqlite3.Connection], None]

MIGRATIONS: dict[int, Migration] = {1: name_spans_once}
"""What brings a file of this version to the next one, by the version it starts from: a script of SQL, or a function that reads and writes
through the connection. Neither begins or ends a transaction; what it changes in records it changes in the journal's changes as well."""


def create(connection: sqlite3.Connection, meta: dict[str, str]) -> None:
    """Lay out an empty file. The connection must be in autocommit mode and not inside a transaction."""
    connection.executescript(
        f"BEGIN IMMEDIATE;\n{_FIRST}\nPRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {SCHEMA_VERSION};"
    )
    connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    connection.execute("COMMIT")


def version_of(connection: sqlite3.Connection, name: str) -> int:
    """The schema version of a book's file; raises UserError for a file that is no book, or of a newer program."""
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
    return int(version)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a file up to `SCHEMA_VERSION`: all steps and their bookkeeping are one transaction, and nothing of it is there when one fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for start in range(version, SCHEMA_VERSION):
            migration = MIGRATIONS[start]
            if callable(migration):
                migration(connection)
            else:
                for statement in _statements(migration):
                    connection.execute(statement)
            if not connection.in_transaction:
                raise RuntimeError(f"the migration from version {start} ended the transaction")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def migrated_copy(connection: sqlite3.Connection, version: int) -> sqlite3.Connection:
    """A file that cannot be written, as `SCHEMA_VERSION` has it: in a temporary database that goes with the connection."""
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        connection.backup(copy)
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
