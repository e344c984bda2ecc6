"""Native spreadsheet charts beside their tables, so that the typesetter can restyle them.

A chart draws what `drawn_chart` says. It refers to the table itself where that prints just the same. Where the table prints marks or words
(…, 约4800), mixes units, names a category otherwise, or a ranking has to be sorted, it refers to a small block of its own to the right of the page: spreadsheet
programs would draw a text as zero, and a missing figure is not zero.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ecdesk.domain.book.records import Axis
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw, DrawnChart, Series, drawn_chart
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.numerals import print_content, print_number
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import tr
from ecdesk.excel.writing.layout import STUB, SheetLayout, heading_text
from ecdesk.excel.writing.sheets import set_print_area, write_words
from ecdesk.excel.writing.styles import Look, Styles, clean_text, number_format, printed_number

_SMALL = Look(height=8, colour="808080")
_WIDTH_CM, _HEIGHT_CM = 15.3, 8.2
_ROW_CM = 0.52


@lru_cache(maxsize=1)
def _colours() -> tuple[list[str], list[str]]:
    with resource("themes", "report.toml").open("rb") as file:
        theme = tomllib.load(file)["print"]
    return [code.lstrip("#") for code in theme["bars"]], [code.lstrip("#") for code in theme["lines"]]


def add_plot(sheet: Any, table: Table, layout: SheetLayout, styles: Styles, last_row: int) -> bool:
    """Adds the chart of an exhibit under its table; says whether there was anything to draw that can be drawn."""
    if table.exhibit.chart is None:
        return False
    try:
        chart = drawn_chart(table)
    except CannotDraw:
        return False  # whoever draws the charts for print is told why
    if not chart.has_figures:
        return False
    along_rows = table.exhibit.chart.categories != Axis.COLUMNS
    series = [one for one in chart.series if one.has_figures]
    references = _in_table(table, layout, along_rows, chart, series) or _in_block(sheet, layout, styles, chart, series)
    _draw(sheet, chart, series, references, layout, last_row)
    return True


@dataclass(frozen=True)
class _References:
    """Where figures and categories of a chart stand: (first column, first row, last column, last row)."""

    categories: tuple[int, int, int, int]
    figures: tuple[tuple[int, int, int, int], ...]


def _in_table(
    table: Table, layout: SheetLayout, along_rows: bool, chart: DrawnChart, series: Sequence[Series]
) -> _References | None:
    """References into the table itself, or None where what it prints is not just what the chart draws, in the same order."""
    first, last = chart.order[0], chart.order[-1]
    if list(chart.order) != list(range(first, last + 1)) or (not along_rows and layout.depth > 1):
        return None
    printed = (table.rows[number].label if along_rows else heading_text(table, number) for number in chart.order)
    if list(printed) != list(chart.categories):
        return None
    for point in (point for one in series for point in one.points):
        words = table.cells[point.place[0]][point.place[1]].text
        if (printed_number(words) if words else None) != point.value or (words and point.value is None):
            return None
    figures = []
    for one in series:
        if along_rows:
            column = layout.column(one.line)
            figures.append((column, layout.row(first), column, layout.row(last)))
        else:
            row = layout.row(one.line)
            figures.append((layout.column(first), row, layout.column(last), row))
    if along_rows:
        categories = (STUB, layout.row(first), STUB, layout.row(last))
    else:
        categories = (layout.column(first), layout.heading, layout.column(last), layout.heading)
    return _References(categories, tuple(figures))


def _in_block(sheet: Any, layout: SheetLayout, styles: Styles, chart: DrawnChart, series: Sequence[Series]) -> _References:
    """Writes the figures that the chart draws beside the page: plain numbers in one unit, nothing where nothing is known."""
    left = layout.last_column + 4
    top = layout.heading
    write_words(sheet.cell(top - 1, left), tr("图用数据"), styles, _SMALL)
    for column, one in enumerate(series, start=1):
        write_words(sheet.cell(top, left + column), one.name, styles, _SMALL)
    for row, name in enumerate(chart.categories, start=1):
        write_words(sheet.cell(top + row, left), name, styles, _SMALL)
        for column, one in enumerate(series, start=1):
            point = one.points[row - 1]
            if point.value is not None:
                cell = sheet.cell(top + row, left + column)
                cell.value = point.value
                styles.wear(cell, Look(height=8, colour="808080", number_format=_labelled(point.value, point.qualifier)))
    last = top + len(chart.categories)
    return _References(
        (left, top + 1, left, last),
        tuple((left + column, top + 1, left + column, last) for column in range(1, len(series) + 1)),
    )


def _labelled(value: Decimal, qualifier: str) -> str:
    """The format under which a figure shows its printed digits and the word that is printed with them: 超过190 is not 190."""
    words = print_content(Amount(value, NO_UNIT, qualifier))
    before, _digits, after = words.partition(print_number(value))
    literal = [f'"{part}"' if part else "" for part in (before, after)]
    return literal[0] + number_format(value, "") + literal[1]


def _draw(
    sheet: Any, chart: DrawnChart, series: Sequence[Series], references: _References, layout: SheetLayout, last_row: int
) -> None:
    from openpyxl.chart import BarChart, DoughnutChart, LineChart

    kind = chart.kind
    first = sum(one in chart.primary for one in series)
    drawn: Any
    if kind == "ring":
        drawn = DoughnutChart(holeSize=55, firstSliceAng=0)
    elif kind == "line":
        drawn = LineChart()
    else:
        drawn = BarChart()
        drawn.type = "bar" if kind == "rank" else "col"
        drawn.gapWidth = 60
        if kind == "stacked":
            drawn.grouping, drawn.overlap = "stacked", 100
    main = range(first) if first else range(len(series))
    _add_series(sheet, drawn, main, series, references, line=kind == "line", ring=kind == "ring", stacked=kind == "stacked")
    both = 0 < first < len(series) and kind not in ("ring", "rank")
    if kind != "ring":
        _set_axes(drawn, series[0].unit, reverse=kind == "rank")
        if kind != "line":
            _set_bar_scale(drawn.y_axis, _heights(series[:first] or series, kind), room=both)
    rest = range(first, len(series)) if first else range(0)
    if rest and kind != "ring":
        if kind == "rank":
            _add_series(sheet, drawn, rest, series, references, line=False, ring=False)
        else:
            second = LineChart()
            _add_series(sheet, second, rest, series, references, line=True, ring=False)
            _set_axes(second, series[first].unit, reverse=False)
            second.y_axis.axId = 200
            second.y_axis.crosses = "max"
            _set_line_scale(second.y_axis, [float(value) for number in rest for value in series[number].values()])
            second.y_axis.majorGridlines = None
            drawn += second
    drawn.title = _title(chart.title)
    drawn.display_blanks = "gap"
    drawn.legend.position = "b"
    if len(series) == 1 and kind != "ring":
        drawn.legend = None
    drawn.width = _WIDTH_CM
    drawn.height = _HEIGHT_CM if kind != "rank" else max(_HEIGHT_CM, 0.55 * len(chart.categories) + 2.5)
    sheet.add_chart(drawn, f"A{last_row + 2}")
    set_print_area(sheet, layout, last_row + 2 + math.ceil(drawn.height / _ROW_CM))


def _add_series(
    sheet: Any,
    drawn: Any,
    numbers: range,
    shown: Sequence[Series],
    references: _References,
    line: bool,
    ring: bool,
    stacked: bool = False,
) -> None:
    from openpyxl.chart import Reference
    from openpyxl.chart import Series as NativeSeries
    from openpyxl.chart.data_source import AxDataSource, StrRef
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.marker import DataPoint
    from openpyxl.chart.series import SeriesLabel
    from openpyxl.chart.shapes import GraphicalProperties

    bars, lines = _colours()
    left, top, right, bottom = references.categories
    categories = AxDataSource(strRef=StrRef(f=str(Reference(sheet, min_col=left, min_row=top, max_col=right, max_row=bottom))))
    for position, number in enumerate(numbers):
        left, top, right, bottom = references.figures[number]
        values = Reference(sheet, min_col=left, min_row=top, max_col=right, max_row=bottom)
        points = shown[number].points
        series = NativeSeries(values)
        series.cat = categories
        series.tx = SeriesLabel(v=clean_text(shown[number].name))
        series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False)
        if line:
            colour = lines[position % len(lines)]
            series.graphicalProperties = GraphicalProperties()
            series.graphicalProperties.line.solidFill = colour
            series.graphicalProperties.line.width = 22000
            series.marker.symbol = ("circle", "square", "triangle", "diamond")[position % 4]
            series.marker.size = 6
            series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
            series.marker.graphicalProperties.line.solidFill = colour
            series.smooth = False
            series.dLbls.position = "t"
            for at in _broken(shown[number]):
                piece = DataPoint(idx=at, spPr=GraphicalProperties())
                piece.spPr.line.noFill = True
                series.data_points.append(piece)
        elif ring:
            for at in range(len(points)):
                piece = DataPoint(idx=at, spPr=GraphicalProperties(solidFill=bars[at % len(bars)]))
                series.data_points.append(piece)
                series.dLbls.dLbl.append(_label(at, bars[at % len(bars)]))
        else:
            colour = bars[position % len(bars)]
            series.graphicalProperties = GraphicalProperties(solidFill=colour)
            series.invertIfNegative = False
            if stacked:
                series.dLbls.txPr = _label(0, colour).txPr
            for at, point in enumerate(points):
                if point.value is not None and point.projected:
                    series.data_points.append(_hatched(at, colour))
        drawn.append(series)


def _label(at: int, fill: str) -> Any:
    """The label of one piece, black or white, whichever is read better on its fill."""
    from openpyxl.chart.label import DataLabel
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

    properties = CharacterProperties(sz=900, solidFill=_ink_on(fill))
    words = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)])
    return DataLabel(
        idx=at, txPr=words, showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )


def _ink_on(fill: str) -> str:
    red, green, blue = (int(fill[start : start + 2], 16) for start in (0, 2, 4))
    return "FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "000000"


def _hatched(at: int, colour: str) -> Any:
    """A bar of a forecast, hatched as in the printed chart."""
    from openpyxl.chart.marker import DataPoint
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.fill import ColorChoice, PatternFillProperties

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
    drawn.x_axis.delete = False
    drawn.y_axis.delete = False
    drawn.x_axis.tickLblPos = "low"
    drawn.x_axis.number_format = "@"
    drawn.y_axis.number_format = "General"
    drawn.y_axis.majorTickMark = "out"
    if unit:
        drawn.y_axis.title = _title(unit, 900)
    if reverse:
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.crosses = "max"


def _heights(bars: Sequence[Series], kind: str) -> list[float]:
    """Where bars end, of stacked ones their sums."""
    if kind != "stacked":
        return [float(value) for series in bars for value in series.values()]
    columns = zip(*([float(point.value or 0) for point in series.points] for series in bars), strict=True)
    return [sum(value for value in column if value * sign > 0) for column in columns for sign in (1, -1)]


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
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

    properties = CharacterProperties(sz=size, b=False)
    run = RegularTextRun(rPr=properties, t=clean_text(words))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
