"""The note that an export prints under a table by itself stands under it in the window, too."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ecdesk.gui.desk.editor_area import EditorArea
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Focus, Workspace


class PrintedNotes(QObject):
    """Follows the table in front and what the checks say."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._editors = editors
        self._exhibit = ""
        workspace.focus_changed.connect(self._follow)
        workspace.findings_changed.connect(self._show)

    def _follow(self, focus: Focus | None) -> None:
        if focus is not None and focus.exhibit != self._exhibit:
            self._exhibit = focus.exhibit
            self._show()

    def _show(self, _findings: object = None) -> None:
        exhibit, editor = self._workspace.exhibit(self._exhibit), self._editors.editor(self._exhibit)
        if exhibit is not None and editor is not None:
            editor.set_note(self._checks.note_under(exhibit))
