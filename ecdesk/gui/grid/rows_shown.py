"""Sorting and filtering as a way of looking: which rows are shown, and in what order. The printed order is never touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ecdesk.domain.book.tables import Cell
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.folding import fold
from ecdesk.domain.wording.numbers import parse_number

STUB = -1
"""The stub, where a column's number is asked for."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """column: its number, or `STUB`."""

    column: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """column: its number, or `STUB`. words: as typed: part of a text, 空, 非空, or a comparison (>100, <=5, 10..20)."""

    column: int
    words: str


_COMPARISON = re.compile(r"(>=|<=|<>|>|<|=|≥|≤|≠|＞|＜|＝)\s*(.+)")
_RANGE = re.compile(r"(.+?)(?:\.\.|～|~)(.+)")
_SAME = {"≥": ">=", "≤": "<=", "≠": "<>", "＞": ">", "＜": "<", "＝": "="}


def filter_test(words: str) -> Callable[[str, Decimal | None], bool]:
    """What a filter's words mean: a test of a cell's printed text and its figure (None where it has none)."""
    wanted = words.strip()
    if wanted == tr("空"):
        return lambda text, _figure: not text.strip()
    if wanted == tr("非空"):
        return lambda text, _figure: bool(text.strip())
    comparison = _COMPARISON.fullmatch(wanted)
    if comparison:
        number = parse_number(comparison[2])
        sign = _SAME.get(comparison[1], comparison[1])
        if number is not None:
            return lambda _text, figure: figure is not None and _compares(figure, sign, number)
    span = _RANGE.fullmatch(wanted)
    if span:
        low, high = parse_number(span[1]), parse_number(span[2])
        if low is not None and high is not None:
            return lambda _text, figure: figure is not None and low <= figure <= high
    folded = fold(wanted)
    return lambda text, _figure: folded in fold(text)


def _compares(figure: Decimal, sign: str, number: Decimal) -> bool:
    if sign == ">=":
        return figure >= number
    if sign == "<=":
        return figure <= number
    if sign == ">":
        return figure > number
    if sign == "<":
        return figure < number
    return (figure == number) == (sign == "=")


def rows_in_view(
    count: int,
    label: Callable[[int], str],
    cell: Callable[[int, int], Cell],
    sorting: Sorting | None,
    filters: tuple[Filter, ...],
) -> list[int] | None:
    """The printed numbers of the rows to show, in order; None for all of them as printed.

    Figures sort by their exact value in the column's unit; rows without one come last either way, in printed order.
    """
    if sorting is None and not filters:
        return None
    shown = list(range(count))
    for condition in filters:
        passes = filter_test(condition.words)
        column = condition.column
        if column == STUB:
            shown = [row for row in shown if passes(label(row), None)]
        else:
            shown = [row for row in shown if passes(*_read(cell(row, column)))]
    if sorting is not None:
        if sorting.column == STUB:
            shown.sort(key=lambda row: fold(label(row)), reverse=sorting.descending)
        else:
            figures = {row: _read(cell(row, sorting.column))[1] for row in shown}
            known = [(figure, row) for row, figure in figures.items() if figure is not None]
            known.sort(key=lambda pair: pair[0], reverse=sorting.descending)
            shown = [row for _figure, row in known] + [row for row in shown if figures[row] is None]
    return shown


def _read(cell: Cell) -> tuple[str, Decimal | None]:
    content = cell.content
    if not isinstance(content, Amount):
        return cell.text, None
    shown = cell.shown
    return cell.text, shown.value if shown is not None else None
