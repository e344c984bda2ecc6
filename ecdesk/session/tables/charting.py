"""How an exhibit is drawn: set by an editor, proposed from what the table holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.records import Axis, Chart, ChartKind, Exhibit, ExhibitKind, Line
from ecdesk.domain.book.tables import Cell, Table, is_missing, print_cell
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import GROWTH
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.units import PERCENT, POINTS
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.deriving import usual_growth

ALONE = (ChartKind.RING, ChartKind.RANK)
"""Kinds without an axis on the right."""


def series_lines(exhibit: Exhibit, categories: str) -> tuple[Line, ...]:
    """The lines that may be drawn when the others run along the axis; those without figures (headings) are left out."""
    return tuple(line for line in (exhibit.columns if categories == Axis.ROWS else exhibit.rows) if line.at)


def chart_refusal(exhibit: Exhibit) -> UserError | None:
    """Why nothing of an exhibit can be drawn; None where something can."""
    if any(series_lines(exhibit, axis) for axis in Axis):
        return None
    return UserError("“{exhibit}”里没有可以画的数：文字名单不能画图。", exhibit=exhibit.number or exhibit.caption)


def set_chart(desk: Desk, exhibit_id: str, chart: Chart | None) -> Exhibit:
    """Draw an exhibit this way from now on, or not at all, as one step.

    UserError when nothing would be drawn, or nothing could be. ValueError for a line that there is not.
    """
    exhibit = desk.book.exhibit(exhibit_id)
    refusal = chart_refusal(exhibit)
    if chart is not None and refusal is not None:
        raise refusal
    if chart is not None:
        ids = {line.id for line in series_lines(exhibit, chart.categories)}
        if not {*chart.primary, *chart.secondary} <= ids:
            raise ValueError(chart)
        if not (set(chart.primary) or ids - set(chart.secondary)):
            raise UserError("左轴上没有要画的数，请至少选一列画在左轴上。")
    if chart == exhibit.chart:
        return exhibit
    changed = replace(exhibit, chart=chart, kind=ExhibitKind.CHART if chart is not None else ExhibitKind.TABLE)
    name = text("{exhibit}：设置图", exhibit=exhibit.number or exhibit.caption)
    with desk.edit(name) as edit:
        edit.put(changed)
    return changed


def proposed_chart(table: Table) -> Chart:
    """A chart that the table allows: bars of the lines in its commonest unit, percentages as lines against the right axis."""
    shown = {line.id: _quantity(table, number) for number, line in enumerate(table.columns)}
    rates = [id for id, quantity in shown.items() if quantity == _RATE]
    levels = Counter(quantity for quantity in shown.values() if quantity not in ("", _RATE))
    if not levels:
        first = rates[:1] or [line.id for line in series_lines(table.exhibit, Axis.ROWS)[:1]]
        return Chart(ChartKind.BAR, Axis.ROWS, tuple(first))
    commonest = levels.most_common(1)[0][0]
    bars = tuple(id for id, quantity in shown.items() if quantity == commonest)
    return Chart(ChartKind.BAR_AND_LINE if rates else ChartKind.BAR, Axis.ROWS, bars, tuple(rates[:2]))


_RATE = "rate"


def _quantity(table: Table, number: int) -> str:
    """What a column's figures measure: `_RATE`, the one dimension of all, or nothing."""
    units = {row[number].unit for row in table.cells if row[number].key is not None}
    if units and units <= {PERCENT, POINTS} and table.columns[number].at:
        return _RATE
    dimensions = {unit.dimension for unit in units}
    return dimensions.pop() if len(dimensions) == 1 else ""


def with_growth(derivations: Derivations, table: Table) -> Table:
    """A table for its chart: growth that nobody printed is worked out from the levels where it follows from them, so that its line is no single
    point. A note says so. Nothing of it is stored, and no table prints it."""
    exhibit = table.exhibit
    if exhibit.chart is None:
        return table
    cells = tuple(
        tuple(_drawn(derivations, table, row, column) for column in range(len(table.columns))) for row in range(len(table.rows))
    )
    if cells == table.cells:
        return table
    note = tr("注：未印出的增速由前后两期的数值推算。")
    return replace(table, cells=cells, exhibit=replace(exhibit, notes=(*exhibit.notes, note)))


def _drawn(derivations: Derivations, table: Table, row: int, column: int) -> Cell:
    cell = table.cells[row][column]
    if cell.key is None or cell.key.measure not in GROWTH or not is_missing(cell.content):
        return cell
    found = usual_growth(derivations, cell.key)
    if found is None:
        return cell
    lines = (table.columns[column], table.rows[row])
    decimals = next((line.decimals for line in lines if line.decimals is not None), None)
    return replace(cell, observation=found, text=print_cell(found.content, cell.unit, decimals))
