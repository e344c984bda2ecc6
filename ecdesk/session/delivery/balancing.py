"""Balanced rounding 舍位平衡 of an exhibit: shown and exported in another unit with every printed sum holding; off unless somebody chose it.

The choice is a setting of the book, so that it is one step that can be undone; no figure is changed by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from ecdesk.checks import BalancedFigures, Checker, balance_figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Line, Setting
from ecdesk.domain.book.tables import Cell, Table, build_table, cell_unit, in_language, laid_out, print_cell
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key, key_from_text
from ecdesk.domain.figures.numerals import THIN_SPACE, print_content
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.files.door import from_json
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.units import find_unit, unit_named, units_beside
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.refusals import typed_unit

_SETTING = "balance:"
MOST_DECIMALS = 6


@dataclass(frozen=True)
class Balancing:
    """How an exhibit is balanced. locked: figures that are rounded simply, whatever the others need."""

    unit: Unit
    decimals: int
    locked: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class BalancedTable:
    """A balanced exhibit. table: as it is printed. moved: cells (row, column) that are not simply rounded. broken: totals whose sums cannot be
    kept, because the exact figures do not add up or locked ones stand against it."""

    table: Table
    moved: frozenset[tuple[int, int]]
    broken: frozenset[tuple[int, int]]


def balancing_of(book: Book, exhibit_id: str) -> Balancing | None:
    """How an exhibit is balanced; None for one that is not, which is the rule, or where what stands in the file is no such choice."""
    written = book.setting(_SETTING + exhibit_id)
    if not written:
        return None
    try:
        choice = from_json(written)
        unit, decimals = find_unit(choice["unit"]), choice["decimals"]
        locked = frozenset(key_from_text(one) for one in choice.get("locked", ()))
    except (ValueError, LookupError, TypeError, AttributeError):  # written by something else
        return None
    return Balancing(unit, decimals, locked) if unit is not None and decimals in range(MOST_DECIMALS + 1) else None


def set_balancing(desk: Desk, exhibit_id: str, symbol: str, decimals: int, locked: frozenset[Key] = frozenset()) -> Balancing:
    """Show an exhibit balanced in a unit with so many decimals. Raises UserError for a unit that none of its figures converts to."""
    exhibit = desk.book.exhibit(exhibit_id)
    unit = typed_unit(symbol)
    if not any(_dimension(desk.book, exhibit, key) == unit.dimension for _row, _column, key in cell_keys(exhibit)):
        raise UserError("{exhibit}里没有能换算为“{unit}”的数，请换一个单位。", exhibit=exhibit.number, unit=unit.symbol)
    if not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(decimals)
    choice = {"unit": unit.symbol, "decimals": decimals, "locked": sorted(str(key) for key in locked)}
    with desk.edit(text("{exhibit} 舍位平衡：{unit}", exhibit=exhibit.number, unit=unit.symbol)) as edit:
        edit.put(Setting(_SETTING + exhibit_id, json.dumps(choice, ensure_ascii=False)))
    return Balancing(unit, decimals, locked)


def clear_balancing(desk: Desk, exhibit_id: str) -> None:
    """Show an exhibit with its own figures again."""
    with desk.edit(text("{exhibit} 取消舍位平衡", exhibit=desk.book.exhibit(exhibit_id).number)) as edit:
        edit.remove(Setting, _SETTING + exhibit_id)


def balanced_exhibits(book: Book) -> list[Exhibit]:
    """The exhibits that are shown balanced, in the order of the report."""
    return [exhibit for exhibit in book.exhibits() if book.setting(_SETTING + exhibit.id)]


def proposed_units(book: Book, exhibit: Exhibit) -> list[str]:
    """Units that an exhibit's figures could be shown in, coarser ones too, from its own."""
    own = main_unit(book, exhibit)
    found = [own.symbol] if own.symbol else []
    coarser = (unit.symbol for unit in units_beside(own, "shown") if unit.scale >= own.scale)
    return list(dict.fromkeys((*found, *coarser)))


