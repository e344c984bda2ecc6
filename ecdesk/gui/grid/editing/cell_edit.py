"""The line in which a cell is typed, in the cell itself."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ecdesk.domain.texts import tr


class CellEdit(QLineEdit):
    """Typing that replaces a cell leaves it with any arrow; typing that changes it (F2) moves the caret. F2 goes from one to the other.

    committed: what was typed, and the key that ended it ("enter", "tab", "fill" or an arrow's name, "" when the focus went), with
    whether Shift was held.
    """

    committed = Signal(str, bool)
    cancelled = Signal()

    _ARROWS: Mapping[int, str] = {
        Qt.Key.Key_Up: "up",
        Qt.Key.Key_Down: "down",
        Qt.Key.Key_Left: "left",
        Qt.Key.Key_Right: "right",
        Qt.Key.Key_PageUp: "page_up",
        Qt.Key.Key_PageDown: "page_down",
    }

    _ENDS: Mapping[int, str] = {
        Qt.Key.Key_Return: "enter",
        Qt.Key.Key_Enter: "enter",
        Qt.Key.Key_Tab: "tab",
        Qt.Key.Key_Backtab: "tab",
    }

    _OWN_KEYS = frozenset((*_ENDS, Qt.Key.Key_Escape, Qt.Key.Key_F2, *_ARROWS))

    def __init__(self, text: str, replacing: bool, font: QFont, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.replacing = replacing
        self.leaving = False
        self.setObjectName("cellEdit")
        self.setFont(font)
        self.setFrame(False)
        self.setAccessibleName(tr("单元格"))
        self.setStyleSheet("QLineEdit#cellEdit { border: 0; border-radius: 0; padding: 0 4px; }")
        self.setCursorPosition(len(text))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                # It would go to the next widget before keyPressEvent saw it.
                self.keyPressEvent(event)
                return True
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in self._OWN_KEYS:
                # Whatever the window has them for, here they end or change the typing. The rest (Ctrl+S, Ctrl+F) is the window's.
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in self._ENDS:
            ended = self._ENDS[key]
            self._leave("fill" if control and ended == "enter" else ended, shift or key == Qt.Key.Key_Backtab)
        elif key == Qt.Key.Key_Escape:
            self.leaving = True
            self.cancelled.emit()
        elif key == Qt.Key.Key_F2:
            self.replacing = not self.replacing
        elif key in self._ARROWS and not (shift or control) and (self.replacing or self._ARROWS[key].startswith("page")):
            self._leave(self._ARROWS[key], False)
        else:
            super().keyPressEvent(event)

    def _leave(self, how: str, shift: bool) -> None:
        if not self.leaving:
            self.leaving = True
            self.committed.emit(how, shift)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._leave("", False)
