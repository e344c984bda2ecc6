"""Growth with both of its ends, changes, differences, and the growth of a whole from that of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.judging import Margin, decide
from ecdesk.prose.claims import signed
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure, Statement
from ecdesk.prose.relations.facts import UNIT, Borne, Fact, Facts, of_quotient, pairs_of
from ecdesk.prose.relations.hints import asked, divided, hint, lead

ONE = Interval.point(1)
_COMPARED_WITH = pattern("compared_with")


@dataclass(slots=True, eq=False)
class Growth:
    """How a level grew: now, before (a level, or the change from it), and the rate, None where a change is between two levels.

    years: over how many, for a yearly average. form: "ratio" for now/before-1, "change" for change/(now-change), "times" for now/before,
    "difference" for now-before. told: the words say which figures are meant.
    """

    form: str
    now: Fact
    before: Fact
    rate: Fact
    chance: float
    told: bool
    verdict: Verdict
    years: int = 1


def by_growth(one: Growth) -> Borne:
    """How narrowly it bears its figures out: a growth of 2.4% comes out for every level within some hundredths of the printed one."""
    now, before, rate = one.now, one.before, one.rate
    if one.form == "change":
        return of_quotient(before, now, rate)
    if one.form == "difference":
        width = now.width + before.width + rate.width
        return ((fact, width / max(fact.point, 1)) for fact in (now, before, rate))
    ends = one.years * rate.width / (UNIT + rate.point)
    return iter(((now, ends + before.relative), (before, ends + now.relative), (rate, 0.0)))


def search_growths(facts: Facts) -> list[Growth]:
    """The believed growth of each rate and multiple."""
    found: list[Growth] = []
    for fact in facts.all:
        one: Growth | None = None
        if fact.kind == "growth":
            one = _of_change(facts, fact) or _of_levels(facts, fact, "ratio")
        elif fact.kind == "multiple":
            one = _of_levels(facts, fact, "times")
        if one is not None:
            found.append(one)
    return found


# -- rates


def judge_growth_of(form: str, now: Statement, before: Statement, rate: Statement, years: int = 1) -> Verdict:
    """The verdict on figures in this relation."""

    def possible(margin: Margin) -> bool:
        one, two = now.figure.interval(margin), before.figure.interval(margin)
        three = signed(rate, margin)
        if form == "difference":
            one, two = (one, two) if now.sign == before.sign else (signed(now, margin), signed(before, margin))
            either = rate.measure is Measure.POINTS and rate.sign > 0  # which of two is the larger is told in many ways
            return (one - two).meets(three) or (either and (two - one).meets(three))
        if form == "change":
            grown = _grown_by(one, signed(before, margin))
            return margin is Margin.DOUBT if grown is None else grown.meets(three)
        if two.low is None or two.low <= 0:
            return margin is Margin.DOUBT
        if form == "times":
            return (one / two).meets(rate.figure.interval(margin)) or (one / two - ONE).meets(rate.figure.interval(margin))
        if years == 1:
            return (one / two - ONE).meets(three)
        grown = three + ONE
        if grown.low is None or grown.high is None or grown.low <= 0:
            return False
        return (one / two).meets(Interval(grown.low**years, grown.high**years))

    return decide(possible)


def _grown_by(level: Interval, change: Interval) -> Interval | None:
    """The growth of a level that has changed by so much; None where it may have been nothing before. Each figure counts once, so that their
    rounding does not add up twice."""
    if change.low is None or change.high is None or 0 in change:
        return Interval.point(0) if change == Interval.point(0) else None
    times = level / change - ONE
    return None if 0 in times else ONE / times


def _of_change(facts: Facts, rate: Fact) -> Growth | None:
    """年末101家，比上年增加21家，增长26.3%: the change just before a rate, and the level before it."""
    changes = [f for f in facts.by_sentence[rate.sentence] if f.kind == "change" and abs(f.number - rate.number) <= 2]
    for change in sorted(changes, key=lambda f: abs(f.number - rate.number)):
        for now in list(facts.near(change, 4, 1, 0))[:4]:
            if not _may_have_changed(facts, now, change, rate):
                continue
            verdict = judge_growth_of("change", now.statement, change.statement, rate.statement)
            if verdict in (Verdict.HOLDS, Verdict.ROUNDING):
                return Growth("change", now, change, rate, rate.width / UNIT, True, verdict)
    return None


def _may_have_changed(facts: Facts, now: Fact, change: Fact, rate: Fact) -> bool:
    """Whether a level may be the one that a change led to, of which the change or its rate may be said."""
    if now.unit != change.unit or now.sentence != change.sentence or now.point <= change.point:
        return False
    return any(facts.of(said.statement.head) in (None, now) for said in (rate, change))


def _of_levels(facts: Facts, rate: Fact, form: str) -> Growth | None:
    """Two levels in the order in which they are likely to be meant, whose quotient is the rate."""
    ask = asked("growth")
    span = max(UNIT + rate.point * rate.statement.sign, UNIT // 100) if form == "ratio" else max(rate.point, 1)
    for tries, (now, before, told) in enumerate(pairs(facts, rate), 1):
        width = max(rate.width, 1) / span + now.width / now.point + before.width / before.point
        chance = tries * width / ask["spread"]
        if chance > (ask["told"] if told else ask["near"]):
            if not told:
                break
            continue
        one = next(filter(_is_believed, _over_years(form, (now, before, rate), chance, told)), None)
        if one is not None:
            return one
    return None


def _over_years(form: str, of: tuple[Fact, Fact, Fact], chance: float, told: bool) -> Iterator[Growth]:
    """The growth from one level to another by a rate, over each number of years that it may go."""
    now, before, rate = of
    for years in _years(rate, now, before):
        if years > 1 or _about(form, rate, now, before):
            verdict = judge_growth_of(form, now.statement, before.statement, rate.statement, years)
            yield Growth(form, now, before, rate, chance, told, verdict, years)


def _is_believed(one: Growth) -> bool:
    """Whether a growth comes out as nearly as its words and figures want."""
    if one.verdict is Verdict.ROUNDING:
        return one.told
    return one.verdict is Verdict.HOLDS and (_exactly_told(one) or _by_calculator(one))


def _exactly_told(one: Growth) -> bool:
    """Whether words tell both ends, and none of them is open: then the rate may be as rough as they are."""
    return one.told and not any(fact.statement.figure.amount.qualifier for fact in (one.now, one.before, one.rate))


def _by_calculator(one: Growth) -> bool:
    """Whether the printed levels give the printed rate, or a unit of its last digit off."""
    made = int(rate_of(one) * UNIT)
    meant = one.rate.point * one.rate.statement.sign
    off = min(abs(made - meant), abs(made - UNIT - meant) if one.form == "times" else abs(made - meant))
    return off <= one.rate.width


def _about(form: str, rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether the quotient is near enough to be worth an exact look."""
    quotient = now.point * UNIT // before.point
    wide = 2 * rate.width + 2 * quotient * now.width // max(now.point, 1) + 2 * quotient * before.width // before.point
    wanted = (rate.point, rate.point + UNIT) if form == "times" else (UNIT + rate.point * rate.statement.sign,)
    return any(abs(quotient - value) <= wide for value in wanted)


