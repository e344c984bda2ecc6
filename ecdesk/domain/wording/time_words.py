"""The one grammar of time: years, halves, quarters, months, days, spans of them, and words such as 本月, 上年 and 累计.

What a text says is a `Time`, a record of what was named; it becomes a period when what it leaves out is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.wording.dates import (
    COUNTED,
    match_coded,
    match_compact,
    match_day_first,
    match_english,
    match_named_month,
    match_numeric,
    match_numeric_span,
    whole_year,
)
from ecdesk.domain.wording.folding import CJK, DASHES, folded
from ecdesk.domain.wording.lexicon import Lexicon, words_of
from ecdesk.domain.wording.small_numbers import DASH, DIGIT, MONTH, NUMERALS, small_number
from ecdesk.domain.wording.times import Time, time_of

_DAY = "(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = "(?:[1-4一二三四]|IV|I{1,3})"
_NO_DIGIT = rf"(?<![0-9.一二三四五六七八九十百千〇])(?<![0-9][{DASHES}])"

_YEAR = re.compile(r"(?<![0-9.])(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9])")
SPELLED_YEAR = re.compile(r"[一二][〇零○0oO一二三四五六七八九]{3}(?= ?年)")
SHORT_YEAR = re.compile(r"(?<![0-9.])['’‘]?([0-9]{2})(?= ?年)")
_BARE_YEARS = range(1949, 2051)
"""Four digits without 年 are a year when they are one of these."""
_SECOND_YEAR = re.compile(
    rf" ?年?(?:{DASH}|/)((?:1[0-9]{{3}}|2[01][0-9]{{2}}|[0-9]{{2}}|[一二][〇零○0oO一二三四五六七八九]{{3}}))(?![0-9])"
)

_AND = "(?:、|和|及|与)"
_ONE_MONTH = re.compile(rf"{_NO_DIGIT}({MONTH}) ?月份?")
_PARTS = tuple(
    (kind, form, re.compile(pattern))
    for kind, form, pattern in (
        ("half", "one", r"([上下前后])半年(?:度)?|[Hh]([12])(?![0-9A-Za-z])|(?<![0-9A-Za-z.])([12])[Hh](?![A-Za-z])"),
        (
            "quarter",
            "list",
            rf"{_NO_DIGIT}第?({_QUARTER})(?:季度?)?(?:{_AND}第?({_QUARTER})(?:季度?)?)?{_AND}第?({_QUARTER})个?季度?",
        ),
        ("quarter", "span", rf"{_NO_DIGIT}第?({_QUARTER})(?:季度?)?{DASH}第?({_QUARTER})个?季度?"),
        ("quarter", "first", r"(?:前|头|首)([1-4一二两三四])个?季度?|(首)季度?"),
        (
            "quarter",
            "one",
            rf"{_NO_DIGIT}(?:第?({_QUARTER})|第({_QUARTER})个)季度?|[Qq]([1-4])(?![0-9A-Za-z])|(?<![0-9A-Za-z.])([1-4])[Qq](?![A-Za-z])",
        ),
        ("day", "date", rf"{_NO_DIGIT}({MONTH}) ?月 ?({_DAY}) ?[日号](?:零时)?"),
        ("month", "list", rf"{_NO_DIGIT}({MONTH})月?份?(?:{_AND}({MONTH})月?份?)?{_AND}({MONTH})月份?"),
        ("month", "span", rf"{_NO_DIGIT}({MONTH}) ?月?份?{DASH}({MONTH}) ?月份?"),
        ("month", "first", rf"(?:前|头|首)({MONTH}|两) ?个?月份?"),
        ("month", "one", _ONE_MONTH.pattern),
    )
)
"""Parts of a year, the longer spellings first: one, a list or a span of them, so many from the first on, or a date."""
_NO_SUCH_PART = re.compile(rf"(?:[0-9]{{1,3}}月?{DASH})?(?:[0-9]{{1,3}} ?月份?|第?(?:[0-9]{{1,2}}|[五六七八九])季度)")
"""13月, 12—1月 and 五季度, behind a year where no part of it was found: they are not the year."""
_CODE = re.compile(r"(?:[HhQqMmCc][0-9]{1,2}|[Dd][0-9]{4})(?![0-9A-Za-z])")
_REACHING = re.compile(DASH)
_LONGEST = 40
"""No single time takes more signs."""
_AFTER_FY = re.compile(r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])")
_CHINESE = re.compile(rf"[{CJK}]")


_SAID = {
    "whole.words": Time(whole=True),
    "last.words": Time(shift=-1),
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
def _words() -> Lexicon[Time | None]:
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
def _ends() -> Lexicon[str]:
    data = words_of("periods.toml")["end"]
    return Lexicon(
        {**dict.fromkeys(data["last"], "end"), **dict.fromkeys(data["first"], "start"), **dict.fromkeys(data["none"], "")}
    )


@lru_cache(maxsize=1)
def _same() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["same"]["words"], True))


@lru_cache(maxsize=1)
def _as_of() -> Lexicon[str]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["as_of"]["words"], "upto"))


@lru_cache(maxsize=1)
def _plans() -> tuple[Lexicon[tuple[int, int]], Lexicon[bool]]:
    data = words_of("periods.toml")
    plans = {name: tuple(int(year) for year in years.split("-")) for name, years in data["plans"].items()}
    return Lexicon({name: (first, last) for name, (first, last) in plans.items()}), Lexicon(
        dict.fromkeys(data["plan"]["after"], True)
    )


@lru_cache(maxsize=1)
def _follows() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["follows"]["words"], True))


def match_time(text: str, start: int) -> tuple[Time, int] | None:
    """The time named at a place of a folded text, with where its words end; None where none is named there."""
    if _beginning().match(text, start) is None:
        return None
    found = _as_of().match(text, start)
    if found is not None and found[1] < len(text):
        inner = _after_as_of(text, _skip(text, found[1]))
        if inner is not None:
            return replace(inner[0], as_of="upto"), inner[1]
    return _match_plain(text, start)


def _after_as_of(text: str, start: int) -> tuple[Time, int] | None:
    inner = _match_plain(text, start)
    return inner if inner is not None and (inner[0].year is not None or inner[0].kind or inner[0].grain) else None


@lru_cache(maxsize=1)
def _beginning() -> re.Pattern[str]:
    """What a time can begin with: a digit or letter, a numeral that goes on no number, or the first sign of a word."""
    signs = _words().first_signs | _plans()[0].first_signs | _as_of().first_signs | frozenset("第前后上下头首元'’‘\"“「")
    words = "".join(re.escape(sign) for sign in sorted(signs - NUMERALS))
    numerals = "".join(sorted(NUMERALS))
    return re.compile(f"(?<![0-9])[0-9]|(?<![{numerals}])[{numerals}零○]|[A-Za-z{words}]")


def _match_plain(text: str, start: int) -> tuple[Time, int] | None:
    found = _match_bare(text, start)
    return _with_what_follows(text, *found) if found is not None else None


def _match_bare(text: str, start: int) -> tuple[Time, int] | None:
    first = text[start]
    plain = first.isascii() and first.isalnum()
    matchers = (_OF_DIGITS if first.isdigit() else _OF_LETTERS) if plain else _OF_WORDS
    for matcher in matchers:
        found = matcher(text, start)
        if found is not None:
            return found
    return None


def _reaching(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A part of a year with what it reaches to: another part, or all of a later year. Two days are dates, and stand by themselves."""
    joint = _REACHING.match(text, end)
    if joint is None or joint.end() == len(text) or time.year is None or time.until is not None or not time.kind:
        return time, end
    rest = text[joint.end() : joint.end() + _LONGEST]  # by itself, where 18年 is a year
    found = _match_bare(rest, 0) if _beginning().match(rest) is not None else None
    reached = _reached(time, time.year, found[0]) if found is not None else None
    return (reached, joint.end() + found[1]) if reached is not None and found is not None else (time, end)


