"""Years: with 年 or bare, spelled, short, school and fiscal years, several of them, five-year plans, and years that words such as 上年 mean."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.wording.lexicon import Lexicon, listed, words_of
from ecdesk.domain.wording.time.dates import COUNTED, whole_year
from ecdesk.domain.wording.time.small_numbers import DASH, DIGIT
from ecdesk.domain.wording.time.times import Time, time_of
from ecdesk.domain.wording.time.year_parts import CHINESE, NO_SUCH_PART, ONE_MONTH, match_part, skip_space

_YEAR = re.compile(r"(?<![0-9.])(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9])")
SPELLED_YEAR = re.compile(r"[一二][〇零○0oO一二三四五六七八九]{3}(?= ?年)")
SHORT_YEAR = re.compile(r"(?<![0-9.])['’‘]?([0-9]{2})(?= ?年)")
_BARE_YEARS = range(1949, 2051)
"""Four digits without 年 are a year when they are one of these."""
_SECOND_YEAR = re.compile(
    rf" ?年?(?:{DASH}|/)((?:1[0-9]{{3}}|2[01][0-9]{{2}}|[0-9]{{2}}|[一二][〇零○0oO一二三四五六七八九]{{3}}))(?![0-9])"
)

_TWO_DIGITS_MORE = re.compile(r"[-—–](?:1[3-9]|[2-9][0-9])(?![0-9./月])")
"""2016-17: a school year or two years, and no month of one."""
_CODE = re.compile(r"(?:[HhQqMmCc][0-9]{1,2}|[Dd][0-9]{4})(?![0-9A-Za-z])")
_AFTER_FY = re.compile(r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])")

_SAID = {
    "whole.words": Time(whole=True),
    "last.words": Time(shift=-1),
    "last.months": Time(shift=-1, grain="month"),
    "last.quarters": Time(shift=-1, grain="quarter"),
    "before_last.words": Time(shift=-2),
    "next.words": Time(shift=1),
    "cumulative.words": Time(cumulative=True),
    "ends.year": Time(whole=True, as_of="end"),
    "ends.quarter": Time(grain="quarter", as_of="end"),
    "ends.month": Time(grain="month", as_of="end"),
    "this.year": Time(grain="year", shift=0),
    "this.quarter": Time(grain="quarter"),
    "this.month": Time(grain="month"),
    "this.period": Time(grain="period", shift=0),
    "previous.quarter": Time(grain="quarter", step=-1),
    "previous.month": Time(grain="month", step=-1),
    "previous.period": Time(grain="period", step=-1),
}
"""What the words of each list of ``periods.toml`` say."""


@lru_cache(maxsize=1)
def said_words() -> Lexicon[Time | None]:
    """Words with the time that they say; None for those of a basis that begin like one, such as 当年价."""
    found: dict[str, Time | None] = dict.fromkeys(words_of("bases.toml")["basis"]["words"])
    for name, time in _SAID.items():
        section, _, key = name.partition(".")
        found |= dict.fromkeys(words_of("periods.toml")[section][key], time)
    found |= {word: Time(year, as_of="since") for word, year in words_of("periods.toml")["since"]["words"].items()}
    return Lexicon(found)


@lru_cache(maxsize=1)
def _suffixes() -> Lexicon[bool]:
    data = words_of("periods.toml")["year"]
    fiscal = set(data["fiscal"])
    return Lexicon({word: word in fiscal for word in (*data["suffixes"], *fiscal)})


@lru_cache(maxsize=1)
def plans() -> tuple[Lexicon[tuple[int, int]], Lexicon[bool]]:
    data = words_of("periods.toml")
    plans = {name: tuple(int(year) for year in years.split("-")) for name, years in data["plans"].items()}
    return Lexicon({name: (first, last) for name, (first, last) in plans.items()}), Lexicon(
        dict.fromkeys(data["plan"]["after"], True)
    )


def match_fiscal(text: str, start: int) -> tuple[Time, int] | None:
    """FY2018, FY2017/18."""
    before = listed("periods.toml", "year", "before").match(text, start)
    digits = _AFTER_FY.match(text, skip_space(text, before[1])) if before is not None else None
    if digits is None:
        return None
    year = whole_year(digits[0])
    return _second_year(text, year, digits.end()) or (Time(year), digits.end())


def match_plan(text: str, start: int) -> tuple[Time, int] | None:
    """“十三五”, 十三五时期."""
    quoted = text[start] in _QUOTES
    place = start + quoted
    found = plans()[0].match(text, place)
    if found is None or text[place - 1 : place] in DIGIT:
        return None
    (first, last), end = found
    if quoted and text[end : end + 1] not in _CLOSING_QUOTES:
        return None
    end += quoted
    after = plans()[1].match(text, end)
    if after is None:
        return (Time(first, last), end) if quoted else None
    edge = {"末": last, "初": first}.get(text[after[1] - 1])
    if edge is not None:
        return Time(edge), after[1]
    return Time(first, last), after[1] if text[after[1] - 2 : after[1]] in ("时期", "期间") else end


_QUOTES, _CLOSING_QUOTES = ("“", '"', "‘", "「"), ("”", '"', "’", "」")


def match_year(text: str, start: int) -> tuple[Time, int] | None:
    found = _year_at(text, start)
    if found is None:
        match = SHORT_YEAR.match(text, start)
        return _short_year(text, start, match) if match is not None else None
    year, end = found
    second = _second_year(text, year, end)
    if second is not None:
        return second
    suffix = _suffixes().match(text, skip_space(text, end))
    if suffix is not None:
        named = text[end : suffix[1]].strip()
        time = Time(year, fiscal=named in words_of("periods.toml")["year"]["school"], whole="全年" in named)
        return _with_part(text, time, suffix[1])
    if year not in _BARE_YEARS or COUNTED.match(text, skip_space(text, end)) is not None or _part_of_a_number(text, start):
        return None
    return _bare_year(text, start, year, end)


def _bare_year(text: str, start: int, year: int, end: int) -> tuple[Time, int] | None:
    """A year in four digits with what stands behind it: a code (2018C12), two digits that are no month (2016-17), or a part of it."""
    if _TWO_DIGITS_MORE.match(text, end) is not None:
        return Time(year, kind="none"), end + 3
    code = _CODE.match(text, end)
    if code is not None:
        coded = _of_code(text[start : code.end()])
        return None if coded is None else (coded, code.end())
    return _with_part(text, Time(year), end)


def _year_at(text: str, start: int) -> tuple[int, int] | None:
    """A year in four digits or numerals, with where it ends."""
    match = _YEAR.match(text, start)
    if match is None and text[start - 1 : start] not in DIGIT:
        match = SPELLED_YEAR.match(text, start)
    return (_read_out(match[0]), match.end()) if match is not None else None


def _read_out(signs: str) -> int:
    """The number whose digits stand one by one: 2018, 二〇一八, 2O18."""
    return int("".join(str(DIGIT.get(sign, sign)) for sign in signs))


def _part_of_a_number(text: str, start: int) -> bool:
    """Whether the four digits belong to a longer figure or name: 1 2018, B2018, =2018."""
    return bool(re.compile(r"[0-9] ?$|[A-Za-z=<>±]$").search(text[max(0, start - 2) : start]))


def _of_code(text: str) -> Time | None:
    """What a period's code says (2018C12), with one digit of a month or two."""
    letter, index = text[4].upper(), text[5:]
    try:
        period = period_from_code(f"{text[:4]}{letter}{index.zfill(2) if letter in 'MC' else index}")
    except ValueError:
        return None
    if period.kind == "cumulative":
        return Time(period.year, kind="month", first=1, last=period.index, cumulative=True)
    return time_of(period)


