"""Near misses of shares, growth, points and percentages of a whole: called wrong where the words say which figures are meant and one slip mends them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import show
from ecdesk.prose.reading.clauses import area_codes_in, folded_name
from ecdesk.prose.reading.lexicon import words
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import UNIT, Fact, Facts, pairs_of
from ecdesk.prose.relations.growth.differences import account_ends, balance_ends, bracket_slip, compared
from ecdesk.prose.relations.growth.growths import (
    Growth,
    alike,
    is_average,
    is_earlier,
    judge_growth_of,
    named_again,
    pairs,
    rate_of,
    stated_years,
)
from ecdesk.prose.relations.hints import asked, between, expected, hint, lead, says
from ecdesk.prose.relations.shares import (
    Share,
    core,
    judge_share,
    levels_of,
    list_partner,
    named_part,
    named_whole,
    says_share,
)
from ecdesk.prose.relations.slips import Slip, exchanged, find_slip
from ecdesk.prose.relations.sums import Sums
from ecdesk.prose.relations.wholes.meant import is_a_kind, named_before, put_under, so_called

_RATE_OF_ITS_OWN = pattern("rate_of_its_own")
BORNE_OUT = {"share", "same", "growth"}
"""Relations after which a percentage is no longer doubted; that it makes up a hundred with others leaves open which item it is of."""


@dataclass(slots=True, eq=False)
class Miss:
    """What is meant, and what would mend it; None of a relation that is left open, and why, where it is not because of a revision."""

    meant: Share | Growth | tuple[Fact, ...]
    words: Text | None
    doubt: Text | None = None


def _around(value: Fraction, width: int) -> tuple[int, int]:
    middle = int(value * UNIT)
    return middle - width, middle + width


# -- shares


def missed_shares(facts: Facts, sums: Sums, known: dict[int, Share]) -> Iterator[Miss]:
    """Shares whose part and whole the words tell, and that one slip or another item of the sentence would put right."""
    unknown = (fact for fact in facts.all if fact.kind == "share" and fact.number not in known)
    several = (_meant_share(facts, sums, fact, known) for fact in unknown)
    missed = [one for one in several if one is not None and judge_share(one.share, one.part, one.whole) is Verdict.FAILS]
    missed = [one for one in missed if not _is_whole_of_none(facts, one)]
    for one in missed:
        meant = _of_whole_above(facts, one, known) or one
        if judge_share(meant.share, meant.part, meant.whole) is not Verdict.FAILS:
            continue
        words = _exchanged(meant, missed) or _other_item(facts, meant) or _share_slip(facts, meant)
        named = folded_name(meant.share.statement.whole_name)
        if words is not None or named in (meant.whole.name, folded_name(meant.whole.statement.name)):
            yield Miss(meant, words)


def _is_whole_of_none(facts: Facts, one: Share) -> bool:
    """进口261.4万，占60.6%，其中甲101.4万（23.5%）、乙80.5万（18.7%）、丙43.3万（10.0%）: whether the other percentages of a sentence that stand
    right behind figures are all of another whole, and no slip would make them of this one."""
    others = [other for f in facts.by_sentence[one.share.sentence] if (other := _beside_part(facts, f, one)) is not None]
    return len(others) > 1 and all(_is_of_another_whole(facts, other) for other in others)


def _beside_part(facts: Facts, fact: Fact, one: Share) -> Share | None:
    """Another percentage right behind a figure, as a share of the same whole."""
    part = facts.at(fact.number - 1) if fact.kind == "share" and fact is not one.share else None
    fits = part is not None and part.kind == "level" and part is not one.whole and _can_be_share(part, one.whole)
    return Share(fact, part, one.whole, 1.0, Verdict.FAILS) if fits and part is not None else None


def _is_of_another_whole(facts: Facts, one: Share) -> bool:
    return judge_share(one.share, one.part, one.whole) is Verdict.FAILS and _share_slip(facts, one) is None


def _of_whole_above(facts: Facts, one: Share, known: dict[int, Share]) -> Share | None:
    """60岁及以上人口占18.70%（其中65岁及以上人口占13.50%）: a part of a part is a share of what that is a share of, as far as words say nothing."""
    if one.share.statement.whole_name or put_under(facts, one.part) is not one.whole:
        return None
    above = next((other for other in known.values() if other.part is one.whole), None)
    beside = above is not None and above.share.sentence == one.share.sentence and not above.share.statement.whole_name
    return Share(one.share, one.part, above.whole, 1.0, Verdict.FAILS) if beside and above is not None else None


def _exchanged(meant: Share, missed: list[Share]) -> Text | None:
    """Another share near by that does not come out either, where each fits in the place of the other."""
    for other in missed:
        near = other is not meant and abs(other.share.number - meant.share.number) <= OTHERS
        if near and all(judge_share(a.share, b.part, b.whole) is Verdict.HOLDS for a, b in ((meant, other), (other, meant))):
            return exchanged(meant.share, other.share)
    return None


def _meant_share(facts: Facts, sums: Sums, fact: Fact, known: dict[int, Share]) -> Share | None:
    """The part and the whole that the words tell for a percentage; None where they leave one of them open."""
    inside = _inside(facts, fact)
    if not _may_be_missed(fact, inside is not None or _in_bracket(facts, fact) or _among_shares(facts, fact, known)):
        return None
    part, whole = inside or (_own_part(facts, fact), None)
    if whole is None and part is not None and part.kind == "level":
        whole = _meant_whole(facts, sums, part, fact, known)
    if part is None or whole is None or _elsewhere(fact, part, whole) or not _can_be_share(part, whole):
        return None
    if _has_its_own(facts, fact, whole):
        return None
    return None if _is_of_another(facts, fact, part, whole) else Share(fact, part, whole, 1.0, Verdict.FAILS)


def _is_of_another(facts: Facts, fact: Fact, part: Fact, whole: Fact) -> bool:
    """Whether the words make a percentage that of something else than this part of this whole."""
    listed = list_partner(facts, fact) is part
    said = between(part, fact)
    own = _RATE_OF_ITS_OWN.search(said) is not None or hint("turned").search(said) is not None
    if (listed and _is_rate_of_its_own(fact)) or _is_beside_another(facts, part, fact):
        return True
    together = not listed and hint("close").match(said.rpartition("，")[2]) is not None  # 5354.8亿元、5182亿元，合计占33.4%
    return _of_another(fact, part, whole, listed) or together or (not listed and own)


def _is_rate_of_its_own(fact: Fact) -> bool:
    """分别发行30亿元、20亿元，发行利率分别为1.43%和1.55%: whether a percentage of a list is called a rate that is none of a whole."""
    return fact.statement.measure is Measure.RATE and hint("own_rate").search(fact.statement.name) is not None


def _is_beside_another(facts: Facts, part: Fact, fact: Fact) -> bool:
    """189 million, or 15.7% of revenue, versus 206 million, or 15.0%, last year: whether the amount of another time stands between part and share."""
    row = facts.by_sentence[fact.sentence] if part.number < fact.number else []
    return any(part.number < f.number < fact.number and f.kind in ("base", "count") and f.unit == part.unit for f in row)


def _own_part(facts: Facts, fact: Fact) -> Fact | None:
    """The level that a share is of by its list, its place or its name."""
    return list_partner(facts, fact) or facts.of(fact.statement.head) or _before(facts, fact) or named_part(facts, fact)


def _can_be_share(part: Fact, whole: Fact) -> bool:
    """Whether one figure can be a part of another and not the same one told again, both as exact as they are printed."""
    rough = part.statement.figure.amount.qualifier or whole.statement.figure.amount.qualifier
    return whole.unit == part.unit and 0 not in (part.point, whole.point) and whole.point != part.point and not rough


def _of_another(fact: Fact, part: Fact, whole: Fact, listed: bool) -> bool:
    """新设企业916.9万户，“四新经济”企业占比39.4%; 修复草原100万亩，森林覆盖率11.7%: whether a share is named as that of something else."""
    own = pairs_of(core(fact.statement.name))
    return not listed and 3 * len(own & (pairs_of(part.name) | pairs_of(whole.name))) < len(own)


def _may_be_missed(fact: Fact, told: bool) -> bool:
    borne_out = bool(fact.told.keys() & BORNE_OUT)
    borne_out = borne_out or fact.statement.base == "from"
    return fact.point > 0 and not borne_out and (told or says_share(fact)) and not fact.statement.figure.amount.qualifier


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
    if not row or row[-1].kind != "level" or row[-1].statement.segment != fact.statement.segment:
        return None
    part = row[-1]
    said = hint("of_whole").search(part.text[part.statement.figure.body_end : fact.start]) is not None
    return part if part.statement.scope is not None or said or _follows_larger(row) else None


def _follows_larger(row: list[Fact]) -> bool:
    """Whether the last of some figures is like the one before it, and smaller."""
    one, two = row[-2:] if len(row) > 1 else (row[-1], row[-1])
    return (one.kind, one.unit) == (two.kind, two.unit) and one.point > two.point


def _inside(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """占固定资产投资1182.5亿元的20.2%, 占总额（1568.3亿元）的45.7%: part and whole of a share that prints its whole between 占 and itself."""
    row = [f for f in facts.by_sentence[fact.sentence] if f.number < fact.number]
    if len(row) < 2 or row[-1].kind != "level" or row[-2].kind != "level":
        return None
    part, whole = row[-2:]
    printed = part.text[part.statement.figure.body_end : fact.start]
    behind = part.text[whole.statement.figure.body_end : fact.start].strip("）")
    names = hint("of_whole").search(printed) is not None and hint("of_whole", "behind").fullmatch(behind) is not None
    return (part, whole) if names else None


def _above_so_called(facts: Facts, part: Fact, named: str) -> Fact | None:
    above = put_under(facts, part)
    return above if above is not None and says(above.statement.name, core(named)) else None


def _meant_whole(facts: Facts, sums: Sums, part: Fact, fact: Fact, known: dict[int, Share]) -> Fact | None:
    """The whole that the words name, or that the part or its neighbours are shares of; None for several."""
    named = folded_name(fact.statement.whole_name)
    if named:
        found = named_before(part, fact, named, known) or named_whole(facts, fact, part, named, smaller=True)
        found = found or so_called(facts, part, fact, named) or _above_so_called(facts, part, named)
        of_all = found is not None and hint("all_of").match(fact.statement.whole_name) is not None
        return None if of_all and is_a_kind(found, named) else found
    total = sums.of_part.get(part.number)
    if total is not None:
        return total.total
    return put_under(facts, part) or _of_neighbours(facts, part, fact, known)


def _has_its_own(facts: Facts, fact: Fact, whole: Fact) -> bool:
    """申请30.1万件，授权5.5万件，占比分别是39%和28%: whether a whole has a share in the same list, and is a part beside this one."""
    mates = [f for f in facts.by_sentence[fact.sentence] if f.statement.listed == fact.statement.listed and f is not fact]
    return fact.statement.listed > 0 and any(list_partner(facts, mate) is whole for mate in mates)


def _elsewhere(fact: Fact, part: Fact, whole: Fact) -> bool:
    """占全国的39%, under the figure of a region: the whole is of another place than the level that was found."""
    words_between = part.text[part.statement.figure.body_end : fact.start] if part.paragraph == fact.paragraph else ""
    if hint("elsewhere").search(words_between) is not None and not hint("elsewhere").search(whole.name):
        return True
    said = area_codes_in(words_between)
    return bool(said) and said[-1][1] not in (whole.statement.area, whole.statement.home)


def _of_neighbours(facts: Facts, part: Fact, fact: Fact, known: dict[int, Share]) -> Fact | None:
    """The whole of the other shares of the sentence, or of the paragraph, wherever it stands, or the one larger figure of the sentence."""
    for row in (facts.by_sentence[fact.sentence], facts.by_paragraph[fact.paragraph]):
        shares = (known.get(f.number) for f in row)
        alike = (one for one in shares if one is not None and one.part.statement.scope is part.statement.scope)
        wholes = [one.whole for one in alike if one.whole.unit == part.unit]
        if wholes:
            return wholes[0] if len({f.point for f in wholes}) == 1 else None
    return _larger(facts, part, fact)


def _larger(facts: Facts, part: Fact, fact: Fact) -> Fact | None:
    """The one larger figure of a sentence, or the first one, where it has no share of its own, of the same whole."""
    others = [f for f in levels_of(facts, fact.sentence) if f.unit == part.unit and f is not part]
    if not others or others[0].point <= part.point:
        return None
    first = others[0]
    if first.number < part.number:
        return first if facts.all[first.number + 1].kind != "share" else None
    return first if len(others) == 1 else None


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


def _share_slip(facts: Facts, meant: Share) -> Text | None:
    share, part, whole = meant.share, meant.part, meant.whole
    percent = Fraction(share.point, UNIT)
    slack = sum(Fraction(fact.width, fact.point) for fact in (share, part, whole)) / 2
    quotient = Fraction(part.point, whole.point)
    wanted = {share.number: (quotient, max(share.width, int(quotient * slack * UNIT)))}
    for fact, value in ((part, percent * Fraction(whole.point, UNIT)), (whole, Fraction(part.point, UNIT) / percent)):
        wanted[fact.number] = (value, int(value * slack * UNIT))
    return mended((share, part, whole), wanted, asked("slip")["share"], {"hundred"})


def mended(
    facts: Sequence[Fact], wanted: dict[int, tuple[Fraction, int]], limit: float, but: Collection[str] = ()
) -> Text | None:
    """The slip that mends, where chance would hardly offer one. but: relations that say nothing against it."""

    def reach(fact: Fact) -> tuple[int, int] | None:
        span = _around(*wanted[fact.number]) if fact.number in wanted else None
        return span if span is not None and fact.doubted(sum(span) // 2, but) else None

    slip: Slip | None = find_slip(facts, reach)
    return slip.words if slip is not None and slip.chance < limit else None


# -- growth


def missed_growths(facts: Facts, known: set[int]) -> Iterator[Miss]:
    """Growth whose ends the words tell. What last year's figure elsewhere does not bear out may have been revised: that is left open."""
    for fact in facts.all:
        if fact.number in known or fact.statement.figure.amount.qualifier or _revalued(facts, fact):
            continue
        accounts = account_ends(facts, fact)
        if accounts is not None:
            yield from _missed(Growth("difference", *accounts, fact, 1.0, True, Verdict.FAILS), closed=True)
            continue
        balance = fact.kind in _BALANCES and hint("difference", "strict").search(lead(fact, 10)) is not None
        if balance and not _has_moved(facts, fact):
            yield from _missed_difference(facts, fact)
        elif fact.kind in _KINDS_OF_GROWTH:
            yield from _KINDS_OF_GROWTH[fact.kind](facts, fact)


