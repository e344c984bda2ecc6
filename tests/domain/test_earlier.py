"""The figure of a year before is looked for in the book, then in last year's."""

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.earlier import Earlier, figure_at, figure_before
from ecdesk.domain.book.records import Observation
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content

NOW = Key("网络零售额", "310000", "", "2018M06", "value")
THEN = NOW.moved(period="2017M06")


def book_with(*said: str) -> Book:
    book = Book()
    book.load(Observation(THEN, parse_content(one)) for one in said)
    return book


def test_the_book_itself_is_asked_before_last_years_book() -> None:
    own, last = book_with("12"), book_with("11")
    assert figure_before(own, NOW) == figure_at(own, THEN, last) == Earlier(own.observations[THEN])
    assert figure_at(book_with(), THEN, last) == Earlier(last.observations[THEN], from_last=True)
    assert figure_before(book_with(), NOW) is None and figure_at(book_with(), THEN, book_with()) is None


def test_a_mark_says_nothing_while_the_other_book_has_an_amount() -> None:
    unknown, last = book_with("…"), book_with("11")
    assert figure_at(unknown, THEN, last) == Earlier(last.observations[THEN], from_last=True)
    assert figure_at(unknown, THEN, unknown) == Earlier(unknown.observations[THEN])
    assert figure_at(unknown, THEN, book_with()) == Earlier(unknown.observations[THEN])
