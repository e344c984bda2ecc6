"""Copying cells onto the clipboard, and pasting what is there: from this program with its units, from others as text or HTML."""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ecdesk.domain.book.layouts.texts import MOST_ENTRIES, is_heading, is_list
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Cell
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.numerals import THIN_SPACE
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.grid.editing.calc_cells import calc_formats
from ecdesk.gui.grid.editing.clipboard import (
    Clip,
    CopiedCell,
    OwnCells,
    check_cells,
    read_html,
    read_own,
    read_text,
    write_commas,
    write_html,
    write_own,
    write_text,
)
from ecdesk.gui.grid.editing.commands import GridCommands
from ecdesk.gui.grid.selection import Block, Position
from ecdesk.session.tables import cells
from ecdesk.session.tables.cells import NO_ROWS, Entry, NewRows, copied_words, typed_words

CELLS_FORMAT = "application/x-ecdesk-cells"
COPY_FORMAT = "application/x-ecdesk-copy"
"""Tells one copy from another."""
COMMAS_ON_WINDOWS = 'application/x-qt-windows-mime;value="Csv"'
"""Qt's name for a format that Windows calls Csv."""
MOST_COPIED = 200_000
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

SESSION = uuid.uuid4().hex
"""Marks what this program itself put on the clipboard, so that a cut is carried out by nobody else."""

Piece = tuple[str, Unit | None, bool | None, str]
"""What one cell of the clipboard gives an entry: its text, unit, bareness and formula."""

Pasting = Generator[int, None, tuple[str, Block]]
"""Yields while it reads; returns the sentence to say, and the block that was written (of the view)."""


class Pasted(NamedTuple):
    """What the clipboard comes to here: what is to be written, and the block that it goes to (of the view)."""

    entries: list[Entry]
    target: Block
    own: OwnCells | None = None
    clip: Clip | None = None


class WordsAmongFigures(UserError):
    """A block's own heads would go where figures stand: it is asked first whether that is meant."""


