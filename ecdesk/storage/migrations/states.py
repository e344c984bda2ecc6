"""From version 5 of the file to 6: a figure for which no number stands keeps its state, and no longer the sign that was printed for it.

Until version 5 “…” stood for what is not known, where the yearbooks print it for what is less than the smallest unit. Now the file says what is
meant, and the book's symbols say what is printed. Every figure is brought up wherever one stands: in the journal's changes, in what another
source says of it, in open conflicts, and among the figures that an explanation was signed for.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from ecdesk.domain.book.records import Alternative, Conflict, Observation, Waiver
from ecdesk.domain.files.door import from_json
from ecdesk.storage.faults import sound_bodies

_STATES = {"—": "none", "…": "unknown"}
_WORDS = {"—": "无", "…": "不详"}
"""What findings call them."""
_SIDES = ("base", "ours", "theirs")
_KINDS = (Observation.KIND, Alternative.KIND, Conflict.KIND, Waiver.KIND)


def keep_states(connection: sqlite3.Connection) -> None:
    """Put the state wherever a sign stands. Neither begins nor ends a transaction."""
    for sign, state in _STATES.items():
        connection.execute("UPDATE observation SET mark = ? WHERE mark = ?", (state, sign))
    connection.create_function("with_states", 2, _with_states)
    chosen = f"kind IN ({', '.join('?' * len(_KINDS))})"
    for table, columns in (("record", ("body",)), ("change", ("before", "after"))):
        put = ", ".join(f"{column} = with_states(kind, {column})" for column in columns)
        some = " OR ".join(f"{column} LIKE '%{sign}%'" for column in columns for sign in _STATES)
        connection.execute(f"UPDATE {table} SET {put} WHERE {chosen} AND ({some})", _KINDS)


def _with_states(kind: str, body: str | None) -> str | None:
    if body is None:
        return None
    with sound_bodies():
        record = from_json(body)
        changed = record | _changed(kind, record)
    return body if changed == record else json.dumps(changed, ensure_ascii=False, separators=(",", ":"))


def _changed(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record that say it otherwise now."""
    if kind == Waiver.KIND:
        return {"operands": [[key, _WORDS.get(printed, printed)] for key, printed in record["operands"]]}
    if kind == Conflict.KIND:
        return {side: _with_states(record["record_kind"], record[side]) for side in _SIDES if record.get(side)}
    if kind in (Observation.KIND, Alternative.KIND) and record["content"] in tuple(_STATES):
        return {"content": _STATES[record["content"]]}
    return {}
