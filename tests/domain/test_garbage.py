"""Over how many objects a garbage collection goes at a time."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from ecdesk.domain import garbage

OBJECTS = 200_000


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Over how many objects each collection of the oldest generation went while survivors are frozen."""
    monkeypatch.undo()  # tests do without freezing
    passes: list[int] = []

    def count(phase: str, found: dict[str, int]) -> None:
        if phase == "start" and found["generation"] == 2:
            passes.append(len(gc.get_objects()))

    thresholds, callbacks = gc.get_threshold(), list(gc.callbacks)
    gc.collect()
    gc.freeze()
    gc.callbacks.append(count)
    garbage.freeze_survivors()
    yield passes
    gc.callbacks[:] = callbacks
    gc.set_threshold(*thresholds)


def test_no_collection_goes_over_all_there_is(little: list[int]) -> None:
    kept: list[Any] = [[number] for number in range(OBJECTS)]
    assert len(little) > 2
    assert max(little) < OBJECTS / 3
    assert len(kept) == OBJECTS


def test_what_was_made_uncollected_is_in_no_collection_afterwards(little: list[int]) -> None:
    with garbage.uncollected():
        kept: list[Any] = [[number] for number in range(OBJECTS)]
        assert not little
    kept += [[number] for number in range(OBJECTS)]
    assert max(little) < OBJECTS / 3


def test_garbage_that_lived_long_goes_when_nobody_waits(little: list[int]) -> None:
    class Page:
        me: Page

    page = Page()
    page.me = page
    seen = weakref.ref(page)
    gc.collect()
    del page
    gc.collect()
    assert seen() is not None
    garbage.collect_all()
    assert seen() is None


def test_it_is_asked_for_once(little: list[int]) -> None:
    before = list(gc.callbacks)
    garbage.freeze_survivors()
    assert gc.callbacks == before
