"""Books that somebody else made or changed: each ends in one plain sentence, whatever it is that was done to it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Comment
from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.stopping import stoppable
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells
from ecdesk.storage import checksum
from ecdesk.storage.bookfile import BookFile
from tests.books import small_records

Damage = str | Callable[[sqlite3.Connection], None]

STRANGE = "表和年报文件的不同"
DAMAGED = "已损坏"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_sound(tmp_path_factory.mktemp("sound") / "a.ecd").read_bytes()


def write_sound(path: Path) -> Path:
    """A book with a history: edits, an undo, a file from outside."""
    with Desk.create(path, small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "6 412.7"), (0, 1, "约25%"), (1, 0, "—"), (2, 0, "见注")])
        with desk.edit(text("收到“{file}”", file="附件.xls")) as edit:
            edit.attach("附件.xls", b"123")
            edit.put(Comment("c", "x", "y", "z", "w"))
        cells.enter(desk, "表1", [(3, 0, "7")])
        desk.undo()
    return path


@pytest.fixture
def path(tmp_path: Path, sound: bytes) -> Path:
    path = tmp_path / "年报.ecd"
    path.write_bytes(sound)
    return path


def damage_book(path: Path, damage: Damage) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        if isinstance(damage, str):
            before = connection.total_changes
            connection.executescript(damage)
            schema = damage.lstrip().upper().startswith(("CREATE", "DROP", "ALTER", "PRAGMA", "ANALYZE"))
            assert schema or connection.total_changes > before, "nothing was damaged"
        else:
            damage(connection)
    finally:
        connection.close()


def falsify(path: Path, damage: Damage) -> None:
    """Damage what a book holds, as somebody does who gives it a checksum that fits."""
    damage_book(path, damage)
    damage_book(path, checksum.write)


def look_through(path: Path) -> None:
    """Open a book and read everything that is in it."""
    with Desk.open(path, "李四") as desk:
        assert desk.book.year in range(10_000)
        for head in desk.file.heads():
            str(head.name)
        for transaction in desk.file.transactions():
            str(transaction.name)
        for digest in desk.file.blob_digests():
            desk.file.read_blob(digest)
        for name in ("uid", "created", "created_by", "ancestor"):
            desk.file.meta(name)
        while desk.undo():
            pass


def rewritten(old: str, new: str) -> Callable[[sqlite3.Connection], None]:
    """Change the text of the schema itself, which SQLite does not look at."""

    def damage(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = ON")
        changed = connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?)", (old, new)).rowcount
        assert changed
        connection.execute("PRAGMA writable_schema = RESET")

    return damage


def in_one_place(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'record') WHERE name = 'change'"
    )


def in_record(kind: str, **fields: object) -> Callable[[sqlite3.Connection], None]:
    """Put other values into the first record of a kind."""

    def damage(connection: sqlite3.Connection) -> None:
        id, body = connection.execute("SELECT id, body FROM record WHERE kind = ? ORDER BY id", (kind,)).fetchone()
        connection.execute(
            "UPDATE record SET body = ? WHERE kind = ? AND id = ?", (json.dumps(json.loads(body) | fields), kind, id)
        )

    return damage


def in_line(**fields: object) -> Callable[[sqlite3.Connection], None]:
    """Put other values into the first row of the table."""

    def damage(connection: sqlite3.Connection) -> None:
        (body,) = connection.execute("SELECT body FROM record WHERE kind = 'exhibit'").fetchone()
        exhibit = json.loads(body)
        exhibit["rows"][0] |= fields
        connection.execute("UPDATE record SET body = ? WHERE kind = 'exhibit'", (json.dumps(exhibit),))

    return damage


def executing(statement: str, *values: object) -> Callable[[sqlite3.Connection], None]:
    def damage(connection: sqlite3.Connection) -> None:
        assert connection.execute(statement, values).rowcount

    return damage


def recorded(kind: str, body: object, id: str = "x") -> Callable[[sqlite3.Connection], None]:
    written = body if isinstance(body, str) else json.dumps(body)
    return executing("INSERT INTO record VALUES (?, ?, ?)", kind, id, written)


STRANGERS: dict[str, Damage] = {
    "a trigger on the journal that changes figures": (
        "CREATE TRIGGER t AFTER INSERT ON journal BEGIN UPDATE observation SET value = '1'; END"
    ),
    "a trigger on figures": "CREATE TRIGGER t BEFORE DELETE ON observation BEGIN SELECT RAISE(IGNORE); END",
    "an endless view in place of the records": (
        "ALTER TABLE record RENAME TO hidden; CREATE VIEW record AS WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'setting' AS kind, 'a' AS id, '{}' AS body FROM n"
    ),
    "an endless view in place of the figures": (
        "DROP TABLE observation; CREATE VIEW observation AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS indicator, i AS area, i AS item, '2018' AS period, 'value' AS measure FROM n"
    ),
    "a view of 900 MB in place of the journal": (
        "DROP TABLE journal; CREATE VIEW journal AS SELECT 1 AS seq, 'u' AS uid, 'w' AS who, 'a' AS at, hex(zeroblob(450000000)) AS name, "
        "'{}' AS details, 'do' AS action, NULL AS target, '' AS why"
    ),
    "an endless view in place of the properties": (
        "DROP TABLE meta; CREATE VIEW meta AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT 'uid' AS name, i AS value FROM n WHERE i < 0"
    ),
    "a view that nobody reads": "CREATE VIEW v AS SELECT * FROM meta",
    "a table that nobody knows": "CREATE TABLE extra (x)",
    "a table of the planner's": "ANALYZE",
    "a virtual table": "CREATE VIRTUAL TABLE v USING fts5 (a)",
    "a virtual table in place of the properties": "DROP TABLE meta; CREATE VIRTUAL TABLE meta USING fts5 (name, value)",
    "no table of records": "DROP TABLE record",
    "no table of files": "DROP TABLE file",
    "no index of changes": "DROP INDEX change_of_record",
    "an index more": "CREATE INDEX more ON record (id)",
    "an index of an expression": "CREATE INDEX more ON record (length(body))",
    "an index of another name": "DROP INDEX change_of_record; CREATE INDEX other ON change (kind, id, seq)",
    "an index of a part": "DROP INDEX change_of_record; CREATE INDEX change_of_record ON change (kind, id, seq) WHERE seq > 3",
    "a column more": "ALTER TABLE meta ADD COLUMN x",
    "a column less": "ALTER TABLE file DROP COLUMN name",
    "a column of another name": "ALTER TABLE journal RENAME COLUMN why TO because",
    "a generated column": "ALTER TABLE record ADD COLUMN x TEXT GENERATED ALWAYS AS (hex(body)) VIRTUAL",
    "a condition": rewritten("why TEXT NOT NULL", "why TEXT NOT NULL CHECK (length(hex(zeroblob(400000000))) > 0)"),
    "a default": rewritten("target INTEGER,", "target INTEGER DEFAULT 7,"),
    "a collation": rewritten("sha256 TEXT PRIMARY KEY", "sha256 TEXT COLLATE NOCASE PRIMARY KEY"),
    "a table of strict types": rewritten("bytes BLOB NOT NULL\n)", "bytes BLOB NOT NULL\n) STRICT"),
    "a schema that is no SQL": rewritten("CREATE TABLE file", "CREATE TABLES file"),
    "two tables in one place": in_one_place,
    "version 0": "PRAGMA user_version = 0",
    "version -1": "PRAGMA user_version = -1",
}


@pytest.mark.parametrize("damage", STRANGERS.values(), ids=STRANGERS)
def test_a_file_with_other_tables_than_a_book_has_is_refused(path: Path, damage: Damage) -> None:
    damage_book(path, damage)
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(UserError, match=f"{STRANGE}|{DAMAGED}"):
            Desk.open(path, "李四", read_only=read_only)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


LONG = "9" * 400
DEEP = "[" * 100_000 + "]" * 100_000
EVIL: dict[str, Damage] = {
    "a figure that is bytes": "UPDATE observation SET value = x'3132' WHERE value IS NOT NULL",
    "a figure that is no number": "UPDATE observation SET value = 'NaN' WHERE value IS NOT NULL",
    "a figure without end": "UPDATE observation SET value = 'Infinity' WHERE value IS NOT NULL",
    "a figure of 400 digits": f"UPDATE observation SET value = '{LONG}' WHERE value IS NOT NULL",
    "a figure too large to be written out": "UPDATE observation SET value = '1e999999' WHERE value IS NOT NULL",
    "a figure whose unit is bytes": "UPDATE observation SET unit = x'00' WHERE value IS NOT NULL",
    "a figure without a unit": "UPDATE observation SET unit = NULL WHERE value IS NOT NULL",
    "a figure without a qualifier": "UPDATE observation SET qualifier = NULL WHERE value IS NOT NULL",
    "a mark that is none": "UPDATE observation SET mark = '-' WHERE mark IS NOT NULL",
    "no content": "UPDATE observation SET unread = NULL WHERE unread IS NOT NULL",
    "an unread text that is bytes": "UPDATE observation SET unread = x'ff' WHERE unread IS NOT NULL",
    "a note that is bytes": "UPDATE observation SET note = x'ff'",
    "an origin that is bytes": "UPDATE observation SET origin_cell = x'41'",
    "a text that is no text": "UPDATE observation SET note = CAST(x'ff' AS TEXT)",
    "an area that is bytes": "UPDATE observation SET area = CAST(area AS BLOB)",
    "a period that is none": "UPDATE observation SET period = '2018Q9'",
    "a setting that is a list": in_record("setting", value=["2018"]),
    "a record of a kind that is none": recorded("gadget", {"id": "x"}),
    "a figure among the records": recorded("observation", {"key": "a|b||2018|value", "content": "—"}),
    "a record whose kind is bytes": "INSERT INTO record VALUES (x'00', 'x', '{}')",
    "a record under another id": recorded("setting", {"id": "y", "value": "1"}),
    "a record that is bytes": "UPDATE record SET body = CAST(body AS BLOB) WHERE kind = 'setting'",
    "a record that is no JSON": recorded("setting", "{"),
    "a record that is a number": recorded("setting", "1"),
    "a record that is deep": recorded("setting", DEEP),
    "a record with half a character": recorded("setting", '{"id": "x", "value": "\\ud800"}'),
    "a record with a field of nobody": in_record("section", colour="red"),
    "a record without a field": recorded("section", {"id": "x"}),
    "a text that is a number": in_record("exhibit", caption=7),
    "a text that is nothing": in_record("exhibit", caption=None),
    "an order that is a text": in_record("exhibit", order="1"),
    "an order that is no number": recorded("section", '{"id": "x", "number": "", "title": "", "order": NaN}'),
    "an order without end": recorded("section", '{"id": "x", "number": "", "title": "", "order": 1e999}'),
    "a huge order": in_record("area", order=10**400),
    "an integer of ten thousand digits": recorded(
        "section", '{"id": "x", "number": "", "title": "", "order": 1' + "0" * 10_000 + "}"
    ),
    "a flag that is a number": in_record("area", reports=1),
    "notes that are one text": in_record("exhibit", notes="注"),
    "notes that are numbers": in_record("exhibit", notes=[1, 2]),
    "rows that are an object": in_record("exhibit", rows={"a": 1}),
    "rows that are texts": in_record("exhibit", rows=["a"]),
    "coordinates that are a list": in_record("exhibit", at=["2018"]),
    "coordinates that are numbers": in_record("exhibit", at={"period": 2018}),
    "a chart that is a text": in_record("exhibit", chart="bar"),
    "a thousand million decimals": in_line(decimals=10**9),
    "a thousand million levels": in_line(level=10**9),
    "a text of a list that is too long": in_line(texts={"x": "长" * 100_000}),
    "texts that are none": in_line(texts={"x": 5}),
    "a column of no kind": in_line(kind="formula"),
    "places below none": in_record("exhibit", sorting={"by": "x", "top": -1}),
    "sorting that is none": in_record("exhibit", sorting=[]),
    "an indicator of a thousand million decimals": in_record("indicator", decimals=10**9),
    "an indicator whose decimals are true": in_record("indicator", decimals=True),
    "an alternative whose key is none": recorded(
        "alternative", {"key": "a|b", "submission": "s", "content": "—", "origin": {}}, "a|b@s"
    ),
    "an alternative whose content is a number": recorded(
        "alternative", {"key": "a|b||2018|value", "submission": "s", "content": 7, "origin": {}}, "a|b||2018|value@s"
    ),
    "an alternative whose amount has two parts": recorded(
        "alternative", {"key": "a|b||2018|value", "submission": "s", "content": ["1", "元"], "origin": {}}, "a|b||2018|value@s"
    ),
    "a waiver whose operands are single": recorded(
        "waiver",
        {
            "id": "x",
            "rule": "",
            "rule_text": "",
            "subject": "",
            "operands": [["a"]],
            "reason": "",
            "words": "",
            "by": "",
            "when": "",
        },
    ),
    "a conflict about nothing that is known": recorded(
        "conflict",
        {"id": "x", "record_kind": "gadget", "about": "", "base": "", "ours": "", "theirs": "{}", "their_name": "", "when": ""},
    ),
    "a conflict whose sides are no JSON": recorded(
        "conflict",
        {"id": "x", "record_kind": "setting", "about": "", "base": "", "ours": "", "theirs": "{", "their_name": "", "when": ""},
    ),
    "a step that jumps": "UPDATE journal SET seq = 9 WHERE seq = 4",
    "a step before the first": "UPDATE journal SET seq = 0 WHERE seq = 1",
    "an action that is none": "UPDATE journal SET action = 'obey' WHERE seq = 1",
    "an undo of a step that is not there": "UPDATE journal SET target = 77 WHERE action = 'undo'",
    "an undo of itself": "UPDATE journal SET target = 4 WHERE action = 'undo'",
    "an undo of nothing": "UPDATE journal SET target = NULL WHERE action = 'undo'",
    "an undo of a text": "UPDATE journal SET target = 'x' WHERE action = 'undo'",
    "a redo of what stands": "UPDATE journal SET action = 'redo', target = 1 WHERE seq = 4",
    "a revert of a later step": "UPDATE journal SET action = 'revert', target = 4 WHERE seq = 2",
    "a step whose details are no JSON": "UPDATE journal SET details = 'x'",
    "a step whose details are a list": "UPDATE journal SET details = '[]'",
    "a step whose details are lists": "UPDATE journal SET details = '{\"a\": []}'",
    "a step whose details are deep": f"UPDATE journal SET details = '{DEEP}'",
    "a step whose details are bytes": "UPDATE journal SET details = x'7b7d'",
    "a step whose name asks for a value that is not there": "UPDATE journal SET name = '{nobody}', details = '{\"a\": 1}'",
    "a step whose name is a gigabyte wide": "UPDATE journal SET name = '{a:>999999999}', details = '{\"a\": 1}'",
    "a step whose name looks into its values": "UPDATE journal SET name = '{a.__class__}', details = '{\"a\": 1}'",
    "a step whose name is not closed": "UPDATE journal SET name = '{a', details = '{\"a\": 1}'",
    "a step by bytes": "UPDATE journal SET who = x'00' WHERE seq = 2",
    "a step whose moment is bytes": "UPDATE journal SET at = x'00' WHERE seq = 2",
    "a step whose reason is bytes": "UPDATE journal SET why = x'00' WHERE seq = 2",
    "a step whose mark is bytes": "UPDATE journal SET uid = x'00' WHERE seq = 2",
    "changes of a step that is still to come": "UPDATE change SET seq = 9 WHERE seq = 1",
    "a change of a kind that is none": "UPDATE change SET kind = 'gadget' WHERE seq = 1",
    "a change of an id that is no key": "UPDATE change SET id = 'a|b' WHERE seq = 1",
    "a change to what is no record": "UPDATE change SET after = '[]' WHERE seq = 1",
    "a change to bytes": "UPDATE change SET after = x'7b7d' WHERE seq = 1",
    "a property that is bytes": "UPDATE meta SET value = x'00' WHERE name = 'uid'",
    "a file that is a number": "UPDATE file SET bytes = 1099511627776",
    "a file whose name is bytes": "UPDATE file SET name = x'00'",
    "a file that is another": "UPDATE file SET bytes = x'00'",
    "a text of 40 MB": "UPDATE record SET body = hex(zeroblob(20000000)) WHERE kind = 'section'",
}


@pytest.mark.parametrize("damage", EVIL.values(), ids=EVIL)
def test_a_value_that_nobody_can_have_written_ends_in_a_sentence(path: Path, damage: Damage, sound: bytes) -> None:
    falsify(path, damage)
    with pytest.raises(UserError, match=f"{DAMAGED}|太大|前后对不上"):
        look_through(path)
    # Nobody holds it: what was damaged can be put back.
    path.write_bytes(sound)
    look_through(path)


@pytest.mark.parametrize("written", ["abc", "", "99999", "-1", "２０１８", "2018.5"])
def test_a_year_that_is_none_is_not_set(path: Path, written: str) -> None:
    body = json.dumps({"id": "year", "value": written})
    falsify(path, executing("UPDATE record SET body = ? WHERE kind = 'setting' AND id = 'year'", body))
    with Desk.open(path) as desk:
        assert desk.book.year == 0


def test_a_query_is_stopped_when_the_work_is_not_wanted_any_more(path: Path) -> None:
    asked = threading.Event()
    looked = 0

    def stop() -> bool:
        nonlocal looked
        looked += 1
        return asked.is_set()

    with BookFile.open(path, "", read_only=True) as file, stoppable(stop):
        list(file.records())
        assert looked
        asked.set()
        with pytest.raises(Cancelled):
            list(file.records())


def test_opening_that_was_stopped_lets_go_of_the_book(path: Path) -> None:
    with stoppable(lambda: True), pytest.raises(Cancelled):
        Desk.open(path)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    with Desk.open(path) as desk:
        assert not desk.read_only


def test_a_record_that_could_not_be_read_again_is_not_written(path: Path) -> None:
    with Desk.open(path) as desk:
        before = desk.seq
        with pytest.raises(UserError, match="内容太多"), desk.edit(text("评论")) as edit:
            edit.put(Comment("c2", "x", "y" * (16 << 20), "z", "w"))
        assert desk.seq == before
    look_through(path)


@pytest.mark.parametrize("damage", ["UPDATE record SET body = '{' WHERE kind = 'exhibit'", "ALTER TABLE file ADD COLUMN more"])
def test_only_safety_copies_that_are_there_are_pointed_at(path: Path, damage: str) -> None:
    sound = path.read_bytes()
    falsify(path, damage)
    with pytest.raises(UserError) as refusal:
        Desk.open(path, "李四")
    assert "旁边没有它的安全副本" in str(refusal.value)
    folder = path.with_name("年报.safety")
    folder.mkdir()
    (folder / "年报-00001-20190101-120000.ecd").write_bytes(sound)
    with pytest.raises(UserError, match=r"“年报\.safety”文件夹里取最近的一份安全副本"):
        Desk.open(path, "李四")
