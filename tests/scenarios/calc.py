"""Copies a table to LibreOffice Calc and back by the clipboard of an X server: ``python -m tests.scenarios.calc``.

Both programs run on one server without a screen and are driven by keys alone. Every figure must come back with all its digits.
Needs Xvfb, xdotool, xclip and LibreOffice. The exit code is 0 when the table is the same as before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.scenarios.xvfb import x_server

if TYPE_CHECKING:
    from tests.scenarios.user import User
    from tests.scenarios.x_fingers import XFingers

STARTING = 60.0
"""Seconds that Calc has to show its window."""
REACTION = 1500
"""Milliseconds that Calc is given to take a key in; it says nothing when it has."""

FIGURES = ["123456789.0120", "0.10", "3.14159265358", "-0.000050"]
"""Typed into the empty row, for digits that a binary number would lose or that General would not show."""


@contextmanager
def calc(fingers: XFingers) -> Iterator[str]:
    """An empty sheet; its window's number."""
    from tests.scenarios.fingers import wait_until

    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            ["soffice", "--calc", "--norestore", "--nologo", f"-env:UserInstallation={Path(profile).as_uri()}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            found: list[str] = []

            def shown() -> bool:
                found[:] = fingers.windows("LibreOffice Calc")
                return bool(found)

            if not wait_until(shown, STARTING):
                raise RuntimeError("Calc did not start")
            yield found[-1]
        finally:
            subprocess.run(["pkill", "-TERM", "-P", str(office.pid)], check=False)
            office.terminate()
            office.wait()


def bring_forward(fingers: XFingers, window: int) -> None:
    """What a window manager does when a window is chosen."""
    fingers.raise_window(window)
    fingers.focus(window)


def texts(user: User) -> list[list[str]]:
    model = user.editor.view.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def there_and_back(user: User, fingers: XFingers, window: int) -> int:
    """Copy the table to Calc, clear it, copy it back; the number of cells that are not as they were."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tests.scenarios.fingers import wait_until

    user.act("click 4,0")
    for figure in FIGURES:
        user.act(f"write {figure}")
        user.act("keys Tab")
    before = texts(user)
    with calc(fingers) as sheet:
        bring_forward(fingers, window)
        user.act("keys Ctrl+A Ctrl+C")
        fingers.focus(int(sheet))
        QTest.qWait(REACTION)
        fingers.key("V", "Ctrl")
        QTest.qWait(REACTION)
        # Were it HTML, it would ask for the language of the numbers, in a window of its own.
        for dialog in fingers.windows("Import Options"):
            fingers.focus(int(dialog))
            fingers.key("Return")
            QTest.qWait(REACTION)
        fingers.focus(int(sheet))
        for key, modifiers in (("Home", ("Ctrl",)), ("End", ("Ctrl", "Shift")), ("C", ("Ctrl",))):
            fingers.key(key, *modifiers)
            QTest.qWait(REACTION // 3)
        if not wait_until(lambda: not QApplication.clipboard().ownsClipboard(), 10):
            raise RuntimeError("Calc copied nothing")
        bring_forward(fingers, window)
        user.act("keys Ctrl+A Delete")
        assert not any(any(row) for row in texts(user)), "the table was not cleared"
        user.act("click 0,0")
        user.act("keys Ctrl+V")
        wait_until(lambda: texts(user) == before, 5)
    print("said:", user.said[-1] if user.said else "")
    wrong = 0
    for row, (was, now) in enumerate(zip(before, texts(user), strict=True)):
        for column, (one, other) in enumerate(zip(was, now, strict=True)):
            if one != other:
                wrong += 1
                print(f"row {row} column {column}: {one!r} came back as {other!r}")
    print(f"{sum(len(row) for row in before) - wrong} of {sum(len(row) for row in before)} cells came back as they were")
    return wrong


def main() -> int:
    missing = [name for name in ("Xvfb", "xdotool", "xclip", "soffice") if shutil.which(name) is None]
    if missing:
        print("not installed: " + ", ".join(missing), file=sys.stderr)
        return 2
    from ecdesk.gui.shell.app import make_application
    from tests.scenarios.stage import small_book_in_window
    from tests.scenarios.user import User
    from tests.scenarios.x_fingers import XFingers

    os.environ["QT_QPA_PLATFORM"] = "xcb"
    with x_server() as display, tempfile.TemporaryDirectory() as folder:
        os.environ["DISPLAY"], os.environ["ECDESK_HOME"] = display, folder
        with small_book_in_window(make_application(), Path(folder)) as window:
            fingers = XFingers()
            fingers.focus(int(window.winId()))
            return 1 if there_and_back(User(window, fingers), fingers, int(window.winId())) else 0


if __name__ == "__main__":
    sys.exit(main())
