"""What a line is not broken in, whoever breaks it: a time with its unit, and a range of times or numbers, whose dash belongs to both ends."""

from __future__ import annotations

import re

DASHES = "—–－~～"
_END = r"[0-9]{1,4}(?:年(?:[0-9]{1,2}月|[一二三四]季度|上半年|下半年)?|月(?:[0-9]{1,2}日)?|日|季度)?"
RANGE = rf"{_END}(?:[{DASHES}-]{_END})+"
"""The pattern of 2013—2018年, 1月—9月, 2016–2018: no groups are in it."""
_AFTER_DASH = re.compile(rf"(?<=[{DASHES}-])(?=[0-9])")
_RANGE = re.compile(RANGE)


def range_pieces(word: str) -> list[str]:
    """A range that is wider than its line in its ends, the dash behind the first; any other word as it is."""
    return _AFTER_DASH.split(word) if _RANGE.fullmatch(word) else [word]


def ranges_in(words: str) -> list[str]:
    return _RANGE.findall(words)


def tears_a_range(words: str, at: int) -> bool:
    """Whether a break before this sign would tear a range."""
    return any(found.start() < at < found.end() for found in _RANGE.finditer(words))
