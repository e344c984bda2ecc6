"""Books of version 5 kept the sign that was printed where no number stood; now they say what was meant, wherever a figure stands, and print nothing false."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ecdesk.domain.book.records import Alternative, Conflict, Observation, Waiver
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.figures.amounts import Mark
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.versions import book_at
from ecdesk.storage import checksum
from tests.storage.kept_books import kept_books, rebuild, version_of

UNKNOWN = "网络零售额|520000||2018|value"
NONE = "网络零售额|520000||2018|growth"


@pytest.fixture
def fifth(tmp_path: Path) -> Path:
    """A book of version 5 with a sign wherever one can stand."""
    path = rebuild(next(kept for kept in kept_books() if version_of(kept) == 5), tmp_path / "年报.ecd")
    connection = sqlite3.connect(path)
    for key, sign in ((UNKNOWN, "…"), (NONE, "—")):
        where = dict(zip(("indicator", "area", "item", "period", "measure"), key.split("|"), strict=True))
        said = " AND ".join(f"{name} = :{name}" for name in where)
        connection.execute(
            f"UPDATE observation SET value = NULL, unit = NULL, qualifier = NULL, mark = :sign WHERE {said}",
            {**where, "sign": sign},
        )
        found = connection.execute(
            "SELECT seq, ordinal, after FROM change WHERE kind = 'observation' AND id = ?", (key,)
        ).fetchall()
        seq, ordinal, after = found[-1]
        changed = json.dumps(json.loads(after) | {"content": sign}, ensure_ascii=False)
        connection.execute("UPDATE change SET after = ? WHERE seq = ? AND ordinal = ?", (changed, seq, ordinal))
    edit_bodies(connection, "alternative", lambda body: body | {"content": "…"})
    edit_bodies(connection, "waiver", lambda body: body | {"operands": [[UNKNOWN, "…"], [NONE, "—"], ["x|y||2018|value", "…约"]]})
    connection.execute("PRAGMA user_version = 5")
    checksum.write(connection)
    connection.commit()
    connection.close()
    return path


def edit_bodies(connection: sqlite3.Connection, kind: str, edit: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    rows = connection.execute("SELECT id, body FROM record WHERE kind = ?", (kind,)).fetchall()
    assert rows, kind
    for id, body in rows:
        changed = json.dumps(edit(json.loads(body)), ensure_ascii=False)
        connection.execute("UPDATE record SET body = ? WHERE kind = ? AND id = ?", (changed, kind, id))
        for side in ("before", "after"):
            connection.execute(
                f"UPDATE change SET {side} = ? WHERE kind = ? AND id = ? AND {side} = ?", (changed, kind, id, body)
            )


def test_what_was_not_known_is_not_known_and_printed_so(fifth: Path) -> None:
    with Desk.open(fifth, "赵六") as desk:
        contents = {str(key): one.content for key, one in desk.book.observations.items()}
        assert (contents[UNKNOWN], contents[NONE]) == (Mark.UNKNOWN, Mark.NONE)
        texts = {cell.key: cell.text for row in build_table(desk.book, desk.book.exhibit("t1")).cells for cell in row}
        assert {str(key): text for key, text in texts.items() if str(key) in (UNKNOWN, NONE)} == {UNKNOWN: "", NONE: "—"}
        assert all(one.content is Mark.UNKNOWN for one in desk.book.all(Alternative).values())
        signed = {one.operands for one in desk.book.all(Waiver).values() if isinstance(one, Waiver)}
        assert signed == {((UNKNOWN, "不详"), (NONE, "无"), ("x|y||2018|value", "…约"))}


def test_no_sign_is_left_in_the_file(fifth: Path) -> None:
    with Desk.open(fifth, "赵六") as desk:
        for seq in range(desk.seq + 1):
            book_at(desk, seq)
    connection = sqlite3.connect(fifth)
    assert {mark for (mark,) in connection.execute("SELECT DISTINCT mark FROM observation")} <= {None, "none", "unknown"}
    bodies = [row[0] for row in connection.execute("SELECT body FROM record")]
    bodies += [side for row in connection.execute("SELECT before, after FROM change") for side in row if side]
    connection.close()
    assert not any('"content":"—"' in body or '"content":"…"' in body for body in bodies)
    assert any('"content":"none"' in body for body in bodies)


def test_a_conflict_that_waits_says_it_too(tmp_path: Path) -> None:
    path = rebuild(next(kept for kept in kept_books() if version_of(kept) == 5), tmp_path / "年报.ecd")
    with Desk.open(path) as desk:
        waiting = [one for one in desk.book.all(Conflict).values() if one.record_kind == Observation.KIND]  # type: ignore[union-attr]
        assert waiting
    path = rebuild(next(kept for kept in kept_books() if version_of(kept) == 5), tmp_path / "又一本.ecd")
    connection = sqlite3.connect(path)

    def with_sign(body: dict[str, Any]) -> dict[str, Any]:
        if body["record_kind"] != Observation.KIND:
            return body
        return body | {"theirs": json.dumps(json.loads(body["theirs"]) | {"content": "…"}, ensure_ascii=False)}

    edit_bodies(connection, "conflict", with_sign)
    checksum.write(connection)
    connection.commit()
    connection.close()
    with Desk.open(path) as desk:
        found = [one for one in desk.book.all(Conflict).values() if one.record_kind == Observation.KIND]  # type: ignore[union-attr]
        assert all(json.loads(one.theirs)["content"] == "unknown" for one in found)  # type: ignore[union-attr]
