"""Whether the work that this thread is doing was asked to stop: what takes long in one piece looks here now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


@contextmanager
def stoppable(asked: Callable[[], bool]) -> Iterator[None]:
    """While this lasts, `stop_asked` answers what asked answers, on this thread."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def stop_asked() -> bool:
    asked = _asked.get()
    return asked is not None and asked()
