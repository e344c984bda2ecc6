"""How the cells in sight are drawn: figures on the decimal point, states as corner marks with a style of type.

The whole table is drawn in one go, one text at a time, because a delegate asked for each cell costs several times as much.

Corner marks, so that no state is told by colour alone:
top left, where spreadsheet programs warn: a filled triangle fails, an open one fails but is explained, ≠ is disputed, ? is unread;
top right, where they show remarks: a filled triangle is a comment;
bottom left, where a figure comes from: a stroke is typed, an arrow is imported, = is computed, a circle is carried from last year.
Type: failing is bold, explained is underlined with dots, unread is italic with a wavy line, computed is italic, disputed is underlined with
dashes. An expected cell without a figure has a dashed frame.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.gui.grid.drawing.colours import GridColours
from ecdesk.gui.grid.model import Face, GridModel

SIDE = 8
"""Room at a cell's left and right, in pixels."""
MARK = 5
"""Further room that a left-aligned text leaves for the marks in the corners."""
TOO_NARROW = "###"
QUIET = frozenset(frozenset(states) for states in ((), ("published",), ("typed",), ("imported",)))
"""States of a figure of which its type says nothing, and only a mark where it comes from."""
CORNERS = frozenset(("failing", "explained", "unread", "disputed", "comment"))
"""States that have a mark in an upper corner."""
ORIGINS = {
    "typed": (1.3, ((0.0, 0.0, 4.0, -4.0),)),
    "imported": (1.2, ((2.0, -5.0, 2.0, 0.0), (0.0, -2.0, 2.0, 0.0), (4.0, -2.0, 2.0, 0.0))),
    "computed": (1.2, ((0.0, -3.0, 5.0, -3.0), (0.0, -0.5, 5.0, -0.5))),
}
"""Where a figure comes from: the width and the lines of the mark, from the lower left corner."""
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

    def wanted_width(self, face: Face, fraction: int) -> float:
        """What a cell needs, with its figure on the column's decimal point."""
        if face.fraction < 0:
            return self.width(face.text) + 2 * SIDE + MARK
        whole = self.width(face.whole, True)
        tail = self.width(face.text, True) - whole
        return whole + max(tail, self.fraction_width(fraction)) + 2 * SIDE


def _styled(font: QFont, bold: bool = False, italic: bool = False) -> QFont:
    result = QFont(font)
    result.setBold(bold)
    result.setItalic(italic)
    return result


