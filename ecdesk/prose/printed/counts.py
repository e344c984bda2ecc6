"""Stated counts against the names, titles or numbered members that are listed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.wording.numbers import spelled_number
from ecdesk.prose.reading.clauses import area_codes_in
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.hints import hints

MOST = 60
CLOSE, STRETCHES = 12, 60
"""Characters between a count and the colon behind which its members are announced, and the paragraphs that they may take."""
REACH, FAR = 400, 2500
"""Characters behind a count in which its names stand, and its numbered members."""
_BEFORE = (pattern("titles_before"), pattern("names_before"))
_AFTER = (pattern("titles_after"), pattern("names_after"), pattern("names_behind"))
_COUNTS_PLACES = pattern("counts_places")
_CONNECTED = pattern("connected")
_ARE_ALL = pattern("names_are_all")
_ORDINAL = pattern("ordinal")
_GOES_ON = pattern("list_goes_on")


@dataclass(frozen=True, slots=True)
class Names:
    """How many are listed: least and most (A和B may be one name); proper: of one sort, so that a wrong count is one; open: 等;
    all: a word right behind the count says that they are those counted."""

    least: int
    most: int
    proper: bool
    open: bool
    all: bool = False


@dataclass(slots=True, eq=False)
class Count:
    """A stated count and what is listed beside it."""

    stated: Fact
    names: Names
    verdict: Verdict


def search_counts(facts: Facts) -> Iterator[Count]:
    """Every count beside a list that has as many names, or clearly another number of them."""
    for fact in facts.all:
        if not _counts(fact):
            continue
        stated = int(fact.statement.figure.amount.value)
        names = next(filter(None, _listed(facts, fact, stated)), None)
        if names is None:
            continue
        if names.least <= stated <= names.most:
            yield Count(fact, names, Verdict.HOLDS)
        elif names.all or _is_another(names, stated):
            yield Count(fact, names, Verdict.FAILS if names.proper or names.all else Verdict.UNDECIDED)


def _is_another(names: Names, stated: int) -> bool:
    """Whether a list may be meant to have as many names as are stated, and has not. 改造、扩容协和、同济、人民等3家医院: only what is of one sort
    is surely all names."""
    near = names.least >= 3 and abs(stated - names.least) <= 2
    return near and (names.proper or names.open) and not (names.open and stated > names.most)


def _counts(fact: Fact) -> bool:
    figure = fact.statement.figure
    amount = figure.amount
    whole = figure.kind is FigureKind.COUNT and amount.unit.count and amount.exponent == 0 and not amount.qualifier
    return fact.kind in ("level", "count") and whole and 2 <= amount.value <= MOST


def _listed(facts: Facts, fact: Fact, stated: int) -> Iterator[Names | None]:
    text, figure = fact.text, fact.statement.figure
    before = text[max(0, figure.start - REACH) : figure.start]
    after = text[figure.end : figure.end + REACH]
    titles, names = (
        found.search(piece) for found, piece in zip(_BEFORE, (before, re.split("[。；，：]", before)[-1]), strict=True)
    )
    yield _numbered(text[figure.end : figure.end + FAR], stated) or _announced(facts, fact, stated)
    if not after.startswith("《") and figure.amount.unit.symbol not in hints()["no_title"]["words"]:
        yield _titles(titles, least=1)  # none of 《甲》《乙》和5本《丙》: it counts what follows
    yield _names(names, _COUNTS_PLACES.match(text[figure.start : figure.end + 4]) is not None)
    titles, near, far = (found.match(after) for found in _AFTER)
    yield _titles(titles, least=2)
    yield _names(near) if near is None or _GOES_ON.match(after, near.end(1)) is None else None
    loose = _names(far)
    if loose is not None and loose.least <= stated <= loose.most:
        yield loose


def _titles(found: re.Match[str] | None, least: int) -> Names | None:
    named = found[1].count("《") if found is not None else 0
    return Names(named, named, named >= 2, bool(found["open"])) if found is not None and named >= least else None


def _names(found: re.Match[str] | None, of_places: bool = False) -> Names | None:
    if found is None or re.search("[0-9]", found[1]):
        return None
    parts = found[1].split("、")
    most = len(parts) + sum(len(_CONNECTED.findall(part)) for part in (parts[0], parts[-1])) + _run_together(parts)
    whole = found[0].endswith("。") and _ARE_ALL.search(found.string, 0, found.start(1)) is not None
    return Names(len(parts), most, _are_of_one_sort(parts, of_places), bool(found["open"]), whole and not found["open"])


def _are_of_one_sort(parts: list[str], of_places: bool) -> bool:
    return len({part[-1] for part in parts}) == 1 or (of_places and all(map(_is_place, parts)))


def _is_place(name: str) -> bool:
    """江苏、上海、辽宁、山东、浙江5个省市: whether a name is that of one province or city and no more."""
    codes = area_codes_in(name)
    return len({code for _start, code in codes}) == 1 and len(name) <= LONGEST_PLACE


LONGEST_PLACE = 8


def _run_together(parts: list[str]) -> int:
    """甲模块、乙模块丙模块、丁模块: how many names lack the mark before them, by the word that all of them end with."""
    ends = {part[-2:] for part in parts}
    return sum(part[:-2].count(part[-2:]) for part in parts) if len(ends) == 1 < len(parts) else 0


def _announced(facts: Facts, fact: Fact, stated: int) -> Names | None:
    """主要呈现以下五方面特点：, and from there on 一是, 二是 to 五是: the members that begin right behind the colon, also in paragraphs of their own."""
    stretch, begin = fact.statement.stretch, fact.statement.figure.end
    colon = stretch.text.find("：", begin, begin + CLOSE)
    if colon < 0 or stated < 3:
        return None
    near = facts.context.stretches[max(0, stretch.number - 2) : stretch.number + STRETCHES]
    behind = (other.text for other in near if other.number > stretch.number)
    rest = "。".join((stretch.text[colon + 1 :], *behind)).lstrip("。")
    first = _ORDINAL.match(rest)
    reached = _reached(rest, first) if first is not None else 0
    off = reached != stated and reached >= 3 and abs(reached - stated) <= 2
    return Names(reached, reached, True, False, True) if reached == stated or off else None


def _reached(rest: str, first: re.Match[str]) -> int:
    """The last number of members that number themselves as the first does; 0 where a list within theirs may hide some."""
    reached = inner = 0
    for match in _ORDINAL.finditer(rest):
        if match[0][1:] == first[0][1:] or (match["bracketed"] and first["bracketed"]):
            number = spelled_number(match["number"] or match["bracketed"])
            if number == reached + 1 and not inner:
                reached = number
            elif number in (1, inner + 1):
                inner = number
            else:
                return 0
    return reached if inner <= reached else 0


def _numbered(after: str, stated: int) -> Names | None:
    """Members that number themselves from one on."""
    reached = 0
    for match in _ORDINAL.finditer(after):
        number = spelled_number(match["number"] or match["bracketed"])
        if number == reached + 1:
            reached = number
        elif number == 1 and reached > 1:
            break
    return Names(reached, reached, False, False) if reached == stated >= 3 else None
