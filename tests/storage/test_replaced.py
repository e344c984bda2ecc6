"""A book whose bytes are written over while it is open: nothing is saved on top of what was never read, and nothing shown as saved is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.book.rescue_file import left_behind
from ecdesk.session.program.progress import finish
from ecdesk.session.tables import cells
from ecdesk.session.versions.recovery import bring_back, plan_return
from ecdesk.storage.bookfile import BookFile
from tests.books import small_records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报.ecd"
    Desk.create(path, small_records(), "张三").close()
    return path


@pytest.fixture(params=["as it lies", "by the program", "another book"])
def other(path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the book as it was, or another book, without a step."""
    other = path.with_name("别的.ecd")
    if request.param == "as it lies":
        shutil.copyfile(path, other)
    elif request.param == "by the program":
        with Desk.open(path) as desk:
            desk.copy_to(other)
    else:
        Desk.create(other, small_records(), "李四").close()
    return other


@pytest.fixture
def desk(path: Path, other: Path) -> Iterator[Desk]:
    desk = Desk.open(path, "张三", save_changed=lambda: None)
    yield desk
    desk.close(discard=True)


def write_over(path: Path, other: Path) -> bytes:
    content = other.read_bytes()
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()
    return content


def figures(desk: Desk) -> list[str]:
    return sorted(str(one.amount.value) for one in desk.book.observations.values() if one.amount)


def test_a_copy_with_as_many_steps_is_not_written_into(desk: Desk, path: Path, other: Path) -> None:
    with Desk.open(other, "李四") as theirs:
        cells.enter(theirs, "表1", [(0, 0, "555")])
    cells.enter(desk, "表1", [(1, 0, "111")])
    desk.flush()
    content = write_over(path, other)
    cells.enter(desk, "表1", [(2, 0, "222")])
    with pytest.raises(UserError, match="在别处被修改或替换过"):
        desk.flush()
    assert path.read_bytes() == content
    copy = path.with_name("副本.ecd")
    assert desk.copy_to(copy) is not None
    with Desk.open(copy) as saved:
        assert figures(saved) == ["111", "222"]
        assert saved.file.integrity() == "ok"


def test_another_book_without_a_step_is_not_written_into(desk: Desk, path: Path, other: Path) -> None:
    content = write_over(path, other)
    cells.enter(desk, "表1", [(2, 0, "222")])
    with Desk.open(path, read_only=True) as there:
        same = there.uid == desk.uid
    if same:  # the very book, as it was read
        desk.flush()
        assert desk.save_state.fault is None
        return
    with pytest.raises(UserError, match="在别处被修改或替换过"):
        desk.flush()
    assert path.read_bytes() == content


@pytest.mark.parametrize("other", ["as it lies", "by the program"], indirect=True)
@pytest.mark.parametrize("edited", [True, False])
@pytest.mark.parametrize("kept_before", [True, False])
def test_what_was_saved_and_then_written_over_comes_back_too(
    desk: Desk, path: Path, other: Path, edited: bool, kept_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if edited:
        with Desk.open(other, "李四") as theirs:
            cells.enter(theirs, "表1", [(0, 0, "555")])
    cells.enter(desk, "表1", [(1, 0, "111")])
    cells.enter(desk, "表1", [(1, 1, "112")])
    desk.flush()
    if kept_before:
        with monkeypatch.context() as full:
            full.setattr(BookFile, "append", refuse)
            cells.enter(desk, "表1", [(3, 0, "333")])
            with pytest.raises(UserError, match="磁盘"):
                desk.flush()
    write_over(path, other)
    cells.enter(desk, "表1", [(2, 0, "222")])
    with pytest.raises(UserError, match="在别处被修改或替换过"):
        desk.flush()
    assert desk.save_state.kept
    mine = figures(desk)
    desk.leave()
    (left,) = left_behind()
    assert left.steps == len(mine) == 3 + kept_before
    with Desk.open(path, "张三") as again:
        assert bring_back(again, finish(plan_return(again, left.path))) == 0
        assert figures(again) == sorted([*mine, *(["555"] if edited else [])])
        if not edited:
            assert [head.who for head in again.file.heads()] == ["张三"] * len(mine)
        assert again.file.integrity() == "ok"


def refuse(*_arguments: object) -> None:
    raise UserError("磁盘满了。")


def test_saving_goes_on_when_the_same_bytes_come_back(desk: Desk, path: Path) -> None:
    cells.enter(desk, "表1", [(1, 0, "111")])
    desk.flush()
    whole = path.with_name("whole.ecd")
    shutil.copyfile(path, whole)
    write_over(path, whole)
    cells.enter(desk, "表1", [(2, 0, "222")])
    desk.flush()
    with Desk.open(path, read_only=True) as there:
        assert figures(there) == ["111", "222"]
