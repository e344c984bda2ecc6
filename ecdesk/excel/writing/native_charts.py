"""Native spreadsheet charts beside their tables, so that the typesetter can restyle them.

A chart draws what `drawn_chart` says. It refers to the table itself where that prints just the same. Where the table prints marks or words
(…, 约4800), mixes units, names a category otherwise, or a ranking has to be sorted, it refers to a small block of its own to the right of the page: spreadsheet
programs would draw a text as zero, and a missing figure is not zero.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from openpyxl.chart import BarChart, DoughnutChart, LineChart, Reference
from openpyxl.chart import Series as NativeSeries
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from ecdesk.domain.book.records import Axis, ChartKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw, DrawnChart, Series, drawn_chart, stack_ends
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.numerals import print_content, print_number
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.cells import CellStyle, SheetWriter, in_format, number_format, printed_number
from ecdesk.excel.writing.exhibit_sheets import set_print_area
from ecdesk.excel.writing.layout import STUB, SheetLayout

_SMALL = CellStyle(height=8, colour="808080")
_WIDTH_CM, _HEIGHT_CM = 15.3, 8.2
_ROW_CM = 0.52
_MARKERS = ("circle", "square", "triangle", "diamond")

_REST = "D9D9D9"
"""The colour of what a ring's parts leave of their whole."""
_VALUE_ONLY = {"showVal": True, "showSerName": False, "showCatName": False, "showLegendKey": False, "showPercent": False}
"""What a label says."""

Cells = tuple[int, int, int, int]
"""Cells of a sheet: first column, first row, last column, last row."""


@dataclass(frozen=True)
class _Plotted:
    """A series, and where its figures and the names of its categories stand on the sheet."""

    series: Series
    figures: Cells
    categories: Cells


@lru_cache(maxsize=1)
def _colours() -> tuple[list[str], list[str]]:
    """Of bars and of lines, as in the printed charts."""
    with resource("themes", "report.toml").open("rb") as file:
        theme = tomllib.load(file)["print"]
    return [code.lstrip("#") for code in theme["bars"]], [code.lstrip("#") for code in theme["lines"]]


def add_chart(writer: SheetWriter, table: Table, layout: SheetLayout, last_row: int) -> None:
    """Adds the chart of an exhibit under its table, if it has one with figures that can be drawn."""
    if table.exhibit.chart is None:
        return
    try:
        chart = drawn_chart(table)
    except CannotDraw:
        return  # whoever draws the charts for print is told why
    series = [one for one in chart.series if one.has_figures]
    if not series:
        return
    plotted = _in_table(table, layout, chart, series) or _in_block(writer, layout, chart, series)
    native = _native_chart(writer.sheet, chart, plotted)
    native.title = _title(chart.title)
    native.display_blanks = "gap"
    native.legend.position = "b"
    if len(series) == 1 and chart.kind != ChartKind.RING:
        native.legend = None
    native.width = _WIDTH_CM
    native.height = _HEIGHT_CM if chart.kind != ChartKind.RANK else max(_HEIGHT_CM, 0.55 * len(chart.categories) + 2.5)
    writer.sheet.add_chart(native, f"A{last_row + 2}")
    set_print_area(writer, layout, last_row + 2 + math.ceil(native.height / _ROW_CM))


def _in_table(table: Table, layout: SheetLayout, chart: DrawnChart, series: Sequence[Series]) -> list[_Plotted] | None:
    """The series in the table itself, or None where what it prints is not just what the chart draws, in the same order."""
    first, last = chart.order[0], chart.order[-1]
    in_order = chart.order == tuple(range(first, last + 1))
    if not in_order or _names(table, chart) != list(chart.categories) or not all(_prints_alike(table, one) for one in series):
        return None

    def down(column: int) -> Cells:
        return column, layout.row(first), column, layout.row(last)

    def across(row: int) -> Cells:
        return layout.column(first), row, layout.column(last), row

    if _along_rows(table):
        return [_Plotted(one, down(layout.column(one.line)), down(STUB)) for one in series]
    if layout.depth > 1:
        return None
    return [_Plotted(one, across(layout.row(one.line)), across(layout.heading)) for one in series]


def _along_rows(table: Table) -> bool:
    return table.exhibit.chart is not None and table.exhibit.chart.categories != Axis.COLUMNS


def _names(table: Table, chart: DrawnChart) -> list[str]:
    """The names of the chart's categories as the table prints them."""
    along_rows = _along_rows(table)
    return [table.stubs[number] if along_rows else table.heads[number] for number in chart.order]


def _prints_alike(table: Table, series: Series) -> bool:
    """Whether the table prints nothing but the bare figures of a series."""
    for point in series.points:
        if point.place is None:
            return False
        words = table.cells[point.place[0]][point.place[1]].text
        if printed_number(words) != point.value or (words and point.value is None):
            return False
    return True


