"""Offline copies come together: nothing of either side is dropped."""

import random
import shutil
import sqlite3
import tracemalloc
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Conflict, Manuscript
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.proof.manuscripts import receive_manuscript, take_manuscript
from ecdesk.session.tables import cells, structure
from ecdesk.session.versions.ancestry import Ancestry
from ecdesk.session.versions.merging import MergePlan, merge, plan_merge, settle
from ecdesk.session.versions.versions import add_save_point, book_at, compare
from ecdesk.storage.bookfile import BookFile
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
    (conflict,) = ours.book.all(Conflict).values()
    assert isinstance(conflict, Conflict)
    assert figures(ours)[conflict.about] == "1"
    settle(ours, conflict.id, "theirs")
    assert figures(ours)[conflict.about] == "2"
    assert not ours.book.all(Conflict)


def test_different_fields_of_one_exhibit_are_joined(pair):
    from dataclasses import replace

    ours, theirs = pair
    with ours.edit(text("题")) as edit:
        edit.put(replace(ours.book.exhibit("表1"), caption="新题"))
    with theirs.edit(text("源")) as edit:
        edit.put(replace(theirs.book.exhibit("表1"), source_line="资料来源：本部"))
    assert merge(ours, plan_merge(ours, theirs.path)) == 0
    assert (ours.book.exhibit("表1").caption, ours.book.exhibit("表1").source_line) == ("新题", "资料来源：本部")


def test_rows_that_two_editors_add_to_one_table_are_both_there(pair):
    ours, theirs = pair
    before = [row.label for row in ours.book.exhibit("表1").rows]
    for desk, at, label in ((ours, 1, "其中"), (theirs, len(before), "注")):
        structure.insert_lines(desk, "表1", "rows", at, [structure.heading_line(label)])
    structure.rename_line(theirs, "表1", "columns", theirs.book.exhibit("表1").columns[0].id, "交易额")
    cells.enter(ours, "表1", [(0, 0, "1")])
    plan = bring(ours, theirs)
    assert not plan.clashes
    bring(theirs, ours)
    for desk in pair:
        exhibit = desk.book.exhibit("表1")
        assert [row.label for row in exhibit.rows] == [before[0], "其中", *before[1:], "注"]
        assert exhibit.columns[0].label == "交易额"
    assert same(ours, theirs)


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


@pytest.fixture
def third(pair, tmp_path: Path):
    path = tmp_path / "丙.ecd"
    shutil.copy(pair[0].path, path)
    with Desk.open(path, "王五") as desk:
        yield desk


def bring(ours: Desk, theirs: Desk, **decisions: str) -> MergePlan:
    """Merge, and say what was planned. decisions: by area code, of the turnover."""
    plan = plan_merge(ours, theirs.path)
    merge(ours, plan, {("observation", turnover(code[1:])): decision for code, decision in decisions.items()})
    return plan


def turnover(code: str) -> Key:
    return Key("电子商务交易额", code, "", "2018", "value")


def shown(desk: Desk, code: str = "110000") -> str:
    return figures(desk).get(str(turnover(code)), "")


def same(one: Desk, other: Desk) -> bool:
    return not list(compare(one.book, other.book)) and one.book.all(Conflict) == other.book.all(Conflict)


def test_a_merge_that_was_undone_brings_everything_when_it_is_made_again(pair):
    ours, theirs = pair
    cells.enter(theirs, "表1", [(0, 0, "2"), (1, 0, "3")])
    for _ in range(2):
        assert len(bring(ours, theirs).taken) == 2
        assert ours.undo() is not None
    bring(ours, theirs)
    assert plan_merge(ours, theirs.path).is_empty
    ours.revert(ours.history.undoable[-1])
    assert len(bring(ours, theirs).taken) == 2
    ours.undo()
    ours.redo()
    assert plan_merge(ours, theirs.path).is_empty
    ours.undo()
    assert len(bring(ours, theirs).taken) == 2
    assert same(ours, theirs)


