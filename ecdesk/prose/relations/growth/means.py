"""A level over the number of those that its words name: 人均用电量, 每千名老年人拥有养老床位, 平均每馆, 日均. Which two levels they are."""

from __future__ import annotations

import re
from fractions import Fraction

from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.units import find_unit
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import Fact, Facts, pairs_of
from ecdesk.prose.relations.growth.growths import is_earlier
from ecdesk.prose.relations.hints import lead

_EACH, _AMONG, _PEOPLE = map(pattern, ("each_of", "among_each", "people"))
BACK, AHEAD, MOST, MOST_TOTALS = 200, 8, 6, 3
"""Figures around a mean among which its ends are looked for, and how many are tried for each."""
_REST = re.compile("(?!每)[^0-9，；。：、]{0,24}")
PEOPLE = ("人", "人次")

Ends = tuple[list[Fact], list[Fact], Fraction]


def ends_of_mean(facts: Facts, fact: Fact) -> Ends | None:
    """What may be divided, by what, and by how many of it, the likeliest first; None where no words say that a level is a mean."""
    found = _said(fact) if fact.kind == "level" and fact.point > 0 else None
    if found is None:
        return None
    said, rest = found
    by = said["by"] or said["one"] or PEOPLE[0]
    like = _around(facts, fact)
    counted, scale = _counted(like, fact, by, rest)
    return _totals(like, fact, rest + fact.name)[:MOST_TOTALS], counted[:MOST], _many(said) * scale


def _said(fact: Fact) -> tuple[re.Match[str], str] | None:
    """每10万人中拥有大学文化程度的由7126人上升为13266人: the words for a mean just before a figure, or those that open its sentence, and what is meant."""
    for words in (lead(fact, 30), fact.statement.name):
        for said in _EACH.finditer(words):
            if _REST.fullmatch(words, said.end()) is not None:
                return said, words[said.end() :]
    among = _AMONG.search(f"{lead(fact, 60)}\n{fact.statement.name}")
    return (among, among["rest"]) if among is not None else None


def _around(facts: Facts, fact: Fact) -> list[Fact]:
    """The levels and times around a mean that may be its ends."""
    near = facts.all[max(0, fact.number - BACK) : fact.number + 1 + AHEAD]
    return [f for f in near if f is not fact and f.kind in ("level", "time") and f.point > 0 and not _is_no_end(f)]


def _many(said: re.Match[str]) -> Fraction:
    """每10万人: over how many a mean is."""
    unit = find_unit(said["unit"] or "")
    return int(said["many"] or 1) * (unit.scale if unit is not None else Fraction(1))


def _counted(like: list[Fact], fact: Fact, by: str, rest: str) -> tuple[list[Fact], Fraction]:
    """The numbers that a mean may be over, the likeliest first, and the scale of the unit that they are known by, where none is named."""
    named = [f for f in like if _is_named(by + rest, f)]
    each = find_unit((by + rest)[:2]) or find_unit(by)
    counted = named or [f for f in like if each is not None and _is_counted_by(each, f)]
    counted.sort(key=lambda f: (f.sentence != fact.sentence, not _PEOPLE.search(f.name), abs(f.number - fact.number)))
    return counted, each.scale if each is not None and not named else Fraction(1)


def _is_no_end(fact: Fact) -> bool:
    return is_earlier(fact) or fact.statement.figure.kind is FigureKind.PER_HEAD or bool(fact.statement.figure.amount.qualifier)


def _totals(like: list[Fact], fact: Fact, said: str) -> list[Fact]:
    """The levels of the unit of a mean whose names share most with what is said of it, the larger first; else those measured alike, or the one before it."""
    words = pairs_of(said)
    found = [f for f in like if _has_unit(f, fact.unit) and f.point > fact.point]
    found.sort(key=lambda f: (-len(words & pairs_of(f.name)), -f.point))
    return _named_so(found, said) or [f for f in found if f.sentence == fact.sentence and f.number < fact.number]


def _named_so(found: list[Fact], said: str) -> list[Fact]:
    """Those whose names share words with what is said; else those that are measured alike."""
    words = pairs_of(said)
    return [f for f in found if words & pairs_of(f.name)] or [f for f in found if f.statement.name[-1:] == said[-1:]]


def _has_unit(fact: Fact, unit: str) -> bool:
    """Whether a level is counted in a unit, or, without one, called by it: 总诊疗人次4.36亿."""
    return bool(unit) and (fact.unit.endswith(unit) or (not fact.unit and fact.statement.name.endswith(unit)))


def _is_named(said: str, fact: Fact) -> bool:
    """Whether words begin with what a level is called."""
    name = fact.statement.name
    return (len(said) > 1 and said[:2] in name) or name.endswith(said[:1])


def _is_counted_by(unit: Unit, fact: Fact) -> bool:
    """Whether a level is counted in a unit, or in people by the times they come."""
    same = unit.dimension == fact.statement.figure.dimension
    return bool(unit.symbol) and (same or {unit.dimension, fact.unit} == {*PEOPLE})
