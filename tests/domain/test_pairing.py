"""Two states of a book beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.pairing import ADDED, CHANGED, REMOVED, PairedTable, Pairing
from ecdesk.domain.book.records import Exhibit, Indicator, Line, Observation, Record, Setting
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.units import unit_named

SALES = "网络零售额"
FIXED = {"indicator": SALES, "measure": "value"}


def key(area: str, year: int) -> Key:
    return Key(SALES, area, "", str(year), "value")


def figure(area: str, year: int, value: str) -> Observation:
    return Observation(key(area, year), Amount(Decimal(value), unit_named("亿元")))


def row(area: str) -> Line:
    return Line(area, area, {"area": area})


def column(year: int) -> Line:
    return Line(f"y{year}", str(year), {"period": str(year)})


def exhibit(areas: Iterable[str], years: Iterable[int]) -> Exhibit:
    rows, columns = tuple(map(row, areas)), tuple(map(column, years))
    return Exhibit("t", "表1", "零售", unit="亿元", at=FIXED, rows=rows, columns=columns)


def book(year: int, *records: Record) -> Book:
    made = Book()
    made.load([Setting("year", str(year)), Indicator(SALES, SALES, "亿元", 1), *records])
    return made


def test_figures_are_counted_by_what_became_of_them() -> None:
    table = exhibit("abc", [2018])
    before = book(2018, table, figure("a", 2018, "1.0"), figure("b", 2018, "2.0"))
    after = book(2018, table, figure("a", 2018, "1.5"), figure("c", 2018, "3.0"))
    (pair,) = Pairing(before, after).exhibits
    assert pair.cells == {CHANGED: 1, ADDED: 1, REMOVED: 1}
    paired = Pairing(before, after).table(pair)
    assert paired.differing == ((0, 0), (1, 0), (2, 0))
    assert [(cell.before, cell.after, cell.change) for cell in (paired.cell(line, 0) for line in range(3))] == [
        ("1.0", "1.5", CHANGED),
        ("2.0", "", REMOVED),
        ("", "3.0", ADDED),
    ]


def test_an_exhibit_that_is_alike_is_not_listed() -> None:
    one = book(2018, exhibit("ab", [2018]), figure("a", 2018, "1.0"))
    assert Pairing(one, one.snapshot()).exhibits == ()


def test_lines_are_matched_by_what_they_stand_for_and_gaps_keep_their_place() -> None:
    before = book(2018, exhibit("abcd", [2018]))
    after = book(2018, exhibit("dxa", [2018]))
    pairing = Pairing(before, after)
    (pair,) = pairing.exhibits
    table = pairing.table(pair)
    assert [(line.line.id, line.change) for line in table.rows] == [
        ("d", ""), ("x", ADDED), ("a", ""), ("b", REMOVED), ("c", REMOVED),
    ]  # fmt: skip
    assert pair.lines == {ADDED: 1, REMOVED: 2}
    assert (table.cell(1, 0).before, table.cell(1, 0).after) == (None, "")


def test_a_table_of_one_year_is_compared_with_the_year_before_and_a_series_with_itself() -> None:
    before = book(2018, exhibit("a", [2018]), figure("a", 2018, "1.0"))
    after = book(2019, exhibit("a", [2019]), figure("a", 2019, "1.2"))
    pairing = Pairing(before, after)
    (pair,) = pairing.exhibits
    cell = pairing.table(pair).cell(0, 0)
    assert (cell.before, cell.after, cell.change, cell.key) == ("1.0", "1.2", CHANGED, key("a", 2019))
    series = book(2018, exhibit("a", [2017, 2018]), figure("a", 2017, "0.9"), figure("a", 2018, "1.0"))
    longer = book(2019, exhibit("a", [2018, 2019]), figure("a", 2018, "1.1"), figure("a", 2019, "1.2"))
    pairing = Pairing(series, longer)
    (pair,) = pairing.exhibits
    table = pairing.table(pair)
    assert [line.line.id for line in table.columns] == ["y2017", "y2018", "y2019"]
    assert [table.cell(0, number).change for number in range(3)] == [REMOVED, CHANGED, ADDED]


def test_a_unit_in_which_a_table_is_shown_is_no_difference_of_its_figures() -> None:
    table = exhibit("a", [2018])
    one = book(2018, table, figure("a", 2018, "1.0"))
    two = book(2018, replace(table, unit="万元"), figure("a", 2018, "1.0"))
    assert Pairing(one, two).exhibits == ()


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_line_of_both_stands_there_once_in_the_later_order(before: list[str], after: list[str]) -> None:
    empty = book(2018)
    pairs = Pairing(empty, empty).lines(tuple(map(row, before)), tuple(map(row, after)))
    assert sorted(line.before for line in pairs if line.before is not None) == list(range(len(before)))
    assert [line.after for line in pairs if line.after is not None] == list(range(len(after)))
    for line in pairs:
        if line.before is not None and line.after is not None:
            assert before[line.before] == after[line.after]


@given(
    st.lists(st.sampled_from("abcd"), unique=True),
    st.lists(st.sampled_from("abcd"), unique=True),
    st.sampled_from([2018, 2019]),
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from([2018, 2019])), st.sampled_from("12")),
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from([2018, 2019])), st.sampled_from("12")),
)
def test_what_differs_is_found_without_a_look_at_every_cell(
    rows: list[str], later_rows: list[str], year: int, old: dict[tuple[str, int], str], new: dict[tuple[str, int], str]
) -> None:
    before = book(2018, exhibit(rows, [2018, 2019]), *(figure(*place, value) for place, value in old.items()))
    after = book(2018, exhibit(later_rows, [year]), *(figure(*place, value) for place, value in new.items()))
    pairing = Pairing(before, after)
    for pair in pairing.exhibits:
        table = pairing.table(pair)
        places = [(row, column) for row in range(len(table.rows)) for column in range(len(table.columns))]
        assert list(table.differing) == [place for place in places if table.cell(*place).change]


def test_a_very_long_table_is_not_gone_through_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    table = exhibit((f"a{number}" for number in range(5_000)), range(1950, 2019))
    before = book(2018, table, figure("a7", 2018, "1.0"))
    after = book(2018, table, figure("a7", 2018, "1.5"))
    looked_at: list[tuple[int, int]] = []
    look = PairedTable.change
    monkeypatch.setattr(PairedTable, "change", lambda self, *place: (looked_at.append(place), look(self, *place))[1])
    pairing = Pairing(before, after)
    (pair,) = pairing.exhibits
    assert pairing.table(pair).differing == ((7, 68),)
    assert set(looked_at) == {(7, 68)}


def test_two_lines_that_stand_for_the_same_are_each_matched_to_their_own() -> None:
    above, below = replace(row("a"), id="above"), replace(row("a"), id="below")
    table = replace(exhibit("b", [2018]), rows=(above, row("b"), below))
    one = book(2018, table, figure("a", 2018, "1.0"))
    assert Pairing(one, one.snapshot()).exhibits == ()
    two = book(2018, replace(table, rows=(row("b"), below)), figure("a", 2018, "1.0"))
    (pair,) = Pairing(one, two).exhibits
    assert pair.lines == {REMOVED: 1}


def test_a_row_that_stands_for_something_else_now_is_a_difference_though_no_figure_changed() -> None:
    figures = figure("a", 2018, "1.0"), figure("b", 2018, "2.0")
    table = exhibit("a", [2018])
    turned = replace(table, rows=(replace(row("b"), id="a"),))
    (pair,) = Pairing(book(2018, table, *figures), book(2018, turned, *figures)).exhibits
    assert pair.cells == {CHANGED: 1}
    assert not pair.lines


def test_as_many_differences_are_counted_as_are_walked_through() -> None:
    before = book(2018, exhibit("ab", [2018]), figure("a", 2018, "1.0"), figure("b", 2018, "2.0"))
    after = book(2018, exhibit("a", [2018]), figure("a", 2018, "1.5"), figure("b", 2018, "2.0"))
    pairing = Pairing(before, after)
    (pair,) = pairing.exhibits
    assert pair.cells == {CHANGED: 1, REMOVED: 1}
    assert sum(pair.cells.values()) == len(pairing.table(pair).differing)
