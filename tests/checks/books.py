"""Small books for the tests of checks, built in code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import AreaRecord, Item, Observation, Record, RuleRecord, Setting
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named, unit_of_measure


def key(indicator: str, area: str = "全国", measure: str = "value", period: str = "2018", item: str = "") -> Key:
    found = standard_areas().find(area)
    assert found is not None, area
    return Key(indicator, found.code, item, period, measure)


def figure(at: Key, printed: str, **more: str) -> Observation:
    return Observation(at, parse_content(printed, _unit(at)), **more)  # type: ignore[arg-type]


def _unit(at: Key) -> Unit:
    indicator = standard_indicators().get(at.indicator)
    return unit_of_measure(at.measure) or (unit_named(indicator.unit) if indicator else NO_UNIT)


def make_book(figures: Mapping[Key, str] | Iterable[Record] = (), *records: Record) -> Book:
    """A book of 2018 with the standard areas and indicators and the given figures."""
    book = Book()
    found: list[Record] = [Setting("year", "2018"), *standard_indicators()]
    found += [AreaRecord(area, order) for order, area in enumerate(standard_areas())]
    if isinstance(figures, Mapping):
        found += [figure(at, printed) for at, printed in figures.items()]
    else:
        found += figures
    book.load(iter([*found, *records]))
    return book


def set_figure(book: Book, at: Key, printed: str | None) -> None:
    """Replace one figure, as an edit does."""
    from ecdesk.domain.book.changes import Change

    before = book.observation(at)
    after = figure(at, printed) if printed is not None else None
    if before != after:
        book.apply((Change("observation", at, before, after),))


def rule(text: str, level: str = "error", id: str = "r") -> RuleRecord:
    return RuleRecord(id, text, text, level)


def item(id: str, breakdown: str, parent: str = "") -> Item:
    return Item(id, id, parent, breakdown)
