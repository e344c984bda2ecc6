"""What takes so long, to be stopped, in the status bar; above it what was written, with the way to its folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QToolButton, QWidget

from ecdesk.domain.files.paths import shown
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.jobs import JobRunner, JobState
from ecdesk.gui.base.layouts import PANEL_BAR, Margins, bar, stack
from ecdesk.gui.base.panes import Pane, flat_button, push_button, restyle_button, worded
from ecdesk.gui.desk.workspace import Workspace

if TYPE_CHECKING:
    from ecdesk.domain.figures.keys import Key

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


class DoneStrip(Pane):
    """Says what was done, with the buttons that lead to it, until it is put away or another book comes."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        frame = QFrame(self)
        frame.setProperty("role", "done")
        self.words = plain.Label(frame, wraps=True)
        self.close_button = worded(flat_button(frame, "close", self.hide), tip=text("收起"), name=text("收起"))
        bar(self.words, *self.ways(), self.close_button, grow=self.words, margins=PANEL_BAR, parent=frame)
        stack(self, frame)
        self.hide()
        workspace.desk_changed.connect(self.hide)

    def ways(self) -> Sequence[QWidget]:
        """The buttons that lead to what was done."""
        raise NotImplementedError

    def restyle(self) -> None:
        restyle_button(self.close_button)


class ImportedStrip(DoneStrip):
    """What an import did, with the way to the figures of which the book has another, one after the other, and to all that came in. It goes when
    the last of them is settled; where there was none, when the book changes."""

    import_wanted = Signal(int)
    """Number of the step whose import is to be shown."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._seq = 0
        self._left: list[Key] = []
        workspace.imported.connect(self._say)
        workspace.changed.connect(self._follow)

    def ways(self) -> Sequence[QWidget]:
        self.next_button = worded(push_button(self, self.go_to_next), text("看不同的数"))
        self.all_button = worded(push_button(self, self._show_all), text("导入的内容"))
        return self.next_button, self.all_button

    def _say(self, sentence: str, seq: int, different: Sequence[Key]) -> None:
        self._seq, self._left = seq, list(different)
        self.words.setText(sentence)
        self.next_button.setVisible(self._standing())
        self.show()

    def _standing(self) -> bool:
        """Whether a figure is still disputed; those that were settled are let go."""
        from ecdesk.domain.book.disputes import disputed_keys

        book = self._workspace.book
        disputed = disputed_keys(book) if book is not None and self._left else frozenset()
        self._left = [key for key in self._left if key in disputed]
        return bool(self._left)

    def _follow(self, _notice: object) -> None:
        if not self._standing():
            self.hide()

    def go_to_next(self) -> None:
        """Show the first of the figures that is printed, and the next one the next time; all that came in where none is."""
        for number, key in enumerate(self._left):
            if self._workspace.go_to_key(key):
                self._left = [*self._left[number + 1 :], *self._left[: number + 1]]
                return
        self._show_all()

    def _show_all(self) -> None:
        self.import_wanted.emit(self._seq)


class WrittenStrip(DoneStrip):
    """Hidden until something was written for somebody; then it stays until it is put away, something else is written, or the book changes."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._path: Path | None = None
        workspace.written.connect(self._say)
        workspace.changed.connect(self.hide)

    def ways(self) -> Sequence[QWidget]:
        self.folder_button = worded(push_button(self, self.open_folder), text("打开文件夹"))
        return (self.folder_button,)

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
