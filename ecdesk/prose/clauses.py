"""Sentences, segments and clauses of a stretch, and the names, areas and periods that stand in them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.areas import NATION, standard_areas
from ecdesk.prose.document import Stretch, StretchKind
from ecdesk.prose.lexicon import alternatives, grammar, same_words, words
from ecdesk.prose.patterns import pattern

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
        if mark == "：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            continue
        if mark == "（":
            depth += 1
            if depth == 1:
                aside += 1
                inside, inside_before = at + 1, "（"
            continue
        if depth:
            closing = mark == "）"
            if depth == 1 and at - inside > 600:
                depth = 0  # an unclosed parenthesis does not swallow the rest
            else:
                if depth == 1:
                    asides.append(Clause(inside, at, inside_before, sentence, segment, aside))
                    inside, inside_before = at + 1, mark
                if closing:
                    depth -= 1
                    if not depth:
                        first = next((clause.start for clause in asides if clause.aside == aside), at)
                        outer[first - 1 : at + 1] = MASK * (at + 2 - first)
                continue
        if mark == "）":
            continue
        clauses.append(Clause(start, at, before, sentence, segment, 0))
        clauses.extend(asides)
        asides = []
        start, before = at + 1, mark
        if mark in "。！？":
            sentence += 1
            segment += 1
        elif mark == "；":
            segment += 1
    clauses.append(Clause(start, len(text), before, sentence, segment, 0))
    clauses.extend(asides)
    return "".join(outer), clauses


_COMPARISON = pattern("comparison")
_DATE = pattern("date")
_MARKS = re.compile(r"\^?[①-⑳]|\[[0-9]{1,2}\]|[“”\"‘’\s\x00]|\^")
_NUMBERING = pattern("numbering")
_SUB_PERIOD = pattern("sub_period")
_YEAR = pattern("year")
_WHOLE_YEAR = pattern("whole_year")
_RELATIVE = pattern("last_year_level")


@lru_cache(maxsize=65536)
def clean_name(text: str) -> str:
    """What is measured, without the words around it: ``全年全市实现网络零售额达`` gives ``网络零售额``."""
    name = _NUMBERING.sub("", _MARKS.sub("", text))
    name = _COMPARISON.sub("", name)
    name = _DATE.sub("", name)
    place = _PLACE.match(name)
    if place and not _NO_PLACE.search(place[1]) and len(name) > place.end(1) + 2:
        name = name[place.end(1) :]
    lead, trail = words().lead, words().trail
    for _round in range(4):
        shorter = trail.sub("", lead.sub("", _leading_area().sub("", _own_area().sub("", name))))
        if shorter == name:
            break
        name = shorter
    return name[-40:]


def without_dates(text: str) -> str:
    """Words with the dates and periods among them taken out: 提升至2018年底的 is 提升至的."""
    return _DATE.sub("", _COMPARED_WITH.sub("", text))


def folded_name(name: str) -> str:
    return same_words(name)


def ends_with(name: str, ending: str) -> bool:
    """Whether a name ends with a word: 网络零售额 with 零售额, but 进出口 not with 出口."""
    return name.endswith(ending) and not name.removesuffix(ending).endswith(("进", "非", "不", "未"))


@lru_cache(maxsize=1)
def _own_area() -> re.Pattern[str]:
    data = grammar()["area"]
    return re.compile(rf"^(?:{alternatives([*data['own'], *data['nation']])})")


@lru_cache(maxsize=1)
def _leading_area() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_area_pattern()[0].pattern})(?:市|省)?(?!贸易|海关|银行|移动|电信|联通|铁路|大学)(?=.{{2}})")


@lru_cache(maxsize=1)
def _area_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    codes: dict[str, str] = {}
    for area in standard_areas():
        for spelling in area.spellings():
            if (
                len(spelling) >= 2
                and not spelling.isascii()
                and area.kind in ("nation", "province", "city", "corps", "region", "sar")
            ):
                codes.setdefault(spelling, area.code)
    for word in grammar()["area"]["nation"]:
        codes.setdefault(word, NATION)
    return re.compile(alternatives(codes)), codes


_PLACE = pattern("place")
_NO_PLACE = pattern("no_place")


def areas_in(text: str) -> list[tuple[int, str]]:
    """Where areas are named in a text, with the code of each, or its name where it has no code."""
    pattern, codes = _area_pattern()
    found = [(match.start(), codes[match[0]]) for match in pattern.finditer(text)]
    for match in _PLACE.finditer(text):
        if not _NO_PLACE.search(match[1]) and not pattern.match(match[1]):
            found.append((match.start(1), match[1]))
    return sorted(found)


_AREA_JOINT = pattern("area_joint")


def areas_listed(text: str) -> list[str]:
    """Codes of the provinces, or of the regions, that stand one after the other (浙江、江苏和福建) where an area is first named."""
    names, codes = _area_pattern()
    match = names.search(text)
    listed: list[str] = []
    while match is not None and codes[match[0]] != NATION and codes[match[0]] not in listed:
        if listed and codes[match[0]].isdigit() != listed[0].isdigit():
            break
        listed.append(codes[match[0]])
        joint = _AREA_JOINT.match(text, match.end())
        match = names.match(text, joint.end()) if joint is not None else None
    return listed


@lru_cache(maxsize=8192)
def heading_area(headings: tuple[str, ...]) -> str:
    """The area that the innermost heading names; "" when none does."""
    for heading in reversed(headings):
        bare = re.sub(r"^[#0-9.一二三四五六七八九十、（）：]+|计划单列市介绍：?|^.{0,8}介绍：", "", heading)
        found = areas_in(bare)
        if found and len(bare) <= 24:
            return found[-1][1]
        place = re.search(r"(?<![一-龥])(?:年|月)?([一-龥]{2,10}?(?:自治州|自治区|自治县|省|市|州|县|区|旗))", bare)
        if place and len(bare) <= 40 and not _NO_PLACE.search(place[1]):
            return place[1]
    return ""


def main_year(parts: Iterable[Stretch]) -> str:
    """The year that the manuscript is about: the one of its first headings, else the one named most."""
    counted: Counter[str] = Counter()
    for number, stretch in enumerate(parts):
        years = _YEAR.findall(stretch.text[:4000])
        if number < 6 and stretch.kind is StretchKind.HEADING and years and len(stretch.text) > 6 and "月" not in stretch.text:
            return str(years[0])
        counted.update(_YEAR.findall(_COMPARED_WITH.sub("", stretch.text[:4000])))
        if number > 2000:
            break
    return counted.most_common(1)[0][0] if counted else ""


def main_span(parts: Iterable[Stretch]) -> str:
    """The part of the year that a release is about, as the code of a period without its year: named first in most of its paragraphs that
    name any period. "" for a text about whole years, or about no one span."""
    first: Counter[str] = Counter()
    for stretch in itertools.islice(parts, 400):
        said = _COMPARED_WITH.sub("", stretch.text[:200])
        span, year = _SUB_PERIOD.search(said), _YEAR.search(said) or _WHOLE_YEAR.search(said)
        if span is not None:
            first[_code(span)] += 1
        elif year is not None:
            first[""] += 1
    if not first:
        return ""
    span_code, times = first.most_common(1)[0]
    return span_code if times >= 2 and times * 2 > first.total() and not span_code.startswith("M") else ""


def _code(match: re.Match[str]) -> str:
    named = re.sub("[到—–~-]", "至", (match[3] or "").replace("个", ""))
    return _SPAN.get(named) or _months(match)


_COMPARED_WITH = pattern("compared_year")
"""A year that something is compared with is not the year that it is about."""


def names_period(before: str) -> bool:
    """Whether the words name a period, be it 全年."""
    said = _COMPARED_WITH.sub("", before)
    return bool(_YEAR.search(said) or _SUB_PERIOD.search(said) or _WHOLE_YEAR.search(said) or _RELATIVE.search(said))


def begins_with_year(sentence: str) -> bool:
    """Whether a sentence begins with the time that it is about."""
    return re.match("(?:截至|截止|到|在)?(?:19|20)[0-9]{2}年", sentence.lstrip()) is not None


def heading_year(heading: str) -> str:
    """The year that a title is about: 2020年国民经济和社会发展统计公报; "" where it names none, several, or a date."""
    years = _YEAR.findall(_COMPARED_WITH.sub("", heading))
    return (
        str(years[0])
        if len(set(years)) == 1 and len(heading) <= 40 and not re.search("年[0-9]{1,2}月[0-9]{1,2}日", heading)
        else ""
    )


_SPAN = {
    "上半年": "H1",
    "1-6": "H1",
    "下半年": "H2",
    "一季度": "Q1",
    "1-3": "Q1",
    "二季度": "Q2",
    "三季度": "Q3",
    "四季度": "Q4",
    "前三季度": "C09",
    "一至二季度": "H1",
    "一至三季度": "C09",
    "一至四季度": "year",
    "1-12": "year",
}
"""Spans that have a name, and those that have two, in the codes of periods."""


def _months(match: re.Match[str]) -> str:
    """The code of 8月, 1—9月 and 前8个月."""
    first, last, so_many = match[1], match[2], match[4]
    if so_many:
        last = so_many if so_many.isdigit() else str(_COUNTED.get(so_many, 0))
    if not last:
        return f"M{int(first):02}"
    return _SPAN.get(f"1-{int(last)}") or f"C{int(last):02}"


_COUNTED = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11}


def listed_periods(lead: str, count: int) -> tuple[list[str], str]:
    """一季度、二季度和三季度的进出口规模: the codes of so many periods named in a row, without year, and the words left; else nothing."""
    found = list(_SUB_PERIOD.finditer(lead))
    if not found or len(found) != count:
        return [], lead
    between = [lead[one.end() : two.start()] for one, two in itertools.pairwise(found)]
    if any(_BETWEEN_PERIODS.fullmatch(words) is None for words in between):
        return [], lead
    codes = [_code(match) for match in found]
    return codes, lead[: found[0].start()].removesuffix("第") + lead[found[-1].end() :]


_BETWEEN_PERIODS = pattern("between_periods")


def period_at(before: str, carried_year: str) -> tuple[str, str]:
    """The period that the words before a figure name, and the year to carry on: ("2018", "2018"), ("2018M12", "2018").

    before: the sentence up to the figure.
    """
    before = _COMPARED_WITH.sub("", before)
    years = list(_YEAR.finditer(before))
    year = years[-1][1] if years else carried_year
    after_year = before[years[-1].end() :] if years else before
    subs = list(_SUB_PERIOD.finditer(after_year))
    sub = ""
    if subs:
        last = subs[-1]
        sub = _code(last)
        if (
            sub == "year"
            or re.match("底|末", after_year[last.end() : last.end() + 1])
            or (sub == "M12" and "份" not in after_year[last.end() : last.end() + 1])
        ):
            sub = ""
    if _RELATIVE.search(before) and year.isdigit():
        return f"{int(year) - 1}{sub}", year
    return f"{year}{sub}", year
