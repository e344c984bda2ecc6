"""Sums: runs of like figures beside a total that they make up, shares that make up a hundred, and what may be called wrong of them."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose.reading.statements import Measure
from ecdesk.prose.relations.facts import UNIT, Fact, Facts, pairs_of
from ecdesk.prose.relations.hints import asked, between, closes, divided, divides, hint, opens
from ecdesk.prose.relations.wholes.adding import adds_up


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
    """What was believed: by total, and the total of each part. twins: that of parts by what is told again where they are printed once more."""

    found: list[Sum] = field(default_factory=list)
    by_total: dict[int, list[Sum]] = field(default_factory=lambda: defaultdict(list))
    of_part: dict[int, Sum] = field(default_factory=dict)
    twins: dict[tuple[object, ...], Sum] = field(default_factory=dict)

    def add(self, one: Sum) -> None:
        self.found.append(one)
        self.by_total[one.total.number].append(one)
        for part in one.parts:
            self.of_part[part.number] = one
            self.twins[_told(part)] = one

    def total_of(self, part: Fact) -> Fact | None:
        """The total that a part makes up with others, here or where it is printed as well."""
        one = self.of_part.get(part.number) or self.twins.get(_told(part))
        return one.total if one is not None else None


def _told(part: Fact) -> tuple[object, ...]:
    return part.statement.name, part.unit, part.period, part.point


def search_sums(facts: Facts) -> Sums:
    """Every sum that is believed; first those right beside their totals, then those whose parts have lists of their own between them,
    then other splits of totals that have one."""
    sums = Sums()
    for kind in ("level", "base", "change", "share"):
        figures = [fact for fact in facts.all if fact.kind == kind]
        for inner in (False, True):
            candidates = [one for at in range(len(figures)) for one in _candidates(figures, at, sums, inner)]
            candidates.sort(key=lambda one: (one.chance / (1 + 9 * one.told), one.total.number, len(one.parts)))
            for one in candidates:
                if _is_free(sums, one):
                    sums.add(one)
    return sums


def _is_free(sums: Sums, one: Sum) -> bool:
    """Whether no part is a part of another total already, none is the whole that it would be part of, and the split is a new one."""
    numbers = {part.number for part in one.parts}
    inside = sums.of_part.get(one.total.number)
    taken = {part.number for split in sums.by_total[one.total.number] for part in split.parts}
    if inside is not None:
        taken |= {inside.total.number, *(part.number for part in inside.parts)}
    return not numbers & taken and all(_may_be_part(sums, one.total, part) for part in one.parts)


def _may_be_part(sums: Sums, total: Fact, part: Fact) -> bool:
    other = sums.of_part.get(part.number)
    elsewhere = other is not None and other.total.point != total.point
    return not elsewhere and not any(total in split.parts for split in sums.by_total.get(part.number, ()))


def _candidates(figures: list[Fact], at: int, sums: Sums, inner: bool) -> Iterator[Sum]:
    total, ask = figures[at], asked("sum")
    small = total.digits < ask["least_digits"] and total.point < 10 * UNIT
    if small or total.point <= 0 or total.statement.measure is Measure.PORTION:
        return
    behind = figures[at + 1 : at + 1 + ask["behind"]] if total.kind != "share" else []
    before = figures[max(0, at - ask["before"]) : at][::-1]
    again = bool(sums.by_total.get(total.number))
    for row, back, reach in ((behind, False, ask["paragraphs"]), (before, True, 1)):
        like = [f for f in row if abs(f.paragraph - total.paragraph) <= reach and _alike(total, f)]
        for view in _views(total, like, sums, inner) if len(like) > 1 else ():
            for run in _in_view(total, view, back):
                one = _believed(run, again)
                if one is not None:
                    yield one


def _alike(total: Fact, part: Fact) -> bool:
    of_one_size = part.unit == total.unit and (part.point <= total.high or part.kind == "change")
    return of_one_size and total.per_head == part.per_head


def _views(total: Fact, row: list[Fact], sums: Sums, inner: bool) -> Iterator[list[Fact]]:
    """The rows in which a run may stand: all figures, or without those in brackets, without the parts of others, one for each piece."""
    if inner:
        views = [[f for f in row if f.number not in sums.of_part or sums.of_part[f.number].total is total]]
    else:
        first = [next(group) for _piece_of, group in itertools.groupby(row, _piece)]
        views = [row, [f for f in row if f.aside in (0, total.aside)], first, _of_its_name(total, row)]
    different = {tuple(f.number for f in view): view for view in views if len(view) >= 2}
    yield from different.values()


def _of_its_name(total: Fact, row: list[Fact]) -> list[Fact]:
    """在校生84036人 … 小学在校生60766人 … 初中在校生23270人: the figures of other sentences that are called as the total is."""
    name = total.statement.name
    named = len(name) > 1 and total.kind == "level"
    return [f for f in row if f.sentence != total.sentence and f.statement.name.endswith(name)] if named else []


def _piece(fact: Fact) -> tuple[int, int]:
    return fact.sentence, fact.statement.segment


@dataclass(slots=True)
class _Run:
    """Figures that may make up a total. skipped: figures between them and it. back: they stand before it, here in reading order.
    goes_on: the next figure of their sentence is like them."""

    total: Fact
    parts: list[Fact]
    skipped: int
    back: bool
    goes_on: bool

    @property
    def off(self) -> int:
        return abs(sum(part.point * _sign(self.total, part) for part in self.parts) - self.total.point)

    @property
    def width(self) -> int:
        """Of the tolerance; counted numbers lie one apart."""
        width = self.total.width + sum(part.width for part in self.parts)
        return width or _printed_width(self.total)

    @property
    def told(self) -> bool:
        if self.skipped and not self._is_put_under:
            return not self.back and divided(self.parts) and divides(self.total, self.parts) != ""
        return closes(self.total, self.parts) if self.back else opens(self.total, self.parts) or divided(self.parts)

    @property
    def _is_put_under(self) -> bool:
        """总产值69.9亿元，增加值37.9亿元。其中，农业产值…: whether one word puts all parts under one of several figures, of which the total is one."""
        scope = self.parts[0].statement.scope
        return (
            scope is not None and self.total.statement in scope.candidates and all(f.statement.scope is scope for f in self.parts)
        )

    @property
    def fits(self) -> bool:
        """Whether the total is the one whose list a word opens, or one that the names of the parts may divide."""
        scope = self.parts[0].statement.scope
        opened = scope is not None and self.total.statement in (scope.whole, *scope.candidates)
        return opened or divides(self.total, self.parts) != ""

    @property
    def apart(self) -> int:
        return abs(self.parts[0].sentence - self.total.sentence)

    def chance(self, told: bool) -> float:
        """That unrelated digits come out: the tolerance over the total, times what was tried."""
        ask = asked("sum")
        width = self.width
        if told:
            tries = ask["opened"]
            width = min(width, 3 * max(self.off, _printed_width(self.total)))
        else:
            tries = (ask["each"] if self.skipped and not self.apart else ask["start"]) * (self.skipped + 1)
        chance = tries * width / self.total.point * (len(self.parts) - 1)
        chance *= 1 if _one_period(self.total, self.parts) else ask["split_period"]
        chance *= ask["named"] if named_alike(self.total, self.parts) or _ends_alike(self.total, self.parts) else 1
        return float(chance * (1 if related(self.total, self.parts) else ask["told_unlike" if told else "unlike"]))

    def limit(self, told: bool, again: bool) -> float:
        ask = asked("sum")
        if told:
            return float(ask["divided" if divided(self.parts) and self.fits else "told"])
        near = abs(self.parts[0].paragraph - self.total.paragraph) <= 1 and self.apart <= 1
        return float(ask["again" if again else "near" if near else "far"])


def named_alike(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the names of all parts hold the total's own: 市区学前教育机构 of 学前教育机构."""
    name = total.statement.name
    return len(name) > 2 and all(name in part.statement.name for part in parts)


