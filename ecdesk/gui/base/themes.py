"""Light, dark and high contrast: palettes and state colours as data, ``resources/themes/*.toml`` and ``desk.qss``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ecdesk.domain.resources import resource, toml_data
from ecdesk.gui.base.pauses import next_turn

THEME_NAMES = ("light", "dark", "contrast")


@dataclass(frozen=True)
class Theme:
    """A look. palette: Qt's palette roles; colours: what the program paints itself. Printed charts look the same, whatever it is."""

    name: str
    title: str
    dark: bool
    palette: Mapping[str, str]
    disabled: Mapping[str, str]
    colours: Mapping[str, str]

    def code(self, name: str) -> str:
        """A colour as #rrggbb, by its name among the colours or the palette's roles; KeyError for an unknown name."""
        return self.colours[name] if name in self.colours else self.palette[name]

    def colour(self, name: str) -> QColor:
        return QColor(self.code(name))


@lru_cache(maxsize=8)
def theme(name: str) -> Theme:
    """A theme by name; KeyError for one that is not there."""
    if name not in THEME_NAMES:
        raise KeyError(name)
    data = toml_data("themes", f"{name}.toml")
    return Theme(name, data["title"], data["dark"], data["palette"], data["disabled"], data["colours"])


_current = "light"


def current() -> Theme:
    """The theme that the window has now; a widget asks again when it gets a PaletteChange event."""
    return theme(_current)


def apply(application: QApplication, name: str) -> None:
    """Give the whole program a theme; light when there is none of that name."""
    _choose(name)
    # Both of what follows go through every widget there is.
    if application.styleSheet() != style_sheet(current()):
        _undress(application)
        _dress(application)


def change(application: QApplication, name: str) -> None:
    """Give the windows that are there another theme, or the same one again for another font, in three turns of the event loop: two go through every
    widget, and only the third lets them be drawn."""
    settle()
    _choose(name)
    windows = [one for one in application.topLevelWidgets() if one.isVisible() and one.updatesEnabled()]
    for window in windows:
        window.setUpdatesEnabled(False)
    _undress(application)

    def draw() -> None:
        for window in windows:
            if isValid(window):
                window.setUpdatesEnabled(True)

    def go_on() -> None:
        if _left:
            _left.pop(0)()
            next_turn(application, go_on)

    _left.extend((partial(_dress, application), draw))
    next_turn(application, go_on)


_left: list[Callable[[], None]] = []
"""What a change that is under way has yet to do, in its order."""


def settle() -> None:
    """Bring a change that is under way to its end at once: a font that is set between sheets does not reach every widget."""
    while _left:
        _left.pop(0)()


def _choose(name: str) -> None:
    global _current
    _current = name if name in THEME_NAMES else "light"


def _undress(application: QApplication) -> None:
    """Without this between two style sheets Qt would dress the widgets in no order, each again with everything that it stands in, which takes five times
    as long."""
    application.setStyleSheet("")
    application.setPalette(palette(current()))


def _dress(application: QApplication) -> None:
    sheet = style_sheet(current())
    if application.styleSheet() != sheet:
        application.setStyleSheet(sheet)


def palette(chosen: Theme) -> QPalette:
    result = QPalette()
    for role, code in chosen.palette.items():
        result.setColor(QPalette.ColorRole[role], QColor(code))
    for role, code in chosen.disabled.items():
        result.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], QColor(code))
    return result


def style_sheet(chosen: Theme) -> str:
    """``desk.qss`` with the theme's colours; KeyError for a name that the theme does not have."""
    template = resource("themes", "desk.qss").read_text(encoding="utf-8")
    # The comment at its head speaks of @names, too.
    template = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
    template = template.replace("@icons", resource("icons").as_posix()).replace(
        "@check", "check-on-light" if chosen.dark else "check-on-dark"
    )
    return re.sub(r"@(\w+)", lambda match: chosen.code(match[1]), template)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A mixture of two colours: share of the other one, 0 to 1."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )


@lru_cache(maxsize=512)
def contrast(one: str, other: str) -> float:
    """How well two colours (#rrggbb) stand out from each other, from 1 to 21; the contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(code: str) -> float:
    colour = QColor(code)
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
