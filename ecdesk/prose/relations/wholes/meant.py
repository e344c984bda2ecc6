"""The whole that the words tell for a share: by its name, by the list that its part stands in, or by the shares around it that come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.reading.english import is_english
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.relations.facts import Fact, Facts, pairs_of
from ecdesk.prose.relations.hints import asked, hint, leaves_member, says
from ecdesk.prose.relations.shares import Share, core, levels_of, list_partner, named_whole
from ecdesk.prose.relations.sums import Sums

Known = dict[int, Share]
"""The shares that come out, by the numbers of their percentages."""
_SAID = pattern("share_of")
_NO_NAME = pattern("no_name")


def told_whole(facts: Facts, sums: Sums, part: Fact, fact: Fact, known: Known) -> Fact | None:
    """The whole that the words name, or that the part or its neighbours are shares of; None for several."""
    named = whole_said(fact)
    if says_no_name(named):
        return sums.total_of(part) or _unnamed(facts, part, fact, known)
    found = _named_near(facts, part, fact, named, known) or _so_called(facts, part, fact, named)
    found = found or _divided(facts, sums, part, fact, core(named)) or _above_so_called(facts, part, named)
    found = found or (
        sums.total_of(part) if is_english(fact.text) else None
    )  # 73.7 per cent of all jobs, where persons were counted
    of_all = hint("all_of").match(_printed_whole(fact)) is not None and found is not put_under(facts, part)
    return None if (of_all and _is_a_kind(found, named)) or _is_a_kind_behind(found, fact, named) else found


def _named_near(facts: Facts, part: Fact, fact: Fact, named: str, known: Known) -> Fact | None:
    """对甲进出口6.54万亿元，占进出口总值的44.7% … 西部进出口1.25万亿元: what is so called behind a share gives way to what a name before it ends with."""
    found = _named_before(part, fact, named, known) or named_whole(facts, fact, part, named, smaller=True)
    behind = found is not None and found.number > fact.number
    return (_so_called(facts, part, fact, named) or found) if behind else found


def _unnamed(facts: Facts, part: Fact, fact: Fact, known: Known) -> Fact | None:
    """The whole that lists, names that end alike, a word for parts or the shares around a share without a name for its whole tell."""
    of_list = _of_like_list(facts, part, fact, known) or _beside_in_list(facts, part)
    ends = _ending_alike(facts, part, fact) if whole_said(fact) else None
    return of_list or ends or put_under(facts, part) or _of_neighbours(facts, part, fact, known)


def says_no_name(said: str) -> bool:
    """占总人次的66.4%, 占总额的92.2%: whether words for a whole do not tell which one is meant."""
    return _NO_NAME.match(core(said)) is not None


def whole_said(fact: Fact) -> str:
    """The name that a share gives its whole, also where it stands in the share's own: 占进出口比重进一步提升至52.9%."""
    return folded_name(_printed_whole(fact))


def _printed_whole(fact: Fact) -> str:
    said = _SAID.match(fact.statement.name) if not fact.statement.whole_name else None
    return said["whole"] if said is not None else fact.statement.whole_name


def _named_before(part: Fact, fact: Fact, named: str, known: Known) -> Fact | None:
    """The one whole near by that confirmed shares name by the same words, or by all of the shorter one's."""
    reach = asked("share")["paragraphs"]
    near = (one for one in known.values() if abs(one.share.paragraph - fact.paragraph) <= reach and _may_hold(one.whole, part))
    like = [one for one in near if one.part.period == part.period and _are_alike(core(whole_said(one.share)), core(named))]
    return _only(one.whole for one in like)


def _may_hold(whole: Fact, part: Fact) -> bool:
    return whole.unit == part.unit and whole is not part


