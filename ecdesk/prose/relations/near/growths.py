"""Near misses of growth and points: called wrong where the words say which figures are meant and one slip mends them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import MESSAGES, show
from ecdesk.prose.reading.lexicon import words
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import UNIT, Fact, Facts, pairs_of
from ecdesk.prose.relations.growth.differences import balance_ends, bracket_slip, compared
from ecdesk.prose.relations.growth.flows import account_ends
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
    told_behind,
)
from ecdesk.prose.relations.hints import asked, between, expected, hint, lead
from ecdesk.prose.relations.near.misses import OTHERS, Miss, mended

_BARE = pattern("bare_measure")


def missed_growths(facts: Facts, known: set[int]) -> Iterator[Miss]:
    """Growth whose ends the words tell. What last year's figure elsewhere does not bear out may have been revised: that is left open."""
    for fact in facts.all:
        if fact.number in known or fact.statement.figure.amount.qualifier or _revalued(facts, fact):
            continue
        accounts = account_ends(facts, fact)
        if accounts is not None:
            yield from _missed(Growth("difference", *accounts, fact, 1.0, True, Verdict.FAILS), closed=True)
            continue
        if _is_balance(facts, fact):
            yield from _missed_difference(facts, fact)
        elif fact.kind in _KINDS_OF_GROWTH:
            yield from _KINDS_OF_GROWTH[fact.kind](facts, fact)


_BALANCES = ("level", "rate", "share", "change", "points")


def _is_balance(facts: Facts, fact: Fact) -> bool:
    """Whether a figure is what is left between two others, and no change that stands beside what has changed."""
    balance = fact.kind in _BALANCES and hint("difference", "strict").search(lead(fact, 10)) is not None
    behind = told_behind(facts, fact) is not None and fact.kind == "change"  # 比上年末净增74家，上年末为1194家
    return balance and not behind and not _has_moved(facts, fact) and _just_before(facts, fact) is None


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
    if rate.number and facts.all[rate.number - 1].kind == "share" and facts.of(rate.statement.head) is None:
        return  # 其中自美国的进口量占41%，增长154%: of a part that is not printed
    ends = _ends_told(facts, rate)
    if ends is not None:
        closed = ends[0].sentence == ends[1].sentence
        years = stated_years(rate, *ends)[:1] if is_average(rate) else [1]
        if years and (closed or years == [1]):
            yield from _missed(Growth("ratio", *ends, rate, 1.0, True, Verdict.FAILS, years[0]), closed)


def _ends_told(facts: Facts, rate: Fact) -> tuple[Fact, Fact] | None:
    """The first levels of now and before that the words tell for a growth and that it may be between."""
    told = ((now, before) for now, before, told in pairs(facts, rate) if told)
    return next((ends for ends in told if _may_be_between(facts, rate, *ends)), None)


