"""How an exhibit is put on pages: widths by what is in the columns, pages one under the other (续表), columns side by side where the paper is too narrow."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from ecdesk.domain.book.layouts.delivered import foot_lines, heading_depth, title_of
from ecdesk.domain.book.layouts.texts import is_heading
from ecdesk.domain.book.records import TextKind
from ecdesk.domain.book.tables import Cell, Table
from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import CellFigure, figure, is_latin
from ecdesk.excel.writing.layout import broken, head_width, heading_spans, lines_of, unit_apart

FRAMES = (620, 940)
"""Pixels (96 to the inch) of a page's width, upright and across, and"""
_HEIGHTS = (690.0, 450.0)
"""points of its height that a sheet of A4 leaves between its margins, with a little to spare for programs that measure otherwise."""
_PIXELS = 96 / 72
_SIDES = 12
"""Pixels at the sides of a text in its column."""
_LEAST_COLUMN, _LEAST_STUB, _WIDEST_STUB, _ROOMY_STUB = 58, 76, 270, 400
_CALM_COLUMN, _CALM_STUB = 96, 104
"""Of a table that has room to spare."""
_HEAD_LINES = (12, 8)
"""Half-width signs in a line of a heading, where there is room and where there is little."""
_TEXT_COLUMNS = (44, 24)
_TITLE_HEIGHT, _UNIT_HEIGHT, _ROW_HEIGHT = 1.75, 1.5, 1.75
"""Of a line, in sizes of its font."""
_MOST_ROOM = 48
"""Quarters of an em behind a figure, of which a format code can hold only so many."""
_WIDER_LATIN = 0.25
_NARROWER = 0.93
"""How much narrower than asked for some programs make a column."""
_WIDER_DIGITS = 0.28
"""Half-width signs that a digit is wider in the font which programs take where there is no 宋体."""
_KEPT_TOGETHER = 3
"""Rows that go to the next page with the notes that have no room."""


@dataclass(frozen=True)
class TableLook:
    """How tables look, from ``resources/themes/tables.toml``. ruled: with lines between the columns. Sizes in points; chart: pixels."""

    ruled: bool
    title_font: str
    text_font: str
    figure_font: str
    title_size: float
    text_size: float
    note_size: float
    chart: int

    @property
    def sign(self) -> float:
        """Pixels of a half-width sign of the text."""
        return self.text_size * _PIXELS / 2


@lru_cache(maxsize=8)
def table_look(theme: str) -> TableLook:
    looks = toml_data("themes", "tables.toml")
    found: dict[str, Any] = looks.get(theme, looks["report"])
    fonts = (found["title_font"], found["text_font"], found["figure_font"])
    sizes = (found["title_size"], found["text_size"], found["note_size"])
    return TableLook(found["rules"] == "ruled", *fonts, *sizes, round(found["chart_width_mm"] / 25.4 * 96))


@dataclass(frozen=True)
class PageColumn:
    """A column on its page. pixels: its width. tail: how wide is what its figures have right of the units, see `CellFigure.tail`, with the room
    behind them that puts them under the middle of their heading."""

    pixels: int
    tail: int = 0


@dataclass(frozen=True)
class Part:
    """Neighbouring columns of a table that stand on one page with its stub. left: the sheet's column of the margin before them."""

    columns: range
    left: int

    @property
    def stub(self) -> int:
        return self.left + 1

    @property
    def last(self) -> int:
        """The sheet's last column of the table."""
        return self.stub + len(self.columns)

    @property
    def right(self) -> int:
        """The sheet's column of the margin behind them."""
        return self.last + 1


@dataclass(frozen=True)
class Band:
    """Rows of a table that stand on one page. top: the sheet's row of the title above them."""

    rows: range
    top: int

    def body(self, depth: int) -> int:
        """The sheet's first row of figures."""
        return self.top + 2 + depth


