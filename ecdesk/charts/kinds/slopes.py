"""Slopes: two moments, and a line for each series that says how it came from the one to the other."""

from __future__ import annotations

from ecdesk.charts.axes import Scale
from ecdesk.charts.frame import LegendEntry
from ecdesk.charts.label_placing import Box, spread
from ecdesk.charts.paper import Paper
from ecdesk.charts.text_metrics import height_of, shortened, shrunk, width_of
from ecdesk.charts.themes import Theme
from ecdesk.domain.charts import DrawnChart
from ecdesk.domain.texts import tr

_SMALLEST = 3.5


def legend(data: DrawnChart, theme: Theme) -> list[LegendEntry]:
    """None: every line has its name at both ends."""
    return []


def height(data: DrawnChart, theme: Theme, width: float) -> float:
    return max(theme.plot_height, (height_of(theme.label_size) + 1.5) * len(data.primary) + 34)


def draw(paper: Paper, area: Box, data: DrawnChart) -> None:
    theme = paper.theme
    head = height_of(theme.label_size) * 2 + 8
    box = Box(area.left, area.bottom + 4, area.right, area.top - head)
    known = [number for number, series in enumerate(data.primary) if series.has_figures]
    size = shrunk(theme.label_size, _SMALLEST, lambda size: (height_of(size) + 1) * len(known) <= box.height)
    ends = [[f"{data.primary[number].name} {data.primary[number].points[end].label}" for number in known] for end in (0, 1)]
    room = min(max(width_of(words, size) for column in ends for words in column) + 10, area.width * 0.38)
    lefts, rights = box.left + room, box.right - room
    values = [float(value) for series in data.primary for value in series.values()]
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    scale = Scale((low, high)).placed(box.bottom + size, box.top - size)
    if data.primary_unit:
        paper.text(
            theme.margin,
            area.top - height_of(theme.label_size),
            tr("单位：{unit}", unit=data.primary_unit),
            theme.label_size,
            theme.quiet,
            "left",
        )
    for x, name in ((lefts, data.categories[0]), (rights, data.categories[1])):
        paper.stroke([(x, box.bottom), (x, box.top)], theme.axis, theme.axis_width)
        paper.text(x, box.top + 3, shortened(name, theme.label_size, room), theme.label_size, theme.ink)
    for number in known:
        _draw_line(paper, data, number, scale, (lefts, rights))
    for end, x, side in ((0, lefts - 6, "right"), (1, rights + 6, "left")):
        there = sorted(
            (scale.at(float(value)), number) for number in known if (value := data.primary[number].points[end].value) is not None
        )
        centres = spread([y for y, _number in there], [height_of(size) + 1] * len(there), box.bottom, box.top)
        for centre, (y, number) in zip(centres, there, strict=True):
            point = data.primary[number].points[end]
            words = f"{data.primary[number].name} {point.label}" if point.labelled else data.primary[number].name
            colour = theme.ink if point.lit else theme.quiet
            paper.text(
                x,
                centre - height_of(size) / 2,
                shortened(words, size, room - 8),
                size,
                colour,
                "right" if side == "right" else "left",
            )
            if abs(centre - y) > 2:
                paper.stroke([(x, centre), (lefts if end == 0 else rights, y)], theme.grid, theme.grid_width)


def _draw_line(paper: Paper, data: DrawnChart, number: int, scale: Scale, ends: tuple[float, float]) -> None:
    theme, series = paper.theme, data.primary[number]
    colour = theme.line(number, series.meaning) if series.lit else theme.muted
    spots = [
        (x, scale.at(float(point.value)), point) for x, point in zip(ends, series.points, strict=True) if point.value is not None
    ]
    if len(spots) == 2 and spots[0][2].basis == spots[1][2].basis:
        layer = 3.5 if series.lit else 3.1
        paper.stroke([(x, y) for x, y, _point in spots], colour, theme.line_width, spots[1][2].projected, layer=layer)
    for x, y, point in spots:
        paper.marker(x, y, theme.marker(number), colour, point.projected, point.place)
