"""The page of what merges left undecided, figures and everything else; each is settled as its own step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Notice
from ecdesk.domain.book.records import RECORD_TYPES, Conflict, RecordId
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.layouts import OneOf, bar, stack
from ecdesk.gui.base.listing import ROW_ROLE, Column, ListingModel
from ecdesk.gui.base.panes import Pane, hint_label
from ecdesk.gui.base.plain_table import PlainTable
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.versions.differences import KIND_NAMES, printed_in, record_label, record_words
from ecdesk.gui.versions.merge_page import DECISION_NAMES, OURS, THEIRS
from ecdesk.session.versions import merging


@dataclass(frozen=True)
class Left:
    """A conflict in words. conflict: its id. who: made the copy that said otherwise."""

    conflict: str
    kind: str
    id: RecordId
    exhibit: str
    label: str
    base: str
    ours: str
    theirs: str
    who: str


COLUMNS: Sequence[Column[Left]] = (
    Column(text("图表"), lambda row: row.exhibit, 84),
    Column(text("种类"), lambda row: str(KIND_NAMES.get(row.kind, row.kind)), 84),
    Column(text("内容"), lambda row: row.label, 260),
    Column(text("原来"), lambda row: row.base, 140, right=True),
    Column(text("本书"), lambda row: row.ours, 140, right=True),
    Column(text("副本"), lambda row: row.theirs, 140, right=True),
    Column(text("经手"), lambda row: row.who, 84),
)


class ConflictsPage(Pane):
    """What stands in the book meanwhile is ours."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.summary = QLabel(self)
        self.ours_button = QPushButton(self)
        self.theirs_button = QPushButton(self)
        self.hint = hint_label(self)
        self.model: ListingModel[Left] = ListingModel(COLUMNS, _tip, self)
        self.table = PlainTable(self)
        self.table.setModel(self.model)
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.table.set_widths(column.width for column in COLUMNS)
        above = bar(self.summary, self.ours_button, self.theirs_button, grow=self.summary)
        self._body = OneOf(self, self.hint, self.table)
        stack(self, above, self._body, grow=self._body)
        self.setFocusProxy(self.table)
        self.ours_button.clicked.connect(self._use_ours)
        self.theirs_button.clicked.connect(self._use_theirs)
        self.table.opened.connect(self._go_there)
        workspace.changed.connect(self._note)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("合并冲突"))
        self.ours_button.setText(str(DECISION_NAMES[OURS]))
        self.theirs_button.setText(str(DECISION_NAMES[THEIRS]))
        self.hint.setText(tr("没有待定的合并冲突。"))
        self._fill()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)

    def _note(self, notice: Notice) -> None:
        if notice.concerns(Conflict):
            self._fill()

    def _fill(self) -> None:
        book = self.workspace.book
        rows = tuple(_row(book, conflict) for conflict in book.all(Conflict).values()) if book is not None else ()
        self.model.set_rows(rows)
        self.summary.setText(tr("合并后还有 {count} 处没有选定；现在用的是本书的。", count=len(rows)))
        self.summary.setVisible(bool(rows))
        writable = self.workspace.desk is not None and not self.workspace.desk.read_only
        for button in (self.ours_button, self.theirs_button):
            button.setEnabled(writable and bool(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._body.bring(self.table if rows else self.hint)

    def _use_ours(self) -> None:
        self._settle(OURS)

    def _use_theirs(self) -> None:
        self._settle(THEIRS)

    def _settle(self, decision: str) -> None:
        """For the chosen lines."""
        desk = self.workspace.desk
        chosen: list[Left] = [index.data(ROW_ROLE) for index in self.table.selectionModel().selectedRows()]
        if desk is None:
            return
        if not chosen:
            self.workspace.say(tr("请先在列表里选中要决定的行。"))
            return
        for row in chosen:
            merging.settle(desk, row.conflict, decision)

    def _go_there(self, index: QModelIndex) -> None:
        row: Left = index.data(ROW_ROLE)
        if not (isinstance(row.id, Key) and self.workspace.go_to_key(row.id)):
            self.workspace.say(tr("这一项没有印在任何图表里。"))


def _row(book: Book, conflict: Conflict) -> Left:
    id, base, theirs = merging.versions(conflict)
    ours = book.get(RECORD_TYPES[conflict.record_kind], id)
    return Left(
        conflict.id,
        conflict.record_kind,
        id,
        printed_in(book, id),
        record_label(book, conflict.record_kind, id, ours or theirs or base),
        record_words(base),
        record_words(ours),
        record_words(theirs),
        conflict.their_name,
    )


def _tip(row: Left) -> str:
    return "\n".join(
        (row.label, tr("原来：{base}　本书：{ours}　副本：{theirs}", base=row.base, ours=row.ours, theirs=row.theirs))
    )
