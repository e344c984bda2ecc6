"""Where the figures of a native chart stand, so that it follows its table.

They are the cells of the table where those print just what the chart draws, else a small block beside the page whose cells follow the table's by
formulas. Such a block is needed where the table prints symbols, which spreadsheet programs would draw as zero, mixes units, names a category
otherwise, goes on on another page, or where a ranking is sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ecdesk.domain.book.records import Axis
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import LEVELS, DrawnChart, Point, Series
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import LATIN_FONT, CellStyle, figure
from ecdesk.excel.writing.layout import unit_apart
from ecdesk.excel.writing.native.rings import BETWEEN, format_in_unit, narrow_slices
from ecdesk.excel.writing.pages import SheetLayout
from ecdesk.excel.writing.sheets import SheetWriter

SMALL = CellStyle(height=8, colour="808080")

Cells = tuple[int, int, int, int]
"""Cells of a sheet: first row, first column, last row, last column, from 1."""


@dataclass(frozen=True)
class Plotted:
    """A series, and where its name, its figures and the names of its categories stand on the sheet. format: of its labels, "" for those of
    the cells."""

    series: Series
    name: Cells
    figures: Cells
    categories: Cells
    format: str


def plotted_series(writer: SheetWriter, table: Table, layout: SheetLayout, chart: DrawnChart, grouping: str) -> list[Plotted]:
    """Where the series with figures stand, after what is needed for that was written beside the page."""
    series = [one for one in chart.series if one.has_figures]
    block = _Block(writer, table, layout, chart, grouping)
    return _in_table(table, layout, chart, series, block) or block.plotted(series)


def _in_table(
    table: Table, layout: SheetLayout, chart: DrawnChart, series: Sequence[Series], block: _Block
) -> list[Plotted] | None:
    """The series in the table itself, or None where what it prints is not just what the chart draws, in the same order."""
    formats = [_alike(layout, one) for one in series]
    if None in formats or not _in_order(table, layout, chart):
        return None
    top, last, stub = layout.row(chart.order[0]), layout.row(chart.order[-1]), layout.parts[0].stub
    columns = [layout.column(one.line) for one in series]
    return [
        Plotted(one, block.name_of(at, one), (top, column, last, column), (top, stub, last, stub), shown or "")
        for at, (one, column, shown) in enumerate(zip(series, columns, formats, strict=True))
    ]


def _in_order(table: Table, layout: SheetLayout, chart: DrawnChart) -> bool:
    """Whether the table has the chart's categories in its rows, in the same order, under the same names."""
    first, last = chart.order[0], chart.order[-1]
    in_order = chart.order == tuple(range(first, last + 1)) and layout.in_one_piece and _along_rows(table)
    return in_order and [table.stubs[number] for number in chart.order] == list(chart.categories)


def _along_rows(table: Table) -> bool:
    return table.exhibit.chart is not None and table.exhibit.chart.categories != Axis.COLUMNS


def _alike(layout: SheetLayout, series: Series) -> str | None:
    """The one format of all figures of a series as the table prints them; None where it prints them in several, or anything else."""
    formats = {_plain(layout, point) for point in series.points} - {""}
    return formats.pop() if len(formats) == 1 else None


def _plain(layout: SheetLayout, point: Point) -> str | None:
    """The format of a point's figure in the table; "" for one that the table has not either, None where it prints something else."""
    shown = layout.figures[point.place[0]][point.place[1]] if point.place is not None else None
    if shown is None or shown.value != point.value:
        return None
    if shown.value is None:
        return None if shown.before or shown.digits else ""
    # The groups of a large number are a part of its format, which then is no longer that of the others.
    return shown.format("") if abs(shown.value) < 1000 else None


