"""What stands on printed pages: lines of text, charts and tables, each with its height, as words and rules at their places.

Lengths are points, places from the upper left corner. A table makes its words when a page is painted, so that a long one takes little memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Protocol

from ecdesk.charts.text_metrics import DESCENT, LINE, advance_of, wrapped
from ecdesk.domain.book.layouts.delivered import PrintedExhibit, PrintedRow
from ecdesk.domain.book.layouts.pages import PageTheme, Standing, TablePiece, TablePlan, head_lines, standing
from ecdesk.domain.wording.folding import seen

_WIDE_SPACE = "\u3000"
_HOLDER = "\u25a1\u25a1"
LEFT, MIDDLE, RIGHT = "left", "middle", "right"


@dataclass(frozen=True, slots=True)
class PlacedWords:
    """A line of text; left and baseline: where it begins."""

    left: float
    baseline: float
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A line from left to right; thick: how wide it is drawn."""

    left: float
    right: float
    top: float
    thick: float


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart; width and height: of its drawing."""

    left: float
    top: float
    width: float
    height: float
    exhibit: PrintedExhibit


Placed = PlacedWords | PlacedRule | PlacedChart


class PageBlock(Protocol):
    """Something that stands on one page. height: with the space around it."""

    @property
    def height(self) -> float: ...

    def placed(self, left: float, top: float) -> Iterator[Placed]:
        """What it draws, its column beginning at left and itself at top."""


@lru_cache(maxsize=4096)
def as_drawn(words: str) -> str:
    """A text as the font has it: without signs that cannot be seen, every space a plain one but those as wide as a Chinese sign."""
    return _WIDE_SPACE.join(map(seen, words.split(_WIDE_SPACE)))


def baseline_of(top: float, size: float) -> float:
    """Where a line stands whose box begins at top."""
    return top + (LINE - DESCENT) * size


def words_at(left: float, right: float, top: float, words: str, size: float, across: str) -> PlacedWords:
    """A line of text at the left, in the middle or at the right of a room."""
    wide = advance_of(words, size)
    start = {LEFT: left, MIDDLE: left + (right - left - wide) / 2, RIGHT: right - wide}[across]
    return PlacedWords(start, baseline_of(top, size), words, size)


@dataclass(frozen=True)
class TextBlock:
    """Lines of text in a column. left: an indent; before and after: space above and below."""

    lines: tuple[str, ...]
    size: float
    column: float
    across: str = LEFT
    left: float = 0.0
    before: float = 0.0
    after: float = 0.0

    @classmethod
    def of(
        cls,
        words: str,
        size: float,
        column: float,
        across: str = LEFT,
        *,
        left: float = 0.0,
        before: float = 0.0,
        after: float = 0.0,
    ) -> TextBlock:
        return cls(tuple(wrapped(as_drawn(words), size, column - left)), size, column, across, left, before, after)

    @classmethod
    def of_prose(cls, words: str, size: float, column: float, after: float) -> TextBlock:
        """A paragraph whose first line begins two signs in."""
        # Spaces at the begin of a line fall away where it is broken: two signs of their width hold the place.
        first, *rest = wrapped(_HOLDER + as_drawn(words), size, column)
        return cls((first.replace(_HOLDER, _WIDE_SPACE * 2), *rest), size, column, after=after)

    @property
    def height(self) -> float:
        return self.before + self.after + LINE * self.size * len(self.lines)

    def placed(self, left: float, top: float) -> Iterator[Placed]:
        for number, words in enumerate(self.lines):
            place = top + self.before + number * LINE * self.size
            yield words_at(left + self.left, left + self.column, place, words, self.size, self.across)


@dataclass(frozen=True)
class ContentsBlock:
    """A line of the contents. pages: the numbers of the pages by the names of what stands on them, known when all pages are."""

    words: str
    anchor: str
    pages: Mapping[str, int]
    size: float
    column: float
    left: float = 0.0

    @property
    def height(self) -> float:
        return LINE * self.size * len(self._lines) + 3

    @cached_property
    def _lines(self) -> list[str]:
        return wrapped(as_drawn(self.words), self.size, self.column - self.left - 4 * self.size)

    def placed(self, left: float, top: float) -> Iterator[Placed]:
        for number, words in enumerate(self._lines):
            place = top + number * LINE * self.size
            yield words_at(left + self.left, left + self.column, place, words, self.size, LEFT)
        page = str(self.pages.get(self.anchor, ""))
        begin = left + self.left + advance_of(self._lines[-1], self.size) + self.size / 2
        end = left + self.column - advance_of(page, self.size) - self.size / 2
        dots = "." * max(0, int((end - begin) / advance_of(".", self.size)))
        yield words_at(begin, end, place, dots, self.size, RIGHT)
        yield words_at(begin, left + self.column, place, page, self.size, RIGHT)


@dataclass(frozen=True)
class ChartBlock:
    """A chart in the middle of a column."""

    exhibit: PrintedExhibit
    width: float
    drawn: float
    column: float
    before: float = 8.0

    @property
    def height(self) -> float:
        return self.before + self.drawn

    def placed(self, left: float, top: float) -> Iterator[Placed]:
        yield PlacedChart(left + (self.column - self.width) / 2, top + self.before, self.width, self.drawn, self.exhibit)


_HEAD_GAP = 1.75
"""Between a heading and its rules, in gaps of the rows, between which there are none."""

_HAIR = 0.01
"""Points by which sums of widths may be off."""


class TableLayout:
    """Some columns of a table on pages: its widths, the lines of its headings, the heights of its rows."""

    def __init__(self, exhibit: PrintedExhibit, plan: TablePlan, piece: TablePiece, theme: PageTheme, column: float) -> None:
        self.exhibit = exhibit
        self.width = piece.width
        self.side = max((column - piece.width) / 2, 0.0)
        self._piece = piece
        self._theme = theme
        self._size = plan.size
        self._edges = [sum(piece.widths[:number]) for number in range(len(piece.widths) + 1)]
        self._texts = exhibit.holds_texts[piece.first : piece.last]

    @property
    def line(self) -> float:
        return LINE * self._size

    @cached_property
    def stands(self) -> list[Standing]:
        """How the figures of each column stand."""
        piece, table = self._piece, self.exhibit.table
        return [
            standing({as_drawn(row[number].text) for row in table.cells}, width, self._size, self._theme, advance_of)
            for number, width in zip(range(piece.first, piece.last), piece.widths[1:], strict=True)
        ]

    def _room(self, column: int, wide: int = 1) -> float:
        return self._edges[column + wide] - self._edges[column] - 2 * self._theme.cell_gap

    @cached_property
    def _heads(self) -> list[tuple[int, int, int, int, list[str]]]:
        """The headings, the corner among them: (level, first edge, levels high, columns wide, lines)."""
        heads = self._piece.heads(self.exhibit)
        depth = max((head.level + head.high for head in heads), default=1)
        lines = partial(head_lines, size=self._size, measure=advance_of)
        corner = (0, 0, depth, 1, lines(as_drawn(self.exhibit.corner), self._room(0)))
        return [
            corner,
            *(
                (
                    head.level,
                    head.first + 1,
                    head.high,
                    head.wide,
                    lines(as_drawn(head.words), self._room(head.first + 1, head.wide)),
                )
                for head in heads
            ),
        ]

    @cached_property
    def _levels(self) -> list[float]:
        """How high each level of the heading is."""
        depth = self._heads[0][2]
        gap = _HEAD_GAP * self._theme.row_gap
        heights = [self.line + 2 * gap] * depth
        for level, _first, high, _wide, lines in self._heads:
            need = self.line * len(lines) + 2 * gap
            lack = need - sum(heights[level : level + high])
            if lack > 0:
                heights[level + high - 1] += lack
        return heights

    @property
    def head_height(self) -> float:
        return sum(self._levels)

    def placed_head(self, left: float, top: float) -> Iterator[Placed]:
        theme, left = self._theme, left + self.side
        yield PlacedRule(left, left + self.width, top, theme.thick)
        tops = [top + sum(self._levels[:level]) for level in range(len(self._levels) + 1)]
        for level, first, high, wide, lines in self._heads:
            room = tops[level + high] - tops[level]
            start = tops[level] + (room - self.line * len(lines)) / 2
            begin, end = left + self._edges[first], left + self._edges[first + wide]
            for number, words in enumerate(lines):
                yield words_at(begin, end, start + number * self.line, words, self._size, MIDDLE)
            if wide > 1:
                yield PlacedRule(begin, end, tops[level + high], theme.thin)
        yield PlacedRule(left, left + self.width, tops[-1], theme.thin)

    @cached_property
    def heights(self) -> array[float]:
        """How high each row is."""
        return array("f", (self._height(row) for row in self.exhibit.rows()))

    def _height(self, row: PrintedRow) -> float:
        return self.line * max(len(lines) for lines in self._cells(row)) + 2 * self._theme.row_gap

    def _indent(self, row: PrintedRow) -> float:
        return min(row.level * self._theme.indent * self._size, self._room(0) / 2)

    def _cells(self, row: PrintedRow) -> list[list[str]]:
        """The lines of each cell, of the stub first. A heading goes over the whole row."""
        if row.heading and not any(row.cells):
            return [self._lines(row.stub, self.width - 2 * self._theme.cell_gap)]
        cells = [self._lines(row.stub, self._room(0) - self._indent(row))]
        for number, words in enumerate(row.cells[self._piece.first : self._piece.last]):
            # A figure is never broken; one that is wider than its column, as no figure of a book is, goes into lines like a text.
            spare = 0.0 if self._texts[number] else self._theme.cell_gap
            cells.append(self._lines(words, self._room(number + 1), spare))
        return cells

    def _lines(self, words: str, room: float, spare: float = 0.0) -> list[str]:
        """A text in lines that fit in a room; what the column was made as wide as stands in one."""
        plain = as_drawn(words)
        return [plain] if advance_of(plain, self._size) <= room + spare + _HAIR else wrapped(plain, self._size, room)

    def placed_row(self, number: int, left: float, top: float) -> Iterator[Placed]:
        theme, left = self._theme, left + self.side
        row, height = self.exhibit.row(number), self.heights[number]
        for column, lines in enumerate(self._cells(row)):
            begin, end = left + self._edges[column] + theme.cell_gap, left + self._edges[column + 1] - theme.cell_gap
            start = top + (height - self.line * len(lines)) / 2
            figure = column > 0 and len(lines) == 1 and not self._texts[column - 1]
            for line, words in enumerate(lines):
                place = start + line * self.line
                if figure:
                    right = end + theme.cell_gap - self.stands[column - 1].right(words, self._size, advance_of)
                    right = max(right, min(end, begin + advance_of(words, self._size)))
                    yield words_at(begin, right, place, words, self._size, RIGHT)
                else:
                    yield words_at(begin + (self._indent(row) if column == 0 else 0.0), end, place, words, self._size, LEFT)

    def placed_end(self, left: float, top: float) -> Iterator[Placed]:
        yield PlacedRule(left + self.side, left + self.side + self.width, top, self._theme.thick)


@dataclass(frozen=True)
class TableBlock:
    """The rows of a table that stand on one page, from `first` to before `last`, under its heading."""

    layout: TableLayout
    first: int
    last: int

    @cached_property
    def height(self) -> float:
        return self.layout.head_height + sum(self.layout.heights[self.first : self.last]) + 2

    def placed(self, left: float, top: float) -> Iterator[Placed]:
        yield from self.layout.placed_head(left, top)
        place = top + self.layout.head_height
        for number in range(self.first, self.last):
            yield from self.layout.placed_row(number, left, place)
            place += self.layout.heights[number]
        yield from self.layout.placed_end(left, place)


def heights_of(blocks: Sequence[PageBlock]) -> float:
    return sum(block.height for block in blocks)
