"""Printing figures so that reading gives the same figure back; how they are read is known to `ecdesk.domain.wording.numbers`."""

from __future__ import annotations

import re
from decimal import Decimal

from ecdesk.domain.figures.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.figures.symbols import Symbols, word_of
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.wording.numbers import is_inside_unit, qualifier_sides

THIN_SPACE = "\u2009"
NO_BREAK_SPACE = "\u00a0"


def print_number(value: Decimal, grouping: str = "") -> str:
    """The digits of a decimal, all of them, in plain notation; groups of three are set off by the given separator."""
    return f"{value:,f}".replace(",", grouping) if grouping else f"{value:f}"


def print_content(content: Content | None, unit: Unit = NO_UNIT, grouping: str = "", symbols: Symbols | None = None) -> str:
    """A cell's content as written in a column of the given unit; `parse_content` with that unit and the same symbols reads it back exactly. Without
    symbols a state is named in a word."""
    if content is None:
        return ""
    if isinstance(content, Mark):
        return symbols.written(content) if symbols is not None else word_of(content)
    if isinstance(content, Unparsed):
        return content.text
    assert isinstance(content, Amount)
    return _print_amount(content, unit, grouping)


def _print_amount(amount: Amount, unit: Unit, grouping: str) -> str:
    symbol = "" if amount.unit is unit or amount.unit == unit else amount.unit.symbol
    if not symbol and not amount.qualifier:
        return print_number(amount.value, grouping)
    before, after = qualifier_sides(amount.qualifier)
    if is_inside_unit(after) and symbol:
        prefix = symbol.removesuffix(amount.unit.base)
        symbol, after = f"{prefix}{after}{amount.unit.base}", ""
    return f"{before}{print_number(amount.value, grouping)}{symbol}{after}"


def in_unit(printed: str, symbol: str) -> str:
    """A printed figure with its unit behind it, set apart where that is a word of letters: 39.3%, 819亿元, 81.9 billion yuan."""
    apart = NO_BREAK_SPACE if symbol[:1].isascii() and symbol[:1].isalpha() else ""
    return f"{printed}{apart}{symbol}"


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NARROW = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_WRITTEN = re.compile(
    rf"[0-9０-９]+(?:[,，'{THIN_SPACE}{NO_BREAK_SPACE}\u202f\u3000 ][0-9０-９]{{3}})*(?:[.．][0-9０-９]+)?", re.ASCII
)


def digits_in(written: str, value: Decimal) -> tuple[int, int] | None:
    """Where the digits of a number stand in the words of a figure; None where they are not written in digits, or in more than one run."""
    runs = list(_WRITTEN.finditer(written))
    if len(runs) != 1:
        return None
    read = re.sub("[^0-9.]", "", runs[0][0].translate(_NARROW).replace(",", ""))
    same = read.strip("0").strip(".") and Decimal(read).as_tuple()[1:] == abs(value).as_tuple()[1:]
    return runs[0].span() if same or Decimal(read or 0) == value == 0 else None


def print_like(written: str, value: Decimal) -> str:
    """The digits of a decimal, without sign, grouped as a written number is, and as wide."""
    separator = re.search("[^0-9０-９.．]", written)
    printed = print_number(abs(value), separator[0] if separator is not None else "")
    if written[0].isascii():
        return printed
    return printed.translate(_WIDE).replace(".", "．" if "．" in written else ".")
