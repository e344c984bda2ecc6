"""A strip across the window that offers to merge what a program for keeping folders in step put beside the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk.strips.saving_strips import SavingStrip
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book
    from ecdesk.session.book.desk import Desk


def look_job(desk: Desk, now: Book, last: int) -> Job[list[Path]]:
    yield Progress(0, 0, text("正在比较副本…"))
    from ecdesk.session.versions.sync_copies import copies_beside

    return copies_beside(desk, now, last)


class SyncStrip(SavingStrip):
    """Hidden while there is no such copy; each is offered once, and again when the book is opened the next time and has not got it."""

    merge_wanted = Signal(object)
    """Path of a copy."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._copies: list[Path] = []
        self.merge_button = self.add_button(self.merge)
        self.later_button = self.add_button(self._next)
        workspace.desk_changed.connect(self.look)

    def look(self) -> None:
        """See what lies beside the book that has been opened."""
        self._take([])
        desk = self.workspace.desk
        if desk is not None and not desk.read_only:
            job = look_job(desk, desk.book.snapshot(), desk.seq)
            self.workspace.jobs.start(text("比较副本"), job, self._take, quiet=True)

    def _take(self, copies: list[Path]) -> None:
        self._copies = copies
        self.retranslate()

    def retranslate(self) -> None:
        self.setVisible(bool(self._copies))
        if self._copies:
            self.words.setText(tr("“{file}”是同步程序另存的同一本年报，里面有本书没有的修改。", file=self._copies[0].name))
            self.merge_button.setText(tr("合并…"))
            self.later_button.setText(tr("以后再说"))

    def merge(self) -> None:
        copy = self._copies[0]
        self._next()
        self.merge_wanted.emit(copy)

    def _next(self) -> None:
        self._take(self._copies[1:])
