"""A thin strip above the status bar that says what takes so long, and stops it."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.jobs import JobRunner, JobState
from ecdesk.gui.base.layouts import PANEL_BAR, bar
from ecdesk.gui.base.panes import Pane


class ProgressStrip(Pane):
    """Hidden until a job has taken 0.6 seconds."""

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._id = 0
        self.words = plain.Label(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.skip_button = QPushButton(self)
        self.cancel_button = QPushButton(self)
        bar(self.words, self.bar, self.skip_button, self.cancel_button, grow=self.bar, margins=PANEL_BAR, parent=self)
        self.hide()
        self.cancel_button.clicked.connect(self._cancel)
        self.skip_button.clicked.connect(self._skip)
        jobs.started.connect(self._begin)
        jobs.progressed.connect(self._step)
        jobs.ended.connect(self._end)
        self.retranslate()

    def retranslate(self) -> None:
        self.cancel_button.setText(tr("停止"))
        self.skip_button.setText(tr("跳过这份"))

    def _begin(self, state: JobState) -> None:
        self._id = state.id
        self._step(state)
        self.cancel_button.setEnabled(True)
        self.show()

    def _step(self, state: JobState) -> None:
        self.words.setText(str(state.message or state.name))
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
