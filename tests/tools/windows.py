"""The program on Windows' own interface: a Windows Python under Wine is made, and the rounds of tests/windows are run in it. ``python3 dev.py
windows [ROUND …]``: by default all but the whole test-suite, which ``all-tests`` runs, and ``build`` and ``bundle``, which make and try what is handed out; ``short`` stands for
what continuous integration runs, and a change of storage, sessions, files or the window's start needs: verbs, the window's first minute, and the tests
of those rooms. ``make`` only makes it, and sees that it runs."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

from tests.tools.running import fail, say
from tests.windows.bundle import build, bundle
from tests.windows.environment import NotMade, Windows, made
from tests.windows.rounds import ROUNDS as WITH_PYTHON
from tests.windows.rounds import Rounds, Try, table

ROUNDS = WITH_PYTHON | {"build": build, "bundle": bundle}
SHORT = (("verbs", "minute"), ("tests",))
"""Rounds one after another, beside each other: most of their time is that of one processor."""
USUAL = ("verbs", "sameness", "minute", "window", "tests")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py windows", description=__doc__)
    parser.add_argument("rounds", nargs="*", metavar="ROUND", help=f"make alone, short alone, or some of {', '.join(ROUNDS)}")
    parser.add_argument("--within", type=float, metavar="SECONDS", help="what is not over by then is told, and not wrong")
    options = parser.parse_args(arguments)
    rows = {("short",): SHORT, ("make",): ()}.get(tuple(options.rounds), (tuple(options.rounds or USUAL),))
    unknown = [name for row in rows for name in row if name not in ROUNDS]
    if unknown:
        return fail(f"No such round: {', '.join(unknown)}. There are: make alone, short alone, {', '.join(ROUNDS)}.")
    began = time.perf_counter()
    try:
        windows = made()
        say(f"The Windows Python is in {windows.folder} ({time.perf_counter() - began:.0f} s).")
        with windows.running(1.0) if len(rows) != 1 else nullcontext(), windows.given(options.within):
            tries = beside_each_other(windows, rows)
    except NotMade as why:
        return fail(str(why))
    wrong = sum(bool(one.ended) for one in tries)
    say(f"{len(tries)} tries, {wrong} went wrong, {(time.perf_counter() - began) / 60:.1f} min.")
    if windows.stopped:
        say(f"{'=' * 72}\nNOT EVERYTHING WAS TRIED ON WINDOWS: there were {options.within:.0f} s for it.\n{'=' * 72}")
    return 1 if wrong else 0


def beside_each_other(windows: Windows, rows: Sequence[Sequence[str]]) -> list[Try]:
    """Carry out rows of rounds; each try is told as soon as it is over. One that is at work when Wine is stopped does not count."""

    def carried_out(row: Sequence[str]) -> list[Try]:
        rounds, tries = Rounds(windows), list[Try]()
        for name in row:
            say(f"-- {name}")
            for one in ROUNDS[name](rounds):
                if windows.stopped:
                    return tries
                tries.append(one)
                say(table([one]))
        return tries

    with ThreadPoolExecutor(max(len(rows), 1)) as hands:
        return [one for row in hands.map(carried_out, rows) for one in row]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
