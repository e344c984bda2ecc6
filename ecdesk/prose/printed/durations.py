"""Days from one date to another against how many there are said to be: 10月1日至7日，为期7天."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import spelled_number
from ecdesk.prose.claims import Claim, Operand
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.patterns import pattern

_LASTING = pattern("lasting")
_LEAP_YEAR = 2016
"""Of a date that names no year."""


def find_durations(context: Context) -> Iterator[Claim]:
    """Every span of days whose length is said behind it. The last day may be counted or not."""
    for stretch in context.stretches:
        for match in _LASTING.finditer(stretch.text) if "天" in stretch.text else ():
            days = _days(match)
            stated = int(match["days"]) if match["days"].isdigit() else spelled_number(match["days"])
            if days is not None and stated:
                yield _claim(context, stretch, match, days, stated)


def _days(match: re.Match[str]) -> int | None:
    """How many days lie between the two dates; None where one of them is no date."""
    year = int(match["year"] or _LEAP_YEAR)
    month = int(match["month"])
    last = int(match["last_month"] or month)
    try:
        start = date(year, month, int(match["day"]))
        end = date(int(match["last_year"] or year + (last < month)), last, int(match["last_day"]))
    except ValueError:
        return None
    return (end - start).days if end > start else None


def _claim(context: Context, stretch: Stretch, match: re.Match[str], days: int, stated: int) -> Claim:
    places = [stretch.place(*match.span(name)) for name in ("begins", "ends", "lasts")]
    operands = [Operand(start, end, context.manuscript[start:end], "day") for start, end in places]
    first, second, third = (operand.text for operand in operands)
    leap = match["year"] is None and int(match["month"]) <= 2 < int(match["last_month"] or 0)
    verdict = Verdict.HOLDS if days - leap <= stated <= days + 1 else Verdict.FAILS if match["sure"] else Verdict.UNDECIDED
    message, cause = text("起止日期与天数相符。"), None
    if verdict is not Verdict.HOLDS:
        message = text(
            "{first}至{second}共 {days} 天，文中为 {stated}。", first=first, second=second, days=days + 1, stated=third
        )
        cause = message if verdict is Verdict.FAILS else None
    relation = f"{second} - {first} = {third}"
    return Claim("date", verdict, relation, tuple(operands), str(days + 1), message, cause, context.around(operands))
