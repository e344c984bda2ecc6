"""Bars, stacked bars and lines above the categories of a chart, with their value labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ecdesk.charts.axes import Scale, ValueAxis
from ecdesk.charts.label_placing import Box, LabelPlacer, Segment, ValueLabel
from ecdesk.charts.paper import Paper
from ecdesk.charts.text_metrics import height_of, shrunk, width_of
from ecdesk.charts.themes import Theme
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.charts import DrawnChart, Point, Series

Spots = dict[int, tuple[float, float]]
"""Where the points of a line stand, by their categories."""


@dataclass
class Plot:
    """The drawing in hand: where bars, lines and labels may stand."""

    paper: Paper
    data: DrawnChart
    box: Box
    left: ValueAxis
    right: ValueAxis

    @property
    def slot(self) -> float:
        """The width that each category has."""
        return self.box.width / max(len(self.data.categories), 1)

    @property
    def crowded(self) -> bool:
        """Whether points of a line are too many to be marked and named each."""
        return self.slot < 9.0

    @cached_property
    def placer(self) -> LabelPlacer:
        box = self.box
        return LabelPlacer(Box(box.left - 4, box.bottom + 0.5, box.right + 4, box.top + 1))

    def centre(self, category: int) -> float:
        return self.box.left + (category + 0.5) * self.slot

    def bars(self) -> Iterator[tuple[int, int, Point, float]]:
        """The figures that bars are drawn for, category by category: numbers of category and series, the point, its value."""
        for category in range(len(self.data.categories)):
            for number, series in enumerate(self.data.primary):
                point = series.points[category]
                if point.value is not None:
                    yield category, number, point, float(point.value)

    def draw_bar(self, box: Box, point: Point, number: int) -> None:
        """number: of its series, which has a colour and a hatch."""
        fill, hatch = self.fill(point, number)
        self.paper.rectangle(box, fill, hatch, point.projected, point.place)
        self.placer.fills.append(box)

    def fill(self, point: Point, number: int) -> tuple[str, str]:
        """The colour and the hatch of a bar."""
        return self.paper.theme.bar_look(number, self.data.primary[number].meaning, point.lit)

    def what(self, series: Series, category: int) -> str:
        """Which figure it is, for people."""
        return " ".join(filter(None, (self.data.categories[category], series.name, series.points[category].label)))

    @cached_property
    def gridlines(self) -> list[Segment]:
        """The level lines behind the figures, at the ticks of the left axis."""
        heights = map(self.left.scale.at, self.left.scale.ticks[: len(self.left.labels)])
        return [((self.box.left, y), (self.box.right, y)) for y in heights]

    def draw_labels(self, labels: Sequence[ValueLabel], over_others: bool = True) -> None:
        """Labels where there is room for them; over_others: on bars and lines too, where there is no other. None is struck by a gridline."""
        for label in labels:
            placed = self.placer.placed(label)
            if placed is None or (not over_others and placed.covering):
                self.paper.dropped.append(label.what)
                continue
            if not placed.covering and any(map(placed.box.crossed_by, self.gridlines)):
                self.paper.blank(placed.box)
            self.paper.value(placed)


STACKS = (ChartKind.STACKED, ChartKind.SHARES)


def bars_of(data: DrawnChart) -> tuple[Series, ...]:
    return () if data.kind == ChartKind.LINE else data.primary


def lines_of(data: DrawnChart) -> tuple[Series, ...]:
    return data.series if data.kind == ChartKind.LINE else data.secondary


def draw_figures(plot: Plot) -> None:
    """Everything that is drawn for a figure, and the labels, those of bars first."""
    lines = lines_of(plot.data)
    spots = [_draw_line(plot, series, number) for number, series in enumerate(lines)]
    if plot.data.kind in STACKS:
        _draw_stacks(plot)
    elif bars_of(plot.data):
        _draw_bars(plot)
    _label_lines(plot, lines, spots)


def _bar_width(plot: Plot, count: int) -> float:
    theme = plot.paper.theme
    share = theme.bar_share if count == 1 else min(0.8, theme.bar_share + 0.08 * count)
    return min(plot.slot * share / max(count, 1), theme.widest_bar)


def _draw_bars(plot: Plot) -> None:
    """Grouped bars with their labels on top, below where the figure is negative."""
    theme, scale = plot.paper.theme, plot.left.scale
    count = len(plot.data.primary)
    width = _bar_width(plot, count)
    zero = scale.at(0.0)
    labelled: list[tuple[Point, Box, int, str]] = []
    landmarks = [series.landmarks() for series in plot.data.primary]
    crowded = plot.slot / max(count, 1) < height_of(theme.smallest_size) * 0.8
    for category, number, point, value in plot.bars():
        middle = plot.centre(category) + (number - (count - 1) / 2) * width
        y = scale.at(value)
        box = Box(middle - width * 0.47, min(zero, y), middle + width * 0.47, max(zero, y))
        plot.draw_bar(box, point, number)
        what = plot.what(plot.data.primary[number], category)
        if point.labelled and (not crowded or category in landmarks[number]):
            labelled.append((point, box, number, what))
        elif point.labelled:
            plot.paper.dropped.append(what)
    size, rotated = _label_size(theme, [(box.middle, point.label) for point, box, _number, _what in labelled])
    inside = plot.data.settings.labels_place == "inside"
    colours = {True: theme.ink, False: theme.quiet}
    for point, box, number, what in labelled:
        if inside and not rotated and box.height > height_of(size) + 3 and box.width > width_of(point.label, size):
            up = height_of(size) / 2
            middle = box.bottom + up + 2 if (point.value or 0) < 0 else box.top - up - 2
            _draw_inside(plot, Box(box.left, middle - up, box.right, middle + up), point, number, size)
        else:
            plot.draw_labels([_above_bar(point, box, size, rotated, colours[point.lit], what)])


def _label_size(theme: Theme, labels: Sequence[tuple[float, str]]) -> tuple[float, bool]:
    """The size at which no label (its middle, its text) meets its neighbours, level if it can be, else turned."""
    gaps = [
        (other - one, (width_of(label, 1.0) + width_of(next_label, 1.0)) / 2)
        for (one, label), (other, next_label) in pairwise(sorted(labels))
    ]

    def level(size: float) -> bool:
        return all(width * size + 1.5 <= gap for gap, width in gaps)

    size = shrunk(theme.value_size, theme.smallest_size, level)
    if level(size):
        return size, False
    nearest = min(gap for gap, _width in gaps)
    return shrunk(theme.value_size, theme.smallest_size, lambda size: height_of(size) + 0.7 <= nearest), True


def _above_bar(point: Point, bar: Box, size: float, rotated: bool, colour: str, what: str) -> ValueLabel:
    across, up = (height_of(size), width_of(point.label, size)) if rotated else (width_of(point.label, size), height_of(size))
    negative = (point.value or 0) < 0
    feet = [bar.bottom - lift - up if negative else bar.top + lift for lift in (1.0, 2.5, 4.0, 6.0, 9.0)]
    shifts = (0.0, -across * 0.2, across * 0.2)
    boxes = [Box.standing(bar.middle + shift, foot, across, up) for foot in feet for shift in shifts]
    return ValueLabel(point.label, colour, tuple(boxes), size, rotated, what)


def _draw_stacks(plot: Plot) -> None:
    """Segments on top of each other; a label stands inside its segment, or beside a segment that is too flat for it."""
    theme, scale = plot.paper.theme, plot.left.scale
    size = theme.value_size
    width = _bar_width(plot, 1)
    ends: dict[tuple[int, bool], float] = defaultdict(float)
    beside: list[ValueLabel] = []
    for category, number, point, value in plot.bars():
        side = category, value < 0
        start, ends[side] = ends[side], ends[side] + value
        low, high = sorted((scale.at(start), scale.at(ends[side])))
        middle = plot.centre(category)
        box = Box(middle - width / 2, low, middle + width / 2, high)
        plot.draw_bar(box, point, number)
        if not point.labelled:
            continue
        if box.height >= height_of(size) and box.width >= width_of(point.label, size) + 2:
            _draw_inside(plot, box, point, number, size)
        else:
            beside.append(_beside(point.label, box, size, theme.ink, plot.what(plot.data.primary[number], category)))
    plot.draw_labels(beside, over_others=False)


def _draw_inside(plot: Plot, box: Box, point: Point, number: int, size: float) -> None:
    """The label of a segment in its middle, on a ground of its own where the segment is hatched."""
    theme = plot.paper.theme
    up = height_of(size)
    at = Box.standing(box.middle, box.centre - up / 2, width_of(point.label, size), up)
    fill, hatch = plot.fill(point, number)
    hatched = point.projected or hatch
    if hatched:
        plot.paper.blank(at)
    plot.paper.text(at.middle, at.bottom, point.label, size, theme.ink if hatched else theme.readable_on(fill))
    plot.placer.forbidden.append(at)


def _beside(label: str, segment: Box, size: float, colour: str, what: str) -> ValueLabel:
    across, up = width_of(label, size), height_of(size)
    feet = [segment.centre - up / 2 + lift for lift in (0.0, 3.0, -3.0, 6.0, -6.0, 9.0, -9.0)]
    lefts = (segment.right + 2, segment.left - 2 - across)
    return ValueLabel(
        label, colour, tuple(Box(left, foot, left + across, foot + up) for foot in feet for left in lefts), size, what=what
    )


def _scale_of(plot: Plot, series: Series) -> Scale:
    at_left = series in plot.data.primary or not plot.data.on_right
    return plot.left.scale if at_left else plot.right.scale


def _draw_line(plot: Plot, series: Series, number: int) -> Spots:
    """A line with gaps where figures are missing or on another basis; returns where its points stand."""
    theme, scale, points = plot.paper.theme, _scale_of(plot, series), series.points
    spots = {at: (plot.centre(at), scale.at(float(point.value))) for at, point in enumerate(points) if point.value is not None}
    colour = theme.line_look(number, series.meaning, series.lit)
    joined = {at for at in range(1, len(points)) if series.connected(at - 1, at)}
    for at in sorted(joined):
        plot.paper.stroke([spots[at - 1], spots[at]], colour, theme.line_width, points[at].projected, layer=3.5)
        plot.placer.strokes.append((spots[at - 1], spots[at]))
    _draw_points(plot, series, number, spots, _marked(plot, series, joined, spots))
    return spots


def _draw_points(plot: Plot, series: Series, number: int, spots: Spots, marked: Sequence[int]) -> None:
    """The markers of a line; a point without one can be pointed at all the same."""
    theme = plot.paper.theme
    several_bases = len({series.points[at].basis for at in spots}) > 1
    radius = theme.marker_size / 2 + 0.5
    for at, (x, y) in spots.items():
        point, box = series.points[at], Box(x - radius, y - radius, x + radius, y + radius)
        if at not in marked:
            plot.paper.spot(point.place, box)
            continue
        hollow = point.projected or (several_bases and bool(point.basis))
        colour = theme.line_look(number, series.meaning, point.lit and series.lit)
        plot.paper.marker(x, y, theme.marker(number), colour, hollow, point.place)
        plot.placer.forbidden.append(box)


def _marked(plot: Plot, series: Series, joined: set[int], spots: Spots) -> list[int]:
    """The categories whose points have markers: all, or where they are crowded the landmarks and those that no line leads to or from."""
    if not plot.crowded:
        return list(spots)
    landmarks = series.landmarks()
    return [at for at in spots if at in landmarks or not joined & {at, at + 1}]


def _label_lines(plot: Plot, lines: Sequence[Series], spots: Sequence[Spots]) -> None:
    theme = plot.paper.theme
    size = theme.value_size if plot.crowded else _line_label_size(plot, lines)
    named = [series.landmarks() if plot.crowded else set(places) for series, places in zip(lines, spots, strict=True)]
    labels = []
    for category in range(len(plot.data.categories)):
        wanted = [number for number in range(len(lines)) if category in spots[number] and lines[number].points[category].labelled]
        here = [(spots[number][category], number) for number in wanted if category in named[number]]
        plot.paper.dropped += [plot.what(lines[number], category) for number in wanted if category not in named[number]]
        for rank, (spot, number) in enumerate(sorted(here, key=lambda entry: -entry[0][1])):
            # Where lines run above each other the upper one is labelled above, the lowest one below.
            below = 0 < rank == len(here) - 1
            colour = theme.for_words(theme.line(number, lines[number].meaning)) if sum(map(bool, spots)) > 1 else theme.ink
            point = lines[number].points[category]
            places = _around(spot, point.label, size, theme, below)
            what = plot.what(lines[number], category)
            labels.append(ValueLabel(point.label, colour if point.lit else theme.quiet, places, size, what=what))
    plot.draw_labels(labels)


def _line_label_size(plot: Plot, lines: Sequence[Series]) -> float:
    """The size at which the widest label is about as wide as a category."""
    printed = [point.label for series in lines for point in series.points if point.value is not None]
    widest = max((width_of(label, 1.0) for label in printed), default=0.0)
    theme = plot.paper.theme
    return shrunk(theme.value_size, theme.smallest_size, lambda size: widest * size <= plot.slot * 1.15)


def _around(spot: tuple[float, float], label: str, size: float, theme: Theme, below: bool) -> tuple[Box, ...]:
    """Places around a marker, nearest first, above before below or the other way round; after the nearest, those beside it."""
    across, up = width_of(label, size), height_of(size)
    x, y = spot
    clear = theme.marker_size / 2 + 1.2
    boxes = []
    for distance in (0.0, 3.0, 7.0):
        feet = (y + clear + distance, y - clear - distance - up)
        shifts = (0.0, -across * 0.35, across * 0.35)
        boxes += [Box.standing(x + shift, foot, across, up) for foot in feet[:: -1 if below else 1] for shift in shifts]
    beside = [Box(left, y - up / 2, left + across, y + up / 2) for left in (x + clear + 1, x - clear - 1 - across)]
    return (*boxes[:6], *beside, *boxes[6:])