_BALANCES = ("level", "rate", "share", "change")


def _has_moved(facts: Facts, change: Fact) -> bool:
    """由20667公里减少到19592公里，净减1075公里: whether a change stands beside both ends of its movement."""
    now, others = facts.at(change.number - 1), [facts.at(change.number - 2), facts.at(change.number + 1)]
    return change.kind == "change" and now is not None and any(_stands_beside(f, now, change) for f in others if f is not None)


def _revalued(facts: Facts, rate: Fact) -> bool:
    """Whether a growth may be of money at other prices than the levels that are printed, or the mean of several."""
    level = facts.of(rate.statement.head)
    if any(hint(word).search(lead(rate, 10)) is not None for word in ("real", "mean")):
        return True
    if is_average(rate) and words().constant.search(rate.text[max(0, rate.start - 100) : rate.start]) is not None:
        return True
    return rate.statement.comparable and (level is None or level.unit in ("人民币", "美元"))


def _missed_rate(facts: Facts, rate: Fact) -> Iterator[Miss]:
    meant = _by_its_change(facts, rate)
    if meant is not None:
        other = _other_rate(facts, meant)
        yield from [Miss(meant, other)] if other is not None else _missed(meant, closed=True)
    elif rate.statement.base in (("average",) if is_average(rate) else ("", "year", "from")):
        yield from _missed_ratio(facts, rate)


