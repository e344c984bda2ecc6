"""Horizontal rankings: one row per category, bars of the first series, and further series as columns of dots beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecdesk.charts.axes import Scale
from ecdesk.charts.frame import LegendEntry, projected_name
from ecdesk.charts.label_placing import Box
from ecdesk.charts.paper import Paper
from ecdesk.charts.text_metrics import height_of, name_lines, shortened, shrunk, width_of
from ecdesk.charts.themes import Theme
from ecdesk.domain.charts import DrawnChart, Point, Series
from ecdesk.domain.texts import tr

_NAME_SHARE = 0.36
"""How much of the width names may take before they are wrapped."""
_SMALLEST = 3.5
_BETWEEN = 10.0
"""Points between two panels."""


def legend(data: DrawnChart, theme: Theme) -> list[LegendEntry]:
    projected = projected_name(data)
    return [LegendEntry(projected, "projected", theme.bar(0))] if projected else []


def height(data: DrawnChart, theme: Theme, width: float) -> float:
    names = _wrapped_names(data, theme, width - 2 * theme.margin)
    tallest = max((height_of(theme.label_size, len(lines)) for lines in names), default=0.0) + 3
    return max(theme.row_height, tallest) * max(len(data.categories), 4) + _head_height(theme)


def _wrapped_names(data: DrawnChart, theme: Theme, width: float) -> list[list[str]]:
    return [name_lines(name, theme.label_size, width * _NAME_SHARE) for name in data.categories]


def _head_height(theme: Theme) -> float:
    return height_of(theme.label_size) + 5


@dataclass(frozen=True)
class _Rows:
    """The rows of a ranking: their names in lines, the size of these, where the middles of the rows are, how high each is."""

    names: list[list[str]]
    size: float
    middles: list[float]
    height: float


@dataclass(frozen=True)
class _Panel:
    """Where one series is drawn: bars, or dots on a hairline for one that is read against another axis. peers: the series whose lengths are
    compared with its own, so that all have one scale. gap: between a bar or dot and its label."""

    box: Box
    head: str
    series: Series
    peers: tuple[Series, ...]
    number: int
    bars: bool
    gap: float


def draw(paper: Paper, area: Box, data: DrawnChart) -> None:
    top = area.top - _head_height(paper.theme)
    rows = _rows(data, paper.theme, area, top)
    left = area.left + max((width_of(line, rows.size) for lines in rows.names for line in lines), default=0.0) + 6
    for middle, lines in zip(rows.middles, rows.names, strict=True):
        paper.lines(left - 6, middle + height_of(rows.size, len(lines)) / 2, lines, rows.size, paper.theme.ink, "right")
    foot = top - rows.height * max(len(data.categories), 1)
    for panel in _panels(data, paper.theme, Box(left, foot, area.right, top)):
        _draw_panel(paper, panel, rows)


def _panels(data: DrawnChart, theme: Theme, area: Box) -> list[_Panel]:
    """The panels beside each other, those of bars wider."""
    shown = [series for series in data.series if series.has_figures] or data.series[:1]
    weights = [1.0 if series in data.primary else 0.55 for series in shown]
    boxes = _beside(area, weights)
    panels = []
    for number, (series, box) in enumerate(zip(shown, boxes, strict=True)):
        bars = series in data.primary
        head = shortened(_panel_head(series, len(shown) > 1), theme.label_size, box.width)
        gap = 2.5 if bars else theme.marker_size / 2 + 2
        panels.append(_Panel(box, head, series, _compared(data, series), number, bars, gap))
    return panels


def _compared(data: DrawnChart, series: Series) -> tuple[Series, ...]:
    """The series whose lengths a reader compares with those of one: all that are bars, as it is."""
    bars = tuple(one for one in data.primary if one.has_figures)
    return bars if series in bars else (series,)


def _beside(area: Box, weights: Sequence[float]) -> list[Box]:
    """The places of panels beside each other, as wide as their weights say."""
    boxes: list[Box] = []
    left, room = area.left, area.width - _BETWEEN * (len(weights) - 1)
    for weight in weights:
        boxes.append(Box(left, area.bottom, left + room * weight / sum(weights), area.top))
        left = boxes[-1].right + _BETWEEN
    return boxes


def _rows(data: DrawnChart, theme: Theme, area: Box, top: float) -> _Rows:
    """Rows of one height; names that are higher than that even in the smallest type are cut to one line."""
    names = _wrapped_names(data, theme, area.width)
    height = min((top - area.bottom) / max(len(data.categories), 1), max(60.0, (top - area.bottom) / 4))
    deepest = max(map(len, names), default=1)

    def fits(size: float) -> bool:
        return height_of(size, deepest) + 0.5 <= height

    size = shrunk(theme.label_size, _SMALLEST, fits)
    if not fits(size):
        names = [[shortened(name, size, area.width * _NAME_SHARE)] for name in data.categories]
    return _Rows(names, size, [top - (number + 0.5) * height for number in range(len(names))], height)


def _panel_head(series: Series, named: bool) -> str:
    unit = series.unit
    if named:
        return tr("{name}（{unit}）", name=series.name, unit=unit) if unit else series.name
    return tr("单位：{unit}", unit=unit) if unit else ""


def _draw_panel(paper: Paper, panel: _Panel, rows: _Rows) -> None:
    """One series, with labels at the ends of its bars where there is room for any."""
    theme, box, series = paper.theme, panel.box, panel.series

    def room(size: float) -> tuple[float, ...]:
        """What labels need on both sides of zero."""
        return tuple(max(_widest(one, size, panel.gap, negative) for one in panel.peers) for negative in (True, False))

    paper.text(box.left, box.top + 3, panel.head, theme.label_size, theme.quiet, "left")
    size = shrunk(min(rows.size, theme.value_size), _SMALLEST, lambda size: sum(room(size)) + 12 <= box.width)
    before, after = room(size)
    labelled = before + after + 4 <= box.width
    if not labelled:
        before, after = 2.0, 2.0
    scale = _scale_to_the_ends(panel.peers).placed(box.left + before, box.right - after)
    zero = scale.at(0.0)
    paper.stroke([(zero, box.bottom), (zero, box.top)], theme.axis, theme.axis_width, layer=3)
    if not labelled:
        paper.dropped += [f"{series.name} {point.label}" for point in series.points if point.value is not None and point.labelled]
    _draw_rows(paper, panel, rows, scale, size if labelled else 0.0)


def _draw_rows(paper: Paper, panel: _Panel, rows: _Rows, scale: Scale, size: float) -> None:
    """The figures of a panel; size: of their labels, 0 for none."""
    zero, thick = scale.at(0.0), min(rows.height * 0.62, 16.0)
    for point, middle in zip(panel.series.points, rows.middles, strict=True):
        x = zero if point.value is None else scale.at(float(point.value))
        if point.value is not None:
            _draw_figure(paper, panel, point, Box(min(x, zero), middle - thick / 2, max(x, zero), middle + thick / 2), x)
        if size and point.labelled:
            _draw_label(paper, panel, point, x, middle - height_of(size) / 2, size)


def _draw_figure(paper: Paper, panel: _Panel, point: Point, bar: Box, end: float) -> None:
    """A bar, or a dot at its end on a hairline."""
    theme, meaning = paper.theme, panel.series.meaning
    if panel.bars:
        paper.rectangle(bar, *theme.bar_look(panel.number, meaning, point.lit), point.projected, point.place)
        return
    paper.stroke([(bar.left, bar.centre), (bar.right, bar.centre)], theme.grid, theme.axis_width)
    paper.marker(
        end, bar.centre, theme.marker(panel.number), theme.line_look(0, meaning, point.lit), point.projected, point.place
    )


def _scale_to_the_ends(peers: Sequence[Series]) -> Scale:
    """A scale that ends at the greatest figure, not at the next round tick: there are no ticks to be read here."""
    values = [0.0, *(float(value) for series in peers for value in series.values())]
    return Scale((min(values), max(values) if any(values) else 1.0))


def _draw_label(paper: Paper, panel: _Panel, point: Point, x: float, foot: float, size: float) -> None:
    theme = paper.theme
    if point.value is None:
        paper.text(x + 3, foot, tr("暂无"), size, theme.quiet, "left")
    elif point.value < 0:
        paper.text(x - panel.gap, foot, point.label, size, theme.ink, "right")
    else:
        paper.text(x + panel.gap, foot, point.label, size, theme.ink, "left")


def _widest(series: Series, size: float, gap: float, negative: bool) -> float:
    """The room that the labels on one side of zero need."""
    labels = [point.label or tr("暂无") for point in series.points if (point.value is not None and point.value < 0) == negative]
    return max((width_of(label, size) + gap for label in labels), default=2.0)
