"""A list of titles with counts at the right, for groups of findings and kinds of rules."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ecdesk.gui.base import themes

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)
COUNT_ROLE = ID_ROLE + 1
OPEN_ROLE = ID_ROLE + 2
_MARGIN = 8


class CountDelegate(QStyledItemDelegate):
    """Title at the left, count at the right; what is open stands in bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state: QStyle.StateFlag = option.state
        theme, rect = themes.current(), option.rect
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("Highlight"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        font = option.font
        font.setBold(bool(index.data(OPEN_ROLE)))
        painter.setFont(font)
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        count = index.data(COUNT_ROLE) or ""
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(count)
        painter.setPen(theme.colour("HighlightedText" if chosen else "muted"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)
        painter.setPen(theme.colour("HighlightedText" if chosen else "Text"))
        title = metrics.elidedText(index.data() or "", Qt.TextElideMode.ElideRight, inner.width() - width - _MARGIN)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, option.fontMetrics.height() + 10)


class CountList(QListWidget):
    """Entries by id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(CountDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def add(self, id: str, title: str, count: str = "", is_open: bool = False, tip: str = "") -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setData(ID_ROLE, id)
        item.setData(COUNT_ROLE, count)
        item.setData(OPEN_ROLE, is_open)
        item.setToolTip(tip or title)
        self.addItem(item)
        return item

    @property
    def ids(self) -> list[str]:
        return [str(self.item(row).data(ID_ROLE)) for row in range(self.count())]

    @property
    def current_id(self) -> str:
        """Id of the current entry, "" when there is none."""
        item = self.currentItem()
        return str(item.data(ID_ROLE)) if item is not None else ""

    def choose(self, id: str) -> None:
        """Make an entry current; the first when there is none of that id."""
        ids = self.ids
        self.setCurrentRow(ids.index(id) if id in ids else 0)
