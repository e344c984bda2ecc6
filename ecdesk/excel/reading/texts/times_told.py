"""Whether a text that names a time can stand over a figure of a period."""

from __future__ import annotations

from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.time.times import Time


def tells(time: Time, period: Period, own: Period | None, far: bool = False, loosely: bool = False) -> bool:
    """Whether a text that names a time can stand over a figure of a period. far: the text is that of a whole table; loosely: it may name
    more years or months than the figure has, or just its last one."""
    if far and time == Time(cumulative=True):
        return period.kind == "cumulative"
    if any(meant is not None and meant.span == period.span for meant in (time.period(base) for base in (period, own))):
        return True
    if time.until is not None and not time.kind and time.year is not None:
        return loosely and time.year <= period.year <= time.until
    if time.cumulative or time.shift is not None or time.fiscal or time.year not in (None, period.year):
        return False
    return _tells_part(time, period, loosely)


def _tells_part(time: Time, period: Period, loosely: bool) -> bool:
    """The same of a text and a figure of one year."""
    if not time.kind:
        return bool(time.grain) and time.grain in (period.kind, "period", "year")
    meant = time.period(Period(period.year))
    return meant is not None and _covers(meant, period, loosely)


def _covers(meant: Period, period: Period, loosely: bool) -> bool:
    """Whether a text that names one part of a year can stand over a figure of another part of it."""
    last = meant.months[-1] == period.months[-1]
    if last and (meant.kind != "day" or meant.edges_a_month) and period.kind in _END_WITH.get(meant.kind, ()):
        return True
    return loosely and (last or set(meant.months) >= set(period.months))


_END_WITH = {
    "day": ("month", "quarter", "cumulative"),
    "month": ("quarter", "cumulative"),
    "quarter": ("cumulative", "half", "year"),
}
"""What a figure may be of under the day, month or quarter that it ends with: in a column whose days stand for their months, or where another text
says that it is counted by quarters or since January."""