def _are_alike(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return len(short) > 1 and long.endswith(short) and says(long, short)


def _only(wholes: Iterable[Fact]) -> Fact | None:
    """The first of some wholes where all of them are one figure."""
    found = list(wholes)
    return found[0] if len({f.point for f in found}) == 1 else None


def put_under(facts: Facts, part: Fact) -> Fact | None:
    """The figure that a word for its parts (其中) puts this one under, where it is of its unit."""
    scope = part.statement.scope
    whole = facts.of(scope.whole) if scope is not None and not scope.doubtful else None
    return whole if whole is not None and whole is not part and whole.unit == part.unit else None


def _above_so_called(facts: Facts, part: Fact, named: str) -> Fact | None:
    above = put_under(facts, part)
    if above is None or says(above.statement.name, core(named)):
        return above
    one, two = sorted((pairs_of(core(named)), pairs_of(above.name)), key=len)
    return above if len(one) >= END and 4 * len(one & two) >= 3 * len(one) else None


def _so_called(facts: Facts, part: Fact, fact: Fact, named: str) -> Fact | None:
    """The one figure whose name ends like the one that is named, of the part's own area and period if there is one."""
    near = facts.near(fact, 40, 4, asked("share")["paragraphs"])
    found = [f for f in near if _ends_so(f.name, named) and f.unit == part.unit and f.point >= part.point and f is not part]
    own = [f for f in found if (f.statement.period, f.statement.area) == (part.statement.period, part.statement.area)]
    return _only(own or found)


def _is_a_kind(whole: Fact | None, named: str) -> bool:
    """国有工业资产总额 for 全部工业资产总额: whether a figure is named as all of something with a word before it."""
    if whole is None:
        return False
    every, own = (core(hint("all_of").sub("", name, count=1)) for name in (named, folded_name(whole.statement.name)))
    return len(own) > len(every) and own.endswith(every[-4:])


def _is_a_kind_behind(whole: Fact | None, fact: Fact, named: str) -> bool:
    """占外贸总值的52.8%。…一般贸易进出口11万亿元: whether a figure is told after the share, with more words before the name of the whole."""
    if whole is None or whole.sentence <= fact.sentence:
        return False
    every, own = core(named), core(folded_name(whole.statement.name))
    return len(own) > len(every) and own.endswith(every)


def _divided(facts: Facts, sums: Sums, part: Fact, fact: Fact, named: str) -> Fact | None:
    """Of the figures whose names end as the whole is named the one of which parts are told that make it up."""
    near = facts.near(fact, 40, 0, asked("share")["paragraphs"])
    totals = (f for f in near if sums.by_total.get(f.number) and f.unit == part.unit and f.period.startswith(part.period))
    return _only(f for f in totals if core(f.name).endswith(named) and says(f.name, named))


def _ends_so(name: str, named: str) -> bool:
    return name.endswith(named[-6:]) and says(name, named[-6:])


def _of_like_list(facts: Facts, part: Fact, fact: Fact, known: Known) -> Fact | None:
    """分别占总额的92.2%和90.9% … 分别占总额的50.5%和51.0%: the whole of the share that stands where this one stands in a list as long and of
    the same words."""
    mates = mates_of(facts, fact)
    if len(mates) < 2 or list_partner(facts, fact) is not part:
        return None
    others = (one for one in _in_place_of(facts, fact, mates, known) if one.share is not fact)
    return _only(one.whole for one in others if whole_said(one.share) == whole_said(fact))


def _in_place_of(facts: Facts, fact: Fact, mates: Sequence[Fact], known: Known) -> Iterator[Share]:
    """The known shares of its paragraph that stand where one stands in its list, in lists as long."""
    at = mates.index(fact)
    lists = (mates_of(facts, one.share) for one in known.values() if one.share.paragraph == fact.paragraph)
    like = (others[at].number for others in lists if len(others) == len(mates))
    return (known[number] for number in like if number in known)


def _ending_alike(facts: Facts, part: Fact, fact: Fact) -> Fact | None:
    """对外承包工程完成营业额5637.6亿元 … 在沿线国家承包工程完成营业额3120亿元，占总额的55.3%: the nearest larger figure before the part with whose name, but for
    a word before it, that of the part ends."""
    near = facts.near(fact, 24, 0, asked("share")["paragraphs"])
    like = (f for f in near if f.number < part.number and (f.unit, f.kind) == (part.unit, "level") and f.point > part.point)
    return next((f for f in like if _ends_with(part.statement.name, f.statement.name) and f.period == part.period), None)


def _ends_with(name: str, whole: str) -> bool:
    """Whether a name ends like a whole's, of which it leaves out no more than a word."""
    return any(len(rest) >= END and name.endswith(rest) for rest in (whole, whole[1:], whole[2:]))


END = 4
"""Characters at the end of a name by which it measures what another one does."""


def _beside_in_list(facts: Facts, part: Fact) -> Fact | None:
    """汽车产销240.1万辆和238.7万辆 … 新能源汽车产销80.5万辆和78万辆，占有率32.7%: what stands where the part stands in a list as long, whose name the
    part's ends with."""
    mates = mates_of(facts, part)
    if len(mates) < 2 or not part.name:
        return None
    at = mates.index(part)
    for other in facts.near(part, 12, 0, 1):
        row = mates_of(facts, other)
        longer = other.name != part.name.rsplit("/", 1)[-1] and part.name.endswith(other.name) and len(other.name) > 2
        if longer and len(row) == len(mates) and (other.unit, other.period) == (part.unit, part.period):
            return row[at]
    return None


def mates_of(facts: Facts, share: Fact) -> list[Fact]:
    """The figures of the list that a figure stands in, in order."""
    listed = share.statement.listed
    return [f for f in facts.by_sentence[share.sentence] if f.statement.listed == listed] if listed else []


def _of_neighbours(facts: Facts, part: Fact, fact: Fact, known: Known) -> Fact | None:
    """The whole of the other shares of the sentence, or of the paragraph, wherever it stands, or the one larger figure of the sentence; else
    that of the nearest share."""
    for row in (facts.by_sentence[fact.sentence], facts.by_paragraph[fact.paragraph]):
        shares = (known[f.number] for f in row if f.number in known)
        whole = _only(one.whole for one in shares if _is_beside(one.part, part) and one.whole.unit == part.unit)
        if whole is not None:
            return whole
    return _nearest(part, fact, known) or _larger(facts, part, fact)


def _is_beside(one: Fact, part: Fact) -> bool:
    return one.statement.scope is part.statement.scope


def _nearest(part: Fact, fact: Fact, known: Known) -> Fact | None:
    """占39.2%: without a word the whole is the one that was named last, or, of the first share, the one that those behind it are of."""
    like = [one for one in known.values() if _may_share_whole(one, part, fact)]
    before = [one for one in like if one.share.number < fact.number]
    behind = (one for one in like if one.share.paragraph == fact.paragraph and says_no_name(whole_said(one.share)))
    return before[-1].whole if before else next((one.whole for one in behind), None)


def _may_share_whole(one: Share, part: Fact, fact: Fact) -> bool:
    """Whether a share that comes out stands near, of a whole of the same unit and time, which the part may be of by its name."""
    near = 0 <= abs(fact.paragraph - one.share.paragraph) <= NEAR
    like = one.whole.unit == part.unit and (one.whole.period == part.period or not part.period)
    return near and like and not leaves_member(one.whole.name, part.name)


NEAR = 4
"""Paragraphs within which shares speak of one whole."""


def _larger(facts: Facts, part: Fact, fact: Fact) -> Fact | None:
    """The one larger figure of a sentence, or the first one, where it has no share of its own, of the same whole."""
    others = [f for f in levels_of(facts, fact.sentence) if f.unit == part.unit and f is not part]
    if not others or others[0].point <= part.point:
        return None
    first = others[0]
    if first.number < part.number:
        return first if facts.all[first.number + 1].kind != "share" else None
    return first if len(others) == 1 else None
