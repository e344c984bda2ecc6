"""How much is looked through for rubbish at a time."""

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
    """How many objects each pass over all of them had before it, while it is done a little at a time."""
    monkeypatch.undo()  # tests do without freezing
    passes: list[int] = []

    def count(phase: str, found: dict[str, int]) -> None:
        if phase == "start" and found["generation"] == 2:
            passes.append(len(gc.get_objects()))

    thresholds, callbacks = gc.get_threshold(), list(gc.callbacks)
    gc.collect()
    gc.freeze()
    gc.callbacks.append(count)
    garbage.collect_little()
    yield passes
    gc.callbacks[:] = callbacks
    gc.set_threshold(*thresholds)


def test_no_pass_goes_through_all_there_is(little: list[int]) -> None:
    kept: list[Any] = [[number] for number in range(OBJECTS)]
    assert len(little) > 2
    assert max(little) < OBJECTS / 3
    assert len(kept) == OBJECTS


def test_what_was_made_uncollected_is_not_looked_through_afterwards(little: list[int]) -> None:
    with garbage.uncollected():
        kept: list[Any] = [[number] for number in range(OBJECTS)]
        assert not little
    kept += [[number] for number in range(OBJECTS)]
    assert max(little) < OBJECTS / 3


def test_rubbish_that_lived_long_goes_when_nobody_waits(little: list[int]) -> None:
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
    garbage.collect_little()
    assert gc.callbacks == before
