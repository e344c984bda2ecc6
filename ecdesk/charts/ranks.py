"""Horizontal rankings: one row per category, bars of the first series, and further series as columns of dots beside them."""

from __future__ import annotations

from ecdesk.charts.frame import Entry, projected_name
from ecdesk.charts.labels import Box
from ecdesk.charts.metrics import balanced, height_of, shortened, width_of
from ecdesk.charts.paper import Paper
from ecdesk.charts.scales import Scale
from ecdesk.charts.themes import Theme
from ecdesk.domain.charts import DrawnChart, Series
from ecdesk.domain.texts import tr

_STUB_SHARE = 0.36
"""How much of the width names may take before they are wrapped."""


def ranks_entries(data: DrawnChart, theme: Theme) -> list[Entry]:
    projected = projected_name(data)
    return [Entry(projected, "projected", theme.bar(0))] if projected else []


def ranks_height(data: DrawnChart, theme: Theme, width: float) -> float:
    rows = _stub_rows(data, theme, width - 2 * theme.margin)
    return _row_height(data, theme, rows) * max(len(data.categories), 4) + _head_height(data, theme)


def _stub_rows(data: DrawnChart, theme: Theme, width: float) -> list[list[str]]:
    return [balanced(name, theme.label_size, width * _STUB_SHARE) for name in data.categories]


def _row_height(data: DrawnChart, theme: Theme, rows: list[list[str]]) -> float:
    return max(theme.row_height, max((height_of(theme.label_size, len(row)) for row in rows), default=0.0) + 3)


def _head_height(data: DrawnChart, theme: Theme) -> float:
    return height_of(theme.label_size) + 5


def draw_ranks(paper: Paper, area: Box, data: DrawnChart) -> None:
    theme = paper.theme
    rows = _stub_rows(data, theme, area.width)
    count = max(len(data.categories), 1)
    top = area.top - _head_height(data, theme)
    row_height = min((top - area.bottom) / count, max(60.0, (top - area.bottom) / 4))
    size = theme.label_size
    lines = max((len(row) for row in rows), default=1)
    while size > 3.5 and height_of(size, lines) + 0.5 > row_height:
        size -= 0.25
    if height_of(size, lines) + 0.5 > row_height:
        rows = [[shortened(name, size, area.width * _STUB_SHARE)] for name in data.categories]
    stub_width = max((width_of(line, size) for row in rows for line in row), default=0.0)
    panels = [series for series in data.series if series.has_figures] or list(data.series[:1])
    left = area.left + stub_width + 6
    middles = [top - (number + 0.5) * row_height for number in range(len(data.categories))]
    for middle, row in zip(middles, rows, strict=True):
        paper.lines(left - 6, middle + height_of(size, len(row)) / 2, row, size, theme.ink, "right")
    weights = [1.0 if series in data.primary else 0.55 for series in panels]
    room = area.right - left
    for number, (series, weight) in enumerate(zip(panels, weights, strict=True)):
        right = left + room * weight / sum(weights)
        box = Box(left, top - row_height * count, right - (10 if number < len(panels) - 1 else 0), top)
        head = _panel_head(data, series, len(panels) > 1)
        paper.text(box.left, top + 3, shortened(head, theme.label_size, box.width), theme.label_size, theme.quiet, "left")
        _draw_panel(paper, box, series, middles, row_height, number, series in data.primary, min(size, theme.value_size))
        left = right


def _panel_head(data: DrawnChart, series: Series, named: bool) -> str:
    unit = series.unit
    if named:
        return f"{series.name}（{unit}）" if unit else series.name
    return tr("单位：{unit}", unit=unit) if unit else ""


def _draw_panel(
    paper: Paper, box: Box, series: Series, middles: list[float], row_height: float, number: int, bars: bool, size: float
) -> None:
    """One series: bars, or dots on a hairline for one that is read against another axis. Labels stand at the ends."""
    theme = paper.theme
    values = [float(value) for value in series.values()]
    # The scale ends at the greatest figure, not at the next round tick: there are no ticks to be read here.
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    gap = 2.5 if bars else theme.marker_size / 2 + 2
    while True:
        before = _widest(series, size, negative=True, gap=gap)
        after = _widest(series, size, negative=False, gap=gap)
        if before + after + 12 <= box.width or size <= 3.5:
            break
        size -= 0.25
    labelled = before + after + 4 <= box.width
    if not labelled:
        before, after = 2.0, 2.0
    scale = Scale((low, high)).placed(box.left + before, box.right - after)
    zero = scale.at(0.0)
    paper.stroke([(zero, box.bottom), (zero, box.top)], theme.axis, theme.axis_width, layer=3)
    thick = min(row_height * 0.62, 16.0)
    for point, middle in zip(series.points, middles, strict=True):
        if point.value is None:
            if labelled:
                paper.text(zero + 3, middle - height_of(size) / 2, "…", size, theme.quiet, "left")
            continue
        x = scale.at(float(point.value))
        if bars:
            bar = Box(min(x, zero), middle - thick / 2, max(x, zero), middle + thick / 2)
            paper.rectangle(bar, theme.bar(number), theme.bar_hatch(number), point.projected, point.place)
        else:
            paper.stroke([(zero, middle), (x, middle)], theme.grid, theme.axis_width)
            paper.marker(x, middle, theme.marker(number), theme.line(0), point.projected, point.place)
        foot = middle - height_of(size) / 2
        if labelled and point.value < 0:
            paper.text(x - gap, foot, point.label, size, theme.ink, "right")
        elif labelled:
            paper.text(x + gap, foot, point.label, size, theme.ink, "left")


def _widest(series: Series, size: float, negative: bool, gap: float) -> float:
    """The room that the labels on one side of zero need."""
    labels = [point.label or "…" for point in series.points if (point.value is not None and point.value < 0) == negative]
    return max((width_of(label, size) + gap for label in labels), default=2.0)