class CopyAndPaste:
    """The clipboard of one grid. What a method says of itself and raises is as in `GridCommands`."""

    def __init__(self, commands: GridCommands) -> None:
        self._commands = commands
        self._model = commands.model
        self._selection = commands.selection
        self._copy = b""
        self._cutting = False

    # -- copying

    def copied_block(self) -> list[list[Position]]:
        """The selected cells as one rectangle. Raises UserError when several blocks do not make one."""
        self._commands.check_table()
        blocks = self._selection.blocks
        side_by_side = len({(block.top, block.bottom) for block in blocks}) == 1
        if not side_by_side and len({(block.left, block.right) for block in blocks}) > 1:
            raise UserError("选中的几块形状不一，不能一起复制。请选同样的行或同样的列。")
        size = sum(block.size for block in blocks)
        if size > MOST_COPIED:
            raise UserError("选中的单元格太多（{count} 个），请分几次复制。", count=size)
        if not side_by_side:
            return list(chain.from_iterable(block.lines() for block in sorted(blocks, key=lambda block: block.top)))
        pieces = [block.lines() for block in sorted(blocks, key=lambda block: block.left)]
        return [list(chain.from_iterable(lines)) for lines in zip(*pieces, strict=True)]

    def copy(self, cutting: bool = False, heads: bool = False) -> str:
        """Put the selected cells on the clipboard: for other programs as printed, with what stands over and before them where heads are asked for or
        all of the table is chosen; for this one in its own form, which keeps units."""
        block = [[(self._model.printed_row(row), column) for row, column in line] for line in self.copied_block()]
        if cutting:
            self._model.desk.check_writable()
        copied = [[self._model.printed_cell(*place) for place in line] for line in block]
        cut = tuple(chain.from_iterable(block)) if cutting else ()
        own_rows = [[(typed_words(cell), cell.unit.symbol) for cell in line] for line in copied]
        self._copy, self._cutting = uuid.uuid4().bytes, cutting
        shown = [[_copied(cell) for cell in line] for line in copied]
        data = for_others(self._with_heads(block, shown) if heads or self._is_whole(block) else shown)
        data.setData(CELLS_FORMAT, write_own(OwnCells(SESSION, self._model.exhibit_id, cut, own_rows)))
        data.setData(COPY_FORMAT, self._copy)
        QGuiApplication.clipboard().setMimeData(data)
        return ""

    def _is_whole(self, block: list[list[Position]]) -> bool:
        return (len(block), len(block[0])) == (self._model.rowCount(), self._model.columnCount()) != (1, 1)

    def _with_heads(self, block: list[list[Position]], shown: list[list[CopiedCell]]) -> list[list[CopiedCell]]:
        """The same with the headings, a line for each level, and the names of the rows."""
        model, corner = self._model, self._model.exhibit.corner
        columns = [column for _row, column in block[0]]
        levels = max(len(model.column_line(column).groups) for column in columns)
        above = [_level([model.column_line(column).groups for column in columns], level) for level in range(levels)]
        lines = [["", *line] for line in above] + [["", *map(model.heading, columns)]]
        lines[0][0] = corner
        named = [[CopiedCell(model.stub(line[0][0]), False), *cells] for line, cells in zip(block, shown, strict=True)]
        return [*([CopiedCell(words, False) for words in line] for line in lines), *named]

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

    def paste(self, transposed: bool = False, heads_too: bool = False) -> Pasting:
        """Write the clipboard's block from the active cell on, tiled over a selection that is a multiple of it.

        transposed: its rows become columns. Raises UserError when there is nothing to paste, and `WordsAmongFigures` for a block with heads, unless they
        are to be pasted too.
        """
        read = yield from self.read(transposed)
        if not heads_too and (words := self._heads_among_figures(read)):
            raise WordsAmongFigures(
                "粘贴的这一块带着表头：“{words}”等 {count} 格文字会落在放数的格里。", words=words[0], count=len(words)
            )
        desk, here = self._model.desk, self._model.exhibit_id
        own = read.own
        if own is not None and own.cut and own.session == SESSION:
            there = desk.book.get(Exhibit, own.exhibit) is not None
            entered = cells.move(desk, own.exhibit if there else here, own.cut if there else (), here, read.entries)
            QGuiApplication.clipboard().clear()
        else:
            read, new_rows = self._between_headings(read)
            name = text("粘贴到 {exhibit}", exhibit=self._model.exhibit.number)
            entered = yield from cells.enter_in_steps(desk, here, read.entries, name, new_rows)
        sentences = [self._commands.outcome(entered, written=len(read.entries)), *_left_out(read.clip, entered)]
        return " ".join(filter(None, sentences)), read.target

    def _between_headings(self, read: Pasted) -> tuple[Pasted, NewRows]:
        """A block for a list, with what has to be put in for it: what would fall on a heading, where nothing can stand, makes new entries in
        the part of the list in which the block begins."""
        model, target = self._model, read.target
        headings = [number for number, row in enumerate(model.exhibit.rows) if is_heading(row)]
        hit = {entry.row for entry in read.entries if entry.typed.strip()}.intersection(headings)
        if not hit or model.order is not None or not is_list(model.exhibit):
            return read, NO_ROWS
        first = min(hit)
        if first > target.top:
            return read, NewRows(first, target.bottom + 1 - first)
        moved = [entry._replace(row=entry.row + 1) for entry in read.entries]
        below = Block(target.top + 1, target.left, target.bottom + 1, target.right)
        return read._replace(entries=moved, target=below), NewRows(first + 1, target.height)

    def read(self, transposed: bool = False) -> Generator[int, None, Pasted]:
        """What pasting would write, and where; raises UserError as that does."""
        self._commands.check_writable()
        data = QGuiApplication.clipboard().mimeData()
        own = read_own(bytes(data.data(CELLS_FORMAT).data())) if data is not None else None
        if own is not None:
            return (yield from self._read_own(own.transposed() if transposed else own))
        room = max(1, self._model.rowCount() - self._selection.block.top)
        if is_list(self._model.exhibit):
            room = max(room, MOST_ENTRIES - self._selection.block.top)
        clip = _outside_cells(data, max(room, self._model.columnCount()) if transposed else room)
        check_cells(clip)
        return (yield from self._read_outside(clip.transposed() if transposed else clip))

    def _read_outside(self, clip: Clip) -> Generator[int, None, Pasted]:
        """What comes from another program."""
        target = self._target(clip.height, clip.width)
        entries = yield from self._entries(
            target,
            clip.height,
            clip.width,
            lambda r, c: (clip.rows[r][c], None, (r, c) in clip.bare, clip.formulas.get((r, c), "")),
        )
        return Pasted(entries, target, clip=clip)

    def _read_own(self, own: OwnCells) -> Generator[int, None, Pasted]:
        """What this program copied or cut."""

        def piece(row: int, column: int) -> Piece:
            typed, symbol = own.rows[row][column]
            return typed, unit_named(symbol), None, ""

        height, width = len(own.rows), len(own.rows[0])
        target = self._target(height, width)
        entries = yield from self._entries(target, height, width, piece)
        return Pasted(entries, target, own)

    def _heads_among_figures(self, read: Pasted) -> list[str]:
        """The words of a block's first line, and of its first column, that would go where figures stand; none where either of them holds a figure too,
        or where there is none in all of the block."""
        clip, target, model = read.clip, read.target, self._model
        if clip is None:
            return []
        found = []
        for row, column in _heads(clip):
            there = target.top + row, target.left + column
            if there[0] < model.rowCount() and there[1] < model.columnCount() and model.takes_figure(*there):
                found.append(clip.rows[row][column].strip())
        return found

    def _target(self, height: int, width: int) -> Block:
        """Where a block goes: tiled over the selection where that is a multiple of it, once otherwise."""
        block = self._selection.block
        if len(self._selection.blocks) == 1 and block.height % height == 0 and block.width % width == 0:
            return block
        return Block(block.top, block.left, block.top + height - 1, block.left + width - 1)

    def _entries(
        self, target: Block, height: int, width: int, piece: Callable[[int, int], Piece]
    ) -> Generator[int, None, list[Entry]]:
        """What goes into each cell of a block over which a smaller one is tiled; piece: what stands in a row and column of that."""
        model, found = self._model, list[Entry]()
        rows, columns, beyond = model.rowCount(), model.columnCount(), len(model.exhibit.rows)
        for number, (row, column) in enumerate(target.cells(), start=1):
            if not number % cells.AT_ONCE:
                yield number
            typed, unit, bare, formula = piece((row - target.top) % height, (column - target.left) % width)
            inside = row < rows and column < columns
            # A whole column is copied with its heading lines, and nobody misses nothing that goes where nothing can be.
            if inside and not typed.strip() and model.is_barred(row, column):
                continue
            # Below its last row a list grows.
            found.append(Entry(model.printed_row(row) if row < rows else beyond + row - rows, column, typed, unit, bare, formula))
        return found


