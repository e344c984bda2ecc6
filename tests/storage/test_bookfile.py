"""A book's file: durable, locked, refused when it is not one, copied before it changes."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ecdesk.domain.book.records import RECORD_TYPES, Comment
from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import checksum, schema
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.copies import KEPT, safety_copies
from tests.books import small_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "年报 2018.ecd"


@pytest.fixture
def desk(path: Path):
    with Desk.create(path, small_records(), "张三") as desk:
        yield desk


def test_what_was_written_is_read_back(desk, path):
    cells.enter(desk, "表1", [(0, 0, "6 412.7"), (0, 1, "约25%"), (1, 0, "—"), (2, 0, "见注"), (3, 0, "=2632.9+450.2")])
    desk.close()
    with Desk.open(path, "李四") as again:
        assert again.book.observations == desk.book.observations
        assert {kind: dict(again.book.all(RECORD_TYPES[kind])) for kind in ("exhibit", "indicator", "area", "setting")} == {
            kind: dict(desk.book.all(RECORD_TYPES[kind])) for kind in ("exhibit", "indicator", "area", "setting")
        }


def test_a_book_at_rest_is_one_file(desk, path):
    cells.enter(desk, "表1", [(0, 0, "1")])
    desk.close()
    assert sorted(one.name for one in path.parent.iterdir()) == ["年报 2018.ecd", "年报 2018.safety"]


def test_undo_and_redo_survive_a_restart(desk, path):
    cells.enter(desk, "表1", [(0, 0, "1")])
    cells.enter(desk, "表1", [(0, 0, "2")])
    desk.undo()
    desk.close()
    with Desk.open(path) as again:
        key = next(iter(again.book.observations))
        assert again.book.observation(key).content.value == 1
        again.redo()
        assert again.book.observation(key).content.value == 2
        assert again.redo() is None
        again.undo()
        again.undo()
        assert not again.book.observations
        assert again.undo() is None


def test_a_second_opening_is_read_only_and_says_who_has_it(desk, path):
    with Desk.open(path, "李四") as second:
        assert second.read_only
        assert second.file.owner.who == "张三"
        with pytest.raises(UserError, match="张三"):
            cells.enter(second, "表1", [(0, 0, "1")])
    desk.close()
    with Desk.open(path, "李四") as third:
        assert not third.read_only


def test_a_file_that_is_no_book_is_refused_by_name(tmp_path):
    text = tmp_path / "a.ecd"
    text.write_text("not a database")
    with pytest.raises(UserError, match=r"a\.ecd"):
        Desk.open(text)
    other = tmp_path / "b.ecd"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(UserError, match=r"b\.ecd"):
        Desk.open(other)
    with pytest.raises(UserError, match=r"c\.ecd"):
        Desk.open(tmp_path / "c.ecd")


def test_a_newer_file_is_refused_by_name(desk, path):
    desk.close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(UserError, match="更新的版本"):
        Desk.open(path)


def test_the_last_ten_states_lie_beside_the_book(desk, path):
    desk.close()
    for number in range(KEPT + 3):
        with Desk.open(path) as again:
            cells.enter(again, "表1", [(0, 0, str(number))])
            cells.enter(again, "表1", [(0, 1, str(number))])
    copies = safety_copies(path)
    assert len(copies) == KEPT
    with Desk.open(copies[0], read_only=True) as newest:
        assert {str(one.content.value) for one in newest.book.observations.values()} == {str(KEPT + 1)}


def test_a_read_only_folder_is_said_and_nothing_is_lost(desk, path, tmp_path, monkeypatch):
    desk.close()
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with Desk.open(path) as again:
        assert again.read_only
        assert again.file.owner is None
        with pytest.raises(UserError, match="只读"):
            cells.enter(again, "表1", [(0, 0, "1")])


def test_a_full_disk_is_a_sentence_and_the_step_is_not_kept(desk, path):
    cells.enter(desk, "表1", [(0, 0, "1")])
    connection = desk.file._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    before = dict(desk.book.observations)
    with pytest.raises(UserError, match="磁盘已满"):
        for number in range(2000):
            cells.enter(desk, "表1", [(1, 0, "9" * 50 + str(number))])
    connection.execute("PRAGMA max_page_count = 1000000")
    assert desk.book.observations.keys() >= before.keys()
    seen = dict(desk.book.observations)
    desk.close()
    with Desk.open(path) as again:
        assert again.book.observations == seen
        assert again.file.integrity() == "ok"


def test_a_file_from_outside_comes_back_byte_for_byte(desk, path):
    content = bytes(range(256)) * 100
    with desk.edit(cells.text("附件")) as edit:
        edit.attach("附件.xls", content)
        edit.put(Comment("c", "x", "y", "z", "w"))
    (digest,) = desk.file.blob_digests()
    desk.close()
    with BookFile.open(path, "") as file:
        assert file.read_blob(digest) == content
        with pytest.raises(UserError, match=r"缺了一份收到的原件.*重新读入"):
            file.read_blob("0" * 64)


KILLS = int(os.environ.get("ECDESK_KILLS", "5"))
"""How many random moments to kill at; a full campaign sets 50."""

EDITOR = """
import sys, random
from pathlib import Path
from ecdesk.session.tables import cells
from ecdesk.session.book.desk import Desk
desk = Desk.open(Path(sys.argv[1]), "kill me", save_changed=lambda: None)
random.seed(int(sys.argv[2]))
for number in range(100000):
    cells.enter(desk, "表1", [(random.randrange(4), random.randrange(4), str(random.randrange(10**6))) for _ in range(random.randrange(1, 9))])
    desk.flush()
    state = sorted((str(key), str(one.content.value)) for key, one in desk.book.observations.items())
    print(f"{desk.seq}\\t{state}", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX")
def test_a_kill_at_any_moment_loses_nothing_that_was_saved(desk, path):
    desk.close()
    for seed in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", EDITOR, str(path), str(seed)],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"},
        )
        lines = [process.stdout.readline() for _ in range(random.Random(seed).randrange(1, 60))]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        seq, _, state = [line for line in lines if line.endswith("\n")][-1].partition("\t")
        with Desk.open(path) as again:
            assert not again.read_only
            assert again.file.integrity() == "ok"
            assert again.seq >= int(seq)
            # At most the step that was under way is there beyond what was reported.
            assert again.seq <= int(seq) + 1
            if again.seq == int(seq):
                found = sorted((str(key), str(one.content.value)) for key, one in again.book.observations.items())
                assert str(found) == state.rstrip("\n")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE observation SET period = '2018年'",
        "UPDATE observation SET value = 'viel', mark = NULL",
        "UPDATE record SET body = substr(body, 1, 9) WHERE kind = 'exhibit'",
        "UPDATE record SET body = '[]' WHERE kind = 'exhibit'",
        "UPDATE record SET body = replace(body, '\"2018\"', '\"gestern\"') WHERE kind = 'exhibit'",
    ],
)
def test_a_file_in_which_something_else_is_written_is_refused_with_a_sentence(desk, path, damage):
    cells.enter(desk, "表1", [(0, 0, "1")])
    desk.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute(damage).rowcount > 0
        checksum.write(connection)
    connection.close()
    with pytest.raises(UserError, match="已损坏"):
        Desk.open(path, "李四")
    BookFile.open(path, "李四").close()  # nobody is left to hold it
