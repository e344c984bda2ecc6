"""Next year's book: outline, exhibits, rules and words carried over, last year's figures as the comparison, everything of this year empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ecdesk.domain.book.book import Book, checked_year
from ecdesk.domain.book.records import (
    Answer,
    AreaRecord,
    Chart,
    Exhibit,
    Indicator,
    Item,
    Line,
    Observation,
    Origin,
    OriginKind,
    Record,
    RuleRecord,
    Section,
    Setting,
    Status,
    Waiver,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Coordinates
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.wording.scanner import Token, TokenKind, scan
from ecdesk.domain.wording.time.moved_years import moved_years
from ecdesk.domain.wording.units import is_duration
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.last_year import SETTING, last_setting, rules_about_last
from ecdesk.session.versions.versions import load_book


def start_year(last: Path, target: Path, year: int, who: str = "") -> Desk:
    """Make next year's book from last year's file and open it. Raises UserError when the year is not a later one, or the book has none."""
    book = load_book(last)
    if checked_year(year) <= book.needed_year():
        raise UserError("“{file}”是 {old} 年的年报，新年报的年份要比它晚。", file=last.name, old=book.year)
    records = list(next_year_records(book, year))
    with suppress(UserError):  # on another computer: to be chosen again from a place that may be remembered
        records += [last_setting(last, target), *rules_about_last(book)]
    return Desk.create(target, records, who)


def next_year_records(last: Book, year: int) -> Iterator[Record]:
    """The records of a book for a later year: every year in captions, layouts and titles moved on, no figure of the new year.

    Of the figures only those that stay on show come along, as the comparison; explanations come back as suggestions.
    """
    step = year - last.needed_year()
    yield from _settings(last, year)
    for type in (AreaRecord, Indicator, Item):
        yield from last.all(type).values()
    for section in last.all(Section).values():
        yield replace(section, title=without_figures(moved_text(section.title, step)))
    yield from last.all(Answer).values()
    for rule in last.all(RuleRecord).values():
        yield replace(rule, text=moved_text(rule.text, step))
    exhibits = [moved_exhibit(exhibit, step) for exhibit in last.exhibits()]
    yield from exhibits
    yield from _comparison(last, exhibits)
    yield from (replace(waiver, suggestion=True) for waiver in last.all(Waiver).values())


def _settings(last: Book, year: int) -> Iterator[Setting]:
    """What holds for a later year too."""
    for setting in last.all(Setting).values():
        if setting.id == "year":
            yield Setting("year", str(year))
        elif setting.id == "title":
            yield replace(setting, value=moved_text(setting.value, year - last.needed_year()))
        elif setting.id != SETTING and not setting.id.startswith("deadline"):
            yield setting


def _comparison(last: Book, exhibits: Sequence[Exhibit]) -> Iterator[Observation]:
    """The figures of a book's year, and the earlier ones that these exhibits show."""
    fresh = Book()
    fresh.load(iter(exhibits))
    shown = set(fresh.printed_keys())
    for key, observation in last.observations.items():
        year = period_from_code(key.period).year
        if observation.status != Status.FORECAST and (year == last.year or (year < last.year and key in shown)):
            yield carried(observation, last)


def without_figures(title: str) -> str:
    """A heading without last year's amounts, so that none is printed again by mistake: 网上零售额达…万亿元."""
    return "".join("…" if _is_amount(token) else title[token.start : token.end] for token in scan(title))


def _is_amount(token: Token) -> bool:
    """Whether digits count something in a unit; 三大 and 第2 count nothing, and 5年 is no result of last year."""
    if token.kind is not TokenKind.NUMBER or not token.text[0].isdecimal():
        return False
    unit = token.value.unit
    return bool(unit.symbol) and not is_duration(unit)


def carried(observation: Observation, last: Book) -> Observation:
    return replace(observation, origin=Origin(OriginKind.CARRIED, by=observation.origin.by, detail=last.title))


def moved_exhibit(exhibit: Exhibit, step: int) -> Exhibit:
    """An exhibit with every year in it moved on; a series that began in a certain year keeps its length."""
    return replace(
        exhibit,
        caption=moved_text(exhibit.caption, step),
        notes=tuple(moved_text(note, step) for note in exhibit.notes),
        at=moved_coordinates(exhibit.at, step),
        rows=tuple(moved_line(line, step) for line in exhibit.rows),
        columns=tuple(moved_line(line, step) for line in exhibit.columns),
        chart=_moved_chart(exhibit.chart, step) if exhibit.chart is not None else None,
    )


def _moved_chart(chart: Chart, step: int) -> Chart:
    """A chart that names the lines as they are called now."""
    moved = (tuple(moved_text(id, step) for id in ids) for ids in (chart.primary, chart.secondary))
    primary, secondary = moved
    return replace(chart, primary=primary, secondary=secondary)


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
    return moved_years(words, step)
