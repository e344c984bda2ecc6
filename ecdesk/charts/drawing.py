"""The front door: an exhibit's table becomes a matplotlib figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ecdesk.charts import columns, ranks, rings
from ecdesk.charts.frame import draw_empty, draw_frame, frame_for
from ecdesk.charts.labels import Box
from ecdesk.charts.metrics import drawable
from ecdesk.charts.paper import Paper
from ecdesk.charts.themes import PRINT, Theme, load_theme
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import DrawnChart, Series, drawn_chart

_SMALLEST = 120.0
"""Points; a pane that is smaller still gets a picture of this size, of which it shows a part."""


def draw_chart(table: Table, variant: str = PRINT, size: tuple[float, float] | None = None, figure: Any = None) -> Any:
    """The exhibit's chart as a `matplotlib.figure.Figure`.

    variant: ``print``, or ``light`` and ``dark`` for the screen. size: width and height in inches, of a pane for example; without
    it the chart has the width of the report's column and the height that it needs. figure: drawn into (and emptied before)
    instead of a new one, as a canvas of the window wants it.

    Raises CannotDraw, a UserError, when the font lacks a character or an axis would have to carry two units.
    """
    from matplotlib.figure import Figure

    theme = load_theme(variant)
    width = theme.width if size is None else max(size[0] * 72, _SMALLEST)
    data = _laid_out(_in_the_font(drawn_chart(table)), theme, width)
    entries = _entries(data, theme)
    frame = frame_for(data, entries, theme, width)
    height = frame.height + _height(data, theme, width) if size is None else max(size[1] * 72, _SMALLEST)
    if size is not None and frame.height > height * 0.5:
        # A low pane keeps the chart and drops what surrounds it: legend last.
        frame = replace(frame, caption=(), below=())
        if frame.height > height * 0.5:
            frame = replace(frame, legend=())
    if figure is None:
        figure = Figure(figsize=(width / 72, height / 72), dpi=theme.dpi)
    else:
        figure.clear()
        figure.set_size_inches(width / 72, height / 72, forward=False)
    paper = Paper(figure, theme)
    area = draw_frame(paper, frame)
    if not data.has_figures:
        draw_empty(paper, area, data)
    else:
        _draw(paper, area, data)
    return figure


def _in_the_font(data: DrawnChart) -> DrawnChart:
    """The chart with texts as the font draws them; raises CannotDraw for characters that it lacks."""

    def series(given: Iterable[Series]) -> tuple[Series, ...]:
        return tuple(
            replace(
                one,
                name=drawable(one.name),
                points=tuple(replace(point, label=drawable(point.label), basis=drawable(point.basis)) for point in one.points),
            )
            for one in given
        )

    return replace(
        data,
        number=drawable(data.number),
        caption=drawable(data.caption),
        categories=tuple(map(drawable, data.categories)),
        primary=series(data.primary),
        secondary=series(data.secondary),
        source=drawable(data.source),
        notes=tuple(map(drawable, data.notes)),
    )


def _laid_out(data: DrawnChart, theme: Theme, width: float) -> DrawnChart:
    """Bars whose names do not fit below them lie down."""
    if not data.has_figures:
        return data
    if data.kind in ("bar", "bar+line") and len(data.series) <= 3 and columns.columns_stubs(data, theme, width).cut:
        return replace(data, kind=ChartKind.RANK)
    return data


def _entries(data: DrawnChart, theme: Theme) -> list[Any]:
    if not data.has_figures:
        return []
    if data.kind == "rank":
        return list(ranks.ranks_entries(data, theme))
    if data.kind == "ring":
        return []
    return list(columns.columns_entries(data, theme))


def _height(data: DrawnChart, theme: Theme, width: float) -> float:
    if not data.has_figures:
        return theme.plot_height
    if data.kind == "rank":
        return ranks.ranks_height(data, theme, width)
    if data.kind == "ring":
        return rings.rings_height(data, theme, width)
    return columns.columns_height(data, theme, width)


def _draw(paper: Paper, area: Box, data: DrawnChart) -> None:
    if data.kind == "rank":
        ranks.draw_ranks(paper, area, data)
    elif data.kind == "ring":
        rings.draw_rings(paper, area, data)
    else:
        columns.draw_columns(paper, area, data)
