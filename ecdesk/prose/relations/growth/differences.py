"""Differences: points between two percentages, changes and balances between two levels."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import filterfalse

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.time.times import Time
from ecdesk.prose.reading.clauses import area_codes_in, clean_name, folded_name, period_code
from ecdesk.prose.reading.english import is_english, words_of_english
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import UNIT, Fact, Facts, pairs_of
from ecdesk.prose.relations.growth.flows import balance_of_flows
from ecdesk.prose.relations.growth.growths import Growth, is_earlier, judge_growth_of, told_behind
from ecdesk.prose.relations.hints import asked, between, divided, hint, hints, lead
from ecdesk.prose.relations.shares import core
from ecdesk.prose.relations.slips import exchanged

_REST = re.compile("）?(?:的?(?:平均)?(?:增速|增幅|涨幅|降幅|水平))?")
_YEAR = re.compile("(?:19|20)[0-9]{2}年")
PERCENTAGES = ("growth", "share", "rate")
_TARGET_WORDS = pattern("compared_rest")
_PRINTED = pattern("compared_figure")
_AGAINST = pattern("against_bracket")


def search_differences(facts: Facts) -> Iterator[Growth]:
    """The two figures whose difference each number of points, change or balance is: those that the words tell, else those that chance would
    hardly give."""
    for fact in facts.all:
        one: Growth | None = None
        if fact.kind == "points":
            one = _of_points(facts, fact)
        elif fact.kind == "change":
            one = _of_change(facts, fact)
        elif fact.kind in ("level", "base", "rate", "share") and _says_difference(fact):
            one = _by_chance(facts, fact, _nearest(facts, fact)) or balance_of_flows(facts, fact)
        if one is not None:
            yield one


def _of_change(facts: Facts, change: Fact) -> Growth | None:
    one = _by_chance(facts, change, list(facts.near(change, 8, 2, 1)), _compared_behind(facts, change))
    return one or (balance_of_flows(facts, change) if is_english(change.name) else None)


def _nearest(facts: Facts, fact: Fact) -> list[Fact]:
    """The figures of its paragraph that may be ends of a difference, the nearest first."""
    like = [f for f in facts.by_paragraph[fact.paragraph] if f is not fact and _may_differ(f, fact.kind)]
    return sorted(like, key=lambda f: abs(f.number - fact.number))[:8]


def _may_differ(fact: Fact, kind: str) -> bool:
    """Whether a figure is of a kind and may be an end of a difference: not 低16% in 比上年低16%，比上月低3%."""
    return fact.kind == kind and (kind == "level" or not _says_difference(fact))


def _says_difference(fact: Fact) -> bool:
    named = (
        hint("difference", "strict").search(fact.name) if is_english(fact.name) else None
    )  # the deficit increased $1.1 billion to $53.9 billion
    return named is not None or hint("difference").search(lead(fact, 8)) is not None


def _of_points(facts: Facts, points: Fact) -> Growth | None:
    ends = compared(facts, points)
    if ends is None:
        return _by_chance(facts, points, list(_percentages(facts, points))) or _against_all(facts, points)
    verdict = judge_growth_of("difference", ends[0].statement, ends[1].statement, points.statement)
    return Growth("difference", *ends, points, 0.0, True, verdict) if verdict in (Verdict.HOLDS, Verdict.ROUNDING) else None


def _compared_behind(facts: Facts, change: Fact) -> Fact | None:
    """Exports were $3.5 billion less than November exports of $194.8 billion: the level right behind a change, with which it compares another."""
    behind = facts.at(change.number + 1)
    same = behind is not None and behind.kind == "base" and (behind.sentence, behind.unit) == (change.sentence, change.unit)
    return behind if same and is_english(change.text) else None


def _by_chance(facts: Facts, fact: Fact, near: list[Fact], end: Fact | None = None) -> Growth | None:
    """Two figures whose difference this one is, a rise or a fall as its words say: to its last digit, or within all half units where the words
    tell both; chance grows with the pairs that were tried. end: one of them."""
    ask = asked("difference")
    scale = _range(fact)
    meant = _balance(facts, fact)
    for tries, pair in enumerate(_to_try(fact, near, end), 1):
        now, before = _in_time(fact, *pair)
        widths = (fact.width, now.width, before.width)
        near_by = end is not None or now.sentence == before.sentence == fact.sentence
        told = meant in (pair, pair[::-1]) or (near_by and _one_is_earlier(now, before))
        limit = ask["told" if near_by and _is_first(tries, pair, fact, end) else "near"]
        off = abs(_apart(now, before) - fact.point * fact.statement.sign)
        if tries * max(sum(widths), 1) <= limit * scale and 2 * off <= (sum(widths) if told else max(widths)):
            return Growth("difference", now, before, fact, tries * sum(widths) / scale, told, Verdict.HOLDS)
    return None


def _is_first(tries: int, pair: tuple[Fact, Fact], fact: Fact, end: Fact | None) -> bool:
    """Whether a pair is among the first tried, stands on both sides of the difference, or has the end that words tell."""
    return end is not None or tries <= 3 or _between(*pair, fact)


def _to_try(fact: Fact, near: list[Fact], end: Fact | None) -> Iterator[tuple[Fact, Fact]]:
    """All pairs; where one end is known those of which it is one, first those whose other one is called as what has changed."""
    if end is None:
        return _pairs(fact, near)
    others = sorted((f for f in near if f is not end), key=lambda f: -_shared(fact, f))
    return (pair for pair in _pairs(fact, [end, *others]) if end in pair)


def _shared(one: Fact, two: Fact) -> int:
    """The words that the names of two figures share."""
    return len(words_of_english(one.name) & words_of_english(two.name))


def _between(one: Fact, two: Fact, fact: Fact) -> bool:
    return {one.number, two.number} == {fact.number - 1, fact.number + 1}


def _range(fact: Fact) -> int:
    """Between nothing and what a difference may lie."""
    return max(UNIT // 10, 2 * fact.point) if fact.kind == "points" else int(asked("difference")["range"] * fact.point)


def _balance(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """出口3.41万亿元，进口3.28万亿元，顺差1283.6亿元: the ends that the words tell for a balance."""
    return balance_ends(facts, fact) if hint("difference", "strict").search(lead(fact, 10)) is not None else None


def _one_is_earlier(one: Fact, two: Fact) -> bool:
    """Whether words say of just one of two levels that it is the earlier; those before a percentage (比上季度增长的企业占31.4%) may be of what it is of."""
    return "share" not in (one.kind, two.kind) and is_earlier(one) != is_earlier(two)


def _apart(now: Fact, before: Fact) -> int:
    """Two falls differ as their figures do."""
    signs = (1, 1) if now.statement.sign == before.statement.sign else (now.statement.sign, before.statement.sign)
    return now.point * signs[0] - before.point * signs[1]


def _in_time(fact: Fact, one: Fact, two: Fact) -> tuple[Fact, Fact]:
    """Of two figures the later one first: as words and periods say, else as a rise or a fall wants."""
    if _one_is_earlier(one, two):
        return (two, one) if is_earlier(one) else (one, two)
    years = one.period[:4], two.period[:4]
    if all(map(str.isdigit, years)) and years[0] != years[1]:
        return (one, two) if years[0] > years[1] else (two, one)
    return (one, two) if _apart(one, two) * fact.statement.sign > 0 else (two, one)


def _pairs(fact: Fact, near: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Each two figures near by of one unit; of percentages one is the first, which moved. A fall of nothing is no difference."""
    for at, one in enumerate(near if fact.point > 0 or fact.kind == "points" else ()):
        for two in near[: min(at, 1) if fact.kind == "points" else at]:
            if (
                one.unit == two.unit
                and (fact.kind not in ("level", "change") or one.unit == fact.unit)
                and _may_be_ends(fact, one, two)
            ):
                yield one, two


