"""Looks for wrong cells beside the editing: a job of the worker whenever a failing finding has not been looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecdesk.domain.texts import text
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace

if TYPE_CHECKING:
    from ecdesk.session.rules.suggesting import Suggestions


class Suggester(QObject):
    """Follows the findings of the workspace."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._job = 0
        self._again = pause(self, 0, self._resume)
        workspace.changed.connect(self._overtaken)
        workspace.findings_changed.connect(self._look)
        workspace.desk_changed.connect(self._stop)

    def _look(self, _findings: object) -> None:
        """Begin again when something has not been looked at; what is being looked at is of a book that is no more."""
        from ecdesk.session.rules.suggesting import localisable, suggest

        desk, checks = self._workspace.desk, self._checks.checks
        if desk is None or checks is None:
            return
        if all(checks.suggestions_of(finding.id) is not None for finding in localisable(checks.findings())):
            return
        self._stop()
        self._job = self._workspace.jobs.start(text("查找有误的单元格"), suggest(desk, checks), self._take)

    def _overtaken(self, _notice: object) -> None:
        """What is being looked at is of a book that is no more; whoever checks the new one must not wait for it."""
        if self._job:
            self._stop()
            self._again.start()

    def _resume(self) -> None:
        if not self._checks.pending:  # else the findings are listed again
            self._look(None)

    def _take(self, found: Suggestions) -> None:
        self._job = 0
        desk, checks = self._workspace.desk, self._checks.checks
        if desk is not None and checks is not None and found.seq == desk.seq:
            checks.take_suggestions(found.by_finding)

    def _stop(self) -> None:
        if self._job:
            self._workspace.jobs.cancel(self._job)
            self._job = 0
