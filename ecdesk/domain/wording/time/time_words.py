"""The one grammar of time: years, halves, quarters, months, days, spans of them, and words such as 本月, 上年 and 累计.

What a text says is a `Time`, a record of what was named; it becomes a period when what it leaves out is known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.folding import fold, folded, simplified
from ecdesk.domain.wording.lexicon import Lexicon, listed, words_of
from ecdesk.domain.wording.time.dates import (
    match_coded,
    match_compact,
    match_day_first,
    match_english,
    match_month_first,
    match_named_month,
    match_numeric,
    match_numeric_span,
)
from ecdesk.domain.wording.time.small_numbers import DASH, NUMERALS
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.time.year_parts import match_part, skip_space
from ecdesk.domain.wording.time.years import match_fiscal, match_plan, match_word, match_year, plans, said_words

_REACHING = re.compile(DASH)
_LONGEST = 40
"""No single time takes more signs."""


@lru_cache(maxsize=1)
def _ends() -> Lexicon[str]:
    data = words_of("periods.toml")["end"]
    return Lexicon(
        {**dict.fromkeys(data["last"], "end"), **dict.fromkeys(data["first"], "start"), **dict.fromkeys(data["none"], "")}
    )


def match_time(text: str, start: int) -> tuple[Time, int] | None:
    """The time named at a place of a folded text, with where its words end; None where none is named there."""
    return _time_at(text, start) if _beginning().match(text, start) is not None else None


def _time_at(text: str, start: int) -> tuple[Time, int] | None:
    """The same at a place where a time may begin."""
    found = listed("periods.toml", "as_of").match(text, start)
    place = skip_space(text, found[1]) if found is not None else start
    if found is not None and place < len(text):
        inner = _after_as_of(text, place)
        if inner is not None:
            return replace(inner[0], as_of="upto"), inner[1]
    return _match_plain(text, start)


def _after_as_of(text: str, start: int) -> tuple[Time, int] | None:
    inner = _match_plain(text, start)
    return inner if inner is not None and (inner[0].year is not None or inner[0].kind or inner[0].grain) else None


@lru_cache(maxsize=1)
def _beginning() -> re.Pattern[str]:
    """What a time can begin with: digits that may be a year or a part of one and no amount, a numeral that goes on no number, a Latin word or a
    code, or the first two signs of a word."""
    numerals = "".join(sorted(NUMERALS))
    seconds = dict.fromkeys("元" + _QUOTES, "")
    seconds |= dict.fromkeys("上下后", "半") | dict.fromkeys("前头首", f"半季两元0-9{numerals}") | {"第": f"I0-9{numerals}"}
    for word in itertools.chain(said_words(), plans()[0], listed("periods.toml", "as_of")):
        if not word[0].isascii() and seconds.get(word[0], "-"):
            seconds[word[0]] = seconds.get(word[0], "") + word[1] if word[1:] else ""
    words = (f"{sign}[{''.join(follow)}]" if follow else sign for sign, follow in seconds.items() if sign not in NUMERALS)
    return re.compile(f"{_DIGITS}|(?<![{numerals}])[{numerals}零○]|(?<![A-Za-z])[A-Za-z]|[HQhqI]|{'|'.join(words)}")


_QUOTES = "'’‘\"“「"
_DIGITS = "(?<![0-9.])(?:(?:19|20)[0-9]{2}|(?:1[0-8]|21)[0-9]{2}(?![0-9.%])|[0-9]{1,2}(?:(?![0-9.%‰万亿])|(?=[.](?:19|20)[0-9]{2}(?![0-9]))))"


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
    last_year = year + (other.shift or 0) if other.year is None else other.year
    if other.kind == time.kind == "day" or other.until is not None:
        return None
    if last_year > year:
        kind = "month" if "day" in (time.kind, other.kind) else other.kind or time.kind
        if kind not in _LAST_OF_YEAR:
            return None
        return replace(time, until=last_year, kind=kind, last=other.last or _LAST_OF_YEAR[kind], day=0)
    one_each = time.first == time.last and other.first == other.last
    if last_year == year and other.kind == time.kind and one_each and other.last > time.last:
        return replace(time, last=other.last)
    return None


def _with_what_follows(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A time with 累计, 末, 以来 and 同期 behind it, or with the one that it reaches to: 2018年1月—2018年9月, 2017年10月—2018年3月."""
    time, end = _reaching(text, time, end)
    same = listed("periods.toml", "same").match(text, end) if time.year is not None and not time.kind else None
    if same is not None:
        time, end = replace(time, same=True), same[1]
    time, end = _cumulated(text, time, skip_space(text, end), end)
    edge = _ends().match(text, end)
    if edge is not None and edge[0] and not time.as_of:
        time, end = _cumulated(text, replace(time, as_of=edge[0]), edge[1], edge[1])
    time, end = _from_then_on(text, time, end)
    figure = (
        listed("periods.toml", "figure").match(text, end) if time.cumulative or time.grain or time.shift is not None else None
    )
    return time, figure[1] if figure is not None and text[figure[1] : figure[1] + 1] in _AFTER_FIGURE else end


