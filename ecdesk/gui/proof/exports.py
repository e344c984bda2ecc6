"""What leaves the page of a manuscript: comments in a copy, the list of what was found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.panes import push_button, worded
from ecdesk.gui.base.settings import folder_of_manuscript
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.proof import manuscripts
from ecdesk.session.proof.manuscripts import Proofread


class ProofExports(QObject):
    """The two buttons and what they do. shown: what the page shows now, None while nothing is."""

    def __init__(self, workspace: Workspace, shown: Callable[[], Proofread | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._shown = shown
        self._page = parent
        self.comments_button = worded(
            push_button(parent, self.export_comments),
            text("导出批注…"),
            tip=text("在 .docx 的副本里，把每条意见写成批注；原稿不动"),
        )
        self.list_button = worded(push_button(parent, self.export_list), text("导出清单…"))

    def enable(self) -> None:
        """Allow what can be done with what is shown."""
        shown = self._shown()
        self.comments_button.setEnabled(shown is not None and shown.result.document.format == "docx")
        self.list_button.setEnabled(shown is not None)

    def export_comments(self) -> None:
        """Write a copy of the .docx with comments."""
        desk, shown = self._workspace.desk, self._shown()
        if desk is None or shown is None:
            return
        target = self._target(tr("导出批注"), dialogs.WORD, ".docx")
        if target is None:
            return
        job = manuscripts.comment_copy(desk, shown.manuscript, shown.result, target)
        self._workspace.jobs.write(text("导出批注"), job, self._say_comments_written, self._show_refusal)

    def export_list(self) -> None:
        """Write the findings as a list that spreadsheet programs open."""
        shown = self._shown()
        target = self._target(tr("导出清单"), dialogs.TABLE, ".csv") if shown is not None else None
        if shown is None or target is None:
            return
        try:
            count = manuscripts.findings_csv(shown.result, target)
        except UserError as refusal:
            self._show_refusal(refusal)
            return
        self._workspace.say_written(tr("已导出 {count} 条意见：“{file}”。", count=count, file=target.name), target)

    def _target(self, title: str, kind: str, ending: str) -> Path | None:
        desk, shown = self._workspace.desk, self._shown()
        if desk is None or shown is None:
            return None
        name = f"{Path(shown.manuscript.name).stem}-{tr('核稿')}{ending}"
        folder = folder_of_manuscript(shown.manuscript.name, desk.path)
        return dialogs.choose_target(self._page, title, kind, str(folder / name))

    def _say_comments_written(self, written: tuple[Path, int]) -> None:
        target, count = written
        self._workspace.say_written(tr("已把 {count} 条意见写成批注：“{file}”。", count=count, file=target.name), target)

    def _show_refusal(self, refusal: UserError) -> None:
        dialogs.show_error(self._page, refusal)
