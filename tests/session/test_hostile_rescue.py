"""Rescue files that somebody else wrote or changed: each is refused in a sentence or joined, and the book that gets it can be opened afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.book.rescue_file import RescueFile
from ecdesk.session.program.progress import finish
from ecdesk.session.versions.recovery import bring_back, plan_return
from ecdesk.storage.bookfile import BookFile
from tests.books import small_records
from tests.storage.test_hostile_books import EVIL, Damage, falsify, write_sound

OF_STEPS = (
    "a step",
    "an action",
    "an undo",
    "a redo",
    "a revert",
    "a change",
    "changes",
    "a file that is a number",
    "a file whose name",
)
DAMAGES = {name: damage for name, damage in EVIL.items() if name.startswith(OF_STEPS)}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The book before the steps that the rescue file holds."""
    return tmp_path / "年报.ecd"


@pytest.fixture
def rescue(tmp_path: Path, book: Path) -> Path:
    path = tmp_path / "年报.rescue"
    with Desk.open(write_sound(tmp_path / "later.ecd"), "张三") as later:
        first, *others = later.file.transactions()
        blobs = [(name, later.file.read_blob(digest)) for digest, name in later.file.blob_names()]
        RescueFile(book, later.uid, "年报", {}, lambda _seq: []).keep([(first, blobs), *((step, ()) for step in others)], path)
        BookFile.create(book, small_records(), "张三", later.uid).close()
    return path


def test_a_sound_one_comes_back_as_the_steps_that_it_holds(book: Path, rescue: Path) -> None:
    with Desk.open(book, "张三") as desk:
        assert bring_back(desk, finish(plan_return(desk, rescue))) == 0
        assert desk.seq == 4 and desk.history.next_redo == 3


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_one_that_nobody_can_have_written_spoils_no_book(book: Path, rescue: Path, damage: Damage) -> None:
    falsify(rescue, damage)
    with Desk.open(book, "张三") as desk:
        try:
            bring_back(desk, finish(plan_return(desk, rescue)))
        except UserError as refusal:
            assert str(refusal)
            assert desk.seq == 0
        else:
            assert desk.seq == 1, "joined in one step, because its steps do not follow one from another"
    with Desk.open(book, "张三") as again:
        assert [head.seq for head in again.file.heads(newest_first=False)] == list(range(1, again.seq + 1))
