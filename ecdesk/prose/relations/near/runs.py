"""Sums that no word tells and that do not come out: the figures of a sentence, or the first ones of some paragraphs, under names that are alike, and a
total before them that one slip would make them add up to, where chance would hardly offer one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ecdesk.prose.explain import digits_of
from ecdesk.prose.reading.english import is_english, list_told
from ecdesk.prose.relations.facts import Fact, Facts, pairs_of
from ecdesk.prose.relations.hints import asked, divided, divides, is_listed, leaves_member, only_if_equal
from ecdesk.prose.relations.lists import Listed, are_parts_elsewhere, may_be_wrong, of_pattern, wanted
from ecdesk.prose.relations.slips import Slip, find_slip
from ecdesk.prose.relations.sums import Sums, related

MOST = 8
"""Parts of such a run."""
Missed = tuple[Listed, Slip]


def missed_runs(facts: Facts, sums: Sums) -> Iterator[Missed]:
    """For each run of figures that are of no total the one that a slip would make theirs."""
    for run, totals in _runs(facts, sums):
        tried = [(one, slip) for total in totals if (one := _listed(total, run)) is not None for slip in _slip(one)]
        if tried:
            one, slip = min(tried, key=lambda pair: pair[1].chance)
            if slip.chance * len(tried) < _limit(sums, one):
                yield one, slip


def _runs(facts: Facts, sums: Sums) -> Iterator[tuple[tuple[Fact, ...], list[Fact]]]:
    """All like figures of a sentence, or of a piece of it between semicolons, with those before them that may be their total; figures that begin
    neighbouring sentences or paragraphs, and the one just before them."""
    seen: set[tuple[int, ...]] = set()
    levels = [f for f in facts.all if f.kind == "level" and not f.aside]
    for run, totals in _with_totals(facts, sums, levels):
        key = tuple(f.number for f in (*totals[:1], *run))
        if key not in seen and _are_free(sums, run) and _are_one_list(sums, run) and not only_if_equal(run):
            seen.add(key)
            yield tuple(run), totals


def _with_totals(facts: Facts, sums: Sums, levels: list[Fact]) -> Iterator[tuple[Sequence[Fact], list[Fact]]]:
    for run in _in_pieces(levels):
        if totals := _totals(facts, sums, run):
            yield run, totals
    yield from ((row[1:], row[:1]) for row in _begun(levels) if _may_total(sums, row[0], row[1:]))


def _are_free(sums: Sums, run: Sequence[Fact]) -> bool:
    """Whether figures are parts of no total, or some of those of one, of which they may make up a part."""
    splits = {id(one): one for f in run if (one := sums.of_part.get(f.number)) is not None}
    inside = len(splits) == 1 and all(f.number in sums.of_part for f in run)
    return not splits or (inside and len(run) < len(next(iter(splits.values())).parts))


def _in_pieces(levels: list[Fact]) -> Iterator[list[Fact]]:
    for place in (_sentence, _piece):
        for _at, group in itertools.groupby(levels, place):
            row = list(group)
            for key in dict.fromkeys(map(_key, row)):
                like = [f for f in row if _key(f) == key]
                if len(like) > 1:
                    yield like


def _begun(levels: list[Fact]) -> Iterator[list[Fact]]:
    """接待入境游客860.03万人次，…；接待海外旅游者422.00万人次，…；接待一日游游客438.03万人次，…: a figure and two, three or four behind it that begin
    neighbouring places or pieces of its own sentence."""
    for row in itertools.chain.from_iterable(_firsts(levels, place) for place in (_sentence, _piece, _paragraph)):
        for size in (3, 4, 5):
            yield from (row[at : at + size] for at in range(len(row) - size + 1))
    for _at, group in itertools.groupby(levels, _sentence):
        row = list(group)
        yield from [row] if len(row) > 2 and len({f.unit for f in row}) == 1 else []


def _firsts(levels: list[Fact], place: Callable[[Fact], object]) -> Iterator[list[Fact]]:
    """Of each unit the figures that begin a place, in order."""
    firsts: dict[str, dict[object, Fact]] = {}
    for fact in levels:
        firsts.setdefault(fact.unit, {}).setdefault(place(fact), fact)
    yield from (list(found.values()) for found in firsts.values())


def _sentence(fact: Fact) -> int:
    return fact.sentence


def _piece(fact: Fact) -> tuple[int, int]:
    return fact.sentence, fact.statement.segment


def _paragraph(fact: Fact) -> int:
    return fact.paragraph


def _key(fact: Fact) -> tuple[str, ...]:
    return fact.unit, fact.period, fact.statement.figure.kind.value


def _are_one_list(sums: Sums, run: Sequence[Fact]) -> bool:
    """Whether figures under names of their own stand close together, and their names share a word or divide a whole."""
    names = [f.statement.name for f in run]
    near = 2 <= len(run) <= MOST and all(two.paragraph - one.paragraph <= 1 for one, two in itertools.pairwise(run))
    return near and len(set(names)) == len(names) and (_are_alike(run, names) or _is_told(sums, run))


def _are_alike(run: Sequence[Fact], names: Sequence[str]) -> bool:
    shared = all(len(name) > 1 for name in names)
    return shared and (bool(frozenset.intersection(*map(pairs_of, names))) or divided(run))


def _is_told(sums: Sums, run: Sequence[Fact]) -> bool:
    """Of the unemployed, 62,300 … and 31,400 …; the five regions: …: whether English words say that a list is all of something, or its members are told
    of another total."""
    text, last = run[0].text, run[-1].statement
    if not is_english(last.lead) or run[0].sentence != run[-1].sentence:
        return False
    begin = text.rfind("。", 0, run[0].start) + 1
    return list_told(text[begin : run[0].start], last.lead, len(run)) or are_parts_elsewhere(sums, run)


def _totals(facts: Facts, sums: Sums, run: Sequence[Fact]) -> list[Fact]:
    """The figures before a run that may be its total, each value once."""
    near = (
        f for f in facts.near(run[0], 24, 0, asked("sum")["paragraphs"]) if f.number < run[0].number and _may_total(sums, f, run)
    )
    return list({total.point: total for total in near}.values())


def _may_total(sums: Sums, total: Fact, run: Sequence[Fact]) -> bool:
    return (
        total.unit == run[0].unit
        and total.kind == "level"
        and _may_be_of_one_time(total, run[0])
        and not is_listed(total)
        and not all(leaves_member(total.name, part.name) for part in run)
        and _may_be_all_of(sums, total, run)
        and total.statement.name not in {f.statement.name for f in run}
    )


def _may_be_of_one_time(total: Fact, part: Fact) -> bool:
    """What is said further down may leave out the quarter; English times are read less surely."""
    one, two = sorted((total.period, part.period), key=len)
    return two.startswith(one) or is_english(part.statement.lead)


def _may_be_all_of(sums: Sums, total: Fact, run: Sequence[Fact]) -> bool:
    if related(total, list(run)) or divides(total, run) != "":
        return True
    return _is_told(sums, run) and total.point > sorted(f.point for f in run)[-2]


def _listed(total: Fact, run: tuple[Fact, ...]) -> Listed | None:
    one = Listed(total, run, False, viewed=True, found=True)
    return one if may_be_wrong(one) and total not in run else None


def _slip(one: Listed) -> list[Slip]:
    slip = find_slip((one.total, *one.parts), partial(wanted, one))
    return [replace(slip, chance=slip.chance * _grain(one, slip))] if slip is not None else []


def _grain(one: Listed, slip: Slip) -> int:
    """968,200 and 512,700: what counts of an English text are whole multiples of, as far as the others of a list tell."""
    if one.total.width or not is_english(one.parts[-1].statement.lead):
        return 1
    zeros = (
        len(digits) - len(digits.rstrip("0"))
        for f in (one.total, *one.parts)
        if f is not slip.fact and (digits := digits_of(f.statement.figure))
    )
    return int(10 ** min(zeros))


def _limit(sums: Sums, one: Listed) -> float:
    """How little chance must offer: less where nothing but the digits says so."""
    if of_pattern(sums, one) or divides(one.total, one.parts) == "sure" or _is_told(sums, one.parts):
        return float(asked("run")["told"])
    split = divided(one.parts) or bool(sums.by_total.get(one.total.number))
    return float(asked("run")["divided" if split else "plain"])
