"""Whoever wants to be told of something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

What = TypeVar("What")


class Listeners(Generic[What]):
    """Listeners in the order in which they came; one that goes while others are told is not told any more."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[What], None]] = []

    def add(self, listener: Callable[[What], None]) -> Callable[[], None]:
        """Tell it from now on; returns what ends that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def tell(self, what: What) -> None:
        for listener in tuple(self._listeners):
            listener(what)