def _may_be_between(facts: Facts, rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether a growth may be that from one level to another by its place, its name and its time."""
    later = now.number > rate.number and now.period != rate.period
    later = later or (_leads_on(rate) and now.number != rate.number + 1)
    if later or not _is_said_of(facts, rate, now, before):
        return False
    return _is_of(rate, now) and expected(now) == expected(rate) and not _are_apart(now, before)


def _leads_on(rate: Fact) -> bool:
    """减少2%至7.15亿: whether the level that a growth led to stands right behind it."""
    end = rate.statement.figure.end
    return rate.text[end : end + 1] in ("至", "到")


def _is_said_of(facts: Facts, rate: Fact, now: Fact, before: Fact) -> bool:
    """Whether a growth is said of the later level, or of none but the earlier one and in its place."""
    head = facts.of(rate.statement.head)
    beside = before.sentence == now.sentence if head is before else now.sentence == rate.sentence
    return head is now or (head in (None, before) and (beside or named_again(now, before)))


def _is_of(rate: Fact, now: Fact) -> bool:
    """Whether a growth may be that of a level by its name, which 与上年的7.65亿元相比增加39.2% has none of."""
    return alike(rate.name, now.name) or hint("compared").fullmatch(rate.name) is not None


def _are_apart(now: Fact, before: Fact) -> bool:
    """汽车产销量/汽车出口 and 汽车产销量: whether ends of two sentences are alike only by the whole that one of them is of."""
    return now.sentence != before.sentence and not alike(now.statement.name, before.statement.name)


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
        if _against_one_time(rate, change) and not _of_other_spans(rate, change):
            return Growth("change", now, change, rate, 1.0, True, Verdict.FAILS)
    return None


def _against_one_time(rate: Fact, change: Fact) -> bool:
    one, two = rate.statement.base, change.statement.base
    return one == two or ("" in (one, two) and not (one == "year" and _against_a_part(change)))


def _against_a_part(change: Fact) -> bool:
    """较5月减少2.5万吨: whether a change is against a month or quarter that stands just before it."""
    times = ((time, start) for time, start, end in change.statement.stretch.times if change.start - NEAR <= start < change.start)
    return any(time.names_part and not time.shift and change.text[start - 1 : start] in ("比", "较") for time, start in times)


NEAR = 12
"""Characters before a change in which the time stands that it is against."""


def _of_other_spans(rate: Fact, change: Fact) -> bool:
    """6月末同比增长3%，上半年增加1.17万亿元: whether a time of its own stands before the later of a rate and a change."""
    early, late = sorted((rate, change), key=lambda fact: fact.number)
    times = early.statement.stretch.times
    return any(early.start < start < late.start and time.shift is None and not time.as_of for time, start, _end in times)


def _missed_multiple(facts: Facts, fact: Fact) -> Iterator[Miss]:
    ends = next(((now, before) for now, before, told in pairs(facts, fact) if told), None)
    if ends is not None and fact.unit and not all(alike(fact.name, end.name) for end in ends):
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
    bare = _BARE.fullmatch(points.name) is not None  # 增速高于整体1.4个百分点: its subject was named before
    own, of_ends = pairs_of("" if bare else points.name), pairs_of("".join(f.name for f in ends))
    last = max(ends, key=lambda f: f.number)
    return "，" in between(last, points) and bool(own and of_ends) and own.isdisjoint(of_ends) and not points.statement.listed


def _missed_difference(facts: Facts, fact: Fact) -> Iterator[Miss]:
    ends = balance_ends(facts, fact)
    for now, before in (ends, ends[::-1]) if ends is not None else ():  # one that slipped may be the larger by that
        found = list(_missed(Growth("difference", now, before, fact, 1.0, True, Verdict.FAILS), closed=True))
        yield from found
        if found or _comes_out(now, before, fact):
            return


def _missed_change(facts: Facts, change: Fact) -> Iterator[Miss]:
    """A change against the figure of the year before, under the same name or just before it."""
    behind = told_behind(facts, change)
    now = _changed(facts, change) if change.statement.base in ("", "year") or behind is not None else None
    now = now or _just_before(facts, change)
    if now is None:
        return
    for before, told in _befores(facts, change, now):
        beside = _stands_beside(before, now, change) or before is behind or before.sentence == change.sentence != now.sentence
        meant = Growth("difference", now, before, change, 1.0, True, Verdict.FAILS)
        if beside and _goes_other_way(now, before, change):
            yield Miss(meant, text("增减的方向反了。"))
            return
        if told and (beside or _year_before(before, now)):
            yield from _missed(meant, closed=beside)
            return


def _befores(facts: Facts, change: Fact, now: Fact) -> Iterator[tuple[Fact, bool]]:
    """The levels from which a change may have led to one, and whether words say so."""
    if _just_before(facts, change) is now and (base := facts.at(change.number - 1)) is not None:
        yield base, True
    yield from ((before, told) for one, before, told in pairs(facts, change) if one is now)


def _just_before(facts: Facts, change: Fact) -> Fact | None:
    """579101人，与2010年的442854人相比，十年共增加136247人: the level of now, where just it and what it is compared with stand before a change."""
    now, base = facts.at(change.number - 2), facts.at(change.number - 1)
    if now is None or base is None or base.sentence != change.sentence:
        return None
    if now.sentence != base.sentence:
        return _opened_before(facts, base) if base.unit == change.unit and is_earlier(base) else None
    like = now.unit == base.unit == change.unit and (now.kind, base.kind) == ("level", "base")
    said = between(base, change)
    return now if like and change.statement.head is None and ("，" in said or len(said) <= AT_ONCE) else None


def _opened_before(facts: Facts, base: Fact) -> Fact | None:
    """A级旅游景区486家，其中5A级13家、4A级162家。与上年末的463家相比，净增23家: the level with which the sentence before begins."""
    first = next((f for f in facts.by_sentence.get(base.sentence - 1, ()) if f.kind in ("level", "base")), None)
    like = first is not None and (first.unit, first.paragraph) == (base.unit, base.paragraph)
    return first if like and first is not None and not is_earlier(first) else None


AT_ONCE = 4
"""Characters between what a level is compared with and the change from it, in one clause."""


def _comes_out(now: Fact, before: Fact, rate: Fact) -> bool:
    return judge_growth_of("difference", now.statement, before.statement, rate.statement) is not Verdict.FAILS


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
    """A growth that does not come out, and what would mend it. closed: both its ends are told for it."""
    if not _is_off(meant):
        yield from [Miss(meant, None, MESSAGES[Verdict.ROUNDING])] if closed and _is_rounded(meant) else []
        return
    if meant.form == "difference" and closed and _turned(meant):
        yield Miss(meant, text("增减的方向反了。"))
    elif _judged(meant, meant.before, meant.now) is not Verdict.HOLDS:
        # else 3万亿发展到去年年底的30万亿，是20年前的10倍: the words for the time before were read wrongly
        yield from _slipped(meant, closed)


def _is_off(meant: Growth) -> bool:
    """Whether a growth of figures that no word leaves open does not come out, or began with less than nothing."""
    if not meant.before.point or any(f.statement.figure.amount.qualifier for f in (meant.rate, meant.now, meant.before)):
        return False
    grew = meant.form == "change" and meant.before.statement.sign > 0
    return _judged(meant, meant.now, meant.before) is Verdict.FAILS or (grew and meant.now.point <= meant.before.point)


def _is_rounded(meant: Growth) -> bool:
    """Whether exact figures differ by more than their rounding, and by so little that one may have been cut off."""
    exact = not any(f.statement.figure.amount.qualifier for f in (meant.rate, meant.now, meant.before))
    return exact and meant.form == "difference" and _judged(meant, meant.now, meant.before) is Verdict.ROUNDING


def _judged(meant: Growth, now: Fact, before: Fact) -> Verdict:
    return judge_growth_of(meant.form, now.statement, before.statement, meant.rate.statement, meant.years)


def _slipped(meant: Growth, closed: bool) -> Iterator[Miss]:
    """That a rise is told as a fall, that years are counted otherwise, or the slip that would mend a growth."""
    if meant.form != "difference" and abs(abs(rate_of(meant)) * UNIT - meant.rate.point) * 2 <= meant.rate.width:
        yield Miss(meant, text("增减的方向反了。"))
        return
    doubt = _of_more_years(meant)
    if doubt is not None:
        yield Miss(meant, None, doubt)
        return
    figures = (meant.rate, meant.now, meant.before)
    words = mended(figures, _wanted_growth(meant), asked("slip")["growth" if closed else "revised"])
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
    ends = int(abs(rate_of(meant)) * sum(Fraction(f.width, f.point) for f in (meant.now, meant.before)) / 2 * UNIT)
    wanted: dict[int, tuple[Fraction, int]] = {
        meant.rate.number: (abs(rate_of(meant)), max(meant.rate.width, ends * (meant.form == "change")))
    }
    if meant.form == "difference":
        width = max(meant.rate.width, (meant.rate.width + meant.now.width + meant.before.width) // 2)
        wanted[meant.rate.number] = (abs(rate_of(meant)), width)
        wanted[meant.now.number] = (before + rate, width)
        wanted[meant.before.number] = (now - rate, width)
    elif meant.form == "change" and rate > -1:
        wanted |= _wanted_of_change(meant, rate)
    else:
        wanted |= _wanted_of_ratio(meant, rate)
    return wanted


def _wanted_of_change(meant: Growth, rate: Fraction) -> dict[int, tuple[Fraction, int]]:
    """The same of a level and by how much it has changed. rate: more than -1."""
    now, before, slack = Fraction(meant.now.point, UNIT), Fraction(meant.before.point, UNIT), Fraction(meant.rate.width, UNIT)
    change, part = now * rate / (1 + rate), Fraction(meant.before.width, meant.before.point)
    own = int(abs(change) * part * UNIT)  # as much of it in any unit
    wanted = {meant.before.number: (abs(change), int(abs(now) * slack * UNIT) + own)}
    if rate:
        level = abs(before * (1 + rate) / rate)
        wanted[meant.now.number] = (level, int(level * (part + slack / abs(rate)) / 2 * UNIT))
    return wanted


def _wanted_of_ratio(meant: Growth, rate: Fraction) -> dict[int, tuple[Fraction, int]]:
    """The same of the two ends of a growth or a multiple; nothing where no ends can have it."""
    slack = Fraction(meant.rate.width, UNIT)
    if meant.form == "times" and rate > 0:
        grown, part = rate, slack / rate
    elif meant.form == "ratio" and rate > -1:
        grown, part = (1 + rate) ** meant.years, meant.years * slack / (1 + rate)
    else:
        return {}
    now, before = Fraction(meant.now.point, UNIT), Fraction(meant.before.point, UNIT)
    ends = ((meant.now, before * grown), (meant.before, now / grown))
    return {fact.number: (value, int(value * (Fraction(fact.width, fact.point) + part) * UNIT)) for fact, value in ends}


def missed(meant: Growth) -> Iterator[Miss]:
    """A growth whose ends the words tell, where it does not come out."""
    if meant.form == "difference":
        return _missed(meant, closed=True)
    return _slipped(meant, closed=True) if _is_off(meant) else iter(())
