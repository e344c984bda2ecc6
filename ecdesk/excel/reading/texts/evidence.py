"""What a text says of one facet of a figure, where it stands, and how the pieces of evidence for a facet come together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from typing import Any

from ecdesk.domain.figures.areas import NATION, Area
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.time.times import Time


class Facet(Enum):
    """What is told of a figure."""

    AREA = "area"
    TIME = "time"
    UNIT = "unit"
    MEASURE = "measure"
    NAME = "name"
    ADDED = "added"
    """A measure that a title names besides its subject: 产量及增长."""


class Rank(IntEnum):
    """How near to a figure a text stands. Nearer ranks win over farther ones; pieces of one rank combine, or contradict each other."""

    NEAR = 0
    SECTION = 1
    FAR = 2
    """The lines above the table, and the name of the sheet."""
    ABOVE = 3
    """The lines above the tables before it."""
    FILE = 4
    """The name of the file, which only fills what nothing else says."""
    SOURCE = 5
    """What is known of where the file comes from."""


FACETS = {
    Facet.AREA: text("地区"),
    Facet.TIME: text("时间"),
    Facet.UNIT: text("单位"),
    Facet.MEASURE: text("量"),
    Facet.NAME: text("指标"),
    Facet.ADDED: text("量"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one text says of one facet. value: an Area, a Time, units, or what is known of a name. place: what the text is (标题);
    words: the text itself. named: whether it says by a word of its own what it tells (时间：2018年)."""

    facet: Facet
    value: Any
    rank: Rank
    place: Text
    words: str
    cell: str = ""
    named: bool = False
    settled: Text | None = None
    """Another reason than that the words say so."""

    @property
    def why(self) -> Text:
        if self.settled is not None:
            return self.settled
        return text(
            "{place}{cell}“{words}”写明{facet}。", place=self.place, cell=self.cell, words=self.words, facet=FACETS[self.facet]
        )


ROW, COLUMN = "row", "column"
"""Where the reason of a figure stands that names no cell: in the label of its row, or in the heading of its column."""


def side(of_row: object) -> str:
    """Whether a reason stands in the row or in the column."""
    return ROW if of_row else COLUMN


def standing(why: Text, where: str) -> Text:
    """A reason that says, besides its words, where it stands."""
    return Text(why.template, {**why.values, "stands": where})


Contradiction = tuple[Evidence, Evidence]


def joined_time(pieces: Iterable[Evidence]) -> tuple[Time | None, tuple[Evidence, ...], Contradiction | None]:
    """What pieces of evidence say of the time together, those that it was taken from, and two of one rank that contradict each other.

    Nearer pieces stand before farther ones; within a rank the order does not matter but for what several say alike.
    """
    whole: Time | None = None
    used: list[Evidence] = []
    for piece in sorted(pieces, key=lambda one: one.rank):
        both = _together(whole, piece.value)
        if both is None:
            other = next((one for one in used if one.rank == piece.rank and not one.value.agrees(piece.value)), None)
            if other is not None:
                return whole, tuple(used), (other, piece)
        elif both != whole:
            whole, used = both, [*used, piece]
    return whole, tuple(used), None


def _together(whole: Time | None, time: Time) -> Time | None:
    """Two pieces as one, the first before the second; None where they contradict each other."""
    if whole is None:
        return time
    if _counts_up_to(time, whole):
        return replace(time, year=whole.year)
    return whole if _counts_up_to(whole, time) else whole.joined(time) if whole.agrees(time) else None


def _counts_up_to(span: Time, month: Time) -> bool:
    """Whether one names the months up to the month that another names: 1—6月 on a sheet whose title says 2018年6月."""
    years = span.year is None or month.year is None or span.year == month.year
    return years and span.kind == month.kind == "month" and span.first == 1 < span.last == month.first == month.last


def still_said(before: Sequence[Time], time: Time) -> list[Time | None]:
    """What is left of the times of lines one below the other when a further line names one, for each of them; None for nothing. A year ends the
    year before it with the part of it; a part ends the part before it. A part over all years (一季度 over 2018年, 2017年) stays."""
    if time.names_year:
        years = [number for number, one in enumerate(before) if one.names_year]
        outside = 0 if time.names_part else min(years, default=len(before))
        return [*before[:outside], *(None for _one in before[outside:])]
    return list(map(_year_of, before)) if time.names_part else list(before)


def _year_of(time: Time) -> Time | None:
    return Time(time.year, time.until, fiscal=time.fiscal) if time.names_year else None


def in_force(lines: Iterable[Evidence], last: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What is left of the evidence of time in lines one below the other, with other lines below them."""
    live: list[Evidence] = []
    after = list(last)
    for piece in (*lines, *after):
        left = still_said([one.value for one in live], piece.value)
        live = [replace(one, value=time) for one, time in zip(live, left, strict=True) if time is not None]
        live += [piece] if piece not in after else []
    return tuple(live)


_DEPTHS = {"nation": 0, "region": 1, "province": 2, "corps": 2, "sar": 2, "world": 2, "city": 3}
_UNLISTED = 4


def depth(area: Area) -> int:
    """How far inside others an area lies by its kind: a district farther than its city, a city that no catalogue has farther than one that it has."""
    return _UNLISTED if area.kind == "city" and not area.code else _DEPTHS.get(area.kind, _UNLISTED + 1)


def specific(areas: Iterable[Area]) -> Area | None:
    """The one area that a text names: of an area and one that lies in it the inner one; None for several."""
    named = dict.fromkeys(areas)
    inner = _deepest([area for area in named if area.code != NATION] or list(named))
    if sorted(area.kind for area in inner) == ["corps", "province"]:
        inner = [area for area in inner if area.kind == "corps"]
    return inner[0] if len(inner) == 1 else None


def _deepest(areas: list[Area]) -> list[Area]:
    parents = {area.parent for area in areas} - {""}
    return [area for area in areas if area.code not in parents]
