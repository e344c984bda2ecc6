"""Native spreadsheet charts under their tables, so that the typesetter can restyle them: each draws what `drawn_chart` says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.book.layouts.pages import spaced_width
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw, DrawnChart, Limits, Point, Series, drawn_chart, stack_ends, told
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.breaking import ranges_in
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import font_for
from ecdesk.excel.writing.native.axes import (
    axis_of,
    axis_of_shares,
    bar_scale,
    line_scale,
    set_by_hand,
    shared_limits,
    usual_ends,
)
from ecdesk.excel.writing.native.labels import (
    INK,
    font,
    in_unit,
    ink_on,
    keep_formats,
    labels_beside,
    labels_of,
    own_labels,
    sides_at_ends,
    sides_of,
)
from ecdesk.excel.writing.native.rings import has_room, is_wide, with_figures_in_names
from ecdesk.excel.writing.native.sources import SMALL, Cells, Plotted, plotted_series
from ecdesk.excel.writing.pages import SheetLayout
from ecdesk.excel.writing.sheets import SheetWriter

_HEIGHT, _BAR_HEIGHT, _PANEL = 300, 21, 170
_HIGHEST = 840
"""Pixels that a page has for a chart."""
_MOST_BARS, _MOST_IN_THREE = 6, 12
"""Categories of a panel that stand as bars, and of one of three beside each other."""
_POINTS = 72 / 96
_PLOT = 0.8
"""Of a chart's width, between its axes."""
_LEAST_LEVEL = 27.0
"""Points: three signs of a category's name stand beside each other, else it is turned."""
_LEAST_TURNED = 1.06
"""Of the size of turned names, what each needs; with less they stand in each other, and the program leaves some out."""
_SMALLEST = 6.0
"""Points of names and figures where there are many."""
_LABEL_OVER = 0.75
"""Of the width of a figure: neighbours are seldom of one height."""
_TITLE_ROOM = 0.61
"""Of a chart's width: programs break a title that takes more."""
_MARKERS = ("circle", "square", "triangle", "diamond")
_REST = "D9D9D9"
"""The colour of what a ring's parts leave of their whole."""
_HOLE, _WIDE_HOLE = 55, 35
"""Of a ring in hundredths; around the smaller one wide figures have room."""
_LEGEND_LINE, _LEGEND_LINES = 14.0, 2
"""Points of a line of a legend, and how many a chart has room for."""
_FOOT_OF_ROWS = 72.0
"""Points that title, axis and legend of a chart take whose bars lie."""
_NAMES_BESIDE = 0.32
"""Of a chart's width, what the names of rows have without being broken."""
_LONGEST_ALTERNATIVE = 1500
_LYING = (ChartKind.RANK, ChartKind.BARS_LYING)
_DOTTED = (ChartKind.DOTS, ChartKind.DUMBBELL)
_CROSSED = (ChartKind.BAR, ChartKind.STACKED, ChartKind.BAR_AND_LINE, ChartKind.LINE)
"""Kinds with an upright axis, which a line can cross at a value."""
_LINED = (ChartKind.LINE, ChartKind.SLOPE, ChartKind.MULTIPLES)
_MAY_LIE = (ChartKind.BAR, ChartKind.LINE)
"""Kinds whose categories get a row each where they are in no order and too many to stand beside each other."""
_SUBTYPES = {ChartKind.STACKED: "stacked", ChartKind.SHARES: "percent_stacked"}


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
        found |= toml_data("themes", f"{name}.toml")["print"]
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
    named = with_figures_in_names(chart)
    plotted = plotted_series(writer, table, layout, named, grouping)
    if chart.kind == ChartKind.MULTIPLES:
        return _add_panels(writer, chart, plotted, grouping, place)
    maker = _Native(writer, named, plotted, grouping, place.width, layout.last_column + 5 + len(chart.series))
    native = maker.made()
    height = maker.height
    native.set_size({"width": place.width, "height": height})
    native.set_title(
        {
            "name": _title_cell(writer, table, layout, chart.title),
            "name_font": {
                "name": font_for(chart.title),
                "size": _title_size(chart.title, place.width),
                "bold": False,
                "color": INK,
            },
            "overlay": False,
        }
    )
    native.set_chartarea({"border": {"none": True}})
    native.show_blanks_as("gap")
    options = {"x_offset": place.offset, "object_position": 1, "description": alternative_text(chart)}
    writer.sheet.insert_chart(place.row - 1, place.column - 1, native, options)
    return height * _POINTS


