"""The key under which a figure is stored once: indicator, area, item, period, measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import period_from_code, span_code

MEASURES = ("value", "change", "growth", "growth_prev", "share", "points", "index")
MEASURE_NAMES = {
    "value": "数值",
    "change": "增减额",
    "growth": "同比增速",
    "growth_prev": "环比增速",
    "share": "占比",
    "points": "变动百分点",
    "index": "指数",
}
"""points is the change of a share or rate on last year; a measure may carry its whole or base after a colon (share:社会消费品零售总额).
points of a share with a whole carries the same whole; points:growth is the change of a growth rate. An index always carries what is 100 in it:
index:上年=100."""

GROWTH = ("growth", "growth_prev")
"""The measures of growth, on the year and on the period before."""


def tells_growth(measure: str) -> bool:
    """Whether a figure of a measure says how something grew, and so may be counted on a basis of its own: growth, and an index."""
    return measure in GROWTH or measure.partition(":")[0] == "index"


DIMENSIONS = ("indicator", "area", "item", "period", "measure")


class _Parts(NamedTuple):
    indicator: str
    area: str
    item: str
    period: str
    measure: str


class Key(_Parts):
    """What a figure is about; every part is the id of a record of the book (a period's is its code).

    item is "" where the indicator is not broken down. measure is one of `MEASURES`, with its whole after a colon where that is
    not the one of the catalogue: ``share:社会消费品零售总额``. Spans of the same months are one: 1—12月 is the year, 1—6月 上半年.
    """

    __slots__ = ()

    def __new__(cls, indicator: str, area: str, item: str, period: str, measure: str) -> Key:
        # Called for every cell that comes in sight.
        return tuple.__new__(cls, (indicator, area, item, span_code(period) if "C" in period else period, measure))

    def __str__(self) -> str:
        return "|".join(self)

    def moved(self, **parts: str) -> Key:
        """The key with some parts replaced."""
        return Key(**{**self._asdict(), **parts})


def key_from_text(text: str) -> Key:
    """The inverse of ``str(key)``; ValueError for another number of parts."""
    parts = text.split("|")
    if len(parts) != len(DIMENSIONS):
        raise ValueError(text)
    return Key(*parts)


def known_key(text: str) -> Key | None:
    """The same; None for what another program wrote."""
    try:
        return key_from_text(text)
    except ValueError:
        return None


def year_before(key: Key) -> Key:
    """The same figure of the same period a year before. Raises ValueError for a key whose period is none."""
    return key.moved(period=period_from_code(key.period).moved(-1).code)


Coordinates = Mapping[str, str]
"""Part of a key: some of `DIMENSIONS` with their ids. A layout's table, rows and columns each fix such a part."""


def joined(parts: Iterable[Coordinates]) -> Key | None:
    """The union of partial keys: a full key, or None when indicator, area or period is fixed by none of them.

    item defaults to "" and measure to "value". A later part may only repeat what an earlier one says: UserError otherwise,
    because the cell would be about two things at once.
    """
    union: dict[str, str] = {}
    for part in parts:
        for dimension, value in part.items():
            known = union.get(dimension)
            if known is None:
                union[dimension] = value
            elif known != value and not (dimension == "period" and span_code(known) == span_code(value)):
                raise UserError(
                    "行与列对“{dimension}”各有规定（{one}、{two}），请改其中之一。",
                    dimension=dimension,
                    one=known,
                    two=value,
                )
    # A grid asks for the key of every cell that comes in sight: no generator, no second look.
    found = union.get
    indicator, area, period = found("indicator"), found("area"), found("period")
    if not indicator or not area or not period:
        return None
    return Key(indicator, area, found("item", ""), period, found("measure") or "value")
