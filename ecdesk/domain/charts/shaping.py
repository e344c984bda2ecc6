"""Which categories a chart shows in which order, and what its kind makes of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from ecdesk.domain.book.records import ChartKind, ChartOrder, Line
from ecdesk.domain.charts.shown import CannotDraw, DrawnChart, Point, Series, limited_to
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.units import PERCENT


def limited(chart: DrawnChart, lines: Sequence[Line]) -> DrawnChart:
    """The categories in the order that is set, at most as many as are set, and those that tie with the last of them."""
    order, notes = _ordered(chart, lines)
    chart = replace(chart, notes=(*chart.notes, *notes))
    top = max(chart.settings.top, 0)
    if _by_value(chart):
        top = _with_ties(chart, order, top)
    chosen = order[:top] if top else order
    if chosen == list(range(len(chart.categories))):
        return chart
    drawn = limited_to(chart, chart.primary, chosen)
    return drawn if chosen == sorted(chosen) else _without_time(drawn)


def _by_value(chart: DrawnChart) -> ChartOrder | None:
    """Whether the order is that of the figures, and which way."""
    order = chart.settings.order
    if order == ChartOrder.USUAL and chart.kind == ChartKind.RANK:
        return ChartOrder.FALLING
    return order if order in (ChartOrder.FALLING, ChartOrder.RISING) else None


def _ordered(chart: DrawnChart, lines: Sequence[Line]) -> tuple[list[int], list[str]]:
    """Numbers of the categories in their order, and a note of those that a ranking cannot place."""
    order = list(range(len(chart.categories)))
    way = _by_value(chart)
    if way is not None:
        ranked, notes = _ranked(chart, order)
        return (ranked[::-1] if way == ChartOrder.RISING else ranked), notes
    if chart.settings.order == ChartOrder.LISTED:
        places = {id: number for number, id in enumerate(chart.settings.listed)}
        ids = [lines[number].id for number in chart.order]
        order.sort(key=lambda number: places.get(ids[number], len(places)))
    return order, []


def _without_time(chart: DrawnChart) -> DrawnChart:
    """Categories that are not in the order of time are joined by no line."""

    def loose(series: tuple[Series, ...]) -> tuple[Series, ...]:
        return tuple(replace(one, in_time=False) for one in series)

    return replace(chart, primary=loose(chart.primary), secondary=loose(chart.secondary))


def _with_ties(chart: DrawnChart, order: Sequence[int], top: int) -> int:
    """So many places, and as many more as tie with the last."""
    values = [chart.primary[0].points[number].value for number in order] if chart.primary else []
    while 0 < top < len(values) and values[top] is not None and values[top] == values[top - 1]:
        top += 1
    return top


def _ranked(chart: DrawnChart, order: list[int]) -> tuple[list[int], list[str]]:
    """The categories by the figures of the first series, and a note of those that have none."""
    ranked = [point.value for series in chart.primary[:1] for point in series.points]
    known = [(value, number) for number, value in enumerate(ranked) if value is not None]
    if not known:
        return order, []
    missing = len(order) - len(known)
    notes = [tr("注：另有{count}项暂无数据。", count=missing)] if missing else []
    return [number for _value, number in sorted(known, key=lambda one: -one[0])], notes


# -- what a kind makes of the figures


def as_kind(chart: DrawnChart) -> DrawnChart:
    """The chart as its kind shows it. Raises CannotDraw where the figures are none that the kind can show."""
    shape = _SHAPES.get(chart.kind)
    return chart if shape is None else shape(chart)


def _of_shares(chart: DrawnChart) -> DrawnChart:
    """Each category in parts of a hundred, worked out from the figures as printed; printed shares that make up a hundred stay as they are."""
    if any(value < 0 for series in chart.primary for value in series.values()):
        raise CannotDraw("有负数的各项不能画成百分比堆积图，请换一种图，或者不画负数所在的列。")
    totals = [sum((point.value or Decimal(0) for point in points), Decimal(0)) for points in _columns(chart)]
    printed = chart.primary_unit == PERCENT.symbol and all(abs(total - 100) <= 1 or not total for total in totals)

    primary = tuple(replace(series, unit=PERCENT.symbol, points=_parts(series, totals, printed)) for series in chart.primary)
    notes = () if printed else (tr("注：各段是占所列各项之和的百分比，由图中的数算出。"),)
    return replace(chart, primary=primary, primary_unit=PERCENT.symbol, notes=(*chart.notes, *notes))


def _parts(series: Series, totals: Sequence[Decimal], printed: bool) -> tuple[Point, ...]:
    return tuple(_part(point, total, printed) for point, total in zip(series.points, totals, strict=True))


def _part(point: Point, total: Decimal, printed: bool) -> Point:
    """A figure as its share of a total; printed: its own label says it already."""
    if point.value is None or not total:
        return replace(point, value=None)
    share = point.value * 100 / total
    # What is not zero is never printed as 0.0.
    places = max(1, -share.adjusted()) if share else 1
    return replace(
        point, value=share, label=point.label if printed else str(share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    )


def _of_two_ends(chart: DrawnChart) -> DrawnChart:
    """The first and the last category that have figures."""
    known = [number for number, points in enumerate(_columns(chart)) if any(point.value is not None for point in points)]
    if len(known) < 2:
        raise CannotDraw("斜率图要有首尾两组数，现在只有一组，请换一种图。")
    return limited_to(chart, chart.primary, [known[0], known[-1]])


def _of_pairs(chart: DrawnChart) -> DrawnChart:
    if sum(series.has_figures for series in chart.primary) < 2:
        raise CannotDraw("哑铃图要比较两列数，请在左轴上再选一列，或者换一种图。")
    return chart


def _columns(chart: DrawnChart) -> list[tuple[Point, ...]]:
    """The points of each category."""
    return list(zip(*(series.points for series in chart.series), strict=True))


_SHAPES = {ChartKind.SHARES: _of_shares, ChartKind.SLOPE: _of_two_ends, ChartKind.DUMBBELL: _of_pairs}
