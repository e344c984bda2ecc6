"""How a list shows findings in two lines each: the figures put into the formula, and below what would put it right, with its button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.base import themes
from ecdesk.gui.base.plain_table import PlainTable

Index = QModelIndex | QPersistentModelIndex
UPPER_ROLE, LOWER_ROLE, ASIDE_ROLE, MENDS_ROLE = (int(Qt.ItemDataRole.UserRole) + number for number in range(1, 5))
"""The first line, the second, what stands at the right of the first, and whether there is something to be put right by the button."""
_MARGIN = 8
_BETWEEN = 12
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class TwoLines(QStyledItemDelegate):
    """Draws both lines, each cut where the room ends."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        theme, metrics = themes.current(), option.fontMetrics
        plain, quiet = (theme.colour(name) for name in (("HighlightedText",) * 2 if chosen else ("Text", "muted")))
        upper, lower = _halves(option.rect)
        painter.save()
        painter.setPen(quiet)
        upper = _beside(painter, upper, str(index.data(ASIDE_ROLE) or ""), metrics)
        if index.data(MENDS_ROLE):
            button = button_rect(option.rect, metrics)
            lower.setRight(button.left() - _BETWEEN)
            painter.setPen(QPen(theme.colour("HighlightedText" if chosen else "Link")))
            painter.drawRoundedRect(button, 3, 3)
            painter.drawText(button, _MIDDLE, button_words())
            painter.setPen(quiet)
        painter.drawText(lower, _LEFT, _cut(str(index.data(LOWER_ROLE)), lower, metrics))
        painter.setPen(plain)
        painter.drawText(upper, _LEFT, _cut(str(index.data(UPPER_ROLE)), upper, metrics))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height(option.fontMetrics))


def row_height(metrics: QFontMetrics) -> int:
    """Of a line of the list, in pixels."""
    return 2 * metrics.height() + 14


def button_words() -> str:
    return tr("照此改正")


def button_rect(rect: QRect, metrics: QFontMetrics) -> QRect:
    """Where the button stands in a cell."""
    width, height = metrics.horizontalAdvance(button_words()) + 16, metrics.height() + 2
    _upper, lower = _halves(rect)
    return QRect(lower.right() - width, lower.center().y() - height // 2, width, height)


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    inner = rect.adjusted(_MARGIN // 2, 3, -_MARGIN, -3)
    half = inner.height() // 2
    return QRect(inner.x(), inner.y(), inner.width(), half), QRect(inner.x(), inner.y() + half, inner.width(), half)


def _beside(painter: QPainter, rect: QRect, words: str, metrics: QFontMetrics) -> QRect:
    """Write words at the right; the room that is left of them."""
    width = min(metrics.horizontalAdvance(words) + 4, rect.width() // 2) if words else 0
    painter.drawText(rect, _RIGHT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, width))
    return rect.adjusted(0, 0, -width - (_BETWEEN if words else 0), 0)


def _cut(words: str, rect: QRect, metrics: QFontMetrics) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())


class TwoLineTable(PlainTable):
    """Lines of two, with no heading: the last column takes the width that is left, whatever that is, and nothing scrolls sideways."""

    mend_wanted = Signal(QModelIndex)
    """The button of a line was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setMouseTracking(True)
        self._pressed = QPersistentModelIndex()
        """The line whose button the mouse went down on; the second press of a double click is none, for the lines have moved up by then."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = QPersistentModelIndex(self._button_at(event.position().toPoint()) if left else QModelIndex())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index, pressed = self._button_at(event.position().toPoint()), self._pressed
        self._pressed = QPersistentModelIndex()
        if index.isValid() and pressed == index:
            self.mend_wanted.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._button_at(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().unsetCursor()
        return super().viewportEvent(event)

    def _button_at(self, where: QPoint) -> QModelIndex:
        """The line whose button is there; none where none is."""
        index = self.indexAt(where)
        there = index.isValid() and index.data(MENDS_ROLE)
        return index if there and button_rect(self.visualRect(index), self.fontMetrics()).contains(where) else QModelIndex()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(row_height(self.fontMetrics()))