def _in_block(writer: SheetWriter, layout: SheetLayout, chart: DrawnChart, series: Sequence[Series]) -> list[_Plotted]:
    """Writes the figures that the chart draws beside the page: plain numbers in one unit, nothing where nothing is known."""
    left, top = layout.last_column + 4, layout.heading
    writer.words(top - 1, left, tr("图用数据"), _SMALL)
    for column, one in enumerate(series, start=left + 1):
        writer.words(top, column, one.name, _SMALL)
    for row, name in enumerate(chart.categories, start=1):
        writer.words(top + row, left, name, _SMALL)
        for column, one in enumerate(series, start=left + 1):
            point = one.points[row - 1]
            if point.value is not None:
                style = CellStyle(height=8, colour="808080", number_format=_labelled(point.value, point.qualifier))
                writer.number(top + row, column, point.value, style)
    last = top + len(chart.categories)
    names = (left, top + 1, left, last)
    return [_Plotted(one, (column, top + 1, column, last), names) for column, one in enumerate(series, start=left + 1)]


def _labelled(value: Decimal, qualifier: str) -> str:
    """The format under which a figure shows its printed digits and the word that is printed with them: 超过190 is not 190."""
    words = print_content(Amount(value, NO_UNIT, qualifier))
    before, _digits, after = words.partition(print_number(value))
    literal = [in_format(part) if part else "" for part in (before, after)]
    return literal[0] + number_format(value, "") + literal[1]


def _native_chart(sheet: Any, chart: DrawnChart, plotted: list[_Plotted]) -> Any:
    """A chart of the main series, with those of the second axis as lines above it, or in a ranking as more bars."""
    main = [one for one in plotted if one.series in chart.primary] or plotted
    rest = plotted[len(main) :]
    if chart.kind == ChartKind.RING:
        return _ring(sheet, main)
    ranking = chart.kind == ChartKind.RANK
    native = _lines(sheet, main) if chart.kind == ChartKind.LINE else _bars(sheet, main, chart.kind)
    _set_axes(native, main[0].series.unit, reverse=ranking)
    if chart.kind != ChartKind.LINE:
        _set_bar_scale(native.y_axis, _ends_of_bars(chart.kind, main), room=bool(rest) and not ranking)
    if ranking:
        _add_bars(sheet, native, rest, labels_inside=False)
    elif rest:
        native += _lines_above(sheet, rest)
    return native


def _ends_of_bars(kind: str, plotted: Sequence[_Plotted]) -> list[float]:
    series = [one.series for one in plotted]
    return stack_ends(series) if kind == ChartKind.STACKED else [float(value) for one in series for value in one.values()]


def _ring(sheet: Any, plotted: Sequence[_Plotted]) -> Any:
    native = DoughnutChart(holeSize=55, firstSliceAng=0)
    bars, _lines = _colours()
    for one, series in _added(sheet, native, plotted):
        for at, point in enumerate(one.points):
            rest = point.place is None
            colour = _REST if rest else bars[at % len(bars)]
            series.data_points.append(DataPoint(idx=at, spPr=GraphicalProperties(solidFill=colour)))
            series.dLbls.dLbl.append(_named(at, colour) if rest else _label(at, colour))
    return native


def _bars(sheet: Any, plotted: Sequence[_Plotted], kind: str) -> Any:
    native = BarChart()
    native.type = "bar" if kind == ChartKind.RANK else "col"
    native.gapWidth = 60
    if kind == ChartKind.STACKED:
        native.grouping, native.overlap = "stacked", 100
    _add_bars(sheet, native, plotted, labels_inside=kind == ChartKind.STACKED)
    return native


def _add_bars(sheet: Any, native: Any, plotted: Sequence[_Plotted], labels_inside: bool) -> None:
    bars, _lines = _colours()
    for position, (one, series) in enumerate(_added(sheet, native, plotted)):
        colour = bars[position % len(bars)]
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.invertIfNegative = False
        if labels_inside:
            series.dLbls.txPr = _label(0, colour).txPr
        projected = [at for at, point in enumerate(one.points) if point.value is not None and point.projected]
        series.data_points.extend(_hatched(at, colour) for at in projected)


def _lines(sheet: Any, plotted: Sequence[_Plotted]) -> Any:
    native = LineChart()
    _bars, lines = _colours()
    for position, (one, series) in enumerate(_added(sheet, native, plotted)):
        colour = lines[position % len(lines)]
        series.graphicalProperties = GraphicalProperties()
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 22000
        series.marker.symbol = _MARKERS[position % len(_MARKERS)]
        series.marker.size = 6
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.marker.graphicalProperties.line.solidFill = colour
        series.smooth = False
        series.dLbls.position = "t"
        if not one.in_time:
            series.graphicalProperties.line.noFill = True
            series.graphicalProperties.line.solidFill = None
        for at in _broken(one) if one.in_time else ():
            piece = DataPoint(idx=at, spPr=GraphicalProperties())
            piece.spPr.line.noFill = True
            series.data_points.append(piece)
    return native


