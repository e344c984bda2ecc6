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


def account_ends(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """收入总量为198.2亿元，…支出总量为221.9亿元。收支总量相抵，赤字23.7亿元: the last totals of both accounts before what is left of them, the larger first."""
    if fact.kind != "level" or hint("account").search(lead(fact, 10)) is None:
        return None
    row = [f for f in facts.by_paragraph[fact.paragraph] if f.number < fact.number and (f.unit, f.kind) == (fact.unit, "level")]
    ends = _totals_of_accounts(fact, row) or _two_accounts([f for f in row if f.sentence == fact.sentence][-2:])
    return (max(ends, key=_point), min(ends, key=_point)) if ends is not None else None


def _point(fact: Fact) -> int:
    return fact.point


def _totals_of_accounts(fact: Fact, row: list[Fact]) -> tuple[Fact, Fact] | None:
    """The last totals of income and of expenses among some figures, where they stand near."""
    totals = [f for f in row if hint("added", "total").search(f.statement.name) is not None and f.period == fact.period]
    one, two = (_last_of(totals, side) for side in ("income", "expenses"))
    if one is None or two is None or one is two:
        return None
    return (one, two) if fact.number - min(one.number, two.number) <= NEAR_ACCOUNTS else None


def _last_of(totals: list[Fact], side: str) -> Fact | None:
    return next((f for f in reversed(totals) if hint("account", side).search(f.statement.name) is not None), None)


def _two_accounts(last: list[Fact]) -> tuple[Fact, Fact] | None:
    """基金收入88.4亿元、支出79.6亿元，当年结余8.8亿元: the two figures just before, where one is called income and the other expenses."""
    if len(last) < 2 or last[0].period != last[1].period:
        return None
    one, two = (_last_of(last, side) for side in ("income", "expenses"))
    apart = all(len(_sides(f)) == 1 for f in last) and one is not two
    return (one, two) if apart and one is not None and two is not None else None


def _sides(fact: Fact) -> list[str]:
    return [side for side in ("income", "expenses") if hint("account", side).search(fact.statement.name)]


NEAR_ACCOUNTS = 12
