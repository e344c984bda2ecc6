"""How exhibits stand on pages: the look that is read from ``resources/themes/pages.toml``, and the widths of a table's columns.

Lengths are points. Whoever knows its fonts measures with them; a Word document is laid out by whoever opens it, so `usual_width` goes for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from ecdesk.domain.book.layouts.delivered import PrintedExhibit, SpannedHead, decimal_tail, spanned_heads
from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.breaking import range_pieces, tears_a_range
from ecdesk.domain.wording.folding import width as display_width

POINTS_OF_MM = 72 / 25.4

Measure = Callable[[str, float], float]
"""The width of a text in a font size."""

_JOINED = frozenset(".,—–/%+-")
"""Signs that hold numbers and Latin words together."""
_CLOSING = frozenset("，。、；：）)》”’％%")
"""Signs with which no line begins."""
_NARROW = frozenset(".,:;'|!il \u2009\u00a0")
_WIDE = frozenset("ABCDEFGHKLMNOPQRUVWXYZmw%&@")
_MOST_STUB, _LEAST_STUB = 26.0, 6.0
_MOST_WORDS, _LEAST_WORDS = 26.0, 7.0
"""Of the names of rows and of columns of texts, which are wrapped: how wide they are at most and at least, in their size."""
_HEAD_LINES = 3
_MOST_HEAD, _LEAST_HEAD = 12.0, 4.5
"""A heading is wrapped into so many lines, and more if that would be wider than so many signs."""
_MOST_STUB_SHARE = 0.45


@dataclass(frozen=True)
class PageTheme:
    """The look of pages. paper, margins and text width in points; fonts by their names; table: sizes, the first with which a table fits."""

    width: float
    height: float
    top: float
    bottom: float
    side: float
    text: str
    heading: str
    latin: str
    title: float
    headings: tuple[float, ...]
    body: float
    caption: float
    table: tuple[float, ...]
    note: float
    thick: float
    thin: float
    cell_gap: float
    row_gap: float
    most_extra: float
    indent: float

    def column(self, landscape: bool = False) -> float:
        """The width of what is printed."""
        return (self.height if landscape else self.width) - 2 * self.side

    def heading_size(self, level: int) -> float:
        return self.headings[min(level, len(self.headings)) - 1]


@lru_cache(maxsize=1)
def page_theme() -> PageTheme:
    data: dict[str, dict[str, Any]] = toml_data("themes", "pages.toml")
    paper = {name.removesuffix("_mm"): value * POINTS_OF_MM for name, value in data["paper"].items()}
    values = {**paper, **data["fonts"], **data["sizes"], **data["rules"]}
    known = {field.name for field in fields(PageTheme)}
    looks: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return PageTheme(**{name: value for name, value in looks.items() if name in known})


def usual_width(words: str, size: float) -> float:
    """The width of a text in the usual fonts: Chinese signs as wide as high, digits half of that."""
    if words.isascii() and words.isdigit():
        return len(words) * size / 2
    return size * sum(0.27 if sign in _NARROW else 0.7 if sign in _WIDE else display_width(sign) / 2 for sign in words)


def spaced_width(words: str, size: float) -> float:
    """The same in a program that leaves a quarter of a sign free between Chinese and other signs, as Word does."""
    scripts = "".join(map(_script, words))
    gaps = scripts.count("ca") + scripts.count("ac")
    return usual_width(words, size) + gaps * size / 4


def _script(sign: str) -> str:
    """c for a Chinese sign, a for a Latin letter or a digit."""
    return " " if not sign.isalnum() else "c" if display_width(sign) == 2 else "a"


@dataclass(frozen=True, slots=True)
class TablePiece:
    """Columns of a table that stand beside each other, from `first` to before `last`. widths: of the stub and of each of them."""

    first: int
    last: int
    widths: tuple[float, ...]

    @property
    def width(self) -> float:
        return sum(self.widths)

    def heads(self, exhibit: PrintedExhibit) -> list[SpannedHead]:
        """The headings of its columns, counted from its first."""
        table = exhibit.table
        return spanned_heads(table.columns[self.first : self.last], table.heads[self.first : self.last])


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table stands on its pages: the size of its texts, across or upright, in as many pieces as its columns need."""

    size: float
    landscape: bool
    pieces: tuple[TablePiece, ...]


