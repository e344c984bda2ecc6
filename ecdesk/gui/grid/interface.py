"""What the table editor tells the window, and what it asks it: frozen values, no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ecdesk.domain.figures.keys import Key


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell of an exhibit. row and column count in printed order, whatever the view shows; key is None on heading lines."""

    exhibit: str
    row: int
    column: int
    key: Key | None


@dataclass(frozen=True, slots=True)
class SelectionSummary:
    """What the status bar says of the selected cells.

    cells: how many are selected; count: how many of them hold a figure, or a text of a list. sum and average: exact, as printed, "" where the figures
    do not add up (none, or of different kinds). unit: symbol of both. complete: False while a large selection is still counted.
    """

    cells: int
    count: int
    sum: str = ""
    average: str = ""
    unit: str = ""
    complete: bool = True


class CellStates(Protocol):
    """What is known of figures beyond the book's own records; the window has one for all its editors."""

    def states(self, key: Key) -> frozenset[str]:
        """Any of "failing", "queried", "noted", "explained" and "involved"."""
        ...

    def listen(self, listener: Callable[[frozenset[Key] | None], None]) -> Callable[[], None]:
        """Be told which keys have other states now (None: any may); returns what ends that."""
        ...
