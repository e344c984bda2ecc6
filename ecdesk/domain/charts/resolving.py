"""What an exhibit's chart shows, from its table and the settings of the chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import localcontext

from ecdesk.domain.book.records import Axis, Chart, ChartKind, Line
from ecdesk.domain.book.tables import Cell, Table
from ecdesk.domain.charts.annotating import annotated
from ecdesk.domain.charts.shaping import as_kind, limited
from ecdesk.domain.charts.shown import MOST_NAMED, CannotDraw, DrawnChart, Point, Series
from ecdesk.domain.charts.wholes import of_wholes
from ecdesk.domain.figures.keys import MEASURE_NAMES
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.in_english import in_english
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.units import PERCENT, POINTS

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
    return annotated(_with_basis_note(_with_note_of_empty(as_kind(fitting))), table)


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
        with localcontext() as context:
            context.prec = 60
            value = value * factor.numerator / factor.denominator
    label = cell.text if cell.unit == unit else f"{cell.text}{cell.unit.symbol}"
    return Point(value, shown.qualifier, label, observation.status, observation.basis, place)


def _told(line: Line, subject: str) -> Line:
    """A line that is only called a value as what it is the value of, by the headings above it or the table: in a legend nothing else says it."""
    told = line.groups[-1] if line.groups else subject
    return replace(line, label=told) if told and line.label in _ONLY_A_VALUE else line


def _labels(lines: Sequence[Line]) -> list[str]:
    """Names of lines; with their merged headings where two would be alike."""
    counts = Counter(line.label for line in lines)
    return ["·".join((*line.groups, line.label)) if counts[line.label] > 1 and line.groups else line.label for line in lines]


def _with_basis_note(chart: DrawnChart) -> DrawnChart:
    """Says which basis the hollow markers of a line stand for when its points are on different ones."""
    bases = {point.basis for series in chart.series for point in series.points if point.value is not None and point.basis}
    mixed = any(len({point.basis for point in series.points if point.value is not None}) > 1 for series in chart.series)
    if not bases or not mixed:
        return chart
    words = tr("、").join(sorted(bases))
    return replace(chart, notes=(*chart.notes, tr("注：空心点为{basis}数据，与其余各点不可直接相比，故不连线。", basis=words)))


def _with_note_of_empty(chart: DrawnChart) -> DrawnChart:
    """Says which categories have no figure at all; a ranking says how many itself."""
    if chart.kind == ChartKind.RANK or not chart.has_figures:
        return chart
    columns = zip(*(series.points for series in chart.series), strict=True)
    empty = [name for name, points in zip(chart.categories, columns, strict=True) if all(point.value is None for point in points)]
    if not empty:
        return chart
    few = len(empty) <= MOST_NAMED
    note = tr("注：{names}暂无数据。", names=tr("、").join(empty)) if few else tr("注：另有{count}项暂无数据。", count=len(empty))
    return replace(chart, notes=(*chart.notes, note))
