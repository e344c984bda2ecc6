"""How narrowly a believed relation bears its figures out: a growth of 2.4% comes out for every level within some hundredths of the printed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecdesk.prose.relations.facts import UNIT, Fact
from ecdesk.prose.relations.growth.growths import Growth
from ecdesk.prose.relations.shares import Share

Borne = Iterator[tuple[Fact, float]]
"""Figures, each with the part of itself by which it could differ."""


def tell(kind: str, relations: Iterable[Borne]) -> None:
    """Note in figures that relations of a kind bear them out."""
    for relation in relations:
        for fact, part in relation:
            fact.told[kind] = min(part, fact.told.get(kind, part))


def exactly(*figures: Fact) -> Borne:
    """Of a sum or an equality: no slip of a figure would leave it standing."""
    return ((fact, 0.0) for fact in figures)


def by_share(one: Share) -> Borne:
    return _of_quotient(one.part, one.whole, one.share)


def by_growth(one: Growth) -> Borne:
    now, before, rate = one.now, one.before, one.rate
    if one.form == "change":
        return _of_quotient(before, now, rate)
    if one.form == "difference":
        width = now.width + before.width + rate.width
        return ((fact, width / max(fact.point, 1)) for fact in (now, before, rate))
    ends = one.years * rate.width / (UNIT + rate.point)
    return iter(((now, ends + _relative(before)), (before, ends + _relative(now)), (rate, 0.0)))


def _of_quotient(part: Fact, whole: Fact, quotient: Fact) -> Borne:
    widths = {fact: _relative(fact) for fact in (part, whole, quotient)}
    return ((fact, sum(widths.values()) - width) for fact, width in widths.items())


def _relative(fact: Fact) -> float:
    return fact.width / max(fact.point, 1)
