"""What figure stands in a cell: typed numbers with their formats, and numbers written as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.wording.measures import status_named
from ecdesk.domain.wording.note_marks import holds_footnote_mark, tidy, without_footnote_marks
from ecdesk.domain.wording.numbers import parse_content, parse_moved
from ecdesk.domain.wording.units import PERCENT, printed_unit
from ecdesk.excel.formats.grid import Cell, exact
from ecdesk.excel.reading.texts.words import words

_REMARKED = re.compile(r"([^(,;]{1,30})[(,;] ?([^()]{1,30})\)?")
_MARK = re.compile(r"([-—.…/*])\1*")
"""One sign, also repeated, that stands for no figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell holds. amount: None for a mark, a blank or an unread text. own_unit: the cell itself says the unit.

    unread: text that should have been a figure. blank: nothing, or a mark that stands for nothing.
    scaled: the format shows a thousandth or millionth of the number. raised: its last digit may be the mark of a note.
    """

    amount: Amount | None = None
    own_unit: bool = False
    unread: str = ""
    blank: bool = False
    scaled: bool = False
    raised: bool = False
    arrow: bool = False
    """Whether it is a whole number behind an arrow, without a unit: places risen or fallen, or per cent."""
    status: str = "final"
    behind: str = ""
    """What else the text says of growth, which is not read: 2081.5亿元（增长29.1%）."""


BLANK = Figure(blank=True)


def read_figure(cell: Cell) -> Figure:
    """The figure of a cell by itself, without any unit of its table."""
    if cell.number is not None:
        value = cell.figure
        assert value is not None
        if cell.format.percent:
            return Figure(Amount(value, PERCENT), True)
        unit = printed_unit(cell.format.suffix) if cell.format.suffix and not cell.format.scaled else None
        return _with_words(cell, value) or Figure(Amount(value, unit or NO_UNIT), unit is not None)
    if cell.date is not None:
        return Figure(unread=cell.text)
    return read_text(cell.text)


def _with_words(cell: Cell, value: Decimal) -> Figure | None:
    """A number whose format says how it is meant (约4800, 100以上); None where it says nothing of that."""
    before, words = cell.format.before, cell.format.suffix
    if not words or cell.format.scaled:
        return None
    told = read_text(f"{before}{value:f}{words.removeprefix(before)}")
    return told if told.amount is not None and told.amount.qualifier else None


_PLAIN = re.compile(r"(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?)(%?)")


def is_plain_figure(written: str) -> bool:
    """Whether a text is nothing but digits, as most figures are."""
    return _PLAIN.fullmatch(written) is not None


def bare_number(value: object) -> Decimal | None:
    """A number in a cell that says nothing besides, typed or written as text; None for anything else."""
    if isinstance(value, str):
        digits = _PLAIN.fullmatch(value.strip())
        return Decimal(digits[1]) if digits is not None and not digits[2] else None
    return exact(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@lru_cache(maxsize=16384)
def read_text(written: str) -> Figure:
    """The figure that a text says: 约4800, 2015.9亿元, 下降0.5%, (12.3)."""
    digits = _PLAIN.fullmatch(written)
    if digits is not None:  # as most are written; what follows would come to the same
        return Figure(Amount(Decimal(digits[1]), PERCENT if digits[2] else NO_UNIT), bool(digits[2]))
    plain = without_footnote_marks(written.strip(), leading=True).strip()
    plain = plain.lstrip("'’‘¥￥").lstrip()
    plain = re.sub(r"(?<=[^\s*#])\s*[*#]{1,2}$", "", plain)
    if not plain:
        return BLANK
    content = parse_content(plain)
    if isinstance(content, Amount):
        return _with_printed_unit(content, plain)
    if isinstance(content, Mark):
        return BLANK
    if holds_footnote_mark(plain):
        # Half-width, the mark of a note in the middle would become a digit.
        return Figure(unread=written)
    plain = tidy(plain)
    content = parse_content(plain)
    if isinstance(content, Amount):
        return _with_printed_unit(content, plain)
    if plain.casefold() in words().blank or _MARK.fullmatch(plain):
        return BLANK
    moved = parse_moved(plain)
    if moved is not None:
        is_bare = not moved.unit.symbol and moved.value == int(moved.value)
        return replace(_with_printed_unit(moved, plain), arrow=is_bare and plain[0] in "↑↓")
    match = re.fullmatch(r"\(([0-9.,]+%?)\)", plain)
    if match and isinstance(content := parse_content(match[1]), Amount):
        # Accountants' brackets: a negative number.
        return Figure(replace(content, value=-content.value), bool(content.unit.symbol))
    return _with_remark(plain) or Figure(unread=written)


def _with_remark(plain: str) -> Figure | None:
    """A figure with a status in brackets (2081.5（快报）), or with its growth behind it (2081.5亿元（增长29.1%）)."""
    match = _REMARKED.fullmatch(plain)
    content = parse_content(match[1].strip()) if match is not None else None
    if match is None or not isinstance(content, Amount):
        return None
    if (status := status_named(match[2])) not in ("", "planned", "forecast"):
        return Figure(content, bool(content.unit.symbol), status=status)
    return Figure(content, True, behind=match[2]) if content.unit.symbol and parse_moved(match[2]) is not None else None


def _with_printed_unit(amount: Amount, written: str) -> Figure:
    if not amount.unit.symbol:
        return Figure(amount)
    tail = re.search(r"[^0-9.,\s].*$", re.sub(r"^[^0-9]*", "", written))
    unit: Unit | None = printed_unit(tail[0]) if tail and not amount.qualifier else None
    if unit is not None and unit.dimension == amount.unit.dimension and unit.scale == amount.unit.scale:
        return Figure(replace(amount, unit=unit), True)
    return Figure(amount, True)
