"""Which cells are selected, by the habits of spreadsheet programs. No Qt in here: rows and columns are plain numbers.

One cell is active: it is where typing goes, and it stays where it is while Shift stretches the selection from it to the corner.
The selection is a list of blocks; the last one is the one that is being stretched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells, its edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def between(cls, one: Position, other: Position) -> Block:
        return cls(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def size(self) -> int:
        return self.height * self.width

    def __contains__(self, cell: object) -> bool:
        assert isinstance(cell, tuple)
        row, column = cell
        return bool(self.top <= row <= self.bottom and self.left <= column <= self.right)

    def cells(self) -> Iterator[Position]:
        """Row by row."""
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column

    def lines(self) -> list[list[Position]]:
        """The same as a list of rows."""
        return [[(row, column) for column in range(self.left, self.right + 1)] for row in range(self.top, self.bottom + 1)]

    def moved_inside(self, down: int, right: int, rows: int, columns: int) -> Block:
        """The same block elsewhere, no further than the edges of a table of so many rows and columns."""
        down = max(-self.top, min(down, rows - 1 - self.bottom))
        right = max(-self.left, min(right, columns - 1 - self.right))
        return Block(self.top + down, self.left + right, self.bottom + down, self.right + right)

    def without(self, row: int, column: int) -> list[Block]:
        """What is left when one cell of it is taken out: up to four blocks."""
        parts = [
            Block(self.top, self.left, row - 1, self.right),
            Block(row, self.left, row, column - 1),
            Block(row, column + 1, row, self.right),
            Block(row + 1, self.left, self.bottom, self.right),
        ]
        return [part for part in parts if part.top <= part.bottom and part.left <= part.right]


def jump(filled: Callable[[int], bool], start: int, step: int, count: int) -> int:
    """Where Ctrl and an arrow go from a place on a line of cells: to the edge of the run of filled cells, else to the next
    filled cell, else to the end of the line."""
    last = count - 1 if step > 0 else 0
    at = start
    if at == last:
        return at
    if filled(at) and filled(at + step):
        while at != last and filled(at + step):
            at += step
        return at
    at += step
    while at != last and not filled(at):
        at += step
    return at


def filled_block(source: Block, cell: Position) -> Block:
    """What the handle fills when it is dragged to a cell: the block stretched in one direction, the one in which it was dragged further."""
    row, column = cell
    down, up = max(0, row - source.bottom), max(0, source.top - row)
    right, left = max(0, column - source.right), max(0, source.left - column)
    if max(down, up) >= max(right, left):
        return Block(source.top - up, source.left, source.bottom + down, source.right)
    return Block(source.top, source.left - left, source.bottom, source.right + right)


class Selection:
    """The active cell, the corner that Shift moves, and the selected blocks of a table of so many rows and columns."""

    def __init__(self, rows: int = 0, columns: int = 0) -> None:
        self.rows = rows
        self.columns = columns
        self.active: Position = (0, 0)
        self.corner: Position = (0, 0)
        self.blocks: list[Block] = [Block(0, 0, 0, 0)]
        self._tab_column: int | None = None

    # -- reading

    @property
    def block(self) -> Block:
        """The block that was selected last."""
        return self.blocks[-1]

    @property
    def is_single(self) -> bool:
        """Whether no more than the active cell is selected."""
        return len(self.blocks) == 1 and self.blocks[0].size == 1

    @property
    def is_tabbing(self) -> bool:
        """Whether Tab has gone along the row of the active cell."""
        return self._tab_column is not None

    @property
    def size(self) -> int:
        return len(set(self.cells())) if len(self.blocks) > 1 and self._overlap() else sum(block.size for block in self.blocks)

    def __contains__(self, cell: object) -> bool:
        return any(cell in block for block in self.blocks)

    def cells(self) -> Iterator[Position]:
        """Every selected cell once, block by block, row by row."""
        for number, block in enumerate(self.blocks):
            earlier = self.blocks[:number]
            for cell in block.cells():
                if not any(cell in other for other in earlier):
                    yield cell

    def has_whole_row(self, row: int) -> bool:
        return any(block.top <= row <= block.bottom and block.width == self.columns for block in self.blocks)

    def has_whole_column(self, column: int) -> bool:
        return any(block.left <= column <= block.right and block.height == self.rows for block in self.blocks)

    @property
    def are_rows(self) -> bool:
        """Whether the selection is of whole rows, and not of the whole table; where there is one column only, cells are no rows."""
        return self.columns > 1 and all(block.width == self.columns and block.height < self.rows for block in self.blocks)

    @property
    def are_columns(self) -> bool:
        return self.rows > 1 and all(block.height == self.rows and block.width < self.columns for block in self.blocks)

    def _overlap(self) -> bool:
        return any(
            one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right
            for number, one in enumerate(self.blocks)
            for other in self.blocks[:number]
        )

    # -- selecting

    def resize(self, rows: int, columns: int) -> None:
        """The table has another size: keep what still exists."""
        self.rows, self.columns = rows, columns
        active = self.inside(*self.active)
        self.blocks = [
            Block(block.top, block.left, min(block.bottom, rows - 1), min(block.right, columns - 1))
            for block in self.blocks
            if block.top < rows and block.left < columns
        ]
        self.active = active
        self.corner = self.inside(*self.corner)
        if not self.blocks or active not in self:
            self.select(*active)

    def shift(self, down: int, right: int) -> None:
        """The lines under the selection moved by so many rows and columns: go with them."""

        def moved(cell: Position) -> Position:
            return self.inside(cell[0] + down, cell[1] + right)

        self.active, self.corner = moved(self.active), moved(self.corner)
        self.blocks = [Block.between(moved((block.top, block.left)), moved((block.bottom, block.right))) for block in self.blocks]

    def inside(self, row: int, column: int) -> Position:
        """The cell of the table that is nearest."""
        return max(0, min(row, self.rows - 1)), max(0, min(column, self.columns - 1))

    def select(self, row: int, column: int, keep_tab: bool = False) -> None:
        """One cell, and nothing else."""
        self.active = self.corner = self.inside(row, column)
        self.blocks = [Block.between(self.active, self.active)]
        if not keep_tab:
            self._tab_column = None

    def extend(self, row: int, column: int) -> None:
        """From the active cell to this one."""
        self.corner = self.inside(row, column)
        self.blocks[-1] = Block.between(self.active, self.corner)
        self._tab_column = None

    def toggle(self, row: int, column: int) -> None:
        """Ctrl and a click: one more cell, or a selected one taken out."""
        cell = self.inside(row, column)
        self._tab_column = None
        if cell in self and not self.is_single:
            blocks: list[Block] = []
            for block in self.blocks:
                blocks.extend(block.without(*cell) if cell in block else [block])
            self.blocks = blocks
            last = blocks[-1]
            self.active, self.corner = (last.top, last.left), (last.bottom, last.right)
            return
        self.blocks.append(Block.between(cell, cell))
        self.active = self.corner = cell

    def select_block(self, block: Block, active: Position | None = None) -> None:
        self.active = self.inside(*(active or (block.top, block.left)))
        top, left = self.inside(block.top, block.left)
        self.corner = self.inside(block.bottom, block.right)
        self.blocks = [Block(top, left, *self.corner)]
        self._tab_column = None

    def select_rows(self, first: int, last: int, add: bool = False) -> None:
        """Whole rows from the one that was meant first to the last; the active cell is in the first."""
        self._select_lines(
            Block(min(first, last), 0, max(first, last), self.columns - 1), (first, 0), (last, self.columns - 1), add
        )

    def select_columns(self, first: int, last: int, add: bool = False) -> None:
        self._select_lines(Block(0, min(first, last), self.rows - 1, max(first, last)), (0, first), (self.rows - 1, last), add)

    def _select_lines(self, block: Block, active: Position, corner: Position, add: bool) -> None:
        if add:
            self.blocks.append(block)
        else:
            self.blocks = [block]
        self.active, self.corner = active, corner
        self._tab_column = None

    def widen_to_rows(self) -> None:
        """Shift and space: the rows of the selection, whole."""
        self.blocks = [Block(block.top, 0, block.bottom, self.columns - 1) for block in self.blocks]
        self.corner = (self.corner[0], self.columns - 1)

    def widen_to_columns(self) -> None:
        self.blocks = [Block(0, block.left, self.rows - 1, block.right) for block in self.blocks]
        self.corner = (self.rows - 1, self.corner[1])

    def select_all(self) -> None:
        """Every cell; the active one stays where it is."""
        self.blocks = [Block(0, 0, self.rows - 1, self.columns - 1)]
        self.corner = (self.rows - 1, self.columns - 1)

    def next_corner(self) -> None:
        """Make the next corner of the block, clockwise, the active cell."""
        block = self.block
        corners = [(block.top, block.left), (block.top, block.right), (block.bottom, block.right), (block.bottom, block.left)]
        at = corners.index(self.active) if self.active in corners else -1
        later = [corner for corner in corners[at + 1 :] + corners[: at + 1] if corner != self.active]
        if later:
            self.active = later[0]
            self.corner = (block.top + block.bottom - self.active[0], block.left + block.right - self.active[1])

    # -- Enter and Tab

    def enter(self, back: bool = False) -> None:
        """Enter: down, or on inside the selection column by column; after Tabs, down in the column where they began."""
        if not self.is_single:
            self._cycle(down=True, back=back)
            return
        row, column = self.active
        if self._tab_column is not None and not back:
            column = self._tab_column
        self.select(row + (-1 if back else 1), column)

    def tab(self, back: bool = False) -> None:
        """Tab: right, or on inside the selection row by row."""
        if not self.is_single:
            self._cycle(down=False, back=back)
            return
        row, column = self.active
        if self._tab_column is None:
            self._tab_column = column
        self.select(row, column + (-1 if back else 1), keep_tab=True)

    def _cycle(self, down: bool, back: bool) -> None:
        number = next((n for n in range(len(self.blocks) - 1, -1, -1) if self.active in self.blocks[n]), 0)
        block = self.blocks[number]
        row, column = self.active
        place = (
            (column - block.left) * block.height + row - block.top
            if down
            else (row - block.top) * block.width + column - block.left
        )
        place += -1 if back else 1
        if not 0 <= place < block.size:
            number = (number + (-1 if back else 1)) % len(self.blocks)
            block = self.blocks[number]
            place = block.size - 1 if back else 0
        if down:
            self.active = block.top + place % block.height, block.left + place // block.height
        else:
            self.active = block.top + place // block.width, block.left + place % block.width
        self.corner = self.active
