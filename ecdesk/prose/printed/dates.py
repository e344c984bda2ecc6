"""Days of events that a manuscript tells in several places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ecdesk.domain.wording.time.times import Time
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import Stretch, StretchKind
from ecdesk.prose.relations.facts import pairs_of, rarity
from ecdesk.prose.relations.hints import asked

BEFORE, AFTER = 8, 40
LONGEST = 600
"""Characters of the sentence behind a day; in one without end each day would be read with all that follows."""
_NUMBER = re.compile(r"[0-9][0-9.,]*[0-9]%?|[0-9]%?")


@dataclass(slots=True, eq=False)
class Day:
    """A day in the text, the words around it, and the figures that its sentence tells behind it."""

    time: Time
    stretch: Stretch
    start: int
    end: int
    words: frozenset[str]
    numbers: frozenset[str]


def search_days(context: Context) -> Iterator[tuple[Day, Day, bool]]:
    """Each day with the earlier place that tells the same event; whether they agree. Days that differ by a month or more are of two events, and
    so are two that the text names in other places as well, or each with figures of its own."""
    days = [day for stretch in context.stretches for day in _days(stretch)]
    worth = rarity([day.words for day in days])
    ask = asked("date")
    told = Counter(map(_date, days))
    holders: dict[str, list[Day]] = defaultdict(list)
    for day in days:
        shared: dict[Day, float] = defaultdict(float)
        for pair in day.words:
            if worth[pair] >= ask["rare"]:
                for other in holders[pair][-ask["places"] :]:
                    shared[other] += worth[pair]
                holders[pair].append(day)
        best = max(shared, key=lambda other: shared[other], default=day)
        if best.stretch is not day.stretch and shared[best] >= ask["words"]:
            alike = 2 * len(day.words & best.words) / (len(day.words) + len(best.words))
            if _same_day(day.time, best.time):
                yield best, day, True
            elif _one_slip(day.time, best.time) and alike >= ask["alike"] and shared[best] >= 3 * ask["words"]:
                several = min(told[_date(best)], told[_date(day)]) > 1
                yield from [] if several or _of_a_series(best, day) else [(best, day, False)]


def _date(day: Day) -> tuple[int | None, int | None, int | None]:
    return day.time.year, day.time.first, day.time.day


def _of_a_series(one: Day, two: Day) -> bool:
    """7月11日，指数涨0.42% and 7月10日，指数跌1.35%: whether what happened on two days is told with figures of which none is the same."""
    return bool(one.numbers and two.numbers) and not one.numbers & two.numbers


def _days(stretch: Stretch) -> Iterator[Day]:
    if stretch.kind in (StretchKind.REFERENCE, StretchKind.TABLE):
        return
    for time, start, end in stretch.times:
        if time.kind == "day" and time.day and time.first:
            text = stretch.text
            behind = text[end : end + AFTER].split("。")[0]
            around = text[max(0, start - BEFORE) : start] + "。" + behind
            yield Day(time, stretch, start, end, pairs_of(around), frozenset(_numbers(text, end)))


def _numbers(text: str, start: int) -> list[str]:
    """The figures of the sentence behind a day, as printed."""
    stop = text.find("。", start, start + LONGEST)
    return _NUMBER.findall(text, start, stop if stop >= 0 else start + LONGEST)


def _same_day(one: Time, two: Time) -> bool:
    years = one.year is None or two.year is None or one.year == two.year
    return years and (one.first, one.day, one.last) == (two.first, two.day, two.last)


def _one_slip(one: Time, two: Time) -> bool:
    """Whether one of day, month and year differs, and the year by no more than one."""
    years = abs((one.year or 0) - (two.year or 0)) if one.year is not None and two.year is not None else 0
    if one.day != two.day and not _one_digit(str(one.day), str(two.day)):
        return False
    differ = [one.day != two.day, one.first != two.first, years != 0]
    return sum(differ) == 1 and years <= 1 and one.first == one.last and two.first == two.last


def _one_digit(one: str, two: str) -> bool:
    """Whether a digit of one of two days is another one or was left out, or both were exchanged: 15日 and 5日, 12日 and 21日."""
    short, long = sorted((one, two), key=len)
    if len(short) < len(long):
        return short in long
    return one == two[::-1] or sum(a != b for a, b in zip(one, two, strict=True)) == 1 < len(one)
