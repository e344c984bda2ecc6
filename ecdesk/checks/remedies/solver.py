"""Solvers that say something of their own must not say it where the command line prints JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_solver() -> Iterator[None]:
    """Send what the process writes to standard output below Python nowhere: HiGHS prints a line now and then whatever it is told."""
    try:
        kept = os.dup(1)
    except OSError:  # a windowed program has no standard output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
