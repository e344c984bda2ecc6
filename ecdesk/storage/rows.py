"""Observations as rows of their own table; other records as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ecdesk.domain.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.encoding import decode, encode
from ecdesk.domain.keys import Key, key_from_text
from ecdesk.domain.periods import period_from_code
from ecdesk.domain.records import Exhibit, Observation, Origin, Record, RecordId
from ecdesk.domain.wording.units import unit_named

OBSERVATION_COLUMNS = (
    "indicator, area, item, period, measure, value, unit, qualifier, mark, unread, status, basis, note, "
    "origin_kind, origin_by, origin_submission, origin_sheet, origin_cell, origin_raw, origin_detail"
)

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


def observations(rows: Iterator[Row]) -> Iterator[Observation]:
    """Observations from rows in the order of `OBSERVATION_COLUMNS`. Texts and origins that repeat are kept once. A row that is
    none fails in whatever way; see `sound_records`."""
    intern = sys.intern
    origins: dict[Row, Origin] = {}
    for row in rows:
        indicator, area, item, period, measure, value, unit, qualifier, mark, unread, status, basis, note, *origin = row
        content: Content
        if value is not None:
            content = Amount(Decimal(value), unit_named(unit), intern(qualifier))
        elif mark is not None:
            content = Mark(mark)
        else:
            content = Unparsed(unread)
        where = tuple(origin)
        shared = origins.get(where)
        if shared is None:
            shared = origins[where] = Origin(*where)
        period_from_code(period)  # checks compute with it
        key = Key(intern(indicator), intern(area), intern(item), intern(period), intern(measure))
        yield Observation(key, content, intern(status), intern(basis), shared, note)


def record_text(record: Record | None) -> str | None:
    """A record as compact JSON, or None for none."""
    return None if record is None else json.dumps(encode(record), ensure_ascii=False, separators=(",", ":"))


def record_from_text(kind: str, body: str | None) -> Record | None:
    """The inverse of `record_text`. Another text fails in whatever way; see `sound_records`."""
    if body is None:
        return None
    record = decode(kind, json.loads(body))
    if isinstance(record, Exhibit):
        for at in (record.at, *(line.at for line in (*record.rows, *record.columns))):
            if at.get("period"):
                period_from_code(at["period"])
    return record


def record_id(kind: str, text: str) -> RecordId:
    return key_from_text(text) if kind == "observation" else text
