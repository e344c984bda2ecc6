"""How an exhibit is drawn, chosen beside the chart itself: every change is drawn at once, nothing is changed before OK."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QStackedLayout, QWidget

from ecdesk.domain.book.records import Chart, Exhibit
from ecdesk.domain.book.tables import Table, build_table
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.panes import hint_label
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.charts.canvas import PAUSE, ChartCanvas, Drawn, draw_job
from ecdesk.gui.charts.settings import LEFT, pages, shown_in
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.forms.ui_chart_dialog import Ui_ChartDialog
from ecdesk.session.tables.charting import THEME_SETTING, drawn_as, proposed_chart, with_growth


@dataclass(frozen=True)
class ChartChoice:
    """How an exhibit is to be drawn; chart: None for no chart. book_theme: of all charts of the book, None where it stays."""

    chart: Chart | None
    book_theme: str | None = None


class ChartDialog(dialogs.FormDialog[ChartChoice]):
    """The settings of one exhibit's chart; `chart` is what they say, None for no chart."""

    weighty = True

    def __init__(
        self, workspace: Workspace, exhibit: Exhibit, parent: QWidget | None = None, printed: Table | None = None
    ) -> None:
        """printed: the exhibit as it is printed, where somebody knows; else it is drawn with its plain figures."""
        super().__init__(parent)
        book = workspace.book
        assert book is not None
        self._workspace, self._exhibit = workspace, exhibit
        self._request = self._job = 0
        self._refused = False
        self.form = Ui_ChartDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.setWindowTitle(plain.title(tr("设置图：{exhibit}", exhibit=exhibit.number or exhibit.caption)))
        self.canvas = ChartCanvas(self.form.preview)
        self.hint = hint_label(self.form.preview)
        self._stack = QStackedLayout(self.form.preview)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self.canvas)
        self._pause = pause(self, PAUSE, self._draw)
        self._table = printed or build_table(book, exhibit)
        self._proposed = proposed_chart(build_table(book, exhibit), book.areas)
        self._present = exhibit.chart or self._proposed
        self._content, self._marks, self._look = pages(self.form, exhibit, book.setting(THEME_SETTING), self._draw_soon)
        shown_in((self._content, self._marks, self._look), self._present)
        self.form.categories.currentIndexChanged.connect(self._offer_lines)
        self._draw_soon()

    def answer(self) -> ChartChoice:
        return ChartChoice(self.chart, self._look.book_theme if self.chart is not None else None)

    @property
    def roles(self) -> list[QComboBox]:
        """On which axis each line is drawn."""
        return self._content.roles

    @property
    def chart(self) -> Chart | None:
        if self._content.kind is None:
            return None
        chart = self._look.read(self._marks.read(self._content.read(self._present)))
        return drawn_as(chart, self._proposed) if self._exhibit.chart is None else chart

    @property
    def drawing(self) -> bool:
        """Whether the picture is not yet that of the present settings."""
        return self._pause.isActive() or self._job != 0

    def done(self, result: int) -> None:
        self._pause.stop()
        if self._job:
            self._workspace.jobs.cancel(self._job)
            self._job = 0
        self._request += 1
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pause.start()

    def _offer_lines(self) -> None:
        self._marks.offer(Chart(categories=self._content.axis))

    def _draw_soon(self) -> None:
        kind = self._content.kind
        drawn = kind is not None
        self._content.enable(drawn, kind)
        self._marks.enable(drawn, kind)
        self._look.enable(drawn)
        self._refused = False
        self._allow()
        self._pause.start()

    def _allow(self) -> None:
        """What cannot be drawn cannot be accepted."""
        left = self._content.kind is None or bool(self._content.ids_on(LEFT))
        self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(left and not self._refused)

    def _draw(self) -> None:
        chart, desk = self.chart, self._workspace.desk
        if self._job:
            self._workspace.jobs.cancel(self._job)
            self._job = 0
        self._request += 1
        if chart is None or desk is None:
            self._say(tr("这张表不画图。"))
            return
        if not self._content.ids_on(LEFT):
            self._say(tr("左轴上没有要画的数，请至少选一列画在左轴上。"))
            return
        theme = self._look.book_theme
        chart = replace(chart, theme=chart.theme if theme is None else theme)
        table = replace(self._table, exhibit=replace(self._table.exhibit, chart=chart))
        size = self.form.preview.contentsRect().size()
        job = draw_job(self._request, with_growth(desk.derivations, table), size, self.devicePixelRatioF())
        self._job = self._workspace.jobs.start(text("画图"), job, self._show_drawing)

    def _show_drawing(self, drawn: Drawn) -> None:
        if drawn.request != self._request:
            return
        self._job = 0
        if drawn.image is None:
            self._say(drawn.words)
            self._refused = True
            self._allow()
        else:
            self.canvas.show_drawing(drawn)
            self._stack.setCurrentWidget(self.canvas)

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self._stack.setCurrentWidget(self.hint)
