"""Rows, columns and frames of tables, changed from menus and panels: nothing of it asks for a formula, a key or a line of code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.layouts.texts import is_list
from ecdesk.domain.book.records import Axis, Exhibit, Line, Sorting, TextKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import tr
from ecdesk.gui.grid.bars import PromptBar
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Block
from ecdesk.gui.grid.structure.line_panel import LinePanel
from ecdesk.gui.grid.structure.table_panel import TablePanel
from ecdesk.gui.grid.view import GridView
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import lists, outline, structure

MOST_PLACES = 9_999
Panel = TypeVar("Panel", LinePanel, TablePanel)


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


ROW_ACTIONS = (
    "insert_row_above",
    "insert_row_below",
    "rename_row",
    "move_row_up",
    "move_row_down",
    "indent_row",
    "outdent_row",
    "row_unit",
    "row_footnote",
    "continue_here",
    "remove_rows",
)
COLUMN_ACTIONS = (
    "insert_column_before",
    "insert_column_after",
    "rename_column",
    "move_column_left",
    "move_column_right",
    "group_columns",
    "ungroup_columns",
    "column_unit",
    "column_footnote",
    "keep_descending",
    "keep_ascending",
    "column_kind",
    "remove_columns",
)
TABLE_ACTIONS = (
    "describe_table",
    "table_unit",
    "remove_footnote",
    "new_table",
    "lay_out_anew",
    "first_places",
    "keep_unsorted",
    "move_table_up",
    "move_table_down",
    "remove_table",
)


class StructureVerbs(QObject):
    """The verbs of `session.tables.structure` and `session.tables.outline` over what is selected. Each is one undoable step.

    said: a sentence. new_table_wanted: id of the exhibit behind which a new table is to be asked for. layout_wanted: id of the exhibit whose
    rows and columns are to be asked anew. closed: a bar or panel went, the grid has the keys again.
    """

    said = Signal(str)
    new_table_wanted = Signal(str)
    layout_wanted = Signal(str)
    closed = Signal()

    def __init__(self, model: GridModel, view: GridView, restore_order: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self._restore_order = restore_order
        self._parent = parent
        self.prompt = PromptBar("structurePrompt", parent)
        self._axis = Axis.ROWS
        self._at = 0
        self.actions: dict[str, QAction] = {}
        self._lists = ListVerbs(self)
        for name, words, verb in (*self._table(), *self._lists.table()):
            action = QAction(words, parent)
            action.setObjectName(name)
            action.triggered.connect(verb)
            self.actions[name] = action
        self.prompt.closed.connect(self.closed)

    # -- the panels, made when they are asked for: most tables are never rearranged

    @cached_property
    def line_panel(self) -> LinePanel:
        panel = LinePanel(self._model, self._parent)
        panel.wanted.connect(self._insert)
        return self._put_below(panel)

    @cached_property
    def table_panel(self) -> TablePanel:
        return self._put_below(TablePanel(self._model, self._parent))

    def _put_below(self, panel: Panel) -> Panel:
        panel.refused.connect(self.said)
        panel.closed.connect(self.closed)
        layout = self._parent.layout()
        assert layout is not None
        layout.addWidget(panel)
        return panel

    def _table(self) -> list[tuple[str, str, Callable[[], None]]]:
        return [
            ("insert_row_above", tr("在上方插入行…"), self.insert_row_above),
            ("insert_row_below", tr("在下方插入行…"), self.insert_row_below),
            ("rename_row", tr("行改名…"), self.rename_row),
            ("move_row_up", tr("行上移"), self.move_row_up),
            ("move_row_down", tr("行下移"), self.move_row_down),
            ("indent_row", tr("增加缩进"), self.indent_row),
            ("outdent_row", tr("减少缩进"), self.outdent_row),
            ("row_unit", tr("行的单位和小数位数…"), self.row_unit),
            ("row_footnote", tr("给行名加脚注…"), self.row_footnote),
            ("continue_here", tr("在此行之后断为续表（再按取消）"), self.continue_here),
            ("remove_rows", tr("删除行"), self.remove_rows),
            ("insert_column_before", tr("在左侧插入列…"), self.insert_column_before),
            ("insert_column_after", tr("在右侧插入列…"), self.insert_column_after),
            ("rename_column", tr("列改名…"), self.rename_column),
            ("move_column_left", tr("列左移"), self.move_column_left),
            ("move_column_right", tr("列右移"), self.move_column_right),
            ("group_columns", tr("加合并表头…"), self.group_columns),
            ("ungroup_columns", tr("去掉合并表头"), self.ungroup_columns),
            ("column_unit", tr("列的单位和小数位数…"), self.column_unit),
            ("column_footnote", tr("给列名加脚注…"), self.column_footnote),
            ("remove_columns", tr("删除列"), self.remove_columns),
            ("describe_table", tr("表题和说明…"), self.describe_table),
            ("table_unit", tr("改用单位…"), self.table_unit),
            ("remove_footnote", tr("删除脚注…"), self.remove_footnote),
            ("new_table", tr("在后面新建表…"), self.new_table),
            ("lay_out_anew", tr("重新排表…"), self.lay_out_anew),
            ("move_table_up", tr("表前移"), self.move_table_up),
            ("move_table_down", tr("表后移"), self.move_table_down),
            ("remove_table", tr("删除这张表"), self.remove_table),
        ]

    # -- what is meant

    @property
    def _block(self) -> Block:
        return self._view.chosen.block

    def _rows(self) -> tuple[int, int]:
        """First and last printed row that is selected; a sorted view is put back first, because only the printed order can be changed."""
        if self._model.order is not None:
            at = self._model.printed_row(self._view.chosen.active[0])
            self._restore_order()
            return at, at
        return self._block.top, self._block.bottom

    def _columns(self) -> tuple[int, int]:
        return self._block.left, self._block.right

    @property
    def desk(self) -> Desk:
        return self._model.desk

    @property
    def exhibit(self) -> Exhibit:
        return self._model.exhibit

    def line(self, axis: Axis) -> Line | None:
        """The row or column of the active cell; None where the table has none there."""
        row, column = self._view.chosen.active
        if axis == Axis.ROWS:
            return self._model.row_line(row) if row < self._model.rowCount() else None
        return self._model.column_line(column) if column < self._model.columnCount() else None

    def _is_writable(self) -> bool:
        """Whether the book can be changed; if not, it is said why."""
        return self.do(self._model.desk.check_writable)

    def do(self, verb: Callable[[], object]) -> bool:
        """Carry out a verb; whether it was not refused."""
        self._view.commit()
        try:
            self._model.desk.check_writable()
            verb()
        except UserError as fault:
            self.said.emit(str(fault))
            return False
        return True

    # -- inserting

    def insert_row_above(self) -> None:
        at = self._rows()[0] if self._model.exhibit.rows else 0
        if not self._insert_entries(at):
            self._open_lines(Axis.ROWS, at, at, tr("在“{line}”上方插入行"))

    def insert_row_below(self) -> None:
        at = self._rows()[1] + 1 if self._model.exhibit.rows else 0
        if not self._insert_entries(at):
            self._open_lines(Axis.ROWS, at, at - 1, tr("在“{line}”下方插入行"))

    def _insert_entries(self, at: int) -> bool:
        """Into a list as many empty entries as rows are selected; whether the table is one."""
        if not is_list(self.exhibit):
            return False
        count = self._block.height if self.exhibit.rows else 1
        before = {line.id for line in self.exhibit.rows}
        if self.do(lambda: lists.insert_entries(self.desk, self.exhibit.id, at, count)):
            self._go_to_new(before)
            self.said.emit(tr("插入了 {count} 行，可以撤销。", count=count))
        return True

    def _go_to_new(self, before: set[str]) -> None:
        """Select the first row that was not there: a list that sorts itself puts it elsewhere, and what is typed next is meant for it."""
        new = next((number for number, line in enumerate(self.exhibit.rows) if line.id not in before), None)
        shown = None if new is None else self._model.shown_row(new)
        if shown is not None:
            self._view.choose(shown, 0)

    def insert_column_before(self) -> None:
        at = self._columns()[0] if self._model.exhibit.columns else 0
        self._open_lines(Axis.COLUMNS, at, at, tr("在“{line}”左侧插入列"))

    def insert_column_after(self) -> None:
        at = self._columns()[1] + 1 if self._model.exhibit.columns else 0
        self._open_lines(Axis.COLUMNS, at, at - 1, tr("在“{line}”右侧插入列"))

    def _open_lines(self, axis: Axis, at: int, beside: int, title: str) -> None:
        """Ask for lines to be put in at a number. beside: number of the line that the title names."""
        if self._is_writable():
            self._axis, self._at = axis, at
            lines = self._model.exhibit.lines(axis)
            empty = tr("插入第一行") if axis == Axis.ROWS else tr("插入第一列")
            words = title.format(line=lines[beside].label) if lines else empty
            self.line_panel.open_panel(words, _likely_dimension(lines, axis), axis)

    def _insert(self, lines: list[Line]) -> None:
        if self.do(lambda: structure.insert_lines(self._model.desk, self._model.exhibit_id, self._axis, self._at, lines)):
            self._go_to_line(self._at)
            self._at += len(lines)
            self.line_panel.pick_more()
            self.said.emit(
                tr("插入了 {count} 行，可以撤销。", count=len(lines))
                if self._axis == Axis.ROWS
                else tr("插入了 {count} 列，可以撤销。", count=len(lines))
            )

    def _go_to_line(self, number: int) -> None:
        """Make a new row or column, by its printed place, the one of the active cell."""
        row, column = self._view.chosen.active
        if self._axis == Axis.COLUMNS:
            self._view.choose(row, number)
        elif (shown := self._model.shown_row(number)) is not None:
            self._view.choose(shown, column)

    # -- lines

    def remove_rows(self) -> None:
        """The rows that are selected, in all blocks; of a filtered view those in sight."""
        if self._model.exhibit.rows:
            blocks = self._view.chosen.blocks
            shown = {row for block in blocks for row in range(block.top, block.bottom + 1)}
            self._remove(Axis.ROWS, {self._model.printed_row(row) for row in shown})

    def remove_columns(self) -> None:
        if self._model.exhibit.columns:
            blocks = self._view.chosen.blocks
            self._remove(Axis.COLUMNS, {column for block in blocks for column in range(block.left, block.right + 1)})

    def _remove(self, axis: Axis, numbers: set[int]) -> None:
        if self.do(lambda: structure.remove_lines(self._model.desk, self._model.exhibit_id, axis, numbers)):
            count = len(numbers)
            removed = tr("删除了 {count} 行", count=count) if axis == Axis.ROWS else tr("删除了 {count} 列", count=count)
            self.said.emit(removed + tr("；其中的数仍在年报里，可以撤销。"))

    def move_row_up(self) -> None:
        self._move(Axis.ROWS, -1)

    def move_row_down(self) -> None:
        self._move(Axis.ROWS, 1)

    def move_column_left(self) -> None:
        self._move(Axis.COLUMNS, -1)

    def move_column_right(self) -> None:
        self._move(Axis.COLUMNS, 1)

    def _move(self, axis: Axis, by: int) -> None:
        if self.line(axis) is None:
            return
        first, last = self._rows() if axis == Axis.ROWS else self._columns()
        to = first - 1 if by < 0 else last + 2
        if to >= 0:
            self.do(lambda: structure.move_lines(self._model.desk, self._model.exhibit_id, axis, first, last, to))

    def rename_row(self) -> None:
        self._rename(Axis.ROWS, tr("行改名："))

    def rename_column(self) -> None:
        self._rename(Axis.COLUMNS, tr("列改名："))

    def _rename(self, axis: Axis, title: str) -> None:
        line = self.line(axis)
        if line is not None:
            model = self._model
            self.prompt.ask(
                title,
                line.label,
                tr("只改印出的名称，不改它指什么"),
                lambda words: self.do(lambda: structure.rename_line(model.desk, model.exhibit_id, axis, line.id, words)),
            )

    def indent_row(self) -> None:
        self._indent(1)

    def outdent_row(self) -> None:
        self._indent(-1)

    def _indent(self, by: int) -> None:
        line = self.line(Axis.ROWS)
        if line is not None:
            self.do(lambda: structure.indent_line(self._model.desk, self._model.exhibit_id, Axis.ROWS, line.id, by))

    def group_columns(self) -> None:
        if self._model.exhibit.columns:
            first, last = self._columns()
            model = self._model
            self.prompt.ask(
                tr("合并表头："),
                "",
                tr("写在所选各列上方"),
                lambda words: self.do(lambda: structure.group_columns(model.desk, model.exhibit_id, first, last, words)),
            )

    def ungroup_columns(self) -> None:
        if self._model.exhibit.columns:
            first, last = self._columns()
            self.do(lambda: structure.group_columns(self._model.desk, self._model.exhibit_id, first, last, ""))

    def row_unit(self) -> None:
        self._ask_unit(Axis.ROWS)

    def column_unit(self) -> None:
        self._ask_unit(Axis.COLUMNS)

    def _ask_unit(self, axis: Axis) -> None:
        line = self.line(axis)
        if line is None:
            return
        present = f"{line.unit} {'' if line.decimals is None else line.decimals}".strip()

        def took(words: str) -> bool:
            symbol, _space, digits = words.strip().rpartition(" ")
            if not digits.isdigit():
                symbol, digits = words.strip(), ""
            decimals = min(int(digits[:2]), outline.MOST_DECIMALS) if digits else None
            desk, exhibit_id = self._model.desk, self._model.exhibit_id
            return self.do(lambda: structure.show_line_in_unit(desk, exhibit_id, axis, line.id, symbol, decimals))

        self.prompt.ask(
            tr("“{line}”的单位和小数位数：", line=line.label), present, tr("如 万元 2；小数位数可不写，全空则随全表"), took
        )

    def row_footnote(self) -> None:
        self._ask_footnote(Axis.ROWS)

    def column_footnote(self) -> None:
        self._ask_footnote(Axis.COLUMNS)

    def _ask_footnote(self, axis: Axis) -> None:
        line = self.line(axis)
        if line is not None:
            model = self._model
            self.prompt.ask(
                tr("“{line}”的脚注：", line=line.label),
                "",
                tr("①②③ 自动编号"),
                lambda words: self.do(lambda: structure.add_footnote(model.desk, model.exhibit_id, words, axis, line.id)),
            )

    def remove_footnote(self) -> None:
        notes = self._model.exhibit.footnotes
        if not notes:
            self.said.emit(tr("这张表没有脚注。"))
            return

        def took(words: str) -> bool:
            if not words.strip().isdigit() or not 1 <= int(words.strip()[:4]) <= len(notes):
                self.said.emit(tr("请写 1 到 {count} 之间的编号。", count=len(notes)))
                return False
            number = int(words.strip()[:4]) - 1
            return self.do(lambda: structure.remove_footnote(self._model.desk, self._model.exhibit_id, number))

        self.prompt.ask(tr("删除第几条脚注："), "1" if len(notes) == 1 else "", "  ".join(notes)[:120], took)

    def continue_here(self) -> None:
        if self._model.exhibit.rows:
            _first, last = self._rows()
            after = 0 if self._model.exhibit.continued_after == last + 1 else last + 1
            self.do(lambda: structure.continue_after(self._model.desk, self._model.exhibit_id, after))

    # -- the table

    def table_unit(self) -> None:
        model = self._model
        self.prompt.ask(
            tr("全表改用单位："),
            model.exhibit.unit,
            tr("如 万元、亿元、万人；存的数不变，只改印出的单位"),
            lambda words: self.do(lambda: structure.show_in_unit(model.desk, model.exhibit_id, words)),
        )

    def describe_table(self) -> None:
        if self._is_writable():
            self.table_panel.describe_present()

    def new_table(self) -> None:
        if self._is_writable():
            self.new_table_wanted.emit(self._model.exhibit_id)

    def lay_out_anew(self) -> None:
        if self._is_writable():
            self.layout_wanted.emit(self._model.exhibit_id)

    def move_table_up(self) -> None:
        self.do(lambda: outline.move_exhibit(self._model.desk, self._model.exhibit_id, -1))

    def move_table_down(self) -> None:
        self.do(lambda: outline.move_exhibit(self._model.desk, self._model.exhibit_id, 1))

    def remove_table(self) -> None:
        number = self._model.exhibit.number
        if self.do(lambda: outline.remove_exhibit(self._model.desk, self._model.exhibit_id)):
            self.said.emit(tr("删除了“{number}”；其中的数仍在年报里，可以撤销。", number=number))


def _likely_dimension(lines: Sequence[Line], axis: Axis) -> str:
    """What a new line is most likely about: what its neighbours are, areas in rows and indicators in columns of an empty table."""
    if any(one.kind is not None for one in lines):
        return "text"
    about = next((set(one.at) for one in lines if one.at), {"area"} if axis == Axis.ROWS else {"indicator"})
    return next((one for one in ("indicator", "area", "item", "period") if one in about), "measure")
