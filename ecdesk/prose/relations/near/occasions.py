"""The times of which two figures are by the words before them: a day, a week, the time that is compared with."""

from __future__ import annotations

from ecdesk.domain.wording.time.times import Time
from ecdesk.prose.reading.english import times_of_english
from ecdesk.prose.relations.facts import Fact, Facts
from ecdesk.prose.relations.hints import expected, hint


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


def of_other_times(facts: Facts, one: Fact, two: Fact) -> bool:
    """Whether two figures are of days or weeks that are not the same, or not named, or one of them is a forecast."""
    if any(facts.once(say, one) != facts.once(say, two) for say in (expected, of_week, of_last_year)):
        return True
    times = facts.once(english_times, one), facts.once(english_times, two)
    if all(times) and times[0] != times[1]:
        return True
    named = facts.once(told_of, one), facts.once(told_of, two)
    return (all(named) and not named[0] & named[1]) or facts.once(of_some_day, one) or facts.once(of_some_day, two)


def on_another_occasion(facts: Facts, one: Fact, two: Fact) -> bool:
    """出席2761人，缺席117人 and 出席2765人，缺席113人: whether more of the figures beside them differ, under the same names, than are the same."""
    others = {_name_of(f): f for f in facts.by_sentence[two.sentence] if f is not two and f.name}
    beside = [(f, others[_name_of(f)]) for f in facts.by_sentence[one.sentence] if f is not one and _name_of(f) in others]
    return 2 * sum(first.low <= second.high and second.low <= first.high for first, second in beside) < len(beside)


def _name_of(fact: Fact) -> tuple[str, str, str]:
    return fact.kind, fact.unit, fact.name
