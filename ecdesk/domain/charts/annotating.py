"""What an editor puts on a chart: what stands out, which figures are printed and how, a range, a reference line, an arrow of growth, notes.

All of it follows the data: an arrow says what the figures at its ends come to, and what was said of a line that is gone is not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ecdesk.domain.book.records import Axis, ChartKind, Labelled, Line
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts.shown import Arrow, Callout, CannotDraw, DrawnChart, Limits, Point, Reference, Series, Spot
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.numerals import print_number
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.judging import base_interval
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.numbers import parse_number

MOST_STEPS = 20
"""Of an axis whose step an editor sets."""
_NEAR = Decimal("0.2")
"""Points of a rate within which its ends are near enough to each other for one decimal."""
WITH_MARKS = (ChartKind.BAR, ChartKind.BAR_AND_LINE, ChartKind.LINE, ChartKind.STACKED, ChartKind.SHARES)
"""Kinds on which an arrow and notes are drawn."""
WITH_AXIS = (*WITH_MARKS, ChartKind.BARS_LYING, ChartKind.DOTS, ChartKind.DUMBBELL, ChartKind.MULTIPLES)
"""Kinds with an axis whose range can be set, and a line across."""
FROM_ZERO = (ChartKind.BAR, ChartKind.BAR_AND_LINE, ChartKind.STACKED, ChartKind.SHARES, ChartKind.BARS_LYING, ChartKind.RANK)
"""Kinds whose lengths are read, so that they start from zero (E. R. Tufte, "The Visual Display of Quantitative Information", 1983)."""


def annotated(chart: DrawnChart, table: Table) -> DrawnChart:
    """The chart with all that is set of it. Raises CannotDraw for a setting that cannot be drawn truthfully, and says why."""
    along_rows = chart.settings.categories != Axis.COLUMNS
    categories, lines = (table.rows, table.columns) if along_rows else (table.columns, table.rows)
    ids = _Ids(chart, categories, lines)
    chart = _with_points(chart, ids)
    if chart.kind in WITH_AXIS:
        chart = replace(chart, limits=_limits(chart), reference=_reference(chart))
    if chart.kind not in WITH_MARKS:
        return chart
    return replace(
        chart,
        right_limits=_right_limits(chart),
        arrow=_arrow(chart, ids, table),
        callouts=tuple(
            Callout(spot, note.words)
            for note in chart.settings.notes
            if note.words and (spot := ids.spot(note.series, note.category)) is not None
        ),
    )


class _Ids:
    """Ids of what is drawn, in the order of the drawing."""

    def __init__(self, chart: DrawnChart, categories: Sequence[Line], lines: Sequence[Line]) -> None:
        self.chart = chart
        self.categories = [categories[number].id if number >= 0 else "" for number in chart.order]
        self.series = [lines[series.line].id for series in chart.series]
        self.periods = [_year(categories[number], lines[chart.series[0].line]) if number >= 0 else None for number in chart.order]

    def spot(self, series: str, category: str) -> Spot | None:
        """Where a figure is drawn; None where it is not, or is missing."""
        if series not in self.series or category not in self.categories:
            return None
        spot = Spot(self.series.index(series), self.categories.index(category))
        return spot if self.chart.series[spot.series].points[spot.category].value is not None else None


def _year(category: Line, line: Line) -> int | None:
    """The year that a category stands for; None for what is no single year."""
    code = category.at.get("period") or line.at.get("period", "")
    try:
        period = period_from_code(code)
    except ValueError:
        return None
    return period.year if period.kind == "year" else None


# -- points


def _with_points(chart: DrawnChart, ids: _Ids) -> DrawnChart:
    """Points with what stands out, with the labels that are wanted, in the decimals that are set."""
    highlit, wanted = set(chart.settings.highlight), chart.settings.labels
    there = highlit & {*ids.series, *ids.categories}

    def pointed(series: Series, id: str) -> Series:
        landmarks = _landmarks(series, wanted)
        points = []
        for number, point in enumerate(series.points):
            lit = not there or id in there or ids.categories[number] in there
            labelled = lit if wanted == Labelled.HIGHLIGHTED else landmarks is None or number in landmarks
            label = _rounded(point, chart.settings.decimals)
            points.append(replace(point, lit=lit, labelled=labelled, label=label))
        return replace(series, points=tuple(points))

    changed = tuple(map(pointed, chart.series, ids.series))
    count = len(chart.primary)
    return replace(chart, primary=changed[:count], secondary=changed[count:])


def _landmarks(series: Series, wanted: Labelled) -> set[int] | None:
    """The numbers of the points that are to be labelled; None for all."""
    known = [number for number, point in enumerate(series.points) if point.value is not None]
    if wanted == Labelled.NONE:
        return set()
    if wanted == Labelled.ENDS:
        return {*known[:1], *known[-1:]}
    if wanted == Labelled.EXTREMES:
        ranked = sorted(known, key=lambda number: series.points[number].value or Decimal(0))
        return {*ranked[:1], *ranked[-1:]}
    return None


def _rounded(point: Point, decimals: int | None) -> str:
    """The label with fewer decimals; never with more than printed, and never as zero what is not zero."""
    bare = parse_number(point.label)
    if decimals is None or point.value is None or bare is None:
        return point.label
    digits = -int(bare.as_tuple().exponent)
    if digits <= max(decimals, 0):
        return point.label
    fewer = bare.quantize(Decimal(1).scaleb(-max(decimals, 0)), ROUND_HALF_UP)
    return point.label if bare and not fewer else print_number(fewer, " ")


# -- the axis


def limits_set(low: str, high: str, step: str) -> Limits:
    """Of the digits that an editor typed. Raises CannotDraw for what is no number or no range."""
    limits = Limits(*map(_end, (low, high, step)))
    if limits.low is not None and limits.high is not None and limits.low >= limits.high:
        raise CannotDraw("数轴的起点 {low} 不小于终点 {high}，请改其中一个。", low=low, high=high)
    if limits.step is not None and limits.step <= 0:
        raise CannotDraw("数轴的间隔要大于 0，现在是 {step}。", step=step)
    return limits


def _end(words: str) -> Decimal | None:
    if not words.strip():
        return None
    number = parse_number(words)
    if number is None or not number.is_finite() or abs(number.adjusted()) > 30:
        raise CannotDraw("“{words}”不是数，数轴的起点、终点和间隔请填数，不填就自动定。", words=words)
    return number


def _limits(chart: DrawnChart) -> Limits:
    """The range of the left axis as it is set, when all figures find their place in it."""
    limits = limits_set(chart.settings.range.low, chart.settings.range.high, chart.settings.range.step)
    values = [value for series in (chart.primary if chart.on_right else chart.series) for value in series.values()]
    if chart.kind in (ChartKind.STACKED, ChartKind.SHARES):
        values = [Decimal(0), *_stacked(chart)]
    if values:
        _check_ends(limits, min(values), max(values), chart.kind in FROM_ZERO)
    return limits


def _right_limits(chart: DrawnChart) -> Limits:
    """The range of the right axis as it is set, where there is one; lines on it need not start from zero."""
    wanted = chart.settings.right_range
    values = [value for series in chart.on_right for value in series.values()]
    if not values:
        return Limits()
    limits = limits_set(wanted.low, wanted.high, wanted.step)
    _check_ends(limits, min(values), max(values), from_zero=False)
    return limits


def _check_ends(limits: Limits, least: Decimal, most: Decimal, from_zero: bool) -> None:
    low, high = least if limits.low is None else limits.low, most if limits.high is None else limits.high
    if from_zero and limits.low is not None and low > 0:
        raise CannotDraw("柱形靠长短说话，数轴要从 0 起，不能从 {low} 起；要放大差别请改用点图或折线图。", low=low)
    if low > least:
        raise CannotDraw("数轴从 {low} 起，图里的 {value} 就画不进去，请把起点放低。", low=low, value=least)
    if high < most:
        raise CannotDraw("数轴到 {high} 为止，图里的 {value} 就画不进去，请把终点放高。", high=high, value=most)
    if limits.step is not None and (high - low) / limits.step > MOST_STEPS:
        count = int((high - low) / limits.step)
        raise CannotDraw("间隔 {step} 太小，数轴上会有 {count} 条刻度线，请放大间隔。", step=limits.step, count=count)


def _stacked(chart: DrawnChart) -> list[Decimal]:
    """Where stacks end above and below zero."""
    columns = zip(*(series.points for series in chart.primary), strict=True)
    return [
        sum((value for point in points if (value := point.value or Decimal(0)) * sign > 0), Decimal(0))
        for points in columns
        for sign in (1, -1)
    ]


def _reference(chart: DrawnChart) -> Reference | None:
    wanted = chart.settings.reference
    values = [value for series in chart.primary for value in series.values()]
    if wanted is None or not values:
        return None
    if not wanted.value:
        mean = _mean(values, chart.settings.decimals)
        return Reference(mean, f"{wanted.words or tr('平均')} {print_number(mean, ' ')}")
    value = parse_number(wanted.value)
    if value is None or abs(value.adjusted()) > 30:
        raise CannotDraw("参考线的值“{words}”不是数，请填一个数，不填就是各数的平均。", words=wanted.value)
    return Reference(value, f"{wanted.words} {print_number(value, ' ')}".strip())


def _mean(values: Sequence[Decimal], decimals: int | None) -> Decimal:
    """The mean of figures with as many decimals as they have, or no more than are set."""
    digits = max(0, *(-int(value.as_tuple().exponent) for value in values))
    shown = min(digits, 6 if decimals is None else decimals)
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal(1).scaleb(-shown), ROUND_HALF_UP)


# -- growth


def _arrow(chart: DrawnChart, ids: _Ids, table: Table) -> Arrow | None:
    """The arrow with the growth between its ends; None where one of them is not drawn or has no figure."""
    wanted = chart.settings.arrow
    if wanted is None:
        return None
    start, end = ids.spot(wanted.series, wanted.start), ids.spot(wanted.series, wanted.end)
    if start is None or end is None or start == end:
        return None
    one, other = (chart.series[spot.series].points[spot.category] for spot in (start, end))
    if one.basis != other.basis:
        raise CannotDraw("增长箭头两端的口径不同，增长率算不出来，请换一头。")
    years = _years_between(*(ids.periods[spot.category] for spot in (start, end)))
    return Arrow(start, end, _growth_words(_shown(table, one), _shown(table, other), years))


def _years_between(start: int | None, end: int | None) -> int:
    """0 for what are no two years. Raises CannotDraw where the first is the later one."""
    years = end - start if start is not None and end is not None else 0
    if years < 0:
        raise CannotDraw("增长箭头要从早的一期指向晚的一期，请把两头对调。")
    return years


def _shown(table: Table, point: Point) -> Amount | None:
    return table.cells[point.place[0]][point.place[1]].shown if point.place is not None else None


def _growth_words(one: Amount | None, other: Amount | None, years: int) -> str:
    """What lies between two figures: growth, yearly where there are several years between them, or percentage points."""
    if one is None or other is None:
        raise CannotDraw("增长箭头的一端没有能计算的数，请换一头。")
    if one.unit.is_ratio or one.unit.is_points:
        change = other.value - one.value
        size = print_number(abs(change), " ")
        return tr("提高{points}个百分点", points=size) if change >= 0 else tr("下降{points}个百分点", points=size)
    if one.value <= 0 or other.value <= 0:
        raise CannotDraw("增长箭头两端要都是正数，增长率才算得出来，请换一头。")
    return _rate_words(*_rate(one, other, max(years, 1)), years > 1)


def _rate_words(rate: Decimal, about: bool, yearly: bool) -> str:
    size = tr("约{number}", number=f"{abs(rate)}") if about else f"{abs(rate)}"
    if yearly:
        return tr("年均增长{rate}%", rate=size) if rate >= 0 else tr("年均下降{rate}%", rate=size)
    return tr("增长{rate}%", rate=size) if rate >= 0 else tr("下降{rate}%", rate=size)


def _rate(one: Amount, other: Amount, years: int) -> tuple[Decimal, bool]:
    """Growth in % for each year, with one decimal, or none, as the printed figures leave no doubt of it; and whether they leave some still."""

    def printed(ratio: float, places: int) -> Decimal:
        growth = (ratio ** (1 / years) - 1) * 100
        return Decimal(repr(growth)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    middle = float(Fraction(other.value) * other.unit.scale / (Fraction(one.value) * one.unit.scale))
    before, after = base_interval(one), base_interval(other)
    if None in (before.low, before.high, after.low, after.high) or not (
        before.low and before.low > 0 and after.low and after.low > 0
    ):
        return printed(middle, 1), True
    assert before.high is not None and after.high is not None
    ends = float(after.low / before.high), float(after.high / before.low)
    low, high = (printed(end, 1) for end in ends)
    if high - low <= _NEAR:
        return printed(middle, 1), low != high
    whole = printed(ends[0], 0), printed(ends[1], 0)
    return printed(middle, 0), whole[0] != whole[1]
