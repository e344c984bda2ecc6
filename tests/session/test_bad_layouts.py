"""What nobody can lay out, count or roll on: a sentence at the place, and the rest goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Axis, Exhibit
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.new_books.sample import BULLETIN, sample_records
from ecdesk.session.tables import cells, structure, table_forms
from ecdesk.session.tables.laying_out import Level, Wanted, laid_out
from tests.books import build_sample_book


@pytest.fixture(scope="module")
def book() -> Book:
    return build_sample_book(BULLETIN)


@pytest.mark.parametrize("words", ["2018年13月", "2018年2月30日", "2018Q5", "2018年五季度", "0年", "每季度"])
def test_a_period_that_does_not_exist_is_named(book: Book, words: str) -> None:
    with pytest.raises(UserError, match=words):
        table_forms.read_shown(book, "period", f"2018年三季度、{words}")
    # In a caption it is no period of the table.
    assert table_forms.period_said(book, f"{words}深圳市交易额") is None


@pytest.mark.parametrize("shown", [("2017Q1", "2017C03"), ("2018H1", "2018C06"), ("2018", "2018C12"), ("2017M01", "2017C01")])
def test_two_cells_with_one_key_are_both_named(book: Book, shown: tuple[str, str]) -> None:
    wanted = Wanted("表", "表", (Level("indicator", ("网络零售额",)),), (Level("period", shown),), {"area": "440300"})
    with pytest.raises(UserError, match="是同一个数") as fault:
        laid_out(book, wanted)
    assert "网络零售额" in str(fault.value)


def test_the_head_of_a_first_quarter_has_its_span_once(book: Book) -> None:
    made = laid_out(book, table_forms.template(book, "to_date", table_forms.About(("网络零售额", "快递业务量"))))
    assert [column.groups for column in made.columns] == [("2017年一季度",), ("2017年一季度",)]


def test_a_part_that_is_said_twice_and_one_that_is_said_nowhere_are_refused(book: Book) -> None:
    rows, columns = (Level("area", ("福田区",)),), (Level("measure", ("value",)),)
    for fixed in ({"area": "440300", "indicator": "网络零售额", "period": "2017"}, {"indicator": "网络零售额"}):
        with pytest.raises(UserError):
            laid_out(book, Wanted("表", "表", rows, columns, fixed))


def test_a_new_table_in_a_unit_that_its_indicator_does_not_convert_to_is_refused(book: Book) -> None:
    periods, fixed = (Level("period", ("2018Q1",)),), {"area": "440300", "indicator": "电子商务交易额"}
    wanted = Wanted("表", "表", periods, (Level("measure", ("value", "growth")),), fixed, unit="万件")
    with pytest.raises(UserError, match="“电子商务交易额”的单位是亿元，不能换算为万件。"):
        laid_out(book, wanted)
    assert laid_out(book, replace(wanted, unit="万元")).unit == "万元"
    growth = replace(wanted, columns=(Level("measure", ("growth",)),), unit="%")
    assert laid_out(book, growth).unit == "%", "no level is printed in it"


def test_a_unit_that_cannot_be_converted_is_refused_and_the_table_stays(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "a.ecd", sample_records(BULLETIN)) as desk:
        before = desk.book.exhibit("图3-1")
        for symbol in ("万元", "件", "光年", ""):
            with pytest.raises(UserError):
                structure.show_in_unit(desk, "图3-1", symbol)
        assert desk.book.exhibit("图3-1") == before


def test_captions_whose_figures_nobody_can_tell_apart_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    captions = (
        "2017年2017家企业",
        "一季度第1名增长1.1倍",
        "1—3月3月末3万户",
        "２０１７年一季度３０％",
        "深圳2017",
        "17年Q1达5824.4亿元",
    )
    path = tmp_path / "a.ecd"
    with Desk.create(path, sample_records(BULLETIN)) as desk:
        first = desk.book.exhibit("表1-1")
        with desk.edit(text("标题")) as edit:
            for number, caption in enumerate(captions):
                edit.put(replace(first, id=f"x{number}", number=f"表9-{number}", caption=caption))
    started = start_next(path, tmp_path / "b.ecd", Period(2017, "quarter", 2))
    with started.desk as desk:
        rolled: list[Exhibit] = [desk.book.exhibit(f"x{number}") for number in range(len(captions))]
        assert all("5824.4" not in one.caption and "1.1" not in one.caption for one in rolled)
        assert {one.at["period"] for one in rolled} == {"2017Q2"}
        told = {one.where for one in started.blanked}
        assert {"表9-0", "表9-1", "表9-5"} <= told
        cells.enter(desk, "表1-1", [(0, 0, "6000")])
        assert desk.book.exhibit("表1-1").caption == "2017年二季度深圳市电子商务主要指标（教学数据）"


@pytest.mark.parametrize("code", ["2018M13", "2018D0230", "2018Q5", "2018C00", "本期", ""])
def test_a_code_of_no_period_lays_out_no_table(book: Book, code: str) -> None:
    """Neither in a column nor for the whole of it."""
    rows, measures = (Level("indicator", ("网络零售额",)),), (Level("measure", ("value",)),)
    with pytest.raises(UserError, match="不能作为行或列"):
        laid_out(book, Wanted("表", "表", rows, (Level("period", (code,)),), {"area": "440300"}))
    if code:
        with pytest.raises(UserError, match="不能作为行或列"):
            laid_out(book, Wanted("表", "表", rows, measures, {"area": "440300", "period": code}))


@pytest.mark.parametrize("decimals", [-1, 99])
def test_a_line_has_no_impossible_number_of_decimals(tmp_path: Path, decimals: int) -> None:
    with Desk.create(tmp_path / "季报.ecd", sample_records(BULLETIN)) as desk:
        exhibit = desk.book.exhibits()[0]
        with pytest.raises(UserError, match="小数位数"):
            structure.show_line_in_unit(desk, exhibit.id, Axis.COLUMNS, exhibit.columns[0].id, "", decimals)
