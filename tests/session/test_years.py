"""Next year's book: everything but the figures comes along, and no figure of last year passes for one of this."""

import pytest

from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import AreaRecord, Exhibit, Indicator, Item, Observation, RuleRecord, Section, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.moves import Move
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.old_claims import without_figures
from ecdesk.domain.wording.time.moved_times import moved_times
from ecdesk.excel.forms import form_path
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.exporting import ExportScope, export
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.program.progress import finish
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.submissions.imports import preview
from ecdesk.session.submissions.queries import send_forms
from ecdesk.session.tables import cells
from ecdesk.session.versions.last_year import last_book
from tests.books import build_sample_book, small_records

A_YEAR = Move(Period(2018), Period(2019))
TYPES = (Setting, AreaRecord, Indicator, Item, Section, Exhibit, Observation, RuleRecord)


@pytest.fixture
def last(tmp_path):
    path = tmp_path / "2018.ecd"
    with Desk.create(path, [*small_records(), Section("2", "1.1", "2018年网上零售额达9.01万亿元")], "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "2990"), (0, 1, "26.6")])
    return path


def test_captions_and_layouts_move_on_and_cells_are_empty(last, tmp_path):
    with start_next(last, tmp_path / "2019.ecd", Period(2019)).desk as desk:
        exhibit = desk.book.exhibit("表1")
        assert exhibit.caption == "2019年各地区电子商务"
        assert exhibit.at["period"] == "2019"
        assert desk.book.year == 2019
        assert {key.period for key in desk.book.observations} == {"2018"}
        assert {one.origin.kind for one in desk.book.observations.values()} == {"carried"}
        assert desk.book.get(Section, "2").title == "2019年网上零售额达＿＿万亿元"
        assert desk.history.next_undo is None


def test_the_year_must_be_a_later_one(last, tmp_path):
    with pytest.raises(UserError, match="2018"):
        start_next(last, tmp_path / "x.ecd", Period(2018))


@pytest.mark.parametrize(
    "written", ["", "abc", "0000", "999", "9999", "9" * 20, "1" * 100_000, "२०१८"], ids=lambda text: text[:8]
)
def test_what_needs_a_year_says_that_the_book_has_none(tmp_path, written):
    path = tmp_path / "无年份.ecd"
    records = [one for one in small_records() if one != Setting("year", "2018")]
    with Desk.create(path, [*records, Setting("year", written)], "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "2990")])
        assert desk.book.year == 0
        with pytest.raises(UserError, match="没有可用的年份") as refused:
            finish(send_forms(desk.book, tmp_path / "报送表"))
        assert len(str(refused.value)) < 120
        with pytest.raises(UserError, match="没有可用的年份"):
            form_path(desk.book, desk.book.reporting_areas()[0], tmp_path)
        finish(export(desk.book, tmp_path / "成品.xlsx"))
        file = tmp_path / "北京市.csv"
        file.write_text("北京市2018年电子商务数据\n单位：亿元\n指标,2018年\n电子商务交易额,1\n", encoding="utf-8")
        (shown,) = finish(preview(desk, [file])).files
        assert [(one.area, one.period, one.raw) for one in shown.reading.readings] == [("110000", "2018", "1")]
    with pytest.raises(UserError, match="没有可用的年份"):
        start_next(path, tmp_path / "2019.ecd", Period(2019))
    assert not (tmp_path / "2019.ecd").exists() and not (tmp_path / "报送表").exists()


@pytest.mark.parametrize("year", [2101, 9999])
def test_the_new_year_is_one_that_a_report_can_be_about(last, tmp_path, year):
    with pytest.raises(UserError, match="不像一个年份"):
        start_next(last, tmp_path / "x.ecd", Period(year))


def test_years_in_texts():
    assert moved_times("2011—2018年中国电子商务交易总额，120180号", A_YEAR) == "2012—2019年中国电子商务交易总额，120180号"
    assert without_figures("电子商务从业人员达4700万人") == "电子商务从业人员达＿＿万人"
    assert without_figures("2019年发展情况") == "2019年发展情况"
    assert without_figures("网上零售额达10.63万亿元，三大变化") == "网上零售额达＿＿万亿元，三大变化"
    assert without_figures("5年来的变化") == "5年来的变化"


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("二〇一八年", "二〇一九年"),
        ("2016/17学年", "2017/18学年"),
        ("2013—18年", "2014—19年"),
        ("18年情况", "19年情况"),
        ("2018C09", "2019C09"),
        ("“十三五”时期", "“十三五”时期"),
        ("网络零售额 > 2018亿元 对 2018年", "网络零售额 > 2018亿元 对 2019年"),
    ],
)
def test_every_spelling_of_a_year_moves_on_and_no_figure_does(words: str, moved: str) -> None:
    assert moved_times(words, A_YEAR) == moved


def test_a_mistake_of_last_year_that_is_not_printed_again_does_not_hold_the_new_book_back(tmp_path):
    """The published sample prints a share of 63.5% where its own figures give 13.9%."""
    records = [record for type in TYPES for record in build_sample_book().all(type).values()]
    with Desk.create(tmp_path / "2018.ecd", records, "张三") as desk:
        assert any("63.5" in str(one.formula) and one.is_open for one in findings_of_book(desk.book))
    with start_next(tmp_path / "2018.ecd", tmp_path / "2019.ecd", Period(2019)).desk as desk:
        findings = findings_of_book(desk.book, last_book(desk.book, desk.path))
        wrong = [one for one in findings if "63.5" in str(one.formula) and one.verdict is Verdict.FAILS]
        assert [one.level for one in wrong] == [Level.NOTICE]
        with pytest.raises(UserError, match="一个数也没有"):  # and no finding that is open
            finish(export(desk.book.snapshot(), tmp_path / "定稿.xlsx", ExportScope(final=True), findings=findings))
