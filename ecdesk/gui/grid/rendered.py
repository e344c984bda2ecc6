"""A cell as it is drawn: its text, cut where its decimal point stands, and the states that its marks tell."""

from __future__ import annotations

from collections.abc import Callable

from ecdesk.domain.book.tables import Cell
from ecdesk.domain.figures.amounts import Amount


class RenderedCell:
    """A cell ready to draw.

    whole: what stands before the decimal point. fraction: how many characters stand from there on, -1 for what is no figure. states:
    unread, missing, typed, imported, computed, published, carried, disputed, comment, failing, queried, noted, explained, involved; asked for when they
    are looked at, because far more cells are measured than are seen.
    """

    __slots__ = ("_ask", "_states", "cell", "fraction", "text", "whole")

    def __init__(self, cell: Cell, states: Callable[[], frozenset[str]]) -> None:
        self.cell = cell
        self._ask = states
        self._states: frozenset[str] | None = None
        self.text = self.whole = cell.text
        self.fraction = -1
        if not isinstance(cell.content, Amount):
            return
        head, point, tail = self.text.partition(".")
        if point:
            self.whole = head
            self.fraction = len(tail) if tail.isdigit() else _digits(tail)
        else:
            self.whole = head[: len(head) - _others(head[::-1])]
            self.fraction = 0

    @property
    def states(self) -> frozenset[str]:
        if self._states is None:
            self._states = self._ask()
        return self._states


def _digits(text: str) -> int:
    """How many digits a text begins with."""
    return next((number for number, sign in enumerate(text) if not sign.isdigit()), len(text))


def _others(text: str) -> int:
    """How many signs that are no digits a text begins with."""
    return next((number for number, sign in enumerate(text) if sign.isdigit()), len(text))
