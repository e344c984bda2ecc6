"""What the selected readings of a review would move if the book had them."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ecdesk.domain.texts import text
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.impact.impact_view import ImpactView
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.submissions.models import ReadingsModel
from ecdesk.session.submissions.imports import taken_over

LISTED = 120
"""Pixels at least for a list of what would be moved."""
PAUSE = 150
"""Milliseconds that readings must be selected before they are tried; the mouse runs ahead of it."""


class ReadingsImpact(ImpactView):
    """Follows the selection of a table of readings."""

    def __init__(
        self, workspace: Workspace, checks: LiveChecks, table: PlainTable, readings: ReadingsModel, parent: QWidget
    ) -> None:
        super().__init__(workspace, checks, parent)
        self._table = table
        self._readings = readings
        self._workspace = workspace
        self._pause = pause(self, PAUSE, self.follow)
        for changed in (table.selectionModel().selectionChanged, readings.modelReset):
            changed.connect(self._pause.start)
        self.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        """Take no more height than the words need where there is nothing to list: it is the readings', which stand first beside it."""
        said = self.hint.isVisibleTo(self)
        needed = self.hint.heightForWidth(max(1, self.width())) if said else LISTED
        beside = self.parentWidget()
        if needed != self.minimumHeight() and isinstance(beside, QSplitter):
            self.setMinimumHeight(needed)
            first, *others, own = beside.sizes()
            beside.setSizes([max(0, first + own - needed), *others, needed])

    def _show(self) -> None:
        super()._show()
        self._fit()

    def follow(self) -> None:
        """Show what is selected now."""
        desk = self._workspace.desk
        found = map(self._readings.row_at, self._table.selectionModel().selectedRows())
        lines = [line for line in found if line is not None]
        if desk is None or not lines:
            self.show_changes(None, nothing=text("选中一个或几个读数，这里列出它们会动到什么。"))
            return
        unknown = all(line.key is None for line in lines)
        nothing = text("对上目录以后才知道会动到什么。") if unknown else text("与书里的数一样，什么也不会变。")
        self.show_changes(lambda: taken_over(desk.book, lines), nothing=nothing)
