"""A chart in a window of its own, as large as the screen allows; it follows what is edited meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from ecdesk.domain.book.tables import Table
from ecdesk.domain.texts import text
from ecdesk.gui.base import plain
from ecdesk.gui.base.layouts import stack
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.charts.canvas import PAUSE, CellPlace, ChartCanvas, Drawn, draw_job
from ecdesk.gui.desk.workspace import Workspace


class ChartView(QDialog):
    """Shows one exhibit's chart; Esc closes it."""

    def __init__(self, workspace: Workspace, table: Table, tips: Callable[[CellPlace], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._table = workspace, table
        self._request = self._job = 0
        self.canvas = ChartCanvas(self)
        self.canvas.point_at(tips)
        stack(self, self.canvas)
        self._pause = pause(self, PAUSE, self._draw)
        room = self.screen().availableGeometry()
        self.resize(room.width() * 4 // 5, room.height() * 4 // 5)
        self.follow(table)

    @property
    def drawing(self) -> bool:
        return self._pause.isActive() or self._job != 0

    def follow(self, table: Table) -> None:
        """Show another state of the exhibit."""
        self._table = table
        exhibit = table.exhibit
        self.setWindowTitle(plain.title(f"{exhibit.number}　{exhibit.caption}".strip("　")))
        self._pause.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pause.start()

    def done(self, result: int) -> None:
        self._pause.stop()
        if self._job:
            self._workspace.jobs.cancel(self._job)
            self._job = 0
        self._request += 1
        super().done(result)

    def _draw(self) -> None:
        if self._job:
            self._workspace.jobs.cancel(self._job)
        self._request += 1
        job = draw_job(self._request, self._table, self.canvas.size(), self.devicePixelRatioF())
        self._job = self._workspace.jobs.start(text("画图"), job, self._show)

    def _show(self, drawn: Drawn) -> None:
        if drawn.request == self._request:
            self._job = 0
            if drawn.image is not None:
                self.canvas.show_drawing(drawn)
