"""What a file may cost whoever opens it: a child reads it, under limits of the system that only end what has gone far beyond."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.attack.children import CRASHED, Ended, Work, fork

if sys.platform != "win32":
    import resource

SECONDS = 2.0
"""Of processor, of one file."""
BYTES = 300 << 20
"""Of memory, of one file."""
_HARD_SECONDS = 5
_HARD_BYTES = 6 << 30


def limited(work: Work, errors: Path) -> Ended:
    """Do work in a child that is ended when it takes far more than it may."""

    def bounded(say: object) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (_HARD_SECONDS, _HARD_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_HARD_BYTES, _HARD_BYTES))
        work(say)  # type: ignore[arg-type]

    return fork(bounded, errors).end(within=60)


def largest_before(errors: Path) -> int:
    """What a child holds that does nothing, in bytes."""
    return limited(lambda _say: None, errors).largest


def faults_of_cost(ended: Ended, before: int) -> list[str]:
    """What a child needed that it may not. before: what it held at its start, in bytes."""
    faults = []
    if ended.seconds > SECONDS:
        faults.append(f"{ended.seconds:.1f} s of processor")
    if ended.largest - before > BYTES:
        faults.append(f"{(ended.largest - before) >> 20} MB")
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
