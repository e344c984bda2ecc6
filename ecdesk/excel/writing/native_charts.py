"""Native spreadsheet charts under their tables, so that the typesetter can restyle them.

A chart draws what `drawn_chart` says, and follows the table: it refers to the cells of the table where those print just what it draws, else to a
small block beside the page whose cells follow the table's by formulas. Such a block is needed where the table prints marks (…), which spreadsheet
programs would draw as zero, mixes units, names a category otherwise, goes on on another page, or where a ranking is sorted.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.book.records import Axis, ChartKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw, DrawnChart, Point, Series, drawn_chart, stack_ends
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import FONT, LATIN_FONT, CellStyle, figure
from ecdesk.excel.writing.layout import unit_apart
from ecdesk.excel.writing.pages import SheetLayout
from ecdesk.excel.writing.sheets import SheetWriter

_SMALL = CellStyle(height=8, colour="808080")
_HEIGHT, _BAR_HEIGHT = 300, 21
_POINTS = 72 / 96
_MARKERS = ("circle", "square", "triangle", "diamond")
_GRID = "D9D9D9"
_INK = "1A1A1A"
_REST = "D9D9D9"
"""The colour of what a ring's parts leave of their whole."""
_LEAST_LABELLED = Decimal("0.025")
"""The share of a ring's smallest piece that has room for its figure, which stands in the table in any case."""
_LONGEST_ALTERNATIVE = 1500
KIND_NAMES = {
    ChartKind.BAR: "柱形图",
    ChartKind.LINE: "折线图",
    ChartKind.BAR_AND_LINE: "柱形和折线图",
    ChartKind.STACKED: "堆积柱形图",
    ChartKind.RING: "环形图",
    ChartKind.RANK: "条形图",
    ChartKind.SHARES: "百分比堆积柱形图",
    ChartKind.BARS_LYING: "条形图",
    ChartKind.DOTS: "点图",
    ChartKind.DUMBBELL: "点图",
    ChartKind.SLOPE: "折线图",
    ChartKind.MULTIPLES: "折线图",
}
_LYING = (ChartKind.RANK, ChartKind.BARS_LYING)
_DOTTED = (ChartKind.DOTS, ChartKind.DUMBBELL)
_LINED = (ChartKind.LINE, ChartKind.SLOPE, ChartKind.MULTIPLES, *_DOTTED)
_SUBTYPES = {ChartKind.STACKED: "stacked", ChartKind.SHARES: "percent_stacked"}

Cells = tuple[int, int, int, int]
"""Cells of a sheet: first row, first column, last row, last column, from 1."""


@dataclass(frozen=True)
class ChartPlace:
    """Where a chart goes: the sheet's row and column, so many pixels from its left edge, so wide. spare: points left on the page."""

    row: int
    column: int
    offset: int
    width: int
    spare: float

    def on_new_page(self, height: float) -> bool:
        return height > self.spare


@dataclass(frozen=True)
class _Plotted:
    """A series, and where its name, its figures and the names of its categories stand on the sheet. format: of its labels, "" for those of
    the cells."""

    series: Series
    name: Cells
    figures: Cells
    categories: Cells
    format: str


@dataclass(frozen=True)
class _Palette:
    """The colours of the printed charts."""

    bars: tuple[str, ...]
    lines: tuple[str, ...]
    muted: str
    meanings: Mapping[str, str]

    def bar(self, series: Series, number: int) -> str:
        return self._of(series, self.bars, number)

    def line(self, series: Series, number: int) -> str:
        return self._of(series, self.lines, number)

    def _of(self, series: Series, colours: Sequence[str], number: int) -> str:
        if not series.lit:
            return self.muted
        return self.meanings.get(series.meaning, colours[number % len(colours)])


