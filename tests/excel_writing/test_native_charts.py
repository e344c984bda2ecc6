"""A chart shows the same in the workbook, in print, and as it was resolved from its table."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openxml_audit import OpenXmlValidator

from ecdesk.charts import draw_chart
from ecdesk.charts.text_metrics import drawable
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import ChartKind, ReferenceLine
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.charts import DrawnChart, drawn_chart
from ecdesk.excel.writing import Finish, export_workbook
from tests.books import build_sample_book
from tests.charts.chart_tables import make_table
from tests.excel_writing import writing_books

Shown = tuple[str, tuple[str, ...], tuple[Decimal | None, ...]]
"""A series: its name, the names of its categories, and its figures."""


@pytest.fixture(scope="module")
def book() -> Book:
    return build_sample_book()


@pytest.fixture(scope="module")
def charted(book: Book) -> dict[str, Table]:
    """The tables with charts, by the title of the chart."""
    tables = [build_table(book, exhibit) for exhibit in book.exhibits() if exhibit.chart is not None]
    return {drawn_chart(table).title: table for table in tables}


def resolved(chart: DrawnChart) -> list[Shown]:
    return [
        (series.name, chart.categories, tuple(point.value for point in series.points))
        for series in chart.series
        if series.has_figures
    ]


def native(sheet: Any, plot: Any) -> list[Shown]:
    """What a chart of a workbook refers to."""

    def values(reference: str) -> list[Any]:
        name, _sign, area = reference.rpartition("!")
        assert name == f"'{sheet.title}'"
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        return [cell for row in sheet.iter_rows(top, bottom, left, right, values_only=True) for cell in row]

    found = []
    for part in [plot, *plot._charts[1:]]:
        for series in part.series:
            figures = [None if value is None else Decimal(str(value)) for value in values(series.val.numRef.f)]
            # What is kept for programs that do not calculate is what stands in the cells.
            kept = {point.idx: Decimal(str(point.v)) for point in series.val.numRef.numCache.pt if point.v}
            assert kept == {at: value for at, value in enumerate(figures) if value is not None}
            names = series.cat.strRef or series.cat.numRef
            found.append((values(series.tx.strRef.f)[0], tuple(values(names.f)), tuple(figures)))
    return found


def title_of(sheet: Any, plot: Any) -> str:
    reference = plot.title.tx.strRef
    cell = str(sheet[reference.f.rpartition("!")[2].replace("$", "")].value)
    assert [point.v for point in reference.strCache.pt] == [cell]
    return cell


def test_the_workbook_charts_show_what_was_resolved(book: Book, charted: dict[str, Table], tmp_path: Path) -> None:
    path = tmp_path / "年报.xlsx"
    for _progress in export_workbook(book, path):
        pass
    workbook = load_workbook(path, data_only=True)
    plots = {title_of(sheet, plot): native(sheet, plot) for sheet in workbook.worksheets for plot in sheet._charts}
    expected = {title: resolved(drawn_chart(table)) for title, table in charted.items() if table.has_figures}
    assert plots.keys() == expected.keys()
    for title, series in expected.items():
        assert plots[title] == series, title


def test_the_printed_charts_show_what_was_resolved(charted: dict[str, Table]) -> None:
    for title, table in charted.items():
        chart = drawn_chart(table)
        figure = draw_chart(table)
        # Long names are broken into lines, and a line on the right axis says so.
        words = "".join(artist.get_text() for artist in figure.findobj(Text)).replace(" ", "")
        named = [series for series in chart.series if series.has_figures]
        for series in named if len(named) > 1 and chart.kind != "ring" else ():
            assert drawable(series.name).replace(" ", "") in words, title
        bars = {artist.get_gid(): artist.get_height() for artist in figure.findobj(Rectangle) if artist.get_gid()}
        for series in chart.primary:
            drawn = [
                (bars[f"cell-{point.place[0]}-{point.place[1]}"], float(point.value))
                for point in series.points
                if point.value and point.place and f"cell-{point.place[0]}-{point.place[1]}" in bars
            ]
            if chart.kind in ("bar", "bar+line", "stacked") and drawn and len({round(height) for height, _value in drawn}) > 1:
                assert len(drawn) == len(series.values()), title
                longest, most = max(drawn, key=lambda one: abs(one[0]))
                for height, value in drawn:
                    assert abs(height) == pytest.approx(abs(longest * value / most), abs=0.6), title


def test_many_categories_are_turned_and_have_their_figures_in_the_table_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And an axis sets off thousands as the figures do, but for one below zero, where some programs would lose the sign."""
    figures = [(f"第{number}个地区", f"{number}234.5", f"{number - 3}.5") for number in range(1, 32)]
    monkeypatch.setattr(writing_books, "FIGURES", figures)
    list(export_workbook(writing_books.make_book(), tmp_path / "a.xlsx"))
    (bars,) = load_workbook(tmp_path / "a.xlsx")["图1-1"]._charts
    _bars, lines = bars._charts
    assert all(series.dLbls is None for part in (bars, lines) for series in part.ser)
    assert bars.x_axis.txPr.bodyPr.rot == -90 * 60000 and bars.y_axis.scaling.min == 0
    assert ">=1000" in bars.y_axis.numFmt.formatCode and lines.y_axis.numFmt.formatCode == "General"


