"""Lists of one thing by area or by name that a text prints twice: a member that differs in both by a slip, and two that stand in each other's place."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

from ecdesk.domain.texts import Text
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.slips import exchanged

Members = dict[str, Fact]
"""The figures of a list, by the area or the name of each."""
MOST = 40
"""Lists of one kind that are held against each other."""


def restated_members(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """分别为62909.8亿元、60465.3亿元 of the same areas in two lists: the one pair that differs where the others are the same."""
    for one, two in _pairs(facts):
        differ = _differing(one, two)
        if len(differ) == 1 and len(one.keys() & two.keys()) > 1:
            yield one[differ[0]], two[differ[0]]


def exchanged_members(facts: Facts) -> Iterator[tuple[Fact, Fact, Text]]:
    """Two members of a list that the other list prints in each other's place."""
    for one, two in _pairs(facts):
        differ = _differing(one, two)
        if len(differ) == 2:
            first, second = differ
            crossed = one[first].point == two[second].point and one[second].point == two[first].point
            if crossed and min(one[first].digits, one[second].digits) > 1:
                yield one[first], two[first], exchanged(two[first], two[second])


def _pairs(facts: Facts) -> Iterator[tuple[Members, Members]]:
    lists: dict[tuple[str, ...], list[Members]] = defaultdict(list)
    for fields in facts.by_sentence.values():
        listed = [f for f in fields if f.statement.listed]
        for _number, group in itertools.groupby(listed, lambda f: f.statement.listed):
            row = list(group)
            members = _members(row)
            if len(members) == len(row) > 1 and row[0].period:
                lists[row[0].kind, row[0].unit, row[0].period, row[0].statement.base].append(members)
    for alike in lists.values():
        yield from itertools.combinations(alike[:MOST], 2)


def _members(row: list[Fact]) -> Members:
    """A list by the areas of its members, where each has one of its own, else by their names."""
    by_area = {f.statement.area: f for f in row if "、" not in f.statement.area}
    if len(by_area) == len(row):
        return {f"{area} {_called(fact)}": fact for area, fact in by_area.items()}
    return {_called(f): f for f in row if _called(f)}


def _called(fact: Fact) -> str:
    return fact.name.rsplit("/", 1)[-1]


def _differing(one: Members, two: Members) -> list[str]:
    """What both lists have and print otherwise."""
    shared = [key for key in one if key in two]
    return [key for key in shared if one[key].high <= two[key].low or two[key].high <= one[key].low]
