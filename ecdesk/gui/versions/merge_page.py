"""The page of a merge: what an offline copy brings, and what both changed differently, to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RecordId
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons
from ecdesk.gui.base.layouts import OneOf, bar, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import Pane, hint_label
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.versions.differences import KIND_NAMES, printed_in, record_label, record_words
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.versions import merging
from ecdesk.session.versions.merging import MergePlan

LATER, OURS, THEIRS = "", "ours", "theirs"
DECISION_NAMES = {LATER: text("以后再定"), OURS: text("用本书的"), THEIRS: text("用副本的")}
DECISION_ICONS = {LATER: ("undecided", "muted"), OURS: ("left", "accent"), THEIRS: ("right", "accent")}


@dataclass(frozen=True)
class Decision:
    """A clash in words, and what was decided of it."""

    kind: str
    id: RecordId
    exhibit: str
    label: str
    base: str
    ours: str
    theirs: str
    decision: str = LATER


def _icon(row: Decision) -> QIcon:
    return icons.icon(*DECISION_ICONS[row.decision])


COLUMNS: Sequence[Column[Decision]] = (
    Column(text("决定"), lambda row: str(DECISION_NAMES[row.decision]), 110, icon=_icon),
    Column(text("图表"), lambda row: row.exhibit, 84),
    Column(text("种类"), lambda row: str(KIND_NAMES.get(row.kind, row.kind)), 84),
    Column(text("内容"), lambda row: row.label, 260),
    Column(text("原来"), lambda row: row.base, 110, right=True),
    Column(text("本书"), lambda row: row.ours, 110, right=True),
    Column(text("副本"), lambda row: row.theirs, 110, right=True),
)


def plan_job(desk: Desk, copy: Path, now: Book, last: int) -> Job[MergePlan]:
    """The plan of a merge into a book. now: a snapshot of the book, which was taken after step `last`."""
    yield Progress(0, 0, text("正在比较副本…"))
    return merging.plan_merge(desk, copy, now, last)


class MergePage(Pane):
    """Nothing is in the book before it is merged; what is left undecided keeps both versions."""

    merged = Signal()

    def __init__(self, workspace: Workspace, copy: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.copy = copy
        self.plan: MergePlan | None = None
        self._decisions: dict[tuple[str, RecordId], str] = {}
        self.summary = QLabel(self)
        self.ours_button = QPushButton(self)
        self.theirs_button = QPushButton(self)
        self.merge_button = QPushButton(self)
        self.merge_button.setDefault(True)
        self.hint = hint_label(self)
        self.model: ListingModel[Decision] = ListingModel(COLUMNS, _tip, self)
        self.table = PlainTable(self)
        self.table.setModel(self.model)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.table.set_widths(column.width for column in COLUMNS)
        above = bar(self.summary, self.ours_button, self.theirs_button, self.merge_button, grow=self.summary)
        self._body = OneOf(self, self.hint, self.table)
        stack(self, above, self._body, grow=self._body)
        self.setFocusProxy(self.table)
        self.ours_button.clicked.connect(self._use_ours)
        self.theirs_button.clicked.connect(self._use_theirs)
        self.merge_button.clicked.connect(self.merge)
        self.table.opened.connect(self._next_decision)
        self.retranslate()
        self.read()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("合并副本"))
        self.ours_button.setText(str(DECISION_NAMES[OURS]))
        self.theirs_button.setText(str(DECISION_NAMES[THEIRS]))
        self.merge_button.setText(tr("合并"))
        self.merge_button.setToolTip(tr("一步合并，可以撤销。没有决定的两个都保留，以后再定"))
        self._show()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)

    def read(self) -> None:
        """Compare the copy with the book as it is now."""
        desk = self.workspace.desk
        if desk is not None:
            job = plan_job(desk, self.copy, desk.book.snapshot(), desk.seq)
            self.workspace.jobs.start(text("比较副本"), job, self._take, self._failed)

    def _take(self, plan: MergePlan) -> None:
        self.plan = plan
        self._show()

    def _failed(self, error: UserError) -> None:
        self.hint.setText(str(error))
        dialogs.show_error(self, error)

    def _show(self) -> None:
        plan, book = self.plan, self.workspace.book
        self.merge_button.setEnabled(plan is not None and not plan.is_empty)
        for button in (self.ours_button, self.theirs_button):
            button.setEnabled(plan is not None and bool(plan.clashes))
        if plan is None or book is None:
            self.hint.setText(tr("正在比较副本…"))
            return
        self.summary.setText(
            tr(
                "“{file}”：只有副本改了的 {taken} 项，两边改了不同部分的 {joined} 项，改得一样的 {same} 项，改得不同的 {clashes} 项",
                file=self.copy.name,
                taken=len(plan.taken),
                joined=len(plan.joined),
                same=plan.same,
                clashes=len(plan.clashes),
            )
        )
        rows = tuple(
            Decision(
                clash.kind,
                clash.id,
                printed_in(book, clash.id),
                record_label(book, clash.kind, clash.id, clash.ours or clash.theirs or clash.base),
                record_words(clash.base),
                record_words(clash.ours),
                record_words(clash.theirs),
                self._decisions.get((clash.kind, clash.id), LATER),
            )
            for clash in plan.clashes
        )
        self.model.set_rows(rows)
        if not rows:
            self.hint.setText(tr("副本里没有本书没有的修改。") if plan.is_empty else tr("没有冲突，可以直接合并。"))
        self._body.bring(self.table if rows else self.hint)

    # -- deciding

    def _decide(self, decision: str) -> None:
        """For the chosen lines, or for all when none is chosen."""
        chosen = [index.data(ROW_ROLE) for index in self.table.selectionModel().selectedRows()] or list(self.model.rows)
        for row in chosen:
            self._decisions[row.kind, row.id] = decision
        self._show()

    def _use_ours(self) -> None:
        self._decide(OURS)

    def _use_theirs(self) -> None:
        self._decide(THEIRS)

    def _next_decision(self, index: QModelIndex) -> None:
        row: Decision = index.data(ROW_ROLE)
        following = {LATER: OURS, OURS: THEIRS, THEIRS: LATER}
        self._decisions[row.kind, row.id] = following[row.decision]
        self._show()

    def merge(self) -> None:
        """Carry the plan out as one step; a plan that the book has left behind is made again first."""
        desk, plan = self.workspace.desk, self.plan
        if desk is None or plan is None:
            return
        if desk.seq != plan.seq:
            self.workspace.say(tr("年报刚才有改动，已重新比较，请再看一遍。"))
            self.read()
            return
        try:
            left = merging.merge(desk, plan, self._decisions)
        except UserError as error:
            dialogs.show_error(self, error)
            return
        words = tr("已合并“{file}”。", file=self.copy.name)
        self.workspace.say(
            words + (tr("还有 {count} 处冲突留待决定，以后在“文件 › 合并副本”里选定。", count=left) if left else "")
        )
        self.merged.emit()


def _tip(row: Decision) -> str:
    return "\n".join(
        (row.label, tr("原来：{base}　本书：{ours}　副本：{theirs}", base=row.base, ours=row.ours, theirs=row.theirs))
    )
