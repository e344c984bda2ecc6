"""From version 3 of the file to 4: units stand with the lines they belong to and no longer in labels, and tables that the report does not print say so.

Version 3 kept 网络零售额（亿元） as a row's label and printed it whatever the row's unit was changed to; now the label is 网络零售额, the unit the
row's, and the bracket is printed. Every exhibit is brought up wherever one stands, in the journal's changes and in open conflicts as well, so
that each step can still be undone and compared.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from ecdesk.domain.book.records import Conflict, Exhibit
from ecdesk.domain.files.door import from_json
from ecdesk.domain.wording.units import label_and_unit, unit_named, unit_of_measure
from ecdesk.storage.faults import sound_bodies

_SIDES = ("base", "ours", "theirs")


def take_units_out_of_labels(connection: sqlite3.Connection) -> None:
    """Bring every exhibit up. Neither begins nor ends a transaction."""
    connection.create_function("brought_up", 2, _brought_up)
    kinds = (Exhibit.KIND, Conflict.KIND)
    connection.execute("UPDATE record SET body = brought_up(kind, body) WHERE kind IN (?, ?)", kinds)
    connection.execute(
        "UPDATE change SET before = brought_up(kind, before), after = brought_up(kind, after) WHERE kind IN (?, ?)", kinds
    )


def _brought_up(kind: str, body: str | None) -> str | None:
    if body is None:
        return None
    with sound_bodies():
        record = from_json(body)
        if kind == Exhibit.KIND:
            return _written(_exhibit(record))
        if record["record_kind"] == Exhibit.KIND:
            record |= {side: _brought_up(Exhibit.KIND, record[side]) for side in _SIDES if record.get(side)}
    return _written(record)


def _written(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _exhibit(exhibit: dict[str, Any]) -> dict[str, Any]:
    lines = [*exhibit.get("rows", []), *exhibit.get("columns", [])]
    for line in lines:
        _take_unit_out(line, exhibit)
    if exhibit.get("kind", "table") == "table" and any(line.get("unexpected") for line in lines):
        # Only tables that were made from what the prose says have lines in which no figure is missed.
        exhibit["printed"] = False
    return exhibit


def _take_unit_out(line: dict[str, Any], exhibit: dict[str, Any]) -> None:
    label, said = label_and_unit(line["label"])
    if said is None or not line.get("at"):
        return
    measure = {**exhibit.get("at", {}), **line["at"]}.get("measure", "")
    own = unit_named(line["unit"]) if line.get("unit") else unit_of_measure(measure)
    if own is None and said.is_ratio:
        return
    line["label"] = label
    line["unit"] = line.get("unit") or (own or said).symbol
