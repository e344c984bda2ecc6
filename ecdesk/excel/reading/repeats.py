"""Figures of a file that stand under one key: the same figure again counts once, two different ones are both asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ecdesk.domain.figures.periods import span_code
from ecdesk.domain.figures.readings import Problem, Reading
from ecdesk.domain.texts import Text, text
from ecdesk.excel.formats.grid import position


class Told(NamedTuple):
    """What is left of the readings of a file, what is to be said of those left out, and what has to be asked of the rest."""

    readings: list[Reading]
    notes: list[Problem]
    questions: list[Problem]


def without_repeats(readings: Iterable[Reading]) -> Told:
    """Each figure once. What stands again is told once for the two rows, columns or sheets that it stands in; two lines that have one figure
    alike and others apart, as the months so far and the quarters have the first of them, are no repetition. Two figures that differ are
    asked about, once for the same two lines."""
    readings = list(readings)
    first: dict[tuple[str, ...], int] = {}
    repeated: dict[tuple[str, ...], list[_Pair]] = {}
    differing: dict[tuple[str, ...], _Pair] = {}
    kept: list[Reading] = []
    for reading in readings:
        key = (reading.region, reading.indicator, reading.item, span_code(reading.period), reading.measure)
        at = first.setdefault(key, len(kept))
        if at == len(kept) or not reading.period:
            kept.append(reading)
            continue
        other = kept[at]
        if _is_same(reading, other):
            repeated.setdefault(_lines_of(reading, other), []).append((reading, other))
            continue
        differing.setdefault(_line_of(other, reading), (reading, other))
        kept[at], again = (one if one.doubt else replace(one, doubt=_differing(reading, other)) for one in (other, reading))
        kept.append(again)
    return Told(kept, _notes(readings, repeated), [_question(*two) for pair in differing.values() for two in (pair, pair[::-1])])


_Pair = tuple[Reading, Reading]


def _is_same(one: Reading, other: Reading) -> bool:
    return one.amount.value == other.amount.value and one.amount.unit == other.amount.unit


def _notes(readings: list[Reading], repeated: dict[tuple[str, ...], list[_Pair]]) -> list[Problem]:
    """What is to be said of figures that stand again: of those of a line all of them do."""
    held = Counter(line for reading in readings for line in _own_lines(reading)) if repeated else {}
    return [_note(pairs) for lines, pairs in repeated.items() if len(pairs) >= held.get(lines[:1] + lines[2:4], 0)]


def _own_lines(reading: Reading) -> Iterator[tuple[str, ...]]:
    """The row and the column that a figure stands in."""
    at = position(reading.cell)
    if at is not None:
        yield reading.sheet, "rows", str(at[0])
        yield reading.sheet, "columns", str(at[1])


def _lines_of(one: Reading, other: Reading) -> tuple[str, ...]:
    """The two columns, rows or sheets that figures which are the same stand in."""
    at, beside = position(one.cell), position(other.cell)
    sheets = (one.sheet, other.sheet)
    if at is None or beside is None or one.sheet != other.sheet:
        return sheets
    if at[0] == beside[0]:
        return (*sheets, "columns", str(at[1]), str(beside[1]))
    return (*sheets, "rows", str(at[0]), str(beside[0])) if at[1] == beside[1] else sheets


def _line_of(one: Reading, other: Reading) -> tuple[str, ...]:
    """The column, the row or the sheet in which the first of two figures stands that nothing else tells apart."""
    if one.sheet != other.sheet:
        return one.sheet, other.sheet
    at, beside = position(one.cell), position(other.cell)
    if at is None or beside is None:
        return one.sheet, one.cell
    return (one.sheet, "column", str(at[1])) if at[0] == beside[0] else (one.sheet, "row", str(at[0]))


def _note(pairs: list[_Pair]) -> Problem:
    """That figures were read once only, said at the first of them."""
    reading, other = pairs[0]
    cell, beside = _place(reading, other), _place(other, reading)
    if len(pairs) == 1:
        message = text("{cell}与{other}是同一个数，只读入一次。", cell=cell, other=beside)
    else:
        message = text("{cell}等{count}处与{other}等处是同样的数，只读入一次。", cell=cell, count=len(pairs), other=beside)
    return Problem(message, reading.sheet, reading.cell)


def _question(one: Reading, other: Reading) -> Problem:
    return Problem(_differing(one, other), one.sheet, one.cell)


def _differing(one: Reading, other: Reading) -> Text:
    return text("{cell}与{other}说的是同一个指标，数却不同。", cell=_place(one, other), other=_place(other, one))


def _place(reading: Reading, beside: Reading) -> str:
    """Where a reading stands, with its sheet where the other one stands in another."""
    return reading.cell if reading.sheet == beside.sheet else f"{reading.sheet}!{reading.cell}"
