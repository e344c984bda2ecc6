"""Keys and mouse. Two pairs of hands: Qt's own events, where there is no display, and those of an X server."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class Fingers(ABC):
    """What a hand can do. Points are on the screen; modifiers are "Ctrl", "Shift" and "Alt"."""

    @abstractmethod
    def click(self, at: QPoint, *modifiers: str, right: bool = False, times: int = 1) -> None: ...

    @abstractmethod
    def drag(self, start: QPoint, end: QPoint, *modifiers: str) -> None:
        """Press, move by way of a point between, let go."""

    @abstractmethod
    def rest(self, at: QPoint) -> None:
        """Move there and stay."""

    @abstractmethod
    def roll(self, at: QPoint, up: bool, *modifiers: str) -> None:
        """One notch of the wheel."""

    @abstractmethod
    def key(self, name: str, *modifiers: str) -> None: ...

    @abstractmethod
    def write(self, text: str) -> None: ...

    @abstractmethod
    def copy_elsewhere(self, text: str) -> None:
        """Another program puts a text on the clipboard."""

    @abstractmethod
    def paste_elsewhere(self) -> str:
        """What another program gets as text from the clipboard."""

    @abstractmethod
    def settle(self) -> None:
        """Wait until the program has taken in what was done."""


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Let the program go on until something is true; whether it became so."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        QTest.qWait(10)
    return True


class QtFingers(Fingers):
    """Events at the door where the platform hands them to Qt: shortcuts, menus, focus and tips work as on a screen."""

    def _window(self, at: QPoint | None = None) -> QWindow:
        popup = QApplication.activePopupWidget()
        widget = popup or (QApplication.widgetAt(at) if at is not None else None)
        window = widget.window().windowHandle() if widget is not None else QGuiApplication.focusWindow()
        assert window is not None
        return window

    @staticmethod
    def _state(modifiers: tuple[str, ...]) -> Qt.KeyboardModifier:
        state = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            state |= MODIFIERS[modifier]
        return state

    def click(self, at: QPoint, *modifiers: str, right: bool = False, times: int = 1) -> None:
        window = self._window(at)
        button = Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton
        act = QTest.mouseDClick if times == 2 else QTest.mouseClick
        act(window, button, self._state(modifiers), window.mapFromGlobal(at))
        self.settle()

    def drag(self, start: QPoint, end: QPoint, *modifiers: str) -> None:
        window, left, state = self._window(start), Qt.MouseButton.LeftButton, self._state(modifiers)
        QTest.mouseMove(window, window.mapFromGlobal(start))
        QTest.mousePress(window, left, state, window.mapFromGlobal(start))
        QTest.mouseMove(window, window.mapFromGlobal((start + end) / 2))
        QTest.mouseMove(window, window.mapFromGlobal(end))
        QTest.mouseRelease(window, left, state, window.mapFromGlobal(end))
        self.settle()

    def rest(self, at: QPoint) -> None:
        window = self._window(at)
        QTest.mouseMove(window, window.mapFromGlobal(at) - QPoint(3, 0))
        QTest.mouseMove(window, window.mapFromGlobal(at))

    def roll(self, at: QPoint, up: bool, *modifiers: str) -> None:
        window = self._window(at)
        place, turn = window.mapFromGlobal(at), QPoint(0, 120 if up else -120)
        state, phase = self._state(modifiers), Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, at, QPoint(), turn, Qt.MouseButton.NoButton, state, phase, False)
        QApplication.sendEvent(window, event)
        self.settle()

    def key(self, name: str, *modifiers: str) -> None:
        QTest.keyClick(self._window(), getattr(Qt.Key, f"Key_{name}"), self._state(modifiers))
        self.settle()

    def write(self, text: str) -> None:
        for character in text:
            if character.isascii():
                QTest.keyClick(self._window(), character)  # type: ignore[call-overload]  # the stubs know it of widgets only
            else:
                # What is not on a keyboard comes from an input method.
                event = QInputMethodEvent()
                event.setCommitString(character)
                focus = QGuiApplication.focusObject()
                assert focus is not None
                QApplication.sendEvent(focus, event)
        self.settle()

    def copy_elsewhere(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.settle()

    def paste_elsewhere(self) -> str:
        return QApplication.clipboard().text().replace("\r\n", "\n")

    def settle(self) -> None:
        QApplication.processEvents()
        if QGuiApplication.focusWindow() is None and QApplication.activePopupWidget() is None:
            # After a menu a screen gives the window its keyboard back; where there is none it has to be asked.
            for widget in QApplication.topLevelWidgets():
                if isinstance(widget, QMainWindow) and widget.isVisible():
                    widget.activateWindow()
            QApplication.processEvents()
