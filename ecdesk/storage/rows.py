"""Observations as rows of their own table; other records as JSON."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from string import Formatter
from typing import Any

from ecdesk.domain.book.encoding import decode_number, decode_text, encode
from ecdesk.domain.book.history import History
from ecdesk.domain.book.layouts.texts import LONGEST_TEXT
from ecdesk.domain.book.records import (
    RECORD_TYPES,
    Conflict,
    Exhibit,
    Indicator,
    Observation,
    Origin,
    OriginKind,
    Record,
    RecordId,
    Status,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.figures.keys import Key, key_from_text
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.files.door import from_json
from ecdesk.domain.texts import Text
from ecdesk.domain.wording.units import unit_named

OBSERVATION_COLUMNS = (
    "indicator, area, item, period, measure, value, unit, qualifier, mark, unread, status, basis, note, "
    "origin_kind, origin_by, origin_submission, origin_sheet, origin_cell, origin_raw, origin_detail"
)

OF_KEY = "indicator = ? AND area = ? AND item = ? AND period = ? AND measure = ?"
"""The condition of one observation; its values are the parts of its key."""

LONGEST_RECORD = 15 * 2**20
"""Bytes of one record as JSON: two of them, before and after, are one line of the journal."""
MOST_DECIMALS = 30
MOST_LEVELS = 100
MOST_LINES = 1_000_000

Row = tuple[Any, ...]


def observation_row(observation: Observation) -> Row:
    value = unit = qualifier = mark = unread = None
    content = observation.content
    if isinstance(content, Amount):
        value, unit, qualifier = str(content.value), content.unit.symbol, content.qualifier
    elif isinstance(content, Mark):
        mark = content.value
    else:
        unread = content.text
    origin = observation.origin
    return (
        *observation.key,
        value,
        unit,
        qualifier,
        mark,
        unread,
        observation.status,
        observation.basis,
        observation.note,
        origin.kind,
        origin.by,
        origin.submission,
        origin.sheet,
        origin.cell,
        origin.raw,
        origin.detail,
    )


_STATUSES = {status.value: status for status in Status}


def observations(rows: Iterable[Row]) -> Iterator[Observation]:
    """Observations from rows in the order of `OBSERVATION_COLUMNS`. Texts and origins that repeat are kept once. A row that is
    none fails in whatever way; see `sound_records`."""
    intern = sys.intern
    origins: dict[Row, Origin] = {}
    for row in rows:
        indicator, area, item, period, measure, value, unit, qualifier, mark, unread, status, basis, note, *origin = row
        content: Content
        if value is not None:
            content = Amount(decode_number(value), unit_named(unit), intern(qualifier))
        elif mark is not None:
            content = Mark(mark)
        elif type(unread) is str:
            content = Unparsed(unread)
        else:
            raise ValueError("no content")
        where = tuple(origin)
        shared = origins.get(where)
        if shared is None:
            kind, *texts = where
            "".join(texts)  # TypeError for one that is no text
            shared = origins[where] = Origin(OriginKind(kind), *texts)
        if type(note) is not str:
            raise ValueError("no note")
        period_from_code(period)  # checks compute with it
        key = Key(intern(indicator), intern(area), intern(item), intern(period), intern(measure))
        yield Observation(key, content, _STATUSES[status], intern(basis), shared, note)


def records(connection: sqlite3.Connection) -> Iterator[Record]:
    """Every record of a file, kinds in the order of `RECORD_TYPES`. What is none fails in whatever way; see `sound_records`."""
    for kind in _kinds(connection):
        if kind not in RECORD_TYPES or kind == Observation.KIND:
            raise ValueError(f"no kind of record: {kind}")
    for kind in RECORD_TYPES:
        if kind == Observation.KIND:
            yield from observations(connection.execute(f"SELECT {OBSERVATION_COLUMNS} FROM observation"))
            continue
        for id, body in connection.execute("SELECT id, body FROM record WHERE kind = ? ORDER BY id", (kind,)):
            record = record_from_text(kind, body)
            if record is None or record.id != id:
                raise ValueError(f"no {kind}: {id}")
            yield record


def _kinds(connection: sqlite3.Connection) -> Iterator[Any]:
    """The kinds of record that a file holds, found by their order: bodies are not looked at."""
    row = connection.execute("SELECT kind FROM record ORDER BY kind LIMIT 1").fetchone()
    while row is not None:
        yield row[0]
        row = connection.execute("SELECT kind FROM record WHERE kind > ? ORDER BY kind LIMIT 1", row).fetchone()


def record_text(record: Record | None) -> str | None:
    """A record as compact JSON, or None for none. Raises UserError for one that is too long to be read again."""
    if record is None:
        return None
    body = json.dumps(encode(record), ensure_ascii=False, separators=(",", ":"))
    if len(body) > LONGEST_RECORD // 3 and len(body.encode()) > LONGEST_RECORD:
        raise UserError("“{what}”的内容太多，存不下；请把它分成几个。", what=str(record.id))
    return body


def record_from_text(kind: str, body: str | None) -> Record | None:
    """The inverse of `record_text`. Another text fails in whatever way; see `sound_records`."""
    if body is None:
        return None
    record = decode_text(kind, body)
    if isinstance(record, Exhibit):
        _check_layout(record)
    elif isinstance(record, Indicator):
        _check_range(record.decimals, -MOST_DECIMALS, MOST_DECIMALS)
    elif isinstance(record, Conflict):
        record_id(record.record_kind, record.about)
        for side in (record.base, record.ours, record.theirs):
            if side:
                record_from_text(record.record_kind, side)
    return record


def _check_layout(exhibit: Exhibit) -> None:
    for at in (exhibit.at, *(line.at for line in (*exhibit.rows, *exhibit.columns))):
        if at.get("period"):
            period_from_code(at["period"])
    for line in (*exhibit.rows, *exhibit.columns):
        _check_range(line.level, 0, MOST_LEVELS)
        if line.decimals is not None:
            _check_range(line.decimals, -MOST_DECIMALS, MOST_DECIMALS)
        for words in line.texts.values():
            _check_range(len(words), 0, LONGEST_TEXT)
    if exhibit.sorting is not None:
        _check_range(exhibit.sorting.top, 0, MOST_LINES)


def _check_range(number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise ValueError(f"{number} is not from {least} to {most}")


def record_id(kind: str, text: str) -> RecordId:
    """The id that a change tells; ValueError for a kind that is none, or an id that is no key where it should be one."""
    if kind not in RECORD_TYPES or type(text) is not str:
        raise ValueError(f"no record: {kind} {text}")
    return key_from_text(text) if kind == Observation.KIND else text


LONGEST_NAME = 2**20
"""Characters of a step's name as it is printed: a template could ask for one long value any number of times."""


