"""Connections to a book's file. Whoever wrote the file, it cannot make SQLite run anything, hold much memory, or go on when it was told to
stop."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import whole_files
from ecdesk.domain.files.drafts import working_folder
from ecdesk.domain.files.paths import sqlite_uri
from ecdesk.domain.files.whole_files import sync_folder
from ecdesk.domain.stopping import stop_asked
from ecdesk.domain.texts import Text, text
from ecdesk.storage.beside import (
    JOURNAL,
    LOG,
    beside,
    check_plain,
    clear_name,
    found_beside,
    set_aside,
)
from ecdesk.storage.hot_journal import is_of, is_whole

RECORD_BYTES = 32 * 2**20
"""Of one value that is not a file; twice the longest text that is written of a record."""
BLOB_BYTES = 256 * 2**20
"""Of one file from outside."""
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: RECORD_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
_LOOK_UP = 1000
"""Steps of SQLite's machine between two looks at whether the work was asked to stop."""
_LEFT_BEHIND = (
    sqlite3.SQLITE_READONLY_ROLLBACK,
    sqlite3.SQLITE_READONLY_RECOVERY,
    sqlite3.SQLITE_READONLY_CANTINIT,
    sqlite3.SQLITE_CANTOPEN,
)
"""A writer was interrupted, or wrote in another way, and what it left can only be cleared up by one that may write; the last is what a
write-ahead log in a folder that cannot be written gives."""
_COMPANIONS = (JOURNAL, LOG)


class _Copy(sqlite3.Connection):
    """A connection to a copy in a folder of its own, which goes when it is closed."""

    folder: TemporaryDirectory[str] | None = None

    def close(self) -> None:
        super().close()
        if self.folder is not None:
            self.folder.cleanup()


def new_file(path: Path) -> sqlite3.Connection:
    """A connection to an empty file that nobody else knows of yet; `put_in_place` makes it durable when it is whole."""
    connection = _connect(path, "rwc")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def for_writing(path: Path) -> tuple[sqlite3.Connection, Text | None]:
    """A connection that writes a book's file, which must be there. What an interrupted writer left is taken back; what another file's writer
    left is set aside, which is the second that is returned, in words."""
    check_plain(path)
    aside = _settle(path)
    connection = _connect(path, "rw")
    if not writes(connection):
        connection.close()
        connection = _connect(path, "rw")
    return connection, aside


