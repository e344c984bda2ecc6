"""Carries out the published list of steps with real key and mouse events: ``python -m tests.scenarios.xvfb``.

Starts an X server without a screen (Xvfb), shows the window on it and drives it with xdotool and xclip, which must be installed
(Debian: ``xvfb xdotool xclip``). Prints every step that is not seen as it should be; the exit code is 0 when all are.
``--display :0`` uses a server that runs already.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCREEN = 1400, 1000
"""Dots across and down, at 96 to the inch."""


def screen(scale: float = 1.0) -> str:
    """Its size as X and Wine say it, with so many dots for each."""
    return "x".join(str(round(dots * scale)) for dots in SCREEN)


@contextmanager
def x_server(scale: float = 1.0) -> Iterator[str]:
    """A server of our own; its display. scale: dots of its screen for each that a usual one has."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{screen(scale)}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def carry_out_all() -> int:
    """Every step on the display of the environment; the number of steps that went wrong."""
    from ecdesk.gui.shell.app import make_application
    from tests.scenarios.stage import small_book_in_window
    from tests.scenarios.steps import read_steps
    from tests.scenarios.user import User
    from tests.scenarios.x_fingers import XFingers

    steps = read_steps()
    failed = 0
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ECDESK_HOME"] = folder
        with small_book_in_window(application, Path(folder)) as window:
            fingers = XFingers()
            fingers.focus(int(window.winId()))
            user = User(window, fingers)
            for step in steps:
                wrong = user.carry_out(step)
                failed += bool(wrong)
                for words in wrong:
                    print(words, flush=True)
    print(f"{len(steps) - failed} of {len(steps)} steps are seen as they should be", flush=True)
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.scenarios.xvfb", description=__doc__)
    parser.add_argument("--display", help="an X server that runs already")
    options = parser.parse_args()
    missing = [name for name in ("xdotool", "xclip", *(() if options.display else ("Xvfb",))) if shutil.which(name) is None]
    if missing:
        print("not installed: " + ", ".join(missing), file=sys.stderr)
        return 2
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    if options.display:
        os.environ["DISPLAY"] = options.display
        return 1 if carry_out_all() else 0
    with x_server() as display:
        os.environ["DISPLAY"] = display
        return 1 if carry_out_all() else 0


if __name__ == "__main__":
    sys.exit(main())
