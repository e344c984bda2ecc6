"""Strips across the window that say what is wrong with saving and have the buttons that put it right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import bar, stack
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.book.rescue_file import anything_left, forget, left_behind
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.book.rescue_file import FoundRescue
    from ecdesk.session.versions.recovery import Return

TRY_AGAIN_AFTER = 10_000
"""Milliseconds: a network drive comes back by itself, and nobody should have to press a button for it."""


class SavingStrip(Pane):
    """Words and, after them, buttons. Hidden until somebody has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = QFrame(self)
        self._frame.setProperty("role", "strip")
        self.words = plain.Label(self._frame, wraps=True)
        self._buttons = bar(self.words, grow=self.words, parent=self._frame)
        stack(self, self._frame)
        self.hide()

    def add_button(self, slot: Callable[[], None] | SignalInstance) -> QPushButton:
        """A button behind the others; its text is set by `retranslate`."""
        button = push_button(self._frame, slot)
        self._buttons.addWidget(button)
        return button


class FaultStrip(SavingStrip):
    """Hidden while everything can be saved. Nothing is lost meanwhile: unsaved steps wait in line."""

    rescue_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.again_button = worded(self.add_button(self.try_again), text("再试一次"))
        self.rescue_button = worded(self.add_button(self.rescue_wanted), text("另存副本…"))
        self._later = pause(self, TRY_AGAIN_AFTER, self.try_again)
        workspace.save_state_changed.connect(self.show_state)
        workspace.desk_changed.connect(self.show_state)
        self.retranslate()

    def retranslate(self) -> None:
        self.show_state()

    def show_state(self) -> None:
        desk = self.workspace.desk
        state = desk.save_state if desk is not None else None
        if state is None or state.fault is None:
            self._later.stop()
            self.hide()
            return
        words = tr("有 {count} 步修改还没有写进文件，仍在窗口中：{fault}", count=state.waiting, fault=str(state.fault))
        if state.kept:
            words = tr("{words}这些修改暂存在本机，关掉程序也不会丢。", words=words)
        self.words.setText(words)
        self._later.start()
        self.show()

    def try_again(self) -> None:
        if self.workspace.desk is not None:
            self.workspace.desk.retry_saving()


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
        self.discard_button = worded(self.add_button(self.discard), text("放弃…"))
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

    def bring(self) -> None:
        """Open the book that the steps belong to, or do them in it."""
        from ecdesk.session.versions.recovery import plan_return

        left, desk = self.current, self.workspace.desk
        if left is None:
            return
        if desk is None:
            self.book_wanted.emit(left.book)
        else:
            self.bring_button.setEnabled(False)
            self.workspace.jobs.start(text("补写"), plan_return(desk, left.path), self._bring, self._fail)

    def _bring(self, plan: Return) -> None:
        from ecdesk.session.versions.recovery import bring_back

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
