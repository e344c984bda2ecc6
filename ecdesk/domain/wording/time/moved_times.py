"""Texts in which every time is moved on, as the book of the next year, quarter or month wants them."""

from __future__ import annotations

import re

from ecdesk.domain.figures.moves import Move
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.folding import folded
from ecdesk.domain.wording.time.small_numbers import DASH, DIGIT, small_number, spelled_like
from ecdesk.domain.wording.time.time_words import period_named, times_in
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.time.year_parts import respelled_part
from ecdesk.domain.wording.time.years import SHORT_YEAR, SPELLED_YEAR

_FOUR_DIGITS = re.compile(r"(?<![0-9])(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9]{3}(?![0-9])|[0-9](?![0-9]))")
_SECOND_OF_TWO = re.compile(rf"(?<=[0-9])( ?年?(?:{DASH}|/))([0-9]{{2}})(?![0-9月])")
_ISSUE = re.compile(r"(第 ?)([0-9]{1,2}|[一二三四五六七八九十]{1,3})( ?期)")


def moved_times(text: str, move: Move) -> str:
    """A text with every time that it names moved on: 2011—2018年 becomes 2012—2019年, 二〇一八年 二〇一九年, 2015年三季度 2015年四季度.

    Five-year plans stay, and so does the year since which something is counted: 1978年以来. The number of an issue goes on with a
    book that has one for each part of the year.
    """
    read = folded(text)
    pieces, last = [], 0
    for time, start, end in times_in(read.text):
        moved = _moved(read.text[start:end], time, move)
        if moved is not None:
            first, behind = read.origin(start, end)
            pieces += [text[last:first], moved]
            last = behind
    moved_text = "".join((*pieces, text[last:]))
    return moved_text if move.since.kind == "year" else _ISSUE.sub(lambda match: _next_issue(match, move), moved_text)


def _moved(words: str, time: Time, move: Move) -> str | None:
    """The words of a time moved on; None for one that stays."""
    if time.as_of == "since":
        return None
    old = _part_meant(time, move)
    new = move.period(old) if old is not None else None
    if time.year is not None:
        words = _with_years_moved(words, time, new.year - old.year if old is not None and new is not None else move.years)
    return respelled_part(words, new) if new is not None and new != old else words


def _part_meant(time: Time, move: Move) -> Period | None:
    """The part of a year that a time names; of the book's own year where it names none, which only a book of such a part rolls on."""
    if time.is_no_period or not time.kind or (time.year is None and move.since.kind == "year"):
        return None
    return time.period(move.since, part_of_own=False)


def moved_label(label: str, move: Move, old: Period, new: Period) -> str:
    """The label of a line whose period is known from before, moved on: a whole year that is a span by now says so."""
    is_span_now = old.kind == "year" != new.kind and period_named(label) == old
    return str(new) if is_span_now else moved_times(label, move)


def _with_years_moved(words: str, time: Time, step: int) -> str:
    if time.year is None or not step:
        return words
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


def _next_issue(match: re.Match[str], move: Move) -> str:
    """The number of an issue that came out for the old period, and so counts the year's periods; another one goes on by as many."""
    number = small_number(match[2])
    number = move.to.index if number == move.since.index else number + move.steps
    return f"{match[1]}{spelled_like(match[2], number)}{match[3]}" if 0 < number < 100 else match[0]
