"""What lists have in common: titles with something muted at the right, groups with their counts, what can be picked while typing, what is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ecdesk.gui.base import icons, plain, themes
from ecdesk.gui.base.listing import DETAIL_ROLE, ListingModel

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)
OPEN_ROLE = ID_ROLE + 2
_MARGIN = 8
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class TypedStays(QStyledItemDelegate):
    """What is being typed in a row stays when the list is renewed; Qt would put the row's words back."""

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)


class TitleDelegate(QStyledItemDelegate):
    """Icon and title at the left, the detail at the right; what is open stands in bold."""

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
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, inner.x(), inner.y(), icons.SIZE, inner.height(), mode=_mode(chosen))
            inner.setLeft(inner.left() + icons.SIZE + _MARGIN)
        metrics = painter.fontMetrics()
        detail = index.data(DETAIL_ROLE) or ""
        # An exact fit is cut short by rounding.
        width = min(metrics.horizontalAdvance(detail) + 4, inner.width() // 2) if detail else 0
        painter.setPen(theme.colour("HighlightedText" if chosen else "muted"))
        painter.drawText(inner, _RIGHT, metrics.elidedText(detail, Qt.TextElideMode.ElideRight, width))
        painter.setPen(theme.colour("HighlightedText" if chosen else "Text"))
        title = metrics.elidedText(index.data() or "", Qt.TextElideMode.ElideRight, inner.width() - width - _MARGIN)
        painter.drawText(inner, _LEFT, title)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, option.fontMetrics.height() + 10)


def _mode(chosen: bool) -> QIcon.Mode:
    return QIcon.Mode.Selected if chosen else QIcon.Mode.Normal


class PickList(QFrame):
    """Hangs over the window, below a field that keeps the focus, with what can be picked there."""

    def __init__(self, model: ListingModel[Any], window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("commandPopup")
        self.view = QListView(self, uniformItemSizes=True)
        self.view.setModel(model)
        self.view.setItemDelegate(TitleDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(1, 5, 1, 5)
        self.lines.addWidget(self.view)

    def height_of(self, rows: int) -> int:
        """Pixels that so many rows need."""
        return rows * (self.fontMetrics().height() + 10) + 12

    def hang(self, left: int, top: int, width: int, height: int) -> None:
        """Show it at a place of the window."""
        self.setGeometry(left, top, width, height)
        self.show()
        self.raise_()


class CountList(QListWidget):
    """Groups with counts, such as of findings or kinds of rules; each goes by its id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(TitleDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def add(self, id: str, title: str, count: str = "", is_open: bool = False, tip: str = "") -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setData(ID_ROLE, id)
        item.setData(DETAIL_ROLE, count)
        item.setData(OPEN_ROLE, is_open)
        item.setToolTip(plain.tip(tip or title))
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
