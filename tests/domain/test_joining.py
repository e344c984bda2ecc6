"""Two versions of one table come together line by line: nothing that either put in, took out or changed is dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.book.joining import joined
from ecdesk.domain.book.records import Chart, Exhibit, Line, Section

AREAS = ("110000", "120000", "130000", "140000", "150000")


def line(name: str, **also) -> Line:
    return Line(name, also.pop("label", name), **also)


def table(*names: str, **also) -> Exhibit:
    return Exhibit("t", "表1", "题", rows=tuple(line(name) for name in names), **also)


def names(exhibit) -> list[str]:
    assert isinstance(exhibit, Exhibit)
    return [row.id for row in exhibit.rows]


def rows(exhibit: Exhibit, *lines: Line) -> Exhibit:
    return replace(exhibit, rows=lines)


def join(ours: Exhibit, theirs: Exhibit, *bases: Exhibit) -> Exhibit | None:
    """What comes of two versions, and the same whichever is called ours."""
    result = joined(ours, theirs, bases)
    assert joined(theirs, ours, bases) == result
    assert result is None or isinstance(result, Exhibit)
    return result


def test_rows_that_each_put_in_are_both_there():
    base = table("a", "b")
    assert names(join(table("a", "x", "b"), table("a", "b", "y"), base)) == ["a", "x", "b", "y"]
    assert names(join(table("x", "a", "b"), table("a", "b", "y", "z"), base)) == ["x", "a", "b", "y", "z"]


def test_rows_put_in_at_one_place_stand_group_by_group():
    base = table("a", "b")
    assert names(join(table("a", "x1", "x5", "b"), table("a", "x2", "x3", "b"), base)) == ["a", "x1", "x5", "x2", "x3", "b"]


def test_one_takes_out_what_the_other_leaves_and_changes_what_the_other_leaves():
    base = table("a", "b", "c")
    ours = rows(base, line("a", label="甲"), line("b"))
    theirs = rows(base, line("b", label="乙"), line("c"), line("d"))
    assert join(ours, theirs, base) is None, "the row a was renamed and taken out"
    theirs = rows(base, line("a"), line("b", label="乙"), line("c"), line("d"))
    result = join(ours, theirs, base)
    assert result is not None
    assert [(row.id, row.label) for row in result.rows] == [("a", "甲"), ("b", "乙"), ("d", "d")]


def test_two_who_change_one_row_differently_are_asked_and_two_who_change_other_things_of_it_are_not():
    base = table("a", "b")
    assert join(rows(base, line("a", label="甲"), line("b")), rows(base, line("a", label="乙"), line("b")), base) is None
    result = join(rows(base, line("a", label="甲"), line("b")), rows(base, line("a", level=2), line("b")), base)
    assert result is not None and result.rows[0] == line("a", label="甲", level=2)


def test_what_one_moves_stays_moved_and_what_the_other_put_after_it_goes_with_it():
    base = table("a", "b", "c")
    assert names(join(table("c", "a", "b"), table("a", "b", "c", "x"), base)) == ["c", "x", "a", "b"]
    assert join(table("c", "a", "b"), table("b", "a", "c"), base) is None, "both moved rows"


def test_rows_and_columns_come_together_with_the_other_fields():
    base = replace(table("a"), columns=(line("k"),))
    ours = replace(table("a", "x"), columns=(line("k"), line("m")), caption="新题")
    theirs = replace(table("a", "y"), columns=(line("n"), line("k")), unit="亿元")
    result = join(ours, theirs, base)
    assert result is not None
    assert (names(result), [one.id for one in result.columns]) == (["a", "x", "y"], ["n", "k", "m"])
    assert (result.caption, result.unit) == ("新题", "亿元")
    assert join(replace(ours, caption="甲"), replace(theirs, caption="乙"), base) is None


def test_the_same_row_put_in_by_both_stands_once_and_what_is_drawn_follows():
    base = table("a")
    ours = replace(rows(base, line("a"), Line("2", "陕西", {"area": "610000"})), chart=Chart(primary=("2",)))
    theirs = rows(base, Line("1", "陕西", {"area": "610000"}), line("a"))
    result = join(ours, theirs, replace(base, chart=None))
    assert result is not None
    assert names(result).count("1") == 1 and "2" not in names(result)
    assert result.chart == Chart(primary=("1",))
    other = rows(base, line("a"), Line("1", "陕西省", {"area": "610000"}))
    assert names(join(ours, other, base)) == ["a", "1", "2"], "printed otherwise, it is for the editors to say which goes"
    headings = rows(base, line("a"), Line("1", "其中：")), rows(base, Line("2", "其中："), line("a"))
    assert names(join(*headings, base)) == ["2", "a", "1"], "a heading may stand twice"


def test_a_row_of_one_and_a_column_of_the_other_that_contradict_each_other_are_asked_about():
    base = Exhibit(
        "t", "表1", "题", at={"indicator": "额", "period": "2018"},
        rows=(Line("h", "合计"),), columns=(Line("k", "数"),),
    )  # fmt: skip
    ours = rows(base, *base.rows, Line("r", "北京", {"area": "110000"}))
    theirs = replace(base, columns=(*base.columns, Line("c", "天津", {"area": "120000"})))
    assert join(ours, theirs, base) is None


def test_the_page_breaks_after_the_same_row_as_before():
    base = table("a", "b", "c", "d", continued_after=2)
    ours = table("a", "x", "b", "c", "d", continued_after=3)
    assert join(ours, table("a", "b", "c", "d", "e", continued_after=2), base) == table(
        "a", "x", "b", "c", "d", "e", continued_after=3
    )
    also = table("a", "b", "c", "d", "e", continued_after=3)
    assert join(ours, also, base) == table("a", "x", "b", "c", "d", "e", continued_after=4), "one row more, and one moved over"
    assert join(ours, table("a", "c", "d", continued_after=1), base) == table("a", "x", "c", "d", continued_after=2)
    assert join(ours, table("a", "b", continued_after=0), base) == table("a", "x", "b", continued_after=0)


def test_what_is_taken_out_is_not_drawn():
    base = table("a", "b", "c", chart=Chart(primary=("a",)))
    result = join(replace(base, chart=Chart(primary=("a", "b"))), rows(base, line("a"), line("c")), base)
    assert result is not None and result.chart == Chart(primary=("a",))


def test_lines_with_one_id_that_another_program_wrote_are_not_dropped():
    base = table("a")
    assert join(table("a", "x", "x"), table("a", "y"), base) is None


def test_other_records_come_together_field_by_field():
    base = Section("s", "1", "题")
    assert joined(replace(base, title="甲"), replace(base, number="2"), [base]) == Section("s", "2", "甲")
    assert joined(replace(base, title="甲"), replace(base, title="乙"), [base]) is None
    assert joined(base, None, [base]) is None


# -- whatever two editors do

edit = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 8)),
    st.tuples(st.just("take"), st.integers(0, 8)),
    st.tuples(st.just("rename"), st.integers(0, 8)),
    st.tuples(st.just("indent"), st.integers(0, 8)),
)
edits = st.lists(edit, max_size=5)


class Editor:
    """Edits a list of rows, and keeps account. put, taken, renamed, indented: ids of rows, since the last common version."""

    number = 0

    def __init__(self, exhibit: Exhibit) -> None:
        self.exhibit = exhibit
        self.put: set[str] = set()
        self.taken: set[str] = set()
        self.renamed: set[str] = set()
        self.indented: set[str] = set()

    def edit(self, what: str, at: int) -> None:
        lines = list(self.exhibit.rows)
        if what == "put":
            Editor.number += 1
            id = f"{Editor.number * 7919 % 1000:03}-{Editor.number}"  # in no order
            lines.insert(at, line(id))
            self.put.add(id)
        elif lines:
            at %= len(lines)
            id = lines[at].id
            if what == "take":
                del lines[at]
                self.taken |= {id} - self.put
                for account in (self.put, self.renamed, self.indented):
                    account.discard(id)
            elif what == "rename":
                Editor.number += 1
                lines[at] = replace(lines[at], label=f"名{Editor.number}")
                self.renamed |= {id} - self.put
            else:
                lines[at] = replace(lines[at], level=lines[at].level + 1)
                self.indented |= {id} - self.put
        self.exhibit = rows(self.exhibit, *lines)


def contested(one: Editor, two: Editor) -> bool:
    changed = [one.renamed | one.indented, two.renamed | two.indented]
    if changed[0] & two.taken or changed[1] & one.taken or one.renamed & two.renamed:
        return True
    levels = [{row.id: row.level for row in editor.exhibit.rows} for editor in (one, two)]
    return any(levels[0][id] != levels[1][id] for id in one.indented & two.indented)


@settings(max_examples=300, deadline=None)
@given(start=st.integers(0, 5), rounds=st.lists(st.tuples(edits, edits), min_size=1, max_size=4))
def test_copies_that_merge_after_every_few_edits_lose_nothing(start, rounds):
    base = table(*(f"b{number}" for number in range(start)))
    for first, second in rounds:
        ours, theirs = Editor(base), Editor(base)
        for editor, done in ((ours, first), (theirs, second)):
            for what, at in done:
                editor.edit(what, at)
        result = join(ours.exhibit, theirs.exhibit, base)
        assert (result is None) == contested(ours, theirs)
        if result is None:
            continue
        there = {row.id: row for row in result.rows}
        old = {row.id for row in base.rows}
        assert set(there) == old - ours.taken - theirs.taken | ours.put | theirs.put
        assert len(there) == len(result.rows)
        for editor in (ours, theirs):
            own = {row.id: row for row in editor.exhibit.rows}
            assert all(there[id].label == own[id].label for id in editor.renamed)
            assert all(there[id].level == own[id].level for id in editor.indented)
            assert all(there[id] == own[id] for id in editor.put)
            assert [id for id in names(result) if id in own] == [id for id in own if id in there], "nobody moved rows"
            assert join(result, editor.exhibit, editor.exhibit) == result, "who merges it takes it as it is"
        base = result


@settings(max_examples=200, deadline=None)
@given(st.permutations("abcd"), st.permutations("abcd"), edits, edits)
def test_whatever_order_each_left_the_rows_in_none_is_lost(one, two, first, second):
    base = table(*"abcd")
    ours, theirs = Editor(table(*one)), Editor(table(*two))
    for editor, done in ((ours, first), (theirs, second)):
        for what, at in done:
            editor.edit(what, at)
    result = join(ours.exhibit, theirs.exhibit, base)
    if result is not None:
        assert sorted(names(result)) == sorted(set("abcd") - ours.taken - theirs.taken | ours.put | theirs.put)


@pytest.mark.parametrize("second", ["ours", "theirs"])
def test_two_that_each_took_in_an_earlier_state_of_the_other_come_together(second):
    first_ours, first_theirs = table("a", "x"), table("a", "y")
    ours, theirs = table("a", "x", "y", "p"), table("a", "x", "y", "q")
    if second == "theirs":
        ours, theirs = theirs, ours
    assert names(join(ours, theirs, first_ours, first_theirs)) == ["a", "x", "y", "p", "q"]


def test_settings_of_a_chart_are_joined_one_by_one():
    from dataclasses import replace

    from ecdesk.domain.book.records import Chart, ChartKind, Exhibit, Line

    rows = (Line("a", "甲", {"item": "a"}), Line("b", "乙", {"item": "b"}))
    base = Exhibit("e", "图1", "图", rows=rows, chart=Chart(ChartKind.RANK))
    ours = replace(base, chart=replace(base.chart, highlight=("a",), title="题"))
    theirs = replace(base, chart=replace(base.chart, left_out=("b",)))
    both = joined(ours, theirs, [base])
    assert both.chart == Chart(ChartKind.RANK, highlight=("a",), title="题", left_out=("b",))
    assert joined(theirs, ours, [base]) == both
    assert joined(ours, replace(base, chart=replace(base.chart, title="另一个题")), [base]) is None
    gone = replace(base, rows=rows[:1])
    assert joined(gone, theirs, [base]).chart.left_out == ()
