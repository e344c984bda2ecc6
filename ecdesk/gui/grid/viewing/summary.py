"""Sum, average and count of selected cells, exact, a slice at a time so that a large selection never holds the window up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, decimal_of
from ecdesk.domain.figures.numerals import THIN_SPACE, print_number
from ecdesk.domain.figures.units import Unit
from ecdesk.gui.grid.interface import SelectionSummary
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Selection

SLICE = 100
"""Cells looked at before the window gets its turn."""
MOST_WALKED = 200_000
"""Of a larger selection only the cells with figures are looked for."""


class _Total:
    """The exact sum of amounts in the unit of the first; mixed: whether one is of another dimension, so that they have no sum."""

    def __init__(self) -> None:
        self.figures = self.texts = self.places = 0
        self.exact = Fraction(0)
        self.unit: Unit | None = None
        self.mixed = False

    @property
    def count(self) -> int:
        """Cells that hold something: figures, and the texts of a list."""
        return self.figures + self.texts

    def add(self, amount: Amount) -> None:
        self.figures += 1
        self.unit = self.unit or amount.unit
        try:
            self.exact += Fraction(amount.value) * amount.unit.factor_to(self.unit)
            self.places = max(self.places, -amount.exponent)
        except UserError:
            self.mixed = True

    def summary(self, seen: int) -> SelectionSummary:
        if self.mixed or self.unit is None:
            return SelectionSummary(seen, self.count)
        average = _printed(self.exact / self.figures, self.places + 2)
        return SelectionSummary(seen, self.count, _printed(self.exact, self.places), average, self.unit.symbol)


def summarise(model: GridModel, selection: Selection) -> Iterator[SelectionSummary]:
    """Counts as far as they are after each slice; the last one is complete.

    The sum has the most decimals among the figures, the average two more at most; figures of one dimension are added in the unit
    of the first one.
    """
    size = sum(block.size for block in selection.blocks)
    sparse = size > MOST_WALKED and size > len(model.desk.book.observations)
    total, seen = _Total(), 0
    for seen, (row, column) in enumerate(_filled(model, selection) if sparse else selection.cells(), start=1):
        cell = model.printed_cell(model.printed_row(row), column)
        if isinstance(cell.content, Amount):
            total.add(cell.shown or cell.content)
        elif cell.words:
            total.texts += 1
        if not seen % SLICE:
            yield SelectionSummary(seen, total.count, complete=False)
    yield total.summary(size if sparse else seen)


def _filled(model: GridModel, selection: Selection) -> Iterator[tuple[int, int]]:
    """The selected cells that hold something, by way of the book's figures."""
    for key in tuple(model.desk.book.observations):
        for printed, column in model.places(key):
            row = model.shown_row(printed)
            if row is not None and (row, column) in selection:
                yield row, column


def _printed(exact: Fraction, places: int) -> str:
    return print_number(decimal_of(exact, max(0, places)), THIN_SPACE)
