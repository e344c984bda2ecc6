"""Periods: year, half, quarter, month, the cumulative span 1—n月, several years, a school or fiscal year, a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

KINDS = ("year", "half", "quarter", "month", "cumulative", "years", "fiscal", "day")
_LETTER = {"half": "H", "quarter": "Q", "month": "M", "cumulative": "C", "day": "D"}
_KIND = {letter: kind for kind, letter in _LETTER.items()}
_COUNT = {"half": 2, "quarter": 4, "month": 12, "cumulative": 12}
_WIDTH = {"half": 1, "quarter": 1, "month": 2, "cumulative": 2, "day": 4}
_MONTHS = {"half": 6, "quarter": 3, "month": 1}
_CODE = re.compile(r"([0-9]{4})(?:([HQ])([0-9])|([MC])([0-9]{2})|(D)([0-9]{4})|-([0-9]{4})|/([0-9]{2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of time.

    index: which half, quarter or month of the year, the last month of a cumulative span, the last of several years, month and day (0630)
    of a day, 0 for a year and for a school or fiscal year that begins in it. ValueError for what no calendar has.
    """

    year: int
    kind: str = "year"
    index: int = 0

    def __post_init__(self) -> None:
        if not self._possible():
            raise ValueError(f"no such period: {self.year} {self.kind} {self.index}")

    def _possible(self) -> bool:
        if self.kind in _COUNT:
            return 1 <= self.index <= _COUNT[self.kind]
        if self.kind == "years":
            return self.year < self.index <= 9999
        if self.kind == "day":
            date(self.year, self.index // 100, self.index % 100)
            return True
        return self.kind in ("year", "fiscal") and self.index == 0

    @property
    def code(self) -> str:
        """As written and exchanged: 2018, 2018H1, 2018Q3, 2018M11, 2018C09 (January to September), 2016-2018, 2016/17, 2018D0630."""
        if self.kind == "year":
            return str(self.year)
        if self.kind == "years":
            return f"{self.year}-{self.index}"
        if self.kind == "fiscal":
            return f"{self.year}/{(self.year + 1) % 100:02}"
        return f"{self.year}{_LETTER[self.kind]}{self.index:0{_WIDTH[self.kind]}}"

    @property
    def span(self) -> Period:
        """The same months under the one name that figures are kept by: 1—12月 is the year, 1—6月 the first half, 1—3月 the first quarter."""
        if self.kind != "cumulative":
            return self
        if self.index == 12:
            return Period(self.year)
        if self.index in (6, 3):
            return Period(self.year, "half" if self.index == 6 else "quarter", 1)
        return Period(self.year, "month", 1) if self.index == 1 else self

    def __str__(self) -> str:
        """As reports print it: 2018年, 2018年上半年, 2018年三季度, 2018年11月, 2018年1—9月, 2016—2018年, 2016/17年度, 2018年6月30日."""
        if self.kind == "year":
            return f"{self.year}年"
        if self.kind == "half":
            return f"{self.year}年{'上下'[self.index - 1]}半年"
        if self.kind == "quarter":
            return f"{self.year}年{'一二三四'[self.index - 1]}季度"
        if self.kind == "month":
            return f"{self.year}年{self.index}月"
        if self.kind == "years":
            return f"{self.year}—{self.index}年"
        if self.kind == "fiscal":
            return f"{self.code}年度"
        if self.kind == "day":
            return f"{self.year}年{self.index // 100}月{self.index % 100}日"
        return f"{self.year}年1—{self.index}月"

    @property
    def months(self) -> range:
        """The calendar months it spans, 1 to 12."""
        if self.kind == "cumulative":
            return range(1, self.index + 1)
        if self.kind == "day":
            return range(self.index // 100, self.index // 100 + 1)
        length = _MONTHS.get(self.kind)
        return range(1, 13) if length is None else range((self.index - 1) * length + 1, self.index * length + 1)

    def meets(self, other: Period) -> bool:
        """Whether some month lies in both; of school and fiscal years the whole of both their years counts."""
        first, last = self._ends
        its_first, its_last = other._ends
        return first <= its_last and its_first <= last

    @property
    def _ends(self) -> tuple[int, int]:
        """Its first and its last month, counted from year 0."""
        last_year = {"years": self.index, "fiscal": self.year + 1}.get(self.kind, self.year)
        return self.year * 12 + self.months[0], last_year * 12 + self.months[-1]

    @property
    def edges_a_month(self) -> bool:
        """Whether it is the first or the last day of a month."""
        if self.kind != "day":
            return False
        return self.index % 100 in (1, monthrange(self.year, self.index // 100)[1])

    def moved(self, years: int) -> Period:
        """The same span of another year; what 同比 compares with is ``moved(-1)``. The 29th of February becomes the 28th."""
        if self.kind == "years":
            return Period(self.year + years, "years", self.index + years)
        if self.kind == "day" and self.index == 229:
            try:
                return Period(self.year + years, "day", 229)
            except ValueError:
                return Period(self.year + years, "day", 228)
        return Period(self.year + years, self.kind, self.index)

    def before(self) -> Period | None:
        """The period that 环比 compares with; None for a cumulative span, several years and a day."""
        if self.kind in ("year", "fiscal"):
            return Period(self.year - 1, self.kind)
        if self.kind not in _MONTHS:
            return None
        if self.index > 1:
            return Period(self.year, self.kind, self.index - 1)
        return Period(self.year - 1, self.kind, _COUNT[self.kind])


def stretch_before(period: Period, step: int) -> Period | None:
    """What stood in the issue before where a period stands: the period before it, or of a span from January that to so many months earlier.

    step: months of the issue. The first span of a year has no shorter one: it is the quarter or month that it is too. None for several years and a day.
    """
    if period.kind != "cumulative":
        return period.before()
    if period.index > step:
        return Period(period.year, "cumulative", period.index - step)
    return period.span.before()


@lru_cache(maxsize=16384)
def period_from_code(code: str) -> Period:
    """The inverse of `Period.code`; ValueError for anything else."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise ValueError(code)
    year = int(match[1])
    if match[8]:
        return Period(year, "years", int(match[8]))
    if match[9]:
        if int(match[9]) != (year + 1) % 100:
            raise ValueError(code)
        return Period(year, "fiscal")
    letter = match[2] or match[4] or match[6]
    return Period(year, _KIND[letter], int(match[3] or match[5] or match[7])) if letter else Period(year)


@lru_cache(maxsize=16384)
def span_code(code: str) -> str:
    """The code under which figures of these months are kept; a text that is no code stays as it is."""
    try:
        return period_from_code(code).span.code
    except ValueError:
        return code
