"""A figure's places are those of the cells that print it."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.book.book import Book, Place
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Line
from ecdesk.domain.figures.keys import Key
from tests.books import build_sample_book

coordinates = st.dictionaries(
    st.sampled_from(["indicator", "area", "item", "period", "measure"]),
    st.sampled_from(["", "a", "b", "2018", "2018C12"]),
    max_size=4,
)
lines = st.lists(coordinates, max_size=4).map(lambda ats: tuple(Line(str(n), str(n), at) for n, at in enumerate(ats)))
exhibits = st.builds(
    lambda at, rows, columns: Exhibit("x", "x", "x", at=at, rows=rows, columns=columns), coordinates, lines, lines
)


@given(exhibits)
@settings(max_examples=300)
def test_every_cell_is_found_from_its_key_and_no_other(exhibit):
    book = Book()
    book.load(iter([exhibit]))
    cells = {(row, column): key for row, column, key in cell_keys(exhibit)}
    for key in {*cells.values(), Key("a", "b", "", "2018", "value")}:
        expected = [("x", *place) for place, printed in sorted(cells.items()) if printed == key]
        assert book.places(key) == expected


def looked_for(book: Book, key: Key) -> list[Place]:
    """The same by trying every cell of every exhibit."""
    return [(one.id, row, column) for one in book.exhibits() for row, column, printed in cell_keys(one) if printed == key]


def assert_found(book: Book, keys: Iterable[Key]) -> None:
    wanted = {key: looked_for(book, key) for key in keys}
    for key, places in wanted.items():
        assert book.places(key) == places
    assert book.printing(wanted) == {id for places in wanted.values() for id, _row, _column in places}
    for one in book.exhibits():
        here = {key for key, places in wanted.items() if any(id == one.id for id, _row, _column in places)}
        assert book.printed_in(one, wanted) == here


names = st.sampled_from(["x", "y", "z"])
orders = st.integers(0, 3)
edits = st.lists(st.tuples(names, orders, st.none() | exhibits), min_size=1, max_size=3)


@given(st.lists(st.one_of(edits, st.sampled_from(["undo", "order", "snapshot"])), max_size=12))
@settings(max_examples=80)
def test_places_are_right_after_any_changes_and_in_every_copy(steps):
    book, done, copies = Book(), [], []
    ever = {Key("a", "b", "", "2018", "value")}
    for step in steps:
        if step == "snapshot":
            copies.append((book.snapshot(), list(book.exhibits())))
            continue
        if step == "undo":
            changes = tuple(change.inverse() for change in reversed(done.pop())) if done else ()
        else:
            present = {one.id: one for one in book.exhibits()}
            if step == "order":
                wanted = {id: replace(one, order=3 - one.order) for id, one in present.items()}
            else:
                wanted = {id: one and replace(one, id=id, order=order) for id, order, one in step}
            changes = tuple(Change("exhibit", id, present.get(id), one) for id, one in wanted.items() if present.get(id) != one)
            done.append(changes)
        book.apply(changes)
        ever.update(book.printed_keys())
        assert_found(book, ever)
    for copy, exhibits_then in copies:
        assert copy.exhibits() == exhibits_then
        assert_found(copy, ever)
    if copies:
        copy, _exhibits = copies[0]
        copy.apply(tuple(Change("exhibit", one.id, one, None) for one in copy.exhibits()))
        assert not any(copy.places(key) for key in ever)
        assert_found(book, ever)


def test_figures_of_the_sample_book_know_where_else_they_are_printed():
    book = build_sample_book()
    places = book.places(Key("农村网络零售额", "000000", "", "2018", "value"))
    assert {book.exhibit(place[0]).number for place in places} >= {"图1-8", "图3-3"}
