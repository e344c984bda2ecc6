"""What the grid does to cells: type, clear, fill, copy, cut, paste. Each is one undoable step; what it left alone it says in one sentence."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Generator, Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Cell
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.grid.editing.calc_cells import calc_formats
from ecdesk.gui.grid.editing.clipboard import (
    MOST_CELLS,
    Clip,
    CopiedCell,
    check_cells,
    check_text,
    read_html,
    read_text,
    write_html,
    write_text,
)
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Block, Position, Selection
from ecdesk.session.tables import cells
from ecdesk.session.tables.cells import Entered, Entry, entry_text

CELLS_FORMAT = "application/x-ecdesk-cells"
COPY_FORMAT = "application/x-ecdesk-copy"
"""Tells one copy from another."""
MOST_COPIED = 200_000
MOST_OWN_BYTES = 32_000_000

SESSION = uuid.uuid4().hex
"""Marks what this program itself put on the clipboard, so that a cut is carried out by nobody else."""


class GridCommands:
    """Verbs over the selected cells of one grid. Rows are those of the view: what is in sight is what is meant.

    Every method returns the sentence to say, "" for none, and raises UserError when it could do nothing.
    """

    def __init__(self, model: GridModel, selection: Selection) -> None:
        self.model = model
        self.selection = selection
        self._copy = b""
        self._cutting = False

    def _check_table(self) -> None:
        """Raises UserError when the table has no cells yet."""
        if not (self.model.rowCount() and self.model.columnCount()):
            raise UserError("这张表还没有行或列，请先添加。")

    # -- typing

    def check_cell(self) -> None:
        """Raises UserError when the active cell cannot be typed in."""
        self._check_table()
        self.model.desk.check_writable()
        self._refuse_active()

    def _refuse_active(self) -> None:
        fault = self.model.refusal(*self.selection.active)
        if fault is not None:
            raise fault

    def type(self, typed: str) -> str:
        """Into the active cell; the text that stands there already changes nothing."""
        row, column = self.selection.active
        if typed == self.model.typed_text(row, column):
            return ""
        entered = cells.enter(self.model.desk, self.model.exhibit_id, [self._entry(row, column, typed)])
        if entered.locked:
            self._refuse_active()
        return tr("“{typed}”读不懂，已按原样保留并作了标记。", typed=typed[:40]) if entered.unread else ""

    def type_in_all(self, typed: str) -> str:
        """Into every selected cell (Ctrl+Enter)."""
        self._check_table()
        self.model.desk.check_writable()
        entries = [self._entry(row, column, typed) for row, column in self._bounded(self.selection.cells())]
        return self._outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, text("填充所选单元格")))

    def clear(self) -> str:
        self._check_table()
        self.model.desk.check_writable()
        if self.selection.is_single:
            self.check_cell()
        wanted = ((self.model.printed_row(row), column) for row, column in self._bounded(self.selection.cells()))
        filled = [(row, column) for row, column in wanted if self.model.printed_cell(row, column).observation is not None]
        return self._outcome(cells.clear(self.model.desk, self.model.exhibit_id, filled))

    def fill_down(self) -> str:
        return self._fill(text("向下填充"), down=True)

    def fill_right(self) -> str:
        return self._fill(text("向右填充"), down=False)

    def _fill(self, name: Text, down: bool) -> str:
        """The first row or column of each block into the rest of it; of a single one, what stands before it."""
        self._check_table()
        self.model.desk.check_writable()
        entries: list[Entry] = []
        for block in self.selection.blocks:
            lone = block.height == 1 if down else block.width == 1
            if lone and (block.top if down else block.left) == 0:
                continue
            first = (block.top if down else block.left) - (1 if lone else 0)
            for row, column in self._bounded(block.cells()):
                source = (first, column) if down else (row, first)
                if (row, column) != source:
                    entries.append(self._entry(row, column, self._moved_text(source, (row, column))))
        if not entries:
            return ""
        return self._outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, name))

    def fill_block(self, source: Block, target: Block) -> str:
        """A block's figures again and again over a larger one that holds it. They are copied, never continued as a series: a figure
        that nobody counted is no figure."""
        self.model.desk.check_writable()
        entries = []
        for row, column in self._bounded(target.cells()):
            if (row, column) not in source:
                at = source.top + (row - source.top) % source.height, source.left + (column - source.left) % source.width
                entries.append(self._entry(row, column, self._moved_text(at, (row, column))))
        return self._outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, text("拖动填充")))

    def reach_below(self, block: Block) -> Block:
        """The block stretched down as far as the filled cells beside it reach, on its left or else on its right; heading lines
        between them do not end it."""
        model = self.model
        for column in (block.left - 1, block.right + 1):
            if not 0 <= column < model.columnCount():
                continue
            at = last = block.bottom
            while at + 1 < model.rowCount() and (model.is_filled(at + 1, column) or model.key(at + 1, column) is None):
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
            entries.append(self._entry(*place, self._moved_text((row, column), place)))
            lost += self.model.is_filled(*place) and (copying or place not in source)
        if copying:
            entered = cells.enter(self.model.desk, self.model.exhibit_id, entries, text("复制单元格"))
        else:
            emptied = [(self.model.printed_row(row), column) for row, column in source.cells()]
            entered = cells.move(self.model.desk, self.model.exhibit_id, emptied, self.model.exhibit_id, entries)
        words = tr("盖掉了 {count} 个单元格里原有的内容，可以撤销。", count=lost) if lost else ""
        return words + self._outcome(entered)

    # -- remarks

    def check_remark(self) -> str:
        """Raises UserError when no remark can be put on the active cell."""
        self._check_table()
        self.model.desk.check_writable()
        if self.model.key(*self.selection.active) is None:
            raise UserError("这里是标题行，没有可以批注的数。")
        return ""

    def remark(self, words: str) -> str:
        key = self.model.key(*self.selection.active)
        assert key is not None
        cells.add_comment(self.model.desk, key, words)
        return ""

    # -- replacing

    def replace(self, places: Iterable[Position], typed: Iterable[str], left_alone: int) -> str:
        """Other texts in cells (printed rows) as one step; left_alone: matches that cannot be replaced."""
        self.model.desk.check_writable()
        entries = [(row, column, words) for (row, column), words in zip(places, typed, strict=True)]
        outcome = self._outcome(cells.enter(self.model.desk, self.model.exhibit_id, entries, text("替换")))
        sentence = tr("替换了 {count} 个单元格。", count=len(entries))
        if left_alone:
            sentence += tr("{count} 个不能替换，保持原样。", count=left_alone)
        return sentence + outcome

    # -- copying

    def copied_block(self) -> list[list[Position]]:
        """The selected cells as one rectangle. Raises UserError when several blocks do not make one."""
        self._check_table()
        blocks = self.selection.blocks
        if len(blocks) == 1:
            pieces = [blocks[0]]
        elif len({(block.top, block.bottom) for block in blocks}) == 1:
            pieces = sorted(blocks, key=lambda block: block.left)
        elif len({(block.left, block.right) for block in blocks}) == 1:
            pieces = sorted(blocks, key=lambda block: block.top)
        else:
            raise UserError("选中的几块形状不一，不能一起复制。请选同样的行或同样的列。")
        if sum(block.size for block in pieces) > MOST_COPIED:
            raise UserError("选中的单元格太多（{count} 个），请分几次复制。", count=sum(block.size for block in pieces))
        if len(pieces) > 1 and pieces[0].left == pieces[-1].left:
            return [
                [(row, column) for column in range(b.left, b.right + 1)] for b in pieces for row in range(b.top, b.bottom + 1)
            ]
        rows = range(pieces[0].top, pieces[0].bottom + 1)
        return [[(row, column) for b in pieces for column in range(b.left, b.right + 1)] for row in rows]

    def copy(self, cutting: bool = False) -> str:
        """Put the selected cells on the clipboard, as text, as HTML and in the program's own form, which keeps units."""
        block = self.copied_block()
        if cutting:
            self.model.desk.check_writable()
        cells_of = [[self.model.printed_cell(self.model.printed_row(row), column) for row, column in line] for line in block]
        outside = [[_copied(cell) for cell in line] for line in cells_of]
        own = {
            "session": SESSION,
            "exhibit": self.model.exhibit_id,
            "cut": [[self.model.printed_row(row), column] for line in block for row, column in line] if cutting else [],
            "rows": [[[entry_text(cell.observation, cell.unit), cell.unit.symbol] for cell in line] for line in cells_of],
        }
        data = QMimeData()
        data.setText(write_text(outside))
        data.setHtml(write_html(outside))
        if sys.platform != "win32":
            # There Calc wants its description in a binary form of its own; it reads the HTML instead.
            for name, content in calc_formats(outside).items():
                data.setData(name, content)
        data.setData(CELLS_FORMAT, json.dumps(own, ensure_ascii=False).encode())
        self._copy, self._cutting = uuid.uuid4().bytes, cutting
        data.setData(COPY_FORMAT, self._copy)
        QGuiApplication.clipboard().setMimeData(data)
        return ""

    def holds_clipboard(self) -> bool:
        """Whether what this grid copied last is on the clipboard still."""
        data = QGuiApplication.clipboard().mimeData()
        return data is not None and bool(self._copy) and bytes(data.data(COPY_FORMAT).data()) == self._copy

    def forget_cut(self) -> None:
        """What was cut here stays where it is; it can no more be pasted."""
        if self._cutting and self.holds_clipboard():
            QGuiApplication.clipboard().clear()
        self._cutting = False

    # -- pasting

    def paste(self, transposed: bool = False) -> Generator[int, None, tuple[str, Block | None]]:
        """Write the clipboard's block from the active cell on, tiled over a selection that is a multiple of it.

        transposed: its rows become columns.
        Yields while it reads; returns the sentence and the block that was written (of the view). Raises UserError when there is nothing
        to paste.
        """
        self._check_table()
        self.model.desk.check_writable()
        data = QGuiApplication.clipboard().mimeData()
        own = _own_cells(data)
        if own is not None:
            return (yield from self._paste_own(own, transposed))
        block = self.selection.block
        room = max(1, self.model.rowCount() - block.top)
        clip = _outside_cells(data, max(room, self.model.columnCount()) if transposed else room)
        check_cells(clip)
        if transposed:
            clip = clip.transposed()
        rows = clip.rows
        target = self._target(block, clip.height, clip.width)
        entries, blank = [], 0
        for number, (row, column) in enumerate(target.cells(), start=1):
            if not number % cells.AT_ONCE:
                yield number
            at = (row - target.top) % clip.height, (column - target.left) % clip.width
            typed = rows[at[0]][at[1]]
            if self._inside(row, column) and self._came_back(row, column, typed, at in clip.bare):
                continue
            if self._is_blank_heading(row, column, typed):
                blank += 1
                continue
            entries.append(self._entry(row, column, typed))
        entered = yield from cells.enter_in_steps(self.model.desk, self.model.exhibit_id, entries, text("粘贴"))
        sentences = [self._outcome(entered, written=target.size - blank)]
        if clip.left_out:
            sentences.append(tr("剪贴板里还有 {count} 行放不下，没有粘贴。", count=clip.left_out))
        if clip.columns_left_out:
            sentences.append(tr("剪贴板里还有 {count} 列放不下，没有粘贴。", count=clip.columns_left_out))
        if clip.shortened:
            sentences.append(tr("有 {count} 个数在来源里还有更多小数，按显示的位数粘贴。", count=clip.shortened))
        return " ".join(sentence for sentence in sentences if sentence), target

    def _paste_own(self, own: dict[str, object], transposed: bool) -> Generator[int, None, tuple[str, Block | None]]:
        rows = own["rows"]
        assert isinstance(rows, list)
        if transposed:
            rows = [list(column) for column in zip(*rows, strict=True)]
        height, width = len(rows), len(rows[0])
        target = self._target(self.selection.block, height, width)
        entries, blank = [], 0
        for number, (row, column) in enumerate(target.cells(), start=1):
            if not number % cells.AT_ONCE:
                yield number
            typed, symbol = rows[(row - target.top) % height][(column - target.left) % width]
            if self._is_blank_heading(row, column, typed):
                blank += 1
                continue
            if self._inside(row, column):
                typed = in_unit(typed, unit_named(symbol), self._unit(row, column))
            entries.append(self._entry(row, column, typed))
        cut = own["cut"]
        if isinstance(cut, list) and cut and own["session"] == SESSION:
            emptied = [(int(row), int(column)) for row, column in cut]
            source = str(own["exhibit"])
            if self.model.desk.book.get(Exhibit, source) is None:
                emptied, source = [], self.model.exhibit_id
            entered = cells.move(self.model.desk, source, emptied, self.model.exhibit_id, entries)
            QGuiApplication.clipboard().clear()
        else:
            entered = yield from cells.enter_in_steps(self.model.desk, self.model.exhibit_id, entries, text("粘贴"))
        return self._outcome(entered, written=target.size - blank), target

    def _target(self, block: Block, height: int, width: int) -> Block:
        """Where a block goes: tiled over the selection where that is a multiple of it, once otherwise."""
        if len(self.selection.blocks) == 1 and block.height % height == 0 and block.width % width == 0:
            return block
        return Block(block.top, block.left, block.top + height - 1, block.left + width - 1)

    # -- small things

    def _came_back(self, row: int, column: int, typed: str, bare: bool) -> bool:
        """Whether a figure comes back unchanged from another program, and is to keep its unit and its precision.

        bare: the program may have dropped zeros at its end, as LibreOffice does with 12.0 from a table that it did not make.
        """
        key = self.model.key(row, column)
        observation = self.model.desk.book.observation(key) if key is not None else None
        if observation is None or observation.amount is None:
            return False
        unit = self.model.unit_of(key, row, column)
        if observation.amount.unit == unit:
            return bare and not observation.amount.qualifier and parse_number(typed) == observation.amount.value
        return typed == self.model.copied_text(row, column)

    def _is_blank_heading(self, row: int, column: int, typed: str) -> bool:
        """Whether nothing goes where nothing can be: a whole column is copied with its heading lines, and nobody misses them."""
        return not typed.strip() and self._inside(row, column) and self.model.key(row, column) is None

    def _inside(self, row: int, column: int) -> bool:
        return row < self.model.rowCount() and column < self.model.columnCount()

    def _entry(self, row: int, column: int, typed: str) -> Entry:
        """An entry with the printed row; a row that the view does not have lies outside the table."""
        return (self.model.printed_row(row) if row < self.model.rowCount() else len(self.model.exhibit.rows)), column, typed

    def _unit(self, row: int, column: int) -> Unit:
        return self.model.printed_unit(self.model.printed_row(row), column)

    def _moved_text(self, source: Position, target: Position) -> str:
        """What a cell's figure has to be typed as in another cell to stay the same quantity."""
        cell = self.model.printed_cell(self.model.printed_row(source[0]), source[1])
        return in_unit(entry_text(cell.observation, cell.unit), cell.unit, self._unit(*target))

    def _bounded(self, wanted: Iterable[Position]) -> Iterator[Position]:
        for count, cell in enumerate(wanted):
            if count >= MOST_CELLS:
                raise UserError("一次最多处理 {count} 个单元格，请选小一些。", count=MOST_CELLS)
            yield cell

    def _outcome(self, entered: Entered, written: int = 0) -> str:
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


