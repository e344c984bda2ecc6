"""What a chart shows, ready to be laid out: categories, series of printed figures, axes, and what an editor put on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ecdesk.domain.book.records import Chart, ChartKind
from ecdesk.domain.errors import UserError

PROJECTED = ("forecast", "estimate")
MOST_RINGS = 3
LEAST_WITH_TOTAL = 4
"""Of so many figures one that is just the sum of the others is their total; of fewer it may be chance (50, 50, 100)."""
LEVELS = "·"
"""What stands between a heading and the name under it in Chinese."""
MOST_NAMED = 4
"""So many categories without figures are named in a note; of more it says how many they are."""
REST = -1
"""The number of a category that no line of the table is: what a whole holds besides the parts that are listed."""


class CannotDraw(UserError):
    """What the exhibit holds cannot be shown as it is: the font lacks a character, or an axis would carry two units."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart. value: the number that the table prints, in the unit of the axis; None where there is none, a gap. label: its
    digits as printed, with the unit where that is not the axis's. place: row and column of its cell, None for the rest of a whole, which
    no cell holds."""

    value: Decimal | None = None
    qualifier: str = ""
    label: str = ""
    status: str = "final"
    basis: str = ""
    place: tuple[int, int] | None = (0, 0)
    lit: bool = True
    """Whether it is drawn in full colour; where something stands out the rest does not."""
    labelled: bool = True
    """Whether its label is wanted."""

    @property
    def projected(self) -> bool:
        return self.status in PROJECTED


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the table along the categories. line: its number among the table's columns, or rows. unit: symbol of its axis's. in_time:
    whether its points follow each other in time, so that a line between them says something. meaning: the colour's name in the theme, ""
    for the next one in turn."""

    line: int
    name: str
    points: tuple[Point, ...]
    unit: str = ""
    in_time: bool = True
    meaning: str = ""

    @property
    def lit(self) -> bool:
        return any(point.lit for point in self.points)

    @property
    def has_figures(self) -> bool:
        return any(point.value is not None for point in self.points)

    def values(self) -> list[Decimal]:
        return [point.value for point in self.points if point.value is not None]

    def landmarks(self) -> set[int]:
        """The points that are named where there is no room for all: the first, the last, the highest and the lowest."""
        known = [(point.value, number) for number, point in enumerate(self.points) if point.value is not None]
        if not known:
            return set()
        by_value = sorted(known, key=lambda one: one[0])
        return {known[0][1], known[-1][1], by_value[0][1], by_value[-1][1]}

    def connected(self, before: int, after: int) -> bool:
        """Whether a line may be drawn between two neighbouring points: both known, one after the other in time, on the same basis (口径)."""
        one, other = self.points[before], self.points[after]
        return self.in_time and one.value is not None and other.value is not None and one.basis == other.basis


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in a chart: numbers of a series among all that are drawn and of a category."""

    series: int
    category: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one point to another, with what lies between them in words."""

    start: Spot
    end: Spot
    words: str


@dataclass(frozen=True, slots=True)
class Callout:
    """Words at a point."""

    spot: Spot
    words: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A line across at a value of the left axis, and what it says."""

    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What an editor set of an axis; None for what follows from the figures."""

    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None


@dataclass(frozen=True)
class DrawnChart:
    """A chart ready to be laid out. order: numbers of the table's lines that the categories are, as drawn; `REST` for the rest of a whole.
    secondary: series against an axis of their own on the right. settings: what the book says of the chart, for whoever lays it out."""

    kind: ChartKind
    number: str
    caption: str
    categories: tuple[str, ...]
    order: tuple[int, ...]
    primary: tuple[Series, ...]
    secondary: tuple[Series, ...] = ()
    primary_unit: str = ""
    secondary_unit: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    settings: Chart = field(default_factory=Chart)
    limits: Limits = Limits()
    right_limits: Limits = Limits()
    arrow: Arrow | None = None
    callouts: tuple[Callout, ...] = ()
    reference: Reference | None = None

    @property
    def series(self) -> tuple[Series, ...]:
        return self.primary + self.secondary

    @property
    def on_right(self) -> tuple[Series, ...]:
        """What is drawn against an axis of its own on the right: lines of one unit share the left one."""
        return () if self.kind == ChartKind.LINE and self.secondary_unit == self.primary_unit else self.secondary

    @property
    def has_figures(self) -> bool:
        return any(series.has_figures for series in self.series)

    @property
    def title(self) -> str:
        return f"{self.number}　{self.settings.title or self.caption}".strip("　 ")


def stack_ends(stacked: Sequence[Series]) -> list[float]:
    """Where stacked bars end above and below zero: of each category the sum of its positive and that of its negative figures."""
    columns = zip(*([float(point.value or 0) for point in series.points] for series in stacked), strict=True)
    return [sum(value for value in column if value * sign > 0) for column in columns for sign in (1, -1)]


def limited_to(chart: DrawnChart, primary: Iterable[Series], kept: Sequence[int]) -> DrawnChart:
    """A chart of some of its categories, with some of its series in the first place."""

    def chosen(series: Iterable[Series]) -> tuple[Series, ...]:
        return tuple(replace(one, points=tuple(one.points[number] for number in kept)) for one in series)

    return replace(
        chart,
        categories=tuple(chart.categories[number] for number in kept),
        order=tuple(chart.order[number] for number in kept),
        primary=chosen(primary),
        secondary=chosen(chart.secondary),
    )
