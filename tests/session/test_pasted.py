"""A pasted block with heads goes into a table by what its figures are about; nothing lands in a wrong cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecdesk.domain.book.records import AreaRecord, Exhibit, Indicator, Item
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import blank_records
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions.pasted import Block, Matched, enter_matched, match, read_block
from ecdesk.session.tables.laying_out import Level, Side, Wanted, add_table

AREAS = Level("area", ("110000", "120000", "130000"))
MEASURES = Level("measure", ("value", "growth"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    records = [*blank_records("旅游季报", Period(2018, "quarter", 3))]
    records += [Indicator("旅游收入", "旅游收入", "亿元"), Indicator("接待游客", "接待游客", "万人次"), Item("入境", "入境")]
    assert any(isinstance(record, AreaRecord) for record in records)
    with Desk.create(tmp_path / "季报.ecd", records, "张三") as desk:
        yield desk


def table(desk: Desk, rows: Side, columns: Side, unit: str = "", **fixed: str) -> Exhibit:
    return add_table(desk, Wanted("表1", "旅游", rows, columns, fixed, unit), section="1")


def pasted(desk: Desk, exhibit: Exhibit, *lines: str) -> Matched:
    block = Block("\n".join(lines).encode(), "剪贴板数据.tsv")
    reading = finish(read_block(desk.book, exhibit, block))
    matched = match(desk.book, exhibit, reading)
    enter_matched(desk, exhibit.id, matched)
    return matched


def shown(desk: Desk, exhibit: Exhibit) -> list[list[str]]:
    return [[cell.text for cell in row] for row in build_table(desk.book, exhibit).cells]


def test_rows_and_columns_in_another_order_find_their_cells(desk: Desk) -> None:
    exhibit = table(desk, (AREAS,), (Level("indicator", ("旅游收入", "接待游客")),), period="2018")
    matched = pasted(
        desk, exhibit, "地区\t接待游客（万人次）\t旅游收入（亿元）", "河北\t30.5\t3.5", "北京\t10.5\t1.5", "天津\t20.5\t2.5"
    )
    assert shown(desk, exhibit) == [["1.5", "10.5"], ["2.5", "20.5"], ["3.5", "30.5"]] and not matched.left
    desk.undo()
    assert not desk.book.observations


def test_the_table_says_what_the_block_does_not(desk: Desk) -> None:
    exhibit = table(desk, (AREAS,), (MEASURES,), "亿元", indicator="旅游收入", period="2018Q3")
    pasted(desk, exhibit, "地区\t数值\t同比增长（%）", "天津\t20.5\t2.5", "北京\t10.5\t-1.5")
    assert shown(desk, exhibit) == [["10.5", "-1.5"], ["20.5", "2.5"], ["", ""]]


def test_another_unit_is_converted_and_items_go_by_the_tables_labels(desk: Desk) -> None:
    item = Level("item", ("入境",))
    exhibit = table(desk, (AREAS,), (item,), "亿元", indicator="旅游收入", period="2018")
    pasted(desk, exhibit, "2018年旅游收入（单位：万元）", "地区\t入境", "北京\t15000", "天津\t25000", "河北\t35000")
    assert shown(desk, exhibit) == [["1.5"], ["2.5"], ["3.5"]]


def test_what_has_no_cell_is_told_and_put_nowhere(desk: Desk) -> None:
    exhibit = table(desk, (AREAS,), (Level("indicator", ("旅游收入",)),), period="2018")
    matched = pasted(desk, exhibit, "地区\t旅游收入（亿元）\t饭店数（家）", "北京\t1.5\t7", "山西\t9.5\t8", "天津\t2.5\t9")
    assert shown(desk, exhibit) == [["1.5"], ["2.5"], [""]] and len(desk.book.observations) == 2
    assert sorted(left.cell for left in matched.left) == ["B3", "C2", "C3", "C4"]
    assert "没有它的格子" in str(next(left.why for left in matched.left if left.cell == "B3"))


def test_another_period_than_the_tables_goes_nowhere(desk: Desk) -> None:
    exhibit = table(desk, (AREAS,), (Level("indicator", ("旅游收入",)),), period="2018")
    with pytest.raises(UserError, match="没有对应的格子"):
        pasted(desk, exhibit, "2017年旅游收入", "地区\t旅游收入（亿元）", "北京\t1.5", "天津\t2.5")
    assert not desk.book.observations


def test_a_block_without_heads_is_refused(desk: Desk) -> None:
    exhibit = table(desk, (AREAS,), (Level("indicator", ("旅游收入",)),), period="2018")
    for lines in (("1.5", "2.5"), ("甲",), ("",)):
        with pytest.raises(UserError):
            pasted(desk, exhibit, *lines)
    assert not desk.book.observations
