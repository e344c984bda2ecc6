"""Whether the work that this thread is doing was asked to stop: what takes long in one piece looks here now and then, what waits for something
else is called."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Stop:
    """Asks one piece of work to stop, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._called: list[Callable[[], object]] = []

    def set(self) -> None:
        with self._lock:
            self._asked = True
            called = tuple(self._called)
        for call in called:
            call()

    def is_set(self) -> bool:
        return self._asked

    __call__ = is_set

    @contextmanager
    def calls(self, call: Callable[[], object]) -> Iterator[None]:
        """While this lasts, call is called where stopping is asked for, on the thread that asks; at once where it was before."""
        with self._lock:
            asked = self._asked
            self._called.append(call)
        try:
            if asked:
                call()
            yield
        finally:
            with self._lock:
                self._called.remove(call)


_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


@contextmanager
def stoppable(asked: Callable[[], bool]) -> Iterator[None]:
    """While this lasts, `stop_asked` answers what asked answers, on this thread; a `Stop` also ends what `stopped_by` waits for."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def stop_asked() -> bool:
    asked = _asked.get()
    return asked is not None and asked()


@contextmanager
def stopped_by(call: Callable[[], object]) -> Iterator[None]:
    """While this lasts, call ends what this thread waits for, when its work is asked to stop. It is called on another thread."""
    asked = _asked.get()
    if not isinstance(asked, Stop):
        yield
        return
    with asked.calls(call):
        yield
