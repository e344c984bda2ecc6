"""The panel with the exhibit's chart: drawn on the worker from a snapshot of the table, so that typing never waits for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QDrag, QGuiApplication, QKeySequence, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Exhibit, Setting
from ecdesk.domain.book.tables import Cell, Table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.numerals import in_unit
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import plain, themes
from ecdesk.gui.base.layouts import GAP, OneOf, bar, stack
from ecdesk.gui.base.panes import Pane, as_hint, flat_button, hint_label, push_button, restyle_button, worded
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.charts.canvas import PAUSE, ChartCanvas, Drawn, draw_job, screen_job
from ecdesk.gui.charts.handing_out import Pictures, as_file, as_picture, as_table, file_job, file_name, pictures_job, save_job
from ecdesk.gui.charts.large_view import ChartView
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Focus, Place, Workspace
from ecdesk.session.records.origins import origin_line
from ecdesk.session.versions.versions import key_label

if TYPE_CHECKING:
    from ecdesk.charts import Ground


def _refusal(exhibit: Exhibit) -> UserError | None:
    from ecdesk.session.tables.charting import chart_refusal

    return chart_refusal(exhibit)


def _ground(theme: themes.Theme) -> Ground | None:
    """What a chart stands on in a dark window; None where that is as light as paper."""
    from ecdesk.charts import Ground

    return Ground(theme.code("Base"), theme.code("Text")) if theme.dark else None


class ChartPanel(Pane):
    """The chart of the exhibit in front, live: its figures to be read, or as it is printed."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._checks = checks
        self.canvas = ChartCanvas(self)
        self.canvas.point_at(self._tip)
        self.dropped = as_hint(plain.Label(self))
        self.dropped.hide()
        self.view: ChartView | None = None
        self._shown: Table | None = None
        self._look: tuple[QSize, bool, str] | None = None
        self._files: QTemporaryDir | None = None
        self.hint = hint_label(self)
        self.print_button = worded(flat_button(self, "print"), tip=text("看印出来的样子：整页，连同标题、注和来源"))
        self.print_button.setCheckable(True)
        self.settings_button = worded(flat_button(self, "settings", self.set_up), tip=text("设置图：类型、坐标轴、画哪些列…"))
        self.save_button = worded(flat_button(self, "export", self.save), tip=text("把图存成 SVG、PDF 或 PNG…"))
        self.draw_button = worded(push_button(self, self.set_up), text("画一张图…"))
        self._request = 0
        self._job = 0
        self._drawn_for = ""
        self._pause = pause(self, PAUSE, self.draw)
        line = bar(self.draw_button, GAP, margins=(18, 0, 18, 12))
        # The canvas has no size of its own while the hint is in front.
        self._empty = stack(QWidget(self), self.hint, line, GAP)
        self._picture = stack(QWidget(self), self.canvas, self.dropped, grow=self.canvas)
        self._body = OneOf(self, self._empty, self._picture)
        stack(self, self._body, grow=self._body)
        self.setMinimumSize(200, 100)
        self.print_button.toggled.connect(self._ask)
        self.canvas.picked.connect(self._go_to_cell)
        self.canvas.opened.connect(self.enlarge)
        self.canvas.copied.connect(self.copy_picture)
        self.canvas.menu_wanted.connect(self._show_menu)
        self.canvas.dragged.connect(self._prepare_drag)
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
        self._say_why()
        self._ask()

    def restyle(self) -> None:
        restyle_button(self.print_button)
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
        table = self._table() if self.isVisible() else None
        if table is None:
            return
        below = 0 if self.dropped.isHidden() else self.dropped.heightForWidth(self._body.width())
        size = QSize(max(200, self._body.width()), max(140, self._body.height() - below))
        theme, printed = themes.current(), self.print_button.isChecked()
        look = size, printed, theme.name
        if not self._job and table == self._shown and look == self._look:
            return
        if self._job:
            self.workspace.jobs.cancel(self._job)
        self._request += 1
        self._drawn_for, self._shown, self._look = table.exhibit.id, table, look
        ratio = self.devicePixelRatioF()
        if printed:
            job = draw_job(self._request, table, size, ratio)
        else:
            job = screen_job(self._request, table, size, ratio, _ground(theme))
        self._job = self.workspace.jobs.start(text("画图"), job, self._show_drawing)
        if self.view is not None and isValid(self.view):
            self.view.follow(table)

    def save(self) -> None:
        table = self._table()
        if table is None:
            return
        path = dialogs.choose_target(self, tr("保存图"), dialogs.CHART, file_name(table))
        if path is not None:
            self.workspace.jobs.write(text("保存图"), save_job(table, path), self._say_saved)

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
        choice = dialogs.ask(ChartDialog(self.workspace, exhibit, self, self._checks.printed(exhibit)))
        if choice is None:
            return
        from ecdesk.session.tables.charting import set_chart

        with dialogs.RefusalsShown(self):
            set_chart(desk, exhibit.id, choice.chart, choice.book_theme)
        # The button that was pressed is gone with the empty pane, and the keyboard with it.
        self.workspace.go_to(Place(exhibit.id))

    def _say_saved(self, path: Path) -> None:
        self.workspace.say_written(tr("图已存为“{file}”。", file=path.name), path)

    # -- to other programs, and larger

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as vectors and as pixels."""
        if self._shown is not None:
            self.workspace.jobs.start(text("复制图"), pictures_job(self._shown), self._put_pictures)

    def _put_pictures(self, pictures: Pictures) -> None:
        QGuiApplication.clipboard().setMimeData(as_picture(pictures))
        self.workspace.say(tr("图已复制，可以粘贴到 Word 等程序里。"))

    def copy_table(self) -> None:
        """Put the figures of the chart on the clipboard."""
        if self._shown is not None:
            QGuiApplication.clipboard().setMimeData(as_table(self._shown))
            self.workspace.say(tr("图里的数已复制，可以粘贴到 Excel 等程序里。"))

    def enlarge(self) -> None:
        """Show the chart in a window of its own."""
        if self._shown is None:
            return
        if self.view is None or not isValid(self.view):
            self.view = ChartView(self.workspace, self._shown, self._tip, self)
            self.view.canvas.picked.connect(self._go_to_cell)
            self.view.canvas.copied.connect(self.copy_picture)
        self.view.show()
        self.view.raise_()

    def _prepare_drag(self) -> None:
        """The file is written by the worker; then it hangs on the mouse, if its button is still held."""
        if self._shown is not None:
            if self._files is None:
                self._files = QTemporaryDir()
            self.workspace.jobs.start(text("准备图的文件"), file_job(self._shown, Path(self._files.path())), self._drag)

    def _drag(self, path: Path) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            drag = QDrag(self.canvas)
            drag.setMimeData(as_file(path))
            if self.canvas.image is not None:
                drag.setPixmap(QPixmap.fromImage(self.canvas.image).scaledToWidth(160))
            drag.exec(Qt.DropAction.CopyAction)

    def _show_menu(self, position: QPoint) -> None:
        menu = self.menu()
        menu.exec(position)
        menu.deleteLater()

    def menu(self) -> QMenu:
        """What can be done with the picture."""
        menu = QMenu(self)
        menu.addAction(tr("复制图"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy_picture)
        menu.addAction(tr("复制为表"), self.copy_table)
        menu.addAction(tr("放大看"), self.enlarge)
        printed = menu.addAction(tr("印出来的样子"))
        printed.setCheckable(True)
        printed.setChecked(self.print_button.isChecked())
        printed.toggled.connect(self.print_button.setChecked)
        menu.addSeparator()
        menu.addAction(tr("存成文件…"), self.save)
        menu.addAction(tr("设置图…"), self.set_up).setEnabled(self._writable)
        return menu

    # -- between the picture and the table

    def _tip(self, place: tuple[int, int]) -> str:
        """A figure of the picture: what it is, its value, where it came from, and what is wrong with it."""
        cell = self._cell(place)
        book = self.workspace.book
        if cell is None or cell.key is None or book is None:
            return ""
        wrong = [str(one.message) for one in self._checks.findings_of(cell.key) if one.verdict is Verdict.FAILS]
        value = in_unit(cell.text, cell.unit.symbol)
        return "\n".join(part for part in (key_label(book, cell.key), value, origin_line(book, cell.observation), *wrong) if part)

    def _cell(self, place: tuple[int, int]) -> Cell | None:
        table = self._shown
        there = table is not None and place[0] < len(table.rows) and place[1] < len(table.columns)
        return table.cells[place[0]][place[1]] if table is not None and there else None

    def _go_to_cell(self, place: tuple[int, int]) -> None:
        cell, book = self._cell(place), self.workspace.book
        exhibit = self.workspace.exhibit(self._drawn_for)
        if cell is not None and cell.key is not None and book is not None and exhibit is not None:
            cells = book.cells(exhibit, cell.key)
            if cells:
                self.workspace.go_to(Place(exhibit.id, *cells[0]))

    def _mark_focus(self) -> None:
        """The picture shows which of its figures the keyboard is on."""
        focus, table = self.workspace.focus, self._shown
        here = focus is not None and table is not None and focus.exhibit == self._drawn_for and focus.key is not None
        spots = self.canvas.drawn.spots if here and self.canvas.drawn is not None else ()
        found = (place for place, _box in spots if focus and (cell := self._cell(place)) is not None and cell.key == focus.key)
        self.canvas.mark(next(found, None))

    def _show_drawing(self, drawn: Drawn) -> None:
        if drawn.request != self._request:
            return
        self._job = 0
        if drawn.image is None:
            self.hint.setText(drawn.words)
            self.draw_button.hide()
            self._body.bring(self._empty)
            return
        self.canvas.show_drawing(drawn)
        self._body.bring(self._picture)
        self._mark_focus()
        if drawn.dropped:
            from ecdesk.session.tables.charting import without_labels

            self.dropped.setText(str(without_labels(tr("图"), drawn.dropped)))
            self.dropped.setToolTip(plain.tip("\n".join(drawn.dropped)))
        if self.dropped.isHidden() == bool(drawn.dropped):
            self.dropped.setVisible(bool(drawn.dropped))
            self._ask()  # with less room, or more

    def _table(self) -> Table | None:
        focus, book = self.workspace.focus, self.workspace.book
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        if book is None or exhibit is None or exhibit.chart is None:
            return None
        table = self._checks.printed(exhibit)
        desk = self.workspace.desk
        if table is None or desk is None:
            return table
        from ecdesk.session.tables.charting import with_growth

        return with_growth(desk.derivations, table)

    def _checked(self, _findings: object) -> None:
        self._ask()  # what stands under it and what is balanced follows from the rules

    def _follow(self, focus: Focus | None) -> None:
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        drawable = exhibit is not None and exhibit.chart is not None
        self.save_button.setEnabled(drawable)
        self.print_button.setEnabled(drawable)
        self.settings_button.setEnabled(drawable and self._writable)
        if exhibit is None or not drawable:
            self._pause.stop()
            self._request += 1
            if self._job:
                self.workspace.jobs.cancel(self._job)
                self._job = 0
            self._drawn_for, self._shown = "", None
            self.canvas.show_drawing(None)
            self.dropped.hide()
            self._say_why()
            self._body.bring(self._empty)
        elif exhibit.id != self._drawn_for:
            self._say_why()
            self._pause.start(1)  # once the table has been drawn
        else:
            self._mark_focus()

    @property
    def _writable(self) -> bool:
        return self.workspace.desk is not None and not self.workspace.desk.read_only

    def _say_why(self) -> None:
        """Why there is no chart, and what to do about it."""
        focus = self.workspace.focus
        exhibit = self.workspace.exhibit(focus.exhibit) if focus else None
        refusal = _refusal(exhibit) if exhibit is not None and exhibit.chart is None else None
        words = tr("这张表没有图。") if exhibit is not None else tr("打开一张图表，它的图就画在这里，随修改更新。")
        if exhibit is not None and exhibit.chart is not None:
            words = tr("正在画图…")
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
            self._pause.start(PAUSE)
