"""What is disputed is one rule, for whoever asks."""

from dataclasses import replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.disputes import disputed_keys, standing_alternatives
from ecdesk.domain.book.records import Alternative, Conflict, Observation, Origin, OriginKind
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content

SALES = Key("网络零售额", "310000", "", "2018", "value")
OTHER = SALES.moved(area="440000")


def test_a_figure_is_disputed_while_another_source_says_something_else() -> None:
    own, other = (
        Observation(SALES, parse_content("12")),
        Alternative(SALES, "报送", parse_content("11"), Origin(OriginKind.IMPORTED)),
    )
    book = Book()
    book.load(iter([own, other]))
    assert disputed_keys(book) == {SALES} and standing_alternatives(book) == [other]
    agreed = Change("observation", SALES, own, replace(own, content=other.content))
    book.apply((agreed,))
    assert not disputed_keys(book) and not standing_alternatives(book), "the editor typed what the other source says"
    book.apply((agreed.inverse(),))
    assert disputed_keys(book) == {SALES}
    book.apply((Change("observation", SALES, own, None),))
    assert disputed_keys(book) == {SALES}, "a figure that was cleared has not been decided"


def test_a_figure_is_disputed_while_two_copies_of_the_book_have_changed_it_differently() -> None:
    book = Book()
    about_a_figure = Conflict("1", "observation", str(OTHER), "", "{}", "{}", "副本", "2019-01-01")
    about_a_rule = replace(about_a_figure, id="2", record_kind="rule", about="规则")
    book.load(iter([about_a_figure, about_a_rule]))
    assert disputed_keys(book) == {OTHER}
