"""The slices of a ring: which have room for their figures. Spreadsheet programs put no figure of a ring outside of it, so that the figures of
the others stand behind their names, in the legend."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.charts import DrawnChart, Point, Series
from ecdesk.domain.figures.numerals import in_unit
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import CellFigure, figure, in_format

_LEAST_LABELLED, _LEAST_WIDE = Decimal("0.025"), Decimal("0.06")
"""The share of a ring's smallest slice that has room for its figure; of one that is wider than the ring."""
_RING_WIDE, _MOST_OVER = 32.0, 1.5
"""Points that the ring has for a figure, and how many times as wide one may be: what stands farther beside the slice is not seen in its colour."""
BETWEEN = "  "
"""What stands between a name and its figure."""


def _width(series: Series, point: Point) -> float:
    """Of a figure with its unit, in points; nothing is printed of the rest of a whole."""
    return display_width(in_unit(point.label, series.unit)) * 9 / 2 if point.place is not None else 0.0


def is_wide(series: Series, point: Point) -> bool:
    """Whether a figure with its unit is wider than a ring."""
    return _width(series, point) > _RING_WIDE


def has_room(series: Series, point: Point) -> bool:
    """Whether the figure of a slice stands in it."""
    whole = sum(series.values())
    share = (point.value or Decimal(0)) / whole if whole else Decimal(1)
    fits = _width(series, point) <= _RING_WIDE * _MOST_OVER
    return point.value is None or (fits and share >= (_LEAST_WIDE if is_wide(series, point) else _LEAST_LABELLED))


def narrow_slices(chart: DrawnChart) -> dict[int, Point]:
    """The slices whose figures stand behind their names, by their categories: of one ring, as several share their names."""
    rings = [series for series in chart.series if series.has_figures] if chart.kind == ChartKind.RING else []
    if len(rings) != 1:
        return {}
    points = enumerate(rings[0].points)
    return {at: point for at, point in points if point.place is not None and point.labelled and not has_room(rings[0], point)}


def with_figures_in_names(chart: DrawnChart) -> DrawnChart:
    """A chart with these figures behind the names of their categories."""
    narrow = narrow_slices(chart)
    if not narrow:
        return chart
    unit = next(series.unit for series in chart.series if series.has_figures)
    names = (
        name + BETWEEN + told_in_unit(narrow[at], unit) if at in narrow else name for at, name in enumerate(chart.categories)
    )
    return replace(chart, categories=tuple(names))


def told_in_unit(point: Point, unit: str) -> str:
    printed = as_printed(point)
    return in_unit(printed.before + printed.digits + printed.after, unit)


def format_in_unit(point: Point, unit: str, grouping: str) -> str:
    """The format of a figure with its unit behind it, for charts without an axis that says it."""
    return as_printed(point).format(grouping) + (in_format(in_unit("", unit)) if unit else "")


def as_printed(point: Point) -> CellFigure:
    """What of a point's figure is what; its digits alone where it was printed in another unit."""
    printed = figure(point.label, True)
    return printed if printed.value == point.value else figure(f"{point.value:f}", True)
