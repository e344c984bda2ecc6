"""Balances whose two flows stand in other paragraphs: The trade deficit was $55.2 billion … Exports were … Imports were …"""

from __future__ import annotations

from collections.abc import Iterator

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.reading.english import is_english, words_of_english
from ecdesk.prose.relations.facts import Fact, Facts, pairs_of
from ecdesk.prose.relations.growth.growths import Growth
from ecdesk.prose.relations.hints import asked, divided, hint, lead

BEFORE, BEHIND, PARAGRAPHS, APART = 16, 16, 8, 4
"""Figures around a balance among which its flows are looked for, the paragraphs, and the figures by which the two are apart."""


def balance_of_flows(facts: Facts, fact: Fact) -> Growth | None:
    """A balance, or a change of one, as the difference of the nearest two levels or changes whose names tell both ways of one flow."""
    if fact.kind not in _ENDS or hint("difference", "strict").search(f"{lead(fact, 10)}{fact.name}") is None:
        return None
    for now, before in flows(facts, fact):
        width = fact.width + now.width + before.width
        off = abs(abs(_signed(now) - _signed(before)) - fact.point)
        if width <= asked("difference")["told"] * fact.point and 2 * off <= width:
            return Growth("difference", now, before, fact, width / fact.point, False, Verdict.HOLDS)
    return None


_ENDS = {"level": "level", "base": "level", "change": "change"}


def _signed(fact: Fact) -> int:
    return fact.point * (fact.statement.sign if fact.kind == "change" else 1)


def flows(facts: Facts, fact: Fact) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of them, the larger first; those whose names share no more than that of the balance does before others, then the nearest."""
    near = [f for f in _around(facts, fact) if (f.unit, f.kind) == (fact.unit, _ENDS[fact.kind]) and f.name and f is not fact]
    pairs = [(one, two) for at, two in enumerate(near) for one in near[:at] if _are_flows(one, two)]
    own = _words(fact)
    pairs.sort(key=lambda pair: (len(_shared(*pair) - own), abs(pair[0].number - fact.number)))
    yield from ((one, two) if _signed(one) > _signed(two) else (two, one) for one, two in pairs[:2])


def _around(facts: Facts, fact: Fact) -> list[Fact]:
    near = facts.all[max(0, fact.number - BEFORE) : fact.number + BEHIND]
    return [f for f in near if abs(f.paragraph - fact.paragraph) <= PARAGRAPHS]


def _are_flows(one: Fact, two: Fact) -> bool:
    near = 0 < abs(one.number - two.number) <= APART and one.point != two.point
    return near and divided((one, two)) and one.statement.period == two.statement.period


def _words(fact: Fact) -> frozenset[str]:
    return words_of_english(fact.name) if is_english(fact.name) else pairs_of(fact.name)


def _shared(one: Fact, two: Fact) -> frozenset[str]:
    """What the names of both say beside which way the flow goes."""
    return _words(one) & _words(two)
