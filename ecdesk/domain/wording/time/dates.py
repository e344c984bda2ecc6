"""Months, quarters and days in digits, in codes and in English: 2018-06, 201806, 30/6/2018, 3Q2018, June 2018."""

from __future__ import annotations

import re

from ecdesk.domain.wording.time.small_numbers import DASH, MONTH, small_number
from ecdesk.domain.wording.time.times import Time

_DAY_FIRST = re.compile(r"(?<![0-9./])(?P<one>[0-3]?[0-9])/(?P<two>[0-3]?[0-9])/(?P<year>(?:19|20)[0-9]{2})(?![0-9/])")
_MONTH_FIRST = re.compile(
    rf"(?<![0-9./\-表件第])(?:(?P<from>1[0-2]|0?[1-9]){DASH}(?=[0-9]+/))?(?P<month>1[0-2]|0?[1-9])(?P<sep>[-/.])(?P<year>(?:19|20)[0-9]{{2}})(?![-0-9./年])"
)
_NUMERIC = re.compile(
    r"(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})(?:(?P<sep>[-/.])(?P<month>1[0-2]|0?[1-9])(?:(?P=sep)(?P<day>[12][0-9]|3[01]|0?[1-9]))?)(?![0-9.])"
)
_NUMERIC_SPAN = re.compile(
    rf"(?<![0-9.])(?P<year>(?:19|20)[0-9]{{2}})[./](?P<from>{MONTH}){DASH}(?P<to>{MONTH})(?![0-9.])(?: ?月)?"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])?")
_CODED = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?P<letter>[QqHh])(?P<index>[1-4])[ ,/\-'’]{1,2}|(?P<before>1[0-2]|[1-9])(?P<behind>[QqHhM])[ ,/\-'’]{0,2})"
    r"(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9A-Za-z])|(?<![0-9A-Za-z.])['’]?(?P<short>[0-9]{2})(?P<then>[QH])(?P<at>[1-4])(?![0-9A-Za-z])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_ENGLISH = re.compile(
    rf"(?<![a-z])(?:(?P<from>{_MONTH_NAME})\.?{DASH})?(?P<month>{_MONTH_NAME})\.?(?: (?P<day>[0-3]?[0-9]),)?[ ,.'’\-]{{0,3}}"
    r"(?P<year>(?:19|20)[0-9]{2}|(?<=[-'’])[0-9]{2})(?![0-9])",
    re.I,
)
_NAMED_MONTH = re.compile(rf"(?<![a-z])(?:(?P<from>{_MONTH_NAME})\.?{DASH})?(?P<month>{_MONTH_NAME})\.?(?![a-z])", re.I)
COUNTED = re.compile(
    "(?:十|百|千|万|亿){0,3}(?:元|件|家|户|吨|辆|台|票|笔|单|倍|美元|个|名|位|种|项|条|人(?!均)|[%‰])|[.]?[0-9]|,[0-9]{3}"
)
"""Behind four digits: a number of something, and no year."""


def match_numeric_span(text: str, start: int) -> tuple[Time, int] | None:
    """2018.1-9."""
    match = _NUMERIC_SPAN.match(text, start)
    if match is None:
        return None
    first, last = small_number(match["from"]), small_number(match["to"])
    return (Time(int(match["year"]), kind="month", first=first, last=last), match.end()) if first < last else None


def match_numeric(text: str, start: int) -> tuple[Time, int] | None:
    """2018-06, 2018/6, 2018.06, 2018-06-30."""
    match = _NUMERIC.match(text, start)
    if match is None or text[match.end() : match.end() + 1] in ("年", "%", "季"):
        return None
    bare = match["sep"] == "." and match["day"] is None
    if bare and (len(match["month"]) == 1 or COUNTED.match(text, match.end())):
        # 2018.9 may be a number; 2018.09 is not, unless a unit follows.
        return None
    time = _date(match["year"], match["month"], match["day"])
    return time, match.end() + text.startswith("日" if time.day else "月", match.end())


def match_day_first(text: str, start: int) -> tuple[Time, int] | None:
    """30/6/2018 and 6/30/2018, where only one of the two can be a month."""
    match = _DAY_FIRST.match(text, start)
    if match is None:
        return None
    month, day = sorted((match["one"], match["two"]), key=int)
    return (_date(match["year"], month, day), match.end()) if int(month) <= 12 < int(day) else None


def match_month_first(text: str, start: int) -> tuple[Time, int] | None:
    """03/2018, 1-3/2018 and 03-2018; 3-2018 and 11.2018 only as all of a text, for in another the one may be a number and the other a figure."""
    match = _MONTH_FIRST.match(text, start)
    if match is None:
        return None
    if match["from"]:
        first, last = int(match["from"]), int(match["month"])
        return (Time(int(match["year"]), kind="month", first=first, last=last), match.end()) if first < last else None
    alone = start == 0 and match.end() == len(text)
    plain = match["sep"] == "/" or (len(match["month"]) == 2 and (match["sep"] == "-" or match["month"] < "10"))
    return (_date(match["year"], match["month"], None), match.end()) if alone or plain else None


def match_compact(text: str, start: int) -> tuple[Time, int] | None:
    """201806 and 20180630, as all of a text."""
    match = _COMPACT.fullmatch(text) if start == 0 else None
    return (_date(match["year"], match["month"], match["day"]), match.end()) if match is not None else None


def _date(year: str, month: str, day: str | None) -> Time:
    """A month, or a day of it; a year of two digits is of this century."""
    index = int(month)
    return Time(whole_year(year), kind="day" if day else "month", first=index, last=index, day=int(day or 0))


def whole_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month_named(name: str) -> int:
    return _MONTHS.index(name[:3].casefold()) + 1


def match_english(text: str, start: int) -> tuple[Time, int] | None:
    """June 2018, June 30, 2018, Jan-Sep 2018."""
    match = _ENGLISH.match(text, start)
    if match is None:
        return None
    month = _month_named(match["month"])
    if not match["from"]:
        return _date(match["year"], str(month), match["day"]), match.end()
    first = _month_named(match["from"])
    return (Time(whole_year(match["year"]), kind="month", first=first, last=month), match.end()) if first < month else None


def match_named_month(text: str, start: int) -> tuple[Time, int] | None:
    """June, Jan-Sep, at the end of a text: its year is told elsewhere."""
    match = _NAMED_MONTH.match(text, start)
    if match is None or match.end() < len(text.rstrip()) or text[start - 1 : start].isalpha():
        return None
    month = _month_named(match["month"])
    first = _month_named(match["from"] or match["month"])
    return (Time(kind="month", first=first, last=month), match.end()) if first <= month else None


def match_coded(text: str, start: int) -> tuple[Time, int] | None:
    """Q3 2018, 3Q2018, 1H18."""
    match = _CODED.match(text, start)
    if match is None:
        return None
    letter = (match["letter"] or match["behind"] or match["then"]).upper()
    index = int(match["index"] or match["before"] or match["at"])
    year = whole_year(match["year"] or match["short"])
    if letter == "M":
        return Time(year, kind="month", first=1, last=index, cumulative=True), match.end()
    if index > (2 if letter == "H" else 4):
        return None
    return Time(year, kind="quarter" if letter == "Q" else "half", first=index, last=index), match.end()
