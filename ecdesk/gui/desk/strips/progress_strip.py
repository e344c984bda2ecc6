"""What takes so long, to be stopped, in the status bar; above it what was written, with the way to its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QToolButton, QWidget

from ecdesk.domain.files.paths import shown
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.jobs import JobRunner, JobState
from ecdesk.gui.base.layouts import PANEL_BAR, Margins, bar, stack
from ecdesk.gui.base.panes import Pane, flat_button, push_button, restyle_button, worded
from ecdesk.gui.desk.workspace import Workspace

WIDTH = 400
BAR = (90, 4)
"""Pixels across and down."""
STATUS_BAR: Margins = (8, 0, 8, 0)


class ProgressStrip(Pane):
    """Hidden until a job has taken 0.6 seconds. Part of the status bar, whose height counts it also then: jobs come and go of themselves, and what
    somebody is about to click on must stay where it is."""

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._id = 0
        self.words = plain.Label(self)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long name makes no window wider
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedSize(*BAR)
        self.skip_button = worded(QToolButton(self, autoRaise=True), text("跳过这份"))
        self.cancel_button = worded(QToolButton(self, autoRaise=True), text("停止"))
        for button, act in ((self.skip_button, self._skip), (self.cancel_button, self._cancel)):
            button.setProperty("flat", True)
            button.clicked.connect(act)
        bar(self.words, self.bar, self.skip_button, self.cancel_button, grow=self.words, margins=STATUS_BAR, parent=self)
        self.setFixedWidth(WIDTH)
        self.hide()
        jobs.started.connect(self._begin)
        jobs.progressed.connect(self._step)
        jobs.ended.connect(self._end)

    def _begin(self, state: JobState) -> None:
        self._id = state.id
        self._step(state)
        self.cancel_button.setEnabled(True)
        self.show()

    def _step(self, state: JobState) -> None:
        words = str(state.message or state.name)
        self.words.setText(words)
        self.words.setToolTip(plain.tip(words))
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        self.skip_button.setVisible(state.skip is not None)

    def _end(self, state: JobState) -> None:
        if state.id == self._id:
            self.hide()

    def _skip(self) -> None:
        self._jobs.skip(self._id)

    def _cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.words.setText(tr("正在停止…"))
        self._jobs.cancel(self._id)


class WrittenStrip(Pane):
    """Hidden until something was written for somebody; then it stays until it is put away, something else is written, or the book changes."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._path: Path | None = None
        frame = QFrame(self)
        frame.setProperty("role", "done")
        self.words = plain.Label(frame, wraps=True)
        self.folder_button = worded(push_button(self, self.open_folder), text("打开文件夹"))
        self.close_button = worded(flat_button(frame, "close", self.hide), tip=text("收起"), name=text("收起"))
        bar(self.words, self.folder_button, self.close_button, grow=self.words, margins=PANEL_BAR, parent=frame)
        stack(self, frame)
        self.hide()
        workspace.written.connect(self._say)
        workspace.desk_changed.connect(self.hide)
        workspace.changed.connect(self.hide)

    def restyle(self) -> None:
        restyle_button(self.close_button)

    def _say(self, sentence: str, path: Path) -> None:
        self._path = path
        self.words.setText(sentence)
        self.words.setToolTip(plain.tip(shown(path)))
        self.show()

    def open_folder(self) -> None:
        """Show the folder, or the one that the file is in."""
        if self._path is None:
            return
        folder = shown(self._path if self._path.is_dir() else self._path.parent)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            self._workspace.say(tr("打不开文件夹，它在：{folder}", folder=folder))
