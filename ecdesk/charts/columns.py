"""Charts whose categories run along the foot: line, bars, bars with lines above them, stacked bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecdesk.charts.frame import Entry, projected_name
from ecdesk.charts.labels import Box, Placer, Wish
from ecdesk.charts.metrics import height_of, shortened, width_of
from ecdesk.charts.paper import Paper
from ecdesk.charts.scales import Scale, scale_over
from ecdesk.charts.stubs import Stubs, draw_stubs, stubs_for
from ecdesk.charts.themes import Theme
from ecdesk.domain.charts import DrawnChart, Point, Series
from ecdesk.domain.texts import tr

_BAND = 0.58
"""How much of the height bars keep when lines are drawn above them."""
_BAND_OF_ONE = 0.72
"""The same when there is a single figure above them."""


def columns_entries(data: DrawnChart, theme: Theme) -> list[Entry]:
    """The legend: nothing for a single series, which the caption names."""
    bars = () if data.kind == "line" else data.primary
    lines = (*data.primary, *data.secondary) if data.kind == "line" else data.secondary
    entries = [
        Entry(series.name, "bar", theme.bar(number), theme.bar_hatch(number))
        for number, series in enumerate(bars)
        if series.has_figures
    ]
    entries += [
        Entry(_line_name(data, series), "line", theme.line(number), marker=theme.marker(number))
        for number, series in enumerate(lines)
        if series.has_figures
    ]
    if len(entries) < 2:
        entries = []
    projected = projected_name(data)
    if projected:
        entries.append(Entry(projected, "dashes" if data.kind == "line" else "projected", theme.bar(0), marker=theme.marker(0)))
    return entries


def _line_name(data: DrawnChart, series: Series) -> str:
    apart = data.secondary and series in data.secondary and data.secondary_unit != data.primary_unit
    return tr("{name}（右轴）", name=series.name) if apart else series.name


def columns_height(data: DrawnChart, theme: Theme, width: float) -> float:
    """The height that the chart itself wants on a sheet of a width, in points."""
    return theme.plot_height + columns_stubs(data, theme, width).height


def columns_stubs(data: DrawnChart, theme: Theme, width: float) -> Stubs:
    """The names below a chart of a width, before its axes are known."""
    return stubs_for(data.categories, (width - 60) / max(len(data.categories), 1), theme)


@dataclass
class _Plot:
    """The drawing in hand: where bars, lines and labels may stand."""

    paper: Paper
    data: DrawnChart
    box: Box
    left: Scale
    right: Scale
    slot: float

    @property
    def crowded(self) -> bool:
        """Whether points of a line are too many to be marked and named each."""
        return self.slot < 9.0

    def centre(self, category: int) -> float:
        return self.box.left + (category + 0.5) * self.slot


def draw_columns(paper: Paper, area: Box, data: DrawnChart) -> None:
    theme = paper.theme
    size = theme.label_size
    lines = (*data.primary, *data.secondary) if data.kind == "line" else data.secondary
    bars = () if data.kind == "line" else data.primary
    shared = data.secondary_unit == data.primary_unit and data.kind == "line"
    left_scale = _left_scale(data, shared)
    right_values = [] if shared else [float(value) for series in data.secondary for value in series.values()]
    right_scale = scale_over(right_values, from_zero=False, most=3) if right_values else Scale((0.0, 1.0))
    both = bool(right_values) and any(series.has_figures for series in data.primary)
    only_right = bool(right_values) and not both

    left_labels = [] if only_right else left_scale.labels()
    # A lone figure is read from its label; ticks around it would say nothing.
    right_labels = right_scale.labels() if len(set(right_values)) > 1 else []
    unit_height = height_of(size) + 2
    left_edge = area.left + max([6.0, *(width_of(label, size) + 6 for label in left_labels)])
    right_edge = area.right - max([6.0, *(width_of(label, size) + 6 for label in right_labels)])
    slot = (right_edge - left_edge) / max(len(data.categories), 1)
    stubs = stubs_for(data.categories, slot, theme)
    top = area.top - unit_height
    box = Box(left_edge, min(area.bottom + stubs.height, top - 20), right_edge, top)

    middle = box.bottom + box.height * (_BAND if right_labels else _BAND_OF_ONE)
    left_scale = left_scale.placed(box.bottom + _foot_room(left_scale, bars, size), middle if both else box.top - size * 1.3)
    right_start, right_end = (middle + size * 1.9 if both else box.bottom), box.top - size * 1.5
    if right_end < right_start + size:
        # A low pane has no room for a second axis: its figures keep their labels.
        right_start, right_end, right_labels = min(right_start, box.top - size), box.top - size, []
    right_scale = right_scale.placed(right_start, right_end)
    plot = _Plot(paper, data, box, left_scale, right_scale, slot)

    if not only_right:
        _draw_axis(plot, left_scale, left_labels, data.primary_unit, at_left=True)
    if right_values:
        _draw_axis(plot, right_scale, right_labels, data.secondary_unit, at_left=False)
    draw_stubs(paper, stubs, [plot.centre(number) for number in range(len(data.categories))], box.bottom)

    placer = Placer(Box(box.left - 4, box.bottom + 0.5, box.right + 4, box.top + 1))
    drawn = [
        _draw_line(plot, series, number, left_scale if series in data.primary or shared else right_scale, placer)
        for number, series in enumerate(lines)
    ]
    _draw_baseline(plot)
    if data.kind == "stacked":
        _draw_stacks(plot, placer)
    elif bars:
        _draw_bars(plot, placer)
    _label_lines(plot, lines, drawn, placer)


def _left_scale(data: DrawnChart, shared: bool) -> Scale:
    if data.kind == "stacked":
        totals = [0.0]
        for category in range(len(data.categories)):
            values = [float(series.points[category].value or 0) for series in data.primary]
            totals += [sum(value for value in values if value > 0), sum(value for value in values if value < 0)]
        peak = max(totals)
        # Shares that miss or pass 100 by rounding only still fill an axis that ends at 100.
        if data.primary_unit == "%" and 99.0 <= peak <= 101.0 and min(totals) == 0:
            return Scale((0.0, 20.0, 40.0, 60.0, 80.0, 100.0))
        return scale_over(totals, from_zero=True)
    values = [float(value) for series in (data.series if shared else data.primary) for value in series.values()]
    return scale_over(values, from_zero=data.kind != "line")


def _foot_room(scale: Scale, bars: Sequence[Series], size: float) -> float:
    """Room under the lowest bars for their labels."""
    return size * 1.4 if any(value < 0 for series in bars for value in series.values()) else 0.0


def _draw_axis(plot: _Plot, scale: Scale, labels: Sequence[str], unit: str, at_left: bool) -> None:
    paper, theme, box = plot.paper, plot.paper.theme, plot.box
    size = theme.label_size
    edge = box.left if at_left else box.right
    previous = -1e9
    for tick, label in zip(scale.ticks, labels, strict=False):
        y = scale.at(tick)
        if at_left:
            paper.stroke([(box.left, y), (box.right, y)], theme.grid, theme.grid_width, layer=0.5)
        if y - previous < height_of(size) * 0.95:
            continue
        previous = y
        foot = min(max(y - height_of(size) / 2, 0.0), plot.box.top - height_of(size) / 2)
        paper.text(edge - 4 if at_left else edge + 4, foot, label, size, theme.quiet, "right" if at_left else "left")
    if not at_left and labels:
        paper.stroke([(edge, scale.start), (edge, scale.end)], theme.axis, theme.axis_width)
    words = tr("单位：{unit}", unit=unit) if at_left else unit
    if unit:
        width, _height = paper.size
        half = width / 2 - theme.margin - 4
        if at_left:
            paper.text(theme.margin, box.top + 2, shortened(words, size, half), size, theme.quiet, "left")
        else:
            paper.text(width - theme.margin, box.top + 2, shortened(words, size, half), size, theme.quiet, "right")


def _draw_baseline(plot: _Plot) -> None:
    theme = plot.paper.theme
    plot.paper.stroke([(plot.box.left, plot.box.bottom), (plot.box.right, plot.box.bottom)], theme.axis, theme.axis_width)
    scale = plot.left
    if plot.data.kind != "line" and scale.low < 0 < scale.high and any(series.has_figures for series in plot.data.primary):
        zero = scale.at(0.0)
        plot.paper.stroke([(plot.box.left, zero), (plot.box.right, zero)], theme.axis, theme.axis_width, layer=3)


def _bar_width(plot: _Plot, count: int) -> float:
    theme = plot.paper.theme
    share = theme.bar_share if count == 1 else min(0.8, theme.bar_share + 0.08 * count)
    return min(plot.slot * share / max(count, 1), theme.widest_bar)


def _draw_bars(plot: _Plot, placer: Placer) -> None:
    """Grouped bars with their labels on top, below where the figure is negative."""
    theme, scale = plot.paper.theme, plot.left
    count = len(plot.data.primary)
    width = _bar_width(plot, count)
    zero = scale.at(0.0)
    labelled: list[tuple[Point, Box]] = []
    telling = [series.telling() for series in plot.data.primary]
    crowded = plot.slot / max(count, 1) < height_of(theme.smallest_size) * 0.8
    for category in range(len(plot.data.categories)):
        for number, series in enumerate(plot.data.primary):
            point = series.points[category]
            if point.value is None:
                continue
            middle = plot.centre(category) + (number - (count - 1) / 2) * width
            y = scale.at(float(point.value))
            box = Box(middle - width * 0.47, min(zero, y), middle + width * 0.47, max(zero, y))
            plot.paper.rectangle(box, theme.bar(number), theme.bar_hatch(number), point.projected, point.place)
            placer.fills.append(box)
            if not crowded or category in telling[number]:
                labelled.append((point, box))
    size, rotated = _label_size(theme, [(box.middle, point.label) for point, box in labelled])
    wishes = [_above_bar(point, box, size, rotated, theme.ink) for point, box in labelled]
    for placed in placer.place(wishes):
        if placed is not None:
            plot.paper.value(placed)


def _label_size(theme: Theme, labels: Sequence[tuple[float, str]]) -> tuple[float, bool]:
    """The size at which no label (its middle, its text) meets its neighbours, level if it can be, else turned."""
    ordered = sorted(labels)
    gaps = [
        (other - one, (width_of(label, 1.0) + width_of(next_label, 1.0)) / 2)
        for (one, label), (other, next_label) in pairwise(ordered)
    ]
    size = theme.value_size
    while size >= theme.smallest_size:
        if all(width * size + 1.5 <= gap for gap, width in gaps):
            return size, False
        size -= 0.25
    nearest = min(gap for gap, _width in gaps)
    size = theme.value_size
    while size > theme.smallest_size and height_of(size) + 0.7 > nearest:
        size -= 0.25
    return size, True


def _above_bar(point: Point, bar: Box, size: float, rotated: bool, colour: str) -> Wish:
    across, up = (height_of(size), width_of(point.label, size)) if rotated else (width_of(point.label, size), height_of(size))
    negative = (point.value or 0) < 0
    boxes = []
    for lift in (1.0, 2.5, 4.0, 6.0, 9.0):
        foot = bar.bottom - lift - up if negative else bar.top + lift
        for shift in (0.0, -across * 0.2, across * 0.2):
            boxes.append(Box(bar.middle + shift - across / 2, foot, bar.middle + shift + across / 2, foot + up))
    return Wish(point.label, colour, tuple(boxes), size, rotated)


def _draw_stacks(plot: _Plot, placer: Placer) -> None:
    """Segments on top of each other; a label stands inside its segment, or beside a segment that is too flat for it."""
    theme, scale = plot.paper.theme, plot.left
    size = theme.value_size
    width = _bar_width(plot, 1)
    inside: list[tuple[str, Box, int]] = []
    beside: list[tuple[str, Box]] = []
    bars: list[Box] = []
    for category in range(len(plot.data.categories)):
        up = down = 0.0
        middle = plot.centre(category)
        for number, series in enumerate(plot.data.primary):
            point = series.points[category]
            if point.value is None:
                continue
            start = up if point.value >= 0 else down
            end = start + float(point.value)
            up, down = (end, down) if point.value >= 0 else (up, end)
            low, high = sorted((scale.at(start), scale.at(end)))
            box = Box(middle - width / 2, low, middle + width / 2, high)
            plot.paper.rectangle(box, theme.bar(number), theme.bar_hatch(number), point.projected, point.place)
            bars.append(box)
            fits = box.height >= height_of(size) and box.width >= width_of(point.label, size) + 2
            if fits:
                inside.append((point.label, box, -1 if point.projected else number))
            else:
                beside.append((point.label, box))
    for label, box, number in inside:
        half, across = height_of(size) / 2, width_of(label, size) / 2
        at = Box(box.middle - across, box.centre - half, box.middle + across, box.centre + half)
        colour = theme.ink if number < 0 else _readable_on(theme.bar(number), theme)
        if number < 0 or theme.bar_hatch(number):
            plot.paper.blank(at)
            colour = theme.ink
        plot.paper.text(at.middle, at.bottom, label, size, colour)
        placer.forbidden.append(at)
    placer.fills += bars
    wishes = []
    for label, box in beside:
        across, up = width_of(label, size), height_of(size)
        spots = []
        for lift in (0.0, 3.0, -3.0, 6.0, -6.0, 9.0, -9.0):
            foot = box.centre - up / 2 + lift
            spots += [
                Box(box.right + 2, foot, box.right + 2 + across, foot + up),
                Box(box.left - 2 - across, foot, box.left - 2, foot + up),
            ]
        wishes.append(Wish(label, theme.ink, tuple(spots), size))
    for placed in placer.place(wishes):
        if placed is not None and not placed.covered:
            plot.paper.value(placed)


def _readable_on(colour: str, theme: Theme) -> str:
    """The ink or the paper, whichever stands out more from a fill (relative luminance of WCAG 2.2)."""

    def luminance(code: str) -> float:
        channels = [int(code[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
        return (bright + 0.05) / (dim + 0.05)

    return max((theme.ink, theme.paper), key=lambda candidate: contrast(candidate, colour))


def _draw_line(plot: _Plot, series: Series, number: int, scale: Scale, placer: Placer) -> list[tuple[float, float] | None]:
    """A line with gaps where figures are missing or on another basis; returns where its points stand."""
    theme = plot.paper.theme
    spots: list[tuple[float, float] | None] = []
    for category, point in enumerate(series.points):
        spots.append(None if point.value is None else (plot.centre(category), scale.at(float(point.value))))
    colour = theme.line(number)
    for before in range(len(spots) - 1):
        one, other = spots[before], spots[before + 1]
        if one is None or other is None or not series.connected(before, before + 1):
            continue
        plot.paper.stroke([one, other], colour, theme.line_width, series.points[before + 1].projected, layer=3.5)
        placer.strokes.append((one, other))
    bases = {point.basis for point in series.points if point.value is not None}
    radius = theme.marker_size / 2 + 0.5
    telling = series.telling()
    for category, (point, spot) in enumerate(zip(series.points, spots, strict=True)):
        if spot is None:
            continue
        alone = not any(
            0 <= other < len(spots) and series.connected(*sorted((category, other))) for other in (category - 1, category + 1)
        )
        if plot.crowded and category not in telling and not alone:
            continue
        hollow = point.projected or (len(bases) > 1 and bool(point.basis))
        plot.paper.marker(*spot, theme.marker(number), colour, hollow, point.place)
        placer.forbidden.append(Box(spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius))
    return spots


def _label_lines(plot: _Plot, lines: Sequence[Series], drawn: Sequence[list[tuple[float, float] | None]], placer: Placer) -> None:
    theme = plot.paper.theme
    wishes = []
    several = len(lines) > 1
    telling = [series.telling() for series in lines]
    size = theme.value_size
    labels = [point.label for series in lines for point in series.points if point.value is not None]
    widest = max((width_of(label, 1.0) for label in labels), default=0.0)
    while not plot.crowded and size > theme.smallest_size and widest * size > plot.slot * 1.15:
        size -= 0.25
    for category in range(len(plot.data.categories)):
        here = [
            (spots[category], series.points[category], number)
            for number, (series, spots) in enumerate(zip(lines, drawn, strict=True))
        ]
        known = [
            (spot, point, number)
            for spot, point, number in here
            if spot is not None and (not plot.crowded or category in telling[number])
        ]
        for rank, (spot, point, number) in enumerate(sorted(known, key=lambda entry: -entry[0][1])):
            # Where lines run above each other the upper one is labelled above, the lowest one below.
            below = len(known) > 1 and rank == len(known) - 1
            colour = theme.line(number) if several else theme.ink
            wishes.append(Wish(point.label, colour, _around(spot, point.label, size, theme, below), size))
    for placed in placer.place(wishes):
        if placed is not None:
            plot.paper.value(placed)


def _around(spot: tuple[float, float], label: str, size: float, theme: Theme, below: bool) -> tuple[Box, ...]:
    """Places around a marker, nearest first, above before below or the other way round."""
    across, up = width_of(label, size), height_of(size)
    x, y = spot
    clear = theme.marker_size / 2 + 1.2
    boxes = []
    for distance in (0.0, 3.0, 7.0):
        over, under = y + clear + distance, y - clear - distance - up
        for foot in (under, over) if below else (over, under):
            for shift in (0.0, -across * 0.35, across * 0.35):
                boxes.append(Box(x + shift - across / 2, foot, x + shift + across / 2, foot + up))
        if not distance:
            boxes.append(Box(x + clear + 1, y - up / 2, x + clear + 1 + across, y + up / 2))
            boxes.append(Box(x - clear - 1 - across, y - up / 2, x - clear - 1, y + up / 2))
    return tuple(boxes)