def _second_year(text: str, year: int, end: int) -> tuple[Time, int] | None:
    """2013—2018年, 2016/17, 2016-2017学年; 2018-19 is a school year, 2018-09 was read as a month before."""
    match = _SECOND_YEAR.match(text, end)
    if match is None:
        return None
    other = _read_out(match[1])
    if len(match[1]) == 2:
        other += year - year % 100 + (100 if other == 0 and year % 100 == 99 else 0)
    slash = "/" in text[end : match.start(1)]
    suffix = _suffixes().match(text, skip_space(text, match.end()))
    after = suffix[1] if suffix is not None else match.end()
    if other == year + 1 and (slash or (suffix is not None and suffix[0])):
        return Time(year, fiscal=True), after
    if slash or other <= year or (suffix is None and _may_be_no_year(text, year, other, match)):
        return None
    return Time(year, other), after


def _may_be_no_year(text: str, year: int, other: int, second: re.Match[str]) -> bool:
    """Whether two numbers without 年 may be no years, or the second one of a month: 2018—19, 2018—20193月."""
    unusual = len(second[1]) == 2 or not {year, other} <= set(_BARE_YEARS)
    return unusual or ONE_MONTH.match(text, skip_space(text, second.end())) is not None


def _short_year(text: str, start: int, match: re.Match[str]) -> tuple[Time, int] | None:
    """18年 at the beginning of a text, or ’18年; 18年 in the middle of words may be so many years."""
    marked = text[start : start + 1] in "'’‘"
    if start and not marked:
        return None
    number = int(match[1])
    year = 2000 + number if number <= 50 else 1900 + number
    suffix = _suffixes().match(text, skip_space(text, match.end()))
    assert suffix is not None
    rest = skip_space(text, suffix[1])
    if not marked and rest < len(text) and match_part(text, rest) is None and CHINESE.match(text, rest) and number < 10:
        return None
    return _with_part(text, Time(year), suffix[1])


def _with_part(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A year with the half, quarter, month or 全年 that follows it."""
    place = end
    while place < len(text) and text[place] in " 的-" and place - end < 2:
        place += 1
    part = match_part(text, place, after_year=True)
    if part is not None:
        return time.joined(part[0]), part[1]
    word = said_words().match(text, place)
    if word is not None and word[0] == Time(whole=True):
        return replace(time, whole=True), word[1]
    impossible = NO_SUCH_PART.match(text, place)
    if impossible is not None:
        return replace(time, kind="none"), impossible.end()
    return time, end


def match_word(text: str, start: int) -> tuple[Time, int] | None:
    """本月, 上年, 累计 …, with the part of the year behind them: 去年上半年."""
    found = said_words().match(text, start)
    if found is None or found[0] is None:
        return None
    time, end = found[0], found[1]
    if time.shift is not None and time.grain in ("", "year"):
        part = match_part(text, skip_space(text, end), after_year=True)
        if part is not None:
            return replace(time.joined(part[0]), grain=""), part[1]
    return time, end
