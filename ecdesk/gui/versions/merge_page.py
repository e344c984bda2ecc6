"""The page where a book and its copies are brought together: what a copy brings, and what both changed differently, to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change, Notice
from ecdesk.domain.book.records import RECORD_TYPES, Conflict, RecordId
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import OneOf, bar, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import Pane, hint_label, push_button, worded
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.versions.differences import KIND_NAMES, printed_in, record_label, record_words
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.versions import merging
from ecdesk.session.versions.merging import Clash, MergePlan

LATER, OURS, THEIRS = "", "ours", "theirs"
DECISION_NAMES = {LATER: text("以后再定"), OURS: text("用本书的"), THEIRS: text("用副本的")}
DECISION_ICONS = {LATER: ("undecided", "muted"), OURS: ("left", "accent"), THEIRS: ("right", "accent")}
_NEXT = {LATER: OURS, OURS: THEIRS, THEIRS: LATER}


@dataclass(frozen=True)
class Decision:
    """A clash in words, and what was decided of it. who: made the copy. conflict: its id where it stands in the book, undecided."""

    kind: str
    id: RecordId
    exhibit: str
    label: str
    base: str
    ours: str
    theirs: str
    who: str
    decision: str = LATER
    conflict: str = ""


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
    Column(text("经手"), lambda row: row.who, 0),
)


def plan_job(desk: Desk, copy: Path, now: Book, last: int) -> Job[MergePlan]:
    """The plan of a merge into a book. now: a snapshot of the book, which was taken after step `last`."""
    yield Progress(0, 0, text("正在比较副本…"))
    return merging.plan_merge(desk, copy, now, last)


class MergePage(Pane):
    """With a copy: what merging it would do; nothing is in the book before, and what is left undecided keeps both versions. Without one:
    what merges left undecided. There what stands in the book meanwhile is ours, and each decision is a step of its own."""

    settled = Signal()
    """A copy has been merged, and nothing is left to be decided."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.copy: Path | None = None
        self.plan: MergePlan | None = None
        self._decisions: dict[tuple[str, RecordId], str] = {}
        self._fault: UserError | None = None
        self._job = 0
        self.summary = plain.Label(self)
        self.taken_button = worded(
            push_button(self, self.show_taken), text("副本改了什么…"), tip=text("逐项列出只有副本改了的和两边改了不同部分的")
        )
        self.ours_button = push_button(self, self._use_ours)
        self.theirs_button = push_button(self, self._use_theirs)
        self.merge_button = worded(
            push_button(self, self.merge, default=True),
            text("合并"),
            tip=text("一步合并，可以撤销。没有决定的两个都保留，以后再定"),
        )
        self.hint = hint_label(self)
        self.model: ListingModel[Decision] = ListingModel(COLUMNS, _tip, self)
        self.table = PlainTable(self)
        self.table.show_listing(self.model, several=True)
        above = bar(self.summary, self.taken_button, self.ours_button, self.theirs_button, self.merge_button, grow=self.summary)
        self._body = OneOf(self, self.hint, self.table)
        stack(self, above, self._body, grow=self._body)
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._open)
        workspace.changed.connect(self._note)
        self.retranslate()

    def retranslate(self) -> None:
        self.ours_button.setText(str(DECISION_NAMES[OURS]))
        self.theirs_button.setText(str(DECISION_NAMES[THEIRS]))
        self._show()

    # -- what is to be decided

    def read(self, copy: Path) -> None:
        """Compare a copy with the book as it is now; what was decided of the same copy before stays decided."""
        desk = self.workspace.desk
        if desk is None:
            return
        if copy != self.copy:
            self._begin(copy)
        job = plan_job(desk, copy, desk.book.snapshot(), desk.seq)
        self._job = self.workspace.jobs.start(text("比较副本"), job, self._take, self._failed)

    def show_left(self) -> None:
        """Show what merges left undecided."""
        self._begin(None)
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _begin(self, copy: Path | None) -> None:
        self.workspace.jobs.cancel(self._job)
        self.copy, self.plan, self._fault, self._decisions = copy, None, None, {}
        self._show()

    def _take(self, plan: MergePlan) -> None:
        self.plan, self._fault = plan, None
        self._show()

    def _failed(self, error: UserError) -> None:
        self._fault = error
        self._show()
        dialogs.show_error(self, error)

    def _note(self, notice: Notice) -> None:
        if self.copy is None and notice.concerns(Conflict):
            self._show()

    def _rows(self, book: Book) -> list[Decision]:
        if self.copy is None:
            return [_left_row(book, conflict) for conflict in book.all(Conflict).values()]
        plan = self.plan
        if plan is None:
            return []
        return [_row(book, one, plan.their_name, self._decisions.get((one.kind, one.id), LATER)) for one in plan.clashes]

    # -- showing

    def _show(self) -> None:
        desk = self.workspace.desk
        rows = self._rows(desk.book) if desk is not None else []
        self.model.set_rows(rows)
        self.setWindowTitle(tr("合并副本") if self.copy is not None else tr("合并冲突"))
        self.merge_button.setVisible(self.copy is not None)
        self.taken_button.setVisible(self.plan is not None and bool(self.plan.taken or self.plan.joined))
        self.merge_button.setEnabled(self.plan is not None and not self.plan.is_empty)
        for button in (self.ours_button, self.theirs_button):
            button.setEnabled(bool(rows) and desk is not None and not desk.read_only)
        self.summary.setText(self._summary(len(rows)))
        self.hint.setText(self._why_nothing())
        self._body.bring(self.table if rows else self.hint)

    def _summary(self, count: int) -> str:
        """What the copy brings, or how many questions are left in the book."""
        if self.copy is None:
            return tr("合并后还有 {count} 处没有选定；现在用的是本书的。", count=count) if count else ""
        plan = self.plan
        if plan is None:
            return ""
        return tr(
            "“{file}”：只有副本改了的 {taken} 项，两边改了不同部分的 {joined} 项，改得一样的 {same} 项，改得不同的 {clashes} 项",
            file=self.copy.name,
            taken=len(plan.taken),
            joined=len(plan.joined),
            same=plan.same,
            clashes=count,
        )

    def show_taken(self) -> None:
        """List what comes from the copy without a question, line by line."""
        desk, plan = self.workspace.desk, self.plan
        if desk is None or plan is None:
            return
        lines = [_taken_line(desk.book, change) for change in (*plan.taken, *plan.joined)]
        dialogs.show_list(self, tr("合并时从副本来的 {count} 项：", count=len(lines)), lines)

    def _why_nothing(self) -> str:
        """What to say where nothing is to be decided."""
        if self.copy is None:
            return tr("没有待定的合并冲突。")
        if self._fault is not None:
            return str(self._fault)
        if self.plan is None:
            return tr("正在比较副本…")
        return tr("副本里没有本书没有的修改。") if self.plan.is_empty else tr("没有冲突，可以直接合并。")

    # -- deciding

    def _chosen(self) -> list[Decision]:
        return [self.model.rows[row] for row in self.table.chosen_rows]

    def _use_ours(self) -> None:
        self._decide(OURS)

    def _use_theirs(self) -> None:
        self._decide(THEIRS)

    def _decide(self, decision: str) -> None:
        """For the chosen lines. Before a merge, for all when none is chosen; what the book holds is only settled line by line."""
        chosen = self._chosen()
        if self.copy is not None:
            self._note_decisions({(row.kind, row.id): decision for row in chosen or self.model.rows})
        elif not chosen:
            self.workspace.say(tr("请先在列表里选中要决定的行。"))
        elif self.workspace.desk is not None:
            for row in chosen:
                merging.settle(self.workspace.desk, row.conflict, decision)

    def _note_decisions(self, made: dict[tuple[str, RecordId], str]) -> None:
        """What the merge will do; nothing is in the book yet."""
        self._decisions |= made
        self._show()

    def _open(self, index: QModelIndex) -> None:
        """Decide otherwise; of what the book holds, go to the figure."""
        row: Decision = index.data(ROW_ROLE)
        if not row.conflict:
            self._note_decisions({(row.kind, row.id): _NEXT[row.decision]})
        elif not (isinstance(row.id, Key) and self.workspace.go_to_key(row.id)):
            self.workspace.say(tr("这一项没有印在任何图表里。"))

    def merge(self) -> None:
        """Carry the plan out as one step; a plan that the book has left behind is made again first. What is left is decided here."""
        desk, plan = self.workspace.desk, self.plan
        if desk is None or plan is None:
            return
        if desk.seq != plan.seq:
            self.workspace.say(tr("年报刚才有改动，已重新比较，请再看一遍。"))
            self.read(plan.copy)
            return
        try:
            left = merging.merge(desk, plan, self._decisions)
        except UserError as error:
            dialogs.show_error(self, error)
            return
        words = tr("已合并“{file}”。", file=plan.copy.name)
        if left:
            words += tr("还有 {count} 处冲突留待决定，以后在“文件 → 合并副本”里选定。", count=left)
        self.workspace.say(words)
        if left:
            self.show_left()
        else:
            self.settled.emit()


