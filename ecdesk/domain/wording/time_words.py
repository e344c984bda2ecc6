"""The one grammar of time: years, halves, quarters, months, days, spans of them, and words such as 本月, 上年 and 累计.

What a text says is a `Time`, a record of what was named; it becomes a period when what it leaves out is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.wording.folding import CJK, DASHES, folded
from ecdesk.domain.wording.lexicon import Lexicon, words_of
from ecdesk.domain.wording.small_numbers import DIGIT, NUMERALS, small_number
from ecdesk.domain.wording.times import Time, time_of

DASH = rf" ?(?:[{DASHES}]{{1,3}}|至|到) ?"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = "(?:[1-4一二三四]|IV|I{1,3})"
_NO_DIGIT = rf"(?<![0-9.一二三四五六七八九十百千〇])(?<![0-9][{DASHES}])"

_YEAR = re.compile(r"(?<![0-9.])(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9])")
SPELLED_YEAR = re.compile(r"[一二][〇零○0oO一二三四五六七八九]{3}(?= ?年)")
SHORT_YEAR = re.compile(r"(?<![0-9.])['’‘]?([0-9]{2})(?= ?年)")
_BARE_YEARS = range(1949, 2051)
"""Four digits without 年 are a year when they are one of these."""
_SECOND_YEAR = re.compile(
    rf" ?年?(?:{DASH}|/|、)((?:1[0-9]{{3}}|2[01][0-9]{{2}}|[0-9]{{2}}|[一二][〇零○0oO一二三四五六七八九]{{3}}))(?![0-9])"
)

_PARTS = {
    name: re.compile(pattern)
    for name, pattern in (
        ("half", r"(?P<half>[上下前后])半年(?:度)?|[Hh](?P<h>[12])(?![0-9A-Za-z])|(?<![0-9A-Za-z.])(?P<hh>[12])[Hh](?![A-Za-z])"),
        ("listed_quarters", rf"第?(?P<from>{_QUARTER})(?:[、和及与]第?{_QUARTER})*[、和及与]第?(?P<to>{_QUARTER})季度?"),
        ("listed_months", rf"(?P<from>{_MONTH}) ?(?:[、和及与]{_MONTH})*[、和及与](?P<to>{_MONTH}) ?月份?"),
        ("quarters", rf"{_NO_DIGIT}第?(?P<from>{_QUARTER})(?:季度?)?{DASH}第?(?P<to>{_QUARTER})个?季度?"),
        ("first_quarters", r"(?:前|头|首)(?P<to>[1-4一二两三四])个?季度?|首季度?"),
        (
            "quarter",
            rf"{_NO_DIGIT}(?:第?(?P<at>{_QUARTER})|第(?P<nth>{_QUARTER})个)季度?|[Qq](?P<q>[1-4])(?![0-9A-Za-z])|(?<![0-9A-Za-z.])(?P<qq>[1-4])[Qq](?![A-Za-z])",
        ),
        ("date", rf"{_NO_DIGIT}(?P<month>{_MONTH}) ?月 ?(?P<day>{_DAY}) ?[日号]"),
        ("months", rf"{_NO_DIGIT}(?P<from>{_MONTH}) ?月?份?{DASH}(?P<to>{_MONTH}) ?月份?"),
        ("first_months", rf"(?:前|头|首)(?P<to>{_MONTH}|两) ?个?月份?"),
        ("month", rf"{_NO_DIGIT}(?P<at>{_MONTH}) ?月份?(?! ?[0-9]{{1,2}} ?[日号])"),
    )
}
_NO_SUCH_PART = re.compile(rf"(?:[0-9]{{1,3}}月?{DASH})?(?:[0-9]{{1,3}} ?月份?|第?(?:[0-9]{{1,2}}|[五六七八九])季度)")
"""13月, 12—1月 and 五季度, behind a year where no part of it was found: they are not the year."""
_CODE = re.compile(r"(?:[HhQqMmCc][0-9]{1,2}|[Dd][0-9]{4})(?![0-9A-Za-z])")
_DAY_FIRST = re.compile(r"(?<![0-9./])(?P<one>[0-3]?[0-9])/(?P<two>[0-3]?[0-9])/(?P<year>(?:19|20)[0-9]{2})(?![0-9/])")
_REACHING = re.compile(DASH)
_LONGEST = 40
"""No single time takes more signs."""
_NUMERIC = re.compile(
    r"(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})(?:(?P<sep>[-/.])(?P<month>1[0-2]|0?[1-9])(?:(?P=sep)(?P<day>[12][0-9]|3[01]|0?[1-9]))?)(?![0-9.])"
)
_NUMERIC_SPAN = re.compile(
    rf"(?<![0-9.])(?P<year>(?:19|20)[0-9]{{2}})[./](?P<from>{_MONTH}){DASH}(?P<to>{_MONTH})(?![0-9.])(?: ?月)?"
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
_AFTER_FY = re.compile(r"(?:(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])")
_NAMED_MONTH = re.compile(rf"(?<![a-z])(?:(?P<from>{_MONTH_NAME})\.?{DASH})?(?P<month>{_MONTH_NAME})\.?(?![a-z])", re.I)
_CHINESE = re.compile(rf"[{CJK}]")
_COUNTED = re.compile(
    "(?:十|百|千|万|亿){0,3}(?:元|件|家|户|吨|辆|台|票|笔|单|倍|美元|个|名|位|种|项|条|人(?!均)|[%‰])|[.]?[0-9]|,[0-9]{3}"
)
"""Behind four digits: a number of something, and no year."""


@lru_cache(maxsize=1)
def _words() -> Lexicon[Time | None]:
    """Words with the time that they say; None for those of a basis that begin like one, such as 当年价."""
    data = words_of("periods.toml")
    found: list[tuple[str, Time | None]] = [
        *((word, None) for word in words_of("bases.toml")["basis"]["words"]),
        *((word, Time(whole=True)) for word in data["whole"]["words"]),
        *((word, Time(shift=-1)) for word in data["last"]["words"]),
        *((word, Time(shift=-2)) for word in data["before_last"]["words"]),
        *((word, Time(shift=1)) for word in data["next"]["words"]),
        *((word, Time(cumulative=True)) for word in data["cumulative"]["words"]),
        *((word, Time(year, as_of="since")) for word, year in data["since"]["words"].items()),
    ]
    found += [(word, Time(whole=True, as_of="end")) for word in data["ends"]["year"]]
    found += [(word, Time(grain=grain, as_of="end")) for grain in ("quarter", "month") for word in data["ends"][grain]]
    for grain in ("year", "quarter", "month", "period"):
        shift = 0 if grain in ("year", "period") else None
        found += [(word, Time(grain=grain, shift=shift)) for word in data["this"][grain]]
        if grain != "year":
            found += [(word, Time(grain=grain, step=-1)) for word in data["previous"][grain]]
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
    """A part of a year with the one, of a year that is named too, that it reaches to. Two days are dates, and stand by themselves."""
    joint = _REACHING.match(text, end)
    if joint is None or joint.end() == len(text) or time.year is None or time.until is not None or not time.kind:
        return time, end
    rest = text[joint.end() : joint.end() + _LONGEST]  # by itself, where 18年 is a year
    found = _match_bare(rest, 0) if _beginning().match(rest) is not None else None
    if found is None or not found[0].kind or found[0].kind == time.kind == "day":
        return time, end
    other, after = found[0], joint.end() + found[1]
    year = time.year + other.shift if other.year is None and other.shift is not None else other.year
    if year is None:
        return time, end
    if year > time.year:
        kind = "month" if "day" in (time.kind, other.kind) else other.kind
        return replace(time, until=year, kind=kind, last=other.last, day=0), after
    if year == time.year and time.first == time.last and other.kind == time.kind and other.first == other.last > time.last:
        return replace(time, last=other.last), after
    return time, end


def _with_what_follows(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A time with 累计, 末, 以来 and 同期 behind it, or with the one that it reaches to: 2018年1月—2018年9月, 2017年10月—2018年3月."""
    time, end = _reaching(text, time, end)
    same = _same().match(text, end) if time.year is not None and not time.kind else None
    if same is not None:
        time, end = replace(time, same=True), same[1]
    word = _words().match(text, _skip(text, end))
    if word is not None and word[0] == Time(cumulative=True) and time.kind and not time.day:
        time, end = replace(time, cumulative=True), word[1]
    edge = _ends().match(text, end)
    if edge is not None and edge[0] and not time.as_of:
        time, end = replace(time, as_of=edge[0]), edge[1]
        word = _words().match(text, end)
        if word is not None and word[0] == Time(cumulative=True) and time.kind:
            time, end = replace(time, cumulative=True), word[1]
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


