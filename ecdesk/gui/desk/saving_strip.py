"""A strip across the window that says what is wrong with saving and has the buttons that put it right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ecdesk.gui.base.panes import Pane


class SavingStrip(Pane):
    """Words and, after them, buttons. Hidden until somebody has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = QFrame(self)
        self._frame.setProperty("role", "strip")
        self.words = QLabel(self._frame)
        self.words.setWordWrap(True)
        inner = QHBoxLayout(self._frame)
        inner.setContentsMargins(8, 6, 8, 6)
        inner.setSpacing(8)
        inner.addWidget(self.words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)
        self._buttons = inner
        self.hide()

    def add_button(self, slot: Callable[[], None] | SignalInstance) -> QPushButton:
        """A button behind the others; its text is set by `retranslate`."""
        button = QPushButton(self._frame)
        button.clicked.connect(slot)
        self._buttons.addWidget(button)
        return button
