"""What the panels have in common: texts and colours that follow the language and the theme, keys, hints where there is nothing yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from ecdesk.domain.texts import Text, tr
from ecdesk.gui.base import icons, plain, themes

Shown = TypeVar("Shown", bound=QLabel)
Speaking = TypeVar("Speaking", bound=QWidget)
Pressed = Callable[..., object] | SignalInstance
"""What a button does."""

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


_WORDS: WeakKeyDictionary[QWidget, Sequence[tuple[str, Text]]] = WeakKeyDictionary()
"""Of a widget: what sets which of its texts."""


def worded(
    widget: Speaking, words: Text | None = None, *, tip: Text | None = None, name: Text | None = None, hint: Text | None = None
) -> Speaking:
    """A widget with its texts, which follow the language in whatever panel it stands. words: what it shows. name: what it is called for who hears the
    window. hint: what stands in an empty line."""
    told = (("setText", words), ("setToolTip", tip), ("setAccessibleName", name), ("setPlaceholderText", hint))
    _WORDS[widget] = [(setter, one) for setter, one in told if one is not None]
    _say_again(widget)
    return widget


def _say_again(widget: QWidget) -> None:
    for setter, words in _WORDS.get(widget, ()):
        getattr(widget, setter)(str(words))


class Pane(QWidget):
    """A panel. `retranslate` sets its texts, `restyle` what it paints in colours of the theme; both are called again on a change, the latter once for each
    theme and only when the panel is in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._restyled_for = themes.current().name

    @property
    def wanted_width(self) -> int:
        """Pixels in which it would show all that it lists in full, 0 where it does not matter."""
        return 0

    def retranslate(self) -> None:
        """Set every text that the panel shows and no widget says by itself (`worded`)."""

    def restyle(self) -> None:
        """Set every icon and colour that the panel chose itself."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_theme()
        name_by_tips(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for one in self.findChildren(QWidget):
                _say_again(one)
            self.retranslate()
            name_by_tips(self)
        elif event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._follow_theme()

    def _follow_theme(self) -> None:
        theme = themes.current().name
        if theme != self._restyled_for:
            self._restyled_for = theme
            self.restyle()


def name_by_tips(inside: QWidget) -> None:
    """Let what has no words of its own be called by its tip, or by what stands in an empty line, for who hears the window."""
    buttons = [(one, "" if one.text() else one.toolTip()) for one in inside.findChildren(QAbstractButton)]
    for one, words in (*buttons, *((line, line.placeholderText()) for line in inside.findChildren(QLineEdit))):
        if words and (not one.accessibleName() or one.property(_BY_TIP)):
            one.setAccessibleName(_TAGS.sub("", words))
            one.setProperty(_BY_TIP, True)


_BY_TIP = "namedByTip"
_TAGS = re.compile(r"<[^>]*>")


class KeyedPane(Pane):
    """A panel with keys of its own, good wherever the focus is in it; they go before the window's commands of the same keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: dict[str, Callable[[], None]] = {}

    def bind(self, keys: str, slot: Callable[[], None]) -> None:
        """What a key does in this panel."""
        self._keys[QKeySequence(keys).toString()] = slot

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _name(event) in self._keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        slot = self._keys.get(_name(event))
        if slot is None:
            super().keyPressEvent(event)
            return
        slot()
        event.accept()


def _name(event: QKeyEvent) -> str:
    return QKeySequence(event.keyCombination()).toString()


def typed_text(event: QKeyEvent) -> str:
    """What a key types; "" for a key that types nothing."""
    return event.text() if event.text().isprintable() and not event.modifiers() & _COMMANDS else ""


def is_typing(event: QEvent) -> bool:
    """Whether Qt asks if a key is for typing before it looks for a shortcut. Cells that are typed in without a line have to say so, as lines do:
    on Windows a character of a program or of a screen keyboard comes with no key, and Qt takes that for the beginning of any shortcut."""
    return event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and typed_text(event) != ""


class PaneTitle(Pane):
    """The title bar of a dock: its name, the panel's own buttons, and what hides it. The dock is dragged by it as by any other."""

    def __init__(self, dock: QDockWidget, buttons: Sequence[QToolButton] = ()) -> None:
        super().__init__(dock)
        self.setObjectName("paneTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = plain.Label(self)
        self.close_button = flat_button(self, "close", dock.close)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 4, 3)
        layout.setSpacing(2)
        layout.addWidget(self.label, 1)
        for button in (*buttons, self.close_button):
            layout.addWidget(button)
        dock.windowTitleChanged.connect(self.label.setText)
        self.label.setText(dock.windowTitle())
        self.retranslate()

    def retranslate(self) -> None:
        self.close_button.setToolTip(tr("隐藏这个面板，可从“视图”菜单再打开"))

    def restyle(self) -> None:
        restyle_button(self.close_button)


def hint_label(parent: QWidget) -> plain.Label:
    """What stands in an empty panel."""
    return as_hint(plain.Label(parent))


def as_hint(label: Shown) -> Shown:
    """A label in the looks of a hint."""
    label.setProperty("role", "hint")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label


def push_button(parent: QWidget, pressed: Pressed, default: bool = False) -> QPushButton:
    """A button and what it does. default: Enter presses it."""
    button = QPushButton(parent, default=default)
    button.clicked.connect(pressed)
    return button


def flat_button(parent: QWidget, icon: str, pressed: Pressed | None = None) -> QToolButton:
    """A small button of a panel and what it does; its icon is given again by `restyle_button` when the theme changes."""
    button = QToolButton(parent, autoRaise=True)
    button.setProperty("flat", True)
    button.setProperty("iconName", icon)
    button.setIcon(icons.icon(icon))
    if pressed is not None:
        button.clicked.connect(pressed)
    return button


def restyle_button(button: QToolButton) -> None:
    button.setIcon(icons.icon(button.property("iconName")))