def _add_panels(writer: SheetWriter, chart: DrawnChart, plotted: Sequence[Plotted], grouping: str, place: ChartPlace) -> float:
    """A chart for each series, all with one axis, in a grid; spreadsheet programs have no small multiples. Returns their height in points."""
    lined = chart.primary[0].in_time and len(chart.categories) > _MOST_BARS
    kind = ChartKind.LINE if lined else ChartKind.BAR
    values = [float(value) for one in plotted for value in one.series.values()]
    limits = chart.limits if chart.limits != Limits() else shared_limits(values, not lined)
    across = 2 if len(plotted) in (2, 4) or len(chart.categories) > _MOST_IN_THREE else min(3, len(plotted))
    kind = ChartKind.BARS_LYING if not lined and len(chart.categories) > _MOST_IN_THREE else kind
    width, high = place.width // across, 0
    for number, one in enumerate(plotted):
        down, beside = divmod(number, across)
        series = _ends_labelled(one.series) if lined else one.series
        if beside and kind != ChartKind.BARS_LYING:
            series = replace(series, unit="")  # the axis says it once in a row; of rows it would move those of one panel
        panel = replace(chart, kind=kind, primary=(series,), secondary=(), limits=limits)
        maker = _Native(writer, panel, [replace(one, series=series)], grouping, width)
        native = maker.made()
        high = maker.height if kind == ChartKind.BARS_LYING else _PANEL + round(maker.more_height / _POINTS)
        native.set_size({"width": width, "height": high})
        row, column, *_ = one.name
        head = {"name": font_for(series.name), "size": 9, "bold": False, "color": INK}
        native.set_title({"name": [writer.name, row - 1, column - 1], "name_font": head, "overlay": False})
        native.set_chartarea({"border": {"none": True}})
        native.show_blanks_as("gap")
        corner = {"x_offset": place.offset + beside * width, "y_offset": down * high, "object_position": 1}
        writer.sheet.insert_chart(place.row - 1, place.column - 1, native, corner | {"description": alternative_text(panel)})
    return math.ceil(len(plotted) / across) * high * _POINTS


def _ends_labelled(series: Series) -> Series:
    """A line with the figures of its ends only: between them there is no room, and they stand in the table."""
    known = [at for at, point in enumerate(series.points) if point.value is not None]
    ends = {*known[:1], *known[-1:]}
    points = (replace(point, labelled=point.labelled and at in ends) for at, point in enumerate(series.points))
    return replace(series, points=tuple(points))


def _title_size(title: str, width: int) -> float:
    """The size in which a title stands in one line, down to one that is still read; programs leave room between Chinese and other signs."""
    room = width * _POINTS * _TITLE_ROOM
    return next((size for size in (10, 9.5, 9, 8.5) if spaced_width(title, size) <= room), 8)


def _title_cell(writer: SheetWriter, table: Table, layout: SheetLayout, title: str) -> list[Any]:
    """The cell that a chart's title follows: the table's, or one beside the page where the chart has a title of its own."""
    if title == title_of(table.exhibit.number, table.exhibit.caption):
        return [writer.name, layout.bands[0].top - 1, layout.parts[0].left - 1]
    row, column = 1, layout.last_column + 3
    writer.words(row, column, title, SMALL)
    return [writer.name, row - 1, column - 1]


def alternative_text(chart: DrawnChart) -> str:
    """What a chart shows, in words, for those who cannot see it."""
    words = writable(told(chart))
    return words if len(words) <= _LONGEST_ALTERNATIVE else words[: _LONGEST_ALTERNATIVE - 1] + "…"


