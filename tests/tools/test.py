"""Everything that continuous integration runs: the checks beside every test; arguments go to pytest. With ``--windows`` a Windows Python is made
meanwhile, and the short form of `tests.tools.windows` follows."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from tempfile import TemporaryFile

from tests.tools.running import call, module, say

ON_EVERY_PROCESSOR = ("--numprocesses", "auto", "--dist", "loadfile")
"""A file at a time, for the fixtures of a module; `--numprocesses 0` among the arguments takes it back."""
WITH_WINDOWS = "--windows"
ALL = 13 * 60
"""Seconds after which nothing more is tried on Windows: continuous integration ends what takes too long, and would lose what the tests said."""
LEAST = 90
"""Seconds without which it is not begun there."""
LAST_OF_MAKING = 180
"""Seconds that the making of Windows is waited for when the tests are over."""

Over = Callable[[float | None], int]
"""Waits for the end of a tool, so many seconds at the most, and says what it said; its exit code, or 1."""


@contextmanager
def meanwhile(name: str, *arguments: str) -> Iterator[Over]:
    """A tool at work beside the rest."""
    with TemporaryFile() as said:
        tool = subprocess.Popen([str(part) for part in module(name, *arguments)], stdout=said, stderr=subprocess.STDOUT)

        def over(within: float | None) -> int:
            try:
                code = tool.wait(within)
            except subprocess.TimeoutExpired:
                code = 1
            said.seek(0)
            say(said.read().decode("utf-8", "replace"))
            return code

        try:
            yield over
        finally:
            tool.kill()
            tool.wait()


def main(arguments: list[str]) -> int:
    """The types keep one processor busy for a minute, in which the tests have the others; what the checks say comes at the end."""
    until = time.monotonic() + ALL
    rest = [one for one in arguments if one != WITH_WINDOWS]
    windows = meanwhile("tests.tools.windows", "make") if WITH_WINDOWS in arguments else nullcontext(None)
    with meanwhile("tests.tools.checks") as checked, windows as made:
        say("-- pytest")
        code = call(module("pytest", *ON_EVERY_PROCESSOR, *rest))
        failed = checked(None) or code
        return failed if failed or made is None else on_windows(made, until)


def on_windows(made: Over, until: float) -> int:
    """The short form there. A Windows that cannot be had is no fault of the program: whoever changes it could not put right that a registry does not
    answer, or that a machine has no Debian, so that is said aloud and fails nothing. What goes wrong on a Windows that is there does."""
    if made(LAST_OF_MAKING):
        return untried("it could not be made here; why is said above")
    left = until - time.monotonic()
    if left < LEAST:
        return untried(f"the tests left {left:.0f} s for it")
    return call(module("tests.tools.windows", "short", "--within", f"{left:.0f}"))


def untried(why: str) -> int:
    say(f"{'=' * 72}\nWINDOWS WAS NOT TRIED: {why}.\n`python3 dev.py windows short` tries it where it can be had.\n{'=' * 72}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