def _missed_ratio(facts: Facts, rate: Fact) -> Iterator[Miss]:
    head = facts.of(rate.statement.head)
    if rate.number and facts.all[rate.number - 1].kind == "share" and head is None:
        return  # 其中自美国的进口量占41%，增长154%: of a part that is not printed
    for now, before, told in pairs(facts, rate):
        later = now.number > rate.number and now.period != rate.period
        beside = before.sentence == now.sentence if head is before else now.sentence == rate.sentence
        own = head is now or (head in (None, before) and (beside or named_again(now, before)))
        if not (told and own) or not alike(rate.name, now.name) or later or expected(now) != expected(rate):
            continue
        if _are_apart(now, before):
            continue
        closed = before.sentence == now.sentence
        years = stated_years(rate, now, before)[:1] if is_average(rate) else [1]
        if years and (closed or years == [1]):
            yield from _missed(Growth("ratio", now, before, rate, 1.0, True, Verdict.FAILS, years[0]), closed)
        return


def _are_apart(now: Fact, before: Fact) -> bool:
    """汽车产销量/汽车出口 and 汽车产销量: whether ends of two sentences are alike only by the whole that one of them is of."""
    return now.sentence != before.sentence and not alike(now.statement.name, before.statement.name)


OTHERS = 8
"""Figures around a rate among which another may stand in its place."""


