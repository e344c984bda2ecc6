"""Rings: the parts of one whole, each named and numbered beside its piece."""

from __future__ import annotations

import math

from ecdesk.charts.labels import Box, spread
from ecdesk.charts.metrics import balanced, height_of, shortened, width_of, wrapped
from ecdesk.charts.paper import Paper
from ecdesk.charts.themes import Theme
from ecdesk.domain.charts import DrawnChart, Point, Series
from ecdesk.domain.texts import tr


def rings_height(data: DrawnChart, theme: Theme, width: float) -> float:
    known = [series for series in data.series if series.has_figures]
    panel = (width - 2 * theme.margin) / max(len(known), 1)
    tallest = 0.0
    for series in known:
        blocks = _blocks(data, series, theme.label_size, panel)
        tallest = max(tallest, _tallest(blocks))
    return max(theme.plot_height * 0.95, tallest + 24)


class _Block:
    """A label of a piece: its lines, its size, the side it stands on and the angle it points to."""

    def __init__(self, lines: list[str], size: float, angle: float, number: int) -> None:
        self.lines, self.angle, self.number = lines, angle, number
        self.side = 1 if math.cos(angle) >= 0 else -1
        self.height = height_of(size, len(lines))
        self.width = max(width_of(line, size) for line in lines)


def _tallest(blocks: list[_Block]) -> float:
    """The height of the labels on the fuller side."""
    return max(sum(block.height + 2 for block in blocks if block.side == side) for side in (1, -1))


def _angles(series: Series) -> list[tuple[int, Point, float, float]]:
    """Pieces clockwise from the top: number, point, start and end in radians."""
    values = [float(value) for value in series.values()]
    biggest = max(values)
    total = sum(value / biggest for value in values)
    pieces, position = [], 0.0
    for number, point in enumerate(series.points):
        if point.value is None:
            continue
        share = float(point.value) / biggest / total
        pieces.append((number, point, math.pi / 2 - 2 * math.pi * position, math.pi / 2 - 2 * math.pi * (position + share)))
        position += share
    return pieces


def _blocks(data: DrawnChart, series: Series, size: float, panel: float) -> list[_Block]:
    room = max(panel * 0.27, 30.0)
    blocks = []
    for number, point, start, end in _angles(series):
        value = point.label if not series.unit or point.label.endswith(series.unit) else f"{point.label}{series.unit}"
        name = data.categories[number]
        whole = f"{name}　{value}".replace("　", "  ")
        lines = [whole] if width_of(whole, size) <= room else [*balanced(name, size, room), value]
        if width_of(value, size) > room:
            lines = [*balanced(name, size, room), *wrapped(value, size, room)]
        blocks.append(_Block(lines, size, (start + end) / 2, number))
    return blocks


def draw_rings(paper: Paper, area: Box, data: DrawnChart) -> None:
    known = [series for series in data.series if series.has_figures]
    panel = area.width / len(known)
    for number, series in enumerate(known):
        box = Box(area.left + number * panel, area.bottom, area.left + (number + 1) * panel, area.top)
        _draw_ring(paper, box, data, series, len(known) > 1)
    missing = sum(point.value is None for series in known for point in series.points)
    if missing:
        theme = paper.theme
        words = tr("另有{count}项暂无数据", count=missing)
        paper.text(area.right, area.bottom, words, theme.note_size, theme.quiet, "right")


def _draw_ring(paper: Paper, box: Box, data: DrawnChart, series: Series, named: bool) -> None:
    theme = paper.theme
    size = theme.label_size
    room = max(box.width * 0.27, 30.0)
    radius = max(min((box.width - 2 * room) / 2 - 22, box.height / 2 - 14), 12.0)
    x, y = box.middle, box.centre
    width = radius * 0.42
    for number, _point, start, end in _angles(series):
        if start != end:
            fill, hatch = theme.bar(number), theme.bar_hatch(number)
            paper.wedge((x, y), radius, width, math.degrees(end), math.degrees(start), fill, hatch)
    if named:
        lines = wrapped(series.name, size, (radius - width) * 1.5)[:3]
        paper.lines(x, y + height_of(size, len(lines)) / 2, lines, size, theme.ink)
    blocks = _blocks(data, series, size, box.width)
    while size > 3.5 and _tallest(blocks) > box.height - 8:
        size -= 0.25
        blocks = _blocks(data, series, size, box.width)
    for side in (1, -1):
        column = sorted((block for block in blocks if block.side == side), key=lambda block: math.sin(block.angle))
        wanted = [y + math.sin(block.angle) * (radius + 9) for block in column]
        centres = spread(wanted, [block.height + 2 for block in column], box.bottom + 8, box.top)
        for block, centre in zip(column, centres, strict=True):
            rim = (x + math.cos(block.angle) * (radius + 1), y + math.sin(block.angle) * (radius + 1))
            knee = (x + side * (radius + 12), centre)
            paper.stroke([rim, knee, (knee[0] + side * 4, centre)], theme.axis, theme.grid_width)
            at = knee[0] + side * 6
            lines = [shortened(line, size, max(box.right - at if side > 0 else at - box.left, 10)) for line in block.lines]
            paper.lines(at, centre + block.height / 2, lines, size, theme.ink, "left" if side > 0 else "right")
