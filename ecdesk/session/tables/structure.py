"""What can be done with the lines of a table and with its frame: rows and columns, units shown, footnotes, 续表.

Figures are never touched: they are stored under their keys, whether a table prints them or not. Each verb is one undoable step.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.layouts import cell_keys, layout_faults
from ecdesk.domain.book.layouts.texts import is_entry
from ecdesk.domain.book.records import Axis, Exhibit, Line
from ecdesk.domain.book.tables import Heads, cell_unit
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import MEASURE_NAMES, MEASURES
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.measures import base_in_brackets
from ecdesk.domain.wording.note_marks import CIRCLED
from ecdesk.domain.wording.time.time_words import period_named
from ecdesk.domain.wording.units import label_and_unit, unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.outline import MOST_DECIMALS
from ecdesk.session.tables.refusals import check_decimals, not_a_line, typed_name, typed_unit

MOST_LINES = 200_000
LONGEST_LABEL = 200


# -- making lines


def line_of(book: Book, exhibit: Exhibit, dimension: str, id: str, measure: str = "") -> Line:
    """A line of an exhibit for an area, item, period, indicator or measure, labelled as the book calls it.

    measure: what is printed of an indicator where it is not its value. Raises UserError for an id that the book does not know.
    """
    make = _LINE_OF.get(dimension)
    line = make(book, exhibit, id, measure) if make is not None else None
    if line is None:
        raise not_a_line(id)
    return line


def _area_line(book: Book, _exhibit: Exhibit, id: str, _measure: str) -> Line | None:
    area = book.area(id) or book.areas.find(id)
    return None if area is None else Line(new_uid(), area.short, {"area": area.code})


def _item_line(book: Book, _exhibit: Exhibit, id: str, _measure: str) -> Line | None:
    item = book.item(id)
    return None if item is None else Line(new_uid(), item.name, {"item": id}, level=1 if item.parent else 0)


def _indicator_line(book: Book, exhibit: Exhibit, id: str, measure: str) -> Line | None:
    indicator, kind = book.indicator(id), measure.partition(":")[0]
    if indicator is None:
        return None
    if measure in ("", "value"):
        own = indicator.unit if not exhibit.unit or unit_named(exhibit.unit) != unit_named(indicator.unit) else ""
        return Line(new_uid(), indicator.name, {"indicator": id}, unit=own)
    if kind not in MEASURES:
        return None
    return Line(
        new_uid(), indicator.name + MEASURE_NAMES[kind] + base_in_brackets(measure), {"indicator": id, "measure": measure}
    )


def _period_line(book: Book, _exhibit: Exhibit, id: str, _measure: str) -> Line | None:
    period = period_named(id, book.period)
    if period is None:
        return None
    # Words stay as they were typed; a number or a code is printed as a period.
    return Line(new_uid(), str(period) if id.isascii() else _label(id), {"period": period.code})


def _measure_line(_book: Book, _exhibit: Exhibit, id: str, _measure: str) -> Line | None:
    kind = id.partition(":")[0]
    return Line(new_uid(), MEASURE_NAMES[kind] + base_in_brackets(id), {"measure": id}) if kind in MEASURES else None


_LINE_OF: dict[str, Callable[[Book, Exhibit, str, str], Line | None]] = {
    "area": _area_line,
    "item": _item_line,
    "indicator": _indicator_line,
    "period": _period_line,
    "measure": _measure_line,
}


def heading_line(label: str) -> Line:
    """A line that holds no figures."""
    return Line(new_uid(), _label(label))


# -- rows and columns


def insert_lines(desk: Desk, exhibit_id: str, axis: Axis, at: int, lines: Sequence[Line]) -> Exhibit:
    """Put lines before the one with this number (or after the last).

    Raises UserError when a cell would be about two things at once, when nothing says what it is about, or when a line's id is there already.
    """
    exhibit = desk.book.exhibit(exhibit_id)
    present = exhibit.lines(axis)
    at = max(0, min(at, len(present)))
    if len(present) + len(lines) > MOST_LINES:
        raise UserError("一张表最多 {count} 行（列）。", count=MOST_LINES)
    name = text(
        "{exhibit} 插入 {count} 行" if axis == Axis.ROWS else "{exhibit} 插入 {count} 列",
        exhibit=exhibit.number,
        count=len(lines),
    )
    changed = exhibit.with_lines(axis, (*present[:at], *lines, *present[at:]))
    if not (exhibit.rows and exhibit.columns):
        changed = replace(changed, at=_still_common(exhibit, lines))
    if axis == Axis.ROWS and 0 < at < exhibit.continued_after:
        changed = replace(changed, continued_after=exhibit.continued_after + len(lines))
    return _put(desk, exhibit, changed, name)


def _still_common(exhibit: Exhibit, lines: Sequence[Line]) -> dict[str, str]:
    """What is the same for a whole table of which nothing is printed yet: no more what its new lines tell apart."""
    told = {dimension for line in lines for dimension in line.at}
    return {dimension: id for dimension, id in exhibit.at.items() if dimension not in told}


def remove_lines(desk: Desk, exhibit_id: str, axis: Axis, numbers: Iterable[int]) -> Exhibit:
    """Take lines out of a table; the figures that they printed stay in the book."""
    exhibit = desk.book.exhibit(exhibit_id)
    present = exhibit.lines(axis)
    gone = {*numbers}.intersection(range(len(present)))
    kept = tuple(line for number, line in enumerate(present) if number not in gone)
    name = text(
        "{exhibit} 删除 {count} 行" if axis == Axis.ROWS else "{exhibit} 删除 {count} 列", exhibit=exhibit.number, count=len(gone)
    )
    changed = _without(exhibit.with_lines(axis, kept), {present[number].id for number in gone})
    if axis == Axis.ROWS:
        first_page = len([number for number in range(exhibit.continued_after) if number not in gone])
        changed = replace(changed, continued_after=first_page if first_page < len(kept) else 0)
    return _put(desk, exhibit, changed, name)


def _without(exhibit: Exhibit, ids: Container[str]) -> Exhibit:
    """An exhibit that draws and sorts by none of these lines, by their ids."""
    if exhibit.chart is not None:
        exhibit = replace(exhibit, chart=exhibit.chart.without(ids))
    if exhibit.sorting is not None and exhibit.sorting.by in ids:
        exhibit = replace(exhibit, sorting=None)
    return exhibit


def move_lines(desk: Desk, exhibit_id: str, axis: Axis, first: int, last: int, to: int) -> Exhibit:
    """Move the lines from first to last so that they stand before the line that has the number `to` now."""
    exhibit = desk.book.exhibit(exhibit_id)
    present = exhibit.lines(axis)
    first, last, to = max(0, first), min(last, len(present) - 1), max(0, min(to, len(present)))
    moving = present[first : last + 1]
    if first <= to <= last + 1:
        return exhibit
    rest = present[:first] + present[last + 1 :]
    place = to if to < first else to - len(moving)
    name = text("{exhibit} 移动行" if axis == Axis.ROWS else "{exhibit} 移动列", exhibit=exhibit.number)
    return _put(desk, exhibit, exhibit.with_lines(axis, (*rest[:place], *moving, *rest[place:])), name)


def rename_line(desk: Desk, exhibit_id: str, axis: Axis, line_id: str, label: str) -> Exhibit:
    """Print another label; what the line is about stays. A unit in brackets behind it becomes the line's: heads say units by themselves."""
    exhibit = desk.book.exhibit(exhibit_id)
    name = text("{exhibit} 改名：{label}", exhibit=exhibit.number, label=label[:40])

    def renamed(line: Line) -> Line:
        if is_entry(line) and line.texts:
            raise UserError("这一行已经有文字，起了名就成为标题行，文字就看不见了；请另插一个空行作标题。")
        words, said = label_and_unit(_label(label))
        own = Heads(desk.book, exhibit).unit_of(axis, line)
        if said is None or not own or unit_named(own).dimension != said.dimension:
            return replace(line, label=_label(label))
        return replace(line, label=words, unit=line.unit if said == unit_named(own) else said.symbol)

    return _change_line(desk, exhibit, axis, line_id, renamed, name)


