"""Slopes: two moments, and a line for each series that says how it came from the one to the other."""

from __future__ import annotations

from dataclasses import dataclass

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
    line = height_of(theme.label_size)
    box = Box(area.left, area.bottom + 4, area.right, area.top - 2 * line - 8)
    known = [number for number, series in enumerate(data.primary) if series.has_figures]
    size = shrunk(theme.label_size, _SMALLEST, lambda size: (height_of(size) + 1) * len(known) <= box.height)
    room = min(_widest(data, known, size) + 10, area.width * 0.38)
    ends = box.left + room, box.right - room
    scale = _scale(data).placed(box.bottom + size, box.top - size)
    if data.primary_unit:
        words = tr("单位：{unit}", unit=data.primary_unit)
        paper.text(theme.margin, area.top - line, words, theme.label_size, theme.quiet, "left")
    for x, name in zip(ends, data.categories, strict=True):
        paper.stroke([(x, box.bottom), (x, box.top)], theme.axis, theme.axis_width)
        widest = min(2 * room, ends[1] - ends[0] - 8)
        paper.text(x, box.top + 3, shortened(name, theme.label_size, widest), theme.label_size, theme.ink)
    for number in known:
        _draw_line(paper, data, number, scale, ends)
    for end in (0, 1):
        _name_ends(paper, data, _End(end, ends[end], box, room, size), scale)


def _widest(data: DrawnChart, known: list[int], size: float) -> float:
    """Of the names with their figures at both ends."""
    return max(
        width_of(f"{data.primary[number].name} {point.label}", size) for number in known for point in data.primary[number].points
    )


def _scale(data: DrawnChart) -> Scale:
    values = [float(value) for series in data.primary for value in series.values()]
    low, high = min(values), max(values)
    return Scale((low, high)) if low < high else Scale((low - 1, high + 1))


@dataclass(frozen=True)
class _End:
    """One of the two moments: its number, where it stands, and the room for names beside it, set in a size."""

    number: int
    x: float
    box: Box
    room: float
    size: float


def _name_ends(paper: Paper, data: DrawnChart, end: _End, scale: Scale) -> None:
    """The names of the lines with their figures, beside one of the moments, none on another."""
    theme, line = paper.theme, height_of(end.size)
    points = [(series.points[end.number], number) for number, series in enumerate(data.primary)]
    there = sorted((scale.at(float(point.value)), number) for point, number in points if point.value is not None)
    x = end.x + (6 if end.number else -6)
    centres = spread([y for y, _number in there], [line + 1] * len(there), end.box.bottom, end.box.top)
    for centre, (y, number) in zip(centres, there, strict=True):
        series = data.primary[number]
        point = series.points[end.number]
        figure = f" {point.label}" if point.labelled else ""
        colour = theme.ink if point.lit else theme.quiet
        # A figure is never cut: its name gives way.
        fitting = shortened(series.name, end.size, end.room - 8 - width_of(figure, end.size)) + figure
        paper.text(x, centre - line / 2, fitting, end.size, colour, "left" if end.number else "right")
        if abs(centre - y) > 2:
            paper.stroke([(x, centre), (end.x, y)], theme.grid, theme.grid_width)


def _draw_line(paper: Paper, data: DrawnChart, number: int, scale: Scale, ends: tuple[float, float]) -> None:
    theme, series = paper.theme, data.primary[number]
    colour = theme.line_look(number, series.meaning, series.lit)
    spots = [
        (x, scale.at(float(point.value)), point) for x, point in zip(ends, series.points, strict=True) if point.value is not None
    ]
    if len(spots) == 2 and spots[0][2].basis == spots[1][2].basis:
        layer = 3.5 if series.lit else 3.1
        paper.stroke([(x, y) for x, y, _point in spots], colour, theme.line_width, spots[1][2].projected, layer=layer)
    for x, y, point in spots:
        paper.marker(x, y, theme.marker(number), colour, point.projected, point.place)
