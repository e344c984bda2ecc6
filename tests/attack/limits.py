"""What a file may cost whoever opens it: a child reads it, under limits of the system that only end what has gone far beyond."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.attack.children import CRASHED, Ended, Say, Work, fork

if sys.platform != "win32":
    import resource

SECONDS = 2.0
"""Of processor, of one file."""
BYTES = 300 << 20
"""Of memory, of one file."""
_HARD_SECONDS = 5
_HARD_BYTES = 6 << 30


def limited(work: Work, errors: Path) -> Ended:
    """Do work in a child that is ended when it takes far more than it may. The memory that it needed is counted from what it was born with."""

    def bounded(say: Say) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (_HARD_SECONDS, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (_HARD_BYTES, _HARD_BYTES))
        say(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))
        work(say)

    ended = fork(bounded, errors).end(within=60)
    born, *lines = ended.lines
    return replace(ended, lines=lines, largest=ended.largest - int(born))


def faults_of_cost(ended: Ended) -> list[str]:
    """What a child of `limited` needed that it may not."""
    faults = []
    if ended.seconds > SECONDS:
        faults.append(f"{ended.seconds:.1f} s of processor")
    if ended.largest > BYTES:
        faults.append(f"{ended.largest >> 20} MB")
    if ended.code == CRASHED:
        faults.append(f"a bug: {last_words(ended.errors)}")
    elif ended.code < 0:
        faults.append(f"ended by signal {-ended.code}")
    return faults


def last_words(printed: str) -> str:
    """What a traceback says, and the last place of the program in it."""
    lines = printed.strip().splitlines() or [""]
    said = next((line for line in reversed(lines) if line and not line.startswith(" ")), "")
    place = next((line.strip() for line in reversed(lines) if line.startswith('  File "') and "ecdesk" in line), "")
    return f"{said[:200]} at {place[-120:]}"
