"""The editor of a rule's text: colours, completion as one types, the error under its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QPlainTextEdit, QVBoxLayout, QWidget

from ecdesk.checks import Completion, completion
from ecdesk.domain.book.book import Book
from ecdesk.domain.texts import tr
from ecdesk.gui.rules.highlighting import RuleHighlighter
from ecdesk.gui.shell.command_box import ResultDelegate, ResultsModel, Target
from ecdesk.session.rules.rules import RuleProblem

ROWS_SHOWN = 8


def kind_names() -> dict[str, str]:
    """What a completion is, in words."""
    return {
        "indicator": tr("指标"),
        "area": tr("地区"),
        "item": tr("分组项"),
        "period": tr("时期"),
        "group": tr("成组"),
        "measure": tr("量"),
        "function": tr("函数"),
        "relation": tr("关系"),
        "clause": tr("条件"),
        "scope": tr("范围"),
    }


_ICONS = {"indicator": "indicator", "area": "area", "item": "section", "period": "history"}


class CompletionModel(ResultsModel):
    """Completions, shown as the command box shows what it has found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.completions: list[Completion] = []

    def set_completions(self, completions: list[Completion]) -> None:
        self.completions = completions
        kinds = kind_names()
        self.set_targets([Target(_ICONS.get(one.kind, "command"), one.text, one.text, kinds[one.kind]) for one in completions])


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
        self.model = CompletionModel(self)
        self._popup: QFrame | None = None
        self.view: QListView | None = None

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
        return list(self.model.completions) if self._popup is not None and self._popup.isVisible() else []

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
        self.model.set_completions(found)
        if not found:
            self.close_completion()
            return
        self._place()

    def _place(self) -> None:
        window = self.window()
        if self._popup is None or self._popup.parent() is not window:
            self._popup = QFrame(window)
            self._popup.setObjectName("commandPopup")
            self.view = QListView(self._popup)
            self.view.setModel(self.model)
            self.view.setItemDelegate(ResultDelegate(self.view))
            self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.view.setUniformItemSizes(True)
            self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self.view.clicked.connect(self._take)
            layout = QVBoxLayout(self._popup)
            layout.setContentsMargins(1, 4, 1, 4)
            layout.addWidget(self.view)
            self.destroyed.connect(self._popup.deleteLater)
        assert self.view is not None
        self.view.setCurrentIndex(self.model.index(0))
        start = QTextCursor(self.document())
        start.setPosition(self.model.completions[0].start)
        corner = self.viewport().mapTo(window, self.cursorRect(start).bottomLeft() + QPoint(-8, 4))
        rows = min(len(self.model.completions), ROWS_SHOWN)
        height = rows * (self.fontMetrics().height() + 10) + 10
        width = min(340, window.width() - 16)
        left = max(8, min(corner.x(), window.width() - width - 8))
        top = corner.y()
        if top + height > window.height():
            top = max(0, corner.y() - height - self.cursorRect().height() - 8)
        self._popup.setGeometry(left, top, width, height)
        self._popup.show()
        self._popup.raise_()

    def close_completion(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _take(self, index: QModelIndex) -> None:
        found = self.model.completions[index.row()]
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
        if tab and self.offered and self.view is not None:
            self._take(self.view.currentIndex())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if self.offered and self.view is not None:
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                QApplication.sendEvent(self.view, event)
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
                self._take(self.view.currentIndex())
                return
            if key == Qt.Key.Key_Escape:
                self.close_completion()
                return
        if key == Qt.Key.Key_Space and control:
            self.complete()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.close_completion()
            self.submitted.emit()
            return
        before = self.toPlainText()
        super().keyPressEvent(event)
        if self.toPlainText() != before and event.text():
            self.complete(always=event.text() in ("[", ".", "．", "【"))
        elif key not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
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
