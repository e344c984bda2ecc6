"""Rates that are one figure over another: of the sentence, of the open list, or by the names of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.clauses import ends_with, folded_name
from ecdesk.prose.context import Context
from ecdesk.prose.explain import likely_cause
from ecdesk.prose.lexicon import rates
from ecdesk.prose.patterns import pattern
from ecdesk.prose.shares import quotient
from ecdesk.prose.statements import Measure, Statement

_GROWTH_OF = pattern("contribution_to")
_OF_THAT = pattern("percent_of")
_Change = tuple[Callable[[Margin], Interval], Statement]
PARAGRAPHS = 8
"""How far back the two figures of a rate may stand."""


def find_rates(context: Context) -> Iterator[Claim]:
    """Every rate whose two figures the text has."""
    for statement in context.statements:
        if statement.measure is Measure.CONTRIBUTION:
            yield from _contribution(context, statement)
        if statement.measure is not Measure.RATE:
            continue
        known = next((k for k in rates() if k.get("by_name") and any(statement.name.endswith(w) for w in k["value"])), None)
        if known is not None:
            yield from _by_name(context, statement, known)
        else:
            yield from _stated(context, statement)
            yield from _of_another(context, statement)


def _by_name(context: Context, rate: Statement, known: dict[str, Any]) -> Iterator[Claim]:
    """资产负债率 is 负债 over 资产: of the same firms, area and period, and only if the text has one figure of each."""
    prefix = folded_name(rate.name)
    for word in known["value"]:
        prefix = prefix.removesuffix(word)

    def figure_of(names: list[str]) -> Statement | None:
        found = [
            s
            for s in context.statements
            if s.measure is Measure.LEVEL
            and s.period == rate.period
            and s.area == rate.area
            and 0 <= rate.stretch.number - s.stretch.number <= PARAGRAPHS
            and s.scope is None
            and s.figure.amount.unit.base == "元"
            and any(re.search(f"{name}(?:总计|合计|总额)?$", s.name) for name in names)
        ]
        named = [s for s in found if prefix and folded_name(s.name).startswith(prefix)] or found
        return named[0] if len({s.figure.value for s in named}) == 1 else None

    part, whole = figure_of(known["part"]), figure_of(known["whole"])
    if part is None or whole is None or part is whole or part.figure.dimension != whole.figure.dimension:
        return
    verdict, cause = _judged(part, whole, rate)
    if verdict in (Verdict.HOLDS, Verdict.ROUNDING) or cause is not None:
        # Without a slip that explains it, it is the rate of some of the firms, or of an average: nobody says of which.
        yield _claim(context, part, whole, rate, verdict, cause)


def _of_another(context: Context, rate: Statement) -> Iterator[Claim]:
    """中位数12186元，是平均数的86.7%: a level as a percentage of another one that is named."""
    of = _OF_THAT.search(rate.lead)
    if of is None:
        return
    wanted = folded_name(of["whole"])
    part = next((s for s in context.earlier(rate, 0) if s.measure is Measure.LEVEL and s.segment == rate.segment), None)
    if part is None:
        return
    bare = folded_name(part.name)
    same = re.sub("中位数$", "", bare) if wanted == "平均数" else wanted
    for level in reversed(context.statements):
        if (
            level.figure.start >= rate.figure.start and level.stretch is rate.stretch
        ) or level.stretch.number > rate.stretch.number:
            continue
        if (
            level.measure is Measure.LEVEL
            and level is not part
            and folded_name(level.name) == same
            and level.period == part.period
            and level.area == part.area
            and level.figure.dimension == part.figure.dimension
        ):
            verdict, cause = _judged(part, level, rate)
            if verdict is not Verdict.FAILS or wanted != "平均数" or cause is not None:
                yield _claim(context, part, level, rate, verdict, cause)
            return


def _judged(part: Statement, whole: Statement, rate: Statement) -> tuple[Verdict, Text | None]:
    """What becomes of part over whole, and the slip of the pen that explains a failure."""
    verdict = quotient(part, whole, rate)
    if verdict is not Verdict.FAILS:
        return verdict, None
    figures = [part.figure, whole.figure, rate.figure]
    return verdict, likely_cause(
        figures, lambda f: f[1].value != 0 and (f[0].interval() / f[1].interval()).meets(f[2].interval())
    )


def _contribution(context: Context, rate: Statement) -> Iterator[Claim]:
    """税收收入对财政收入增长的贡献率: the change of the part over that of the whole. Publishers also compute it at constant prices and over
    other spans, so a rate that does not fit proves nothing."""
    of = _GROWTH_OF.search(rate.lead)
    part = rate.head or next(
        (s for s in context.earlier(rate, 0) if s.measure is Measure.LEVEL and not s.aside and s.segment == rate.segment), None
    )
    if of is None or part is None or rate.listed:
        return
    wanted = folded_name(of["whole"])
    for level in reversed(context.statements):
        near = level.stretch is rate.stretch and level.figure.start < rate.figure.start
        earlier = 0 < rate.stretch.number - level.stretch.number <= PARAGRAPHS
        if (
            (near or earlier)
            and level is not part
            and level.measure is Measure.LEVEL
            and level.period == part.period
            and level.figure.dimension == part.figure.dimension
            and ends_with(folded_name(level.name), wanted)
        ):
            one, two = _change_of(context, part), _change_of(context, level)
            if one is not None and two is not None and _ratio(one, two, rate) is Verdict.HOLDS:
                relation = f"Δ{label(part)} {value_text(one[1])} / Δ{label(level)} {value_text(two[1])} = {value_text(rate)}"
                roles = [(part, "part"), (one[1], "change"), (level, "whole"), (two[1], "change"), (rate, "share")]
                yield context.claim("share", Verdict.HOLDS, relation, roles, value_text(rate))
            return


def _ratio(part: _Change, whole: _Change, rate: Statement) -> Verdict:
    def check(margin: Margin) -> bool:
        below = whole[0](margin)
        if below.low is None or below.low <= 0:
            return True
        return (part[0](margin) / below).meets(rate.figure.interval(margin))

    return decide(check)


def _change_of(context: Context, level: Statement) -> _Change | None:
    """By how much a level moved on last year: as printed, or from its growth; with the figure that says so."""
    change = next(
        (
            s
            for s in context.by_stretch[level.stretch.number]
            if s.measure is Measure.CHANGE and s.head is level and s.figure.dimension == level.figure.dimension and not s.listed
        ),
        None,
    )
    if change is not None:
        return (lambda margin: signed(change, margin)), change
    growth = context.growth.get(id(level))
    if growth is None or growth.comparable:
        return None

    def moved(margin: Margin) -> Interval:
        factor = Interval.point(1) + signed(growth, margin)
        if factor.low is None or factor.low <= 0:
            return Interval(None, None)
        return level.figure.interval(margin) - level.figure.interval(margin) / factor

    return moved, growth


def _claim(
    context: Context, part: Statement, whole: Statement, rate: Statement, verdict: Verdict, cause: Text | None = None
) -> Claim:
    expected = show(part.figure.value / whole.figure.value, rate.figure) if whole.figure.value else ""
    relation = f"{label(part)} {value_text(part)} / {label(whole)} {value_text(whole)} = {rate.name} {value_text(rate)}"
    message = (
        text("应为 {expected}，文中为 {printed}。", expected=expected, printed=value_text(rate))
        if verdict is Verdict.FAILS
        else None
    )
    roles = [(part, "part"), (whole, "whole"), (rate, "share")]
    return context.claim("share", verdict, relation, roles, expected, message, cause)


def _stated(context: Context, rate: Statement) -> Iterator[Claim]:
    """城镇化率, 亏损面: a rate that is one count of the sentence over another."""
    pair = _rate_pair(context, rate)
    if pair is None:
        return
    part, whole = pair
    if (
        part.segment != rate.segment
        or part.figure.start > rate.figure.start
        or part.figure.dimension != whole.figure.dimension
        or part.aside
    ):
        return
    for known in rates():
        if known.get("by_name") or not any(rate.name.endswith(word) for word in known["value"]):
            continue
        fits = bool(known["part"]) and any(w in part.name for w in known["part"]) and any(w in whole.name for w in known["whole"])
        verdict = quotient(part, whole, rate)
        if not fits and verdict not in (Verdict.HOLDS, Verdict.ROUNDING):
            return
        yield _claim(context, part, whole, rate, verdict)
        return


def _rate_pair(context: Context, rate: Statement) -> tuple[Statement, Statement] | None:
    """The part and the whole that a rate follows: of the open list, or two counts of the sentence that count the same things."""
    scope = rate.scope
    if scope is not None and scope.whole is not None and scope.parts:
        return scope.parts[-1], scope.whole
    near = [s for s in context.earlier(rate, 0) if s.measure is Measure.LEVEL and not s.aside][:2]
    if len(near) < 2 or near[0].figure.dimension != near[1].figure.dimension or near[0].figure.value > near[1].figure.value:
        return None
    part, whole = near
    shared = whole.name[-3:]
    return (part, whole) if len(shared) == 3 and shared in part.name else None
