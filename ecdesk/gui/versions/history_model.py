"""The journal as a table under headings of days: when, who, what, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ecdesk.domain.book.changes import Action, StepKind, kind_of_step
from ecdesk.domain.texts import tr
from ecdesk.gui.base import themes
from ecdesk.gui.desk.cell_history import action_words, day_words, local_day, local_time, reason_words

if TYPE_CHECKING:
    from ecdesk.storage.bookfile import Head

Index = QModelIndex | QPersistentModelIndex

HEAD_ROLE = int(Qt.ItemDataRole.UserRole)
WHEN, WHO, WHAT, SIZE, WHY = range(5)
HEADINGS = ("时间", "经手", "做了什么", "项数", "原因")  # not shown: translated in headerData

KINDS = ("all", *StepKind)


@dataclass(frozen=True)
class Day:
    """The heading above the steps of a day. day: as 2026-11-21. steps: how many of them are shown."""

    day: str
    steps: int


def _by_days(heads: Iterable[Head]) -> Iterator[Head | Day]:
    for day, group in groupby(heads, key=lambda head: local_day(head.when)):
        steps = list(group)
        yield Day(day, len(steps))
        yield from steps


def _same(one: Head | Day, other: Head | Day) -> bool:
    """Whether two rows are one and the same, whatever became of it."""
    if isinstance(one, Day) or isinstance(other, Day):
        return isinstance(one, Day) and isinstance(other, Day) and one.day == other.day
    return one.seq == other.seq


def _added_at(old: Sequence[Head | Day], new: Sequence[Head | Day]) -> int | None:
    """Where rows were put in between the old ones; None where something else happened."""
    more = len(new) - len(old)
    if more < 0:
        return None
    first = 0
    while first < len(old) and _same(old[first], new[first]):
        first += 1
    return first if all(_same(old[row], new[row + more]) for row in range(first, len(old))) else None


class HistoryModel(QAbstractTableModel):
    """Steps, latest first, under a heading for each day; filtered by words, person and kind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Head, ...] = ()
        self._shown: list[Head | Day] = []
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
                (undone.discard if head.action == Action.REDO else undone.add)(head.target)
        self._undone = frozenset(undone)
        self.choose()

    def choose(self) -> None:
        """Apply `words`, `person` and `kind`."""
        wanted = list(_by_days(head for head in self._all if self._fits(head)))
        more = len(wanted) - len(self._shown)
        first = _added_at(self._shown, wanted)
        if first is not None:
            # What usually happens: steps were added at the top.
            if more:
                self.beginInsertRows(QModelIndex(), first, first + more - 1)
                self._shown = wanted
                self.endInsertRows()
            else:
                self._shown = wanted
            if wanted:
                self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, len(HEADINGS) - 1))
            return
        self.beginResetModel()
        self._shown = wanted
        self.endResetModel()

    @property
    def heads(self) -> list[Head]:
        """The steps on show, latest first."""
        return [row for row in self._shown if not isinstance(row, Day)]

    def row_of(self, number: int) -> int:
        """In which row a step stands, by its number among `heads`."""
        rows = [row for row, shown in enumerate(self._shown) if not isinstance(shown, Day)]
        return rows[number]

    def day_rows(self) -> list[int]:
        """The rows that are headings."""
        return [row for row, shown in enumerate(self._shown) if isinstance(shown, Day)]

    def is_undone(self, head: Head) -> bool:
        return head.seq in self._undone

    def _fits(self, head: Head) -> bool:
        if self.person and head.who != self.person:
            return False
        if self.kind != "all" and kind_of_step(head.action, head.name) != self.kind:
            return False
        return not self.words or self.words.casefold() in f"{action_words(head)} {reason_words(head)}".casefold()

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

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._shown[index.row()], Day):
            return Qt.ItemFlag.NoItemFlags  # the keys pass it over
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        head, column = self._shown[index.row()], index.column()
        if isinstance(head, Day):
            return _heading(head, role) if column == WHEN else None
        if role == HEAD_ROLE:
            return head
        if role == Qt.ItemDataRole.DisplayRole:
            what = action_words(head)
            if self.is_undone(head):
                what = tr("{step}（已撤销）", step=what)
            clock = local_time(head.when, seconds=True).rpartition(" ")[2]
            return (clock, head.who, what, str(head.size), reason_words(head))[column]
        if role == Qt.ItemDataRole.FontRole and self.is_undone(head) and column == WHAT:
            from PySide6.QtWidgets import QApplication

            font = QApplication.font()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole and column == SIZE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(
                part for part in (action_words(head), local_time(head.when, seconds=True), reason_words(head)) if part
            )
        return None


def _heading(day: Day, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return tr("{day}（{count} 步）", day=day_words(day.day), count=day.steps)
    if role == Qt.ItemDataRole.FontRole:
        from PySide6.QtWidgets import QApplication

        font = QApplication.font()
        font.setBold(True)
        return font
    if role == Qt.ItemDataRole.ForegroundRole:
        return themes.current().colour("Text")
    if role == Qt.ItemDataRole.BackgroundRole:
        return themes.current().colour("Window")
    return None
