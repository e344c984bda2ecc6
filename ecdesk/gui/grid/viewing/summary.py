"""Sum, average and count of selected cells, exact, a slice at a time so that a large selection never holds the window up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.numerals import THIN_SPACE, print_number
from ecdesk.domain.figures.units import Unit
from ecdesk.gui.grid.interface import SelectionSummary
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Selection

SLICE = 100
"""Cells looked at before the window gets its turn."""
MOST_WALKED = 200_000
"""Of a larger selection only the cells with figures are looked for."""


def summarise(model: GridModel, selection: Selection) -> Iterator[SelectionSummary]:
    """Counts as far as they are after each slice; the last one is complete.

    The sum has the most decimals among the figures, the average two more at most; figures of one dimension are added in the unit
    of the first one.
    """
    seen = count = places = 0
    cells: Iterator[tuple[int, int]] = selection.cells()
    total_cells = sum(block.size for block in selection.blocks)
    sparse = total_cells > MOST_WALKED and total_cells > len(model.desk.book.observations)
    if sparse:
        cells = _filled(model, selection)
    total = Fraction(0)
    unit: Unit | None = None
    mixed = False
    for row, column in cells:
        seen += 1
        cell = model.printed_cell(model.printed_row(row), column)
        content = cell.content
        if isinstance(content, Amount):
            count += 1
            shown = cell.shown or content
            unit = unit or shown.unit
            try:
                total += Fraction(shown.value) * shown.unit.factor_to(unit)
                places = max(places, -shown.exponent)
            except UserError:
                mixed = True
        if not seen % SLICE:
            yield SelectionSummary(seen, count, complete=False)
    seen = total_cells if sparse else seen
    if not count or mixed or unit is None:
        yield SelectionSummary(seen, count)
        return
    yield SelectionSummary(seen, count, _printed(total, places), _printed(total / count, places + 2), unit.symbol)


def _filled(model: GridModel, selection: Selection) -> Iterator[tuple[int, int]]:
    """The selected cells that hold something, by way of the book's figures."""
    for key in tuple(model.desk.book.observations):
        for printed, column in model.places(key):
            row = model.shown_row(printed)
            if row is not None and (row, column) in selection:
                yield row, column


def _printed(exact: Fraction, places: int) -> str:
    with localcontext() as context:
        context.prec = 200
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        rounded = quotient.quantize(Decimal(1).scaleb(-max(0, places)), rounding=ROUND_HALF_UP)
    return print_number(rounded, THIN_SPACE)
