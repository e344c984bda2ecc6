"""Rings: whether figures are the parts of one whole, which of them is the whole, and what the parts leave of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts.shown import LEAST_WITH_TOTAL, MOST_RINGS, REST, DrawnChart, Point, Series, limited_to
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.judging import Margin, base_interval
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.units import PERCENT


def of_wholes(chart: DrawnChart, table: Table) -> DrawnChart:
    """A ring is a whole: a total beside its parts is no piece of it, what the parts leave of it is drawn as a rest, and where the figures are
    no parts of a whole there are bars, and a note that says so."""
    known = [series for series in chart.series if series.has_figures]
    if not known:
        return chart
    rings = _rings(known, table)
    if rings is None:
        return replace(chart, kind=ChartKind.BAR, notes=(*chart.notes, tr("注：数据不是一个整体的各部分，故以柱图表示。")))
    chart = limited_to(
        replace(chart, secondary=()), known, [number for number in range(len(chart.categories)) if number != rings[0].total]
    )
    return _with_rests(chart, [one.rest for one in rings])


def _rings(known: Sequence[Series], table: Table) -> list[_Ring] | None:
    """The rings of all series; None where one is none, they have not the same total, or they are too many."""
    found = [_ring_of(series, table) for series in known[: MOST_RINGS + 1]]
    rings = [one for one in found if one is not None]
    alike = len({one.total for one in rings}) == 1
    return rings if alike and len(rings) == len(known) <= MOST_RINGS else None


def _with_rests(chart: DrawnChart, rests: Sequence[Decimal]) -> DrawnChart:
    """A ring with one more category: what the parts of each series leave of its whole; as it is where they leave nothing."""
    if not any(rests):
        return chart
    primary = zip(chart.primary, rests, strict=True)
    return replace(
        chart,
        categories=(*chart.categories, tr("其余")),
        order=(*chart.order, REST),
        primary=tuple(replace(one, points=(*one.points, Point(rest or None, place=None))) for one, rest in primary),
        notes=(*chart.notes, tr("注：所列各项合计不足整体，其余部分未列出。")),
    )


@dataclass(frozen=True, slots=True)
class _Ring:
    """What makes a series a ring. total: the category that is the whole itself, None where none is. rest: what the parts leave of it."""

    total: int | None = None
    rest: Decimal = Decimal(0)


def _ring_of(series: Series, table: Table) -> _Ring | None:
    """The ring of a series; None where its figures are not the parts of one whole."""
    if min(series.values()) < 0 or max(series.values()) == 0:
        return None
    known = {number: point for number, point in enumerate(series.points) if point.value is not None}
    total = _unparted(known, table)
    if total is None:
        total = _sum_of_others(known, table)
    if total is not None:
        whole, printed = _possible(known.pop(total), table), series.points[total].value
    elif series.unit == PERCENT.symbol:
        whole, printed = base_interval(Amount(Decimal(100), PERCENT)), Decimal(100)
    else:
        return _Ring()  # nobody says what the whole is: it is what is drawn
    left = whole - _possible_sum(known.values(), table)
    if 0 in left or left.high is None:
        return _Ring(total)
    listed = sum(point.value for point in known.values() if point.value is not None)
    return None if left.high < 0 or printed is None else _Ring(total, printed - listed)


def _unparted(known: Mapping[int, Point], table: Table) -> int | None:
    """The only figure that by its key is not of a part."""
    keys = {number: table.cells[point.place[0]][point.place[1]].key for number, point in known.items() if point.place is not None}
    unparted = [number for number, key in keys.items() if key is not None and not key.item]
    return unparted[0] if len(unparted) == 1 < len(keys) else None


def _sum_of_others(known: Mapping[int, Point], table: Table) -> int | None:
    """The figure that is just the sum of all others."""
    greatest = max(known, key=lambda number: known[number].value or Decimal(0))
    others = _possible_sum((point for number, point in known.items() if number != greatest), table)
    return greatest if len(known) >= LEAST_WITH_TOTAL and _possible(known[greatest], table).meets(others) else None


def _possible_sum(points: Iterable[Point], table: Table) -> Interval:
    return sum((_possible(point, table) for point in points), Interval.point(0))


def _possible(point: Point, table: Table) -> Interval:
    """The values that a figure is printed for, rounded up or down by its printer, in the unit's base."""
    row, column = point.place or (0, 0)
    shown = table.cells[row][column].shown
    return Interval.point(0) if shown is None else base_interval(shown, Margin.FULL)
