"""What the grid does to cells: type, clear, fill, move, remark, replace. Each is one undoable step; what it left alone it says in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecdesk.domain.book.layouts.texts import is_heading, is_list
from ecdesk.domain.book.records import Axis
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, sentences, text, tr
from ecdesk.gui.grid.editing.clipboard import MOST_CELLS
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Block, Position, Selection
from ecdesk.session.records import comments, sources
from ecdesk.session.tables import cells, deriving
from ecdesk.session.tables.cells import Entered, Entry, is_empty, typed_words


class GridCommands:
    """Verbs over the selected cells of one grid. Rows are those of the view: what is in sight is what is meant.

    Every method returns the sentence to say, "" for none, and raises UserError when it could do nothing.
    """

    def __init__(self, model: GridModel, selection: Selection) -> None:
        self.model = model
        self.selection = selection

    def check_table(self) -> None:
        """Raises UserError when the table has no cells yet."""
        if not (self.model.rowCount() and self.model.columnCount()):
            raise UserError("这张表还没有行或列，请先添加。")

    def check_writable(self) -> None:
        """Raises UserError when nothing can be written: the table has no cells yet, or the book is not to be changed."""
        self.check_table()
        self.model.desk.check_writable()

    # -- typing

    def check_cell(self) -> None:
        """Raises UserError when the active cell cannot be typed in."""
        self.check_writable()
        self._refuse_active()

    def _refuse_active(self) -> None:
        row, column = self.selection.active
        fault = self.model.refusal(row, column)
        if fault is None:
            return
        if is_list(self.model.exhibit) and is_heading(self.model.row_line(row)):
            raise UserError("这里是标题行。要在它下面写，先从右键菜单“在下方插入行”；粘贴的几行自己接在标题下面。")
        raise fault

    def type(self, typed: str) -> str:
        """Into the active cell; the text that stands there already changes nothing."""
        row, column = self.selection.active
        if typed == self.model.typed_text(row, column):
            return ""
        entered = cells.enter(self.model.desk, self.model.exhibit_id, [self.entry(row, column, typed)])
        if entered.locked:
            self._refuse_active()
        if not entered.unread:
            return self._why_nothing(row, column)
        why = f" {entered.faults[0]}" if entered.faults else ""
        return tr("“{typed}”读不懂，已按原样保留并作了标记。", typed=typed[:40]) + why

    def _why_nothing(self, row: int, column: int) -> str:
        """Why a formula comes to nothing; "" where there is none, or it comes to something."""
        key = self.model.key(row, column)
        reason = self.model.desk.derivations.reason(key) if key is not None else None
        return str(reason) if reason is not None else ""

    def derive(self) -> str:
        """Have the empty ones of the selected cells worked out, where they follow from other figures."""
        self.check_writable()
        wanted = [(self.model.printed_row(row), column) for row, column in self._bounded(self.selection.cells())]
        filled = deriving.fill(self.model.desk, self.model.exhibit_id, wanted)
        if not filled.done and not filled.left:
            raise UserError("所选的单元格里没有空格可推算。")
        parts = [tr("推算了 {count} 个数", count=filled.done)]
        if filled.undecided:
            parts.append(tr("其中 {count} 个末位未定", count=filled.undecided))
        if filled.left:
            parts.append(tr("{count} 个推不出来", count=filled.left))
        sentence = tr("；").join(parts) + tr("。")
        return f"{sentence} {filled.reason}" if filled.reason is not None else sentence

    def type_in_all(self, typed: str) -> str:
        """Into every selected cell (Ctrl+Enter); of whole rows or columns a formula becomes that of the row or column."""
        self.check_writable()
        if typed.strip().startswith("=") and (self.selection.are_rows or self.selection.are_columns):
            return self._define(typed.strip()[1:])
        entries = [self.entry(row, column, typed) for row, column in self._bounded(self.selection.cells())]
        return self.outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, text("填充所选单元格")))

    def _define(self, formula: str) -> str:
        """Have the whole selected rows or columns worked out by a formula; "" takes their definitions away."""
        axis = Axis.COLUMNS if self.selection.are_columns else Axis.ROWS
        cells_there = self.selection.cells()
        numbers = {self.model.printed_row(row) if axis is Axis.ROWS else column for row, column in cells_there}
        count = deriving.define(self.model.desk, self.model.exhibit_id, axis, numbers, formula)
        return tr("整行整列由公式推算，新加的格子也一样；填上了 {count} 个空格。", count=count) if formula else ""

    def clear(self) -> str:
        self.check_writable()
        if self._is_defined():
            self._define("")
        if self.selection.is_single:
            self.check_cell()
        wanted = ((self.model.printed_row(row), column) for row, column in self._bounded(self.selection.cells()))
        filled = [(row, column) for row, column in wanted if not is_empty(self.model.printed_cell(row, column))]
        return self.outcome(cells.clear(self.model.desk, self.model.exhibit_id, filled))

    def _is_defined(self) -> bool:
        """Whether whole rows or columns are selected of which one has a formula."""
        lines = self.model.exhibit.columns if self.selection.are_columns else self.model.exhibit.rows
        whole = self.selection.are_rows or self.selection.are_columns
        chosen = {column if self.selection.are_columns else self.model.printed_row(row) for row, column in self.selection.cells()}
        return whole and any(lines[number].formula for number in chosen)

    def fill_down(self) -> str:
        return self._fill(text("向下填充"), down=True)

    def fill_right(self) -> str:
        return self._fill(text("向右填充"), down=False)

    def _fill(self, name: Text, down: bool) -> str:
        """The first row or column of each block into the rest of it; of a single one, what stands before it."""
        self.check_writable()
        entries: list[Entry] = []
        for block in self.selection.blocks:
            first, length = (block.top, block.height) if down else (block.left, block.width)
            if length == 1:
                first -= 1
            for row, column in self._bounded(block.cells()) if first >= 0 else ():
                source = (first, column) if down else (row, first)
                if (row, column) != source:
                    entries.append(self._copied_entry(source, (row, column)))
        return self.outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, name)) if entries else ""

    def fill_block(self, source: Block, target: Block) -> str:
        """A block's figures again and again over a larger one that holds it. They are copied, never continued as a series: a figure
        that nobody counted is no figure."""
        self.model.desk.check_writable()
        entries = []
        for row, column in self._bounded(target.cells()):
            if (row, column) not in source:
                at = source.top + (row - source.top) % source.height, source.left + (column - source.left) % source.width
                entries.append(self._copied_entry(at, (row, column)))
        return self.outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, text("拖动填充")))

    def reach_below(self, block: Block) -> Block:
        """The block stretched down as far as the filled cells beside it reach, on its left or else on its right; heading lines
        between them do not end it."""
        model = self.model
        for column in (block.left - 1, block.right + 1):
            if not 0 <= column < model.columnCount():
                continue
            at = last = block.bottom
            while at + 1 < model.rowCount() and (model.is_filled(at + 1, column) or model.is_barred(at + 1, column)):
                at += 1
                if model.is_filled(at, column):
                    last = at
            if last > block.bottom:
                return Block(block.top, block.left, last, block.right)
        return block

    def move_block(self, source: Block, target: Block, copying: bool) -> str:
        """A block's figures into another of its size, and out of where they were unless they are copied, as one step."""
        self.model.desk.check_writable()
        down, right = target.top - source.top, target.left - source.left
        entries, lost = [], 0
        for row, column in self._bounded(source.cells()):
            place = row + down, column + right
            entries.append(self._copied_entry((row, column), place))
            lost += self.model.is_filled(*place) and (copying or place not in source)
        if copying:
            entered = cells.enter(self.model.desk, self.model.exhibit_id, entries, text("复制单元格"))
        else:
            emptied = [(self.model.printed_row(row), column) for row, column in source.cells()]
            entered = cells.move(self.model.desk, self.model.exhibit_id, emptied, self.model.exhibit_id, entries)
        words = tr("盖掉了 {count} 个单元格里原有的内容，可以撤销。", count=lost) if lost else ""
        return words + self.outcome(entered)

    # -- remarks

    def check_remark(self) -> str:
        """Raises UserError when no remark can be put on the active cell."""
        self.check_writable()
        if self.model.key(*self.selection.active) is None:
            raise UserError("这里没有年报里的数，批注只能写给一个数。")
        return ""

    def remark(self, words: str) -> str:
        key = self.model.key(*self.selection.active)
        assert key is not None
        comments.add_comment(self.model.desk, key, words)
        return ""

    # -- sources

    def check_source(self) -> str:
        """Raises UserError when there is no figure that could have a source."""
        self.check_writable()
        sources.figures_to_source(self.model.desk, self._chosen_keys())
        return ""

    def state_source(self, words: str) -> str:
        count = sources.state_source(self.model.desk, self._chosen_keys(), words)
        return tr("注明了 {count} 个数的出处。", count=count)

    def _chosen_keys(self) -> list[Key]:
        keys = (self.model.key(row, column) for row, column in self._bounded(self.selection.cells()))
        return [key for key in keys if key is not None]

    # -- replacing

    def replace(self, places: Iterable[Position], typed: Iterable[str], left_alone: int) -> str:
        """Other texts in cells (printed rows) as one step; left_alone: matches that cannot be replaced."""
        self.model.desk.check_writable()
        entries = [Entry(row, column, words) for (row, column), words in zip(places, typed, strict=True)]
        outcome = self.outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, text("替换")))
        sentence = tr("替换了 {count} 个单元格。", count=len(entries))
        others = tr("{count} 个不能替换，保持原样。", count=left_alone) if left_alone else ""
        return sentences(sentence, others, outcome)

    # -- what all of them need

    def entry(self, row: int, column: int, typed: str) -> Entry:
        """An entry for a cell of the view; a row that the view does not have lies outside the table."""
        return Entry(self.model.printed_row(row) if row < self.model.rowCount() else len(self.model.exhibit.rows), column, typed)

    def _copied_entry(self, source: Position, target: Position) -> Entry:
        """What stands in one cell of the view, for another one."""
        cell = self.model.printed_cell(self.model.printed_row(source[0]), source[1])
        formula = formula_of(cell.observation)
        if formula:
            return self.entry(*target, f"={formula}")
        return self.entry(*target, typed_words(cell, self.model.desk.book.symbols))._replace(unit=cell.unit)

    def _bounded(self, wanted: Iterable[Position]) -> Iterator[Position]:
        for count, cell in enumerate(wanted):
            if count >= MOST_CELLS:
                raise UserError("一次最多处理 {count} 个单元格，请选小一些。", count=MOST_CELLS)
            yield cell

    def outcome(self, entered: Entered, written: int = 0) -> str:
        """One sentence of what was left alone and what could not be read; after a paste also how much it was."""
        parts = []
        if written:
            parts.append(tr("粘贴了 {count} 个单元格", count=max(0, written - len(entered.locked))))
        outside = sum(
            row >= len(self.model.exhibit.rows) or column >= len(self.model.exhibit.columns) for row, column in entered.locked
        )
        locked = len(entered.locked) - outside
        if locked:
            parts.append(tr("{count} 个是计算所得或标题行，保持原样", count=locked))
        if outside:
            parts.append(tr("{count} 个超出表格，没有写入", count=outside))
        if entered.unread:
            parts.append(tr("{count} 个读不懂，已按原样保留并作了标记", count=len(entered.unread)))
        return tr("；").join(parts) + tr("。") if parts else ""
