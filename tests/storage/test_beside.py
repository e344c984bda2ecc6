"""What lies beside a book: it is never mixed with another file, and a name is given once."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.files import whole_files
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import beside, connecting
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.copies import safety_copies
from ecdesk.storage.lock import BookLock
from ecdesk.storage.rescue import RescueOf, read_rescue, write_rescue
from tests.books import small_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报" / "年报 2018.ecd"
    path.parent.mkdir()
    with Desk.create(path, small_records(), "张三") as desk:
        for number in range(8):
            cells.enter(desk, "表1", [(0, 0, str(number)), (1, 0, "2")])
    return path


def kill_in_mid_step(path: Path) -> bytes:
    """Leave a book as one that was killed after its step stood in the file, before its journal was gone; returns the journal."""
    whole = path.read_bytes()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE observation SET value = '999'")
    connection.execute("UPDATE record SET body = body || hex(zeroblob(500))")
    torn, journal = path.read_bytes(), Path(f"{path}-journal").read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    assert torn != whole
    path.write_bytes(torn)
    Path(f"{path}-journal").write_bytes(journal)
    return journal


def figures(desk: Desk) -> list[str]:
    return sorted(str(one.amount.value) for one in desk.book.observations.values() if one.amount)


def figures_of(path: Path) -> list[str]:
    with Desk.open(path, read_only=True) as desk:
        assert desk.file.integrity() == "ok"
        return figures(desk)


# -- a name that a killed book had


def create(target: Path) -> None:
    Desk.create(target, small_records(), "张三").close()


def copy(target: Path) -> None:
    other = target.with_name("other.ecd")
    Desk.create(other, small_records(), "张三").close()
    with Desk.open(other) as desk:
        desk.copy_to(target)


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("make", [create, copy])
def test_a_new_book_is_not_mixed_with_what_an_earlier_one_of_its_name_left(
    path: Path, make: Callable[[Path], None], ending: str
) -> None:
    left = Path(f"{path}{ending}")
    journal = kill_in_mid_step(path)
    Path(f"{path}-journal").rename(left)
    path.unlink()
    make(path)
    assert figures_of(path) == []
    assert Path(f"{left}.stale").read_bytes() == journal
    with Desk.open(path) as desk:
        assert figures(desk) == []
        cells.enter(desk, "表1", [(0, 0, "7")])
    assert figures_of(path) == ["7"]


def test_a_rescue_file_is_not_mixed_with_what_an_earlier_one_left(path: Path) -> None:
    kill_in_mid_step(path)
    target = path.with_name("1.rescue")
    Path(f"{path}-journal").rename(f"{target}-journal")
    write_rescue(target, RescueOf("1", str(path), "年报", ""), ())
    assert read_rescue(target).about.uid == "1"
    assert Path(f"{target}-journal.stale").exists()


def test_what_was_set_aside_before_stays(path: Path) -> None:
    journal = Path(f"{path}-journal")
    path.unlink()
    for words in ("one", "two"):
        journal.write_text(words)
        create(path)
        path.unlink()
    assert Path(f"{journal}.stale").read_text() == "one"
    assert Path(f"{journal}.stale2").read_text() == "two"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_what_lies_beside_a_book_that_somebody_has_open_stays(path: Path) -> None:
    lock = BookLock(path)
    assert lock.acquire("李四", "") is None
    journal = kill_in_mid_step(path)
    path.unlink()
    with pytest.raises(UserError, match="还在别处开着"):
        create(path)
    assert Path(f"{path}-journal").read_bytes() == journal
    assert not path.exists()
    lock.release()
    create(path)
    assert figures_of(path) == []


def test_a_power_cut_never_leaves_a_new_book_beside_what_an_earlier_one_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_in_mid_step(path)
    path.unlink()
    seen: list[tuple[bool, bool]] = []
    sync = whole_files.sync_folder

    def note(folder: Path) -> None:
        seen.append((path.exists(), Path(f"{path}-journal").exists()))
        sync(folder)

    monkeypatch.setattr(beside, "sync_folder", note)
    monkeypatch.setattr(whole_files, "sync_folder", note)
    create(path)
    assert seen == [(False, False), (True, False)]


# -- a name that somebody takes meanwhile


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("make", [create, copy])
def test_a_book_that_appears_meanwhile_is_not_overwritten(
    path: Path, make: Callable[[Path], None], links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = path.with_name("new.ecd")
    put = connecting.put_in_place

    def late(draft: Path, place: Path) -> None:
        if place == target:
            place.write_text("somebody else's")
        put(draft, place)

    def no_links(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(connecting, "put_in_place", late)
    with pytest.raises(UserError, match=r"“new.ecd”已经存在"):
        make(target)
    assert target.read_text() == "somebody else's"
    assert [one.name for one in path.parent.iterdir() if one.suffix == ".new"] == []
    target.unlink()
    monkeypatch.setattr(connecting, "put_in_place", put)
    target.with_name("other.ecd").unlink(missing_ok=True)
    make(target)
    assert figures_of(target) == []
    assert target.stat().st_nlink == 1
    assert [one.name for one in path.parent.iterdir() if one.suffix == ".new"] == []


# -- what is no file


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("what", ["pipe", "folder", "link", "link to nothing", "link to a pipe"])
@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_file_beside_a_book_is_named(path: Path, tmp_path: Path, ending: str, what: str, read_only: bool) -> None:
    other, victim = Path(f"{path}{ending}"), tmp_path / "victim"
    if what == "pipe":
        os.mkfifo(other)
    elif what == "folder":
        other.mkdir()
    else:
        if what == "link":
            victim.write_text("precious")
        elif what == "link to a pipe":
            os.mkfifo(victim)
        other.symlink_to(victim)
    with pytest.raises(UserError, match=rf"“年报 2018.ecd{ending}”不是普通文件"):
        Desk.open(path, read_only=read_only)
    if what == "link":
        assert victim.read_text() == "precious"
    other.rmdir() if what == "folder" else other.unlink()
    with BookFile.open(path, "") as file:
        assert not file.read_only


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_lies_beside_the_file_that_a_link_leads_to_is_read(path: Path, tmp_path: Path) -> None:
    whole = figures_of(path)
    kill_in_mid_step(path)
    link = tmp_path / "link.ecd"
    link.symlink_to(path)
    assert figures_of(link) == whole


# -- a book in the place of one that was killed


def put_safety_copy(path: Path) -> list[str]:
    """Put the newest safety copy in the place of a book, as a damaged one's sentence advises; returns its figures."""
    copy = safety_copies(path)[0]
    path.write_bytes(copy.read_bytes())
    return figures_of(copy)


