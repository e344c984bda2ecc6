"""Answers for dialogs. Every dialog of the window is a function of `ecdesk.gui.desk.dialogs`, or goes through its `ask`; a test says beforehand
what it returns.

A dialog that nobody answered, and an answer that nobody asked for, fail the test. A dialog that goes around the module fails too.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
from collections import deque
from typing import Any

import pytest


class UnexpectedDialog(AssertionError):
    """A dialog opened that the test had not answered."""


class Dialogs:
    """Prepared answers by the name of the dialog's function, and what was asked."""

    def __init__(self) -> None:
        self._answers: dict[str, deque[Any]] = {}
        self._unexpected: list[str] = []
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def answer(self, name: str, *values: Any) -> None:
        """The next calls of ``dialogs.name(...)``, or of ``dialogs.ask`` with a dialog of that class, return these values, one each; an
        exception is raised instead, and a function is given the dialog and says the value."""
        self._answers.setdefault(name, deque()).extend(values)

    def called(self, name: str) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        """What a dialog was called with, each time."""
        return [(arguments, keywords) for asked, arguments, keywords in self.asked if asked == name]

    def take(self, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        self.asked.append((name, arguments, keywords))
        waiting = self._answers.get(name)
        if not waiting:
            words = f"{name}{arguments[1:]!r}"
            self._unexpected.append(words)
            raise UnexpectedDialog(words)
        value = waiting.popleft()
        if isinstance(value, BaseException):
            raise value
        return value

    def refuse(self, words: str) -> None:
        self._unexpected.append(words)
        raise UnexpectedDialog(words)

    def complaints(self) -> list[str]:
        unused = [f"never asked: {name}" for name, waiting in self._answers.items() if waiting]
        return [f"unexpected dialog: {words}" for words in self._unexpected] + unused

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the answers in place of every public function of the dialogs module, if there is one already."""
        if importlib.util.find_spec("ecdesk.gui.desk.dialogs") is None:
            return
        module = importlib.import_module("ecdesk.gui.desk.dialogs")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                monkeypatch.setattr(module, name, self._stand_in(name))

    def _stand_in(self, name: str) -> Any:
        def stand_in(*arguments: Any, **keywords: Any) -> Any:
            return self.take(name, arguments, keywords)

        def asked(dialog: Any) -> Any:
            """A dialog of a room goes by its class, and is made as it is for a user."""
            try:
                value = self.take(type(dialog).__name__, (dialog,), {})
                return value(dialog) if inspect.isfunction(value) or inspect.ismethod(value) else value
            finally:
                dialog.deleteLater()

        return asked if name == "ask" else stand_in


def unanswered_dialog_fails(answers: Dialogs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dialogs that would block for ever in a test fail it instead, however they are opened."""
    from PySide6.QtWidgets import QColorDialog, QDialog, QFileDialog, QFontDialog, QInputDialog, QMessageBox

    def refused(words: str) -> Any:
        return lambda *arguments, **keywords: answers.refuse(words)

    monkeypatch.setattr(QDialog, "exec", refused("QDialog.exec"))
    for kind, names in {
        QMessageBox: ("about", "aboutQt", "critical", "information", "question", "warning", "exec"),
        QFileDialog: ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
        QInputDialog: ("getText", "getItem", "getInt", "getDouble", "getMultiLineText"),
        QColorDialog: ("getColor",),
        QFontDialog: ("getFont",),
    }.items():
        for name in names:
            monkeypatch.setattr(kind, name, refused(f"{kind.__name__}.{name}"))
