"""How the cells in sight are drawn: figures on the decimal point, states by a style of type and by `marks`.

The whole table is drawn in one go, one text at a time, because a delegate asked for each cell costs several times as much.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.gui.grid.drawing.colours import GridColours
from ecdesk.gui.grid.drawing.marks import CORNERS, QUIET, OriginMarks, draw_corners, draw_missing, draw_under, state_ink
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.rendered import RenderedCell

Span = tuple[int, int, int]
"""Number, position and size of a row or a column in sight."""

SIDE = 8
"""Room at a cell's left and right, in pixels."""
MARK = 5
"""Further room that a left-aligned text leaves for the marks in the corners."""
TOO_NARROW = "###"
ITALIC = frozenset(("computed", "unread"))
"""States that are told by italic type."""
MOST_WIDTHS = 20_000
FIGURE_SIGNS = "0123456789.-" + THIN_SPACE


class GridFonts:
    """The styles of type in one size, with the widths of texts that were measured."""

    def __init__(self, font: QFont) -> None:
        plain = QFont(font)
        plain.setFeature(QFont.Tag("tnum"), 1)
        self.plain = plain
        self.bold = _styled(plain, bold=True)
        self.italic = _styled(plain, italic=True)
        self.mark = QFont(plain)
        self.mark.setPixelSize(9)
        self.metrics = QFontMetricsF(plain)
        self.bold_metrics = QFontMetricsF(self.bold)
        self.digit = max(self.metrics.horizontalAdvance("0"), self.bold_metrics.horizontalAdvance("0"))
        self.point = max(self.metrics.horizontalAdvance("."), self.bold_metrics.horizontalAdvance("."))
        self.baseline = self.metrics.ascent() - self.metrics.descent()
        self._widths: dict[str, float] = {}
        self._bold_widths: dict[str, float] = {}
        self._advances = {sign: self.metrics.horizontalAdvance(sign) for sign in FIGURE_SIGNS}

    def figure_width(self, text: str) -> float:
        """The width of a plain figure, which is the sum of its signs': asking Qt for each figure costs more than drawing it."""
        advances, width = self._advances, 0.0
        for sign in text:
            advance = advances.get(sign)
            if advance is None:
                return self.width(text)
            width += advance
        return width

    def width(self, text: str, bold: bool = False) -> float:
        widths, metrics = (self._bold_widths, self.bold_metrics) if bold else (self._widths, self.metrics)
        width = widths.get(text)
        if width is None:
            if len(widths) > MOST_WIDTHS:
                widths.clear()
            width = widths[text] = metrics.horizontalAdvance(text)
        return width

    def fraction_width(self, digits: int) -> float:
        return self.point + digits * self.digit if digits > 0 else 0.0

    def wanted_width(self, cell: RenderedCell, fraction: int) -> float:
        """What a cell needs, with its figure on the column's decimal point."""
        if cell.fraction < 0:
            return self.width(cell.text) + 2 * SIDE + MARK
        whole = self.width(cell.whole, True)
        tail = self.width(cell.text, True) - whole
        return whole + max(tail, self.fraction_width(fraction)) + 2 * SIDE


def _styled(font: QFont, bold: bool = False, italic: bool = False) -> QFont:
    result = QFont(font)
    result.setBold(bold)
    result.setItalic(italic)
    return result


class GridPainter:
    """Draws cells; knows nothing of selection."""

    def __init__(self, model: GridModel) -> None:
        self.model = model

    def draw_cells(
        self,
        painter: QPainter,
        rows: Sequence[Span],
        columns: Sequence[Span],
        fonts: GridFonts,
        colours: GridColours,
        below: int = 0,
    ) -> None:
        """Draw the cells of some rows and columns over what is there already.

        below: the room at the foot of each row that is left for something else.
        """
        model, lines = self.model, self.model.exhibit.rows
        headings = [row for row in rows if is_heading(lines[model.printed_row(row[0])])]
        for _row, top, height in headings:
            left, right = columns[0][1], columns[-1][1] + columns[-1][2]
            painter.fillRect(QRect(left, top, right - left, height - 1), colours.barred)
        # All of them first: a decimal more than the column had so far moves its point.
        drawn = [(model.rendered(row[0], column[0]), row, column) for row in rows if row not in headings for column in columns]
        fractions = {column[0]: fonts.fraction_width(model.fractions[column[0]]) for column in columns}
        pencil = _Pencil(painter, fonts, colours, below)
        for cell, (_row, top, height), (column, left, width) in drawn:
            pencil.draw(cell, left, top, width, height, fractions[column])
        pencil.origins.draw(painter, colours)


