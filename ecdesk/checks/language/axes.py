"""How a reference chooses along one dimension: one fixed member, the one at hand, one found from it, or several.

An axis answers two questions. `ids`: which members does it mean when such a member is at hand? `origins`: with which member at hand
does it mean this one? None among the origins says that any will do. The second question finds the instances that an edit touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Item
from ecdesk.domain.figures.periods import Period, period_from_code


class Binding(NamedTuple):
    """What a rule is applied to: the member at hand of each dimension that it leaves open, "" for the others.

    share: the measure of the share at hand (share, share:社会消费品零售总额).
    """

    indicator: str = ""
    area: str = ""
    item: str = ""
    period: str = ""
    share: str = ""


class Axis(Protocol):
    @property
    def several(self) -> bool:
        """Whether it stands for several members at once."""
        ...

    @property
    def open(self) -> bool:
        """Whether what it means depends on the member at hand."""
        ...

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]: ...

    def origins(self, id: str) -> tuple[str | None, ...]: ...


@dataclass(frozen=True)
class Fixed:
    """The one that is named."""

    id: str
    several: bool = False
    open: bool = False

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        return (self.id,)

    def origins(self, id: str) -> tuple[str | None, ...]:
        return (None,) if id == self.id else ()


class BoundAxis:
    """An axis of a compiled rule, under which areas, items and periods do not change: what it answered is remembered.

    free: whether the rule leaves the dimension open, so that a binding says which member is at hand.
    """

    def __init__(self, axis: Axis, free: bool) -> None:
        self.axis = axis
        self.free = free
        self.by_indicator = isinstance(axis, ChildItems)
        self._ids: dict[str | tuple[str, str], tuple[str, ...]] = {}
        self._origins: dict[str, tuple[str, ...]] = {}

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        asked = (at_hand, indicator) if self.by_indicator else at_hand
        found = self._ids.get(asked)
        if found is None:
            found = self._ids[asked] = self.axis.ids(at_hand, indicator)
        return found

    def origins(self, id: str) -> tuple[str, ...]:
        """What bindings that mean a member say of the dimension, "" where they say nothing."""
        found = self._origins.get(id)
        if found is None:
            said = (origin or "" if self.free else "" for origin in self.axis.origins(id))
            found = self._origins[id] = tuple(dict.fromkeys(said))
        return found


@dataclass(frozen=True)
class AtHand:
    """The one at hand."""

    several: bool = False
    open: bool = True

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        return (at_hand,)

    def origins(self, id: str) -> tuple[str | None, ...]:
        return (id,)


class Group:
    """A fixed list of members."""

    several = True
    open = False

    def __init__(self, members: tuple[str, ...]) -> None:
        self.members = members
        self._set = frozenset(members)

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        return self.members

    def origins(self, id: str) -> tuple[str | None, ...]:
        return (None,) if id in self._set else ()


class ChildAreas:
    """The areas under the one at hand, of some kinds or of every kind."""

    several = True
    open = True

    def __init__(self, book: Book, kinds: tuple[str, ...]) -> None:
        self._children: dict[str, list[str]] = {}
        self._parent: dict[str, str] = {}
        for area in book.areas:
            if not kinds or area.kind in kinds:
                self._children.setdefault(area.parent, []).append(area.code)
                self._parent[area.code] = area.parent

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        return tuple(self._children.get(at_hand, ()))

    def origins(self, id: str) -> tuple[str | None, ...]:
        parent = self._parent.get(id)
        return (parent,) if parent else ()


class ParentArea:
    """The area in which the one at hand lies."""

    several = False
    open = True

    def __init__(self, book: Book) -> None:
        self._book = book

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        area = self._book.area(at_hand)
        return (area.parent,) if area and area.parent else ()

    def origins(self, id: str) -> tuple[str | None, ...]:
        return tuple(area.code for area in self._book.areas.children(id))


class ParentItem:
    """The item that the one at hand is part of; the total, which has no item, for one at the top."""

    several = False
    open = True

    def __init__(self, book: Book) -> None:
        self._book = book

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        item = self._book.item(at_hand)
        return (item.parent,) if item else ()

    def origins(self, id: str) -> tuple[str | None, ...]:
        return tuple(item.id for item in self._book.all(Item).values() if item.parent == id)


class ChildItems:
    """The items of a breakdown that the indicator has figures of, directly under the one at hand.

    members: ids of the breakdown's items, None for every item whose parent is at hand.
    """

    several = True
    open = True

    def __init__(self, book: Book, members: tuple[str, ...] | None, items_of: Mapping[str, frozenset[str]]) -> None:
        items = book.all(Item)
        self._members = members if members is not None else tuple(items)
        self._parent = {id: items[id].parent for id in self._members}
        self._items_of = items_of
        self._within = members is None

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        if self._within and not at_hand:
            return ()
        known = self._items_of.get(indicator, frozenset())
        return tuple(id for id in self._members if self._parent[id] == at_hand and id in known)

    def origins(self, id: str) -> tuple[str | None, ...]:
        parent = self._parent.get(id)
        return () if parent is None or (self._within and not parent) else (parent,)


class ChildPeriods:
    """The quarters, months or halves that make up the period at hand."""

    several = True
    open = True
    _LENGTH = {"quarter": 3, "month": 1, "half": 6}

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        whole = period_from_code(at_hand)
        length = self._LENGTH[self.kind]
        if len(whole.months) <= length or len(whole.months) % length or (whole.months[0] - 1) % length:
            return ()
        return tuple(Period(whole.year, self.kind, (month - 1) // length + 1).code for month in whole.months[::length])

    def origins(self, id: str) -> tuple[str | None, ...]:
        part = period_from_code(id)
        if part.kind != self.kind:
            return ()
        last = part.months[-1]
        spans = [Period(part.year)]
        spans += [from_january(part.year, month) for month in range(last, 12)]
        spans += [Period(part.year, "half", (last - 1) // 6 + 1)] if self.kind != "half" else []
        spans += [Period(part.year, "quarter", (last - 1) // 3 + 1)] if self.kind == "month" else []
        return tuple(span.code for span in dict.fromkeys(spans) if id in self.ids(span.code, ""))


@dataclass(frozen=True)
class PastPeriods:
    """The same period of earlier years, latest first. first: how many years back it begins, 0 with the one at hand; last: how many it ends."""

    first: int
    last: int
    several: bool = True
    open: bool = True

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        period = period_from_code(at_hand)
        return tuple(period.moved(-years).code for years in range(self.first, self.last + 1))

    def origins(self, id: str) -> tuple[str | None, ...]:
        period = period_from_code(id)
        return tuple(period.moved(years).code for years in range(self.first, self.last + 1))


HISTORY = PastPeriods(0, 10)
"""A figure with its own past."""

RECENT = PastPeriods(1, 4)
"""The past that a figure is held against."""


class LaterSpans:
    """What runs from the same January to the end of a later month than the period at hand, the shortest first."""

    several = True
    open = True

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        period = period_from_code(at_hand)
        if not is_cumulative(period):
            return ()
        return tuple(from_january(period.year, month).code for month in range(period.months[-1] + 1, 13))

    def origins(self, id: str) -> tuple[str | None, ...]:
        period = period_from_code(id)
        if not is_cumulative(period):
            return ()
        return tuple(from_january(period.year, month).code for month in range(1, period.months[-1]))


class LongerSpans:
    """What the period at hand is a part of within its year, the shortest first: of a month its quarter, its half and what runs from January to its end
    or later. What runs from January itself has later spans instead."""

    several = True
    open = True
    _LENGTH = {"half": 6, "quarter": 3}

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        period = period_from_code(at_hand)
        if period.kind not in ("half", "quarter", "month") or is_cumulative(period):
            return ()
        last, own = period.months[-1], len(period.months)
        around = [Period(period.year, kind, (last - 1) // size + 1) for kind, size in self._LENGTH.items() if size > own]
        spans = [*around, *(from_january(period.year, month) for month in range(last, 13))]
        return tuple(dict.fromkeys(span.code for span in sorted(spans, key=lambda span: len(span.months))))

    def origins(self, id: str) -> tuple[str | None, ...]:
        period = period_from_code(id)
        kinds = (("month", 1), ("quarter", 3), ("half", 6))
        parts = (
            Period(period.year, kind, last // size)
            for kind, size in kinds
            for last in range(size, period.months[-1] + 1, size)
            if last > period.months[0]
        )
        return tuple(part.code for part in parts if id in self.ids(part.code, ""))


class SpanEnds:
    """Of several years at hand the last, the first, and the one before the first: growth over 2013—2018年 may be counted from either."""

    several = True
    open = True
    _LONGEST = 40

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        span = period_from_code(at_hand)
        return (str(span.index), str(span.year), str(span.year - 1)) if span.kind == "years" else ()

    def origins(self, id: str) -> tuple[str | None, ...]:
        end = period_from_code(id)
        if end.kind != "year":
            return ()
        lengths = range(1, self._LONGEST)
        begun = (Period(first, "years", first + more).code for first in (end.year, end.year + 1) for more in lengths)
        return (*begun, *(Period(end.year - less, "years", end.year).code for less in lengths))


class SpanEnd:
    """The last of several years at hand, and any other period itself."""

    several = False
    open = True

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        return SpanEnds().ids(at_hand, indicator)[:1] or (at_hand,)

    def origins(self, id: str) -> tuple[str | None, ...]:
        return (id, *(span for span in SpanEnds().origins(id) if span is not None and self.ids(span, "") == (id,)))


class RelativePeriod:
    """One other period: last_year, before, year, cumulative (up to and with the one at hand), cumulative_before."""

    several = False
    open = True

    def __init__(self, meaning: str) -> None:
        self.meaning = meaning

    def ids(self, at_hand: str, indicator: str) -> tuple[str, ...]:
        period = period_from_code(at_hand)
        found: Period | None
        if self.meaning == "last_year":
            found = period.moved(-1)
        elif self.meaning == "before":
            found = period.before()
        elif self.meaning == "year":
            found = Period(period.year) if period.kind != "year" else None
        elif self.meaning == "cumulative":
            found = from_january(period.year, period.months[-1])
        else:
            # Of what runs from January on itself, the one that ends a month earlier.
            last = (period.months[-1] if is_cumulative(period) else period.months[0]) - 1
            found = from_january(period.year, last) if last else None
        return (found.code,) if found is not None and found != period else ()

    def origins(self, id: str) -> tuple[str | None, ...]:
        period = period_from_code(id)
        if self.meaning == "last_year":
            return (period.moved(1).code,)
        candidates = [period.moved(1)] if period.kind == "year" else []
        candidates += [Period(period.year, "month", month) for month in range(1, 13)]
        candidates += [
            Period(period.year + 1, "month", 1),
            Period(period.year + 1, "quarter", 1),
            Period(period.year + 1, "half", 1),
        ]
        candidates += [Period(period.year, "quarter", quarter) for quarter in range(1, 5)]
        candidates += [Period(period.year, "half", half) for half in (1, 2)]
        candidates += [from_january(period.year, month) for month in range(2, 13)]
        return tuple(candidate.code for candidate in dict.fromkeys(candidates) if id in self.ids(candidate.code, ""))


def from_january(year: int, month: int) -> Period:
    """What runs from January to the end of a month: 2018年上半年 to June."""
    return Period(year, "cumulative", month).span


def is_cumulative(period: Period) -> bool:
    """Whether a period runs from January on, under whichever name: 1—6月 is 上半年, 1—12月 the year."""
    return period.kind not in ("years", "fiscal", "day") and period == from_january(period.year, period.months[-1])
