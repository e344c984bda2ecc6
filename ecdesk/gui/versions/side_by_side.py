"""Two states of a book side by side: the exhibits that differ, and the chosen one in both states."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from ecdesk.domain.book.pairing import PairedExhibit, PairedTable, Pairing
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, bar, splitter, stack
from ecdesk.gui.base.panes import KeyedPane, flat_button, restyle_button
from ecdesk.gui.versions.differences import CHANGE_NAMES, CHANGES
from ecdesk.gui.versions.pair_views import PairModel, PairView, fit, printed
from ecdesk.session.versions.versions import key_label

if TYPE_CHECKING:
    from ecdesk.storage.bookfile import Head

MOST_ASKED = 2_000
"""Figures of one exhibit of which the journal is asked who changed them last."""


class SideBySide(KeyedPane):
    """The exhibits that differ, and the chosen one in both states. opened: the key of a figure that was asked for. shown: keys of the
    figures that differ in the exhibit on show; `tell_steps` answers."""

    opened = Signal(object)
    shown = Signal(object)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pairing: Pairing | None = None
        self._names = ("", "")
        self.list = QListWidget(self)
        self.list.setObjectName("pairList")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.models = tuple(PairModel(side, self) for side in ("before", "after"))
        self.views = tuple(PairView(model, self) for model in self.models)
        self.titles = (plain.Label(self), plain.Label(self))
        self.only = QCheckBox(self)
        self.previous_button, self.next_button = flat_button(self, "up"), flat_button(self, "down")
        self.count = plain.Label(self)
        self.told = plain.Label(self)
        self._lay_out()
        self.list.currentRowChanged.connect(self._chosen)
        self.only.toggled.connect(self._show)
        self.previous_button.clicked.connect(self.go_to_previous)
        self.next_button.clicked.connect(self.go_to_next)
        for one, other in (self.views, self.views[::-1]):
            one.join(other)
        for keys, slot in (("F8", self.go_to_next), ("Shift+F8", self.go_to_previous)):
            self.bind(keys, slot)
        for view in self.views:
            view.opened.connect(self._open)
            view.selectionModel().currentChanged.connect(self._tell)
        self.setFocusProxy(self.views[1])
        self.retranslate()

    def _lay_out(self) -> None:
        above = bar(self.previous_button, self.next_button, self.count, GAP, self.only, margins=PANEL_BAR)
        sides = []
        for title, view in zip(self.titles, self.views, strict=True):
            title.setProperty("role", "muted")
            title.setContentsMargins(8, 2, 8, 4)
            sides.append(stack(QWidget(self), title, view, grow=view))
        both = splitter(self, Qt.Orientation.Horizontal, (500, 500), *sides)
        self.told.setContentsMargins(8, 4, 8, 4)
        right = stack(QWidget(self), above, both, self.told, grow=both)
        stack(self, splitter(self, Qt.Orientation.Horizontal, (230, 900), self.list, right, grow=right))

    def _tell(self, index: QModelIndex) -> None:
        """Say below the tables how a figure differs and who changed it last."""
        cell, pairing = self.models[1].cell(index), self.pairing
        if cell is None or cell.key is None or pairing is None:
            self.told.clear()
            return
        label = key_label(pairing.after, cell.key)
        if not cell.change:
            self.told.setText(tr("{label}：两版相同", label=label))
            return
        change, before, after = str(CHANGE_NAMES[cell.change]), printed(cell.before), printed(cell.after)
        words = tr("{label}：{before} → {after}（{change}）", label=label, before=before, after=after, change=change)
        last = self.models[1].last_step(cell.key)
        self.told.setText(f"{words}　{last}" if last else words)

    # -- showing

    def retranslate(self) -> None:
        self.only.setText(tr("只看有不同的行"))
        self.previous_button.setToolTip(tr("上一处不同（Shift+F8）"))
        self.next_button.setToolTip(tr("下一处不同（F8）"))
        self.list.setAccessibleName(tr("有不同的图表"))
        for view, name in zip(self.views, self._names, strict=True):
            view.setAccessibleName(name)
        if self.pairing is not None:
            self.show_pairing(self.pairing, self._names)

    def restyle(self) -> None:
        restyle_button(self.previous_button)
        restyle_button(self.next_button)
        for view in self.views:
            view.viewport().update()

    def show_pairing(self, pairing: Pairing, names: tuple[str, str]) -> None:
        """Show two states under their names; the exhibit and the place that were looked at stay."""
        chosen = self._pair
        self.pairing, self._names = pairing, names
        for title, name in zip(self.titles, names, strict=True):
            title.setText(name)
        with QSignalBlocker(self.list):
            self.list.clear()
            for pair in pairing.exhibits:
                item = QListWidgetItem(_caption(pair), self.list)
                item.setToolTip(plain.tip(_counted(pair)))
            ids = [pair.exhibit.id for pair in pairing.exhibits]
            here = chosen.exhibit.id if chosen is not None else ""
            self.list.setCurrentRow(ids.index(here) if here in ids else 0)
        self._show()

    @property
    def _pair(self) -> PairedExhibit | None:
        row = self.list.currentRow()
        return self.pairing.exhibits[row] if self.pairing is not None and 0 <= row < len(self.pairing.exhibits) else None

    def _chosen(self, _row: int) -> None:
        self._show()
        self.go_to_first()

    def _show(self) -> None:
        """Show the chosen exhibit, at the place that was looked at."""
        pair, at = self._pair, self._at()
        table = self.pairing.table(pair) if pair is not None and self.pairing is not None else None
        rows = _rows(table, self.only.isChecked())
        for model in self.models:
            model.show_table(table, rows)
        fit(self.views)
        self.count.setText(_counted(pair) if pair is not None else "")
        self.told.clear()
        for button in (self.previous_button, self.next_button):
            button.setEnabled(pair is not None)
        self.views[1].setCurrentIndex(self.models[1].index_at(*at))
        self.shown.emit(self.keys())

    def keys(self) -> list[Key]:
        """Of the figures that differ in the exhibit on show, the first of very many."""
        table = self.models[1].table
        if table is None:
            return []
        found = (table.cell(*place).key for place in islice(table.differing, MOST_ASKED))
        return [key for key in found if key is not None]

    def tell_steps(self, steps: Mapping[Key, Head]) -> None:
        """Which step of the journal changed each figure last."""
        for model in self.models:
            model.steps = steps
        self._tell(self.views[1].currentIndex())

    # -- walking

    def go_to_first(self) -> None:
        self._go(self._places()[:1])

    def go_to_next(self) -> None:
        """The next cell that differs, in this exhibit or the ones after it."""
        places = self._places()
        number = bisect_right(places, self._at())
        self._go(places[number : number + 1], 1)

    def go_to_previous(self) -> None:
        places = self._places()
        number = bisect_left(places, self._at())
        self._go(places[max(0, number - 1) : number], -1)

    def _at(self) -> tuple[int, int]:
        return self.models[1].place(self.views[1].currentIndex())

    def _places(self) -> Sequence[tuple[int, int]]:
        table = self.models[1].table
        return table.differing if table is not None else ()

    def _go(self, places: Sequence[tuple[int, int]], step: int = 0) -> None:
        if places:
            index = self.models[1].index_at(*places[0])
            self.views[1].setCurrentIndex(index)
            self.views[1].scrollTo(index)
            return
        if not step:
            return
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            self.list.setCurrentRow(row)
            if self._places():
                self._go(self._places()[:1] if step > 0 else self._places()[-1:])
                return
            row += step
        self.said.emit(tr("没有更多的不同。"))

    def _open(self, index: QModelIndex) -> None:
        cell = self.models[1].cell(index)
        if cell is not None and cell.key is not None:
            self.opened.emit(cell.key)


def _rows(table: PairedTable | None, only_differing: bool) -> Sequence[int]:
    """Numbers of the rows to be shown, in order."""
    if table is None:
        return ()
    if not only_differing:
        return range(len(table.rows))
    return sorted({row for row, _column in table.differing} | {number for number, line in enumerate(table.rows) if line.change})


def _caption(pair: PairedExhibit) -> str:
    exhibit = pair.exhibit
    return tr("{number}（{count}）{caption}", number=exhibit.number, count=sum(pair.cells.values()), caption=exhibit.caption)


def _counted(pair: PairedExhibit) -> str:
    """12 处不同：改变 9，增加 2，减少 1；行列增加 1；与 1 年前的同一格相比."""
    parts = [f"{CHANGE_NAMES[change]} {pair.cells[change]}" for change in CHANGES if pair.cells[change]]
    words = tr("{count} 处不同", count=sum(pair.cells.values()))
    if parts:
        words += tr("：") + tr("，").join(parts)
    lines = [f"{CHANGE_NAMES[change]} {pair.lines[change]}" for change in CHANGES if pair.lines[change]]
    if lines:
        words += tr("；行列") + tr("，").join(lines)
    if pair.change:
        words += tr("；整张表{change}", change=str(CHANGE_NAMES[pair.change]))
    if pair.years:
        words += tr("；与 {count} 年前的同一格相比", count=pair.years)
    return words
