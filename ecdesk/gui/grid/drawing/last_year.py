"""Last year's figure below each cell: the comparison that an editor types this year's figures against. It is never printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice, product

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from ecdesk.domain.book.earlier import figure_before
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.tables import print_cell
from ecdesk.domain.figures.keys import Key, year_after
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.gui.grid.drawing.cells import SIDE, GridFonts, Span
from ecdesk.gui.grid.drawing.colours import GridColours
from ecdesk.gui.grid.model import GridModel

FEW = 50
"""Changed figures that are followed one by one."""
LOOKED_AT = 500
"""Cells that are asked before a table counts as one with nothing to compare."""
SMALLER = 0.84


class LastYear:
    """The figures of one exhibit's cells a year before. A cell whose year before stands in the table already has none."""

    def __init__(self, model: GridModel) -> None:
        self._model = model
        self._texts: dict[tuple[int, int], str] = {}

    def forget(self, keys: Collection[Key] | None = None) -> None:
        """These figures have changed; None: lines too, or very many."""
        if keys is None or len(keys) > FEW:
            self._texts.clear()
            return
        for key in keys:
            for place in self._model.places(year_after(key)):
                self._texts.pop(place, None)

    @property
    def has_any(self) -> bool:
        """Whether there is anything to compare with."""
        exhibit = self._model.exhibit
        places = product(range(len(exhibit.rows)), range(len(exhibit.columns)))
        return any(self.text(row, column) for row, column in islice(places, LOOKED_AT))

    def text(self, printed: int, column: int) -> str:
        """Last year's figure as the cell would print it, "" where there is none."""
        at = printed, column
        known = self._texts.get(at)
        if known is None:
            known = self._texts[at] = self._text(printed, column)
        return known

    def _text(self, printed: int, column: int) -> str:
        model = self._model
        exhibit = model.exhibit
        key = cell_key(exhibit, printed, column)
        before = figure_before(model.desk.book, key) if key is not None else None
        if before is None or before.amount is None or model.places(before.key):
            return ""
        column_line, row_line = exhibit.columns[column], exhibit.rows[printed]
        decimals = column_line.decimals if column_line.decimals is not None else row_line.decimals
        text = print_cell(before.amount, model.printed_unit(printed, column), decimals, THIN_SPACE)
        model.fractions[column] = max(model.fractions[column], len(text.partition(".")[2]))
        return text


class ComparisonPainter:
    """Draws the second line of the cells in sight, smaller and muted, on the decimal point of the first."""

    def __init__(self, last: LastYear) -> None:
        self.last = last
        self._fonts: GridFonts | None = None
        self._font = QFont()
        self._metrics = QFontMetricsF(self._font)

    def room(self, fonts: GridFonts) -> int:
        """The height that a row needs more, in pixels."""
        self._measure(fonts)
        return round(self._metrics.height())

    def draw(
        self,
        painter: QPainter,
        model: GridModel,
        rows: Sequence[Span],
        columns: Sequence[Span],
        fonts: GridFonts,
        colours: GridColours,
    ) -> None:
        self._measure(fonts)
        painter.setFont(self._font)
        painter.setPen(colours.muted)
        metrics = self._metrics
        for row, top, height in rows:
            printed = model.printed_row(row)
            base = top + height - metrics.descent() - 3
            for column, left, width in columns:
                text = self.last.text(printed, column)
                if not text:
                    continue
                whole = metrics.horizontalAdvance(text.partition(".")[0])
                needed = metrics.horizontalAdvance(text)
                x = left + width - SIDE - fonts.fraction_width(model.fractions[column]) - whole
                if x + needed > left + width - 2:
                    x = left + width - 2 - needed
                if x >= left + 8:  # part of a figure is worse than none
                    painter.drawText(QPointF(x, base), text)

    def _measure(self, fonts: GridFonts) -> None:
        if fonts is self._fonts:
            return
        self._fonts = fonts
        self._font = QFont(fonts.plain)
        self._font.setPointSizeF(max(4.0, fonts.plain.pointSizeF() * SMALLER))
        self._metrics = QFontMetricsF(self._font)
