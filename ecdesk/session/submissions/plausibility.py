"""Plausibility at the door: what a submission says beside what the book knows. It flags with the likely cause and corrects nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import itemgetter

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.earlier import figure_before
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key, year_before
from ecdesk.domain.figures.readings import FileReading, Problem, Reading
from ecdesk.domain.judging import Margin, base_interval, growth, judge_growth
from ecdesk.domain.texts import text

Placed = tuple[Key, Reading]

UNIT_SLIPS = (1, 2, 3, 4, 8)
"""Powers of ten by which figures go wrong when a unit is mistaken: digits and 百, 千, 万 and 亿."""

_NEAR = (Fraction(1, 3), Fraction(3))
"""How far a figure may be from a power of ten times another and still look like it in another unit."""

_ORDINARY = Interval(Fraction(1, 8), Fraction(8))
"""A change between two years that needs no question: the fastest growing figures of the 2018 report grew to 3.2 times."""

_FAR_APART = Interval(Fraction(4, 5), Fraction(5, 4))
"""Another basis does not make growth and the two years' levels differ by more than that."""

_TELLING = 4
"""With fewer digits a figure is another one by chance; among the figures of all areas even with so many."""

_FEW = 3
"""So many figures must agree before a whole file is said to be another one."""


def mistakes(book: Book, file: FileReading, placed: Sequence[Placed]) -> Iterator[Problem]:
    """What looks like another file, other rows or another unit than was asked for, whole files first, each with its likely cause."""
    values = [(key, reading) for key, reading in placed if key.measure == "value"]
    yield from _another_file(book, file, values)
    for key, reading in values:
        problem = _unit_slip(book, key, reading)
        if problem is not None:
            yield problem
    levels = {key: reading.amount for key, reading in values}
    yield from (
        problem
        for key, reading in placed
        if key.measure == "growth" and (problem := _absurd_growth(book, levels, key, reading)) is not None
    )


def single_doubts(book: Book, file: FileReading, placed: Sequence[Placed]) -> Iterator[Problem]:
    """Figures that are digit by digit last year's or another area's, which small figures are by chance. Where a whole file is such a one,
    that is said of the file."""
    values = [(key, reading) for key, reading in placed if key.measure == "value" and key.period == str(file.year)]
    if next(_another_file(book, file, values), None) is not None:
        return
    for key, reading in values:
        problem = _copied(book, key, reading) if _digits(reading.amount) >= _TELLING and not _equals(book, key, reading) else None
        if problem is not None:
            yield problem


def _copied(book: Book, key: Key, reading: Reading) -> Problem | None:
    told = {"indicator": reading.indicator, "sent": _printed(reading.amount)}
    if _equals(book, year_before(key), reading):
        return Problem(text("“{indicator}”{sent}与本书的上年数完全相同，可能没有更新。", **told), reading.sheet, reading.cell)
    areas = book.areas if _digits(reading.amount) > _TELLING else ()
    area = next((area for area in areas if _is_of(book, area, key, reading)), None)
    if area is None:
        return None
    message = text("“{indicator}”{sent}与“{area}”的完全相同，可能填错了地区。", **told, area=area.name)
    return Problem(message, reading.sheet, reading.cell)


def _digits(amount: Amount) -> int:
    return len(amount.value.normalize().as_tuple().digits)


def _absurd_growth(book: Book, levels: dict[Key, Amount], key: Key, reading: Reading) -> Problem | None:
    """Growth that its own levels, of the file or else of the book, are far from, or that no figure has: a level in the column of growth. Levels of few
    digits leave much room."""
    stated = base_interval(reading.amount, Margin.FULL) + Interval.point(1)
    known = _levels_of_growth(book, levels, key)
    if known is None:
        if stated.meets(_ORDINARY):
            return None
        message = text(
            "“{indicator}”的增速 {stated} 太大或太小，可能填错了列。",
            indicator=reading.indicator,
            stated=_printed(reading.amount),
        )
        return Problem(message, reading.sheet, reading.cell)
    computed, possible = growth(*known, Margin.NONE), growth(*known, Margin.FULL)
    if computed is None or computed.low is None or possible is None or stated.meets((possible + Interval.point(1)) * _FAR_APART):
        return None
    message = text(
        "“{indicator}”的增速 {stated} 与两年的数算出的 {computed}% 相差很大，可能填错了列或单位。",
        indicator=reading.indicator,
        stated=_printed(reading.amount),
        computed=f"{float(computed.low) * 100:.1f}",
    )
    return Problem(message, reading.sheet, reading.cell)


def _levels_of_growth(book: Book, levels: dict[Key, Amount], key: Key) -> tuple[Amount, Amount] | None:
    """What grew, now and before, of the file or else of the book; None where one of them is not known or the earlier one is nothing."""
    now = key.moved(measure="value")
    own, earlier = book.observation(now), figure_before(book, now)
    level = levels.get(now) or (own.amount if own is not None else None)
    before = levels.get(year_before(now)) or (earlier.amount if earlier is not None else None)
    if level is None or before is None or level.unit.dimension != before.unit.dimension:
        return None
    return (level, before) if before.value > 0 else None


