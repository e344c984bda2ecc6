"""Looking up the names that rules use in a book: indicators, areas, items, periods and words for several of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from ecdesk.checks.language.axes import (
    HISTORY,
    RECENT,
    Axis,
    ChildAreas,
    ChildItems,
    ChildPeriods,
    Fixed,
    Group,
    LaterSpans,
    LongerSpans,
    ParentArea,
    ParentItem,
    RelativePeriod,
    SpanEnd,
    SpanEnds,
)
from ecdesk.checks.language.syntax import Name, RuleError
from ecdesk.checks.language.vocabulary import PARENT_AREA, vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import fold_heading
from ecdesk.domain.book.records import Indicator, Item
from ecdesk.domain.texts import text
from ecdesk.domain.wording.time.time_words import period_named
from ecdesk.domain.wording.units import unit_named

SHORTEST_WIDER = 4
"""Characters of a name that others may end with."""

DIMENSION_NAMES = {
    "indicator": text("指标"),
    "area": text("地区"),
    "item": text("分组项"),
    "period": text("时期"),
    "measure": text("量"),
}


class Names:
    """The names of one book, as they stand now."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.by_figures = False
        """Whether anything was looked up that depends on which figures there are."""

    @cached_property
    def _items(self) -> dict[str, Item | None]:
        found: dict[str, Item | None] = {}
        for item in self.book.all(Item).values():
            for word in {fold_heading(name) for name in (item.id, item.name, item.english, *item.synonyms) if name}:
                known = found.get(word, item)
                found[word] = item if known is item else None
        return found

    @cached_property
    def breakdowns(self) -> dict[str, list[str]]:
        """Ids of the items of each breakdown, in order."""
        found: dict[str, list[str]] = {}
        for item in sorted(self.book.all(Item).values(), key=lambda item: item.order):
            if item.breakdown:
                found.setdefault(item.breakdown, []).append(item.id)
        return found

    @cached_property
    def items_of(self) -> dict[str, frozenset[str]]:
        """The items under which an indicator has figures."""
        self.by_figures = True
        found: dict[str, set[str]] = {}
        for key in self.book.observations:
            if key.item:
                found.setdefault(key.indicator, set()).add(key.item)
        return {indicator: frozenset(items) for indicator, items in found.items()}

    def parent_of(self, indicator: str, subject: str) -> str:
        """The id of the indicator that one is a part of, as the catalogue has it, or, of one without such (subject named), by its name; "" for none."""
        known = self.book.indicator(indicator)
        if known is None or subject == "parent":
            return known.parent if known is not None else ""
        return "" if known.parent else self._wider.get(indicator, "")

    @cached_property
    def _wider(self) -> dict[str, str]:
        """Of indicators by how many of their names others end: 农产品网络零售额 is some of 网络零售额."""
        by_name = {one.name: one for one in self.book.indicators if len(one.name) >= SHORTEST_WIDER}
        found = {}
        for one in self.book.indicators:
            ends = (one.name[start:] for start in range(1, len(one.name) - SHORTEST_WIDER + 1))
            wider = next((by_name[end] for end in ends if end in by_name), None)
            if wider is not None and _is_some_of(one, wider):
                found[one.id] = wider.id
        return found

    def indicator(self, name: Name) -> str:
        """The id of the indicator that is named so; RuleError when there is none."""
        found = self.book.indicator(name.text) or self.book.indicators.find(name.text)
        if found is None:
            raise RuleError(name.span, "没有“{name}”这个指标，请改名称或先添加指标。", name=name.text)
        return found.id

    def item(self, text: str) -> str | None:
        if self.book.item(text) is not None:
            return text
        found = self._items.get(fold_heading(text))
        return found.id if found else None

    def area(self, text: str) -> str | None:
        found = self.book.areas.find(text)
        return found.code if found else None

    def period(self, text: str) -> str | None:
        found = period_named(text, self.book.period)
        return found.span.code if found else None

    def whole(self, name: Name) -> str:
        """The whole of a share as it stands in a key's measure: an indicator's id, an area's code or an item's id."""
        found = self.book.indicator(name.text) or self.book.indicators.find(name.text)
        if found is not None:
            return found.id
        known = self.area(name.text) or self.item(name.text)
        if known is not None:
            return known
        self.by_figures = True
        if any(key.measure == f"share:{name.text}" for key in self.book.observations):
            return name.text
        raise RuleError(name.span, "没有“{name}”这个指标或地区，占比的整体无从查找。", name=name.text)

    def axis(self, name: Name, indicator: str = "") -> tuple[str, Axis]:
        """What a name in the brackets of an indicator chooses: the dimension, and which members of it. RuleError when it is unknown or
        ambiguous."""
        words = vocabulary()
        relative = words.relative.get(name.text)
        if relative is not None:
            return self._relative(relative)
        group = words.groups.get(name.text)
        if group is not None:
            return group.dimension, self._group(group.dimension, group.kinds, group.of)
        if name.text.startswith("各") and name.text[1:] in self.breakdowns:
            members = self.breakdowns[name.text[1:]]
            return "item", ChildItems(self.book, tuple(members), self.items_of)
        dimension, id = self.member(name, indicator)
        return dimension, Fixed(id)

    def member(self, name: Name, indicator: str = "") -> tuple[str, str]:
        """The dimension and id of the one area, item or period that is named so; RuleError when there is none or several.

        indicator: whose figures are meant; an item that it has none of is not meant where there is an area of that name.
        """
        lookups: tuple[tuple[str, Callable[[str], str | None]], ...] = (
            ("period", self.period),
            ("area", self.area),
            ("item", self.item),
        )
        found = [(dimension, id) for dimension, look_up in lookups if (id := look_up(name.text)) is not None]
        if not found:
            raise RuleError(name.span, "没有“{name}”这个地区、分组项或时期，请改名称或先添加。", name=name.text)
        if len(found) > 1 and indicator:
            own = self.items_of.get(indicator, frozenset())
            found = [(dimension, id) for dimension, id in found if dimension != "item" or id in own]
        if len(found) > 1:
            raise RuleError(
                name.span,
                "“{name}”既是{one}又是{two}，请写全称以便区分。",
                name=name.text,
                one=DIMENSION_NAMES[found[0][0]],
                two=DIMENSION_NAMES[found[1][0]],
            )
        return found[0]

    def _relative(self, meaning: str) -> tuple[str, Axis]:
        if meaning == PARENT_AREA:
            return "area", ParentArea(self.book)
        if meaning == "parent_item":
            return "item", ParentItem(self.book)
        if meaning == "no_item":
            return "item", Fixed("")
        return "period", SpanEnd() if meaning == "last_of" else RelativePeriod(meaning)

    def _group(self, dimension: str, kinds: tuple[str, ...], of: str) -> Axis:
        if dimension == "area":
            if of == "children":
                return ChildAreas(self.book, kinds)
            return Group(tuple(area.code for area in self.book.areas if not kinds or area.kind in kinds))
        if dimension == "item":
            return ChildItems(
                self.book, tuple(one.id for one in self.book.all(Item).values()) if of == "top" else None, self.items_of
            )
        past: dict[str, Axis] = {
            "past": HISTORY,
            "recent": RECENT,
            "later_spans": LaterSpans(),
            "longer_spans": LongerSpans(),
            "ends": SpanEnds(),
        }
        return past[of] if of in past else ChildPeriods(kinds[0])


def _is_some_of(one: Indicator, wider: Indicator) -> bool:
    """Whether an indicator whose name ends with another one's is a part of it: in the same kind of unit, and not counted otherwise."""
    before = one.name.removesuffix(wider.name)
    if any(word in before for word in vocabulary().not_wider):
        return False
    return unit_named(wider.unit).dimension == unit_named(one.unit).dimension