class _Pencil:
    """What the cells of one drawing are drawn with; it is set to plain type."""

    def __init__(self, painter: QPainter, fonts: GridFonts, colours: GridColours, below: int) -> None:
        self.painter = painter
        self.fonts = fonts
        self.colours = colours
        self.below = below
        self.origins = OriginMarks()
        self._take_plain()

    def _take_plain(self) -> None:
        self.painter.setFont(self.fonts.plain)
        self.painter.setPen(self.colours.ink)

    def draw(self, cell: RenderedCell, left: int, top: int, width: int, height: int, fraction: float) -> None:
        """One cell. fraction: the width that its column leaves for the decimal point and what follows it."""
        above = height - self.below
        base = top + (above + self.fonts.baseline) / 2
        states = cell.states
        if not cell.cell.is_writable_place:
            self.painter.fillRect(QRect(left, top, width - 1, height - 1), self.colours.barred)
        elif cell.fraction >= 0 and states in QUIET:
            self._draw_figure(cell, left, width, base, fraction)
        elif cell.text or states:
            self._draw_marked(cell, QRect(left, top, width, above), base, fraction)
        if states:
            self.origins.add(states, left, top + above - 1)

    def _draw_figure(self, cell: RenderedCell, left: int, width: int, base: float, fraction: float) -> None:
        """The common case, kept short: a figure with nothing to say of it but where it comes from."""
        measure = self.fonts.figure_width
        x = left + width - SIDE - fraction - measure(cell.whole)
        end = left + width - 2
        if x < left + 2 or (cell.text != cell.whole and x + measure(cell.text) > end):
            self._draw_squeezed(cell.text, left, width, base)
        else:
            self.painter.drawText(QPointF(x, base), cell.text)

    def _draw_marked(self, cell: RenderedCell, rect: QRect, base: float, fraction: float) -> None:
        """A cell whose type and marks say something of it."""
        painter, fonts, colours, states = self.painter, self.fonts, self.colours, cell.states
        bold = "failing" in states and "involved" not in states
        painter.setFont(fonts.bold if bold else fonts.plain if states.isdisjoint(ITALIC) else fonts.italic)
        painter.setPen(state_ink(states, colours))
        if cell.text:
            left, right = self._draw_text(cell, rect, base, fraction, bold)
            draw_under(painter, states, (left, min(right, float(rect.left() + rect.width() - 2)), base), colours)
        if "missing" in states:
            draw_missing(painter, rect, colours)
        if not states.isdisjoint(CORNERS):
            draw_corners(painter, rect, states, fonts.mark, colours)
        self._take_plain()

    def _draw_text(self, cell: RenderedCell, rect: QRect, base: float, fraction: float, bold: bool) -> tuple[float, float]:
        """A figure on the decimal point, a mark where its digits would end, what is unread at the left; returns where it begins and ends."""
        left, width, fonts, text = rect.left(), rect.width(), self.fonts, cell.text
        if isinstance(cell.cell.content, Unparsed) or cell.cell.words is not None:
            one_line = text.replace("\n", "⏎").replace("\t", " ")
            text = fonts.metrics.elidedText(one_line, Qt.TextElideMode.ElideRight, width - 2 * SIDE - MARK)
            start = float(left + SIDE + MARK)
        else:
            start = left + width - SIDE - fraction - fonts.width(cell.whole, bold)
        end = start + fonts.width(text, bold)
        if cell.fraction >= 0 and not (start >= left + 2 and end <= left + width - 2):
            return self._draw_squeezed(text, left, width, base, bold)
        self.painter.drawText(QPointF(start, base), text)
        return start, end

    def _draw_squeezed(self, text: str, left: int, width: int, base: float, bold: bool = False) -> tuple[float, float]:
        """A figure off the decimal point rather than cut; where even that is too narrow, signs that say so, never some of its digits. Returns
        where the figure begins and ends."""
        needed = self.fonts.width(text, bold)
        start = max(left + 2.0, left + width - 2 - needed)
        if needed <= width - 4:
            self.painter.drawText(QPointF(start, base), text)
        else:
            narrow = max(left + 2.0, left + width - 2 - self.fonts.width(TOO_NARROW, bold))
            self.painter.drawText(QPointF(narrow, base), TOO_NARROW)
        return start, start + needed
