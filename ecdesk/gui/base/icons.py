"""One family of icons, drawn as vectors in ``resources/icons`` and coloured by the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ecdesk.domain.resources import resource
from ecdesk.gui.base import themes

SIZE = 16
LEAST_CONTRAST = 3.0
"""Of a graphical object with what it stands on; WCAG 2.2, 1.4.11."""


def icon(name: str, colour: str = "WindowText") -> QIcon:
    """An icon in a colour of the present theme; ask again after the theme has changed."""
    theme = themes.current()
    disabled = theme.disabled.get(colour, theme.disabled["WindowText"])
    drawn, behind = theme.code(colour), theme.palette["Highlight"]
    selected = drawn if themes.contrast(drawn, behind) >= LEAST_CONTRAST else theme.palette["HighlightedText"]
    return _icon(name, drawn, disabled, selected, _ratio())


def pixmap(name: str, colour: str = "WindowText", size: int = SIZE) -> QPixmap:
    """The same as a picture of so many device-independent pixels."""
    return _draw(name, themes.current().code(colour), size, _ratio())


def _ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return max(1.0, screen.devicePixelRatio()) if screen else 1.0


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, selected: str, ratio: float) -> QIcon:
    result = QIcon()
    normal = _draw(name, colour, SIZE, ratio)
    result.addPixmap(normal, QIcon.Mode.Normal)
    result.addPixmap(_draw(name, disabled, SIZE, ratio), QIcon.Mode.Disabled)
    result.addPixmap(normal if selected == colour else _draw(name, selected, SIZE, ratio), QIcon.Mode.Selected)
    return result


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
