"""Sorting and filtering of the rows on the screen, with a strip that says so as long as it lasts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.prompt_bar import PromptBar
from ecdesk.gui.grid.rows_shown import STUB, Filter, Sorting, rows_in_view
from ecdesk.gui.grid.strips import NoticeStrip
from ecdesk.gui.grid.view import GridView


class Viewing(QObject):
    """The present sorting and filters of one editor. column: what the next verb is about, where no cell says it; None for the active one."""

    changed = Signal()

    def __init__(self, model: GridModel, view: GridView, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self.column: int | None = None
        self._filter_column = STUB
        self.sorting: Sorting | None = None
        self.filters: tuple[Filter, ...] = ()
        self.strip = NoticeStrip("viewStrip", parent)
        button = self.strip.add_button("clearView", tr("恢复印刷顺序"), tr("显示全部行，按印刷的顺序"))
        button.clicked.connect(self.clear)
        self.filter_bar = PromptBar("filterBar", parent)
        self.filter_bar.closed.connect(self._back_to_grid)

    def _meant(self) -> int:
        column, self.column = self.column, None
        return self._view.chosen.active[1] if column is None else column

    def sort_ascending(self) -> None:
        self._apply(Sorting(self._meant()), self.filters)

    def sort_descending(self) -> None:
        self._apply(Sorting(self._meant(), True), self.filters)

    def open_filter(self) -> None:
        """Ask for the words in a bar."""
        self._filter_column = self._meant()
        present = next((one.words for one in self.filters if one.column == self._filter_column), "")
        hint = tr("文字的一部分，或 >100、<=5、10..20、空、非空；按 Enter 筛选")
        self.filter_bar.ask(tr("筛选“{column}”：", column=self._name(self._filter_column)), present, hint, self._filter)

    def _filter(self, words: str) -> bool:
        others = tuple(one for one in self.filters if one.column != self._filter_column)
        self._apply(self.sorting, (*others, Filter(self._filter_column, words)) if words.strip() else others)
        return True

    def clear(self) -> None:
        """All rows as they are printed."""
        self._apply(None, ())

    def forget_missing(self) -> None:
        """After the lines of the table changed: what stands in the strip is true, or the view is as printed."""
        if self._model.order is None and (self.sorting or self.filters):
            self.sorting, self.filters = None, ()
            self._show()

    def _apply(self, sorting: Sorting | None, filters: tuple[Filter, ...]) -> None:
        model, view = self._model, self._view
        view.commit()
        row, column = view.chosen.active
        at = model.printed_row(row) if row < model.rowCount() else 0
        order = rows_in_view(len(model.exhibit.rows), model.stub, model.printed_cell, sorting, filters)
        self.sorting, self.filters = sorting, filters
        model.set_order(order)
        shown = model.shown_row(at)
        view.choose(shown or 0, column)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        parts = []
        if self.sorting is not None:
            name = self._name(self.sorting.column)
            parts.append(tr("按“{column}”降序", column=name) if self.sorting.descending else tr("按“{column}”升序", column=name))
        for one in self.filters:
            parts.append(tr("“{column}”筛选：{words}", column=self._name(one.column), words=one.words.strip()))
        if parts:
            shown, count = self._model.rowCount(), len(self._model.exhibit.rows)
            parts.append(tr("显示 {shown} / {count} 行", shown=shown, count=count))
            parts.append(tr("只是查看方式，不改变印刷顺序"))
        self.strip.say(" · ".join(parts))
        mark = (self.sorting.column, self.sorting.descending) if self.sorting is not None else None
        self._view.show_view_marks(mark, frozenset(one.column for one in self.filters))

    def _name(self, column: int) -> str:
        if column == STUB:
            return self._model.exhibit.corner or tr("行名")
        return self._model.column_line(column).label if column < self._model.columnCount() else "?"

    def _back_to_grid(self) -> None:
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
