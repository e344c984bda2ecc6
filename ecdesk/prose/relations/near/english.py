"""Relations that English sentences tell by their structure, and that one slip would make come out: totals of what was listed just before, quarters and
halves of a year, balances and their improvement, lists of shares, quotients that a bracket or a name explains."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim
from ecdesk.prose.printed.ordinals import made, of_fact, operand_at
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.english import is_english, number_of, times_of_english, words_of_english
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.equality import Same
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.growth.differences import PERCENTAGES
from ecdesk.prose.relations.growth.flows import flows
from ecdesk.prose.relations.growth.growths import Growth
from ecdesk.prose.relations.hints import asked, between, hint, lead
from ecdesk.prose.relations.lists import Listed, wanted
from ecdesk.prose.relations.near.growths import missed
from ecdesk.prose.relations.near.misses import Miss, share_slip
from ecdesk.prose.relations.shares import Share, judge_share
from ecdesk.prose.relations.slips import Slip, find_slip
from ecdesk.prose.relations.sums import Sums

_TOTAL, _REST = pattern("english_total"), pattern("english_rest")
_SPAN, _SPAN_BEFORE = pattern("english_span"), pattern("english_span_before")
_QUARTERS, _QUOTIENT = pattern("english_quarters"), pattern("english_quotient")
_LEADS = pattern("english_leads")
_EXCEEDS = pattern("english_exceeds")
_MODE, _SUMMED = pattern("english_mode"), pattern("english_summed")
_WHO = re.compile("[A-Z][A-Za-z-]{1,30}(?: [A-Z][A-Za-z-]{1,30})?(?= )")
NEAR, BEFORE = 60, 60
"""Levels before a relation among which its ends are looked for by their names; characters around a figure that tell its time."""
_OF = re.compile("）? ?of (?P<whole>[^，。；（）]{3,40})")
_CALLED = re.compile(r"\b(?P<name>[A-Z][A-Za-z-]{1,30}(?: [A-Z][A-Za-z-]{1,30})?)(?: with)?[ （](?:[A-Z]{2,3}\$? ?|[$€£])?$")
Ends = tuple[Fact, Fact]


def _sentence(fact: Fact) -> str:
    """The words of its sentence before a figure."""
    return fact.text[fact.text.rfind("。", 0, fact.start) + 1 : fact.start]


def _levels(facts: Facts, sentence: int, paragraph: int) -> list[Fact]:
    row = facts.by_sentence.get(sentence, ())
    return [f for f in row if f.kind == "level" and f.paragraph == paragraph and not f.statement.figure.amount.qualifier]


def _so_named(facts: Facts, fact: Fact, words: str, over: int = 0) -> Fact | None:
    """The level of another sentence before a figure whose name has all of some words and the fewest others, first one that is called a total."""
    said = words_of_english(words)
    near = [f for f in facts.near(fact, NEAR, 0, NEAR) if f.kind == "level" and f.sentence < fact.sentence and f.point > over]
    like = [f for f in near if said and said <= words_of_english(f.name)]
    return min(like, key=lambda f: (_SUMMED.search(_sentence(f)) is None, len(words_of_english(f.name))), default=None)


# -- totals


def missed_totals(facts: Facts) -> Iterator[tuple[Listed, Slip]]:
    """Sums that the words tell, each with the slip that would make it come out."""
    told = itertools.chain(_added_up(facts), _with_the_rest(facts), _of_the_year(facts))
    for total, parts in told:
        one = Listed(total, tuple(parts), True, sure=True)
        alike = {(f.unit, f.per_head) for f in parts} == {(total.unit, total.per_head)}
        if alike and len(set(parts)) == len(parts) > 1 and abs(one.off) > one.width:
            slip = find_slip((total, *parts), partial(wanted, one))
            if slip is not None and slip.chance < asked("slip")["closed"]:
                yield one, slip


Told = Iterator[tuple[Fact, Sequence[Fact]]]


def _added_up(facts: Facts) -> Told:
    """Total trade therefore reached …; Together these five countries took …: what the sentence before lists, or those before begin with."""
    for number, row in facts.by_sentence.items():
        total = next((f for f in row if f.kind == "level"), None)
        found = _TOTAL.match(_sentence(total)) if total is not None and is_english(total.text) else None
        if total is not None and found is not None:
            before = _levels(facts, number - 1, total.paragraph)
            if found["count"]:
                before = before if len(before) == number_of(found["count"]) else []
            elif found["therefore"] and len(before) < 2:
                heads = [_levels(facts, n, total.paragraph)[:1] for n in range(number - 2, number)]
                before = list(itertools.chain.from_iterable(heads))
            else:
                before = []
            yield total, before


def _with_the_rest(facts: Facts) -> Told:
    """17.84 billion, or 36.7% of exports, … All other products accounted for the remaining 4.12 billion: a list that goes on in the next sentence, and
    the whole that a share of it names."""
    for rest in facts.levels:
        if rest.kind == "level" and is_english(rest.text) and _REST.search(_sentence(rest)) is not None:
            before = _levels(facts, rest.sentence - 1, rest.paragraph)
            own = _levels(facts, rest.sentence, rest.paragraph)
            shares = (f for f in facts.by_sentence.get(rest.sentence - 1, ()) if f.kind == "share" and f.statement.whole_name)
            name = next((f.statement.whole_name for f in shares), "")
            total = _so_named(facts, before[0], name) if before and name and own == [rest] else None
            if total is not None:
                yield total, [*before, rest]


def _of_the_year(facts: Facts) -> Told:
    """11.64 billion in the first quarter, 12.03 billion in the second, …: of four quarters the year, and the halves that are told behind."""
    quarters: list[Fact] = []
    for row in list(facts.by_sentence.values()):
        found = _spans(row)
        if not found or not is_english(row[0].text):
            continue
        if (four := [found[f"{n}quarter"] for n in _ORDER if f"{n}quarter" in found]) and len(four) == 4:
            quarters = four
            year = _so_named(facts, quarters[0], quarters[0].statement.name, max(f.point for f in quarters))
            yield from [(year, quarters)] if year is not None else []
        if quarters and quarters[0].paragraph == row[0].paragraph:
            yield from (
                (found[f"{n}half"], quarters[at : at + 2]) for n, at in (("first", 0), ("second", 2)) if f"{n}half" in found
            )


_ORDER = ("first", "second", "third", "fourth")


def _spans(row: Sequence[Fact]) -> dict[str, Fact]:
    """The levels of a sentence by the quarter or half that words say right behind each, or before it; the later ones leave the word out."""
    found: dict[str, Fact] = {}
    of = ""
    for fact in row:
        text, figure = fact.text, fact.statement.figure
        said = _SPAN.match(text, figure.body_end) or _SPAN_BEFORE.search(text[max(0, fact.start - BEFORE) : fact.start])
        if fact.kind == "level" and said is not None and (of := said["of"] or of):
            found.setdefault(said["which"].lower() + of, fact)
    return found


# -- growth, differences, shares


def missed_in_english(facts: Facts, sums: Sums, known: Collection[int]) -> Iterator[Miss]:
    """Growth, differences, shares and lists of shares whose figures the words tell. known: what a relation bears out already."""
    for fact in (f for f in facts.all if f.number not in known and is_english(f.text) and f.point > 0):
        told = Share(fact, *ends, 1.0, Verdict.FAILS) if (ends := _quotient(facts, sums, fact)) is not None else None
        if told is not None and judge_share(told.share, told.part, told.whole) is Verdict.FAILS:
            words = share_slip(told, "growth" if fact.kind == "growth" else "share")
            yield from [Miss(told, words)] if words is not None else []
        for form, ends in _growths(facts, fact):
            one = Growth(form, *ends, fact, 1.0, True, Verdict.FAILS)
            yield from (miss for miss in missed(one) if miss.words is not None)
            break


def _growths(facts: Facts, fact: Fact) -> Iterator[tuple[str, Ends]]:
    if fact.kind in ("growth", "share"):
        told = (_to_from(facts, fact), _of_quarters(facts, fact)) if fact.kind == "growth" else (_exceeding(facts, fact),)
        yield from (("ratio", ends) for ends in told if ends is not None)
    elif fact.kind == "multiple":
        yield from (("times", ends) for ends in [_explained(facts, fact)] if ends is not None)
    elif fact.kind == "points":
        yield from (("difference", ends) for ends in [_around_points(facts, fact)] if ends is not None)
    elif fact.kind in ("level", "change"):
        yield from (("difference", ends) for ends in (_improved(facts, fact), _balance(facts, fact)) if ends is not None)


def _beside(facts: Facts, fact: Fact, step: int) -> Fact | None:
    other = facts.at(fact.number + step)
    return other if other is not None and other.sentence == fact.sentence else None


def _to_from(facts: Facts, rate: Fact) -> Ends | None:
    """Fell by 1.7% to 41.35 billion, from 42.08 billion."""
    now, before = _beside(facts, rate, 1), _beside(facts, rate, 2)
    if now is None or before is None or (now.kind, before.kind) != ("level", "base") or now.unit != before.unit:
        return None
    return (now, before) if hint("english_to").search(between(rate, now)) else None


def is_turned(facts: Facts, one: Growth) -> bool:
    """Whether a growth comes out only from what words say came later to what they say came before."""
    return one.form == "ratio" and _to_from(facts, one.rate) == (one.before, one.now)


def _of_quarters(facts: Facts, rate: Fact) -> Ends | None:
    """Fourth-quarter exports were 10.2% higher than in the third quarter: of the quarters that the sentence before lists."""
    found = _QUARTERS.search(f"{_sentence(rate)}#{rate.text[rate.statement.figure.body_end :].split('。')[0]}")
    spans = _spans(facts.by_sentence.get(rate.sentence - 1, ())) if found is not None else {}
    ends = [spans.get(f"{found[which].lower()}quarter") for which in ("now", "before")] if found is not None else []
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] is not None and ends[1] is not None else None


def _exceeding(facts: Facts, rate: Fact) -> Ends | None:
    """1,176.20 and in the private sector 1,001.40; public sector earnings exceeded those in the private sector by 17.5 per cent."""
    one, two = _beside(facts, rate, -2), _beside(facts, rate, -1)
    levels = one is not None and two is not None and (one.kind, two.kind) == ("level", "level") and one.unit == two.unit
    if one is None or two is None or not levels or _EXCEEDS.search(_sentence(rate)) is None:
        return None
    return (one, two) if one.point > two.point else (two, one)


def _around_points(facts: Facts, points: Fact) -> Ends | None:
    """58.5%, 1.9 percentage points more than in 2022, when the share was 56.6%."""
    own, before = _beside(facts, points, -1), _beside(facts, points, 1)
    if own is None or before is None or {own.kind, before.kind} - set(PERCENTAGES) or own.kind != before.kind:
        return None
    return (own, before) if hint("english_when").search(between(points, before)) is not None else None


def _improved(facts: Facts, change: Fact) -> Ends | None:
    """A surplus of 7.27 billion, compared with 3.09 billion in 2022, an improvement of 4.18 billion."""
    now, before = _beside(facts, change, -2), _beside(facts, change, -1)
    if now is None or before is None or (now.kind, before.kind, change.kind) != ("level", "base", "change"):
        return None
    return (now, before) if now.unit == before.unit == change.unit and now.point != before.point else None


def _balance(facts: Facts, fact: Fact) -> Ends | None:
    """The trade balance showed a surplus of 7.27 billion: what is left of the two flows that the sentences before tell."""
    if fact.kind != "level" or hint("difference", "strict").search(f"{lead(fact, 10)}{fact.name}") is None:
        return None
    return next((ends for ends in flows(facts, fact) if max(f.number for f in ends) < fact.number and _are_free(ends)), None)


def _are_free(ends: Ends) -> bool:
    return all(f.kind == "level" for f in ends)


def _quotient(facts: Facts, sums: Sums, fact: Fact) -> Ends | None:
    """The two figures that a percentage is the quotient of."""
    if fact.kind == "growth":
        return _of_change(facts, fact)
    if fact.kind != "share" or fact.statement.figure.amount.qualifier or fact.statement.base == "from":
        return None
    told = (
        _in_bracket(facts, fact),
        _of_named(facts, fact),
        _explained(facts, fact),
        _of_stem(facts, fact),
        _of_split(facts, sums, fact),
    )
    return next((ends for ends in told if ends is not None and ends[0].unit == ends[1].unit), None)


def _of_change(facts: Facts, rate: Fact) -> Ends | None:
    """Up from 17,920 in 2022, an increase of 720 or 4.0%."""
    change, base = _beside(facts, rate, -1), _beside(facts, rate, -2)
    if change is None or base is None or (base.kind, change.kind) != ("base", "change") or base.unit != change.unit:
        return None
    return (change, base) if 0 < change.point < base.point else None


def _of_stem(facts: Facts, rate: Fact) -> Ends | None:
    """There were 118,400 unemployed persons … With a labour force of 2,537,000 persons, the unemployment rate was 4.7 per cent."""
    whole, name = _beside(facts, rate, -1), rate.statement.name
    if whole is None or whole.kind != "level" or not name.endswith(" rate") or len(name) < STEM:
        return None
    near = _levels(facts, rate.sentence - 1, rate.paragraph)
    parts = [f for f in near if f.name.startswith(name[:STEM]) and f.point < whole.point]
    return (parts[0], whole) if len(parts) == 1 else None


STEM = 8
"""Letters by which two words are of one stem."""


def _of_split(facts: Facts, sums: Sums, share: Fact) -> Ends | None:
    """Of which 16,290 were small and medium-sized and 2,350 were large; small and medium-sized enterprises thus made up 87.4%: the part of a sum that has
    the name of a share near by."""
    own = words_of_english(share.statement.name)
    near = [f for f in facts.by_paragraph[share.paragraph] if f.number < share.number and share.sentence - f.sentence < 2]
    parts = [f for f in near if f.number in sums.of_part and (name := words_of_english(f.statement.name)) and name <= own]
    part = parts[0] if len(parts) == 1 and share.statement.measure is Measure.SHARE else None
    return (
        (part, sums.of_part[part.number].total) if part is not None and sums.of_part[part.number].total.kind == "level" else None
    )


def _in_bracket(facts: Facts, share: Fact) -> Ends | None:
    """17.84 billion, or 36.7% of exports, followed by chemicals with 11.26 billion (23.2%): the level right before the bracket, and the whole that another
    share of the sentence names."""
    part = _beside(facts, share, -1)
    opened = part is not None and part.kind == "level" and between(part, share) == "（"
    row = facts.by_sentence[share.sentence] if opened else []
    name = next((f.statement.whole_name for f in row if f.kind == "share" and f.statement.whole_name), "")
    whole = _so_named(facts, row[0], name, part.point) if row and name and part is not None else None
    return (part, whole) if part is not None and whole is not None else None


def _of_named(facts: Facts, share: Fact) -> Ends | None:
    """Valdern (9.84 billion), … Valdern was the leading market, absorbing 20.2% of exports: the member of a list before that a sentence is about."""
    said = _OF.match(share.text, share.statement.figure.end)
    part = _member(facts, share) if said is not None else None
    whole = _so_named(facts, share, said["whole"], part.point) if said is not None and part is not None else None
    return (part, whole) if part is not None and whole is not None else None


def _member(facts: Facts, fact: Fact) -> Fact | None:
    """The level before whose figure stands, alone or with a currency and a bracket, the name that the sentence of another figure begins with."""
    who = _WHO.match(_sentence(fact))
    near = [f for f in facts.by_paragraph[fact.paragraph] if f.kind == "level" and f.sentence < fact.sentence]
    about = [f for f in near if who is not None and called(f) == who[0]]
    return about[-1] if about else None


def called(fact: Fact) -> str:
    """Valdern (EUR 9.84 billion), Ostmark 7.61 billion: the capitalised words right before a figure."""
    found = _CALLED.search(fact.text[max(0, fact.start - BEFORE) : fact.start])
    return found["name"] if found is not None else ""


def _explained(facts: Facts, share: Fact) -> Ends | None:
    """The coverage ratio (exports as a percentage of imports) was 117.6%."""
    found = _QUOTIENT.search(_sentence(share))
    ends = (
        [_so_named(facts, share, found[one] or found[two]) for one, two in (("one", "first"), ("two", "second"))]
        if found is not None
        else []
    )
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] is not None and ends[1] is not None else None


def english_hundreds(row: list[Fact]) -> bool:
    """By mode of transport, 41.8% were carried by road, 33.5% by sea, …: whether the shares of a sentence, which begins with what divides, are all."""
    begins = _MODE.match(_sentence(row[0])) is not None and row[0].sentence == row[-1].sentence
    return begins and len(row) > 2 and not any(f.statement.measure is Measure.GROWTH for f in row)


# -- what is told twice, and counts and places in words


def told_twice(facts: Facts) -> Iterator[tuple[Same, Text]]:
    """A figure that another place contradicts by a slip: of a headline, or compared with the same figure of the time before."""
    for one, two in itertools.chain(_compared_alike(facts), _headlines(facts)):
        slip = find_slip((one,), lambda fact, two=two: (two.low, two.high) if not fact.told.keys() & {"same", "sum"} else None)  # type: ignore[misc]
        if slip is not None and slip.chance < asked("slip")["closed"]:
            yield Same(one, two, 0.0), slip.words


def _compared_alike(facts: Facts) -> Iterator[Ends]:
    """2,418,060 persons, up from 2,367,900 … reached 2,418,600, compared with 2,367,900: the levels that are compared with one figure."""
    compared: dict[tuple[str, int], Fact] = {}
    for base in (f for f in facts.levels if f.kind == "base" and f.digits >= ENOUGH and is_english(f.text)):
        now = next((f for f in reversed(facts.by_sentence[base.sentence]) if f.number < base.number and f.kind == "level"), None)
        first = compared.setdefault((base.unit, base.point), now) if now is not None else None
        if now is not None and first is not None and first.unit == now.unit and first.point != now.point:
            yield first, now


ENOUGH, LINES = 3, 6
"""Digits of a figure by which it is known again; paragraphs at the beginning that may be headlines."""


def _headlines(facts: Facts) -> Iterator[Ends]:
    """Exports rose 7.6% in 2023, over Total exports of goods …, up 7.6%: the first figure behind one of the first lines that is of its kind and called
    as it is, where none is the same."""
    for one in itertools.takewhile(lambda f: f.paragraph <= LINES, facts.all):
        name = words_of_english(one.statement.name)
        if name and is_english(one.text) and one.kind in ("growth", "share") and "same" not in one.told:
            later = [f for f in facts.all[one.number + 1 : one.number + NEAR] if _is_like(one, f)]
            like = [f for f in later if words_of_english(f.name) >= name]
            if like and all(f.point != one.point for f in later):
                yield one, like[0]


def _is_like(one: Fact, two: Fact) -> bool:
    signs = one.statement.sign == two.statement.sign and one.last == two.last
    times = _times(one), _times(two)
    return (
        (times[0] == times[1] or not all(times))
        and signs
        and (one.kind, one.statement.measure, two.statement.base)
        == (
            two.kind,
            two.statement.measure,
            one.statement.base,
        )
    )


def _times(fact: Fact) -> frozenset[str]:
    """The times that the sentence of a figure names."""
    return times_of_english(_sentence(fact) + fact.text[fact.start :].split("。")[0])


def claims_in_english(context: Context, facts: Facts) -> Iterator[Claim]:
    """How many were listed just before their total; which of them is said to be the leading one."""
    for total, parts in _listed_before(facts):
        off, width = total.point - sum(f.point for f in parts), total.width + sum(f.width for f in parts)
        found = _TOTAL.match(_sentence(total))
        if found is not None and abs(off) * 2 <= width:
            said, stretch = found["count"], total.statement.stretch
            begin = total.start - len(_sentence(total))
            operands = (operand_at(context, stretch, begin + found.start("count"), begin + found.end("count"), "count"),)
            wrong = text("列出的有 {told} 个，文中说的是 {said}。", told=len(parts), said=said)
            holds = len(parts) == number_of(said)
            relation = f"{len(parts)} = {said}"
            yield made(context, "count", holds, relation, operands, text("列出的个数与所说的相符。"), wrong)
    yield from _leaders(context, facts)


def _listed_before(facts: Facts) -> Told:
    for number, row in facts.by_sentence.items():
        total = next((f for f in row if f.kind == "level"), None)
        found = _TOTAL.match(_sentence(total)) if total is not None and is_english(total.text) else None
        if total is not None and found is not None and found["count"]:
            yield total, _levels(facts, number - 1, total.paragraph)


def _leaders(context: Context, facts: Facts) -> Iterator[Claim]:
    """Valdern was the leading market: whether the member of the list before it that is so named is the largest."""
    for stretch in context.stretches:
        for said in _LEADS.finditer(stretch.text):
            before = [
                f
                for f in facts.by_paragraph.get(stretch.number, ())
                if f.start < said.start() and f.kind == "level" and called(f)
            ]
            rows = [list(row) for _sentence_of, row in itertools.groupby(before, lambda f: f.sentence)]
            row = next((row for row in reversed(rows) if len(row) > 2 and said["who"] in map(called, row)), [])
            if row and len({f.unit for f in row}) == 1:
                first, one = max(row, key=lambda f: f.point), next(f for f in row if called(f) == said["who"])
                operands = (
                    operand_at(context, stretch, *said.span("who"), "rank"),
                    of_fact(context, one, "rank"),
                    of_fact(context, first, "rank"),
                )
                wrong = text("列出的各项中居首（或居末）的是 {name}（{figure}）。", name=called(first), figure=first.shown)
                holds = first.point == one.point
                relation = f"{one.shown} ≥ {first.shown}"
                yield made(context, "rank", holds, relation, operands, text("位次与数字的大小相符。"), wrong)