_AVERAGE = re.compile("年均|年平均|平均每年|复合|每年平均")


def _years(rate: Fact, now: Fact, before: Fact) -> list[int]:
    if not is_average(rate):
        return [1]
    return [number for number in dict.fromkeys([*stated_years(rate, now, before), 3, 4, 5, 2]) if 1 < number <= 30]


def is_average(rate: Fact) -> bool:
    """Whether the words before a rate say that it is a yearly average."""
    return _AVERAGE.search(lead(rate, 16)) is not None


def stated_years(rate: Fact, now: Fact, before: Fact) -> list[int]:
    """Over how many years a yearly average goes, by the periods of its ends, and by the years that are named before it."""
    years = [int(f.statement.period[:4]) for f in (now, before) if f.statement.period[:4].isdigit()]
    apart = [abs(years[0] - years[1])] if len(years) == 2 and years[0] != years[1] else []
    said = re.split("[。；\n]", rate.text[max(0, rate.start - 120) : rate.start])[-1]
    named = [int(year) for year in re.findall(r"(?:19|20)\d\d", said)]
    apart += [max(named) - min(named)] if named and max(named) > min(named) else []
    return [number for number in apart if 1 < number <= 30]


def pairs(facts: Facts, rate: Fact) -> Iterator[tuple[Fact, Fact, bool]]:
    """Levels of now and before that a rate may be about, the likeliest first; told: words say which is which."""
    ask = asked("growth")
    near = list(facts.near(rate, ask["levels"], 2, ask["paragraphs"]))
    head = facts.of(rate.statement.head)
    near.sort(key=lambda fact: fact is not head)
    both = [(now, before) for now in near[:6] for before in near if _may_be_ends(now, before)]
    told = facts.ends.get(rate.number)
    if told is None:
        told = facts.ends[rate.number] = _told_pairs(facts, rate, head, both)
    yield from ((*pair, True) for pair in told)
    yield from ((*pair, False) for pair in _like_pairs(rate, head, [pair for pair in both if pair not in told]))


