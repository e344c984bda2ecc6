"""Books in which a figure stood under two names of one span come out with one figure or a dispute, and their history still goes both ways."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import (
    Alternative,
    AreaRecord,
    Comment,
    Exhibit,
    Line,
    Observation,
    Origin,
    OriginKind,
    Record,
    RuleRecord,
    Setting,
    Waiver,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import Text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import balancing
from ecdesk.session.records import comments
from ecdesk.session.rules import explaining
from ecdesk.session.rules.checking import Checks
from ecdesk.session.submissions import imports
from ecdesk.session.tables import cells
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.versions import book_at, compare, load_book

STAND_IN, OTHER = "2018C11", "2018C12"
"""Today's program writes no figure under 2018C12: the books are made with another name, which is replaced in the file."""
KEPT = Key("网络零售额", "610000", "", "2018", "value")
OLD = KEPT.moved(period=STAND_IN)
SPAN = "2018年1—12月"


def records(*more: Record) -> Iterator[Record]:
    yield Setting("year", "2018")
    yield AreaRecord(standard_areas()["610000"], 0)
    yield from (one for one in standard_indicators() if one.id in ("网络零售额", "电子商务交易额"))
    columns = (Line("全年", "2018年", {"period": "2018"}), Line("累计", "1—12月", {"period": STAND_IN}))
    rows = tuple(Line(id, id, {"indicator": id}) for id in ("网络零售额", "电子商务交易额"))
    yield Exhibit("t1", "表1-1", "网络零售", unit="亿元", at={"area": "610000"}, rows=rows, columns=columns)
    yield RuleRecord("r1", "零售不超过交易", "网络零售额 <= 电子商务交易额 对每个时期", "error")
    yield from more


def figure(key: Key, text: str, **more: str) -> Observation:
    content = parse_content(text)
    assert content is not None
    return Observation(key, content, origin=Origin(OriginKind.PUBLISHED), **more)


def make_old(path: Path) -> None:
    """Turn a book into one that version 1 wrote, with the other name where the stand-in is."""
    connection = sqlite3.connect(path, isolation_level=None)
    for table, columns in (("observation", ("period",)), ("record", ("id", "body")), ("change", ("id", "before", "after"))):
        for column in columns:
            connection.execute(
                f"UPDATE {table} SET {column} = replace(replace({column}, ?, ?), '2018年1—11月', ?)", (STAND_IN, OTHER, SPAN)
            )
    connection.execute("PRAGMA user_version = 1")
    connection.close()


@contextmanager
def old_book(folder: Path, work: Callable[[Desk], object], *more: Record) -> Iterator[Path]:
    path = folder / "年报.ecd"
    with Desk.create(path, records(*more), "张三") as desk:
        work(desk)
    make_old(path)
    yield path


def told(book: Book) -> tuple[str, str]:
    """The figure of the year, and what else is said of it."""
    one = book.observation(KEPT)
    others = [other.content for other in book.all(Alternative).values() if isinstance(other, Alternative) and other.key == KEPT]
    assert len(others) <= 1
    return print_content(one.content) if one else "", print_content(others[0]) if others else ""


def expected(book: Book) -> tuple[str, str]:
    """The same, of a book in which the two names are apart."""
    one, two = (print_content(found.content) if found else "" for found in (book.observation(KEPT), book.observation(OLD)))
    if not one or not two or one == two:
        return one or two, ""
    if "不详" in (one, two):
        return two if one == "不详" else one, ""
    return one, two


def enter(desk: Desk, column: int, text: str, row: int = 0) -> None:
    cells.enter(desk, "t1", [(row, column, text)])


def type_in(*typed: tuple[int, str]) -> Callable[[Desk], None]:
    def work(desk: Desk) -> None:
        for column, text in typed:
            enter(desk, column, text)

    return work


@pytest.mark.parametrize(
    ("typed", "states"),
    [
        ([(0, "5"), (1, "6")], [("", ""), ("5亿元", ""), ("5亿元", "6亿元")]),
        ([(1, "6"), (0, "5")], [("", ""), ("6亿元", ""), ("5亿元", "6亿元")]),
        ([(1, "6"), (0, "5"), (1, "5")], [("", ""), ("6亿元", ""), ("5亿元", "6亿元"), ("5亿元", "")]),
        ([(0, "5"), (1, "5"), (0, "")], [("", ""), ("5亿元", ""), ("5亿元", ""), ("5亿元", "")]),
        ([(1, "6"), (1, "7")], [("", ""), ("6亿元", ""), ("7亿元", "")]),
        ([(0, "不详"), (1, "7")], [("", ""), ("不详", ""), ("7亿元", "")]),
    ],
)
def test_two_names_become_one_figure_or_a_dispute(
    tmp_path: Path, typed: list[tuple[int, str]], states: list[tuple[str, str]]
) -> None:
    with old_book(tmp_path, type_in(*typed)) as path, Desk.open(path) as desk:
        assert told(desk.book) == states[-1]
        assert [told(book_at(desk, seq)) for seq in range(len(states))] == states
        for state in reversed(states[:-1]):
            desk.undo()
            assert told(desk.book) == state
        assert told(load_book(path)) == states[0]
        for state in states[1:]:
            desk.redo()
            assert told(desk.book) == state
        assert told(load_book(path)) == states[-1]


