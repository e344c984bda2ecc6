"""What the window lets somebody try before it is done: a typed figure, the sides of a dispute, a pasted block, taking a step back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ecdesk.domain.book.changes import Action, Change
from ecdesk.domain.book.disputes import standing_alternatives
from ecdesk.domain.book.encoding import decode_text
from ecdesk.domain.book.records import Conflict, Observation, Submission
from ecdesk.domain.book.tables import cell_at
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.impact.impact_view import ImpactView
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.stepping import Fetched, fetch_job
from ecdesk.gui.desk.workspace import Focus, Workspace

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
        about = plain.Label(self, words)
        about.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("可选的数"))
        for choice in self._choices:
            QListWidgetItem(choice.words, self.list)
        self.list.setMaximumHeight((self.list.sizeHintForRow(0) + 2) * max(2, len(self._choices)) + 4)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(tr("改成"))
        self.field.setPlaceholderText(tr("键入一个数，看它会动到什么"))
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
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.buttons)
        self.list.setVisible(len(self._choices) > 1 or (typing is not None and bool(self._choices)))
        self.field.setVisible(typing is not None)
        self.list.currentRowChanged.connect(self._choose)
        self.field.textEdited.connect(self._type)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        writable = workspace.desk is not None and not workspace.desk.read_only
        accept.setEnabled(writable)
        if typing is not None:
            self.field.setText(typing.proposed)
            self.field.selectAll()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._choices:
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
                None, nothing=tr("键入一个数，这里列出它会动到的表、图、审核、位次、签发和文稿；点“采用”之前什么也不改。")
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
        try:
            does()
        except UserError as fault:
            dialogs.show_error(parent, fault)


if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Change
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.tables.cells import Entry


class Trials(QObject):
    """Opens the dialog that shows what something would move, and does it where that is wished."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._checks = checks
        self._window = window

    def try_here(self, entries: Sequence[Entry] | None) -> None:
        """Try entries in the table in front, or what is typed into its cell, beside what other sources say of it."""
        desk, focus = self._workspace.desk, self._workspace.focus
        if desk is None or focus is None:
            return
        if entries is not None:
            self._try_pasting(desk, focus, entries)
        elif focus.key is None:
            self._workspace.say(tr("这里没有可以试改的数。"))
        else:
            self.try_cell()

    def try_cell(self) -> None:
        """What the current figure could be instead: what is typed, and what other sources say."""
        desk, focus = self._workspace.desk, self._workspace.focus
        if desk is None or focus is None or focus.key is None:
            return
        from ecdesk.session.tables.cells import enter, typed_words
        from ecdesk.session.versions.versions import key_label

        exhibit = desk.book.exhibit(focus.exhibit)
        place = focus.row, focus.column
        cell = cell_at(desk.book, exhibit, *place)
        typing = Typing(
            typed_words(cell, desk.book.symbols),
            lambda typed: _entered(desk, focus, typed),
            lambda typed: enter(desk, focus.exhibit, [(*place, typed)]),
        )
        about = tr("{figure}，现在是 {now}", figure=key_label(desk.book, focus.key), now=cell.text or tr("空"))
        self._ask(about, tuple(disputed(desk, focus.key)), typing)

    def _try_pasting(self, desk: Desk, focus: Focus, entries: Sequence[Entry]) -> None:
        from ecdesk.session.tables.cells import enter, written

        choice = Choice(
            tr("粘贴"),
            lambda: written(desk, focus.exhibit, entries)[0],
            lambda: enter(desk, focus.exhibit, entries, text("粘贴")),
        )
        self._ask(tr("把剪贴板上的 {count} 格粘贴到这里", count=len(entries)), (choice,))

    def try_taking_back(self, seq: int) -> None:
        """What taking one past step back would move."""
        desk = self._workspace.desk
        if desk is not None:
            job = fetch_job(desk, Action.REVERT, seq)
            self._workspace.jobs.start(text("读取历史"), job, self._try_fetched)

    def _try_fetched(self, fetched: Fetched) -> None:
        desk, _action, seq = fetched
        if desk is not self._workspace.desk:
            return
        choice = Choice(tr("撤回这一步"), partial(desk.taken_back_by, seq), partial(desk.revert, seq), Action.REVERT)
        self._ask(tr("撤回“{step}”", step=str(desk.transaction(seq).name)), (choice,))

    def _ask(self, about: str, choices: Sequence[Choice], typing: Typing | None = None) -> None:
        decide(ImpactDialog(self._workspace, self._checks, about, choices, typing, self._window), self._window)


def _entered(desk: Desk, focus: Focus, typed: str) -> tuple[Change, ...]:
    """What a typed text would change. Raises UserError where it cannot be read, or cannot stand there."""
    from ecdesk.session.tables.cells import refusal, written

    assert focus.key is not None
    fault = refusal(focus.key, desk.book.observation(focus.key))
    if fault is not None:
        raise fault
    changes, entered = written(desk, focus.exhibit, [(focus.row, focus.column, typed)])
    if entered.unread:
        why = entered.faults[0] if entered.faults else text("“{typed}”读不出数。", typed=typed[:40])
        raise UserError(why.template, **why.values)
    return changes


def disputed(desk: Desk, key: Key) -> Iterator[Choice]:
    """What other sources and other copies say of a figure, each with what is there now."""
    from ecdesk.session.submissions import imports
    from ecdesk.session.versions import merging

    book = desk.book
    for one in standing_alternatives(book):
        if one.key == key:
            submission = book.get(Submission, one.submission)
            source = " ".join(part for part in (submission.name if submission is not None else "", one.origin.cell) if part)
            for take, content in ((True, one.content), (False, None)):
                words = tr("采用 {value}（{source}）", value=print_content(content), source=source) if take else tr("保留原数")
                yield Choice(
                    words, partial(imports.settled, book, one.id, take), partial(imports.settle_dispute, desk, one.id, take)
                )
    for conflict in book.all(Conflict).values():
        if conflict.record_kind == Observation.KIND and conflict.about == str(key):
            record = decode_text(conflict.record_kind, conflict.theirs) if conflict.theirs else None
            theirs = print_content(record.content) if isinstance(record, Observation) else tr("空")
            words = tr("采用 {value}（{source}）", value=theirs, source=conflict.their_name)
            for decision, said in (("theirs", words), ("ours", tr("用本书的"))):
                yield Choice(
                    said,
                    partial(merging.settled, book, conflict.id, decision),
                    partial(merging.settle, desk, conflict.id, decision),
                )