def _like_pairs(rate: Fact, head: Fact | None, both: list[tuple[Fact, Fact]]) -> list[tuple[Fact, Fact]]:
    """The pairs of levels of one thing that a rate may be said of, the nearest first."""
    like = [pair for pair in both if head in (None, pair[0]) and _one_thing(rate, *pair)]
    like.sort(key=lambda pair: abs(pair[0].number - rate.number) + abs(pair[1].number - rate.number))
    return like


def _told_pairs(facts: Facts, rate: Fact, head: Fact | None, both: list[tuple[Fact, Fact]]) -> list[tuple[Fact, Fact]]:
    """上年出栏2538.4万头；存栏1687.2万头，下降3.4%，上年末1745.8万头: the pairs that words tell, first those of the rate's own piece."""
    behind = told_behind(facts, rate)
    told = [(now, before) for now, before in both if _told(facts, rate, now, before) and not _of_another(rate, head, now, before)]
    told.sort(key=lambda ends: (ends[1] is not behind, _of_another_piece(rate, ends[1])))
    return told


def _of_another(rate: Fact, head: Fact | None, now: Fact, before: Fact) -> bool:
    """水果产量2.07万吨，比上年减少0.09万吨，下降4.2%: whether a rate stands beside the change of its own level, and is of no other one."""
    own = head is not None and head.kind == "level" and head not in (now, before) and rate.kind == "growth"
    return own and rate.statement.name == "" and head is not None and head.sentence == rate.sentence and head.unit == now.unit


