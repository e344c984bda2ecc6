"""Near misses of shares, growth, points and percentages of a whole: called wrong where the words say which figures are meant and one slip mends them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.texts import Text, text
from ecdesk.prose.reading.clauses import area_codes_in, folded_name
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import UNIT, Fact, Facts, pairs_of
from ecdesk.prose.relations.growth.growths import (
    Growth,
    is_earlier,
)
from ecdesk.prose.relations.hints import asked, between, hint, lead
from ecdesk.prose.relations.shares import (
    Share,
    core,
    judge_share,
    list_partner,
    named_part,
    says_share,
)
from ecdesk.prose.relations.slips import Slip, exchanged, find_slip
from ecdesk.prose.relations.sums import Sums
from ecdesk.prose.relations.wholes.meant import mates_of, put_under, says_no_name, told_whole, whole_said

_RATE_OF_ITS_OWN = pattern("rate_of_its_own")
BORNE_OUT = {"share", "same", "growth"}
"""Relations after which a percentage is no longer doubted; that it makes up a hundred with others leaves open which item it is of."""


@dataclass(slots=True, eq=False)
class Miss:
    """What is meant, and what would mend it; None of a relation that is left open, and why, where it is not because of a revision."""

    meant: Share | Growth | tuple[Fact, ...]
    words: Text | None
    doubt: Text | None = None


OTHERS = 8
"""Figures around a rate among which another may stand in its place."""


def _around(value: Fraction, width: int) -> tuple[int, int]:
    middle = int(value * UNIT)
    return middle - width, middle + width


# -- shares


def missed_shares(facts: Facts, sums: Sums, known: dict[int, Share]) -> Iterator[Miss]:
    """Shares whose part and whole the words tell, and that one slip or another item of the sentence would put right."""
    missed = _off(facts, sums, known)
    for one in missed:
        meant = _of_whole_above(facts, one, known) or one
        if _fails(meant):
            words = _exchanged(meant, missed) or _other_item(facts, meant) or share_slip(meant)
            if words is not None or _is_named_so(meant) or _has_siblings(meant, known):
                yield Miss(meant, words)


def _off(facts: Facts, sums: Sums, known: dict[int, Share]) -> list[Share]:
    """The shares whose part and whole the words tell and that do not come out."""
    unknown = (fact for fact in facts.all if fact.kind == "share" and fact.number not in known)
    several = (_crossed(facts, fact, known) or _meant_share(facts, sums, fact, known) for fact in unknown)
    return [one for one in several if one is not None and _fails(one) and not _is_whole_of_none(facts, one)]


def _fails(one: Share) -> bool:
    return judge_share(one.share, one.part, one.whole) is Verdict.FAILS


def _is_named_so(meant: Share) -> bool:
    """Whether the words of a share name its whole as that is named where it is printed."""
    return folded_name(meant.share.statement.whole_name) in (meant.whole.name, folded_name(meant.whole.statement.name))


def _has_siblings(meant: Share, known: dict[int, Share]) -> bool:
    """城镇547299人，占91.45%；乡村31802人，占5.49%: whether another share of the sentence comes out of the same whole, that a word puts both parts under."""
    others = (one for one in known.values() if one.share.sentence == meant.share.sentence and one.whole is meant.whole)
    scope = meant.part.statement.scope
    return scope is not None and any(one.part.statement.scope is scope for one in others)


def _is_whole_of_none(facts: Facts, one: Share) -> bool:
    """进口261.4万，占60.6%，其中甲101.4万（23.5%）、乙80.5万（18.7%）、丙43.3万（10.0%）: whether the other percentages of a sentence that stand
    right behind figures are all of another whole, and no slip would make them of this one."""
    others = [other for f in facts.by_sentence[one.share.sentence] if (other := _beside_part(facts, f, one)) is not None]
    return len(others) > 1 and all(_is_of_another_whole(facts, other) for other in others)


def _beside_part(facts: Facts, fact: Fact, one: Share) -> Share | None:
    """Another percentage right behind a figure, as a share of the same whole."""
    part = (
        facts.at(fact.number - 1)
        if fact.kind == "share" and fact is not one.share and _may_be_of_one_whole(fact, one.share)
        else None
    )
    fits = part is not None and part.kind == "level" and part is not one.whole and _can_be_share(part, one.whole)
    return Share(fact, part, one.whole, 1.0, Verdict.FAILS) if fits and part is not None else None


def _may_be_of_one_whole(one: Fact, two: Fact) -> bool:
    """占调整预算的90.75%，占一般公共预算收入的38.96%: whether two percentages do not name two wholes."""
    return len({whole_said(one), whole_said(two)} - {""}) < 2


def _is_of_another_whole(facts: Facts, one: Share) -> bool:
    return _fails(one) and share_slip(one) is None


def _of_whole_above(facts: Facts, one: Share, known: dict[int, Share]) -> Share | None:
    """60岁及以上人口占18.70%（其中65岁及以上人口占13.50%）: a part of a part is a share of what that is a share of, as far as words say nothing."""
    if one.share.statement.whole_name or put_under(facts, one.part) is not one.whole:
        return None
    whole = next((other for other in known.values() if other.part is one.whole), None)
    beside = whole is not None and whole.share.sentence == one.share.sentence and not whole.share.statement.whole_name
    return Share(one.share, one.part, whole.whole, 1.0, Verdict.FAILS) if beside and whole is not None else None


def _exchanged(meant: Share, missed: list[Share]) -> Text | None:
    """Another share near by that does not come out either, where each fits in the place of the other."""
    for other in missed:
        near = other is not meant and abs(other.share.number - meant.share.number) <= OTHERS
        if near and all(judge_share(a.share, b.part, b.whole) is Verdict.HOLDS for a, b in ((meant, other), (other, meant))):
            return exchanged(meant.share, other.share)
    return None


def _crossed(facts: Facts, fact: Fact, known: dict[int, Share]) -> Share | None:
    """分别占69.7%和97.0%: a share of a list that comes out of one whole near by in the place of another, which does so in its place."""
    part = list_partner(facts, fact)
    if part is None:
        return None
    unknown = (other for other in mates_of(facts, fact) if other is not fact and other.number not in known)
    for other in unknown:
        partner = list_partner(facts, other) if min(other.digits, fact.digits) > 1 else None
        whole = _of_both(facts, (fact, partner), (other, part)) if partner is not None else None
        if whole is not None:
            return Share(fact, part, whole, 1.0, Verdict.FAILS)
    return None


def _of_both(facts: Facts, *shares: tuple[Fact, Fact]) -> Fact | None:
    """The nearest figure of which each percentage is the share of the level beside it."""
    near = facts.near(shares[0][0], 24, 4, asked("share")["paragraphs"])
    return next((whole for whole in near if all(_comes_out(share, part, whole) for share, part in shares)), None)


def _comes_out(share: Fact, part: Fact, whole: Fact) -> bool:
    return _can_be_share(part, whole) and judge_share(share, part, whole) is Verdict.HOLDS


def _meant_share(facts: Facts, sums: Sums, fact: Fact, known: dict[int, Share]) -> Share | None:
    """The part and the whole that the words tell for a percentage; None where they leave one of them open."""
    inside = _inside(facts, fact)
    if not _may_be_missed(fact, inside is not None or _in_bracket(facts, fact) or _among_shares(facts, fact, known)):
        return None
    part, whole = inside or _ends_told(facts, sums, fact, known)
    if part is None or whole is None or not _may_be_of(facts, fact, part, whole):
        return None
    return Share(fact, part, whole, 1.0, Verdict.FAILS)


def _ends_told(facts: Facts, sums: Sums, fact: Fact, known: dict[int, Share]) -> tuple[Fact | None, Fact | None]:
    part = own_part(facts, fact)
    level = part is not None and part.kind in ("level", "change")
    return part, told_whole(facts, sums, part, fact, known) if level and part is not None else None


def _may_be_of(facts: Facts, fact: Fact, part: Fact, whole: Fact) -> bool:
    """Whether nothing in the words or figures speaks against a percentage as the share of this part in this whole."""
    if not _can_be_share(part, whole) or is_elsewhere(fact, part, whole):
        return False
    beside = whole in mates_of(facts, part)  # 产销分别完成459.1万辆和452.6万辆: in one list
    if _is_part_of_the_same(facts, fact, whole):
        return False
    return not (beside or _has_its_own(facts, fact, whole) or _is_of_another(facts, fact, part, whole))


def _is_part_of_the_same(facts: Facts, fact: Fact, whole: Fact) -> bool:
    """7.32万亿元，占全国36.4%。其中甲2.22万亿元、乙2.25万亿元，分别占全国的11.0%和11.2%: whether a figure has a share itself of what is named."""
    named = _after_takes(fact)
    beside = (f for f in facts.by_sentence[whole.sentence] if f.kind == "share" and facts.of(f.statement.head) is whole)
    return named != "" and any(_after_takes(f) == named for f in beside)


def _after_takes(fact: Fact) -> str:
    """全国, of 分别占全国的32.3%: what stands between 占 and a percentage; "" where there is no 占."""
    _before, takes, named = lead(fact).rpartition("占")
    return named.removesuffix("的") if takes else ""


def _is_of_another(facts: Facts, fact: Fact, part: Fact, whole: Fact) -> bool:
    """Whether the words make a percentage that of something else than this part of this whole."""
    listed = list_partner(facts, fact) is part
    said = between(part, fact)
    own = part.sentence == fact.sentence and _turns_away(said)
    if (listed and _is_rate_of_its_own(fact)) or _is_beside_another(facts, part, fact):
        return True
    together = not listed and _adds_its_list_up(facts, part, fact)
    return of_another(fact, part, whole, listed) or together or (not listed and own)


def _adds_its_list_up(facts: Facts, part: Fact, fact: Fact) -> bool:
    """5354.8亿元、5182亿元，合计占33.4%, 分别为3.6亿元、1.7亿元、1亿元，占27.6%: whether a percentage behind a list is that of all of it."""
    closes = hint("close").match(between(part, fact).rpartition("，")[2]) is not None
    return closes or (part.statement.listed > 0 == fact.statement.listed and len(mates_of(facts, part)) > 2)


def _turns_away(said: str) -> bool:
    """Whether the words between a level and a percentage begin something else; of one that is known by its name they need not."""
    return _RATE_OF_ITS_OWN.search(said) is not None or hint("turned").search(said) is not None


def _is_rate_of_its_own(fact: Fact) -> bool:
    """分别发行30亿元、20亿元，发行利率分别为1.43%和1.55%: whether a percentage of a list is called a rate that is none of a whole."""
    return fact.statement.measure is Measure.RATE and hint("own_rate").search(fact.statement.name) is not None


def _is_beside_another(facts: Facts, part: Fact, fact: Fact) -> bool:
    """189 million, or 15.7% of revenue, versus 206 million, or 15.0%, last year: whether the amount of another time stands between part and share."""
    row = facts.by_sentence[fact.sentence] if part.number < fact.number else []
    return any(part.number < f.number < fact.number and f.kind in ("base", "count") and f.unit == part.unit for f in row)


def own_part(facts: Facts, fact: Fact) -> Fact | None:
    """The level that a share is of by its list, its place or its name."""
    told = list_partner(facts, fact) or facts.of(fact.statement.head) or _before(facts, fact) or named_part(facts, fact)
    return told or _carried_on(facts, fact)


def _carried_on(facts: Facts, fact: Fact) -> Fact | None:
    """营业收入46213亿元，增长15.9%；占全部营业收入的比重为35.7%: what a piece that begins with a share of a named whole is still about."""
    row = [f for f in facts.by_sentence[fact.sentence] if f.number < fact.number and f.kind != "growth"]
    levels = [f for f in row if f.kind == "level" and not (f.aside or f.statement.listed or is_earlier(f))]
    begins = bool(fact.statement.whole_name) and not (fact.statement.name or fact.statement.listed)
    begins = begins and all(f.statement.segment == fact.statement.segment - 1 for f in row)
    return levels[-1] if begins and [f.unit for f in levels].count(levels[-1].unit if levels else "") == 1 else None


def _can_be_share(part: Fact, whole: Fact) -> bool:
    """Whether one figure can be a part of another and not the same one told again, both as exact as they are printed."""
    rough = part.statement.figure.amount.qualifier or whole.statement.figure.amount.qualifier
    return whole.unit == part.unit and 0 not in (part.point, whole.point) and whole.point != part.point and not rough


def of_another(fact: Fact, part: Fact, whole: Fact, listed: bool) -> bool:
    """新设企业916.9万户，“四新经济”企业占比39.4%; 修复草原100万亩，森林覆盖率11.7%: whether a share is named as that of something else."""
    unnamed = says_no_name(fact.statement.name) or whole_said(fact) != folded_name(fact.statement.whole_name)
    own = pairs_of("" if unnamed else core(fact.statement.name))
    named = pairs_of(part.name) | pairs_of(whole.name) | pairs_of(whole.statement.tail)  # 143.9亿元税收总额
    return not listed and len(own) > 0 and 3 * len(own & named) <= len(own)


def _may_be_missed(fact: Fact, told: bool) -> bool:
    borne_out = bool(fact.told.keys() & BORNE_OUT)
    borne_out = borne_out or is_of_before(fact)
    return fact.point > 0 and not borne_out and (told or says_share(fact)) and not fact.statement.figure.amount.qualifier


def is_of_before(fact: Fact) -> bool:
    """比上年提高0.3个百分点，上年为8.60%: whether a clause tells what a percentage was before."""
    clause = re.split("[，；。：（]", lead(fact))[-1]
    return fact.statement.base == "from" or hint("earlier").match(clause) is not None


def _in_bracket(facts: Facts, fact: Fact) -> bool:
    """1264家企业中，873家（69.1%）: whether a percentage stands alone in the bracket behind a part."""
    head = facts.of(fact.statement.head)
    behind = head is not None and head.number == fact.number - 1 and head.statement.scope is not None
    return behind and fact.text[fact.start - 1 : fact.start] == "（" and fact.text[fact.statement.figure.end :][:1] == "）"


def _among_shares(facts: Facts, fact: Fact, known: dict[int, Share]) -> bool:
    """调整为21.35%、27.92%和60.73%: whether the others of its list are shares that come out."""
    mates = [f for f in facts.by_sentence[fact.sentence] if f.statement.listed == fact.statement.listed and f is not fact]
    return fact.statement.listed > 0 and len(mates) > 1 and all(mate.number in known for mate in mates)


def _before(facts: Facts, fact: Fact) -> Fact | None:
    """城镇人口2140万人，城镇化率为62.5%: the figure just before a rate, where it is a part of another or follows a larger one."""
    row = [f for f in facts.by_sentence[fact.sentence] if f.number < fact.number and f.kind != "growth"]
    if not row or row[-1].statement.segment != fact.statement.segment or not (row[-1].kind == "level" or _changed(row[-1])):
        return None
    part = row[-1]
    said = hint("of_whole").search(part.text[part.statement.figure.body_end : fact.start]) is not None
    return part if part.statement.scope is not None or said or _follows_larger(row) else None


def _changed(fact: Fact) -> bool:
    """人民币贷款增加2148.6亿元，占社会融资规模增量的59.3%: whether a change is told of its own name."""
    return fact.kind == "change" and fact.statement.head is None and fact.statement.name != ""


def _follows_larger(row: list[Fact]) -> bool:
    """Whether the last of some figures is like the one before it, and smaller."""
    one, two = row[-2:] if len(row) > 1 else (row[-1], row[-1])
    return (one.kind, one.unit) == (two.kind, two.unit) and one.point > two.point


def _inside(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """占固定资产投资1182.5亿元的20.2%, 占总额（1568.3亿元）的45.7%: part and whole of a share that prints its whole between 占 and itself."""
    row = [f for f in facts.by_sentence[fact.sentence] if f.number < fact.number and f.kind != "growth"]
    if len(row) < 2 or row[-1].kind != "level" or row[-2].kind != "level":
        return None
    part, whole = row[-2:]
    printed = part.text[part.statement.figure.body_end : fact.start]
    behind = part.text[whole.statement.figure.body_end : fact.start].strip("）")
    names = hint("of_whole").search(printed) is not None and hint("of_whole", "behind").fullmatch(behind) is not None
    return (part, whole) if names else None


def _has_its_own(facts: Facts, fact: Fact, whole: Fact) -> bool:
    """申请30.1万件，授权5.5万件，占比分别是39%和28%: whether a whole has a share in the same list, and is a part beside this one."""
    mates = [f for f in facts.by_sentence[fact.sentence] if f.statement.listed == fact.statement.listed and f is not fact]
    return fact.statement.listed > 0 and any(list_partner(facts, mate) is whole for mate in mates)


def is_elsewhere(fact: Fact, part: Fact, whole: Fact) -> bool:
    """占全国的39%, under the figure of a region: the whole is of another place than the level that was found."""
    words_between = part.text[part.statement.figure.body_end : fact.start] if part.paragraph == fact.paragraph else ""
    if hint("elsewhere").search(words_between) is not None and not hint("elsewhere").search(whole.name):
        return True
    said = area_codes_in(words_between)
    if not said:
        return _are_side_by_side(part, whole)
    there = said[-1][1]
    return there not in (whole.statement.area, whole.statement.home) and there[-3:] not in whole.name


def _are_side_by_side(part: Fact, whole: Fact) -> bool:
    """上海出口2478亿元 … 安徽出口219.3亿元，占全省出口的8.7%: whether two figures are of two provinces, of which none is a part of the other."""
    one, two = (standard_areas().get(fact.statement.area) for fact in (part, whole))
    return one is not None and two is not None and one is not two and one.kind == two.kind


def _other_item(facts: Facts, meant: Share) -> Text | None:
    """Another level of the sentence or the next that the share would fit: it stands with the wrong item."""
    around = [f for n in (meant.share.sentence, meant.share.sentence + 1) for f in facts.by_sentence.get(n, ())]
    for other in around:
        if other.kind != "level" or other.unit != meant.part.unit or other in (meant.part, meant.whole):
            continue
        for one, whole in ((other, meant.whole), (other, meant.part)):  # its own part, or a part of the part
            if judge_share(meant.share, one, whole) is Verdict.HOLDS and meant.share.digits >= 3:
                return text("{share} 与 {other} 相符，可能对错了项。", share=meant.share.shown, other=other.shown)
    return None


def share_slip(meant: Share, asks: str = "share") -> Text | None:
    share, part, whole = meant.share, meant.part, meant.whole
    percent = Fraction(share.point, UNIT)
    slack = sum(Fraction(fact.width, fact.point) for fact in (share, part, whole)) / 2
    quotient = Fraction(part.point, whole.point)
    wanted = {share.number: (quotient, max(share.width, int(quotient * slack * UNIT)))}
    for fact, value in ((part, percent * Fraction(whole.point, UNIT)), (whole, Fraction(part.point, UNIT) / percent)):
        wanted[fact.number] = (value, int(value * slack * UNIT))
    return mended((share, part, whole), wanted, asked("slip")[asks], {"hundred"})


def mended(
    facts: Sequence[Fact], wanted: dict[int, tuple[Fraction, int]], limit: float, but: Collection[str] = ()
) -> Text | None:
    """The slip that mends, where chance would hardly offer one. but: relations that say nothing against it."""

    def reach(fact: Fact) -> tuple[int, int] | None:
        span = _around(*wanted[fact.number]) if fact.number in wanted else None
        return span if span is not None and fact.doubted(sum(span) // 2, but) else None

    slip: Slip | None = find_slip(facts, reach)
    return slip.words if slip is not None and slip.chance < limit else None
