"""Sums: runs of like figures beside a total that they make up, shares that make up a hundred, and what may be called wrong of them."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.adding import adds_up
from ecdesk.prose.relations.evidence import asked
from ecdesk.prose.relations.facts import UNIT, Fact, Facts, pairs_of
from ecdesk.prose.relations.hints import closes, divided, opens
from ecdesk.prose.statements import Measure


@dataclass(slots=True, eq=False)
class Sum:
    """A total and the run that makes it up. chance: that unrelated digits would. told: a word says that it is meant."""

    total: Fact
    parts: tuple[Fact, ...]
    chance: float
    told: bool
    verdict: Verdict = Verdict.HOLDS


@dataclass(slots=True)
class Sums:
    """What was believed: by total, and the total of each part."""

    found: list[Sum] = field(default_factory=list)
    by_total: dict[int, list[Sum]] = field(default_factory=lambda: defaultdict(list))
    of_part: dict[int, Sum] = field(default_factory=dict)

    def add(self, one: Sum) -> None:
        self.found.append(one)
        self.by_total[one.total.number].append(one)
        for part in one.parts:
            self.of_part[part.number] = one


def search_sums(facts: Facts) -> Sums:
    """Every sum that is believed; first those right beside their totals, then those whose parts have lists of their own between them,
    then other splits of totals that have one."""
    sums = Sums()
    for kind in ("level", "change", "share"):
        figures = [fact for fact in facts.all if fact.kind == kind]
        for inner in (False, True):
            candidates = [one for total in figures for one in _candidates(facts, figures, total, sums, inner)]
            candidates.sort(key=lambda one: (one.chance / (1 + 9 * one.told), one.total.number, len(one.parts)))
            for one in candidates:
                if _is_free(sums, one):
                    sums.add(one)
    return sums


def _is_free(sums: Sums, one: Sum) -> bool:
    """Whether no part is a part of another total already, none is the whole that it would be part of, and the split is a new one."""
    numbers = {part.number for part in one.parts}
    if any(numbers & {part.number for part in other.parts} for other in sums.by_total[one.total.number]):
        return False
    inside = sums.of_part.get(one.total.number)
    if inside is not None and numbers & {inside.total.number, *(part.number for part in inside.parts)}:
        return False
    for part in one.parts:
        other = sums.of_part.get(part.number)
        if other is not None and other.total.point != one.total.point:
            return False
        if any(one.total in split.parts for split in sums.by_total.get(part.number, ())):
            return False
    return True


def _candidates(facts: Facts, figures: list[Fact], total: Fact, sums: Sums, inner: bool) -> Iterator[Sum]:
    ask = asked("sum")
    small = total.digits < ask["least_digits"] and total.point < 10 * UNIT
    if small or total.point <= 0 or total.statement.measure is Measure.PORTION:
        return
    at = figures.index(total) if len(figures) < 2 else _place(figures, total)
    behind = [f for f in figures[at + 1 : at + 1 + ask["behind"]] if f.paragraph - total.paragraph <= ask["paragraphs"]]
    behind = [] if total.kind == "share" else behind
    before = [f for f in figures[max(0, at - ask["before"]) : at] if total.paragraph - f.paragraph <= 1]
    for row, back in ((behind, False), (before[::-1], True)):
        like = [f for f in row if _alike(total, f)]
        if len(like) < 2:
            continue
        for view in _views(total, like, sums, inner):
            yield from _in_view(facts, total, view, back, bool(sums.by_total.get(total.number)))


def _place(figures: list[Fact], fact: Fact) -> int:
    return bisect_left(figures, fact.number, key=lambda one: one.number)


def _alike(total: Fact, part: Fact) -> bool:
    one, two = total.statement, part.statement
    return (
        part.unit == total.unit
        and (part.point <= total.high or part.kind == "change")
        and (one.figure.kind.value == "per_head") == (two.figure.kind.value == "per_head")
    )


def _views(total: Fact, row: list[Fact], sums: Sums, inner: bool) -> Iterator[list[Fact]]:
    """The rows in which a run may stand: all figures, or without those in brackets, without the parts of others, one for each piece."""
    views = [[f for f in row if f.number not in sums.of_part or sums.of_part[f.number].total is total]] if inner else [row]
    first: list[Fact] = []
    for fact in row:
        if not first or _piece(first[-1]) != _piece(fact):
            first.append(fact)
    if not inner:
        views += [[f for f in row if f.aside == total.aside or not f.aside], first]
    seen: set[tuple[int, ...]] = set()
    for view in views:
        key = tuple(f.number for f in view)
        if len(view) >= 2 and key not in seen:
            seen.add(key)
            yield view


def _piece(fact: Fact) -> tuple[int, int]:
    return fact.sentence, fact.statement.segment


def _in_view(facts: Facts, total: Fact, view: list[Fact], back: bool, again: bool) -> Iterator[Sum]:
    """Runs of the view whose sum comes out. Sums rise along a run, so the end of each is found by halving."""
    ask = asked("sum")
    signs = [f.statement.sign * total.statement.sign if f.kind == "change" else 1 for f in view]
    rising = all(sign > 0 for sign in signs)
    points = list(itertools.accumulate((f.point * s for f, s in zip(view, signs, strict=True)), initial=0))
    widths = list(itertools.accumulate((f.width for f in view), initial=0))
    for start in range(len(view) - 1):
        ends: Sequence[int] = range(start + 2, min(len(view), start + ask["parts"]) + 1)
        if rising:
            most = widths[min(len(view), start + ask["parts"])] - widths[start] + total.width
            low = bisect_left(points, points[start] + total.point - most, start + 2)
            high = bisect_right(points, points[start] + total.point + most, start + 2)
            ends = range(max(low, start + 2), min(high, start + ask["parts"] + 1))
        for end in ends:
            off = abs(points[end] - points[start] - total.point) * 2
            width = widths[end] - widths[start] + total.width
            if off > width * 2:
                continue
            parts = view[start:end]
            one = _weighed(
                facts, total, parts[::-1] if back else parts, start, max(width, _least(total)), back, again, off <= width
            )
            if one is not None:
                yield one


def _least(total: Fact) -> int:
    """Counted numbers lie one apart."""
    return _printed_width(total) if not total.width else 1


def _weighed(
    facts: Facts, total: Fact, parts: list[Fact], skipped: int, width: int, back: bool, again: bool, exact: bool
) -> Sum | None:
    ask = asked("sum")
    same_sentence = parts[0].sentence == total.sentence or (not skipped and abs(parts[0].sentence - total.sentence) == 1)
    told = not skipped and (closes(total, parts) if back else opens(total, parts) or divided(parts))
    tries = ask["start"] if not skipped else (ask["each"] if same_sentence else ask["start"]) * (skipped + 1)
    if told:
        tries = ask["opened"]
        off = abs(sum(part.point for part in parts) - total.point)
        width = min(width, 3 * max(off, min(_printed_width(fact) for fact in (total, *parts))))
    chance = tries * width / total.point * (len(parts) - 1)
    if not _one_period(total, parts):
        chance *= ask["split_period"]
    if not _related(total, parts):
        chance *= 2 if told else ask["unlike"]
    near = abs(parts[0].paragraph - total.paragraph) <= 1 and abs(parts[0].sentence - total.sentence) <= 1
    limit = ask["told"] if told else ask["again"] if again else ask["near"] if near else ask["far"]
    if total.kind == "share" and not told:
        return None
    if told and divided(parts):
        limit = ask["divided"]
    if chance >= limit or not _can_be_parts(total, parts) or (not exact and not told):
        return None
    verdict = adds_up(total.statement, [part.statement for part in parts])
    rough = any(fact.statement.figure.amount.qualifier for fact in (total, *parts))
    if verdict is Verdict.HOLDS or (verdict is Verdict.ROUNDING and told and not rough):
        return Sum(total, tuple(parts), chance, told, verdict)
    return None


def _printed_width(fact: Fact) -> int:
    """The width of a figure without the word that opens it."""
    amount = fact.statement.figure.amount
    return int(amount.last_digit * amount.unit.scale * UNIT)


def _related(total: Fact, parts: list[Fact]) -> bool:
    """Whether neighbouring parts share a word, or each shares one with the total."""
    names = [pairs_of(part.name) for part in parts]
    whole = pairs_of(total.name)
    return all(one & two for one, two in itertools.pairwise(names)) or all(not name or name & whole for name in names)


def _one_period(total: Fact, parts: list[Fact]) -> bool:
    """Whether all are of one period, or the parts of as many as they are."""
    periods = {part.period for part in parts}
    return periods == {total.period} or (len(periods) == len(parts) and total.period not in periods)


def _can_be_parts(total: Fact, parts: list[Fact]) -> bool:
    """Not the same figure twice, nor one that repeats the total."""
    keys = {(part.name, part.statement.area, part.statement.period, part.point) for part in parts}
    values = [part.point for part in parts]
    return len(keys) == len(parts) and (total.point not in values or total.kind == "change") and min(values) > 0