_AFTER_FIGURE = ("", *" ()[]:,、_/|")


@lru_cache(maxsize=1)
def _figure() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["figure"]["words"], True))


def _skip(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


def _match_numeric(text: str, start: int) -> tuple[Time, int] | None:
    """2018-06, 2018/6, 2018.06, 2018-06-30, 2018.1-9, and 201806 as all of a text."""
    match = _NUMERIC_SPAN.match(text, start)
    if match is not None and small_number(match["from"]) < small_number(match["to"]):
        return Time(
            int(match["year"]), kind="month", first=small_number(match["from"]), last=small_number(match["to"])
        ), match.end()
    match = _NUMERIC.match(text, start)
    if match is not None and text[match.end() : match.end() + 1] not in ("年", "%", "季"):
        # 2018.9 may be a number; 2018.09 is not, unless a unit follows.
        number = match["sep"] == "." and match["day"] is None and (len(match["month"]) == 1 or _COUNTED.match(text, match.end()))
        if not number:
            month, day = int(match["month"]), int(match["day"] or 0)
            end = match.end() + 1 if text[match.end() : match.end() + 1] == ("日" if day else "月") else match.end()
            return Time(int(match["year"]), kind="day" if day else "month", first=month, last=month, day=day), end
    match = _DAY_FIRST.match(text, start)
    if match is not None and (int(match["one"]) > 12) != (int(match["two"]) > 12):
        day, month = sorted((int(match["one"]), int(match["two"])), reverse=True)
        return Time(int(match["year"]), kind="day", first=month, last=month, day=day), match.end()
    if start == 0 and (match := _COMPACT.fullmatch(text)):
        month, day = int(match["month"]), int(match["day"] or 0)
        return Time(int(match["year"]), kind="day" if day else "month", first=month, last=month, day=day), match.end()
    return None


def _match_english(text: str, start: int) -> tuple[Time, int] | None:
    if not text[start : start + 1].isascii() or not text[start : start + 1].isalpha():
        return None
    match = _ENGLISH.match(text, start)
    if match is not None:
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        month = _MONTHS.index(match["month"][:3].casefold()) + 1
        if match["from"]:
            first = _MONTHS.index(match["from"][:3].casefold()) + 1
            return (Time(year, kind="month", first=first, last=month), match.end()) if first < month else None
        day = int(match["day"] or 0)
        return Time(year, kind="day" if day else "month", first=month, last=month, day=day), match.end()
    before = _year_before().match(text, start)
    if before is not None:
        digits = _AFTER_FY.match(text, _skip(text, before[1]))
        if digits is None:
            return None
        year = int(digits[0]) + (2000 if len(digits[0]) == 2 else 0)
        return _second_year(text, year, digits.end()) or (Time(year), digits.end())
    named = _NAMED_MONTH.match(text, start)
    if named is not None and named.end() == len(text.rstrip()) and (start == 0 or not text[start - 1].isalpha()):
        month = _MONTHS.index(named["month"][:3].casefold()) + 1
        first = _MONTHS.index(named["from"][:3].casefold()) + 1 if named["from"] else month
        return (Time(kind="month", first=first, last=month), named.end()) if first <= month else None
    return None


def _match_coded(text: str, start: int) -> tuple[Time, int] | None:
    """Q3 2018, 3Q2018, 1H18."""
    match = _CODED.match(text, start)
    if match is None:
        return None
    letter = (match["letter"] or match["behind"] or match["then"]).upper()
    index = int(match["index"] or match["before"] or match["at"])
    digits = match["year"] or match["short"]
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    if letter == "M":
        return Time(year, kind="month", first=1, last=index, cumulative=True), match.end()
    if index > (2 if letter == "H" else 4):
        return None
    return Time(year, kind="quarter" if letter == "Q" else "half", first=index, last=index), match.end()


@lru_cache(maxsize=1)
def _year_before() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("periods.toml")["year"]["before"], True))