def native_chart(kind: ChartKind, categories: list[str], columns: list[tuple[str, str, list[str]]], path: Path) -> Any:
    """The chart that an exhibit of these columns has in its workbook."""
    table = make_table(kind, categories, columns, secondary=["增速"] if kind == ChartKind.BAR_AND_LINE else [])
    book = Book()
    book.load([table.exhibit])
    list(export_workbook(book, path, Finish(tables={table.exhibit.id: table})))
    (chart,) = load_workbook(path)[table.exhibit.number]._charts
    return chart


@pytest.mark.parametrize(
    "growth", [["81", "39", "50"], ["35.1", "34.8", "34.4"], ["-3", "-8", "2"], ["5", "5", "5"], ["0", "", ""]]
)
def test_over_the_points_of_lines_there_is_room_for_their_figures(growth: list[str], tmp_path: Path) -> None:
    columns = [("额", "亿元", ["1", "2", "3"]), ("增速", "%", growth)]
    chart = native_chart(ChartKind.BAR_AND_LINE, ["2016", "2017", "2018"], columns, tmp_path / "a.xlsx")
    axis = chart._charts[1].y_axis
    low, high, step = axis.scaling.min, axis.scaling.max, axis.majorUnit
    assert (high - max(float(one) for one in growth if one)) / (high - low) > 0.12
    assert (high - (low if "-3" in growth else max(low, 0))) / step <= 7.001


def test_figures_of_lines_that_run_close_stand_on_sides_of_their_own(tmp_path: Path) -> None:
    lines = [("甲", "亿元", ["50", "91"]), ("乙", "亿元", ["45", "60"]), ("丙", "亿元", ["40", "20"])]
    for kind, expected in (
        (ChartKind.LINE, {"甲": ["t", "t"], "乙": ["r", "t"], "丙": ["b", "b"]}),
        (ChartKind.SLOPE, {name: ["l", "r"] for name in "甲乙丙"}),
    ):
        chart = native_chart(kind, ["2017", "2018"], lines, tmp_path / "a.xlsx")
        found = {}
        for series, (name, _unit, _figures) in zip(chart.ser, lines, strict=True):
            own = {one.idx: one.dLblPos for one in series.dLbls.dLbl}
            found[name] = [own.get(at, series.dLbls.dLblPos or "r") for at in range(2)]
            assert all(one.numFmt for one in series.dLbls.dLbl if series.dLbls.numFmt)
        assert found == expected
    assert [str(error) for error in OpenXmlValidator().validate(str(tmp_path / "a.xlsx")).errors] == []


