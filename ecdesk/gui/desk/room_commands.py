"""What the main window can do in a room: verbs, and pages among the editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Place, Workspace

if TYPE_CHECKING:
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.rules.checking import Checks

Shown = TypeVar("Shown", bound=QWidget)


class RoomCommands(QObject):
    """The commands of one room."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._editors = editors

    def _at_hand(self) -> tuple[Desk, Checks]:
        """The open book and its checks; only what a book is open for asks for them."""
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        return desk, checks

    def _in_front(self, name: Page, kind: type[Shown], title: str, make: Callable[[], Shown]) -> Shown:
        """Show a page among the editors, made where it is not there yet."""
        page = self._editors.page(name.name)
        if not isinstance(page, kind):
            page = make()
            self._editors.add_page(name, page, title)
        self._editors.show_page(name.name)
        return page

    def _show_exhibit(self, id: str) -> None:
        self._workspace.go_to(Place(id))