def _from_then_on(text: str, time: Time, end: int) -> tuple[Time, int]:
    """A time with the hour of its day, and with 以来, behind it."""
    hour = _HOUR.match(text, end) if time.kind == "day" else None
    end = hour.end() if hour is not None else end
    since = listed("periods.toml", "since", "after").match(text, end) if time.year is not None and time.until is None else None
    return (replace(time, as_of="since"), since[1]) if since is not None else (time, end)


_HOUR = re.compile(r" ?(?:[0-9]{1,2}|零) ?[时点]整?(?![0-9])")
"""零时: the hour that a census counts at."""


def _cumulated(text: str, time: Time, place: int, end: int) -> tuple[Time, int]:
    """A part of a year with 累计 at a place behind it."""
    word = said_words().match(text, place) if time.kind and not time.day else None
    return (replace(time, cumulative=True), word[1]) if word is not None and word[0] == Time(cumulative=True) else (time, end)


_AFTER_FIGURE = ("", *" ()[]:,、_/|")


_Matchers = tuple[Callable[[str, int], tuple[Time, int] | None], ...]
_OF_DIGITS: _Matchers = (
    match_numeric_span,
    match_numeric,
    match_day_first,
    match_month_first,
    match_compact,
    match_coded,
    match_year,
    match_word,
    match_part,
)
_OF_LETTERS: _Matchers = (match_coded, match_english, match_fiscal, match_named_month, match_word, match_part)
_OF_WORDS: _Matchers = (match_coded, match_plan, match_year, match_word, match_part)


def times_in(text: str) -> Iterator[tuple[Time, int, int]]:
    """Every time that a folded text names, with the place of its words, in order."""
    return iter(_times_kept(text)) if len(text) <= _LONGEST_KEPT else _times_found(text)


_LONGEST_KEPT = 4096
"""Characters of a text of which it is remembered what times it names, which is asked again and again of headings and lines."""


@lru_cache(maxsize=2048)
def _times_kept(text: str) -> tuple[tuple[Time, int, int], ...]:
    return tuple(_times_found(text))


def _times_found(text: str) -> Iterator[tuple[Time, int, int]]:
    text = simplified(text)
    beginning = _beginning().search(text)
    while beginning is not None:
        place = beginning.start()
        found = _time_at(text, place)
        if found is not None:
            yield found[0], place, found[1]
        beginning = _beginning().search(text, max(found[1] if found is not None else 0, place + 1))


@lru_cache(maxsize=16384)
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


def years_off(text: str) -> int:
    """By how many years the figures of a text are off the year that it names, by what stands in brackets behind it: -1 of 2018年1-9月（上年同期）."""
    said = (time_named(chunk) for chunk in _IN_BRACKETS.findall(folded(text).text))
    return next((time.shift for time in said if time is not None and time.shift and not (time.names_year or time.kind)), 0)


_IN_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{2,12})[)\]】〕]")


def with_years_off(time: Time, text: str) -> Time:
    """The time that a text names, moved by as many years as its brackets say."""
    off = years_off(text) if time.year is not None else 0
    if time.year is None or not off:
        return time
    return replace(time, year=time.year + off, until=time.until and time.until + off, shift=None)


_NOTHING = re.compile(r"[\s()（）\[\]:：,，、的*※①-⑳]*(?:[0-9]\))?")


@lru_cache(maxsize=8192)
def period_named(text: str, own: Time | Period | int | None = None) -> Period | None:
    """The period that a whole text names, or None when it names none, several, or anything besides.

    own: the time, or just the year, of what it stands in; without it a text without a year names none.
    """
    time = time_named(text)
    return None if time is None else time.period(Period(own) if isinstance(own, int) else own, part_of_own=False)


_SHORT_MONTH = re.compile(r"((?:19|20)[0-9]{2})[.．](1[0-2]|0?[1-9])")
_ROUGHLY = re.compile("[上中下]旬|[-—–~～至到]{1,2}(?:[0-9]{1,2}月)?[0-9]{1,2}日?|")
"""What may stand behind a day or month that is only where something begins, or about when."""