def _taken_line(book: Book, change: Change) -> str:
    """What a change does, in words: which exhibit, what of it, and what stands there before and after."""
    label = record_label(book, change.kind, change.id, change.after or change.before)
    what = " ".join(filter(None, (printed_in(book, change.id), str(KIND_NAMES.get(change.kind, change.kind)), label)))
    before, after = (record_words(one) or tr("无") for one in (change.before, change.after))
    return tr("{what}：{before} → {after}", what=what, before=before, after=after)


def _row(book: Book, clash: Clash, who: str, decision: str = LATER, conflict: str = "") -> Decision:
    return Decision(
        clash.kind,
        clash.id,
        printed_in(book, clash.id),
        record_label(book, clash.kind, clash.id, clash.ours or clash.theirs or clash.base),
        record_words(clash.base),
        record_words(clash.ours),
        record_words(clash.theirs),
        who,
        decision,
        conflict,
    )


def _left_row(book: Book, conflict: Conflict) -> Decision:
    id, base, theirs = merging.versions(conflict)
    ours = book.get(RECORD_TYPES[conflict.record_kind], id)
    return _row(book, Clash(conflict.record_kind, id, base, ours, theirs), conflict.their_name, conflict=conflict.id)


def _tip(row: Decision) -> str:
    return "\n".join(
        (row.label, tr("原来：{base}　本书：{ours}　副本：{theirs}", base=row.base, ours=row.ours, theirs=row.theirs))
    )
