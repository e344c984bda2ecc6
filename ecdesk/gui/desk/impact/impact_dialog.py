"""Asks which of several figures is to stand, or whether a step is to be done, with what each would move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ecdesk.domain.book.changes import Action
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import NO_MARGINS, bar
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.impact.impact_view import ImpactView
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Change

PAUSE = 120
"""Milliseconds without a key after which a typed figure is tried."""


@dataclass(frozen=True)
class Choice:
    """Something that can be done. words: what is chosen by; changes: what it would change, may raise UserError; does: does it."""

    words: str
    changes: Callable[[], tuple[Change, ...]]
    does: Callable[[], object]
    action: Action = Action.DO


@dataclass(frozen=True)
class Typing:
    """A figure that is typed instead. proposed: what stands in the field at first."""

    proposed: str
    changes: Callable[[str], tuple[Change, ...]]
    does: Callable[[str], object]


class ImpactDialog(dialogs.FormDialog[Callable[[], object]]):
    """Choices with what each would move. The answer does what was chosen."""

    def __init__(
        self,
        workspace: Workspace,
        checks: LiveChecks,
        words: str,
        choices: Sequence[Choice],
        typing: Typing | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """words: what it is about. typing: None where nothing can be typed."""
        super().__init__(parent)
        self.setWindowTitle(tr("影响"))
        self._choices, self._typing = tuple(choices), typing
        self._unseen = False
        about = plain.Label(self, words, wraps=True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("可选的数"))
        for choice in self._choices:
            QListWidgetItem(choice.words, self.list)
        self.list.setMaximumHeight((self.list.sizeHintForRow(0) + 2) * max(2, len(self._choices)) + 4)
        self.field = QLineEdit(self, placeholderText=tr("键入一个数，看它会动到什么"))
        self.field.setAccessibleName(tr("改成"))
        label = plain.Label(self, tr("改成"))
        label.setBuddy(self.field)
        self.view = ImpactView(workspace, checks, self)
        self.buttons = QDialogButtonBox(self)
        accept = self.buttons.addButton(self._accept_words(), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setDefault(True)
        self.buttons.addButton(tr("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        self._accept = accept
        self._pause = pause(self, PAUSE, self.show_impact)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(about)
        layout.addWidget(self.list)
        layout.addLayout(bar(label, self.field, grow=self.field, margins=NO_MARGINS))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.buttons)
        self.list.setVisible(len(self._choices) > 1 or (typing is not None and bool(self._choices)))
        for widget in (label, self.field):
            widget.setVisible(typing is not None)
        self.list.currentRowChanged.connect(self._choose)
        self.field.textEdited.connect(self._type)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        writable = workspace.desk is not None and not workspace.desk.read_only
        accept.setEnabled(writable)
        if typing is not None:
            self.field.setText(typing.proposed)
            self.field.selectAll()
            (self.list if self._choices else self.field).setFocus(Qt.FocusReason.OtherFocusReason)
        if self._choices:
            self.list.setCurrentRow(0)
        self.resize(640, 460)
        self.show_impact()

    def _accept_words(self) -> str:
        return self._choices[0].words if len(self._choices) == 1 and self._typing is None else tr("采用")

    @property
    def _chosen(self) -> Choice | None:
        row = self.list.currentRow()
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.show_impact()

    def _type(self) -> None:
        self._unseen = True
        self.list.setCurrentRow(-1)
        self._pause.start()

    def show_impact(self) -> None:
        """Try what is chosen or typed."""
        choice, typing, typed = self._chosen, self._typing, self.field.text()
        if choice is not None:
            self.view.show_changes(choice.changes, choice.action)
        elif typing is not None and typed != typing.proposed:
            self.view.show_changes(lambda: typing.changes(typed))
        else:
            self.view.show_changes(
                None, nothing=text("键入一个数，这里列出它会动到的表、图、审核、位次、签发和文稿；点“采用”之前什么也不改。")
            )

    def accept(self) -> None:
        """Enter behind a figure shows what it would move, and a second one takes it: what is typed is not to stand before it was seen."""
        if self._unseen and self.focusWidget() is self.field:
            self._unseen = False
            self.show_impact()
            self._accept.setFocus()
        else:
            super().accept()

    def answer(self) -> Callable[[], object]:
        choice, typing, typed = self._chosen, self._typing, self.field.text()
        if choice is not None:
            return choice.does
        assert typing is not None
        return lambda: typing.does(typed)


def decide(dialog: ImpactDialog, parent: QWidget | None) -> None:
    """Show a dialog, and do what was chosen; the reason where that cannot be."""
    does = dialogs.ask(dialog)
    if does is not None:
        with dialogs.RefusalsShown(parent):
            does()
