"""Shares: a percentage, the part before it and the whole that it is of; percentages that make up a hundred."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from itertools import accumulate, chain
from operator import itemgetter

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import Text
from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.reading.english import words_of_english
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import UNIT, Borne, Fact, Facts, of_quotient, pairs_of
from ecdesk.prose.relations.hints import asked, hint, hints, lead
from ecdesk.prose.relations.slips import exchanged, find_slip
from ecdesk.prose.relations.sums import Sum, Sums
from ecdesk.prose.relations.wholes.far import Called


@dataclass(slots=True, eq=False)
class Share:
    """A part, its whole and the percentage. chance: that unrelated digits would come out."""

    share: Fact
    part: Fact
    whole: Fact
    chance: float
    verdict: Verdict


def by_share(one: Share) -> Borne:
    return of_quotient(one.part, one.whole, one.share)


@dataclass(slots=True, eq=False)
class Hundred:
    """Percentages that make up a hundred."""

    parts: tuple[Fact, ...]
    chance: float
    told: bool


# -- shares of a whole


def search_shares(facts: Facts, sums: Sums) -> dict[int, Share]:
    """The believed share of each percentage, by its number."""
    found: dict[int, Share] = {}
    known: set[int] = set()
    called = Called(facts, core)
    for fact in facts.all:
        if fact.kind != "share" or not fact.point > 0:
            continue
        best = best_share(facts, sums, fact, known) or _of_far_whole(fact, called)
        if best is not None:
            found[fact.number] = best
            known.add(best.whole.number)
    return found


def best_share(facts: Facts, sums: Sums, fact: Fact, known: set[int]) -> Share | None:
    """The first pair, in the order in which pairs are likely, whose quotient is the percentage; None where chance would find one."""
    ask = asked("share")
    told = says_share(fact)
    limit = ask["near"] if told else ask["bare"]
    own = max(fact.width, 1) / fact.point
    tries = 0.0
    rounding: Share | None = None
    for part, whole, weight in pairs(facts, sums, fact, known):
        tries += weight
        chance = tries * (own + part.width / part.point + whole.width / whole.point) / ask["spread"]
        if tries * own / ask["spread"] > limit:
            break
        if chance > limit:
            continue
        verdict = _verdict(fact, part, whole)
        if verdict is Verdict.HOLDS:
            return Share(fact, part, whole, chance, verdict)
        if rounding is None and verdict is Verdict.ROUNDING and told and _may_be_rounded(facts, fact, whole, tries):
            rounding = Share(fact, part, whole, chance, verdict)
    return rounding


def _may_be_rounded(facts: Facts, fact: Fact, whole: Fact, tries: float) -> bool:
    """Whether a whole is one of the first tried, and no part beside a share that has one of its own."""
    return tries <= 2 and not (whole.sentence == fact.sentence and facts.has_share(whole))


def _of_far_whole(fact: Fact, called: Called) -> Share | None:
    """The first level called as a share says, wherever in the text it stands, of which its part is the percentage."""
    found = called.wholes(fact)
    if found is None:
        return None
    part, wholes = found
    ask = asked("share")
    own = max(fact.width, 1) / fact.point + part.relative
    for tries, whole in enumerate(wholes, 1):
        chance = tries * (own + whole.relative) / ask["spread"]
        if chance > ask["near"]:
            return None
        if _verdict(fact, part, whole) is Verdict.HOLDS:
            return Share(fact, part, whole, chance, Verdict.HOLDS)
    return None


def _verdict(fact: Fact, part: Fact, whole: Fact) -> Verdict:
    """Only of a percentage that is called a share, as 开工率为71% is not, part and whole may be as rough as they are."""
    rough = fact.statement.measure is Measure.SHARE
    return judge_share(fact, part, whole) if rough or _by_calculator(fact, part, whole) else Verdict.FAILS


def _by_calculator(fact: Fact, part: Fact, whole: Fact) -> bool:
    """Whether the quotient of the printed figures is the percentage, or a unit of its last digit off."""
    return abs(Fraction(part.point, whole.point) * UNIT - fact.point) <= fact.width


def says_share(fact: Fact) -> bool:
    return fact.statement.measure is Measure.SHARE or hint("share").search(lead(fact, 14)) is not None


def judge_share(fact: Fact, part: Fact, whole: Fact) -> Verdict:
    if not _about(fact, part, whole):
        return Verdict.FAILS

    def possible(margin: Margin) -> bool:
        below = whole.statement.figure.interval(margin)
        if below.low is None or below.low <= 0:
            return False
        return (part.statement.figure.interval(margin) / below).meets(fact.statement.figure.interval(margin))

    return decide(possible)


def _about(fact: Fact, part: Fact, whole: Fact) -> bool:
    """Whether the quotient is near enough to be worth an exact look."""
    computed = part.point * UNIT // max(whole.point, 1)
    return abs(computed - fact.point) * 4 < max(fact.point, 1) + 8 * fact.width


def pairs(facts: Facts, sums: Sums, fact: Fact, known: set[int]) -> Iterator[tuple[Fact, Fact, float]]:
    """Parts and wholes that a percentage may be about, the likeliest first, each with how many tries it counts for."""
    ask = asked("share")
    named = folded_name(fact.statement.whole_name)
    partner = list_partner(facts, fact)
    head = partner or facts.of(fact.statement.head)
    sure = _sure_whole(facts, sums, fact, partner, head, named)
    if sure is not None and head is not None:
        yield head, sure, 1
        return
    total = sums.total_of(head) if head is not None and not named else None
    if head is not None and total is not None:
        yield head, total, 1
    for depth, part in enumerate(_parts(facts, fact, head)):
        wholes = [
            whole for whole in facts.near(fact, 40, 6, ask["paragraphs"]) if _may_be_whole(part, whole, smaller=fact.point > UNIT)
        ]
        fits = {whole.number: _fits(facts, sums, part, whole, named, known) for whole in wholes}
        order = sorted(range(len(wholes)), key=lambda at: (-fits[wholes[at].number], at))
        bound = 1 if part is head or part.sentence == fact.sentence else ask["unbound"]
        for at in order[: max(2, ask["totals"] >> depth)]:
            linked = fits[wholes[at].number] >= (3 if named else 2)
            yield part, wholes[at], bound * (1 if linked else ask["unlinked"])


def _sure_whole(facts: Facts, sums: Sums, fact: Fact, partner: Fact | None, head: Fact | None, named: str) -> Fact | None:
    """The whole of which the words leave no doubt: the total of the list that the percentages follow, or the one that they name."""
    split = sums.of_part.get(partner.number) if partner is not None else None
    if split is not None:
        return split.total
    return named_whole(facts, fact, head, named) if head is not None and head.kind == "level" else None


def named_whole(facts: Facts, fact: Fact, part: Fact, named: str, smaller: bool = False) -> Fact | None:
    """The level that the words of a share name, of its area and period; None where the text has several, or none that is so called. smaller:
    it may be less than its part."""
    wanted = core(named)
    if len(wanted) < 2:
        return None
    near = (f for f in facts.near(fact, 60, 4, asked("share")["section"]) if f.kind == "level")
    of = (fact.statement.area, part.statement.period)
    own = [f for f in near if _may_be_whole(part, f, smaller) and (f.statement.area, f.statement.period) == of]
    found = [f for f in own if _is_called(f, wanted)]
    if not found and len(wanted) >= 3:
        found = _ending_so(own, wanted, part)
    elif len({f.point for f in found}) > 1:
        found = _widest(found)
    return found[0] if len({f.point for f in found}) == 1 else None


def _is_called(fact: Fact, wanted: str) -> bool:
    """Whether a figure has a name, or another word for it: 占GDP的比重 is of 地区生产总值."""
    names = {core(fact.name), core(folded_name(fact.statement.name))}
    called = set(hints()["called"]["words"])
    return wanted in names or (wanted in called and not names.isdisjoint(called))


def _ending_so(own: list[Fact], wanted: str, part: Fact) -> list[Fact]:
    """The levels whose names end like the wanted one, else those that measure it as the part does; of several the largest."""
    found = [f for f in own if core(f.name).endswith(wanted)] or [f for f in own if _so_measured(f.name, wanted, part.name)]
    return _largest(found) if len({f.point for f in found}) > 1 else found


def _so_measured(name: str, wanted: str, part: str) -> bool:
    """占规模以上服务业的31.2%: whether a name begins with the one that is wanted and measures what the part's name does."""
    return core(name).startswith(wanted) and len(wanted) >= 4 and name[-2:] == part[-2:]


