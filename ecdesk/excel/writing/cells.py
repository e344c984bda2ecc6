"""Cells: how they look, and what of a printed figure is its number and what its format."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ecdesk.domain.files.outgoing import looks_like_a_formula, writable
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.domain.wording.numbers import parse_number

FONT, HEAVY_FONT, LATIN_FONT = "宋体", "黑体", "Times New Roman"

_FIRST_CHINESE = "\u2e80"
"""Signs from here on stand in Chinese fonts only; of the wide space behind a number nothing is seen."""


def is_latin(words: str) -> bool:
    """Whether a text has nothing in it that needs a Chinese font."""
    return bool(words) and max(words.replace("\u3000", " ")) < _FIRST_CHINESE


def font_for(words: str, chinese: str = FONT) -> str:
    """The font of a text: years and English stand in the Latin one, whose letters and digits a Chinese font has wide and thin."""
    return LATIN_FONT if is_latin(words) else chinese


MOST_DIGITS = 15
"""Significant digits that spreadsheet programs keep; a longer figure is written as text."""
LONGEST_TEXT = 32767
_LONGEST_MARK, _LONGEST_FIGURE = 2, 32


@dataclass(frozen=True)
class CellStyle:
    """How a cell looks. height: font size in points. top, bottom, left and right: which edges are drawn, "t" thin, "m" medium, "h" hair.
    literal: a text that a program must not take for a formula or a number."""

    height: float = 10.0
    font: str = FONT
    bold: bool = False
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
    locked: bool = True


LIST_TITLE = CellStyle(height=16, font=HEAVY_FONT)
LIST_HEAD = CellStyle(bold=True, wrap=True, across="center", top="m", bottom="t")
LIST_CELL = CellStyle(wrap=True, up="top", bottom="h")


def clean(words: str) -> tuple[str, bool]:
    """A text as a workbook can hold it, and whether it must be marked as the text it is, because of what it begins with."""
    kept = writable(words)[:LONGEST_TEXT]
    return kept, len(kept) > 1 and (kept[0] in "'+-" or looks_like_a_formula(kept))


def printed_number(text: str) -> Decimal | None:
    """The number that a printed text is, when a spreadsheet can hold every digit of it; None for words, marks and longer numbers."""
    value = parse_number(text)
    if value is None:
        return None
    significant = "".join(map(str, value.as_tuple().digits)).strip("0")
    magnitude = value.adjusted() if value else 0
    return value if len(significant) <= MOST_DIGITS and abs(magnitude) < 100 else None


def in_format(words: str) -> str:
    """A text as a part of a number format, where it stands for itself."""
    return '"' + writable(words).replace('"', "") + '"'


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
    gap = in_format(grouping)
    return ("#" + f"{gap}###" * (groups - 1) + f"{gap}##0" if groups else "0") + part


@dataclass(frozen=True)
class CellFigure:
    """A figure as it stands in a cell. before and after: what is printed around its digits (约, *). value: None where a spreadsheet cannot
    hold it as a number."""

    before: str
    digits: str
    after: str
    value: Decimal | None

    @property
    def tail(self) -> int:
        """How wide is what stands right of the units, in quarters of an em of the Latin font: a point is one, a digit two."""
        _whole, point, decimals = self.digits.partition(".")
        return len(point) + 2 * (len(decimals) + display_width(self.after))

    @property
    def is_words(self) -> bool:
        """Whether it is neither a figure nor a mark (…, —) that stands for one, but words, which are wrapped."""
        longest = _LONGEST_FIGURE if self.digits else _LONGEST_MARK
        return self.value is None and len(self.before) + len(self.digits) + len(self.after) > longest

    def format(self, grouping: str, room: int = 0) -> str:
        """The number format under which it shows just what is printed, with so many quarters of an em left free behind it."""
        free = gap(room)
        if self.value is None:
            return f"@{free}" if free else "General"
        shown = number_format(self.value, grouping)
        before, after = (in_format(part) if part else "" for part in (self.before, self.after))
        # A word before the digits stands before the sign as well; one format alone would put the sign in front of both.
        negative = f";{before}-{shown}{after}{free}" if before and self.value < 0 else ""
        return f"{before}{shown}{after}{free}{negative}"


def gap(room: int) -> str:
    """So many quarters of an em of the Latin font as a part of a number format: room that a digit or a point would take."""
    return "_0" * (room // 2) + "_." * (room % 2)


def figure(printed: str, counts: bool) -> CellFigure:
    """What of a printed figure is what. counts: whether it is an amount in the unit of its column, so that what stands around its digits
    (约, 以上, *) only says how it is meant; else a text with anything but digits in it stays a text."""
    start = next((at for at, sign in enumerate(printed) if sign.isdecimal()), len(printed))
    if printed[max(start - 1, 0) : start] in ("-", "−"):
        start -= 1
    end = len(printed)
    while end > start and not printed[end - 1].isdecimal():
        end -= 1
    digits = printed[start:end]
    bare = len(digits) == len(printed) or (counts and '"' not in printed)
    value = printed_number(digits) if digits and bare else None
    return CellFigure(printed[:start], digits, printed[end:], value)
