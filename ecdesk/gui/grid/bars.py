"""The bars around the grid: name, figure as typed and origin above it; notices with something to do about them; one that asks for a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.form_fields import SearchField
from ecdesk.gui.base.layouts import bar


def flat_button(parent: QWidget, name: str, text: str, tip: str, pressed: Callable[..., object]) -> QToolButton:
    """A button of a bar or strip: a word or a sign, what it does, and the same in words when hovered over."""
    button = QToolButton(parent, autoRaise=True)
    button.setObjectName(name)
    button.setText(plain.caption(text))
    button.setToolTip(plain.tip(tip))
    button.clicked.connect(pressed)
    return button


class ElidedLabel(plain.Label):
    """A label of one line that ends in an ellipsis where there is no room, and tells the rest when hovered over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_line(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(plain.tip(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)


class FigureLine(QLineEdit):
    """The figure as typed, to be changed in a line of its own. committed: how it was left ("enter", "tab", "") and with Shift or not."""

    committed = Signal(str, bool)
    cancelled = Signal()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            self.committed.emit("tab", event.key() == Qt.Key.Key_Backtab)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            how = "fill" if event.modifiers() & Qt.KeyboardModifier.ControlModifier else "enter"
            self.committed.emit(how, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason) and self.isModified():
            self.committed.emit("", False)


ROOM_ASIDE = 18
"""Pixels of a line edit beside its text."""


class NameBox(QLineEdit):
    """Where the active cell is; another place typed here is gone to. wanted: what was typed."""

    wanted = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = ""
        """The whole name of the place, of which the box may show the two ends only."""

    def show_place(self, place: str) -> None:
        """Say where the active cell is: row and column both, if need be at the cost of what is between."""
        self.place = place
        room = self.contentsRect().width() - ROOM_ASIDE
        self.setText(self.fontMetrics().elidedText(place, Qt.TextElideMode.ElideMiddle, room))
        self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setText(self.place)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


class NameStrip(QWidget):
    """name box │ figure as typed │ origin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nameStrip")
        self.name = NameBox(self)
        self.name.setObjectName("nameBox")
        self.name.setFixedWidth(230)
        self.name.setAccessibleName(tr("名称框"))
        self.name.setToolTip(tr("当前单元格的行与列。键入行名、列名或“行,列”可转到那里。"))
        self.figure = FigureLine(self)
        self.figure.setObjectName("figureLine")
        self.figure.setAccessibleName(tr("当前单元格的内容"))
        self.origin = ElidedLabel(self)
        self.origin.setObjectName("originLine")
        self.origin.setAccessibleName(tr("来源"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 8, 4)
        layout.setSpacing(4)
        layout.addWidget(self.name)
        layout.addWidget(self.figure, 3)
        layout.addSpacing(4)
        layout.addWidget(self.origin, 4)


TITLE = 168
"""Pixels of a table's title that are seen at least: its number and the first words."""


class HeadingStrip(QWidget):
    """Which table it is, how far it is and whose, and its unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headingStrip")
        self.title = ElidedLabel(self)
        self.title.setProperty("role", "heading")
        self.state = ElidedLabel(self)
        self.state.setProperty("role", "muted")
        # Which table it is comes first where there is no room for all.
        self.state.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.state.setMinimumWidth(1)
        self.title.setMinimumWidth(TITLE)
        self.unit = plain.Label(self)
        bar(self.title, self.state, self.unit, grow=self.title, margins=(8, 2, 8, 3), spacing=16, parent=self)


class NoticeStrip(QFrame):
    """One line over the grid with something to do about it; not there when there is nothing to say."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "strip")
        self.words = ElidedLabel(self)
        self._layout = bar(self.words, grow=self.words, margins=(8, 2, 8, 2), spacing=4, parent=self)
        self.hide()

    def add_button(self, name: str, text: str, tip: str, pressed: Callable[[], object]) -> QToolButton:
        button = flat_button(self, name, text, tip, pressed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._layout.addWidget(button)
        return button

    def say(self, words: str) -> None:
        """Show these words; nothing hides the strip."""
        self.words.set_line(words)
        self.setVisible(bool(words))


class ChoiceStrip(NoticeStrip):
    """A question over the grid: Enter takes the answer that has the focus, Tab goes to the next one, Esc takes none. closed: it is answered or given up."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._answers: list[QToolButton] = []

    def add_answer(self, name: str, text: str, tip: str, chosen: Callable[[], object]) -> None:
        """The first answer is the one that Enter takes."""
        button = self.add_button(name, text, tip, self.close_strip)
        button.clicked.connect(chosen)
        self._answers.append(button)

    def ask(self, words: str) -> None:
        self.say(words)
        self._answers[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_strip(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            next((one for one in self._answers if one.hasFocus()), self._answers[0]).click()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)


class PromptBar(QWidget):
    """Enter hands the words on, Esc goes back; a verb that refuses them keeps the bar open. closed: the bar goes."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._took: Callable[[str], bool] | None = None
        self.title = plain.Label(self)
        self.words = SearchField(self, clearButtonEnabled=True)
        self.words.setObjectName(name + "Words")
        close = flat_button(self, name + "Close", "×", tr("关闭（Esc）"), self.close_bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 3, 8, 3)
        layout.addWidget(self.title)
        layout.addWidget(self.words, 1)
        layout.addWidget(close)
        self.hide()

    def ask(self, title: str, words: str, hint: str, took: Callable[[str], bool], known: Sequence[str] = ()) -> None:
        """Show the bar. took: is given what was typed, and says whether that was all. known: what is offered while somebody types."""
        self._took = took
        self.title.setText(title)
        self.words.setPlaceholderText(hint)
        self.words.setAccessibleName(title)
        completer = QCompleter(
            list(known), self.words, filterMode=Qt.MatchFlag.MatchContains, caseSensitivity=Qt.CaseSensitivity.CaseInsensitive
        )
        self.words.setCompleter(completer)
        self.words.setText(words)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def close_bar(self) -> None:
        self._took = None
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._took is not None and self._took(self.words.text()):
                self.close_bar()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
