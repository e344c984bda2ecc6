"""What can be done with the exhibits of a book and with what they are made of: tables, indicators, items."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import fold_heading
from ecdesk.domain.book.changes import new_uid
from ecdesk.domain.book.layouts.delivered import is_table_number
from ecdesk.domain.book.layouts.sources import source_line as printed_source_line
from ecdesk.domain.book.records import AreaRecord, Exhibit, Indicator, Item, Section
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import NATION
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.time.time_words import period_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.refusals import check_decimals, not_a_line, typed_area, typed_name, typed_symbol
from ecdesk.session.tables.sections import number_anew

MOST_DECIMALS = 8


def add_exhibit(
    desk: Desk,
    number: str,
    caption: str,
    unit: str = "",
    after: str = "",
    *,
    section: str = "",
    period: str | None = None,
    area: str | None = None,
) -> Exhibit:
    """A new empty table, behind another one (then in its section), else at the end of a section.

    period and area: what the whole table is about, as a person writes them, "" where its lines will say it; left out they are
    the book's year and the nation. Raises UserError without a number or caption, for a number that another exhibit has, and for a
    period or area that is not known.
    """
    return put_exhibit(desk, Exhibit(new_uid(), number, caption, unit=unit, at=_common(desk.book, period, area)), after, section)


def put_exhibit(
    desk: Desk, made: Exhibit, after: str = "", section: str = "", fresh: Iterable[Indicator | AreaRecord] = ()
) -> Exhibit:
    """Put a new table into the book, where its number stands among those of its section, else behind another one (then in its section), else at
    the end of a section, with indicators and areas that it is the first to show. Raises UserError without a number or caption, for a number that another exhibit has, and for a unit that is not known."""
    if after:
        section = desk.book.exhibit(after).section
    number, caption = _checked_name(desk, made.number, made.caption, "")
    unit = typed_symbol(made.unit)
    order = _order_after(desk, place_of(desk.book, number, section) or after, section)
    exhibit = replace(made, number=number, caption=caption, section=section, order=order, unit=unit)
    with desk.edit(text("新建 {exhibit}", exhibit=number)) as edit:
        for record in fresh:
            edit.put(record)
        edit.put(exhibit)
    return exhibit


def next_number(book: Book, after: str = "", section: str = "", promised: Collection[str] = ()) -> str:
    """A number for a new table: the one after the exhibit's, or after that of the last table in its section, or 表1-1 of the first of a chapter; none of
    those that others have or are promised."""
    place = book.exhibit(after).section if after else section
    inside = [one.number for one in book.exhibits() if one.section == place and is_table_number(one.number)]
    start = book.exhibit(after).number if after else inside[-1] if inside else ""
    stem = start.rstrip(_DIGITS)
    if stem == start:
        chapter = book.get(Section, place)
        number = chapter.number.partition(".")[0] if chapter is not None else ""
        stem, start = tr("表{chapter}-", chapter="".join(filter(str.isdigit, number)) or 1), ""
    taken = {*promised, *(exhibit.number for exhibit in book.exhibits())}
    first = int(start[len(stem) :] or 0) + 1
    return next(number for number in (f"{stem}{count}" for count in itertools.count(first)) if number not in taken)


_DIGITS = "0123456789"


def place_of(book: Book, number: str, section: str) -> str:
    """Id of the exhibit behind which a number stands in a section: 表1-3 behind 表1-2, wherever it was asked for; "" where none of its kind
    comes before it."""
    stem, count = _stem_and_count(number)
    inside = [(_stem_and_count(one.number), one.id) for one in book.exhibits() if one.section == section]
    before = [(its_count, id) for (its_stem, its_count), id in inside if its_stem == stem and -1 < its_count < count]
    return max(before)[1] if before else ""


def _stem_and_count(number: str) -> tuple[str, int]:
    """表1- and 3 of 表1-3; -1 for a number that does not end in digits."""
    stem = number.rstrip(_DIGITS)
    return stem, int(number[len(stem) :]) if stem != number and len(number) - len(stem) < _LONGEST_COUNT else -1


_LONGEST_COUNT = 6


def _common(book: Book, period: str | None, area: str | None) -> dict[str, str]:
    """What a whole table is about; see `add_exhibit`."""
    at: dict[str, str] = {}
    if period is None:
        at |= {"period": book.period.code} if book.period is not None else {}
    elif period.strip():
        found = period_named(period, book.period)
        if found is None:
            raise UserError("没有看懂时期“{period}”，请写成2018年、2018年三季度或2018年1—9月。", period=period.strip())
        at["period"] = found.code
    if area is None:
        at |= {"area": NATION} if NATION in book.areas else {}
    elif area.strip():
        at["area"] = typed_area(book.areas, area).code
    return at


def describe_exhibit(
    desk: Desk, exhibit_id: str, number: str, caption: str, source_line: str, corner: str, *, notes: tuple[str, ...]
) -> Exhibit:
    """Change what stands around a table: number, caption, source line, corner and notes. A source line that is built from the register stays so unless
    another one is written."""
    exhibit = desk.book.exhibit(exhibit_id)
    number, caption = _checked_name(desk, number, caption, exhibit_id)
    kept = tuple(note.strip() for note in notes if note.strip())
    changed = replace(exhibit, number=number, caption=caption, corner=corner.strip(), notes=kept)
    if source_line.strip() != printed_source_line(desk.book, exhibit):
        changed = replace(changed, source_line=source_line.strip(), sources=())
    with desk.edit(text("修改 {exhibit} 的表题和说明", exhibit=number)) as edit:
        edit.put(changed)
    return changed


def set_printed(desk: Desk, exhibit_id: str, printed: bool) -> Exhibit:
    """Let the report print an exhibit, or keep it for the office only."""
    exhibit = desk.book.exhibit(exhibit_id)
    changed = replace(exhibit, printed=printed)
    name = text("{exhibit} 印入报告", exhibit=exhibit.number) if printed else text("{exhibit} 不印", exhibit=exhibit.number)
    with desk.edit(name) as edit:
        edit.put(changed)
    return changed


def move_exhibit(desk: Desk, exhibit_id: str, by: int) -> Exhibit:
    """Move an exhibit by so many places in the report's order; past the edge of its section it goes into the next one."""
    exhibits = desk.book.exhibits()
    at = next(number for number, one in enumerate(exhibits) if one.id == exhibit_id)
    to = max(0, min(at + by, len(exhibits) - 1))
    exhibit = exhibits[at]
    if to == at:
        return exhibit
    neighbour = exhibits[to]
    on = 1 if to > at else -1
    far = exhibits[to + on].order if 0 <= to + on < len(exhibits) else neighbour.order + on
    moved = replace(exhibit, order=(neighbour.order + far) / 2, section=neighbour.section)
    with desk.edit(text("移动 {exhibit}", exhibit=exhibit.number)) as edit:
        edit.put(moved)
        if moved.order in (neighbour.order, far):
            # No room is left between the two: count the whole report anew.
            order = [one for one in exhibits if one.id != exhibit_id]
            order.insert(to, moved)
            number_anew(edit, order)
    return moved


