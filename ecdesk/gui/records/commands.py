"""What the main window can do with what the book says about its figures."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ecdesk.domain.texts import tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Place, Workspace

SOURCES = Page("sources", "manuscript")
DEFINITIONS = Page("definitions", "indicator")


class RecordCommands(QObject):
    """Asks for symbols, and opens the register of sources and the definitions among the editors."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._editors = editors

    def show_sources(self) -> None:
        """Show where the figures come from."""
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        from ecdesk.gui.records.sources_page import SourcesPage

        page = self._editors.page(SOURCES.name)
        if not isinstance(page, SourcesPage):
            page = SourcesPage(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.said.connect(self._workspace.say)
            self._editors.add_page(SOURCES, page, tr("数据来源"))
        self._editors.show_page(SOURCES.name)

    def show_definitions(self) -> None:
        """Show what the indicators mean."""
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        from ecdesk.gui.records.definitions_page import DefinitionsPage

        page = self._editors.page(DEFINITIONS.name)
        if not isinstance(page, DefinitionsPage):
            page = DefinitionsPage(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.said.connect(self._workspace.say)
            self._editors.add_page(DEFINITIONS, page, tr("指标解释"))
        self._editors.show_page(DEFINITIONS.name)

    def _show_exhibit(self, id: str) -> None:
        self._workspace.go_to(Place(id))

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
