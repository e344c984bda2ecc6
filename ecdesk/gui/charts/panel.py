"""The panel with the exhibit's chart: drawn on the worker from a snapshot of the table, so that typing never waits for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import Exhibit, Setting
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.layouts import GAP, OneOf, bar, stack
from ecdesk.gui.base.panes import Pane, flat_button, hint_label, restyle_button
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.charts.canvas import PAUSE, ChartCanvas, Drawn, draw_job
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Focus, Place, Workspace
from ecdesk.session.program.progress import Job, Progress


def _refusal(exhibit: Exhibit) -> UserError | None:
    from ecdesk.session.tables.charting import chart_refusal

    return chart_refusal(exhibit)


def save_job(table: Table, path: Path) -> Job[Path]:
    yield Progress(0, 0, text("正在保存图…"))
    from ecdesk.charts.saving import save_chart

    save_chart(table, path)
    return path


class ChartPanel(Pane):
    """The chart of the exhibit in front, live."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._checks = checks
        self._stands_on_checks = False
        self.canvas = ChartCanvas(self)
        self.hint = hint_label(self)
        self.settings_button = flat_button(self, "settings")
        self.save_button = flat_button(self, "export")
        self.draw_button = QPushButton(self)
        self._request = 0
        self._job = 0
        self._drawn_for = ""
        self._pause = pause(self, PAUSE, self.draw)
        line = bar(self.draw_button, GAP, margins=(18, 0, 18, 12))
        # The canvas has no size of its own while the hint is in front.
        self._empty = stack(QWidget(self), self.hint, line, GAP)
        self._body = OneOf(self, self._empty, self.canvas)
        stack(self, self._body, grow=self._body)
        self.setMinimumSize(200, 140)
        self.save_button.clicked.connect(self.save)
        self.settings_button.clicked.connect(self.set_up)
        self.draw_button.clicked.connect(self.set_up)
        workspace.focus_changed.connect(self._follow)
        workspace.changed.connect(self._refresh_after)
        workspace.findings_changed.connect(self._checked)
        self.retranslate()
        self._follow(workspace.focus)

    @property
    def drawing(self) -> bool:
        """Whether the picture is not yet that of the present figures."""
        return self._pause.isActive() or self._job != 0

    def retranslate(self) -> None:
        self.save_button.setToolTip(tr("把图存成 SVG、PDF 或 PNG…"))
        self.settings_button.setToolTip(tr("设置图：类型、坐标轴、画哪些列…"))
        self.draw_button.setText(tr("画一张图…"))
        self._say_why()
        self._ask()

    def restyle(self) -> None:
        restyle_button(self.save_button)
        restyle_button(self.settings_button)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def draw(self) -> None:
        """Start drawing the present state; an older drawing that is still under way is let go."""
        table = self._table()
        if table is None or not self.isVisible():
            return
        if self._job:
            self.workspace.jobs.cancel(self._job)
        self._request += 1
        self._drawn_for = table.exhibit.id
        width, height = max(200, self._body.width()), max(140, self._body.height())
        job = draw_job(self._request, table, "print", width, height, self.devicePixelRatioF())
        self._job = self.workspace.jobs.start(text("画图"), job, self._show_drawing)

    def save(self) -> None:
        table = self._table()
        if table is None:
            return
        from ecdesk.domain.files.filenames import safe_file_name

        proposed = safe_file_name(f"{table.exhibit.number} {table.exhibit.caption}")
        path = dialogs.choose_target(self, tr("保存图"), dialogs.CHART, proposed)
        if path is not None:
            self.workspace.jobs.start(text("保存图"), save_job(table, path), self._say_saved)

    def set_up(self) -> None:
        """Let an editor say how the exhibit in front is drawn; one step that can be undone."""
        focus, desk = self.workspace.focus, self.workspace.desk
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        if exhibit is None or desk is None or desk.read_only:
            return
        from ecdesk.gui.charts.dialog import ChartDialog

        refusal = _refusal(exhibit)
        if refusal is not None:
            self.workspace.say(str(refusal))
            return
        choice = dialogs.ask(ChartDialog(self.workspace, exhibit, self))
        if choice is None:
            return
        from ecdesk.session.tables.charting import set_chart

        try:
            set_chart(desk, exhibit.id, choice.chart)
        except UserError as error:
            dialogs.show_error(self, error)
        # The button that was pressed is gone with the empty pane, and the keyboard with it.
        self.workspace.go_to(Place(exhibit.id))

    def _say_saved(self, path: Path) -> None:
        self.workspace.say(tr("图已存为“{file}”。", file=path.name))

    def _show_drawing(self, drawn: Drawn) -> None:
        if drawn.request != self._request:
            return
        self._job = 0
        if drawn.image is None:
            self.hint.setText(drawn.words)
            self.draw_button.hide()
            self._body.bring(self._empty)
        else:
            self.canvas.show_image(drawn.image)
            self._body.bring(self.canvas)

    def _table(self) -> Table | None:
        focus, book = self.workspace.focus, self.workspace.book
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        if book is None or exhibit is None or exhibit.chart is None:
            return None
        # A balanced one waits for the rules, which say what are sums.
        self._stands_on_checks = bool(book.setting(f"balance:{exhibit.id}"))
        table = self._checks.drawn(exhibit) if self._stands_on_checks else build_table(book, exhibit)
        desk = self.workspace.desk
        if table is None or desk is None:
            return table
        from ecdesk.session.tables.charting import with_growth

        return with_growth(desk.derivations, table)

    def _checked(self, _findings: object) -> None:
        if self._stands_on_checks:
            self._ask()

    def _follow(self, focus: Focus | None) -> None:
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        drawable = exhibit is not None and exhibit.chart is not None
        self.save_button.setEnabled(drawable)
        self.settings_button.setEnabled(drawable and self._writable)
        if exhibit is None or not drawable:
            self._pause.stop()
            self._request += 1
            if self._job:
                self.workspace.jobs.cancel(self._job)
                self._job = 0
            self._drawn_for = ""
            self.canvas.show_image(None)
            self._say_why()
            self._body.bring(self._empty)
        elif exhibit.id != self._drawn_for:
            self.draw()

    @property
    def _writable(self) -> bool:
        return self.workspace.desk is not None and not self.workspace.desk.read_only

    def _say_why(self) -> None:
        """Why there is no chart, and what to do about it."""
        focus = self.workspace.focus
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        refusal = _refusal(exhibit) if exhibit is not None and exhibit.chart is None else None
        words = tr("这张表没有图。") if exhibit is not None else tr("打开一张图表，它的图就画在这里，随修改更新。")
        self.hint.setText(str(refusal) if refusal is not None else words)
        can_draw = exhibit is not None and exhibit.chart is None and refusal is None
        self.draw_button.setVisible(can_draw and self._writable)

    def _refresh_after(self, notice: Notice) -> None:
        focus = self.workspace.focus
        if focus is None:
            return
        book = self.workspace.book
        exhibit = self.workspace.exhibit(focus.exhibit)
        here = book is not None and exhibit is not None and any(book.cells(exhibit, key) for key in notice.figures)
        balanced = f"balance:{focus.exhibit}" in notice.ids(Setting)
        if here or balanced or focus.exhibit in notice.ids(Exhibit):
            self._follow(focus)
            self._ask()

    def _ask(self) -> None:
        focus = self.workspace.focus
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        if self.isVisible() and exhibit is not None and exhibit.chart is not None:
            self._pause.start()