@lru_cache(maxsize=8)
def _palette(theme: str) -> _Palette:
    """Of a theme, which names what differs from that of the report."""
    found: dict[str, Any] = {}
    for name in dict.fromkeys(("report", theme or "report")):
        with resource("themes", f"{name}.toml").open("rb") as file:
            found |= tomllib.load(file)["print"]
    meanings = {name: meaning["colour"] for name, meaning in found["meanings"].items()}
    return _Palette(tuple(found["bars"]), tuple(found["lines"]), found["muted"], meanings)


def add_chart(
    writer: SheetWriter, table: Table, layout: SheetLayout, place: ChartPlace, grouping: str, drawn: Table | None = None
) -> float:
    """Adds the chart of an exhibit, if it has one with figures that can be drawn; returns its height in points, 0 for none.

    drawn: the table with what is drawn and not printed (growth that follows from the levels); None where that is the table itself.
    """
    if table.exhibit.chart is None:
        return 0.0
    try:
        chart = drawn_chart(drawn or table)
    except CannotDraw:
        return 0.0  # whoever draws the charts for print is told why
    series = [one for one in chart.series if one.has_figures]
    if not series:
        return 0.0
    block = _Block(writer, table, layout, chart, grouping)
    plotted = _in_table(table, layout, chart, series, block) or block.plotted(series)
    native = _Native(writer, chart, plotted).made()
    rows = len(chart.categories) * (len(series) if chart.kind == ChartKind.BARS_LYING else 1)
    height = max(_HEIGHT, _BAR_HEIGHT * rows + 90) if chart.kind in _LYING else _HEIGHT
    native.set_size({"width": place.width, "height": height})
    native.set_title(
        {
            "name": _title_cell(writer, table, layout, chart.title),
            "name_font": {"name": FONT, "size": 10, "bold": False, "color": _INK},
            "overlay": False,
        }
    )
    native.set_chartarea({"border": {"none": True}})
    native.show_blanks_as("gap")
    options = {"x_offset": place.offset, "object_position": 1, "description": alternative_text(chart)}
    writer.sheet.insert_chart(place.row - 1, place.column - 1, native, options)
    return height * _POINTS


def _title_cell(writer: SheetWriter, table: Table, layout: SheetLayout, title: str) -> list[Any]:
    """The cell that a chart's title follows: the table's, or one beside the page where the chart has a title of its own."""
    if title == title_of(table.exhibit.number, table.exhibit.caption):
        return [writer.name, layout.bands[0].top - 1, layout.parts[0].left - 1]
    row, column = 1, layout.last_column + 3
    writer.words(row, column, title, _SMALL)
    return [writer.name, row - 1, column - 1]


def alternative_text(chart: DrawnChart) -> str:
    """What a chart shows, in words, for those who cannot see it."""
    said = [tr("{kind}：{title}", kind=tr(KIND_NAMES.get(chart.kind, "图")), title=chart.title)]
    for one in chart.series:
        if one.has_figures:
            named = zip(chart.categories, one.points, strict=True)
            figures = "，".join(f"{name} {point.label or point.value}" for name, point in named if point.value is not None)
            said.append(f"{one.name}（{one.unit}）：{figures}" if one.unit else f"{one.name}：{figures}")
    words = writable("。".join(said))
    return words if len(words) <= _LONGEST_ALTERNATIVE else words[: _LONGEST_ALTERNATIVE - 1] + "…"


