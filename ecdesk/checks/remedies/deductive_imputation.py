"""Deductive imputation: what one figure of an edit rule would have to be, given the others."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN
from fractions import Fraction

from ecdesk.checks.engine.linear_forms import LinearForm, RatioForm, Terms
from ecdesk.checks.language.compiling import Instance
from ecdesk.columns.figures import Figures
from ecdesk.domain.figures.amounts import Amount, decimal_of
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.units import Unit

EVERYTHING = Interval(None, None)


def needed(form: LinearForm | RatioForm, instance: Instance, key: Key, figures: Figures) -> Interval | None:
    """The values of a figure, in base units, with which an instance of a rule of some form would hold; None where that cannot be said."""
    if any(figures.get(other).lack for other in instance.keys if other != key):
        return None
    if isinstance(form, RatioForm):
        return _ratio(form, instance, key, figures)
    factor = _factor(form.terms, instance, key)
    if not factor:
        return None
    rest = _sum(form.terms, instance, figures, key) + Interval.point(form.constant)
    return _related((-rest).scaled(1 / factor), form.relation, factor > 0)


def _related(bound: Interval, relation: str, rising: bool) -> Interval:
    if relation == "=":
        return bound
    if relation == "!=":
        return EVERYTHING
    below = (relation in ("<=", "<")) == rising
    return Interval(None, bound.high) if below else Interval(bound.low, None)


def _ratio(form: RatioForm, instance: Instance, key: Key, figures: Figures) -> Interval | None:
    factors = [_factor(terms, instance, key) for terms in (form.quotient, form.over, form.under)]
    if sum(map(bool, factors)) != 1:
        return None
    quotient = _sum(form.quotient, instance, figures, key) + Interval.point(form.constant)
    over, under = (_sum(terms, instance, figures, key) for terms in (form.over, form.under))
    try:
        if factors[0]:
            return (over / under - quotient).scaled(1 / factors[0])
        if factors[1]:
            return (quotient * under - over).scaled(1 / factors[1])
        return (over / quotient - under).scaled(1 / factors[2])
    except ZeroDivisionError:
        return None


def _factor(terms: Terms, instance: Instance, key: Key) -> Fraction:
    """The whole factor of a figure in a sum, 0 where it does not stand there."""
    return sum((factor for factor, term in terms for other in instance.operands[term] if other == key), Fraction(0))


def _sum(terms: Terms, instance: Instance, figures: Figures, without: Key) -> Interval:
    return total(
        figures.get(key).half.scaled(factor) for factor, term in terms for key in instance.operands[term] if key != without
    )


def intersection(intervals: Sequence[Interval]) -> Interval | None:
    """The values that lie in all of them; None when there are none."""
    low = max((interval.low for interval in intervals if interval.low is not None), default=None)
    high = min((interval.high for interval in intervals if interval.high is not None), default=None)
    return None if low is not None and high is not None and low > high else Interval(low, high)


def printed_within(wanted: Interval, unit: Unit, exponent: int) -> Amount | None:
    """The figure with so many digits that is nearest to the middle of an interval in base units; None for one without both ends."""
    if wanted.low is None or wanted.high is None:
        return None
    middle = (wanted.low + wanted.high) / 2 / unit.scale
    return Amount(decimal_of(middle, -exponent, ROUND_HALF_EVEN), unit)
