"""A strip that appears when steps cannot be saved: what is wrong, trying again, and a copy elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.desk.saving_strip import SavingStrip
from ecdesk.gui.desk.workspace import Workspace

TRY_AGAIN_AFTER = 10_000
"""Milliseconds: a network drive comes back by itself, and nobody should have to press a button for it."""


class FaultStrip(SavingStrip):
    """Hidden while everything can be saved. Nothing is lost meanwhile: unsaved steps wait in line."""

    rescue_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.again_button = self.add_button(self.try_again)
        self.rescue_button = self.add_button(self.rescue_wanted)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(TRY_AGAIN_AFTER)
        self._later.timeout.connect(self.try_again)
        workspace.save_state_changed.connect(self.show_state)
        workspace.desk_changed.connect(self.show_state)
        self.retranslate()

    def retranslate(self) -> None:
        self.again_button.setText(tr("再试一次"))
        self.rescue_button.setText(tr("另存副本…"))
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
            words = f"{words} {tr('这些修改暂存在本机，关掉程序也不会丢。')}"
        self.words.setText(words)
        self._later.start()
        self.show()

    def try_again(self) -> None:
        if self.workspace.desk is not None:
            self.workspace.desk.retry_saving()