def test_what_a_ring_lacks_is_named_without_digits_and_what_has_no_figure_is_in_no_legend(tmp_path: Path) -> None:
    ring = native_chart(ChartKind.RING, ["甲", "乙", "丙"], [("占比", "%", ["60", "", "25"])], tmp_path / "a.xlsx")
    assert [one.idx for one in ring.legend.legendEntry if one.delete] == [1]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        labels = re.findall(r"<c:dLbl><c:idx val=.(\d).*?</c:dLbl>", archive.read("xl/charts/chart1.xml").decode())
        rest = re.search(
            r'<c:dLbl><c:idx val="3"/>(?:(?!</c:dLbl>).)*<a:t>其余</a:t>', archive.read("xl/charts/chart1.xml").decode()
        )
    assert labels == ["0", "1", "2", "3"] and rest is not None
    assert {one.numFmt for one in ring.ser[0].dLbls.dLbl if one.idx in (0, 2)} == {'0"%"'}


def test_the_figure_of_a_narrow_slice_stands_behind_its_name_and_follows_the_table(tmp_path: Path) -> None:
    ring = native_chart(ChartKind.RING, ["甲", "乙", "丙"], [("交易额", "亿元", ["6 000", "3 980", "12"])], tmp_path / "a.xlsx")
    names = ring.ser[0].cat.strRef
    assert [one.v for one in names.strCache.pt] == ["甲", "乙", "丙  12亿元"]
    cells = load_workbook(tmp_path / "a.xlsx").worksheets[1][names.f.rpartition("!")[2].replace("$", "")]
    assert cells[0][0].value.startswith("=") and re.fullmatch(r'=B\d+&"  "&TEXT\([A-Z]+\d+,"0""亿元"""\)', cells[2][0].value)
    whole = native_chart(ChartKind.RING, ["甲", "乙"], [("占比", "%", ["60", "40"])], tmp_path / "b.xlsx")
    assert [one.v for one in whole.ser[0].cat.strRef.strCache.pt] == ["甲", "乙"]


def test_a_figure_that_is_much_wider_than_its_ring_stands_behind_its_name(tmp_path: Path) -> None:
    """What stands beside the slice in its colour is not seen: 209.4 would be read as 9.4."""
    series = [("额", "十亿美元", ["371.3", "209.4"])]
    ring = native_chart(ChartKind.RING, ["甲", "乙"], series, tmp_path / "a.xlsx")
    names = [one.v for one in ring.ser[0].cat.strRef.strCache.pt]
    assert names == ["甲  371.3十亿美元", "乙  209.4十亿美元"]


def test_a_range_of_years_is_turned_rather_than_torn(tmp_path: Path) -> None:
    names = [f"20{at}—20{at + 1}年" for at in range(10, 18)]
    chart = native_chart(ChartKind.LINE, names, [("额", "亿元", list("12345678"))], tmp_path / "a.xlsx")
    upright = getattr(getattr(chart, "x_axis", None), "txPr", None)
    assert chart.tagname == "barChart" or upright.bodyPr.rot == -90 * 60000


def test_a_chart_of_many_rows_stands_on_one_page(tmp_path: Path) -> None:
    figures = [("今年", "亿元", [str(at) for at in range(31)]), ("去年", "亿元", [str(at + 3) for at in range(31)])]
    chart = native_chart(ChartKind.BARS_LYING, [f"地区{at}" for at in range(31)], figures, tmp_path / "a.xlsx")
    top, bottom = chart.anchor._from, chart.anchor.to
    sheet = load_workbook(tmp_path / "a.xlsx")["图1-1"]
    rows = range(top.row + 1, bottom.row + 1)
    assert 400 < sum(sheet.row_dimensions[row].height or 16 for row in rows) <= 690


@pytest.mark.parametrize(
    "kind", [ChartKind.DOTS, ChartKind.DUMBBELL, ChartKind.BAR, ChartKind.LINE, ChartKind.STACKED, ChartKind.SHARES]
)
def test_what_lies_in_print_lies_in_the_workbook(kind: ChartKind, tmp_path: Path) -> None:
    """With the name of each category, in the order of the table."""
    names = [f"省份{number}" for number in range(31)]
    pair = [
        (name, "亿元", [f"{(number * step) % 900 + 100:.1f}" for number in range(31)]) for name, step in (("甲", 37), ("乙", 91))
    ]
    chart = native_chart(kind, names, pair, tmp_path / "a.xlsx")
    assert chart.barDir == "bar" and chart.x_axis.scaling.orientation == "maxMin" and chart.x_axis.tickLblSkip == 1
    assert all(series.dLbls is not None for series in chart.ser)
    assert [str(error) for error in OpenXmlValidator().validate(str(tmp_path / "a.xlsx")).errors] == []


