"""Rescue files: only one book's steps in each, and whoever looks at one leaves it as it is."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from ecdesk.domain.book.changes import Change, Transaction, new_uid, now
from ecdesk.domain.book.records import Comment
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.storage import schema
from ecdesk.storage.rescue import RescueOf, about_rescue, read_rescue, write_rescue

BOOK = RescueOf("a", "年报.ecd", "年报2018", "")


def step(seq: int) -> Transaction:
    comment = Comment(str(seq), "x", "y", "z", "w")
    return Transaction(seq, new_uid(), "张三", now(), text("附件"), (Change(Comment.KIND, comment.id, None, comment),))


def following(path: Path) -> RescueOf:
    """About steps that follow on those that are there."""
    return replace(BOOK, after=read_rescue(path).steps[-1].uid)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "年报.rescue"
    write_rescue(path, BOOK, [(step(1), ())])
    return path


@pytest.fixture
def new_version(monkeypatch: pytest.MonkeyPatch) -> int:
    """The program is one version further on than the file."""
    present = schema.SCHEMA_VERSION
    monkeypatch.setattr(schema, "SCHEMA_VERSION", present + 1)
    monkeypatch.setitem(schema.MIGRATIONS, present, "UPDATE journal SET who = '李四';")
    return present + 1


def stored_version(path: Path) -> int:
    connection = sqlite3.connect(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(version)


def test_steps_of_another_book_are_not_put_among_those_that_are_there(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="另一本年报“年报2018”"):
        write_rescue(path, RescueOf("b", "另一本.ecd", "另一本", ""), [(step(2), ())])
    assert path.read_bytes() == before
    write_rescue(path, following(path), [(step(2), ())])
    assert [one.seq for one in read_rescue(path).steps] == [1, 2]


def test_steps_of_another_window_that_went_another_way_are_not_put_among_those_that_are_there(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="已有别的修改"):
        write_rescue(path, replace(BOOK, after="of the other window"), [(step(2), ())])
    with pytest.raises(UserError, match="已有别的修改"):
        write_rescue(path, BOOK, [(step(1), ()), (step(2), ())])
    assert path.read_bytes() == before


def test_looking_at_a_rescue_file_writes_nothing_into_it(path: Path) -> None:
    before = path.read_bytes()
    assert about_rescue(path) == (BOOK, 1)
    assert [one.seq for one in read_rescue(path).steps] == [1]
    assert path.read_bytes() == before


def test_a_rescue_file_of_an_earlier_version_is_brought_up_only_when_steps_are_added(path: Path, new_version: int) -> None:
    before = path.read_bytes()
    assert about_rescue(path) == (BOOK, 1)
    assert [one.who for one in read_rescue(path).steps] == ["李四"]
    assert path.read_bytes() == before
    write_rescue(path, following(path), [(step(2), ())])
    assert stored_version(path) == new_version
    assert [one.who for one in read_rescue(path).steps] == ["李四", "张三"]
