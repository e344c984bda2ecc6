"""Books of version 7 said of an item that its parts make it up wholly, which nobody read; a book of today says nothing of it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from ecdesk.domain.book.records import Item
from ecdesk.session.book.desk import Desk
from ecdesk.session.versions.versions import book_at
from ecdesk.storage import checksum
from tests.storage.kept_books import kept_books, rebuild, version_of

BODY = {"id": "线上", "name": '线上,"exhaustive":true', "exhaustive": True, "order": 3}


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_what_nobody_read_goes_wherever_an_item_stands(tmp_path: Path) -> None:
    path = rebuild(next(kept for kept in kept_books() if version_of(kept) == 7), tmp_path / "年报.ecd")
    connection = sqlite3.connect(path)
    body = compact(BODY)
    connection.execute("INSERT OR REPLACE INTO record VALUES ('item', '线上', ?)", (body,))
    (seq,) = connection.execute("SELECT min(seq) FROM change").fetchone()
    connection.execute("INSERT INTO change VALUES (?, 9999, 'item', '线上', NULL, ?)", (seq, body))
    checksum.write(connection)
    connection.commit()
    connection.close()
    wanted = Item("线上", BODY["name"], order=3)
    with Desk.open(path, "赵六") as desk:
        assert desk.book.all(Item)["线上"] == wanted
        assert book_at(desk, seq).all(Item)["线上"] == wanted
        assert desk.file.integrity() == "ok"
