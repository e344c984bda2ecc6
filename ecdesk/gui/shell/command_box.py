"""The command box (Ctrl+K): finds exhibits, areas, indicators and commands by a few characters, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import half_width
from ecdesk.domain.wording.time_words import find_time, period_named
from ecdesk.domain.wording.times import Time
from ecdesk.gui.base import icons, themes

Index = QModelIndex | QPersistentModelIndex
MOST_RESULTS = 40
ROWS_SHOWN = 12
ANY_YEAR = 2000
"""In which a query is read when no book is open."""
TARGET_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Target:
    """Something that can be found. kind: exhibit, area, indicator, manuscript, panel or command; words: what else it is found by; detail:
    shown beside; periods: codes of those that an exhibit has figures of, found by however they are written."""

    kind: str
    id: str
    title: str
    detail: str = ""
    words: str = ""
    periods: frozenset[str] = frozenset()


def folded(text: str) -> str:
    return half_width(text).casefold()


def rank(target: Target, query: str) -> int | None:
    """How well a target answers a query, lower is better; None when some word of the query is nowhere in it."""
    title, rest = folded(target.title), folded(f"{target.detail} {target.words}")
    worst = 0
    for word in query.split():
        if title.startswith(word):
            score = 0
        elif word in title:
            score = 1
        elif word in rest:
            score = 2
        elif _in_order(word, title.replace(" ", "")):
            score = 3
        else:
            return None
        worst = max(worst, score)
    return worst


def _is_of(code: str, time: Time, year: int | None) -> bool:
    """Whether a time means a period, whichever year it stands in when it names none."""
    period = period_from_code(code)
    own = year if time.shift is not None else period.year
    meant = time.period(Period(own) if own else None, part_of_own=False)
    return meant is not None and meant.span == period.span


def _in_order(letters: str, text: str) -> bool:
    """Whether the letters stand in the text in this order, with others between them."""
    position = 0
    for letter in letters:
        position = text.find(letter, position) + 1
        if not position:
            return False
    return True


def search(targets: Iterable[Target], query: str, year: int | None = None) -> list[Target]:
    """The best answers to a query; everything in its order for an empty one. year: the book's own, from which 去年 counts."""
    wanted = folded(query).strip()
    if not wanted:
        return list(targets)[:MOST_RESULTS]
    time, rest = find_time(query)
    if time is not None and period_named(query, Period(year or ANY_YEAR)) is not None:
        rest = ""
    scored = []
    for number, target in enumerate(targets):
        score = rank(target, wanted)
        if score is None and time is not None and any(_is_of(code, time, year) for code in target.periods):
            score = rank(target, folded(rest))
        if score is not None:
            scored.append((score, number, target))
    return [target for _score, _number, target in sorted(scored, key=lambda entry: entry[:2])[:MOST_RESULTS]]


class ResultsModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._targets: list[Target] = []

    def set_targets(self, targets: list[Target]) -> None:
        self.beginResetModel()
        self._targets = targets
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._targets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        target = self._targets[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return target.title
        if role == TARGET_ROLE:
            return target
        return None


class ResultDelegate(QStyledItemDelegate):
    """Icon and title on the left, what it is on the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        target: Target = index.data(TARGET_ROLE)
        theme = themes.current()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.colour("Highlight"))
        icon = {"exhibit": "chart", "panel": "split"}.get(target.kind, target.kind)
        ink = "HighlightedText" if chosen else "muted"
        icons.icon(icon, ink).paint(painter, rect.adjusted(8, 0, 0, 0).x(), rect.y(), 16, rect.height())
        metrics = option.fontMetrics
        inner = rect.adjusted(32, 0, -12, 0)
        # An exact fit is cut short by rounding.
        detail_width = min(metrics.horizontalAdvance(target.detail) + 4, inner.width() // 2)
        painter.setPen(theme.colour("HighlightedText" if chosen else "Text"))
        title = metrics.elidedText(target.title, Qt.TextElideMode.ElideRight, inner.width() - detail_width - 12)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
        painter.setPen(theme.colour("HighlightedText" if chosen else "muted"))
        detail = metrics.elidedText(target.detail, Qt.TextElideMode.ElideRight, detail_width)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), detail)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, option.fontMetrics.height() + 10)


class CommandBox(QLineEdit):
    """A line in the toolbar; its results hang below it and never take the focus."""

    chosen = Signal(object)
    """Target."""
    left = Signal()
    """Escape: the focus should go back to where it was."""

    def __init__(
        self, targets: Callable[[], list[Target]], year: Callable[[], int | None], parent: QWidget | None = None
    ) -> None:
        """targets: what can be found now; year: the book's own."""
        super().__init__(parent)
        self._targets, self._year = targets, year
        self._found: list[Target] = []
        self._popup: QFrame | None = None
        self.model = ResultsModel(self)
        self.view: QListView | None = None
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(160)
        self.setMaximumWidth(420)
        self.textEdited.connect(self._search)
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(tr("查找图表、文稿、命令等（Ctrl+K）"))
        self.setAccessibleName(tr("查找图表、文稿、命令等"))

    def start(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._search()

    def _search(self) -> None:
        self._found = search(self._targets(), self.text(), self._year())
        self.model.set_targets(self._found)
        self._place()
        if self.view is not None and self._found:
            self.view.setCurrentIndex(self.model.index(0))

    def _place(self) -> None:
        window = self.window()
        if self._popup is None:
            self._popup = QFrame(window)
            self._popup.setObjectName("commandPopup")
            self.view = QListView(self._popup)
            self.view.setModel(self.model)
            self.view.setItemDelegate(ResultDelegate(self.view))
            self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.view.setUniformItemSizes(True)
            self.view.setMouseTracking(True)
            self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.view.clicked.connect(self._click)
            layout = QVBoxLayout(self._popup)
            layout.setContentsMargins(1, 5, 1, 5)
            layout.addWidget(self.view)
            self.nothing = QLabel(self._popup)
            self.nothing.setProperty("role", "muted")
            self.nothing.setTextFormat(Qt.TextFormat.PlainText)
            self.nothing.setContentsMargins(11, 2, 11, 2)
            layout.addWidget(self.nothing)
        assert self.view is not None
        if not self._found and not self.text().strip():
            self._popup.hide()
            return
        self.view.setVisible(bool(self._found))
        self.nothing.setVisible(not self._found)
        self.nothing.setText(tr("没有找到“{words}”。", words=self.text().strip()[:40]))
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        width = max(self.width(), min(560, window.width() - 32))
        rows = max(1, min(len(self._found), ROWS_SHOWN))
        height = rows * (self.fontMetrics().height() + 10) + 12
        left = max(16, min(corner.x() + self.width() - width, window.width() - width - 16))
        self._popup.setGeometry(left, corner.y(), width, height)
        self._popup.show()
        self._popup.raise_()

    def close_results(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    @property
    def results(self) -> list[Target]:
        return list(self._found) if self._popup is not None and self._popup.isVisible() else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and self.view is not None:
            if not self.results:
                self._search()
            else:
                QApplication.sendEvent(self.view, event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.results and self.view is not None and self.view.currentIndex().isValid():
                self._choose(self.view.currentIndex().data(TARGET_ROLE))
        elif key == Qt.Key.Key_Escape:
            self.close_results()
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_results()
        super().focusOutEvent(event)

    def _click(self, index: QModelIndex) -> None:
        self._choose(index.data(TARGET_ROLE))

    def _choose(self, target: Target) -> None:
        self.close_results()
        self.clear()
        self.left.emit()
        self.chosen.emit(target)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
