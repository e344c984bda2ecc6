"""The panel for what stands around a table: number, caption, unit, source, notes, footnotes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from ecdesk.domain.book.layouts.sources import source_line
from ecdesk.domain.errors import refusals_to
from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import NO_MARGINS, bar, stack
from ecdesk.gui.grid.bars import flat_button
from ecdesk.gui.grid.model import GridModel
from ecdesk.session.tables import outline


class TablePanel(QWidget):
    """refused: a sentence. closed: the panel goes."""

    refused = Signal(str)
    closed = Signal()

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tablePanel")
        self._model = model
        self.title = plain.Label(self)
        self.number = self._line("tableNumber")
        self.caption = self._line("tableTitle")
        self.corner = self._line("tableCorner")
        self.source = self._line("tableSource")
        self.notes = QPlainTextEdit(self, tabChangesFocus=True)
        self.notes.setObjectName("tableNotes")
        self.notes.setMaximumHeight(60)
        self.keep = QPushButton(tr("保存"), self)
        self.keep.setObjectName("tableKeep")
        self.keep.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        close = flat_button(self, "tableClose", "×", tr("关闭（Esc）"), self.close_panel)
        self._form = QFormLayout(verticalSpacing=4)
        for words, part in (
            (tr("编号"), self.number),
            (tr("标题"), self.caption),
            (tr("左上角"), self.corner),
            (tr("资料来源"), self.source),
            (tr("表下注（每行一条）"), self.notes),
        ):
            part.setAccessibleName(words)
            self._form.addRow(plain.Label(self, words), part)
        self._form.addRow("", self.keep)
        head = bar(self.title, close, grow=self.title, margins=NO_MARGINS, spacing=4)
        stack(self, head, self._form, margins=(8, 4, 8, 6), spacing=4)
        self.keep.clicked.connect(self.take)
        self.hide()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        return line

    def describe_present(self) -> None:
        """Open for the present table."""
        exhibit = self._model.exhibit
        self.title.setText(tr("“{number}”的表题和说明", number=exhibit.number))
        for line, words in (
            (self.number, exhibit.number),
            (self.caption, exhibit.caption),
            (self.corner, exhibit.corner),
            (self.source, source_line(self._model.desk.book, exhibit)),
        ):
            line.setText(words)
        self.notes.setPlainText("\n".join(exhibit.notes))
        self.show()
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.selectAll()

    def take(self) -> None:
        """Carry it out; what is refused keeps the panel open."""
        exhibit, notes = self._model.exhibit, tuple(self.notes.toPlainText().split("\n"))
        words = (self.number.text(), self.caption.text(), self.source.text(), self.corner.text())
        with refusals_to(self.refused.emit):
            outline.describe_exhibit(self._model.desk, exhibit.id, *words, notes=notes)
            self.close_panel()

    def close_panel(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