@pytest.mark.parametrize(
    ("first", "state"),
    [
        ((figure(KEPT, "5亿元"), figure(OLD, "6亿元")), ("5亿元", "6亿元")),
        ((figure(KEPT, "5亿元"), figure(OLD, "5亿元")), ("5亿元", "")),
        ((figure(OLD, "6亿元"),), ("6亿元", "")),
        ((figure(KEPT, "5亿元"),), ("5亿元", "")),
    ],
)
def test_figures_that_no_step_wrote_are_joined_too(
    tmp_path: Path, first: tuple[Observation, ...], state: tuple[str, str]
) -> None:
    with old_book(tmp_path, lambda desk: None, *first) as path, Desk.open(path) as desk:
        assert told(desk.book) == state
        assert told(load_book(path)) == state


def test_a_name_that_is_in_the_history_only_takes_part(tmp_path: Path) -> None:
    def work(desk: Desk) -> None:
        enter(desk, 1, "6")
        desk.undo()
        enter(desk, 0, "5")

    with old_book(tmp_path, work) as path, Desk.open(path) as desk:
        assert told(desk.book) == ("5亿元", "")
        assert [told(book_at(desk, seq))[0] for seq in range(4)] == ["", "6亿元", "", "5亿元"]


def test_what_is_said_beside_a_figure_stays(tmp_path: Path) -> None:
    first = figure(KEPT, "5亿元", note="快报"), figure(OLD, "5亿元", note="年报", basis="可比口径")
    with old_book(tmp_path, lambda desk: None, *first) as path, Desk.open(path) as desk:
        found = desk.book.observation(KEPT)
        assert found is not None
        assert (found.note, found.basis) == ("快报；年报", "可比口径")


@pytest.mark.parametrize("alike", [True, False])
def test_what_was_said_of_both_names_is_said_of_one(tmp_path: Path, alike: bool) -> None:
    others = [
        Alternative(key, "s1", figure(key, digits).content, Origin(OriginKind.IMPORTED))
        for key, digits in ((KEPT, "6亿元"), (OLD, "6亿元" if alike else "7亿元"))
    ]
    reasons = [
        Waiver(f"r1@{subject}", "r1", "", subject, (), "published", words, "王五", "2019-01-02")
        for subject, words in (("陕西，2018年", "照录。"), ("陕西，2018年1—11月", "照录。" if alike else "已核实。"))
    ]
    with old_book(tmp_path, lambda _desk: None, figure(KEPT, "5亿元"), *others, *reasons) as path, Desk.open(path) as desk:
        said = [print_content(one.content) for one in desk.book.all(Alternative).values()]
        words = [one.words for one in desk.book.all(Waiver).values()]
    assert sorted(said) == (["6亿元"] if alike else ["6亿元", "7亿元"])
    assert sorted(words) == ["照录。"] if alike else sorted(words) == sorted(["照录。", "已核实。"])


def test_a_dispute_can_be_settled_and_taken_back(tmp_path: Path) -> None:
    with old_book(tmp_path, type_in((0, "5"), (1, "6"))) as path, Desk.open(path) as desk:
        (id,) = desk.book.all(Alternative)
        assert id == f"{KEPT}@{SPAN}"
        imports.settle_dispute(desk, str(id), take=True)
        assert told(desk.book) == ("6亿元", "")
        desk.undo()
        assert told(desk.book) == ("5亿元", "6亿元")
        desk.revert(2)
        assert told(desk.book) == ("5亿元", "")


