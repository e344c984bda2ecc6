"""One figure in several places of a manuscript: the same digits, or digits that round to them, under words that are alike."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.periods import span_code
from ecdesk.domain.judging import Margin, judge
from ecdesk.domain.texts import Text
from ecdesk.prose.explain import MOST_DIGITS, TURNED, digits_of, slip_between
from ecdesk.prose.reading.english import is_english
from ecdesk.prose.reading.figures import FigureKind
from ecdesk.prose.reading.measures import counted_noun
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import Borne, Fact, Facts, pairs_of, printed_as_fine
from ecdesk.prose.relations.families import exchanged_members, restated_members
from ecdesk.prose.relations.hints import are_other, asked, one_leaves_out, stand_apart
from ecdesk.prose.relations.near.occasions import DAY, days, of_other_times, on_another_occasion
from ecdesk.prose.relations.near.opened import may_stand_for
from ecdesk.prose.relations.shares import core

_BARE = pattern("bare_measure")
_VERB = pattern("verb_within")
_GROUPS = {
    "rate": "share",
    "growth": "share",
    "contribution": "share",
    "count": "level",
    "change": "level",
    "base": "level",
    "limit": "level",
}


@dataclass(slots=True, eq=False)
class Same:
    """Two places of one figure. score: how much their words share beyond what was asked."""

    one: Fact
    two: Fact
    score: float


def search_equalities(facts: Facts) -> list[Same]:
    """For each figure the earlier place that is likeliest to be the same figure."""
    found: list[Same] = []
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        groups[_GROUPS.get(fact.kind, fact.kind)].append(fact)
    groups.pop("ratio", None)
    for group in groups.values():
        for fact, others in _alike(group):
            best = max((_scored(facts, other, fact) for other in others), key=lambda one: one.score, default=None)
            if best is not None and best.score >= 0:
                found.append(best)
    return sorted(found, key=lambda one: one.two.number)


COMMON = 300
"""A value that stands in more places than these says little in each."""


def _alike(group: list[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each figure with those before it that print the same value, with as many digits, with fewer, or open towards it."""
    others: dict[int, list[Fact]] = defaultdict(list)
    for one, two in (*_printed_alike(group), *_coarser(group), *_open(group)):
        late, early = (one, two) if one.number > two.number else (two, one)
        others[late.number].append(early)
    for fact in group:
        if others[fact.number]:
            yield fact, others[fact.number]