def _match_plan(text: str, start: int) -> tuple[Time, int] | None:
    """“十三五”, 十三五时期."""
    quoted = text[start : start + 1] in ("“", '"', "‘", "「")
    place = start + 1 if quoted else start
    found = _plans()[0].match(text, place)
    if found is None or text[place - 1 : place] in DIGIT:
        return None
    (first, last), end = found
    closed = quoted and text[end : end + 1] in ("”", '"', "’", "」")
    after = _plans()[1].match(text, end + 1 if closed else end)
    if not closed and (quoted or after is None):
        return None
    if after is not None and text[after[1] - 1] in "末初":
        return Time(last if text[after[1] - 1] == "末" else first), after[1]
    spanning = after is not None and text[after[1] - 2 : after[1]] in ("时期", "期间")
    return Time(first, last), after[1] if after is not None and spanning else end + closed


def _match_year(text: str, start: int) -> tuple[Time, int] | None:
    match, year = _YEAR.match(text, start), None
    if match is not None:
        year, end = int(match[0]), match.end()
    elif (match := SPELLED_YEAR.match(text, start)) is not None and text[start - 1 : start] not in DIGIT:
        year, end = int("".join(str(DIGIT[sign]) for sign in match[0])), match.end()
    elif (match := SHORT_YEAR.match(text, start)) is not None:
        return _short_year(text, start, match)
    if year is None:
        return None
    suffix = _suffixes().match(text, _skip(text, end))
    second = _second_year(text, year, end)
    if second is not None:
        return second
    if suffix is not None:
        named = text[end : suffix[1]].strip()
        time = Time(year, fiscal=named in words_of("periods.toml")["year"]["school"], whole="全年" in named)
        return _with_part(text, time, suffix[1])
    if year not in _BARE_YEARS or _COUNTED.match(text, _skip(text, end)) is not None or _part_of_a_number(text, start):
        return None
    code = _CODE.match(text, end)
    if code is not None:
        coded = _of_code(text[start : code.end()])
        return None if coded is None else (coded, code.end())
    return _with_part(text, Time(year), end)


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
    joint = text[end : match.start(1)].strip(" 年")
    spelled = not match[1].isdigit() or not match[1].isascii()
    written = "".join(str(DIGIT[sign]) for sign in match[1]) if spelled else match[1]
    other = int(written) if len(written) == 4 else year // 100 * 100 + int(written)
    suffix = _suffixes().match(text, _skip(text, match.end()))
    after = suffix[1] if suffix is not None else match.end()
    follows = other == year + 1 or (written == "00" and year % 100 == 99)
    if joint == "、":
        return None
    if follows and (joint == "/" or (suffix is not None and suffix[0])):
        return Time(year, fiscal=True), after
    if (
        joint == "/"
        or other <= year
        or (suffix is None and (len(match[1]) == 2 or year not in _BARE_YEARS or other not in _BARE_YEARS))
    ):
        return None
    if _PARTS["month"].match(text, _skip(text, after)) is not None and suffix is None:
        return None
    return Time(year, other), after


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
    if time == Time(whole=True) and text[start - 1 : start] in _CHINESE_OR_NONE:
        return None
    if time.shift is not None and time.grain in ("", "year"):
        part = _part(text, _skip(text, end), after_year=True)
        if part is not None:
            return replace(time.joined(part[0]), grain=""), part[1]
    return time, end


