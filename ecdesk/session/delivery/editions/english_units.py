"""The units of an English edition: one for all figures of a table that are in one, of a size that English prints them in.

百亿元 is no unit of English. Trillions are printed for it, with the point two digits to the left; where that makes most figures less than one (0.0286
trillion), billions are, if every figure has the digits for them (28.6): nothing is printed that was not known. Only where most would be hundredths of a
trillion one zero may be put behind the digits: 5百亿元 is 50 billion yuan, as nobody prints 0.05 trillion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from statistics import median

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Axis, Chart, Exhibit, Line
from ecdesk.domain.book.records.chart import ValueRange
from ecdesk.domain.book.tables import build_table, cell_unit, printed_amount
from ecdesk.domain.charts import CannotDraw, drawn_chart
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.in_english import english_unit, smaller_units
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.units import unit_named

Chosen = Mapping[Unit, Unit]
"""Units of an exhibit that others are printed for."""


_MADE_UP, _TOO_SMALL = 1, Decimal("0.1")
"""So many zeros may be put behind the digits of a figure, where most would be less than this."""


def in_english_units(book: Book, exhibit: Exhibit) -> Exhibit:
    """An exhibit in the units that its English edition counts in, as far as those of its book do not come to them by themselves, and the digits that
    its chart was set with in these units."""
    printed = _printed(book, exhibit)
    chosen = {unit: wanted for unit, values in printed.items() if (wanted := _wanted(unit, values)) != unit}
    resized = _resized(book, exhibit, chosen) if chosen else exhibit
    chart = exhibit.chart and _chart(book, exhibit, exhibit.chart, chosen if resized is not exhibit else {})
    return resized if chart == exhibit.chart else replace(resized, chart=chart)


def _cells(book: Book, exhibit: Exhibit) -> Iterator[tuple[int, int, Key, Unit]]:
    for row, column, key in cell_keys(exhibit):
        yield row, column, key, cell_unit(book, exhibit, exhibit.rows[row], exhibit.columns[column], key)


def _printed(book: Book, exhibit: Exhibit) -> dict[Unit, list[Decimal]]:
    """The figures of an exhibit with the digits that are printed of them, by their units."""
    found: dict[Unit, list[Decimal]] = {}
    for row, column, key, unit in _cells(book, exhibit):
        observation = book.observation(key)
        decimals = exhibit.columns[column].decimals
        decimals = exhibit.rows[row].decimals if decimals is None else decimals
        amount = printed_amount(observation.content, unit, decimals) if observation is not None else None
        if amount is not None:
            found.setdefault(unit, []).append(amount.value)
    return found


def _wanted(unit: Unit, values: list[Decimal]) -> Unit:
    """The unit to print figures in: the greatest in which most are one or more, of those for which they have the digits."""
    sizes = [abs(value) for value in values if value]
    digits = min((-int(size.as_tuple().exponent) for size in sizes), default=0)
    usual, _shift = english_unit(unit)

    def in_unit(other: Unit) -> Decimal:
        return median(sizes).scaleb(_moved(unit, other))

    def is_large(other: Unit) -> bool:
        return in_unit(other) >= 1

    if not sizes or is_large(usual):
        return unit
    digits += _MADE_UP if in_unit(usual) < _TOO_SMALL else 0
    smaller = [one for one in smaller_units(unit) if one.scale < usual.scale and _moved(unit, one) <= digits]
    return next(filter(is_large, smaller), unit)


def _moved(unit: Unit, other: Unit) -> int:
    """By how many digits the point moves to the right from a unit to another, both the same but for a power of ten."""
    factor = unit.scale / other.scale
    return len(str(factor.numerator)) - len(str(factor.denominator))


def _resized(book: Book, exhibit: Exhibit, chosen: Chosen) -> Exhibit:
    """The exhibit with other units; itself where a unit is said by something else than the exhibit, or a line rounds figures of several."""
    symbols = {unit.symbol: other.symbol for unit, other in chosen.items()}
    rows, columns = (_lines_in(book, exhibit, axis, chosen) for axis in Axis)
    if rows is None or columns is None:
        return exhibit
    of_indicators = next(iter(symbols.values())) if len(symbols) == 1 and not exhibit.unit else exhibit.unit
    for symbol in dict.fromkeys((symbols.get(exhibit.unit, exhibit.unit), of_indicators)):
        resized = replace(exhibit, unit=symbol, rows=rows, columns=columns)
        pairs = zip(_cells(book, exhibit), _cells(book, resized), strict=True)
        if all(chosen.get(one[-1], one[-1]) == other[-1] for one, other in pairs):
            return resized
    return exhibit


def _lines_in(book: Book, exhibit: Exhibit, axis: Axis, chosen: Chosen) -> tuple[Line, ...] | None:
    """The rows or columns with other units, and so many decimals fewer as the point moves; None where one rounds figures that move differently."""
    symbols, lines = {unit.symbol: other.symbol for unit, other in chosen.items()}, exhibit.lines(axis)
    moved = _moved_in(book, exhibit, axis, chosen)
    if any(len(by) > 1 for line, by in zip(lines, moved, strict=True) if line.decimals is not None):
        return None
    kept = (one.decimals and max(one.decimals - next(iter(by), 0), 0) for one, by in zip(lines, moved, strict=True))
    return tuple(
        replace(one, unit=symbols.get(one.unit, one.unit), decimals=decimals) for one, decimals in zip(lines, kept, strict=True)
    )


def _moved_in(book: Book, exhibit: Exhibit, axis: Axis, chosen: Chosen) -> list[set[int]]:
    """By how many digits the points of the figures in each row or column move."""
    moved: list[set[int]] = [set() for _line in exhibit.lines(axis)]
    for row, column, _key, unit in _cells(book, exhibit):
        moved[row if axis is Axis.ROWS else column].add(_moved(unit, chosen.get(unit, unit)))
    return moved


# -- what a chart was set with


def _chart(book: Book, exhibit: Exhibit, chart: Chart, chosen: Chosen) -> Chart:
    """The chart with its ranges, its reference line and its decimals in the units of the edition."""
    value = chart.reference.value if chart.reference is not None else ""
    if chart.decimals is None and not value and {chart.range, chart.right_range} == {ValueRange()}:
        return chart
    try:
        drawn = drawn_chart(build_table(book, exhibit))
    except CannotDraw:
        return chart  # nor can the edition's be drawn
    left, right = (
        _moved(unit, english_unit(chosen.get(unit, unit))[0])
        for unit in (unit_named(drawn.primary_unit), unit_named(drawn.secondary_unit or drawn.primary_unit))
    )
    moved = partial(_moved_digits, by=left)
    return replace(
        chart,
        range=_moved_range(chart.range, left),
        right_range=_moved_range(chart.right_range, right),
        reference=chart.reference and replace(chart.reference, value=moved(chart.reference.value)),
        decimals=chart.decimals if chart.decimals is None else max(chart.decimals - left, 0),
    )


def _moved_range(one: ValueRange, by: int) -> ValueRange:
    return ValueRange(*(_moved_digits(words, by) for words in (one.low, one.high, one.step)))


def _moved_digits(words: str, by: int) -> str:
    """A number that was typed, in another unit; what is no number stays, for whoever draws the chart to say so."""
    number = parse_number(words) if words.strip() else None
    return words if number is None or not by else f"{number.scaleb(by):f}"
