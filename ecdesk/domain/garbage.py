"""Looking for rubbish, which stops all threads: never among all objects of the program at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

PASSES = 5
"""After so many passes over the younger objects, of some thousand each, comes one over what these left."""


def collect_little() -> None:
    """From now on what was found alive is not looked through again until `collect_all`, so that a pass takes as long as there is new and not as long
    as there is anything: among a book's objects that is half a second, again and again."""
    if _leave_alone not in gc.callbacks:
        gc.set_threshold(*gc.get_threshold()[:2], PASSES)
        gc.callbacks.append(_leave_alone)


def _leave_alone(phase: str, found: dict[str, int]) -> None:
    if phase == "stop" and found["generation"] == len(gc.get_count()) - 1:
        gc.freeze()


def collect_all() -> None:
    """Look through everything once, when nobody waits for the program."""
    gc.unfreeze()
    gc.collect()


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no rubbish meanwhile: among millions of new objects, none of them rubbish, that takes longer than making them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if _leave_alone in gc.callbacks:
                gc.freeze()  # else the first pass afterwards goes through all of them
            gc.enable()
