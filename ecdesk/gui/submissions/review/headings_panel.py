"""What is made of the headings that no catalogue knows: a line for each, filled in from the files, and one button for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import GAP, bar, stack
from ecdesk.gui.base.panes import push_button, worded
from ecdesk.session.submissions.headings import Become, Decision, Heading

SUBJECT, BECOME, NAME, ITEM, UNIT, DECIMALS, ADDITIVE, EXAMPLE = range(8)
HEADS = (
    text("标题"),
    text("是什么"),
    text("指标"),
    text("分项"),
    text("单位"),
    text("小数位"),
    text("可相加"),
    text("文件里的数"),
)
BECOMES = {
    Become.NEW: text("新建指标"),
    Become.KNOWN: text("已有的指标"),
    Become.ITEM: text("指标的分项"),
    Become.LEFT_OUT: text("不读入"),
}
_ASKED_FOR = {
    Become.NEW: {NAME, UNIT, DECIMALS, ADDITIVE},
    Become.KNOWN: {NAME},
    Become.ITEM: {NAME, ITEM},
    Become.LEFT_OUT: set[int](),
}
"""Which fields of a line say something."""
MOST_LINES = 200
FEWEST_LINES = 3
"""So many are always in sight."""


class NameDelegate(QStyledItemDelegate):
    """Completes what is typed to the name of an indicator that the book has."""

    names: Sequence[str] = ()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QWidget:
        line = QLineEdit(parent)
        completer = QCompleter(list(self.names), line, filterMode=Qt.MatchFlag.MatchContains)
        line.setCompleter(completer)
        return line


class HeadingsPanel(QFrame):
    """Lines that can be changed before they are taken."""

    decided = Signal(object)
    """The headings with their decisions, a list of pairs."""
    pointed_at = Signal(object)
    """The heading whose line is current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionBar")
        self._headings: Sequence[Heading] = ()
        self._names = NameDelegate(self)
        self.table = QTableWidget(self)
        self.table.setColumnCount(len(HEADS))
        self.table.verticalHeader().hide()
        self.table.setAlternatingRowColors(True)
        self.table.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.table.setItemDelegateForColumn(NAME, self._names)
        self.table.currentCellChanged.connect(self._point)
        self.hint = plain.Label(self, role="muted")
        self.leave_button = worded(push_button(self, self._leave_all), text("全部不读入"))
        self.take_button = push_button(self, self._take, default=True)
        below = bar(self.hint, GAP, self.leave_button, self.take_button, margins=(12, 6, 12, 6))
        stack(self, self.table, below, grow=self.table)
        self.hide()

    def retranslate(self) -> None:
        self.table.setHorizontalHeaderLabels([str(head) for head in HEADS])
        for row in range(self.table.rowCount()):
            box = self._box(row)
            for number, words in enumerate(BECOMES.values()):
                box.setItemText(number, str(words))
        self._count()

    def show_headings(self, headings: Sequence[Heading], known: Sequence[str]) -> None:
        """List headings with what is proposed; lines of those that are listed already stay as they were changed. known: names of the
        book's indicators."""
        kept = {heading.subject: self._decision(row) for row, heading in enumerate(self._headings)}
        before = {heading.subject: heading.proposed for heading in self._headings}
        self._headings, self._names.names = headings[:MOST_LINES], known
        self.table.setRowCount(0)
        self.table.setRowCount(len(self._headings))
        for row, heading in enumerate(self._headings):
            stays = heading.subject in kept and before[heading.subject] == heading.proposed
            self._fill(row, heading, kept[heading.subject] if stays else heading.proposed)
        self.retranslate()
        self._fit()

    def _fill(self, row: int, heading: Heading, decision: Decision) -> None:
        box = QComboBox(self.table)
        for become, words in BECOMES.items():
            box.addItem(str(words), become)
        box.setCurrentIndex(list(BECOMES).index(decision.become))
        box.setAccessibleName(tr("“{heading}”是什么", heading=heading.subject))
        box.currentIndexChanged.connect(self._choose)
        files = "、".join(path.name for path in heading.files)
        said = {
            SUBJECT: heading.subject,
            NAME: decision.name,
            ITEM: decision.item or heading.subject,
            UNIT: decision.unit,
            DECIMALS: str(decision.decimals),
            EXAMPLE: heading.example,
        }
        for column, shown in said.items():
            item = QTableWidgetItem(shown)
            item.setToolTip(plain.tip(files if column == SUBJECT else shown))
            if column in (SUBJECT, EXAMPLE):
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if column in (DECIMALS, EXAMPLE):
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)
        tick = QTableWidgetItem()
        tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        tick.setCheckState(Qt.CheckState.Checked if decision.additive else Qt.CheckState.Unchecked)
        tick.setToolTip(plain.tip(tr("各地区的数加起来是不是全国的数")))
        self.table.setItem(row, ADDITIVE, tick)
        self.table.setCellWidget(row, BECOME, box)
        self._enable(row)

    def _fit(self) -> None:
        """Columns as wide as what is in them, and room for some lines."""
        header = self.table.horizontalHeader()
        self.table.resizeColumnsToContents()
        for column in (SUBJECT, NAME, ITEM, EXAMPLE):
            self.table.setColumnWidth(column, min(max(self.table.columnWidth(column) + 12, 110), 260))
        if self.table.rowCount():
            self.table.setColumnWidth(BECOME, self._box(0).sizeHint().width() + 8)
        self.table.setColumnWidth(UNIT, max(self.table.columnWidth(UNIT), 84))
        header.setSectionResizeMode(EXAMPLE, QHeaderView.ResizeMode.Stretch)
        line, top = self.table.verticalHeader().defaultSectionSize(), header.sizeHint().height() + 6
        self.table.setMinimumHeight(top + line * min(max(len(self._headings), 1), FEWEST_LINES))
        self.setMaximumHeight(top + line * max(len(self._headings), 1) + self.take_button.sizeHint().height() + 16)

    def _box(self, row: int) -> QComboBox:
        box = self.table.cellWidget(row, BECOME)
        assert isinstance(box, QComboBox)
        return box

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        assert item is not None
        return item

    def _choose(self) -> None:
        """Another choice for one line: other fields of it count."""
        for row in range(self.table.rowCount()):
            self._enable(row)
        self._count()

    def _enable(self, row: int) -> None:
        """Let the fields be written that say something."""
        asked = _ASKED_FOR[self._box(row).currentData()]
        for column in (NAME, ITEM, UNIT, DECIMALS, ADDITIVE):
            item = self._item(row, column)
            flags = item.flags() & ~(Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsEnabled)
            item.setFlags(flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsEnabled if column in asked else flags)
        tick = self._item(row, ADDITIVE)
        tick.setFlags(tick.flags() & ~Qt.ItemFlag.ItemIsEditable)
        several = range(self.table.rowCount())
        boxes = [box for one in several if isinstance(box := self.table.cellWidget(one, BECOME), QComboBox)]
        self.table.setColumnHidden(ITEM, not any(box.currentData() == Become.ITEM for box in boxes))

    def _count(self) -> None:
        new = sum(self._box(row).currentData() == Become.NEW for row in range(self.table.rowCount()))
        total = self.table.rowCount()
        words = tr("新建这 {count} 个指标", count=total) if new == total else tr("照此处理 {count} 个标题", count=total)
        self.take_button.setText(words)
        self.hint.setText(tr("目录里没有这些标题；名称、单位等取自文件，可以改。"))

    def _leave_all(self) -> None:
        for row in range(self.table.rowCount()):
            self._box(row).setCurrentIndex(list(BECOMES).index(Become.LEFT_OUT))

    def _decision(self, row: int) -> Decision:
        """What a line says. A number of decimals that is none is more than there can be, so that it is refused in words."""
        said = {column: self._item(row, column).text().strip() for column in (NAME, ITEM, UNIT, DECIMALS)}
        decimals = int(said[DECIMALS]) if said[DECIMALS].isdecimal() and len(said[DECIMALS]) < 3 else -1
        additive = self._item(row, ADDITIVE).checkState() is Qt.CheckState.Checked
        return Decision(Become(self._box(row).currentData()), said[NAME], said[ITEM], said[UNIT], decimals, additive)

    def decisions(self) -> list[tuple[Heading, Decision]]:
        return [(heading, self._decision(row)) for row, heading in enumerate(self._headings)]

    def _take(self) -> None:
        if self._headings:
            self.decided.emit(self.decisions())

    def _point(self, row: int, _column: int, _before: int, _above: int) -> None:
        if 0 <= row < len(self._headings):
            self.pointed_at.emit(self._headings[row])
