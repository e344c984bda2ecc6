"""What a formula is made of: enough of the token language of .xls and of formula texts to tell observations from fitted values."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import Any

from ecdesk.excel.formats.grid import Position, column_letters, column_number, reference

_OPERATORS = {3: "+", 4: "-", 5: "*", 6: "/", 7: "^", 8: "&", 9: "<", 10: "<=", 11: "=", 12: ">=", 13: ">", 14: "<>"}
_FUNCTIONS = {
    4: "SUM",
    5: "AVERAGE",
    6: "MIN",
    7: "MAX",
    27: "ROUND",
    309: "FORECAST",
    49: "LINEST",
    50: "TREND",
    51: "LOGEST",
    52: "GROWTH",
    315: "SLOPE",
    311: "INTERCEPT",
    63: "RAND",
}
MOST_WORK = 65_536
"""Characters that are put together for one formula, over all its steps; what comes to more is taken for unknown."""


def formula_text(tokens: bytes, row: int, column: int) -> str:
    """The tokens of a formula of .xls as text, as far as they are known; ``=?`` when one is not."""
    reader = _Tokens(tokens, row, column)
    try:
        known = reader.read_all()
    except (IndexError, struct.error):
        return "=?"
    return "=" + (reader.stack[-1] if reader.stack else "?") if known else "=?"


class _Tokens:
    """The tokens of a formula, each put together with the texts that lie on a stack."""

    def __init__(self, tokens: bytes, row: int, column: int) -> None:
        self.stack: list[str] = []
        self._tokens, self._row, self._column = tokens, row, column
        self._at = 0
        self._readers: dict[int, Callable[[], str]] = {
            0x12: lambda: "+" + self.stack.pop(),
            0x13: lambda: "-" + self.stack.pop(),
            0x14: lambda: self.stack.pop() + "%",
            0x15: lambda: f"({self.stack.pop()})",
            0x1E: lambda: str(self._take("<H")[0]),
            0x1F: lambda: f"{self._take('<d')[0]:g}",
            0x21: lambda: f"{_FUNCTIONS.get(self._take('<H')[0], 'F')}({self.stack.pop()})",
            0x22: self._function,
            0x24: lambda: _reference(*self._take("<HH")),
            0x2C: lambda: self._moved(*self._take("<HH")),
            0x25: lambda: self._range(_reference),
            0x2D: lambda: self._range(self._moved),
        }

    def read_all(self) -> bool:
        """Whether every token is known and little enough text comes of them. Raises IndexError or struct.error where something is missing."""
        work = 0
        while self._at < len(self._tokens):
            work += len(self.stack[-1]) + 1 if self.stack else 1
            if work > MOST_WORK or not self._read_one():
                return False
        return True

    def _read_one(self) -> bool:
        (token,) = self._take("<B")
        kind = token & 0x1F | 0x20 if token >= 0x20 else token
        if token in _OPERATORS:
            right, left = self.stack.pop(), self.stack.pop()
            self.stack.append(f"{left}{_OPERATORS[token]}{right}")
        elif token == 0x19:
            self._attribute()
        elif kind in self._readers:
            self.stack.append(self._readers[kind]())
        else:
            return False
        return True

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._tokens, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _attribute(self) -> None:
        attribute, size = self._take("<BH")
        if attribute & 0x10:
            self.stack.append(f"SUM({self.stack.pop()})")
        elif attribute & 0x04:
            self._at += (size + 1) * 2

    def _moved(self, row: int, bits: int) -> str:
        return _relative(row, bits, self._row, self._column)

    def _range(self, named: Callable[[int, int], str]) -> str:
        top, bottom, left, right = self._take("<HHHH")
        return f"{named(top, left)}:{named(bottom, right)}"

    def _function(self) -> str:
        count, function = self._take("<BH")
        arguments = [self.stack.pop() for _ in range(count & 0x7F)]
        return f"{_FUNCTIONS.get(function & 0x7FFF, 'F')}({','.join(reversed(arguments))})"


def _reference(row: int, bits: int) -> str:
    column_mark = "" if bits & 0x4000 else "$"
    row_mark = "" if bits & 0x8000 else "$"
    letters = reference(0, bits & 0xFF)[:-1]
    return f"{column_mark}{letters}{row_mark}{row + 1}"


def _relative(row: int, bits: int, at_row: int, at_column: int) -> str:
    column = bits & 0xFF
    if bits & 0x4000:
        column = (at_column + column) & 0xFF
    if bits & 0x8000:
        row = (at_row + (row - 0x10000 if row > 0x7FFF else row)) & 0xFFFF
    return _reference(row, column | bits & 0xC000)


_REFERENCE = re.compile(r"(?<![A-Za-z0-9_!'\"])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![0-9A-Za-z_(])")


class Movable:
    """A formula that cells share, cut once at its references: relative ones move with the cell, absolute ones stay."""

    def __init__(self, words: str, origin: Position) -> None:
        self._row, self._column = origin
        self._pieces: list[tuple[str, int, int]] = []
        """What stays before a reference, and its row and column, each -1 where it stays too."""
        reached = 0
        for match in _REFERENCE.finditer(words):
            column = -1 if match[1] else column_number(match[2])
            row = -1 if match[3] else int(match[4])
            stays = words[reached : match.start(3)] if match[1] else words[reached : match.start()]
            if row < 0:
                # $5 stays; what moves before it is the column alone
                self._pieces.append((stays, column, -1))
                reached = match.start(3)
            else:
                self._pieces.append((stays, column, row))
                reached = match.end()
        self._rest = words[reached:]

    def at(self, place: Position) -> str:
        """The formula as it reads at another cell."""
        down, across = place[0] - self._row, place[1] - self._column
        moved = [
            stays
            + (column_letters(max(0, column + across)) if column >= 0 else "")
            + (str(max(1, row + down)) if row >= 0 else "")
            for stays, column, row in self._pieces
        ]
        return "".join([*moved, self._rest])


_FITTING = re.compile(
    r"\b(?:FORECAST(?:\.[A-Z]{1,20}){0,3}|TREND|GROWTH|LINEST|LOGEST|SLOPE|INTERCEPT|RAND|RANDBETWEEN|RANDARRAY)\s*\(", re.I
)
_CELL = re.compile(r"(?<![A-Za-z0-9_.:])\$?([A-Z]{1,3})\$?([0-9]{1,7})(?![0-9A-Za-z_(:])")


def fits_line(formula: str, is_period: set[str]) -> bool:
    """Whether a formula computes a value of a fitted line: by a regression function, or as a multiple of a year (a cell of
    `is_period` or a year written out) plus something."""
    if _FITTING.search(formula):
        return True
    if not re.search(r"[*]", formula) or not re.search(r"[+-]", formula[1:]):
        return False
    cell = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
    for match in re.finditer(rf"({cell}|[0-9.]+)\*\(?({cell}|[0-9.]+)", formula):
        for factor in (match[1], match[2]):
            plain = factor.replace("$", "")
            if plain in is_period or re.fullmatch(r"(?:19|20)[0-9]{2}", plain):
                return True
    return False
