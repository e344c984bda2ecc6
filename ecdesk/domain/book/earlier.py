"""An earlier figure that one is compared with: looked for in one way, whoever compares with it."""

from __future__ import annotations

from dataclasses import dataclass

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Observation
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key, year_before


@dataclass(frozen=True, slots=True)
class Earlier:
    """from_last: it stands in last year's book, not in the book itself."""

    observation: Observation
    from_last: bool = False

    @property
    def key(self) -> Key:
        return self.observation.key

    @property
    def amount(self) -> Amount | None:
        return self.observation.amount


def figure_before(book: Book, key: Key) -> Earlier | None:
    """What the book says of the year before; None where nothing is said. Raises ValueError for a key whose period is none."""
    return figure_at(book, year_before(key))


def figure_at(book: Book, earlier: Key, last: Book | None = None) -> Earlier | None:
    """What the book says under the key of an earlier figure, or else, where it has no amount, last year's book; None where nothing is said."""
    own = book.observation(earlier)
    if last is not None and (own is None or own.amount is None):
        theirs = last.observation(earlier)
        if theirs is not None and (own is None or theirs.amount is not None):
            return Earlier(theirs, from_last=True)
    return Earlier(own) if own is not None else None