def _largest(found: list[Fact]) -> list[Fact]:
    """The first and largest of several levels whose names end alike, where its name says the least: 进出口 above 对东盟进出口."""
    largest = max(found, key=lambda f: f.point)
    first = largest.number == min(f.number for f in found)
    shortest = all(len(f.statement.name) > len(largest.statement.name) for f in found if f.point != largest.point)
    return [largest] if first and shortest else []


def _widest(found: list[Fact]) -> list[Fact]:
    """出口 of 进出口总额, not of 一般贸易进出口: of several levels of one name the first and largest, where it stands under the shortest name."""
    largest = max(found, key=lambda f: f.point)
    first = largest.number == min(f.number for f in found)
    shortest = all(len(f.name) > len(largest.name) for f in found if f.point != largest.point)
    return [largest] if first and shortest else found


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """A name without the word for its total: 出口总值 is of 出口."""
    return _TOTAL.sub("", name)


_TOTAL = pattern("overall")


def list_partner(facts: Facts, fact: Fact) -> Fact | None:
    """The level that stands where the percentage stands in its own list: 60则、88则和24则，分别占35%、51%和14%. The levels are a list of the
    sentence, the last ones before the percentages, or those of the sentence before."""
    if not fact.statement.listed:
        return None
    own = [f for f in facts.by_sentence[fact.sentence] if f.statement.listed == fact.statement.listed]
    levels = levels_of(facts, fact.sentence)
    like = _one_list(levels, len(own))
    if like:
        return like[own.index(fact)]
    before = _levels_before(levels or levels_of(facts, fact.sentence - 1), own[0])
    same = len(before) >= len(own) and before[-1].paragraph == fact.paragraph
    return before[-len(own) :][own.index(fact)] if same else None