def test_everything_that_names_a_figure_goes_with_it(tmp_path: Path) -> None:
    def work(desk: Desk) -> None:
        enter(desk, 1, "19", row=0)
        enter(desk, 1, "8", row=1)
        comments.add_comment(desk, OLD, "与统计局核对")
        balancing.set_balancing(desk, "t1", "亿元", 0, frozenset({OLD}))
        with desk.edit(Text("导入")) as edit:
            edit.put(Alternative(OLD, "s1", figure(OLD, "19亿元").content, Origin(OriginKind.IMPORTED)))
        checks = Checks(desk)
        failing = [one for one in checks.findings() if one.is_open and not one.fault]
        explaining.explain(desk, checks, failing, "published", "原报告如此印出。", "第33页")
        checks.close()

    with old_book(tmp_path, work) as path, Desk.open(path) as desk:
        book = desk.book
        assert {one.about for one in book.all(Comment).values()} == {str(KEPT)}
        assert list(book.all(Alternative)) == [f"{KEPT}@s1"]
        chosen = balancing.balancing_of(book, "t1")
        assert chosen is not None
        assert chosen.locked == {KEPT}
        assert book.exhibit("t1").columns[1].at == {"period": OTHER}, "as it was typed"
        checks = Checks(desk)
        (finding,) = [one for one in checks.findings() if one.verdict.value == "fails"]
        assert finding.explained == "原报告如此印出。"
        checks.close()
        while desk.undo() is not None:
            pass
        assert not book.observations
        while desk.redo() is not None:
            pass
        assert list(book.all(Waiver)) == [finding.id]


def test_copies_merge_across_the_migration(tmp_path: Path) -> None:
    copy = tmp_path / "副本.ecd"
    with old_book(tmp_path, type_in((0, "5"))) as path:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 2")
        connection.close()
        shutil.copy(path, copy)
        with Desk.open(copy, "李四") as other:
            enter(other, 0, "7", row=1)
        connection = sqlite3.connect(copy)
        connection.execute("PRAGMA user_version = 1")
        connection.close()
    shutil.copy(path, tmp_path / "未改.ecd")
    make_old(path)
    with Desk.open(path, "王五") as desk:
        changed = [difference.id for difference in compare(desk.book, load_book(copy))]
        assert changed == [KEPT.moved(indicator="电子商务交易额")]
        enter(desk, 1, "6")
        assert merge(desk, plan_merge(desk, copy)) == 0
        assert told(desk.book) == ("6亿元", "")
        assert plan_merge(desk, copy).is_empty


def test_old_copies_that_each_used_another_name_merge_into_a_question(tmp_path: Path) -> None:
    path, copy = tmp_path / "年报.ecd", tmp_path / "副本.ecd"
    with Desk.create(path, records(), "张三"):
        pass
    shutil.copy(path, copy)
    for file, column, typed in ((path, 0, "5"), (copy, 1, "6")):
        with Desk.open(file, "李四") as desk:
            enter(desk, column, typed)
        make_old(file)
    with Desk.open(path) as desk:
        plan = plan_merge(desk, copy)
        assert [clash.id for clash in plan.clashes] == [KEPT]
        assert merge(desk, plan) == 1
        desk.undo()
        assert told(desk.book) == ("5亿元", "")


def test_a_book_that_can_only_be_read_shows_the_dispute(tmp_path: Path) -> None:
    with old_book(tmp_path, type_in((0, "5"), (1, "6"))) as path:
        before = path.read_bytes()
        with Desk.open(path, read_only=True) as desk:
            assert told(desk.book) == ("5亿元", "6亿元")
        assert path.read_bytes() == before


def test_a_damaged_record_under_two_names_is_said_to_be_one(tmp_path: Path) -> None:
    with old_book(tmp_path, type_in((0, "5"), (1, "6"))) as path:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("UPDATE change SET after = '{}'")
        connection.close()
        with pytest.raises(UserError, match="已损坏"):
            Desk.open(path)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([0, 1]), st.sampled_from(["", "5", "6", "不详", "无"])),
        st.sampled_from(["undo", "redo"]),
        st.tuples(st.just("revert"), st.integers(1, 8)),
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(steps=STEPS)
def test_any_history_is_told_as_it_was(steps: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "年报.ecd"
        with Desk.create(path, records(), "张三") as desk:
            for step in steps:
                if step == "undo":
                    desk.undo()
                elif step == "redo":
                    desk.redo()
                elif isinstance(step, tuple) and step[0] == "revert":
                    with suppress(UserError, KeyError):
                        desk.revert(step[1])
                elif isinstance(step, tuple):
                    enter(desk, *step)
            states = [expected(book_at(desk, seq)) for seq in range(desk.seq + 1)]
            undone = []
            while desk.undo() is not None:
                undone.append(expected(desk.book))
            while len(undone) and desk.redo() is not None:
                pass
            last = len(states) - 1
            made = states
        make_old(path)
        with Desk.open(path) as desk:
            assert [told(book_at(desk, seq)) for seq in range(last + 1)] == made
            found = []
            while desk.undo() is not None:
                found.append(told(desk.book))
            assert found[-len(undone) :] == undone or not undone
            assert desk.file.integrity() == "ok"
