"""A chart as pixels: drawn on the worker from a snapshot of its table, shown in the middle of a widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.tables import Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.program.progress import Job, Progress

PAUSE = 120
"""Milliseconds without a further edit after which the chart is drawn."""
PIXELS_PER_INCH = 96


@dataclass(frozen=True)
class Drawn:
    """A chart as pixels, for an exhibit and a state of the pane. image: None where there is nothing to draw, and why is said."""

    request: int
    image: QImage | None
    words: str = ""


def draw_job(request: int, table: Table, variant: str, width: int, height: int, ratio: float) -> Job[Drawn]:
    """Draw a table's chart in device-independent pixels; ratio: device pixels for each of them."""
    yield Progress(0, 0, text("正在画图…"))
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from ecdesk.charts.drawing import draw_chart

    try:
        inches = (width / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
        figure = draw_chart(table, variant, inches)
    except UserError as error:
        return Drawn(request, None, str(error))
    figure.set_dpi(PIXELS_PER_INCH * ratio)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = canvas.buffer_rgba()
    # A copy, because the canvas and its memory go with this function.
    image = QImage(pixels, pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return Drawn(request, image)


class ChartCanvas(QWidget):
    """Shows the last picture, at its own size, in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.setMinimumSize(QSize(160, 120))

    def show_image(self, image: QImage | None) -> None:
        self.image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        if self.image is not None:
            size = self.image.deviceIndependentSize()
            scale = min(1.0, self.width() / size.width(), self.height() / size.height())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1.0)
            painter.translate((self.width() - size.width() * scale) / 2, (self.height() - size.height() * scale) / 2)
            painter.scale(scale, scale)
            painter.drawImage(QPointF(0, 0), self.image)
        painter.end()
