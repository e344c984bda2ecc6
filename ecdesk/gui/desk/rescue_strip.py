"""A strip that appears when an earlier session left steps that it could not write into a book's file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.saving_strip import SavingStrip
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.book.rescue_file import FoundRescue, anything_left, forget, left_behind
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.versions.rescue import Return, bring_back, plan_return

if TYPE_CHECKING:
    from ecdesk.session.book.desk import Desk


def look_job(also: Sequence[Path]) -> Job[list[FoundRescue]]:
    yield Progress(0, 0, text("正在读取上次没有写进年报的修改…"))
    return left_behind(also)


def settle_job(desk: Desk, path: Path) -> Job[Path]:
    """Wait until what was brought back is in the book's file; then the rescue file may go. Raises UserError when it cannot be saved."""
    yield Progress(0, 0, text("正在保存…"))
    desk.flush()
    forget(path)
    return path


class RescueStrip(SavingStrip):
    """Hidden while nothing was left behind. A rescue file goes only when its steps are in the book, or somebody gives them up."""

    book_wanted = Signal(object)
    """Path of the book to which steps belong."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._left: list[FoundRescue] = []
        self._also: list[Path] = []
        self.bring_button = self.add_button(self.bring)
        self.discard_button = self.add_button(self.discard)
        workspace.desk_changed.connect(self.look)
        self.look()

    def know(self, path: Path) -> None:
        """A rescue file in another place than usual."""
        if path not in self._also:
            self._also.append(path)
        self.look()

    def look(self) -> None:
        """See what is there; a desk that is open is asked for its own only."""
        self._left = []
        self.retranslate()
        if self._also or anything_left():
            self.workspace.jobs.start(text("读取历史"), look_job(tuple(self._also)), self._take, quiet=True)

    def _take(self, left: list[FoundRescue]) -> None:
        self._left = left
        self.retranslate()

    @property
    def current(self) -> FoundRescue | None:
        """What the strip is about: what belongs to the open book, which can be written; without a book, whatever is there."""
        desk = self.workspace.desk
        fitting = [one for one in self._left if desk is None or (one.uid == desk.uid and not desk.read_only)]
        return fitting[0] if fitting else None

    def retranslate(self) -> None:
        left = self.current
        self.setVisible(left is not None)
        if left is None:
            return
        if left.fault is not None:
            self.words.setText(tr("上次没有写进年报的修改读不出来：{fault}", fault=str(left.fault)))
        else:
            self.words.setText(tr("上次有 {count} 步修改没能写进“{title}”，已另外存在本机。", count=left.steps, title=left.title))
        self.bring_button.setVisible(left.fault is None)
        self.bring_button.setText(tr("打开这本年报") if self.workspace.desk is None else tr("补写进年报"))
        self.discard_button.setText(tr("放弃…"))

    def bring(self) -> None:
        """Open the book that the steps belong to, or do them in it."""
        left, desk = self.current, self.workspace.desk
        if left is None:
            return
        if desk is None:
            self.book_wanted.emit(left.book)
        else:
            self.bring_button.setEnabled(False)
            self.workspace.jobs.start(text("补写"), plan_return(desk, left.path), self._bring, self._fail)

    def _bring(self, plan: Return) -> None:
        self.bring_button.setEnabled(True)
        desk = self.workspace.desk
        if desk is None or desk.uid != plan.rescue.about.uid:
            return
        undecided = bring_back(desk, plan)
        if undecided:
            words = tr("已补写。年报后来又改过，有 {count} 处两边不同，在“合并副本”里逐一选定。", count=undecided)
        else:
            words = tr("已补写 {count} 步修改。", count=len(plan.steps)) if plan.steps else tr("这些修改已经在年报里了。")
        self.workspace.say(words)
        self._left = [one for one in self._left if one.path != plan.rescue.path]
        self.retranslate()
        self.workspace.jobs.start(text("补写"), settle_job(desk, plan.rescue.path), self._settled, self._fail)

    def _settled(self, path: Path) -> None:
        self._also = [one for one in self._also if one != path]

    def _fail(self, error: object) -> None:
        """It stays where it is, to be tried again; what kept it from being saved is said by the strip of faults."""
        self.bring_button.setEnabled(True)
        self.workspace.say(str(error))

    def discard(self) -> None:
        """Give up what was left, after asking."""
        left = self.current
        if left is None:
            return
        question = tr("放弃上次没有写进“{title}”的 {count} 步修改？放弃以后找不回来。", title=left.title, count=left.steps)
        if dialogs.ask_question(self, question, (tr("留着"), tr("放弃"))) == 1:
            forget(left.path)
            self.look()