def _ends_alike(total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the total's name ends with what all parts are: 货物贸易进出口总值 of 进出口总值."""
    names = {part.statement.name for part in parts}
    return all(len(name) > 2 and total.statement.name.endswith(name) for name in names)


def _sign(total: Fact, part: Fact) -> int:
    return part.statement.sign * total.statement.sign if part.kind == "change" else 1


def _in_view(total: Fact, view: list[Fact], back: bool) -> Iterator[_Run]:
    """Runs of the view whose sum comes near. Sums rise along a run, so the end of each is found by halving."""
    most = asked("sum")["parts"]
    signs = [_sign(total, f) for f in view]
    points = list(itertools.accumulate((f.point * s for f, s in zip(view, signs, strict=True)), initial=0))
    widths = list(itertools.accumulate((f.width for f in view), initial=0))
    for start in range(len(view) - 1):
        last = min(len(view), start + most)
        ends: Sequence[int] = range(start + 2, last + 1)
        if min(signs) > 0:
            reach = widths[last] - widths[start] + total.width
            low = bisect_left(points, points[start] + total.point - reach, start + 2)
            high = bisect_right(points, points[start] + total.point + reach, start + 2)
            ends = range(max(low, start + 2), min(high, last + 1))
        for end in ends:
            if abs(points[end] - points[start] - total.point) <= widths[end] - widths[start] + total.width:
                goes_on = end < len(view) and view[end].sentence == view[end - 1].sentence
                yield _Run(total, view[start:end][::-1] if back else view[start:end], start, back, goes_on)


def _believed(run: _Run, again: bool) -> Sum | None:
    """The sum, where its digits say that it is meant."""
    total, parts, told = run.total, run.parts, run.told
    exact = run.off * 2 <= run.width
    if (
        not (told or (exact and total.kind != "share"))
        or not _can_be_parts(total, parts)
        or _in_one_row(run)
        or mixes_balances(total, parts)
        or _says_nothing(run)
        or (not told and _of_one_name(total, parts))
        or (not told and _are_siblings(total, parts))
    ):
        return None
    chance = run.chance(told)
    if chance >= run.limit(told, again):
        return None
    verdict = adds_up(total.statement, [part.statement for part in parts])
    if verdict is Verdict.HOLDS or (verdict is Verdict.ROUNDING and told and not _is_rough(run)):
        return Sum(total, tuple(parts), chance, told, verdict)
    return None


def _is_rough(run: _Run) -> bool:
    """Whether a run may go on, is of open figures, or is strewn over paragraphs, so that it is meant only if it comes out to the last digit."""
    spread = len({part.statement.stretch.number for part in run.parts}) > 1
    return run.goes_on or spread or any(fact.statement.figure.amount.qualifier for fact in (run.total, *run.parts))


def mixes_balances(total: Fact, parts: Sequence[Fact]) -> bool:
    """进出口总值, 出口 and 贸易顺差: whether a part is called a difference, which is part of nothing but a difference."""
    said = [hint("difference", "strict").search(fact.name.rsplit("/", 1)[-1]) is not None for fact in (total, *parts)]
    return any(said) and not all(said)


def _says_nothing(run: _Run) -> bool:
    """Whether a part is so small that the total would come out without it: 0.3万元 beside 129.3亿元 and 116.3亿元."""
    more = sum(part.point * _sign(run.total, part) for part in run.parts) - run.total.point
    without = (2 * abs(more - part.point * _sign(run.total, part)) for part in run.parts)
    return len(run.parts) > 2 and any(off <= run.width for off in without)


def _in_one_row(run: _Run) -> bool:
    """增值税12.8亿元、城镇土地使用税9.5亿元: figures of one enumeration, of which none is the total of the others."""
    one, two = (run.parts[-1], run.total) if run.back else (run.total, run.parts[0])
    return not run.skipped and between(one, two).startswith("、")


def _are_siblings(total: Fact, parts: list[Fact]) -> bool:
    """分行业看，甲行业4101亿元；乙行业7054亿元；丙行业145亿元: whether a total is a member of the list that has its parts, whose names divide none."""
    scope = total.statement.scope
    return scope is not None and all(part.statement.scope is scope for part in parts) and not divided(parts)


FEW_DIGITS = 3


def _of_one_name(total: Fact, parts: list[Fact]) -> bool:
    """10万元以上补贴2000元；20万元以上补贴4000元: whether a total of few digits and its parts are called alike, of one area and time, so that none need
    be the other."""
    keys = {(f.name, f.statement.area, f.period) for f in (total, *parts)}
    return len(keys) == 1 and total.name != "" and total.digits < FEW_DIGITS


def _printed_width(fact: Fact) -> int:
    """The width of a figure without the word that opens it."""
    return fact.last


def related(total: Fact, parts: list[Fact]) -> bool:
    """Whether each part shares a word with the total or says nothing, or one does and neighbouring parts share one."""
    names = [pairs_of(part.name) for part in parts]
    whole = pairs_of(total.name)
    alike = all(one & two for one, two in itertools.pairwise(names)) and (not whole or any(name & whole for name in names))
    return alike or all(not name or name & whole for name in names)


def _one_period(total: Fact, parts: list[Fact]) -> bool:
    """Whether all are of one period, or the parts of as many as they are, and no month stands beside the months so far."""
    periods = {part.period for part in parts}
    several = (
        len(periods) == len(parts)
        and total.period not in periods
        and len({period.lstrip("0123456789-")[:1] for period in periods}) == 1
    )
    return periods == {total.period} or several


def _tells_nothing(total: Fact, parts: list[Fact]) -> bool:
    points = {part.point for part in parts}
    twice = len({(part.point, part.statement.figure.amount.unit) for part in parts}) > len(points)
    return twice or min(points) * 2 < total.width


def _can_be_parts(total: Fact, parts: list[Fact]) -> bool:
    """Not the same figure twice (1兆瓦=1000千瓦), nor one that repeats the total, nor the whole that a word says the total is a part of, nor one
    that is nothing beside the total's last digit, and adds no evidence."""
    keys = {(part.name, part.statement.area, part.statement.period, part.point) for part in parts}
    values = [part.point for part in parts]
    if _tells_nothing(total, parts):
        return False
    above = total.statement.scope.whole if total.statement.scope is not None else None
    once = len(keys) == len(parts) and (total.point not in values or total.kind == "change")
    return once and min(values) > 0 and not any(part.statement is above for part in parts)
