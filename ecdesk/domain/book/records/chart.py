"""How an exhibit is drawn: a record within the exhibit's, of which every setting is optional."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class ChartKind(StrEnum):
    """What a chart draws."""

    LINE = "line"
    BAR = "bar"
    BAR_AND_LINE = "bar+line"
    STACKED = "stacked"
    RING = "ring"
    RANK = "rank"
    SHARES = "shares"
    """Stacked bars that all reach 100%."""
    BARS_LYING = "lying"
    """Grouped bars that lie, a row for each category."""
    DOTS = "dots"
    """A row for each category, on it a dot for each series."""
    DUMBBELL = "dumbbell"
    """The same, the dots of a row joined: how far apart they are."""
    SLOPE = "slope"
    """The first and the last category only, a line for each series between them."""
    MULTIPLES = "multiples"
    """A small panel for each series, all with one axis."""


class Axis(StrEnum):
    """The lines of a table that run one way."""

    ROWS = "rows"
    COLUMNS = "columns"


class ChartOrder(StrEnum):
    """In which order categories are drawn. USUAL: as the table has them, those of a ranking by their figures. LISTED: as an editor put them."""

    USUAL = ""
    TABLE = "table"
    FALLING = "falling"
    RISING = "rising"
    LISTED = "listed"


class Labelled(StrEnum):
    """Which points have their figures beside them. USUAL: all that there is room for."""

    USUAL = ""
    ENDS = "ends"
    EXTREMES = "extremes"
    HIGHLIGHTED = "highlighted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ValueRange:
    """From where to where an axis runs and in which steps, as digits in its unit; "" for what follows from the figures."""

    low: str = ""
    high: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line across a chart. value: digits in the unit of the left axis, or "" for the mean of the figures drawn against it."""

    value: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class GrowthArrow:
    """From one figure of a series to a later one, with the yearly growth between them, which follows from them. All three are ids of lines."""

    series: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class PointNote:
    """Words at one figure; series and category are ids of lines."""

    series: str
    category: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """How an exhibit is drawn. Lines are named by their ids.

    categories: the lines that run along the axis. primary: the other lines, drawn as bars, areas or lines; empty for all that are not
    secondary. secondary: those drawn as lines against the right axis. top: how many categories are drawn at most, 0 for all. listed:
    categories in an editor's order. left_out: categories that are not drawn. highlight: lines that stand out from the others. colours:
    names of the theme's meanings by lines. decimals: fewer than printed, None for as printed. range: of the left axis; right_range:
    of the right one. title: instead of the caption. title_place: above, below or none; source_place: under (the caption), above (it) or none; "" for the theme's. width_mm: 0
    for the theme's. theme: "" for the book's.
    """

    kind: ChartKind = ChartKind.BAR
    categories: Axis = Axis.ROWS
    primary: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    top: int = 0
    order: ChartOrder = ChartOrder.USUAL
    listed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    highlight: tuple[str, ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)
    labels: Labelled = Labelled.USUAL
    labels_place: str = ""
    decimals: int | None = None
    range: ValueRange = ValueRange()
    right_range: ValueRange = ValueRange()
    reference: ReferenceLine | None = None
    arrow: GrowthArrow | None = None
    notes: tuple[PointNote, ...] = ()
    title: str = ""
    title_place: str = ""
    source_place: str = ""
    width_mm: int = 0
    theme: str = ""

    def without(self, lines: Container[str]) -> Chart:
        """The chart of a table from which these lines, by their ids, were taken out."""
        return self.renamed(lambda id: "" if id in lines else id)

    def renamed(self, name: Callable[[str], str]) -> Chart:
        """The chart of a table whose lines have other ids; name gives "" for a line that is gone, and what was about it goes too."""

        def ids(present: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(filter(None, map(name, present)))

        arrow = self.arrow and GrowthArrow(*map(name, (self.arrow.series, self.arrow.start, self.arrow.end)))
        notes = (PointNote(name(note.series), name(note.category), note.words) for note in self.notes)
        return replace(
            self,
            primary=ids(self.primary),
            secondary=ids(self.secondary),
            listed=ids(self.listed),
            left_out=ids(self.left_out),
            highlight=ids(self.highlight),
            colours={name(id): meaning for id, meaning in self.colours.items() if name(id)},
            arrow=arrow if arrow and arrow.series and arrow.start and arrow.end else None,
            notes=tuple(note for note in notes if note.series and note.category),
        )
