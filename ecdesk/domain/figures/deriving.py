"""What a figure that follows from others comes to: an interval, and the digits that it is printed with.

Operands are intervals, so the result is one, worked out exactly. It is printed from the printed values of its operands, and `decided` where every
value of the interval is printed so. Where the interval says less than ten last digits nothing is printed at all.

The formula stands in the figure's origin, with ``=`` before it, and the interval beside it. So a derived figure is stored, undone, compared and merged
like any other, and everybody who counts with it counts with the interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.records import FROM_UNSOURCED, Observation, Origin, OriginKind, Status
from ecdesk.domain.figures.amounts import Amount, Content, Mark, decimal_of
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.units import Unit

MOST_DIGITS_OPEN = 10
"""Last digits that the interval of a printed figure may be wide."""

_MORE = 3
"""Decimals more than printed with which an interval is written down."""

_TO = "～"

_SETTLED = (Status.FINAL, Status.REVISED, Status.PRELIMINARY, Status.ESTIMATE, Status.FORECAST)
"""From what is settled to what is least so."""


@dataclass(frozen=True, slots=True)
class Derived:
    """content: what is printed, — or … where nothing is. interval: in the unit of the content, None where there is none. decided: whether every
    value of the interval is printed so."""

    content: Content
    interval: Interval | None
    decided: bool


def derived(interval: Interval, point: Fraction, unit: Unit, decimals: int) -> Derived:
    """From an interval and the value that the printed operands come to, both in base units."""
    within, value = interval.scaled(1 / unit.scale), point / unit.scale
    width = within.width
    if width is None or width > MOST_DIGITS_OPEN * Fraction(10) ** -decimals:
        return Derived(Mark.UNKNOWN, within, False)
    amount = Amount(decimal_of(value, decimals, ROUND_HALF_UP), unit)
    return Derived(amount, within, is_decided(amount, within))


def is_decided(amount: Amount, within: Interval) -> bool:
    """Whether every value of an interval, in the amount's unit, is printed as it is."""
    half, value = amount.last_digit / 2, Fraction(amount.value)
    return within.low is not None and within.high is not None and value - half <= within.low and within.high <= value + half


# -- as it is stored


def formula_of(observation: Observation | None) -> str:
    """The formula by which a figure is worked out, without its ``=``; "" for any other figure."""
    if observation is None or observation.origin.kind != OriginKind.COMPUTED:
        return ""
    detail = observation.origin.detail
    return detail[1:] if detail.startswith("=") else ""


def interval_of(observation: Observation) -> Interval | None:
    """What a derived figure can mean, in base units; None for any other one, and where nothing could be worked out."""
    if not formula_of(observation) or not isinstance(observation.content, Amount):
        return None
    return _read(observation.origin.raw.removesuffix(FROM_UNSOURCED), observation.content.unit)


def is_unsettled(observation: Observation | None) -> bool:
    """Whether a derived figure stands on one that is not final."""
    return bool(formula_of(observation)) and observation is not None and observation.status not in (Status.FINAL, Status.REVISED)


def is_undecided(observation: Observation | None) -> bool:
    """Whether a derived figure is printed with a last digit that its interval leaves open."""
    if observation is None or not isinstance(observation.content, Amount):
        return False
    interval = interval_of(observation)
    amount = observation.content
    return interval is not None and not is_decided(amount, interval.scaled(1 / amount.unit.scale))


def stored(observation: Observation, found: Derived, status: Status, unsourced: bool = False) -> Observation:
    """A derived figure as it is after its formula was worked out again. unsourced: whether one of its operands has no source."""
    origin = observation.origin
    raw = written(found.interval, found.content) if found.interval is not None else ""
    raw += FROM_UNSOURCED if unsourced and isinstance(found.content, Amount) else ""
    return Observation(
        observation.key,
        found.content,
        status,
        observation.basis,
        Origin(OriginKind.COMPUTED, by=origin.by, raw=raw, detail=origin.detail),
        observation.note,
    )


def written(interval: Interval, content: Content) -> str:
    """An interval as it stands in an origin: its ends rounded away from each other."""
    decimals = max(0, -content.exponent) + _MORE if isinstance(content, Amount) else _MORE
    low = "" if interval.low is None else _plain(decimal_of(interval.low, decimals, ROUND_FLOOR))
    high = "" if interval.high is None else _plain(decimal_of(interval.high, decimals, ROUND_CEILING))
    return low if low == high else f"{low}{_TO}{high}"


def _plain(number: Decimal) -> str:
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


@lru_cache(maxsize=4096)
def _read(text: str, unit: Unit) -> Interval | None:
    low, to, high = text.partition(_TO)
    try:
        ends = [Fraction(Decimal(end)) if end else None for end in (low, high if to else low)]
    except ArithmeticError:
        return None
    return Interval(*ends).scaled(unit.scale) if text else None


def least_settled(statuses: list[Status]) -> Status:
    """How far a figure is settled that follows from such ones: revised figures are as final as others."""
    found = max(statuses, key=_SETTLED.index, default=Status.FINAL)
    return Status.FINAL if found == Status.REVISED else found


def is_consequence(change: Change) -> bool:
    """Whether a change only worked a derived figure out again."""
    before, after = change.before, change.after
    if not isinstance(before, Observation) or not isinstance(after, Observation):
        return False
    return bool(formula_of(after)) and before.origin.detail == after.origin.detail and formula_of(before) == formula_of(after)