class GridPainter:
    """Draws cells; knows nothing of selection but the blocks it is given."""

    def __init__(self, model: GridModel) -> None:
        self.model = model

    def draw_cells(
        self,
        painter: QPainter,
        rows: list[tuple[int, int, int]],
        columns: list[tuple[int, int, int]],
        fonts: GridFonts,
        colours: GridColours,
        below: int = 0,
    ) -> None:
        """Draw the cells of (number, position, size) rows and columns over what is there already.

        below: the room at the foot of each row that is left for something else.
        """
        model = self.model
        face_of = model.face
        exhibit = model.exhibit
        draw_text = painter.drawText
        figure_width = fonts.figure_width
        plain, ink = fonts.plain, colours.ink
        painter.setFont(plain)
        painter.setPen(ink)
        fraction_widths = {column: fonts.fraction_width(model.fractions[column]) for column, _x, _w in columns}
        origins = OriginMarks()
        for row, top, height in rows:
            line = exhibit.rows[model.printed_row(row)]
            if not line.at:
                left = columns[0][1] if columns else 0
                right = columns[-1][1] + columns[-1][2] if columns else 0
                painter.fillRect(QRect(left, top, right - left, height - 1), colours.barred)
                continue
            base = top + (height - below + fonts.baseline) / 2
            bottom = top + height - below - 1
            for column, left, width in columns:
                face = face_of(row, column)
                text = face.text
                states = face.states
                if face.fraction >= 0 and states in QUIET:
                    # The common case, kept short: a figure with nothing to say of it but where it comes from.
                    if states:
                        origins.add(states, left, bottom)
                    whole = figure_width(face.whole)
                    x = left + width - SIDE - fraction_widths[column] - whole
                    if x >= left + 2 and (text == face.whole or x + figure_width(text) <= left + width - 2):
                        draw_text(QPointF(x, base), text)
                        continue
                    self._draw_squeezed(painter, face, left, width, base, fonts)
                elif text or states or face.cell.key is None:
                    # A decimal more than the column had so far moves its point; the next drawing has it.
                    rect = QRect(left, top, width, height - (below if face.cell.key is not None else 0))
                    self._draw_marked(painter, face, rect, base, model.fractions[column], fonts, colours)
                    origins.add(states, left, bottom)
                    painter.setFont(plain)
                    painter.setPen(ink)
        origins.draw(painter, colours)

    def _draw_squeezed(
        self, painter: QPainter, face: Face, left: int, width: int, base: float, fonts: GridFonts, bold: bool = False
    ) -> None:
        """A figure off the decimal point rather than cut; where even that is too narrow, signs that say so, never some of its digits."""
        text = face.text
        needed = fonts.width(text, bold)
        if needed > width - 4:
            text = TOO_NARROW
            needed = fonts.width(text, bold)
        painter.drawText(QPointF(max(left + 2.0, left + width - 2 - needed), base), text)

    def _draw_marked(
        self, painter: QPainter, face: Face, rect: QRect, base: float, fraction: int, fonts: GridFonts, colours: GridColours
    ) -> None:
        cell, states, text = face.cell, face.states, face.text
        if cell.key is None:
            painter.fillRect(rect.adjusted(0, 0, -1, -1), colours.barred)
            return
        left, width = rect.left(), rect.width()
        bold = "failing" in states
        painter.setFont(fonts.bold if bold else fonts.italic if "computed" in states or "unread" in states else fonts.plain)
        painter.setPen(self._ink(states, colours))
        start = float(left + SIDE + MARK)
        drawn = text
        if face.fraction >= 0:
            whole = fonts.width(face.whole, bold)
            start = left + width - SIDE - fonts.fraction_width(fraction) - whole
            end = start + fonts.width(text, bold)
            if start >= left + 2 and end <= left + width - 2:
                painter.drawText(QPointF(start, base), text)
            else:
                self._draw_squeezed(painter, face, left, width, base, fonts, bold)
                start = max(left + 2.0, left + width - 2 - fonts.width(text, bold))
        elif isinstance(cell.content, Unparsed):
            one_line = text.replace("\n", "⏎").replace("\t", " ")
            drawn = fonts.metrics.elidedText(one_line, Qt.TextElideMode.ElideRight, width - 2 * SIDE - MARK)
            painter.drawText(QPointF(start, base), drawn)
        elif text:
            start = left + width - SIDE - fonts.fraction_width(fraction) - fonts.width(text)
            painter.drawText(QPointF(start, base), text)
        line_end = min(start + fonts.width(drawn, bold), float(left + width - 2))
        if "unread" in states:
            _wavy(painter, start, line_end, base + 3, colours.unread)
        elif "disputed" in states and text:
            _underline(painter, start, line_end, base + 2.5, colours.disputed, Qt.PenStyle.DashLine)
        elif "explained" in states and text:
            _underline(painter, start, line_end, base + 2.5, colours.query, Qt.PenStyle.DotLine)
        if "missing" in states:
            painter.setPen(QPen(colours.missing, 1, Qt.PenStyle.DashLine))
            painter.drawRect(rect.adjusted(3, 3, -5, -5))
        if not states.isdisjoint(CORNERS):
            draw_corners(painter, rect, states, fonts, colours)

    @staticmethod
    def _ink(states: frozenset[str], colours: GridColours) -> QColor:
        if "failing" in states:
            return colours.error
        if "unread" in states:
            return colours.unread
        if "disputed" in states:
            return colours.disputed
        if "computed" in states:
            return colours.computed
        if "carried" in states:
            return colours.muted
        return colours.ink


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


def draw_corners(painter: QPainter, rect: QRect, states: frozenset[str], fonts: GridFonts, colours: GridColours) -> None:
    """The marks in a cell's upper corners; see the top of this file."""
    x, y = rect.left() + 1.0, rect.top() + 1.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if "failing" in states or "explained" in states:
        corner = QPolygonF([QPointF(x, y), QPointF(x + 7, y), QPointF(x, y + 7)])
        if "failing" in states:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.error)
        else:
            painter.setPen(QPen(colours.query, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner.translate(0.5, 0.5)
        painter.drawPolygon(corner)
        x += 8
    painter.setFont(fonts.mark)
    for state, sign, colour in (("unread", "?", colours.unread), ("disputed", "≠", colours.disputed)):
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
