"""Safety copies: the newest are always there, nothing half stays, and somebody is told when there is none."""

import sqlite3
import sys
from pathlib import Path

import pytest

from ecdesk import cli
from ecdesk.session import cells
from ecdesk.session.desk import Desk
from ecdesk.storage import copies
from ecdesk.storage.copies import KEPT, copies_folder, safety_copies
from tests.books import small_records


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
