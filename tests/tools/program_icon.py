"""The program's icon as Windows wants it, made from the vector that the window uses: ``python -m tests.tools.program_icon FILE``."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap

from ecdesk.gui.base import icons, themes

SIZES = (16, 24, 32, 48, 64, 256)
"""Of the pictures in the file, in pixels: those that Explorer, the taskbar and its settings ask for."""


def tile(size: int) -> QPixmap:
    """A white book on a tile of the accent colour."""
    drawn = QPixmap(size, size)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(themes.theme("light").code("accent")))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.18, size * 0.18)
    room = round(size * 0.68)
    painter.drawPixmap((size - room) // 2, (size - room) // 2, icons.pixmap("book", "Base", room))
    painter.end()
    return drawn


def as_png(picture: QPixmap) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


def icon_file(sizes: tuple[int, ...] = SIZES) -> bytes:
    """An ICO file: a directory of six bytes and sixteen for each picture, then the pictures as PNG (a side of 256 is written as 0)."""
    pictures = [as_png(tile(size)) for size in sizes]
    place = 6 + 16 * len(sizes)
    directory = struct.pack("<HHH", 0, 1, len(sizes))
    for size, picture in zip(sizes, pictures, strict=True):
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return directory + b"".join(pictures)


def main(target: str) -> None:
    _application = QGuiApplication.instance() or QGuiApplication(["icon", "-platform", "offscreen"])
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_bytes(icon_file())


if __name__ == "__main__":
    main(sys.argv[1])
