"""The editor of a rule's text: colours, completion as one types, the error under its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QListView, QPlainTextEdit, QWidget

from ecdesk.checks import Completion, RuleError, completion
from ecdesk.checks.language.parsing import Token, tokens
from ecdesk.checks.language.vocabulary import rank_count, vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level
from ecdesk.domain.texts import text
from ecdesk.gui.base import icons, themes
from ecdesk.gui.base.listing import DETAIL_ROLE, Column, ListingModel
from ecdesk.gui.base.lists import PickList
from ecdesk.session.rules.rules import RuleProblem


def kinds_of(written: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the parts of a rule that are not plain names: function, clause, measure, select, number or sign."""
    try:
        found = tokens(written)
    except RuleError as error:
        # What stands before the quote or bracket that is left open keeps its colours.
        try:
            found = tokens(written[: error.offset])
        except RuleError:
            return []
    before = ["", *(token.kind for token in found)]
    following = [*(token.kind for token in found[1:]), ""]
    kinds = map(_kind, found, before, following)
    return [(token.span.start, token.span.end, kind) for token, kind in zip(found[:-1], kinds, strict=False) if kind]


_KINDS = {"select": "select", "number": "number", "relation": "sign", "operator": "sign"}
_BEFORE_NO_CLAUSE = ("", "dot", "operator", "relation", "open")


def _kind(token: Token, before: str, following: str) -> str:
    """The kind of one part, "" for a plain name. before and following: the kinds of token that stand beside it."""
    if token.kind != "word":
        return _KINDS.get(token.kind, "")
    words = vocabulary()
    if following == "open" and _can_be_called(token.text):
        return "function"
    if before == "dot":
        return "measure"
    if token.text in words.relations or token.text in words.operators:
        return "sign"
    if token.text in words.subjects:
        return "function"
    return "clause" if before not in _BEFORE_NO_CLAUSE and token.text.startswith(tuple(words.clauses)) else ""


def _can_be_called(word: str) -> bool:
    words = vocabulary()
    return word in words.functions or word in words.predicates or rank_count(word) is not None


class RuleHighlighter(QSyntaxHighlighter):
    """Colours by the theme, and an underline, straight in a name's colour and wavy where there is a problem."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._problems: tuple[RuleProblem, ...] = ()

    def set_problems(self, problems: tuple[RuleProblem, ...]) -> None:
        if problems != self._problems:
            self._problems = problems
            self.rehighlight()

    def highlightBlock(self, line: str) -> None:
        theme = themes.current()
        whole: str = self.document().toPlainText()
        start = self.currentBlock().position()
        colours = {
            "function": theme.colour("computed"),
            "clause": theme.colour("computed"),
            "measure": theme.colour("imported"),
            "select": theme.colour("imported"),
            "number": theme.colour("query"),
            "sign": theme.colour("muted"),
        }
        for first, last, kind in kinds_of(whole):
            if last > start and first < start + len(line):
                look = QTextCharFormat()
                look.setForeground(colours[kind])
                if kind == "clause":
                    look.setFontWeight(QFont.Weight.DemiBold)
                self.setFormat(max(0, first - start), min(last, start + len(line)) - max(first, start), look)
        for problem in self._problems:
            self._underline(problem, start, len(line), theme.colour("error" if problem.level is Level.ERROR else "query"))

    def _underline(self, problem: RuleProblem, start: int, length: int, colour: QColor) -> None:
        first, last = problem.offset - start, problem.offset + max(1, problem.length) - start
        if first >= length > 0 and last > length:
            first, last = length - 1, length  # what is missing at the end is shown under the last character
        for position in range(max(0, first), min(last, length)):
            look = self.format(position)
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(colour)
            self.setFormat(position, 1, look)


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
