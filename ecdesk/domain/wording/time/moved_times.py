"""Texts in which every time is moved on, as the book of the next year, quarter or month wants them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ecdesk.domain.figures.moves import Move
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.folding import folded
from ecdesk.domain.wording.lexicon import listed
from ecdesk.domain.wording.time.small_numbers import DASH, DIGIT, small_number, spelled_like
from ecdesk.domain.wording.time.time_words import period_named, times_in
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.time.year_parts import part_begins, respelled_part
from ecdesk.domain.wording.time.years import SHORT_YEAR, SPELLED_YEAR

_FOUR_DIGITS = re.compile(r"(?<![0-9])(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9]{3}(?![0-9])|[0-9](?![0-9]))")
_SECOND_OF_TWO = re.compile(rf"(?<=[0-9])( ?年?(?:{DASH}|/))([0-9]{{2}})(?![0-9月])")
_ISSUE = re.compile(r"(总?第 ?)([0-9]{1,4}|[一二三四五六七八九十]{1,3})( ?期)")
_RELATIVE_YEAR = re.compile("(?:上年|去年|前年|今年|本年|当年|明年|下年)(?:的| )?")
_YEAR_END = re.compile("(?:(?<=[0-9〇零一二三四五六七八九])年|[本今当]?年)度?([末底终])")
_CODE = re.compile("[12][0-9]{3}[HQMCDhqmcd][0-9]{1,4}")

LEFT_OUT = "＿＿"
"""Stands for what is to be filled in; no symbol of a book, so that nobody takes it for one, and a final export can refuse it."""


def moved_times(text: str, move: Move, span: tuple[Period, Period] | None = None) -> str:
    """A text with every time that it names moved on: 2011—2018年 becomes 2012—2019年, 二〇一八年 二〇一九年, 2015年三季度 2015年四季度.

    Five-year plans stay, and so does the time since which something is counted or done: 1978年以来, 2015年9月起. The number of an issue goes on with a
    book that has one for each part of the year. span: a whole year that the text is about where it is a span, with what that is in the next book.
    """

    def moved(words: str, time: Time) -> str | None:
        if span is not None and _is_year(time, span[0]):
            return str(span[1])
        return _moved(words, time, move)

    moved_text = _respelled(text, moved)
    return moved_text if move.since.kind == "year" else _ISSUE.sub(lambda match: _next_issue(match, move), moved_text)


def moved_rule(rule: str, move: Move) -> str:
    """The same of the text of a rule or formula: 全年 means the year of the figure at hand there, and stays; a span that would be called so says which
    year it is."""

    def moved(words: str, time: Time) -> str | None:
        if time.year is None and not time.kind:
            return None
        said = _moved(words, time, move)
        old = _part_meant(time, move) if said == _WHOLE_YEAR else None
        return str(move.period(old)) if old is not None else said

    return _respelled(rule, moved)


_WHOLE_YEAR = "全年"


def without_lost_times(text: str, move: Move) -> str:
    """A text without the times of the old period that nothing of the new one stands for: 二、三季度, a day in it, 2014年10月—2015年9月. A yearly book
    has none."""
    if move.since.kind == "year":
        return text
    return _respelled(text, lambda words, time: LEFT_OUT if _is_lost(time, move) else None)


def without_still_times(text: str, move: Move) -> str:
    """A text without the times that stay as they are while the book moves on, 2016年 in the second quarter of 2017: of what is about nothing any more
    till it is filled in again. 1978年以来 is no such time."""

    def left_out(words: str, time: Time) -> str | None:
        dated = time.year is not None and time.as_of != "since" and time.kind != "none"
        return LEFT_OUT if dated and _moved(words, time, move) in (None, words) else None

    return _respelled(text, left_out)


def _respelled(text: str, written: Callable[[str, Time], str | None]) -> str:
    """A text with other words for its times; None for one that stays."""
    read = folded(text)
    pieces, last = [], 0
    for time, start, end in times_in(read.text):
        words = written(read.text[start:end], time)
        if words is not None and not _began_then(read.text, time, end):
            first, behind = read.origin(start, end)
            pieces += [text[last:first], words]
            last = behind
    return "".join((*pieces, text[last:]))


def _began_then(text: str, time: Time, end: int) -> bool:
    """Whether something began at a time of a stated year, and so at the same one for every later period."""
    if time.year is None or listed("periods.toml", "began", "never").match(text, end) is not None:
        return False
    return listed("periods.toml", "began", "after").match(text, end) is not None


_MONTHS = {"half": 6, "quarter": 3, "month": 1}


def _is_lost(time: Time, move: Move) -> bool:
    """Whether a time that does not move on with the book ends in the old period, of whichever year, or would lie ahead of the new one."""
    if time.as_of == "since" or not (time.listed or time.crosses_years or _is_day_in_it(time, move)):
        return False
    year = time.until or time.year or move.since.year + (time.shift or 0)
    month = time.last * _MONTHS.get(time.kind, 1)
    return month in move.since.months or (year + move.years, month) > (move.to.year, move.to.months[-1])


def _is_day_in_it(time: Time, move: Move) -> bool:
    """Whether it is a day that goes with the year, none that ends the book's period."""
    day = time.period(move.since) if time.kind == "day" else None
    return day is not None and move.period(day) == day.moved(move.years)


