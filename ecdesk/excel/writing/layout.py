"""Headings of a table on one of its pages, and how they are broken into lines."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from textwrap import wrap

from ecdesk.domain.book.layouts.delivered import heading_depth, spanned_heads
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Table
from ecdesk.domain.wording.breaking import RANGE
from ecdesk.domain.wording.folding import width as display_width
from ecdesk.excel.writing.cells import is_latin

Span = tuple[int, int, int, int, str]
"""A merged heading: level, first column, levels high, columns wide, text; levels and columns from 0."""
_UNBROKEN = re.compile(RANGE + r"|[0-9A-Za-z.,%+&'’~-]+|.", re.DOTALL)
_BREAKS_AFTER = "、，,；;：:·/／—及和与或的"
_BREAKS_BEFORE = "（(《“"
_NEVER_FIRST = "）)》”、，,；;：:。％%"
_LETTER = 0.86
"""Of a half-width sign, about what a letter of a text takes."""
_LONGEST_UNIT = 20
"""Half-width signs of a unit in brackets that is not broken."""


def wanted_name(exhibit: Exhibit) -> str:
    """What the sheet of an exhibit is called, as far as that is a legal name that no other sheet has."""
    return exhibit.number or exhibit.caption or exhibit.id


def heading_spans(table: Table, columns: range) -> list[Span]:
    """The merged headings of some neighbouring columns."""
    shown = slice(columns.start, columns.stop)
    depth = heading_depth(table.columns[shown])
    lacking = heading_depth(table.columns) - depth
    heads = spanned_heads(table.columns[shown], table.heads[shown])
    # Where none of these columns has as many headings as others, their labels are taller.
    return [
        (head.level, columns.start + head.first, head.high + lacking * (head.level + head.high == depth), head.wide, head.words)
        for head in heads
    ]


def unit_apart(words: str) -> tuple[str, str]:
    """A heading without the unit behind it, and that in its brackets; "" where it has none."""
    found = re.search(r"（[^（）]*）[①-⑳]*$", words)
    return (words[: found.start()], found[0]) if found and found.start() else (words, "")


def head_width(words: str, widest: int) -> int:
    """How wide, in half-width signs, a heading wants to be whose lines are at most so wide: its lines are of one length, its unit on its own."""
    name, unit = _unit_on_its_own(words, 2 * widest)
    lines = max(1, math.ceil(display_width(name) / widest))
    longest = max((display_width(part) for part in _UNBROKEN.findall(name)), default=0)
    return max(math.ceil(display_width(name) / lines / 2) * 2, min(longest, 2 * widest), display_width(unit))


def _unit_on_its_own(words: str, room: float) -> tuple[str, str]:
    """A heading and what stands on a line of its own behind it; brackets that are wider than so many signs are words of it like others."""
    name, unit = unit_apart(words)
    return (name, unit) if display_width(unit) <= room else (words, "")


def broken(words: str, room: float, names: Collection[str] = ()) -> str:
    """A heading in lines that fit into so many half-width signs, as far as signs can: of one length, with breaks where words end, as far as
    that can be seen, and the unit on its own line where not all fits into one. names: of other columns; one that this heading begins with
    is a word of it."""
    if display_width(words) <= room or "\n" in words:
        return words
    name, unit = _unit_on_its_own(words, max(room, _LONGEST_UNIT))
    lines = _in_lines(name, max(1, math.ceil(display_width(name) / max(room, 2))), room, names)
    return "\n".join([*lines, *([unit] if unit else [])])


def _in_lines(words: str, lines: int, room: float, names: Collection[str]) -> list[str]:
    """Where signs cannot fill lines to their ends there are more than were asked for."""
    parts = _UNBROKEN.findall(words)
    made: list[str] = []
    while len(parts) > 1:
        whole = sum(map(display_width, parts))
        lines = max(lines, math.ceil((whole - 2) / max(room, 2)))
        if lines == 1:
            break
        at = _break_at(parts, whole, lines, room, () if made else names)
        made.append("".join(parts[:at]))
        parts, lines = parts[at:], lines - 1
    return [*made, "".join(parts)]


def _break_at(parts: Sequence[str], whole: int, lines: int, room: float, names: Collection[str]) -> int:
    """How many of the parts of a text, so wide as a whole, stand in the first of so many lines; where the rest fits in none, as many as do."""
    best, at, wide, full = math.inf, 0, 0, 1
    for number, part in enumerate(parts[:-1], start=1):
        wide += display_width(part)
        if wide > room and number > 1:
            break
        full = number
        named = "".join(parts[:number]) in names
        worth = abs(wide - whole / lines) - (12.0 if named else _worth(parts[number - 1], parts[number]))
        if worth < best and whole - wide <= room * (lines - 1) + 2:
            best, at = worth, number
    return at or full


def _worth(before: str, after: str) -> float:
    """How good a break between two signs is, in half-width signs that lines may differ for its sake."""
    if after in _NEVER_FIRST or before in _BREAKS_BEFORE:
        return -20.0
    return 4.0 if before in _BREAKS_AFTER or after in _BREAKS_BEFORE else 0.0


def lines_of(words: str, room: float) -> int:
    """How many lines a text takes in so many half-width signs; letters are narrower than digits, but their words stay whole."""
    room = max(room, 2.0)
    parts = ((part, is_latin(part)) for part in words.split("\n"))
    return sum(
        max(1, len(wrap(part, int(room / _LETTER))) if latin else math.ceil(display_width(part) / room)) for part, latin in parts
    )
