"""Why a figure was read so, a line for each reason; a reason that is chosen shows where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ecdesk.domain.figures.readings import Reading
from ecdesk.domain.texts import Text
from ecdesk.excel.formats import Sheet, position
from ecdesk.gui.base import plain
from ecdesk.gui.base.cell_names import column_letters

MOST_LOOKED_AT = 500
"""Cells to the left or above that are looked at for a label."""


class ReasonsList(QListWidget):
    """Reasons below each other, or a sentence that is none."""

    chosen = Signal(object)
    """The reason that was clicked or gone to by key, a Text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasons")
        self.setMinimumHeight(64)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self._reasons: Sequence[Text] = ()
        self.itemClicked.connect(lambda item: self._choose(self.row(item)))
        self.currentRowChanged.connect(self._follow)

    def show_reasons(self, reasons: Sequence[Text]) -> None:
        said = {str(one): one for one in reasons}  # what keeps a figure out is a reason of it and its problem, too
        self._reasons = tuple(said.values())
        self._list(list(said))

    def show_words(self, words: str) -> None:
        """A sentence for a file that has no figures."""
        self._reasons = ()
        self._list([words])

    def _list(self, lines: Sequence[str]) -> None:
        self.clear()
        for words in lines:
            item = QListWidgetItem(words)
            item.setToolTip(plain.tip(words))
            self.addItem(item)

    def text(self) -> str:
        """Everything that is said, a line for each reason."""
        return "\n".join(self.item(row).text() for row in range(self.count()))

    def _follow(self, row: int) -> None:
        if self.hasFocus():
            self._choose(row)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._reasons):
            self.chosen.emit(self._reasons[row])


def cell_of(reason: Text, reading: Reading, sheet: Sheet | None) -> str:
    """Where a reason stands: the cell that it names, or the label of the figure's row or column; the figure's own where it says neither."""
    named = str(reason.values.get("cell", ""))
    if position(named) is not None:
        return named
    place = position(reading.cell)
    if sheet is None or place is None:
        return reading.cell
    for at in _towards(str(reason.values.get("stands", "")), *place):
        top, left = _origin(sheet, *at)
        cell = sheet.cell(top, left)
        if cell.number is None and cell.text.strip():
            return f"{column_letters(left)}{top + 1}"
    return reading.cell


def _towards(stands: str, row: int, column: int) -> Iterator[tuple[int, int]]:
    """The cells between a figure and the label of its row or its column, the nearest first."""
    if stands == "row":
        yield from ((row, at) for at in range(column - 1, max(-1, column - 1 - MOST_LOOKED_AT), -1))
    elif stands == "column":
        yield from ((at, column) for at in range(row - 1, max(-1, row - 1 - MOST_LOOKED_AT), -1))


def _origin(sheet: Sheet, row: int, column: int) -> tuple[int, int]:
    """The cell that holds what is shown at a place: the first of a merged range."""
    for top, left, bottom, right in sheet.merged[:MOST_LOOKED_AT]:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column