def test_an_undone_merge_is_made_again_after_the_copy_has_merged_it_back(pair):
    ours, theirs = pair
    cells.enter(ours, "表1", [(1, 0, "3")])
    cells.enter(theirs, "表1", [(0, 0, "2")])
    bring(ours, theirs)
    bring(theirs, ours)
    ours.undo()
    assert shown(ours) == "100"
    assert plan_merge(theirs, ours.path).is_empty
    assert [change.id for change in bring(ours, theirs).taken] == [turnover("110000")]
    assert same(ours, theirs)


def test_copies_passed_to_and_fro_have_no_conflict_with_themselves(pair):
    ours, theirs = pair
    for number in range(3):
        cells.enter(theirs, "表1", [(0, 0, f"{number}1")])
        cells.enter(ours, "表1", [(1, 0, f"{number}2")])
        assert not bring(ours, theirs).clashes
        cells.enter(ours, "表1", [(0, 0, f"{number}3")])
        assert not bring(theirs, ours).clashes
        assert plan_merge(ours, theirs.path).is_empty
        assert same(ours, theirs)


def test_what_came_by_a_third_copy_is_known_again(pair, third):
    ours, theirs = pair
    cells.enter(third, "表1", [(0, 0, "5")])
    bring(ours, third)
    cells.enter(third, "表1", [(0, 0, "7")])
    bring(theirs, third)
    plan = bring(ours, theirs)
    assert not plan.clashes
    assert shown(ours) == "7"
    assert plan_merge(ours, third.path).is_empty
    cells.enter(ours, "表1", [(0, 0, "8")])
    assert not bring(theirs, ours).clashes
    assert not bring(third, theirs).clashes
    assert shown(third) == "8"


def test_what_both_typed_alike_is_no_conflict_and_whoever_saw_that_may_go_on(pair):
    ours, theirs = pair
    for desk in pair:
        cells.enter(desk, "表1", [(0, 0, "5")])
    plan = bring(ours, theirs)
    assert (plan.same, plan.clashes) == (1, ())
    bring(theirs, ours)
    assert same(ours, theirs)
    cells.enter(theirs, "表1", [(0, 0, "6")])
    assert not bring(ours, theirs).clashes
    assert shown(ours) == "6"


def test_who_takes_back_what_the_other_typed_as_well_does_not_take_it_from_the_other(pair):
    ours, theirs = pair
    for desk in pair:
        cells.enter(desk, "表1", [(0, 0, "5")])
    bring(ours, theirs)
    theirs.undo()
    assert [clash.id for clash in bring(ours, theirs).clashes] == [turnover("110000")]
    assert shown(ours) == "5"


def test_a_conflict_is_handed_on_and_settled_once(pair, third):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    cells.enter(theirs, "表1", [(0, 0, "2")])
    assert len(bring(ours, theirs).clashes) == 1
    assert not bring(third, ours).clashes
    assert not bring(theirs, third).clashes
    (conflict,) = theirs.book.all(Conflict)
    assert conflict in third.book.all(Conflict)
    assert {shown(desk) for desk in (ours, theirs, third)} == {"1"}
    settle(theirs, conflict, "theirs")
    bring(third, theirs)
    bring(ours, third)
    for desk in (ours, theirs, third):
        assert shown(desk) == "2"
        assert not desk.book.all(Conflict)
        assert all(plan_merge(desk, other.path).is_empty for other in (ours, theirs, third))


def test_the_same_question_asked_in_two_copies_is_one(pair, third, tmp_path):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    cells.enter(theirs, "表1", [(0, 0, "2")])
    older = tmp_path / "旧.ecd"
    shutil.copy(ours.path, older)
    bring(ours, theirs)
    with Desk.open(older, read_only=True) as before:
        bring(theirs, before)
    assert ours.book.all(Conflict).keys() == theirs.book.all(Conflict).keys()
    settle(ours, next(iter(ours.book.all(Conflict))), "theirs")
    assert not bring(theirs, ours).clashes
    bring(ours, theirs)
    assert same(ours, theirs)
    assert (shown(ours), ours.book.all(Conflict)) == ("2", {})