def writes(connection: sqlite3.Connection) -> bool:
    """Whether a connection that is to write can. SQLite opens a file to be read only, without a word and for as long as it is open, where
    the system refuses to open it in the other way for a moment."""
    connection.execute("BEGIN")
    try:
        # The one thing that asks for the right to write and changes nothing in a file of books. BEGIN IMMEDIATE does not ask.
        connection.execute("PRAGMA incremental_vacuum(1)").fetchone()
    except sqlite3.DatabaseError as fault:  # of another fault, whoever reads the file will say so
        return getattr(fault, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_READONLY
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True


def make_durable(connection: sqlite3.Connection) -> None:
    """From now on what is written survives a power cut once it is committed."""
    # A rollback journal, because a write-ahead log does not work on network drives, and one that is gone when the book is at rest, because
    # a book is one file. EXTRA syncs the folder as well: without it the journal can come back and take the last step with it.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")


def for_reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads. A file whose last writer was interrupted is read as it was after the last whole step; nothing is
    written beside it."""
    check_plain(path)
    if _has_strange_log(path):
        return _cleared_up(path)
    connection = _connect(path, "ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as fault:
        connection.close()
        if getattr(fault, "sqlite_errorcode", None) not in _LEFT_BEHIND:
            raise
        return _cleared_up(path)
    except BaseException:
        connection.close()
        raise
    connection.execute("PRAGMA query_only = ON")
    return connection


def look_again(connection: sqlite3.Connection) -> None:
    """Between two transactions: forget what was read, so that the next reads it from the disk. SQLite itself sees by a counter in the file
    whether it was changed, and one that was written over by a copy may have the same."""
    connection.execute("PRAGMA shrink_memory")


@contextmanager
def long_values(connection: sqlite3.Connection) -> Iterator[None]:
    """While this lasts, values as long as a file from outside are read and written."""
    before = connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, BLOB_BYTES)
    try:
        yield
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, before)


def back_up(connection: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Copy a whole file into an empty one. Where another program holds it, this fails as a query does; `sqlite3.Connection.backup` alone
    would wait for as long as that takes."""
    look_again(connection)
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.backup(copy)
    finally:
        connection.execute("COMMIT")


def put_in_place(draft: Path, target: Path) -> None:
    """Give a whole file its name; when this returns, it is there after a power cut too. What an earlier file of that name left beside it is
    set aside first. Raises UserError where something has the name."""
    # Before it has the name: in the other order a power cut leaves both, and what was left is rolled into the new file.
    clear_name(target)
    try:
        whole_files.put_in_place(draft, target, over=False)
    except FileExistsError as fault:
        raise UserError("“{file}”已经存在，请换一个名字。", file=target.name) from fault


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    check_plain(path)
    connection = sqlite3.connect(
        sqlite_uri(path, mode), uri=True, isolation_level=None, check_same_thread=False, timeout=2, factory=_Copy
    )
    try:
        _guard(connection)
    except BaseException:
        connection.close()  # a file that is no database would stay locked on Windows
        raise
    return connection


def _guard(connection: sqlite3.Connection) -> None:
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_progress_handler(stop_asked, _LOOK_UP)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")


def _settle(path: Path) -> Text | None:
    """Before SQLite takes back what a journal says: see that it is the file's own, and set it aside, which is told, when it is not."""
    if _has_strange_log(path):
        return _put_away(beside(path, LOG), path)
    journal = beside(path, JOURNAL)
    if journal not in found_beside(path) or not _is_hot(path):
        return None
    try:
        with working_folder() as folder:
            copy = Path(folder) / "copy.ecd"
            shutil.copyfile(path, copy)
            shutil.copyfile(journal, beside(copy, JOURNAL))
            own = _fits(copy)
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        if not is_of(journal, path):
            raise _no_room(path) from fault
        own = True
    return None if own else _put_away(journal, path)


def _put_away(other: Path, path: Path) -> Text:
    """Set aside what does not belong to a file, in words. The file itself is whole without it, or nobody would come here: it can be opened at
    once, and whoever knows of the other file finds what belongs to that."""
    aside = set_aside(other)
    sync_folder(other.parent)
    return text(
        "“{file}”旁边的“{journal}”是另一份文件保存中断时留下的，不属于它，已改名为“{aside}”；年报没有动过。",
        file=path.name,
        journal=other.name,
        aside=aside.name,
    )


def _has_strange_log(path: Path) -> bool:
    """Whether a write-ahead log lies beside a file that was never written in that way; SQLite reads it nevertheless."""
    log = beside(path, LOG)
    if log not in found_beside(path) or not log.stat().st_size:
        return False
    with path.open("rb") as file:
        return file.read(20)[18:] == b"\x01\x01"


def _is_hot(path: Path) -> bool:
    """Whether SQLite would take a journal back: it says something, and nobody is writing."""
    connection = _connect(path, "ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError as fault:
        return getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_ROLLBACK
    finally:
        connection.close()
    return False


def _fits(copy: Path) -> bool:
    """Whether the journal beside a copy of a file belongs to it. Raises SQLite's fault of a damaged file when it is whole neither with it
    nor without it."""
    own = is_of(beside(copy, JOURNAL), copy)
    whole = {}
    for name, endings in (("with.ecd", ("", JOURNAL)), ("without.ecd", ("",))):
        trial = copy.with_name(name)
        for ending in endings:
            shutil.copyfile(beside(copy, ending), f"{trial}{ending}")
        try:
            with closing(_connect(trial, "rw")) as connection:
                whole[name] = is_whole(connection)
        finally:
            trial.unlink()
            beside(trial, JOURNAL).unlink(missing_ok=True)
        if own and whole.get("with.ecd"):
            return True
    if whole["without.ecd"]:
        return False
    if whole["with.ecd"]:
        return True
    damage = sqlite3.DatabaseError("whole neither with the journal nor without it")
    damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    raise damage


def _cleared_up(path: Path) -> sqlite3.Connection:
    """A connection to a copy in which what an interrupted writer left has been taken back."""
    for _attempt in range(3):
        try:
            folder = working_folder()
        except OSError as fault:
            raise _no_room(path) from fault
        try:
            copy = Path(folder.name) / "copy.ecd"
            if _copied_in_peace(path, copy):
                return _taken_back(copy, folder)
        except BaseException:
            folder.cleanup()
            raise
        folder.cleanup()
    raise UserError("“{file}”正在被别人写入，请稍后再打开。", file=path.name)


def _copied_in_peace(path: Path, copy: Path) -> bool:
    """Copy a file and what lies beside it; whether nobody wrote meanwhile."""
    before = _states(path)
    try:
        for ending in ("", *_COMPANIONS):
            if before[ending] is not None:
                shutil.copyfile(beside(path, ending), f"{copy}{ending}")
    except FileNotFoundError:  # somebody else has just cleared up
        return False
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise _no_room(path) from fault
    return _states(path) == before


def _taken_back(copy: Path, folder: TemporaryDirectory[str]) -> sqlite3.Connection:
    """A connection to a copy, in a folder that goes with it, after SQLite took back what the journal beside it says, if it is its own."""
    if _has_strange_log(copy):
        beside(copy, LOG).unlink()
    if beside(copy, JOURNAL).exists() and not _fits(copy):
        beside(copy, JOURNAL).unlink()
    connection = _connect(copy, "rw")
    assert isinstance(connection, _Copy)
    connection.folder = folder
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _states(path: Path) -> dict[str, tuple[int, int] | None]:
    found: dict[str, tuple[int, int] | None] = {}
    for ending in ("", *_COMPANIONS):
        try:
            state = beside(path, ending).stat()
        except FileNotFoundError:
            found[ending] = None
        else:
            found[ending] = state.st_size, state.st_mtime_ns
    return found


def _no_room(path: Path) -> UserError:
    return UserError(
        "“{file}”上次保存时被中断，要先在临时文件夹里复原才能读，但那里写不下；请腾出空间，或在能写入时打开它。", file=path.name
    )