def date_in(words: str, year: int = 0) -> Period | None:
    """The day, month or other time that a text says, of this year where it names none: 2015.9, 9月30日, 2015年9月上旬; of a stretch of days or months
    (2015年9月1日—5日) the first."""
    whole = period_named(words, year or None)
    if whole is not None:
        return whole
    month = _SHORT_MONTH.fullmatch(words.strip())
    if month is not None:
        return Period(int(month[1]), "month", int(month[2]))
    time, rest = find_time(words)
    if time is None or _ROUGHLY.fullmatch(rest.strip()) is None:
        return None
    return replace(time, last=time.first, cumulative=False).period(Period(year) if year else None)


def day_named(text: str, year: int = 0) -> date:
    """The day that a whole text names, of this year where it names none. Raises UserError for any other text."""
    period = period_named(text, year or None)
    if period is None or period.kind != "day":
        raise UserError("“{day}”不是日期，请写成 2019-03-31 这样。", day=text)
    return date(period.year, *divmod(period.index, 100))


def time_named(text: str) -> Time | None:
    """The time that a whole text names; None when it names none, several, or anything besides."""
    time, rest = find_time(text)
    return time if time is not None and _NOTHING.fullmatch(rest) is not None else None


def are_months(texts: Sequence[str]) -> bool:
    """Whether the days of a column are the first or the last of their months, several of them, and stand for these: 2018-03-31, 2018-06-30."""
    times = [find_time(text)[0] for text in texts]
    days = [time.period() for time in times if time is not None and time.kind == "day"]
    months = {(day.year, day.months) for day in days if day is not None and day.edges_a_month}
    return len(months) == len(texts) > 1


def are_year_ends(times: Iterable[Time | None]) -> bool:
    """Whether the days among times are New Year's Eves, each of which stands for its year: among other days one is a day like them."""
    days = [time for time in times if time is not None and time.kind == "day"]
    return bool(days) and all(time.ends_a_year for time in days)


def at_year_ends(times: Sequence[Time | None]) -> list[Time | None]:
    """Times with New Year's Eves as the ends of their years, where no other day stands among them."""
    return [time and time.at_years_end() for time in times] if are_year_ends(times) else list(times)


def may_be_spans(times: Iterable[Time | None]) -> bool:
    """Whether days may be spans of months that a spreadsheet made days of as they were typed (1-2, 1-3): all of them from the 2nd to the 12th of January."""
    days = [time for time in times if time is not None and time.kind == "day"]
    return bool(days) and all(time.first == time.last == 1 and 2 <= time.day <= 12 for time in days)


def time_in_column(text: str, often: str = "", by_months: bool = False) -> Time | None:
    """The time that a cell says in a column of times. often: of which kind its heading says they are (月份: month), so that 5, 1-9 and 3 need no
    word of their own; a day among months is no period. by_months: days stand for their months."""
    if often in _COUNTED_BY and _ORDINALS.fullmatch(text.strip()) is not None:
        text = text.strip() + _COUNTED_BY[often]
    time = find_time(text)[0] or _old_year(text)
    if time is None or time.kind != "day":
        return time
    if by_months:
        return replace(time, kind="month", last=time.first, day=0)
    return replace(time, kind="none") if often in _COUNTED_BY else time


def _old_year(text: str) -> Time | None:
    return Time(int(text)) if OLD_YEAR.fullmatch(text.strip()) is not None else None


OLD_YEAR = re.compile("18[0-9]{2}|19[0-4][0-9]")
"""A number that is a year only where years stand: those of the first series are older than the usual ones."""
_ORDINALS = re.compile(f"(?:1[0-2]|0?[1-9])(?:{DASH}(?:1[0-2]|0?[1-9]))?")
_COUNTED_BY = {"month": "月", "quarter": "季度"}


def without_times(text: str) -> str:
    """A text, half-width, without any time that it names."""
    read = folded(text).text
    places = [0, *(place for _time, start, end in times_in(read) for place in (start, end)), len(read)]
    return "".join(read[start:end] for start, end in zip(places[::2], places[1::2], strict=True))


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, str]:
    data = words_of("periods.toml")["frequency"]
    return {fold(word): kind for kind in ("year", "half", "quarter", "month") for word in data[kind]}


def frequency_named(text: str) -> str:
    """How often figures come, when a whole text says that: year, half, quarter, month; "" for anything else."""
    return _frequencies().get(fold(text), "")
