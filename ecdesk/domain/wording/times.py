"""What a text says about time, as a record, and the period that it means where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from ecdesk.domain.figures.periods import Period


@dataclass(frozen=True, slots=True)
class Time:
    """What a text says about time; what it does not say is left empty.

    year: that is named; until: the last one of several, or that of the part in which a span across years ends. shift: so many years from the table's own. kind: half, quarter, month, day or
    year, or "none" for a part of a year that no period is (13月, 二、三季度); first and last: which of them, the same for one. day: of the month. grain: of 本月 or 上季度, step how many before.
    cumulative: from January on. whole: all of a year. fiscal: a school or fiscal year. as_of: at an end, or a beginning, or "since" it. same: the same part as the table's own, of another year.
    """

    year: int | None = None
    until: int | None = None
    shift: int | None = None
    kind: str = ""
    first: int = 0
    last: int = 0
    day: int = 0
    grain: str = ""
    step: int = 0
    cumulative: bool = False
    whole: bool = False
    fiscal: bool = False
    as_of: str = ""
    same: bool = False

    @property
    def names_year(self) -> bool:
        return self.year is not None

    @property
    def names_part(self) -> bool:
        """Whether it says which part of a year."""
        return bool(self.kind or self.whole)

    @property
    def crosses_years(self) -> bool:
        """Whether it runs from a part of one year to a part of another (2017年10月—2018年3月), which no period does."""
        return self.until is not None and bool(self.kind)

    def agrees(self, other: Time) -> bool:
        """Whether the two can be said of one thing: neither names what the other names otherwise."""
        if (
            self.year is not None
            and other.year is not None
            and (self.year, self.until, self.fiscal) != (other.year, other.until, other.fiscal)
        ):
            return False
        if (
            self.kind
            and other.kind
            and (self.kind, self.first, self.last, self.day) != (other.kind, other.first, other.last, other.day)
        ):
            return False
        return not ((self.whole and other.kind) or (other.whole and self.kind)) and not (
            self.shift is not None and other.shift is not None and self.shift != other.shift
        )

    def joined(self, other: Time) -> Time:
        """Both together; what this one says stands before what the other says."""
        year = self if self.year is not None else other
        part = self if self.names_part else other
        return Time(
            year.year,
            year.until,
            self.shift if self.shift is not None else other.shift,
            part.kind,
            part.first,
            part.last,
            part.day,
            self.grain or other.grain,
            self.step or other.step,
            self.cumulative or other.cumulative,
            self.whole or other.whole,
            year.fiscal,
            self.as_of or other.as_of,
            self.same or other.same,
        )

    def _is_no_period(self, of_own_year: bool) -> bool:
        """Whether no period is meant: 13月, 二、三季度, and 以来, unless it is the year so far that the text is about."""
        return self.kind == "none" or (self.as_of == "since" and (bool(self.kind) or not of_own_year))

    def period(self, own: Time | Period | None = None, part_of_own: bool = True) -> Period | None:
        """The period that is meant in a table or text whose own time is given; None when it cannot be known.

        part_of_own: a year alone under a table of a quarter is that quarter of the year. 累计 runs from January.
        """
        base = time_of(own)
        if base.crosses_years and not (self.names_year and self.names_part):
            return None
        year = self.year
        if year is None:
            if base.year is None:
                return None
            year = base.year + (self.shift or 0)
        kind, first, last = self.kind, self.first, self.last
        cumulative = self.cumulative
        if self._is_no_period(year == base.year):
            return None
        if self.until is not None:
            return Period(year, "years", self.until) if not kind and self.until > year else None
        if self.fiscal:
            return Period(year, "fiscal") if not kind else None
        if not kind and (self.grain in ("month", "quarter", "half") or (self.grain == "period" and self.step)):
            return _stepped(base, year, self.grain, self.step, cumulative)
        if not kind and not self.whole and self.grain != "year" and (part_of_own or self.same or self.year is None):
            kind, first, last = base.kind, base.first, base.last
            cumulative = cumulative or (base.cumulative and bool(base.kind))
        if kind == "day":
            try:
                return Period(year, "day", first * 100 + self.day)
            except ValueError:
                return None
        return _span(year, kind, first, last, cumulative or (self.as_of == "upto" and kind in ("month", "quarter")))


def time_of(own: Time | Period | None) -> Time:
    """A period as the record that names it; nothing as the empty record."""
    if own is None:
        return Time()
    if isinstance(own, Time):
        return own
    if own.kind in ("year", "fiscal", "years"):
        return Time(own.year)
    if own.kind == "cumulative":
        return Time(own.year, kind="month", first=own.index, last=own.index, cumulative=True)
    if own.kind == "day":
        return Time(own.year, kind="day", first=own.index // 100, last=own.index // 100, day=own.index % 100)
    return Time(own.year, kind=own.kind, first=own.index, last=own.index)


_LENGTH = {"half": 6, "quarter": 3, "month": 1}


def _span(year: int, kind: str, first: int, last: int, cumulative: bool) -> Period | None:
    """The period of some halves, quarters or months of a year; None for a span that has no name: 2—5月."""
    if not kind or kind == "year":
        return Period(year)
    length = _LENGTH[kind]
    begin, end = (first - 1) * length + 1, last * length
    if cumulative:
        begin = 1
    if first < last and begin == 1:
        return Period(year, "cumulative", end)
    if cumulative and end == 12:
        return Period(year)
    if cumulative and (kind == "month" or end > length):
        return Period(year, "cumulative", end)
    if first == last:
        return Period(year, kind, first)
    months = end - begin + 1
    for other, size in (("half", 6), ("quarter", 3)):
        if months == size and (begin - 1) % size == 0:
            return Period(year, other, end // size)
    return None


def _stepped(base: Time, year: int, grain: str, step: int, cumulative: bool) -> Period | None:
    """本月, 上季度: the month or quarter at the end of the table's own time, or so many before."""
    if grain == "period":
        grain = base.kind or "year"
        if grain == "year":
            return Period(year + step)
    if not base.kind or base.kind == "day":
        return None
    month = base.last * _LENGTH[base.kind]
    if month % _LENGTH[grain] and grain != "month":
        month += _LENGTH[grain] - month % _LENGTH[grain]
    if grain == "month" and base.kind != "month":
        return None
    index = month // _LENGTH[grain] + step
    if index < 1:
        index += 12 // _LENGTH[grain]
        year -= 1
    return _span(year, grain, index, index, cumulative)