def test_a_safety_copy_is_not_mixed_with_the_journal_of_the_book_that_it_replaces(path: Path) -> None:
    with Desk.open(path) as desk:
        cells.enter(desk, "表1", [(2, 0, "5")])
    journal = kill_in_mid_step(path)
    wanted = put_safety_copy(path)
    content = path.read_bytes()
    assert figures_of(path) == wanted
    assert Path(f"{path}-journal").read_bytes() == journal
    with Desk.open(path) as desk:
        assert re.search(r"“年报 2018.ecd-journal”是另一份文件.*“年报 2018.ecd-journal.stale”", str(desk.file.aside))
        assert path.read_bytes() == content
        assert Path(f"{path}-journal.stale").read_bytes() == journal
        assert figures(desk) == wanted
        cells.enter(desk, "表1", [(3, 0, "6")])
    assert "6" in figures_of(path)


def test_a_book_that_was_killed_is_still_taken_back(path: Path) -> None:
    whole = figures_of(path)
    kill_in_mid_step(path)
    with Desk.open(path) as desk:
        assert figures(desk) == whole
        assert not desk.read_only
    assert not list(path.parent.glob("*.stale"))


def test_a_book_that_is_whole_neither_with_its_journal_nor_without_it_is_not_touched(path: Path) -> None:
    journal = kill_in_mid_step(path)
    content = path.read_bytes()
    torn = content[:-8192]
    path.write_bytes(torn[:4096] + b"\x07" * 4096 + torn[8192:])
    content = path.read_bytes()
    other = bytearray(journal)
    other[600:700] = b"\x01" * 100
    Path(f"{path}-journal").write_bytes(other)
    for read_only in (True, False):
        with pytest.raises(UserError, match="已损坏"):
            Desk.open(path, read_only=read_only)
        assert path.read_bytes() == content
        assert Path(f"{path}-journal").read_bytes() == bytes(other)


def test_a_log_of_another_file_is_not_read_into_a_book(path: Path, tmp_path: Path) -> None:
    wanted = figures_of(path)
    other = tmp_path / "other.ecd"
    other.write_bytes(path.read_bytes())
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE observation SET value = '77'")
    log = Path(f"{other}-wal").read_bytes()
    connection.close()
    Path(f"{path}-wal").write_bytes(log)
    content = path.read_bytes()
    assert figures_of(path) == wanted
    with Desk.open(path) as desk:
        assert "不属于它" in str(desk.file.aside)
        assert path.read_bytes() == content
        assert Path(f"{path}-wal.stale").read_bytes() == log
        assert figures(desk) == wanted
    with Desk.open(path) as desk:
        assert desk.file.aside is None
