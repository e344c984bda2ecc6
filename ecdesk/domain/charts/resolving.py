"""What an exhibit's chart shows, from its table and the settings of the chart: which categories in which order, what its kind makes of the
figures, and of a ring which figures are the parts of one whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from ecdesk.domain.book.layouts.naming import named_lines
from ecdesk.domain.book.records import Axis, Chart, ChartKind, ChartOrder, Line
from ecdesk.domain.book.tables import Cell, Table
from ecdesk.domain.charts.annotating import annotated
from ecdesk.domain.charts.shown import (
    LEAST_WITH_TOTAL,
    LEVELS,
    MOST_NAMED,
    MOST_RINGS,
    REST,
    CannotDraw,
    DrawnChart,
    Point,
    Series,
    limited_to,
)
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import MEASURE_NAMES
from ecdesk.domain.figures.numerals import in_unit
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.judging import Margin, base_interval
from ecdesk.domain.texts import SOURCE_LANGUAGE, language, tr
from ecdesk.domain.wording.in_english import in_english
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.units import PERCENT, POINTS


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
    """The first and the last category that have figures: two times, or the only two that there are. A line from one of many regions to another
    would say something that is not so."""
    known = [number for number, points in enumerate(_columns(chart)) if any(point.value is not None for point in points)]
    if len(known) > 2 and not all(series.in_time for series in chart.primary):
        raise CannotDraw("斜率图连接首尾两个时期，这里的各项不是时期；请把时期设为分类，或者换成哑铃图。")
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


_BARS = (ChartKind.BAR, ChartKind.BAR_AND_LINE, ChartKind.STACKED, ChartKind.BARS_LYING)
_SHAPES = {ChartKind.SHARES: _of_shares, ChartKind.SLOPE: _of_two_ends, ChartKind.DUMBBELL: _of_pairs}


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
    if any(_follow_in_time(series, table) for series in known):
        return None
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


def _follow_in_time(series: Series, table: Table) -> bool:
    """Whether figures are of times that make no whole together: of years, of spans from January, of parts of several years."""
    places = (point.place for point in series.points if point.value is not None and point.place is not None)
    keys = (table.cells[row][column].key for row, column in places)
    periods = {period_from_code(key.period) for key in keys if key is not None}
    return len(periods) > 1 and not _make_a_year(periods)


def _make_a_year(periods: set[Period]) -> bool:
    """Whether all are the quarters, months or halves of one year, with at most one year beside them."""
    kinds = {(period.year, period.kind) for period in periods if period.kind != "year"}
    years = sum(period.kind == "year" for period in periods)
    return years < 2 and len(kinds) == 1 and next(iter(kinds))[1] in _PARTS_OF_YEAR


_PARTS_OF_YEAR = ("half", "quarter", "month")


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


ONE_AXIS = (
    ChartKind.RING,
    ChartKind.SHARES,
    ChartKind.BARS_LYING,
    ChartKind.DOTS,
    ChartKind.DUMBBELL,
    ChartKind.SLOPE,
    ChartKind.MULTIPLES,
)
"""Kinds that leave out what is meant for the right axis."""

_ONLY_A_VALUE = (MEASURE_NAMES["value"], in_english(MEASURE_NAMES["value"], lambda _words: ""))


def drawn_chart(table: Table) -> DrawnChart:
    """The chart of an exhibit. An exhibit without a chart of its own is drawn as bars of its first column.

    Raises CannotDraw when the series of one axis are in units that cannot share it, and when what an editor set cannot be drawn.
    """
    exhibit = table.exhibit
    chart = exhibit.chart or Chart(ChartKind.BAR, Axis.ROWS, tuple(column.id for column in table.columns[:1]))
    along_rows = chart.categories != Axis.COLUMNS
    categories, lines = (table.rows, table.columns) if along_rows else (table.columns, table.rows)
    chosen = [number for number, line in enumerate(categories) if line.at and line.id not in chart.left_out]
    secondary_ids = set(chart.secondary)
    primary_ids = set(chart.primary) or {line.id for line in lines if line.at and line.id not in secondary_ids}
    if chart.kind in ONE_AXIS:
        secondary_ids = set()

    def cells(line: int) -> list[tuple[Cell, tuple[int, int]]]:
        places = [(number, line) if along_rows else (line, number) for number in chosen]
        return [(table.cells[row][column], (row, column)) for row, column in places]

    in_time = len({categories[number].at.get("period") for number in chosen} - {None}) > 1
    drawn = [line for line in lines if line.id in primary_ids | secondary_ids]
    names = dict(zip((line.id for line in drawn), _labels([_told(line, table.subject) for line in drawn]), strict=True))

    def axis(ids: set[str]) -> tuple[tuple[Series, ...], str]:
        found = [(number, line, cells(number)) for number, line in enumerate(lines) if line.id in ids]
        unit = _axis_unit((cell for _number, _line, line_cells in found for cell, _place in line_cells), exhibit.number)
        return tuple(
            Series(
                number,
                names[line.id],
                tuple(_point(cell, unit, place) for cell, place in line_cells),
                unit.symbol,
                in_time,
                chart.colours.get(line.id, ""),
            )
            for number, line, line_cells in found
        ), unit.symbol

    primary, primary_unit = axis(primary_ids)
    secondary, secondary_unit = axis(secondary_ids)
    shown = DrawnChart(
        chart.kind,
        exhibit.number,
        exhibit.caption,
        tuple(_labels([categories[number] for number in chosen])),
        tuple(chosen),
        primary,
        secondary,
        primary_unit,
        secondary_unit,
        exhibit.source_line,
        (*exhibit.notes, *exhibit.footnotes),
        chart,
    )
    fitting = of_wholes(limited(shown, categories), table) if chart.kind == ChartKind.RING else limited(shown, categories)
    if not fitting.has_figures:
        return fitting
    return annotated(_with_basis_note(_with_notes_of_gaps(as_kind(fitting), categories)), table)


def _axis_unit(cells: Iterable[Cell], number: str) -> Unit:
    """The unit that most of an axis's figures are printed in; the others must convert to it. % and 个百分点 share an axis."""
    known = Counter(cell.unit for cell in cells if cell.key is not None)
    if not known:
        return NO_UNIT
    unit = max(known, key=lambda candidate: (known[candidate], -list(known).index(candidate)))
    for other in known:
        if other.dimension != unit.dimension and {other, unit} != {PERCENT, POINTS}:
            raise CannotDraw(
                "{number}里“{one}”和“{two}”不能画在同一根轴上，请把其中一列改为次坐标轴或不画。",
                number=number or tr("这张图"),
                one=unit.symbol or "—",
                two=other.symbol or "—",
            )
    return unit