def test_bars_of_shares_have_an_axis_in_per_cent_and_figures_as_printed(tmp_path: Path) -> None:
    columns = [("甲", "亿元", ["1", "2"]), ("乙", "亿元", ["2", "5"])]
    chart = native_chart(ChartKind.SHARES, ["2017", "2018"], columns, tmp_path / "a.xlsx")
    assert chart.y_axis.numFmt.formatCode == "0%" and chart.y_axis.title is None
    sheet = load_workbook(tmp_path / "a.xlsx")["图1-1"]
    left, top, _right, _bottom = range_boundaries(chart.ser[0].val.numRef.f.rpartition("!")[2].replace("$", ""))
    assert sheet.cell(top, left).number_format == "0.0"


def test_a_line_over_bars_begins_at_zero_and_another_axis_says_that_it_does_not(tmp_path: Path) -> None:
    years = ["2016", "2017", "2018"]
    levels, growth = ("额", "亿元", ["1", "2", "3"]), ("增速", "%", ["", "19.2", "20.3"])
    axis = native_chart(ChartKind.BAR_AND_LINE, years, [levels, growth], tmp_path / "a.xlsx")._charts[1].y_axis
    # Ticks below zero, which make room for the bars, are not printed.
    assert axis.scaling.min <= 0 and axis.numFmt.formatCode == "General;;0"
    for figures, says in ((["100.1", "101.2", "103"], True), (["1", "50", "103"], False)):
        axis = native_chart(ChartKind.LINE, years, [("指数", "", figures)], tmp_path / "a.xlsx").y_axis
        words = "" if axis.title is None else "".join(run.t for part in axis.title.tx.rich.p for run in part.r or ())
        assert ("不从零起" in words) == says


def test_a_line_that_leads_to_a_forecast_is_dashed(tmp_path: Path) -> None:
    table = make_table(ChartKind.LINE, ["2017", "2018", "2019"], [("额", "亿元", ["1", "2", "3"])], statuses={(2, 0): "forecast"})
    book = Book()
    book.load([table.exhibit])
    list(export_workbook(book, tmp_path / "a.xlsx", Finish(tables={table.exhibit.id: table})))
    (chart,) = load_workbook(tmp_path / "a.xlsx")[table.exhibit.number]._charts
    assert [(point.idx, point.spPr.ln.prstDash) for point in chart.ser[0].dPt] == [(2, "dash")]


@pytest.mark.parametrize("kind", [ChartKind.BAR, ChartKind.LINE])
@pytest.mark.parametrize(("wanted", "value", "formula"), [("", "3.0", "=ROUND(AVERAGE("), ("2.5", "2.5", "=2.5")])
def test_a_line_across_is_a_series_whose_cells_follow_the_figures(
    kind: ChartKind, wanted: str, value: str, formula: str, tmp_path: Path
) -> None:
    table = make_table(kind, ["2016", "2017", "2018"], [("额", "亿元", ["1.0", "2.0", "6.0"])])
    assert table.exhibit.chart is not None
    shaped = replace(table.exhibit.chart, reference=ReferenceLine(wanted, "目标"))
    table = replace(table, exhibit=replace(table.exhibit, chart=shaped))
    book = Book()
    book.load([table.exhibit])
    path = tmp_path / "a.xlsx"
    list(export_workbook(book, path, Finish(tables={table.exhibit.id: table})))
    sheet = load_workbook(path, data_only=True)[table.exhibit.number]
    formulas = load_workbook(path)[table.exhibit.number]
    (chart,) = formulas._charts
    name, _names, figures = native(sheet, chart)[-1]
    assert name.startswith("目标") and figures == (Decimal(value),) * 3
    series = [one for part in [chart, *chart._charts[1:]] for one in part.series][-1]
    first = series.val.numRef.f.rpartition("!")[2].replace("$", "").partition(":")[0]
    assert str(formulas[first].value).startswith(formula) and chart.legend is not None
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []
