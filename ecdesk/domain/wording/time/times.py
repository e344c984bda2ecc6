"""What a text says about time, as a record, and the period that it means where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from ecdesk.domain.figures.periods import Period


@dataclass(frozen=True, slots=True)
class Time:
    """What a text says about time; what it does not say is left empty.

    year: that is named; until: the last one of several, or that of the part in which a span across years ends. shift: so many years from the table's own. kind: half, quarter, month, day or
    year, or "none" for a part of a year that no period is (13月); first and last: which of them, the same for one. day: of the month. grain: of 本月 or 上季度, step how many before.
    cumulative: from January on. whole: all of a year. fiscal: a school or fiscal year. as_of: at an end, or a beginning, or "since" it. same: the same part as the table's own, of another year.
    listed: several parts, each for itself (一、二季度), first to last.
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
    listed: bool = False

    @property
    def names_year(self) -> bool:
        return self.year is not None

    @property
    def names_part(self) -> bool:
        """Whether it says which part of a year."""
        return bool(self.kind or self.whole)

    @property
    def last_month(self) -> int:
        """The month that it ends with, 0 where it names no part."""
        return self.last * _LENGTH.get(self.kind, 1)

    @property
    def crosses_years(self) -> bool:
        """Whether it runs from a part of one year to a part of another (2017年10月—2018年3月), which no period does."""
        return self.until is not None and bool(self.kind)

    @property
    def is_no_period(self) -> bool:
        """Whether it names parts of years that no period stands for together: a span across years, or several parts each for itself."""
        return self.crosses_years or self.listed or self.kind == "none"

    @property
    def ends_a_year(self) -> bool:
        """Whether it is New Year's Eve: what stood then is what the year ended with."""
        return self.kind == "day" and (self.last, self.day) == (12, 31)

    def at_years_end(self) -> Time:
        """New Year's Eve as the end of its year, which figures of the year are kept under; anything else as it is."""
        return Time(self.year, shift=0 if self.year is None else None, as_of="end") if self.ends_a_year else self

    def agrees(self, other: Time) -> bool:
        """Whether the two can be said of one thing: neither names what the other names otherwise."""
        if any(None not in (one, two) and one != two for one, two in zip(self._named(), other._named(), strict=True)):
            return False
        return not ((self.whole and other.kind) or (other.whole and self.kind))

    def _named(self) -> tuple[object, ...]:
        """What is said of years, of a part of them and of how far off they are; None for what is not."""
        years = (self.year, self.until, self.fiscal) if self.year is not None else None
        part = (self.kind, self.first, self.last, self.day, self.listed) if self.kind else None
        return years, part, self.shift

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
            self.listed or other.listed,
        )

    def _is_none(self, of_own_year: bool) -> bool:
        """Whether no period is meant: 13月, 二、三季度, and 以来, unless it is the year so far that the text is about."""
        return self.listed or self.kind == "none" or (self.as_of == "since" and (bool(self.kind) or not of_own_year))

    def period(self, own: Time | Period | None = None, part_of_own: bool = True) -> Period | None:
        """The period that is meant in a table or text whose own time is given; None when it cannot be known.

        part_of_own: a year alone under a table of a quarter is that quarter of the year. 累计 runs from January.
        """
        base = time_of(own)
        year = self._year_under(base)
        if year is None or self._is_none(year == base.year) or not self._is_told_under(base):
            return None
        if self.until is not None or self.fiscal:
            return self._of_years(year)
        if self._counts_from_own:
            return _stepped(base, year, self.grain, self.step, self.cumulative)
        part = base if self._leaves_part_to_own(part_of_own) else self
        if part.kind == "day":
            return _day(year, part.first, part.day)
        upto = self.as_of == "upto" and part.kind in ("month", "quarter")
        return _span(year, part.kind, part.first, part.last, self.cumulative or part.cumulative or upto)

    def _year_under(self, base: Time) -> int | None:
        """The year that is named, or that lies so far from the table's own."""
        if self.year is not None or base.year is None:
            return self.year
        return base.year + (self.shift or 0)

    def _leaves_part_to_own(self, part_of_own: bool) -> bool:
        """Whether the part of the year is the table's own."""
        ends_its_year = self.as_of == "end" and (self.year is not None or self.shift is not None)  # 2017年末, 上年末
        is_open = not self.names_part and self.grain != "year" and not ends_its_year
        return is_open and (part_of_own or self.same or self.year is None)

    def _is_told_under(self, base: Time) -> bool:
        """Whether what it leaves out can be taken from a time: from one that is no period nothing can."""
        return not base.is_no_period or (self.names_year and self.names_part)

    @property
    def _counts_from_own(self) -> bool:
        """Whether it is a part told by its distance from the table's own: 本月, 上季度, 上期."""
        return not self.kind and (self.grain in _LENGTH or (self.grain == "period" and self.step != 0))

    def _of_years(self, year: int) -> Period | None:
        """Several years, or a school or fiscal one; a part of them is no period."""
        if self.kind:
            return None
        if self.until is None:
            return Period(year, "fiscal")
        return Period(year, "years", self.until)


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


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period(year, "day", month * 100 + day)
    except ValueError:
        return None


def _span(year: int, kind: str, first: int, last: int, cumulative: bool) -> Period | None:
    """The period of some halves, quarters or months of a year; None for a span that has no name: 2—5月."""
    if kind not in _LENGTH:
        return Period(year)
    length = _LENGTH[kind]
    if cumulative or first == 1 < last:
        return _since_january(year, kind, last, alone=first == last)
    if first == last:
        return Period(year, kind, first)
    months, end = (last - first + 1) * length, last * length
    named = (Period(year, other, end // size) for other, size in _LENGTH.items() if size == months and end % size == 0)
    return next(named, None)


def _since_january(year: int, kind: str, last: int, alone: bool) -> Period:
    """What runs to the end of a half, quarter or month. alone: no beginning was named: a cumulative December is the year."""
    end = last * _LENGTH[kind]
    if alone and end == 12:
        return Period(year)
    return Period(year, kind, 1) if alone and last == 1 and kind != "month" else Period(year, "cumulative", end)


def _stepped(base: Time, year: int, grain: str, step: int, cumulative: bool) -> Period | None:
    """本月, 上季度: the month or quarter at the end of the table's own time, or so many before."""
    if grain == "period":
        grain = base.kind or "year"
    if grain == "year":
        return Period(year + step)
    if base.kind not in _LENGTH or (grain == "month" != base.kind):
        return None
    size = _LENGTH[grain]
    index = (base.last * _LENGTH[base.kind] + size - 1) // size + step
    if index < 1:
        year, index = year - 1, index + 12 // size
    return _span(year, grain, index, index, cumulative)
