"""A figure beside what none of its kind comes near: more users than people, more provinces than there are, a rate below zero, the year in the place of
a figure. What counts as that is data, ``resources/rules/bounds.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ecdesk.checks.engine.evaluating import NOT_APPLICABLE, Evaluation, Outcome
from ecdesk.checks.language.syntax import Predicate
from ecdesk.checks.plausibility.doubts import failed
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.resources import toml_data
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import PERCENT

_PEOPLE = 10_000
"""In which the populations are told."""


class Bound(NamedTuple):
    """The most that a figure may be, in its base unit. people: that it is so many times the people of a place, 0 for other bounds. signed: whether it
    may be below zero."""

    most: Fraction
    people: Fraction = Fraction(0)
    signed: bool = True


@lru_cache(maxsize=1)
def _names() -> dict[str, list[tuple[tuple[str, ...], Fraction, bool]]]:
    found: dict[str, list[tuple[tuple[str, ...], Fraction, bool]]] = {}
    for entry in toml_data("rules", "bounds.toml")["name"]:
        found.setdefault(entry["in"], []).append((tuple(entry["ends"]), Fraction(str(entry["most"])), entry.get("signed", True)))
    return found


@lru_cache(maxsize=1)
def _per_head() -> dict[str, Fraction]:
    return {base: Fraction(str(most)) for base, most in toml_data("rules", "bounds.toml")["per_head"].items()}


def bound_of(book: Book, key: Key, unit: Unit) -> Bound | None:
    """The most that a level in some unit may be; None where nothing is known."""
    indicator = book.indicator(key.indicator)
    name = indicator.name if indicator is not None else key.indicator
    return _by_name(name, unit) or _by_people(book, key.area, name, unit)


def _by_name(name: str, unit: Unit) -> Bound | None:
    kind = "ratio" if unit.is_ratio else "points" if unit.is_points else "count" if unit.count else ""
    known = (Bound(most * unit.scale, signed=signed) for ends, most, signed in _names().get(kind, ()) if name.endswith(ends))
    return next(known, None)


def is_place(book: Book, key: Key) -> bool:
    """Whether a figure is a place in a ranking, which no two share."""
    indicator = book.indicator(key.indicator)
    return key.measure == "rank" or (
        key.measure == "value" and indicator is not None and indicator.name.endswith(_ends_of_places())
    )


@lru_cache(maxsize=1)
def _ends_of_places() -> tuple[str, ...]:
    return tuple(end for entry in toml_data("rules", "bounds.toml")["name"] if entry.get("places") for end in entry["ends"])


def _by_people(book: Book, area: str, name: str, unit: Unit) -> Bound | None:
    heads = _per_head().get(unit.base)
    people = _people(book, area) if heads is not None else None
    if people is None or heads is None:
        return None
    turnover = toml_data("rules", "bounds.toml")["turnover"]
    times = turnover["times"] if any(word in name for word in turnover["words"]) else 1
    return Bound(people * heads * times, heads)


def _people(book: Book, code: str) -> Fraction | None:
    """How many people live in an area, or in the first around it of which that is known."""
    known = toml_data("rules", "bounds.toml")["population"]
    area = book.area(code)
    for _level in range(5):
        if area is None:
            return None
        found = known.get(area.short) or known.get(area.name)
        if found:
            return Fraction(found * _PEOPLE)
        area = book.area(area.parent) if area.parent else None
    return None


def within_reason(evaluation: Evaluation, predicate: Predicate, last: object) -> Outcome:
    """Whether a figure is not beyond what any of its kind comes near."""
    figure = evaluation.operand(predicate.reference)[0]
    content = figure.content
    if not isinstance(content, Amount):
        return NOT_APPLICABLE
    said = {"label": evaluation.label(figure), "now": figure.printed}
    if content.value == period_from_code(figure.key.period).year:
        return failed(text("{label}是{now}，正好是年份，可能填错了地方。", **said), [figure], Level.QUERY)
    bound = bound_of(evaluation.rule.book, figure.key, content.unit)
    if bound is None:
        return NOT_APPLICABLE
    value = abs(figure.point) if content.unit.is_points else figure.point
    if value <= bound.most and (bound.signed or value >= 0):
        return Outcome(Verdict.HOLDS)
    if value < 0:
        reason = text("{label}是{now}，这样的数不会低于零。", **said)
    elif bound.people:
        reason = text("{label}是{now}，与当地的人口不相称，可能差一个数量级。", **said)
    else:
        reason = text("{label}是{now}，这样的数到不了这么大，可能差一个数量级。", **said)
    return failed(reason, [figure], Level.QUERY)


def may_be_fraction(book: Book, key: Key, amount: Amount) -> bool:
    """Whether 0.254% may stand for 25.4%: below one, with more decimals than whatever measures the same in its row and column."""
    if amount.unit.symbol != PERCENT.symbol or not 0 < abs(amount.value) < 1:
        return False
    least = min((one.exponent for one in _measured_beside(book, key) if one.unit == amount.unit), default=amount.exponent)
    return amount.exponent < least


def _measured_beside(book: Book, key: Key) -> Iterator[Amount]:
    """What measures the same in the rows and columns of a figure."""
    for exhibit_id, row, column in book.places(key):
        others = (other for other in _beside(book.exhibit(exhibit_id), row, column) if other != key)
        yield from filter(None, (book.amount(other) for other in others if other.measure == key.measure))


def _beside(exhibit: Exhibit, row: int, column: int) -> Iterator[Key]:
    """The figures of a row and of a column."""
    cells = [(row, other) for other in range(len(exhibit.columns))] + [(other, column) for other in range(len(exhibit.rows))]
    return filter(None, (cell_key(exhibit, *cell) for cell in cells))
