"""The panel for what stands around a table: number, caption, unit, source, notes, footnotes; also for a new table."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.texts import tr
from ecdesk.gui.grid.model import GridModel
from ecdesk.session.tables import outline


class TablePanel(QWidget):
    """made: id of a new table. refused: a sentence. closed: the panel goes."""

    made = Signal(str)
    refused = Signal(str)
    closed = Signal()

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tablePanel")
        self._model = model
        self._new = False
        self.title = QLabel(self)
        self.number = self._line("tableNumber")
        self.caption = self._line("tableTitle")
        self.unit = self._line("tableUnit")
        self.period = self._line("tablePeriod")
        self.area = self._line("tableArea")
        for fixed in (self.period, self.area):
            fixed.setPlaceholderText(tr("全表相同的写在这里；由行或列区分的留空"))
        self.corner = self._line("tableCorner")
        self.source = self._line("tableSource")
        self.notes = QPlainTextEdit(self)
        self.notes.setObjectName("tableNotes")
        self.notes.setTabChangesFocus(True)
        self.notes.setMaximumHeight(60)
        self.keep = QPushButton(self)
        self.keep.setObjectName("tableKeep")
        self.keep.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        close = QToolButton(self)
        close.setText("×")
        close.setAutoRaise(True)
        close.setToolTip(tr("关闭（Esc）"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(4)
        for words, part in (
            (tr("编号"), self.number),
            (tr("标题"), self.caption),
            (tr("单位"), self.unit),
            (tr("时期"), self.period),
            (tr("地区"), self.area),
            (tr("左上角"), self.corner),
            (tr("资料来源"), self.source),
            (tr("表下注（每行一条）"), self.notes),
        ):
            part.setAccessibleName(words)
            self._form.addRow(words, part)
        self._form.addRow("", self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addLayout(self._form)
        close.clicked.connect(self.close_panel)
        self.keep.clicked.connect(self.take)
        self.hide()

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        return line

    def describe_present(self) -> None:
        """Open for the present table."""
        exhibit = self._model.exhibit
        self._new = False
        self.title.setText(tr("“{number}”的表题和说明", number=exhibit.number))
        self.keep.setText(tr("保存"))
        self.notes.setPlainText("\n".join(exhibit.notes))
        self._ask(
            {
                self.number: exhibit.number,
                self.caption: exhibit.caption,
                self.corner: exhibit.corner,
                self.source: exhibit.source_line,
            }
        )

    def describe_new(self) -> None:
        """Open for a new table behind the present one."""
        exhibit, book = self._model.exhibit, self._model.desk.book
        nation = book.area(NATION)
        self._new = True
        self.title.setText(tr("在“{number}”后新建表", number=exhibit.number))
        self.keep.setText(tr("新建"))
        self._ask(
            {
                self.number: "",
                self.caption: "",
                self.unit: exhibit.unit,
                self.period: str(book.period or ""),
                self.area: nation.short if nation is not None else "",
            }
        )

    def _ask(self, asked: Mapping[QLineEdit, str]) -> None:
        """Show the lines that are asked for, with what stands in them at first; notes only of a table that is there."""
        for line in (self.number, self.caption, self.unit, self.period, self.area, self.corner, self.source):
            line.setText(asked.get(line, ""))
            self._form.setRowVisible(line, line in asked)
        self._form.setRowVisible(self.notes, not self._new)
        self.show()
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.selectAll()

    def take(self) -> None:
        """Carry it out; what is refused keeps the panel open."""
        desk, exhibit = self._model.desk, self._model.exhibit
        number, caption = self.number.text(), self.caption.text()
        try:
            if self._new:
                made = outline.add_exhibit(
                    desk, number, caption, self.unit.text(), exhibit.id, "", self.period.text(), self.area.text()
                )
            else:
                notes = tuple(self.notes.toPlainText().split("\n"))
                outline.describe_exhibit(desk, exhibit.id, number, caption, self.source.text(), self.corner.text(), notes)
        except UserError as fault:
            self.refused.emit(str(fault))
            return
        self.close_panel()
        if self._new:
            self.made.emit(made.id)

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
