"""What indicators mean: kept with them, printed under exhibits and as a glossary, told where the book before says otherwise."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ecdesk.checks import Checker
from ecdesk.domain.book.records import Indicator
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import export
from ecdesk.session.delivery.printing import printed_table
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.program.progress import finish
from ecdesk.session.records.definitions import (
    define,
    definitions,
    print_definitions,
    print_glossary,
)
from ecdesk.session.tables import cells
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.versions import compare, load_book
from tests.books import small_records

TRADE, RETAIL = "电子商务交易额", "网络零售额"
MEANT = "通过网络订单成交的商品和服务总额。"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "本.ecd", small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "1")])
        for id in (TRADE, RETAIL):
            define(desk, id, "")
        yield desk


def meaning(desk: Desk, id: str = TRADE) -> str:
    return desk.book.all(Indicator)[id].definition


def test_a_definition_is_one_step_and_stands_under_the_exhibits_that_want_it(desk: Desk) -> None:
    define(desk, TRADE, f" {MEANT[:6]}\n{MEANT[6:]} ", "Goods and services ordered online.")
    assert meaning(desk) == f"{MEANT[:6]} {MEANT[6:]}"
    define(desk, TRADE, MEANT, "Goods and services ordered online.")
    seq = desk.seq
    define(desk, TRADE, MEANT, "Goods and services ordered online.")
    assert desk.seq == seq
    found = {one.indicator.id: one for one in definitions(desk.book)}
    assert found[TRADE].exhibits == ("表1",) and found[TRADE].before is None
    exhibit = desk.book.exhibit("表1")
    assert not any(MEANT in note for note in printed_table(Checker(desk.book), exhibit).exhibit.notes)
    print_definitions(desk, ["表1"])
    assert f"{TRADE}：{MEANT}" in printed_table(Checker(desk.book), desk.book.exhibit("表1")).exhibit.notes
    desk.undo()
    assert not desk.book.exhibit("表1").defines
    with pytest.raises(UserError, match="最多"):
        define(desk, TRADE, "长" * 2001)


def test_files_have_a_glossary_where_the_book_wants_one(desk: Desk, tmp_path: Path) -> None:
    define(desk, TRADE, MEANT, "Goods and services ordered online.")
    path = finish(export(desk.book, tmp_path / "无.xlsx", findings=())).workbook
    assert "指标解释" not in load_workbook(path).sheetnames
    print_glossary(desk, True)
    exported = finish(export(desk.book, tmp_path / "有.xlsx", findings=()))
    workbook = load_workbook(exported.workbook)
    assert exported.exhibits == 1 and workbook.sheetnames[-1] != workbook.sheetnames[0]
    texts = [str(cell.value) for row in workbook["指标解释"].iter_rows() for cell in row if cell.value is not None]
    assert {TRADE, MEANT} <= set(texts) and any("ordered online" in words for words in texts)
    assert RETAIL not in texts, "nothing is said of it"


def test_a_change_of_definition_is_told_after_the_next_book_was_made(desk: Desk, tmp_path: Path) -> None:
    define(desk, TRADE, MEANT)
    desk.flush()
    with start_next(desk.path, tmp_path / "2019.ecd", Period(2019), "张三").desk as fresh:
        assert meaning(fresh) == MEANT and not any(one.is_new for one in definitions(fresh.book, desk.book))
        define(fresh, TRADE, "含境外订单的总额。")
        (told,) = (one for one in definitions(fresh.book, desk.book) if one.is_new)
        assert (told.indicator.id, told.before) == (TRADE, MEANT)


def test_copies_bring_their_definitions_together(desk: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "副本.ecd"
    shutil.copy(desk.path, copy)
    with Desk.open(copy, "李四") as theirs:
        define(theirs, TRADE, "", "Goods and services ordered online.")
        define(theirs, RETAIL, "零售。")
        print_definitions(theirs, ["表1"])
        define(desk, TRADE, MEANT)
        assert merge(desk, plan_merge(desk, theirs.path)) == 0
    found = desk.book.all(Indicator)[TRADE]
    assert (found.definition, found.definition_english) == (MEANT, "Goods and services ordered online.")
    assert meaning(desk, RETAIL) == "零售。" and desk.book.exhibit("表1").defines
    assert [one.kind for one in compare(load_book(copy), desk.book)] == ["indicator"]
