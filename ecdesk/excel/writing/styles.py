"""Cell styles: each is made once for a workbook and shared by every cell that wears it."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ecdesk.domain.wording.numbers import parse_number

FONT = "宋体"
LATIN_FONT = "Times New Roman"

MOST_DIGITS = 15
"""Significant digits that spreadsheet programs keep; a longer figure is written as text."""

LONGEST_TEXT = 32767


@dataclass(frozen=True)
class Look:
    """How a cell looks. top, bottom, left and right: the edges that are drawn, "t" thin or "m" medium. height: font size in points."""

    height: float = 10.0
    font: str = FONT
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    fill: str = ""
    across: str = "left"
    up: str = "center"
    wrap: bool = False
    indent: int = 0
    top: str = ""
    bottom: str = ""
    left: str = ""
    right: str = ""
    number_format: str = "General"
    literal: bool = False
    """A text that a program must not take for a formula or a number."""
    locked: bool = True
    hidden_text: bool = False


@dataclass
class Styles:
    """The looks of one workbook."""

    workbook: Any
    _made: dict[Look, Any] = field(default_factory=dict)

    def wear(self, cell: Any, look: Look) -> None:
        """Gives a cell a look."""
        made = self._made.get(look)
        if made is None:
            made = self._made[look] = self._make(cell, look)
        cell._style = copy(made)

    def _make(self, cell: Any, look: Look) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        widths = {"t": "thin", "m": "medium", "h": "hair"}
        sides = {name: Side(style=widths.get(getattr(look, name)), color="000000") for name in ("top", "bottom", "left", "right")}
        cell.font = Font(name=look.font, size=look.height, bold=look.bold, italic=look.italic, color=look.colour)
        if look.fill:
            cell.fill = PatternFill("solid", fgColor=look.fill)
        cell.alignment = Alignment(horizontal=look.across, vertical=look.up, wrap_text=look.wrap, indent=look.indent)
        cell.border = Border(**sides)
        cell.number_format = look.number_format
        cell.quotePrefix = look.literal
        cell.protection = Protection(locked=look.locked, hidden=look.hidden_text)
        return copy(cell._style)


def clean_text(words: str) -> str:
    """A text without the characters that a spreadsheet file cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", words)


def write_text(cell: Any, words: str) -> bool:
    """Puts a text in a cell as a text, whatever it begins with; says whether it needs the mark of a literal text.

    Characters that a spreadsheet file cannot hold are left out.
    """
    clean = clean_text(words)[:LONGEST_TEXT]
    cell.value = clean
    cell.data_type = "s"
    return clean[:1] in ("=", "+", "-", "@", "'", "\t") and len(clean) > 1


def printed_number(text: str) -> Decimal | None:
    """The number that a printed text is, when a spreadsheet can hold every digit of it; None for words, marks and longer numbers."""
    value = parse_number(text)
    if value is None:
        return None
    significant = str(abs(int(value.scaleb(-int(value.as_tuple().exponent))))).strip("0") if value else ""
    magnitude = value.adjusted() if value else 0
    return value if len(significant) <= MOST_DIGITS and abs(magnitude) < 100 else None


def number_format(value: Decimal, grouping: str) -> str:
    """The format under which a number shows its printed digits, thousands set off by the given separator."""
    decimals = max(0, -int(value.as_tuple().exponent))
    part = "." + "0" * decimals if decimals else ""
    if not grouping:
        return "0" + part
    if grouping == ",":
        return "#,##0" + part
    groups = max(0, value.adjusted()) // 3 if value else 0
    # Formats know no other separator than the comma: the groups that this number has are written out.
    gap = f'"{grouping}"'
    return ("#" + f"{gap}###" * (groups - 1) + f"{gap}##0" if groups else "0") + part