def _may_be_ends(fact: Fact, one: Fact, two: Fact) -> bool:
    """Not of open figures, nor of 甲、乙分别增长11.6%、9.2%，分别快于丙4.8个、2.4个百分点: each has its own, not one against the other."""
    mates = fact.statement.listed > 0 and one.statement.listed == two.statement.listed > 0
    return not (mates or _rough(one, two, fact))


def _rough(*figures: Fact) -> bool:
    return any(fact.statement.figure.amount.qualifier for fact in figures)


def _percentages(facts: Facts, points: Fact) -> Iterator[Fact]:
    """Percentages around a number of points: first the one that moved, then the nearest ones."""
    ask = asked("difference")
    near = [f for p in range(points.paragraph - ask["paragraphs"], points.paragraph + 1) for f in facts.by_paragraph.get(p, ())]
    like = [f for f in near if f.kind in PERCENTAGES]
    own = _own(facts, points)
    if own is not None and _times_between(own, points):
        return  # 比上年提高0.4个百分点: compared with a percentage of another time, which stands nowhere
    like.sort(key=lambda f: (f is not own, abs(f.number - points.number)))
    yield from like[: ask["figures"]]


# -- what the words compare


def compared(facts: Facts, points: Fact) -> tuple[Fact, Fact] | None:
    """The percentage that a number of points is said of and the one that it is compared with; None where the words do not tell both."""
    row = _before(facts, points)
    named = in_brackets(facts, points) or _by_subjects(row, points) or _compared_again(facts, points)
    own = _own(facts, points) if named is None else None
    if own is None:
        return named or _by_far_names(facts, points)
    return _printed_ends(row, points) or _from_behind(facts, own, points) or _of_words(facts, row, own, points)


