"""The window's font: the system's Chinese font where it has one, else the one that comes with the program; in English a Latin one before it, for
in Chinese fonts “quotes” are as wide as a character."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from ecdesk.domain.files.fonts import chinese_font
from ecdesk.domain.texts import ENGLISH, language

SYSTEM_FONTS = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")
LATIN_FONTS = ("Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans")


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
    """The font of the window in points, for the language that it speaks. Its digits are tabular in every family that is named here."""
    latin = [name for name in LATIN_FONTS if QFontDatabase.hasFamily(name)][:1] if language() == ENGLISH else []
    font = QFont([*latin, family()], size)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    return font