def _printed_alike(group: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    by_value: dict[int, list[Fact]] = defaultdict(list)
    for fact in group:
        same = by_value[fact.point]
        yield from ((fact, other) for other in _some(same))
        same.append(fact)


def _some(places: list[Fact]) -> list[Fact]:
    """Places to compare with: of very many the first ones, where a text sums itself up, and the last."""
    first, last = asked("equality")["first"], asked("equality")["last"]
    if len(places) > COMMON:
        first, last = 1, 3
    return places if len(places) <= first + last else [*places[:first], *places[-last:]]


def _coarser(group: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """208.07 and 208.1: a figure and those that it is when rounded."""
    plain = [fact for fact in group if not fact.statement.figure.amount.qualifier and fact.digits >= 2]
    coarse: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in plain:
        coarse[fact.width, fact.point].append(fact)
    widths = {width for width, _point in coarse if width}
    for fact in plain:
        for width in widths if fact.digits >= 3 else ():
            rounded = _rounded(fact.point, width) if width > fact.width else fact.point
            if rounded != fact.point:
                yield from ((fact, other) for other in _some(coarse.get((width, rounded), [])))


MOST_NEAR, ALL_NEAR = 60, 30_000
"""Figures near an open one that it is held against, and so many of all open ones: where a word opens thousands, it says little of each."""


def _open(group: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """超208 and 208.07: a figure that a word opens, and those near it."""
    ordered = sorted(group, key=lambda fact: fact.point)
    points = [fact.point for fact in ordered]
    opened = [fact for fact in group if fact.statement.figure.amount.qualifier]
    most = min(MOST_NEAR, ALL_NEAR // max(1, len(opened)))
    for fact in opened:
        begin = bisect_left(points, min(fact.low, fact.point * 49 // 50))
        end = bisect_right(points, max(fact.high, fact.point * 51 // 50))
        near = (other for other in ordered[begin : min(end, begin + most)] if other.point != fact.point)
        yield from ((fact, other) for other in near if not printed_as_fine(fact, other))


def _rounded(point: int, width: int) -> int:
    return (2 * point + width) // (2 * width) * width


def _scored(facts: Facts, one: Fact, two: Fact) -> Same:
    """How much more their words share than is asked of figures with so many digits."""
    clauses = (one.sentence, one.statement.clause) == (two.sentence, two.statement.clause)
    if clauses or not _can_be_one(one, two):
        return Same(one, two, -1.0)
    return Same(one, two, facts.likeness(one, two) + _companions(facts, one, two) - _needed(one, two))


def _needed(one: Fact, two: Fact) -> float:
    """What the words of two places must share: more, the less their digits say and the more their keys differ."""
    ask = asked("equality")
    needed = ask["words"][min(_digits(one, two), len(ask["words"]) - 1)]
    first, second = one.statement, two.statement
    if first.period and second.period and first.period != second.period:
        needed += ask["period"] / (2 if first.period[:4] == second.period[:4] else 1)
    if first.area and second.area and first.area != second.area:
        needed += ask["area"]
    elif first.area == second.area != first.home:
        needed -= ask["named"]
    if _one_key(one, two):
        needed -= ask["key"]
    if _one_noun(one, two):
        needed -= ask["noun"]
    more = ask["open"] * (one.point != two.point) + ask["beside"] * (one.sentence == two.sentence)
    more += ask["measure"] * (one.kind != two.kind and "growth" in (one.kind, two.kind))
    more += ask["counts"] * (one.unit != two.unit and one.unit != "" != two.unit)
    return float(needed + more)


def _digits(one: Fact, two: Fact) -> int:
    """How many digits say that both are one figure: those printed, or how narrow the wider of them is."""
    if one.point == two.point:
        opened = one.statement.figure.amount.qualifier == two.statement.figure.amount.qualifier != ""
        return min(one.digits, two.digits) + opened  # 突破2万亿元 in both says more than the digit
    fine, coarse = (two, one) if two.last < one.last else (one, two)
    unit = coarse.last
    if unit and _rounded(fine.point, unit) == coarse.point:
        return min(one.digits, two.digits)  # 近13万亿元 and 12.9万亿元
    widest = max(fact.width / max(fact.point, 1) for fact in (one, two))
    return max(1, min(one.digits, two.digits, int(0.6 - math.log10(max(widest, 1e-9)))))


def _one_key(one: Fact, two: Fact) -> bool:
    """Whether name, area, period, unit and measure are all the same, and the name says something: then one figure is meant."""
    first, second = one.statement, two.statement
    same = (one.name, one.unit, one.kind, first.area, first.period) == (two.name, two.unit, two.kind, second.area, second.period)
    return same and len(one.name) >= 4 and first.period != ""


def _one_noun(one: Fact, two: Fact) -> bool:
    """28项任务, 28项具体任务: whether the words behind two counts say that one thing is counted."""
    first, second = (counted_noun(f.statement.tail) if f.statement.figure.kind is FigureKind.COUNT else "" for f in (one, two))
    return len(first) > 1 and len(second) > 1 and (first.endswith(second[-2:]) or first[:3] == second[:3])


def _companions(facts: Facts, one: Fact, two: Fact) -> float:
    """What figures beside one place add that stand beside the other place as well."""
    if one.point != two.point:
        return 0.0
    beside, others = facts.beside(one), facts.beside(two)
    if beside.keys().isdisjoint(others):
        return 0.0
    shared = {
        f.point: f.digits
        for key, near in beside.items()
        for f in (near if key in others else ())
        if f.point != one.point and abs(f.sentence - one.sentence) <= 1
    }
    return float(asked("equality")["companion"]) * sum(shared.values())


def _can_be_one(one: Fact, two: Fact) -> bool:
    first, second = one.statement, two.statement
    if not _one_unit(one, two) or stand_apart(one, two):
        return False
    if first.base and second.base and first.base != second.base and {first.base, second.base} != {"year", ""}:
        return False
    if one.point == two.point:
        return True
    return may_stand_for(one, two) and one.low < two.high and two.low < one.high  # what judge_same says, in whole numbers


def _one_unit(one: Fact, two: Fact) -> bool:
    """Whether the units may be of one figure: the same, one left out (1267.4亿), or two words for what is counted."""
    if one.unit == two.unit:
        return True
    first, second = one.statement.figure, two.statement.figure
    if "" in (one.unit, two.unit):
        bare, other = (first, second) if not one.unit else (second, first)
        return (bool(bare.amount.unit.symbol) and other.amount.unit.scale >= 1) or bare.amount.unit == other.amount.unit
    return first.kind is second.kind is FigureKind.COUNT


def judge_same(one: Fact, two: Fact) -> Verdict:
    rough = one.statement.figure.amount.qualifier or two.statement.figure.amount.qualifier
    if not rough and abs(one.point - two.point) > 2 * (one.width + two.width):
        return Verdict.FAILS  # as exact arithmetic would say

    def sides(margin: Margin):  # type: ignore[no-untyped-def]
        return one.statement.figure.interval(margin), two.statement.figure.interval(margin)

    return judge(sides, one_figure=True).verdict


def classes(pairs: list[Same]) -> list[list[Fact]]:
    """The places of each figure, by the pairs that connect them."""
    parent: dict[int, int] = {}
    facts: dict[int, Fact] = {}

    def root(number: int) -> int:
        while parent.setdefault(number, number) != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for pair in pairs:
        for fact in (pair.one, pair.two):
            facts[fact.number] = fact
        parent[root(pair.two.number)] = root(pair.one.number)
    found: dict[int, list[Fact]] = defaultdict(list)
    for number in sorted(facts):
        found[root(number)].append(facts[number])
    return list(found.values())


# -- contradictions


def search_contradictions(facts: Facts, same: list[Same]) -> Iterator[tuple[Same, Text]]:
    """Two places of one figure that differ by a slip: so alike by their words that one figure is meant, of one area and period, in different
    sentences, or beside another figure that both places tell, and not each borne out by others."""
    yield from _reached(facts)
    yield from ((Same(one, two, 0.0), words) for one, two, words in exchanged_members(facts))
    seen: set[tuple[int, int]] = set()
    found = Counter[int]()
    told = (
        *_beside_the_same(facts, same),
        *_said_of_the_same(facts, same),
        *_of_one_growth(facts, same),
        *restated_members(facts),
    )
    beside = ((one, two, True) for one, two in told)
    for one, two, is_meant in itertools.chain(beside, _under_titles(facts), _alike_but_for_a_slip(facts)):
        pair = (one.number, two.number)
        if pair not in seen and max(map(found.__getitem__, pair)) < MOST_SLIPS:
            seen.add(pair)
            words = _slipped(one, two) if is_meant or _one_is_meant(facts, one, two) else None
            if words is not None:
                found.update(pair)
                yield Same(one, two, 0.0), words


def _alike_but_for_a_slip(facts: Facts) -> Iterator[tuple[Fact, Fact, bool]]:
    """Pairs of figures that one slip makes alike, of which nothing more is known."""
    by_slip: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for two in filter(_may_slip, facts.all):
        for key in _slips_of(two):
            yield from ((one, two, False) for one in by_slip[key][-MOST_ALIKE:])
            by_slip[key].append(two)
    yield from _of_no_time(facts)


def _of_no_time(facts: Facts) -> Iterator[tuple[Fact, Fact, bool]]:
    """原保险保费收入4632.01亿元 … 今年1-6月，原保险保费收入4362.01亿元: levels with digits enough under one long name, of which one says no time and the
    text has no third."""
    by_name: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts.levels:
        if _may_slip(fact) and len(fact.statement.name) >= LONG and not fact.aside:
            by_name[fact.statement.name, fact.kind, fact.unit, fact.statement.area].append(fact)
    for places in by_name.values():
        if len(places) == 2 and min(place.digits for place in places) > 3 and sum(not place.period for place in places) == 1:
            yield places[0], places[1], False


def _under_titles(facts: Facts) -> Iterator[tuple[Fact, Fact, bool]]:
    """The figures of titles with those below them of the same year, which a title need not name as closely as the text does: 269家 for 截至9月末269家."""
    for one in facts.all:
        if _is_short(one.text) and _may_slip(one):
            below = (fact for number in range(1, _reach(one) + 1) for fact in facts.by_paragraph.get(one.paragraph + number, ()))
            yield from ((one, two, False) for two in below if _may_slip(two) and _may_be_of_one_time(one, two))


def _reach(title: Fact) -> int:
    """The paragraphs under a title in which its figures are told, of a text's first lines more: what they say may be told after an opening."""
    return BELOW if title.paragraph > FIRST or title.digits < 3 else FAR_BELOW


def _may_be_of_one_time(one: Fact, two: Fact) -> bool:
    """Whether two figures are of one kind, place and time; a title may tell the year only. 上半年 and 二季度 are two times of a year."""
    first, second = ((f.kind, f.unit, f.statement.area, f.period[:4]) for f in (one, two))
    parts = {span_code(f.period) for f in (one, two) if len(f.period) > len("2018")}
    return first == second and len(parts) < 2


def _may_slip(fact: Fact) -> bool:
    """Whether a figure stands for itself and says enough: not open, nor only what another one is compared with."""
    said = fact.statement
    own = not (said.baseline or said.figure.amount.qualifier) and said.base in ("", "year")
    return own and fact.kind in _GROUPS_OF_SLIPS and fact.digits >= 2


_GROUPS_OF_SLIPS = ("level", "growth", "change", "share", "rate")
LONG = 6
"""Characters of a name that tells by itself which figure is meant."""
MOST_SLIPS = 5
"""A figure that one slip makes alike with more others of its name is one of a row."""
MOST_ALIKE = 10
"""Of more figures that one slip makes alike only the last are looked at."""


def _slips_of(fact: Fact) -> Iterator[tuple[object, ...]]:
    """What a figure has in common with every figure of its measure, area, period and day that one slip makes of it: its digits but one, but
    the order of two, or in another unit."""
    amount = fact.statement.figure.amount
    digits = digits_of(fact.statement.figure)
    kind = fact.kind, fact.unit, fact.statement.area, fact.period, days(fact)
    if len(digits) <= MOST_DIGITS:
        yield from ((*kind, amount.unit.scale, amount.exponent, *left) for left in left_by_slips(digits))
    if fact.digits >= 3:
        yield (*kind, digits.strip("0"))
    if fact.kind == "growth":
        yield (*kind, "sign", fact.point)


def left_by_slips(digits: str) -> Iterator[tuple[str, ...]]:
    """What is left of digits without one of them, without two of one sort, or without the order of two."""
    yield from ((digits[:at], digits[at + 1 :]) for at in range(len(digits)))
    for at, (one, two) in enumerate(itertools.pairwise(digits)):
        yield (digits[:at], "==" if one == two else "".join(sorted(one + two)), digits[at + 2 :])


def _one_is_meant(facts: Facts, one: Fact, two: Fact) -> bool:
    """Whether the words of two places leave hardly a doubt that one figure is meant."""
    same = one.point == two.point and one.statement.sign == two.statement.sign
    titled = _is_short(one.text) and two.paragraph <= one.paragraph + _reach(one) and not _told_again(one, two)
    if (
        same
        or (one.sentence == two.sentence and not _is_repeated(one, two))
        or are_other(one, two)
        or _both_told(facts, one, two)
        or _are_parts_of_two(one, two)
        or _BARE.fullmatch(one.name)
        or one.name.isdecimal()
        or not (titled or _says_enough(one, two))
    ):
        return False
    if of_other_times(facts, one, two) or _of_other_levels(facts, one, two) or on_another_occasion(facts, one, two):
        return False
    ask = asked("contradiction")
    names = facts.once(own_name, one), facts.once(own_name, two)
    if titled:
        return may_head(*names) and facts.likeness(one, two) >= ask["title"]
    spare = facts.likeness(one, two) + _companions(facts, one, two) - _needed(one, two)
    return bool(spare >= ask[_how_alike(*names)])


def _both_told(facts: Facts, one: Fact, two: Fact) -> bool:
    """Whether the paragraph of one of two figures tells the other's value as well, of another time: 2010年为1.47%，今年下降到1.44%."""
    apart = one.paragraph != two.paragraph and one.point != two.point
    return apart and (facts.tells(one.paragraph, two) or facts.tells(two.paragraph, one))


def _are_parts_of_two(one: Fact, two: Fact) -> bool:
    """旅行服务进出口增长8.8%。其中，出口增长54.4%: whether both are parts, and what one is a part of is told while the other's is not."""
    scopes = one.statement.scope, two.statement.scope
    return all(scopes) and len({scope.whole is None for scope in scopes if scope is not None}) == 2


def _is_repeated(one: Fact, two: Fact) -> bool:
    """Whether one sentence, as a title and a text without a break are, tells a figure of one long name, area and time twice."""
    return _one_key(one, two) and min(len(one.statement.name), len(two.statement.name)) >= LONG


def _says_enough(one: Fact, two: Fact) -> bool:
    """Whether two figures have digits enough to be known by, and are neither in brackets nor in lists."""
    return min(one.digits, two.digits) >= 3 and not any(fact.aside or fact.statement.listed for fact in (one, two))


def _how_alike(one: str, two: str) -> str:
    if len(one) > 1 and one == two:
        return "named"
    if _names_alike(one, two):
        return "alike"
    return "within" if _name_within(one, two) else "unlike"


def _of_other_levels(facts: Facts, one: Fact, two: Fact) -> bool:
    """Whether two growths or shares are said of levels that differ, as those of two days do."""
    levels = [facts.of(fact.statement.head) for fact in (one, two) if fact.kind != "level"]
    if len(levels) < 2 or levels[0] is None or levels[1] is None or levels[0].unit != levels[1].unit:
        return False
    return judge_same(levels[0], levels[1]) is Verdict.FAILS


def may_head(title: str, name: str) -> bool:
    """Whether a title may name by one of two names what the text under it names by the other."""
    one, two = sorted((title, name), key=len)
    shared = pairs_of(one) & pairs_of(two)
    most = len(shared) > 2 and (4 if len(shared) < MANY else 5) * len(shared) >= 3 * len(pairs_of(one))
    alike = most or _names_alike(one, two) or two.startswith(one) or two.endswith(one)
    return len(one) > 1 and alike and not one_leaves_out(one, two)


MANY = 5
"""Pairs of characters that two names share, of which a title's need not have as many besides."""


def own_name(fact: Fact) -> str:
    """Its name without that of its list, the word for its total and the verb within: 文化企业实现营业收入 is of 文化企业营业收入."""
    return core(_VERB.sub("", fact.name.rsplit("/", 1)[-1]))


@lru_cache(maxsize=65536)
def _names_alike(one: str, two: str) -> bool:
    """Whether two names share most of their words or are of the same characters."""
    short, long = sorted((one, two), key=len)
    first, second = pairs_of(short), pairs_of(long)
    most = 7 * len(first & second) >= 6 * max(len(first), len(second), 1)
    return len(short) > 1 and (most or sorted(short) == sorted(long))


@lru_cache(maxsize=65536)
def _name_within(one: str, two: str) -> bool:
    """第二产业和第三产业的法人单位 and 第二、第三产业的法人单位: whether a long name has all the words of another long one, and few more, or
    ends with it."""
    short, long = sorted((one, two), key=len)
    if len(short) > LONG and long.endswith(short):
        return True
    first, second = sorted((pairs_of(one), pairs_of(two)), key=len)
    return len(first) >= LONG and first <= second and 4 * len(first) >= 3 * len(second)


def _is_short(text: str) -> bool:
    """Whether a paragraph may be a title, which in English takes more characters."""
    return len(text) <= SHORT or (len(text) <= 2 * SHORT and is_english(text) and "。" not in text)


SHORT, BELOW = 50, 2
"""Characters of a title, and the paragraphs under it in which its figures are told."""
FIRST, FAR_BELOW = 1, 5
"""The last of a text's first lines, and the paragraphs under them in which their figures are told."""


def _reached(facts: Facts) -> Iterator[tuple[Same, Text]]:
    """扩大到37个城市 and 扩大到35个城市: the end of one change, told in two places by words that are alike."""
    ends: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.levels:
        if (
            fact.statement.reached
            and fact.statement.figure.kind is FigureKind.COUNT
            and (noun := counted_noun(fact.statement.tail))
        ):
            ends[noun].append(fact)
    for places in ends.values():
        said: set[tuple[int, int]] = set()
        for at, two in enumerate(places[:40]):
            for one in places[:at]:
                words = (
                    _slipped(one, two, repeated=True)
                    if (one.point, two.point) not in said and one.sentence != two.sentence
                    else None
                )
                same_year = one.statement.period[:4] == two.statement.period[:4]
                if words is not None and same_year and facts.likeness(one, two) >= asked("equality")["reached"]:
                    said |= {(one.point, two.point), (two.point, one.point)}
                    yield Same(one, two, 0.0), words


def _beside_the_same(facts: Facts, same: list[Same]) -> Iterator[tuple[Fact, Fact]]:
    """增加值1984.5亿元，同比增长9.42% twice: figures that stand as far from one that two sentences tell, with like words between."""
    for pair in same:
        apart = pair.one.sentence != pair.two.sentence
        if apart and pair.one.point == pair.two.point and min(pair.one.digits, pair.two.digits) >= 3:
            for step in (-2, -1, 1, 2):
                one, two = (facts.at(fact.number + step) for fact in (pair.one, pair.two))
                if one and two and _stand_alike(facts, pair, one, two):
                    yield one, two


def _said_of_the_same(facts: Facts, same: list[Same]) -> Iterator[tuple[Fact, Fact]]:
    """1085.7万个，比2008年末增长52.9% twice: the one growth that is told of a figure at each of two places of it, against the same time."""
    told: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        head = facts.of(fact.statement.head) if fact.kind == "growth" else None
        if head is not None and head.sentence == fact.sentence:
            told[head.number].append(fact)
    for pair in same:
        if pair.one.point == pair.two.point and min(pair.one.digits, pair.two.digits) >= 3:
            first, second = told[pair.one.number], told[pair.two.number]
            if len(first) == len(second) == 1 and _against_one_time(facts, first[0], second[0]):
                yield first[0], second[0]


def _of_one_growth(facts: Facts, same: list[Same]) -> Iterator[tuple[Fact, Fact]]:
    """对华出口增6.2%达58.4亿美元 over 对中国出口58.4亿美元，增长6.2%: the one level of a title that has no name of its own, and the one of which the text
    tells the title's growth."""
    for pair in same:
        level = facts.of(pair.two.statement.head) if pair.one.kind == pair.two.kind == "growth" else None
        title = _only_level(facts, pair.one) if level is not None else None
        if level is not None and title is not None and _may_slip(level):
            near = level.paragraph <= title.paragraph + _reach(title)
            if near and _may_be_of_one_time(title, level):
                yield title, level


def _only_level(facts: Facts, growth: Fact) -> Fact | None:
    """The one level of a title that has a growth, where it has no name of its own."""
    levels = [f for f in facts.by_sentence[growth.sentence] if f.kind == "level"]
    plain = len(levels) == 1 and not levels[0].name and _is_short(growth.text)
    return levels[0] if plain and _may_slip(levels[0]) else None


def _against_one_time(facts: Facts, one: Fact, two: Fact) -> bool:
    """Whether two growths are compared with the same time."""
    named = [
        {time.year for time, start, end in f.statement.stretch.times if f.start - DAY <= start and end <= f.start and time.year}
        for f in (one, two)
    ]
    base = one.statement.base == two.statement.base and one.statement.comparable == two.statement.comparable
    return base and (not all(named) or not named[0].isdisjoint(named[1])) and not of_other_times(facts, one, two)


def _stand_alike(facts: Facts, pair: Same, one: Fact, two: Fact) -> bool:
    """Whether two figures of one kind and unit stand in the sentences of two places of another figure, and the words between are alike."""
    alike = (one.kind, one.unit, one.statement.base) == (two.kind, two.unit, two.statement.base)
    near = one.sentence == pair.one.sentence and two.sentence == pair.two.sentence
    if not (alike and near) or one.number == two.number:
        return False
    if of_other_times(facts, one, two) or on_another_occasion(facts, one, two):
        return False
    first, second = pairs_of(_between(pair.one, one)), pairs_of(_between(pair.two, two))
    shared = len(first & second)
    return shared > 0 and 4 * shared >= 3 * max(len(first), len(second))


def _between(one: Fact, two: Fact) -> str:
    early, late = (one, two) if one.start < two.start else (two, one)
    return early.text[early.statement.figure.end : late.start]


BORNE_OUT = {"sum", "share"}
"""Relations by which two figures, each with its own, show that they are two."""


def as_alike(pair: Same) -> Borne:
    """Of an equality: figures of other widths could differ and be told alike, as 28158元 would be by 超2.8万."""
    wider = max(pair.one.width, pair.two.width) if pair.one.point != pair.two.point else 0
    return ((fact, wider / max(fact.point, 1)) for fact in (pair.one, pair.two))


def _told_again(fact: Fact, other: Fact) -> bool:
    """Whether a third place tells a figure so that it cannot be this other one."""
    return abs(fact.point - other.point) > fact.told.get("same", math.inf) * fact.point


def _slipped(one: Fact, two: Fact, repeated: bool = False) -> Text | None:
    """How two places of one figure differ; None where each stands for itself. repeated: also of figures that are both told again."""
    first, second = one.statement.figure, two.statement.figure
    if one.statement.sign != two.statement.sign and one.point == two.point and one.kind == "growth":
        return TURNED
    if abs(one.point - two.point) <= one.width + two.width:
        return None  # a unit of the last digits of both: they may be one figure, rounded
    if min(one.digits, two.digits) < 2 or (_told_again(one, two) and _told_again(two, one) and not repeated):
        return None
    moved = one.digits >= 2 and digits_of(first).strip("0") == digits_of(second).strip("0")  # 23.12 and 231.2
    if first.amount.exponent != second.amount.exponent and first.amount.unit == second.amount.unit and not moved:
        return None
    both = all(any(not fact.doubted_by(kind, other.point) for kind in BORNE_OUT) for fact, other in ((one, two), (two, one)))
    return slip_between(first, second) if not both and judge_same(one, two) is Verdict.FAILS else None
