"""Balanced rounding: choose an exhibit, a unit and decimals, see what would be printed, switch it on or off."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QLineEdit,
    QSpinBox,
    QTableView,
    QWidget,
)

from ecdesk.domain.book.records import Exhibit, Observation, RuleRecord, Setting
from ecdesk.domain.errors import refusals_to
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.units import find_unit
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.form_fields import ChoiceBox
from ecdesk.gui.base.layouts import GAP, bar, splitter, stack
from ecdesk.gui.base.listing import Column, ListingModel, font_where
from ecdesk.gui.base.lists import CountList
from ecdesk.gui.base.panes import worded
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import balancing
from ecdesk.session.delivery.balancing import BalancedTable, Balancing
from ecdesk.session.rules.checking import Checks


def columns(balanced: BalancedTable, locked: frozenset[Key]) -> Iterator[Column[int]]:
    """What would be printed, of rows by their number. Cells that are not simply rounded are bold with an arrow, locked ones have a pin,
    sums that cannot be kept a mark."""
    table = balanced.table
    yield Column(table.exhibit.corner, lambda row: f"{'　' * table.rows[row].level}{table.stubs[row]}")
    for number, line in enumerate(table.columns):
        yield _column(balanced, locked, number, "\n".join((*line.groups, table.heads[number])))


def _column(balanced: BalancedTable, locked: frozenset[Key], number: int, heading: str) -> Column[int]:
    def shown(row: int) -> str:
        words = balanced.table.cells[row][number].text
        return f"{words} ±" if is_moved(row) else words

    def is_moved(row: int) -> bool:
        return (row, number) in balanced.moved

    def is_broken(row: int) -> bool:
        return (row, number) in balanced.broken

    def is_locked(row: int) -> bool:
        return balanced.table.cells[row][number].key in locked

    def icon(row: int) -> QIcon | None:
        if is_broken(row):
            return icons.icon("query", "error")
        return icons.icon("pin", "muted") if is_locked(row) else None

    def tip(row: int) -> str:
        if is_broken(row):
            return tr("分项之和与合计对不上，保不住这个合计")
        if is_locked(row):
            return tr("已固定为四舍五入的结果；按空格解除")
        return tr("为使合计成立，没有按四舍五入取整；按空格固定") if is_moved(row) else ""

    return Column(
        heading,
        shown,
        right=True,
        icon=icon,
        tip=tip,
        colour=lambda row: "error" if is_broken(row) else "",
        answers=font_where(is_moved, bold=True),
    )


class BalancePage(FollowingPane):
    """Exhibits at the left, what one of them would look like balanced at the right."""

    FOLLOWED = (Setting, Exhibit, Observation, RuleRecord)

    said = Signal(str)

    def __init__(self, desk: Desk, checks: Checks, parent: QWidget | None = None) -> None:
        super().__init__(desk, checks, parent)
        self.setObjectName("balancePage")
        self._locked: frozenset[Key] = frozenset()
        self._shown: Balancing | None = None
        self._balanced: BalancedTable | None = None
        self.exhibits = worded(CountList(self), name=text("图表"))
        self.unit = ChoiceBox(self)
        self.decimals = QSpinBox(self)
        self.decimals.setRange(0, balancing.MOST_DECIMALS)
        self.active = worded(QCheckBox(self), text("这张图表按舍位平衡显示和导出"))
        self.labels = [plain.Label(self), plain.Label(self)]
        self.summary = plain.Label(self, wraps=True, role="muted")
        self.model: ListingModel[int] = ListingModel((), lambda _row: "", self)
        self.table = worded(QTableView(self), name=text("舍位平衡"))
        self.table.setModel(self.model)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        for label, field in zip(self.labels, (self.unit, self.decimals), strict=True):
            label.setBuddy(field)
        above = bar(self.labels[0], self.unit, self.labels[1], self.decimals, GAP, self.active)
        below = bar(self.summary, margins=(8, 4, 8, 6))
        right = stack(QWidget(self), above, self.table, below, grow=self.table)
        stack(self, splitter(self, Qt.Orientation.Horizontal, (260, 800), self.exhibits, right, grow=right))
        self.setFocusProxy(self.exhibits)
        self.exhibits.currentRowChanged.connect(self._exhibit_chosen)
        self.unit.activated.connect(self._choice_changed)
        line = self.unit.lineEdit()
        assert isinstance(line, QLineEdit)
        line.editingFinished.connect(self._choice_changed)
        self.decimals.valueChanged.connect(self._choice_changed)
        self.active.clicked.connect(self._switch)
        lock = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        lock.setContext(Qt.ShortcutContext.WidgetShortcut)
        lock.activated.connect(self.toggle_lock)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("舍位平衡"))
        for label, words in zip(self.labels, (tr("单位"), tr("小数位数")), strict=True):
            label.setText(words)
        self.refresh_now()

    def restyle(self) -> None:
        self.model.show_again()

    # -- what is shown

    @property
    def exhibit(self) -> Exhibit | None:
        return self.desk.book.get(Exhibit, self.exhibits.current_id)

    def show_exhibit(self, id: str) -> None:
        """Show one exhibit; the first when it is not in the list."""
        self.exhibits.choose(id)

    def refresh(self) -> None:
        present = self.exhibits.current_id
        balanced = {exhibit.id for exhibit in balancing.balanced_exhibits(self.desk.book)}
        with QSignalBlocker(self.exhibits):
            self.exhibits.clear()
            for exhibit in self.desk.book.exhibits():
                mark = tr("已平衡") if exhibit.id in balanced else ""
                self.exhibits.add(exhibit.id, exhibit.number_and_caption, mark, exhibit.id in balanced)
            self.exhibits.choose(present)
        if self.exhibits.current_id == present and self._shown is not None and not self._stored():
            self._show()
        else:
            self._exhibit_chosen()

    def _stored(self) -> Balancing | None:
        exhibit = self.exhibit
        return balancing.balancing_of(self.desk.book, exhibit.id) if exhibit is not None else None

    def _exhibit_chosen(self) -> None:
        """Begin with what is stored of an exhibit, else with its own unit and no decimals."""
        exhibit, stored = self.exhibit, self._stored()
        self._locked = stored.locked if stored else frozenset()
        units = balancing.proposed_units(self.desk.book, exhibit) if exhibit is not None else []
        self.unit.set_choices([(symbol, "") for symbol in units], False)
        self.unit.setEditText(stored.unit.symbol if stored else (units[0] if units else ""))
        with QSignalBlocker(self.decimals):
            self.decimals.setValue(stored.decimals if stored else 0)
        self._show()

    def _chosen(self) -> Balancing | None:
        unit = find_unit(self.unit.answer) if self.unit.answer else None
        return Balancing(unit, self.decimals.value(), self._locked) if unit is not None else None

    def _show(self) -> None:
        exhibit, chosen = self.exhibit, self._chosen()
        self._shown = chosen if exhibit is not None else None
        table = (
            balancing.balanced_table(self.checks.checker, exhibit, chosen) if exhibit is not None and chosen is not None else None
        )
        self._balanced = table
        if table is None:
            self.model.start_over((), ())
        else:
            self.model.start_over(range(len(table.table.rows)), tuple(columns(table, self._locked)))
        self.table.resizeColumnsToContents()
        stored = self._stored()
        self.active.setChecked(stored is not None)
        self.active.setEnabled(table is not None and not self.desk.read_only)
        if table is None:
            self.summary.setText(tr("选一张图表和单位，这里显示舍位平衡后的样子；不启用时图表照原样显示。"))
            return
        words = tr("{count} 个数没有按四舍五入取整（加粗，带 ±）。", count=len(table.moved))
        if table.broken:
            words += tr("{count} 个合计保不住，请先核对原数。", count=len(table.broken))
        self.summary.setText(words)

    # -- what it does

    def _choice_changed(self) -> None:
        chosen = self._chosen()
        if chosen == self._shown:
            return
        if self._stored() is not None:
            self._store()
        self._show()

    def _switch(self, active: bool) -> None:
        exhibit = self.exhibit
        if exhibit is None:
            return
        if active:
            self._store()
        else:
            balancing.clear_balancing(self.desk, exhibit.id)
        self.refresh_now()

    def _store(self) -> None:
        exhibit, chosen = self.exhibit, self._chosen()
        if exhibit is None or chosen is None or self.desk.read_only:
            return
        with refusals_to(self.said.emit):
            balancing.set_balancing(self.desk, exhibit.id, chosen.unit.symbol, chosen.decimals, self._locked)

    def toggle_lock(self) -> None:
        """Lock the current figure to its simple rounding, or let it go."""
        row, column = self.table.currentIndex().row(), self.table.currentIndex().column()
        key = self._balanced.table.cells[row][column - 1].key if self._balanced is not None and column > 0 else None
        if key is None:
            return
        self._locked ^= {key}
        self._choice_changed()
        self.table.setCurrentIndex(self.model.index(row, column))
