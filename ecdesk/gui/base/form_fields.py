"""Fields: words that are looked for, one name from a list, several in order, a number with its unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListWidget, QSizePolicy, QWidget

from ecdesk.domain.book.findings import LEVEL_NAMES, Level
from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import NO_MARGINS, bar, stack
from ecdesk.gui.base.panes import flat_button, restyle_button
from ecdesk.gui.base.settings import Drafts

Choices = Sequence[tuple[str, str]]


class SearchField(QLineEdit):
    """A line for words that are looked for. Undo and redo are the book's where it has nothing of its own to take back: the focus may have come here
    by itself, from a button that did its work."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = map(event.matches, (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo))
            if (undo and not self.isUndoAvailable()) or (redo and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)


class KeptLine(QLineEdit):
    """A line that is typed about something: what is not handed in is kept with that, and is there again when it is shown again. What was written
    about one figure must never be hung on the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book: Path | None = None
        self._about = ""
        self._drafts: Drafts | None = None
        self.textEdited.connect(self._keep)

    def be_about(self, book: Path | None, about: str) -> None:
        """book: the open one; about: what is typed from now on is about this, "" for nothing."""
        if (book, about) == (self._book, self._about):
            return
        self._book, self._about = book, about
        self._drafts = Drafts(book) if book is not None and about else None
        self.setText(self._drafts.of(about) if self._drafts is not None else "")

    def hand_in(self) -> None:
        """It was taken: begin anew."""
        self.clear()
        self._keep("")

    def _keep(self, words: str) -> None:
        if self._drafts is not None:
            self._drafts.keep(self._about, words)


class ChoiceBox(QComboBox):
    """One of many names, found by typing any part of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)  # it takes what room there is
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        completer = self.completer()
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def set_choices(self, choices: Choices, optional: bool) -> None:
        """optional: an empty answer stands first."""
        self.blockSignals(True)
        self.clear()
        if optional:
            self.addItem("")
        for name, detail in choices:
            self.addItem(name)
            if detail:
                self.setItemData(self.count() - 1, plain.tip(detail), Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(0 if optional else -1)
        self.setEditText("")
        self.blockSignals(False)

    @property
    def answer(self) -> str:
        return self.currentText().strip()


class PickedList(QListWidget):
    """Names picked, in order; Delete takes one out, Alt with an arrow moves it."""

    changed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentRow()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and row >= 0:
            self.takeItem(row)
            self.changed.emit()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and row >= 0:
            to = row + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= to < self.count():
                self.insertItem(to, self.takeItem(row))
                self.setCurrentRow(to)
                self.changed.emit()
        else:
            super().keyPressEvent(event)


class NamesBox(QWidget):
    """Several names in order: Enter in the box adds one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = ChoiceBox(self)
        self.add_button = flat_button(self, "add", self.add)
        self.picked = PickedList(self)
        self.picked.setFixedHeight(self.fontMetrics().height() * 4 + 16)
        self.picked.setFrameShape(QListWidget.Shape.StyledPanel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        above = bar(self.box, self.add_button, grow=self.box, margins=NO_MARGINS, spacing=4)
        stack(self, above, self.picked, spacing=4)
        self.setFocusProxy(self.box)
        self.picked.changed.connect(self.changed)
        line = self.box.lineEdit()
        assert line is not None
        line.returnPressed.connect(self.add)
        self.add_button.setToolTip(tr("加入（回车）"))
        self.picked.setToolTip(tr("Delete 去掉一个，Alt+上下箭头 调整次序"))

    def set_choices(self, choices: Choices) -> None:
        self.box.set_choices(choices, True)
        self.picked.clear()

    def add(self) -> None:
        """Take the name in the box into the list, once."""
        name = self.box.answer
        if name and name not in self.answer:
            self.picked.addItem(name)
            self.picked.setCurrentRow(self.picked.count() - 1)
            self.box.setCurrentIndex(0)
            self.box.setEditText("")
            self.changed.emit()

    @property
    def answer(self) -> list[str]:
        return [self.picked.item(row).text() for row in range(self.picked.count())]

    def restyle(self) -> None:
        restyle_button(self.add_button)


Field = ChoiceBox | NamesBox | QLineEdit


def answer_of(field: Field) -> str | list[str]:
    return field.text().strip() if isinstance(field, QLineEdit) else field.answer


class LevelBox(QComboBox):
    """How much it weighs when a rule fails; its data are the levels of records."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for level in Level:
            self.addItem("", level.value)
        self.retranslate()

    def retranslate(self) -> None:
        for number, level in enumerate(Level):
            self.setItemText(number, tr(LEVEL_NAMES[level]))
