"""Rows that keep themselves sorted and numbered: rankings of areas or items by their figures, lists by a column of theirs.

Rows are sorted between one heading and the next. A row with what is indented under it stays together and is sorted by its own figure; a row that
is the whole of others, the nation above its provinces, stands before them without a number.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

from ecdesk.domain.book.layouts.keys import cell_key
from ecdesk.domain.book.layouts.texts import figure_in, is_entry, is_heading
from ecdesk.domain.book.records import Exhibit, Item, Line, Observation, Sorting, TextKind
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.time.time_words import date_in

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book

Figures = Callable[[Key], Observation | None]
"""What stands under a key."""
Numbers = dict[str, int]
"""Numbers of rows by their ids."""
_Value = tuple[Any, ...]
"""What rows are compared by; the larger is the later date, the greater figure. Empty where nothing can be compared."""


def in_order(book: Book, exhibit: Exhibit, figures: Figures) -> Exhibit:
    """The exhibit with its rows in the order that they keep; itself where they stand in it. figures: the book's, as they will be."""
    sorting = exhibit.sorting
    if sorting is None or not sorting.by or not any(column.id == sorting.by for column in exhibit.columns):
        return exhibit
    rows: list[Line] = []
    for block in _blocks(exhibit.rows):
        rows += _sorted_block(book, exhibit, block, figures)
    return exhibit if [row.id for row in rows] == [row.id for row in exhibit.rows] else replace(exhibit, rows=tuple(rows))


def numbers(book: Book, exhibit: Exhibit) -> Numbers:
    """The numbers that stand before rows: the places of a ranking, equal figures with one; the entries of a list one after the other."""
    sorting = exhibit.sorting
    if sorting is None:
        return {}
    column = next((column for column in exhibit.columns if column.id == sorting.by), None)
    if column is None or column.kind is not None:
        return _counted(book, exhibit)
    found: Numbers = {}
    for block in _blocks(exhibit.rows):
        found |= _places(book, exhibit, block, column)
    return found


def _counted(book: Book, exhibit: Exhibit) -> Numbers:
    """Entries, and rows that are no whole of others and stand under none, one after the other."""
    wholes = _wholes(book, exhibit.rows)
    entries = (row for row in exhibit.rows if is_entry(row) or (row.at and not row.level and row.id not in wholes))
    return {row.id: number for number, row in enumerate(entries, start=1)}


def printed_rows(book: Book, exhibit: Exhibit) -> tuple[Line, ...]:
    """The rows that are printed: of a list the entries in which something stands, all of one that nobody has filled in yet; of a ranking those of
    the first places between one heading and the next, with what is indented under them."""
    rows = tuple(row for row in exhibit.rows if row.texts or not is_entry(row))
    if any(is_entry(row) for row in rows):
        exhibit = replace(exhibit, rows=rows)
    sorting = exhibit.sorting
    column = next((column for column in exhibit.columns if sorting is not None and column.id == sorting.by), None)
    if sorting is None or not sorting.top or column is None:
        return exhibit.rows
    places: Numbers = {}
    for block in _blocks(exhibit.rows):
        places |= _places(book, exhibit, block, column)
    wholes = _wholes(book, exhibit.rows)
    kept: list[Line] = []
    under = False
    for row in exhibit.rows:
        if row.id in places:
            under = places[row.id] <= sorting.top
        elif is_heading(row) or row.id in wholes:
            under = True
        elif not row.level:
            under = False
        if under:
            kept.append(row)
    return tuple(kept)


def _blocks(rows: Sequence[Line]) -> Iterator[list[Line]]:
    """The rows from one heading to the next, each with its heading."""
    block: list[Line] = []
    for row in rows:
        if is_heading(row) and block:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _sorted_block(book: Book, exhibit: Exhibit, block: Sequence[Line], figures: Figures) -> list[Line]:
    sorting = exhibit.sorting
    assert sorting is not None
    column = next(column for column in exhibit.columns if column.id == sorting.by)
    first, families = _families(block, _wholes(book, block))
    year = _year_of(book)
    values = {family[0].id: _value(exhibit, family[0], column, figures, year) for family in families}
    known = [family for family in families if values[family[0].id]]
    known.sort(key=lambda family: values[family[0].id], reverse=sorting.descending)
    rest = [family for family in families if not values[family[0].id]]
    return [*first, *chain.from_iterable((*known, *rest))]


def _families(block: Sequence[Line], wholes: Container[str]) -> tuple[list[Line], list[list[Line]]]:
    """The rows that stand before the others, and the others, each with what is indented under it."""
    first: list[Line] = []
    families: list[list[Line]] = []
    for row in block:
        if is_heading(row) or row.id in wholes:
            first.append(row)
        elif row.level and families:
            families[-1].append(row)
        else:
            families.append([row])
    return first, families


def _wholes(book: Book, rows: Sequence[Line]) -> set[str]:
    """Ids of the rows about the whole of what other rows are about."""
    found: set[tuple[str, str]] = set()
    for row in rows:
        found |= {("area", code) for code in _above(lambda code: book.area(code), row.at.get("area", ""))}
        found |= {("item", id) for id in _above(lambda id: book.get(Item, id), row.at.get("item", ""))}
    return {row.id for row in rows if not row.level and any(part in found for part in row.at.items())}


def _above(record: Callable[[str], Area | Item | None], id: str) -> set[str]:
    """Ids of what an area or item is part of, of what that is part of, and so on."""
    found: set[str] = set()
    present = record(id) if id else None
    while present is not None and present.parent and present.parent not in found:
        found.add(present.parent)
        present = record(present.parent)
    return found


def _places(book: Book, exhibit: Exhibit, block: Sequence[Line], column: Line) -> Numbers:
    """The places of a ranking: equal figures have one place, and the next after them goes on by how many they are."""
    wholes = _wholes(book, block)
    ranked = [row for row in block if (row.at or is_entry(row)) and not row.level and row.id not in wholes]
    found: Numbers = {}
    before: tuple[int, _Value] = (0, ())
    for number, row in enumerate(ranked, start=1):
        value = _value(exhibit, row, column, book.observation, _year_of(book))
        if value:
            place = before[0] if value == before[1] else number
            found[row.id] = place
            before = place, value
    return found


def _year_of(book: Book) -> int:
    return book.period.year if book.period is not None else 0


def _value(exhibit: Exhibit, row: Line, column: Line, figures: Figures, year: int) -> _Value:
    """What a row is compared by in a column. year: of the book, which a date without one is of."""
    if column.kind is None:
        key = cell_key(replace(exhibit, rows=(row,), columns=(column,)), 0, 0)
        observation = figures(key) if key is not None else None
        return _of_amount(observation.amount if observation is not None else None)
    words = row.texts.get(column.id, "").strip()
    if not words:
        return ()
    if column.kind is TextKind.DATE:
        period = date_in(words, year)
        return (period.year, period.months[-1], period.index if period.kind == "day" else 0) if period is not None else ()
    return _of_amount(figure_in(words, column.unit)) if column.kind is TextKind.FIGURE else (words,)


def _of_amount(amount: Amount | None) -> _Value:
    """Figures of one kind beside each other: 人民币 and 美元 are not compared."""
    return () if amount is None else (amount.unit.dimension, Fraction(amount.value) * amount.unit.scale)


def numbered(number: int | None, label: str) -> str:
    """A row's name with its number before it."""
    return label if number is None else f"{number}　{label}".rstrip("　")


__all__ = ["Sorting", "in_order", "numbered", "numbers", "printed_rows"]
