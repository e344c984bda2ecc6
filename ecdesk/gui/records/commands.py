"""What the main window can do with what the book says about its figures."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ecdesk.domain.texts import tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Place, Workspace
from ecdesk.gui.records.page import RecordsPage

SOURCES = Page("sources", "manuscript")
DEFINITIONS = Page("definitions", "indicator")
ENGLISH = Page("english", "manuscript")


class RecordCommands(QObject):
    """Asks for symbols, and opens the register of sources and the definitions among the editors."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._editors = editors

    def show_sources(self) -> None:
        """Show where the figures come from."""
        from ecdesk.gui.records.sources_page import SourcesPage

        self._show(SOURCES, SourcesPage, tr("数据来源"))

    def show_definitions(self) -> None:
        """Show what the indicators mean."""
        from ecdesk.gui.records.definitions_page import DefinitionsPage

        self._show(DEFINITIONS, DefinitionsPage, tr("指标解释"))

    def show_english(self) -> None:
        """Show what the report says in English."""
        from ecdesk.gui.records.english_page import EnglishPage

        self._show(ENGLISH, EnglishPage, tr("英文对照"))

    def _show(self, name: Page, kind: type[RecordsPage], title: str) -> None:
        """Show a page among the editors, made where it is not there yet."""
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        if not isinstance(self._editors.page(name.name), kind):
            page = kind(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.said.connect(self._workspace.say)
            self._editors.add_page(name, page, title)
        self._editors.show_page(name.name)

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
