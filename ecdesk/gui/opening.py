"""Opening and closing books from the window: off the main thread, with every way it can go wrong said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui import dialogs
from ecdesk.gui.workspace import Workspace
from ecdesk.session.places import data_folder, made
from ecdesk.session.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.session.desk import Desk

SAMPLE_NAME = "中国电子商务报告2018.ecd"  # not shown in another language: the title of the report


def open_job(path: Path, who: str, saved: Callable[[], None]) -> Job[Desk]:
    yield Progress(0, 0, text("正在打开“{file}”…", file=path.name))
    from ecdesk.session.desk import Desk

    return Desk.open(path, who, save_changed=saved)


def sample_job(path: Path, who: str, saved: Callable[[], None]) -> Job[Desk]:
    """Open the sample book of this user, made the first time."""
    if not path.exists():
        yield Progress(0, 0, text("正在准备样例年报…"))
        from ecdesk.session.desk import Desk
        from ecdesk.session.samples import sample_records

        made(path.parent)
        Desk.create(path, sample_records(), who).close()
    return (yield from open_job(path, who, saved))


def copy_job(desk: Desk, target: Path) -> Job[Path]:
    yield Progress(0, 0, text("正在另存“{file}”…", file=target.name))
    desk.flush()
    desk.file.copy_to(target)
    return target


class BookOpener(QObject):
    """Opens one book at a time into the workspace."""

    opened = Signal()
    """A book has been opened and is in the workspace."""
    failed = Signal()

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self.workspace = workspace
        self.window = window
        self._path: Path | None = None
        self._job = 0

    @property
    def busy(self) -> bool:
        return self.workspace.jobs.has(self._job)

    def open(self, path: Path) -> None:
        """Open a book in place of the present one; the present one stays when it cannot be closed or the new one not be opened."""
        path = path.absolute()
        if self.workspace.path == path:
            self.workspace.say(tr("“{file}”已经打开了。", file=path.name))
            return
        self._start(path, open_job(path, self.workspace.settings.user, self.workspace.note_saved))

    def open_sample(self) -> None:
        path = data_folder() / "samples" / SAMPLE_NAME
        if self.workspace.path == path:
            return
        self._start(path, sample_job(path, self.workspace.settings.user, self.workspace.note_saved))

    def _start(self, path: Path, job: Job[Desk]) -> None:
        if self.busy:
            job.close()
            return
        self._path = path
        self._job = self.workspace.jobs.start(text("打开年报"), job, self._take, self._fail, self._close_late)

    def _take(self, desk: Desk) -> None:
        path, self._path = self._path, None
        if not self.close():
            desk.close()
            return
        self.workspace.take(desk)
        if path is not None:
            self.workspace.settings.note_book(path)
        if desk.read_only and desk.file.owner is not None:
            self.workspace.say(tr("{who} 正在编辑这本年报，现在只能查看。", who=desk.file.owner.who or "?"))
        self.opened.emit()

    def _close_late(self, desk: Desk) -> None:
        """Opening was stopped too late."""
        desk.close()

    def _fail(self, error: UserError) -> None:
        self._path = None
        self.failed.emit()
        dialogs.show_error(self.window, error)

    def close(self) -> bool:
        """Close the present book; False when it has to stay open because something is not saved."""
        desk = self.workspace.desk
        if desk is None:
            return True
        # Jobs may be reading the file.
        self.workspace.jobs.stop()
        discard = False
        while True:
            try:
                desk.close(discard)
                break
            except UserError as error:
                answers = (tr("再试一次"), tr("另存副本…"), tr("放弃未保存的修改"))
                answer = dialogs.ask_question(self.window, tr("有修改还没有保存。"), answers, str(error))
                if answer is None:
                    return False
                if answer == 1:
                    self._rescue(desk)
                discard = answer == 2
        self.workspace.release()
        return True

    def rescue(self) -> None:
        """Write the present book as it is in memory to another place."""
        if self.workspace.desk is not None:
            self._rescue(self.workspace.desk)

    def _rescue(self, desk: Desk) -> None:
        from ecdesk.domain.records import RECORD_TYPES
        from ecdesk.session.desk import Desk

        proposed = str(desk.path.with_name(f"{desk.path.stem}-{tr('副本')}.ecd"))
        target = dialogs.choose_target(self.window, tr("另存副本"), dialogs.BOOK, proposed)
        if target is None:
            return
        records = (record for kind in RECORD_TYPES for record in desk.book.all(kind).values())
        try:
            Desk.create(target, records, desk.who).close()
        except UserError as error:
            dialogs.show_error(self.window, error)
