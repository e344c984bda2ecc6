"""What an editor should hear about a chart before it is printed: it draws, but it says less, or something else, than it promises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecdesk.domain.book.tables import Cell, Table
from ecdesk.domain.charts.resolving import drawn_chart
from ecdesk.domain.charts.shown import CannotDraw, DrawnChart, Point, Series
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.measures import promised_growth
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.scanner import speaks_of_basis

_GROWTH = ("growth", "growth_prev")
_SENTENCE = re.compile("[^。；]+[。；]?")
_MORE_DECIMALS = 1
"""Than the other figures of an axis have look like a slip of the eye."""
MOST_KEYS = 12
"""So many figures are named with a doubt at most."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """id: of its kind, the same for every chart. keys: figures that it is about."""

    id: str
    name: Text
    message: Text
    keys: tuple[Key, ...] = ()


def doubts_of(table: Table) -> list[Doubt]:
    """What is doubtful about the chart of an exhibit; nothing for an exhibit without one."""
    if table.exhibit.chart is None:
        return []
    keys = tuple(cell.key for row in table.cells for cell in row if cell.key is not None)[:MOST_KEYS]
    try:
        chart = drawn_chart(table)
    except CannotDraw as fault:
        return [Doubt("undrawn", text("图画不出来"), fault.text, keys)]
    return list(_doubts(chart, table, keys))


def _doubts(chart: DrawnChart, table: Table, keys: tuple[Key, ...]) -> Iterator[Doubt]:
    yield from _sparse(chart, table)
    if not chart.has_figures:
        return
    promised = promised_growth(chart.settings.title or chart.caption)
    if promised and not _has_growth(chart, table):
        words = text("标题说到“{promised}”，图里没有一个增速；请补上增速，或者改标题。", promised=promised)
        yield Doubt("promise", text("标题与图不符"), words, keys)
    counted = _growth_in_notes(chart)
    if counted and not _has_growth(chart, table):
        words = text("图下的注“{note}”说的是增速，图里没有一个增速；请把增速画进图里，或者改注。", note=counted)
        yield Doubt("noted", text("注与图不符"), words, keys)
    if not chart.source.strip():
        yield Doubt("source", text("图没有数据来源"), text("图下没有写数据来源，请在“表题和说明”里补上。"), keys)
    uneven = _uneven(chart, table)
    if uneven is not None:
        words = text(
            "“{figure}”换算了单位，小数位比别的数多得多；请给这一列或这一行定小数位，或在“设置图”里定。", figure=uneven[0]
        )
        yield Doubt("decimals", text("图里小数位参差"), words, (uneven[1],))
    twice = _alike(chart)
    if twice:
        words = text("图例里有两项都叫“{name}”，读者分不清，请改列名。", name=twice)
        yield Doubt("twins", text("图例有重名"), words, keys)


def _growth_in_notes(chart: DrawnChart) -> str:
    """The first sentence under a chart that says how its growth is counted, "" where none does."""
    sentences = (one.strip() for note in chart.notes for one in _SENTENCE.findall(note))
    return next((one for one in sentences if speaks_of_basis(one) and promised_growth(one)), "")


def _alike(chart: DrawnChart) -> str:
    """A name that two entries of the legend share, "" where none do."""
    names = Counter(series.name for series in chart.series if series.has_figures)
    return next((name for name, count in names.items() if count > 1), "")


def _uneven(chart: DrawnChart, table: Table) -> tuple[str, Key] | None:
    """A figure that was given in another unit, by its label and key, and has many more decimals there than those that were given in the axis's."""
    return _uneven_among(chart.primary, table) or _uneven_among(chart.secondary, table)


def _uneven_among(axis: Sequence[Series], table: Table) -> tuple[str, Key] | None:
    given, converted = _by_unit(axis, table)
    if not given or not converted:
        return None
    most, cell = max(converted, key=lambda one: _decimals(one[0]))
    told = cell.key is not None and _decimals(most) > max(_decimals(point) for point, _cell in given) + _MORE_DECIMALS
    return (most.label, cell.key) if told and cell.key is not None else None


def _by_unit(axis: Sequence[Series], table: Table) -> tuple[list[tuple[Point, Cell]], list[tuple[Point, Cell]]]:
    """The figures of an axis that were given in the unit in which they are printed, and those in another, each with its cell."""
    found: tuple[list[tuple[Point, Cell]], list[tuple[Point, Cell]]] = ([], [])
    for point in (point for series in axis for point in series.points if point.value is not None and point.place is not None):
        row, column = point.place or (0, 0)
        cell = table.cells[row][column]
        content = cell.observation.content if cell.observation is not None else None
        if isinstance(content, Amount):
            found[content.unit != cell.unit].append((point, cell))
    return found


def _decimals(point: Point) -> int:
    number = parse_number(point.label)
    return max(0, -int(number.as_tuple().exponent)) if number is not None else 0


def _sparse(chart: DrawnChart, table: Table) -> Iterator[Doubt]:
    """Fewer than half of the figures that the chart has room for."""
    places = [(point, point.place) for series in chart.series for point in series.points if point.place is not None]
    known = sum(point.value is not None for point, _place in places)
    if known * 2 < len(places):
        missing = (table.cells[row][column].key for point, (row, column) in places if point.value is None)
        yield Doubt(
            "sparse", text("图里缺数过半"), _few(len(places), known), tuple(key for key in missing if key is not None)[:MOST_KEYS]
        )


def _few(places: int, known: int) -> Text:
    if not known:
        return text("图里要画的 {all} 个数一个也没有；请补上缺的数，或者少画几列几行。", all=places)
    return text("图里 {all} 个数只有 {known} 个，读者看不出变化；请补上缺的数，或者少画几列几行。", all=places, known=known)


def _has_growth(chart: DrawnChart, table: Table) -> bool:
    for series in chart.series:
        for point in series.points:
            if point.value is None or point.place is None:
                continue
            key = table.cells[point.place[0]][point.place[1]].key
            if key is not None and key.measure in _GROWTH:
                return True
    return False
