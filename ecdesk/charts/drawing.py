"""The front door: an exhibit's table becomes a matplotlib figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ecdesk.charts.frame import Frame, LegendEntry, draw_empty, draw_frame, frame_for
from ecdesk.charts.kinds import columns, multiples, rankings, rings, rows, slopes
from ecdesk.charts.kinds.bars_and_lines import STACKS
from ecdesk.charts.label_placing import Box
from ecdesk.charts.paper import Paper, Place
from ecdesk.charts.text_metrics import drawable
from ecdesk.charts.themes import NARROWEST_MM, PRINT, WIDEST_MM, Ground, Theme, load_theme
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import DrawnChart, Series, drawn_chart
from ecdesk.domain.texts import printed_in

_SMALLEST = 120.0
"""Points; a pane that is smaller still gets a picture of this size, of which it shows a part."""
_SCREEN_SCALES = (1.25, 1.12, 1.0, 0.9, 0.8, 0.7)
"""Of the printed size, in which a chart is laid out for a screen, the first that fits: its texts stay large enough to be read there."""
_THINNEST_BAR = 8.0
"""Points that each of several bars has at least beside the others."""
_HIGHEST = 640.0
"""Points: a chart stands on one page of A4, with its caption; of very many rows each is lower."""
_MOST_PANELS = 3
"""So many series stand beside each other when bars lie down."""
_TALLER = 1.35
"""How much higher than it needs to be a chart is drawn where there is room."""


@dataclass(frozen=True)
class ChartLayout:
    """How charts of a kind are laid out: their legend, the height that they want, and the drawing itself."""

    legend: Callable[[DrawnChart, Theme], list[LegendEntry]]
    height: Callable[[DrawnChart, Theme, float], float]
    draw: Callable[[Paper, Box, DrawnChart], None]


_EMPTY, _EMPTY_ON_SCREEN = (
    ChartLayout(lambda data, theme: [], lambda data, theme, width: theme.plot_height, partial(draw_empty, told=told))
    for told in (False, True)
)
"""Of a chart without figures. On a screen it tells its editor what belongs there, which is no word to be printed."""
_COLUMNS = ChartLayout(columns.legend, columns.height, columns.draw)
_ROWS = ChartLayout(rows.legend, rows.height, rows.draw)
_LAYOUTS = {
    ChartKind.BARS_LYING: _ROWS,
    ChartKind.DOTS: _ROWS,
    ChartKind.DUMBBELL: _ROWS,
    ChartKind.SLOPE: ChartLayout(slopes.legend, slopes.height, slopes.draw),
    ChartKind.MULTIPLES: ChartLayout(multiples.legend, multiples.height, multiples.draw),
    ChartKind.RANK: ChartLayout(rankings.legend, rankings.height, rankings.draw),
    ChartKind.RING: ChartLayout(lambda data, theme: [], rings.height, rings.draw),
}
"""Of the kinds that are not laid out in columns."""


@dataclass(frozen=True)
class Drawing:
    """A chart as it is printed. figure: a `matplotlib.figure.Figure`. spots: where the figures of cells (row, column) are drawn, in points
    from the lower left corner. dropped: the figures whose labels found no place, by what they are. kind: that it came to."""

    figure: Any
    spots: tuple[tuple[Place, Box], ...]
    dropped: tuple[str, ...]
    kind: ChartKind


def draw_chart(
    table: Table, variant: str = PRINT, size: tuple[float, float] | None = None, figure: Any = None, *, bare: bool = False
) -> Any:
    """The figure of `drawing_of`."""
    return drawing_of(table, variant, size, figure, bare=bare).figure


def drawing_of(
    table: Table, variant: str = PRINT, size: tuple[float, float] | None = None, figure: Any = None, *, bare: bool = False
) -> Drawing:
    """The exhibit's chart, with what became of its figures.

    variant: ``print``, or ``grey`` for a page without colours. size: width and height in inches; without it the chart has the width that
    its settings or its theme say, and the height that it needs. figure: drawn into (and emptied before) instead of a new one.
    bare: without caption, notes and source, for whoever prints them as texts beside it.

    Raises CannotDraw, a UserError, when the font lacks a character, an axis would have to carry two units, or a setting cannot be drawn.
    """
    with printed_in(table.language):
        shown = _in_the_font(drawn_chart(table))
        theme = _of_width(load_theme(variant, shown.settings.theme), shown.settings.width_mm)
        points = None if size is None else (size[0] * 72, size[1] * 72)
        return _drawn(_laid_out(shown, theme, theme.width if points is None else points[0], bare), points and points[1], figure)


def drawing_for_screen(table: Table, room: tuple[float, float], ground: Ground | None = None) -> tuple[Drawing, float]:
    """The figures of a chart without the texts around it, laid out anew so that they can be read in a room of so many points, and the scale
    at which they fill it: on that ground instead of the paper, in the kind and with the labels of the print. Raises CannotDraw."""
    with printed_in(table.language):
        shown = _in_the_font(drawn_chart(table))
        theme = _of_width(load_theme(PRINT, shown.settings.theme), shown.settings.width_mm)
        theme = theme if ground is None else theme.on(ground)
        printed = _drawn(_laid_out(shown, theme, theme.width, bare=True, on_screen=True))
        for scale in _SCREEN_SCALES:
            width, height = room[0] / scale, room[1] / scale
            laid_out = _laid_out(shown, theme, width, bare=True, on_screen=True)
            if laid_out.height > height or laid_out.data.kind != printed.kind:
                continue
            drawing = _drawn(laid_out, min(height, laid_out.height * _TALLER))
            if len(drawing.dropped) <= len(printed.dropped):
                return drawing, scale
        wide, high = printed.figure.get_size_inches() * 72
        return printed, min(room[0] / wide, room[1] / high)


@dataclass(frozen=True)
class _LaidOut:
    """A chart and what surrounds it, for a width in points. height: that it wants."""

    data: DrawnChart
    theme: Theme
    frame: Frame
    layout: ChartLayout
    height: float


def _laid_out(shown: DrawnChart, theme: Theme, width: float, bare: bool, on_screen: bool = False) -> _LaidOut:
    width = max(width, _SMALLEST)
    data = _lying_down_if_cut(shown, theme, width)
    empty = _EMPTY_ON_SCREEN if on_screen else _EMPTY
    layout = _layout_of(data, theme, width) if data.has_figures else empty
    frame = frame_for(data, layout.legend(data, theme), theme, width)
    if bare:
        frame = replace(frame, above=(), below=())
    return _LaidOut(data, theme, frame, layout, min(frame.height + layout.height(data, theme, width), _HIGHEST))


def _layout_of(data: DrawnChart, theme: Theme, width: float) -> ChartLayout:
    """How a chart is laid out. Stacked bars lie down where standing ones would be too thin for any figure or name."""
    ordered = any(series.in_time for series in data.series) or data.arrow is not None or bool(data.callouts)
    if data.kind in STACKS and not ordered and not data.secondary and not columns.are_level(data, theme, width):
        return _ROWS
    return _LAYOUTS.get(data.kind, _COLUMNS)


def _drawn(chart: _LaidOut, height: float | None = None, figure: Any = None) -> Drawing:
    """The drawing, of a height in points or of that which it wants."""
    from matplotlib.figure import Figure

    frame, width = chart.frame, chart.frame.width
    if height is not None:
        height = max(height, _SMALLEST)
        if frame.height > height * 0.5:
            # A low sheet keeps the chart and drops what surrounds it: legend last.
            frame = replace(frame, above=(), below=())
            if frame.height > height * 0.5:
                frame = replace(frame, legend=())
    size = width / 72, (height or chart.height) / 72
    if figure is None:
        figure = Figure(figsize=size, dpi=chart.theme.dpi)
    else:
        figure.clear()
        figure.set_size_inches(*size, forward=False)
    paper = Paper(figure, chart.theme)
    chart.layout.draw(paper, draw_frame(paper, frame), chart.data)
    return Drawing(figure, tuple(paper.spots), tuple(paper.dropped), chart.data.kind)


def _of_width(theme: Theme, width_mm: int) -> Theme:
    """The theme at a width that an editor set, 0 for its own."""
    return replace(theme, width_mm=float(min(max(width_mm, NARROWEST_MM), WIDEST_MM))) if width_mm else theme


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
        settings=replace(data.settings, title=drawable(data.settings.title)),
        arrow=data.arrow and replace(data.arrow, words=drawable(data.arrow.words)),
        callouts=tuple(replace(one, words=drawable(one.words)) for one in data.callouts),
        reference=data.reference and replace(data.reference, words=drawable(data.reference.words)),
        notes=tuple(map(drawable, data.notes)),
    )


def _lying_down_if_cut(data: DrawnChart, theme: Theme, width: float) -> DrawnChart:
    """Bars lie down whose names do not fit below them, or that stand so thick beside each other that their figures could not be read; what
    follows in time stays upright, and so does what has words at its points."""
    standing = data.has_figures and data.kind in (ChartKind.BAR, ChartKind.BAR_AND_LINE) and len(data.series) <= _MOST_PANELS
    if standing and columns.names_below(data, theme, width).cut:
        return replace(data, kind=ChartKind.RANK)
    ordered = any(series.in_time for series in data.series) or data.arrow is not None or bool(data.callouts)
    return data if ordered else replace(data, kind=_lying(data, theme, width))


def _lying(data: DrawnChart, theme: Theme, width: float) -> ChartKind:
    """The kind in which categories that are in no order are drawn: a row for each where columns would be too thin for their figures or names."""
    beside = sum(series.has_figures for series in data.primary)
    thick = beside > 1 and width / (len(data.categories) * beside) < _THINNEST_BAR
    few = 0 < sum(series.has_figures for series in data.series) <= _MOST_PANELS
    if data.kind == ChartKind.LINE and not data.secondary and not columns.are_level(data, theme, width):
        return ChartKind.DOTS
    panels = data.kind == ChartKind.MULTIPLES and not multiples.are_level(data, theme, width)
    if few and (panels or (thick and data.kind == ChartKind.BAR_AND_LINE)):
        return ChartKind.RANK
    return ChartKind.BARS_LYING if thick and data.kind == ChartKind.BAR else data.kind
