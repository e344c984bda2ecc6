"""How wide text is, from the font's own advance widths, so that a chart is laid out before it is drawn.

All lengths are points. A line of text of size s stands in a box `LINE` · s high whose baseline is `DESCENT` · s above its foot.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ecdesk.domain.charts import LEVELS, CannotDraw
from ecdesk.domain.files.fonts import chinese_font
from ecdesk.domain.wording.breaking import RANGE, range_pieces, ranges_in
from ecdesk.domain.wording.folding import seen

LINE = 1.2
DESCENT = 0.27
_TOKENS = re.compile(RANGE + r"|[\x21-\x7e](?:[\x21-\x7e]|(?<=\d)\s(?=\d{3}(?!\d)))*|\s+|.")
"""What a line is not broken in: ranges of times, words of other scripts, and numbers with their groups of three digits."""
_SLACK = 1.02
"""Screen renderers snap glyphs to pixels; a line may come out a little wider than its advance widths."""


@lru_cache(maxsize=1)
def _face() -> Any:
    from matplotlib.ft2font import FT2Font

    face = FT2Font(str(chinese_font()))
    face.set_size(1000, 72)
    return face


@lru_cache(maxsize=16384)
def _advance(character: str) -> float | None:
    face = _face()
    if not face.get_char_index(ord(character)):
        return None
    return float(face.load_char(ord(character)).linearHoriAdvance) / 65536 / 1000


def drawable(text: str) -> str:
    """The text as the font can draw it: every kind of space as a plain one, control characters gone.

    Raises CannotDraw naming the characters that the font lacks: a box in a printed chart is an error.
    """
    plain = seen(text)
    missing = sorted({character for character in plain if _advance(character) is None})
    if missing:
        raise CannotDraw(
            "字体里没有“{characters}”，图无法印出这些字，请把“{text}”里的这些字换成通用的写法。",
            characters="".join(missing),
            text=plain,
        )
    return plain


@lru_cache(maxsize=16384)
def width_of(text: str, size: float) -> float:
    """The width of one line of text."""
    return sum(_advance(character) or 0.0 for character in text) * size * _SLACK


def advance_of(text: str, size: float) -> float:
    """The width of one line of text just as the font says; a sign that it lacks is as wide as high."""
    return sum(1.0 if (wide := _advance(character)) is None else wide for character in text) * size


def height_of(size: float, lines: int = 1) -> float:
    return LINE * size * lines


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than the width: broken between Chinese characters, and between words of other scripts.

    A word that is wider than a line is broken where the line ends.
    """
    lines, line = [], ""
    for token in _TOKENS.findall(text):
        if width_of(line + token.rstrip(), size) <= width:
            line += token
            continue
        if token in "，。、；：）】》”%％" and line:
            *before, last = _TOKENS.findall(line)
            token, line = last + token, "".join(before)
        *full, rest = _broken(token.lstrip(), size, width)
        lines += [line, *full]
        line = rest
    return [line.strip() for line in (*lines, line) if line.strip()] or [""]


def _broken(word: str, size: float, width: float) -> list[str]:
    """A word in pieces no wider than the width, as far as a piece has more than one character."""
    pieces = [""]
    parts = range_pieces(word)
    for character in parts if all(width_of(part, size) <= width for part in parts) else word:
        if pieces[-1] and width_of(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def name_lines(name: str, size: float, width: float) -> list[str]:
    """A category's name in lines. One that has its heading before it is broken behind that, where no line then is too wide; the dot between
    them goes."""
    parts = name.split(LEVELS) if width_of(name, size) > width else [name]
    if all(width_of(part, size) <= width for part in parts):
        return parts
    return [line.strip(LEVELS) or line for line in balanced(name, size, width)]


def balanced(text: str, size: float, width: float) -> list[str]:
    """The text wrapped into as few lines as `wrapped` needs, these about equally long, so that no last character stands alone."""
    lines = wrapped(text, size, width)
    if len(lines) < 2:
        return lines
    narrow = width_of(text, size) / len(lines)
    while narrow < width:
        tried = wrapped(text, size, narrow)
        if len(tried) <= len(lines) and (_whole_ranges(text, tried) or not _whole_ranges(text, lines)):
            return tried
        narrow += size / 2
    return lines


def _whole_ranges(text: str, lines: list[str]) -> bool:
    """Whether every range of a text stands in one of its lines."""
    return all(any(found in line for line in lines) for found in ranges_in(text))


def shrunk(size: float, smallest: float, fits: Callable[[float], bool]) -> float:
    """The size, less as many quarters of a point as it takes until something fits; about the smallest where nothing does."""
    while size > smallest and not fits(size):
        size -= 0.25
    return size


def shortened(text: str, size: float, width: float) -> str:
    """The text, or its beginning with … where it is wider than that."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text + "…"
