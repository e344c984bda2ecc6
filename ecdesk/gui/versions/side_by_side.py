"""Two states of a book side by side: the exhibits that differ, and the chosen one in both states, line by line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ecdesk.domain.book.pairing import PairedCell, PairedExhibit, PairedLine, PairedTable, Pairing
from ecdesk.domain.book.records import Line
from ecdesk.domain.book.tables import labelled
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain, themes
from ecdesk.gui.base.layouts import GAP, PANEL_BAR, bar, splitter, stack
from ecdesk.gui.base.panes import KeyedPane, flat_button, restyle_button, worded
from ecdesk.gui.base.plain_table import DECIMALS_ROLE, decimals_in, space_behind
from ecdesk.gui.desk.cell_history import action_words, local_time
from ecdesk.gui.versions.differences import CHANGE_ICONS, CHANGE_NAMES, CHANGES
from ecdesk.session.versions.versions import key_label

if TYPE_CHECKING:
    from ecdesk.storage.bookfile import Head

Index = QModelIndex | QPersistentModelIndex
CHANGE_ROLE = int(Qt.ItemDataRole.UserRole)
GAP_ROLE = CHANGE_ROLE + 1
SIGN = 12
NARROWEST, WIDEST = 70, 170
MOST_MEASURED = 2_000
"""Cells of one side whose texts are measured to find the widths of the columns."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class PairModel(QAbstractTableModel):
    """One side of a paired table; shown: numbers of its rows in order."""

    def __init__(self, side: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.side = side
        self.table: PairedTable | None = None
        self.shown: Sequence[int] = ()
        self.steps: Mapping[Key, Head] = {}
        self._decimals: dict[int, int] = {}

    def show_table(self, table: PairedTable | None, shown: Sequence[int]) -> None:
        self.beginResetModel()
        self.table, self.shown = table, shown
        self._decimals.clear()
        self.endResetModel()

    def decimals(self, column: int) -> int:
        """The most decimals of a column, on either side."""
        if column not in self._decimals and self.table is not None:
            cells = (self.table.cell(row, column) for row in range(min(len(self.table.rows), MOST_MEASURED)))
            found = (decimals_in(words) for cell in cells for words in (cell.before, cell.after) if words)
            self._decimals[column] = max(found, default=0)
        return self._decimals.get(column, 0)

    def cell(self, index: Index) -> PairedCell | None:
        """What stands at an index, on both sides."""
        if self.table is None or not index.isValid():
            return None
        return self.table.cell(self.shown[index.row()], index.column())

    def place(self, index: QModelIndex) -> tuple[int, int]:
        """Row and column in the paired table; -1 both for an index that is nowhere."""
        return (self.shown[index.row()], index.column()) if index.isValid() else (-1, -1)

    def index_at(self, row: int, column: int) -> QModelIndex:
        """Where a cell of the paired table stands; nowhere for a row that is left out."""
        number = bisect_left(self.shown, row)
        return self.index(number, column) if row in self.shown[number : number + 1] else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        cell = self.cell(index)
        if cell is None:
            return None
        words = getattr(cell, self.side)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words or ""
            case Qt.ItemDataRole.ToolTipRole:
                return plain.tip(self._tip(cell, words))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT
        if role == DECIMALS_ROLE:
            return self.decimals(index.column())
        return {CHANGE_ROLE: cell.change, GAP_ROLE: words is None}.get(role)

    def _tip(self, cell: PairedCell, words: str | None) -> str:
        """How a figure differs and who changed it last; why there is none where this side has no such line."""
        if not cell.change:
            return tr("这一版没有这一行或这一列") if words is None else ""
        change, before, after = CHANGE_NAMES[cell.change], printed(cell.before), printed(cell.after)
        told = tr("{change}：{before} → {after}", change=str(change), before=before, after=after)
        return "\n".join(part for part in (told, self.last_step(cell.key)) if part)

    def last_step(self, key: Key | None) -> str:
        """Who changed a figure last in this book, when and how; "" where the journal does not say."""
        head = self.steps.get(key) if key is not None else None
        if head is None:
            return ""
        return tr("本书最近改动：{who}，{when}，{step}", who=head.who, when=local_time(head.when), step=action_words(head))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        line = self._line(section, across)
        if line is None:
            return None
        is_here = getattr(line, self.side) is not None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _heading(self.table, line.line, across) if is_here else tr("（无）")
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignCenter) if across else _LEFT
            case Qt.ItemDataRole.DecorationRole if line.change and is_here:
                return icons.icon(*CHANGE_ICONS[line.change])
        return None

    def _line(self, section: int, across: bool) -> PairedLine | None:
        """A column or a row; None for one that has gone, which a header may still ask for."""
        with suppress(IndexError):
            if self.table is not None:
                return self.table.columns[section] if across else self.table.rows[self.shown[section]]
        return None