def as_text(value: Any) -> str:
    """What must be a text; ValueError for anything else that stands in its column."""
    if type(value) is not str:
        raise ValueError("no text")
    return value


def step_name(template: str, details: str) -> Text:
    """The name of a step as the journal has it: a template with its values, each put in as it is. Raises ValueError for one that cannot be
    printed, or that would print what is in the values' insides."""
    values = from_json(details)
    if type(values) is not dict:
        raise ValueError("no name of a step")
    for value in values.values():
        if not isinstance(value, str | int | float | None):
            raise ValueError("no value")
    printed = 0
    for literal, field, format, conversion in Formatter().parse(as_text(template)) if values else ():
        if field is not None and (field not in values or format or conversion):
            raise ValueError(f"no value: {field}")
        printed += len(literal) + len(str(values.get(field, "")))
    if printed > LONGEST_NAME:
        raise ValueError("a name of a step that is no name")
    return Text(as_text(template), values)


def steps(rows: Iterable[Row]) -> list[tuple[int, str, int | None, bool]]:
    """(seq, action, target, whether it is a save point) of every transaction from rows in order; ValueError for a journal that nobody can have written."""
    found = [(_whole(seq), action, None if target is None else _whole(target), bool(mark)) for seq, action, target, mark in rows]
    History.of(found)
    return found


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("no whole number")
    return value
