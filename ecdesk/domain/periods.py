"""Periods: year, half, quarter, month and the cumulative span 1—n月, with names that sort in time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.keys import Key

KINDS = ("year", "half", "quarter", "month", "cumulative")
_LETTER = {"year": "", "half": "H", "quarter": "Q", "month": "M", "cumulative": "C"}
_KIND = {letter: kind for kind, letter in _LETTER.items()}
_COUNT = {"year": 0, "half": 2, "quarter": 4, "month": 12, "cumulative": 12}
_MONTHS = {"half": 6, "quarter": 3, "month": 1}
_CHINESE_DIGITS = "一二三四五六七八九十"
_DASH = r"\s*(?:—|–|-|－|~|～|至|到)+\s*"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of time. index: which half, quarter or month of the year, the last month of a cumulative span, 0 for a year."""

    year: int
    kind: str = "year"
    index: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not (0 <= self.index <= _COUNT[self.kind]) or (self.kind != "year") != bool(self.index):
            raise ValueError(f"no such period: {self.year} {self.kind} {self.index}")

    @property
    def code(self) -> str:
        """As stored and exchanged: 2018, 2018H1, 2018Q3, 2018M11, 2018C09 (January to September)."""
        if self.kind == "year":
            return str(self.year)
        width = 2 if self.kind in ("month", "cumulative") else 1
        return f"{self.year}{_LETTER[self.kind]}{self.index:0{width}}"

    def __str__(self) -> str:
        """As reports print it: 2018年, 2018年上半年, 2018年三季度, 2018年11月, 2018年1—9月."""
        if self.kind == "year":
            return f"{self.year}年"
        if self.kind == "half":
            return f"{self.year}年{'上下'[self.index - 1]}半年"
        if self.kind == "quarter":
            return f"{self.year}年{_CHINESE_DIGITS[self.index - 1]}季度"
        if self.kind == "month":
            return f"{self.year}年{self.index}月"
        return f"{self.year}年1—{self.index}月"

    @property
    def months(self) -> range:
        """The calendar months it spans, 1 to 12."""
        if self.kind == "year":
            return range(1, 13)
        if self.kind == "cumulative":
            return range(1, self.index + 1)
        length = _MONTHS[self.kind]
        return range((self.index - 1) * length + 1, self.index * length + 1)

    def moved(self, years: int) -> Period:
        """The same span of another year; what 同比 compares with is ``moved(-1)``."""
        return Period(self.year + years, self.kind, self.index)

    def before(self) -> Period | None:
        """The period that 环比 compares with; None for a cumulative span."""
        if self.kind == "year":
            return Period(self.year - 1)
        if self.kind == "cumulative":
            return None
        if self.index > 1:
            return Period(self.year, self.kind, self.index - 1)
        return Period(self.year - 1, self.kind, _COUNT[self.kind])


@lru_cache(maxsize=4096)
def period_from_code(code: str) -> Period:
    """The inverse of `Period.code`; ValueError for anything else."""
    match = re.fullmatch(r"(\d{4})(?:([HQMC])(\d{1,2}))?", code)
    if match is None:
        raise ValueError(code)
    return Period(int(match[1]), _KIND[match[2] or ""], int(match[3] or 0))


@lru_cache(maxsize=4096)
def find_period(text: str, year: int | None = None) -> Period | None:
    """The period that a whole text names (2018年, 2018, 1—9月, 三季度, 2018Q3, 2018年上半年), or None.

    year: what a text without a year belongs to; None leaves such a text unread.
    """
    compact = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    try:
        return period_from_code(compact)
    except ValueError:
        pass
    match = re.fullmatch(r"((?:19|20)\d{2})(?:年度|年)?(?:全年)?", compact)
    if match:
        return Period(int(match[1]))
    match = re.match(r"((?:19|20)\d{2})[年.\-/]?", compact)
    rest = compact
    if match:
        year, rest = int(match[1]), compact[match.end() :]
    if year is None:
        return None
    if rest in ("全年", "年度", "全年累计"):
        return Period(year)
    if rest in ("上半年", "H1", "h1"):
        return Period(year, "half", 1)
    if rest in ("下半年", "H2", "h2"):
        return Period(year, "half", 2)
    match = re.fullmatch(r"(?:第)?([一二三四1-4])季(?:度)?|[Qq]([1-4])", rest)
    if match:
        return Period(year, "quarter", _small_number(match[1] or match[2]))
    match = re.fullmatch(rf"(?:1|一)月?{_DASH}(1[0-2]|[2-9]|十[一二]?|[二三四五六七八九])月(?:累计|份)?", rest)
    if match:
        return Period(year, "cumulative", _small_number(match[1]))
    match = re.fullmatch(r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?", rest)
    if match:
        return Period(year, "month", _small_number(match[1]))
    return None


def _small_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return sum(_CHINESE_DIGITS.index(character) + 1 for character in text)


def year_before(key: Key) -> Key:
    """The same figure of the same period a year before. Raises ValueError for a key whose period is none."""
    return key.moved(period=period_from_code(key.period).moved(-1).code)
