"""A picture of a sheet as it was received: merged cells merged, columns as wide as their words."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ecdesk.excel.reading import Sheet

LOOKED_AT = 200
"""Rows and columns that a width is taken from, and spans that are shown: enough for a screen, whatever somebody sent."""
NARROWEST, WIDEST = 56, 240


class SheetView(QTableView):
    """Shows; nothing can be edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)

    def fit(self, sheet: Sheet) -> None:
        """Take over merged cells, and column widths from what stands in cells that are not merged across."""
        self.clearSpans()
        across: set[tuple[int, int]] = set()
        covered: set[tuple[int, int]] = set()
        for top, left, bottom, right in sheet.merged[:LOOKED_AT]:
            own = {(row, column) for row in range(top, bottom + 1)[:LOOKED_AT] for column in range(left, right + 1)[:LOOKED_AT]}
            if len(own) < 2 or own & covered:
                continue
            covered |= own
            self.setSpan(top, left, bottom - top + 1, right - left + 1)
            if right > left:
                across.add((top, left))
        metrics = self.fontMetrics()
        rows = range(min(sheet.height, LOOKED_AT))
        for column in range(min(sheet.width, LOOKED_AT)):
            shown = (sheet.cell(row, column).shown[:40] for row in rows if (row, column) not in across)
            widest = max((metrics.horizontalAdvance(words) for words in shown if words), default=0)
            self.setColumnWidth(column, min(max(widest + 16, NARROWEST), WIDEST))