def _moved(words: str, time: Time, move: Move) -> str | None:
    """The words of a time moved on; None for one that stays."""
    if time.as_of == "since":
        return None
    if _ends_own_year(words, time, move):
        return _with_years_moved(_YEAR_END.sub(lambda match: _month_end(match, move), words), time, move.years)
    old = _part_meant(time, move)
    new = move.period(old) if old is not None else None
    if old is None or new is None:
        return _with_years_moved(words, time, move.years)
    return _moved_part(words, time, move, old, new)


def _is_year(time: Time, year: Period) -> bool:
    return not (time.as_of or time.same) and time.year is not None and time.period() == year


def _ends_own_year(words: str, time: Time, move: Move) -> bool:
    """Whether the end of the book's year is named where its period ends there, too: 2015年末 in the fourth quarter, and no more in the first."""
    if move.since.kind == "year" or move.since.months[-1] != 12 or time.kind or time.until is not None or time.shift:
        return False
    return time.year in (None, move.since.year) and _YEAR_END.search(words) is not None


def _month_end(match: re.Match[str], move: Move) -> str:
    year = "年" if match[0].startswith("年") and match.start() else ""
    return f"{year}{move.to.months[-1]}月{match[1] if match[1] != '终' else '末'}"


def _moved_part(words: str, time: Time, move: Move, old: Period, new: Period) -> str:
    """The words of a part of a year as those of another, spelled alike where that says it."""
    moved = _with_years_moved(words, time, new.year - old.year)
    moved = respelled_part(moved, new, move.since.kind) if new != old else moved
    if time.year is None and new.year - move.to.year != (time.shift or 0):
        moved = _with_year(moved, new, move.to)
    if new == old or _meant(moved, move.to) == new.span:
        return moved
    return new.code if _CODE.fullmatch(words) else str(new)


def _with_year(words: str, period: Period, own: Period) -> str:
    """The words of a part of a year with the year that it lies in now; of the book's own one none is needed."""
    place = max(part_begins(words), 0)
    return _RELATIVE_YEAR.sub("", words[:place]) + ("" if period.year == own.year else f"{period.year}年") + words[place:]


def _meant(words: str, own: Period) -> Period | None:
    """The period that the words of a time mean in a book."""
    periods = (time.period(own, part_of_own=False) for time, _start, _end in times_in(words))
    return next((period.span for period in periods if period is not None), None)


def _part_meant(time: Time, move: Move) -> Period | None:
    """The part of a year that a time names; of the book's own year where it names none, which only a book of such a part rolls on. The whole of a
    year is one where the book's period ends with it: 全年 stands for the span from January there."""
    if time.is_no_period or not (time.kind or _is_whole_span(time, move)) or (time.year is None and move.since.kind == "year"):
        return None
    period = time.period(move.since, part_of_own=False)
    if period is not None and time.cumulative and period.kind in _MONTHS:  # 一季度累计, which is no quarter among others
        return Period(period.year, "cumulative", period.months[-1])
    return period


def _is_whole_span(time: Time, move: Move) -> bool:
    return time.whole and not time.as_of and move.since.kind != "year" and move.since.months[-1] == 12


def moved_label(label: str, move: Move, old: Period, new: Period) -> str:
    """The label of a line whose period is known from before, moved on: a whole year that is a span by now says so."""
    if old.kind == "year" != new.kind:
        return str(new) if period_named(label) == old else moved_times(label, move, (old, new))
    return moved_times(label, move)


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
    """The number of an issue that came out for the old period, and so counts the year's periods; another one, as one in all (总第48期), goes on by as many."""
    number = small_number(match[2])
    counts_parts = number == move.since.index and not match[1].startswith("总")
    number = move.to.index if counts_parts else number + move.steps
    written = match[2] if number < 100 or match[2].isascii() else "1"
    return f"{match[1]}{spelled_like(written, number)}{match[3]}" if number > 0 else match[0]
