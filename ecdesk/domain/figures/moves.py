"""From the period of one book to that of the next: where every other period of it goes."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum

from ecdesk.domain.figures.periods import Period

_PARTS = {"year": 1, "half": 2, "quarter": 4, "month": 12}
"""How many of a kind a year has; a book is about one of these."""

ROUNDS = tuple(_PARTS)
"""Kinds of the periods that a book can be about."""


@dataclass(frozen=True, slots=True)
class Move:
    """What rolling a book on from one period to another does to the periods in it: both are years, halves, quarters or months.

    A period of the same kind, or a finer one, goes as far as the book does; the span from January to the end of the old period becomes
    that to the end of the new one, and the day on which it ends the day on which the new one does; anything else goes with the year of the
    book, but for what would lie ahead by that and did not before: that ends as much later as the book does.
    ValueError where the two are not of one kind, or of none that a book can be about.
    """

    since: Period
    to: Period

    def __post_init__(self) -> None:
        if self.since.kind != self.to.kind or self.since.kind not in _PARTS:
            raise ValueError(f"no book goes from {self.since.code} to {self.to.code}")

    @property
    def years(self) -> int:
        return self.to.year - self.since.year

    @property
    def steps(self) -> int:
        """How many periods of the book's kind it goes on."""
        return _ordinal(self.to) - _ordinal(self.since)

    def period(self, period: Period, among_years: bool = False) -> Period:
        """Where a period of the old book stands in the new one. among_years: it is one of a row of years, and so no span that grows.

        A span from January keeps that name (2015C12), also where it is a whole year.
        """
        if self._is_last_day(period):
            return _last_day(period.year + self.years, self.to)
        if self._grows(period) and not (among_years and period.kind == "year"):
            return Period(period.year + self.years, "cumulative", self.to.months[-1])
        if _PARTS.get(period.kind, 0) > 1 and _PARTS[period.kind] >= _PARTS[self.since.kind]:
            return _numbered(_ordinal(period) + self._ended(period.kind), period.kind)
        moved = period.moved(self.years)
        if period.kind not in ("half", "quarter", "cumulative") or not self._comes_to_lie_ahead(period, moved):
            return moved
        if period.kind == "cumulative":
            return self._span_on(period)
        return _numbered(_ordinal(period) + self._ended(period.kind), period.kind)

    def _comes_to_lie_ahead(self, period: Period, moved: Period) -> bool:
        """Whether a period had ended when the old book's did and has not when the new one's does: 2015年上半年 of a last quarter is not 2016年上半年
        of the first."""
        return _months_to_end(period) <= _months_to_end(self.since) and _months_to_end(moved) > _months_to_end(self.to)

    def _span_on(self, period: Period) -> Period:
        """Another span from January: to an end as many months later."""
        months = self.steps * (12 // _PARTS[self.since.kind])
        end = _numbered(_ordinal(Period(period.year, "month", period.index)) + months, "month")
        return Period(end.year, "cumulative", end.index)

    def _ended(self, kind: str) -> int:
        """How many of a kind have ended since: of the book's own kind or a finer one so many as it goes on."""
        size = 12 // _PARTS[kind]
        return _months_to_end(self.to) // size - _months_to_end(self.since) // size

    def _grows(self, period: Period) -> bool:
        """Whether it runs from January to where the book's period ends, in whichever year. One of the book's own kind is one of a row instead."""
        spans = ("year", "half", "quarter", "month", "cumulative")
        if self.since.kind == "year" or period.kind == self.since.kind or period.kind not in spans:
            return False
        return period.months[0] == 1 and period.months[-1] == self.since.months[-1]

    def _is_last_day(self, period: Period) -> bool:
        return self.since.kind != "year" and period == _last_day(period.year, self.since)


def following(period: Period) -> Period:
    """The year, half, quarter or month after one."""
    return _numbered(_ordinal(period) + 1, period.kind)


def before(period: Period) -> Period:
    """The year, half, quarter or month before one."""
    return _numbered(_ordinal(period) - 1, period.kind)


def _last_day(year: int, period: Period) -> Period:
    """The day on which a period of a year ends."""
    month = period.months[-1]
    return Period(year, "day", month * 100 + monthrange(year, month)[1])


def _months_to_end(period: Period) -> int:
    """The months from year 0 to the end of a period."""
    return period.year * 12 + period.months[-1]


def _ordinal(period: Period) -> int:
    return period.year * _PARTS[period.kind] + max(period.index, 1) - 1


def _numbered(ordinal: int, kind: str) -> Period:
    year, index = divmod(ordinal, _PARTS[kind])
    return Period(year, kind, index + 1 if _PARTS[kind] > 1 else 0)


class Relative(StrEnum):
    """What a layout calls periods by their distance from the book's own."""

    NOW = "now"
    BEFORE = "before"
    YEAR_AGO = "year_ago"
    TO_DATE = "to_date"
    """From January to the end of the book's own period."""
    YEAR_AGO_TO_DATE = "year_ago_to_date"

    def period(self, own: Period) -> Period:
        """The period that it stands for in a book. A year has no other span than itself."""
        if self is Relative.BEFORE:
            return before(own)
        period = own.moved(-1) if self in (Relative.YEAR_AGO, Relative.YEAR_AGO_TO_DATE) else own
        if self not in (Relative.TO_DATE, Relative.YEAR_AGO_TO_DATE) or own.kind == "year":
            return period
        return Period(period.year, "cumulative", period.months[-1])
