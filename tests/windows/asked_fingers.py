"""Keys and mouse for the window under Wine: Linux's tools do it, and whoever started this process runs them, asked by a line of its output."""

from __future__ import annotations

import ctypes
import itertools
import json
import sys
from ctypes import wintypes
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.scenarios.fingers import wait_until
from tests.scenarios.x_fingers import XFingers

LONGEST = 120.0
"""Seconds for one act: Wine may have to start a program for it."""


def write_line(line: str) -> None:
    """By one call: print writes the line's end by itself, and what Qt complains of in another thread would come between them."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class _Key(ctypes.Structure):
    """KEYBDINPUT as part of an INPUT, which is as long as its longest kind."""

    _fields_ = (
        ("kind", wintypes.DWORD),
        ("nothing", wintypes.DWORD),
        ("key", wintypes.WORD),
        ("character", wintypes.WORD),
        ("flags", wintypes.DWORD),
        ("time", wintypes.DWORD),
        ("more", ctypes.c_void_p),
        ("rest", ctypes.c_ubyte * 8),
    )


def send_character(character: str) -> None:
    """A character of the first plane, pressed and let go."""
    keyboard, as_character, up = 1, 4, 2
    for flags in (as_character, as_character | up):
        pressed = _Key(keyboard, 0, 0, ord(character), flags)
        ctypes.windll.user32.SendInput(1, ctypes.byref(pressed), ctypes.sizeof(pressed))


MARK = "Pause"
"""Does nothing, and no other act presses it: what was pressed before it has been taken in when it is seen."""


class Mark(QObject):
    """Whether the key that does nothing has been pressed and let go, while this is entered."""

    passed = False

    def __enter__(self) -> Mark:
        QApplication.instance().installEventFilter(self)
        return self

    def __exit__(self, *raised: object) -> None:
        QApplication.instance().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Pause:
            self.passed = True
        return False


class AskedFingers(XFingers):
    """Each act is a line {"tool": …, "arguments": […], "text": …, "answer": …} to standard output; the answer, {"code": …, "said": …}, comes as
    the file that it names; the tool "beside" is another program of Windows. The program under test goes on meanwhile: a thread that waits at standard
    input would stop Windows from loading libraries.
    """

    def __init__(self, answers: Path) -> None:
        """answers: a folder."""
        super().__init__()
        answers.mkdir(exist_ok=True)
        self._answers = (answers / f"{number}.json" for number in itertools.count(1))

    def ask(self, tool: str, *arguments: str, text: str = "") -> str:
        """Let a tool do something; what it prints. Raises RuntimeError for one that fails or gives no answer."""
        answer = next(self._answers)
        write_line(json.dumps({"tool": tool, "arguments": arguments, "text": text, "answer": str(answer)}))
        if not wait_until(answer.exists, LONGEST):
            raise RuntimeError(f"{tool} {arguments}: no answer")
        done = json.loads(answer.read_text(encoding="utf-8"))
        answer.unlink()
        if done["code"]:
            raise RuntimeError(f"{tool} {arguments}: {done['said']}")
        self.settle()
        return str(done["said"])

    def _run(self, *arguments: str, tool: str = "xdotool") -> str:
        """Until the program has got what was done: only then is known where the next thing lies. A key that does nothing, pressed last, tells that it has.
        Not after a movement alone, for a key would take the tip away."""
        if tool != "xdotool" or arguments[:1] in (("search",), ("mousemove",)):
            return self.ask(tool, *arguments)
        with Mark() as mark:
            if arguments[:1] == ("type",):  # would type what stands behind it
                self.ask(tool, *arguments)
                arguments = ()
            said = self.ask(tool, *arguments, "key", MARK)
            if not wait_until(lambda: mark.passed, LONGEST):
                raise RuntimeError(f"{tool} {arguments}: the program did not get it")
        self.settle()
        return said

    @staticmethod
    def _at(point: QPoint) -> tuple[str, str]:
        """X counts dots, Qt what a screen of 150 % makes of them."""
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        return str(round(point.x() * ratio)), str(round(point.y() * ratio))

    def come_forward(self) -> None:
        """Give Wine's screen the keyboard."""
        self._run("search", "--name", "Wine desktop", "windowfocus")

    def write(self, text: str) -> None:
        """What no keyboard has goes in as input methods send it: Wine does not learn in time what a key has just been bound to."""
        for plain, run in itertools.groupby(text, key=str.isascii):
            if plain:
                super().write("".join(run))
            else:
                for character in run:
                    send_character(character)
                    self.settle()
                self._run()

    def copy_elsewhere(self, text: str) -> None:
        self.ask("xclip", "-in", "-selection", "clipboard", text=text)