def _is_figure(words: str) -> bool:
    """Whether a cell of another program is a figure, a sign for one, or a formula."""
    return bool(words.strip()) and (words.startswith("=") or not isinstance(parse_content(words), Unparsed))


def _heads(clip: Clip) -> list[Position]:
    """Where the words of a block's first line and first column stand; see `CopyAndPaste._heads_among_figures`."""
    if not any(map(_is_figure, chain.from_iterable(clip.rows))):
        return []
    edges = ([(0, column) for column in range(clip.width)], [(row, 0) for row in range(clip.height)])
    heads = chain.from_iterable(edge for edge in edges if not any(_is_figure(clip.rows[row][column]) for row, column in edge))
    return [(row, column) for row, column in dict.fromkeys(heads) if clip.rows[row][column].strip()]


def _left_out(clip: Clip | None, entered: cells.Entered) -> Iterator[str]:
    """What is to be said of a block from another program."""
    if clip is None:
        return
    if clip.left_out:
        yield tr("剪贴板里还有 {count} 行放不下，没有粘贴。", count=clip.left_out)
    if clip.columns_left_out:
        yield tr("剪贴板里还有 {count} 列放不下，没有粘贴。", count=clip.columns_left_out)
    if clip.shortened:
        yield tr("有 {count} 个数在来源里还有更多小数，按显示的位数粘贴。", count=clip.shortened)


def _level(groups: list[tuple[str, ...]], level: int) -> list[str]:
    """One level of headings over columns, each where it begins."""
    words = ["" if level >= len(one) else one[level] for one in groups]
    return [word if not at or groups[at][: level + 1] != groups[at - 1][: level + 1] else "" for at, word in enumerate(words)]


def _copied(cell: Cell) -> CopiedCell:
    """What a cell gives to other programs: its digits as printed in the cell's unit, without separators, and behind them all there are."""
    shown = cell.shown
    if shown is None or shown.qualifier:
        return CopiedCell(copied_words(cell), False)
    words, exact = cell.text.replace(THIN_SPACE, ""), copied_words(cell)
    return CopiedCell(words, True, exact) if words != exact and _NUMBER.fullmatch(words) else CopiedCell(exact, True)


def for_others(rows: Sequence[Sequence[CopiedCell]]) -> QMimeData:
    """Copied cells in every form that other programs read."""
    data = QMimeData()
    data.setText(write_text(rows))
    data.setHtml(write_html(rows))
    commas = write_commas(rows)
    if sys.platform == "win32":
        # As Excel has it there: under this name, in the system's code page. Calc wants its own description in a binary form; it reads the HTML.
        data.setData(COMMAS_ON_WINDOWS, commas.encode("mbcs", "replace") + b"\0")
    else:
        data.setData("text/csv", commas.encode())
        for name, content in calc_formats(rows).items():
            data.setData(name, content)
    return data


def _outside_cells(data: QMimeData | None, room: int) -> Clip:
    """What another program put on the clipboard."""
    if data is not None and data.hasHtml():
        clip = read_html(data.html(), room)
        if clip is not None:
            return clip
    if data is None or not data.hasText() or not data.text():
        raise UserError("剪贴板里没有可以粘贴的表格或文字。")
    return read_text(data.text(), room)
