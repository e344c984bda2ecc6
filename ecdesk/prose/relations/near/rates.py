"""Near misses of percentages that no word says the whole of: a rate behind two levels of its sentence, of which it can only be the quotient."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import Fact, Facts, divided_for
from ecdesk.prose.relations.hints import between, hint
from ecdesk.prose.relations.near.misses import BORNE_OUT, Miss, is_elsewhere, is_of_before, of_another, own_part, share_slip
from ecdesk.prose.relations.shares import Share, judge_share, says_share


def missed_rates(facts: Facts, known: Collection[int]) -> Iterator[Miss]:
    """亏损企业478家, of 3185家, 亏损面15.0%: the rates that are no quotient of the last two levels before them, and that a slip which chance hardly
    offers would make one. known: percentages whose parts and wholes are told."""
    for fact in facts.all:
        for one, asks in _meant(facts, fact) if fact.number not in known else ():
            words = share_slip(one, asks) if judge_share(one.share, one.part, one.whole) is Verdict.FAILS else None
            if words is not None:
                yield Miss(one, words)
                break


def _meant(facts: Facts, fact: Fact) -> Iterator[tuple[Share, str]]:
    """The parts and wholes that a percentage may be of by its place, and what its slip is asked for."""
    row = facts.by_sentence[fact.sentence]
    for ends, asks in (
        (_of_two(facts, row, fact), "rate"),
        (_of_names(row, fact), "share"),
        (_of_unnamed(facts, fact), "unnamed"),
        (_of_change(facts, fact), "share"),
        (_of_levels_behind(facts, fact), "share"),
    ):
        if ends is not None:
            yield Share(fact, *ends, 1.0, Verdict.FAILS), asks


def _is_rate(fact: Fact) -> bool:
    """Whether a percentage is called a rate or a share, of a whole that it does not name, and no relation bears it out."""
    said = fact.statement
    called = hint("rate").search(said.name) is not None or (said.measure is Measure.SHARE and says_share(fact))
    free = not (said.whole_name or said.listed or said.figure.amount.qualifier) and _is_doubted(fact)
    return fact.kind == "share" and called and free and hint("own_rate").search(said.name) is None


def _of_two(facts: Facts, row: list[Fact], fact: Fact) -> tuple[Fact, Fact] | None:
    """The last two levels of its sentence before a rate, the smaller as part of the larger, unless it is more than all of it; None where they are
    not alike, are doubtful, or have percentages of their own."""
    before = [f for f in row if f.number < fact.number and f.kind not in ("growth", "points")]
    if len(before) < 2 or not _is_rate(fact) or not _may_be_ends(facts, *before[-2:]):
        return None
    ends = divided_for(fact, before[-2:])
    return ends if _are_alike(*ends) and not _is_of_another(fact, *ends) else None


def _is_of_another(fact: Fact, part: Fact, whole: Fact) -> bool:
    """规模养殖比重, of two kinds of farms."""
    return hint("rate").search(fact.statement.name) is None and of_another(fact, part, whole, False)


def _of_names(row: list[Fact], fact: Fact) -> tuple[Fact, Fact] | None:
    """资产总计190.50万亿元；负债合计110.19万亿元；资产负债率57.8%: the two levels before a rate whose names make up its own."""
    named = [(f.statement.name[-2:], f) for f in row if f.number < fact.number and _is_named(fact, f)]
    if not len(named) == len(dict(named)) == 2 or fact.kind != "share" or not _is_doubted(fact):
        return None
    ends = divided_for(fact, (f for _tail, f in named))
    return ends if _are_alike(*ends) else None


def _is_named(fact: Fact, level: Fact) -> bool:
    """Whether the name of a rate holds what that of a level ends with."""
    name = level.statement.name
    return _is_plain(level) and len(name) > 1 and name[-2:] in fact.statement.name


def _of_unnamed(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """大型客车销售25764辆。“一通三龙”销量达到14853辆，占行业总量的57.65%: the part that a share is said of, and the last larger level before it."""
    part = own_part(facts, fact) if fact.kind == "share" and _is_doubted(fact) and says_share(fact) else None
    if part is None or part.sentence != fact.sentence or not _is_plain(part):
        return None
    near = (f for f in facts.near(part, 12, 0, 1) if f.number < part.number and f.point > part.point and _are_alike(part, f))
    whole = next(near, None)
    return (part, whole) if whole is not None and _may_be_end(facts, whole) and not is_elsewhere(fact, part, whole) else None


def _is_doubted(fact: Fact) -> bool:
    """Whether no relation bears a percentage out, and it says what is now."""
    return fact.point > 0 and not is_of_before(fact) and not fact.told.keys() & BORNE_OUT


def _of_change(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """与2010年的725482人相比，增加25907人，增长3.57%: a change and what it is told against, both right before the growth that it is."""
    change, base = facts.at(fact.number - 1), facts.at(fact.number - 2)
    if change is None or base is None or (base.kind, change.kind, fact.kind) != ("base", "change", "growth"):
        return None
    beside = base.sentence == change.sentence == fact.sentence and base.unit == change.unit
    exact = not any(f.statement.figure.amount.qualifier for f in (fact, change, base))
    return (change, base) if beside and exact and _is_doubted(fact) and 0 < change.point < base.point else None


def _of_levels_behind(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """247.4亿元，24.6%为工业投资（60.8亿元）, 比重为24.6%，两者分别为60.8亿元和247.4亿元: the level in the bracket right behind what a share is of, with the one
    before it, or the two of which a word says that the share is of both."""
    part, before, last = facts.at(fact.number + 1), facts.at(fact.number - 1), facts.at(fact.number + 2)
    if fact.kind != "share" or part is None or part.sentence != fact.sentence or not _is_doubted(fact):
        return None
    whole = last if hint("both").search(between(fact, part)) is not None else before if part.aside > fact.aside == 0 else None
    return (part, whole) if whole is not None and _may_hold(part, whole) else None


def _may_hold(part: Fact, whole: Fact) -> bool:
    near = whole.sentence == part.sentence and part.point < whole.point
    return near and _is_plain(part) and _is_plain(whole) and _are_alike(part, whole)


def _is_plain(fact: Fact) -> bool:
    return fact.kind == "level" and fact.point > 0 and not fact.statement.figure.amount.qualifier


def _are_alike(part: Fact, whole: Fact) -> bool:
    return part.unit == whole.unit and part.period == whole.period and part.point != whole.point


def _may_be_ends(facts: Facts, one: Fact, two: Fact) -> bool:
    """造林10.2亿亩、森林抚育12.4亿亩 are of one list."""
    return _may_be_end(facts, one) and _may_be_end(facts, two) and not between(one, two).startswith("、")


def _may_be_end(facts: Facts, fact: Fact) -> bool:
    return _is_plain(fact) and not (fact.aside or facts.has_share(fact) or fact.statement.listed)
