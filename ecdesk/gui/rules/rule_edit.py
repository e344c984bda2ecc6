"""The editor of a rule's text: colours, completion as one types, the error under its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit, QWidget

from ecdesk.checks import Completion, completion
from ecdesk.domain.book.book import Book
from ecdesk.domain.texts import text
from ecdesk.gui.base import icons
from ecdesk.gui.base.listing import DETAIL_ROLE, Column, ListingModel
from ecdesk.gui.base.lists import PickList
from ecdesk.gui.rules.highlighting import RuleHighlighter
from ecdesk.session.rules.rules import RuleProblem

ROWS_SHOWN = 8


KIND_NAMES = {
    "indicator": text("指标"),
    "area": text("地区"),
    "item": text("分组项"),
    "period": text("时期"),
    "group": text("成组"),
    "measure": text("量"),
    "function": text("函数"),
    "relation": text("关系"),
    "clause": text("条件"),
    "scope": text("范围"),
}
"""What a completion is, in words."""
_ICONS = {"indicator": "indicator", "area": "area", "item": "section", "period": "history"}


def _kind_name(one: Completion) -> str:
    return str(KIND_NAMES[one.kind])


_NAME = Column[Completion](
    "",
    lambda one: one.text,
    icon=lambda one: icons.icon(_ICONS.get(one.kind, "command"), "muted"),
    answers={DETAIL_ROLE: _kind_name},
)


class RuleEdit(QPlainTextEdit):
    """Ctrl+Space asks for completion, Tab or Enter takes it, Escape closes it; Ctrl+Enter wants the rule saved."""

    submitted = Signal()

    def __init__(self, book: Callable[[], Book], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.highlighter = RuleHighlighter(self.document())
        self._book = book
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setMinimumHeight(self.fontMetrics().height() * 3 + 20)
        self.model = ListingModel([_NAME], lambda _one: "", self)
        self.popup: PickList | None = None

    def set_problems(self, problems: tuple[RuleProblem, ...]) -> None:
        self.highlighter.set_problems(problems)

    def go_to(self, problem: RuleProblem) -> None:
        """Put the cursor where a problem is, with its text selected."""
        length = len(self.toPlainText())
        cursor = self.textCursor()
        cursor.setPosition(min(problem.offset, length))
        cursor.setPosition(min(problem.offset + problem.length, length), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- completion

    @property
    def offered(self) -> list[Completion]:
        """What is being offered; empty while the list is closed."""
        return list(self.model.rows) if self.popup is not None and self.popup.isVisible() else []

    def complete(self, always: bool = True) -> None:
        """Offer what can stand at the cursor. always: also while no letter of it has been typed."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            self.close_completion()
            return
        position = cursor.position()
        found = completion(self.toPlainText(), position, self._book())
        if not always and found and found[0].start == position:
            found = []
        self.model.start_over(found)
        if not found:
            self.close_completion()
            return
        self._hang(self._made_popup(), found)

    def _made_popup(self) -> PickList:
        """The list of this window; the editor may have been taken to another one since."""
        if self.popup is None or self.popup.parent() is not self.window():
            self.popup = PickList(self.model, self.window())
            self.popup.view.clicked.connect(self._insert)
            self.destroyed.connect(self.popup.deleteLater)
        return self.popup

    def _hang(self, popup: PickList, found: list[Completion]) -> None:
        window = self.window()
        popup.view.setCurrentIndex(self.model.index(0, 0))
        start = QTextCursor(self.document())
        start.setPosition(found[0].start)
        corner = self.viewport().mapTo(window, self.cursorRect(start).bottomLeft() + QPoint(-8, 4))
        height, width = popup.height_of(min(len(found), ROWS_SHOWN)), min(340, window.width() - 16)
        left, top = max(8, min(corner.x(), window.width() - width - 8)), corner.y()
        if top + height > window.height():
            top = max(0, corner.y() - height - self.cursorRect().height() - 8)
        popup.hang(left, top, width, height)

    def close_completion(self) -> None:
        if self.popup is not None:
            self.popup.hide()

    def _insert(self, index: QModelIndex) -> None:
        found = self.model.rows[index.row()]
        self.close_completion()
        cursor = self.textCursor()
        cursor.setPosition(found.start)
        cursor.setPosition(found.end, QTextCursor.MoveMode.KeepAnchor)
        takes_argument = found.kind == "function" and found.text not in _subjects()
        cursor.insertText(f"{found.text}()" if takes_argument else found.text)
        if takes_argument:
            cursor.movePosition(QTextCursor.MoveOperation.Left)
        self.setTextCursor(cursor)
        self.setFocus()

    # -- keys

    def event(self, event: QEvent) -> bool:
        """Tab takes what is offered; it would leave the editor before any key of it is looked at."""
        tab = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if tab and self.offered and self.popup is not None:
            self._insert(self.popup.view.currentIndex())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.offered and self.popup is not None and self._key_of_list(event, control, self.popup.view):
            return
        match event.key():
            case Qt.Key.Key_Space if control:
                self.complete()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if control:
                self.close_completion()
                self.submitted.emit()
            case _:
                self._type(event)

    def _key_of_list(self, event: QKeyEvent, control: bool, view: QListView) -> bool:
        """Whether a key was meant for the list of completions, which has done what it says."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up | Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                QApplication.sendEvent(view, event)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not control:
                self._insert(view.currentIndex())
            case Qt.Key.Key_Escape:
                self.close_completion()
            case _:
                return False
        return True

    def _type(self, event: QKeyEvent) -> None:
        before = self.toPlainText()
        super().keyPressEvent(event)
        if self.toPlainText() != before and event.text():
            self.complete(always=event.text() in ("[", ".", "．", "【"))
        elif event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            self.close_completion()

    def inputMethodEvent(self, event: Any) -> None:
        """Chinese comes from the input method: completion looks at what it has put in."""
        super().inputMethodEvent(event)
        if event.commitString():
            self.complete(always=False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_completion()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.highlighter.rehighlight()


def _subjects() -> frozenset[str]:
    from ecdesk.checks.language.vocabulary import vocabulary

    return frozenset(vocabulary().subjects)
