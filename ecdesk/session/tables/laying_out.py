"""A new table from what stands in its rows, what in its columns, and what is the same for all of it.

A side of a table is one or more levels, outermost first; each names a part of the key and what of it is shown: periods 三季度 and 1—9月, under
each the measures 数值 and 同比增速. The side's lines are every combination of them. What no level names the whole table fixes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.layouts import cell_keys, layout_faults
from ecdesk.domain.book.layouts.texts import is_list
from ecdesk.domain.book.records import AreaRecord, Axis, Chart, ChartKind, Exhibit, ExhibitKind, Indicator, Line, Sorting
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import DIMENSIONS, MEASURE_NAMES, MEASURES, Key
from ecdesk.domain.figures.moves import Relative
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.texts import text
from ecdesk.domain.wording.measures import base_in_brackets
from ecdesk.domain.wording.units import unit_named, unit_of_measure
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.charting import ALONE, chart_refusal, drawn_as, proposed_chart
from ecdesk.session.tables.lists import new_list
from ecdesk.session.tables.outline import new_indicator, put_exhibit
from ecdesk.session.tables.refusals import not_a_line, typed_symbol
from ecdesk.session.tables.territory import new_areas

TO_DATE = "to_date"
"""Id of the layout of the book's period and the span from January side by side."""
MOST_CELLS = 200_000
INNER = 1
"""Indent of a row that stands under the heading of an outer level."""


@dataclass(frozen=True, slots=True)
class Level:
    """One part of the key and what of it is shown: ids of areas, items, indicators, measures; of periods their codes or relative names, see
    `Relative`."""

    dimension: str
    shown: tuple[str, ...]


Side = tuple[Level, ...]
"""The levels of a table's rows or columns, outermost first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table as it is asked for. fixed: what is the same for all of it. chart: how it is drawn, without which it is a table only. texts:
    columns of texts behind the others; without any others, and without rows, it is a list of texts only. ranked: its rows keep themselves sorted by
    the first column. fresh: names of indicators that come into the book with it, and their units, "" for the table's. areas: names of areas that come
    with it; above: the name of what those lie in, "" for none. template: id of the layout that the form began with."""

    number: str
    caption: str
    rows: Side
    columns: Side
    fixed: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    corner: str = ""
    chart: Chart | None = None
    texts: tuple[Line, ...] = ()
    ranked: bool = False
    fresh: Mapping[str, str] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    above: str = ""
    template: str = ""

    @property
    def is_list(self) -> bool:
        return bool(self.texts) and not self.rows and not self.columns


def laid_out(book: Book, wanted: Wanted, id: str = "") -> Exhibit:
    """The table that is asked for, for a picture of it or for the book.

    Raises UserError for what the book does not know, for a part of the key that stands twice, and where indicator, area or period is said nowhere.
    """
    if wanted.is_list:
        made = new_list(wanted.number, wanted.caption, wanted.texts, wanted.corner)
        return replace(made, id=id) if id else made
    _check_parts(wanted)
    book = _with_fresh(book, wanted)
    fixed, to_date = _fixed(book, wanted.fixed), wanted.template == TO_DATE
    words = wanted.number, wanted.caption
    exhibit = Exhibit(id or new_uid(), *words, unit=typed_symbol(wanted.unit), corner=wanted.corner, at=fixed, to_date=to_date)
    columns = (*_columns(book, exhibit, wanted.columns), *wanted.texts)
    exhibit = replace(exhibit, rows=tuple(_rows(book, exhibit, wanted.rows)), columns=columns)
    if wanted.chart is not None:
        exhibit = replace(exhibit, chart=_drawn(book, exhibit, wanted.chart), kind=ExhibitKind.CHART)
    if wanted.ranked and columns:
        exhibit = replace(exhibit, sorting=Sorting(columns[0].id))
    _check_layout(exhibit)
    before = book.all(Exhibit).get(id)
    if before is None or before.unit != exhibit.unit:
        _check_unit(book, exhibit)
    return exhibit


def _check_layout(exhibit: Exhibit) -> None:
    cells = len(exhibit.rows) * len(exhibit.columns)
    if cells > MOST_CELLS:
        raise UserError("这张表有 {count} 个格子，一张表最多 {most} 个。", count=cells, most=MOST_CELLS)
    for fault in layout_faults(exhibit):
        raise fault
    _check_once(exhibit)


def add_table(desk: Desk, wanted: Wanted, after: str = "", section: str = "") -> Exhibit:
    """Put the table that is asked for into the book as one step, behind another one or at the end of a section; see `laid_out`, and
    `outline.put_exhibit` for what number and caption may be."""
    made = laid_out(desk.book, wanted)
    return put_exhibit(desk, made, after, section, _fresh(desk.book, wanted))