def printed(words: str | None) -> str:
    """A figure in a sentence, also one that is not there."""
    return words or tr("（空）")


def _heading(table: PairedTable | None, line: Line, across: bool) -> str:
    """A column's groups and name below each other; a row's name under the one that it belongs to."""
    words = labelled(line, line.unit, table.pair.exhibit.unit if table is not None else "")
    return "\n".join(part for part in (*line.groups, words) if part) if across else "　" * line.level + words


class PairDelegate(QStyledItemDelegate):
    """A differing cell has a tint and a sign at its left; what a state does not have is barred."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = themes.current()
        paper = theme.colour("Base")
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        change = index.data(CHANGE_ROLE) or ""
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("Highlight"))
        elif change:
            painter.fillRect(rect, themes.mixed(theme.colour(CHANGE_ICONS[change][1]), paper, 0.84))
        if index.data(GAP_ROLE):
            painter.fillRect(rect, QBrush(themes.mixed(theme.colour("muted"), paper, 0.5), Qt.BrushStyle.BDiagPattern))
        elif change:
            name, colour = CHANGE_ICONS[change]
            sign = icons.pixmap(name, "HighlightedText" if chosen else colour, SIGN)
            painter.drawPixmap(rect.left() + 4, rect.center().y() - SIGN // 2 + 1, sign)
        painter.setPen(theme.colour("HighlightedText" if chosen else "Text"))
        font = option.font
        font.setBold(bool(change))
        painter.setFont(font)
        words = str(index.data() or "")
        space = space_behind(words, index.data(DECIMALS_ROLE) or 0, QFontMetrics(font))
        painter.drawText(rect.adjusted(SIGN + 8, 0, -8 - space, 0), _RIGHT, words)
        painter.restore()


class PairView(QTableView):
    """A side of the comparison, to look at; Enter is like a double click."""

    opened = Signal(QModelIndex)

    def __init__(self, model: PairModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._other: PairView | None = None
        self.setObjectName("pairTable")
        self.setModel(model)
        self.setItemDelegate(PairDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.doubleClicked.connect(self.opened)

    def needed(self, column: int, rows: int) -> int:
        """Pixels that a column needs for its heading and for what stands in its first rows."""
        model, width = self.model(), self.fontMetrics().horizontalAdvance
        heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "").split("\n")
        figures = [str(model.index(row, column).data() or "") for row in range(rows)]
        decimals = model.index(0, column).data(DECIMALS_ROLE) or 0
        widths = (SIGN + 4 + width(figure) + space_behind(figure, decimals, self.fontMetrics()) for figure in figures)
        return max(*(width(part) for part in heading), *widths, 0)

    def join(self, other: PairView) -> None:
        """Scroll, walk and widen the other side with this one."""
        self._other = other
        self.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        self.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)
        self.horizontalHeader().sectionResized.connect(self._widen_other)

    def _widen_other(self, section: int, _old: int, width: int) -> None:
        if self._other is not None:
            self._other.setColumnWidth(section, width)

    def currentChanged(self, now: Index, before: Index) -> None:
        super().currentChanged(now, before)
        other = self._other
        if other is not None and now.isValid():
            there = other.currentIndex()
            if (there.row(), there.column()) != (now.row(), now.column()):
                other.setCurrentIndex(other.model().index(now.row(), now.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


def fit(views: Sequence[PairView]) -> None:
    """Give the columns of both sides the width that either needs, and both the same room for the names of the rows."""
    model = views[0].model()
    looked_at = min(60, MOST_MEASURED // max(1, model.columnCount()) + 1, model.rowCount())
    for column in range(model.columnCount()):
        needed = max(view.needed(column, looked_at) for view in views)
        for view in views:
            view.setColumnWidth(column, max(NARROWEST, min(WIDEST, needed + 22)))
    stub = max(60, *(view.verticalHeader().sizeHint().width() for view in views))
    for view in views:
        view.verticalHeader().setFixedWidth(min(stub, 220))


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
        self.list = worded(QListWidget(self), name=text("有不同的图表"))
        self.list.setObjectName("pairList")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.models = tuple(PairModel(side, self) for side in ("before", "after"))
        self.views = tuple(PairView(model, self) for model in self.models)
        self.titles = (plain.Label(self), plain.Label(self))
        self.only = worded(QCheckBox(self), text("只看有不同的行"))
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
        self.previous_button.setToolTip(tr("上一处不同（Shift+F8）"))
        self.next_button.setToolTip(tr("下一处不同（F8）"))
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
