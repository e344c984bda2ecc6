"""One book, one owner: whatever it is called, whoever let go at the same moment, and whatever a crash left."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import lock as locking
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


def put_link(at: Path, other: Path) -> None:
    at.symlink_to(other)


def put_dangling_link(at: Path, other: Path) -> None:
    at.symlink_to(other.with_name("nothing"))


def put_hard_link(at: Path, other: Path) -> None:
    at.hardlink_to(other)


def put_link_to_the_book(at: Path, _other: Path) -> None:
    at.symlink_to(next(at.parent.glob("*.ecd")))


def put_folder(at: Path, _other: Path) -> None:
    at.mkdir()


def put_pipe(at: Path, _other: Path) -> None:
    os.mkfifo(at)


def put_long_file(at: Path, _other: Path) -> None:
    at.write_bytes(b"x" * 100_000)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize(
    "put", [put_link, put_dangling_link, put_hard_link, put_link_to_the_book, put_folder, put_pipe, put_long_file]
)
def test_what_stands_where_the_lock_should_be_and_is_none_is_left_alone(path, tmp_path, put):
    other = tmp_path / "别的.txt"
    other.write_text("宝贵的内容" * 100, encoding="utf-8")
    place = BookLock(path).path
    put(place, other)
    before = {one: one.read_bytes() for one in (path, other)}
    facts = place.lstat()
    with Desk.open(path, "张三") as desk:
        assert desk.read_only
        with pytest.raises(UserError, match=r"“.~年报.ecd.lock”.*不是锁文件"):
            desk.check_writable()
    assert {one: one.read_bytes() for one in (path, other)} == before
    assert os.path.samestat(place.lstat(), facts)
    assert place.lstat().st_size == facts.st_size
    assert not (tmp_path / "nothing").exists()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def elsewhere(path: Path) -> Path:
    """Another name of the same file in another folder, where it cannot be found."""
    folder = path.parent / "别处"
    folder.mkdir(exist_ok=True)
    other = folder / "硬链接.ecd"
    if not other.exists():
        other.hardlink_to(path)
    return other


def numbered(path: Path, folder: Path) -> Path:
    facts = path.stat()
    return folder / f"ecdesk-{facts.st_dev:x}-{facts.st_ino:x}.lock"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("put", [put_link, put_dangling_link, put_hard_link, put_folder, put_pipe, put_long_file])
def test_what_is_put_among_the_temporary_files_keeps_nobody_out_and_is_left_alone(path, tmp_path, temporary, put):
    elsewhere(path)
    other = tmp_path / "别的.txt"
    other.write_text("宝贵的内容" * 100, encoding="utf-8")
    before = other.read_bytes()
    put(numbered(path, temporary), other)
    with Desk.open(path, "张三") as desk:
        assert not desk.read_only
    assert other.read_bytes() == before
    assert numbered(path, temporary).lstat()
    assert not (tmp_path / "nothing").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="users have numbers elsewhere only")
def test_a_lock_of_another_user_among_the_temporary_files_is_not_believed(path, temporary, monkeypatch):
    elsewhere(path)
    taken = BookLock(path)
    assert taken.acquire("张三", "") is None
    assert BookLock(elsewhere(path)).acquire("李四", "").who == "张三"
    other = path.stat().st_uid + 1
    stat_of = os.fstat

    def of_another(handle):
        facts = stat_of(handle)
        return os.stat_result((*facts[:4], other, *facts[5:]))

    monkeypatch.setattr(os, "fstat", of_another)
    second = BookLock(elsewhere(path))
    assert second.acquire("李四", "") is None
    monkeypatch.undo()
    second.release()
    taken.release()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_what_takes_the_place_of_a_lock_that_is_held_is_not_removed(path):
    own = BookLock(path)
    assert own.acquire("张三", "") is None
    own.path.unlink()
    own.path.write_text("somebody else's", encoding="utf-8")
    own.release()
    assert own.path.read_text(encoding="utf-8") == "somebody else's"


def test_locks_that_crashes_left_among_the_temporary_files_are_cleared_away(path, temporary):
    other = path.with_name("另一本.ecd")
    Desk.create(other, small_records(), "张三").close()
    held = BookLock(other)
    assert held.acquire("张三", "") is None
    locking._clear_left.cache_clear()
    left, fresh, foreign = (temporary / name for name in ("ecdesk-1-a1.lock", "ecdesk-1-a2.lock", "ecdesk-notes.lock"))
    for one in (left, fresh, foreign):
        one.write_text("{}", encoding="utf-8")
    for one in (left, foreign, numbered(other, temporary)):
        os.utime(one, (1, 1))
    with Desk.open(path, "李四"):
        assert sorted(temporary.iterdir()) == sorted([fresh, foreign, numbered(other, temporary), numbered(path, temporary)])
    held.release()
    assert sorted(temporary.iterdir()) == sorted([fresh, foreign])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_book_is_locked_under_each_name_in_its_folder_for_other_computers_too(path, tmp_path, monkeypatch):
    other = path.with_name("硬链接.ecd")
    other.hardlink_to(path)
    monkeypatch.setattr(
        tempfile, "tempdir", str(tmp_path / "nowhere")
    )  # as on two computers, which share the folder of the book only
    for first, second in ((path, other), (other, path)):
        with Desk.open(first, "张三") as desk:
            assert not desk.read_only
            assert desk.file.warning is None
            with Desk.open(second, "李四") as late:
                assert late.file.owner is not None and late.file.owner.who == "张三"
        assert sorted(one.name for one in path.parent.iterdir() if one.suffix == ".lock") == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_name_in_another_folder_is_said(path):
    other = elsewhere(path)
    for name in (path, other):
        with Desk.open(name, "张三") as desk:
            assert not desk.read_only
            assert "还有 1 个名字" in str(desk.file.warning)
            with Desk.open(name, "李四") as late:
                assert late.file.warning is None
    other.unlink()
    with Desk.open(path, "张三") as desk:
        assert desk.file.warning is None


INTERRUPTED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE record SET body = body || ' '")
connection.execute("UPDATE observation SET value = '666'")
connection.execute("INSERT INTO file VALUES ('x', 'x', randomblob(300000))")
os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.parametrize("read_only", [False, True])
def test_half_a_step_is_not_read_under_another_name(path, read_only):
    with Desk.open(path, "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "5")])
        shown = dict(desk.book.observations)
    other = path.with_name("硬链接.ecd")
    other.hardlink_to(path)
    subprocess.run([sys.executable, "-c", INTERRUPTED, str(path)], check=True)
    assert Path(f"{path}-journal").stat().st_size
    with pytest.raises(UserError, match=r"请先用“年报\.ecd”打开一次"):
        Desk.open(other, "李四", read_only=read_only)
    for name in (path, other):
        with Desk.open(name, "李四") as desk:
            assert dict(desk.book.observations) == shown
