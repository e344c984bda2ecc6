"""A blank book is one that an editor can begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecdesk.domain.book.records import Axis, RuleRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import start_blank
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.submissions.board import board
from ecdesk.session.tables import outline, structure
from ecdesk.session.tables.territory import add_area, set_reporting


@pytest.fixture
def desk(tmp_path: Path):
    with start_blank(tmp_path / "a.ecd", " 某市电子商务报告2026 ", Period(2026), "张三") as desk:
        yield desk


def test_it_has_words_and_rules_and_no_figures(desk: Desk) -> None:
    book = desk.book
    assert (book.title, book.year) == ("某市电子商务报告2026", 2026)
    assert not book.observations and not book.exhibits() and [one.title for one in book.sections()] == ["总论"]
    assert not len(book.indicators) and book.all(RuleRecord)
    assert not [finding for finding in findings_of_book(book) if finding.is_open and finding.level.value == "error"]


@pytest.mark.parametrize(("title", "year", "words"), [("", 2026, "名称"), ("甲", 26, "年份")])
def test_what_cannot_be_a_report_is_refused(tmp_path: Path, title: str, year: int, words: str) -> None:
    with pytest.raises(UserError, match=words):
        start_blank(tmp_path / "a.ecd", title, Period(year))
    assert not (tmp_path / "a.ecd").exists()


def test_districts_report_instead_of_provinces(desk: Desk) -> None:
    from datetime import date

    city = add_area(desk, "杭州市", "浙江", ("杭州",))
    district = add_area(desk, "西湖区", "杭州")
    assert district.area.parent == city.area.code
    assert set_reporting(desk, {city.id, district.id}) == 2
    assert set_reporting(desk, {district.id}) == 1
    assert [line.area.name for line in board(desk, date(2026, 5, 1)).areas] == ["西湖区"]
    made = outline.add_exhibit(desk, "表1-1", "各区网络零售额", "亿元", section="1", area="")
    line = structure.line_of(desk.book, made, "area", "西湖区")
    assert structure.insert_lines(desk, made.id, Axis.ROWS, 0, [line]).rows[0].label == "西湖区"


def test_an_area_that_is_there_is_not_made_again(desk: Desk) -> None:
    for name in ("陕西省", "陕 西", "浙江"):
        with pytest.raises(UserError, match="已经是"):
            add_area(desk, name)
    with pytest.raises(UserError, match="没有找到"):
        add_area(desk, "某区", "没有的市")
