"""One book, one owner: whatever it is called, whoever let go at the same moment, and whatever a crash left."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecdesk.session import cells
from ecdesk.session.desk import Desk
from ecdesk.storage.lock import BookLock
from tests.books import small_records

RACES = int(os.environ.get("ECDESK_RACES", "1500"))
"""How often each of the racing processes tries to take the lock; a full campaign sets 5000."""

RACER = """
import json, os, random, sys
from pathlib import Path
from ecdesk.storage.lock import BookLock
names, guard = [Path(name) for name in sys.argv[2:]], sys.argv[2] + ".guard"
chance = random.Random(os.getpid())
taken = doubles = 0
for number in range(int(sys.argv[1])):
    lock = BookLock(chance.choice(names))
    if lock.acquire("racer", "") is None:
        taken += 1
        try:
            os.close(os.open(guard, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            doubles += 1
        else:
            os.unlink(guard)
        lock.release()
print(json.dumps([taken, doubles]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报.ecd"
    Desk.create(path, small_records(), "张三").close()
    return path


def race(*names: Path) -> list[list[int]]:
    """[taken, with a second owner] of each of three processes."""
    command = [sys.executable, "-c", RACER, str(RACES), *map(str, names)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(3)]
    return [json.loads(racer.communicate()[0]) for racer in racers]


def test_however_many_let_go_and_open_at_one_moment_there_is_one_owner(path):
    found = race(path)
    assert sum(doubles for _taken, doubles in found) == 0
    assert sum(taken for taken, _doubles in found) > 0
    assert BookLock(path).acquire("张三", "") is None
    assert sorted(one.name for one in path.parent.iterdir() if one.suffix != ".lock") == ["年报.ecd"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_lead_to_the_same_lock(path):
    symbolic, hard = path.with_name("别名.ecd"), path.with_name("硬链接.ecd")
    symbolic.symlink_to(path)
    hard.hardlink_to(path)
    for name in (path, symbolic, hard):
        with Desk.open(name, "张三") as first:
            assert not first.read_only
            for other in (path, symbolic, hard):
                with Desk.open(other, "李四") as second:
                    assert second.read_only
                    assert second.file.owner.who == "张三"
    assert sum(doubles for _taken, doubles in race(path, symbolic, hard)) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_one_who_opened_the_lock_before_it_went_is_no_second_owner(path, monkeypatch):
    first, second = BookLock(path), BookLock(path)
    first.acquire("张三", "")
    third = BookLock(path)
    opened = os.open

    def slow_open(name, *arguments):
        handle = opened(name, *arguments)
        if Path(name) == second.path:
            monkeypatch.setattr(os, "open", opened)
            first.release()
            assert third.acquire("王五", "") is None
        return handle

    monkeypatch.setattr(os, "open", slow_open)
    owner = second.acquire("李四", "")
    assert owner is not None and owner.who == "王五"
    third.release()
    assert second.acquire("李四", "") is None
    second.release()


def test_closing_does_not_mind_that_the_lock_cannot_be_removed(path, monkeypatch):
    def refuse(*_arguments, **_keywords):
        raise PermissionError(13, "somebody looks at it")

    with Desk.open(path, "张三"):
        monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.undo()
    with Desk.open(path, "李四") as again:
        assert not again.read_only


@pytest.mark.parametrize("left", [b"", b"{", b'{"who": "x", "computer": "y", "since": "z"}', b"\xff" * 20_000])
def test_what_a_crash_left_keeps_nobody_out(path, left):
    lock = BookLock(path)
    lock.path.write_bytes(left)
    lock.path.chmod(0o444)
    with Desk.open(path, "李四") as again:
        assert not again.read_only
        with Desk.open(path, "王五") as second:
            assert second.file.owner.who == "李四"
        cells.enter(again, "表1", [(0, 0, "1")])
    assert not lock.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="names are counted otherwise there")
@pytest.mark.parametrize("name", ["年" * 78 + "报.ecd", "x" * 240 + ".ecd"])
def test_a_long_name_gets_a_lock_of_its_own(tmp_path, name):
    path = tmp_path / name
    other = tmp_path / (name[:-5] + "y.ecd")
    path.touch()
    other.touch()
    locks = [BookLock(path), BookLock(other)]
    assert [lock.acquire("张三", "") for lock in locks] == [None, None]
    assert BookLock(path).acquire("李四", "").who == "张三"
    for lock in locks:
        lock.release()
    assert sorted(tmp_path.iterdir()) == sorted([path, other])
