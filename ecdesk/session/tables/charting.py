"""How an exhibit is drawn: set by an editor, proposed from what the table holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.checks.language.labels import figure_label, given_english
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.findings import Finding, Level, Operand, Verdict
from ecdesk.domain.book.records import Axis, Chart, ChartKind, Exhibit, ExhibitKind, Indicator, Item, Line, Setting
from ecdesk.domain.book.tables import Cell, Table, build_table, is_missing, print_cell
from ecdesk.domain.charts import drawn_chart
from ecdesk.domain.charts.doubts import doubts_of
from ecdesk.domain.charts.resolving import ONE_AXIS
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import AreaCatalogue, standard_areas
from ecdesk.domain.figures.keys import GROWTH
from ecdesk.domain.texts import Name, Text, printed_in, text, tr
from ecdesk.domain.wording.in_english import in_english
from ecdesk.domain.wording.places import total_named
from ecdesk.domain.wording.units import PERCENT, POINTS
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.deriving import usual_growth

ALONE = (*ONE_AXIS, ChartKind.RANK)
"""Kinds without an axis on the right."""


THEME_SETTING = "chart_theme"
"""The setting that says in which theme the charts of a book are drawn that name none."""
RULE = "chart:"
"""What the ids of findings about charts begin with, instead of a rule's."""


def series_lines(exhibit: Exhibit, categories: str) -> tuple[Line, ...]:
    """The lines that may be drawn when the others run along the axis; those without figures (headings) are left out."""
    return tuple(line for line in (exhibit.columns if categories == Axis.ROWS else exhibit.rows) if line.at)


def category_lines(exhibit: Exhibit, categories: str) -> tuple[Line, ...]:
    """The lines that run along the axis."""
    return tuple(line for line in (exhibit.rows if categories == Axis.ROWS else exhibit.columns) if line.at)


def chart_refusal(exhibit: Exhibit) -> UserError | None:
    """Why nothing of an exhibit can be drawn; None where something can."""
    if any(series_lines(exhibit, axis) for axis in Axis):
        return None
    return UserError("“{exhibit}”里没有可以画的数：文字名单不能画图。", exhibit=exhibit.number or exhibit.caption)


def set_chart(desk: Desk, exhibit_id: str, chart: Chart | None, book_theme: str | None = None) -> Exhibit:
    """Draw an exhibit this way from now on, or not at all, as one step. book_theme: in which theme the charts of the book are drawn that name
    none, None where that stays.

    UserError when nothing would be drawn or nothing could be, and for a setting that cannot be drawn truthfully. ValueError for a line that there is not.
    """
    exhibit = desk.book.exhibit(exhibit_id)
    if chart is not None:
        _check_drawn(desk.book, exhibit, chart)
    theme = desk.book.setting(THEME_SETTING) if book_theme is None else book_theme
    if chart == exhibit.chart and theme == desk.book.setting(THEME_SETTING):
        return exhibit
    changed = replace(exhibit, chart=chart, kind=ExhibitKind.CHART if chart is not None else ExhibitKind.TABLE)
    name = text("{exhibit}：设置图", exhibit=exhibit.number or exhibit.caption)
    with desk.edit(name) as edit:
        edit.put(changed)
        if theme != desk.book.setting(THEME_SETTING):
            edit.put(Setting(THEME_SETTING, theme))
    return changed


def _check_drawn(book: Book, exhibit: Exhibit, chart: Chart) -> None:
    """Raises as `set_chart` says."""
    refusal = chart_refusal(exhibit)
    if refusal is not None:
        raise refusal
    ids = {line.id for line in series_lines(exhibit, chart.categories)}
    if not {*chart.primary, *chart.secondary} <= ids:
        raise ValueError(chart)
    if not (set(chart.primary) or ids - set(chart.secondary)):
        raise UserError("左轴上没有要画的数，请至少选一列画在左轴上。")
    if {line.id for line in category_lines(exhibit, chart.categories)} <= set(chart.left_out):
        raise UserError("各项都没有勾选，没有可画的，请至少留一项。")
    drawn_chart(build_table(book, replace(exhibit, chart=chart)))


