"""Find in a manuscript: a bar under the text, never over it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.folding import read_by_character
from ecdesk.gui.base import plain
from ecdesk.gui.base.form_fields import SearchField
from ecdesk.gui.base.layouts import PANEL_BAR, bar
from ecdesk.gui.base.panes import Pane, worded

Span = tuple[int, int]
_UNSEEN = " \t\r\n,'"
"""What may stand between the digits and signs of what is looked for."""


def spans_of(text: str, words: str) -> list[Span]:
    """Where words stand in a text, whatever the case, the width, the spaces and the separators between thousands."""
    wanted = _kept(words)[0]
    if not wanted:
        return []
    read, places = _kept(text)
    found, place = [], read.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        found.append((places[place], places[end - 1] + 1))
        place = read.find(wanted, end)
    return found


def _kept(text: str) -> tuple[str, list[int]]:
    """The characters of a text that count, and where each stands."""
    folded = read_by_character(text)
    kept = [(sign, folded.at[place]) for place, one in enumerate(folded.text) if (sign := one.casefold()) not in _UNSEEN]
    signs = "".join(sign for sign, _place in kept)
    return signs, [place for sign, place in kept for _each in sign]


class TextFindBar(Pane):
    """went: a span to go to. closed: the bar goes."""

    went = Signal(int, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textFindBar")
        self._text = ""
        self._found: list[Span] = []
        self._at = 0
        self.words = worded(SearchField(self, clearButtonEnabled=True), name=text("在文稿中查找"), hint=text("在文稿中查找"))
        self.words.setObjectName("textFindWords")
        self.back = worded(self._button("textFindBack", "↑"), tip=text("上一个（Shift+Enter）"))
        self.on = worded(self._button("textFindOn", "↓"), tip=text("下一个（Enter）"))
        self.count = plain.Label(self)
        self.count.setObjectName("textFindCount")
        self.shut = worded(self._button("textFindClose", "×"), tip=text("关闭（Esc）"))
        bar(self.words, self.back, self.on, self.count, self.shut, grow=self.words, margins=PANEL_BAR, spacing=4, parent=self)
        self.words.textChanged.connect(self._search)
        self.on.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        self.shut.clicked.connect(self.close_bar)
        self.retranslate()
        self.hide()

    def _button(self, name: str, sign: str) -> QToolButton:
        button = QToolButton(self, autoRaise=True)
        button.setObjectName(name)
        button.setText(sign)
        return button

    def retranslate(self) -> None:
        self._show_count()

    @property
    def found(self) -> list[Span]:
        """Every place of what is looked for; none while the bar is not there."""
        return self._found if self.isVisible() else []

    def set_text(self, text: str) -> None:
        """Look in another text from now on."""
        if text != self._text:
            self._text = text
            if self.isVisible():
                self._search()

    def open_bar(self, at: int, words: str) -> None:
        """Show the bar, ready to type in. at: where the search begins; words: what is looked for at first."""
        self._at = at
        self.show()
        if words:
            self.words.setText(words)
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self._search()

    def close_bar(self) -> None:
        self.hide()
        self.closed.emit()

    def _search(self) -> None:
        self._found = spans_of(self._text, self.words.text())
        if self._found:
            self._go_to(bisect_left(self._found, (self._at, self._at)))
        self._show_count()

    def _show_count(self) -> None:
        starts = [start for start, _end in self._found]
        if not self.words.text().strip():
            self.count.setText("")
        elif not starts:
            self.count.setText(tr("没有找到"))
        else:
            self.count.setText(tr("第 {at} / {count} 处", at=bisect_right(starts, self._at), count=len(starts)))

    def go_on(self) -> None:
        if self._found:
            self._go_to(bisect_right(self._found, (self._at, len(self._text))))

    def go_back(self) -> None:
        if self._found:
            self._go_to(bisect_left(self._found, (self._at, 0)) - 1)

    def _go_to(self, number: int) -> None:
        start, end = self._found[number % len(self._found)]
        self._at = start
        self._show_count()
        self.went.emit(start, end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.go_back if back else self.go_on)()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
