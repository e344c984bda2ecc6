"""Which book this one is compared with: chosen here, remembered in the book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecdesk.domain.errors import UserError


class LastYearCommand(QObject):
    """Asks for last year's book."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window

    def choose(self) -> None:
        """Choose last year's book, another one, or none any more."""
        desk = self._workspace.desk
        if desk is None:
            return
        from ecdesk.session.versions.last_year import forget_last, last_path, trying_last

        present = last_path(desk.book, desk.path)
        if present is not None:
            question = tr("现在与上年年报“{file}”比较。", file=present.name)
            answer = dialogs.ask_question(self._window, question, (tr("换一本…"), tr("不再比较")), str(present))
            if answer is None:
                return
            if answer == 1:
                forget_last(desk)
                return
        chosen = dialogs.choose_file(self._window, tr("上年年报"), dialogs.BOOK, str(desk.path.parent))
        if chosen is None:
            return
        from ecdesk.domain.errors import UserError

        try:
            job = trying_last(desk, chosen)
        except UserError as error:
            dialogs.show_error(self._window, error)
            return
        self._workspace.jobs.start(text("读取上年年报"), job, self._take, self._refuse)

    def _take(self, last: Path) -> None:
        desk = self._workspace.desk
        if desk is not None:
            from ecdesk.session.versions.last_year import remember_last

            remember_last(desk, last)
            self._workspace.say(tr("从现在起与上年年报“{file}”比较。", file=last.name))

    def _refuse(self, error: UserError) -> None:
        dialogs.show_error(self._window, error)
