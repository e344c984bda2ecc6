"""Sorting and filtering of the rows on the screen, with a strip that says so as long as it lasts."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.tables import Cell
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.gui.grid.bars import NoticeStrip, PromptBar
from ecdesk.gui.grid.model import STUB, GridModel
from ecdesk.gui.grid.view import GridView


@dataclass(frozen=True, slots=True)
class Sorting:
    """column: its number, or `STUB`."""

    column: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """column: its number, or `STUB`. words: as typed: part of a text, 空, 非空, or a comparison (>100, <=5, 10..20)."""

    column: int
    words: str


_COMPARISON = re.compile(r"(>=|<=|<>|>|<|=|≥|≤|≠|＞|＜|＝)\s*(.+)")
_RANGE = re.compile(r"(.+?)(?:\.\.|～|~)(.+)")
_COMPARES: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "<>": operator.ne,
}
_SAME = {"≥": ">=", "≤": "<=", "≠": "<>", "＞": ">", "＜": "<", "＝": "="}


def filter_test(words: str) -> Callable[[str, Decimal | None], bool]:
    """What a filter's words mean: a test of a cell's printed text and its figure (None where it has none)."""
    wanted = words.strip()
    if wanted == tr("空"):
        return lambda text, _figure: not text.strip()
    if wanted == tr("非空"):
        return lambda text, _figure: bool(text.strip())
    comparison = _COMPARISON.fullmatch(wanted)
    if comparison:
        number = parse_number(comparison[2])
        sign = _SAME.get(comparison[1], comparison[1])
        if number is not None:
            compares = _COMPARES[sign]
            return lambda _text, figure: figure is not None and compares(figure, number)
    span = _RANGE.fullmatch(wanted)
    if span:
        low, high = parse_number(span[1]), parse_number(span[2])
        if low is not None and high is not None:
            return lambda _text, figure: figure is not None and low <= figure <= high
    folded = fold(wanted)
    return lambda text, _figure: folded in fold(text)


def rows_in_view(
    count: int,
    label: Callable[[int], str],
    cell: Callable[[int, int], Cell],
    sorting: Sorting | None,
    filters: tuple[Filter, ...],
) -> list[int] | None:
    """The printed numbers of the rows to show, in order; None for all of them as printed.

    Figures sort by their exact value in the column's unit; rows without one come last either way, in printed order.
    """
    if sorting is None and not filters:
        return None

    def read(row: int, column: int) -> tuple[str, Decimal | None]:
        return (label(row), None) if column == STUB else _read(cell(row, column))

    shown = list(range(count))
    for condition in filters:
        passes = filter_test(condition.words)
        shown = [row for row in shown if passes(*read(row, condition.column))]
    if sorting is None:
        return shown
    column, descending = sorting.column, sorting.descending
    if column == STUB:
        return sorted(shown, key=lambda row: fold(label(row)), reverse=descending)
    known = {row: figure for row in shown if (figure := read(row, column)[1]) is not None}
    return [*sorted(known, key=known.__getitem__, reverse=descending), *(row for row in shown if row not in known)]


def _read(cell: Cell) -> tuple[str, Decimal | None]:
    content = cell.content
    if not isinstance(content, Amount):
        return cell.text, None
    shown = cell.shown
    return cell.text, shown.value if shown is not None else None


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
        self.strip.add_button("clearView", tr("恢复印刷顺序"), tr("显示全部行，按印刷的顺序"), self.clear)
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
