"""A blank book is one that an editor can begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecdesk.domain.book.findings import Level
from ecdesk.domain.book.records import Axis, Observation, RuleRecord
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import start_blank
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.submissions.board import board
from ecdesk.session.tables import outline, structure
from ecdesk.session.tables.territory import add_area, add_areas, likely_city, set_reporting, set_territory


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
    assert add_area(desk, "襄阳市", "全国").area.kind == "city"  # not one of the districts that add up to the nation
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


# -- a city with districts


def test_several_districts_come_in_one_step_and_lie_in_the_city_of_the_title(tmp_path: Path) -> None:
    with start_blank(tmp_path / "a.ecd", "广东省深圳市电子商务季报", Period(2017, "quarter", 1), "张三") as desk:
        assert likely_city(desk.book) == "深圳市"
        made = add_areas(desk, ["福田区", "罗湖区"], likely_city(desk.book))
        assert [(one.area.parent, one.reports) for one in made] == [("440300", True)] * 2
        desk.undo()
        assert desk.book.areas.find("福田区") is None
        desk.redo()
        before = desk.seq
        set_territory(desk, ["福田区"], ["南山区", "盐田"], "深圳")
        assert desk.seq == before + 1
        assert [area.name for area in desk.book.reporting_areas()] == ["福田区", "南山区", "盐田"]
        with pytest.raises(UserError, match="盐田"):
            add_areas(desk, ["宝安区", "盐田区"], "深圳")
        assert desk.book.areas.find("宝安区") is None and likely_city(desk.book) == "深圳市"


def test_a_new_book_holds_districts_against_their_city_whenever_they_come(tmp_path: Path) -> None:
    period = "2017Q1"

    def write(desk: Desk, indicator: str, **values: str) -> None:
        with desk.edit(text("试填")) as edit:
            for area, printed in values.items():
                code, _colon, measure = area.partition("_")
                at = Key(indicator, "440300" if code == "city" else code, "", period, measure or "value")
                edit.put(Observation(at, parse_content(printed, unit_named("亿元"))))

    def found(desk: Desk) -> dict[str, str]:
        blocking = (Level.ERROR, Level.QUERY)
        return {one.rule: one.level.value for one in findings_of_book(desk.book) if one.is_open and one.level in blocking}

    with start_blank(tmp_path / "a.ecd", "深圳市电子商务季报", Period(2017, "quarter", 1), "张三") as desk:
        outline.add_indicator(desk, "电子商务交易额", "亿元")
        outline.add_indicator(desk, "客单价", "元", additive=True)
        write(desk, "电子商务交易额", city="1000.0")
        assert found(desk) == {}
        add_areas(desk, ["福田区", "罗湖区"], "深圳市")
        write(desk, "电子商务交易额", 福田区="600.0", 罗湖区="400.0", 福田区_share="60.0%", 罗湖区_share="40.0%")
        assert found(desk) == {}
        write(desk, "电子商务交易额", 罗湖区="410.0", 罗湖区_share="41.0%")
        assert found(desk) == {"区县合计不超过全市": "error", "区县占比合计不超过全市": "error"}
        write(desk, "电子商务交易额", 罗湖区="390.0", 罗湖区_share="16.0%")
        assert found(desk) == {"占比": "error", "区县合计不少于全市": "query", "区县占比合计": "query"}
        write(desk, "电子商务交易额", 罗湖区="0.0390", 罗湖区_share="0.0%")
        assert found(desk)["区县数量级"] == "query"
        write(desk, "电子商务交易额", 罗湖区="400.0", 罗湖区_share="40.0%")
        # What is an average does not add up; a district's may be above its city's, but not of another magnitude.
        write(desk, "客单价", city="200元", 福田区="240元", 罗湖区="190元")
        assert found(desk) == {}
        write(desk, "客单价", 福田区="2400元")
        assert found(desk) == {"区县平均数量级": "query"}
