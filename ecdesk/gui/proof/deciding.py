"""Deciding about a claim or a figure: explain, accept, take back, or say which figure of the book it is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from ecdesk.domain.book.records import Settlement
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.form_fields import KeptLine
from ecdesk.gui.base.layouts import NO_MARGINS, bar, stack
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.session.proof.manuscripts import DECISION_NAMES


def decided_html(settled: Settlement | None) -> str:
    """Who decided what about a line, and when; "" where nobody did."""
    if settled is None:
        return ""
    words = tr(
        "{who} {day} {decision}：{words}",
        who=settled.by,
        day=settled.when[:10],
        decision=DECISION_NAMES[settled.decision],
        words=settled.words or "—",
    )
    return f"<p>{escape(words)}</p>"


def linked_html(linked: Settlement | None) -> str:
    """Which figure of the book somebody said that a figure is; "" where nobody did."""
    if linked is None:
        return ""
    words = tr("{who} {day} 关联到：{label}", who=linked.by, day=linked.when[:10], label=linked.words)
    return f'<p>{escape(words)}　<a href="key:{escape(linked.link)}">{escape(tr("书中的数"))}</a></p>'


class DecisionStrip(Pane):
    """Two lines under the claims; it only says what is wanted."""

    accepted = Signal(str)
    explained = Signal(str)
    corrected = Signal()
    withdrawn = Signal()
    sought = Signal(str)
    """What was typed to find a figure of the book; `offer` answers."""
    linked = Signal(object)
    """Key of the chosen figure of the book."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[str, Key] = {}
        self.words = worded(KeptLine(self), hint=text("为什么它是对的"))
        self.words.returnPressed.connect(self._explain)
        self.explain_button = worded(push_button(self, self._explain), text("说明"))
        self.accept_button = worded(push_button(self, self._accept), text("接受"))
        self.correct_button = push_button(self, self.corrected)
        self.withdraw_button = worded(push_button(self, self.withdrawn), text("撤回决定"))
        buttons = (self.correct_button, self.explain_button, self.accept_button, self.withdraw_button)
        first = bar(self.words, *buttons, grow=self.words, margins=NO_MARGINS)
        self.link_label = worded(plain.Label(self, role="muted"), text("这个数是"))
        self.link_edit = worded(QLineEdit(self), hint=text("先在文稿里点一个数，再输入地区、指标、年份查找书中的数"))
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self, completionMode=QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.link_edit.setCompleter(completer)
        self.link_edit.textEdited.connect(self.sought)
        self.link_edit.returnPressed.connect(self._link)
        self.link_button = worded(push_button(self, self._link), text("关联"))
        second = bar(self.link_label, self.link_edit, self.link_button, grow=self.link_edit, margins=NO_MARGINS)
        stack(self, first, second, margins=(8, 4, 8, 8), spacing=4)
        self._by_book = True
        self.retranslate()
        self.enable(False, False, False)
        self.offer_correction("", False)

    def retranslate(self) -> None:
        self._name_correction()

    def enable(self, decide: bool, withdraw: bool, link: bool) -> None:
        """Say what can be done now."""
        for widget in (self.words, self.explain_button, self.accept_button):
            widget.setEnabled(decide)
        self.withdraw_button.setEnabled(withdraw)
        self.link_edit.setEnabled(link)
        self.link_button.setEnabled(link)

    def offer_correction(self, printed: str, by_book: bool) -> None:
        """Say what the figure would be if it was corrected, by the book or by what its own relation asks for; "" where nothing is known."""
        self._by_book = by_book
        self._name_correction()
        self.correct_button.setEnabled(bool(printed))
        words = tr("改为 {printed}，写进“导出改正稿”的副本；原稿不动", printed=printed) if printed else tr("没有说出该改成多少")
        self.correct_button.setToolTip(plain.tip(words))

    def _name_correction(self) -> None:
        self.correct_button.setText(tr("按书中数字改正") if self._by_book else tr("照此改正"))

    def offer(self, choices: Sequence[tuple[Key, str]]) -> None:
        """Figures of the book to choose from, with their labels."""
        self._choices = {label: key for key, label in choices}
        self._model.setStringList(list(self._choices))

    def _accept(self) -> None:
        words = self.words.text().strip()
        self.words.hand_in()
        self.accepted.emit(words)

    def _explain(self) -> None:
        words = self.words.text().strip()
        if words:
            self.words.hand_in()
        self.explained.emit(words)

    def _link(self) -> None:
        key = self._choices.get(self.link_edit.text())
        if key is not None:
            self.link_edit.clear()
            self.linked.emit(key)