class _Native:
    """Makes the chart of a sheet from what is plotted: the main series, with those of the second axis as lines above it, or in a ranking as
    more bars."""

    def __init__(
        self, writer: SheetWriter, chart: DrawnChart, plotted: Sequence[Plotted], grouping: str, width: int, beside: int = 0
    ) -> None:
        """beside: a column beside the page that nothing else stands in; 0 for a chart that has no line across."""
        self._writer = writer
        self._beside = beside
        self._width = width
        self._grouping = grouping
        self._chart = chart
        self._palette = _palette(chart.settings.theme)
        self._main = [one for one in plotted if one.series in chart.primary] or list(plotted)
        self._rest = list(plotted)[len(self._main) :]
        self._lying = chart.kind in _LYING
        self._chart = replace(chart, kind=self._kind_here())
        self._lying = self._chart.kind in _LYING or (self._chart.kind in _SUBTYPES and self._has_too_many())

    def _kind_here(self) -> ChartKind:
        """What the chart is drawn as: spreadsheet programs have no dots that lie, and rows of bars say the same."""
        kind = self._chart.kind
        too_many = kind in _MAY_LIE and not self._rest and self._has_too_many()
        return ChartKind.BARS_LYING if kind in _DOTTED or too_many else kind

    def _has_too_many(self) -> bool:
        """Whether categories that are in no order of time are too many to be named level, each with its figures."""
        ordered = any(series.in_time for series in self._chart.series)
        beside = 1 if self._chart.kind in (*_SUBTYPES, *_LINED) else len(self._main)
        return not ordered and (bool(self._turned().get("rotation")) or self._crowded(self._main, beside))

    def made(self) -> Any:
        kind = self._chart.kind
        if kind == ChartKind.RING:
            native = self._ring()
        elif kind in _LINED:
            native = self._lines(self._main, second=False)
            self._set_axes(native)
            self._add_lines_above(native)
        else:
            native = self._bars()
        across = self._add_reference(native)
        alone = len(self._main) + len(self._rest) == 1 and kind != ChartKind.RING and not across
        empty = (
            [at for at, point in enumerate(self._main[0].series.points) if point.value is None] if kind == ChartKind.RING else []
        )
        legend = {"position": "bottom", "font": font(9)} | ({"delete_series": empty} if empty else {})
        native.set_legend({"none": True} if alone else legend)
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
        native.set_hole_size(_WIDE_HOLE if self._has_wide_figures() else _HOLE)
        keep_formats(native)
        for one in self._main:
            fills = [self._slice(point, at) for at, point in enumerate(one.series.points)]
            labels = [
                label | {"font": font(9, ink_on(fill)), "num_format": shown}
                for label, fill, shown in zip(own_labels(one), fills, in_unit(one, self._grouping), strict=True)
            ]
            for at, point in enumerate(one.series.points):
                if not has_room(one.series, point):
                    labels[at]["delete"] = True
                elif point.place is None:
                    # What is no figure of the book is named and has no digits; some programs show the digits of a label that follows a cell.
                    labels[at]["value"] = self._chart.categories[at]
            points = [{"fill": {"color": fill}, "border": {"color": "#FFFFFF", "width": 0.75}} for fill in fills]
            native.add_series(self._series(one) | {"points": points, "data_labels": labels_of(one) | {"custom": labels}})
        return native

    def _has_wide_figures(self) -> bool:
        return any(is_wide(one.series, point) for one in self._main for point in one.series.points)

    def _slice(self, point: Point, at: int) -> str:
        if point.place is None:
            return _REST
        return self._palette.bars[at % len(self._palette.bars)] if point.lit else self._palette.muted

    def _bars(self) -> Any:
        subtype = _SUBTYPES.get(self._chart.kind, "")
        native = self._new("bar" if self._lying else "column", subtype)
        beside = 1 if subtype else len(self._main)
        size = self._figure_size
        crowded = self._crowded(self._main, beside)
        for position, one in enumerate([*self._main, *self._rest] if self._lying else self._main):
            colour = self._palette.bar(one.series, position)
            labels = {} if crowded else labels_of(one) | {"font": font(size)}
            if subtype and not crowded:
                labels |= {"font": font(size, ink_on(colour)), "position": "center", "custom": self._inside(one, size)}
            points = [self._bar(point, colour) for point in one.series.points]
            native.add_series(
                self._series(one) | {"fill": {"color": colour}, "gap": self._gap(), "data_labels": labels, "points": points}
            )
        self._set_axes(native)
        if not self._lying:
            self._add_lines_above(native)
        return native

    @property
    def _figure_size(self) -> float:
        """Points of the figures of bars: no higher than a bar that lies."""
        if not self._lying:
            return 9.0
        beside = 1 if _SUBTYPES.get(self._chart.kind) else len(self._main)
        slot = (self.height * _POINTS - _FOOT_OF_ROWS) / max(len(self._chart.categories), 1)
        return min(9.0, max(_SMALLEST, round(slot / (beside + self._gap() / 100) / 1.15 * 2) / 2))

    def _inside(self, one: Plotted, size: float) -> list[dict[str, Any] | None]:
        """What is said of the figures in the pieces of stacked bars: those that are larger than their pieces are left to the table."""
        ends = [100.0] if self._chart.kind == ChartKind.SHARES else self._ends_of_bars()
        room = self._width * _POINTS * 0.6 if self._lying else _HEIGHT * _POINTS * 0.5
        scale = room / (max(map(abs, ends), default=0.0) or 1.0)

        def fits(point: Point) -> bool:
            needed = display_width(point.label) * size / 2 if self._lying else size * 1.2
            return abs(float(point.value or 0)) * scale >= needed

        labels = zip(own_labels(one), one.series.points, strict=True)
        return [label or None if fits(point) else {"delete": True} for label, point in labels]

    def _gap(self) -> int:
        """Between bars, in hundredths of one: a few bars are no wider than many."""
        bars = len(self._chart.categories) * (len(self._main) if not _SUBTYPES.get(self._chart.kind) else 1)
        return {1: 400, 2: 180}.get(bars, 30 if self._lying and bars > _MOST_IN_THREE * 2 else 60)

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
        scale = line_scale([float(value) for one in self._rest for value in one.series.values()])
        plain = {"major_gridlines": {"visible": False}, "major_tick_mark": "none"}
        lines.set_y2_axis(axis_of(self._rest, self._grouping, scale | set_by_hand(self._chart.right_limits)) | plain)

    def _add_reference(self, native: Any) -> bool:
        """Adds the line across at a value, as a series of its own whose cells follow the figures; not beside a second axis, which takes the
        one other chart that a spreadsheet's chart can have."""
        reference, kind = self._chart.reference, self._chart.kind
        if reference is None or self._rest or self._lying or not self._beside or kind not in _CROSSED:
            return False
        top, _left, last, _right = self._main[0].figures
        name, first = (top - 1, self._beside, top - 1, self._beside), (top, self._beside, top, self._beside)
        self._writer.words(*name[:2], reference.words, SMALL)
        for row in range(top, last + 1):
            formula = self._formula(first) if row > top else self._across(reference.value)
            self._writer.follow(row, self._beside, formula, reference.value, SMALL)
        lines = native if kind == ChartKind.LINE else self._new("line")
        cells = {"name": name, "categories": self._main[0].categories, "values": (top, self._beside, last, self._beside)}
        line = {"color": f"#{INK}", "width": 1, "dash_type": "dash"}
        lines.add_series(
            {part: self._formula(place) for part, place in cells.items()}
            | {"values_data": [float(reference.value)] * (last - top + 1), "line": line, "marker": {"type": "none"}}
        )
        if lines is not native:
            native.combine(lines)
        return True

    def _across(self, value: Decimal) -> str:
        """The formula of a line across: the mean of the bars or lines where an editor set no value."""
        wanted = self._chart.settings.reference
        if wanted is None or wanted.value:
            return f"={value:f}"
        means = ",".join(self._formula(one.figures)[1:] for one in self._main)
        return f"=ROUND(AVERAGE({means}),{max(0, -int(value.as_tuple().exponent))})"

    def _lines(self, plotted: Sequence[Plotted], second: bool) -> Any:
        native = self._new("line")
        keep_formats(native)
        joined = self._chart.kind == ChartKind.SLOPE
        sides = self._sides([one.series for one in plotted], second)
        for position, one in enumerate(plotted):
            colour = self._palette.line(one.series, position)
            drawn = joined or one.series.in_time
            marker = {
                "type": _MARKERS[position % len(_MARKERS)],
                "size": 6,
                "fill": {"color": colour},
                "border": {"color": colour},
            }
            shape: dict[str, Any] = {
                "line": {"color": colour, "width": 1.75} if drawn else {"none": True},
                "marker": marker,
                "data_labels": {} if self._crowded(plotted, 1) else labels_beside(one, sides[position]),
                "y2_axis": second,
            }
            native.add_series(self._series(one) | shape | _points_of_line(one.series, colour, drawn, joined))

        def line_that_leads_to_it(index: int, point: Any) -> None:
            # A point's properties go to its marker there; here it is the line that leads to it that is left out, or dashed.
            native._xml_start_tag("c:dPt")
            native._write_idx(index)
            native._write_sp_pr(point)
            native._xml_end_tag("c:dPt")

        native._write_d_pt_point = line_that_leads_to_it
        return native

    def _sides(self, lines: Sequence[Series], second: bool) -> list[list[str]]:
        """On which sides of their points the figures of lines stand."""
        if self._chart.kind == ChartKind.SLOPE:
            return sides_at_ends(lines)
        values = [float(value) for series in lines for value in series.values()]
        scale = line_scale(values) if second else usual_ends(values) | self._scale()
        return sides_of(lines, scale["min"], scale["max"], _HEIGHT * _POINTS)

    def _series(self, one: Plotted) -> dict[str, Any]:
        return {
            "name": self._formula(one.name),
            "categories": self._formula(one.categories),
            "values": self._formula(one.figures),
            # What is kept beside the reference: taken from the cells, an empty one would be kept as zero.
            "values_data": [None if point.value is None else float(point.value) for point in one.series.points],
        }

    def _formula(self, cells: Cells) -> str:
        from xlsxwriter.utility import quote_sheetname, xl_range_abs

        top, left, bottom, right = cells
        return f"={quote_sheetname(self._writer.name)}!{xl_range_abs(top - 1, left - 1, bottom - 1, right - 1)}"

    def _set_axes(self, native: Any) -> None:
        kind = self._chart.kind
        names: dict[str, Any] = {
            "num_font": font(self._name_size) | self._turned(),
            "num_format": "@",
            "label_position": "low",
            **({"interval_unit": 1} if self._lying or self._room >= _LEAST_TURNED * self._name_size else {}),
            "line": {"color": "#8A8A8A", "width": 0.75},
            "major_tick_mark": "none",
        }
        values = axis_of(self._main, self._grouping, self._scale(), kind in _LINED)
        values |= axis_of_shares() if kind == ChartKind.SHARES else {}
        if self._lying:
            native.set_y_axis(names | {"reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
            native.set_x_axis(values)
        else:
            native.set_x_axis(names)
            native.set_y_axis(values)

    @property
    def height(self) -> int:
        """Of the chart in pixels."""
        if self._chart.kind == ChartKind.RING:
            named = [display_width(name) * 9 / 2 + 20 for name in self._chart.categories]
            across = max(1, int(self._width * _POINTS // max(named, default=1.0)))
            lines = math.ceil(len(named) / across)
            return min(_HEIGHT + round(max(0, lines - _LEGEND_LINES) * _LEGEND_LINE / _POINTS), _HIGHEST)
        if not self._lying:
            return min(_HEIGHT + round(self.more_height / _POINTS), _HIGHEST)
        beside = len(self._main) if self._chart.kind == ChartKind.BARS_LYING else 1
        lines = math.ceil(self._longest_name / (self._width * _POINTS * _NAMES_BESIDE))
        row = max(_BAR_HEIGHT * beside, round(lines * 12 / _POINTS))
        return min(max(_HEIGHT, row * len(self._chart.categories) + 90), _HIGHEST)

    @property
    def _room(self) -> float:
        """Points along the axis for each category."""
        return self._width * _POINTS * _PLOT / max(len(self._chart.categories), 1)

    @property
    def _name_size(self) -> float:
        """Points of the names of the categories: smaller where so many stand turned beside each other."""
        turned = bool(self._turned().get("rotation"))
        return min(9.0, max(_SMALLEST, math.floor(self._room / _LEAST_TURNED * 2) / 2)) if turned else 9.0

    @property
    def _longest_name(self) -> float:
        return max(map(display_width, self._chart.categories), default=0) * 9 / 2

    def _turned(self) -> dict[str, int]:
        """How the names of the categories are turned; a program that is not told so may put them askew, across the chart."""
        if self._lying:
            return {}
        torn = any(display_width(one) * 9 / 2 > self._room for name in self._chart.categories for one in ranges_in(name))
        return {"rotation": 0 if (self._room >= _LEAST_LEVEL and not torn) or self._longest_name <= self._room else -90}

    @property
    def more_height(self) -> float:
        """Points that the names of the categories take below the chart, beyond the usual two lines."""
        if not self._turned():
            return 0.0
        high = self._longest_name if self._turned()["rotation"] else math.ceil(self._longest_name / self._room) * 12.0
        return max(0.0, high - 24.0)

    def _crowded(self, plotted: Sequence[Plotted], beside: int) -> bool:
        """Whether the figures would stand in each other, which are in the table in any case. beside: how many stand side by side in a category."""
        if self._lying:
            return False
        longest = max((display_width(point.label) for one in plotted for point in one.series.points), default=0)
        return len(self._chart.categories) > 1 and longest * 9 / 2 * _LABEL_OVER > self._room / beside

    def _scale(self) -> dict[str, Any]:
        """From where to where the axis of the main series runs: as an editor set it, else bars from zero."""
        chosen = set_by_hand(self._chart.limits)
        if self._chart.kind in _LINED or self._chart.kind == ChartKind.SHARES:
            return chosen
        if chosen.get("min", 0) > 0:
            del chosen["min"]  # of dots, which need no zero; the bars drawn for them do
        return bar_scale(self._ends_of_bars(), room=bool(self._rest) and not self._lying) | chosen

    def _ends_of_bars(self) -> list[float]:
        series = [one.series for one in self._main]
        stacked = self._chart.kind == ChartKind.STACKED
        return stack_ends(series) if stacked else [float(value) for one in series for value in one.values()]


def _hatched(colour: str) -> dict[str, Any]:
    """A bar of a forecast, hatched as in the printed chart."""
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}
    return {"pattern": pattern, "border": {"color": colour}}


def _points_of_line(series: Series, colour: str, drawn: bool, joined: bool) -> dict[str, Any]:
    """How the line that leads to some of its points differs: there is none to what is on another basis, and a dashed one to a forecast."""
    if not drawn:
        return {}
    broken, dashed = set() if joined else set(_broken(series)), {"border": {"color": colour, "width": 1.75, "dash_type": "dash"}}
    points = [
        {"border": {"none": True}} if at in broken else dashed if point.projected else None
        for at, point in enumerate(series.points)
    ]
    return {"points": points} if any(points) else {}


def _broken(series: Series) -> list[int]:
    """Points that no line may lead to, because the one before is on another basis."""
    points = series.points
    return [
        at
        for at in range(1, len(points))
        if points[at].value is not None and points[at - 1].value is not None and not series.connected(at - 1, at)
    ]
