"""How the parts of a review share its height: the list of files takes what it needs, the rest is for what was read."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSplitter, QTableView, QWidget

FEWEST_LINES = 3
"""Files that are seen at least."""


class FilesHeight(QObject):
    """Fits the list of files among the parts of a review: headings, files, what was read of one. Until somebody moves a handle."""

    def __init__(self, parts: QSplitter, above: QWidget, table: QTableView) -> None:
        super().__init__(parts)
        self._parts, self._above, self._table = parts, above, table
        self._by_hand = False
        parts.splitterMoved.connect(self._note)

    def _note(self, *_moved: int) -> None:
        self._by_hand = True

    def fit(self) -> None:
        """Give the list of files what it needs, two fifths of the room at most."""
        headings, _files, _read = self._parts.sizes()
        room, table = self._parts.height() - headings, self._table
        lines = max(FEWEST_LINES, table.model().rowCount()) * max(table.rowHeight(0), table.verticalHeader().defaultSectionSize())
        needed = self._above.sizeHint().height() + table.horizontalHeader().height() + lines + 8
        if not self._by_hand and needed < room:
            files = min(needed, room * 2 // 5)
            self._parts.setSizes([headings, files, room - files])
