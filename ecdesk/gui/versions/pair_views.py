"""One exhibit in two states, a table for each: same rows, same columns, scrolled and walked through together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ecdesk.domain.book.pairing import PairedCell, PairedLine, PairedTable
from ecdesk.domain.book.records import Line
from ecdesk.domain.book.tables import labelled
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import tr
from ecdesk.gui.base import icons, plain, themes
from ecdesk.gui.desk.cell_history import action_words, local_time
from ecdesk.gui.versions.differences import CHANGE_ICONS, CHANGE_NAMES

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

    def show_table(self, table: PairedTable | None, shown: Sequence[int]) -> None:
        self.beginResetModel()
        self.table, self.shown = table, shown
        self.endResetModel()

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
            painter.fillRect(rect, mixed(theme.colour(CHANGE_ICONS[change][1]), paper, 0.84))
        if index.data(GAP_ROLE):
            painter.fillRect(rect, QBrush(mixed(theme.colour("muted"), paper, 0.5), Qt.BrushStyle.BDiagPattern))
        elif change:
            name, colour = CHANGE_ICONS[change]
            sign = icons.pixmap(name, "HighlightedText" if chosen else colour, SIGN)
            painter.drawPixmap(rect.left() + 4, rect.center().y() - SIGN // 2 + 1, sign)
        painter.setPen(theme.colour("HighlightedText" if chosen else "Text"))
        font = option.font
        font.setBold(bool(change))
        painter.setFont(font)
        painter.drawText(rect.adjusted(SIGN + 8, 0, -8, 0), _RIGHT, index.data() or "")
        painter.restore()


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A mixture of two colours: share of the other one, 0 to 1."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )


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
        figures = (str(model.index(row, column).data() or "") for row in range(rows))
        return max(*(width(part) for part in heading), *(SIGN + 4 + width(figure) for figure in figures), 0)

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
