"""Offline copies come together: nothing of either side is dropped."""

import random
import shutil
from pathlib import Path

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.records import Conflict
from ecdesk.domain.texts import text
from ecdesk.session import cells
from ecdesk.session.desk import Desk
from ecdesk.session.merging import merge, plan_merge, settle
from ecdesk.session.versions import add_save_point, book_at, compare
from tests.books import small_records


@pytest.fixture
def pair(tmp_path: Path):
    path, copy = tmp_path / "本.ecd", tmp_path / "副本.ecd"
    with Desk.create(path, small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(row, column, "100") for row in range(4) for column in (0, 2)])
    shutil.copy(path, copy)
    with Desk.open(path, "张三") as ours, Desk.open(copy, "李四") as theirs:
        yield ours, theirs


def figures(desk: Desk) -> dict[str, str]:
    return {str(key): str(one.content.value) for key, one in desk.book.observations.items()}


def test_what_only_one_side_changed_is_taken(pair):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    cells.enter(theirs, "表1", [(1, 0, "2"), (2, 0, "")])
    assert merge(ours, plan_merge(ours, theirs.path)) == 0
    changed = figures(ours)
    assert changed["电子商务交易额|110000||2018|value"] == "1"
    assert changed["电子商务交易额|120000||2018|value"] == "2"
    assert "电子商务交易额|130000||2018|value" not in changed


def test_a_merge_is_one_undoable_step(pair):
    ours, theirs = pair
    before = figures(ours)
    cells.enter(theirs, "表1", [(1, 0, "2"), (2, 0, "3")])
    merge(ours, plan_merge(ours, theirs.path))
    ours.undo()
    assert figures(ours) == before


def test_what_both_changed_differently_waits_for_a_decision(pair):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    cells.enter(theirs, "表1", [(0, 0, "2")])
    assert merge(ours, plan_merge(ours, theirs.path)) == 1
    (conflict,) = ours.book.all("conflict").values()
    assert isinstance(conflict, Conflict)
    assert figures(ours)[conflict.about] == "1"
    settle(ours, conflict.id, "theirs")
    assert figures(ours)[conflict.about] == "2"
    assert not ours.book.all("conflict")


def test_different_fields_of_one_exhibit_are_joined(pair):
    from dataclasses import replace

    ours, theirs = pair
    with ours.edit(text("题")) as edit:
        edit.put(replace(ours.book.exhibit("表1"), caption="新题"))
    with theirs.edit(text("源")) as edit:
        edit.put(replace(theirs.book.exhibit("表1"), source_line="资料来源：本部"))
    assert merge(ours, plan_merge(ours, theirs.path)) == 0
    assert (ours.book.exhibit("表1").caption, ours.book.exhibit("表1").source_line) == ("新题", "资料来源：本部")


def test_a_second_merge_of_the_same_copy_brings_only_what_is_new(pair):
    ours, theirs = pair
    cells.enter(theirs, "表1", [(0, 0, "2")])
    merge(ours, plan_merge(ours, theirs.path))
    cells.enter(ours, "表1", [(0, 0, "3")])
    cells.enter(theirs, "表1", [(1, 0, "4")])
    plan = plan_merge(ours, theirs.path)
    assert not plan.clashes
    merge(ours, plan)
    assert figures(ours)["电子商务交易额|110000||2018|value"] == "3"
    assert figures(ours)["电子商务交易额|120000||2018|value"] == "4"


def test_two_books_do_not_merge(pair, tmp_path):
    ours, _theirs = pair
    other = tmp_path / "别的.ecd"
    Desk.create(other, small_records()).close()
    with pytest.raises(UserError, match="不是这本年报的副本"):
        plan_merge(ours, other)


def test_no_edit_of_either_side_is_missing_from_random_merges(tmp_path):
    for seed in range(12):
        chance = random.Random(seed)
        path, copy = tmp_path / f"{seed}.ecd", tmp_path / f"{seed}-copy.ecd"
        with Desk.create(path, small_records(), "张三") as desk:
            cells.enter(desk, "表1", [(row, 0, "100") for row in range(4)])
        shutil.copy(path, copy)
        with Desk.open(path, "张三") as ours, Desk.open(copy, "李四") as theirs:
            base = figures(ours)
            for desk in (ours, theirs):
                for _ in range(chance.randrange(6)):
                    cell = (chance.randrange(4), chance.randrange(4))
                    cells.enter(desk, "表1", [(*cell, chance.choice(["", "1", "2", "3"]))])
                if chance.random() < 0.3:
                    desk.undo()
            mine, their = figures(ours), figures(theirs)
            merge(ours, plan_merge(ours, copy))
            merged = figures(ours)
            listed = {conflict.about for conflict in ours.book.all("conflict").values()}
            for key in base | mine | their:
                expected = mine.get(key) if their.get(key) == base.get(key) else their.get(key)
                both = mine.get(key) != base.get(key) and their.get(key) != base.get(key) and mine.get(key) != their.get(key)
                assert (key in listed) if both else (merged.get(key) == expected), (seed, key)


def test_the_book_at_a_save_point_and_what_differs_since(pair):
    ours, _theirs = pair
    point = add_save_point(ours, "一稿")
    before = figures(ours)
    cells.enter(ours, "表1", [(0, 0, "7"), (0, 1, "8")])
    past = book_at(ours, point.seq)
    assert {str(key): str(one.content.value) for key, one in past.observations.items()} == before
    differences = list(compare(past, ours.book))
    assert [(one.kind, one.change) for one in differences] == [("observation", "changed"), ("observation", "added")]


def test_one_past_step_is_taken_back_unless_a_later_one_stands_on_it(pair):
    ours, _theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    first = ours.seq
    cells.enter(ours, "表1", [(1, 0, "2")])
    second = ours.seq
    cells.enter(ours, "表1", [(1, 0, "3")])
    ours.revert(first)
    assert figures(ours)["电子商务交易额|110000||2018|value"] == "100"
    with pytest.raises(UserError, match="3"):
        ours.revert(second)
    ours.undo()
    assert figures(ours)["电子商务交易额|110000||2018|value"] == "1"
