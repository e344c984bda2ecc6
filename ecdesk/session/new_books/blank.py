"""A new book that follows no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ecdesk.domain.book.book import checked_year
from ecdesk.domain.book.records import AreaRecord, Record, Section, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.moves import ROUNDS
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.time.time_words import find_time, period_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.first_rules import usable_rules
from ecdesk.session.new_books.rolling import period_settings
from ecdesk.session.program.progress import Job, Progress


def checked_title(title: str) -> str:
    """The name of a new book with single spaces. Raises UserError for an empty one."""
    title = " ".join(title.split())
    if not title:
        raise UserError("请写年报的名称。")
    return title


def checked_round(words: str) -> Period:
    """The period that a book is to be about, from its code or its name. Raises UserError for what is no year, half, quarter or month."""
    period = period_named(words)
    if period is None or period.kind not in ROUNDS:
        raise UserError("没有看懂时期“{words}”，请写成 2019、2016Q1、2016年一季度、2016年上半年或 2016年9月。", words=words[:40])
    checked_year(period.year)
    return period


def period_of_title(title: str) -> Period | None:
    """The year, half, quarter or month that the name of a new book says; None where it says none, or several."""
    time, rest = find_time(title)
    period = time.period() if time is not None and find_time(rest)[0] is None else None
    return period if period is not None and period.kind in ROUNDS else None


def blank_records(title: str, period: Period) -> Iterator[Record]:
    """One chapter, no tables, no figures, the areas that come with the program, and indicators of no subject: they come with the first file,
    block or table. No area is expected to report yet.

    UserError without a title, and for a year that cannot be one.
    """
    title = checked_title(title)
    checked_year(period.year)
    yield Setting("title", title)
    yield from period_settings(period)
    for order, area in enumerate(standard_areas()):
        yield AreaRecord(area, order)
    yield Section("1", tr("第1章"), tr("总论"), order=1.0)


def start_blank(target: Path, title: str, period: Period, who: str = "") -> Desk:
    """Make a blank book and open it."""
    records = list(blank_records(title, period))
    return Desk.create(target, [*records, *usable_rules(records)], who)


def blank_job(target: Path, title: str, period: Period, who: str) -> Job[Path]:
    """Make a blank book's file; the window opens it afterwards."""
    yield Progress(0, 0, text("正在新建年报…"))
    start_blank(target, title, period, who).close()
    return target
