"""Garbage collection, which stops all threads: never over all objects of the program while somebody waits."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

PASSES = 5
"""After so many collections of the younger generations, of some thousand objects each, comes one of what these left."""


def freeze_survivors() -> None:
    """From now on what a collection of the oldest generation found alive is frozen until `collect_all`, so that it takes as long as there are new
    objects and not as long as there are any: over a book's objects that is half a second, again and again."""
    if _freeze_after not in gc.callbacks:
        gc.set_threshold(*gc.get_threshold()[:2], PASSES)
        gc.callbacks.append(_freeze_after)


def _freeze_after(phase: str, found: dict[str, int]) -> None:
    if phase == "stop" and found["generation"] == len(gc.get_count()) - 1:
        gc.freeze()


def collect_all() -> None:
    """Collect everything once, when nobody waits for the program."""
    gc.unfreeze()
    gc.collect()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without garbage collection meanwhile: over millions of new objects, none of them garbage, it takes longer than making them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if _freeze_after in gc.callbacks:
                gc.freeze()  # else the next collection goes through all of them
            gc.enable()
