"""Texts from outside are shown as they were typed, whatever stands in them.

Qt guesses whether a text is HTML wherever it may be either, in labels, tooltips and boxes, and then loads the pictures that it names, from
another computer too; in buttons, tabs and menus & marks a key, in window titles [*] a change. Whoever shows a text goes through this
module; tests/gui/test_plain_text.py holds it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, Qt, QTextDocument
from PySide6.QtWidgets import QInputDialog, QLabel, QMessageBox, QTextBrowser, QWidget

_JOINER = "\u2060"
"""Takes no room and is not drawn."""


def tip(words: str) -> str:
    """A text for tooltips and what's-this, which have no format of their own: behind what could begin a tag or stand for one there is a
    sign that is not seen, so that Qt takes the whole for plain. Any other text as it is."""
    if not Qt.mightBeRichText(words):
        return words
    return words.replace("<", f"<{_JOINER}").replace("&", f"&{_JOINER}")


def caption(words: str) -> str:
    """A text for buttons, boxes to be ticked, tabs and menus, in which no & marks a key."""
    return words.replace("&", "&&")


def title(words: str) -> str:
    """A text for the title of a window, in which no [*] stands for the mark of a change."""
    return words.replace("[*]", "[*][*]")


class Label(QLabel):
    """Shows texts as they are. wraps: in several lines where there is no room in one. role: its looks in the style sheet, such as muted."""

    def __init__(self, parent: QWidget | None = None, words: str = "", *, wraps: bool = False, role: str = "") -> None:
        super().__init__(parent, textFormat=Qt.TextFormat.PlainText, wordWrap=wraps)
        self.setText(words)
        if role:
            self.setProperty("role", role)


class MarkedLabel(QLabel):
    """Shows HTML that the program made; every text in it went through `html.escape`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, textFormat=Qt.TextFormat.RichText)


class Browser(QTextBrowser):
    """Shows HTML that the program made, in which every text went through `html.escape`. It fetches nothing and goes nowhere: whoever has it
    follows its links."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        # Where it is given nothing, Qt opens the file itself: it gets a picture of nothing, or an empty text.
        return QImage(1, 1, QImage.Format.Format_Alpha8) if kind == QTextDocument.ResourceType.ImageResource.value else b""


def message_box(parent: QWidget | None, words: str, details: str = "") -> QMessageBox:
    """A box that says something; its buttons are still to be added."""
    box = QMessageBox(parent, textFormat=Qt.TextFormat.PlainText)
    box.setText(words)
    box.setInformativeText(details)
    return box


def input_box(parent: QWidget | None, heading: str, label: str, proposed: str = "") -> QInputDialog:
    """A box that asks for a line of text."""
    box = QInputDialog(parent)
    box.setWindowTitle(title(heading))
    box.setLabelText(caption(label))  # it stands beside its field, so that & would mark a key
    box.setTextValue(proposed)
    for one in box.findChildren(QLabel):
        one.setTextFormat(Qt.TextFormat.PlainText)
    return box