_CHINESE_OR_NONE = ("多", "近", "半")
"""Before 年度 and the like: 多年度 names no year."""


def _match_part(text: str, start: int) -> tuple[Time, int] | None:
    return _part(text, start)


def _part(text: str, start: int, after_year: bool = False) -> tuple[Time, int] | None:
    """The half, quarter, month or day at a place; one that cannot be (12—1月) is none."""
    for name, pattern in _PARTS.items():
        if name.startswith("listed") and not after_year:
            continue  # 二、三季度运行情况 is the second heading of a list
        match = pattern.match(text[start : start + 24]) if after_year else pattern.match(text, start)
        if match is None:
            continue
        time = _part_time(name, match)
        if time is None or not (after_year or _stands_free(text, match)):
            return None
        return time, start + match.end() - match.start()
    return None


def _part_time(name: str, match: re.Match[str]) -> Time | None:
    groups = match.groupdict()
    if name == "half":
        index = {"上": 1, "前": 1, "下": 2, "后": 2}.get(groups["half"] or "") or int(groups["h"] or groups["hh"])
        return Time(kind="half", first=index, last=index)
    if name == "date":
        day = small_number(groups["day"])
        month = small_number(groups["month"])
        return Time(kind="day", first=month, last=month, day=day) if 1 <= day <= 31 else None
    if name.startswith("listed"):
        return Time(kind="none", first=small_number(groups["from"]), last=small_number(groups["to"]))
    kind = "quarter" if "quarter" in name else "month"
    if name in ("quarter", "month"):
        index = small_number(groups["at"] or groups.get("nth") or groups.get("q") or groups.get("qq") or "")
        return Time(kind=kind, first=index, last=index)
    first = small_number(groups.get("from") or "1") or 1
    last = small_number(groups["to"] or "1")
    if first == last == 1 and not name.startswith("first"):
        return Time(kind=kind, first=1, last=1, cumulative=True)
    return Time(kind=kind, first=first, last=last) if first < last or name.startswith("first") else None


