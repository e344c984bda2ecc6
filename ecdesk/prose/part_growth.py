"""The growth of parts against that of their whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.context import ONE, Context
from ecdesk.prose.statements import Statement


def growths(context: Context, whole: Statement, parts: list[Statement], known: bool) -> Iterator[Claim]:
    """parts/(1+growth) add up to whole/(1+growth); at constant prices the whole only lies between its parts."""
    whole_growth = context.growth.get(id(whole))
    growths = [context.growth.get(id(part)) for part in parts]
    if whole_growth is None or any(growth is None for growth in growths):
        return
    printed = [growth for growth in growths if growth is not None]
    roles = [(whole, "total"), (whole_growth, "growth")]
    for part, growth in zip(parts, printed, strict=True):
        roles += [(part, "part"), (growth, "growth")]
    comparable = any(growth.comparable for growth in (whole_growth, *printed))
    if comparable:
        yield _between(context, whole_growth, printed, roles)
        return

    def last_year(statement: Statement, growth: Statement, margin: Margin) -> Interval:
        factor = Interval.point(1) + signed(growth, margin)
        if factor.low is None or factor.low <= 0:
            return Interval(Fraction(0), None)
        return statement.figure.interval(margin) / factor

    verdict = decide(
        lambda margin: total(last_year(p, g, margin) for p, g in zip(parts, printed, strict=True)).meets(
            last_year(whole, whole_growth, margin)
        )
    )
    base = sum(
        (part.figure.value / (ONE + _rate(growth)) for part, growth in zip(parts, printed, strict=True) if _rate(growth) > -1),
        Fraction(0),
    )
    expected = ""
    if base:
        expected = show(whole.figure.value / base - 1, whole_growth.figure)
    terms = " + ".join(f"{label(p)} {value_text(p)}/(1+{value_text(g)})" for p, g in zip(parts, printed, strict=True))
    relation = f"{terms} = {label(whole)} {value_text(whole)}/(1+{value_text(whole_growth)})"
    message = None
    if verdict is Verdict.FAILS and not known and base and abs(whole.figure.value / base - 1 - _rate(whole_growth)) < NEAR:
        verdict, message = (
            Verdict.UNDECIDED,
            text("与各部分推算的 {expected} 不符，可能是按可比口径计算的增速。", expected=expected),
        )
    elif verdict is Verdict.FAILS:
        message = text(
            "按各部分推算，总数应增长 {expected}，文中为 {printed}。", expected=expected, printed=value_text(whole_growth)
        )
    yield context.claim("growthmix", verdict, relation, roles, expected, message)


NEAR = Fraction(5, 100)
"""So near to what its parts give, the growth of a whole may be computed on another basis than theirs."""


def _rate(growth: Statement) -> Fraction:
    return growth.figure.value * growth.sign


def _between(context: Context, whole_growth: Statement, known: list[Statement], roles: list[tuple[Statement, str]]) -> Claim:
    def check(margin: Margin) -> bool:
        lows = [signed(growth, margin).low for growth in known]
        highs = [signed(growth, margin).high for growth in known]
        low = None if any(value is None for value in lows) else min(value for value in lows if value is not None)
        high = None if any(value is None for value in highs) else max(value for value in highs if value is not None)
        return signed(whole_growth, margin).meets(Interval(low, high))

    verdict = decide(check)
    values = "、".join(value_text(growth) for growth in known)
    relation = f"min({values}) ≤ {label(whole_growth)} {value_text(whole_growth)} ≤ max({values})"
    message = (
        text("总数的增速应在各部分的增速之间。")
        if verdict is Verdict.FAILS
        else text("按可比价计算的增速不重算，只核对总数在各部分之间。")
    )
    return context.claim("growthmix", verdict, relation, roles, "", message)
