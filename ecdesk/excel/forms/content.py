"""Which figures a form asks an area for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.earlier import figure_before
from ecdesk.domain.book.records import Observation
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import MEASURE_NAMES, MEASURES, Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.units import PERCENT, POINTS, unit_named


@dataclass(frozen=True)
class FormLine:
    """One figure that is asked for. last: last year's, as printed, "" where there is none. decimals: what the form prescribes."""

    key: Key
    label: str
    level: int
    unit: Unit
    last: str
    decimals: int


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    with resource("forms.toml").open("rb") as file:
        return tomllib.load(file)


def area_of(book: Book, area: Area | str) -> Area:
    """The area of a book that is asked. Raises UserError for one that the book does not have."""
    found = book.area(area) if isinstance(area, str) else area
    if found is None:
        raise UserError("年报里没有“{area}”这个地区，请先在地区表里加上它。", area=area)
    return found


def form_lines(book: Book, area: Area) -> list[FormLine]:
    """What an area is asked for: what it reported for this year or last, what the book's tables print of it, or else the standard set.

    Figures of last year ask for the same figure of this one. Raises UserError for a book without a year.
    """
    year = book.needed_year()
    asked: dict[Key, Observation | None] = {}
    for key in book.observations:
        if key.area == area.code and period_from_code(key.period).year in (year, year - 1):
            asked.setdefault(_this_year(key, year))
    for key in book.printed_keys():
        if key.area == area.code and period_from_code(key.period).year == year and key.indicator:
            asked.setdefault(key)
    if not asked:
        for name in _settings()["standard"]:
            if book.indicator(name) is not None:
                asked.update({Key(name, area.code, "", str(year), measure): None for measure in _settings()["measures"]})
    return [_line(book, key) for key in _in_order(book, asked)]


def _this_year(key: Key, year: int) -> Key:
    period = period_from_code(key.period)
    return key.moved(period=period.moved(year - period.year).code)


def _in_order(book: Book, keys: Iterable[Key]) -> list[Key]:
    """By indicator as the catalogue has them, its own figure first, then its items, each with its measures in their order."""

    def place(key: Key) -> tuple[Any, ...]:
        indicator, item = book.indicator(key.indicator), book.item(key.item) if key.item else None
        measure, _colon, whole = key.measure.partition(":")
        return (
            indicator.order if indicator else 1 << 30,
            key.indicator,
            key.item != "",
            item.order if item else 0,
            key.item,
            period_from_code(key.period),
            MEASURES.index(measure) if measure in MEASURES else len(MEASURES),
            whole,
        )

    return sorted(keys, key=place)


def _line(book: Book, key: Key) -> FormLine:
    indicator = book.indicator(key.indicator)
    item = book.item(key.item) if key.item else None
    measure, _colon, whole = key.measure.partition(":")
    earlier = figure_before(book, key)
    before = earlier.observation if earlier is not None else None
    now = book.observation(key)
    known = [observation.amount for observation in (before, now) if observation is not None and observation.amount is not None]
    unit = _unit(measure, indicator.unit if indicator else "", known)
    name = indicator.name if indicator else key.indicator
    if item is not None:
        name = f"{name}：{item.name}"
    if measure == "value":
        label = name
    elif measure in ("share", "points") and (whole or (indicator and indicator.whole)):
        of = whole or (indicator.whole if indicator else "")
        form = tr("占{whole}比重", whole=of) if measure == "share" else tr("占{whole}比重的变动", whole=of)
        label = tr("{name}　{measure}", name=name, measure=form)
    else:
        label = tr("{name}　{measure}", name=name, measure=tr(MEASURE_NAMES.get(measure, measure)))
    period = period_from_code(key.period)
    if period.kind != "year":
        label = tr("{name}（{period}）", name=label, period=str(period))
    if known:
        decimals = max(max(0, -amount.converted(unit).exponent) for amount in known)
    elif measure in _settings()["decimals"]:
        decimals = int(_settings()["decimals"][measure])
    else:
        decimals = 0 if unit.count else (indicator.decimals if indicator else 1)
    last = print_content(before.content, unit) if before is not None else ""
    return FormLine(key, label, 0 if measure == "value" and item is None else 1, unit, last, decimals)


def _unit(measure: str, home: str, known: list[Amount]) -> Unit:
    """The unit that the area used last, else the one of the measure or the indicator."""
    if known:
        return known[-1].unit
    if measure in ("growth", "growth_prev", "share"):
        return PERCENT
    if measure == "points":
        return POINTS
    return unit_named(home)
