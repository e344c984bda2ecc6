"""The panel with the timeline of the book: filters, taking one past step back, save points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from ecdesk.domain.book.changes import Notice, StepKind, kind_of_step
from ecdesk.domain.book.history import taken_back
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text, tr
from ecdesk.gui.base.layouts import PANEL_BAR, BreakingBar, OneOf, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel, font_where
from ecdesk.gui.base.panes import Pane, hint_label, push_button, worded
from ecdesk.gui.base.pauses import pause
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.cell_history import (
    action_words,
    book_history,
    day_words,
    local_day,
    local_time,
    read_after_saving,
    reason_words,
)
from ecdesk.gui.desk.stepping import Fetched, Stepping, fetch_job
from ecdesk.gui.desk.workspace import Focus, Workspace

if TYPE_CHECKING:
    from ecdesk.storage.bookfile import Head

PAUSE = 150
WHOLE, EXHIBIT, CELL = range(3)
ALL = "all"
KINDS: dict[str, Text] = {
    ALL: text("所有步骤"),
    StepKind.EDIT: text("录入与修改"),
    StepKind.IMPORT: text("导入"),
    StepKind.UNDONE: text("撤销与重做"),
    StepKind.SAVE_POINT: text("保存点"),
}


def _clock(head: Head) -> str:
    return local_time(head.when, seconds=True).rpartition(" ")[2]


def _tip(head: Head) -> str:
    return "\n".join(part for part in (action_words(head), local_time(head.when, seconds=True), reason_words(head)) if part)


class HistoryModel(ListingModel["Head"]):
    """Steps, latest first, under a heading for each day; filtered by words, person and kind."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._all: tuple[Head, ...] = ()
        self._undone: frozenset[int] = frozenset()
        self.words, self.person, self.kind = "", "", ALL
        columns = (
            Column["Head"](text("时间"), _clock, 80),
            Column["Head"](text("经手"), lambda head: head.who, 80),
            Column["Head"](text("做了什么"), self._deed, 0, answers=font_where(self.is_undone, struck=True)),
            Column["Head"](text("项数"), lambda head: str(head.size), 60, right=True),
            Column["Head"](text("原因"), reason_words, 120),
        )
        super().__init__(
            columns,
            _tip,
            parent,
            id=lambda head: head.seq,
            group=lambda head: local_day(head.when),
            group_title=lambda day: tr("{day}（{count} 步）", day=day_words(day.group), count=day.size),
        )

    @property
    def people(self) -> list[str]:
        return sorted({head.who for head in self._all})

    def set_heads(self, heads: tuple[Head, ...]) -> None:
        self._all = heads
        self._undone = taken_back((head.seq, head.action, head.target) for head in reversed(heads))
        self.choose()

    def choose(self) -> None:
        """Apply `words`, `person` and `kind`."""
        self.set_rows(filter(self._fits, self._all))
        self.show_again()  # what was undone does not stand in a step

    def is_undone(self, head: Head) -> bool:
        return head.seq in self._undone

    def _deed(self, head: Head) -> str:
        what = action_words(head)
        return tr("{step}（已撤销）", step=what) if self.is_undone(head) else what

    def _fits(self, head: Head) -> bool:
        if self.person and head.who != self.person:
            return False
        if self.kind not in (ALL, kind_of_step(head.action, head.name)):
            return False
        return not self.words or self.words.casefold() in f"{action_words(head)} {reason_words(head)}".casefold()