def _one_thing(rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether both levels have one name, or one of them none of its own beside the rate."""
    if now.name and before.name:
        return now.name == before.name or (alike(now.name, before.name) and _a_year_apart(now, before))
    return now.sentence == before.sentence == rate.sentence


def _a_year_apart(now: Fact, before: Fact) -> bool:
    one, two = before.statement.period[:4], now.statement.period[:4]
    return one.isdigit() and two.isdigit() and int(one) + 1 == int(two)


def _of_another_piece(rate: Fact, end: Fact) -> bool:
    return end.sentence == rate.sentence and end.statement.segment != rate.statement.segment


def _may_be_ends(now: Fact, before: Fact) -> bool:
    return now.unit == before.unit and now.point != before.point and now.point > 0 and before.point > 0


def _told(facts: Facts, rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether the words say that one level is of the time before: in the sentence of the rate, or under the same name a year earlier."""
    if before.sentence == now.sentence == rate.sentence and (facts.once(is_earlier, before) or _multiplied(before, rate)):
        return not _serves_another(facts, before, now) and facts.of(rate.statement.head) in (None, now, before)
    if rate.kind == "multiple" and _named_by_multiple(rate, now, before):
        return True
    return _told_again(facts, rate, now, before) or _told_a_year_earlier(facts, rate, now, before)


def _told_again(facts: Facts, rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether the sentence of a rate names a level again with that of the time before."""
    near = before.sentence == rate.sentence and before.number < rate.number
    return near and named_again(now, before) and facts.once(is_earlier, before)


def _told_a_year_earlier(facts: Facts, rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether two levels of like names are a year apart, and the rate is said of the later one."""
    named = bool(pairs_of(now.name) and pairs_of(before.name)) or before.sentence == now.sentence == rate.sentence
    return named and alike(now.name, before.name) and _follows(before, now) and _of_it(facts, rate, now, before)


def _of_it(facts: Facts, rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether the rate is said of that level and time; what a movement began with is of what moved."""
    head = facts.of(rate.statement.head)
    of_then = head is now or ((head is None or head.name == now.name) and rate.period[:4] in ("", now.period[:4]))
    return of_then and (before.statement.base != "from" or before.name == now.name)


def named_again(now: Fact, before: Fact) -> bool:
    """常住人口为751389人。…常住人口与2010年的725482人相比，增长3.57%: whether a level stands before the one that it is compared with, under its name."""
    return now.number < before.number and len(now.statement.name) > 2 and before.statement.name.startswith(now.statement.name)


def _serves_another(facts: Facts, before: Fact, now: Fact) -> bool:
    """均价19.24元，与去年同期的10.04元相比涨91.63%；肉价28.4元，涨83.3%: whether the growth from a level is told before another one."""
    if before.statement.base == "from":
        return _leads_to_another(facts, before, now)
    return any(facts.all[number].kind == "growth" for number in range(before.number + 1, now.number))


def _leads_to_another(facts: Facts, before: Fact, now: Fact) -> bool:
    """服务收入从6.18亿元降至6.09亿元；其他收入为1.40亿元，下降27%: whether a movement that begins at a level ends at one before this."""
    end = facts.at(before.number + 1)
    return (
        end is not None
        and end.statement.reached
        and end.unit == before.unit
        and end.number < now.number
        and not now.statement.reached
    )


def _compared_by_name(rate: Fact, now: Fact, before: Fact) -> bool:
    """城镇居民收入是农村居民的2.4倍: whether one level has most words of what is compared, and the other those of what it is compared with."""
    whole, own = pairs_of(rate.statement.whole_name), pairs_of(rate.name)
    return (
        bool(whole)
        and whole <= pairs_of(before.name)
        and 3 * len(own & pairs_of(now.name)) >= 2 * len(own) > 0
        and not whole <= pairs_of(now.name)
    )


def _named_by_multiple(rate: Fact, now: Fact, before: Fact) -> bool:
    return _compared_by_name(rate, now, before) or _over_each_other(rate, now, before)


def _over_each_other(rate: Fact, now: Fact, before: Fact) -> bool:
    """城乡收入之比为2.18: whether the two levels before a bare quotient have names that divide what it is of, in their order."""
    near = now.number < before.number < rate.number and now.paragraph == rate.paragraph
    return near and not rate.unit and divided((now, before))


def _multiplied(before: Fact, rate: Fact) -> bool:
    """是2010年2671.4万人次的1.85倍: the level just before a multiple, which is one of it."""
    return rate.kind == "multiple" and rate.text[before.statement.figure.body_end : rate.start] == "的"


def alike(one: str, two: str) -> bool:
    """Whether two names share half of the shorter one's words, or one of them says nothing."""
    first, second = pairs_of(one), pairs_of(two)
    return not first or not second or 2 * len(first & second) >= min(len(first), len(second))


def is_earlier(fact: Fact) -> bool:
    """Whether the words before a level say that it is of the period compared with."""
    compared = hint("compared").match(fact.statement.tail) is not None
    return fact.kind == "base" or compared or hint("earlier").search(lead(fact, 12)) is not None or _of_compared_time(fact)


def told_behind(facts: Facts, fact: Fact) -> Fact | None:
    """比上年末减少9.4万人，下降0.2%，上年末为4627.7万人: the figure of the time compared with, which begins a clause of its own behind a movement."""
    row = (f for f in facts.by_sentence[fact.sentence] if f.number > fact.number and f.kind not in ("change", "points"))
    behind = next((f for f in row if f.kind != "growth"), None)
    clause = re.split("[，；]", lead(behind))[-1] if behind is not None else ""
    return behind if hint("earlier").match(clause) is not None else None


def _of_compared_time(fact: Fact) -> bool:
    """较2017年（436.9亿元）: the level of the time that something is compared with, in a bracket behind it."""
    ends = [start for _time, start, end in fact.statement.stretch.times if end == fact.start - 1] if fact.aside else []
    return any(_COMPARED_WITH.search(fact.text, max(0, start - 1), start) is not None for start in ends)


def _follows(before: Fact, now: Fact) -> bool:
    one, two = before.statement.period, now.statement.period
    return (
        one[:4].isdigit()
        and two[:4].isdigit()
        and int(one[:4]) + 1 == int(two[:4])
        and one[4:] == two[4:]
        and before.statement.area == now.statement.area
    )


def rate_of(growth: Growth) -> Fraction:
    """What the rate would have to be."""
    now, before = growth.now.statement.figure.value, growth.before.statement.figure.value
    if growth.form == "difference":
        return now - before
    if growth.form == "change":
        before = now - growth.before.statement.figure.value * growth.before.statement.sign
    if not before:
        return Fraction(0)
    if growth.years > 1:
        return Fraction((now / before) ** (1 / growth.years)).limit_denominator(UNIT) - 1 if now > 0 else Fraction(-1)
    return now / before - 1 if growth.form != "times" else now / before


# -- contributions


@dataclass(slots=True, eq=False)
class Contribution:
    """The growth of a part over that of its whole, each a level and its rate."""

    share: Fact
    part: tuple[Fact, Fact]
    whole: tuple[Fact, Fact]


def search_contributions(facts: Facts) -> Iterator[Contribution]:
    """贡献率45.2%: the change of one level is that part of the change of another."""
    for fact in facts.all:
        if fact.kind != "contribution":
            continue
        grown = [pair for level in facts.near(fact, 12, 2, 2) if (pair := _with_growth(facts, level)) is not None]
        for tries, (part, whole) in enumerate(_ordered_pairs(grown), 1):
            change = _change(*whole)
            if not change or tries * fact.width / max(fact.point, 1) > asked("growth")["near"]:
                continue
            if abs(_change(*part) / change - fact.statement.figure.value) * 2 * UNIT <= 3 * fact.width:
                yield Contribution(fact, part, whole)
                break


def _with_growth(facts: Facts, level: Fact) -> tuple[Fact, Fact] | None:
    growth = facts.of(facts.context.growth.get(id(level.statement)))
    return (level, growth) if growth is not None else None


def _ordered_pairs(grown: list[tuple[Fact, Fact]]) -> Iterator[tuple[tuple[Fact, Fact], tuple[Fact, Fact]]]:
    for part in grown:
        yield from ((part, whole) for whole in grown if whole[0].unit == part[0].unit and whole[0].point > part[0].point)


def _change(level: Fact, growth: Fact) -> Fraction:
    rate = growth.statement.figure.value * growth.statement.sign
    return level.statement.figure.value * rate / (1 + rate) if rate > -1 else Fraction(0)
