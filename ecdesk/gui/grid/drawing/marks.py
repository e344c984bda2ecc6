"""The marks that say what state a cell is in.

Corner marks, so that no state is told by colour alone:
top left, where spreadsheet programs warn: a filled triangle fails or is to be checked, a small one is only involved where another cell is most
likely wrong, an open one is explained, ≠ is disputed, ? is unread,
≈ is derived with a last digit that its operands leave open;
top right, where they show remarks: a filled triangle is a comment;
bottom left, where a figure comes from: a stroke is typed, an arrow is imported, = is computed, a circle is carried from last year, a cross is
without a source.
Type: failing is bold, what is only to be checked or involved is not, explained is underlined with dots, unread is italic with a wavy line, computed is italic, disputed is underlined with
dashes. An expected cell without a figure has a dashed frame.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from ecdesk.gui.grid.drawing.colours import GridColours

QUIET = frozenset(frozenset(states) for states in ((), ("published",), ("published", "unsourced"), ("typed",), ("imported",)))
"""States of a figure of which its type says nothing, and only a mark where it comes from."""
CORNERS = frozenset(("failing", "queried", "explained", "unread", "disputed", "comment", "undecided"))
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
    filled = colours.error if "failing" in states else colours.query if "queried" in states else None
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