def _from_behind(facts: Facts, own: Fact, points: Fact) -> tuple[Fact, Fact] | None:
    """3.62%，比上年同期下降0.41个百分点，上年同期为4.03%: a percentage and that of the time compared with behind the points."""
    before = told_behind(facts, points)
    return (own, before) if before is not None and before.kind == own.kind else None


def _compared_again(facts: Facts, points: Fact) -> tuple[Fact, Fact] | None:
    """68.3%，比上年同期的66.8%高1.5个百分点，比上年的67.6%高0.7个百分点: a percentage that a sentence has compared with another one already."""
    other, first = facts.at(points.number - 1), facts.at(points.number - 2)
    if other is None or first is None or (other.kind in PERCENTAGES, first.kind) != (True, "points"):
        return None
    if not first.sentence == other.sentence == points.sentence or _PRINTED.match(_YEAR.sub("", between(first, other))) is None:
        return None
    ends = _printed_ends(_before(facts, first), first)
    return (ends[0], other) if ends is not None and other.kind in (ends[1].kind, "share") else None


def _of_words(facts: Facts, row: list[Fact], own: Fact, points: Fact) -> tuple[Fact, Fact] | None:
    """A percentage, and the one that the words behind it name as what it is compared with."""
    said = own.text[row[-1].statement.figure.body_end : points.start]
    if re.search("[。；]", said):
        return None
    others = [f for f in _around(facts, own) if f.kind == own.kind and f.statement.sign == own.statement.sign]
    meant = _of_time(own, points, others) or _of_all(facts, own, points)
    meant = meant or _of_name(own, points, others) or _of_far_name(facts, own, points)
    return (own, meant) if meant is not None else None


def _before(facts: Facts, points: Fact) -> list[Fact]:
    return [f for f in facts.by_sentence[points.sentence] if f.number < points.number and f.kind != "points"]


def mates_of(facts: Facts, points: Fact) -> list[Fact]:
    """The numbers of points of its list, in order; itself where it stands alone."""
    listed = points.statement.listed
    return [f for f in facts.by_sentence[points.sentence] if f.statement.listed == listed] if listed else [points]


def in_brackets(facts: Facts, points: Fact) -> tuple[Fact, Fact] | None:
    """增长8.4%，比全省（7.7%）和全国（7.0%）分别高0.7、1.4个百分点: the growth before as many percentages in brackets as points are listed, and the one
    that stands where these points stand."""
    mates, row = mates_of(facts, points), _before(facts, points)
    count = len(mates)
    if count < 2 or len(row) <= count:
        return None
    own, others = row[-count - 1], row[-count:]
    fits = not own.aside and _each_in_bracket(others) and all(f.kind in PERCENTAGES for f in (own, *others))
    return (own, others[mates.index(points)]) if fits and _are_against(own, others, mates[0]) else None


def _each_in_bracket(row: list[Fact]) -> bool:
    brackets = {f.aside for f in row}
    return 0 not in brackets and len(brackets) == len(row)