@dataclass(frozen=True)
class SheetLayout:
    """Where the parts of an exhibit stand on its sheet, rows and columns from 1.

    depth: levels of the heading. stub: width of the stub in pixels. heights: of each row of the table, in points. margins: of each part,
    in pixels. spare: points that the last page has left under the lines below the table. centred: whether the stub's labels are, as years are. names: of all columns, without
    their units.
    """

    look: TableLook
    landscape: bool
    depth: int
    stub: int
    columns: tuple[PageColumn, ...]
    figures: tuple[tuple[CellFigure | None, ...], ...]
    parts: tuple[Part, ...]
    bands: tuple[Band, ...]
    heights: tuple[float, ...]
    margins: tuple[int, ...]
    spare: float
    centred: bool
    names: frozenset[str]

    @property
    def frame(self) -> int:
        return FRAMES[self.landscape]

    @property
    def last_row(self) -> int:
        """The last row of the table."""
        return self.bands[-1].body(self.depth) + len(self.bands[-1].rows) - 1

    @property
    def last_column(self) -> int:
        """The last column that is printed."""
        return self.parts[-1].right

    @property
    def in_one_piece(self) -> bool:
        return len(self.parts) == len(self.bands) == 1

    def row(self, number: int) -> int:
        """The sheet's row of the table's row."""
        band = self.bands[bisect_right(self.bands, number, key=lambda one: one.rows.start) - 1]
        return band.body(self.depth) + number - band.rows.start

    def column(self, number: int) -> int:
        """The sheet's column of the table's column."""
        part = self.parts[bisect_right(self.parts, number, key=lambda one: one.columns.start) - 1]
        return part.stub + 1 + number - part.columns.start

    def head(self, words: str, first: int, wide: int) -> str:
        """A heading over so many columns from one on, in its lines."""
        room = (sum(column.pixels for column in self.columns[first : first + wide]) - _SIDES) / self.look.sign
        return broken(words, room, self.names)

    def areas(self) -> list[tuple[int, int, int, int]]:
        """The table with its headings: first row, first column, last row, last column of each piece."""
        return [
            (band.top + 2, part.stub, band.body(self.depth) + len(band.rows) - 1, part.last)
            for band in self.bands
            for part in self.parts
        ]


def layout_of(table: Table, look: TableLook | None = None) -> SheetLayout:
    look = look or table_look("")
    figures = tuple(tuple(_figure(table, at, cell) for at, cell in enumerate(row)) for row in table.cells)
    landscape, widths = _fitting(table, figures, look)
    parts = _parts(_runs(table, widths, FRAMES[landscape]))
    depth = heading_depth(table.columns)
    heights = tuple(_row_height(table, number, widths, look, figures[number]) for number in range(len(table.rows)))
    bands, spare = _bands(table, heights, _page(table, widths, look, landscape, depth), depth)
    columns = tuple(_column(table, figures, number, widths[1 + number], look) for number in range(len(table.columns)))
    margins = tuple(_margin(widths, part, FRAMES[landscape]) for part in parts)
    centred = _is_centred(table)
    return SheetLayout(
        look, landscape, depth, widths[0], columns, figures, parts, bands, heights, margins, spare, centred, _names(table)
    )


def _names(table: Table) -> frozenset[str]:
    return frozenset(unit_apart(words)[0] for words in table.heads)


def _figure(table: Table, column: int, cell: Cell) -> CellFigure | None:
    return None if _holds_words(table, column) else figure(cell.text, cell.shown is not None)


def _fitting(table: Table, figures: Sequence[Sequence[CellFigure | None]], look: TableLook) -> tuple[bool, list[int]]:
    """Whether a page goes across, and the widths of stub and columns: as wide as they like where that fits, else tight, else several pages,
    upright where that takes hardly more of them."""
    calm, tight = (_widths(table, figures, look, step) for step in (0, 1))
    for across in (False, True):
        for widths in (calm, tight):
            if sum(widths) <= FRAMES[across]:
                return across, widths
    upright, flat = (len(_runs(table, tight, frame)) for frame in FRAMES)
    return upright > 1.3 * flat or max(tight[1:]) > FRAMES[0] - tight[0], tight


def _parts(runs: Sequence[range]) -> tuple[Part, ...]:
    left, made = 1, []
    for run in runs:
        made.append(Part(run, left))
        left = made[-1].right + 1
    return tuple(made)


