"""A workbook as received: sheets of plain cells, without any idea yet of what they mean."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

SIGNIFICANT_DIGITS = 15
"""A spreadsheet program shows no more digits of a number than these; what follows is the tail of its binary form."""

LONGEST_FORMAT = 255
"""Characters of a format code, as in spreadsheet programs."""

Position = tuple[int, int]
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, all counted from 0."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a number format does to a number: percent, how many decimals it always and at most shows, and what is written in it: suffix, all
    of it, which may be a unit; before, what of it stands before the digits. year, only_year: whether it shows a date's year, and nothing but that."""

    percent: bool = False
    least: int = 0
    most: int | None = None
    suffix: str = ""
    before: str = ""
    scaled: bool = False
    year: bool = False
    only_year: bool = False


GENERAL = NumberFormat()

BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
}


@lru_cache(maxsize=2048)
def number_format(code: str) -> NumberFormat:
    """The meaning of a format code such as ``#,##0.0``, ``0.0%`` or ``0.0"亿元"``; only its first section counts."""
    if not code or code.casefold() in ("general", "@", "g/通用格式", "standard"):
        return GENERAL
    section = _first_section(code[:LONGEST_FORMAT])
    literals, before = _literals(section)
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]', "", section)
    digits = re.search(r"[0#?,]*[0#?](?:\.([0#?]*))?", bare)
    if digits is None:
        parts = set(bare.casefold()) & set("ymdhs")
        return NumberFormat(year="y" in parts, only_year=parts == {"y"}, suffix=literals.strip())
    decimals = digits[1] or ""
    return NumberFormat(
        percent="%" in bare,
        least=decimals.count("0"),
        most=None if "e" in bare.casefold() else len(decimals),
        suffix=literals.strip(),
        before=before.strip(),
        scaled=bool(re.search(r"[0#?],+(?![0#?])", bare)),
    )


