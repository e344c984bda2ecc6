"""Keys and mouse for the window under Wine: Linux's tools do it, and whoever started this process runs them, asked by a line of its output."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from tests.scenarios.fingers import wait_until
from tests.scenarios.x_fingers import XFingers

LONGEST = 120.0
"""Seconds for one act: Wine may have to start a program for it."""


class AskedFingers(XFingers):
    """Each act is a line {"tool": …, "arguments": […], "text": …, "answer": …} to standard output; the answer, {"code": …, "said": …}, comes as
    the file that it names. The program under test goes on meanwhile: a thread that waits at standard input would stop Windows from loading libraries.
    """

    def __init__(self, answers: Path) -> None:
        """answers: a folder."""
        super().__init__()
        answers.mkdir(exist_ok=True)
        self._answers = (answers / f"{number}.json" for number in itertools.count(1))

    def ask(self, tool: str, *arguments: str, text: str = "") -> str:
        """Let a tool do something; what it prints. Raises RuntimeError for one that fails or gives no answer."""
        answer = next(self._answers)
        print(json.dumps({"tool": tool, "arguments": arguments, "text": text, "answer": str(answer)}), flush=True)
        if not wait_until(answer.exists, LONGEST):
            raise RuntimeError(f"{tool} {arguments}: no answer")
        done = json.loads(answer.read_text(encoding="utf-8"))
        answer.unlink()
        if done["code"]:
            raise RuntimeError(f"{tool} {arguments}: {done['said']}")
        self.settle()
        return str(done["said"])

    def _run(self, *arguments: str, tool: str = "xdotool") -> str:
        return self.ask(tool, *arguments)

    @staticmethod
    def _at(point: QPoint) -> tuple[str, str]:
        """X counts dots, Qt what a screen of 150 % makes of them."""
        ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        return str(round(point.x() * ratio)), str(round(point.y() * ratio))

    def come_forward(self) -> None:
        """Give Wine's screen the keyboard."""
        self._run("search", "--name", "Wine desktop", "windowfocus")

    def copy_elsewhere(self, text: str) -> None:
        self.ask("xclip", "-in", "-selection", "clipboard", text=text)