def _levels_before(levels: list[Fact], fact: Fact) -> list[Fact]:
    """Those before a figure; 用电量135.4亿千瓦时（上年126.8亿千瓦时）: outside of brackets where it stands there."""
    return [f for f in levels if f.number < fact.number and (fact.aside or not f.aside)]


def _one_list(levels: list[Fact], count: int) -> list[Fact]:
    """The one list of so many levels; empty where there is none, or several."""
    counted = Counter(f.statement.listed for f in levels)
    like = [number for number, times in counted.items() if number and times == count]
    return [f for f in levels if f.statement.listed == like[0]] if len(like) == 1 else []


def levels_of(facts: Facts, sentence: int) -> list[Fact]:
    return [f for f in facts.by_sentence.get(sentence, ()) if f.kind == "level"]


def _parts(facts: Facts, fact: Fact, head: Fact | None) -> Iterator[Fact]:
    """The level that the percentage is bound to, then those around it, nearest first; of one that stands right behind its level, only that."""
    if head is not None and head.kind == "level":
        yield head
        if _is_beside(facts, head, fact):
            return
    called = named_part(facts, fact) if head is None else None
    if called is not None:
        yield called
    near = list(facts.near(fact, asked("share")["parts"], 2, 1))
    for other in near:
        another = called is not None and _likeness(fact, other) < _likeness(fact, called) * 3 / 4
        taken = head is not None and facts.has_share(other)
        if other is not head and abs(other.sentence - fact.sentence) <= 1 and not another and not taken:
            yield other


def named_part(facts: Facts, fact: Fact) -> Fact | None:
    """第一产业增加值比重为3.8%: the nearest level of its area and period before a share whose name has most of the words of its own."""
    if fact.statement.measure is not Measure.SHARE or not fact.statement.name:
        return None
    of = (fact.statement.area, fact.statement.period)
    near = facts.near(fact, 24, 0, asked("share")["paragraphs"])
    like = [f for f in near if f.kind == "level" and (f.statement.area, f.statement.period) == of]
    best = max(like, key=lambda f: (_likeness(fact, f), f.number), default=None)
    return best if best is not None and 4 * _likeness(fact, best) >= 3 else None


def _likeness(share: Fact, part: Fact) -> float:
    """How much of a share's own name a level's name has."""
    own = pairs_of(core(folded_name(share.statement.name)))
    own = (own - words_of_english(share.statement.whole_name)) or own  # air arrivals, of all arrivals
    return len(own & pairs_of(part.name)) / max(len(own), 1)


def _is_beside(facts: Facts, head: Fact, fact: Fact) -> bool:
    """工业412.7亿元，增长4.8%，占58.7%: whether nothing stands between a level and a share but what else is said of that level."""
    said = fact.statement
    own = said.measure is Measure.SHARE and not said.name and not said.listed and head.sentence == fact.sentence
    return own and all(f.statement.head is head.statement for f in facts.all[head.number + 1 : fact.number])