def proposed_chart(table: Table, areas: AreaCatalogue | None = None) -> Chart:
    """A chart that the table allows: bars of the lines in its commonest unit, percentages as lines against the right axis. What is the total of
    others is not drawn beside them: their bars would be dwarfed. No more lines than can be told apart. areas: of the book; those that come with
    the program where it has none."""
    shown = {line.id: _quantity(table, number) for number, line in enumerate(table.columns)}
    rates = [id for id, quantity in shown.items() if quantity == _RATE]
    levels = Counter(quantity for quantity in shown.values() if quantity not in ("", _RATE))
    if not levels:
        first = rates[:1] or [line.id for line in series_lines(table.exhibit, Axis.ROWS)[:1]]
        return Chart(ChartKind.BAR, Axis.ROWS, tuple(first))
    commonest = levels.most_common(1)[0][0]
    areas = areas or standard_areas()
    totals = totals_among([line for line in table.columns if shown[line.id] == commonest], areas)
    bars = tuple(id for id, quantity in shown.items() if quantity == commonest and id not in totals)
    left_out = tuple(totals_among(table.rows, areas))
    clear = max(1, MOST_BARS // max(1, len(table.rows) - len(left_out)))
    return Chart(ChartKind.BAR_AND_LINE if rates else ChartKind.BAR, Axis.ROWS, bars[:clear], tuple(rates[:2]), left_out=left_out)


def drawn_as(chart: Chart, proposed: Chart) -> Chart:
    """A chart of a kind that somebody chose, the rest of it as proposed: a ring needs the total, it is the whole that the parts are of."""
    with_total = chart.kind == ChartKind.RING and chart.left_out == proposed.left_out
    return replace(chart, left_out=()) if with_total else chart


MOST_BARS = 80
"""So many bars are told apart on a page; an editor may have more drawn."""
LEAST_PARTS = 2
"""So many lines at least are left beside a total for it to be one."""


def totals_among(lines: Sequence[Line], areas: AreaCatalogue) -> list[str]:
    """Ids of the lines that their names or their places in the table say are the totals of others."""
    drawn = [line for line in lines if line.at]
    totals = [line.id for line in drawn if total_named(line.label) in ("total", "area") or _is_whole(line, drawn, areas)]
    return totals if len(drawn) - len(totals) >= LEAST_PARTS else []


def _is_whole(line: Line, lines: Sequence[Line], areas: AreaCatalogue) -> bool:
    """Whether the figures of several other lines are parts of a line's: those of the areas that lie in its area, of the items of its indicator."""
    area = areas.get(line.at.get("area", ""))
    inside = {one.code for one in areas if area is not None and (one.parent == area.code or area.kind == "nation")}
    parts = 0
    for other in lines:
        apart = {part for part in {*line.at, *other.at} if line.at.get(part, "") != other.at.get(part, "")}
        of_item = apart == {"item"} and not line.at.get("item")
        parts += of_item or (apart == {"area"} and other.at.get("area", "") in inside)
    return parts >= LEAST_PARTS


MOST_NAMED = 3
"""So many figures are named that a chart has no room for; more are counted."""


def without_labels(chart: str, dropped: Sequence[str]) -> Text:
    """Which figures of a chart are drawn without their labels, for want of room."""
    named = "、".join(dropped[:MOST_NAMED]) + ("…" if len(dropped) > MOST_NAMED else "")
    return text("{chart}：有 {count} 个数画了，但标注放不下，没有印：{named}。", chart=chart, count=len(dropped), named=named)


def not_drawn(chart: str, why: Text) -> Text:
    """Why a chart cannot be drawn, and which it is."""
    named = any(chart.startswith(str(value)) for value in why.values.values() if str(value))
    return why if named else text("{chart}：{why}", chart=chart, why=why)


_RATE = "rate"


def _quantity(table: Table, number: int) -> str:
    """What a column's figures measure: `_RATE`, the one dimension of all, or nothing."""
    units = {row[number].unit for row in table.cells if row[number].key is not None}
    if units and units <= {PERCENT, POINTS} and table.columns[number].at:
        return _RATE
    dimensions = {unit.dimension for unit in units}
    return dimensions.pop() if len(dimensions) == 1 else ""


def with_growth(derivations: Derivations, table: Table) -> Table:
    """A table for its chart, in the book's theme: growth that nobody printed is worked out from the levels where it follows from them, so that
    its line is no single point. A note says so. Nothing of it is stored, and no table prints it."""
    chart = table.exhibit.chart
    if chart is None:
        return table
    theme = derivations.book.setting(THEME_SETTING)
    if theme and not chart.theme:
        table = replace(table, exhibit=replace(table.exhibit, chart=replace(chart, theme=theme)))
    exhibit = table.exhibit

    def is_drawn(row: int, column: int) -> bool:
        """Whether a cell is of a series of the chart, and of a category that is not left out."""
        lines = table.rows[row].id, table.columns[column].id
        category, series = lines[::-1] if chart.categories == Axis.COLUMNS else lines
        main = series in chart.primary if chart.primary else series not in chart.secondary
        return category not in chart.left_out and (main or (series in chart.secondary and chart.kind not in ONE_AXIS))

    cells = tuple(
        tuple(
            _drawn(derivations, table, row, column) if is_drawn(row, column) else table.cells[row][column]
            for column in range(len(table.columns))
        )
        for row in range(len(table.rows))
    )
    if cells == table.cells:
        return table
    with printed_in(table.language):
        note = tr("注：部分增速由前后两期的数值推算。")
    return replace(table, cells=cells, exhibit=replace(exhibit, notes=(*exhibit.notes, note)))


def _drawn(derivations: Derivations, table: Table, row: int, column: int) -> Cell:
    cell = table.cells[row][column]
    if cell.key is None or cell.key.measure not in GROWTH or not is_missing(cell.observation):
        return cell
    found = usual_growth(derivations, cell.key)
    if found is None:
        return cell
    lines = (table.columns[column], table.rows[row])
    decimals = next((line.decimals for line in lines if line.decimals is not None), None)
    return replace(cell, observation=found, text=print_cell(found.content, cell.unit, decimals))


class ChartDoubts:
    """What is doubtful about the charts that the report prints, as findings; kept until a figure or a layout changes."""

    def __init__(self, derivations: Derivations) -> None:
        self._derivations = derivations
        self._found: dict[str, tuple[Finding, ...]] = {}

    def forget(self, notice: Notice) -> None:
        """What may differ after a step is looked at again when somebody asks."""
        if notice.concerns(Exhibit, Setting, Indicator, Item):
            self._found.clear()
        for id in self._derivations.book.printing(notice.figures):
            self._found.pop(id, None)

    def findings(self, tried: Container[str] = ()) -> list[Finding]:
        """In the order of the report. They inform; none stands in the way of an export. tried: ids of exhibits that are looked at anew, of which nothing
        is remembered."""
        found: list[Finding] = []
        for exhibit in self._charts():
            found += self._of(exhibit) if exhibit.id in tried else self._known(exhibit)
        return found

    def look_in_steps(self) -> Iterator[tuple[int, int]]:
        """Look at what nobody has looked at yet, so that `findings` has them at hand; yields (done, total). The book may change between two steps."""
        missing = [exhibit.id for exhibit in self._charts() if exhibit.id not in self._found]
        for number, id in enumerate(missing):
            yield number, len(missing)
            exhibit = self._derivations.book.get(Exhibit, id)
            if exhibit is not None:
                self._known(exhibit)

    def _charts(self) -> Iterator[Exhibit]:
        return (one for one in self._derivations.book.exhibits() if one.chart is not None and one.printed)

    def _known(self, exhibit: Exhibit) -> tuple[Finding, ...]:
        found = self._found.get(exhibit.id)
        if found is None:
            found = self._found[exhibit.id] = tuple(self._of(exhibit))
        return found

    def _of(self, exhibit: Exhibit) -> Iterator[Finding]:
        book = self._derivations.book
        for doubt in doubts_of(with_growth(self._derivations, build_table(book, exhibit))):
            operands = tuple(Operand(key, figure_label(book, key), "") for key in doubt.keys)
            subject = exhibit.number or exhibit.caption
            yield Finding(
                f"{RULE}{doubt.id}",
                doubt.name.template,
                subject,
                Level.NOTICE,
                Verdict.FAILS,
                doubt.message,
                operands=operands,
                about=Name(subject, in_english(subject, partial(given_english, book))),
            )