_LAST_OF_YEAR = {"half": 2, "quarter": 4, "month": 12}


def _reached(time: Time, year: int, other: Time) -> Time | None:
    """The span from a part of a year to what another time names; None where the two are none."""
    last_year = year + other.shift if other.year is None and other.shift is not None else other.year
    if last_year is None or other.kind == time.kind == "day" or other.until is not None:
        return None
    if last_year > year:
        kind = "month" if "day" in (time.kind, other.kind) else other.kind or time.kind
        return replace(time, until=last_year, kind=kind, last=other.last or _LAST_OF_YEAR[kind], day=0)
    one_each = time.first == time.last and other.first == other.last
    if last_year == year and other.kind == time.kind and one_each and other.last > time.last:
        return replace(time, last=other.last)
    return None


def _with_what_follows(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A time with 累计, 末, 以来 and 同期 behind it, or with the one that it reaches to: 2018年1月—2018年9月, 2017年10月—2018年3月."""
    time, end = _reaching(text, time, end)
    same = _same().match(text, end) if time.year is not None and not time.kind else None
    if same is not None:
        time, end = replace(time, same=True), same[1]
    time, end = _cumulated(text, time, _skip(text, end), end)
    edge = _ends().match(text, end)
    if edge is not None and edge[0] and not time.as_of:
        time, end = _cumulated(text, replace(time, as_of=edge[0]), edge[1], edge[1])
    time, end = _from_then_on(text, time, end)
    figure = _figure().match(text, end) if time.cumulative or time.grain or time.shift is not None else None
    return time, figure[1] if figure is not None and text[figure[1] : figure[1] + 1] in _AFTER_FIGURE else end


def _from_then_on(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A time with the hour of its day, and with 以来, behind it."""
    hour = _HOUR.match(text, end) if time.kind == "day" else None
    end = hour.end() if hour is not None else end
    since = _since().match(text, end) if time.year is not None and time.until is None else None
    return (replace(time, as_of="since"), since[1]) if since is not None else (time, end)


_HOUR = re.compile(r" ?(?:[0-9]{1,2}|零) ?[时点]整?(?![0-9])")
"""零时: the hour that a census counts at."""


@lru_cache(maxsize=1)
def _since() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["since"]["after"], True))


def _cumulated(text: str, time: Time, place: int, end: int) -> tuple[Time, int]:
    """A part of a year with 累计 at a place behind it."""
    word = _words().match(text, place) if time.kind and not time.day else None
    return (replace(time, cumulative=True), word[1]) if word is not None and word[0] == Time(cumulative=True) else (time, end)


_AFTER_FIGURE = ("", *" ()[]:,、_/|")


@lru_cache(maxsize=1)
def _figure() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["figure"]["words"], True))


def _skip(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


def _match_fiscal(text: str, start: int) -> tuple[Time, int] | None:
    """FY2018, FY2017/18."""
    before = _year_before().match(text, start)
    digits = _AFTER_FY.match(text, _skip(text, before[1])) if before is not None else None
    if digits is None:
        return None
    year = whole_year(digits[0])
    return _second_year(text, year, digits.end()) or (Time(year), digits.end())


@lru_cache(maxsize=1)
def _year_before() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["year"]["before"], True))


def _match_plan(text: str, start: int) -> tuple[Time, int] | None:
    """“十三五”, 十三五时期."""
    quoted = text[start] in _QUOTES
    place = start + quoted
    found = _plans()[0].match(text, place)
    if found is None or text[place - 1 : place] in DIGIT:
        return None
    (first, last), end = found
    if quoted and text[end : end + 1] not in _CLOSING_QUOTES:
        return None
    end += quoted
    after = _plans()[1].match(text, end)
    if after is None:
        return (Time(first, last), end) if quoted else None
    edge = {"末": last, "初": first}.get(text[after[1] - 1])
    if edge is not None:
        return Time(edge), after[1]
    return Time(first, last), after[1] if text[after[1] - 2 : after[1]] in ("时期", "期间") else end


_QUOTES, _CLOSING_QUOTES = ("“", '"', "‘", "「"), ("”", '"', "’", "」")


def _match_year(text: str, start: int) -> tuple[Time, int] | None:
    found = _year_at(text, start)
    if found is None:
        match = SHORT_YEAR.match(text, start)
        return _short_year(text, start, match) if match is not None else None
    year, end = found
    second = _second_year(text, year, end)
    if second is not None:
        return second
    suffix = _suffixes().match(text, _skip(text, end))
    if suffix is not None:
        named = text[end : suffix[1]].strip()
        time = Time(year, fiscal=named in words_of("periods.toml")["year"]["school"], whole="全年" in named)
        return _with_part(text, time, suffix[1])
    if year not in _BARE_YEARS or COUNTED.match(text, _skip(text, end)) is not None or _part_of_a_number(text, start):
        return None
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
    suffix = _suffixes().match(text, _skip(text, match.end()))
    after = suffix[1] if suffix is not None else match.end()
    if other == year + 1 and (slash or (suffix is not None and suffix[0])):
        return Time(year, fiscal=True), after
    if slash or other <= year or (suffix is None and _may_be_no_year(text, year, other, match)):
        return None
    return Time(year, other), after


def _may_be_no_year(text: str, year: int, other: int, second: re.Match[str]) -> bool:
    """Whether two numbers without 年 may be no years, or the second one of a month: 2018—19, 2018—20193月."""
    unusual = len(second[1]) == 2 or not {year, other} <= set(_BARE_YEARS)
    return unusual or _ONE_MONTH.match(text, _skip(text, second.end())) is not None


def _short_year(text: str, start: int, match: re.Match[str]) -> tuple[Time, int] | None:
    """18年 at the beginning of a text, or ’18年; 18年 in the middle of words may be so many years."""
    marked = text[start : start + 1] in "'’‘"
    if start and not marked:
        return None
    number = int(match[1])
    year = 2000 + number if number <= 50 else 1900 + number
    suffix = _suffixes().match(text, _skip(text, match.end()))
    assert suffix is not None
    rest = _skip(text, suffix[1])
    if not marked and rest < len(text) and _part(text, rest) is None and _CHINESE.match(text, rest) and number < 10:
        return None
    return _with_part(text, Time(year), suffix[1])


