"""Near misses of percentages that no word says the whole of: a rate behind two levels of its sentence, of which it can only be the quotient."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import UNIT, Fact, Facts
from ecdesk.prose.relations.hints import hint
from ecdesk.prose.relations.near.misses import BORNE_OUT, Miss, share_slip
from ecdesk.prose.relations.shares import Share, judge_share, says_share


def missed_rates(facts: Facts, known: Collection[int]) -> Iterator[Miss]:
    """亏损企业478家, of 3185家, 亏损面15.0%: the rates that are no quotient of the last two levels before them, and that a slip which chance hardly
    offers would make one. known: percentages whose parts and wholes are told."""
    for row in facts.by_sentence.values():
        for fact in row:
            one = _of_two(facts, row, fact) if fact.number not in known and _is_rate(fact) else None
            words = share_slip(one, "rate") if one is not None else None
            if one is not None and words is not None:
                yield Miss(one, words)


def _is_rate(fact: Fact) -> bool:
    """Whether a percentage is called a rate or a share, of a whole that it does not name, and no relation bears it out."""
    said = fact.statement
    called = hint("rate").search(said.name) is not None or (said.measure is Measure.SHARE and says_share(fact))
    free = not (said.whole_name or said.listed or said.figure.amount.qualifier or fact.told.keys() & BORNE_OUT)
    return fact.kind == "share" and fact.point > 0 and called and free and hint("own_rate").search(said.name) is None


def _of_two(facts: Facts, row: list[Fact], fact: Fact) -> Share | None:
    """The last two levels of its sentence before a rate, the smaller as part of the larger, unless it is more than all of it; None where they are
    not alike, are doubtful, or have percentages of their own."""
    before = [f for f in row if f.number < fact.number and f.kind not in ("growth", "points")]
    if len(before) < 2 or not all(_may_be_end(facts, f) for f in before[-2:]):
        return None
    part, whole = sorted(before[-2:], key=lambda f: f.point, reverse=fact.point > UNIT)
    if part.unit != whole.unit or part.period != whole.period or part.point == whole.point:
        return None
    fails = judge_share(fact, part, whole) is Verdict.FAILS
    return Share(fact, part, whole, 1.0, Verdict.FAILS) if fails else None


def _may_be_end(facts: Facts, fact: Fact) -> bool:
    plain = fact.kind == "level" and not fact.statement.figure.amount.qualifier and not fact.aside and fact.point > 0
    return plain and not facts.has_share(fact) and not fact.statement.listed
