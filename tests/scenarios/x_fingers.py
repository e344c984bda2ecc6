"""Keys and mouse of an X server, by the tools that other programs are scripted with: xdotool and xclip."""

from __future__ import annotations

import itertools
import subprocess
import tempfile
import time

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.scenarios.fingers import Fingers

KEY_NAMES = {
    "PageUp": "Prior",
    "PageDown": "Next",
    "Space": "space",
    "Backspace": "BackSpace",
    "Equal": "equal",
    "Minus": "minus",
    "Period": "period",
}
MODIFIER_NAMES = {"Ctrl": "ctrl", "Shift": "shift", "Alt": "alt"}
LONGEST = 20
"""Seconds for one act of the tools."""


class XFingers(Fingers):
    """The program under test runs in this process and goes on while the tools do their work in theirs."""

    def __init__(self) -> None:
        self._clicked = 0.0

    def _run(self, *arguments: str, tool: str = "xdotool") -> str:
        """Let a tool do something while the program goes on; what it prints."""
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen([tool, *arguments], stdout=output, stderr=subprocess.STDOUT)
            until = time.monotonic() + LONGEST
            while process.poll() is None:
                QTest.qWait(2)
                if time.monotonic() > until:
                    process.kill()
            output.seek(0)
            said = output.read().decode()
        if process.returncode:
            raise RuntimeError(f"{tool} {arguments}: {said}")
        self.settle()
        return said

    @staticmethod
    def _at(point: QPoint) -> tuple[str, str]:
        return str(point.x()), str(point.y())

    def _held(self, modifiers: tuple[str, ...], *act: str) -> None:
        names = [MODIFIER_NAMES[modifier] for modifier in modifiers]
        down = [word for name in names for word in ("keydown", name)]
        up = [word for name in names for word in ("keyup", name)]
        self._run(*down, *act, *up)

    def focus(self, window: int) -> None:
        """Give a window the keyboard, as a window manager would."""
        self._run("windowfocus", "--sync", str(window))

    def _wait_apart(self) -> None:
        """Two clicks soon after each other would be a double one."""
        apart = QApplication.doubleClickInterval() / 1000 + 0.02
        while time.monotonic() < self._clicked + apart:
            QTest.qWait(10)

    def raise_window(self, window: int) -> None:
        self._run("windowraise", str(window))

    def windows(self, name: str) -> list[str]:
        """Numbers of the windows in sight with this in their titles."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name], capture_output=True, text=True, check=False
        )
        return found.stdout.split()

    def click(self, at: QPoint, *modifiers: str, right: bool = False, times: int = 1) -> None:
        self._wait_apart()
        self._run("mousemove", *self._at(at))
        self._held(modifiers, "click", "--repeat", str(times), "--delay", "30", "3" if right else "1")
        self._clicked = time.monotonic()

    def drag(self, start: QPoint, end: QPoint, *modifiers: str) -> None:
        self._wait_apart()
        self._run("mousemove", *self._at(start))
        between = (start + end) / 2
        self._held(modifiers, "mousedown", "1", "mousemove", *self._at(between), "mousemove", *self._at(end), "mouseup", "1")
        self._clicked = time.monotonic()

    def rest(self, at: QPoint) -> None:
        self._run("mousemove", *self._at(at - QPoint(3, 0)))
        self._run("mousemove", *self._at(at))

    def roll(self, at: QPoint, up: bool, *modifiers: str) -> None:
        self._run("mousemove", *self._at(at))
        self._held(modifiers, "click", "4" if up else "5")

    def key(self, name: str, *modifiers: str) -> None:
        known = KEY_NAMES.get(name, name.lower() if len(name) == 1 else name)
        self._run("key", "+".join([*(MODIFIER_NAMES[modifier] for modifier in modifiers), known]))

    def write(self, text: str) -> None:
        """Characters that the keyboard lacks are bound to a key while they are typed; each waits until the program has taken the one
        before, or it would read the new binding for the old key."""
        for plain, run in itertools.groupby(text, key=str.isascii):
            if plain:
                self._run("type", "--delay", "15", "--", "".join(run))
            else:
                for character in run:
                    self._run("type", "--delay", "120", "--", character)

    def copy_elsewhere(self, text: str) -> None:
        arguments = ["xclip", "-in", "-selection", "clipboard"]
        subprocess.run(arguments, input=text.encode(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.settle()

    def paste_elsewhere(self) -> str:
        return self._run("-out", "-selection", "clipboard", tool="xclip").replace("\r\n", "\n")

    def settle(self) -> None:
        QGuiApplication.sync()
        QTest.qWait(25)
        QGuiApplication.sync()