def _unit_slip(book: Book, key: Key, reading: Reading) -> Problem | None:
    """A figure that is a power of ten away from the same figure in the book, last year's or the one sent as last year's."""
    own, earlier = book.observation(key), figure_before(book, key)
    known_ones = (
        (own.amount if own is not None else None, text("本书已有数")),
        (earlier.amount if earlier is not None else None, text("上年数")),
    )
    for known, source in known_ones:
        times = _slip(_ratio(reading.amount, known))
        if known is not None and times is not None:
            return Problem(
                text(
                    "“{indicator}”{sent}，约为{source} {known} 的 {times} 倍，可能填错了单位。"
                    if times > 1
                    else "“{indicator}”{sent}，约为{source} {known} 的 {times} 分之一，可能填错了单位。",
                    indicator=reading.indicator,
                    sent=_printed(reading.amount),
                    source=source,
                    known=_printed(known),
                    times=f"{int(max(times, 1 / times)):,}",
                ),
                reading.sheet,
                reading.cell,
            )
    return None


def _slip(ratio: Fraction | None) -> Fraction | None:
    """The power of ten that two figures of this ratio are apart, None where another reason is as likely."""
    if ratio is None or ratio in _ORDINARY:
        return None
    slips = (Fraction(10) ** (sign * power) for power in UNIT_SLIPS for sign in (1, -1))
    return next((times for times in slips if _NEAR[0] <= ratio / times <= _NEAR[1]), None)


def _another_file(book: Book, file: FileReading, values: Sequence[Placed]) -> Iterator[Problem]:
    """Whether this is last year's file sent again, or another area's."""
    this_year = [(key, reading) for key, reading in values if key.period == str(file.year)]
    now = sum(_equals(book, key, reading) for key, reading in this_year)
    stale = sum(_equals(book, year_before(key), reading) for key, reading in this_year)
    if stale > now and _is_most(stale, this_year):
        yield Problem(text("{count} 个数与本书的上年数完全相同，可能是去年的文件又报了一次。", count=stale))
    areas = (
        {area.code: sum(_is_of(book, area, *one) for one in this_year) for area in book.areas} if len(this_year) >= _FEW else {}
    )
    code, count = max(areas.items(), key=itemgetter(1), default=("", 0))
    if count > now and _is_most(count, this_year):
        yield Problem(text("{count} 个数与“{area}”的完全相同，可能拿错了地区的文件。", count=count, area=book.areas[code].name))
    if len(this_year) >= _FEW:
        yield from _shifted(book, this_year)


def _is_most(count: int, placed: Sequence[Placed]) -> bool:
    """Whether so many of a file's figures say that it is another file."""
    return count >= _FEW and count * 5 >= len(placed) * 4


def _is_of(book: Book, area: Area, key: Key, reading: Reading) -> bool:
    """Whether another area has the very figure."""
    return area.code != key.area and _equals(book, key.moved(area=area.code), reading)


def _shifted(book: Book, values: Sequence[Placed]) -> Iterator[Problem]:
    """Figures that the book has, for the same area and year, under the neighbouring headings."""
    swapped = 0
    example: Reading | None = None
    for number, (key, reading) in enumerate(values):
        for other in (number - 1, number + 1):
            if (
                0 <= other < len(values)
                and values[other][0].indicator != key.indicator
                and not _equals(book, key, reading)
                and _equals(book, values[other][0], reading)
            ):
                swapped += 1
                example = example or reading
                break
    if swapped >= 2 and example is not None:
        yield Problem(
            text("{count} 个数与本书里相邻指标的数相同，可能错了一行或一列。", count=swapped), example.sheet, example.cell
        )


def growth_doubts(placed: Sequence[Placed]) -> Iterator[Problem]:
    """The file's own growth beside its own two years; a comparable basis may explain the difference, so this only asks."""
    amounts = dict(placed)
    for key, reading in placed:
        if key.measure != "growth":
            continue
        level = amounts.get(key.moved(measure="value"))
        before = amounts.get(year_before(key.moved(measure="value")))
        if level is None or before is None or level.amount.unit.dimension != before.amount.unit.dimension:
            continue
        grown = growth(level.amount, before.amount, Margin.NONE)
        if grown is None or grown.low is None:
            continue
        if judge_growth(reading.amount, level.amount, before.amount) is Verdict.FAILS:
            yield Problem(
                text(
                    "“{indicator}”印的增速 {stated} 与文件里两年的数算出的 {computed}% 对不上，请核实口径。",
                    indicator=reading.indicator,
                    stated=_printed(reading.amount),
                    computed=f"{float(grown.low) * 100:.1f}",
                ),
                reading.sheet,
                reading.cell,
            )


def _equals(book: Book, key: Key, reading: Reading) -> bool:
    observation = book.observation(key)
    known = observation.amount if observation else None
    if known is not None and known.unit is reading.amount.unit:
        return known.value != 0 and abs(known.value) == abs(reading.amount.value)
    return known is not None and _ratio(reading.amount, known) == 1


def _ratio(one: Amount, two: Amount | None) -> Fraction | None:
    if two is None or one.unit.dimension != two.unit.dimension or two.value == 0:
        return None
    return abs(Fraction(one.value) * one.unit.scale / (Fraction(two.value) * two.unit.scale))


def _printed(amount: Amount) -> str:
    return f"{amount.qualifier}{amount.value:f}{amount.unit.symbol}"
