"""The journal as a table: when, who, what, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ecdesk.domain.texts import tr
from ecdesk.gui.cell_history import action_words, local_time

if TYPE_CHECKING:
    from ecdesk.storage.bookfile import Head

Index = QModelIndex | QPersistentModelIndex

HEAD_ROLE = int(Qt.ItemDataRole.UserRole)
WHEN, WHO, WHAT, SIZE, WHY = range(5)
HEADINGS = ("时间", "经手", "做了什么", "项数", "原因")  # not shown: translated in headerData

KINDS = ("all", "edits", "imports", "undone", "savepoints")


def kind_of(head: Head) -> str:
    """Which of `KINDS` a step is, judged by what the journal says of it."""
    if head.action in ("undo", "redo", "revert"):
        return "undone"
    template = head.name.template
    if template.startswith(("导入", "发表", "并入")):  # not shown: how the names of such steps begin
        return "imports"
    if template.startswith("保存点"):  # not shown: as above
        return "savepoints"
    return "edits"


class HistoryModel(QAbstractTableModel):
    """Steps, latest first; filtered by words, person and kind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Head, ...] = ()
        self._shown: list[Head] = []
        self._undone: frozenset[int] = frozenset()
        self.words, self.person, self.kind = "", "", "all"

    @property
    def people(self) -> list[str]:
        return sorted({head.who for head in self._all})

    def set_heads(self, heads: tuple[Head, ...]) -> None:
        self._all = heads
        undone: set[int] = set()
        for head in reversed(heads):
            if head.target is not None:
                (undone.discard if head.action == "redo" else undone.add)(head.target)
        self._undone = frozenset(undone)
        self.choose()

    def choose(self) -> None:
        """Apply `words`, `person` and `kind`."""
        wanted = [head for head in self._all if self._fits(head)]
        new = [head.seq for head in wanted]
        old = [head.seq for head in self._shown]
        fresh = len(new) - len(old)
        if fresh >= 0 and new[fresh:] == old:
            # What usually happens: steps were added at the top.
            if fresh:
                self.beginInsertRows(QModelIndex(), 0, fresh - 1)
                self._shown = wanted
                self.endInsertRows()
            elif wanted:
                self._shown = wanted
            if wanted:
                self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, len(HEADINGS) - 1))
            return
        self.beginResetModel()
        self._shown = wanted
        self.endResetModel()

    def head(self, row: int) -> Head:
        return self._shown[row]

    def is_undone(self, head: Head) -> bool:
        return head.seq in self._undone

    def _fits(self, head: Head) -> bool:
        if self.person and head.who != self.person:
            return False
        if self.kind != "all" and kind_of(head) != self.kind:
            return False
        return not self.words or self.words.casefold() in f"{action_words(head)} {head.why}".casefold()

    # -- Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return tr(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        head, column = self._shown[index.row()], index.column()
        if role == HEAD_ROLE:
            return head
        if role == Qt.ItemDataRole.DisplayRole:
            what = action_words(head)
            if self.is_undone(head):
                what = tr("{step}（已撤销）", step=what)
            return (local_time(head.when, seconds=True), head.who, what, str(head.size), head.why)[column]
        if role == Qt.ItemDataRole.FontRole and self.is_undone(head) and column == WHAT:
            from PySide6.QtWidgets import QApplication

            font = QApplication.font()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole and column == SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (action_words(head), local_time(head.when, seconds=True), head.why) if part)
        return None
