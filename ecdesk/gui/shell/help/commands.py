"""What the window says about itself: the guide, and which version it is. Both are loaded when somebody asks."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

import ecdesk
from ecdesk.domain.texts import tr
from ecdesk.gui.desk.editor_area import EditorArea, Page

GUIDE = Page("guide", "help")


class HelpCommands(QObject):
    """What the main window can say about itself."""

    def __init__(self, editors: EditorArea, window: QWidget) -> None:
        super().__init__(window)
        self._editors = editors
        self._window = window

    def show_guide(self) -> None:
        """The guide as a page, at the place that belongs to what has the focus; it can stand beside a table."""
        from ecdesk.gui.shell.help.guide import GuidePage

        place = self._place_in_front()
        page = self._editors.page(GUIDE.name)
        if not isinstance(page, GuidePage):
            page = GuidePage(self._picture, self._editors)
            self._editors.add_page(GUIDE, page, tr("使用指南"))
        else:
            self._editors.show_page(GUIDE.name)
        page.go_to(place)

    def _place_in_front(self) -> str:
        """The panel that has the focus, else the page in front, by their names in the list of places; "" for the guide itself."""
        from ecdesk.gui.shell.help.guide import places

        widget = QApplication.focusWidget()
        while widget is not None:
            if widget.objectName() in places():
                return widget.objectName()
            widget = widget.parentWidget()
        page = self._editors.current_page()
        if page is None:
            return "start"
        if self._editors.current_editor() is not None:
            return "table"
        name = self._editors.name_of(page)
        return "" if name == GUIDE.name else name if name in places() else "proof"

    def _picture(self, name: str) -> QPixmap | None:
        """A panel as it stands in the window now."""
        panel = self._window.findChild(QDockWidget, f"dock_{name}")
        return panel.grab() if isinstance(panel, QDockWidget) and self._editors.workspace.desk is not None else None

    def show_about(self) -> None:
        """Which version this is."""
        from ecdesk.gui.shell.help.guide import show_about

        show_about(self._window, ecdesk.__version__)