def _copied(cell: Cell) -> CopiedCell:
    """What a cell gives to other programs: all its digits in the cell's unit, without separators."""
    shown = cell.shown
    return CopiedCell(print_content(shown or cell.content, cell.unit), shown is not None and not shown.qualifier)


def in_unit(typed: str, source: Unit, target: Unit) -> str:
    """A text of a cell in one unit, to be typed in a cell of another: the unit goes with it where both measure the same thing."""
    if not typed or source == target or source.dimension != target.dimension or not source.symbol:
        return typed
    content, _detail = cells.read_entry(typed, source)
    return print_content(content) if isinstance(content, Amount) and content.unit == source else typed


def _own_cells(data: QMimeData | None) -> dict[str, object] | None:
    """What this program put on the clipboard itself; None for anything that is not exactly that."""
    if data is None or not data.hasFormat(CELLS_FORMAT):
        return None
    raw = bytes(data.data(CELLS_FORMAT).data())
    if len(raw) > MOST_OWN_BYTES:
        return None
    try:
        own = json.loads(raw)
        rows = own["rows"]
        sound = (
            isinstance(own["exhibit"], str)
            and isinstance(own["session"], str)
            and all(len(pair) == 2 and all(isinstance(n, int) and n >= 0 for n in pair) for pair in own["cut"])
            and rows
            and rows[0]
            and all(len(one) == len(other) for one, other in pairwise(rows))
            and all(len(pair) == 2 and all(isinstance(word, str) for word in pair) for row in rows for pair in row)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return own if sound else None


def _outside_cells(data: QMimeData | None, room: int) -> Clip:
    """What another program put on the clipboard."""
    if data is not None and data.hasHtml():
        clip = read_html(data.html(), room)
        if clip is not None:
            return clip
    if data is None or not data.hasText() or not data.text():
        raise UserError("剪贴板里没有可以粘贴的表格或文字。")
    words = data.text()
    check_text(words)
    return read_text(words, room)