def _in_table(
    table: Table, layout: SheetLayout, chart: DrawnChart, series: Sequence[Series], block: _Block
) -> list[_Plotted] | None:
    """The series in the table itself, or None where what it prints is not just what the chart draws, in the same order."""
    formats = [_alike(layout, one) for one in series]
    if None in formats or not _in_order(table, layout, chart):
        return None
    top, last, stub = layout.row(chart.order[0]), layout.row(chart.order[-1]), layout.parts[0].stub
    columns = [layout.column(one.line) for one in series]
    return [
        _Plotted(one, block.name_of(at, one), (top, column, last, column), (top, stub, last, stub), shown or "")
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

    def plotted(self, series: Sequence[Series]) -> list[_Plotted]:
        chart, left, top = self._chart, self._left, self._top
        self._writer.words(top - 1, left, tr("图用数据"), _SMALL)
        for row, (number, name) in enumerate(zip(chart.order, chart.categories, strict=True), start=top + 1):
            self._name(row, left, name, number, not _along_rows(self._table))
        last = top + len(chart.categories)
        for column, one in enumerate(series, start=left + 1):
            self._name(top, column, one.name, one.line, _along_rows(self._table))
            for row, point in enumerate(one.points, start=top + 1):
                if point.value is not None:
                    self._figure(row, column, point, one)
        names = (top + 1, left, last, left)
        return [
            _Plotted(one, (top, column, top, column), (top + 1, column, last, column), names, "")
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
            self._writer.words(row, column, name, _SMALL)
            return
        cell = self._place_of(number, is_head)
        whole = f'SUBSTITUTE({cell},CHAR(10),"")' if is_head else cell
        followed = whole if printed == name else f"LEFT({whole},LEN({whole})-{len(unit)})"
        self._writer.follow(row, column, f"={followed}", name, _SMALL)

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
        if stands == value:
            shape = replace(shape, number_format=figure(point.label, True).format(self._grouping))
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


class _Native:
    """Makes the chart of a sheet from what is plotted: the main series, with those of the second axis as lines above it, or in a ranking as
    more bars."""

    def __init__(self, writer: SheetWriter, chart: DrawnChart, plotted: Sequence[_Plotted]) -> None:
        self._writer = writer
        self._chart = chart
        self._palette = _palette(chart.settings.theme)
        self._main = [one for one in plotted if one.series in chart.primary] or list(plotted)
        self._rest = list(plotted)[len(self._main) :]

    def made(self) -> Any:
        kind = self._chart.kind
        if kind == ChartKind.RING:
            native = self._ring()
        elif kind in _LINED:
            native = self._lines(self._main, second=False)
            self._set_axes(native)
            self._add_lines_above(native)
            if kind == ChartKind.DUMBBELL:
                native.set_high_low_lines({"line": {"color": "#8A8A8A", "width": 1.5}})
        else:
            native = self._bars()
        alone = len(self._main) + len(self._rest) == 1 and kind != ChartKind.RING
        native.set_legend({"none": True} if alone else {"position": "bottom", "font": _font(9)})
        return native

    def _new(self, kind: str, subtype: str = "") -> Any:
        options = {"type": kind, "name": writable(self._chart.number)[:200] or "chart"}
        native = self._writer.book.workbook.add_chart(options | ({"subtype": subtype} if subtype else {}))

        def language_and_corners() -> None:
            native._xml_empty_tag("c:lang", [("val", "zh-CN")])
            # Without it some programs round the corners.
            native._xml_empty_tag("c:roundedCorners", [("val", 0)])

        native._write_lang = language_and_corners
        return native

    def _ring(self) -> Any:
        native = self._new("doughnut")
        native.set_hole_size(55)
        for one in self._main:
            fills = [self._slice(point, at) for at, point in enumerate(one.series.points)]
            labels = [label | {"font": _font(9, _ink_on(fill))} for label, fill in zip(_own(one), fills, strict=True)]
            for at, point in enumerate(one.series.points):
                if point.value is not None and self._share(one.series, point) < _LEAST_LABELLED:
                    labels[at]["delete"] = True
                elif point.place is None:
                    # What is no figure of the book is named and has no digits.
                    labels[at]["value"] = self._formula(_cell(one.categories, at))
            points = [{"fill": {"color": fill}, "border": {"color": "#FFFFFF", "width": 0.75}} for fill in fills]
            native.add_series(self._series(one) | {"points": points, "data_labels": _labels(one) | {"custom": labels}})
        return native

    def _share(self, series: Series, point: Point) -> Decimal:
        whole = sum(series.values())
        return (point.value or Decimal(0)) / whole if whole else Decimal(1)

    def _slice(self, point: Point, at: int) -> str:
        if point.place is None:
            return _REST
        return self._palette.bars[at % len(self._palette.bars)] if point.lit else self._palette.muted

    def _bars(self) -> Any:
        lying, subtype = self._chart.kind in _LYING, _SUBTYPES.get(self._chart.kind, "")
        native = self._new("bar" if lying else "column", subtype)
        for position, one in enumerate([*self._main, *(self._rest if lying else ())]):
            colour = self._palette.bar(one.series, position)
            labels = _labels(one)
            if subtype:
                labels |= {"font": _font(9, _ink_on(colour)), "position": "center"}
            points = [self._bar(point, colour) for point in one.series.points]
            native.add_series(self._series(one) | {"fill": {"color": colour}, "gap": 60, "data_labels": labels, "points": points})
        self._set_axes(native)
        if not lying:
            self._add_lines_above(native)
        return native

    def _bar(self, point: Point, colour: str) -> dict[str, Any] | None:
        """How one bar differs from the others of its series: hatched as a forecast, pale beside what stands out; None where it does not."""
        if not point.lit:
            return {"fill": {"color": self._palette.muted}}
        return _hatched(colour) if point.projected else None

    def _add_lines_above(self, native: Any) -> None:
        """Adds lines against an axis of their own on the right, where there are any."""
        if not self._rest:
            return
        lines = self._lines(self._rest, second=True)
        native.combine(lines)
        scale = _line_scale([float(value) for one in self._rest for value in one.series.values()])
        lines.set_y2_axis(_axis(self._rest[0].series.unit) | scale | {"major_gridlines": {"visible": False}})

    def _lines(self, plotted: Sequence[_Plotted], second: bool) -> Any:
        native = self._new("line")
        joined = self._chart.kind == ChartKind.SLOPE
        for position, one in enumerate(plotted):
            colour = self._palette.line(one.series, position)
            drawn = joined or (one.series.in_time and self._chart.kind not in _DOTTED)
            marker = {
                "type": _MARKERS[position % len(_MARKERS)],
                "size": 6,
                "fill": {"color": colour},
                "border": {"color": colour},
            }
            shape: dict[str, Any] = {
                "line": {"color": colour, "width": 1.75} if drawn else {"none": True},
                "marker": marker,
                "data_labels": _labels(one) | {"position": "above"},
                "y2_axis": second,
            }
            broken = _broken(one.series) if drawn and not joined else []
            if broken:
                shape["points"] = [{"border": {"none": True}} if at in broken else None for at in range(len(one.series.points))]
            native.add_series(self._series(one) | shape)

        def without_line(index: int, point: Any) -> None:
            # A point's properties go to its marker there; here it is the line that leads to it that is left out.
            native._xml_start_tag("c:dPt")
            native._write_idx(index)
            native._write_sp_pr(point)
            native._xml_end_tag("c:dPt")

        native._write_d_pt_point = without_line
        return native

    def _series(self, one: _Plotted) -> dict[str, Any]:
        return {
            "name": self._formula(one.name),
            "categories": self._formula(one.categories),
            "values": self._formula(one.figures),
        }

    def _formula(self, cells: Cells) -> str:
        from xlsxwriter.utility import quote_sheetname, xl_range_abs

        top, left, bottom, right = cells
        return f"={quote_sheetname(self._writer.name)}!{xl_range_abs(top - 1, left - 1, bottom - 1, right - 1)}"

    def _set_axes(self, native: Any) -> None:
        kind = self._chart.kind
        names: dict[str, Any] = {
            "num_font": _font(9),
            "num_format": "@",
            "label_position": "low",
            "line": {"color": "#8A8A8A", "width": 0.75},
            "major_tick_mark": "none",
        }
        values = _axis(self._main[0].series.unit) | self._scale()
        if kind in _LYING:
            native.set_y_axis(names | {"reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
            native.set_x_axis(values)
        else:
            native.set_x_axis(names)
            native.set_y_axis(values)

    def _scale(self) -> dict[str, Any]:
        """From where to where the axis of the main series runs: as an editor set it, else bars from zero."""
        limits = self._chart.limits
        chosen = {"min": limits.low, "max": limits.high, "major_unit": limits.step}
        set_by_hand = {name: float(value) for name, value in chosen.items() if value is not None}
        if self._chart.kind in _LINED or self._chart.kind == ChartKind.SHARES:
            return set_by_hand
        return _bar_scale(self._ends_of_bars(), room=bool(self._rest) and self._chart.kind not in _LYING) | set_by_hand

    def _ends_of_bars(self) -> list[float]:
        series = [one.series for one in self._main]
        stacked = self._chart.kind == ChartKind.STACKED
        return stack_ends(series) if stacked else [float(value) for one in series for value in one.values()]


def _font(size: float, colour: str = _INK) -> dict[str, Any]:
    return {"name": LATIN_FONT, "size": size, "color": f"#{colour.lstrip('#')}"}


def _labels(one: _Plotted) -> dict[str, Any]:
    labels: dict[str, Any] = {"value": True, "font": _font(9)}
    if one.format:
        labels["num_format"] = one.format
    return labels | (
        {"custom": [label or None for label in _own(one)]} if not all(point.labelled for point in one.series.points) else {}
    )


def _own(one: _Plotted) -> list[dict[str, Any]]:
    """What is said of the label of each point by itself: whether it has none."""
    return [{} if point.labelled else {"delete": True} for point in one.series.points]


def _cell(cells: Cells, at: int) -> Cells:
    top, left, _bottom, _right = cells
    return top + at, left, top + at, left


def _axis(unit: str) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "num_font": _font(9),
        "num_format": "General",
        "line": {"color": "#8A8A8A", "width": 0.75},
        "major_tick_mark": "outside",
        "major_gridlines": {"visible": True, "line": {"color": f"#{_GRID}", "width": 0.5}},
    }
    if unit:
        axis |= {"name": writable(unit), "name_font": {"name": FONT, "size": 9, "bold": False, "color": f"#{_INK}"}}
    return axis


def _ink_on(fill: str) -> str:
    code = fill.lstrip("#")
    red, green, blue = (int(code[start : start + 2], 16) for start in (0, 2, 4))
    return "FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "000000"


def _hatched(colour: str) -> dict[str, Any]:
    """A bar of a forecast, hatched as in the printed chart."""
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}
    return {"pattern": pattern, "border": {"color": colour}}


def _broken(series: Series) -> list[int]:
    """Points that no line may lead to, because the one before is on another basis."""
    points = series.points
    return [
        at
        for at in range(1, len(points))
        if points[at].value is not None and points[at - 1].value is not None and not series.connected(at - 1, at)
    ]


def _bar_scale(heights: Sequence[float], room: bool) -> dict[str, Any]:
    """Bars start from zero; where lines are drawn too they leave the upper third free for them."""
    low, high = min([0.0, *heights]), max([0.0, *heights])
    scale: dict[str, Any] = {"min": 0} if low == 0 else {}
    if high == 0:
        return scale | {"max": 0 if low < 0 else 1}
    if room:
        step = _step(high * 1.7)
        return scale | {"max": math.ceil(high * 1.7 / step) * step, "major_unit": step}
    return scale


def _line_scale(values: Sequence[float]) -> dict[str, Any]:
    """Lines run in the upper third, above the bars; the ticks below zero that this makes are not printed."""
    if not values:
        return {}  # a new year's lines, still without figures
    low, high = min(values), max(values)
    span = (high - low) or abs(high) * 0.2 or 1.0
    step = _step(span * 3.8)
    scale = {
        "max": math.ceil((high + span * 0.15) / step) * step,
        "min": math.floor((low - span * 2.6) / step) * step,
        "major_unit": step,
    }
    return scale | ({"num_format": "General;;0"} if low >= 0 else {})


def _step(span: float) -> float:
    """The smallest round step (1, 2 or 5 times a power of ten) of which no more than six make a span."""
    power = 10.0 ** math.floor(math.log10(span / 6))
    return float(min(factor * power for factor in (1, 2, 5, 10) if factor * power >= span / 6))
