"""In which order rows are typed in a table that keeps itself sorted, where a figure moves its row as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable

from ecdesk.domain.book.records import Line


class TypingOrder:
    """The rows that stood beside the one that is typed in, before its figure moved it: Enter goes on there, as on paper.

    rows: how many rows there are; line: the one at a place.
    """

    def __init__(self, rows: Callable[[], int], line: Callable[[int], Line]) -> None:
        self._rows = rows
        self._line = line
        self._of = ""
        self._beside: tuple[str, str] = ("", "")
        """Of the row of that id, the ids of the rows above and below it; "" where there is none."""

    def note(self, row: int, is_going_on: bool) -> None:
        """A row is about to be typed in. is_going_on: the cells of it are typed one after the other, and the first may have moved it."""
        line = self._line(row).id
        if not (is_going_on and line == self._of):
            self._of, self._beside = line, (self._at(row - 1), self._at(row + 1))

    def next_row(self, row: int, back: bool) -> int | None:
        """Where Enter leads from this row (with Shift: back), if its place was noted; from the last row nowhere, so it stays."""
        if self._line(row).id != self._of:
            return None
        wanted = self._beside[0 if back else 1]
        return next((at for at in range(self._rows()) if self._line(at).id == wanted), row if not wanted else None)

    def forget(self) -> None:
        self._of = ""

    def _at(self, row: int) -> str:
        return self._line(row).id if 0 <= row < self._rows() else ""
