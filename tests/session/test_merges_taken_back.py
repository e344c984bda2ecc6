"""A merge that was taken back counts for nothing, whatever was done on top of it and whoever took that in while it stood."""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Conflict, Exhibit
from ecdesk.domain.figures.keys import Key
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells, outline
from ecdesk.session.versions import ancestry
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.versions import compare
from ecdesk.storage.bookfile import BookFile
from tests.books import small_records


@pytest.fixture
def four(tmp_path: Path) -> Iterator[list[Desk]]:
    with ExitStack() as stack:
        first = stack.enter_context(Desk.create(tmp_path / "0.ecd", small_records(), "0"))
        cells.enter(first, "表1", [(row, 0, "100") for row in range(4)])
        paths = [shutil.copy(first.path, tmp_path / f"{number}.ecd") for number in (1, 2, 3)]
        yield [first, *(stack.enter_context(Desk.open(Path(path), path.stem)) for path in paths)]


def bring(ours: Desk, theirs: Desk) -> int:
    return merge(ours, plan_merge(ours, theirs.path))


def shown(desk: Desk) -> str:
    """The first two figures of the table."""
    keys = [Key("电子商务交易额", area, "", "2018", "value") for area in ("110000", "120000")]
    return " ".join(str(found.content.value) for key in keys if (found := desk.book.observation(key)))


def bring_all_together(desks: list[Desk]) -> None:
    for _ in range(2):
        for ours, theirs in permutations(desks, 2):
            assert bring(ours, theirs) == 0
    for desk in desks[1:]:
        assert not list(compare(desks[0].book, desk.book))
        assert not desk.book.all(Conflict)
    for ours, theirs in permutations(desks, 2):
        assert plan_merge(ours, theirs.path).is_empty


def take_on_top_of_a_merge(maker: Desk, taker: Desk, witness: Desk) -> str:
    """A table from the maker is removed and brought back on top of a merge, seen by a witness; then the merge is taken back."""
    table = outline.add_exhibit(maker, "表9", "新表", "亿元").id
    bring(taker, maker)
    outline.remove_exhibit(taker, table)
    taker.undo()
    bring(witness, taker)
    taker.undo()
    assert taker.book.get(Exhibit, table) is None
    return table


@pytest.mark.parametrize("later", list(permutations(["maker", "witness"])))
def test_a_table_that_was_removed_and_brought_back_on_top_of_the_merge_comes_again(four, later):
    maker, taker, witness, stranger = four
    table = take_on_top_of_a_merge(maker, taker, witness)
    for name in later:
        assert bring(taker, {"maker": maker, "witness": witness}[name]) == 0
        assert table in {one.id for one in taker.book.exhibits()}
    assert bring(maker, taker) == 0
    assert table in {one.id for one in maker.book.exhibits()}
    bring_all_together(four)
    assert table in {one.id for one in stranger.book.exhibits()}


def test_who_merges_the_copy_after_it_took_its_merge_back_is_not_told_of_the_table(four):
    maker, taker, witness, stranger = four
    table = take_on_top_of_a_merge(maker, taker, witness)
    cells.enter(taker, "表1", [(2, 0, "5")])
    bring(stranger, taker)
    for other in (witness, maker):
        bring(stranger, other)
        assert table in {one.id for one in stranger.book.exhibits()}
    bring_all_together(four)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_a_figure_typed_on_top_stays_with_who_took_it_and_its_neighbour_is_taken_back(four, order):
    maker, taker, witness, stranger = four
    cells.enter(maker, "表1", [(0, 0, "1")])
    bring(taker, maker)
    cells.enter(taker, "表1", [(0, 0, "2"), (1, 0, "2")])
    bring(witness, taker)
    taker.undo()
    taker.undo()
    bring(stranger, taker)
    assert [shown(desk) for desk in four] == ["1 100", "100 100", "2 2", "100 100"]
    bring_all_together([four[number] for number in order])
    assert shown(maker) == "2 100"


def test_a_merge_that_stands_again_counts_with_all_that_was_done_on_top(four):
    maker, taker, witness, _stranger = four
    table = take_on_top_of_a_merge(maker, taker, witness)
    bring(witness, taker)
    taker.redo()
    assert plan_merge(taker, witness.path).is_empty
    assert plan_merge(taker, maker.path).is_empty
    bring_all_together(four)
    assert table in {one.id for one in maker.book.exhibits()}


@pytest.mark.parametrize("odd", [0, 1])
def test_a_chain_of_steps_that_take_each_other_back_is_read_in_one_go(four, monkeypatch, odd):
    monkeypatch.setattr("ecdesk.storage.checksum.agrees", lambda _connection: True)
    maker, taker, *_ = four
    cells.enter(maker, "表1", [(0, 0, "1")])
    bring(taker, maker)
    merged = taker.seq
    taker.close()
    lines = []
    for length in (15_000 + odd, 30_000 + odd):
        connection = sqlite3.connect(taker.path)
        with connection:
            connection.execute("DELETE FROM journal WHERE seq > ?", (merged,))
            connection.executemany(
                "INSERT INTO journal SELECT ?, ?, who, at, name, details, 'revert', ?, '' FROM journal WHERE seq = ?",
                ((seq, f"{seq:012x}", seq - 1, merged) for seq in range(merged + 1, merged + 1 + length)),
            )
        connection.close()
        with BookFile.open(taker.path, "1", read_only=True) as file:
            lines.append(
                lines_run(
                    lambda file=file: ancestry.Ancestry(maker.file, file, maker.seq, file.heads(limit=1)[0].seq).their_news()
                )
            )
            news = ancestry.Ancestry(file, maker.file, file.heads(limit=1)[0].seq, maker.seq).their_news()
            assert len(news) == odd, "after an odd number of turns the merge does not stand"
    assert lines[1] < 2.2 * lines[0]


def lines_run(call) -> int:
    """How many lines of the module a call runs."""
    count = 0

    def count_lines(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return count_lines

    def enter(frame, _event, _argument):
        return count_lines if frame.f_code.co_filename == ancestry.__file__ else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
