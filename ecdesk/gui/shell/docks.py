"""The panels around the editor: outline, chart, inspector, findings, history. They are made with the first book, not with the window."""

from __future__ import annotations

from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from ecdesk.gui.base.panes import PaneTitle
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.forms.ui_main_window import Ui_MainWindow
from ecdesk.gui.panels.chart_panel import ChartPanel
from ecdesk.gui.panels.findings_panel import FindingsPanel
from ecdesk.gui.panels.inspector_panel import InspectorPanel
from ecdesk.gui.panels.outline_panel import OutlinePanel
from ecdesk.gui.versions.history_panel import HistoryPanel


class DeskPanels:
    """Every panel in its dock."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, ui: Ui_MainWindow, window: QMainWindow) -> None:
        self.outline = OutlinePanel(workspace, window)
        self.chart = ChartPanel(workspace, checks, window)
        self.inspector = InspectorPanel(workspace, checks, window)
        self.findings = FindingsPanel(workspace, window)
        self.history = HistoryPanel(workspace, window)
        placed: tuple[tuple[QDockWidget, QWidget], ...] = (
            (ui.dock_outline, self.outline),
            (ui.dock_chart, self.chart),
            (ui.dock_inspector, self.inspector),
            (ui.dock_findings, self.findings),
            (ui.dock_history, self.history),
        )
        for dock, panel in placed:
            placeholder = dock.widget()
            dock.setWidget(panel)
            placeholder.deleteLater()
        ui.dock_outline.setTitleBarWidget(PaneTitle(ui.dock_outline))
        ui.dock_chart.setTitleBarWidget(PaneTitle(ui.dock_chart, (self.chart.settings_button, self.chart.save_button)))
        ui.dock_inspector.setTitleBarWidget(PaneTitle(ui.dock_inspector))
        # The tabs above these two are title enough.
        for dock in (ui.dock_findings, ui.dock_history):
            dock.setTitleBarWidget(QWidget(dock))

    def focus_stops(self) -> list[QWidget]:
        """Where the focus can go besides the middle of the window, clockwise from the left."""
        return [self.outline.tree, self.findings.table, self.history.table, self.inspector.browser]
