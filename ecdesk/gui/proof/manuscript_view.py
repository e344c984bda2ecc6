"""The manuscript as a page that cannot be written on, every figure marked like an auditor's ticks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ecdesk.gui.base import themes
from ecdesk.gui.base.slices import Slices
from ecdesk.prose.states import BOOK, ROUNDING, TEXT, UNCHECKED, WRONG, FigureState

UNDERLINES = {
    BOOK: QTextCharFormat.UnderlineStyle.SingleUnderline,
    TEXT: QTextCharFormat.UnderlineStyle.DashUnderline,
    ROUNDING: QTextCharFormat.UnderlineStyle.DashDotLine,
    WRONG: QTextCharFormat.UnderlineStyle.WaveUnderline,
    UNCHECKED: QTextCharFormat.UnderlineStyle.DotLine,
}
"""Each state has a line of its own, so that colour is never the only sign."""

COLOURS = {BOOK: "ok", TEXT: "notice", ROUNDING: "query", WRONG: "error", UNCHECKED: "missing"}


class Positions:
    """Offsets of the manuscript's text as positions in Qt's document and back: Qt counts UTF-16 units and a line end once."""

    def __init__(self, text: str) -> None:
        self._doubled = [found.start() for found in re.finditer("[\U00010000-\U0010ffff]", text)]
        self._dropped = [found.start() for found in re.finditer("\r\n", text)]

    def position(self, offset: int) -> int:
        if not self._doubled and not self._dropped:
            return offset
        return offset + bisect_left(self._doubled, offset) - bisect_left(self._dropped, offset)

    def offset(self, position: int) -> int:
        """The offset whose position this is, or the one before it."""
        low, high = 0, position + len(self._dropped) + 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.position(middle) <= position:
                low = middle
            else:
                high = middle - 1
        return low


class FigureMarks(QSyntaxHighlighter):
    """Underlines every figure by its state."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._starts: list[int] = []
        self._spans: list[tuple[int, int, str, bool]] = []
        self._formats: dict[tuple[str, bool], QTextCharFormat] = {}
        self._marking = Slices(None, self)

    def forget_spans(self) -> None:
        """Underline nothing in the text that is put in next."""
        self._marking.stop()
        self._spans, self._starts = [], []

    def set_spans(self, spans: Sequence[tuple[int, int, str, bool]], first: int = 0) -> None:
        """Spans as (start, end, state, settled), positions in the document, in order of place. first: number of the paragraph that is seen first: a
        long text is underlined bit by bit from there on."""
        self._spans = sorted(spans)
        self._starts = [span[0] for span in self._spans]
        self.restyle(first)

    def restyle(self, first: int = 0) -> None:
        self._formats.clear()
        self._marking.start(self._mark_from(first))

    def _mark_from(self, first: int) -> Iterator[None]:
        document = self.document()
        for number in (*range(first, document.blockCount()), *range(first)):
            self.rehighlightBlock(document.findBlockByNumber(number))
            yield

    def highlightBlock(self, text: str) -> None:
        if not self._spans:
            return
        begin = self.currentBlock().position()
        end = begin + len(text)
        for start, stop, state, settled in self._spans[bisect_right(self._starts, begin - 200) : bisect_left(self._starts, end)]:
            first, last = max(start, begin), min(stop, end)
            if first < last:
                self.setFormat(first - begin, last - first, self._format(state, settled))

    def _format(self, state: str, settled: bool) -> QTextCharFormat:
        if (state, settled) not in self._formats:
            made = QTextCharFormat()
            colour = themes.current().colour(COLOURS[state])
            made.setUnderlineStyle(UNDERLINES[state])
            made.setUnderlineColor(colour)
            if state == WRONG and not settled:
                made.setForeground(colour)
                made.setBackground(themes.current().colour("error_soft"))
            self._formats[state, settled] = made
        return self._formats[state, settled]


class ManuscriptView(QPlainTextEdit):
    """The text of a manuscript. It is only read; places in it are offsets of the manuscript's own text."""

    figure_clicked = Signal(object)
    """`FigureState` of the figure that was clicked."""
    figure_opened = Signal(object)
    """`FigureState` of the figure that was double-clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manuscript")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(16)
        self._positions = Positions("")
        self._states: list[FigureState] = []
        self._marks = FigureMarks(self.document())

    def show_text(self, text: str, states: Sequence[FigureState]) -> None:
        """Show a manuscript with the states of its figures."""
        self._positions = Positions(text)
        self._states = []
        self._marks.forget_spans()
        self.setPlainText(text)
        self.show_states(states)

    def show_states(self, states: Sequence[FigureState]) -> None:
        self._states = list(states)
        position = self._positions.position
        self._marks.set_spans(
            [
                (position(one.figure.start), position(one.figure.end), one.state, one.settlement is not None)
                for one in self._states
            ],
            self.firstVisibleBlock().blockNumber(),
        )

    def go_to(self, places: Sequence[tuple[int, int]]) -> None:
        """Show the first of some spans and point all of them out."""
        if not places:
            self.setExtraSelections([])
            return
        selections = []
        for number, (start, end) in enumerate(places):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._positions.position(start))
            cursor.setPosition(self._positions.position(end), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            pointed = QTextCharFormat()
            pointed.setBackground(_mixed(number == 0))
            if number == 0:
                pointed.setForeground(themes.current().colour("HighlightedText"))
            selection.format = pointed
            selections.append(selection)
        self.setExtraSelections(selections)
        there = QTextCursor(self.document())
        there.setPosition(self._positions.position(places[0][0]))
        # What is in sight already stays where it is: the text does not move away under the mouse.
        in_sight = self.viewport().rect().contains(self.cursorRect(there))
        self.setTextCursor(there)
        if not in_sight:
            self.centerCursor()

    def figure_at(self, offset: int) -> FigureState | None:
        return next((one for one in self._states if one.figure.start <= offset <= one.figure.end), None)

    def offset_here(self) -> int:
        """The character of the manuscript before which the cursor stands."""
        return self._positions.offset(self.textCursor().selectionStart())

    def restyle(self) -> None:
        self._marks.restyle()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        found = self.figure_at(self._positions.offset(self.cursorForPosition(event.position().toPoint()).position()))
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.figure_opened.emit(found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            found = self.figure_at(self._positions.offset(self.cursorForPosition(event.position().toPoint()).position()))
            if found is not None:
                self.figure_clicked.emit(found)


def _mixed(first: bool) -> QColor:
    return themes.current().colour("Highlight" if first else "accent_soft")