def indent_line(desk: Desk, exhibit_id: str, axis: Axis, line_id: str, by: int) -> Exhibit:
    """Move a stub in or out by so many levels."""
    exhibit = desk.book.exhibit(exhibit_id)
    name = text("{exhibit} 调整缩进", exhibit=exhibit.number)
    return _change_line(desk, exhibit, axis, line_id, lambda line: replace(line, level=max(0, min(line.level + by, 5))), name)


def group_columns(desk: Desk, exhibit_id: str, first: int, last: int, heading: str) -> Exhibit:
    """Put a merged heading above columns that stand side by side; an empty one takes the lowest merged heading away."""
    exhibit = desk.book.exhibit(exhibit_id)
    columns = list(exhibit.columns)
    for number in range(max(0, first), min(last, len(columns) - 1) + 1):
        groups = columns[number].groups
        groups = (*groups, _label(heading)) if heading.strip() else groups[:-1]
        columns[number] = replace(columns[number], groups=groups)
    name = text("{exhibit} 合并表头：{label}", exhibit=exhibit.number, label=heading[:40])
    return _put(desk, exhibit, replace(exhibit, columns=tuple(columns)), name)


# -- units


def show_in_unit(desk: Desk, exhibit_id: str, symbol: str) -> Exhibit:
    """Print a table in another unit; figures keep the units that they are stored in, and every digit.

    Lines with a unit of their own of the same dimension follow, and what is printed with so many decimals gets as many more as a larger unit
    needs. Raises UserError for an unknown unit, and when a figure does not convert.
    """
    exhibit = desk.book.exhibit(exhibit_id)
    unit = typed_unit(symbol)

    def follow(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(_followed(line, unit_named(line.unit or exhibit.unit), unit) for line in lines)

    changed = replace(exhibit, unit=unit.symbol, rows=follow(exhibit.rows), columns=follow(exhibit.columns))
    _check_converts(desk.book, exhibit, changed)
    return _put(desk, exhibit, changed, text("{exhibit} 改用单位：{unit}", exhibit=exhibit.number, unit=unit.symbol))


def _followed(line: Line, old: Unit, new: Unit) -> Line:
    """A line in another unit; one whose figures are of another dimension, or of its cells' own units, stays."""
    if old.dimension != new.dimension:
        return line
    decimals = None if line.decimals is None else max(0, line.decimals + _places(old, new))
    return replace(line, unit="", decimals=decimals)


def _places(old: Unit, new: Unit) -> int:
    """How many decimals more figures need in a new unit to keep their digits; of units that are no power of ten apart, none."""
    ratio = new.scale / old.scale
    for places in range(-18, 19):
        if ratio == Fraction(10) ** places:
            return places
    return 0


def show_line_in_unit(desk: Desk, exhibit_id: str, axis: Axis, line_id: str, symbol: str, decimals: int | None) -> Exhibit:
    """Print one line in a unit of its own ("" for the table's) with so many decimals (None for as many as there are)."""
    exhibit = desk.book.exhibit(exhibit_id)
    own = typed_unit(symbol).symbol if symbol.strip() else ""
    if decimals is not None:
        check_decimals(decimals, MOST_DECIMALS)
    lines = tuple(replace(line, unit=own, decimals=decimals) if line.id == line_id else line for line in exhibit.lines(axis))
    changed = exhibit.with_lines(axis, lines)
    _check_converts(desk.book, exhibit, changed)
    return _put(desk, exhibit, changed, text("{exhibit} 改用单位：{unit}", exhibit=exhibit.number, unit=own or exhibit.unit))


def _check_converts(book: Book, before: Exhibit, after: Exhibit) -> None:
    """Raises UserError, with the first of them, for a figure that is to be printed in another unit than before and does not convert. One without a
    unit may be given its first, but not where it stands among others that have one: 64 is not 64亿元 because the rows around it are."""
    units = list(_units(book, before, after))
    has_units = any(own.symbol for _row, _column, own, _old, _new in units)
    for row, column, own, old, new in units:
        if old != new and new.symbol and own.dimension != new.dimension and (own.symbol or has_units):
            raise UserError(
                "“{row}”“{column}”的数单位是{own}，不能换算为{unit}。",
                row=after.rows[row].label,
                column=after.columns[column].label,
                own=own.symbol or "—",
                unit=new.symbol,
            )


def _units(book: Book, before: Exhibit, after: Exhibit) -> Iterator[tuple[int, int, Unit, Unit, Unit]]:
    """Row and column of every figure, its own unit, and those that it is printed in before and after."""
    for row, column, key in cell_keys(after):
        observation = book.observation(key)
        if observation is not None and isinstance(observation.content, Amount):
            old, new = (cell_unit(book, one, one.rows[row], one.columns[column], key) for one in (before, after))
            yield row, column, observation.content.unit, old, new


# -- footnotes and 续表


def add_footnote(desk: Desk, exhibit_id: str, words: str, axis: Axis = Axis.ROWS, line_id: str = "") -> Exhibit:
    """Put a footnote under the table, with the next of ①②③, and its mark at a line's label when one is named."""
    exhibit = desk.book.exhibit(exhibit_id)
    if not words.strip():
        raise UserError("脚注是空的，请先写点什么。")
    if len(exhibit.footnotes) >= len(CIRCLED):
        raise UserError("一张表最多 {count} 条脚注。", count=len(CIRCLED))
    mark = CIRCLED[len(exhibit.footnotes)]
    changed = replace(exhibit, footnotes=(*exhibit.footnotes, mark + words.strip().lstrip(CIRCLED)))
    if line_id:
        lines = tuple(replace(line, label=line.label + mark) if line.id == line_id else line for line in exhibit.lines(axis))
        changed = changed.with_lines(axis, lines)
    return _put(desk, exhibit, changed, text("{exhibit} 添加脚注", exhibit=exhibit.number))


def remove_footnote(desk: Desk, exhibit_id: str, number: int) -> Exhibit:
    """Take a footnote (counted from 0) and its marks away; the later ones are numbered anew, at the labels too."""
    exhibit = desk.book.exhibit(exhibit_id)
    if not 0 <= number < len(exhibit.footnotes):
        return exhibit
    anew = {CIRCLED[number]: ""}
    for later in range(number + 1, len(exhibit.footnotes)):
        anew[CIRCLED[later]] = CIRCLED[later - 1]
    table = str.maketrans(anew)

    def renumbered(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(
            replace(line, label=line.label.translate(table)) if set(line.label) & anew.keys() else line for line in lines
        )

    kept = exhibit.footnotes[:number] + exhibit.footnotes[number + 1 :]
    kept = tuple(note[:1].translate(table) + note[1:] for note in kept)
    changed = replace(exhibit, footnotes=kept, rows=renumbered(exhibit.rows), columns=renumbered(exhibit.columns))
    return _put(desk, exhibit, changed, text("{exhibit} 删除脚注", exhibit=exhibit.number))


def continue_after(desk: Desk, exhibit_id: str, rows: int) -> Exhibit:
    """Let the table go on as 续表 after so many rows; 0 for a table that is not broken."""
    exhibit = desk.book.exhibit(exhibit_id)
    if not 0 <= rows < max(1, len(exhibit.rows)):
        raise UserError("续表要在第 1 行之后、最后一行之前断开。")
    name = text("{exhibit} 设续表", exhibit=exhibit.number) if rows else text("{exhibit} 取消续表", exhibit=exhibit.number)
    return _put(desk, exhibit, replace(exhibit, continued_after=rows), name)


# -- small things


def _label(label: str) -> str:
    cleaned = typed_name(label)
    if len(cleaned) > LONGEST_LABEL:
        raise UserError("名称太长，请不要超过 {count} 个字。", count=LONGEST_LABEL)
    return cleaned


def _change_line(desk: Desk, exhibit: Exhibit, axis: Axis, line_id: str, change: Callable[[Line], Line], name: Text) -> Exhibit:
    lines = tuple(change(line) if line.id == line_id else line for line in exhibit.lines(axis))
    return _put(desk, exhibit, exhibit.with_lines(axis, lines), name)


def _put(desk: Desk, before: Exhibit, after: Exhibit, name: Text) -> Exhibit:
    """Commit an exhibit. Raises the first fault of a line that is new or about something else now."""
    for axis in Axis:
        known = {line.id: line.at for line in before.lines(axis)}
        lines = after.lines(axis)
        if len({line.id for line in lines}) < len(lines):
            raise ValueError("two lines with one id")
        fresh = tuple(line for line in lines if before.at != after.at or known.get(line.id) != line.at)
        faults = layout_faults(after.with_lines(axis, fresh)) if fresh else []
        if faults:
            raise faults[0]
    with desk.edit(name) as edit:
        edit.put(after)
    return after