_PARTS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\[\]]*\]|([\u4e00-\u9fff])|([#0?])')


def _literals(section: str) -> tuple[str, str]:
    """What is written in a format beside digits, in quotation marks, behind strokes or as Chinese, and what of it stands before the first of them:
    约 in ``"约"0`` and in ``\\约0``."""
    parts = [found.groups(default="") for found in _PARTS.finditer(section)]
    first = next((at for at, part in enumerate(parts) if part[3]), len(parts))
    literals = ["".join(part[:3]) for part in parts]
    return "".join(literals), "".join(literals[:first])


def _first_section(code: str) -> str:
    """A format code up to the first semicolon that stands in no text."""
    reached = 0
    for number, piece in enumerate(code.split('"')):
        end = piece.find(";") if number % 2 == 0 else -1
        if end >= 0:
            return code[: reached + end]
        reached += len(piece) + 1
    return code


def telling_styles(codes: Sequence[str], many: bool = False) -> dict[int, str]:
    """Of the format codes of all styles, in order, those that say something about a number. many: only what changes its meaning
    (percent, a unit), not its printed zeros."""
    telling = set()
    for code in filter(None, set(codes)):
        meaning = number_format(code)
        detail = not many and (meaning.most is not None or meaning.year)
        if meaning.percent or meaning.suffix or meaning.scaled or detail:
            telling.add(code)
    return {style: code for style, code in enumerate(codes) if code in telling}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. text: what stands in it as text, for a number its digits as the program shows them in full. number: its exact
    value without the binary tail, None for anything else."""

    row: int
    column: int
    text: str
    number: Decimal | None = None
    format: NumberFormat = GENERAL
    formula: str = ""
    date: datetime.date | None = None

    @property
    def reference(self) -> str:
        return reference(self.row, self.column)

    @property
    def figure(self) -> Decimal | None:
        """The number as printed: percent formats count, trailing zeros of the format are kept, and the digits of a computed
        number that the format does not show are left off."""
        if self.number is None:
            return None
        value = self.number.scaleb(2) if self.format.percent else self.number
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)
        if self.format.scaled:
            return _plain(value)
        most = self.format.most
        computed = bool(self.formula) or len(self.number.as_tuple().digits) >= 12
        if most is not None and computed and -exponent > most:
            return value.quantize(Decimal(1).scaleb(-most))
        if exponent > 0 or -exponent < self.format.least:
            return value.quantize(Decimal(1).scaleb(-max(self.format.least, 0)))
        return value

    @property
    def shown(self) -> str:
        if self.number is None:
            return self.text
        figure = self.figure
        return f"{figure:f}%" if self.format.percent else f"{figure:f}"


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value.as_tuple().exponent != 0 else value


@dataclass
class Sheet:
    """One sheet. rows: what each cell holds (text, number, truth value or date; "" for nothing), short rows are not filled up.

    formats and formulas: by position, only where there are any. merged: ranges. hidden: the program would not show the sheet.
    """

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    formats: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Position, str] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unseen_raised: bool = False
    """The file sets some text raised, but its reader does not tell which: a number in a text may end in the mark of a note."""

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a position; an empty one outside the sheet."""
        value: Any = ""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            value = self.rows[row][column]
        formula = self.formulas.get((row, column), "")
        return make_cell(row, column, value, self.formats.get((row, column), ""), formula)

    def is_empty(self) -> bool:
        return not any(value != "" for row in self.rows for value in row) and not self.formulas


@dataclass
class Workbook:
    """A file as received. kind: xlsx, xls, xlsb, ods, csv, html or xml. digest: SHA-256 of its bytes. repaired: whether
    anything had to be mended to read it."""

    name: str
    kind: str
    sheets: list[Sheet]
    digest: str = ""
    repaired: bool = False


def settle_years(sheet: Sheet) -> None:
    """A date of which its format shows the year alone is that year: nobody has seen the day."""
    for (row, column), code in list(sheet.formats.items()):
        value = sheet.rows[row][column] if row < len(sheet.rows) and column < len(sheet.rows[row]) else None
        if isinstance(value, datetime.date) and number_format(code).only_year:
            sheet.rows[row][column] = value.year
            del sheet.formats[row, column]


def make_cell(row: int, column: int, value: Any, code: str = "", formula: str = "") -> Cell:
    if isinstance(value, str):
        return Cell(row, column, value, None, number_format(code) if code else GENERAL, formula)
    if isinstance(value, bool):
        return Cell(row, column, "TRUE" if value else "FALSE", None, GENERAL, formula)
    if isinstance(value, int | float):
        number = exact(value)
        if number is None:
            return Cell(row, column, str(value), None, GENERAL, formula)
        return Cell(row, column, f"{number:f}", number, number_format(code) if code else GENERAL, formula)
    if isinstance(value, datetime.date):
        day = value.date() if isinstance(value, datetime.datetime) else value
        whole = not isinstance(value, datetime.datetime) or value.time() == datetime.time()
        text = day.isoformat() if whole else value.isoformat(" ")  # type: ignore[call-arg]
        return Cell(row, column, text, None, number_format(code) if code else GENERAL, formula, day)
    return Cell(row, column, "" if value is None else str(value), None, GENERAL, formula)


def exact(value: int | float) -> Decimal | None:
    """The decimal that a spreadsheet program shows for a binary number: at most 15 significant digits; None for no number."""
    if isinstance(value, int):
        return Decimal(value)
    if not math.isfinite(value):
        return None
    if value.is_integer() and abs(value) < 1e15:
        return Decimal(int(value))
    text = repr(value)
    if len(text) <= SIGNIFICANT_DIGITS and "e" not in text:
        return Decimal(text)
    if len(text) > SIGNIFICANT_DIGITS:
        text = f"{value:.{SIGNIFICANT_DIGITS}g}"
    return Decimal(text).normalize() if "e" in text or "E" in text else Decimal(text)


@lru_cache(maxsize=16384)
def column_letters(column: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def reference(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"


@lru_cache(maxsize=16384)
def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def position(name: str) -> Position | None:
    """Row and column of a reference such as C4 or $C$4, or None."""
    match = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", name)
    return (int(match[2]) - 1, column_number(match[1])) if match else None


class Grid:
    """A sheet between two columns, with merged cells answered by their first cell."""

    def __init__(self, sheet: Sheet, left: int = 0, right: int | None = None) -> None:
        self.sheet = sheet
        self.left = left
        self.right = sheet.width if right is None else right
        self.origin: dict[tuple[int, int], tuple[int, int]] = {}
        self.span_of: dict[tuple[int, int], tuple[int, int]] = {}
        budget = 200_000
        for top, first, bottom, last in sheet.merged:
            bottom, last = min(bottom, sheet.height - 1), min(last, self.right - 1)
            budget -= max(0, bottom - top + 1) * max(0, last - first + 1)
            if budget < 0:
                break
            if not self.left <= first < self.right:
                continue
            self.span_of[top, first] = bottom, last
            for row in range(top, bottom + 1):
                for column in range(first, last + 1):
                    self.origin[row, column] = top, first

    def value(self, row: int, column: int) -> Any:
        rows = self.sheet.rows
        if row < len(rows) and column < len(rows[row]):
            return rows[row][column]
        return ""

    def through(self, row: int, column: int) -> Any:
        """The value at a position, that of the merged range it lies in if any."""
        return self.value(*self.origin.get((row, column), (row, column)))

    def filled(self, row: int) -> list[tuple[int, Any]]:
        """Column and value of each cell of a row with something in it."""
        if row >= len(self.sheet.rows):
            return []
        line = self.sheet.rows[row]
        return [
            (column, line[column])
            for column in range(self.left, min(len(line), self.right))
            if line[column] != "" and not (isinstance(line[column], str) and not line[column].strip())
        ]

    def last_of(self, row: int, column: int) -> int:
        """The last column that a cell reaches to."""
        return self.span_of.get((row, column), (row, column))[1]


def split_side_by_side(sheet: Sheet, is_role: Callable[[str], str | None]) -> list[Grid]:
    """The sheet in one piece, or in several where tables stand beside each other with an empty column between."""
    first = _first_column(sheet)
    if sheet.width < 5 or sheet.height > 5000:
        return [Grid(sheet, first)]
    pieces = _runs(_used(sheet))
    if len(pieces) < 2 or not all(_has_own_stub(sheet, piece, pieces, is_role) for piece in pieces):
        return [Grid(sheet, first)]
    return [Grid(sheet, left, right) for left, right in pieces]


def _first_column(sheet: Sheet) -> int:
    return min((column for row in sheet.rows for column, value in enumerate(row[:64]) if value != ""), default=0)


def _used(sheet: Sheet) -> list[int]:
    """In how many rows each column holds something; a row with one text alone does not count."""
    used = [0] * sheet.width
    for row in sheet.rows:
        filled = [column for column, value in enumerate(row) if value != ""]
        for column in filled if len(filled) > 1 else ():
            used[column] += 1
    return used


def _has_own_stub(
    sheet: Sheet, piece: tuple[int, int], pieces: list[tuple[int, int]], is_role: Callable[[str], str | None]
) -> bool:
    """Whether columns begin with labels of their own: under a heading that says so, or under headings that stand over another table, too."""
    left, right = piece
    held = _held(sheet, left)
    strings = [value for value in held if isinstance(value, str)]
    if right - left < 2 or len(strings) < max(2, len(held) * 0.8):
        return False
    return any(map(is_role, strings)) or any(_stand_under_the_same(sheet, piece, other) for other in pieces if other != piece)


def _held(sheet: Sheet, column: int) -> list[Any]:
    """What stands in the filled cells of a column."""
    return [row[column] for row in sheet.rows if len(row) > column and row[column] != ""]


def _stand_under_the_same(sheet: Sheet, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether the figures of two tables stand under the same headings: 收入项目│金额│增长 beside 支出项目│金额│增长."""
    heads = ((row[one[0] + 1 : one[1]], row[other[0] + 1 : other[1]]) for row in sheet.rows)
    return any(
        first == second and len(first) > 1 and all(isinstance(head, str) and head for head in first) for first, second in heads
    )


def _runs(used: list[int]) -> list[tuple[int, int]]:
    """Where columns with something in them stand beside each other: from which column to before which."""
    found: list[tuple[int, int]] = []
    start = None
    for column, count in enumerate([*used, 0]):
        if count:
            start = column if start is None else start
        elif start is not None:
            found.append((start, column))
            start = None
    return found