def _are_against(own: Fact, others: list[Fact], first: Fact) -> bool:
    """Whether a word compares a growth with the percentages behind it, up to the points, in one clause."""
    opened = own.text[own.statement.figure.body_end : others[0].start]
    closed = own.text[others[-1].statement.figure.body_end : first.start]
    return _AGAINST.search(opened) is not None and re.search("[，。；]", closed) is None


def bracket_slip(facts: Facts, points: Fact, ends: tuple[Fact, Fact]) -> Text | None:
    """比全省（7.7%）和全国（7.0%）分别高1.4、0.7个百分点: two that stand in each other's place, or all that are told the other way round."""
    mates = mates_of(facts, points)
    pairs = [pair for mate in mates if (pair := in_brackets(facts, mate)) is not None]
    if len(pairs) < 2 or len(pairs) != len(mates) or _differ(ends, points):
        return None
    return _turned_words(points, pairs, mates) or _exchanged(points, ends, pairs, mates)


def _turned_words(points: Fact, pairs: list[tuple[Fact, Fact]], mates: list[Fact]) -> Text | None:
    return text("高低的方向反了。") if points.statement.sign < 0 and _all_turned(pairs, mates) else None


def _exchanged(points: Fact, ends: tuple[Fact, Fact], pairs: list[tuple[Fact, Fact]], mates: list[Fact]) -> Text | None:
    other = next((mate for at, mate in enumerate(mates) if _in_each_place(ends, points, pairs[at], mate)), None)
    return exchanged(points, other) if other is not None else None


def _all_turned(pairs: list[tuple[Fact, Fact]], mates: list[Fact]) -> bool:
    return all(_differ((other, own), mate) for (own, other), mate in zip(pairs, mates, strict=True))


def _in_each_place(ends: tuple[Fact, Fact], points: Fact, others: tuple[Fact, Fact], mate: Fact) -> bool:
    """Whether points and others of their list would each come out in the other's place."""
    return mate is not points and _differ(ends, mate) and _differ(others, points)


def _differ(ends: tuple[Fact, Fact], points: Fact) -> bool:
    return judge_growth_of("difference", ends[0].statement, ends[1].statement, points.statement) is Verdict.HOLDS


def _by_subjects(row: list[Fact], points: Fact) -> tuple[Fact, Fact] | None:
    """甲市失业率5.6%，乙市失业率4.9%，甲市高出乙市0.7个百分点: the two percentages just before, each named by one side of the comparison."""
    last = row[-2:]
    if len(last) < 2 or points.statement.listed or last[1].number != points.number - 1 or not _of_one_sort(*last):
        return None
    one, two = points.statement.name, points.statement.whole_name
    own, other = _named_by(last, one, two), _named_by(last, two, one)
    return (own[0], other[0]) if len(own) == len(other) == 1 else None


def _of_one_sort(one: Fact, two: Fact) -> bool:
    return one.kind == two.kind and one.kind in PERCENTAGES


def _named_by(last: list[Fact], name: str, other: str) -> list[Fact]:
    """The figures whose name holds one word and not the other."""
    return [f for f in last if len(name) > 1 and name in f.statement.name and other not in f.statement.name]


def _own(facts: Facts, points: Fact) -> Fact | None:
    """The percentage just before a number of points; of a list of points the one that stands where it stands in a list of as many."""
    row = _before(facts, points)
    if not row or row[-1].kind not in PERCENTAGES:
        return None
    mates = [f for f in facts.by_sentence[points.sentence] if f.statement.listed == points.statement.listed != 0]
    if not mates:
        return row[-1] if not row[-1].statement.listed else None
    like = [f for f in row if f.statement.listed == row[-1].statement.listed != 0]
    return like[mates.index(points)] if len(like) == len(mates) else None


def _printed_ends(row: list[Fact], points: Fact) -> tuple[Fact, Fact] | None:
    """由62.5%提高到67.4%，提高4.9个百分点: the two percentages just before, of which one is where it began or what is compared with."""
    ends = _just_before(row, points)
    if ends is None or _of_other_bases(*ends):
        return None
    return _ends_by_base(*ends) or _ends_by_words(*ends, points)


