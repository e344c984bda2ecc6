"""The recent books as a list of work: what each is, how far it is, and what it needs next. Read in the background, book by book."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QWidget

from ecdesk.domain.files.paths import shown
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.jobs import JobRunner
from ecdesk.gui.base.layouts import bar, stack
from ecdesk.gui.base.listing import Column, ListingModel, font_where
from ecdesk.gui.base.panes import Pane, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.desk.cell_history import local_time
from ecdesk.session.rules.standing import Standing, State, next_step, noted, period_words, read_standing


def _open_findings(one: Standing) -> str:
    """How many findings are open, errors and what is to be looked into."""
    if one.state is not State.NOTED or one.errors < 0:
        return "—"
    if not one.errors and not one.queries and not one.others:
        return tr("无")
    parts = (
        (one.errors, tr("错误 {count}", count=one.errors)),
        (one.queries, tr("核实 {count}", count=one.queries)),
        (one.others, tr("其他待办 {count} 处", count=one.others)),
    )
    return tr("，").join(words for count, words in parts if count)


def _next(one: Standing) -> str:
    """What is to be done next, or why nothing is known of it."""
    if one.state is State.MISSING:
        return tr("找不到文件，可以移除")
    if one.state is State.UNREADABLE:
        return tr("现在读不了")
    step = next_step(one)
    return str(step.words) if step is not None else tr("打开后显示")


def _saved(one: Standing) -> str:
    return f"{local_time(one.when)} {one.by}".strip() if one.when else ""


def _share(one: Standing) -> str:
    return f"{one.share}%" if one.state is State.NOTED and one.share is not None else "—"


def _tip(one: Standing) -> str:
    return "\n".join(part for part in (one.path, one.why) if part)


def _colour(one: Standing) -> str:
    return "error" if one.state in (State.MISSING, State.UNREADABLE) else ""


def _open_colour(one: Standing) -> str:
    if one.state is not State.NOTED or one.errors < 0:
        return "muted"
    return "error" if one.errors else "query" if one.queries or one.others else "ok"


class WorkModel(ListingModel[Standing]):
    """The recent books, the one that was opened last first."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column[Standing](text("年报"), self._name, 0, icon=self._icon, answers=font_where(lambda _one: True, bold=True)),
            Column[Standing](text("报告期"), period_words, 104),
            Column[Standing](text("已填"), _share, 60, right=True, sort_key=lambda one: one.share),
            Column[Standing](text("待处理"), _open_findings, 176, colour=_open_colour),
            Column[Standing](text("下一步"), _next, 190, colour=_colour),
            Column[Standing](text("最后保存"), _saved, 170, colour=lambda _one: "muted"),
        )
        super().__init__(columns, _tip, parent, id=lambda one: one.path)

    def _name(self, one: Standing) -> str:
        """Its title; with the name of its file where another book has the same, a copy of it, and with its folder where that is the same too."""
        alike = [other for other in self.rows if other.title == one.title and other.path != one.path]
        if not alike:
            return one.title
        path = Path(one.path)
        same_name = any(Path(other.path).name == path.name for other in alike)
        return tr("{title}（{file}）", title=one.title, file=one.path if same_name else path.name)

    @staticmethod
    def _icon(_one: Standing) -> QIcon:
        return icons.icon("book", "muted")


class WorkTable(PlainTable):
    """Enter opens, Delete takes an entry off the list."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class Worklist(Pane):
    """The recent books with what each needs, and the buttons that get on with one."""

    book_wanted = Signal(object)
    """Path of a book."""
    step_wanted = Signal(object, str)
    """Path of a book, and the command that begins what it needs next."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._just_noted: dict[str, Standing] = {}
        self.jobs = JobRunner(self)
        """Of its own: a drive that does not answer must not keep a book from being opened."""
        self.model = WorkModel(self)
        self.table = worded(WorkTable(self), name=text("最近的年报"))
        self.table.show_listing(self.model)
        self.where = plain.Label(self, role="muted")
        self.remove_button = worded(
            push_button(self, self.remove), text("移除"), tip=text("从列表里去掉（Delete）；文件本身不动")
        )
        self.open_button = worded(push_button(self, self._open), text("打开"))
        self.step_button = push_button(self, self._go_on)
        buttons = (self.remove_button, self.open_button, self.step_button)
        below = bar(self.where, *buttons, grow=self.where, margins=(0, 8, 0, 0))
        stack(self, self.table, below, grow=self.table)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._open)
        self.table.removed.connect(self.remove)
        self.table.selectionModel().currentRowChanged.connect(self._enable)
        self.retranslate()

    def retranslate(self) -> None:
        self._enable()

    @property
    def current(self) -> Standing | None:
        return self.model.row_at(self.table.currentIndex())

    def know(self, one: Standing) -> None:
        """Where a book stands that was just left, which may not be on disk yet."""
        self._just_noted[one.path] = one

    def refresh(self) -> None:
        """List the recent books with what was noted of them, and look at their files behind the scenes."""
        self.jobs.cancel_all()
        known = {**noted(), **self._just_noted}
        paths = self._settings.recent_books()
        rows = [known.get(shown(path)) or Standing(shown(path), path.stem, state=State.CHANGED) for path in paths]
        self.model.set_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.choose_row(0)
        for path in paths:
            job = read_standing(path, known.get(shown(path)))
            self.jobs.start(text("读取年报的情况"), job, self._take, quiet=True)
        self._enable()

    def _take(self, one: Standing) -> None:
        self.model.set_rows(one if row.path == one.path else row for row in list(self.model.rows))
        self._enable()

    def stop(self) -> None:
        """Look at no more files."""
        self.jobs.stop()

    def _enable(self) -> None:
        one = self.current
        step = next_step(one) if one is not None else None
        there = one is not None and one.state is not State.MISSING
        self.where.setText(one.path if one is not None else "")
        self.remove_button.setEnabled(one is not None)
        self.open_button.setEnabled(there)
        self.step_button.setVisible(there and step is not None and bool(step.command))
        self.step_button.setText(plain.caption(str(step.words)) if step is not None else "")

    def _open(self, _index: QModelIndex | bool = False) -> None:
        if self.current is not None:
            self.book_wanted.emit(Path(self.current.path))

    def _go_on(self) -> None:
        one = self.current
        step = next_step(one) if one is not None else None
        if one is not None and step is not None:
            self.step_wanted.emit(Path(one.path), step.command)

    def remove(self) -> None:
        """Take the current book off the list; its file stays."""
        row, one = self.table.currentIndex().row(), self.current
        if one is not None:
            self._settings.forget_book(Path(one.path))
            self.refresh()
            if self.model.rows:
                self.table.choose_row(min(row, len(self.model.rows) - 1))