@dataclass(frozen=True, slots=True)
class _Wants:
    """How wide a column wants to be, and how narrow it can be."""

    wide: float
    narrow: float


def plan_table(exhibit: PrintedExhibit, theme: PageTheme, measure: Measure = usual_width) -> TablePlan:
    """The first size and position of the page with which a table fits; across and in pieces where none is enough."""
    for landscape in (False, True):
        for size in theme.table:
            wants = _wanted(exhibit, theme, size, measure)
            if sum(one.narrow for one in wants) <= theme.column(landscape):
                return TablePlan(size, landscape, (_piece(0, wants, theme, theme.column(landscape)),))
    size, page = theme.table[-1], theme.column(True)
    wants = _wanted(exhibit, theme, size, measure)
    return TablePlan(size, True, tuple(_pieces(wants, theme, page)))


def _pieces(wants: Sequence[_Wants], theme: PageTheme, page: float) -> Iterable[TablePiece]:
    stub, *columns = wants
    stub = _Wants(min(stub.wide, page * _MOST_STUB_SHARE), stub.narrow)
    first = 0
    while first < len(columns):
        last, taken = first + 1, stub.narrow + columns[first].narrow
        while last < len(columns) and taken + columns[last].narrow <= page:
            taken += columns[last].narrow
            last += 1
        yield _piece(first, [stub, *columns[first:last]], theme, page)
        first = last


def _piece(first: int, wants: Sequence[_Wants], theme: PageTheme, page: float) -> TablePiece:
    """Widths that fill the page as far as what is in the columns is worth it."""
    wide, narrow = sum(one.wide for one in wants), sum(one.narrow for one in wants)
    if wide <= page:
        extra = min((page - wide) / len(wants), theme.most_extra)
        widths = [one.wide + extra for one in wants]
    elif narrow <= page:
        share = (page - narrow) / (wide - narrow)
        widths = [one.narrow + (one.wide - one.narrow) * share for one in wants]
    else:  # a single column that is wider than the page
        widths = [one.narrow * page / narrow for one in wants]
    return TablePiece(first, first + len(wants) - 1, tuple(widths))


def _wanted(exhibit: PrintedExhibit, theme: PageTheme, size: float, measure: Measure) -> list[_Wants]:
    table, gap = exhibit.table, 2 * theme.cell_gap
    stubs = [measure(words, size) + row.level * theme.indent * size for words, row in zip(table.stubs, table.rows, strict=True)]
    stub = max([measure(exhibit.corner, size), 2 * size, *stubs])
    wants = [_Wants(min(stub, _MOST_STUB * size) + gap, min(stub, _LEAST_STUB * size) + gap)]
    for number, (head, words) in enumerate(zip(table.heads, exhibit.holds_texts, strict=True)):
        texts = {row[number].text for row in table.cells}
        widest = max((measure(one, size) for one in texts), default=0.0)
        label = measure(head, size)
        bracket = measure(_in_brackets(head), size)
        longest = max((measure(one.strip(), size) for one in _unbroken(head)), default=0.0)
        least = max(
            min(label, _LEAST_HEAD * size),
            min(label / _HEAD_LINES + size / 2, _MOST_HEAD * size),
            min(bracket, _MOST_HEAD * size / 2),
            min(longest, _MOST_HEAD * size),
        )
        if words:
            wants.append(
                _Wants(max(min(widest, _MOST_WORDS * size), least) + gap, max(min(widest, _LEAST_WORDS * size), least) + gap)
            )
        else:
            figures = widest if widest <= _MOST_WORDS * size else _LEAST_WORDS * size
            wants.append(_Wants(max(figures, least) + gap, max(figures, least) + gap))
    return _under_groups(exhibit, wants, size, measure)


