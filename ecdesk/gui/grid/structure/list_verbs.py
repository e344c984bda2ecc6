"""What can be done with tables that keep themselves sorted and with columns of texts; each is one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ecdesk.domain.book.records import Axis, Sorting, TextKind
from ecdesk.domain.texts import tr
from ecdesk.session.tables import lists

if TYPE_CHECKING:
    from ecdesk.gui.grid.structure.verbs import StructureVerbs

MOST_PLACES = 9_999


class ListVerbs:
    """The verbs of `session.tables.lists` over the column that is selected; `StructureVerbs` carries them out and asks."""

    def __init__(self, verbs: StructureVerbs) -> None:
        self._verbs = verbs

    def table(self) -> list[tuple[str, str, Callable[[], None]]]:
        """Name, text and verb of each action."""
        return [
            ("keep_descending", tr("按此列自动排名（大的在前）"), self.keep_descending),
            ("keep_ascending", tr("按此列自动排序（小的、早的在前）"), self.keep_ascending),
            ("keep_unsorted", tr("不再自动排序"), self.keep_unsorted),
            ("first_places", tr("只印前几名…"), self.first_places),
            ("column_kind", tr("列里写什么…"), self.column_kind),
        ]

    def keep_descending(self) -> None:
        self._keep(True)

    def keep_ascending(self) -> None:
        self._keep(False)

    def _keep(self, descending: bool) -> None:
        column = self._verbs.line(Axis.COLUMNS)
        if column is not None:
            present = self._verbs.exhibit.sorting or Sorting()
            self._sort(replace(present, by=column.id, descending=descending))

    def keep_unsorted(self) -> None:
        """Rows stay as they stand now; those of a list keep their numbers."""
        self._sort(Sorting() if any(column.kind is not None for column in self._verbs.exhibit.columns) else None)

    def _sort(self, sorting: Sorting | None) -> None:
        desk, id = self._verbs.desk, self._verbs.exhibit.id
        self._verbs.do(lambda: lists.keep_sorted(desk, id, sorting))

    def first_places(self) -> None:
        sorting = self._verbs.exhibit.sorting
        if sorting is None or not sorting.by:
            self._verbs.said.emit(tr("请先让表按一列自动排名，再设只印前几名。"))
            return

        def took(words: str) -> bool:
            if not words.strip().isdigit() or int(words.strip()[:5]) > MOST_PLACES:
                self._verbs.said.emit(tr("请写 0 到 {count} 之间的整数，0 是全部印出。", count=MOST_PLACES))
                return False
            desk, id = self._verbs.desk, self._verbs.exhibit.id
            top = int(words.strip()[:5])
            return self._verbs.do(lambda: lists.keep_sorted(desk, id, replace(sorting, top=top)))

        self._verbs.prompt.ask(tr("只印前几名："), str(sorting.top), tr("并列的都印；0 是全部印出"), took)

    def column_kind(self) -> None:
        column = self._verbs.line(Axis.COLUMNS)
        if column is None or column.kind is None:
            self._verbs.said.emit(tr("这一列放的是年报里的数，不是文字。"))
            return

        def took(words: str) -> bool:
            kind = next((kind for kind, name in lists.KIND_NAMES.items() if words.strip() in (name.template, str(name))), None)
            if kind is None:
                self._verbs.said.emit(tr("请写其中之一：{kinds}。", kinds=_kinds()))
                return False
            desk, id = self._verbs.desk, self._verbs.exhibit.id
            return self._verbs.do(lambda: lists.hold(desk, id, column.id, kind))

        present = str(lists.KIND_NAMES[TextKind(column.kind)])
        self._verbs.prompt.ask(tr("“{line}”列里写：", line=column.label), present, _kinds(), took)


def _kinds() -> str:
    return "、".join(str(name) for name in lists.KIND_NAMES.values())