def test_two_who_settle_one_question_differently_are_asked_again(pair):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    cells.enter(theirs, "表1", [(0, 0, "2")])
    bring(ours, theirs)
    bring(theirs, ours)
    for desk, decision in ((ours, "ours"), (theirs, "theirs")):
        settle(desk, next(iter(desk.book.all(Conflict))), decision)
    assert len(bring(ours, theirs).clashes) == 1
    assert ours.book.all(Conflict)


def test_a_decision_made_in_a_merge_is_no_question_to_the_copy(pair):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1"), (1, 0, "1")])
    cells.enter(theirs, "表1", [(0, 0, "2"), (1, 0, "2")])
    assert len(bring(ours, theirs, _110000="ours", _120000="theirs").clashes) == 2
    assert not bring(theirs, ours).clashes
    assert (shown(theirs), shown(theirs, "120000")) == ("1", "2")
    assert same(ours, theirs)


def test_what_was_taken_back_after_the_other_took_it_and_went_on_is_a_conflict(pair):
    ours, theirs = pair
    cells.enter(theirs, "表1", [(0, 0, "2")])
    bring(ours, theirs)
    cells.enter(ours, "表1", [(0, 0, "3")])
    theirs.undo()
    (clash,) = bring(ours, theirs).clashes
    assert [str(one.content.value) for one in (clash.base, clash.ours, clash.theirs)] == ["2", "3", "100"]


def test_an_edit_and_its_undo_reach_who_knew_only_the_edit(pair, third):
    ours, theirs = pair
    cells.enter(theirs, "表1", [(0, 0, "2")])
    bring(third, theirs)
    theirs.undo()
    cells.enter(theirs, "表1", [(1, 0, "4")])
    bring(ours, theirs)
    bring(third, ours)
    assert shown(third) == "100"


def test_what_was_seen_to_be_taken_back_does_not_return_by_a_third_copy(pair, third):
    ours, theirs = pair
    cells.enter(theirs, "表1", [(0, 0, "2"), (1, 0, "3")])
    bring(third, theirs)
    theirs.undo()
    cells.enter(ours, "表1", [(1, 0, "5")])
    bring(ours, theirs)
    assert plan_merge(ours, theirs.path).is_empty
    assert not bring(ours, third).clashes
    assert (shown(ours), shown(ours, "120000")) == ("100", "5")


def test_nothing_new_is_said_and_leaves_no_step(pair, tmp_path):
    ours, theirs = pair
    older = tmp_path / "旧.ecd"
    shutil.copy(ours.path, older)
    cells.enter(ours, "表1", [(0, 0, "1")])
    cells.enter(theirs, "表1", [(1, 0, "2")])
    bring(ours, theirs)
    seq = ours.seq
    for copy in (ours.path, theirs.path, older):
        plan = plan_merge(ours, copy)
        assert plan.is_empty
        assert merge(ours, plan) == 0
    assert ours.seq == seq
    bring(theirs, ours)
    assert plan_merge(ours, theirs.path).is_empty


def test_a_merge_of_an_earlier_version_of_the_program_counts(pair):
    ours, theirs = pair
    cells.enter(theirs, "表1", [(0, 0, "2")])
    taken = plan_merge(ours, theirs.path).taken
    ours.merge(taken, text("合并“{file}”", file="副本.ecd"), why=f"merged:{theirs.file.heads(limit=1)[0].uid}")
    assert plan_merge(ours, theirs.path).is_empty
    cells.enter(ours, "表1", [(0, 0, "3")])
    cells.enter(theirs, "表1", [(1, 0, "4")])
    assert not bring(ours, theirs).clashes
    assert not bring(theirs, ours).clashes
    assert same(ours, theirs)


def test_the_files_of_a_copy_come_with_it(pair, tmp_path):
    ours, theirs = pair
    prose = tmp_path / "文稿.txt"
    prose.write_text("2018年，北京市电子商务交易额100亿元。\n", encoding="utf-8")
    draft = take_manuscript(theirs, finish(receive_manuscript(prose)))
    bring(ours, theirs)
    assert ours.file.read_blob(draft.file) == prose.read_bytes()
    ours.undo()
    bring(ours, theirs)
    assert ours.file.read_blob(ours.book.get(Manuscript, draft.id).file) == prose.read_bytes()