def _just_before(row: list[Fact], points: Fact) -> tuple[Fact, Fact] | None:
    """The two percentages just before a number of points, where nothing else is named between that they may be compared with."""
    if len(row) < 2 or row[-2].kind not in PERCENTAGES or [f.number for f in row[-2:]] != [points.number - 2, points.number - 1]:
        return None
    one, two = row[-2:]
    if _times_between(two, points) or hint("target").search(between(two, points)) is not None:
        return None  # 由66%提高到83.4%，超过目标13.4个百分点: compared with another one
    return one, two


def _of_other_bases(one: Fact, two: Fact) -> bool:
    """Whether two growths are from different times."""
    return one.kind == two.kind == "growth" and one.statement.base != two.statement.base


def _ends_by_base(one: Fact, two: Fact) -> tuple[Fact, Fact] | None:
    """由62.5%提高到67.4%, 67.4%（62.5%）: what is compared and where it began, or what stands in a bracket behind it."""
    if one.statement.base == "from":
        return two, one
    return (one, two) if two.statement.base == "from" or (two.aside and not one.aside) else None


def _ends_by_words(one: Fact, two: Fact, points: Fact) -> tuple[Fact, Fact] | None:
    """Which of two percentages is compared with the other one, by the words between them."""
    said = _YEAR.sub("", between(one, two))
    if (
        _REST.fullmatch(between(two, points)) is not None
        and (hint("above").search(said) or hint("below").search(said)) is not None
    ):
        return (one, two) if hint("above").search(said) is not None else (two, one)
    return (one, two) if _PRINTED.search(said) is not None and two.kind in (one.kind, "share") else None


def _around(facts: Facts, own: Fact) -> Iterator[Fact]:
    reach = asked("difference")["paragraphs"]
    for paragraph in range(own.paragraph - reach, own.paragraph + 2):
        yield from (f for f in facts.by_paragraph.get(paragraph, ()) if f is not own)


def _times_between(own: Fact, points: Fact) -> list[Time]:
    end = own.statement.figure.body_end
    return [time for time, start, _end in own.statement.stretch.times if end <= start < points.start]


def _of_time(own: Fact, points: Fact, others: list[Fact]) -> Fact | None:
    """比一季度加快1.0个百分点: the percentage of the same name for that part of the year."""
    times = _times_between(own, points)
    if points.statement.listed or len(times) != 1 or times[0].shift is not None:
        return None
    code = period_code(times[0], own.period[:4] if own.period[:4].isdigit() else "")
    found = [
        f for f in others if f.period == code != own.period and f.name == own.name and f.statement.base == own.statement.base
    ]
    return _only(found)


def _of_name(own: Fact, points: Fact, others: list[Fact]) -> Fact | None:
    """高于规模以上工业9.2个百分点: the percentage of that name, or the same one of that area."""
    target = points.statement.whole_name
    areas = area_codes_in(target)
    said = _said(target)
    wanted = pairs_of(said)
    if areas:
        return _only([f for f in others if f.statement.area == areas[-1][1] != own.statement.area and f.name == own.name])
    like = [f for f in others if f.period == own.period and f.name != own.name and _is_called(f, own, said)]
    return _only(like) if wanted else None


def _by_far_names(facts: Facts, points: Fact) -> tuple[Fact, Fact] | None:
    """进口增速高于出口8.7个百分点: the growths that both names of a sentence without one have in the paragraph."""
    names = points.statement.name.removesuffix("增速"), points.statement.whole_name.removesuffix("增速")
    if points.statement.listed or facts.by_sentence[points.sentence][0] is not points or not all(names):
        return None
    one, two = (_only(_growths_called(facts, points, name)) for name in names)
    return (one, two) if one is not None and two is not None and one.statement.sign == two.statement.sign else None


def _growths_called(facts: Facts, points: Fact, name: str) -> list[Fact]:
    """The growths of a name before a number of points in its paragraph."""
    near = (f for f in facts.by_paragraph[points.paragraph] if f.number < points.number)
    like = [f for f in near if f.kind == "growth"]
    named = [f for f in like if f.name.rsplit("/", 1)[-1] == name]
    return named or [f for f in like if _ends_so(f, (folded_name(name),))]


