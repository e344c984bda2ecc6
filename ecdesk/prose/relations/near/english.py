"""Relations that English sentences tell by their structure, and that one slip would make come out: totals of what was listed just before, quarters and
halves of a year, balances and their improvement, lists of shares, quotients that a bracket or a name explains."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from functools import partial

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text
from ecdesk.prose.printed.ordinals import named
from ecdesk.prose.reading.english import is_english, number_of, words_of_english
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure
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

_TOTAL, _REST = pattern("english_total"), pattern("english_rest")
_SPAN, _SPAN_BEFORE = pattern("english_span"), pattern("english_span_before")
_QUARTERS, _QUOTIENT = pattern("english_quarters"), pattern("english_quotient")
_MODE = pattern("english_mode")
NEAR, BEFORE = 60, 40
"""Levels before a relation among which its ends are looked for by their names; characters around a figure that tell its time."""
Ends = tuple[Fact, Fact]


def _sentence(fact: Fact) -> str:
    """The words of its sentence before a figure."""
    return fact.text[fact.text.rfind("。", 0, fact.start) + 1 : fact.start]


def _levels(facts: Facts, sentence: int, paragraph: int) -> list[Fact]:
    row = facts.by_sentence.get(sentence, ())
    return [f for f in row if f.kind == "level" and f.paragraph == paragraph and not f.statement.figure.amount.qualifier]


def _so_named(facts: Facts, fact: Fact, words: str) -> Fact | None:
    """The last level before a figure, of another sentence, whose name ends with the words or has all of them."""
    wanted_words = words_of_english(words)
    near = [f for f in facts.near(fact, NEAR, 0, NEAR) if f.kind == "level" and f.sentence < fact.sentence]
    like = [f for f in near if wanted_words and wanted_words <= words_of_english(f.name)]
    return min(like, key=lambda f: len(words_of_english(f.name)), default=None)


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


Sums = Iterator[tuple[Fact, Sequence[Fact]]]


def _added_up(facts: Facts) -> Sums:
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


def _with_the_rest(facts: Facts) -> Sums:
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


def _of_the_year(facts: Facts) -> Sums:
    """11.64 billion in the first quarter, 12.03 billion in the second, …: of four quarters the year, and the halves that are told behind."""
    quarters: list[Fact] = []
    for row in list(facts.by_sentence.values()):
        found = _spans(row)
        if not found or not is_english(row[0].text):
            continue
        if (four := [found[f"{n}quarter"] for n in _ORDER if f"{n}quarter" in found]) and len(four) == 4:
            quarters = four
            name = _name_of(quarters[0])
            year = _so_named(facts, quarters[0], name) if name else None
            if year is not None and year.point > max(f.point for f in quarters):
                yield year, quarters
        if quarters and quarters[0].paragraph == row[0].paragraph:
            yield from ((found[f"{n}half"], quarters[at : at + 2]) for n, at in (("first", 0), ("second", 2)) if f"{n}half" in found)


_ORDER = ("first", "second", "third", "fourth")


def _name_of(fact: Fact) -> str:
    return fact.statement.name


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


def missed_in_english(facts: Facts, known: Collection[int]) -> Iterator[Miss]:
    """Growth, differences, shares and lists of shares whose figures the words tell. known: what a relation bears out already."""
    for fact in (f for f in facts.all if f.number not in known and is_english(f.text) and f.point > 0):
        for share in _shares(facts, fact):
            if judge_share(share.share, share.part, share.whole) is Verdict.FAILS and (words := share_slip(share)) is not None:
                yield Miss(share, words)
                break
        for form, ends in _growths(facts, fact):
            one = Growth(form, *ends, fact, 1.0, True, Verdict.FAILS)
            yield from (miss for miss in missed(one) if miss.words is not None)
            break


def _growths(facts: Facts, fact: Fact) -> Iterator[tuple[str, Ends]]:
    if fact.kind == "growth":
        yield from (("ratio", ends) for ends in (_to_from(facts, fact), _of_quarters(facts, fact)) if ends is not None)
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


def _of_quarters(facts: Facts, rate: Fact) -> Ends | None:
    """Fourth-quarter exports were 10.2% higher than in the third quarter: of the quarters that the sentence before lists."""
    found = _QUARTERS.search(f"{_sentence(rate)}#{rate.text[rate.statement.figure.body_end :].split('。')[0]}")
    spans = _spans(facts.by_sentence.get(rate.sentence - 1, ())) if found is not None else {}
    ends = [spans.get(f"{found[which].lower()}quarter") for which in ("now", "before")] if found is not None else []
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] is not None and ends[1] is not None else None


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


def _shares(facts: Facts, fact: Fact) -> Iterator[Share]:
    if fact.kind == "share" and not fact.statement.figure.amount.qualifier and fact.statement.base != "from":
        for ends in (_in_bracket(facts, fact), _of_named(facts, fact), _explained(facts, fact)):
            if ends is not None and ends[0].unit == ends[1].unit and 0 not in (ends[0].point, ends[1].point):
                yield Share(fact, *ends, 1.0, Verdict.FAILS)


def _in_bracket(facts: Facts, share: Fact) -> Ends | None:
    """17.84 billion, or 36.7% of exports, followed by chemicals with 11.26 billion (23.2%): the level right before the bracket, and the whole that another
    share of the sentence names."""
    part = _beside(facts, share, -1)
    opened = part is not None and part.kind == "level" and between(part, share) == "（"
    row = facts.by_sentence[share.sentence] if opened else ()
    name = next((f.statement.whole_name for f in row if f.kind == "share" and f.statement.whole_name), "")
    whole = _so_named(facts, row[0], name) if name else None
    return (part, whole) if part is not None and whole is not None and part.point < whole.point else None


def _of_named(facts: Facts, share: Fact) -> Ends | None:
    """Valdern (9.84 billion), … Valdern was the leading market, absorbing 20.2% of exports: the member of a list before that a sentence is about."""
    said = share.text[share.statement.figure.end :].lstrip("）")
    whole = _so_named(facts, share, said.removeprefix(" ").removeprefix("of ").split("。")[0].split("，")[0]) if said.strip().startswith("of ") else None
    near = [f for f in facts.by_paragraph[share.paragraph] if f.kind == "level" and f.sentence < share.sentence]
    about = [f for f in near if (name := named(f).strip()) and _sentence(share).startswith(f"{name} ")]
    return (about[-1], whole) if about and whole is not None and about[-1].point < whole.point else None


def _explained(facts: Facts, share: Fact) -> Ends | None:
    """The coverage ratio (exports as a percentage of imports) was 117.6%."""
    found = _QUOTIENT.search(_sentence(share))
    ends = [_so_named(facts, share, found[which]) for which in ("one", "two")] if found is not None else []
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] is not None and ends[1] is not None else None


def english_hundreds(row: list[Fact]) -> bool:
    """By mode of transport, 41.8% were carried by road, 33.5% by sea, …: whether the shares of a sentence, which begins with what divides, are all."""
    begins = _MODE.match(_sentence(row[0])) is not None and row[0].sentence == row[-1].sentence
    return begins and len(row) > 2 and not any(f.statement.measure is Measure.GROWTH for f in row)
