"""What a bench file uses: `Row`, and two ways to take a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


PEERS = ROOT / ".venv-bench"
"""Where `dev.py bench` puts what is only there to be compared with."""


@dataclass(frozen=True)
class Row:
    """One comparison. ours and peer: in `unit`; peer is None where the target is a limit in `unit` and not a ratio.

    target: how large ours/peer may be, or ours itself when there is no peer.
    """

    name: str
    ours: float
    peer_name: str
    peer: float | None
    unit: str
    target: float

    @property
    def measured(self) -> float:
        """What is compared with the target: the ratio, or the time itself."""
        return self.ours / self.peer if self.peer else self.ours

    @property
    def reached(self) -> bool:
        return self.measured <= self.target


def seconds(work: Callable[[], Any], times: int = 5) -> float:
    """The time of some work in this process, in seconds: the best of several after one call that warms it up.

    The best, because whatever else the machine does can only add to a time.
    """
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def process_seconds(*commands: Sequence[str], times: int = 5) -> list[float]:
    """The time of fresh Python processes from start to end, in seconds, one for each command line: the best of several each.

    They take turns, so that all of them meet the same machine. Raises CalledProcessError when one fails.
    """
    # An installed program has its bytecode; a machine that is told to keep none would measure the compiler.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    best = [float("inf")] * len(commands)
    for turn in range(times + 1):
        for number, arguments in enumerate(commands):
            began = time.perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, env=environment)
            if turn:  # the first one fills the caches of the disk
                best[number] = min(best[number], time.perf_counter() - began)
    return best


def peers(program: str, job: Any) -> dict[str, Any]:
    """What a program beside this file prints, run by the Python that has the peers; it reads the job. Empty, and said so, without them."""
    python = PEERS / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"  the peers of {program} are not installed; `dev.py bench` does that", file=sys.stderr, flush=True)
        return {}
    done = subprocess.run(
        [str(python), str(Path(__file__).with_name(program))], input=json.dumps(job), capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"  the peers of {program} do not run:\n{done.stderr[-500:]}", file=sys.stderr, flush=True)
        return {}
    found: dict[str, Any] = json.loads(done.stdout)
    return found