def _other_rate(facts: Facts, meant: Growth) -> Text | None:
    """Another rate near by that fits a level and its change where this one does not: it stands with the wrong item."""
    rate, now, before = meant.rate, meant.now.statement, meant.before.statement
    near = [f for f in facts.by_paragraph[rate.paragraph] if f.kind == "growth" and abs(f.number - rate.number) <= OTHERS]
    fits = {f.point: f for f in near if judge_growth_of("change", now, before, f.statement) is Verdict.HOLDS}
    other = next(iter(fits.values())) if len(fits) == 1 else rate
    if other.digits < 2 or other.point == rate.point:
        return None
    return text("{share} 与 {other} 相符，可能对错了项。", share=other.shown, other=meant.now.shown)


def _by_its_change(facts: Facts, rate: Fact) -> Growth | None:
    """The growth that the change beside a rate tells, of one level."""
    for change in facts.by_sentence[rate.sentence]:
        now = facts.of(change.statement.head) if change.kind == "change" and abs(change.number - rate.number) == 1 else None
        if now is None or now.unit != change.unit or facts.of(rate.statement.head) is not now:
            continue
        one_base = "" in (rate.statement.base, change.statement.base) or rate.statement.base == change.statement.base
        if one_base and not _of_other_spans(rate, change):
            return Growth("change", now, change, rate, 1.0, True, Verdict.FAILS)
    return None


