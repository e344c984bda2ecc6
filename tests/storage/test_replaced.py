"""A book whose bytes are written over while it is open: nothing is saved on top of what was never read, and nothing shown as saved is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
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
