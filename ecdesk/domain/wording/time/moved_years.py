"""Texts in which every year is moved on, as next year's book wants them."""

from __future__ import annotations

import re

from ecdesk.domain.wording.folding import folded
from ecdesk.domain.wording.small_numbers import DASH, DIGIT
from ecdesk.domain.wording.time.time_words import times_in
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.time.years import SHORT_YEAR, SPELLED_YEAR

_FOUR_DIGITS = re.compile(r"(?<![0-9])(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9]{3}(?![0-9])|[0-9](?![0-9]))")
_SECOND_OF_TWO = re.compile(rf"(?<=[0-9])( ?年?(?:{DASH}|/))([0-9]{{2}})(?![0-9月])")


def moved_years(text: str, step: int) -> str:
    """A text with every year that it names moved on: 2011—2018年 becomes 2012—2019年, 二〇一八年 二〇一九年. Five-year plans stay, and
    so does the year since which something is counted: 1978年以来."""
    read = folded(text)
    pieces, last = [], 0
    for time, start, end in times_in(read.text):
        if time.year is not None and time.as_of != "since":
            first, behind = read.origin(start, end)
            pieces += [text[last:first], _moved(read.text[start:end], time, step)]
            last = behind
    return "".join((*pieces, text[last:]))


def _moved(words: str, time: Time, step: int) -> str:
    assert time.year is not None
    moved = _FOUR_DIGITS.sub(lambda match: str(int(match[0]) + step), words)
    moved = SPELLED_YEAR.sub(lambda match: _spelled_like(match[0], step), moved)
    if time.crosses_years:
        return SHORT_YEAR.sub(lambda match: match[0].replace(match[1], f"{(int(match[1]) + step) % 100:02}"), moved)
    if time.fiscal or time.until is not None:
        return _SECOND_OF_TWO.sub(lambda match: f"{match[1]}{(int(match[2]) + step) % 100:02}", moved)
    return moved if moved != words else words.replace(f"{time.year % 100:02}", f"{(time.year + step) % 100:02}", 1)


def _spelled_like(words: str, step: int) -> str:
    year = int("".join(str(DIGIT[sign]) for sign in words)) + step
    signs = "〇一二三四五六七八九" if "零" not in words else "零一二三四五六七八九"
    return "".join(signs[int(digit)] for digit in str(year))
