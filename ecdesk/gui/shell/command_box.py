"""The command box (Ctrl+K): finds exhibits, areas, indicators, figures and commands by a few characters, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import half_width
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.listing import DETAIL_ROLE, ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.lists import PickList

if TYPE_CHECKING:
    from ecdesk.domain.wording.time.times import Time

MOST_RESULTS = 40
ROWS_SHOWN = 12
ANY_YEAR = 2000
"""In which a query is read when no book is open."""


@dataclass(frozen=True)
class Target:
    """Something that can be found. kind: exhibit, area, indicator, figure, manuscript, panel or command; words: what else it is found by; detail:
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
    from ecdesk.domain.wording.time.time_words import find_time, period_named

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


_ICONS = {"exhibit": "chart", "panel": "split", "figure": "table"}


def _icon(target: Target) -> QIcon:
    return icons.icon(_ICONS.get(target.kind, target.kind), "muted")


def _detail(target: Target) -> str:
    return target.detail


_TITLE = Column[Target]("", lambda target: target.title, icon=_icon, answers={DETAIL_ROLE: _detail})


class CommandBox(QLineEdit):
    """A line in the toolbar; its results hang below it and never take the focus."""

    chosen = Signal(object)
    """Target."""
    left = Signal()
    """Escape: the focus should go back to where it was."""

    def __init__(
        self,
        targets: Callable[[], list[Target]],
        figures: Callable[[str], list[Target]],
        year: Callable[[], int | None],
        parent: QWidget | None = None,
    ) -> None:
        """targets: what can be found now by its words; figures: where a figure is printed; year: the book's own."""
        super().__init__(parent)
        self._targets, self._figures, self._year = targets, figures, year
        self._found: list[Target] = []
        self._popup: PickList | None = None
        self.model = ListingModel([_TITLE], lambda _target: "", self)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(120)
        self.setMaximumWidth(420)
        self.textEdited.connect(self._search)
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(tr("查找图表、数、文稿、命令等（Ctrl+K）"))
        self.setAccessibleName(tr("查找图表、数、文稿、命令等"))

    def start(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._search()

    def _search(self) -> None:
        self._found = [*self._figures(self.text()), *search(self._targets(), self.text(), self._year())]
        self.model.start_over(self._found)
        self._show_results(self._made_popup())

    def _made_popup(self) -> PickList:
        if self._popup is None:
            self._popup = PickList(self.model, self.window())
            self._popup.view.clicked.connect(self._click)
            self.nothing = plain.Label(self._popup, role="muted")
            self.nothing.setContentsMargins(11, 2, 11, 2)
            self._popup.lines.addWidget(self.nothing)
        return self._popup

    def _show_results(self, popup: PickList) -> None:
        window, words = self.window(), self.text().strip()
        if not self._found and not words:
            popup.hide()
            return
        popup.view.setVisible(bool(self._found))
        popup.view.setCurrentIndex(self.model.index(0, 0))
        self.nothing.setVisible(not self._found)
        self.nothing.setText(tr("没有找到“{words}”。", words=words[:40]))
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        width = max(self.width(), min(560, window.width() - 32))
        left = max(16, min(corner.x() + self.width() - width, window.width() - width - 16))
        popup.hang(left, corner.y(), width, popup.height_of(max(1, min(len(self._found), ROWS_SHOWN))))

    def close_results(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    @property
    def results(self) -> list[Target]:
        return list(self._found) if self._popup is not None and self._popup.isVisible() else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up | Qt.Key.Key_PageDown | Qt.Key.Key_PageUp if self._popup is not None:
                if self.results:
                    QApplication.sendEvent(self._popup.view, event)
                else:
                    self._search()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.results and self._popup is not None and self._popup.view.currentIndex().isValid():
                    self._choose(self._popup.view.currentIndex().data(ROW_ROLE))
            case Qt.Key.Key_Escape:
                self.close_results()
                self.clear()
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_results()
        super().focusOutEvent(event)

    def _click(self, index: QModelIndex) -> None:
        self._choose(index.data(ROW_ROLE))

    def _choose(self, target: Target) -> None:
        self.close_results()
        self.clear()
        self.left.emit()
        self.chosen.emit(target)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
