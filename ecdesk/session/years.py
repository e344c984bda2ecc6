"""Next year's book: outline, exhibits, rules and words carried over, last year's figures as the comparison, everything of this year empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ecdesk.domain.book import Book
from ecdesk.domain.errors import UserError
from ecdesk.domain.keys import Coordinates
from ecdesk.domain.periods import period_from_code
from ecdesk.domain.records import (
    Answer,
    AreaRecord,
    Exhibit,
    Indicator,
    Item,
    Line,
    Observation,
    Origin,
    Record,
    RuleRecord,
    Section,
    Setting,
    Waiver,
)
from ecdesk.domain.wording.units import unit_spellings
from ecdesk.session.desk import Desk
from ecdesk.session.last_year import SETTING, last_setting, rules_about_last
from ecdesk.session.versions import load_book

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_OF_TIME = "年月天"  # not shown


def start_year(last: Path, target: Path, year: int, who: str = "") -> Desk:
    """Make next year's book from last year's file and open it. Raises UserError when the year is not a later one."""
    book = load_book(last)
    if year <= book.year:
        raise UserError("“{file}”是 {old} 年的年报，新年报的年份要比它晚。", file=last.name, old=book.year)
    records = list(next_year_records(book, year))
    with suppress(UserError):  # on another computer: to be chosen again from a place that may be remembered
        records += [last_setting(last, target), *rules_about_last(book)]
    return Desk.create(target, records, who)


def next_year_records(last: Book, year: int) -> Iterator[Record]:
    """The records of a book for a later year: every year in captions, layouts and titles moved on, no figure of the new year.

    Of the figures only those that stay on show come along, as the comparison; explanations come back as suggestions.
    """
    step = year - last.year
    for setting in last.all("setting").values():
        assert isinstance(setting, Setting)
        if setting.id == "year":
            yield Setting("year", str(year))
        elif setting.id == "title":
            yield replace(setting, value=moved_text(setting.value, step))
        elif setting.id != SETTING and not setting.id.startswith("deadline"):
            yield setting
    for kind in ("area", "indicator", "item", "section", "answer", "rule"):
        for record in last.all(kind).values():
            if isinstance(record, Section):
                yield replace(record, title=without_figures(moved_text(record.title, step)))
            elif isinstance(record, RuleRecord):
                yield replace(record, text=moved_text(record.text, step))
            else:
                assert isinstance(record, AreaRecord | Indicator | Item | Answer)
                yield record
    shown = set()
    fresh = Book()
    for exhibit in last.exhibits():
        moved = moved_exhibit(exhibit, step)
        fresh.load(iter([moved]))
        yield moved
    for key in fresh.printed_keys():
        shown.add(key)
    for key, observation in last.observations.items():
        if observation.status == "forecast" or period_from_code(key.period).year > last.year:
            continue
        comparison = period_from_code(key.period).year == last.year
        if key in shown or comparison:
            yield carried(observation, last)
    for waiver in last.all("waiver").values():
        assert isinstance(waiver, Waiver)
        yield replace(waiver, suggestion=True)


def without_figures(title: str) -> str:
    """A heading without last year's amounts, so that none is printed again by mistake: 网上零售额达…万亿元."""
    return _amount_pattern().sub("…", title)


@lru_cache(maxsize=1)
def _amount_pattern() -> re.Pattern[str]:
    """Digits before a unit, other than a year's or the number of a heading."""
    units = "|".join(re.escape(spelling) for spelling in unit_spellings() if not spelling.isascii() and spelling not in _OF_TIME)
    return re.compile(rf"(?<![\d.])\d[\d.,]*(?=(?:{units}|%))")


def carried(observation: Observation, last: Book) -> Observation:
    return replace(observation, origin=Origin("carried", by=observation.origin.by, detail=last.title))


def moved_exhibit(exhibit: Exhibit, step: int) -> Exhibit:
    """An exhibit with every year in it moved on; a series that began in a certain year keeps its length."""
    return replace(
        exhibit,
        caption=moved_text(exhibit.caption, step),
        notes=tuple(moved_text(note, step) for note in exhibit.notes),
        at=moved_coordinates(exhibit.at, step),
        rows=tuple(moved_line(line, step) for line in exhibit.rows),
        columns=tuple(moved_line(line, step) for line in exhibit.columns),
    )


def moved_line(line: Line, step: int) -> Line:
    return replace(
        line,
        label=moved_text(line.label, step),
        groups=tuple(moved_text(group, step) for group in line.groups),
        at=moved_coordinates(line.at, step),
        id=moved_text(line.id, step),
    )


def moved_coordinates(at: Coordinates, step: int) -> dict[str, str]:
    moved = dict(at)
    if at.get("period"):
        moved["period"] = period_from_code(at["period"]).moved(step).code
    return moved


def moved_text(words: str, step: int) -> str:
    """A text with every year in it moved on: 2011—2018年 becomes 2012—2019年."""
    return _YEAR.sub(lambda match: str(int(match[1]) + step), words)
