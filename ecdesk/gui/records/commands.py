"""What the main window can do with what the book says about its figures."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ecdesk.domain.texts import tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea
from ecdesk.gui.desk.workspace import Workspace


class RecordCommands(QObject):
    """Asks for symbols."""

    def __init__(self, workspace: Workspace, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._editors = editors

    def choose_symbols(self) -> None:
        """Ask which symbols the book prints, and take them."""
        desk = self._workspace.desk
        assert desk is not None
        from ecdesk.gui.records.symbols_dialog import SymbolsDialog
        from ecdesk.session.records.symbols import set_symbols

        chosen = dialogs.ask(SymbolsDialog(self._editors.window(), desk.book))
        if chosen is None:
            return
        count = set_symbols(desk, chosen)
        if count:
            self._workspace.say(tr("符号已更改，{count} 个格子按新的符号显示。", count=count))
        else:
            self._workspace.say(tr("符号已记下。"))
