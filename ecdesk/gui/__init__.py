"""The window: the only package that imports PySide6."""

from __future__ import annotations

import sys


def _keep_singletons_alive() -> None:
    """Make None, True and the like immortal on Python 3.11, as Python 3.12 has them.

    PySide 6.12 is built for interpreters where these are never counted: many of its calls (``setText``, ``processEvents``, ``translate``)
    give back one reference more than they took. On 3.11 the count of None then reaches zero after some thousand calls, and the interpreter
    stops with "deallocating None".
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    import ctypes

    for singleton in (None, True, False, Ellipsis, NotImplemented):
        # The count is the first field of every object of CPython 3.11.
        ctypes.c_ssize_t.from_address(id(singleton)).value += 1 << 40


_keep_singletons_alive()
