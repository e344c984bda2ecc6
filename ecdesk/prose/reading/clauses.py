"""Sentences, segments and clauses of a stretch, and the names, areas and periods that stand in them."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from ecdesk.domain.figures.areas import NATION, Area, AreaCatalogue, standard_areas
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.wording.places import Places, areas_in
from ecdesk.domain.wording.time.time_words import times_in
from ecdesk.domain.wording.time.times import Time, time_of
from ecdesk.prose.reading.document import Stretch, StretchKind
from ecdesk.prose.reading.english import english_name, is_english
from ecdesk.prose.reading.indices import is_base
from ecdesk.prose.reading.lexicon import alternatives, grammar, same_words, words
from ecdesk.prose.reading.patterns import pattern

_SEPARATOR = re.compile(r"[，；。：！？（）]")
MASK = "\x00"


@dataclass(slots=True)
class Clause:
    """A clause of a stretch. before: the separator it follows, "" at the beginning. sentence and segment: running numbers within the
    stretch. aside: number of the parenthesis it stands in, 0 outside."""

    start: int
    end: int
    before: str
    sentence: int
    segment: int
    aside: int


def split_clauses(text: str) -> tuple[str, list[Clause]]:
    """The text with everything in parentheses masked, and the clauses in order; those in a parenthesis follow the clause around it."""
    outer = list(text)
    clauses: list[Clause] = []
    sentence = segment = 0
    start, before = 0, ""
    asides: list[Clause] = []
    depth, aside, inside, inside_before = 0, 0, 0, ""
    for match in _SEPARATOR.finditer(text):
        mark, at = match[0], match.start()
        if mark == "：" and _between_digits(text, at):
            continue
        if mark == "（":
            depth += 1
            if depth == 1:
                aside += 1
                inside, inside_before = at + 1, "（"
            continue
        if depth == 1 and at - inside > 600:
            depth = 0  # an unclosed parenthesis does not swallow the rest
        if depth:
            if depth == 1:
                asides.append(Clause(inside, at, inside_before, sentence, segment, aside))
                inside, inside_before = at + 1, mark
            depth -= mark == "）"
            if not depth:
                first = next(clause.start for clause in asides if clause.aside == aside)
                outer[first - 1 : at + 1] = MASK * (at + 2 - first)
            continue
        if mark == "）":
            continue
        clauses.append(Clause(start, at, before, sentence, segment, 0))
        clauses.extend(asides)
        asides = []
        start, before = at + 1, mark
        sentence += mark in "。！？"
        segment += mark in "。！？；"
    clauses.append(Clause(start, len(text), before, sentence, segment, 0))
    clauses.extend(asides)
    return "".join(outer), clauses


def _between_digits(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


_COMPARISON = pattern("comparison")
_MEANWHILE = pattern("meanwhile")
_MARKS = re.compile(r"\^?[①-⑳]|\[[0-9]{1,2}\]|[“”\"‘’\s\x00]|\^")
_NUMBERING = pattern("numbering")
_COMPARED_WITH = pattern("compared_with")
_COMPARED_PART = pattern("compared_part")
_COMPARED_TO = pattern("compared_to")
_BEFORE_DATE = pattern("before_date")
_REACHES = pattern("reaches")
_PLAN = pattern("plan_alone")
_ORDER_BEHIND = pattern("order_behind")


_LONGEST_LEAD = 400
"""Characters before a figure in which its name is looked for; of the name the last 40 are kept."""


def clean_name(text: str) -> str:
    """What is measured, without the words around it: ``全年全市实现网络零售额达`` gives ``网络零售额``."""
    return _clean_name_among(text, _places())


@lru_cache(maxsize=65536)
def _clean_name_among(text: str, places: Places) -> str:
    if is_english(text):
        return english_name(without_dates(text[-_LONGEST_LEAD:]))
    name = _NUMBERING.sub("", _MARKS.sub("", text[-_LONGEST_LEAD:]))
    name = _MEANWHILE.sub("", without_dates(_COMPARISON.sub("", name)))
    place = _PLACE.match(name)
    if place and not _NO_PLACE.search(place[1]) and len(name) > place.end(1) + 2:
        name = name[place.end(1) :]
    lead, trail = words().lead, words().trail
    for _round in range(4):
        shorter = _ORDER_BEHIND.sub("", trail.sub("", lead.sub("", _without_area(_own_area().sub("", name), places))))
        if shorter == name:
            break
        name = shorter
    return name[-40:]


@lru_cache(maxsize=65536)
def without_dates(text: str) -> str:
    """Words with the dates and periods among them, and what is compared with them, taken out: 提升至2018年底的 is 提升至的."""
    pieces: list[str] = []
    last = 0
    for time, start, end in times_in(text):
        if text[start:end].isdigit() or time == Time(cumulative=True):
            continue
        compared = (_COMPARED_WITH if time.names_year else _COMPARED_PART).search(text, max(last, start - 1), start)
        before = compared or _BEFORE_DATE.search(text, max(last, start - 4), start)
        after = _COMPARED_TO.match(text, end) if compared is not None else None
        if _REACHES.match(text, start) is not None:
            start += 1  # 提升至2018年底的
        pieces.append(text[last : before.start() if before is not None else start])
        last = after.end() if after is not None else end
    return "".join((*pieces, text[last:])) if last else text


def folded_name(name: str) -> str:
    return same_words(name)


@lru_cache(maxsize=1)
def _own_area() -> re.Pattern[str]:
    data = grammar()["area"]
    return re.compile(rf"^(?:{alternatives([*data['own'], *data['nation']])})")


_KINDS = ("nation", "province", "city", "corps", "region", "sar")


_OWN_AREAS: ContextVar[tuple[Area, ...]] = ContextVar("own areas", default=())


@contextmanager
def knowing_areas(areas: Iterable[Area]) -> Iterator[None]:
    """Read texts with the areas of a book that the program does not have: the districts of its city."""
    own = tuple(area for area in areas if area.code not in standard_areas() and area.kind != "world")
    token = _OWN_AREAS.set(own)
    try:
        yield
    finally:
        _OWN_AREAS.reset(token)


def _places() -> Places:
    return _places_with(_OWN_AREAS.get())


@lru_cache(maxsize=4)
def _places_with(own: tuple[Area, ...]) -> Places:
    return Places(AreaCatalogue([*(area for area in standard_areas() if area.kind in _KINDS), *own]))


def _without_area(name: str, places: Places) -> str:
    """A name without the areas that it begins with, unless one is part of another name: 北京海关."""
    area, start, count = places.match(name, 0), 0, 0
    while area is not None and not name[start].isascii():
        joint = _AREA_JOINT.match(name, area[1])
        following = places.match(name, joint.end()) if joint is not None else None
        count += 1
        if joint is None or following is None:
            after = _AREA_KIND.match(name, area[1])
            end = after.end() if after is not None else start
            counted = _AREAS_COUNTED.match(name, end) if count > 1 and after is not None else None  # 江苏、浙江和广东三省
            return name[counted.end() if counted is not None else end :]
        area, start = following, joint.end()
    return name


_AREA_KIND = pattern("area_kind")
_AREAS_COUNTED = pattern("areas_counted")
_BESIDE = pattern("beside")
_ORDER_ALONE = pattern("order_alone")
_PLACE = pattern("place")
_NO_PLACE = pattern("no_place")


def area_codes_in(text: str) -> list[tuple[int, str]]:
    """Where areas are named in a text, with the code of each, or its name where it has no code."""
    found = [(start, area.code) for area, start, _end in _named_areas(text) if _BESIDE.search(text[:start]) is None]
    for match in _PLACE.finditer(text):
        if not _NO_PLACE.search(match[1]) and _places().match(match[1], 0) is None:
            found.append((match.start(1), match[1]))
    return sorted(found)


_AREA_JOINT = pattern("area_joint")


def is_area_alone(name: str, words: str) -> bool:
    """Whether a name, cut from words, says an area and at most its place in an order (陕西省, 大鹏新区最低), not what is measured."""
    area = _places().match(name, 0)
    if area is None or name[0].isascii():
        return name != "" and _ORDER_ALONE.fullmatch(name) is not None and area_codes_in(words) != []
    return _ORDER_ALONE.fullmatch(name, area[1]) is not None


def is_time_alone(words: str) -> bool:
    """Whether words say a time and nothing that is measured: 2014年为, 1—9月累计."""
    return clean_name(words) == "" and any(True for _time in times_in(words))


def areas_listed(text: str) -> list[str]:
    """Codes of the provinces, or of the regions, that stand one after the other (浙江、江苏和福建) where an area is first named."""
    listed: list[str] = []
    reached = -1
    for area, start, end in _named_areas(text):
        joined = not listed or ((joint := _AREA_JOINT.match(text, reached)) is not None and joint.end() == start)
        if area.code in (NATION, *listed) or not joined or (listed and area.code.isdigit() != listed[0].isdigit()):
            break
        listed.append(area.code)
        reached = end
    return listed


def _named_areas(text: str) -> tuple[tuple[Area, int, int], ...]:
    return _named_among(text, _places())


@lru_cache(maxsize=8192)
def _named_among(text: str, places: Places) -> tuple[tuple[Area, int, int], ...]:
    own = grammar()["area"]["nation"]
    national = [(standard_areas()[NATION], match.start(), match.end()) for match in re.finditer(alternatives(own), text)]
    found = [area for area in areas_in(text, places) if not text[area[1]].isascii()]
    return tuple(sorted({start: (area, start, end) for area, start, end in (*found, *national)}.values(), key=lambda one: one[1]))


_HEADING_LEAD = pattern("heading_lead")
_HEADING_PLACE = pattern("heading_place")


def heading_area(headings: tuple[str, ...]) -> str:
    """The area that the innermost heading names; "" when none does."""
    return _heading_area_among(headings, _places())


@lru_cache(maxsize=8192)
def _heading_area_among(headings: tuple[str, ...], _known: Places) -> str:
    """The same, remembered for the areas that are known."""
    for heading in reversed(headings):
        bare = _HEADING_LEAD.sub("", heading)
        found = area_codes_in(bare)
        if found and len(bare) <= 24:
            return found[-1][1]
        place = _HEADING_PLACE.search(bare)
        if place and len(bare) <= 40 and not _NO_PLACE.search(place[1]):
            return place[1]
    return ""


@dataclass(frozen=True, slots=True)
class Said:
    """A time that a stretch speaks of, and where. earlier: so many years before, where the level itself is of then (上年为X, 前年为X). several: it stands with others (1、2月, 2017年10月
    至2018年3月, 1日至11日), and what they are together has no code. only: it is of the figure right behind it (高于2010年28.9%的份额, 上年为X)."""

    time: Time
    start: int
    earlier: int
    several: bool
    only: bool = False


_LAST_YEAR_LEVEL = pattern("last_year_level")
_CLAUSE_BEGINS = pattern("clause_begins")
_ABOVE_OR_BELOW = pattern("above_or_below")
_DIGIT = re.compile("[0-9]")
_JOINED_BEFORE = pattern("joined_before")
_JOINED_AFTER = pattern("joined_after")


def times_said(stretch: Stretch, start: int, end: int) -> list[Said]:
    """The times that a piece of a stretch names, in order, without those that something is compared with."""
    text = stretch.text
    found: list[Said] = []
    reached = start
    for time, first, last in stretch.times[bisect_left(stretch.times, start, key=itemgetter(1)) :]:
        if last > end:
            break
        if _PLAN.search(text, first, last) is not None or is_base(text, last):
            continue  # the plan itself, not the years that it runs over; 上年=100
        before = text[max(start, first - 1) : first]
        compared = (_COMPARED_WITH if time.names_year else _COMPARED_PART).search(before) is not None
        earlier = _years_earlier(time, before, text[last:end])
        only = bool(earlier) or (time.names_year and _ABOVE_OR_BELOW.search(text, max(start, first - 2), first) is not None)
        passed = only and _DIGIT.search(text, last, end) is not None
        if not (compared or passed) and (earlier or (time.shift in (None, 0) and _is_dated(time))):
            between = text[reached : first + (reached == first)] if reached > start else text[max(start, first - 6) : first]
            several = _JOINED_BEFORE.search(between) is not None or _JOINED_AFTER.match(text, last) is not None
            found.append(Said(time, first, earlier, several, only))
        reached = last
    return found


def _years_earlier(time: Time, before: str, after: str) -> int:
    """How many years before the level that follows a time is: 上年为X, at the beginning of a clause."""
    level = _CLAUSE_BEGINS.search(before) is not None and _LAST_YEAR_LEVEL.match(after) is not None
    return -time.shift if time.shift in (-1, -2) and not time.as_of and level else 0


def _is_dated(time: Time) -> bool:
    return time.names_year or time.names_part or time.grain in ("month", "quarter")


def main_year(parts: Iterable[Stretch]) -> str:
    """The year that the manuscript is about: the one of its first headings, else the one named most."""
    counted: Counter[str] = Counter()
    for number, stretch in enumerate(parts):
        said = times_said(stretch, 0, 4000)
        years = [str(one.time.until or one.time.year) for one in said if one.time.names_year]
        months = any(one.time.kind in ("month", "day") for one in said)
        if number < 6 and stretch.kind is StretchKind.HEADING and years and len(stretch.text) > 6 and not months:
            return years[0]
        counted.update(years)
        if number > 2000:
            break
    return counted.most_common(1)[0][0] if counted else ""


def main_span(parts: Iterable[Stretch]) -> Time:
    """The part of the year that a release is about: named first in most of its paragraphs that name any period. The empty record for a
    text about whole years, or about no one span."""
    first: Counter[Time] = Counter()
    for stretch in itertools.islice(parts, 400):
        said = times_said(stretch, 0, 200)
        part = next((part for one in said if (part := part_of_year(one.time)) != Time()), Time())
        if said:
            first[part] += 1
    if not first:
        return Time()
    span, times = first.most_common(1)[0]
    return span if times >= 2 and times * 2 > first.total() and (span.kind != "month" or span.first < span.last) else Time()


def part_of_year(time: Time) -> Time:
    """The half, quarter or months that a time names, without its year. The end of December is a point in time of the year."""
    at_end = time.as_of != "" and time.kind in ("month", "day") and time.last == _DECEMBER
    if time.kind in ("", "none") or at_end or time.ends_a_year:
        return Time()
    from_january = time.cumulative or (time.as_of == "upto" and time.kind == "month")
    return Time(kind=time.kind, first=time.first, last=time.last, day=time.day, cumulative=from_january)


_DECEMBER = 12


def period_code(time: Time, year: str) -> str:
    """The code of the period that a time means in a year, under the one name that figures of its months are kept by (1—6月 is H1); without
    its year where none is known, "" for a span that has no code (2—5月)."""
    known = time.year is not None or bool(year)
    period = time.period(Time(int(year or 2000)), part_of_own=False)
    if period is None:
        return ""
    return period.span.code if known else period.span.code.removeprefix("2000")


def period_kind(code: str) -> str:
    """What sort of period a code is of; "" for a code without its year."""
    try:
        return period_from_code(code).kind
    except ValueError:
        return ""


def year_before(code: str) -> str:
    """The same period of the year before; "" for a code without its year."""
    try:
        return period_from_code(code).moved(-1).code
    except ValueError:
        return ""


def begins_with_year(stretch: Stretch, start: int, end: int) -> bool:
    """Whether a sentence begins with the time that it is about."""
    first = next(iter(times_said(stretch, start, end)), None)
    return first is not None and first.time.names_year and first.start <= start + 2


def heading_year(heading: Stretch) -> str:
    """The year that a title is about: 2020年国民经济和社会发展统计公报; "" where it names none, several, or a date."""
    said = times_said(heading, 0, len(heading.text))
    years = {one.time.year for one in said if one.time.names_year}
    dated = any(one.time.kind == "day" or one.time.until for one in said)
    return str(years.pop()) if len(years) == 1 and len(heading.text) <= 40 and not dated else ""


def listed_periods(lead: str, count: int) -> tuple[list[Time], str]:
    """一季度、二季度和三季度的进出口规模, 2016年、2017年和2018年: so many times named in a row, and the words left; else nothing."""
    found = [(part, start, end) for time, start, end in times_in(lead) if (part := _one_of_list(time)) != Time()]
    if not found or len(found) != count:
        return [], lead
    between = [lead[one[2] : two[1]] for one, two in itertools.pairwise(found)]
    if any(_BETWEEN_PERIODS.fullmatch(words) is None for words in between):
        return [], lead
    return [part for part, _start, _end in found], lead[: found[0][1]] + lead[found[-1][2] :]


def _one_of_list(time: Time) -> Time:
    if time.names_year:
        return time if time.until is None and not time.as_of and not time.fiscal else Time()
    return part_of_year(time)


_BETWEEN_PERIODS = pattern("between_periods")


def period_at(said: Sequence[Said], carried_year: str, span: Time) -> tuple[str, str]:
    """The period that is meant behind these times, and the year to carry on: ("2018", "2018"), ("2018M12", "2018").

    span: the part of the year that the text speaks of where it says nothing.
    """
    year, part, earlier = carried_year, Time() if said else span, 0
    several: Time | None = None
    for one in said:
        time = one.time
        several = time if time.until is not None or time.fiscal else None
        if time.names_year:
            year, earlier = str(time.until or time.year), one.earlier
        else:
            earlier = one.earlier or earlier * time.whole
        part = _part_at(one, part, span, year)
    if said and (said[-1].several or said[-1].time.is_no_period):
        return "", year
    if _since_then(said, year != carried_year):
        return "", carried_year
    if several is not None:
        return period_code(several, year), year
    return period_code(part, str(int(year) - earlier) if year.isdigit() else year), year


def period_begun(lead: str, carried_year: str, span: Time) -> str:
    """The period of the figure where a movement began (由2017年的7.18万亿元), "" where the words before it say none."""
    time = next((time for time, _start, _end in reversed(list(times_in(lead))) if time.names_year or time.shift), None)
    if time is None or (time.shift and not time.names_part and not span.kind):
        return ""  # 由上年同期的X增至: of what part of the year its end says
    return period_at([Said(time, 0, -(time.shift or 0), False)], carried_year, span)[0]


def _since_then(said: Sequence[Said], moved: bool) -> bool:
    """2015年以来, 6月以来: a span up to now."""
    return len(said) > 0 and said[-1].time.as_of == "since" and (said[-1].time.kind != "" or moved)


def _part_at(one: Said, part: Time, span: Time, year: str) -> Time:
    """The part of the year that is meant behind a time."""
    time = one.time
    if time.grain in ("month", "quarter") and not time.kind:
        return _this_part(time, part if part.kind else span, year) or part
    return part_of_year(time) if time.kind or time.whole or not (time.same or one.earlier) else part


def _this_part(time: Time, part: Time, year: str) -> Time | None:
    """本月 and 上季度 in a text about a part of the year; None where they lie in another year or cannot be known."""
    period = time.period(replace(part, year=int(year or 2000)))
    return part_of_year(time_of(period)) if period is not None and period.year == int(year or 2000) else None