def _with_part(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A year with the half, quarter, month or 全年 that follows it."""
    place = end
    while place < len(text) and text[place] in " 的-" and place - end < 2:
        place += 1
    part = _part(text, place, after_year=True)
    if part is not None:
        return time.joined(part[0]), part[1]
    word = _words().match(text, place)
    if word is not None and word[0] == Time(whole=True):
        return replace(time, whole=True), word[1]
    impossible = _NO_SUCH_PART.match(text, place)
    if impossible is not None:
        return replace(time, kind="none"), impossible.end()
    return time, end


def _match_word(text: str, start: int) -> tuple[Time, int] | None:
    """本月, 上年, 累计 …, with the part of the year behind them: 去年上半年."""
    found = _words().match(text, start)
    if found is None or found[0] is None:
        return None
    time, end = found[0], found[1]
    if time.shift is not None and time.grain in ("", "year"):
        part = _part(text, _skip(text, end), after_year=True)
        if part is not None:
            return replace(time.joined(part[0]), grain=""), part[1]
    return time, end


def _match_part(text: str, start: int) -> tuple[Time, int] | None:
    return _part(text, start)


def _part(text: str, start: int, after_year: bool = False) -> tuple[Time, int] | None:
    """The half, quarter, month or day at a place; one that cannot be (12—1月) is none."""
    for kind, form, pattern in _PARTS:
        match = pattern.match(text[start : start + 24]) if after_year else pattern.match(text, start)
        if match is None or (form == "list" and not _one_by_one(match)):
            continue
        time = _part_time(kind, form, [_SPOKEN.get(group) or small_number(group) for group in match.groups() if group])
        if time is None or not (after_year or _stands_free(text, match)):
            return None
        return time, start + match.end() - match.start()
    return None


def _one_by_one(match: re.Match[str]) -> bool:
    """Whether the numbers of a list follow one another: the 一 of 一、三季度 may number what follows."""
    numbers = [small_number(group) for group in match.groups() if group]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


_SPOKEN = {"上": 1, "前": 1, "下": 2, "后": 2, "首": 1}


def _part_time(kind: str, form: str, numbers: list[int]) -> Time | None:
    """The part of a year that some numbers name in a form of `_PARTS`."""
    first, last = numbers[0], numbers[-1]
    if form == "date":
        return Time(kind=kind, first=first, last=first, day=last) if last <= 31 else None
    if form == "first":
        return Time(kind=kind, first=1, last=last)
    if form == "list":
        return Time(kind=kind, first=first, last=last, listed=True)
    if form == "span" and first == last == 1:
        return Time(kind=kind, first=1, last=1, cumulative=True)
    return Time(kind=kind, first=first, last=last) if form == "one" or first < last else None


def _stands_free(text: str, match: re.Match[str]) -> bool:
    """Whether a part of a year without its year is one: 八月瓜, 三季稻 and 四季度假村 are things, 前三季 and 三季度 are not."""
    before = text[match.start() - 1 : match.start()]
    if (before and before in "第每逐") or text[max(0, match.start() - 2) : match.start()] in ("近于", "数个", "农历", "阴历"):
        return False
    if text.startswith(("龄", "假村"), match.end()):
        return False
    words = match[0]
    if words[-1] in "度份年" or words[0] in "前头首上下" or words[-1].isascii():
        return True
    following = text[match.end() : match.end() + 1]
    if not _CHINESE.match(following):
        return True
    spelled = not any("0" <= sign <= "9" for sign in words)
    return _follows().match(text, match.end()) is not None or not (spelled or words[-1] == "季")


_Matchers = tuple[Callable[[str, int], tuple[Time, int] | None], ...]
_OF_DIGITS: _Matchers = (
    match_numeric_span,
    match_numeric,
    match_day_first,
    match_compact,
    match_coded,
    _match_year,
    _match_word,
    _part,
)
_OF_LETTERS: _Matchers = (match_coded, match_english, _match_fiscal, match_named_month, _match_word, _part)
_OF_WORDS: _Matchers = (match_coded, _match_plan, _match_year, _match_word, _part)


def times_in(text: str) -> Iterator[tuple[Time, int, int]]:
    """Every time that a folded text names, with the place of its words, in order."""
    beginning = _beginning().search(text)
    while beginning is not None:
        place = beginning.start()
        found = match_time(text, place)
        if found is not None:
            yield found[0], place, found[1]
        beginning = _beginning().search(text, max(found[1] if found is not None else 0, place + 1))


@lru_cache(maxsize=8192)
def find_time(text: str) -> tuple[Time | None, str]:
    """The time that a text names, wherever its parts stand in it (累计（2018年9月）), and the text, half-width, without them.

    Of two times that contradict each other the first counts, and the other stays in the text.
    """
    read = folded(text).text
    whole: Time | None = None
    rest: list[str] = []
    last = 0
    for time, start, end in times_in(read):
        if whole is not None and not whole.agrees(time):
            continue
        whole = time if whole is None else whole.joined(time)
        rest.append(read[last:start])
        last = end
    rest.append(read[last:])
    return whole, "".join(rest) if whole is not None else text


_NOTHING = re.compile(r"[\s()（）\[\]:：,，、的*※①-⑳]*(?:[0-9]\))?")


@lru_cache(maxsize=8192)
def period_named(text: str, own: Time | Period | int | None = None) -> Period | None:
    """The period that a whole text names, or None when it names none, several, or anything besides.

    own: the time, or just the year, of what it stands in; without it a text without a year names none.
    """
    time = time_named(text)
    return None if time is None else time.period(Period(own) if isinstance(own, int) else own, part_of_own=False)


def time_named(text: str) -> Time | None:
    """The time that a whole text names; None when it names none, several, or anything besides."""
    time, rest = find_time(text)
    return time if time is not None and _NOTHING.fullmatch(rest) is not None else None


def without_times(text: str) -> str:
    """A text, half-width, without any time that it names."""
    read = folded(text).text
    places = [0, *(place for _time, start, end in times_in(read) for place in (start, end)), len(read)]
    return "".join(read[start:end] for start, end in zip(places[::2], places[1::2], strict=True))
