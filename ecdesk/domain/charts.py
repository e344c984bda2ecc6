"""What a chart shows, resolved once from an exhibit's table, for whoever draws it: categories, series of printed figures, axes, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from ecdesk.domain.book.records import Axis, Chart, ChartKind, Line
from ecdesk.domain.book.tables import Cell, Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.units import PERCENT, POINTS

PROJECTED = ("forecast", "estimate")
MOST_RINGS = 3


class CannotDraw(UserError):
    """What the exhibit holds cannot be shown as it is: the font lacks a character, or an axis would carry two units."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart. value: the number that the table prints, in the unit of the axis; None where there is none, a gap. label: its
    digits as printed, with the unit where that is not the axis's. place: row and column of its cell."""

    value: Decimal | None = None
    qualifier: str = ""
    label: str = ""
    status: str = "final"
    basis: str = ""
    place: tuple[int, int] = (0, 0)

    @property
    def projected(self) -> bool:
        return self.status in PROJECTED


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the table along the categories. line: its number among the table's columns, or rows. unit: symbol of its axis's."""

    line: int
    name: str
    points: tuple[Point, ...]
    unit: str = ""

    @property
    def has_figures(self) -> bool:
        return any(point.value is not None for point in self.points)

    def values(self) -> list[Decimal]:
        return [point.value for point in self.points if point.value is not None]

    def landmarks(self) -> set[int]:
        """The points that are named where there is no room for all: the first, the last, the highest and the lowest."""
        known = [(point.value, number) for number, point in enumerate(self.points) if point.value is not None]
        if not known:
            return set()
        by_value = sorted(known, key=lambda one: one[0])
        return {known[0][1], known[-1][1], by_value[0][1], by_value[-1][1]}

    def connected(self, before: int, after: int) -> bool:
        """Whether a line may be drawn between two neighbouring points: both known and on the same basis (口径)."""
        one, other = self.points[before], self.points[after]
        return one.value is not None and other.value is not None and one.basis == other.basis


@dataclass(frozen=True)
class DrawnChart:
    """A chart ready to be laid out. order: numbers of the table's lines that the categories are, as drawn.
    secondary: series against an axis of their own on the right."""

    kind: ChartKind
    number: str
    caption: str
    categories: tuple[str, ...]
    order: tuple[int, ...]
    primary: tuple[Series, ...]
    secondary: tuple[Series, ...] = ()
    primary_unit: str = ""
    secondary_unit: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()

    @property
    def series(self) -> tuple[Series, ...]:
        return self.primary + self.secondary

    @property
    def has_figures(self) -> bool:
        return any(series.has_figures for series in self.series)

    @property
    def title(self) -> str:
        return f"{self.number}　{self.caption}".strip("　 ")


def stack_ends(stacked: Sequence[Series]) -> list[float]:
    """Where stacked bars end above and below zero: of each category the sum of its positive and that of its negative figures."""
    columns = zip(*([float(point.value or 0) for point in series.points] for series in stacked), strict=True)
    return [sum(value for value in column if value * sign > 0) for column in columns for sign in (1, -1)]


def drawn_chart(table: Table) -> DrawnChart:
    """The chart of an exhibit. An exhibit without a chart of its own is drawn as bars of its first column.

    Raises CannotDraw when the series of one axis are in units that cannot share it.
    """
    exhibit = table.exhibit
    chart = exhibit.chart or Chart(ChartKind.BAR, Axis.ROWS, tuple(column.id for column in table.columns[:1]))
    along_rows = chart.categories != Axis.COLUMNS
    categories, lines = (table.rows, table.columns) if along_rows else (table.columns, table.rows)
    chosen = [number for number, line in enumerate(categories) if line.at]
    secondary_ids = set(chart.secondary)
    primary_ids = set(chart.primary) or {line.id for line in lines if line.at and line.id not in secondary_ids}
    if chart.kind == ChartKind.RING:
        secondary_ids = set()  # a ring has no axes

    def cells(line: int) -> list[tuple[Cell, tuple[int, int]]]:
        places = [(number, line) if along_rows else (line, number) for number in chosen]
        return [(table.cells[row][column], (row, column)) for row, column in places]

    drawn = [line for line in lines if line.id in primary_ids | secondary_ids]
    names = dict(zip((line.id for line in drawn), _labels(drawn), strict=True))

    def axis(ids: set[str]) -> tuple[tuple[Series, ...], str]:
        found = [(number, line, cells(number)) for number, line in enumerate(lines) if line.id in ids]
        unit = _axis_unit((cell for _number, _line, line_cells in found for cell, _place in line_cells), exhibit.number)
        return tuple(
            Series(number, names[line.id], tuple(_point(cell, unit, place) for cell, place in line_cells), unit.symbol)
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
    )
    return _of_a_kind_that_fits(_with_basis_note(_limited(shown, chart.top)))


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


def _labels(lines: Sequence[Line]) -> list[str]:
    """Names of lines; with their merged headings where two would be alike."""
    counts = Counter(line.label for line in lines)
    return ["·".join((*line.groups, line.label)) if counts[line.label] > 1 and line.groups else line.label for line in lines]


def _limited(chart: DrawnChart, top: int) -> DrawnChart:
    """At most so many categories: those of a ranking with the greatest figures, else the first ones."""
    order = list(range(len(chart.categories)))
    notes = chart.notes
    if chart.kind == ChartKind.RANK:
        ranked = [point.value for series in chart.primary[:1] for point in series.points]
        known = [(value, number) for number, value in enumerate(ranked) if value is not None]
        if known and len(known) < len(order):
            notes = (*notes, tr("注：另有{count}项暂无数据。", count=len(order) - len(known)))
        order = [number for _value, number in sorted(known, key=lambda one: -one[0])] or order
    if top:
        order = order[:top]
    if order == list(range(len(chart.categories))):
        return replace(chart, notes=notes)

    def chosen(series: tuple[Series, ...]) -> tuple[Series, ...]:
        return tuple(replace(one, points=tuple(one.points[number] for number in order)) for one in series)

    return replace(
        chart,
        categories=tuple(chart.categories[number] for number in order),
        order=tuple(chart.order[number] for number in order),
        primary=chosen(chart.primary),
        secondary=chosen(chart.secondary),
        notes=notes,
    )


def _with_basis_note(chart: DrawnChart) -> DrawnChart:
    """Says which basis the hollow markers of a line stand for when its points are on different ones."""
    bases = {point.basis for series in chart.series for point in series.points if point.value is not None and point.basis}
    mixed = any(len({point.basis for point in series.points if point.value is not None}) > 1 for series in chart.series)
    if not bases or not mixed:
        return chart
    words = "、".join(sorted(bases))
    return replace(chart, notes=(*chart.notes, tr("注：空心点为{basis}数据，与其余各点不可直接相比，故不连线。", basis=words)))


def _of_a_kind_that_fits(chart: DrawnChart) -> DrawnChart:
    """A ring of negative figures, of nothing but zeros or of too many series becomes bars, and says so."""
    known = [series.values() for series in chart.series if series.has_figures]
    parts = len(known) <= MOST_RINGS and all(min(values) >= 0 and max(values) > 0 for values in known)
    if chart.kind != ChartKind.RING or not known or parts:
        return chart
    return replace(chart, kind=ChartKind.BAR, notes=(*chart.notes, tr("注：数据不是一个整体的各部分，故以柱图表示。")))