def _of_other_spans(rate: Fact, change: Fact) -> bool:
    """6月末同比增长3%，上半年增加1.17万亿元: whether a time of its own stands before the later of a rate and a change."""
    early, late = sorted((rate, change), key=lambda fact: fact.number)
    times = early.statement.stretch.times
    return any(early.start < start < late.start and time.shift is None and not time.as_of for time, start, _end in times)


def _missed_multiple(facts: Facts, fact: Fact) -> Iterator[Miss]:
    ends = next(((now, before) for now, before, told in pairs(facts, fact) if told), None)
    if ends is not None and not all(alike(fact.name, end.name) for end in ends):
        return  # 基础研究经费增至3.6倍, behind the ends of another amount
    if ends is not None and {end.sentence for end in ends} == {fact.sentence}:
        yield from _missed(Growth("times", *ends, fact, 1.0, True, Verdict.FAILS), closed=True)


def _missed_points(facts: Facts, points: Fact) -> Iterator[Miss]:
    ends = compared(facts, points)
    if ends is None or _has_a_subject(points, ends):
        return
    meant = Growth("difference", *ends, points, 1.0, True, Verdict.FAILS)
    words = bracket_slip(facts, points, ends)
    yield from [Miss(meant, words)] if words is not None else _missed(meant, closed=True)


def _has_a_subject(points: Fact, ends: tuple[Fact, Fact]) -> bool:
    """美国占比由37%下降到12%，欧洲下降了35个百分点: whether a number of points in a piece of its own has a name that says nothing of its ends."""
    own, of_ends = pairs_of(points.name), pairs_of("".join(f.name for f in ends))
    last = max(ends, key=lambda f: f.number)
    return "，" in between(last, points) and bool(own and of_ends) and own.isdisjoint(of_ends) and not points.statement.listed


