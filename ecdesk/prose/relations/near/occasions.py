"""The times of which two figures are by the words before them: a day, a week, the time that is compared with."""

from __future__ import annotations

from ecdesk.domain.wording.time.times import Time
from ecdesk.prose.reading.english import times_of_english
from ecdesk.prose.relations.facts import Fact
from ecdesk.prose.relations.hints import hint


def of_week(fact: Fact) -> bool:
    return hint("week").search(fact.text, sentence(fact), fact.start) is not None


def of_last_year(fact: Fact) -> bool:
    """上年同期，净利润3.62亿元: whether the sentence of a figure begins with the time that is compared with."""
    begin = sentence(fact)
    return hint("earlier").match(fact.text, begin, fact.start) is not None


def planned(fact: Fact) -> bool:
    """主要预期目标是：…新增就业45万人以上: whether the sentence of a figure says before it that it is a forecast or a plan."""
    return hint("expected").search(fact.text, sentence(fact), fact.start) is not None


def sentence(fact: Fact) -> int:
    """Where the sentence of a figure begins."""
    return fact.text.rfind("。", 0, fact.start) + 1


def days(fact: Fact) -> frozenset[tuple[int | None, int | None]]:
    """The days that the sentence of a figure names before it: as of another day it is another figure."""
    begin = fact.text.rfind("。", 0, fact.start) + 1
    times = (time for time, start, _end in fact.statement.stretch.times if begin <= start < fact.start)
    return frozenset((time.first, time.day) for time in times if time.kind == "day" and time.as_of)


def of_some_day(fact: Fact) -> bool:
    """今天, 首日: whether a figure is of a day that is not named, of which a text may have many; not where a longer time is named behind it."""
    begin = max(0, fact.start - DAY)
    longer = (end for time, _start, end in fact.statement.stretch.times if end <= fact.start and _is_longer(time))
    return hint("some_day").search(fact.text, max(begin, *longer, 0), fact.start) is not None


def _is_longer(time: Time) -> bool:
    return time.kind in _LONGER or (time.kind == "" and time.year is not None)


_LONGER = ("half", "quarter", "month", "year")
DAY = 100
"""Characters before a figure in which a word says of which day it is."""


def told_of(fact: Fact) -> frozenset[tuple[int | None, int | None]]:
    """The days that the sentence of a figure names before it, or the one before: 今天（4月29日）."""
    begin = max(0, fact.text.rfind("。", 0, max(0, fact.text.rfind("。", 0, fact.start))) + 1)
    times = (time for time, start, _end in fact.statement.stretch.times if begin <= start < fact.start)
    return frozenset((time.first, time.day) for time in times if time.kind == "day" and time.day)


def english_times(fact: Fact) -> frozenset[str]:
    """The times of its sentence, or else those of its paragraph."""
    own = times_of_english(fact.text[fact.text.rfind(". ", 0, fact.start) + 1 : fact.start])
    return own or times_of_english(fact.text[: fact.start])
