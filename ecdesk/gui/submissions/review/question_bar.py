"""The question that stands open, and the field for its answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar, chip_button
from ecdesk.gui.base.panes import push_button, worded
from ecdesk.session.submissions.reviewing import Question


class QuestionBar(QFrame):
    """One question of several; hidden while there is none."""

    answered = Signal()
    """Take what is in the answer box."""
    skipped = Signal()
    headings_wanted = Signal(bool)
    """Show or hide what can be made of the headings that nobody knows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionBar")
        self.hide()
        self.question_text = plain.Label(self, wraps=True)
        self.answer_box = QComboBox(self, editable=True, insertPolicy=QComboBox.InsertPolicy.NoInsert)
        self.answer_box.setMinimumWidth(240)
        self.answer_button = worded(push_button(self, self.answered), text("就是它"))
        line_edit = self.answer_box.lineEdit()
        assert line_edit is not None
        line_edit.returnPressed.connect(self.answered)
        self.headings_button = chip_button(self, checked=False)
        self.headings_button.toggled.connect(self.headings_wanted)
        self.skip_button = worded(push_button(self, self.skipped), text("下一个问题"))
        asked = (self.question_text, self.answer_box, self.answer_button, self.headings_button, self.skip_button)
        bar(*asked, grow=self.question_text, margins=(12, 6, 12, 6), parent=self)

    @property
    def answer(self) -> str:
        return self.answer_box.currentText().strip()

    def offer(self, answers: Sequence[str]) -> None:
        """Answers to choose from. Nothing is proposed: an answer that only has to be nodded at is a guess."""
        self.answer_box.clear()
        self.answer_box.addItems(list(answers))
        self.answer_box.setCurrentIndex(-1)
        self.answer_box.clearEditText()

    def word(self, question: Question, number: int, total: int, headings: int) -> None:
        """Say the question. number: its place among all, from 1. headings: how many there are that nobody knows."""
        names = "、".join(dict.fromkeys(place[0].name for place in question.places))
        asked = tr("{number}/{total}　{question}（{files}）", number=number, total=total, question=question.message, files=names)
        self.question_text.setText(asked)
        self.headings_button.setText(tr("新建指标（{count}）", count=headings))
        self.headings_button.setVisible(question.question == "heading" and headings > 0)
        self.skip_button.setVisible(total > 1)
