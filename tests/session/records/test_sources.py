"""The register of sources: figures and source lines refer to it, it is kept in order, and copies of the book bring theirs together."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ecdesk.domain.book.joining import joined
from ecdesk.domain.book.layouts.sources import registered, source_line, source_words
from ecdesk.domain.book.records import Source
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import export
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.program.progress import finish
from ecdesk.session.records import sources
from ecdesk.session.tables import cells, outline
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.versions import compare, difference_json, load_book
from tests.books import AREAS, small_records, write_sample_book

FIRST = Key("电子商务交易额", AREAS[0], "", "2018", "value")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "本.ecd", small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(row, 0, "100.5") for row in range(3)])
        yield desk


def line_of(desk: Desk) -> str:
    return source_line(desk.book, desk.book.exhibit("表1"))


def test_a_source_line_is_built_in_the_books_order_and_follows_its_sources(desk: Desk) -> None:
    bureau = sources.add_source(desk, " 国家统计局 ", "《中国统计年鉴2018》", "2018年9月", "http://www.stats.gov.cn")
    trade = sources.add_source(desk, "商务部")
    for source in (trade, bureau):
        sources.name_source(desk, ["表1"], source.id)
    assert line_of(desk) == "数据来源：国家统计局《中国统计年鉴2018》、商务部"
    sources.move_source(desk, trade.id, -1)
    sources.change_source(desk, trade.id, "商务部、海关总署")
    assert line_of(desk) == "数据来源：商务部、海关总署；国家统计局《中国统计年鉴2018》"
    assert build_table(desk.book, desk.book.exhibit("表1")).exhibit.source_line == line_of(desk)
    sources.name_source(desk, ["表1"], bureau.id, named=False)
    assert line_of(desk) == "数据来源：商务部、海关总署"
    desk.undo()
    desk.undo()
    desk.undo()
    assert line_of(desk) == "数据来源：国家统计局《中国统计年鉴2018》、商务部"


def test_a_line_that_somebody_writes_stands_by_itself_again(desk: Desk) -> None:
    bureau = sources.add_source(desk, "国家统计局")
    sources.name_source(desk, ["表1"], bureau.id)
    outline.describe_exhibit(desk, "表1", "表1-1", "另一个标题", line_of(desk), "", notes=())
    assert desk.book.exhibit("表1").sources == (bureau.id,)
    outline.describe_exhibit(desk, "表1", "表1-1", "另一个标题", "据国家统计局整理", "", notes=())
    assert desk.book.exhibit("表1").sources == () and line_of(desk) == "数据来源：据国家统计局整理"


def test_figures_refer_to_the_register_with_their_page(desk: Desk) -> None:
    bureau = sources.add_source(desk, "国家统计局", "公报")
    sources.add_source(desk, "国家统计局")
    assert sources.state_source(desk, [FIRST], "国家统计局《公报》  第3页") == 1
    origin = desk.book.observations[FIRST].origin
    assert (origin.source, origin.cell, origin.unsourced) == (bureau.id, "第3页", False)
    sources.change_source(desk, bureau.id, "国家统计局", "统计公报")
    assert source_words(desk.book, origin) == "国家统计局《统计公报》 第3页"
    (use, _other) = sources.source_uses(desk.book)
    assert use.figures == (FIRST,)
    with pytest.raises(UserError, match="1 个数"):
        sources.remove_source(desk, bureau.id)
    sources.state_source(desk, [FIRST], "某书第5页")
    assert desk.book.observations[FIRST].origin.source == ""
    sources.remove_source(desk, bureau.id)
    assert [one.institution for one in registered(desk.book)] == ["国家统计局"]


def test_several_become_one(desk: Desk) -> None:
    one, two, three = (sources.add_source(desk, name) for name in ("统计局", "国家统计局", "国统局"))
    sources.state_source(desk, [FIRST], "统计局 第1页")
    for source in (one, three):
        sources.name_source(desk, ["表1"], source.id)
    assert sources.merge_sources(desk, two.id, [one.id, three.id, two.id]) == 2
    assert [source.name for source in registered(desk.book)] == ["国家统计局"] and line_of(desk) == "数据来源：国家统计局"
    assert source_words(desk.book, desk.book.observations[FIRST].origin) == "国家统计局 第1页"
    desk.undo()
    assert len(registered(desk.book)) == 3 and desk.book.exhibit("表1").sources == (one.id, three.id)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((" ",), "哪个机构"),
        (("国家统计局",), "登记过"),
        (("甲", "", "去年夏天"), "不像日期"),
        (("甲", "", "", "看网上"), "不像网址"),
        (("甲" * 201,), "最多"),
    ],
)
def test_what_says_nothing_is_not_registered(desk: Desk, words: tuple[str, ...], reason: str) -> None:
    sources.add_source(desk, "国家统计局")
    with pytest.raises(UserError, match=reason):
        sources.add_source(desk, *words)


def test_lines_are_registered_only_where_they_print_the_same(tmp_path: Path) -> None:
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        before = {exhibit.id: source_line(desk.book, exhibit) for exhibit in desk.book.exhibits()}
        count = sources.register_lines(desk)
        assert count >= 20 and {exhibit.id: source_line(desk.book, exhibit) for exhibit in desk.book.exhibits()} == before
        assert sum(bool(exhibit.sources) for exhibit in desk.book.exhibits()) == count
        assert {"国家统计局", "商务大数据"} <= {source.name for source in registered(desk.book)}
        seq = desk.seq
        assert sources.register_lines(desk) == 0 and desk.seq == seq
        (bureau,) = (source for source in registered(desk.book) if source.name == "国家统计局")
        sources.change_source(desk, bureau.id, "国家统计局", "中国统计年鉴2018")
        path = finish(export(desk.book, tmp_path / "出.xlsx", findings=())).workbook
        texts = [str(cell.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
        assert "数据来源：国家统计局" not in texts and texts.count("数据来源：国家统计局《中国统计年鉴2018》") >= 4


def test_what_was_published_of_the_old_year_is_not_said_of_the_new_one(desk: Desk, tmp_path: Path) -> None:
    yearbook, ministry = sources.add_source(desk, "国家统计局", "2018年统计公报"), sources.add_source(desk, "商务部")
    for source in (yearbook, ministry):
        sources.name_source(desk, ["表1"], source.id)
    sources.state_source(desk, [FIRST], "国家统计局《2018年统计公报》 第3页")
    started = start_next(desk.path, tmp_path / "2019.ecd", Period(2019), "张三")
    with started.desk as fresh:
        assert line_of(fresh) == "数据来源：商务部"
        assert any("2018年统计公报" in one.before for one in started.blanked)
        origin = fresh.book.observations[FIRST].origin
        assert (origin.kind, origin.source, origin.cell) == ("carried", yearbook.id, "第3页")


def test_copies_bring_their_registers_together(desk: Desk, tmp_path: Path) -> None:
    ministry = sources.add_source(desk, "商务部")
    copy = tmp_path / "副本.ecd"
    shutil.copy(desk.path, copy)
    with Desk.open(copy, "李四") as theirs:
        sources.add_source(theirs, "国家统计局", "公报")
        sources.state_source(theirs, [FIRST], "国家统计局《公报》 第9页")
        sources.change_source(theirs, ministry.id, "商务部", link="http://www.mofcom.gov.cn")
        sources.add_source(desk, "国家统计局", "公报")
        sources.change_source(desk, ministry.id, "商务部", date="2019年1月")
        assert merge(desk, plan_merge(desk, theirs.path)) == 0
    assert [source.name for source in registered(desk.book)] == ["商务部", "国家统计局《公报》"]
    joint = desk.book.all(Source)[ministry.id]
    assert (joint.date, joint.link) == ("2019年1月", "http://www.mofcom.gov.cn")
    assert source_words(desk.book, desk.book.observations[FIRST].origin) == "国家统计局《公报》 第9页"
    before = load_book(copy)
    told = [difference_json(before, desk.book, one) for one in compare(before, desk.book)]
    assert [(one["kind"], one["change"]) for one in told] == [("source", "changed")]


def test_a_source_that_is_gone_is_called_as_it_was(desk: Desk, tmp_path: Path) -> None:
    bureau = sources.add_source(desk, "国家统计局")
    copy = tmp_path / "副本.ecd"
    shutil.copy(desk.path, copy)
    with Desk.open(copy, "李四") as theirs:
        sources.state_source(theirs, [FIRST], "国家统计局 第2页")
        sources.remove_source(desk, bureau.id)
        merge(desk, plan_merge(desk, theirs.path))
    origin = desk.book.observations[FIRST].origin
    assert source_words(desk.book, origin) == "国家统计局 第2页" and not origin.unsourced


WORDS = st.sampled_from(["", "甲", "乙"])


@settings(max_examples=60)
@given(st.tuples(WORDS, WORDS, WORDS), st.tuples(WORDS, WORDS, WORDS))
def test_what_each_copy_says_of_a_source_stands_whichever_is_ours(mine: tuple[str, ...], their: tuple[str, ...]) -> None:
    base = Source("s", "国家统计局")
    ours, theirs = (
        replace(base, publication=words[0], date=words[1], link=words[2]) if any(words) else base for words in (mine, their)
    )
    together = joined(ours, theirs, [base])
    assert together == joined(theirs, ours, [base])
    contested = any(one and two and one != two for one, two in zip(mine, their, strict=True))
    if contested:
        assert together is None
    else:
        assert together == Source("s", "国家统计局", *(one or two for one, two in zip(mine, their, strict=True)))
