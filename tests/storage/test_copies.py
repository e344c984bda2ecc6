"""Safety copies: the newest are always there, nothing half stays, and somebody is told when there is none."""

import sqlite3
import sys
from pathlib import Path

import pytest

from ecdesk import cli
from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import copies, schema
from ecdesk.storage.bookfile import BookFile
from ecdesk.storage.copies import KEPT, copies_folder, safety_copies
from tests.books import small_records
from tests.storage.kept_books import kept_books, rebuild


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报 2018.ecd"
    Desk.create(path, small_records(), "张三").close()
    return path


def edit(path: Path, value: str) -> None:
    with Desk.open(path, "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, value)])


def first_figure(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT value FROM observation").fetchone()
    connection.close()
    return found[0] if found else ""


def test_a_clock_set_back_does_not_cost_the_newest_copies(path, monkeypatch):
    class Back(copies.datetime):
        @classmethod
        def now(cls, zone=None):
            return super().now(zone).replace(year=1999)

    for number in range(KEPT):
        edit(path, str(number))
    monkeypatch.setattr(copies, "datetime", Back)
    for number in range(KEPT, KEPT + 3):
        edit(path, str(number))
    found = [first_figure(copy) for copy in safety_copies(path)]
    assert found == [str(number) for number in range(KEPT + 1, KEPT + 1 - KEPT, -1)]


def test_copies_of_an_earlier_version_are_the_oldest(path):
    folder = copies_folder(path)
    folder.mkdir()
    for number in range(KEPT):
        (folder / f"年报 2018-20991231-235959-{number:06}.ecd").touch()
    edit(path, "1")
    edit(path, "2")
    assert [copy.stat().st_size > 0 for copy in safety_copies(path)] == [True, True] + [False] * (KEPT - 2)


def test_what_a_crash_left_of_a_copy_is_cleared_away(path):
    folder = copies_folder(path)
    folder.mkdir()
    for name in ("年报 2018-00001-20261101-080000.new", "年报 2018-00001-20261101-080000.new-journal"):
        (folder / name).write_text("half")
    edit(path, "1")
    assert [one.suffix for one in folder.iterdir()] == [".ecd"]


def test_what_somebody_keeps_among_the_copies_stays(path):
    folder = copies_folder(path)
    folder.mkdir()
    for name in ("notes.new", "年报 2018.new", "x.new-journal"):
        (folder / name).write_text("mine")
    (folder / "年报 2018-00001-20261101-080000.new").mkdir()
    edit(path, "1")
    assert all((folder / name).read_text() == "mine" for name in ("notes.new", "年报 2018.new", "x.new-journal"))
    assert len(safety_copies(path)) == 1


def test_a_copy_that_somebody_named_himself_is_never_dropped(path):
    """It would be the oldest, because it has no number."""
    folder = copies_folder(path)
    folder.mkdir()
    mine = [folder / name for name in ("年报 2018-副本.ecd", "年报 2018-终稿-00001-20261101-080000.ecd", "年报 2018-2018.ecd")]
    for own in mine:
        own.write_text("mine")
    for number in range(KEPT + 1):
        edit(path, str(number))
    assert [own.read_text() for own in mine if own.exists()] == ["mine"] * len(mine)
    assert [first_figure(copy) for copy in safety_copies(path)] == [str(number) for number in range(KEPT - 1, -1, -1)]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_nothing_is_cleared_away_through_a_link(path, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    left = elsewhere / "年报 2018-00001-20261101-080000.new"
    left.write_text("mine")
    copies_folder(path).symlink_to(elsewhere)
    edit(path, "1")
    assert left.read_text() == "mine"
    assert len(safety_copies(path)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="names are counted otherwise there")
@pytest.mark.parametrize("stem", ["x" * 236, "年" * 78])
def test_a_long_name_gets_copies_too(tmp_path, stem):
    path = tmp_path / f"{stem}.ecd"
    Desk.create(path, small_records(), "张三").close()
    edit(path, "1")
    edit(path, "2")
    assert [first_figure(copy) for copy in safety_copies(path)] == ["1", ""]
    assert [first_figure(copy) for copy in safety_copies(tmp_path / f"{stem[:-1]}y.ecd")] == []


def test_that_no_copy_can_be_made_is_told_and_keeps_nobody_from_saving(path, tmp_path, capsys):
    copies_folder(path).write_text("a file where the folder should be")
    with Desk.open(path, "张三") as desk:
        assert desk.save_state.uncopied is None
        cells.enter(desk, "表1", [(0, 0, "1")])
        assert "安全副本没有做成" in str(desk.save_state.uncopied)
    other = tmp_path / "副本.ecd"
    other.write_bytes(path.read_bytes())
    edit(other, "2")
    assert cli.main(["merge", str(path), str(other)]) == 0
    assert "安全副本没有做成" in capsys.readouterr().err
    assert first_figure(path) == "2"


@pytest.fixture
def narrow(path, monkeypatch):
    """A disk that has room for as many safety copies as given, and the step; a function that changes how many."""
    room = [0]
    append = BookFile._append

    def append_where_room_is(file, transaction, blobs):
        if len(safety_copies(path)) > room[0]:
            fault = sqlite3.OperationalError("database or disk is full")
            fault.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise fault
        append(file, transaction, blobs)

    monkeypatch.setattr(BookFile, "_append", append_where_room_is)
    return lambda copies: room.__setitem__(0, copies)


def test_a_copy_gives_way_to_the_step_where_there_is_no_room_for_both(path, narrow):
    with Desk.open(path, "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "1")])
        assert "没有保留" in str(desk.save_state.uncopied)
        cells.enter(desk, "表1", [(0, 0, "2")])
    assert safety_copies(path) == []
    assert first_figure(path) == "2"


def test_a_copy_gives_way_to_a_later_step_too(path, narrow):
    narrow(1)
    with Desk.open(path, "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "1")])
        assert desk.save_state.uncopied is None
        narrow(0)
        cells.enter(desk, "表1", [(0, 0, "2")])
        assert "没有保留" in str(desk.save_state.uncopied)
    assert first_figure(path) == "2"


def test_a_step_that_finds_no_room_either_way_costs_no_copy(path, narrow):
    narrow(KEPT + 1)
    for number in range(KEPT):
        edit(path, str(number))
    before = safety_copies(path)
    narrow(0)
    with Desk.open(path, "张三") as desk:
        for _attempt in range(2):
            with pytest.raises(UserError, match="磁盘已满"):
                cells.enter(desk, "表1", [(0, 0, "99")])
            assert safety_copies(path) == before
        narrow(KEPT + 1)
        cells.enter(desk, "表1", [(0, 0, "99")])
        assert desk.save_state.uncopied is None
    assert len(safety_copies(path)) == KEPT
    assert first_figure(safety_copies(path)[0]) == str(KEPT - 1)


def test_a_copy_gives_way_to_bringing_up_a_book_of_an_earlier_version(tmp_path, monkeypatch):
    path = rebuild(kept_books()[0], tmp_path / "年报.ecd")
    migrate = schema.migrate

    def migrate_where_room_is(connection, version, until=None):
        if safety_copies(path):
            fault = sqlite3.OperationalError("database or disk is full")
            fault.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise fault
        migrate(connection, version, until)

    monkeypatch.setattr(schema, "migrate", migrate_where_room_is)
    with Desk.open(path, "张三") as desk:
        assert not desk.read_only
    assert safety_copies(path) == []