def _of_all(facts: Facts, own: Fact, points: Fact) -> Fact | None:
    """增速高于整体1.4个百分点: the growth of the largest level before the one that is compared, of its unit and time."""
    head = facts.of(own.statement.head)
    target = points.statement.whole_name.removesuffix("增速")
    if own.kind != "growth" or not _is_all(target):
        return None
    return _of_every(facts, own, target) if head is None else _of_largest(facts, own, head)


def _of_every(facts: Facts, own: Fact, target: str) -> Fact | None:
    """全部投资: the growth of the largest level before a growth, of any unit, that is called as all are."""
    every = hint("every").sub("", target)
    named = [f for f in _growths_of_all(facts, own) if _of_one_time(f, own) and every in f.name[-len(every) :]]
    return _only(named) if every else None


def _of_largest(facts: Facts, own: Fact, head: Fact) -> Fact | None:
    """The growth of the largest level before another one, of its unit, where it is of the time of that one's growth."""
    like = [f for f in facts.near(head, 40, 0, asked("difference")["far"]) if f.unit == head.unit and f.point > head.point]
    largest = max(like, key=lambda f: (f.point, f.number), default=None)
    grown = _growth_of(facts, largest) if largest is not None else None
    return grown if grown is not None and _of_one_time(grown, own) else None


def _is_all(target: str) -> bool:
    """Whether what points are measured against is called all, of whatever it is: 整体, 全部投资."""
    return hint("all").fullmatch(target) is not None or hint("every").match(target) is not None


def _against_all(facts: Facts, points: Fact) -> Growth | None:
    """西部外贸增速为17.8%，超过全国增速9.9个百分点: what has no level of its own, against the growth of the largest level before it of any unit, where just
    one of them comes out."""
    own = _own(facts, points)
    if own is None or own.kind != "growth" or not _is_against_all(points) or _times_between(own, points):
        return None
    fits = [f for f in _growths_of_all(facts, own) if f is not own and _of_one_time(f, own) and _differ((own, f), points)]
    return Growth("difference", own, fits[0], points, 0.0, False, Verdict.HOLDS) if len(fits) == 1 else None


def _growths_of_all(facts: Facts, own: Fact) -> list[Fact]:
    """What the largest level of each unit before a growth grew by."""
    largest: dict[str, Fact] = {}
    for level in facts.near(own, 40, 0, asked("difference")["far"]):
        largest[level.unit] = max(level, largest.get(level.unit, level), key=lambda f: f.point)
    return [f for f in (_growth_of(facts, level) for level in largest.values()) if f is not None]


def _is_against_all(points: Fact) -> bool:
    """Whether words measure points against all; 2个百分点 says too little, and of a list each has its own."""
    tells = not points.statement.listed and points.statement.figure.amount.exponent < 0
    return tells and hint("all", "within").search(points.statement.whole_name) is not None


def _growth_of(facts: Facts, level: Fact) -> Fact | None:
    return facts.of(facts.context.growth.get(id(level.statement)))


def _of_one_time(one: Fact, two: Fact) -> bool:
    return "" in (one.period, two.period) or one.period == two.period


def _of_far_name(facts: Facts, own: Fact, points: Fact) -> Fact | None:
    """快于全市生产总值1.9个百分点: the one growth of a level that is called so and no more, however far before; of 经济 that of 生产总值."""
    names = _far_names(points)
    if own.kind != "growth" or own.name in names:
        return None
    like = _growths_around(facts, own)
    return _only([f for f in like if f.name in names]) or _only([f for f in like if _ends_so(f, names)])


def _growths_around(facts: Facts, own: Fact) -> list[Fact]:
    """The other growths around one that are of its time, however far before."""
    near = [f for f in facts.all[max(0, own.number - FAR) : own.number + 4] if f.kind == "growth" and f is not own]
    return [f for f in near if _of_one_year(f, own)]


def _ends_so(fact: Fact, names: Collection[str]) -> bool:
    """各项贷款余额 for 各项贷款: whether the name of a figure ends with one of some names and a word for its size."""
    return any(name in fact.name[-len(name) - SIZE :] for name in names)


