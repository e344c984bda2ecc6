"""What a chart draws, taken from an exhibit's table: categories, series of points, and the units of the two axes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ecdesk.charts.errors import CannotDraw
from ecdesk.charts.metrics import drawable
from ecdesk.domain.amounts import Amount
from ecdesk.domain.records import Chart, Line
from ecdesk.domain.tables import Cell, Table
from ecdesk.domain.texts import tr
from ecdesk.domain.units import NO_UNIT, Unit
from ecdesk.domain.wording.units import PERCENT, POINTS, find_unit

PROJECTED = ("forecast", "estimate")


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart. value: None where there is none, a gap. label: its digits as printed. place: row and column of its cell."""

    value: float | None = None
    label: str = ""
    status: str = "final"
    basis: str = ""
    place: tuple[int, int] = (0, 0)

    @property
    def projected(self) -> bool:
        return self.status in PROJECTED


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the table along the categories."""

    name: str
    points: tuple[Point, ...]
    unit: str = ""

    @property
    def has_figures(self) -> bool:
        return any(point.value is not None for point in self.points)

    def values(self) -> list[float]:
        return [point.value for point in self.points if point.value is not None]

    def telling(self) -> set[int]:
        """The points that are named where there is no room for all: the first, the last, the highest and the lowest."""
        known = [number for number, point in enumerate(self.points) if point.value is not None]
        if not known:
            return set()
        by_value = sorted(known, key=lambda number: self.points[number].value or 0.0)
        return {known[0], known[-1], by_value[0], by_value[-1]}

    def connected(self, before: int, after: int) -> bool:
        """Whether a line may be drawn between two neighbouring points: both known and on the same basis (口径)."""
        one, other = self.points[before], self.points[after]
        return one.value is not None and other.value is not None and one.basis == other.basis


@dataclass(frozen=True)
class ChartData:
    """A chart ready to be laid out."""

    kind: str
    number: str
    caption: str
    categories: tuple[str, ...]
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


def chart_data(table: Table) -> ChartData:
    """The chart of an exhibit. An exhibit without a chart of its own is drawn as bars of its first column.

    Raises CannotDraw when the series of one axis are in units that cannot share it.
    """
    exhibit = table.exhibit
    chart = exhibit.chart or Chart("bar", "rows", tuple(column.id for column in table.columns[:1]))
    along_rows = chart.categories != "columns"
    categories, lines = (table.rows, table.columns) if along_rows else (table.columns, table.rows)
    chosen = [number for number, line in enumerate(categories) if line.at]
    secondary_ids = set(chart.secondary)
    primary_ids = set(chart.primary) or {line.id for line in lines if line.at and line.id not in secondary_ids}

    def cells(line: int) -> list[tuple[Cell, tuple[int, int]]]:
        places = [(number, line) if along_rows else (line, number) for number in chosen]
        return [(table.cells[row][column], (row, column)) for row, column in places]

    drawn = [line for line in lines if line.id in primary_ids | secondary_ids]
    names = dict(zip((line.id for line in drawn), _labels(drawn), strict=True))

    def axis(ids: set[str]) -> tuple[tuple[Series, ...], str]:
        found = [(line, cells(number)) for number, line in enumerate(lines) if line.id in ids]
        unit = _axis_unit((cell for _line, line_cells in found for cell, _place in line_cells), exhibit.number)
        return tuple(
            Series(names[line.id], tuple(_point(cell, unit, place) for cell, place in line_cells), unit.symbol)
            for line, line_cells in found
        ), unit.symbol

    primary, primary_unit = axis(primary_ids)
    secondary, secondary_unit = axis(secondary_ids)
    data = ChartData(
        chart.kind,
        drawable(exhibit.number),
        drawable(exhibit.caption),
        tuple(_labels([categories[number] for number in chosen])),
        primary,
        secondary,
        primary_unit,
        secondary_unit,
        drawable(exhibit.source_line),
        tuple(drawable(note) for note in (*exhibit.notes, *exhibit.footnotes)),
    )
    return _with_basis_note(_limited(data, chart.top))


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
    shown = cell.shown
    if shown is None or cell.observation is None:
        return Point(place=place)
    on_axis = shown
    if cell.unit != unit and cell.unit.dimension == unit.dimension:
        try:
            on_axis = shown.converted(unit)
        except ValueError:
            on_axis = Amount(shown.value, unit)
            return Point(float(shown.value) * float(cell.unit.factor_to(unit)), _label(cell, unit), place=place)
    observation = cell.observation
    return Point(float(on_axis.value), _label(cell, unit), observation.status, observation.basis, place)


def _label(cell: Cell, unit: Unit) -> str:
    """The digits as the table prints them; a figure in another unit than its axis says so."""
    return drawable(cell.text if cell.unit == unit else f"{cell.text}{cell.unit.symbol}")


def _labels(lines: Sequence[Line]) -> list[str]:
    """Names of lines without the unit in brackets that the axis repeats; with their merged headings where two would be alike."""
    plain = [_without_unit(drawable(line.label)) for line in lines]
    counts = Counter(plain)
    return [
        drawable("·".join((*line.groups, label))) if counts[label] > 1 and line.groups else label
        for line, label in zip(lines, plain, strict=True)
    ]


def _without_unit(label: str) -> str:
    match = re.fullmatch(r"(.*\S)\s*[（(]([^（()）]+)[)）]", label)
    return match[1] if match and find_unit(match[2]) else label


def _limited(data: ChartData, top: int) -> ChartData:
    """At most so many categories: those of a ranking with the greatest figures, else the first ones."""
    order = list(range(len(data.categories)))
    notes = data.notes
    if data.kind == "rank":
        values = [series.points[0:] for series in data.primary[:1]]
        first = values[0] if values else ()
        known = [number for number in order if number < len(first) and first[number].value is not None]
        if known and len(known) < len(order):
            notes = (*notes, tr("注：另有{count}项暂无数据。", count=len(order) - len(known)))
        order = sorted(known, key=lambda number: -(first[number].value or 0.0)) or order
    if top:
        order = order[:top]
    if order == list(range(len(data.categories))):
        return replace(data, notes=notes)

    def chosen(series: tuple[Series, ...]) -> tuple[Series, ...]:
        return tuple(replace(one, points=tuple(one.points[number] for number in order)) for one in series)

    return replace(
        data,
        categories=tuple(data.categories[number] for number in order),
        primary=chosen(data.primary),
        secondary=chosen(data.secondary),
        notes=notes,
    )


def _with_basis_note(data: ChartData) -> ChartData:
    """Says which basis the hollow markers of a line stand for when its points are on different ones."""
    bases = {point.basis for series in data.series for point in series.points if point.value is not None and point.basis}
    mixed = any(len({point.basis for point in series.points if point.value is not None}) > 1 for series in data.series)
    if not bases or not mixed:
        return data
    words = "、".join(sorted(drawable(basis) for basis in bases))
    return replace(data, notes=(*data.notes, tr("注：空心点为{basis}数据，与其余各点不可直接相比，故不连线。", basis=words)))
