"""From version 1 of the file to 2: spans of the same months have one name, and what stood under two is one figure, or a dispute.

Version 1 kept a figure of January to December under 2018C12 when it was typed so, and under 2018 when it was imported as the year. Here the
name that is kept is put wherever a key stands: in the figures, in other records, and in every change of the journal. Where both names were in
use for one figure, its history is told anew, step by step, as that of one figure and of what else was said of it, so that every step can
still be undone, done again and taken back.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from ecdesk.domain.book.records import Alternative, Observation, Record, Waiver
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.periods import Period, period_from_code, span_code
from ecdesk.storage.faults import sound_bodies
from ecdesk.storage.rows import OBSERVATION_COLUMNS, OF_KEY, observation_row, observations, record_from_text, record_text

_CODE = re.compile(r"(?<=\|)([0-9]{4}C(?:12|06|03|01))(?=\|(?:value|change|growth|share|points))")
"""The name that goes, where it stands in a key."""
_PRINTED = re.compile(r"(?<![0-9])[0-9]{4}年1—(?:12|6|3|1)月$")
"""The same as it is printed at the end of what a finding is about."""
_SUBJECT = re.compile(r'("(?:id|subject)":"(?:[^"\\]|\\.)*?)(?<![0-9])([0-9]{4}年1—(?:12|6|3|1)月)(?=")')
_OF_A_FIGURE = (Observation.KIND, Alternative.KIND, Waiver.KIND)
"""Kinds whose ids say which figure a record is about."""


def name_spans_once(connection: sqlite3.Connection) -> None:
    """Put the one name of each span wherever another stands. Neither begins nor ends a transaction."""
    for pair in list(_pairs(connection)):
        _join(connection, pair)
    for name, parameters, function in (("span_of", 1, span_code), ("renamed_id", 2, _renamed_id), ("renamed", 2, _renamed)):
        connection.create_function(name, parameters, function)
    connection.execute("UPDATE observation SET period = span_of(period) WHERE period LIKE '____C__'")
    connection.execute(
        "UPDATE record SET id = renamed_id(kind, id), body = renamed(kind, body) WHERE kind = 'waiver' OR body LIKE '%C__|%'"
    )
    connection.execute(
        "UPDATE change SET id = renamed_id(kind, id), before = renamed(kind, before), after = renamed(kind, after)"
        " WHERE kind = 'waiver' OR id LIKE '%C__|%' OR before LIKE '%C__|%' OR after LIKE '%C__|%'"
    )


def _renamed_id(kind: str, id: str) -> str:
    if kind == Waiver.KIND:
        return _PRINTED.sub(lambda match: _printed_once(match[0]), id)
    return _CODE.sub(lambda match: span_code(match[1]), id)


def _printed_once(span: str) -> str:
    year, _, month = span[:-1].partition("年1—")
    return str(Period(int(year), "cumulative", int(month)).span)


def _renamed(kind: str, body: str | None) -> str | None:
    """The body of a record, with keys in whatever field and in bodies that stand in it as text."""
    if body is None:
        return None
    body = _CODE.sub(lambda match: span_code(match[1]), body)
    return _SUBJECT.sub(lambda match: match[1] + _printed_once(match[2]), body) if kind == Waiver.KIND else body


# -- one figure under two names


@dataclass(frozen=True)
class _Pair:
    """Two ids of one record. kept: with the name that stays. span: the other name, as it is printed."""

    kind: str
    kept: str
    gone: str
    span: str


_Told = tuple[Record | None, Record | None]
"""What is told of a figure at a time: the record that stands, and what else was said, each None where there is none."""


def _pairs(connection: sqlite3.Connection) -> Iterator[_Pair]:
    """The records that were ever there under both names."""
    ids = {
        (Observation.KIND, "|".join(key))
        for key in connection.execute("SELECT indicator, area, item, period, measure FROM observation")
    }
    for table in ("record", "change"):
        ids.update(connection.execute(f"SELECT DISTINCT kind, id FROM {table} WHERE kind IN (?, ?, ?)", _OF_A_FIGURE))
    for kind, id in sorted(ids):
        kept = _renamed_id(kind, id)
        if kept != id and (kind, kept) in ids:
            match = _PRINTED.search(id) if kind == Waiver.KIND else _CODE.search(id)
            assert match is not None
            yield _Pair(kind, kept, id, match[0] if kind == Waiver.KIND else str(period_from_code(match[1])))


def _join(connection: sqlite3.Connection, pair: _Pair) -> None:
    """Tell what is in the journal of two records as the history of one and of what else was said."""
    both = (pair.kept, pair.gone)
    rows = connection.execute(
        "SELECT seq, ordinal, id, before, after FROM change WHERE kind = ? AND id IN (?, ?) ORDER BY seq, ordinal",
        (pair.kind, *both),
    ).fetchall()
    present = {id: _present(connection, pair.kind, id) for id in both}
    for _seq, _ordinal, id, before, _after in reversed(rows):
        present[id] = _read(pair.kind, before)
    connection.execute("DELETE FROM change WHERE kind = ? AND id IN (?, ?)", (pair.kind, *both))
    told = _told(pair, present)
    for seq, steps in groupby(rows, key=lambda row: row[0]):
        places = []
        for _seq, ordinal, id, _before, after in steps:
            present[id] = _read(pair.kind, after)
            places.append(ordinal)
        earlier, told = told, _told(pair, present)
        _write_changes(connection, pair, seq, places, earlier, told)
    _put(connection, pair, told)


def _write_changes(connection: sqlite3.Connection, pair: _Pair, seq: int, places: list[int], before: _Told, after: _Told) -> None:
    """What a step did, at the places of what it did before. A step that did nothing of what is told still says that it was about it."""
    changes = [change for change in zip(before, after, strict=True) if change[0] != change[1]]
    (last,) = connection.execute("SELECT max(ordinal) FROM change WHERE seq = ?", (seq,)).fetchone()
    free = max(places[-1], -1 if last is None else last) + 1
    for number, (one, two) in enumerate(changes or [(before[0], after[0])]):
        record = one if one is not None else two
        kind, id = (record.KIND, str(record.id)) if record is not None else (pair.kind, pair.kept)
        place = places[number] if number < len(places) else free
        values = (seq, place, kind, id, record_text(one), record_text(two))
        connection.execute("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?)", values)


def _told(pair: _Pair, present: dict[str, Record | None]) -> _Told:
    one, two = present[pair.kept], present[pair.gone]
    if one is None or two is None:
        return (one if one is not None else two), None
    if isinstance(one, Observation) and isinstance(two, Observation):
        return _one_figure(pair, one, two)
    if isinstance(one, Alternative) and isinstance(two, Alternative):
        return one, None if one.content == two.content else replace(two, submission=f"{two.submission} {pair.span}")
    assert isinstance(two, Waiver)
    return one, None if one == two else replace(two, id=f"{two.id}（{pair.span}）")


def _one_figure(pair: _Pair, one: Observation, two: Observation) -> _Told:
    # What was known under the other name stood in for what was not.
    first, second = (two, one) if one.content is Mark.UNKNOWN else (one, two)
    notes = dict.fromkeys(note for note in (one.note, two.note) if note)
    main = replace(first, note="；".join(notes), basis=first.basis or second.basis)
    if second.content in (first.content, Mark.UNKNOWN):
        return main, None
    return main, Alternative(main.key, pair.span, second.content, second.origin)


def _read(kind: str, body: str | None) -> Record | None:
    with sound_bodies():
        return record_from_text(kind, _renamed(kind, body))


# -- in the tables


def _present(connection: sqlite3.Connection, kind: str, id: str) -> Record | None:
    if kind == Observation.KIND:
        found = connection.execute(f"SELECT {OBSERVATION_COLUMNS} FROM observation WHERE {OF_KEY}", id.split("|"))
        with sound_bodies():
            return next(observations(found), None)
    row = connection.execute("SELECT body FROM record WHERE kind = ? AND id = ?", (kind, id)).fetchone()
    return _read(kind, row[0]) if row is not None else None


def _put(connection: sqlite3.Connection, pair: _Pair, told: _Told) -> None:
    """Write how the two stand at the end in place of what is there."""
    for id in (pair.kept, pair.gone):
        if pair.kind == Observation.KIND:
            connection.execute(f"DELETE FROM observation WHERE {OF_KEY}", id.split("|"))
        else:
            connection.execute("DELETE FROM record WHERE kind = ? AND id = ?", (pair.kind, id))
    for record in told:
        if isinstance(record, Observation):
            connection.execute(f"INSERT INTO observation VALUES ({', '.join('?' * 20)})", observation_row(record))
        elif record is not None:
            connection.execute("INSERT INTO record VALUES (?, ?, ?)", (record.KIND, str(record.id), record_text(record)))