def test_only_what_came_after_the_last_common_step_is_read(pair, monkeypatch):
    ours, theirs = pair
    for number in range(200):
        cells.enter(ours, "表1", [(0, 0, str(number))])
    bring(theirs, ours)
    cells.enter(theirs, "表1", [(1, 0, "2")])
    read = []
    changes_after = BookFile.changes_after

    def counted(file, seq):
        for row in changes_after(file, seq):
            read.append(row)
            yield row

    monkeypatch.setattr(BookFile, "changes_after", counted)
    assert len(bring(ours, theirs).taken) == 1
    assert len(read) == 2, "the copy's merge and its edit"


@pytest.mark.parametrize("reading", ["their_news", "our_news", "new_steps"])
@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_a_plan_is_made_of_the_state_in_which_it_was_begun(pair, monkeypatch, reading, whose):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1"), (3, 0, "4")])
    cells.enter(theirs, "表1", [(1, 0, "2"), (3, 0, "5")])
    before = plan_merge(ours, theirs.path)
    read = getattr(Ancestry, reading)

    def meanwhile(ancestry):
        desk = ours if whose == "ours" else theirs
        cells.enter(desk, "表1", [(1, 0, "9"), (2, 0, "3")])
        desk.undo()
        cells.enter(desk, "表1", [(3, 0, "8")])
        return read(ancestry)

    with monkeypatch.context() as patched:
        patched.setattr(Ancestry, reading, meanwhile)
        plan = plan_merge(ours, theirs.path)
    assert plan == before
    if whose == "ours":
        with pytest.raises(UserError, match="年报又有改动"):
            merge(ours, plan)
    else:
        merge(ours, plan)
    later = merge(ours, plan_merge(ours, theirs.path), {})
    assert later == 1, "the figure that both changed"
    assert figures(ours)["电子商务交易额|120000||2018|value"] == "2"


def test_a_settled_question_is_planned_as_it_stood_when_the_plan_was_begun(pair, monkeypatch):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    cells.enter(theirs, "表1", [(0, 0, "2")])
    assert merge(ours, plan_merge(ours, theirs.path)) == 1
    settle(ours, next(iter(ours.book.all(Conflict))), "ours")
    before = plan_merge(theirs, ours.path)
    read = Ancestry.their_news

    def meanwhile(ancestry):
        cells.enter(ours, "表1", [(0, 0, "7")])
        return read(ancestry)

    monkeypatch.setattr(Ancestry, "their_news", meanwhile)
    assert plan_merge(theirs, ours.path) == before


def damage(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET id = 'zz' WHERE seq = (SELECT max(seq) FROM journal)",
        "UPDATE change SET kind = 'zz' WHERE seq = (SELECT max(seq) FROM journal)",
        "UPDATE change SET id = replace(id, '110000', '120000') WHERE seq = (SELECT max(seq) FROM journal)",
        "UPDATE change SET after = '{' WHERE seq = (SELECT max(seq) FROM journal)",
    ],
)
def test_a_copy_that_another_program_changed_is_refused_by_name(pair, statement):
    ours, theirs = pair
    cells.enter(theirs, "表1", [(0, 0, "2")])
    theirs.close()
    damage(theirs.path, statement)
    with pytest.raises(UserError, match=r"副本\.ecd”已损坏"):
        plan_merge(ours, theirs.path)


def test_what_a_merge_says_it_made_known_takes_no_more_room_than_it_is_long(pair, tmp_path):
    ours, theirs = pair
    cells.enter(ours, "表1", [(0, 0, "1")])
    bring(theirs, ours)
    cells.enter(theirs, "表1", [(1, 0, "2")])
    theirs.close()
    counts = ",".join(f"{number:012}:9999999" for number in range(40))
    damage(theirs.path, f"UPDATE journal SET why = why || ',{counts}' WHERE action = 'merge'")
    tracemalloc.start()
    try:
        plan = plan_merge(ours, theirs.path)
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()
    assert [change.id for change in plan.taken] == [turnover("120000")]


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
            listed = {conflict.about for conflict in ours.book.all(Conflict).values()}
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