def remove_exhibit(desk: Desk, exhibit_id: str) -> None:
    """Take an exhibit out of the report; its figures stay in the book."""
    exhibit = desk.book.exhibit(exhibit_id)
    with desk.edit(text("删除 {exhibit}", exhibit=exhibit.number)) as edit:
        edit.remove(Exhibit, exhibit_id)


def _checked_name(desk: Desk, number: str, caption: str, own: str) -> tuple[str, str]:
    number, caption = " ".join(number.split()), " ".join(caption.split())
    if not number or not caption:
        raise UserError("请写明编号（如 表1-2）和标题。")
    if any(one.number == number and one.id != own for one in desk.book.exhibits()):
        raise UserError("已经有编号为“{number}”的图表，请换一个编号。", number=number)
    return number, caption


def _order_after(desk: Desk, after: str, section: str) -> float:
    inside = [one.id for one in desk.book.exhibits() if one.section == section]
    return next(orders_behind(desk.book, after or (inside[-1] if inside else "")))


def orders_behind(book: Book, after: str) -> Iterator[float]:
    """Places in the report's order for several new tables, one behind the other, behind an exhibit, "" for behind all."""
    exhibits = book.exhibits()
    at = next((number for number, one in enumerate(exhibits) if one.id == after), len(exhibits) - 1)
    if at < 0:
        yield from itertools.count(1)
        return
    low = exhibits[at].order
    if at + 1 == len(exhibits):
        yield from itertools.count(low + 1)
        return
    high = exhibits[at + 1].order
    while True:
        low = (low + high) / 2
        yield low


