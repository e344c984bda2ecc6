"""A file whose pages are each sound but not of one state is not opened; one of one state always is, whatever was done to it."""

from __future__ import annotations

import itertools
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Comment
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import checksum
from tests.books import small_records

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报.ecd"
    Desk.create(path, small_records(), "张三").close()
    return path


def pages(path: Path) -> list[bytes]:
    content = path.read_bytes()
    return [content[at : at + PAGE] for at in range(0, len(content), PAGE)]


def states(path: Path) -> list[list[bytes]]:
    """The pages of a book before and after each of some steps: typed figures, a figure that goes, a file, an undo."""
    rnd = random.Random(5)
    found = [pages(path)]
    with Desk.open(path, "张三") as desk:
        for number in range(12):
            typed = [(rnd.randrange(4), rnd.randrange(4), str(rnd.randrange(10**6))) for _ in range(6)]
            cells.enter(desk, "表1", typed)
            found.append(pages(path))
            with desk.edit(text("收到文件")) as edit:
                edit.attach(f"{number}.txt", bytes(rnd.randbytes(3000)))
                edit.put(Comment(f"c{number}", "x", "y", "z", "w"))
            found.append(pages(path))
            cells.enter(desk, "表1", [(*typed[0][:2], "")])
            desk.undo()
            found.append(pages(path))
    return found


def content(path: Path) -> tuple[list[str], object]:
    """All that SQLite finds in a file, and whether it finds fault with it."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump()), connection.execute("PRAGMA integrity_check").fetchone()


def test_a_copy_of_pages_that_are_not_of_one_state_is_refused(path: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.ecd"
    history = states(path)
    refused = 0
    for before, after in itertools.pairwise(history):
        torn.write_bytes(b"".join(after))
        whole = content(torn)
        for at, page in enumerate(after):
            old = before[at] if at < len(before) else bytes(PAGE)
            if old == page:
                continue
            torn.write_bytes(b"".join([*after[:at], old, *after[at + 1 :]]))
            try:
                Desk.open(torn, read_only=True).close()
            except UserError as refusal:
                assert "前后对不上" in str(refusal) or "已损坏" in str(refusal)
                refused += 1
            else:
                assert content(torn) == whole, "the page holds nothing that the other does not"
    assert refused > 200
    torn.write_bytes(b"".join([after[0], history[0][1], *after[2:]]))
    with pytest.raises(UserError, match=r"请重新复制一份，或用自己的备份"):
        Desk.open(torn)
    torn.with_name("torn.safety").mkdir()
    torn.with_name("torn.safety").joinpath("torn-00001-20190101-120000.ecd").write_bytes(b"")
    with pytest.raises(UserError, match=r"请重新复制一份，或从旁边的“torn.safety”文件夹里取"):
        Desk.open(torn)


def test_pages_that_changed_places_are_found(path: Path, tmp_path: Path) -> None:
    """Nothing is missing then and all sums are right, but whoever asks for a record by its key does not get it."""
    sound = states(path)[-1]
    moved = tmp_path / "moved.ecd"
    alike = [at for at, page in enumerate(sound[1:], start=1) if page[0] in (2, 5, 10, 13)]
    pairs = [(one, two) for one, two in itertools.combinations(alike, 2) if sound[one][0] == sound[two][0]]
    assert len(pairs) > 50
    for one, two in random.Random(3).sample(pairs, 50):
        pages = list(sound)
        pages[one], pages[two] = pages[two], pages[one]
        moved.write_bytes(b"".join(pages))
        with pytest.raises(UserError, match=r"前后对不上|已损坏"):
            Desk.open(moved, read_only=True)


def test_a_book_is_opened_to_be_read_while_its_owner_saves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = checksum._stored
    with Desk.open(path, "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "1")])

        def meanwhile(connection: sqlite3.Connection) -> object:
            monkeypatch.setattr(checksum, "_stored", stored)
            with pytest.raises(UserError, match="占用"):  # for as long as it is looked at
                cells.enter(desk, "表1", [(1, 0, "2")])
            return stored(connection)

        monkeypatch.setattr(checksum, "_stored", meanwhile)
        Desk.open(path, "李四", read_only=True).close()
        assert checksum._stored is stored
        cells.enter(desk, "表1", [(1, 0, "2")])


def test_the_checksum_follows_every_step(path: Path, tmp_path: Path) -> None:
    for number, state in enumerate(states(path)):
        whole = tmp_path / f"{number}.ecd"
        whole.write_bytes(b"".join(state))
        with closing(sqlite3.connect(whole, isolation_level=None)) as connection:
            assert checksum.agrees(connection)


def test_a_figure_that_another_program_changed_past_the_journal_is_not_shown(path: Path) -> None:
    with Desk.open(path, "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "893.6")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE observation SET value = '893.7' WHERE value = '893.6'")
        connection.commit()
    with pytest.raises(UserError, match="被别的程序改过"):
        Desk.open(path)


@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_schema_that_is_no_text_is_said_to_be_damaged(path: Path, read_only: bool) -> None:
    content = path.read_bytes()
    assert content.count(b"CREATE TABLE meta") == 1
    path.write_bytes(content.replace(b"CREATE TABLE meta", b"CREATE TABLE \x90eta"))
    with pytest.raises(UserError, match=r"已损坏|表和年报文件的不同"):
        Desk.open(path, read_only=read_only)
    path.write_bytes(content.replace(b"CREATE TABLE meta", b"CREAT\x90 TABLE meta"))
    with pytest.raises(UserError, match=r"已损坏|表和年报文件的不同"):
        Desk.open(path, read_only=read_only)
