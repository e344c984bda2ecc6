"""Find and replace in a bar under the grid, never over it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import fold
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar
from ecdesk.gui.base.slices import Slices
from ecdesk.gui.grid.bars import flat_button
from ecdesk.gui.grid.model import STUB, GridModel

Match = tuple[int, int]
"""(row of the view, column); the column is `STUB` where a row's label matches."""


def matches(model: GridModel, words: str, whole: bool) -> Iterator[list[Match]]:
    """Where a text stands: in what a cell holds as typed or as printed, or in a row's label; spacing and width do not matter.

    Yields the list so far now and then; the last one is complete and in the order of the view.
    """
    wanted = fold(words).replace(",", "")
    found: list[Match] = []

    def fits(text: str) -> bool:
        folded = fold(text).replace(",", "")
        return folded == wanted if whole else wanted in folded

    for row in range(model.rowCount()):
        if fits(model.stub(model.printed_row(row))):
            found.append((row, STUB))
        if not row % 2_000:
            yield found
    for number, observation in enumerate(tuple(model.desk.book.observations.values())):
        for printed, column in model.places(observation.key):
            row_shown = model.shown_row(printed)
            if row_shown is not None:
                cell = model.printed_cell(printed, column)
                if fits(cell.text) or fits(model.copied_text(row_shown, column)):
                    found.append((row_shown, column))
        if not number % 200:
            yield found
    found += _in_texts(model, fits)
    found.sort()
    yield found


def _in_texts(model: GridModel, fits: Callable[[str], bool]) -> list[Match]:
    """Matches in columns of texts."""
    columns = [number for number, column in enumerate(model.exhibit.columns) if column.kind is not None]
    return [(row, column) for row in range(model.rowCount()) for column in columns if fits(model.copied_text(row, column))]


def replaced_text(text: str, words: str, other: str, whole: bool) -> str | None:
    """The text with the words replaced everywhere in it, or None when they do not stand in it.

    whole: only when the words are all there is. Separators between thousands do not count in what is looked for.
    """
    if whole:
        return other if fold(text).replace(",", "") == fold(words).replace(",", "") else None
    for spelling in (words, fold(words).replace(",", "")):
        if spelling and spelling in text:
            return text.replace(spelling, other)
    return None


class FindBar(QWidget):
    """went: a match to go to. replace_wanted: matches and the texts to find and to put in their place. closed: the bar goes."""

    went = Signal(object)
    replace_wanted = Signal(object, str, str, bool)
    closed = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._model = model
        self._found: list[Match] = []
        self._at: Match = (0, STUB)
        self._replaced = ""
        """The words that were replaced last, of which none may be left."""
        self._complete = True
        self._waiting: list[Callable[[], None]] = []
        """What was pressed while something was still looked for, in order."""
        self._slices = Slices(self._show_found, self)
        self.words = self._line("findWords", tr("查找"))
        self.other = self._line("replaceWords", tr("替换为"))
        self.whole = QCheckBox(tr("整格匹配"), self)
        self.count = plain.Label(self)
        self.count.setObjectName("findCount")
        self.back = flat_button(self, "findBack", "↑", tr("上一个（Shift+Enter）"), self.go_back)
        self.on = flat_button(self, "findOn", "↓", tr("下一个（Enter）"), self.go_on)
        self.one = flat_button(self, "replaceOne", tr("替换"), tr("替换当前这一处"), self.replace_one)
        self.all = flat_button(self, "replaceAll", tr("全部替换"), tr("全部替换，可以一步撤销"), self.replace_all)
        self.shut = flat_button(self, "findClose", "×", tr("关闭（Esc）"), self.close_bar)
        parts = (self.words, self.back, self.on, self.whole, self.count, self.other, self.one, self.all, self.shut)
        layout = bar(*parts, margins=(8, 3, 8, 3), spacing=4, parent=self)
        for line in (self.words, self.other):
            layout.setStretchFactor(line, 2)
        self.words.textChanged.connect(self.search)
        self.whole.toggled.connect(self.search)
        self.hide()

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self, placeholderText=hint, clearButtonEnabled=True)
        line.setObjectName(name)
        line.setAccessibleName(hint)
        return line

    def open_bar(self, replacing: bool, start: Match, words: str) -> None:
        """Show the bar, ready to type in; start is where the search begins."""
        for part in (self.other, self.one, self.all):
            part.setVisible(replacing)
        self._at, self._replaced = start, ""
        if words:
            self.words.setText(words)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self.search()

    def close_bar(self) -> None:
        self._slices.stop()
        self._waiting.clear()
        self.hide()
        self.closed.emit()

    def search(self, *_arguments: object) -> None:
        """Look for the words afresh."""
        self._found = []
        self._complete = False
        if not self.words.text().strip():
            self._slices.stop()
            self._waiting.clear()
            self._complete = True
            self._show_count()
            return
        self._slices.start(self._matches())

    def _matches(self) -> Iterator[tuple[list[Match], bool]]:
        found: list[Match] = []
        for found in matches(self._model, self.words.text(), self.whole.isChecked()):
            yield found, False
        yield found, True

    def _show_found(self, value: tuple[list[Match], bool]) -> None:
        self._found, self._complete = value
        self._show_count()
        self._go_ahead()

    def _show_count(self) -> None:
        if not self.words.text().strip():
            self.count.setText("")
        elif not self._found:
            nothing = tr("都替换了") if self._replaced == self.words.text() else tr("没有找到")
            self.count.setText(nothing if self._complete else "…")
        elif self._at in self._found:
            self.count.setText(tr("第 {at} / {count} 处", at=self._found.index(self._at) + 1, count=len(self._found)))
        else:
            self.count.setText(tr("{count} 处", count=len(self._found)))

    def _when_found(self, act: Callable[[], None]) -> None:
        """Do what was pressed, as soon as all is found that there is."""
        self._waiting.append(act)
        self._go_ahead()

    def _go_ahead(self) -> None:
        while self._complete and self._waiting:
            self._waiting.pop(0)()

    def go_on(self) -> None:
        self._when_found(partial(self._go, 1))

    def go_back(self) -> None:
        self._when_found(partial(self._go, -1))

    def _go(self, step: int) -> None:
        if not self._found:
            return
        number = bisect_right(self._found, self._at) if step > 0 else bisect_left(self._found, self._at) - 1
        self._at = self._found[number % len(self._found)]
        self._show_count()
        self.went.emit(self._at)

    def replace_one(self) -> None:
        """Replace the match that was gone to, and go on; go to the first one when there was none."""
        self._when_found(self._replace_one)

    def _replace_one(self) -> None:
        self._waiting.insert(0, partial(self._go, 1))  # before it is replaced: that begins the search anew
        if self._at in self._found and self._at[1] != STUB:
            self._replaced = self.words.text()
            self.replace_wanted.emit([self._at], self.words.text(), self.other.text(), self.whole.isChecked())

    def replace_all(self) -> None:
        self._when_found(self._replace_all)

    def _replace_all(self) -> None:
        if self._found:
            cells = [match for match in self._found if match[1] != STUB]
            self._replaced = self.words.text()
            self.replace_wanted.emit(cells, self.words.text(), self.other.text(), self.whole.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_back() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
