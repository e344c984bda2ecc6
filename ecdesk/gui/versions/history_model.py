"""The journal as a table under headings of days: when, who, what, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QApplication

from ecdesk.domain.book.changes import Action
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base import themes
from ecdesk.gui.base.listing import ROW_ROLE, Column, Index, ListingModel
from ecdesk.gui.desk.cell_history import action_words, day_words, local_day, local_time, reason_words

if TYPE_CHECKING:
    from ecdesk.storage.bookfile import Head

WHEN, WHO, WHAT, SIZE, WHY = range(5)

KINDS = ("all", "edits", "imports", "undone", "savepoints")


def kind_of(head: Head) -> str:
    """Which of `KINDS` a step is, judged by what the journal says of it."""
    if head.action in (Action.UNDO, Action.REDO, Action.REVERT):
        return "undone"
    template = head.name.template
    if template.startswith(("导入", "发表", "合并")):  # not shown: how the names of such steps begin
        return "imports"
    if template.startswith("保存点"):  # not shown: as above
        return "savepoints"
    return "edits"


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


class HistoryModel(ListingModel["Head | Day"]):
    """Steps, latest first, under a heading for each day; filtered by words, person and kind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column(text("时间"), _clock, 90),
                Column(text("经手"), lambda row: "" if isinstance(row, Day) else row.who, 90),
                Column(text("做了什么"), self._what, 460),
                Column(text("项数"), lambda row: "" if isinstance(row, Day) else str(row.size), 60, right=True),
                Column(text("原因"), lambda row: "" if isinstance(row, Day) else reason_words(row)),
            ),
            _tip,
            parent,
        )
        self._all: tuple[Head, ...] = ()
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
        more = len(wanted) - len(self._rows)
        first = _added_at(self._rows, wanted)
        if first is None:
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        if more:  # what usually happens: steps were added at the top
            self.beginInsertRows(QModelIndex(), first, first + more - 1)
            self._rows = wanted
            self.endInsertRows()
        self.set_rows(wanted)

    @property
    def heads(self) -> list[Head]:
        """The steps on show, latest first."""
        return [row for row in self._rows if not isinstance(row, Day)]

    def row_of(self, number: int) -> int:
        """In which row a step stands, by its number among `heads`."""
        return [row for row, shown in enumerate(self._rows) if not isinstance(shown, Day)][number]

    def day_rows(self) -> list[int]:
        """The rows that are headings."""
        return [row for row, shown in enumerate(self._rows) if isinstance(shown, Day)]

    def is_undone(self, head: Head) -> bool:
        return head.seq in self._undone

    def _fits(self, head: Head) -> bool:
        if self.person and head.who != self.person:
            return False
        if self.kind != "all" and kind_of(head) != self.kind:
            return False
        return not self.words or self.words.casefold() in f"{action_words(head)} {reason_words(head)}".casefold()

    def _what(self, row: Head | Day) -> str:
        if isinstance(row, Day):
            return ""
        return tr("{step}（已撤销）", step=action_words(row)) if self.is_undone(row) else action_words(row)

    # -- Qt's side

    def flags(self, index: Index) -> Qt.ItemFlag:
        # The keys pass a heading over.
        return Qt.ItemFlag.NoItemFlags if isinstance(super().data(index, ROW_ROLE), Day) else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a role says; of a heading there is no row to be had."""
        row = super().data(index, ROW_ROLE)
        if isinstance(row, Day) and role != Qt.ItemDataRole.DisplayRole:
            return _heading_look(role) if index.column() == WHEN else None
        if row is not None and role == Qt.ItemDataRole.FontRole and index.column() == WHAT and self.is_undone(row):
            font = QApplication.font()
            font.setStrikeOut(True)
            return font
        return super().data(index, role)


def _heading_look(role: int) -> Any:
    """How the heading of a day is written."""
    if role == Qt.ItemDataRole.FontRole:
        font = QApplication.font()
        font.setBold(True)
        return font
    colours = {Qt.ItemDataRole.ForegroundRole: "Text", Qt.ItemDataRole.BackgroundRole: "Window"}
    return themes.current().colour(colours[Qt.ItemDataRole(role)]) if role in colours else None


def _clock(row: Head | Day) -> str:
    """The time of day of a step; of a heading, its day."""
    if isinstance(row, Day):
        return tr("{day}（{count} 步）", day=day_words(row.day), count=row.steps)
    return local_time(row.when, seconds=True).rpartition(" ")[2]


def _tip(row: Head | Day) -> str:
    if isinstance(row, Day):
        return ""
    return "\n".join(part for part in (action_words(row), local_time(row.when, seconds=True), reason_words(row)) if part)