class _Block:
    """The figures that a chart draws beside the page: numbers in one unit that follow the table's, nothing where nothing is known."""

    def __init__(self, writer: SheetWriter, table: Table, layout: SheetLayout, chart: DrawnChart, grouping: str) -> None:
        self._writer = writer
        self._table = table
        self._layout = layout
        self._chart = chart
        self._grouping = grouping
        self._left, self._top = layout.last_column + 3, layout.bands[0].top + 1

    def plotted(self, series: Sequence[Series]) -> list[Plotted]:
        chart, left, top = self._chart, self._left, self._top
        self._writer.words(top - 1, left, tr("图用数据"), SMALL)
        narrow = narrow_slices(chart)
        for at, (number, name) in enumerate(zip(chart.order, chart.categories, strict=True)):
            if at in narrow:
                self._name_with_figure(top + 1 + at, name, number, narrow[at])
            else:
                # The dot between two levels would begin a line of its own in some programs; a space ends one.
                self._name(top + 1 + at, left, name.replace(LEVELS, " "), number, not _along_rows(self._table))
        last = top + len(chart.categories)
        for column, one in enumerate(series, start=left + 1):
            self._name(top, column, one.name, one.line, _along_rows(self._table))
            for row, point in enumerate(one.points, start=top + 1):
                if point.value is not None:
                    self._figure(row, column, point, one)
        names = (top + 1, left, last, left)
        return [
            Plotted(one, (top, column, top, column), (top + 1, column, last, column), names, "")
            for column, one in enumerate(series, start=left + 1)
        ]

    def name_of(self, at: int, series: Series) -> Cells:
        """The cell of a series' name: its heading, or a cell beside the page that follows it where it is broken into lines or has a unit."""
        column, depth = self._layout.column(series.line), len(self._table.columns[series.line].groups)
        head = self._layout.bands[0].top + 2 + depth, column
        if self._layout.head(self._table.heads[series.line], series.line, 1) == series.name:
            return (*head, *head)
        place = self._top, self._left + 1 + at
        self._name(*place, series.name, series.line, True)
        return (*place, *place)

    def _name(self, row: int, column: int, name: str, number: int, is_head: bool) -> None:
        """A name, which follows the table's where it is the same but for its unit."""
        printed = ((self._table.heads if is_head else self._table.stubs)[number]) if number >= 0 else ""
        bare, unit = unit_apart(printed)
        if not name or name not in (printed, bare):
            self._writer.words(row, column, name, SMALL)
            return
        cell = self._place_of(number, is_head)
        whole = f'SUBSTITUTE({cell},CHAR(10),"")' if is_head else cell
        followed = whole if printed == name else f"LEFT({whole},LEN({whole})-{len(unit)})"
        self._writer.follow(row, column, f"={followed}", name, SMALL)

    def _name_with_figure(self, row: int, name: str, number: int, point: Point) -> None:
        """The name of a category and its figure, which both follow the table's."""
        is_head = not _along_rows(self._table)
        bare = name.rpartition(BETWEEN)[0]
        known = number >= 0 and bare == (self._table.heads if is_head else self._table.stubs)[number]
        words = self._place_of(number, is_head) if known else '"' + bare.replace('"', '""') + '"'
        words = f'SUBSTITUTE({words},CHAR(10),"")' if known and is_head else words
        unit = next(series.unit for series in self._chart.series if series.has_figures)
        shown = format_in_unit(point, unit, self._grouping).replace('"', '""')
        followed = f'={words}&"{BETWEEN}"&TEXT({_address(row, self._left + 1)},"{shown}")'
        self._writer.follow(row, self._left, followed, name, SMALL)

    def _place_of(self, number: int, is_head: bool) -> str:
        """The cell of the label of a column, or of a row."""
        layout = self._layout
        if not is_head:
            return _address(layout.row(number), layout.parts[0].stub)
        return _address(layout.bands[0].top + 2 + len(self._table.columns[number].groups), layout.column(number))

    def _figure(self, row: int, column: int, point: Point, series: Series) -> None:
        assert point.value is not None
        writer, value = self._writer, point.value
        shape = CellStyle(height=8, font=LATIN_FONT, colour="808080", number_format=figure(f"{value:f}", True).format(""))
        if point.place is None:
            writer.follow(row, column, self._rest(series, value), value, shape)
            return
        stands = self._value(point.place)
        followed = _times(self._cell(point.place), stands, value) if stands is not None else self._growth(series, point)
        printed = figure(point.label, True)
        if stands == value or _rounds_to(value, printed.value):
            shape = replace(shape, number_format=printed.format(self._grouping))
        if followed is None:
            writer.number(row, column, value, shape)
        else:
            writer.follow(row, column, followed, value, shape)

    def _growth(self, series: Series, point: Point) -> str | None:
        """The growth that nobody printed, from two levels that the table prints; None where no two of them come to what is drawn."""
        assert point.place is not None and point.value is not None
        digits = -int(point.value.as_tuple().exponent)
        row, column = point.place
        down = _along_rows(self._table)
        beside = (
            [(row, at) for at in range(len(self._table.columns))]
            if down
            else [(at, column) for at in range(len(self._table.rows))]
        )
        for place in beside:
            before = (place[0] - 1, place[1]) if down else (place[0], place[1] - 1)
            growth = self._growth_of(self._value(before), self._value(place)) if min(before) >= 0 else None
            if growth is not None and round(growth, digits) == Fraction(point.value):
                return f"=ROUND(({self._cell(place)}/{self._cell(before)}-1)*100,{digits})"
        return None

    def _growth_of(self, base: Decimal | None, level: Decimal | None) -> Fraction | None:
        """In per cent."""
        return Fraction(level) / Fraction(base) * 100 - 100 if base and level is not None else None

    def _rest(self, series: Series, rest: Decimal) -> str:
        """What the parts leave of a whole: the whole is the cell of the total, where the table has it, else what they make together."""
        known = {point.place: point.value for point in series.points if point.place is not None and point.value is not None}
        whole = sum(known.values(), rest)
        total = next((place for place in self._line(series) if place not in known and self._value(place) == whole), None)
        parts = ",".join(map(self._cell, sorted(known)))
        return f"={self._cell(total) if total is not None else f'{whole:f}'}-SUM({parts})"

    def _line(self, series: Series) -> Sequence[tuple[int, int]]:
        """The places of all figures in the line of the table that a series is."""
        rows, columns = range(len(self._table.rows)), range(len(self._table.columns))
        return [(row, series.line) for row in rows] if _along_rows(self._table) else [(series.line, column) for column in columns]

    def _value(self, place: tuple[int, int]) -> Decimal | None:
        found = self._layout.figures[place[0]][place[1]]
        return found.value if found is not None else None

    def _cell(self, place: tuple[int, int]) -> str:
        return _address(self._layout.row(place[0]), self._layout.column(place[1]))


def _rounds_to(value: Decimal, printed: Decimal | None) -> bool:
    """Whether what is drawn is printed so, with fewer digits: a share that was worked out."""
    return (
        printed is not None
        and value.is_finite()
        and abs(value - printed) * 2 <= Decimal(1).scaleb(int(printed.as_tuple().exponent))
    )


def _times(cell: str, stands: Decimal, wanted: Decimal) -> str | None:
    """The formula of a cell in another unit; None where no whole number leads from what stands there to what is wanted."""
    if stands == wanted:
        return f"={cell}"
    factor = Fraction(wanted) / Fraction(stands) if stands else Fraction(0)
    if factor.denominator == 1 and factor.numerator > 0:
        return f"={cell}*{factor.numerator}"
    return f"={cell}/{factor.denominator}" if factor.numerator == 1 else None


def _address(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row - 1, column - 1))
