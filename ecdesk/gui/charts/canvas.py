"""A chart drawn on the worker from a snapshot of its table, shown in the middle of a widget: the printed page scaled to the room that there is, or
its figures laid out anew so that they can be read there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QWidget

from ecdesk.domain.book.tables import Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.gui.base import plain, themes
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.charts import Drawing, Ground

PAUSE = 120
"""Milliseconds without a further edit after which the chart is drawn."""
PIXELS_PER_INCH = 96
LARGEST_SCALE = 2.0
"""How much larger than in print a chart is shown."""
_NEAR = 4.0
"""Pixels around a bar or a dot at which it is still meant."""

CellPlace = tuple[int, int]


@dataclass(frozen=True)
class Drawn:
    """A chart as pixels, for an exhibit and a state of the pane. image: None where there is nothing to draw, and why is said. spots: where
    the figures of cells (row, column of the table) are, in device-independent pixels from the upper left. dropped: figures without
    labels. scale: of the printed size."""

    request: int
    image: QImage | None
    words: str = ""
    spots: tuple[tuple[CellPlace, QRectF], ...] = ()
    dropped: tuple[str, ...] = ()
    scale: float = 1.0


def draw_job(request: int, table: Table, room: QSize, ratio: float, scale: float = 0.0) -> Job[Drawn]:
    """Draw a table's chart as it is printed, in the room of some device-independent pixels; ratio: device pixels for each of them. scale: of
    the printed size, 0 for what fits."""
    yield Progress(0, 0, text("正在画图…"))
    from ecdesk.charts import drawing_of

    try:
        drawing = drawing_of(table)
    except UserError as error:
        return Drawn(request, None, str(error))
    width, height = (float(inches) * PIXELS_PER_INCH for inches in drawing.figure.get_size_inches())
    return _as_pixels(request, drawing, ratio, scale or min(LARGEST_SCALE, room.width() / width, room.height() / height))


def screen_job(request: int, table: Table, room: QSize, ratio: float, ground: Ground | None) -> Job[Drawn]:
    """Draw the figures of a table's chart in the room, to be read there. ground: instead of paper, None for that."""
    yield Progress(0, 0, text("正在画图…"))
    from ecdesk.charts import drawing_for_screen

    points = room.width() * 72 / PIXELS_PER_INCH, room.height() * 72 / PIXELS_PER_INCH
    try:
        drawing, scale = drawing_for_screen(table, points, ground)
    except UserError as error:
        return Drawn(request, None, str(error))
    return _as_pixels(request, drawing, ratio, min(LARGEST_SCALE, scale))


def _as_pixels(request: int, drawing: Drawing, ratio: float, scale: float) -> Drawn:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = drawing.figure
    height = float(figure.get_size_inches()[1]) * PIXELS_PER_INCH
    figure.set_dpi(PIXELS_PER_INCH * ratio * scale)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = canvas.buffer_rgba()
    # A copy, because the canvas and its memory go with this function.
    image = QImage(pixels, pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    point = PIXELS_PER_INCH / 72 * scale
    spots = tuple(
        (place, QRectF(box.left * point, height * scale - box.top * point, box.width * point, box.height * point))
        for place, box in drawing.spots
    )
    return Drawn(request, image, "", spots, drawing.dropped, scale)


class ChartCanvas(QWidget):
    """Shows the last picture, at its own size, in the middle. Its figures can be pointed at."""

    picked = Signal(object)
    """The cell (row, column of the table) of the figure that was clicked."""
    opened = Signal()
    """A double click: a larger picture is wanted."""
    copied = Signal()
    """The picture is wanted on the clipboard."""
    menu_wanted = Signal(QPoint)
    dragged = Signal()
    """The picture is being pulled out of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawn: Drawn | None = None
        self.marked: CellPlace | None = None
        self._tips: Callable[[CellPlace], str] | None = None
        self._pressed: QPoint | None = None
        self.setMinimumSize(QSize(160, 90))
        self.setMouseTracking(True)

    def point_at(self, tips: Callable[[CellPlace], str]) -> None:
        """Let figures be pointed at, picked and copied. tips: what is said of a cell."""
        self._tips = tips
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def image(self) -> QImage | None:
        return self.drawn.image if self.drawn is not None else None

    def show_drawing(self, drawn: Drawn | None) -> None:
        self.drawn = drawn
        self.update()

    def mark(self, place: CellPlace | None) -> None:
        """Put a frame around the figure of a cell."""
        if place != self.marked:
            self.marked = place
            self.update()

    # -- where

    def _corner(self) -> QPointF:
        """The upper left corner of the picture."""
        assert self.image is not None
        size = self.image.deviceIndependentSize()
        return QPointF(max(0.0, (self.width() - size.width()) / 2), max(0.0, (self.height() - size.height()) / 2))

    def place_at(self, position: QPointF) -> CellPlace | None:
        """The cell whose figure is at a position of the widget, or next to it."""
        if self.drawn is None or self.image is None:
            return None
        at = position - self._corner()
        around = [(place, box) for place, box in self.drawn.spots if box.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(at)]
        # Of several the smallest: a dot before the bar under it.
        return min(around, key=lambda one: one[1].width() * one[1].height())[0] if around else None

    def centre_of(self, place: CellPlace) -> QPoint | None:
        """Where the figure of a cell is, on the widget."""
        boxes = [box for spot, box in self.drawn.spots if spot == place] if self.drawn is not None and self.image else []
        return (self._corner() + boxes[0].center()).toPoint() if boxes else None

    # -- what the mouse and the keys do

    def event(self, event: QEvent) -> bool:
        copying = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if copying and self._tips is not None and event.matches(QKeySequence.StandardKey.Copy):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._tips is not None and event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif self._tips is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.image is not None:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position()) if self._tips is not None else None
        self.setToolTip(plain.tip(self._tips(place)) if place is not None and self._tips is not None else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if place is not None else Qt.CursorShape.ArrowCursor)
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = (event.position().toPoint() - self._pressed).manhattanLength()
            if moved >= QApplication.startDragDistance():
                self._pressed = None
                self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            place = self.place_at(event.position())
            if place is not None:
                self.picked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.image is not None:
            self._pressed = None
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.image is not None:
            self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        if self.image is not None and self.drawn is not None:
            corner = self._corner()
            size = self.image.deviceIndependentSize()
            scale = min(1.0, self.width() / size.width(), self.height() / size.height())
            if scale < 0.99:  # drawn for a larger pane; the next picture fits
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRectF(corner.x(), corner.y(), size.width() * scale, size.height() * scale), self.image)
            else:
                painter.drawImage(corner, self.image)
                self._paint_mark(painter, corner)
        painter.end()

    def _paint_mark(self, painter: QPainter, corner: QPointF) -> None:
        assert self.drawn is not None
        for place, box in self.drawn.spots:
            if place == self.marked:
                painter.setPen(QPen(themes.current().colour("accent"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.translated(corner), 2, 2)  # any wider, it would strike the label
