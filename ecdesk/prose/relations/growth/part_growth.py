"""The growth of parts against that of their whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.judging import Margin, decide
from ecdesk.domain.texts import Text, text
from ecdesk.prose.claims import Claim, label, show, signed, value_text
from ecdesk.prose.explain import TURNED, digits_of, replacements, transpositions
from ecdesk.prose.reading.context import ONE, Context
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.reading.statements import Statement

Offer = tuple[int, Figure, Text]
Offers = Callable[[Statement], Iterator[Offer]]
"""Other signs and figures that might be meant for a growth, each with its words."""
Grown = tuple[Statement, Statement]
"""A level and its growth."""


def growths(context: Context, whole: Statement, parts: Sequence[Statement]) -> Iterator[Claim]:
    """parts/(1+growth) add up to whole/(1+growth); at constant prices the whole only lies between its parts. Where they do not, and no slip of
    one growth would mend it, they may be on another basis, and it is left open."""
    known = [(level, context.growth.get(id(level))) for level in (whole, *parts)]
    grown = [(level, growth) for level, growth in known if growth is not None]
    if len(grown) < len(known):
        return
    if any(growth.comparable for _level, growth in grown):
        yield _between(context, grown)
        return
    verdict = decide(lambda margin: _adds_up(grown, margin))
    base = sum((level.figure.value / (ONE + rate(growth)) for level, growth in grown[1:] if rate(growth) > -1), Fraction(0))
    expected = show(whole.figure.value / base - 1, grown[0][1].figure) if base else ""
    terms = " + ".join(f"{label(p)} {value_text(p)}/(1+{value_text(g)})" for p, g in grown[1:])
    relation = f"{terms} = {label(whole)} {value_text(whole)}/(1+{value_text(grown[0][1])})"
    message = cause = None
    if verdict is Verdict.FAILS:
        off = whole.figure.value / base - 1 - rate(grown[0][1]) if base else ONE
        verdict, message, cause = _why(grown, abs(off) < NEAR, expected)
    yield context.claim("growthmix", verdict, relation, _roles(grown), expected, message, cause)


def _why(grown: Sequence[Grown], near: bool, expected: str) -> tuple[Verdict, Text, Text | None]:
    """What is said of growths that do not come out: which of them slipped, that all of it lies outside its parts, or that it is left open."""
    cause = _slip(grown, (_turned,) if near else (_turned, _other_digit))
    if cause is not None:
        printed = value_text(grown[0][1])
        message = text("按各部分推算，总数应增长 {expected}，文中为 {printed}。", expected=expected, printed=printed)
        return Verdict.FAILS, message, cause
    if _outside(grown):
        outside = text("总数的增速应在各部分的增速之间。")
        return Verdict.FAILS, outside, outside
    message = text("与各部分推算的 {expected} 不符，可能是按可比口径计算的增速。", expected=expected)
    return Verdict.UNDECIDED, message, None


def rate(growth: Statement) -> Fraction:
    return growth.figure.value * growth.sign


def _adds_up(grown: Sequence[Grown], margin: Margin) -> bool:
    whole, *parts = (_last_year(level, signed(growth, margin), margin) for level, growth in grown)
    return total(parts).meets(whole)


def _last_year(level: Statement, growth: Interval, margin: Margin) -> Interval:
    factor = Interval.point(1) + growth
    if factor.low is None or factor.low <= 0:
        return Interval(Fraction(0), None)
    return level.figure.interval(margin) / factor


NEAR = Fraction(5, 100)
"""So near to what its parts give, the growth of a whole may be computed on another basis than theirs."""


def _slip(grown: Sequence[Grown], kinds: Sequence[Offers]) -> Text | None:
    """The growth whose sign, two digits of which, or of which alone one digit would have to be another."""
    for offers in kinds:
        mended = [words for place in range(len(grown)) if (words := _mended(grown, place, offers)) is not None]
        if mended and (offers is _turned or len(mended) == 1):
            return mended[0]
    return None


def _mended(grown: Sequence[Grown], place: int, offers: Offers) -> Text | None:
    """What is offered for one growth and makes last year's parts add up."""
    levels = [_last_year(level, signed(growth, Margin.HALF), Margin.HALF) for level, growth in grown]
    level, growth = grown[place]
    for sign, figure, words in offers(growth):
        levels[place] = _last_year(level, figure.interval().scaled(sign), Margin.HALF)
        if total(levels[1:]).meets(levels[0]):
            return words
    return None


def _turned(growth: Statement) -> Iterator[Offer]:
    yield -growth.sign, growth.figure, TURNED
    for other in transpositions(growth.figure):
        yield (
            growth.sign,
            other,
            text("若将“{old}”改为“{new}”（相邻两位对调）则相符。", old=_printed(growth.figure), new=_printed(other)),
        )


def _other_digit(growth: Statement) -> Iterator[Offer]:
    for other in replacements(growth.figure) if len(digits_of(growth.figure)) >= 3 else ():
        yield (
            growth.sign,
            other,
            text("若将“{old}”改为“{new}”（一位数字之差）则相符。", old=_printed(growth.figure), new=_printed(other)),
        )


def _printed(figure: Figure) -> str:
    return f"{figure.amount.value:f}{figure.amount.unit.symbol}"


def _roles(grown: Sequence[Grown]) -> list[tuple[Statement, str]]:
    (whole, growth), *parts = grown
    return [(whole, "total"), (growth, "growth"), *(pair for p, g in parts for pair in ((p, "part"), (g, "growth")))]


def _outside(grown: Sequence[Grown]) -> bool:
    """Whether the whole grew by clearly more, or clearly less, than any of its parts, which are of one size with it and have grown apart."""
    whole, *parts = (rate(growth) for _level, growth in grown)
    return not min(parts) - NEAR < whole < max(parts) + NEAR and not all(part < 0 for part in (whole, *parts))


def _between(context: Context, grown: Sequence[Grown]) -> Claim:
    rates = [growth for _level, growth in grown]

    def check(margin: Margin) -> bool:
        ends = [signed(growth, margin) for growth in rates[1:]]
        lows, highs = [end.low for end in ends if end.low is not None], [end.high for end in ends if end.high is not None]
        low = min(lows) if len(lows) == len(ends) else None
        high = max(highs) if len(highs) == len(ends) else None
        return signed(rates[0], margin).meets(Interval(low, high))

    verdict = decide(check)
    values = "、".join(value_text(growth) for growth in rates[1:])
    relation = f"min({values}) ≤ {label(rates[0])} {value_text(rates[0])} ≤ max({values})"
    message = text("按可比价计算的增速不重算，只核对总数在各部分之间。")
    if verdict is Verdict.FAILS:
        message = text("总数的增速应在各部分的增速之间。")
    return context.claim("growthmix", verdict, relation, _roles(grown), "", message)
