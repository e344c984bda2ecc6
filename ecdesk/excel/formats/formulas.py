"""What a formula is made of: enough of the token language of .xls and of formula texts to tell observations from fitted values."""

from __future__ import annotations

import re
import struct

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
    stack: list[str] = []
    index = work = 0
    try:
        while index < len(tokens):
            work += len(stack[-1]) + 1 if stack else 1
            if work > MOST_WORK:
                return "=?"
            token = tokens[index]
            index += 1
            kind = token & 0x1F | 0x20 if token >= 0x20 else token
            if token in _OPERATORS:
                right, left = stack.pop(), stack.pop()
                stack.append(f"{left}{_OPERATORS[token]}{right}")
            elif token in (0x12, 0x13):
                stack.append(("+" if token == 0x12 else "-") + stack.pop())
            elif token == 0x14:
                stack.append(stack.pop() + "%")
            elif token == 0x15:
                stack.append(f"({stack.pop()})")
            elif token == 0x1E:
                stack.append(str(struct.unpack_from("<H", tokens, index)[0]))
                index += 2
            elif token == 0x1F:
                stack.append(f"{struct.unpack_from('<d', tokens, index)[0]:g}")
                index += 8
            elif token == 0x19:
                attribute = tokens[index]
                size = struct.unpack_from("<H", tokens, index + 1)[0]
                index += 3
                if attribute & 0x10:
                    stack.append(f"SUM({stack.pop()})")
                elif attribute & 0x04:
                    index += (size + 1) * 2
            elif kind == 0x24:
                stack.append(_reference(*struct.unpack_from("<HH", tokens, index)))
                index += 4
            elif kind == 0x2C:
                top, left_part = struct.unpack_from("<HH", tokens, index)
                stack.append(_relative(top, left_part, row, column))
                index += 4
            elif kind == 0x25:
                top, bottom, left_part, right_part = struct.unpack_from("<HHHH", tokens, index)
                stack.append(f"{_reference(top, left_part)}:{_reference(bottom, right_part)}")
                index += 8
            elif kind == 0x2D:
                top, bottom, left_part, right_part = struct.unpack_from("<HHHH", tokens, index)
                stack.append(f"{_relative(top, left_part, row, column)}:{_relative(bottom, right_part, row, column)}")
                index += 8
            elif kind == 0x21:
                stack.append(f"{_FUNCTIONS.get(struct.unpack_from('<H', tokens, index)[0], 'F')}({stack.pop()})")
                index += 2
            elif kind == 0x22:
                count, function = tokens[index] & 0x7F, struct.unpack_from("<H", tokens, index + 1)[0] & 0x7FFF
                arguments = [stack.pop() for _ in range(count)]
                stack.append(f"{_FUNCTIONS.get(function, 'F')}({','.join(reversed(arguments))})")
                index += 3
            else:
                return "=?"
    except (IndexError, struct.error):
        return "=?"
    return "=" + (stack[-1] if stack else "?")


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
