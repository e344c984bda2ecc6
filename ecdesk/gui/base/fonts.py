"""The window's font: the system's Chinese font where it has one, else the one that comes with the program."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from ecdesk.domain.files.fonts import chinese_font

SYSTEM_FONTS = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")


@lru_cache(maxsize=1)
def family() -> str:
    """Name of the font family; loads the program's own font when the system has none. Needs an application."""
    for name in SYSTEM_FONTS:
        if QFontDatabase.hasFamily(name):
            return name
    number = QFontDatabase.addApplicationFont(str(chinese_font()))
    found = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return found[0] if found else QFont().family()


def window_font(size: int) -> QFont:
    """The font of the window in points. Its digits are tabular in every family of `SYSTEM_FONTS`."""
    font = QFont(family(), size)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    return font
