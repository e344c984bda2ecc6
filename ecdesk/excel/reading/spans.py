"""Periods inside texts: 2018年1—9月, 三季度, 上年同期, FY2018, and the years a title or a file's name gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.periods import Period
from ecdesk.excel.reading.words import words

_YEAR = r"(?<![0-9.])(?:19[5-9][0-9]|20[0-4][0-9])(?![0-9])"
_DASH = r"\s*(?:—|–|-|~|至|到)+\s*"
_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DIGITS = "零一二三四五六七八九十"
_MONTHS = {
    name: index + 1
    for index, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
}
_MONTH_NAME = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"

_RANGE = re.compile(rf"({_YEAR})年?{_DASH}({_YEAR})(?:年度|年)?")
_SPAN = re.compile(
    rf"(?:(?P<year>{_YEAR})(?:年度?|[.\-/])?\s*)?(?:"
    rf"(?:前(?P<firstq>[二两三四])个?季度)"
    rf"|(?:(?:1|一){_DASH}(?P<toq>[2-4二三四])季度)"
    rf"|(?:第?(?P<quarter>[一二三四1-4])季度?)"
    rf"|(?:[Qq](?P<q>[1-4])(?![0-9]))"
    rf"|(?:(?:1|一|01)月?{_DASH}(?P<to>{_NUMBER})月(?:份)?(?:累计)?)"
    rf"|(?:前(?P<first>{_NUMBER})个?月)"
    rf"|(?P<half>上|下)半年|(?:[Hh](?P<h>[12])(?![0-9]))"
    rf"|(?:(?P<month>{_NUMBER})月(?:份)?(?!\s*[0-9]+\s*日)(?P<cumulative>累计)?)"
    rf")"
)
_YEAR_MONTH = re.compile(
    rf"(?P<year>{_YEAR})[.\-/](?P<month>1[0-2]|0[1-9])(?![0-9])(?:[.\-/](?:0[1-9]|[12][0-9]|3[01])(?![0-9]))?"
)
_ENGLISH = re.compile(
    rf"(?:(?P<from>{_MONTH_NAME})\s*{_DASH})?(?P<month>{_MONTH_NAME})[ ,]*(?P<year>{_YEAR})|[Qq](?P<q>[1-4])[ ,]*(?P<qyear>{_YEAR})",
    re.I,
)
_ONLY_YEAR = re.compile(
    rf"(?:fy\s*)?({_YEAR})\s*(?:年度|年(?:全年|度)?|財年|财年|全年)?(?:\(?(?:e|预计|预测|初步|快报|实际|实绩|终值)\)?)?", re.I
)
_SPELLED = {
    ord(sign): str(digit)
    for signs in ("〇一二三四五六七八九", "零一二三四五六七八九", "○一二三四五六七八九")
    for digit, sign in enumerate(signs)
}
_SPELLED_YEAR = re.compile(r"(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}(?=年)")
_SPACED_YEAR = re.compile(r"(?<![0-9] )(?<![0-9])(?:1 9|2 0) [0-9] [0-9](?= ?年)")
_SHORT_YEAR = re.compile(r"['’‘]?([0-4][0-9])\s*年(?:度|全年)?((?:实际|实绩|累计|同比|增长|增速|绝对额|总额|总量|数值)?)")
"""17年, 18年 as all that a heading says of time."""
_DATE = re.compile(rf"{_YEAR}\s*(?:年\s*{_NUMBER}\s*月\s*[0-9]{{1,2}}\s*日|([.\-/])[0-9]{{1,2}}\1[0-9]{{1,2}}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class Span:
    """What a text says about time. year: None when it names none; shift: years from the table's own year; kind and index as in
    `Period`, "" when only a year is meant."""

    year: int | None = None
    kind: str = ""
    index: int = 0
    shift: int = 0
    relative: bool = False
    to_date: bool = False
    """From the start of the year to the end of the month or quarter."""

    def period(self, base: Span | None) -> Period | None:
        """The period meant in a table whose own time is `base`; None when no year is known."""
        year = self.year
        kind, index = self.kind, self.index
        if year is None:
            if base is None or base.year is None:
                return None
            year = base.year + self.shift
        if not kind and base is not None and base.kind:
            kind, index = base.kind, base.index
        if self.to_date and kind in ("month", "quarter"):
            kind, index = _cumulative(index * 3 if kind == "quarter" else index)
        return Period(year, kind or "year", index)


def _with_plain_year(text: str) -> str:
    """The text with a year that is written 二〇一八 or 2 0 1 8 written 2018."""
    text = _SPELLED_YEAR.sub(lambda match: match[0].translate(_SPELLED), text)
    return _SPACED_YEAR.sub(lambda match: match[0].replace(" ", ""), text)


def _small(text: str | None) -> int:
    if not text:
        return 0
    if text.isdigit():
        return int(text)
    return sum(2 if character == "两" else _DIGITS.index(character) for character in text)


def _cumulative(month: int) -> tuple[str, int]:
    return ("year", 0) if month == 12 else ("cumulative", month) if month > 1 else ("month", 1)


@lru_cache(maxsize=8192)
def find_span(text: str) -> tuple[Span | None, str]:
    """The time that a text names and the text without it. A range of years names none."""
    rest = text = _with_plain_year(text)
    if _RANGE.search(rest):
        return None, _RANGE.sub("", rest)
    match = _ENGLISH.search(rest)
    if match:
        if match["q"]:
            return Span(int(match["qyear"]), "quarter", int(match["q"])), _without(rest, match)
        month = _MONTHS[match["month"][:3].casefold()]
        kind, index = _cumulative(month) if match["from"] else ("month", month)
        return Span(int(match["year"]), "" if kind == "year" else kind, index), _without(rest, match)
    match = _SPAN.search(rest)
    if match:
        year = int(match["year"]) if match["year"] else None
        if year is None and (found := _ONLY_YEAR.search(rest)):
            year = int(found[1])
        kind, index = _kind(match)
        rest = _without(rest, match)
        if year is not None:
            rest = _ONLY_YEAR.sub("", rest)
        shift, rest, relative = _shift(rest)
        return Span(year, kind, index, shift, relative), rest
    match = _YEAR_MONTH.search(rest)
    if match:
        return Span(int(match["year"]), "month", int(match["month"])), _without(rest, match)
    match = _ONLY_YEAR.search(rest)
    if match:
        return Span(int(match[1])), _without(rest, match)
    match = _SHORT_YEAR.fullmatch(rest.strip())
    if match:
        return Span(2000 + int(match[1])), match[2] or ""
    shift, rest, relative = _shift(rest)
    if relative:
        return Span(None, "", 0, shift, True), rest
    return None, text


def _kind(match: re.Match[str]) -> tuple[str, int]:
    if match["firstq"] or match["toq"]:
        return _cumulative(3 * _small(match["firstq"] or match["toq"]))
    if match["quarter"] or match["q"]:
        return "quarter", _small(match["quarter"] or match["q"])
    if match["half"] or match["h"]:
        return "half", {"上": 1, "下": 2}.get(match["half"] or "", 0) or int(match["h"])
    if match["to"] or match["first"]:
        kind, index = _cumulative(_small(match["to"] or match["first"]))
        return ("", 0) if kind == "year" else (kind, index)
    month = _small(match["month"])
    if match["cumulative"]:
        kind, index = _cumulative(month)
        return ("", 0) if kind == "year" else (kind, index)
    return "month", month


def _shift(text: str) -> tuple[int, str, bool]:
    for pattern, shift in words().relative:
        match = pattern.search(text)
        if match:
            return shift, _without(text, match), True
    return 0, text, False


def _without(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + text[match.end() :]


@lru_cache(maxsize=4096)
def title_span(text: str) -> tuple[Span | None, int | None]:
    """The time that a title, a line or a file's name gives, and the last year of a range of years; dates of the day are left out."""
    text = _DATE.sub("", _with_plain_year(text))
    match = _RANGE.search(text)
    if match:
        return None, int(match[2])
    span, _rest = find_span(text)
    if span is not None and span.year is not None:
        return span, None
    return None, None
