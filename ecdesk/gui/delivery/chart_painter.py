"""A chart drawn by a painter: lines, areas and hatches as they are, and its texts as texts."""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.path import Path as DrawnPath
from matplotlib.transforms import Affine2D
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen

_CAPS = {"butt": Qt.PenCapStyle.FlatCap, "round": Qt.PenCapStyle.RoundCap, "projecting": Qt.PenCapStyle.SquareCap}
_JOINS = {"miter": Qt.PenJoinStyle.MiterJoin, "round": Qt.PenJoinStyle.RoundJoin, "bevel": Qt.PenJoinStyle.BevelJoin}
_TILE = 72.0
"""The side of the square that a hatch repeats, in points."""
FINE = 20
"""A font is asked for in so many parts of a point: sizes of fonts are whole numbers."""


def font_of(family: str, size: float) -> QFont:
    """A font whose sizes are `FINE` parts of a point."""
    font = QFont(family)
    font.setPixelSize(max(1, round(size * FINE)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(False)
    return font


def draw_words(painter: QPainter, left: float, baseline: float, words: str, font: QFont) -> None:
    """A line of text, its place in points."""
    painter.save()
    painter.scale(1 / FINE, 1 / FINE)
    painter.setFont(font)
    painter.drawText(QPointF(left * FINE, baseline * FINE), words)
    painter.restore()


class _ChartRenderer(RendererBase):
    """What matplotlib draws a figure with, on a painter whose unit is the point."""

    def __init__(self, painter: QPainter, size: tuple[float, float], family: str) -> None:
        super().__init__()
        self._painter = painter
        self._width, self._height = size
        self._family = family
        self._down = Affine2D().scale(1, -1).translate(0, self._height)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._width, self._height

    def flipy(self) -> bool:
        return True

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        painter = self._painter
        outline = _painter_path(path, transform + self._down)
        painter.save()
        self._clip(gc)
        painter.setOpacity(1.0 if gc.get_alpha() is None else gc.get_alpha())
        if rgbFace is not None:
            painter.fillPath(outline, QBrush(_colour(rgbFace)))
        hatch = gc.get_hatch_path() if gc.get_hatch() else None
        if hatch is not None:
            self._draw_hatch(gc, outline, hatch)
        if gc.get_linewidth() > 0:
            painter.strokePath(outline, _pen(gc))
        painter.restore()

    def _draw_hatch(self, gc: Any, outline: QPainterPath, hatch: Any) -> None:
        painter = self._painter
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        pen = QPen(_colour(gc.get_hatch_color()), gc.get_hatch_linewidth())
        box = outline.boundingRect()
        for across in range(int(box.left() // _TILE), int(box.right() // _TILE) + 1):
            for down in range(int(box.top() // _TILE), int(box.bottom() // _TILE) + 1):
                place = Affine2D().scale(_TILE).translate(across * _TILE, down * _TILE)
                tile = _painter_path(hatch, place)
                painter.fillPath(tile, QBrush(pen.color()))
                painter.strokePath(tile, pen)
        painter.restore()

    def _clip(self, gc: Any) -> None:
        box = gc.get_clip_rectangle()
        if box is not None:
            self._painter.setClipRect(QRectF(box.x0, self._height - box.y1, box.width, box.height))

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        painter = self._painter
        painter.save()
        painter.setPen(_colour(gc.get_rgb()))
        painter.translate(x, y)
        painter.rotate(-angle)
        draw_words(painter, 0.0, 0.0, s, font_of(self._family, prop.get_size_in_points()))
        painter.restore()


def _colour(colour: Any) -> QColor:
    return QColor.fromRgbF(*(float(part) for part in colour))


def _pen(gc: Any) -> QPen:
    width = gc.get_linewidth()
    pen = QPen(_colour(gc.get_rgb()), width)
    pen.setCapStyle(_CAPS[gc.get_capstyle()])
    pen.setJoinStyle(_JOINS[gc.get_joinstyle()])
    offset, dashes = gc.get_dashes()
    if dashes is not None:
        pen.setDashPattern([float(dash) / width for dash in dashes])
        pen.setDashOffset(float(offset or 0) / width)
    return pen


def _painter_path(path: Any, transform: Any) -> QPainterPath:
    drawn = QPainterPath()
    for points, code in path.iter_segments(transform, curves=True, simplify=False):
        pairs = [QPointF(float(points[at]), float(points[at + 1])) for at in range(0, len(points), 2)]
        if code == DrawnPath.MOVETO:
            drawn.moveTo(pairs[0])
        elif code == DrawnPath.LINETO:
            drawn.lineTo(pairs[0])
        elif code == DrawnPath.CURVE3:
            drawn.quadTo(pairs[0], pairs[1])
        elif code == DrawnPath.CURVE4:
            drawn.cubicTo(pairs[0], pairs[1], pairs[2])
        elif code == DrawnPath.CLOSEPOLY:
            drawn.closeSubpath()
    return drawn


def paint_chart(painter: QPainter, figure: Any, family: str) -> None:
    """A figure of `draw_chart` by a painter whose unit is the point, from its upper left corner on."""
    figure.set_dpi(72)
    width, height = figure.get_size_inches()
    figure.draw(_ChartRenderer(painter, (float(width) * 72, float(height) * 72), family))