def _stands_free(text: str, match: re.Match[str]) -> bool:
    """Whether a part of a year without its year is one: 八月瓜, 三季稻 and 四季度假村 are things, 前三季 and 三季度 are not."""
    before = text[match.start() - 1 : match.start()]
    if (before and before in "第每逐") or text[max(0, match.start() - 2) : match.start()] in ("近于", "数个", "农历", "阴历"):
        return False
    if text.startswith(("龄", "假村"), match.end()):
        return False
    if text[match.end() - 1] in "度份年" or match[0][0] in "前头首上下" or match[0][-1].isascii():
        return True
    following = text[match.end() : match.end() + 1]
    if not following or not _CHINESE.match(following):
        return True
    spelled = not any(character.isdigit() and character.isascii() for character in match[0])
    return _follows().match(text, match.end()) is not None or not (spelled or match[0].endswith("季"))


_Matchers = tuple[Callable[[str, int], tuple[Time, int] | None], ...]
_OF_DIGITS: _Matchers = (_match_numeric, _match_coded, _match_english, _match_year, _match_word, _match_part)
_OF_LETTERS: _Matchers = (_match_coded, _match_english, _match_word, _match_part)
_OF_WORDS: _Matchers = (_match_coded, _match_plan, _match_year, _match_word, _match_part)


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