class Timeline(PlainTable):
    """Steps under headings of days, which the keys pass over."""

    def moveCursor(self, action: PlainTable.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        found = super().moveCursor(action, modifiers)
        if found.isValid() and found.data(ROW_ROLE) is None:
            return found.siblingAtRow(found.row() + 1)  # a heading stands above a step
        return found


_FEWEST_SIGNS, _ARROW = 4, 48


def _make_room(box: QComboBox) -> None:
    """Have a box show the whole of what stands first in it, which is of the program; other names may be longer."""
    metrics = box.fontMetrics()
    wanted = -(-metrics.horizontalAdvance(box.itemText(0)) // metrics.horizontalAdvance("X"))
    box.setMinimumContentsLength(max(_FEWEST_SIGNS, wanted))
    box.setMinimumWidth(metrics.horizontalAdvance(box.itemText(0)) + _ARROW)


class HistoryPanel(Pane):
    """Every step of the book; read on the worker when the panel is to be seen."""

    import_wanted = Signal(int)
    """Number of a step whose files are to be looked at."""
    trial_wanted = Signal(int)
    """Number of a step of which it is to be seen what taking it back would move."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.model = HistoryModel(self)
        self.table = Timeline(self)
        self.table.show_listing(self.model)
        self.hint = hint_label(self)
        self.words = worded(QLineEdit(self, clearButtonEnabled=True), hint=text("按文字筛选…"))
        self.scope = worded(QComboBox(self), name=text("看哪里的步骤"))
        self.person = worded(QComboBox(self), name=text("看谁做的步骤"))
        self.kind = worded(QComboBox(self), name=text("看哪一种步骤"))
        self.import_button = worded(
            push_button(self, self.show_import), text("看导入…"), tip=text("这次导入带来的文件和数，用导入时的页面再看一遍")
        )
        self.impact_button = worded(
            push_button(self, self.try_revert),
            text("影响…"),
            tip=text("撤回选中的这一步会动到哪些数、图、审核和签发；看过再决定"),
        )
        self.revert_button = worded(
            push_button(self, self.revert),
            text("撤回这一步"),
            tip=text("只撤回选中的这一步；后来的步骤如果建立在它之上，会说明是哪些"),
        )
        self._stepping = Stepping(workspace, self)
        self._job = 0
        self._stale = True
        self._pause = pause(self, PAUSE, self.read)
        self.words.setMinimumWidth(76)
        boxes = (self.scope, self.person, self.kind)
        for box in boxes:  # a long name in a box does not push the panels beside this one away
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_FEWEST_SIGNS)
        buttons = (self.import_button, self.impact_button, self.revert_button)
        above = BreakingBar(self.words, *boxes, *buttons, grow=self.words, margins=PANEL_BAR)
        self._body = OneOf(self, self.hint, self.table)
        stack(self, above, self._body, grow=self._body)
        for number in (WHOLE, EXHIBIT, CELL):
            self.scope.addItem("", number)
        for name in KINDS:
            self.kind.addItem("", name)
        self.person.addItem("", "")
        self.words.textChanged.connect(self._choose)
        self.person.currentIndexChanged.connect(self._choose)
        self.kind.currentIndexChanged.connect(self._choose)
        self.scope.currentIndexChanged.connect(self._rescope)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._enable)
        workspace.desk_changed.connect(self._forget)
        workspace.changed.connect(self._note)
        workspace.save_state_changed.connect(self._saved)
        workspace.focus_changed.connect(self._follow)
        self.retranslate()

    def retranslate(self) -> None:
        self.hint.setText(
            tr("年报的每一步修改都记在这里：什么时候、谁、做了什么。")
            if self.workspace.desk is None
            else tr("没有符合条件的步骤。")
        )
        for box, names in (
            (self.scope, (tr("整本年报"), tr("当前图表"), tr("当前单元格"))),
            (self.kind, KINDS.values()),
        ):
            for number, name in enumerate(names):
                box.setItemText(number, str(name))
        self.person.setItemText(0, tr("所有人"))
        for box in (self.scope, self.person, self.kind):
            _make_room(box)
        self._enable()

    # -- reading

    def read(self) -> None:
        """Read the journal anew, if the panel is to be seen and everything is saved."""
        desk = self.workspace.desk
        if desk is None or not self.isVisible() or not read_after_saving(desk):
            return
        self.workspace.jobs.cancel(self._job)
        self._stale = False
        job = book_history(desk.file, self._keys())
        self._job = self.workspace.jobs.start(text("读取历史"), job, self._take)

    def _keys(self) -> list[Key] | None:
        scope, focus = self.scope.currentData(), self.workspace.focus
        if scope == WHOLE or focus is None:
            return None
        if scope == CELL:
            return [focus.key] if focus.key is not None else []
        exhibit = self.workspace.exhibit(focus.exhibit)
        return [key for _row, _column, key in cell_keys(exhibit)] if exhibit else []

    def _take(self, heads: tuple[Head, ...]) -> None:
        self._job = 0
        self.model.set_heads(heads)
        present = self.person.currentData()
        with QSignalBlocker(self.person):
            self.person.clear()
            for name, value in ((tr("所有人"), ""), *((name, name) for name in self.model.people)):
                self.person.addItem(name, value)
            self.person.setCurrentIndex(max(0, self.person.findData(present)))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._pause.start()

    def _forget(self) -> None:
        self.model.set_heads(())
        self._show()
        self._rescope()

    def _note(self, _notice: Notice) -> None:
        self._stale = True

    def _saved(self) -> None:
        if self._stale:
            self._pause.start()

    def _follow(self, _focus: Focus | None) -> None:
        if self.scope.currentData() != WHOLE:
            self._rescope()

    def _rescope(self) -> None:
        self._stale = True
        self._pause.start()

    def _choose(self) -> None:
        self.model.words = self.words.text().strip()
        self.model.person = self.person.currentData() or ""
        self.model.kind = self.kind.currentData() or ALL
        self.model.choose()
        self._show()

    def _show(self) -> None:
        self.table.clearSpans()
        for row in self.model.heading_rows:
            self.table.setSpan(row, 0, 1, self.model.columnCount())
        self._body.bring(self.table if self.model.rowCount() else self.hint)
        self.retranslate()

    # -- doing

    def _enable(self) -> None:
        desk = self.workspace.desk
        writable = desk is not None and not desk.read_only
        head = self.model.row_at(self.table.currentIndex())
        self.revert_button.setEnabled(writable and head is not None)
        self.impact_button.setEnabled(head is not None)
        self.import_button.setEnabled(head is not None and kind_of_step(head.action, head.name) is StepKind.IMPORT)

    def show_import(self) -> None:
        """Look at what the chosen step brought in."""
        head = self.model.row_at(self.table.currentIndex())
        if head is not None:
            self.import_wanted.emit(head.seq)

    def revert(self) -> None:
        """Take the chosen step back alone; the reason when that cannot be."""
        head = self.model.row_at(self.table.currentIndex())
        if head is not None:  # a heading is no step
            self._stepping.revert(head.seq)

    def try_revert(self) -> None:
        """See what taking the chosen step back would move."""
        head = self.model.row_at(self.table.currentIndex())
        if head is not None:
            self.trial_wanted.emit(head.seq)

    def add_save_point(self) -> None:
        if self.workspace.desk is None:
            return
        name = dialogs.ask_text(self, tr("添加保存点"), tr("给现在的状态起个名字，以后可以与它比较："))
        if name is not None:
            from ecdesk.session.versions.versions import add_save_point

            try:
                point = add_save_point(self.workspace.desk, name)
            except UserError as error:
                dialogs.show_error(self, error)
                return
            self.workspace.say(tr("已添加保存点“{name}”。", name=point.name))

    def _open(self, index: QModelIndex) -> None:
        """Show the first figure that a step changed."""
        desk = self.workspace.desk
        if desk is None:
            return
        head: Head = index.data(ROW_ROLE)
        self.workspace.jobs.start(text("读取历史"), fetch_job(desk, "show", head.seq), self._show_step)

    def _show_step(self, fetched: Fetched) -> None:
        desk, _action, seq = fetched
        if desk is not self.workspace.desk:
            return
        for change in desk.transaction(seq).changes:
            if isinstance(change.id, Key) and self.workspace.go_to_key(change.id):
                return
        self.workspace.say(tr("这一步没有改动印在图表里的数。"))