# -- indicators and items


def add_indicator(
    desk: Desk,
    name: str,
    unit: str = "",
    decimals: int = 1,
    synonyms: tuple[str, ...] = (),
    *,
    whole: str = "",
    additive: bool = True,
) -> Indicator:
    """A new indicator of the book. Raises UserError for a name or synonym that another one goes by, and for an unknown unit."""
    indicator = new_indicator(desk.book, name, unit, decimals, synonyms)
    indicator = replace(indicator, additive=additive, whole=whole)
    with desk.edit(text("新建指标：{name}", name=indicator.name)) as edit:
        edit.put(indicator)
    return indicator


def new_indicator(book: Book, name: str, unit: str, decimals: int, synonyms: tuple[str, ...] = ()) -> Indicator:
    """The record of a new indicator, behind the others. Raises UserError as `add_indicator` does."""
    name, words = _checked_heading(book, name, synonyms)
    if book.indicator(name) is not None:
        raise UserError("已经有“{name}”这个指标。", name=name)
    check_decimals(decimals, MOST_DECIMALS)
    order = max((one.order for one in book.indicators), default=-1) + 1
    return Indicator(name, name, typed_symbol(unit), decimals, words, order=order)


def add_item(desk: Desk, name: str, parent: str = "", breakdown: str = "", synonyms: tuple[str, ...] = ()) -> Item:
    """A new member of a breakdown. Raises UserError for a name that is taken or a parent that is not there."""
    above = desk.book.item(parent) if parent else None
    if parent and above is None:
        raise UserError("没有“{name}”这个分组项，不能作为上级。", name=parent)
    words = tuple(" ".join(word.split()) for word in synonyms if word.strip())
    item = new_item(desk.book, name)
    item = replace(item, parent=parent, breakdown=breakdown.strip() or (above.breakdown if above else ""), synonyms=words)
    with desk.edit(text("新建分组项：{name}", name=item.name)) as edit:
        edit.put(item)
    return item


def new_item(book: Book, name: str) -> Item:
    """The record of a new member of a breakdown, behind the others. Raises UserError for an empty name and one that is taken."""
    name = typed_name(name)
    if book.item(name) is not None:
        raise UserError("已经有“{name}”这个分组项。", name=name)
    return Item(name, name, order=max((one.order for one in book.all(Item).values()), default=-1) + 1)


def change_indicator(desk: Desk, indicator_id: str, name: str, unit: str, decimals: int, synonyms: tuple[str, ...]) -> Indicator:
    """Change how an indicator is called and printed; its figures stay under it."""
    present = desk.book.indicator(indicator_id)
    if present is None:
        raise not_a_line(indicator_id)
    name, words = _checked_heading(desk.book, name, synonyms, indicator_id)
    check_decimals(decimals, MOST_DECIMALS)
    changed = replace(present, name=name, unit=typed_symbol(unit), decimals=decimals, synonyms=words)
    with desk.edit(text("修改指标：{name}", name=name)) as edit:
        edit.put(changed)
    return changed


def _checked_heading(book: Book, name: str, synonyms: tuple[str, ...], own: str = "") -> tuple[str, tuple[str, ...]]:
    name = typed_name(name)
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in synonyms if word.strip()))
    for other in book.indicators:
        if other.id == own:
            continue
        taken = {fold_heading(heading) for heading in (other.name, *other.synonyms)}
        for word in (name, *words):
            if fold_heading(word) in taken:
                raise UserError("“{word}”已经是指标“{name}”的名称或别名。", word=word, name=other.name)
    return name, words