def _missed_difference(facts: Facts, fact: Fact) -> Iterator[Miss]:
    ends = balance_ends(facts, fact)
    if ends is not None:
        yield from _missed(Growth("difference", *ends, fact, 1.0, True, Verdict.FAILS), closed=True)


def _missed_change(facts: Facts, change: Fact) -> Iterator[Miss]:
    """A change against the figure of the year before, under the same name or just before it."""
    now = _changed(facts, change)
    if now is None or change.statement.base not in ("", "year"):
        return
    for one, before, told in pairs(facts, change):
        beside = _stands_beside(before, now, change)
        if beside and one is now and _goes_other_way(now, before, change):
            yield Miss(Growth("difference", now, before, change, 1.0, True, Verdict.FAILS), text("增减的方向反了。"))
            return
        if told and one is now and (beside or _year_before(before, now)):
            yield from _missed(Growth("difference", now, before, change, 1.0, True, Verdict.FAILS), closed=beside)
            return


_KINDS_OF_GROWTH = {
    "growth": _missed_rate,
    "points": _missed_points,
    "change": _missed_change,
    "multiple": _missed_multiple,
}


def _goes_other_way(now: Fact, before: Fact, change: Fact) -> bool:
    """Whether a change is told as a rise where its ends fall by more than rounding, or the other way round."""
    apart = (now.point - before.point) * change.statement.sign
    return is_earlier(before) and not is_earlier(now) and -apart > now.width + before.width


def _stands_beside(before: Fact, now: Fact, change: Fact) -> bool:
    """由20667公里减少到19592公里，净减1075公里; 19592公里，比上年的20667公里减少1075公里; 19592, down 1075 from 20667."""
    if not before.sentence == now.sentence == change.sentence:
        return False
    from_to = before.kind == "base" and now.statement.reached and before.number + 1 == now.number == change.number - 1
    behind = before.statement.base == "from" and before.number == change.number + 1
    return from_to or (now.number < change.number and (behind or before.number == change.number - 1 > now.number))


def _year_before(before: Fact, now: Fact) -> bool:
    return before.statement.period < now.statement.period and before.name == now.name


def _changed(facts: Facts, change: Fact) -> Fact | None:
    """The level that a change has led to: the one it is said of, or the one before that where that is an earlier one."""
    now = facts.of(change.statement.head)
    if now is None or now.unit != change.unit or not is_earlier(now):
        return now if now is None or now.unit == change.unit else None
    before = [f for f in facts.by_sentence[change.sentence] if f.number < now.number and f.unit == now.unit]
    return before[-1] if before else now


def _missed(meant: Growth, closed: bool) -> Iterator[Miss]:
    figures = (meant.rate, meant.now, meant.before)
    verdict = judge_growth_of(meant.form, meant.now.statement, meant.before.statement, meant.rate.statement, meant.years)
    grew = meant.form == "change" and meant.before.statement.sign > 0
    below = grew and meant.now.point <= meant.before.point  # it would have been less than nothing
    if (
        (verdict is not Verdict.FAILS and not below)
        or not meant.before.point
        or any(f.statement.figure.amount.qualifier for f in figures)
    ):
        return
    if meant.form == "difference" and closed and _turned(meant):
        yield Miss(meant, text("增减的方向反了。"))
        return
    if (
        judge_growth_of(meant.form, meant.before.statement, meant.now.statement, meant.rate.statement, meant.years)
        is Verdict.HOLDS
    ):
        return  # 3万亿发展到去年年底的30万亿，是20年前的10倍: the words for the time before were read wrongly
    rate = rate_of(meant)
    if meant.form != "difference" and abs(abs(rate) * UNIT - meant.rate.point) * 2 <= meant.rate.width:
        yield Miss(meant, text("增减的方向反了。"))
        return
    doubt = _of_more_years(meant)
    if doubt is not None:
        yield Miss(meant, None, doubt)
        return
    wanted = _wanted_growth(meant)
    words = mended(figures, wanted, asked("slip")["growth" if closed else "revised"])
    yield from [Miss(meant, words)] if words is not None else _left_open(meant, closed)


