"""What the panels have in common: texts and colours that follow the language and the theme, hints where there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from ecdesk.gui import icons


class Pane(QWidget):
    """A panel. `retranslate` sets its texts, `restyle` what it paints in colours of the theme; both are called again on a change."""

    def retranslate(self) -> None:
        """Set every text that the panel shows."""

    def restyle(self) -> None:
        """Set every icon and colour that the panel chose itself."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.restyle()


def hint_label(parent: QWidget) -> QLabel:
    """What stands in an empty panel."""
    label = QLabel(parent)
    label.setProperty("role", "hint")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label


def flat_button(parent: QWidget, icon: str) -> QToolButton:
    """A small button of a panel; its icon is given again by `restyle_button` when the theme changes."""
    button = QToolButton(parent)
    button.setProperty("flat", True)
    button.setProperty("iconName", icon)
    button.setAutoRaise(True)
    button.setIcon(icons.icon(icon))
    return button


def restyle_button(button: QToolButton) -> None:
    button.setIcon(icons.icon(button.property("iconName")))
