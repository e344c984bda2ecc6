"""What Qt would read as HTML, a key or a place-holder, of everything that is shown now; and who opens a file."""

from __future__ import annotations

import ctypes
import os
import re
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStatusBar,
    QTabBar,
    QTextEdit,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from ecdesk.gui.base.plain import MarkedLabel

MARK = '<b>{place}</b><img src="{url}"><a href="{url}">R&D</a>&lt;[*]'
"""What stands in every text. place: which text it is."""
PLACE = re.compile("<\u2060?b>([a-z]+[.][a-z_]+|who)<")

LINKS = ("key", "take", "keep", "place", "text", "comment", "reply", "theirs", "ours", "unfold", "")
"""Schemes of the program's own links; a number alone is one of a list."""
MOST_ROWS = 40
TIPS = [role for role in Qt.ItemDataRole if "ToolTip" in role.name or "WhatsThis" in role.name or "StatusTip" in role.name]
ROLES = [
    int(role) for role in (*TIPS, *(role for role in Qt.ItemDataRole if role.name.startswith(("Display", "Edit", "Accessible"))))
] + [int(Qt.ItemDataRole.UserRole) + more for more in range(3)]


class Spy:
    """Looks at all that is there. faults: what Qt would take for more than a text; places: whose marks were seen; counts: of what."""

    def __init__(self) -> None:
        self.faults: dict[str, None] = {}
        self.places: set[str] = set()
        self.tips: set[str] = set()
        self.counts = dict.fromkeys(("looks", "widgets", "labels", "cells", "tips", "texts", "actions", "documents"), 0)

    def look(self, where: str, root: QWidget | None = None) -> None:
        """Look at everything in a widget; without one, at every widget that can be seen, at every label and every action."""
        self.counts["looks"] += 1
        for widget in QApplication.allWidgets() if root is None else [root, *root.findChildren(QWidget)]:
            self.counts["widgets"] += 1
            if not isValid(widget):  # the tooltip that another one took the place of
                continue
            if root is not None or widget.isVisible() or isinstance(widget, QLabel | QMenu):
                self._widget(where, widget)
        if root is None:
            for window in QApplication.topLevelWidgets():
                for action in window.findChildren(QAction):
                    self._action(where, action)

    def _fault(self, where: str, what: str, words: str) -> None:
        self.faults[f"{where}: {what}: {words[:90]}"] = None

    def _note(self, words: str) -> str:
        self.counts["texts"] += 1
        self.places |= set(PLACE.findall(words))
        return words

    def _tip(self, where: str, what: str, words: Any) -> None:
        """A tooltip or what's-this: it has no format, Qt guesses."""
        if not isinstance(words, str) or not words:
            return
        self.counts["tips"] += 1
        self._note(words)
        if QtText.mightBeRichText(words):
            self._fault(where, f"tip of {what}", words)
        if "\u2060" in words and words not in self.tips:
            self.tips.add(words)
            QToolTip.showText(QPoint(10, 10), words)
            QToolTip.hideText()

    def _key(self, where: str, what: str, words: str) -> None:
        """A text in which & marks a key."""
        self._note(words)
        if "R&D" in words:
            self._fault(where, f"key in {what}", words)

    def _action(self, where: str, action: QAction) -> None:
        self.counts["actions"] += 1
        self._key(where, f"action {action.objectName()}", action.text())
        for words in (action.toolTip(), action.whatsThis(), action.statusTip()):
            self._tip(where, f"action {action.text()[:20]}", words)

    def _widget(self, where: str, widget: QWidget) -> None:
        what = f"{type(widget).__name__} {widget.objectName()}".strip()
        for words in (widget.toolTip(), widget.whatsThis(), widget.statusTip()):
            self._tip(where, what, words)
        title = self._note(widget.windowTitle())
        if widget.isWindow() and re.search(r"(?<!\])\[\*\](?!\[)", title):
            self._fault(where, f"title of {what}", title)
        if isinstance(widget, QLabel):
            self._label(where, what, widget)
        elif isinstance(widget, QTextEdit):
            self._document(where, what, widget.document())
        elif isinstance(widget, QPlainTextEdit):
            self._note(widget.toPlainText())
        elif isinstance(widget, QLineEdit):
            self._note(widget.text() + widget.placeholderText())
        elif isinstance(widget, QStatusBar):
            self._note(widget.currentMessage())
        elif isinstance(widget, QAbstractItemView | QComboBox):
            self._model(where, what, widget.model())
        elif isinstance(widget, QTabBar):
            for number in range(widget.count()):
                self._key(where, f"tab of {what}", widget.tabText(number))
                self._tip(where, f"tab of {what}", widget.tabToolTip(number))
        elif isinstance(widget, QAbstractButton):
            self._key(where, what, widget.text())
        elif isinstance(widget, QMenu | QGroupBox):
            self._key(where, what, widget.title())
        elif isinstance(widget, QDockWidget):
            self._key(where, what, widget.windowTitle())
        completer = getattr(widget, "completer", lambda: None)()
        if completer is not None:
            self._model(where, f"completer of {what}", completer.model())

    def _label(self, where: str, what: str, label: QLabel) -> None:
        self.counts["labels"] += 1
        words = label.text()
        match label.textFormat():
            case Qt.TextFormat.PlainText:
                self._note(words)
                if label.buddy() is not None:
                    self._key(where, what, words)
            case Qt.TextFormat.RichText if isinstance(label, MarkedLabel):
                document = QTextDocument()
                document.setHtml(words)
                self._document(where, what, document)
            case _ if label.metaObject().className() == "QTipLabel" or label.objectName().startswith("qt_"):
                self._tip(where, what, words)  # Qt's own: the tooltip itself, the picture of a box
            case _:
                self._fault(where, f"guessing {what} in {type(label.parent()).__name__}", words)

    def _document(self, where: str, what: str, document: QTextDocument) -> None:
        self.counts["documents"] += 1
        self._note(document.toPlainText())
        block = document.begin()
        while block.isValid():
            parts = block.begin()
            while not parts.atEnd():
                form = parts.fragment().charFormat()
                if form.isImageFormat() and not form.toImageFormat().name().startswith("picture:"):
                    self._fault(where, f"picture in {what}", form.toImageFormat().name())
                scheme = form.anchorHref().partition(":")[0]
                if form.anchorHref() and scheme not in LINKS and not scheme.isdecimal():
                    self._fault(where, f"link in {what}", form.anchorHref())
                parts += 1
            block = block.next()

    def _model(self, where: str, what: str, model: QAbstractItemModel | None) -> None:
        if model is None:
            return
        for orientation, count in ((Qt.Orientation.Horizontal, _columns(model)), (Qt.Orientation.Vertical, model.rowCount())):
            for section in range(min(count, MOST_ROWS)):
                for role in ROLES:
                    self._answer(where, f"heading of {what}", role, model.headerData(section, orientation, role))
        self._children(where, what, model, QModelIndex())

    def _children(self, where: str, what: str, model: QAbstractItemModel, parent: QModelIndex) -> None:
        for row in range(min(model.rowCount(parent), MOST_ROWS)):
            for column in range(min(_columns(model, parent), MOST_ROWS)):
                index = model.index(row, column, parent)
                self.counts["cells"] += 1
                for role in ROLES:
                    self._answer(where, f"cell of {what}", role, index.data(role))
                if not column:
                    self._children(where, what, model, index)

    def _answer(self, where: str, what: str, role: int, answer: Any) -> None:
        if role in TIPS:
            self._tip(where, what, answer)
        elif isinstance(answer, str):
            self._note(answer)


def _columns(model: QAbstractItemModel, parent: QModelIndex | None = None) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent or QModelIndex())


@contextmanager
def opened(path: Path) -> Iterator[list[str]]:
    """The list is filled, at the end, with an entry for each time that anybody opened the file; on Linux only, empty elsewhere."""
    found: list[str] = []
    if not sys.platform.startswith("linux"):
        yield found
        return
    library = ctypes.CDLL(None, use_errno=True)
    watch = library.inotify_init1(os.O_NONBLOCK)
    assert watch >= 0 and library.inotify_add_watch(watch, os.fsencode(path), 0x20) >= 0  # IN_OPEN
    try:
        yield found
        try:
            events = os.read(watch, 65536)
        except BlockingIOError:
            return
        while events:
            _watch, mask, _cookie, size = struct.unpack_from("iIII", events)
            found.append(f"{path.name} opened ({mask:#x})")
            events = events[16 + size :]
    finally:
        os.close(watch)