def _point(cell: Cell, unit: Unit, place: tuple[int, int]) -> Point:
    shown, observation = cell.shown, cell.observation
    if shown is None or observation is None:
        return Point(place=place)
    printed = parse_number(cell.text)
    value = shown.value if printed is None else printed
    if cell.unit != unit and cell.unit.dimension == unit.dimension:
        factor = cell.unit.factor_to(unit)
        with localcontext(prec=60):
            value = value * factor.numerator / factor.denominator
    label = cell.text if cell.unit == unit else in_unit(cell.text, cell.unit.symbol)
    return Point(value, shown.qualifier, label, observation.status, observation.basis, place)


def _told(line: Line, subject: str) -> Line:
    """A line that is only called a value as what it is the value of, by the headings above it or the table: in a legend nothing else says it."""
    told = line.groups[-1] if line.groups else subject
    return replace(line, label=told) if told and line.label in _ONLY_A_VALUE else line


def _labels(lines: Sequence[Line]) -> list[str]:
    """Names of lines; with their merged headings where two would be alike."""
    counts = Counter(line.label for line in lines)
    between = LEVELS if language() == SOURCE_LANGUAGE else ", "
    return [between.join((*line.groups, line.label)) if counts[line.label] > 1 and line.groups else line.label for line in lines]


def _with_basis_note(chart: DrawnChart) -> DrawnChart:
    """Says which basis the hollow markers of a line stand for when its points are on different ones."""
    bases = {point.basis for series in chart.series for point in series.points if point.value is not None and point.basis}
    mixed = any(len({point.basis for point in series.points if point.value is not None}) > 1 for series in chart.series)
    if not bases or not mixed:
        return chart
    words = tr("、").join(sorted(bases))
    return replace(chart, notes=(*chart.notes, tr("注：空心点为{basis}数据，与其余各点不可直接相比，故不连线。", basis=words)))


def _with_notes_of_gaps(chart: DrawnChart, lines: Sequence[Line]) -> DrawnChart:
    """Says which categories have no figure at all, a ranking says how many itself; which series have none; and which categories have no bar though
    another series has a figure there: an empty place beside bars would be read as zero. lines: of the table, which the categories are."""
    if chart.kind == ChartKind.RANK or not chart.has_figures:
        return chart
    empty = _empty(chart)
    notes = [tr("注：{names}暂无数据。", names=_some_named(chart, lines, empty))] if empty else []
    notes += _notes_of_absent(chart)
    if chart.kind in _BARS and len(chart.series) > 1:
        found = [(series, gaps) for series in chart.primary if (gaps := _gaps(series, empty))]
        notes += [
            tr("注：{names}的{series}暂无数据。", names=_some_named(chart, lines, gaps), series=series.name)
            for series, gaps in found
        ]
    return replace(chart, notes=(*chart.notes, *notes))


def _notes_of_absent(chart: DrawnChart) -> list[str]:
    """Says which series have no figure at all."""
    absent = [series.name for series in chart.series if not series.has_figures]
    return [tr("注：{names}暂无数据。", names=_the_first(absent, len(absent)))] if absent else []


def _empty(chart: DrawnChart) -> list[int]:
    """The categories in which no series has a figure."""
    return [at for at, points in enumerate(_columns(chart)) if all(point.value is None for point in points)]


def _gaps(series: Series, empty: Sequence[int]) -> list[int]:
    """The categories of a series that is drawn in which it alone has no figure."""
    return [at for at, point in enumerate(series.points) if point.value is None and at not in empty] if series.has_figures else []


def _some_named(chart: DrawnChart, lines: Sequence[Line], at: Sequence[int]) -> str:
    """Categories as a sentence names them, the first ones of many."""
    place = {chart.order[number]: number for number in at if chart.order[number] != REST}
    called = {line: chart.categories[number] for line, number in place.items()}
    return _the_first(named_lines(lines, called, [called.get(number, line.label) for number, line in enumerate(lines)]), len(at))


def _the_first(names: Sequence[str], count: int) -> str:
    """Names as a sentence has them, the first ones of many. count: of what they name."""
    if len(names) <= MOST_NAMED:
        return tr("、").join(names)
    return tr("{names}等{count}项", names=tr("、").join(names[:MOST_NAMED]), count=count)