def _margin(widths: Sequence[int], part: Part, frame: int) -> int:
    """Pixels at either side of a part, so that it stands in the middle of its page."""
    return max(4, (frame - widths[0] - sum(widths[1 + number] for number in part.columns)) // 2)


def _is_centred(table: Table) -> bool:
    """Whether the labels of rows are all of one length, as years are and the numbers of a list."""
    widths = [display_width(words) for row, words in zip(table.rows, table.stubs, strict=True) if not is_heading(row)]
    plain = not any(row.level for row in table.rows)
    return plain and bool(widths) and max(widths) <= 12 and max(widths) - min(widths) <= 2


def _widths(table: Table, figures: Sequence[Sequence[CellFigure | None]], look: TableLook, step: int) -> list[int]:
    """Pixels of the stub and of each column, with room to spare or without."""
    stubs = [display_width(words) + 2 * row.level for row, words in zip(table.rows, table.stubs, strict=True)]
    corner = head_width(table.exhibit.corner, _HEAD_LINES[step])
    wanted = max(_LEAST_STUB, round(max([corner, *stubs]) * look.sign / _NARROWER) + _SIDES)
    columns = [_width(table, figures, number, look, step) for number in range(len(table.columns))]
    for _level, first, _high, wide, words in heading_spans(table, range(len(table.columns))):
        lacking = head_width(words, _HEAD_LINES[step] * wide) * look.sign + _SIDES - sum(columns[first : first + wide])
        if wide > 1 and lacking > 0:
            columns[first : first + wide] = [pixels + round(lacking / wide) for pixels in columns[first : first + wide]]
    # A name is broken for want of room only: what an upright page leaves beside the figures is there for it.
    stub = min(wanted, max(_WIDEST_STUB, min(FRAMES[0] - sum(columns), _ROOMY_STUB)))
    calm = [max(stub, _CALM_STUB), *(max(pixels, _CALM_COLUMN) for pixels in columns)]
    return calm if step == 0 and sum(calm) <= FRAMES[0] else [stub, *columns]


def _width(table: Table, figures: Sequence[Sequence[CellFigure | None]], number: int, look: TableLook, step: int) -> int:
    """Pixels that a column wants for its heading and for what stands in it."""
    head = table.heads[number]
    wanted = (head_width(head, _HEAD_LINES[step]) + _of_digits(head)) * look.sign
    if _holds_words(table, number):
        longest = max((display_width(row[number].text) + _of_digits(row[number].text) for row in table.cells), default=0)
        wanted = max(wanted, min(longest, _TEXT_COLUMNS[step]) * look.sign / _NARROWER) + _SIDES * look.ruled
    else:
        wanted = max(wanted, _block(figures, number, look))
    return max(round(wanted) + _SIDES, _LEAST_COLUMN)


def _of_digits(words: str) -> float:
    """Half-width signs to spare for the digits of a text that stands in a Chinese font."""
    return 0.0 if is_latin(words) else _WIDER_DIGITS * sum(sign.isascii() and sign.isalnum() for sign in words)


def _holds_words(table: Table, number: int) -> bool:
    return table.columns[number].kind not in (None, TextKind.FIGURE)


def _block(figures: Sequence[Sequence[CellFigure | None]], number: int, look: TableLook) -> float:
    """Pixels that the figures of a column take, their points one under the other."""
    known = [row[number] for row in figures]
    lefts = [
        display_width(one.before + one.digits.partition(".")[0]) + (_of_digits(one.digits) if one.value is None else 0)
        for one in known
        if one is not None and not one.is_words
    ]
    tails = [one.tail for one in known if one is not None and not one.is_words]
    return max(lefts, default=0) * look.sign + max(tails, default=0) * look.sign / 2


def _column(
    table: Table, figures: Sequence[Sequence[CellFigure | None]], number: int, pixels: int, look: TableLook
) -> PageColumn:
    if _holds_words(table, number):
        return PageColumn(pixels)
    tail = max((one.tail for row in figures if (one := row[number]) is not None and not one.is_words), default=0)
    # An indent of the cell would do as well, but not every program heeds it in a narrow column.
    room = max(0.0, pixels * _NARROWER - _block(figures, number, look)) / 2
    return PageColumn(pixels, tail + min(round(room / (look.sign / 2)), _MOST_ROOM))


def _runs(table: Table, widths: Sequence[int], frame: int) -> list[range]:
    """The columns of each page: as many as fit beside the stub, those under one heading together where a page holds them."""
    runs: list[list[int]] = [[]]

    def fits(members: Sequence[int]) -> bool:
        return not runs[-1] or sum(widths[1 + one] for one in (*runs[-1], *members)) <= frame - widths[0]

    for _group, alike in groupby(range(len(table.columns)), key=lambda number: table.columns[number].groups[:1] or number):
        members = list(alike)
        if not fits(members):
            runs.append([])
        for one in members:
            if not fits([one]):
                runs.append([])
            runs[-1].append(one)
    return [range(run[0], run[-1] + 1) for run in runs if run] or [range(0)]


def _row_height(table: Table, number: int, widths: Sequence[int], look: TableLook, figures: Sequence[CellFigure | None]) -> float:
    row = table.rows[number]
    lines = lines_of(table.stubs[number], _NARROWER * (widths[0] - _SIDES) / look.sign + 0.5 - 2 * row.level)
    for column, (cell, one) in enumerate(zip(table.cells[number], figures, strict=True)):
        if one is None or one.is_words:
            lines = max(lines, lines_of(cell.text, _NARROWER * (widths[1 + column] - _SIDES) / look.sign + 0.5))
    return min(look.text_size * (_ROW_HEIGHT + 1.35 * (lines - 1)), 400.0)


@dataclass(frozen=True)
class _Page:
    """Heights in points: of the page, of what stands above the rows on each, and of the lines below the last."""

    whole: float
    head: float
    foot: float


def title_lines(title: str, look: TableLook, frame: int) -> str:
    """A title in lines that fit a page's width, the last of them no single sign."""
    return broken(title, _NARROWER * (frame - 24) / (look.title_size * _PIXELS / 2) - 2)


def title_height(title: str, look: TableLook, frame: int) -> float:
    lines = title_lines(title, look, frame).count("\n")
    return min(look.title_size * (_TITLE_HEIGHT + 1.45 * lines), 400.0)


def note_height(words: str, look: TableLook, pixels: float) -> float:
    """With room for Latin letters that are wider than half a Chinese sign, and for words that are not broken."""
    latin = 0.0 if is_latin(words) else sum(map(str.isascii, words)) / max(len(words), 1)
    return look.note_size * 1.4 * lines_of(words, pixels * (1 - _WIDER_LATIN * latin) / (look.note_size * _PIXELS / 2) - 2)


def head_heights(table: Table, widths: Sequence[int], look: TableLook, depth: int) -> list[float]:
    """Of each level of the headings. widths: of the stub and the columns."""
    heights = [look.text_size * 1.8] * depth
    corner = (0, -1, depth, 1, table.exhibit.corner)
    for level, first, high, wide, words in (corner, *heading_spans(table, range(len(table.columns)))):
        room = (sum(widths[first + 1 : first + 1 + wide]) - _SIDES) / look.sign
        lines = lines_of(broken(words, room, _names(table)), room + 1)
        heights[level] = max(heights[level], look.text_size * (0.5 + 1.35 * lines) / high)
    return [min(height, 400.0) for height in heights]


def _page(table: Table, widths: Sequence[int], look: TableLook, landscape: bool, depth: int) -> _Page:
    frame = FRAMES[landscape]
    title = title_height(title_of(table.exhibit.number, table.exhibit.caption), look, frame)
    head = title + look.text_size * _UNIT_HEIGHT + sum(head_heights(table, widths, look, depth))
    foot = sum(note_height(words, look, sum(widths)) for words in foot_lines(table.exhibit))
    return _Page(_HEIGHTS[landscape], min(head, _HEIGHTS[landscape] / 2), foot)


def _bands(table: Table, heights: Sequence[float], page: _Page, depth: int) -> tuple[tuple[Band, ...], float]:
    """The rows of each page, and what the last page has left."""
    starts, used = [0], page.head
    forced = table.exhibit.continued_after
    for number, height in enumerate(heights):
        full = used + height > page.whole and number > starts[-1]
        if full or (0 < forced == number):
            # A heading goes with what it is over.
            first = number - 1 if is_heading(table.rows[number - 1]) and number - 1 > starts[-1] else number
            starts.append(first)
            used = page.head + sum(heights[first:number])
        used += height
    if used + page.foot > page.whole and len(heights) - starts[-1] > _KEPT_TOGETHER:
        starts.append(len(heights) - _KEPT_TOGETHER)
        used = page.head + sum(heights[-_KEPT_TOGETHER:])
    bands, top = [], 1
    for first, end in zip(starts, [*starts[1:], len(heights)], strict=True):
        bands.append(Band(range(first, end), top))
        top = bands[-1].body(depth) + (end - first)
    return tuple(bands), page.whole - used - page.foot
