"""Which figures a form asks an area for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.earlier import figure_before
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import GROWTH, MEASURE_NAMES, MEASURES, Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.resources import toml_data
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.measures import base_in_brackets
from ecdesk.domain.wording.units import unit_named, unit_of_measure


@dataclass(frozen=True)
class FormLine:
    """One figure that is asked for. last: last year's, as printed, "" where there is none. decimals: what the form prescribes."""

    key: Key
    label: str
    level: int
    unit: Unit
    last: str
    decimals: int


def _settings() -> dict[str, Any]:
    return toml_data("forms.toml")


def area_of(book: Book, area: Area | str) -> Area:
    """The area of a book that is asked. Raises UserError for one that the book does not have."""
    found = book.area(area) if isinstance(area, str) else area
    if found is None:
        raise UserError("年报里没有“{area}”这个地区，请先在地区表里加上它。", area=area)
    return found


def form_lines(book: Book, area: Area) -> list[FormLine]:
    """What an area is asked for: what it reported for the book's period, the one before or that of a year ago, what the book's tables print of
    it, or else the standard set.

    Earlier figures ask for the same figure of this period. The share that a district or region has of what it lies in is not asked: it is worked
    out from all of them. Raises UserError for a book without a year.
    """
    own = book.needed_period()
    known = [key for key in book.observations if key.area == area.code]
    printed = list(_printed_for(book, area))
    reported = [key.moved(period=now) for key in known if (now := _asked_for(period_from_code(key.period), own))]
    printed = [key for key in printed if _asked_for(period_from_code(key.period), own) == key.period]
    asked = dict.fromkeys([*reported, *printed]) or _standard_keys(book, area, own)
    return [_line(book, key) for key in _in_order(book, asked) if not (area.is_part and key.measure == "share" and not key.item)]


def _printed_for(book: Book, area: Area) -> Iterator[Key]:
    """The figures that the book's tables have room for of an area, without those that exist nowhere: where no figure is missed, one that is known
    of no area and no time; a growth of per cent; a share in something of another kind."""
    held = {_kind(key) for key, one in book.observations.items() if one.amount is not None}
    for exhibit in book.exhibits():
        for row, column, key in cell_keys(exhibit):
            if key.area != area.code or not key.indicator:
                continue
            missed = not (exhibit.rows[row].unexpected or exhibit.columns[column].unexpected)
            if _kind(key) in held or (missed and _can_be(book, key)):
                yield key


def _kind(key: Key) -> tuple[str, str, str]:
    return key.indicator, key.item, key.measure


def _can_be(book: Book, key: Key) -> bool:
    """Whether an indicator can have a measure at all."""
    unit = _unit_of(book, key.indicator)
    measure, _colon, whole = key.measure.partition(":")
    if unit is None:
        return True
    if measure in GROWTH:
        return not unit.is_ratio
    of = _unit_of(book, whole) if measure == "share" and whole else None
    return of is None or of.dimension == unit.dimension


def _unit_of(book: Book, indicator: str) -> Unit | None:
    """None where nothing is known of it."""
    found = book.indicator(indicator)
    return unit_named(found.unit) if found is not None and found.unit else None


def _standard_keys(book: Book, area: Area, own: Period) -> list[Key]:
    known = [name for name in _settings()["standard"] if book.indicator(name) is not None]
    return [Key(name, area.code, "", own.span.code, measure) for name in known for measure in _settings()["measures"]]


def _asked_for(period: Period, own: Period) -> str:
    """The code of the period that a figure of one asks for now, "" for none: of a yearly book any of its year and the last; of another what lies in
    its own period or ends with it, this year or last, and the period before."""
    if period.year not in (own.year, own.year - 1):
        return ""
    if own.kind == "year":
        return period.moved(own.year - period.year).code
    inside = set(period.months) <= set(own.months) or (period.kind == "cumulative" and period.months[-1] == own.months[-1])
    if inside:
        return period.moved(own.year - period.year).span.code
    return own.span.code if period == own.before() else ""


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
    earlier = figure_before(book, key)
    before = earlier.observation if earlier is not None else None
    known = [one.amount for one in (before, book.observation(key)) if one is not None and one.amount is not None]
    # The unit that the area used last.
    unit = known[-1].unit if known else usual_unit(book, key)
    last = print_content(before.content, unit, symbols=book.symbols) if before is not None else ""
    own = key.measure.partition(":")[0] == "value" and not _item_name(book, key)
    return FormLine(key, _label(book, key), 0 if own else 1, unit, last, _decimals(book, key, unit, known))


def usual_unit(book: Book, key: Key) -> Unit:
    """The unit of a figure that nobody has reported yet: the one of its measure or of its indicator."""
    indicator = book.indicator(key.indicator)
    return unit_of_measure(key.measure) or (unit_named(indicator.unit) if indicator is not None else NO_UNIT)


def _decimals(book: Book, key: Key, unit: Unit, known: list[Amount]) -> int:
    """As many as were reported before, else those of the measure or of the indicator."""
    if known:
        return max(0, *(-amount.converted(unit).exponent for amount in known))
    measure, indicator = key.measure.partition(":")[0], book.indicator(key.indicator)
    of_indicator = 0 if unit.count else indicator.decimals if indicator else 1
    return int(_settings()["decimals"].get(measure, of_indicator))


def _item_name(book: Book, key: Key) -> str:
    item = book.item(key.item) if key.item else None
    return item.name if item is not None else ""


def _label(book: Book, key: Key) -> str:
    indicator, item, period = book.indicator(key.indicator), _item_name(book, key), period_from_code(key.period)
    measure, _colon, whole = key.measure.partition(":")
    label = indicator.name if indicator else key.indicator
    if item:
        label = f"{label}：{item}"
    if measure != "value":
        words = _measure_words(measure, whole or (indicator.whole if indicator else ""))
        label = tr("{name}　{measure}", name=label, measure=words)
    return label if period.kind == "year" else tr("{name}（{period}）", name=label, period=str(period))


def _measure_words(measure: str, whole: str) -> str:
    if whole and measure == "share":
        return tr("占{whole}比重", whole=whole)
    if whole and measure == "points":
        return tr("占{whole}比重的变动", whole=whole)
    return tr(MEASURE_NAMES.get(measure, measure)) + base_in_brackets(f"{measure}:{whole}")
