"""The source line of a submission: with each figure, in the register, under the table that is made of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecdesk.domain.book.layouts.sources import sources_said
from ecdesk.domain.book.records import Indicator, Source
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import start_blank
from ecdesk.session.program.progress import finish
from ecdesk.session.records.origins import origin_line
from ecdesk.session.submissions.arriving import read_arrived
from ecdesk.session.submissions.imports import preview, reading_context, store
from ecdesk.session.submissions.own_layouts import numbered
from tests.books import write_sample_book
from tests.session.test_imports import fujian, sheet

HEAD = (("福建省2018年电子商务统计表",), ("单位：亿元",), ("指标", "2018年"))
INDICATORS = [
    Indicator(name, name, "亿元", order=order)
    for order, name in enumerate(("网络零售额", "实物商品网络零售额", "农村网络零售额"))
]
RETAIL, GOODS = ("网络零售额", 3616.7), ("实物商品网络零售额", 2816.8)


def read_sources(path: Path) -> list[str]:
    with Desk.open(write_sample_book(path.parent / "年报.ecd")) as desk:
        ((_path, reading),) = read_arrived(path, reading_context(desk.book))
        return [table.source for table in reading.tables]


@pytest.mark.parametrize(
    ("rows", "source"),
    [
        ((*HEAD, RETAIL, GOODS, ("数据来源：国家统计局",)), "国家统计局"),
        ((*HEAD, RETAIL, GOODS, ("资料来源: 《中国统计年鉴2018》。",)), "《中国统计年鉴2018》"),
        ((*HEAD, RETAIL, GOODS, ("数据来源", "福建省商务厅")), "福建省商务厅"),
        ((*HEAD, RETAIL, GOODS, ("注：增速按可比口径计算。数据来源：国家统计局、商务部。",)), "国家统计局、商务部"),
        ((*HEAD, RETAIL, GOODS, ("Source: eMarketer",)), "eMarketer"),
        ((*HEAD, RETAIL, GOODS, ("数据来源于福建省统计局",)), "福建省统计局"),
        ((HEAD[0], ("数据来源：福建省统计局", "单位：亿元"), HEAD[2], RETAIL, GOODS), "福建省统计局"),
        ((*HEAD, RETAIL, GOODS, ("填表人：张三",)), ""),
        ((*HEAD, RETAIL, GOODS, ("注：按货物来源分。",)), ""),
        ((HEAD[0], HEAD[1], ("来源", "2018年"), RETAIL, GOODS), ""),
    ],
)
def test_what_lines_around_a_table_say_of_its_source(tmp_path: Path, rows: tuple[tuple[object, ...], ...], source: str) -> None:
    assert read_sources(sheet(tmp_path / "福建.xlsx", *rows)) == [source]


def test_each_table_of_a_sheet_has_its_own_source_or_the_one_below_all(tmp_path: Path) -> None:
    second = (
        ("",),
        ("福建省2017年电子商务统计表",),
        ("单位：亿元",),
        ("指标", "2017年"),
        ("网络零售额", 2800.1),
        ("实物商品网络零售额", 2100.5),
    )
    first = (*HEAD, RETAIL, GOODS)
    one, other = ("数据来源：省商务厅",), ("数据来源：省统计局",)
    assert read_sources(sheet(tmp_path / "福建1.xlsx", *first, one, *second, other)) == ["省商务厅", "省统计局"]
    assert read_sources(sheet(tmp_path / "福建2.xlsx", *first, *second, other)) == ["省统计局", "省统计局"]
    assert read_sources(sheet(tmp_path / "福建3.xlsx", *first, one, *second)) == ["省商务厅", ""]


def test_the_source_line_becomes_the_figures_source(tmp_path: Path) -> None:
    """Undone with the import; the same institution is registered once."""
    path = fujian(tmp_path / "福建.xlsx")
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    workbook.active.append(("数据来源：福建省商务厅《电子商务公报》、福建省统计局",))
    workbook.save(path)
    with start_blank(tmp_path / "空.ecd", "年报", Period(2018), "张三") as desk:
        with desk.edit(text("目录")) as edit:
            for record in INDICATORS:
                edit.put(record)
        shown = finish(preview(desk, [path]))
        made = store(desk, shown, [path], layouts=numbered(desk.book)).exhibits
        observation = desk.book.observation(Key("网络零售额", "350000", "", "2018", "value"))
        assert observation is not None
        assert observation.origin.detail == "福建.xlsx　数据来源：福建省商务厅《电子商务公报》、福建省统计局"
        assert origin_line(desk.book, observation).endswith("数据来源：福建省商务厅《电子商务公报》、福建省统计局")
        register = sorted(desk.book.all(Source).values(), key=lambda source: source.order)
        assert [source.name for source in register] == ["福建省商务厅《电子商务公报》", "福建省统计局"]
        assert made and [exhibit.sources for exhibit in made] == [tuple(source.id for source in register)] * len(made)
        again = sources_said(desk.book, "福建省统计局")
        assert again == [register[1]] and sources_said(desk.book, "根据公报，综合测算") is None
        desk.undo()
        assert not desk.book.all(Source)


def test_a_line_that_no_register_can_have_stands_as_it_was_written(tmp_path: Path) -> None:
    path = sheet(tmp_path / "福建.xlsx", *HEAD, RETAIL, GOODS, ("数据来源：《中国统计年鉴2018》",))
    with start_blank(tmp_path / "空.ecd", "年报", Period(2018), "张三") as desk:
        with desk.edit(text("目录")) as edit:
            for record in INDICATORS:
                edit.put(record)
        made = store(desk, finish(preview(desk, [path])), [path], layouts=numbered(desk.book)).exhibits
        assert made and {(one.source_line, one.sources) for one in made} == {("数据来源：《中国统计年鉴2018》", ())}
        assert not desk.book.all(Source)
