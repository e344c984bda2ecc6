"""Earlier figures below each cell, of the year before and of the period before: what an editor types figures against. They are never printed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import product

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.earlier import keys_of_period_before
from ecdesk.domain.book.layouts import cell_key, said_period
from ecdesk.domain.book.tables import print_cell
from ecdesk.domain.figures.keys import Key, year_before
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.texts import text
from ecdesk.gui.grid.drawing.cells import SIDE, GridFonts, Span
from ecdesk.gui.grid.drawing.colours import GridColours
from ecdesk.gui.grid.model import GridModel

FEW = 50
"""Changed figures that are followed one by one."""
LOOKED_AT = 150
"""Cells, in rows all over a table, that are asked before it counts as one with nothing to compare."""
SMALLER = 0.84
MARKS = 8
"""Pixels at the left of a cell that its marks take."""


def _year_before(book: Book, key: Key, said: str) -> list[Key]:
    return [year_before(key)]


BEFORE = ((text("同期"), _year_before), (text("上期"), keys_of_period_before))
"""What may stand below a figure: what it is called, and under which keys it may be."""
Texts = tuple[str, ...]


class EarlierFigures:
    """The earlier figures of one exhibit's cells. Below a cell stands none that has a cell of the table itself."""

    def __init__(self, model: GridModel) -> None:
        self._model = model
        self._texts: dict[tuple[int, int], Texts] = {}
        self._shown: dict[Key, set[tuple[int, int]]] = {}
        """Places below which a figure stands, or would."""

    def forget(self, keys: Collection[Key] | None = None) -> None:
        """These figures have changed; None: lines too, or very many."""
        if keys is None or len(keys) > FEW:
            self._texts.clear()
            self._shown.clear()
            return
        for key in keys:
            for place in self._shown.get(key, ()):
                self._texts.pop(place, None)

    @property
    def lines(self) -> int:
        """How many lines are needed below a cell; 0 where there is nothing to compare with."""
        exhibit = self._model.exhibit
        rows, columns = len(exhibit.rows), len(exhibit.columns)
        some = (self.texts(*place) for place in product(range(0, rows, max(1, rows * columns // LOOKED_AT)), range(columns)))
        found = False
        for texts in some:
            if all(texts):
                return len(BEFORE)
            found |= any(texts)
        return int(found)

    def texts(self, printed: int, column: int) -> Texts:
        """The figures of `BEFORE` as the cell would print them, "" where there is none."""
        at = printed, column
        known = self._texts.get(at)
        if known is None:
            key = cell_key(self._model.exhibit, printed, column)
            known = self._texts[at] = tuple(self._text(at, before, key) if key is not None else "" for _name, before in BEFORE)
        return known

    def are_named(self, texts: Texts) -> bool:
        """Whether the figures below a cell need their names: only in a yearly book, where both are the year before's, can one do without."""
        period = self._model.desk.book.period
        return all(texts) or (any(texts) and period is not None and period.kind != "year")

    def _text(self, at: tuple[int, int], before: Callable[[Book, Key, str], list[Key]], key: Key) -> str:
        model, (printed, column) = self._model, at
        exhibit, book = model.exhibit, model.desk.book
        keys = before(book, key, said_period(exhibit, printed, column))
        for earlier in keys:
            self._shown.setdefault(earlier, set()).add(at)
        found = next((one for one in map(book.observation, keys) if one is not None and one.amount is not None), None)
        if found is None or found.amount is None or model.places(found.key):
            return ""
        column_line, row_line = exhibit.columns[column], exhibit.rows[printed]
        decimals = column_line.decimals if column_line.decimals is not None else row_line.decimals
        words = print_cell(found.amount, model.printed_unit(printed, column), decimals, THIN_SPACE)
        model.fractions[column] = max(model.fractions[column], len(words.partition(".")[2]))
        return words


class ComparisonPainter:
    """Draws the lines below the figures in sight, smaller and muted, on the decimal point of the first; each with its name where it might be another."""

    def __init__(self, earlier: EarlierFigures) -> None:
        self.earlier = earlier
        self._fonts: GridFonts | None = None
        self._font = QFont()
        self._metrics = QFontMetricsF(self._font)

    def room(self, fonts: GridFonts, lines: int) -> int:
        """The height that a row needs more for so many lines, in pixels."""
        self._measure(fonts)
        return round(self._metrics.height() * lines)

    def wanted_width(self, model: GridModel, column: int, rows: int, fonts: GridFonts) -> float:
        """What a column needs for the lines below its first figures, with their names where it needs them: without them nobody knows which is which."""
        self._measure(fonts)
        width, wanted = self._metrics.horizontalAdvance, 0.0
        for row in range(rows):
            texts = self.earlier.texts(model.printed_row(row), column)
            for (name, _before), words in zip(BEFORE, texts, strict=True):
                if words:
                    whole = width(words.partition(".")[0])
                    behind = max(fonts.fraction_width(model.fractions[column]) + SIDE, width(words) - whole + 2)
                    wanted = max(wanted, MARKS + (width(f"{name} ") if self.earlier.are_named(texts) else 0) + whole + behind)
        return wanted

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
            for column, left, width in columns:
                base = top + height - metrics.descent() - 3
                texts = self.earlier.texts(printed, column)
                for (name, _before), words in reversed(list(zip(BEFORE, texts, strict=True))):
                    if words:
                        end = left + width - SIDE - fonts.fraction_width(model.fractions[column])
                        x = self._draw(painter, words, (left, left + width), end, base)
                        if self.earlier.are_named(texts) and x - metrics.horizontalAdvance(f"{name} ") >= left + MARKS:
                            painter.drawText(QPointF(left + MARKS, base), str(name))
                        base -= metrics.height()

    def _draw(self, painter: QPainter, words: str, cell: tuple[float, float], point: float, base: float) -> float:
        """Write a figure with its decimal point in a place, within its cell; where it begins. Part of a figure is worse than none."""
        left, right = cell
        needed = self._metrics.horizontalAdvance(words)
        x = min(point - self._metrics.horizontalAdvance(words.partition(".")[0]), right - 2 - needed)
        if x >= left + MARKS:
            painter.drawText(QPointF(x, base), words)
        return x

    def _measure(self, fonts: GridFonts) -> None:
        if fonts is self._fonts:
            return
        self._fonts = fonts
        self._font = QFont(fonts.plain)
        self._font.setPointSizeF(max(4.0, fonts.plain.pointSizeF() * SMALLER))
        self._metrics = QFontMetricsF(self._font)