def _may_be_whole(part: Fact, whole: Fact, smaller: bool = False) -> bool:
    return whole.unit == part.unit and (whole.point > part.point or smaller) and part.point > 0 and whole is not part


def _fits(facts: Facts, sums: Sums, part: Fact, whole: Fact, named: str, known: set[int]) -> int:
    """How well a whole suits: the believed total of the part, the one that the words name, one that other shares are of."""
    total = sums.of_part.get(part.number)
    return (
        4 * (total is not None and total.total is whole)
        + 3 * bool(named and _ends_alike(whole.name, named))
        + 3 * (named != "" and named == whole.name)
        + 2 * (whole.number in known)
        + 2 * (whole.sentence == part.sentence)
        + 2 * (part.statement.scope is not None and part.statement.scope.whole is whole.statement)
        + (whole.name == part.name and whole.name != "")
    )


def _ends_alike(name: str, named: str) -> bool:
    return bool(name) and (name.endswith(named[-4:]) or named.endswith(name[-4:]))


# -- percentages that make up a hundred


def search_hundreds(facts: Facts) -> list[Hundred]:
    """Runs of percentages that make up a hundred, each percentage in one of them."""
    found: list[Hundred] = []
    taken: set[int] = set()
    candidates: list[Hundred] = []
    for row in rows_of_shares(facts):
        own = [fact for fact in row if fact.statement.measure is not Measure.PORTION]  # 占30%，低于2010年35.39%的份额
        candidates += chain.from_iterable(_hundreds(view) for view in (row, own) if len(view) > 1)
    candidates.sort(key=lambda one: (one.chance / (1 + 9 * one.told), -len(one.parts)))
    for one in candidates:
        numbers = {part.number for part in one.parts}
        if not numbers & taken:
            taken |= numbers
            found.append(one)
    return sorted(found, key=lambda one: one.parts[0].number)


def rows_of_shares(facts: Facts) -> Iterator[list[Fact]]:
    """Percentages that are no growth, and the members of ratios, by sentence and by paragraph."""
    for by_place, most in ((facts.by_sentence, 60), (facts.by_paragraph, 60)):
        for fields in by_place.values():
            row = [
                fact
                for fact in fields
                if fact.kind in ("share", "rate", "ratio", "contribution") and (fact.point > 0 or fact.kind == "contribution")
            ]
            for kinds in (("share", "rate"), ("ratio",), ("contribution",)):
                like = [fact for fact in row if fact.kind in kinds][:most]
                if len(like) >= 2:
                    yield like
                inner = [fact for fact in like if not fact.aside]
                if 2 <= len(inner) < len(like):
                    yield inner


def whole_of(fact: Fact) -> int:
    """What a hundred is of the row's figures."""
    return 100 * UNIT if fact.kind == "ratio" else UNIT


def _hundreds(row: list[Fact]) -> Iterator[Hundred]:
    points = list(accumulate((fact.point * fact.statement.sign for fact in row), initial=0))
    widths = list(accumulate((fact.width for fact in row), initial=0))
    whole = whole_of(row[0])
    for start in range(len(row) - 1):
        for end in range(start + 2, min(len(row), start + asked("hundred")["parts"]) + 1):
            width = widths[end] - widths[start]
            if abs(points[end] - points[start] - whole) * 2 <= width:
                one = _hundred(row, row[start:end], width / whole)
                if one is not None:
                    yield one
    yield from _complements(row, whole)


def _hundred(row: list[Fact], run: list[Fact], width: float) -> Hundred | None:
    """The run, where so many tries in its row would hardly give one."""
    ask = asked("hundred")
    told = run[0].kind in ("ratio", "contribution") or all(says_share(fact) or fact.statement.listed for fact in run)
    chance = width * (1 + (len(row) - len(run)) * (1 if row[0].sentence == row[-1].sentence else 3))
    rough = any(fact.statement.figure.amount.qualifier for fact in run)
    if rough or chance >= (ask["told"] if told else ask["near"]) or len({fact.statement.period for fact in run}) > 1:
        return None
    return Hundred(tuple(run), chance, told)


def _complements(row: list[Fact], whole: int) -> Iterator[Hundred]:
    """84.4% … and 15.6%: two percentages that are not neighbours."""
    ask = asked("hundred")
    if len(row) > ask["parts"]:
        return
    pairs = [(one, two) for at, two in enumerate(row) for one in row[:at] if one.sentence == two.sentence]
    for one, two in pairs:
        width = one.width + two.width
        if abs(one.point + two.point - whole) * 2 <= width and (chance := width / whole * len(pairs)) < ask["apart"]:
            yield Hundred((one, two), chance, False)


