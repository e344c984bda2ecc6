"""Books of version 3, whose labels held units, print the same and say nothing false when a unit is changed; their history still goes both ways."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Conflict, Exhibit
from ecdesk.domain.book.tables import build_table
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import structure
from tests.storage.kept_books import kept_books, rebuild, version_of


@pytest.fixture
def third(tmp_path: Path) -> Path:
    return rebuild(next(kept for kept in kept_books() if version_of(kept) == 3), tmp_path / "年报.ecd")


def put(path: Path, **changes: object) -> None:
    """Change an exhibit of the file, and what its journal says of it, as an older program would have stored it."""
    connection = sqlite3.connect(path)
    (body,) = connection.execute("SELECT body FROM record WHERE kind = 'exhibit' AND id = 't1'").fetchone()
    changed = json.dumps(json.loads(body) | changes, ensure_ascii=False)
    connection.execute("UPDATE record SET body = ? WHERE kind = 'exhibit' AND id = 't1'", (changed,))
    connection.execute("UPDATE change SET after = ? WHERE kind = 'exhibit' AND id = 't1' AND after = ?", (changed, body))
    connection.execute("PRAGMA user_version = 2")  # without the checksum of version 3
    connection.execute("DELETE FROM meta WHERE name LIKE '%checksum%'")
    connection.commit()
    connection.close()


def heads(desk: Desk) -> tuple[str, ...]:
    return build_table(desk.book, desk.book.exhibit("t1")).heads


def test_a_label_loses_its_unit_and_the_head_still_says_it(third: Path) -> None:
    with Desk.open(third, "赵六") as desk:
        column = desk.book.exhibit("t1").columns[1]
        assert (column.label, column.unit) == ("同比①", "%")
        assert heads(desk)[1] == "同比（%）①"
        conflicts = [one for one in desk.book.all(Conflict).values() if one.record_kind == Exhibit.KIND]
        assert not any("同比(%)" in side for one in conflicts for side in (one.base, one.ours, one.theirs))
        while desk.undo() is not None:
            assert "（" not in desk.book.exhibit("t1").columns[1].label


@pytest.mark.parametrize(
    ("line", "table", "label", "unit"),
    [
        ({"label": "网络零售额（亿元）", "unit": "亿元"}, "", "网络零售额", "亿元"),
        ({"label": "网络零售额（亿元）①", "unit": "亿元"}, "", "网络零售额①", "亿元"),
        ({"label": "网络零售额（亿元）", "unit": "万亿元"}, "", "网络零售额", "万亿元"),
        ({"label": "网络零售额(亿元)"}, "万亿元", "网络零售额", "亿元"),
        ({"label": "网络零售额（B2C）", "unit": "亿元"}, "", "网络零售额（B2C）", "亿元"),
        ({"label": "网络零售额（本科）（万人）", "unit": "万人"}, "", "网络零售额（本科）", "万人"),
        ({"label": "网络零售额（%）"}, "亿元", "网络零售额（%）", ""),
    ],
)
def test_what_becomes_of_a_label(third: Path, line: dict[str, str], table: str, label: str, unit: str) -> None:
    rows = [{"id": "r", "at": {"indicator": "网络零售额", "area": "110000"}, **line}]
    put(third, rows=rows, columns=[{"id": "c", "label": "2018年", "at": {"period": "2018"}}], unit=table)
    with Desk.open(third, "赵六") as desk:
        row = desk.book.exhibit("t1").rows[0]
        assert (row.label, row.unit) == (label, unit)


def test_only_what_the_report_prints_is_printed(third: Path) -> None:
    rows = [{"id": "r", "label": "网络零售额", "at": {"indicator": "网络零售额", "area": "110000"}, "unexpected": True}]
    put(third, rows=rows, columns=[{"id": "c", "label": "2018年", "at": {"period": "2018"}}])
    with Desk.open(third, "赵六") as desk:
        assert not desk.book.exhibit("t1").printed
        assert desk.book.exhibit("f1").printed


def test_a_changed_unit_is_what_the_head_says(third: Path) -> None:
    rows = [{"id": "r", "label": "网络零售额（亿元）", "unit": "亿元", "at": {"indicator": "网络零售额", "area": "110000"}}]
    put(third, rows=rows, columns=[{"id": "c", "label": "2018年", "at": {"period": "2018"}}], unit="")
    with Desk.open(third, "赵六") as desk:
        structure.show_in_unit(desk, "t1", "万元")
        table = build_table(desk.book, desk.book.exhibit("t1"))
        assert (table.unit, table.stubs, table.cells[0][0].text.replace("\u2009", "")) == ("万元", ("网络零售额",), "26239000")