def main_unit(book: Book, exhibit: Exhibit) -> Unit:
    """The unit of most cells of an exhibit."""
    counts: dict[Unit, int] = {}
    for row, column, key in cell_keys(exhibit):
        unit = cell_unit(book, exhibit, exhibit.rows[row], exhibit.columns[column], key)
        counts[unit] = counts.get(unit, 0) + (1 if unit.is_ratio or unit.is_points else 2)
    return max(counts, key=lambda unit: counts[unit]) if counts else Unit("", "", "", Fraction(1))


def balanced_table(checker: Checker, exhibit: Exhibit, balancing: Balancing, grouping: str = THIN_SPACE) -> BalancedTable:
    """An exhibit balanced as chosen. checker: the book with its rules, which say what are sums."""
    book = checker.book
    keys = [key for _row, _column, key in cell_keys(exhibit)]
    figures = balance_figures(checker, keys, balancing.unit, balancing.decimals, balancing.locked)
    plain = build_table(book, exhibit, grouping)
    exhibit = plain.exhibit  # the rows that are printed
    step = balancing.unit.scale / Fraction(10) ** balancing.decimals
    moved, broken, lost = set(), set(), ""
    rows = []
    for row, line in enumerate(plain.cells):
        cells = []
        for column, cell in enumerate(line):
            cells.append(in_language(book, _balanced(cell, figures, balancing, step, grouping), None, grouping))
            lost = lost or _lost_zero(cell, cells[-1])
            if cell.key in figures.moved:
                moved.add((row, column))
            if cell.key in figures.broken:
                broken.add((row, column))
        rows.append(tuple(cells))
    shown = replace(
        exhibit,
        unit=balancing.unit.symbol,
        notes=(*exhibit.notes, *_notes(bool(moved), lost)),
        rows=_without_units(exhibit.rows, balancing.unit),
        columns=_without_units(exhibit.columns, balancing.unit),
    )
    return BalancedTable(laid_out(book, shown, tuple(rows)), frozenset(moved), frozenset(broken))


def _notes(moved: bool, lost: str) -> Iterator[str]:
    """What balancing did to the figures. lost: a zero that some of them are printed as."""
    if moved:
        yield tr("本表按舍位平衡处理，各数与四舍五入的结果最多相差末位一个单位。")
    if lost:
        yield tr("印作{zero}的数不全是零，有的只是小得末位上显不出来。", zero=lost)


def _lost_zero(cell: Cell, shown: Cell) -> str:
    """The zero that a figure is printed as which is none; "" for any other figure."""
    before, after = cell.content, shown.content
    lost = isinstance(before, Amount) and before.value and isinstance(after, Amount) and not after.value
    return shown.text if lost else ""


def _without_units(lines: tuple[Line, ...], unit: Unit) -> tuple[Line, ...]:
    """Lines that had a unit of this kind follow the table's."""
    return tuple(
        replace(line, unit="") if line.unit and unit_named(line.unit).dimension == unit.dimension else line for line in lines
    )


def _balanced(cell: Cell, figures: BalancedFigures, balancing: Balancing, step: Fraction, grouping: str) -> Cell:
    amount = figures.amounts.get(cell.key) if cell.key is not None else None
    content = cell.content
    if amount is None or cell.observation is None or not isinstance(content, Amount):
        return cell
    known = content.unit.scale * Fraction(10) ** content.exponent
    if known > step:
        # A figure is never printed with more digits than are known of it.
        return replace(cell, unit=balancing.unit, text=print_cell(content, balancing.unit, None, grouping))
    shown = replace(cell.observation, content=amount)
    return Cell(cell.key, shown, balancing.unit, print_content(amount, balancing.unit, grouping))


def _dimension(book: Book, exhibit: Exhibit, key: Key) -> str:
    observation = book.observation(key)
    if observation is not None and isinstance(observation.content, Amount):
        return observation.content.unit.dimension
    return ""