def _lines_above(sheet: Any, plotted: Sequence[_Plotted]) -> Any:
    """Lines against an axis of their own on the right."""
    native = _lines(sheet, plotted)
    _set_axes(native, plotted[0].series.unit, reverse=False)
    native.y_axis.axId = 200
    native.y_axis.crosses = "max"
    _set_line_scale(native.y_axis, [float(value) for one in plotted for value in one.series.values()])
    native.y_axis.majorGridlines = None
    return native


def _added(sheet: Any, native: Any, plotted: Sequence[_Plotted]) -> Iterator[tuple[Series, Any]]:
    """Adds series with their names, categories and labels to a chart; yields what is drawn and its native series, to be styled."""
    for one in plotted:
        series = NativeSeries(Reference(sheet, *one.figures))
        series.cat = AxDataSource(strRef=StrRef(f=str(Reference(sheet, *one.categories))))
        series.tx = SeriesLabel(v=writable(one.series.name))
        series.dLbls = DataLabelList(**_VALUE_ONLY)
        native.append(series)
        yield one.series, series


def _label(at: int, fill: str) -> Any:
    """The label of one piece, black or white, whichever is read better on its fill."""
    properties = CharacterProperties(sz=900, solidFill=_ink_on(fill))
    words = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)])
    return DataLabel(idx=at, txPr=words, **_VALUE_ONLY)


def _named(at: int, fill: str) -> Any:
    """The label of a piece that is no figure of the book: its name only."""
    label = _label(at, fill)
    label.showVal, label.showCatName = False, True
    return label


def _ink_on(fill: str) -> str:
    red, green, blue = (int(fill[start : start + 2], 16) for start in (0, 2, 4))
    return "FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "000000"


def _hatched(at: int, colour: str) -> Any:
    """A bar of a forecast, hatched as in the printed chart."""
    pattern = PatternFillProperties(prst="wdUpDiag")
    pattern.foreground = ColorChoice(srgbClr=colour)
    pattern.background = ColorChoice(srgbClr="FFFFFF")
    properties = GraphicalProperties(pattFill=pattern)
    properties.line.solidFill = colour
    return DataPoint(idx=at, invertIfNegative=False, spPr=properties)


def _broken(series: Series) -> list[int]:
    """Points that no line may lead to, because the one before is on another basis."""
    points = series.points
    return [
        at
        for at in range(1, len(points))
        if points[at].value is not None and points[at - 1].value is not None and not series.connected(at - 1, at)
    ]


def _set_axes(drawn: Any, unit: str, reverse: bool) -> None:
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.x_axis.tickLblPos = "low"
    drawn.x_axis.number_format = "@"
    drawn.y_axis.number_format = "General"
    drawn.y_axis.majorTickMark = "out"
    if unit:
        drawn.y_axis.title = _title(unit, 900)
    if reverse:
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.crosses = "max"


def _set_bar_scale(axis: Any, heights: Sequence[float], room: bool) -> None:
    """Bars start from zero; where lines are drawn too they leave the upper third free for them."""
    low, high = min([0.0, *heights]), max([0.0, *heights])
    if low == 0:
        axis.scaling.min = 0
    if high == 0:
        axis.scaling.max = 0 if low < 0 else 1
    elif room:
        step = _step(high * 1.7)
        axis.scaling.max = math.ceil(high * 1.7 / step) * step
        axis.majorUnit = step


def _set_line_scale(axis: Any, values: Sequence[float]) -> None:
    """Lines run in the upper third, above the bars; the ticks below zero that this makes are not printed."""
    if not values:
        return  # a new year's lines, still without figures
    low, high = min(values), max(values)
    span = (high - low) or abs(high) * 0.2 or 1.0
    step = _step(span * 3.8)
    axis.scaling.max = math.ceil((high + span * 0.15) / step) * step
    axis.scaling.min = math.floor((low - span * 2.6) / step) * step
    axis.majorUnit = step
    if low >= 0:
        axis.number_format = "General;;0"


def _step(span: float) -> float:
    """The smallest round step (1, 2 or 5 times a power of ten) of which no more than six make a span."""
    power = 10.0 ** math.floor(math.log10(span / 6))
    return float(min(factor * power for factor in (1, 2, 5, 10) if factor * power >= span / 6))


def _title(words: str, size: int = 1200) -> Any:
    properties = CharacterProperties(sz=size, b=False)
    run = RegularTextRun(rPr=properties, t=writable(words))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
