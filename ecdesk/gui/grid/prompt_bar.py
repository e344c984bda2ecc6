"""A bar that asks for one line of text, where other programs open a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.grid.strips import flat_button


class PromptBar(QWidget):
    """Enter hands the words on, Esc goes back; a verb that refuses them keeps the bar open. closed: the bar goes."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._took: Callable[[str], bool] | None = None
        self.title = QLabel(self)
        self.words = QLineEdit(self)
        self.words.setObjectName(name + "Words")
        self.words.setClearButtonEnabled(True)
        close = flat_button(self, name + "Close", "×", tr("关闭（Esc）"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.addWidget(self.title)
        layout.addWidget(self.words, 1)
        layout.addWidget(close)
        close.clicked.connect(self.close_bar)
        self.hide()

    def ask(self, title: str, words: str, hint: str, took: Callable[[str], bool]) -> None:
        """Show the bar. took: is given what was typed, and says whether that was all."""
        self._took = took
        self.title.setText(title)
        self.words.setPlaceholderText(hint)
        self.words.setAccessibleName(title)
        self.words.setText(words)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def close_bar(self) -> None:
        self._took = None
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._took is not None and self._took(self.words.text()):
                self.close_bar()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