def lay_out_anew(desk: Desk, exhibit_id: str, wanted: Wanted) -> Exhibit:
    """Give a table other rows, columns and fixed parts as one step. What is printed of a line that stays (its id, label, unit, decimals, note)
    stays; figures follow their keys."""
    before = desk.book.exhibit(exhibit_id)
    after = laid_out(desk.book, wanted, exhibit_id)
    rows = before.rows if wanted.is_list else _kept(before, after, Axis.ROWS)
    columns = _kept(before, after, Axis.COLUMNS)
    changed = replace(before, at=after.at, rows=rows, columns=columns, unit=after.unit, corner=after.corner or before.corner)
    if before.sorting is not None and before.sorting.by and not any(column.id == before.sorting.by for column in columns):
        changed = replace(changed, sorting=None)
    changed = _with_chart_of(before, changed)
    with desk.edit(text("{exhibit} 重新排表", exhibit=before.number)) as edit:
        for record in _fresh(desk.book, wanted):
            edit.put(record)
        edit.put(changed)
    return changed


def _with_chart_of(before: Exhibit, after: Exhibit) -> Exhibit:
    """A table that was laid out anew with its chart, without the lines that are gone; a list of texts has none."""
    if before.chart is None:
        return after
    if chart_refusal(after) is not None:
        return replace(after, chart=None, kind=ExhibitKind.TABLE)
    gone = {line.id for line in (*before.rows, *before.columns)} - {line.id for line in (*after.rows, *after.columns)}
    return replace(after, chart=before.chart.without(gone))


def wanted_of(exhibit: Exhibit) -> Wanted | None:
    """What a table would be asked for as, from its lines; None for one whose lines are no combinations of levels."""
    texts = tuple(column for column in exhibit.columns if column.kind is not None)
    if is_list(exhibit):
        return Wanted(exhibit.number, exhibit.caption, (), (), corner=exhibit.corner, texts=texts)
    rows, columns = (_side_of(lines) for lines in (exhibit.rows, exhibit.columns))
    if rows is None or columns is None:
        return None
    words = exhibit.number, exhibit.caption
    return Wanted(*words, rows, columns, dict(exhibit.at), exhibit.unit, exhibit.corner, exhibit.chart, texts)


def _drawn(book: Book, exhibit: Exhibit, chart: Chart) -> Chart:
    """A chart that names no lines with those that it would be proposed with: levels as bars, rates as lines against the right axis where its kind has one."""
    if chart.primary or chart.secondary:
        return chart
    proposed = proposed_chart(build_table(book, exhibit), book.areas)
    if chart.kind in ALONE:
        return drawn_as(replace(proposed, kind=chart.kind, secondary=(), top=chart.top), proposed)
    is_bars = chart.kind in (ChartKind.BAR, ChartKind.BAR_AND_LINE)
    return replace(proposed, kind=proposed.kind if is_bars else chart.kind, top=chart.top)


# -- lines


def _fresh(book: Book, wanted: Wanted) -> list[Indicator | AreaRecord]:
    """The new indicators and areas that come with a table."""
    made = [new_indicator(book, name, unit or wanted.unit, 1) for name, unit in wanted.fresh.items()]
    indicators = [replace(one, order=one.order + number) for number, one in enumerate(made)]
    return [*indicators, *(new_areas(book, wanted.areas, wanted.above) if wanted.areas else ())]


def _with_fresh(book: Book, wanted: Wanted) -> Book:
    """The book as it will be with the new indicators and areas of a table."""
    if not wanted.fresh and not wanted.areas:
        return book
    after = book.snapshot()
    after.load(iter(_fresh(book, wanted)))
    return after


def _check_once(exhibit: Exhibit) -> None:
    """Raises UserError, with both places, for a figure that two cells would look at: 1—3月 is the first quarter."""
    seen: dict[Key, tuple[int, int]] = {}
    for row, column, key in cell_keys(exhibit):
        first = seen.setdefault(key, (row, column))
        if first != (row, column):
            raise UserError(
                "“{one}”和“{two}”是同一个数，只要写一处。", one=_cell_name(exhibit, *first), two=_cell_name(exhibit, row, column)
            )


def _check_unit(book: Book, exhibit: Exhibit) -> None:
    """Raises UserError for a unit of the table that the levels of its one indicator cannot be printed in."""
    indicator = book.indicator(exhibit.at.get("indicator", ""))
    if indicator is None or not (indicator.unit and exhibit.unit):
        return
    own, shown = unit_named(indicator.unit), unit_named(exhibit.unit)
    if own.dimension != shown.dimension and any(unit_of_measure(key.measure) is None for *_place, key in cell_keys(exhibit)):
        raise UserError(
            "“{indicator}”的单位是{own}，不能换算为{unit}。", indicator=indicator.name, own=own.symbol, unit=shown.symbol
        )


def _cell_name(exhibit: Exhibit, row: int, column: int) -> str:
    line = exhibit.columns[column]
    return " ".join((exhibit.rows[row].label, *line.groups, line.label))


def _check_parts(wanted: Wanted) -> None:
    said = [*wanted.fixed, *(level.dimension for level in (*wanted.rows, *wanted.columns))]
    for dimension in said:
        if dimension not in DIMENSIONS:
            raise ValueError(dimension)
        if said.count(dimension) > 1:
            raise UserError("“{dimension}”在行、列和全表里只能说一次，请去掉一处。", dimension=str(DIMENSION_NAMES[dimension]))
    for side in (wanted.rows, wanted.columns):
        if not side or not all(level.shown for level in side):
            raise UserError("行和列里都要有内容，请选择行和列各是什么。")


