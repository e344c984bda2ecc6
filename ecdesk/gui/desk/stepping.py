"""Undo, redo and taking back one past step: at once when the steps are in memory, else after a worker has read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Notice
    from ecdesk.domain.figures.keys import Key
    from ecdesk.session.book.desk import Desk

Fetched = tuple["Desk", str, int]
"""A desk, what is to be done (undo, redo, revert), and to which step."""


def fetch_job(desk: Desk, action: str, seq: int) -> Job[Fetched]:
    """Read from the book's file what an action needs; it may have to wait for a disk."""
    from ecdesk.domain.book.changes import Action

    yield Progress(0, 0, text("正在读取历史…"))
    desk.fetch(seq, desk.seq if action == Action.REVERT else seq)
    return desk, action, seq


class Stepping(QObject):
    """What the window does to the history."""

    stepped = Signal(object)
    """Tuple of the keys of figures that were just put back or done again."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self.workspace = workspace
        self.window = window
        self._changed: tuple[Key, ...] = ()
        workspace.changed.connect(self._note)

    def undo(self) -> None:
        desk = self.workspace.desk
        if desk is not None:
            self._do(desk, "undo", desk.history.next_undo)

    def redo(self) -> None:
        desk = self.workspace.desk
        if desk is not None:
            self._do(desk, "redo", desk.history.next_redo)

    def revert(self, seq: int) -> None:
        """Take one past step back alone; the reason when that cannot be."""
        desk = self.workspace.desk
        if desk is not None:
            self._do(desk, "revert", seq)

    def _do(self, desk: Desk, action: str, seq: int | None) -> None:
        from ecdesk.domain.book.changes import Action

        if seq is None:
            self.workspace.say(tr("没有可以撤销的步骤。") if action == Action.UNDO else tr("没有可以重做的步骤。"))
        elif desk.at_hand(seq, desk.seq if action == Action.REVERT else seq):
            self._done((desk, action, seq))
        else:
            self.workspace.jobs.start(text("读取历史"), fetch_job(desk, action, seq), self._done)

    def _done(self, fetched: Fetched) -> None:
        from ecdesk.domain.book.changes import Action

        desk, action, seq = fetched
        if desk is not self.workspace.desk:
            return
        if action == Action.REVERT:
            if not desk.at_hand(seq, desk.seq):
                self._do(desk, action, seq)
                return
            try:
                name = desk.revert(seq)
            except UserError as error:
                dialogs.show_error(self.window, error)
                return
            self.workspace.say(tr("已撤回：{step}", step=str(name)))
            return
        # Edited while it was read: then that step is not the next one any more.
        steps: dict[str, tuple[int | None, Callable[[], Text | None], str]] = {
            "undo": (desk.history.next_undo, desk.undo, tr("已撤销：{step}")),
            "redo": (desk.history.next_redo, desk.redo, tr("已重做：{step}")),
        }
        present, take, words = steps[action]
        if present == seq:
            self.workspace.say(words.format(step=take()))
            self.stepped.emit(self._changed)

    def _note(self, notice: Notice) -> None:
        self._changed = tuple(change.id for change in notice.transaction.changes if isinstance(change.id, Key))