def _of_one_year(one: Fact, two: Fact) -> bool:
    """Whether two growths are of one time and both, or neither, of a year."""
    yearly = (one.statement.base in ("", "year")) == (two.statement.base in ("", "year"))
    return one.period == two.period and yearly and not one.statement.listed


def _far_names(points: Fact) -> set[str]:
    """The names by which a growth is known that points are measured against, where they tell enough."""
    target = _TARGET_WORDS.sub("", folded_name(clean_name(points.statement.whole_name))).removesuffix("增速")
    called = set(hints()["economy"]["words"])
    return called if target in called else {target} if len(target) >= LONG else set()


SIZE = 3
"""Characters of a word for a size."""
LONG, FAR = 4, 80
"""Characters of a name that is known again, and the figures among which it is looked for."""


def _spells(name: str, said: str) -> bool:
    """企业贷款加权平均利率 for 企业贷款利率: whether a name has all characters of a shorter one in their order."""
    left = iter(name)
    return all(sign in left for sign in said)


def _is_called(fact: Fact, own: Fact, said: str) -> bool:
    """Whether the words of a target name a percentage: all of its name, or all but what it has in common with the one that is compared."""
    wanted = pairs_of(said)
    name = _said(fact.name.rsplit("/", 1)[-1])
    words = pairs_of(name)
    longer = len(wanted) > 2 and len(words - wanted - pairs_of(own.name)) <= 2 and name.endswith(_said(own.name)[-2:])
    return words == wanted or (wanted <= words and longer) or (len(wanted) >= LONG and _spells(name, said))


def _said(name: str) -> str:
    """A name as others speak of it."""
    return _TARGET_WORDS.sub("", core(folded_name(name)))


def _only(found: list[Fact]) -> Fact | None:
    return found[0] if len({f.point for f in found}) == 1 else None


def balance_ends(facts: Facts, fact: Fact) -> tuple[Fact, Fact] | None:
    """出生率13.00‰，死亡率7.64‰，自然增长率6.36‰: the two like figures just before the word for their difference, the larger first."""
    like = _like_it(facts, fact)
    ends = [f for f in like if f.number < fact.number][-2:] or (like if divided(like) else [])
    ends.sort(key=lambda f: -f.point)
    reach = NEAR_DIVIDED if divided(ends) else NEAR
    near = len(ends) == 2 and all(_can_be_end(f, fact, reach) for f in ends)
    return (ends[0], ends[1]) if near else None


NEAR, NEAR_DIVIDED = 4, 8
"""Figures between a difference and its ends, and the same where their names divide what it is of."""


def _can_be_end(end: Fact, fact: Fact, reach: int) -> bool:
    """Whether a figure stands near a difference and is of its time; 逆差分别是409亿和530亿美元，逆差减少到190亿美元 are balances of three times."""
    return (
        abs(end.number - fact.number) <= reach and end.period == fact.period and not hint("difference", "strict").search(end.name)
    )


def _like_it(facts: Facts, fact: Fact) -> list[Fact]:
    """The figures of its sentence that are like a difference, or the two of the sentences before."""
    alike = _measured_alike(facts, fact)
    alike = list(filterfalse(is_earlier, alike)) if not is_earlier(fact) else alike
    return [f for f in alike if f.sentence == fact.sentence and f is not fact] or _two_before(fact, alike)


def _measured_alike(facts: Facts, fact: Fact) -> list[Fact]:
    """The figures of its paragraph that have the unit of a difference; for points all percentages."""
    kinds = PERCENTAGES if fact.kind == "points" else (fact.kind, "level")
    return [f for f in facts.by_paragraph[fact.paragraph] if f.kind in kinds and (f.unit == fact.unit or fact.kind == "points")]


def _two_before(fact: Fact, alike: list[Fact]) -> list[Fact]:
    """Exports were 80.7. Imports were 58.0. The surplus was 22.7: the only two like figures of the sentences before, or those behind whose names
    divide what is balanced."""
    found = [f for f in alike if 0 < fact.sentence - f.sentence <= 2]
    found = found[-2:] if divided(found[-2:]) else found
    behind = [f for f in alike if 0 < f.sentence - fact.sentence <= 2]
    return found if len(found) == 2 else behind if len(behind) == 2 and divided(behind) else []
