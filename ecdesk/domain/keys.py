"""The key under which a figure is stored once: indicator, area, item, period, measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ecdesk.domain.errors import UserError

MEASURES = ("value", "change", "growth", "growth_prev", "share", "points")
MEASURE_NAMES = {
    "value": "数值",
    "change": "增减额",
    "growth": "同比增速",
    "growth_prev": "环比增速",
    "share": "占比",
    "points": "变动百分点",
}
"""points is the change of a share or rate on last year; a measure may carry its whole or base after a colon (share:社会消费品零售总额).
points of a share with a whole carries the same whole; points:growth is the change of a growth rate."""

DIMENSIONS = ("indicator", "area", "item", "period", "measure")


class Key(NamedTuple):
    """What a figure is about; every part is the id of a record of the book (a period's is its code).

    item is "" where the indicator is not broken down. measure is one of `MEASURES`, with its whole after a colon where that is
    not the one of the catalogue: ``share:社会消费品零售总额``.
    """

    indicator: str
    area: str
    item: str
    period: str
    measure: str

    def __str__(self) -> str:
        return "|".join(self)

    def moved(self, **parts: str) -> Key:
        """The key with some parts replaced."""
        return self._replace(**parts)


def key_from_text(text: str) -> Key:
    """The inverse of ``str(key)``; ValueError for another number of parts."""
    parts = text.split("|")
    if len(parts) != len(DIMENSIONS):
        raise ValueError(text)
    return Key(*parts)


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
            elif known != value:
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
