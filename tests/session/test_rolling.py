"""The book of the next quarter, month or year: all times move on, nothing is said of the new period that was said of the old one."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit, Indicator, Line, RuleRecord, Section, Setting, Sorting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.moves import ROUNDS, Move, Relative, following
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.texts import text
from ecdesk.domain.wording.old_claims import without_basis, without_days, without_figures, without_named
from ecdesk.domain.wording.scanner import standard_places
from ecdesk.domain.wording.time.moved_times import moved_times
from ecdesk.domain.wording.time.time_words import period_named, times_in
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import checked_round, start_blank
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.tables import cells, table_forms
from ecdesk.session.tables.laying_out import Level, add_table
from tests.books import small_records

CITY = "440300"


def column(label: str, period: str, measure: str = "value") -> Line:
    return Line(label, label, {"period": period, "measure": measure})


@pytest.fixture
def third_quarter(tmp_path: Path) -> Path:
    """An issue with a quarter, the span to its end, both with their growth, and a row of years."""
    path = tmp_path / "2015年第3期.ecd"
    kept = [one for one in small_records() if not isinstance(one, Setting)]
    columns = (
        column("三季度", "2015Q3"),
        column("三季度同比", "2015Q3", "growth"),
        column("1—9月", "2015C09"),
        column("去年同期", "2014Q3"),
    )
    table = Exhibit(
        "q",
        "表1",
        "2015年三季度电子商务交易额达4544.2亿元",
        unit="亿元",
        source_line="数据来源：市商务局，2015年三季度",
        at={"area": CITY},
        rows=(Line("r", "电子商务交易额", {"indicator": "电子商务交易额"}),),
        columns=columns,
        notes=("增速按可比口径计算。2015年三季度数据为初步统计。", "按可比价格计算。"),
    )
    years = Exhibit(
        "y",
        "表2",
        "2012—2014年电子商务交易额",
        unit="亿元",
        at={"area": CITY, "indicator": "电子商务交易额"},
        rows=tuple(Line(str(year), f"{year}年", {"period": str(year)}) for year in (2012, 2013, 2014)),
        columns=(Line("v", "数值", {"measure": "value"}),),
    )
    settings = [Setting("year", "2015"), Setting("part", "Q3"), Setting("title", "某市电子商务季报2015年第3期")]
    indicators = [one for one in kept if not isinstance(one, Exhibit)]
    with Desk.create(path, [*settings, *indicators, table, years], "张三") as desk:
        cells.enter(desk, "q", [(0, 0, "4544.2"), (0, 1, "26.6"), (0, 2, "12345.6"), (0, 3, "3589.4")])
        cells.enter(desk, "y", [(2, 0, "14000")])
    return path


def test_a_table_of_period_and_span_to_date_grows_in_the_second_quarter_and_shrinks_in_the_first(tmp_path: Path) -> None:
    """In the first quarter both are the same; made then, the table had no cumulative columns ever after."""
    period, path = Period(2017, "quarter", 1), tmp_path / "2017Q1.ecd"
    with start_blank(path, "季报", period, "张三") as desk:
        wanted = replace(table_forms.template(desk.book, "to_date"), number="表1-1", caption="指标", unit="亿元")
        rows = (Level("indicator", ("网络零售额", "交易额")),)
        made = add_table(desk, replace(wanted, rows=rows, fresh={"网络零售额": "", "交易额": ""}), section="1").id
    heads = {}
    for _step in range(4):
        period, before = following(period), path
        path = tmp_path / f"{period.code}.ecd"
        with start_next(before, path, period).desk as desk:
            table = desk.book.exhibit(made)
            heads[period.code] = [f"{line.groups[0]} {line.label}" for line in table.columns]
            keys = [key for _row, _column, key in cell_keys(table)]
            assert len(set(keys)) == len(keys)
    assert heads["2017Q2"] == ["2017年二季度 数值", "2017年二季度 同比增速", "2017年1—6月 数值", "2017年1—6月 同比增速"]
    assert heads["2017Q4"][2:] == ["2017年1—12月 数值", "2017年1—12月 同比增速"]
    assert heads["2018Q1"] == ["2018年一季度 数值", "2018年一季度 同比增速"]


def test_a_quarter_is_followed_by_the_next(third_quarter: Path, tmp_path: Path) -> None:
    started = start_next(third_quarter, tmp_path / "4.ecd", Period(2015, "quarter", 4))
    with started.desk as desk:
        book = desk.book
        assert (book.period, book.title) == (Period(2015, "quarter", 4), "某市电子商务季报2015年第4期")
        table = book.exhibit("q")
        assert table.caption == "2015年四季度电子商务交易额达＿＿亿元"
        assert [line.label for line in table.columns] == ["四季度", "四季度同比", "1—12月", "去年同期"]
        assert [line.at["period"] for line in table.columns] == ["2015Q4", "2015Q4", "2015C12", "2014Q4"]
        assert table.notes == ("2015年四季度数据为初步统计。",)
        assert table.source_line == "", "a publication of the next quarter is not known yet"
        assert [line.label for line in book.exhibit("y").rows] == ["2012年", "2013年", "2014年"]
        assert {key.period for key in book.observations} == {"2015Q3", "2015C09", "2014Q3", "2014"}
    said = {one.where: (one.before, one.after) for one in started.blanked}
    assert said["表1"] == ("2015年三季度电子商务交易额达4544.2亿元", "2015年四季度电子商务交易额达＿＿亿元")
    assert [one.after for one in started.blanked if one.where == "表1 的注"] == ["2015年四季度数据为初步统计。", ""]


def test_the_last_quarter_is_followed_by_the_first_of_the_next_year(third_quarter: Path, tmp_path: Path) -> None:
    with start_next(third_quarter, tmp_path / "4.ecd", Period(2015, "quarter", 4)).desk:
        pass
    with start_next(tmp_path / "4.ecd", tmp_path / "1.ecd", Period(2016, "quarter", 1)).desk as desk:
        table = desk.book.exhibit("q")
        assert desk.book.title == "某市电子商务季报2016年第1期"
        assert [line.label for line in table.columns] == ["一季度", "一季度同比", "1—3月", "去年同期"]
        assert [line.at["period"] for line in table.columns] == ["2016Q1", "2016Q1", "2016C03", "2015Q1"]
        assert [line.label for line in desk.book.exhibit("y").rows] == ["2013年", "2014年", "2015年"]
    with start_next(tmp_path / "1.ecd", tmp_path / "2.ecd", Period(2016, "quarter", 2)).desk as desk:
        assert [line.label for line in desk.book.exhibit("q").columns][:3] == ["二季度", "二季度同比", "1—6月"]


@pytest.mark.parametrize(("code", "words"), [("2015", "同样长短"), ("2015Q3", "晚"), ("2014Q4", "晚"), ("2016M01", "同样长短")])
def test_what_does_not_follow_is_refused(third_quarter: Path, tmp_path: Path, code: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        start_next(third_quarter, tmp_path / "x.ecd", period_from_code(code))
    assert not (tmp_path / "x.ecd").exists()


@pytest.mark.parametrize("words", ["2018年13月", "2016Q5", "每季度", "", "2016年1—9月", "2018年6月30日", "2101Q1"])
def test_what_is_no_round_is_refused(words: str) -> None:
    with pytest.raises(UserError):
        checked_round(words)


def test_basis_and_figures_are_said_anew_and_ranks_stay() -> None:
    assert without_basis("增速按可比口径计算；数据来源：市统计局。") == "数据来源：市统计局。"
    assert without_days("三季度数据于2024年10月25日公布。按年末12月31日在册数统计。") == "按年末12月31日在册数统计。"
    assert (
        without_figures("交易额达31.63万亿元，前10名城市、第3产业与三大变化")
        == "交易额达＿＿万亿元，前10名城市、第3产业与三大变化"
    )
    assert without_figures("交易额31.63，三十万亿元规模增长两成") == "交易额＿＿，＿＿万亿元规模增长＿＿"
    for stays in ("5.1节", "三家企业与百强企业", "第十三个五年规划", "Web3.0与5G", "+2.0版"):
        assert without_figures(stays) == stays


@pytest.mark.parametrize(
    ("notes", "left"),
    [
        (
            ("1. 增速按可比口径计算。", "2. 2015年9月起含前海。", "3. 2015年9月含大鹏。"),
            ("1. 2015年9月起含前海。", "2. 2015年12月含大鹏。"),
        ),
        (("2. 增速按可比口径计算。", "4. 含前海。"), ("4. 含前海。",)),
    ],
)
def test_the_time_since_when_stays_and_numbered_notes_of_which_one_went_are_numbered_again(
    third_quarter: Path, tmp_path: Path, notes: tuple[str, ...], left: tuple[str, ...]
) -> None:
    with Desk.open(third_quarter) as desk, desk.edit(text("注")) as edit:
        edit.put(replace(desk.book.exhibit("q"), notes=notes))
    with start_next(third_quarter, tmp_path / "4.ecd", Period(2015, "quarter", 4)).desk as desk:
        assert desk.book.exhibit("q").notes == left


def test_what_a_note_says_of_some_areas_was_of_the_old_period() -> None:
    places = standard_places()
    assert without_named("浙江、福建的数待报送后填入；数据来源：市统计局。", places, ()) == "数据来源：市统计局。"
    for stays in ("金额按原文，没有折算。", "全国数不含西藏。", "深圳市的数按在地统计。"):
        assert without_named(stays, places, {"000000", "440300"}) == stays


def test_a_new_period_says_its_basis_anew(third_quarter: Path, tmp_path: Path) -> None:
    with Desk.open(third_quarter, "张三") as desk, desk.edit(text("口径")) as edit:
        edit.put(Indicator("电子商务交易额", "电子商务交易额", "亿元", basis="可比口径"))
    started = start_next(third_quarter, tmp_path / "4.ecd", Period(2015, "quarter", 4))
    with started.desk as desk:
        indicator = desk.book.indicator("电子商务交易额")
        assert indicator is not None and indicator.basis == ""
    assert [(one.before, one.after) for one in started.blanked if "电子商务交易额" in one.where] == [("可比口径", "")]


PARTS = {"year": 1, "half": 2, "quarter": 4, "month": 12}
SPELLED = ("{}", "{}深圳市", "（{}）")


@st.composite
def rounds(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from(ROUNDS))
    return Period(draw(st.integers(2005, 2030)), kind, draw(st.integers(1, PARTS[kind])) if kind != "year" else 0)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from(["year", "half", "quarter", "month", "cumulative"]))
    most = {"year": 0, "half": 2, "quarter": 4, "month": 12, "cumulative": 12}[kind]
    return Period(draw(st.integers(2005, 2030)), kind, draw(st.integers(min(1, most), most)))


@given(rounds(), periods(), st.integers(1, 6))
def test_a_text_and_a_layout_move_alike(since: Period, period: Period, steps: int) -> None:
    to = since
    for _step in range(steps):
        to = following(to)
    move = Move(since, to)
    assert move.steps == steps
    if period.kind == "year":  # in a text a bare year is the year, whatever a layout says of it
        assert moved_times(str(period), move) == str(period.moved(move.years))
        return
    moved = period_named(moved_times(str(period), move))
    assert moved is not None and moved.span == move.period(period).span


@given(rounds(), st.integers(1, 4), st.integers(1, 4))
def test_two_moves_are_one(since: Period, one: int, two: int) -> None:
    steps = [since]
    for _step in range(one + two):
        steps.append(following(steps[-1]))
    middle, last = steps[one], steps[-1]
    for period in (since, since.moved(-1)):
        assert Move(middle, last).period(Move(since, middle).period(period)) == Move(since, last).period(period)


@pytest.mark.parametrize(
    ("since", "to", "words", "moved"),
    [
        ("2015Q3", "2015Q4", "前三季度", "全年"),
        ("2015Q3", "2015Q4", "一至三季度", "一至四季度"),
        ("2015Q3", "2015Q4", "第III季度", "第IV季度"),
        ("2015Q3", "2015Q4", "二〇一五年三季度", "二〇一五年四季度"),
        ("2015Q4", "2016Q1", "2015Q4", "2016Q1"),
        ("2015Q2", "2015Q3", "2015年上半年", "2015年前三季度"),
        ("2015H1", "2015H2", "2015年上半年", "2015年下半年"),
        ("2015M09", "2015M10", "前九个月", "前十个月"),
        ("2015M09", "2015M10", "截至9月末", "截至10月末"),
        ("2015M12", "2016M01", "2015年12月31日", "2016年1月31日"),
        ("2015M01", "2015M02", "2015年1月31日", "2015年2月28日"),
        ("2015Q3", "2015Q4", "去年同期、本季、一、二季度", "去年同期、本季、一、二季度"),
        ("2018", "2019", "三季度、2018年三季度", "三季度、2019年三季度"),
    ],
)
def test_words_that_tell_time_go_on(since: str, to: str, words: str, moved: str) -> None:
    assert moved_times(words, Move(period_from_code(since), period_from_code(to))) == moved


def _after(own: Period, steps: int) -> Period:
    for _step in range(steps):
        own = following(own)
    return own


def test_a_book_rolled_round_the_year_says_the_new_period_everywhere(third_quarter: Path, tmp_path: Path) -> None:
    """Captions, notes, sections, headings and what stands above them, rules; what cannot go on is told."""
    with Desk.open(third_quarter, "张三") as desk, desk.edit(text("试")) as edit:
        table = desk.book.exhibit("q")
        heads = (
            Line("a", "数值", {"period": "2015C09"}, groups=("2015年前三季度",)),
            Line("b", "增速", {"period": "2015C09", "measure": "growth"}, groups=("2015年前三季度",)),
            Line("c", "二、三季度"),
        )
        edit.put(replace(table, caption="前三季度交易额", columns=heads, notes=("前三季度为快报数。",)))
        edit.put(Section("9", "9", "前三季度运行"))
        edit.put(RuleRecord("r", "前三季度合计", "电子商务交易额[前三季度] ≥ 0"))
    period, path, told = Period(2015, "quarter", 3), third_quarter, 0
    for step in range(8):
        period, before = following(period), path
        path = tmp_path / f"{step}.ecd"
        started = start_next(before, path, period)
        told += any(one.where == "“二、三季度”的名称" for one in started.blanked)
        with started.desk as desk:
            table = desk.book.exhibit("q")
            rule = desk.book.all(RuleRecord)["r"]
            span = Relative.TO_DATE.period(period)
            said = (table.caption, *table.notes, desk.book.all(Section)["9"].title, rule.name, rule.text)
            for words in (*said, *(group for line in table.columns for group in line.groups)):
                times = [time.period(period, part_of_own=False) for time, _start, _end in times_in(words)]
                assert [time and time.span for time in times] == [span.span], (period, words)
            assert [line.at.get("period") for line in table.columns] == [span.code, span.code, None]
            assert table.columns[2].label == "＿＿"
    assert told == 1


def test_a_table_about_a_whole_year_that_becomes_a_span_says_so(tmp_path: Path) -> None:
    kept = [one for one in small_records() if not isinstance(one, (Setting, Exhibit))]
    line = Line("v", "2015年数值", {"period": "2015", "measure": "value"}, groups=("2015年",))
    row = Line("r", "电子商务交易额", {"indicator": "电子商务交易额"})
    one = Exhibit("q", "表1", "2015年交易额", unit="亿元", at={"area": CITY, "period": "2015"}, rows=(row,))
    table = replace(one, columns=(replace(line, at={"measure": "value"}, label="数值", groups=()),))
    other = replace(one, id="o", number="表2", caption="交易额", at={"area": CITY}, columns=(line,))
    settings = [Setting("year", "2015"), Setting("part", "Q4")]
    Desk.create(tmp_path / "4.ecd", [*settings, *kept, table, other]).close()
    with start_next(tmp_path / "4.ecd", tmp_path / "1.ecd", Period(2016, "quarter", 1)).desk as desk:
        assert desk.book.exhibit("q").caption == "2016年1—3月交易额"
        (column,) = desk.book.exhibit("o").columns
        assert (column.label, column.groups) == ("2016年1—3月数值", ("2016年1—3月",))


def test_ids_of_lines_that_would_come_to_be_the_same_stay(tmp_path: Path) -> None:
    kept = [one for one in small_records() if not isinstance(one, (Setting, Exhibit))]
    columns = (column("全年", "2015"), column("1—12月", "2014"))
    row = Line("r", "电子商务交易额", {"indicator": "电子商务交易额"})
    table = Exhibit("q", "表1", "交易额", unit="亿元", at={"area": CITY}, rows=(row,), columns=columns, sorting=Sorting("全年"))
    Desk.create(tmp_path / "4.ecd", [Setting("year", "2015"), Setting("part", "Q4"), *kept, table]).close()
    with start_next(tmp_path / "4.ecd", tmp_path / "1.ecd", Period(2016, "quarter", 1)).desk as desk:
        made = desk.book.exhibit("q")
        assert [line.id for line in made.columns] == ["全年", "1—12月"] and made.sorting == Sorting("全年")
        assert [line.at["period"] for line in made.columns] == ["2016C03", "2015C03"]
