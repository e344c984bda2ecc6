"""The program on Windows' own interface: a Windows Python under Wine is made, and the rounds of tests/windows are run in it. ``python3 dev.py
windows [ROUND …]``: by default all but the whole test-suite, which ``all-tests`` runs, and ``bundle``, which needs one in dist/; ``short`` stands for
what a change of storage, sessions, files or the window's start needs: verbs, the window's first minute, and the tests of those rooms."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from tests.tools.running import fail, say
from tests.windows.bundle import bundle
from tests.windows.environment import NotMade, made
from tests.windows.rounds import ROUNDS as WITH_PYTHON
from tests.windows.rounds import Rounds, Try, table

ROUNDS = WITH_PYTHON | {"bundle": bundle}
SHORT = ("verbs", "minute", "tests")
USUAL = ("verbs", "sameness", "minute", "window", "tests")


def main(names: Sequence[str]) -> int:
    rounds_named = [one for name in names or USUAL for one in (SHORT if name == "short" else (name,))]
    unknown = [name for name in rounds_named if name not in ROUNDS]
    if unknown:
        return fail(f"No such round: {', '.join(unknown)}. There are: short, {', '.join(ROUNDS)}.")
    began = time.perf_counter()
    tries: list[Try] = []
    try:
        windows = made()
        say(f"The Windows Python is in {windows.folder} ({time.perf_counter() - began:.0f} s).")
        rounds = Rounds(windows)
        for name in rounds_named:
            say(f"-- {name}")
            for one in ROUNDS[name](rounds):
                tries.append(one)
                say(table([one]))
    except NotMade as why:
        return fail(str(why))
    wrong = sum(bool(one.ended) for one in tries)
    say(f"{len(tries)} tries, {wrong} went wrong, {(time.perf_counter() - began) / 60:.1f} min.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
