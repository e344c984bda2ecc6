"""A figure's places are those of the cells that print it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.book import Book
from ecdesk.domain.keys import Key
from ecdesk.domain.layouts import cell_keys
from ecdesk.domain.records import Exhibit, Line
from ecdesk.session.samples import build_sample_book

coordinates = st.dictionaries(
    st.sampled_from(["indicator", "area", "item", "period", "measure"]), st.sampled_from(["", "a", "b", "2018"]), max_size=4
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


def test_figures_of_the_sample_book_know_where_else_they_are_printed():
    book = build_sample_book()
    places = book.places(Key("农村网络零售额", "000000", "", "2018", "value"))
    assert {book.exhibit(place[0]).number for place in places} >= {"图1-8", "图3-3"}