def _left_open(meant: Growth, closed: bool) -> Iterator[Miss]:
    """A growth that no slip would mend: the figure before it may have been revised, or both ends of it are printed with it."""
    rate = rate_of(meant)
    if not closed and rate > -1:
        yield Miss(meant, None)
    elif closed and _from_to(meant):
        expected_rate = show(rate, meant.rate.statement.figure)
        yield Miss(meant, None, text("按文中首尾两数计算为 {expected}，请核对。", expected=expected_rate))


def _from_to(meant: Growth) -> bool:
    """由2.50亿吨提高到2.65亿吨，增长6.0%: whether a growth stands right behind the figures from which and to which it is said to lead."""
    now, before, rate = meant.now, meant.before, meant.rate
    row = before.number + 2 == now.number + 1 == rate.number and before.sentence == rate.sentence
    return meant.form == "ratio" and row and before.kind == "base" and now.statement.reached and meant.years == 1


def _turned(meant: Growth) -> bool:
    """Whether a change is a rise where the words say fall: 比上年的435.9亿元增加23.2亿元, of 412.7亿元."""
    now, before, rate = (fact.statement for fact in (meant.now, meant.before, meant.rate))
    told = is_earlier(meant.before) and not is_earlier(meant.now)
    return told and meant.rate.kind == "change" and judge_growth_of("difference", before, now, rate) is Verdict.HOLDS


def _of_more_years(meant: Growth) -> Text | None:
    """Whether a yearly average comes out over one year more or less: some count the first year as well."""
    if meant.years < 2:
        return None
    now, before, rate = (fact.statement for fact in (meant.now, meant.before, meant.rate))
    for years in (meant.years + 1, meant.years - 1):
        if judge_growth_of("ratio", now, before, rate, years) is Verdict.HOLDS:
            return text("首尾相隔 {apart} 年，按 {years} 年计算才与文中相符，请核对年数。", apart=meant.years, years=years)
    return None


def _wanted_growth(meant: Growth) -> dict[int, tuple[Fraction, int]]:
    """Which value of each figure would make the growth come out, and within what."""
    now, before = Fraction(meant.now.point, UNIT), Fraction(meant.before.point, UNIT)
    rate = Fraction(meant.rate.point * meant.rate.statement.sign, UNIT)
    slack = Fraction(meant.rate.width, UNIT)
    ends = int(abs(rate_of(meant)) * sum(Fraction(f.width, f.point) for f in (meant.now, meant.before)) / 2 * UNIT)
    wanted: dict[int, tuple[Fraction, int]] = {
        meant.rate.number: (abs(rate_of(meant)), max(meant.rate.width, ends * (meant.form == "change")))
    }
    if meant.form == "difference":
        wanted[meant.now.number] = (before + rate, meant.rate.width)
        wanted[meant.before.number] = (now - rate, meant.rate.width)
    elif meant.form == "change" and rate > -1:
        change = now * rate / (1 + rate)
        own = int(abs(change) * Fraction(meant.before.width, meant.before.point) * UNIT)  # as much of it in any unit
        wanted[meant.before.number] = (abs(change), int(abs(now) * slack * UNIT) + own)
        if rate:
            level = before * (1 + rate) / rate
            wanted[meant.now.number] = (
                abs(level),
                int(abs(level) * (Fraction(meant.before.width, meant.before.point) + slack / abs(rate)) / 2 * UNIT),
            )
    elif meant.form == "times" and rate > 0:
        for fact, value in ((meant.now, before * rate), (meant.before, now / rate)):
            wanted[fact.number] = (value, int(value * (Fraction(fact.width, fact.point) + slack / rate) * UNIT))
    elif meant.form == "ratio" and rate > -1:
        grown = (1 + rate) ** meant.years
        for fact, value in ((meant.now, before * grown), (meant.before, now / grown)):
            width = Fraction(fact.width, fact.point) + meant.years * slack / (1 + rate)
            wanted[fact.number] = (value, int(value * width * UNIT))
    return wanted
