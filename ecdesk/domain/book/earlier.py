"""An earlier figure that one is compared with: looked for in one way, whoever compares with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Observation
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key, year_before
from ecdesk.domain.figures.periods import Period, period_from_code, stretch_before


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


def figure_before(book: Book, key: Key, last: Book | None = None) -> Earlier | None:
    """What the book says of the year before, or else, where it has no amount, last year's book; None where nothing is said.

    Raises ValueError for a key whose period is none.
    """
    return figure_at(book, year_before(key), last)


def figure_of_period_before(book: Book, key: Key, said: str = "", last: Book | None = None) -> Earlier | None:
    """The same of what stood in the issue before: of a quarter, month or half the one before, of a span from January the shorter one of that year.

    said: the code of the period as the layout has it, which tells 1—6月 from 上半年. None also where that is the year before. Raises ValueError for a key
    whose period is none.
    """
    found = [figure_at(book, earlier, last) for earlier in keys_of_period_before(book, key, said)]
    with_amount = (one for one in found if one is not None and one.amount is not None)
    return next(with_amount, next(filter(None, found), None))


def keys_of_period_before(book: Book, key: Key, said: str = "") -> list[Key]:
    """The keys under which that may stand, the likelier one first: in a book of quarters a whole year, or a half of which nobody says that it runs from
    January, may be a span as well."""
    before = year_before(key).period
    return [key.moved(period=code) for code in _codes_before(book.period, said or key.period) if code != before]


@lru_cache(maxsize=256)
def _codes_before(own: Period | None, code: str) -> tuple[str, ...]:
    """The periods of a whole table are few, and are asked for cell by cell. own: the book's."""
    step = 1 if own is None or own.kind == "year" else len(own.months)
    period = period_from_code(code)
    found = (stretch_before(one, step) for one in (period, _as_span(own, period, step)) if one is not None)
    return tuple(earlier.code for earlier in found if earlier is not None)


def _as_span(own: Period | None, period: Period, step: int) -> Period | None:
    """A year or half as what runs from January to its end; None for what is no longer than the book's own period, or is none in a yearly book."""
    if own is None or own.kind == "year" or period.kind not in ("year", "half", "quarter"):
        return None
    runs_on = period.months[0] == 1 and len(period.months) > step
    return Period(period.year, "cumulative", period.months[-1]) if runs_on else None


def figure_at(book: Book, earlier: Key, last: Book | None = None) -> Earlier | None:
    """What the book says under the key of an earlier figure, or else, where it has no amount, last year's book; None where nothing is said."""
    own = book.observation(earlier)
    if last is not None and (own is None or own.amount is None):
        theirs = last.observation(earlier)
        if theirs is not None and (own is None or theirs.amount is not None):
            return Earlier(theirs, from_last=True)
    return Earlier(own) if own is not None else None
