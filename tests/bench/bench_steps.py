"""The real window, step by step, on both sample books and at ten times their size: how long a step holds it at a stretch."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from ecdesk.session.new_books.sample import SAMPLES
from tests.bench.harness import ROOT, Row

SIZES = {1: 100.0, 10: 250.0}
"""How many times the size of the sample book, and how many milliseconds a step may hold the window then."""


def rows() -> list[Row]:
    return [
        Row(f"{book}{f' × {times}' if times > 1 else ''}: {step}, held at a stretch", seconds * 1000, "", None, "ms", allowed)
        for book in SAMPLES
        for times, allowed in SIZES.items()
        for step, seconds in steps(book, times).items()
    ]


def steps(book: str, times: int) -> dict[str, float]:
    """In seconds of work of the window's thread, so that what else the machine does counts as little as it can."""
    command = [sys.executable, "-m", "tests.bench.steps", book, str(times)]
    # An installed program has its bytecode; a machine that is told to keep none would measure the compiler.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, float] = json.loads(done.stdout)
    return found