# -- parts and shares of a whole that is not printed


Pair = tuple[Fact, Fact]
"""A part and its share."""


def search_one_whole(facts: Facts, known: dict[int, Share]) -> Iterator[tuple[Pair, Pair, Text | None]]:
    """Neighbouring parts with their shares whose whole is not in the text: both must give the same one. Where three do and one is off, it is
    called wrong if one slip mends it."""
    rows: dict[int, list[Pair]] = defaultdict(list)
    for fact in facts.all:
        part = _part_of(facts, fact) if fact.kind == "share" and fact.number not in known else None
        if part is not None:
            rows[fact.paragraph].append((part, fact))
    for row in rows.values():
        for one, two in itertools.pairwise(row):
            agree = _comparable(one, two) and _give_one(one, two)
            named = {share.statement.whole_name for _part, share in (one, two)} - {""}  # 占施工面积的46.8%，占竣工面积的53.5%
            cause = _odd_one(row, one, two) if not agree and len(named) < 2 and _comparable(one, two) else None
            if cause is not None or agree:
                yield one, two, cause


def search_own_wholes(facts: Facts, known: dict[int, Share]) -> Iterator[tuple[Pair, Pair, Text]]:
    """城镇人口901.99万人，占63.89%；乡村人口509.79万人，占36.11%: parts that are all of a whole by their shares, of which one share is not its part's."""
    for fields in facts.by_sentence.values():
        run = _parts_with_shares(facts, fields)
        odd = _odd_of_all(run)
        if odd is not None and odd[1].number not in known:
            words = _share_slip(odd, sum(part.point for part, _share in run))
            if words is not None:
                yield run[1] if run[0] is odd else run[0], odd, words


def _parts_with_shares(facts: Facts, fields: list[Fact]) -> list[Pair]:
    shares = (f for f in fields if f.kind == "share" and not f.statement.whole_name)
    return [(part, f) for f in shares if (part := _part_of(facts, f)) is not None]