def _under_groups(exhibit: PrintedExhibit, wants: list[_Wants], size: float, measure: Measure) -> list[_Wants]:
    """Columns under a long common heading are wide enough for it in two lines."""
    for head in exhibit.heads:
        if head.wide > 1:
            under = range(head.first + 1, head.first + 1 + head.wide)
            lack = min(measure(head.words, size) / 2 + size, _MOST_WORDS * size) - sum(wants[number].narrow for number in under)
            for number in under if lack > 0 else ():
                one, more = wants[number], lack / head.wide
                wants[number] = _Wants(one.wide + more, one.narrow + more)
    return wants


def head_lines(words: str, width: float, size: float, measure: Measure = usual_width) -> list[str]:
    """A heading in lines of about the same length that fit in a width; a unit in brackets stays whole where it can."""
    if measure(words, size) <= width:
        return [words]
    behind = _in_brackets(words)
    if behind and measure(behind, size) <= width:
        return [*head_lines(words.removesuffix(behind).rstrip(), width, size, measure), behind]
    count = max(2, math.ceil(measure(words, size) / max(width, size)))
    # A word that is wider than the column is broken anywhere.
    pieces = [
        part
        for word in _unbroken(words)
        for one in ([word] if measure(word.strip(), size) <= width else range_pieces(word))
        for part in ([one] if measure(one.strip(), size) <= width else one)
    ]
    while True:
        lines = _even_lines(pieces, count, size, measure)
        if count >= len(pieces) or all(measure(line, size) <= width for line in lines):
            return lines
        count += 1


def _in_brackets(words: str) -> str:
    """What stands in brackets at the end of a heading, with them."""
    at = max(words.rfind("（"), words.rfind("("))
    return words[at:] if at > 0 and words[-1] in "）)" else ""


def _unbroken(words: str) -> Iterator[str]:
    """What a line is not broken in: Latin words, numbers with the sign that they count, and what no line may begin with."""
    begin = 0
    for at in range(1, len(words)):
        before, sign = words[at - 1], words[at]
        run = (before.isascii() and before.isalnum()) or before in _JOINED
        joined = run and (sign in _JOINED or (sign.isascii() and sign.isalnum()))
        counted = before.isdigit() and sign.isalpha() and not sign.isascii()
        if not (joined or counted or sign in _CLOSING or tears_a_range(words, at)):
            yield words[begin:at]
            begin = at
    yield words[begin:]


def _even_lines(pieces: Sequence[str], count: int, size: float, measure: Measure) -> list[str]:
    """The pieces of a text in so many lines at most."""
    aim = measure("".join(pieces), size) / count
    lines = [""]
    for piece in pieces:
        begun = lines[-1]
        over, under = measure(begun + piece, size) - aim, aim - measure(begun, size)
        if begun and len(lines) < count and over > max(size * 0.6, under):
            lines.append(piece.lstrip())
        else:
            lines[-1] = begun + piece
    return lines


@dataclass(frozen=True, slots=True)
class Standing:
    """How the figures of a column stand: so far from its right edge that their decimal points are below each other, and the whole in its middle.

    tails: the width of the longest that stands behind the integer digits.
    """

    base: float
    tails: float

    def right(self, printed: str, size: float, measure: Measure = usual_width) -> float:
        """How far from the right edge of the column a cell's text ends."""
        tail = decimal_tail(printed)
        return self.base + self.tails - (0.0 if tail is None else measure(tail, size) if tail else 0.0)


def standing(texts: Iterable[str], width: float, size: float, theme: PageTheme, measure: Measure = usual_width) -> Standing:
    """How the figures of a column of this width stand."""
    tails = wholes = 0.0
    for words in set(texts):
        tail = decimal_tail(words)
        behind = measure(tail, size) if tail else 0.0
        tails, wholes = max(tails, behind), max(wholes, measure(words, size) - behind)
    return Standing(max(theme.cell_gap, (width - wholes - tails) / 2), tails)
