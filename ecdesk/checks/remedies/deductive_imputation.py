"""What one figure of a rule would have to be, given the others."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from ecdesk.checks.engine.figures import Figures
from ecdesk.checks.engine.forms import LinearForm, RatioForm, Terms, form_of
from ecdesk.checks.language.compiling import Instance
from ecdesk.domain.amounts import Amount
from ecdesk.domain.intervals import Interval, total
from ecdesk.domain.keys import Key
from ecdesk.domain.units import Unit

EVERYTHING = Interval(None, None)


def needed(instance: Instance, key: Key, figures: Figures, form: LinearForm | RatioForm | None = None) -> Interval | None:
    """The values of a figure, in base units, with which an instance would hold; None where that cannot be said.

    form: of the instance's rule, when the caller has it at hand.
    """
    form = form or form_of(instance.rule)
    if form is None:
        return None
    if any(figures.get(other).lack for other in instance.keys if other != key):
        return None
    if isinstance(form, LinearForm):
        factor = _factor(form.terms, instance, key)
        if factor is None or factor == 0:
            return None
        rest = _sum(form.terms, instance, figures, key) + Interval.point(form.constant)
        return _related((-rest).scaled(1 / factor), form.relation, factor > 0)
    return _ratio(form, instance, key, figures)


def _related(bound: Interval, relation: str, rising: bool) -> Interval:
    if relation == "=":
        return bound
    if relation == "!=":
        return EVERYTHING
    below = (relation in ("<=", "<")) == rising
    return Interval(None, bound.high) if below else Interval(bound.low, None)


def _ratio(form: RatioForm, instance: Instance, key: Key, figures: Figures) -> Interval | None:
    places = [_factor(terms, instance, key) for terms in (form.quotient, form.over, form.under)]
    if sum(place is not None and place != 0 for place in places) != 1:
        return None
    quotient = _sum(form.quotient, instance, figures, key) + Interval.point(form.constant)
    over, under = (_sum(terms, instance, figures, key) for terms in (form.over, form.under))
    try:
        if places[0]:
            return (over / under - quotient).scaled(1 / places[0])
        if places[1]:
            return (quotient * under - over).scaled(1 / places[1])
        assert places[2]
        return (over / quotient - under).scaled(1 / places[2])
    except ZeroDivisionError:
        return None


def _factor(terms: Terms, instance: Instance, key: Key) -> Fraction | None:
    """The whole factor of a figure in a sum; None where it does not stand there."""
    found = [factor for factor, term in terms for other in instance.operands[term] if other == key]
    return sum(found, Fraction(0)) if found else None


def _sum(terms: Terms, instance: Instance, figures: Figures, without: Key) -> Interval:
    return total(
        figures.get(key).half.scaled(factor) for factor, term in terms for key in instance.operands[term] if key != without
    )


def intersection(intervals: Iterable[Interval]) -> Interval | None:
    """The values that lie in all of them; None when there are none."""
    result = EVERYTHING
    for interval in intervals:
        lows = [end for end in (result.low, interval.low) if end is not None]
        highs = [end for end in (result.high, interval.high) if end is not None]
        result = Interval(max(lows) if lows else None, min(highs) if highs else None)
        if result.low is not None and result.high is not None and result.low > result.high:
            return None
    return result


def printed_within(wanted: Interval, unit: Unit, exponent: int) -> Amount | None:
    """The figure with so many digits that is nearest to the middle of an interval in base units; None for one without both ends."""
    if wanted.low is None or wanted.high is None:
        return None
    middle = (wanted.low + wanted.high) / 2 / unit.scale
    with localcontext() as context:
        context.prec = 60
        step = Decimal(1).scaleb(exponent)
        value = (Decimal(middle.numerator) / Decimal(middle.denominator)).quantize(step, rounding=ROUND_HALF_EVEN)
    return Amount(value, unit)