DIMENSION_NAMES = {
    "indicator": text("指标"),
    "area": text("地区"),
    "item": text("分项"),
    "period": text("时期"),
    "measure": text("数值或增速"),
}


def _fixed(book: Book, fixed: Mapping[str, str]) -> dict[str, str]:
    return {dimension: _id(book, dimension, shown) for dimension, shown in fixed.items() if shown}


def _id(book: Book, dimension: str, shown: str) -> str:
    """The id that a key has of what is shown. Raises UserError for what the book does not know."""
    if dimension == "period":
        return _period(book, shown).code
    if dimension == "measure":
        known = shown.partition(":")[0] in MEASURES
    elif dimension == "area":
        known = book.area(shown) is not None
    else:
        known = (book.indicator(shown) if dimension == "indicator" else book.item(shown)) is not None
    if not known:
        raise not_a_line(shown)
    return shown


def _period(book: Book, shown: str) -> Period:
    """Raises UserError for a code or word that stands for no period."""
    try:
        return period_from_code(shown) if shown[:1].isdigit() else Relative(shown).period(book.needed_period())
    except ValueError:
        raise not_a_line(shown) from None


def label_of(book: Book, dimension: str, id: str) -> str:
    """How a line is called that fixes a part of the key."""
    if dimension == "period":
        return str(period_from_code(id))
    if dimension == "measure":
        return MEASURE_NAMES[id.partition(":")[0]] + base_in_brackets(id)
    if dimension == "area":
        area = book.area(id)
        return area.short if area is not None else id
    record = book.indicator(id) if dimension == "indicator" else book.item(id)
    return record.name if record is not None else id


def _combinations(book: Book, side: Side) -> Iterator[list[tuple[str, str, str]]]:
    """Every combination of a side's levels: dimension, id and label of each."""
    levels = []
    for level in side:
        ids = dict.fromkeys(_id(book, level.dimension, shown) for shown in level.shown)
        levels.append([(level.dimension, id, label_of(book, level.dimension, id)) for id in ids])
    yield from (list(one) for one in product(*levels))


def _columns(book: Book, exhibit: Exhibit, side: Side) -> Iterator[Line]:
    for parts in _combinations(book, side):
        at = {dimension: id for dimension, id, _label in parts}
        *outer, (*_about, label) = parts
        line = Line(new_uid(), label, at, groups=tuple(words for _part, _one, words in outer))
        yield _with_own_unit(book, exhibit, line)


def _rows(book: Book, exhibit: Exhibit, side: Side) -> Iterator[Line]:
    """The rows; those of an inner level stand, indented, under a heading for each combination of the outer ones."""
    above: list[str] = []
    for parts in _combinations(book, side):
        at = {dimension: id for dimension, id, _label in parts}
        *outer, (dimension, id, label) = parts
        heading = [words for _part, _one, words in outer]
        if heading and heading != above:
            yield Line(new_uid(), " ".join(heading))
            above = heading
        item = book.item(id) if dimension == "item" else None
        level = INNER if heading or (item is not None and item.parent) else 0
        yield _with_own_unit(book, exhibit, Line(new_uid(), label, at, level=level))


def _with_own_unit(book: Book, exhibit: Exhibit, line: Line) -> Line:
    """A line of an indicator whose unit is not the table's says so; units of measures go without saying."""
    indicator = book.indicator(line.at.get("indicator", ""))
    if indicator is None or not indicator.unit or unit_of_measure({**exhibit.at, **line.at}.get("measure", "")) is not None:
        return line
    if exhibit.unit and unit_named(exhibit.unit) == unit_named(indicator.unit):
        return line
    return replace(line, unit=indicator.unit)


def _kept(before: Exhibit, after: Exhibit, axis: Axis) -> tuple[Line, ...]:
    """The lines of one side as they are asked for; one that says what another said before is printed as that was."""
    old, new = before.lines(axis), after.lines(axis)
    known = {tuple(sorted(line.at.items())): line for line in old if line.at}
    lines = []
    for line in new:
        if line.kind is not None:
            lines.append(_kept_text(line, old))
            continue
        was = known.pop(tuple(sorted(line.at.items())), None) if line.at else None
        lines.append(line if was is None else replace(was, groups=line.groups or was.groups, level=line.level))
    return tuple(lines)


def _kept_text(line: Line, old: Sequence[Line]) -> Line:
    """A column of texts with what stood in the one of its name before."""
    was = next((one for one in old if one.kind is not None and one.label == line.label), None)
    return line if was is None else replace(line, id=was.id, note=was.note, groups=was.groups)


def _side_of(lines: Sequence[Line]) -> Side | None:
    told = [dict(line.at) for line in lines if line.at]
    parts = list(told[0]) if told else []
    if not told or any(list(at) != parts for at in told):
        return None
    side = tuple(Level(part, tuple(dict.fromkeys(at[part] for at in told))) for part in parts)
    combinations = [dict(zip(parts, one, strict=True)) for one in product(*(level.shown for level in side))]
    return side if combinations == told else None
