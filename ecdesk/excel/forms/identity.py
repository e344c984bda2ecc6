"""What a form carries hidden, so that its return is read exactly whatever was moved about.

Every line has a token in a hidden first column, and the columns have tokens in a hidden row above them: they travel with their rows and
columns when lines are inserted, sorted or hidden, when sheets are renamed, and through .xls and .ods. A hidden sheet says what the form
is. A token ends in a checksum, so that one that was cut or retyped counts as none.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ecdesk.domain.figures.keys import MEASURES, Key, key_from_text
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.figures.symbols import Symbols, senders_symbols, symbols_from
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import unit_named
from ecdesk.excel.formats.grid import Sheet, Workbook

MARK = "ecdesk"
FORM, LETTER = "form", "letter"
VERSION = "1"
IDENTITY_SHEET = "ecdesk"

FIGURE, FINDING, OPERAND, COLUMN = "figure", "finding", "operand", "column"
"""Kinds of tokens: a figure that is asked for, a finding, a figure of a finding, a column."""
INPUT, WORDS = "input", "words"
"""Columns that are filled in: figures, and remarks or explanations."""

_GAP = "¦"


def token(kind: str, *parts: str) -> str:
    """A token of a kind with its parts, none of which may hold the separator."""
    body = _GAP.join((MARK, kind, *(part.replace(_GAP, "|") for part in parts)))
    return f"{body}{_GAP}{zlib.crc32(body.encode()):08x}"


def read_token(value: object) -> tuple[str, tuple[str, ...]] | None:
    """Kind and parts of a token, or None for any other cell."""
    if not isinstance(value, str) or not value.startswith(MARK + _GAP):
        return None
    body, _gap, checksum = value.strip().rpartition(_GAP)
    if f"{zlib.crc32(body.encode()):08x}" != checksum:
        return None
    _mark, kind, *parts = body.split(_GAP)
    return kind, tuple(parts)


@dataclass(frozen=True)
class Identity:
    """What the hidden sheet says. kind: form or letter. headings: of the columns by what is filled in there. symbols: those that the form tells
    to use, as a book keeps them; "" for one of a time when every form told the same."""

    kind: str
    area: str
    period: str
    headings: dict[str, str]
    symbols: str = ""

    @property
    def set(self) -> Symbols:
        """What stands for what in the cells that are filled in."""
        return symbols_from(self.symbols) if self.symbols else senders_symbols()


def identity_lines(identity: Identity) -> list[tuple[str, str]]:
    """The rows of the hidden sheet."""
    return [
        (token(identity.kind, VERSION), str(text("本表由 ecdesk 生成，此页用于识别报表，请勿修改。"))),
        ("area", identity.area),
        ("period", identity.period),
        ("symbols", identity.symbols),
        *((f"heading:{name}", words) for name, words in identity.headings.items()),
    ]


def identity_of(workbook: Workbook) -> Identity | None:
    """The identity of a form or letter of ours, from its hidden sheet or, when that is gone, from its lines; None for other files."""
    for sheet in workbook.sheets:
        found = read_token(sheet.rows[0][0]) if sheet.rows and sheet.rows[0] else None
        if found is not None and found[0] in (FORM, LETTER):
            return _identity_on(sheet, found[0])
    kinds = {kind for sheet in workbook.sheets for _row, kind, _parts in tokens(sheet)}
    if FIGURE in kinds:
        return Identity(FORM, "", "", {})
    return Identity(LETTER, "", "", {}) if kinds & {FINDING, OPERAND} else None


def _identity_on(sheet: Sheet, kind: str) -> Identity:
    lines = {str(row[0]): str(row[1]) for row in sheet.rows[1:20] if len(row) > 1}
    headings = {name.partition(":")[2]: words for name, words in lines.items() if name.startswith("heading:")}
    return Identity(kind, lines.get("area", ""), lines.get("period", ""), headings, lines.get("symbols", ""))


def read_figure(parts: tuple[str, ...]) -> tuple[Key, Unit, int] | None:
    """Key, unit and prescribed decimals of a figure's token; None for parts that nobody here wrote, whatever their checksum says."""
    try:
        key_text, unit, decimals = parts
        key = key_from_text(key_text)
        period_from_code(key.period)
        places = int(decimals)
    except ValueError:
        return None
    known = key.measure.partition(":")[0] in MEASURES
    return (key, unit_named(unit), places) if key.indicator and key.area and known and 0 <= places <= 12 else None


def tokens(sheet: Sheet) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """(row, kind, parts) of every line's token on a sheet."""
    return ((row, kind, parts) for row, _column, kind, parts in _all_tokens(sheet) if kind in (FIGURE, FINDING, OPERAND))


def _all_tokens(sheet: Sheet) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
    """(row, column, kind, parts) of every token on a sheet."""
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            found = read_token(value)
            if found is not None:
                yield row, column, *found


def columns(sheet: Sheet, identity: Identity) -> dict[str, int]:
    """Where what is filled in stands, by the hidden row of tokens; by the headings where that row is gone."""
    found: dict[str, int] = {}
    for _row, column, kind, parts in _all_tokens(sheet):
        if kind == COLUMN:
            found.setdefault(parts[0], column)
    for name, words in identity.headings.items():
        places = {number for row in sheet.rows for number, value in enumerate(row) if value == words}
        if name not in found and len(places) == 1:
            found[name] = places.pop()
    return found
