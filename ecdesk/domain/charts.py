"""What a chart shows, resolved once from an exhibit's table, for whoever draws it: categories, series of printed figures, axes, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from ecdesk.domain.book.records import Axis, Chart, ChartKind, Line
from ecdesk.domain.book.tables import Cell, Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.judging import Margin, base_interval
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.units import PERCENT, POINTS

PROJECTED = ("forecast", "estimate")
MOST_RINGS = 3
LEAST_WITH_TOTAL = 4
"""Of so many figures one that is just the sum of the others is their total; of fewer it may be chance (50, 50, 100)."""
MOST_NAMED = 4
"""So many categories without figures are named in a note; more are counted."""
REST = -1
"""The number of a category that no line of the table is: what a whole holds besides the parts that are listed."""


class CannotDraw(UserError):
    """What the exhibit holds cannot be shown as it is: the font lacks a character, or an axis would carry two units."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a chart. value: the number that the table prints, in the unit of the axis; None where there is none, a gap. label: its
    digits as printed, with the unit where that is not the axis's. place: row and column of its cell, None for the rest of a whole, which
    no cell holds."""

    value: Decimal | None = None
    qualifier: str = ""
    label: str = ""
    status: str = "final"
    basis: str = ""
    place: tuple[int, int] | None = (0, 0)

    @property
    def projected(self) -> bool:
        return self.status in PROJECTED


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the table along the categories. line: its number among the table's columns, or rows. unit: symbol of its axis's. in_time:
    whether its points follow each other in time, so that a line between them says something."""

    line: int
    name: str
    points: tuple[Point, ...]
    unit: str = ""
    in_time: bool = True

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
        """Whether a line may be drawn between two neighbouring points: both known, one after the other in time, on the same basis (口径)."""
        one, other = self.points[before], self.points[after]
        return self.in_time and one.value is not None and other.value is not None and one.basis == other.basis


@dataclass(frozen=True)
class DrawnChart:
    """A chart ready to be laid out. order: numbers of the table's lines that the categories are, as drawn; `REST` for the rest of a whole.
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

    in_time = len({categories[number].at.get("period") for number in chosen} - {None}) > 1
    drawn = [line for line in lines if line.id in primary_ids | secondary_ids]
    names = dict(zip((line.id for line in drawn), _labels(drawn), strict=True))

    def axis(ids: set[str]) -> tuple[tuple[Series, ...], str]:
        found = [(number, line, cells(number)) for number, line in enumerate(lines) if line.id in ids]
        unit = _axis_unit((cell for _number, _line, line_cells in found for cell, _place in line_cells), exhibit.number)
        return tuple(
            Series(number, names[line.id], tuple(_point(cell, unit, place) for cell, place in line_cells), unit.symbol, in_time)
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
    fitting = _of_wholes(_limited(shown, chart.top), table) if chart.kind == ChartKind.RING else _limited(shown, chart.top)
    return _with_basis_note(_with_note_of_empty(fitting))


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
    """At most so many categories: those of a ranking with the greatest figures, and those that tie with the last of them, else the first ones."""
    order = list(range(len(chart.categories)))
    if chart.kind == ChartKind.RANK:
        order, notes = _ranked(chart, order)
        chart = replace(chart, notes=(*chart.notes, *notes))
        top = _with_ties(chart, order, top)
    chosen = order[:top] if top else order
    return chart if chosen == list(range(len(chart.categories))) else _limited_to(chart, chart.primary, chosen)


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


def _with_basis_note(chart: DrawnChart) -> DrawnChart:
    """Says which basis the hollow markers of a line stand for when its points are on different ones."""
    bases = {point.basis for series in chart.series for point in series.points if point.value is not None and point.basis}
    mixed = any(len({point.basis for point in series.points if point.value is not None}) > 1 for series in chart.series)
    if not bases or not mixed:
        return chart
    words = "、".join(sorted(bases))
    return replace(chart, notes=(*chart.notes, tr("注：空心点为{basis}数据，与其余各点不可直接相比，故不连线。", basis=words)))


def _with_note_of_empty(chart: DrawnChart) -> DrawnChart:
    """Says which categories have no figure at all; a ranking says how many, and a ring draws the pieces that it has."""
    if chart.kind in (ChartKind.RANK, ChartKind.RING) or not chart.has_figures:
        return chart
    columns = zip(*(series.points for series in chart.series), strict=True)
    empty = [name for name, points in zip(chart.categories, columns, strict=True) if all(point.value is None for point in points)]
    if not empty:
        return chart
    few = len(empty) <= MOST_NAMED
    note = tr("注：{names}暂无数据。", names="、".join(empty)) if few else tr("注：另有{count}项暂无数据。", count=len(empty))
    return replace(chart, notes=(*chart.notes, note))


def _of_wholes(chart: DrawnChart, table: Table) -> DrawnChart:
    """A ring is a whole: a total beside its parts is no piece of it, what the parts leave of it is drawn as a rest, and where the figures are
    no parts of a whole there are bars, and a note that says so."""
    known = [series for series in chart.series if series.has_figures]
    if not known:
        return chart
    rings = _rings(known, table)
    if rings is None:
        return replace(chart, kind=ChartKind.BAR, notes=(*chart.notes, tr("注：数据不是一个整体的各部分，故以柱图表示。")))
    chart = _limited_to(
        replace(chart, secondary=()), known, [number for number in range(len(chart.categories)) if number != rings[0].total]
    )
    return _with_rests(chart, [one.rest for one in rings])


def _rings(known: Sequence[Series], table: Table) -> list[_Ring] | None:
    """The rings of all series; None where one is none, they have not the same total, or they are too many."""
    found = [_ring_of(series, table) for series in known[: MOST_RINGS + 1]]
    rings = [one for one in found if one is not None]
    alike = len({one.total for one in rings}) == 1
    return rings if alike and len(rings) == len(known) <= MOST_RINGS else None


def _limited_to(chart: DrawnChart, primary: Iterable[Series], kept: Sequence[int]) -> DrawnChart:
    """A chart of some of its categories, with some of its series in the first place."""

    def chosen(series: Iterable[Series]) -> tuple[Series, ...]:
        return tuple(replace(one, points=tuple(one.points[number] for number in kept)) for one in series)

    return replace(
        chart,
        categories=tuple(chart.categories[number] for number in kept),
        order=tuple(chart.order[number] for number in kept),
        primary=chosen(primary),
        secondary=chosen(chart.secondary),
    )


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
