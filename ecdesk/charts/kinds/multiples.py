"""Small multiples: a panel for each series, all with the same axes, so that shapes and heights can be compared."""

from __future__ import annotations

import math
from dataclasses import replace

from ecdesk.charts.frame import LegendEntry, projected_name
from ecdesk.charts.kinds import columns
from ecdesk.charts.label_placing import Box
from ecdesk.charts.paper import Paper
from ecdesk.charts.text_metrics import height_of, shortened
from ecdesk.charts.themes import Theme
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.charts import DrawnChart, Limits, Series
from ecdesk.domain.texts import tr

_MOST_ACROSS = 3
_PANEL = 96.0
"""How high a panel is without the names below it, in points."""


def legend(data: DrawnChart, theme: Theme) -> list[LegendEntry]:
    projected = projected_name(data)
    return [LegendEntry(projected, "projected", theme.bar(0))] if projected else []


def _grid(data: DrawnChart) -> tuple[list[Series], int]:
    """The series that have figures, and how many panels stand beside each other."""
    known = [series for series in data.primary if series.has_figures]
    most = _MOST_ACROSS if len(data.categories) <= 12 else 2
    return known, 2 if len(known) == 4 else min(most, len(known))


def height(data: DrawnChart, theme: Theme, width: float) -> float:
    known, across = _grid(data)
    names = columns.names_below(data, theme, (width - 2 * theme.margin) / across)
    below = height_of(theme.label_size) + 3 if names.style != "level" and columns.in_panels(data) else names.height
    return math.ceil(len(known) / across) * (_PANEL + below + height_of(theme.label_size) + 8) + height_of(theme.label_size)


def are_level(data: DrawnChart, theme: Theme, width: float) -> bool:
    """Whether every panel has room for the names below it, each in level lines."""
    known, across = _grid(data)
    return not known or columns.names_below(data, theme, (width - 2 * theme.margin) / across).style == "level"


def draw(paper: Paper, area: Box, data: DrawnChart) -> None:
    theme = paper.theme
    known, across = _grid(data)
    down = math.ceil(len(known) / across)
    head = height_of(theme.label_size)
    if data.primary_unit:
        words = tr("单位：{unit}", unit=data.primary_unit)
        paper.text(theme.margin, area.top - head, words, theme.label_size, theme.quiet, "left")
    high, wide = (area.height - head) / down, area.width / across
    shared = columns.left_axis(replace(data, kind=_kind(known), primary=tuple(known), secondary=())).scale
    limits = Limits(columns.exact(shared.low), columns.exact(shared.high), columns.exact(shared.ticks[1] - shared.ticks[0]))
    for number, series in enumerate(known):
        row, column = divmod(number, across)
        left, top = area.left + column * wide, area.top - head - row * high
        panel = Box(left + (4 if column else 0), top - high, left + wide - 4, top)
        paper.text(
            panel.middle, panel.top - head - 1, shortened(series.name, theme.label_size, panel.width), theme.label_size, theme.ink
        )
        # One colour for all: their heads tell them apart.
        one = replace(
            data, kind=_kind(known), primary=(series,), secondary=(), primary_unit="", limits=limits, arrow=None, callouts=()
        )
        columns.draw(paper, Box(panel.left, panel.bottom, panel.right, panel.top), one)


def _kind(known: list[Series]) -> ChartKind:
    """Lines for what has many points in time, else bars."""
    return ChartKind.LINE if known[0].in_time and len(known[0].points) > 6 else ChartKind.BAR
