"""The docks with the panels around the editors: how they stand, at first and as the user left them, and how the focus goes around."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabWidget, QToolButton, QWidget

from ecdesk.gui.base.layouts import FRAME, room
from ecdesk.gui.base.panes import Pane, PaneTitle
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.forms.ui_main_window import Ui_MainWindow

LAYOUT_VERSION = 2
"""Raised when docks are added or renamed, or had too little room; an older arrangement is then forgotten."""

FIRST_SIZE = (1366, 768)

MIDDLE = 560
"""Pixels that the middle has at least, whatever is open in it: a tab that wanted more took them from the outline."""
SIDES = 480
"""Pixels that the panels beside it have at least; the middle of a screen that has no room for both is narrower."""


class Docks(QObject):
    """The docks of one window, which are there while a book is open. middle: what the focus goes to between the panels."""

    middle_wanted = Signal()
    """The focus should go into the middle."""

    def __init__(self, window: QMainWindow, ui: Ui_MainWindow, middle: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._middle = middle
        self._ui = ui
        self._settings = settings
        self.docks = (ui.dock_outline, ui.dock_chart, ui.dock_inspector, ui.dock_findings, ui.dock_history)
        self._out = False
        self._size = QSize()
        """Of the window, as the docks were last fitted into it."""
        self._dragged: dict[QDockWidget, int] = {}
        """Pixels of the sides whose edge was dragged; the others take what they need."""
        self._pressed: dict[QDockWidget, int] = {}
        """Pixels of each side when the mouse went down on an edge."""
        self._aside: list[QDockWidget] = []
        self._stops: Sequence[QWidget] = ()
        window.setTabPosition(Qt.DockWidgetArea.BottomDockWidgetArea, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        for dock in self.docks:
            dock.hide()
            ui.menu_panels.addAction(dock.toggleViewAction())
        ui.menu_panels.setEnabled(False)
        window.installEventFilter(self)

    # -- the panels

    @property
    def filled(self) -> bool:
        """Whether the panels are there."""
        return bool(self._stops)

    def fill(self, panels: Sequence[QWidget], stops: Sequence[QWidget], buttons: Sequence[QToolButton]) -> None:
        """Put the panels into their docks: outline, chart, inspector, findings, history. stops: the widgets in them that take the focus,
        clockwise from the left. buttons: in the title of the chart."""
        self._stops = stops
        wide = max(room(self._window).width(), self._window.width())  # wider than the screen where nobody looks, as in pictures
        self._middle.setMinimumWidth(min(MIDDLE, wide - SIDES))
        if (
            wide < MIDDLE + SIDES
        ):  # what stands above the findings and the history goes below the outline too, else it alone would be too wide
            self._window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        for dock, panel in zip(self.docks, panels, strict=True):
            placeholder = dock.widget()
            dock.setWidget(panel)
            placeholder.deleteLater()
        for dock in self.docks[:3]:
            dock.setTitleBarWidget(PaneTitle(dock, buttons if dock is self._ui.dock_chart else ()))
        # The tabs above these two are title enough.
        for dock in self.docks[3:]:
            dock.setTitleBarWidget(QWidget(dock))

    def show_panel(self, name: str) -> None:
        """Bring a panel out, in front of those it shares its place with, and go into it."""
        dock = next(one for one in self.docks if one.objectName() == name)
        dock.show()
        dock.raise_()
        for stop in self._stops:
            if dock.isAncestorOf(stop):
                stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_pane(self) -> None:
        """Move the focus around the window: outline, middle, findings or history, inspector."""
        self._go_around(1)

    def previous_pane(self) -> None:
        self._go_around(-1)

    def _go_around(self, by: int) -> None:
        around = (*self._stops[:1], self._middle, *self._stops[1:])
        stops = [stop for stop in around if not stop.visibleRegion().isEmpty()] or [self._middle]
        focused = QApplication.focusWidget() or self._window
        here = next((number for number, stop in enumerate(stops) if stop is focused or stop.isAncestorOf(focused)), 0)
        target = stops[(here + by) % len(stops)]
        if target is self._middle:
            self.middle_wanted.emit()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    # -- how they stand

    def restore_size(self) -> None:
        """Where the window was left, and how large."""
        self._window.resize(*FIRST_SIZE)
        geometry = self._settings.bytes("window/geometry")
        if not geometry.isEmpty():
            self._window.restoreGeometry(geometry)

    def fit_screen(self) -> None:
        """Take the whole screen where the first size, or the one that was left on another screen or at another scale, does not fit on it: its
        foot says what is saved and who is editing."""
        screen, window = self._window.screen().availableGeometry(), self._window
        small = screen.width() <= FIRST_SIZE[0] or screen.height() < FIRST_SIZE[1] + FRAME
        left = not self._settings.bytes("window/geometry").isEmpty()
        fits = left and window.width() <= screen.width() and window.height() <= screen.height()
        if left:
            window.resize(window.size().boundedTo(room(window)))  # also where it is not maximised, or no longer
        if small and not fits:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)

    def remember_size(self) -> None:
        self._settings.set_bytes("window/geometry", self._window.saveGeometry())

    def bring_out(self) -> None:
        """Show the docks as they were left, else as at first."""
        if self._out:
            return
        self._out = True
        self._ui.menu_panels.setEnabled(True)
        self.reset()
        state = self._settings.bytes(self._setting)
        if not state.isEmpty():
            self._window.restoreState(state, LAYOUT_VERSION)
        self._dragged = {dock: size for dock in self._sides if (size := self._settings.number(self._size_setting(dock), 0))}
        self._fit()

    @property
    def _setting(self) -> str:
        """Where the arrangement is kept: each size of the screen has its own."""
        screen = self._window.screen().size()
        return f"window/state/{screen.width()}x{screen.height()}"

    def _size_setting(self, dock: QDockWidget) -> str:
        """Where it is kept how far a side was dragged: Qt's own state forgets it where the window is another size at first."""
        return f"{self._setting.replace('state', 'sides')}/{dock.objectName()}"

    def put_away(self) -> None:
        """Remember how the docks stand, and hide them."""
        if not self._out:
            return
        self.give_room(False)
        self._settings.set_bytes(self._setting, self._window.saveState(LAYOUT_VERSION))
        for dock in self._sides:
            self._settings.set_number(self._size_setting(dock), self._dragged.get(dock, 0))
        self._out = False
        self._ui.menu_panels.setEnabled(False)
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

    @staticmethod
    def _wanted(dock: QDockWidget) -> int:
        """Pixels in which a panel would show all that it lists in full."""
        panel = dock.widget()
        return panel.wanted_width if isinstance(panel, Pane) else 0

    def reset(self) -> None:
        """The first arrangement, in proportion to the window."""
        self._aside = []
        self._dragged.clear()
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
        height = window.height()
        window.resizeDocks([ui.dock_chart, ui.dock_inspector], [height * 45 // 100, height * 55 // 100], Qt.Orientation.Vertical)
        self._fit()

    @property
    def _sides(self) -> tuple[QDockWidget, QDockWidget, QDockWidget]:
        """A dock of each side of the window: left, right, bottom."""
        return self._ui.dock_outline, self._ui.dock_chart, self._ui.dock_findings

    def _fit(self) -> None:
        """Give each side what it needs of the window as it is, or what it was dragged to."""
        outline, chart, findings = self._sides
        self._size = self._window.size()
        width, height = self._size.width(), self._size.height()
        most = width * 26 // 100
        given = {
            outline: max(260, min(self._wanted(outline), most)),
            chart: max(300, min(620, most)),
            findings: max(190, height // 4),
        } | self._dragged
        for docks, way in (((outline, chart), Qt.Orientation.Horizontal), ((findings,), Qt.Orientation.Vertical)):
            self._window.resizeDocks(docks, [given[dock] for dock in docks], way)

    def fit_to_book(self) -> None:
        """A book has come, and what the panels list of it can be measured."""
        if self._out:
            self._fit()

    def _size_of(self, dock: QDockWidget) -> int:
        return dock.height() if dock is self._ui.dock_findings else dock.width()

    def heed_window_size(self) -> None:
        """The window has another size."""
        if self._out and self._window.size() != self._size:
            self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mouse events reach the window itself on the edges of its docks only: a side whose edge was dragged keeps its size."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = {dock: self._size_of(dock) for dock in self._sides}
        elif event.type() == QEvent.Type.MouseButtonRelease and self._out:
            sizes = {dock: self._size_of(dock) for dock in self._sides}
            self._dragged |= {dock: sizes[dock] for dock, before in self._pressed.items() if sizes[dock] != before}
        return super().eventFilter(watched, event)
