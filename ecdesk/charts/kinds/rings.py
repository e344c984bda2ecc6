"""Rings: the parts of one whole, each named and numbered beside its piece."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ecdesk.charts.label_placing import Box, spread
from ecdesk.charts.paper import Paper, Ring
from ecdesk.charts.text_metrics import height_of, name_lines, shortened, shrunk, width_of, wrapped
from ecdesk.charts.themes import Theme
from ecdesk.domain.charts import DrawnChart, Point, Series
from ecdesk.domain.figures.numerals import in_unit


def height(data: DrawnChart, theme: Theme, width: float) -> float:
    known = [series for series in data.series if series.has_figures]
    panel = (width - 2 * theme.margin) / max(len(known), 1)
    tallest = max((_tallest(_piece_labels(data, series, theme.label_size, panel)) for series in known), default=0.0)
    return max(theme.plot_height * 0.95, tallest + 24)


class _PieceLabel:
    """A label of a piece: its lines, its size, the side it stands on and the angle it points to."""

    def __init__(self, lines: list[str], size: float, angle: float) -> None:
        self.lines, self.angle = lines, angle
        self.side = 1 if math.cos(angle) >= 0 else -1
        self.height = height_of(size, len(lines))
        self.width = max(width_of(line, size) for line in lines)


def _room(panel: float) -> float:
    """The width that labels have on each side of a ring."""
    return max(panel * 0.27, 30.0)


def _tallest(labels: list[_PieceLabel]) -> float:
    """The height of the labels on the fuller side."""
    return max(sum(label.height + 2 for label in labels if label.side == side) for side in (1, -1))


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


def _piece_labels(data: DrawnChart, series: Series, size: float, panel: float) -> list[_PieceLabel]:
    room = _room(panel)
    labels = []
    for number, point, start, end in _angles(series):
        value = point.label if not series.unit or point.label.endswith(series.unit) else in_unit(point.label, series.unit)
        name = data.categories[number]
        if point.place is None:
            value = ""  # no figure of the book: the rest is drawn, not printed
        whole = f"{name}　{value}".replace("　", "  ").rstrip()
        lines = [whole] if width_of(whole, size) <= room else [*name_lines(name, size, room), value]
        if width_of(value, size) > room:
            lines = [*name_lines(name, size, room), *wrapped(value, size, room)]
        labels.append(_PieceLabel(lines, size, (start + end) / 2))
    return labels


def draw(paper: Paper, area: Box, data: DrawnChart) -> None:
    known = [series for series in data.series if series.has_figures]
    panel = area.width / len(known)
    for number, series in enumerate(known):
        box = Box(area.left + number * panel, area.bottom, area.left + (number + 1) * panel, area.top)
        size = _label_size(paper.theme, box, data, series)
        labels = _piece_labels(data, series, size, box.width)
        ring = _draw_ring(paper, box, series, len(known) > 1, max(label.width for label in labels))
        _draw_piece_labels(paper, box, ring, labels, size)


def _label_size(theme: Theme, box: Box, data: DrawnChart, series: Series) -> float:
    """The size at which the labels stand under each other beside a ring."""
    return shrunk(
        theme.label_size,
        3.5,
        lambda size: _tallest(_piece_labels(data, series, size, box.width)) <= box.height - 8,
    )


def _draw_ring(paper: Paper, box: Box, series: Series, named: bool, beside: float) -> Ring:
    """beside: the room that its labels need on each side, up to that which they may have."""
    theme = paper.theme
    wide = min(beside, _room(box.width))
    radius = max(min(box.width / 2 - wide - 22, box.height / 2 - 14), 12.0)
    ring = Ring(box.middle, box.centre, radius, radius * 0.42)
    for number, point, start, end in _angles(series):
        if start != end:
            fill, hatch = (theme.grid, "") if point.place is None else (theme.bar(number), theme.bar_hatch(number))
            if not point.lit:
                fill, hatch = theme.muted, ""
            paper.wedge(ring, math.degrees(end), math.degrees(start), fill, hatch, point.place)
    if named:
        lines = wrapped(series.name, theme.label_size, (radius - ring.width) * 1.5)[:3]
        paper.lines(ring.x, ring.y + height_of(theme.label_size, len(lines)) / 2, lines, theme.label_size, theme.ink)
    return ring


def _draw_piece_labels(paper: Paper, box: Box, ring: Ring, labels: Sequence[_PieceLabel], size: float) -> None:
    """The labels in two columns beside the ring, each with a leader to its piece."""
    theme = paper.theme
    for side in (1, -1):
        column = sorted((label for label in labels if label.side == side), key=lambda label: math.sin(label.angle))
        wanted = [ring.y + math.sin(label.angle) * (ring.radius + 9) for label in column]
        centres = spread(wanted, [label.height + 2 for label in column], box.bottom + 8, box.top)
        for label, centre in zip(column, centres, strict=True):
            rim = (ring.x + math.cos(label.angle) * (ring.radius + 1), ring.y + math.sin(label.angle) * (ring.radius + 1))
            knee = (ring.x + side * (ring.radius + 12), centre)
            paper.stroke([rim, knee, (knee[0] + side * 4, centre)], theme.axis, theme.grid_width)
            at = knee[0] + side * 6
            room = max(box.right - at if side > 0 else at - box.left, 10)
            lines = [shortened(line, size, room) for line in label.lines]
            paper.lines(at, centre + label.height / 2, lines, size, theme.ink, "left" if side > 0 else "right")
