"""The icon of the program's file on Windows."""

from __future__ import annotations

import struct

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.tools.program_icon import SIZES, icon_file


def test_every_size_is_a_picture_of_its_own(qtbot: QtBot) -> None:
    content = icon_file()
    assert struct.unpack_from("<HHH", content) == (0, 1, len(SIZES))
    for number, size in enumerate(SIZES):
        *_look, length, place = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        picture = QImage.fromData(content[place : place + length], "PNG")
        assert (picture.width(), picture.height()) == (size, size)
        corner, middle = picture.pixelColor(0, 0), picture.pixelColor(size // 2, size // 2)
        assert corner.alpha() < 255 and middle.alpha() == 255