def _odd_of_all(run: list[Pair]) -> Pair | None:
    """The one part that has not its share of all of them."""
    if len(run) < 2 or not all(itertools.starmap(_comparable, itertools.pairwise(run))):
        return None
    whole = sum(part.point for part, _share in run)
    odd = [pair for pair in run if abs(pair[0].point * UNIT // whole - pair[1].point) > max(pair[1].width, 1)]
    digits = sum(pair[1].digits for pair in run if pair not in odd)
    return odd[0] if len(odd) == 1 and digits >= ENOUGH else None


ENOUGH = 4
"""Digits of the shares that come out, by which parts are known to be all of a whole."""


def _share_slip(odd: Pair, whole: int) -> Text | None:
    part, share = odd
    meant = part.point * UNIT // whole
    half = share.width // 2
    slip = find_slip((share,), lambda fact: (meant - half, meant + half) if fact.doubted(meant, {"hundred"}) else None)
    return slip.words if slip is not None else None


def _part_of(facts: Facts, share: Fact) -> Fact | None:
    """The printed level that a share is of, by its list or its words."""
    if not share.point or not says_share(share):
        return None
    part = list_partner(facts, share) or facts.of(share.statement.head)
    plain = part is not None and part.kind == "level" and part.point != 0 and not part.statement.figure.amount.qualifier
    return part if plain else None


def _comparable(one: Pair, two: Pair) -> bool:
    """Whether two parts may be of one whole, and would hardly give one by chance."""
    same = one[0].unit == two[0].unit and one[0] is not two[0] and one[0].statement.period == two[0].statement.period
    width = sum(f.width / f.point for pair in (one, two) for f in pair)
    return same and width / asked("share")["spread"] <= asked("share")["near"] / 3


def _give_one(one: tuple[Fact, Fact], two: tuple[Fact, Fact]) -> bool:
    across, back = one[0].point * two[1].point, two[0].point * one[1].point
    if abs(across - back) > max(across, back) * 2 * sum(f.relative for f in (*one, *two)):
        return False  # as exact arithmetic would say
    first, second = ((part.statement.figure.interval(), share.statement.figure.interval()) for part, share in (one, two))
    if not (first[1].low and second[1].low and first[1].low > 0 and second[1].low > 0):
        return False
    return (first[0] / first[1]).meets(second[0] / second[1])


def _odd_one(row: list[Pair], one: Pair, two: Pair) -> Text | None:
    """A slip in one of the figures that would make both give one whole, or that the shares stand in each other's place."""
    crossed = (one[0], two[1]), (two[0], one[1])
    if "hundred" in one[1].told and "hundred" in two[1].told and _give_one(*crossed):
        return exchanged(one[1], two[1])
    for fixed, moved in ((one, two), (two, one)):
        if len(row) > 2 and not any(_give_one(fixed, other) for other in row if other not in (one, two)):
            continue
        part, share = moved
        whole = Fraction(fixed[0].point, fixed[1].point)
        wanted = {part.number: whole * Fraction(share.point, UNIT), share.number: Fraction(part.point, UNIT) / whole}
        relative = Fraction(share.width, share.point)
        slip = find_slip((share, part), partial(_reach, wanted, relative))
        if slip is not None and slip.chance < asked("slip")["pair"]:
            return slip.words
    return None


def _reach(wanted: dict[int, Fraction], relative: Fraction, fact: Fact) -> tuple[int, int] | None:
    value = int(wanted.get(fact.number, Fraction(0)) * UNIT)
    if fact.number not in wanted or not fact.doubted(value):
        return None
    slack = max(fact.width, int(value * relative))
    return value - slack, value + slack


# -- structures: the members of 3.9：59.5：36.6 as shares of a total


def search_structures(facts: Facts, sums: Sums) -> Iterator[tuple[Share, Text | None]]:
    """The members of a structure that make up a hundred, each as the share of a believed sum's part before it, in order; and what would mend one
    that is not."""
    rows = [row for row in rows_of_shares(facts) if row[0].kind == "ratio" and row[0].sentence == row[-1].sentence]
    for row in {row[0].number: row for row in rows}.values():
        for at in range(0, len(row) - 2, 3):
            yield from _structure(sums, row[at : at + 3])


def _structure(sums: Sums, run: list[Fact]) -> Iterator[tuple[Share, Text | None]]:
    one = next((one for one in reversed(sums.found) if _may_structure(one, run)), None)
    if one is None:
        return
    members = list(zip(run, _in_order(one.parts), strict=True))
    wrong = [pair for pair in members if not _is_percentage(*pair, one.total)]
    swapped = _swapped(wrong, one.total)
    if swapped is not None or 2 * len(wrong) < len(members):
        for pair in members:
            yield _member_share(pair, one.total, pair in wrong, swapped)


def _member_share(pair: Pair, whole: Fact, wrong: bool, swapped: Text | None) -> tuple[Share, Text | None]:
    """A member as a share, and what would mend it."""
    mended = (swapped or _member_slip(*pair, whole)) if wrong else None
    verdict = Verdict.HOLDS if not wrong else Verdict.FAILS if mended is not None else Verdict.UNDECIDED
    return Share(*pair, whole, 0.0, verdict), mended


def _in_order(parts: Sequence[Fact]) -> list[Fact]:
    """The parts as a structure has them: as they stand, or as 第一, 第二 and 第三 in all of their names say."""
    places = [next((at for at, word in enumerate(("第一", "第二", "第三")) if word in part.statement.name), -1) for part in parts]
    if sorted(places) != list(range(len(parts))):
        return list(parts)
    return [part for _place, part in sorted(zip(places, parts, strict=True), key=itemgetter(0))]


def _swapped(wrong: list[Pair], whole: Fact) -> Text | None:
    """The only two members that do not come out, where each is the share of the other's part."""
    if len(wrong) != 2:
        return None
    (one, first), (two, second) = wrong
    return exchanged(one, two) if _is_percentage(one, second, whole) and _is_percentage(two, first, whole) else None


def _member_slip(member: Fact, part: Fact, whole: Fact) -> Text | None:
    """A slip of a member of which the others come out."""
    meant = part.point * 100 * UNIT // whole.point
    half = member.width // 2
    slip = find_slip((member,), lambda fact: (meant - half, meant + half) if fact.digits > 1 else None)
    return slip.words if slip is not None and slip.chance < asked("slip")["structure"] else None


def _is_percentage(member: Fact, part: Fact, whole: Fact) -> bool:
    quotient = Fraction(part.point, whole.point)
    return abs(quotient - member.statement.figure.value / 100) * UNIT * 100 <= member.width


def _may_structure(one: Sum, run: list[Fact]) -> bool:
    return len(one.parts) == len(run) and 0 <= run[0].paragraph - one.total.paragraph <= 10 and one.total.number < run[0].number
