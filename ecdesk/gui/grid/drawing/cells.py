"""How the cells in sight are drawn: figures on the decimal point, states by a style of type and by marks.

The whole table is drawn in one go, one text at a time, because a delegate asked for each cell costs several times as much.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.gui.grid.drawing.colours import GridColours
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.rendered import RenderedCell

QUIET = frozenset(frozenset(states) for states in ((), ("published",), ("published", "unsourced"), ("typed",), ("imported",)))
"""States of a figure of which its type says nothing, and only a mark where it comes from."""
CORNERS = frozenset(("failing", "queried", "noted", "explained", "unread", "disputed", "comment", "undecided"))
"""States that have a mark in an upper corner."""
ORIGINS = {
    "typed": (1.3, ((0.0, 0.0, 4.0, -4.0),)),
    "imported": (1.2, ((2.0, -5.0, 2.0, 0.0), (0.0, -2.0, 2.0, 0.0), (4.0, -2.0, 2.0, 0.0))),
    "unsourced": (1.3, ((0.0, 0.0, 4.0, -4.0), (0.0, -4.0, 4.0, 0.0))),
    "computed": (1.2, ((0.0, -3.0, 5.0, -3.0), (0.0, -0.5, 5.0, -0.5))),
}
"""Where a figure comes from: the width and the lines of the mark, from the lower left corner."""


class OriginMarks:
    """The marks in the lower left corners, gathered from all cells in sight: drawn together they cost a tenth."""

    def __init__(self) -> None:
        self._lines: dict[str, list[QLineF]] = {origin: [] for origin in ORIGINS}
        self._circles: list[QRectF] = []

    def add(self, states: frozenset[str], left: float, bottom: float) -> None:
        """What a cell's states say of its origin; left and bottom: the pixels at the cell's edges."""
        x, y = left + 3.0, bottom - 3.0
        for origin, (_width, lines) in ORIGINS.items():
            if origin in states:
                self._lines[origin] += [QLineF(x + x1, y + y1, x + x2, y + y2) for x1, y1, x2, y2 in lines]
                return
        if "carried" in states:
            self._circles.append(QRectF(x, y - 4, 4, 4))

    def draw(self, painter: QPainter, colours: GridColours) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for origin, (width, _lines) in ORIGINS.items():
            if self._lines[origin]:
                painter.setPen(QPen(getattr(colours, origin), width))
                painter.drawLines(self._lines[origin])
        painter.setPen(QPen(colours.muted, 1))
        for circle in self._circles:
            painter.drawEllipse(circle)
        painter.restore()


def draw_corners(painter: QPainter, rect: QRect, states: frozenset[str], font: QFont, colours: GridColours) -> None:
    """The marks in a cell's upper corners; see the top of this file."""
    x, y = rect.left() + 1.0, rect.top() + 1.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    corners = (("failing", colours.error), ("queried", colours.query), ("noted", colours.notice))
    filled = next((colour for state, colour in corners if state in states), None)
    if filled is not None or "explained" in states:
        side = 4 if "involved" in states else 7
        corner = QPolygonF([QPointF(x, y), QPointF(x + side, y), QPointF(x, y + side)])
        if filled is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(filled)
        else:
            painter.setPen(QPen(colours.query, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner.translate(0.5, 0.5)
        painter.drawPolygon(corner)
        x += 8
    painter.setFont(font)
    signs = (("unread", "?", colours.unread), ("disputed", "≠", colours.disputed), ("undecided", "≈", colours.computed))
    for state, sign, colour in signs:
        if state in states:
            painter.setPen(colour)
            painter.drawText(QPointF(x + 1, y + 8), sign)
            x += 8
    if "comment" in states:
        right = rect.right() - 1.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.comment)
        painter.drawPolygon(QPolygonF([QPointF(right, y), QPointF(right - 7, y), QPointF(right, y + 7)]))
    painter.restore()


def _underline(painter: QPainter, left: float, right: float, y: float, colour: QColor, style: Qt.PenStyle) -> None:
    painter.setPen(QPen(colour, 1.2, style))
    painter.drawLine(QLineF(left, y, right, y))


def _wavy(painter: QPainter, left: float, right: float, y: float, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1))
    points, x, up = [], left, True
    while x < right:
        points.append(QPointF(x, y - 1 if up else y + 1))
        x, up = x + 2, not up
    if len(points) > 1:
        painter.drawPolyline(QPolygonF(points))


def state_ink(states: frozenset[str], colours: GridColours) -> QColor:
    """The colour of a figure's type; it only helps, the marks say the same."""
    inks = (
        ("failing", colours.error),
        ("queried", colours.query),
        ("unread", colours.unread),
        ("disputed", colours.disputed),
        ("computed", colours.computed),
        ("carried", colours.muted),
    )
    told = states - {"failing", "queried"} if "involved" in states else states
    return next((ink for state, ink in inks if state in told), colours.ink)


def draw_under(painter: QPainter, states: frozenset[str], line: tuple[float, float, float], colours: GridColours) -> None:
    """The line under a text that says its state; line: its left and right end, and the text's baseline."""
    left, right, base = line
    if "unread" in states:
        _wavy(painter, left, right, base + 3, colours.unread)
    elif "disputed" in states:
        _underline(painter, left, right, base + 2.5, colours.disputed, Qt.PenStyle.DashLine)
    elif "explained" in states:
        _underline(painter, left, right, base + 2.5, colours.query, Qt.PenStyle.DotLine)


def draw_missing(painter: QPainter, rect: QRect, colours: GridColours) -> None:
    """The frame in a cell that waits for its figure."""
    painter.setPen(QPen(colours.missing, 1, Qt.PenStyle.DashLine))
    painter.drawRect(rect.adjusted(3, 3, -5, -5))


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
