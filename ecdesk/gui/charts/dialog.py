"""How an exhibit is drawn, chosen beside the chart itself: every change is drawn at once, nothing is changed before OK."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QHeaderView, QStackedLayout, QTableWidgetItem, QWidget

from ecdesk.domain.book.records import Axis, Chart, ChartKind, Exhibit, Line
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain
from ecdesk.gui.base.panes import hint_label
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.charts.canvas import PAUSE, ChartCanvas, Drawn, draw_job
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.forms.ui_chart_dialog import Ui_ChartDialog
from ecdesk.session.tables.charting import ALONE, proposed_chart, series_lines

NOTHING, LEFT, RIGHT = "", "left", "right"
_KINDS = (
    (NOTHING, text("不画图")),
    (ChartKind.BAR, text("柱形图")),
    (ChartKind.LINE, text("折线图")),
    (ChartKind.STACKED, text("堆积柱形图")),
    (ChartKind.RING, text("环形图")),
    (ChartKind.RANK, text("排名条形图")),
)


@dataclass(frozen=True)
class ChartChoice:
    """How an exhibit is to be drawn; chart: None for no chart."""

    chart: Chart | None


class ChartDialog(dialogs.FormDialog[ChartChoice]):
    """The settings of one exhibit's chart; `chart` is what they say, None for no chart."""

    def __init__(self, workspace: Workspace, exhibit: Exhibit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._exhibit = workspace, exhibit
        self._request = self._job = 0
        self.form = Ui_ChartDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.setWindowTitle(plain.title(tr("设置图：{exhibit}", exhibit=exhibit.number or exhibit.caption)))
        self.canvas = ChartCanvas(self.form.preview)
        self.hint = hint_label(self.form.preview)
        self._stack = QStackedLayout(self.form.preview)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self.canvas)
        self.roles: list[QComboBox] = []
        self._pause = pause(self, PAUSE, self._draw)
        for kind, name in _KINDS:
            self.form.kind.addItem(str(name), kind)
        self.form.categories.addItem(tr("各行"), Axis.ROWS)
        self.form.categories.addItem(tr("各列"), Axis.COLUMNS)
        book = workspace.book
        assert book is not None
        present = exhibit.chart or proposed_chart(build_table(book, exhibit))
        self.form.kind.setCurrentIndex(self.form.kind.findData(present.kind.removesuffix("+line")))
        self.form.categories.setCurrentIndex(self.form.categories.findData(present.categories))
        self.form.top.setValue(present.top)
        self._list_lines(present)
        self.form.kind.currentIndexChanged.connect(self._draw_soon)
        self.form.categories.currentIndexChanged.connect(self._list_again)
        self.form.top.valueChanged.connect(self._draw_soon)
        self._draw_soon()

    def answer(self) -> ChartChoice:
        return ChartChoice(self.chart)

    @property
    def chart(self) -> Chart | None:
        chosen_kind = self.form.kind.currentData()  # Qt gives a member of an enumeration back as text
        if not chosen_kind:
            return None
        kind = ChartKind(chosen_kind)
        lines = self._lines()
        primary = self._ids_on(LEFT)
        secondary = () if kind in ALONE else self._ids_on(RIGHT)
        if len(primary) + len(secondary) == len(lines):
            primary = ()  # all that there are, and all that are added later
        if kind == ChartKind.BAR and secondary:
            kind = ChartKind.BAR_AND_LINE
        return Chart(kind, self._categories(), primary, secondary, self.form.top.value())

    def _ids_on(self, side: str) -> tuple[str, ...]:
        """Lines that are drawn against the axis of a side."""
        return tuple(line.id for line, role in zip(self._lines(), self.roles, strict=True) if role.currentData() == side)

    def _categories(self) -> Axis:
        return Axis(self.form.categories.currentData())

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

    def _lines(self) -> tuple[Line, ...]:
        return series_lines(self._exhibit, self._categories())

    def _list_lines(self, chart: Chart) -> None:
        lines = self._lines()
        table = self.form.lines
        table.clearContents()
        table.setRowCount(len(lines))
        self.roles = []
        for row, line in enumerate(lines):
            label = "·".join((*line.groups, line.label))
            item = QTableWidgetItem(label)
            item.setToolTip(plain.tip(label))
            table.setItem(row, 0, item)
            role = QComboBox(table)
            for value, name in ((LEFT, tr("左轴")), (RIGHT, tr("右轴（折线）")), (NOTHING, tr("不画"))):
                role.addItem(name, value)
            drawn = RIGHT if line.id in chart.secondary else LEFT if not chart.primary or line.id in chart.primary else NOTHING
            role.setCurrentIndex(role.findData(drawn))
            role.currentIndexChanged.connect(self._draw_soon)
            table.setCellWidget(row, 1, role)
            self.roles.append(role)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 128)
        table.verticalHeader().setDefaultSectionSize(self.form.kind.sizeHint().height() + 4)
        headings = (tr("列") if self._categories() == Axis.ROWS else tr("行"), tr("画在"))
        table.setHorizontalHeaderLabels(headings)

    def _list_again(self) -> None:
        self._list_lines(Chart(categories=self._categories()))
        self._draw_soon()

    def _draw_soon(self) -> None:
        drawn = bool(self.form.kind.currentData())
        alone = self.form.kind.currentData() in ALONE
        for widget in (self.form.categories, self.form.top, self.form.lines):
            widget.setEnabled(drawn)
        for role in self.roles:
            role.model().item(role.findData(RIGHT)).setEnabled(not alone)  # type: ignore[attr-defined]
            if alone and role.currentData() == RIGHT:
                role.setCurrentIndex(role.findData(NOTHING))
        left = not drawn or any(role.currentData() == LEFT for role in self.roles)
        self.form.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(left)
        self._pause.start()

    def _draw(self) -> None:
        chart, book = self.chart, self._workspace.book
        if self._job:
            self._workspace.jobs.cancel(self._job)
            self._job = 0
        self._request += 1
        if chart is None or book is None:
            self._say(tr("这张表不画图。"))
            return
        if not any(role.currentData() == LEFT for role in self.roles):
            self._say(tr("左轴上没有要画的数，请至少选一列画在左轴上。"))
            return
        table = build_table(book, replace(self._exhibit, chart=chart))
        size = self.form.preview.contentsRect()
        job = draw_job(self._request, table, "print", size.width(), size.height(), self.devicePixelRatioF())
        self._job = self._workspace.jobs.start(text("画图"), job, self._show_drawing)

    def _show_drawing(self, drawn: Drawn) -> None:
        if drawn.request != self._request:
            return
        self._job = 0
        if drawn.image is None:
            self._say(drawn.words)
        else:
            self.canvas.show_image(drawn.image)
            self._stack.setCurrentWidget(self.canvas)

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self._stack.setCurrentWidget(self.hint)
