"""A figure beside the same one a year or a period before: what growth the two printed figures imply, and whether the printed growth agrees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.earlier import Earlier, figure_before, figure_of_period_before
from ecdesk.domain.book.findings import Finding, Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.judging import Margin, base_interval, growth, judge, judge_growth

_GROWING = ("value", "share")
"""Measures whose growth or change is printed."""


@dataclass(frozen=True)
class Before:
    """A figure a year or a period before. from_last: it stands in last year's book only. implied: of which growth in percent, or change in
    percentage points where in_points, the two are printed so; None where this year's is not known or the earlier may be zero.
    point: the same of the printed digits. printed: the growth or change that is printed; verdict: on it, None where it cannot be
    compared. basis: how it was computed, where that is why. growth: the measure that says by how much this year's figure is above it.
    """

    key: Key
    amount: Amount
    from_last: bool = False
    in_points: bool = False
    implied: Interval | None = None
    point: Fraction | None = None
    printed: Amount | None = None
    verdict: Verdict | None = None
    basis: str = ""
    growth: str = "growth"


def against_year_before(book: Book, key: Key, last: Book | None = None) -> Before | None:
    """What the book, or else last year's book, has of the year before a figure; of a growth rate, of the figure that grew. None for nothing."""
    base = _level(key)
    return _against(book, base, figure_before(book, base, last), "growth")


def against_period_before(book: Book, key: Key, said: str = "", last: Book | None = None) -> Before | None:
    """The same of the quarter, month or half before, and of a span from January that to the end of the issue before.

    said: the code of the period as the layout has it, which tells 1—6月 from 上半年. None also where that is the year before.
    """
    base = _level(key)
    return _against(book, base, figure_of_period_before(book, base, said, last), "growth_prev")


def _against(book: Book, base: Key, found: Earlier | None, measure: str) -> Before | None:
    if found is None or found.amount is None:
        return None
    before = Before(found.key, found.amount, found.from_last, found.amount.unit.is_ratio, growth=measure)
    now = book.amount(base)
    if (
        now is None
        or now.unit.dimension != found.amount.unit.dimension
        or base.measure.partition(":")[0] not in ("value", "share")
    ):
        return before
    implied, point = (_change(now, found.amount, margin, before.in_points) for margin in (Margin.HALF, Margin.NONE))
    if implied is None or point is None:
        return before
    wanted = _change_key(base, before)
    printed = book.amount(wanted) if wanted is not None else None
    before = replace(before, implied=implied, point=point.low, printed=printed)
    if printed is None or wanted is None:
        return before
    basis = _basis(book, wanted)
    return replace(before, basis=basis, verdict=_verdict(printed, now, found.amount, before.in_points) if not basis else None)


def judged(before: Before, key: Key, findings: Iterable[Finding]) -> Before:
    """The same with the verdict of the rule that looks at just these three figures, where there is one: rules know more than the
    digits, such as figures that are printed with more of them than they have. findings: of the figure, passes among them."""
    base = _level(key)
    change = _change_key(base, before)
    for finding in findings:
        if {operand.key for operand in finding.operands} == {base, before.key, change}:
            return replace(before, verdict=None if finding.verdict is Verdict.UNDECIDED else finding.verdict)
    return before


def _level(key: Key) -> Key:
    """What a growth rate is the growth of; another figure itself."""
    return key.moved(measure="value") if key.measure in ("growth", "growth_prev") else key


def _change_key(base: Key, before: Before) -> Key | None:
    """Of the growth or change on an earlier figure; points are those on the year before."""
    if not before.in_points:
        return base.moved(measure=before.growth)
    if before.growth != "growth":
        return None
    measure, colon, whole = base.measure.partition(":")
    return base.moved(measure=f"points{colon}{whole}" if measure == "share" else "points")


def _basis(book: Book, key: Key) -> str:
    """How a growth rate was computed where that is not from the two printed figures."""
    observation = book.observation(key)
    if observation is not None and observation.basis:
        return observation.basis
    indicator = book.indicator(key.indicator)
    return indicator.basis if indicator is not None and key.measure == "growth" else ""


def _change(now: Amount, before: Amount, margin: Margin, in_points: bool) -> Interval | None:
    """Growth in percent, or change in percentage points; None where the earlier figure may be zero or less."""
    moved = base_interval(now, margin) - base_interval(before, margin) if in_points else growth(now, before, margin)
    return None if moved is None else moved.scaled(100)


def _verdict(printed: Amount, now: Amount, before: Amount, in_points: bool) -> Verdict | None:
    """The verdict on a printed growth or change, None where it cannot be decided."""
    if in_points:
        verdict = judge(
            lambda margin: (base_interval(printed, margin), base_interval(now, margin) - base_interval(before, margin))
        ).verdict
    else:
        verdict = judge_growth(printed, now, before)
    return None if verdict is Verdict.UNDECIDED else verdict
