"""Where the panels stand: the first arrangement, and the one that the user made of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget

from ecdesk.gui.base.settings import Settings
from ecdesk.gui.forms.ui_main_window import Ui_MainWindow

LAYOUT_VERSION = 1
"""Raised when docks are added or renamed; an older arrangement is then forgotten."""

FIRST_SIZE = (1366, 768)
FRAME = 48
"""Pixels that a title bar takes beyond that height, the widest of the usual ones."""


class Arrangement:
    """Of one window's docks, which are there while a book is open."""

    def __init__(self, window: QMainWindow, ui: Ui_MainWindow, settings: Settings) -> None:
        self._window = window
        self._ui = ui
        self._settings = settings
        self.docks = (ui.dock_outline, ui.dock_chart, ui.dock_inspector, ui.dock_findings, ui.dock_history)
        self._out = False
        self._aside: list[QDockWidget] = []
        window.setTabPosition(Qt.DockWidgetArea.BottomDockWidgetArea, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        for dock in self.docks:
            dock.hide()

    def restore_size(self) -> None:
        """Where the window was left, and how large."""
        self._window.resize(*FIRST_SIZE)
        geometry = self._settings.bytes("window/geometry")
        if not geometry.isEmpty():
            self._window.restoreGeometry(geometry)

    def fit_screen(self) -> None:
        """Take the whole screen at first where the first size does not fit on it: its foot says what is saved and who is editing."""
        room = self._window.screen().availableGeometry()
        small = room.width() <= FIRST_SIZE[0] or room.height() < FIRST_SIZE[1] + FRAME
        if small and self._settings.bytes("window/geometry").isEmpty():
            self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowMaximized)

    def remember_size(self) -> None:
        self._settings.set_bytes("window/geometry", self._window.saveGeometry())

    def bring_out(self) -> None:
        """Show the docks as they were left, else as at first."""
        if self._out:
            return
        self._out = True
        self.reset()
        state = self._settings.bytes("window/state")
        if not state.isEmpty():
            self._window.restoreState(state, LAYOUT_VERSION)

    def put_away(self) -> None:
        """Remember how the docks stand, and hide them."""
        if not self._out:
            return
        self.give_room(False)
        self._settings.set_bytes("window/state", self._window.saveState(LAYOUT_VERSION))
        self._out = False
        for dock in self.docks:
            dock.hide()

    def give_room(self, wanted: bool) -> None:
        """Lay the docks about exhibits aside while another page needs the room, and put them back after."""
        if wanted and not self._aside:
            about_exhibits = (self._ui.dock_chart, self._ui.dock_inspector, self._ui.dock_findings, self._ui.dock_history)
            self._aside = [dock for dock in about_exhibits if not dock.isHidden() and not dock.isFloating()]
            for dock in self._aside:
                dock.hide()
        elif not wanted and self._aside:
            aside, self._aside = self._aside, []
            for dock in aside:
                dock.show()

    def reset(self) -> None:
        """The first arrangement, in proportion to the window."""
        self._aside = []
        window, ui = self._window, self._ui
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, ui.dock_outline)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, ui.dock_chart)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, ui.dock_inspector)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, ui.dock_findings)
        window.tabifyDockWidget(ui.dock_findings, ui.dock_history)
        for dock in self.docks:
            dock.setFloating(False)
            dock.show()
        ui.dock_findings.raise_()
        width, height = window.width(), window.height()
        left, right = max(260, min(340, width // 5)), max(300, min(520, width // 4))
        window.resizeDocks([ui.dock_outline, ui.dock_chart], [left, right], Qt.Orientation.Horizontal)
        window.resizeDocks([ui.dock_chart, ui.dock_inspector], [height * 45 // 100, height * 55 // 100], Qt.Orientation.Vertical)
        window.resizeDocks([ui.dock_findings], [max(190, height // 4)], Qt.Orientation.Vertical)
