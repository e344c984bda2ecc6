"""Formulas in cells: typed, filled into a column, followed in the same step; undone, taken back, merged, compared and rolled on with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecdesk.checks import Checker
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Alternative, Axis, Conflict, Exhibit, Indicator, Line, Observation, Origin, OriginKind
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.tables import cells, deriving
from ecdesk.session.tables.structure import insert_lines, line_of
from ecdesk.session.versions.merging import merge, plan_merge
from ecdesk.session.versions.versions import book_at, compare
from tests.books import AREAS, small_records, undo_all, write_sample_book
from tests.checks.books import figure

TRADE, GROWTH, RETAIL = range(3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Last year's levels of three areas are known, this year's of all four."""
    path = tmp_path / "本.ecd"
    with Desk.create(path, small_records(), "张三") as desk:
        with desk.edit(text("上年")) as edit:
            for number, area in enumerate(AREAS[:3]):
                edit.put(figure(Key("电子商务交易额", area, "", "2017", "value"), f"{1000 + number}.5"))
        cells.enter(desk, "表1", [(row, TRADE, f"{1200 + row}.7") for row in range(4)])
    return path


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    with Desk.open(path, "张三") as desk:
        yield desk


def at(row: int, column: int) -> Key:
    indicator = "电子商务交易额" if column < RETAIL else "网络零售额"
    return Key(indicator, AREAS[row], "", "2018", "growth" if column % 2 else "value")


def shown(book: Book, row: int, column: int) -> str:
    found = book.observation(at(row, column))
    if found is None:
        return ""
    return str(found.amount.value) if found.amount is not None else str(getattr(found.content, "value", "?"))


def formula(book: Book, row: int, column: int) -> str:
    return formula_of(book.observation(at(row, column)))


def fill_growth(desk: Desk) -> deriving.Filled:
    return deriving.fill(desk, "表1", [(row, GROWTH) for row in range(4)])


def test_a_whole_column_is_worked_out_as_one_step(desk: Desk) -> None:
    filled = fill_growth(desk)
    assert (filled.done, filled.left) == (3, 1) and "缺" in str(filled.reason)
    assert [shown(desk.book, row, GROWTH) for row in range(4)] == ["20.0", "20.0", "20.0", ""]
    assert formula(desk.book, 0, GROWTH) == "增长率(本指标)"
    desk.undo()
    assert shown(desk.book, 0, GROWTH) == ""


def test_every_reason_is_told_why_figures_do_not_follow(desk: Desk) -> None:
    """Two figures of one digit leave their growth open by far; that the last one has no year before it is another thing."""
    with desk.edit(text("上年")) as edit:
        edit.put(figure(Key("电子商务交易额", AREAS[0], "", "2017", "value"), "3"))
    cells.enter(desk, "表1", [(0, TRADE, "4")])
    filled = fill_growth(desk)
    assert (filled.done, filled.left) == (2, 2)
    assert str(filled.reason).count("1 个：") == 2 and "缺" in str(filled.reason)


def test_what_is_typed_already_is_left_alone(desk: Desk) -> None:
    cells.enter(desk, "表1", [(0, GROWTH, "19.0")])
    assert fill_growth(desk).done == 2 and shown(desk.book, 0, GROWTH) == "19.0"


def test_an_operand_and_what_stands_on_it_change_in_one_step(desk: Desk) -> None:
    fill_growth(desk)
    seq = desk.seq
    cells.enter(desk, "表1", [(0, TRADE, "1500.7")])
    assert desk.seq == seq + 1 and shown(desk.book, 0, GROWTH) == "50.0"
    assert {change.id for change in desk.transaction(desk.seq).changes} == {at(0, TRADE), at(0, GROWTH)}
    desk.undo()
    assert shown(desk.book, 0, GROWTH) == "20.0"
    desk.redo()
    assert shown(desk.book, 0, GROWTH) == "50.0"
    cells.enter(desk, "表1", [(0, TRADE, "")])
    assert shown(desk.book, 0, GROWTH) == Mark.UNKNOWN.value
    assert "缺电子商务交易额" in str(desk.derivations.reason(at(0, GROWTH)))


@pytest.mark.parametrize(
    ("typed", "stored", "shows"),
    [
        ("=A1/2", "电子商务交易额/2", "600.4"),
        ("=a1*0.5", "电子商务交易额*0.5", "600.4"),
        ("=A2-A1", "电子商务交易额[天津]-电子商务交易额", "1.0"),
        ("=SUM(A1:A4)", "SUM(电子商务交易额[北京，天津，河北，山西])", "4808.8"),
        ("=合计(A1:A2)/2", "合计(电子商务交易额[北京，天津])/2", "1201.2"),
        ("=电子商务交易额[天津] × 2", "电子商务交易额[天津] × 2", "2403.4"),
        ("=1200.7+1", "", "1201.7"),
    ],
)
def test_a_formula_is_typed_with_cells_or_labels(desk: Desk, typed: str, stored: str, shows: str) -> None:
    entered = cells.enter(desk, "表1", [(0, RETAIL, typed)])
    assert not entered.unread and shown(desk.book, 0, RETAIL) == shows
    assert formula(desk.book, 0, RETAIL) == stored
    found = desk.book.observation(at(0, RETAIL))
    assert found is not None and found.origin.kind == (OriginKind.COMPUTED if stored else OriginKind.TYPED)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("=A9", "不是填数的单元格"),
        ("=没有(A1)", "没有“没有”这个函数"),
        ("=A1+", "这里应写"),
        ("=A1:B2", "请分别写出"),
        ("=A1:A4", "多个数"),
        ("=甲 + A1", "没有“甲”"),
        ("=A1/0", "除数是零"),
    ],
)
def test_what_cannot_be_read_stays_as_typed_with_the_reason(desk: Desk, typed: str, said: str) -> None:
    entered = cells.enter(desk, "表1", [(0, RETAIL, typed), (1, RETAIL, "5.0")])
    assert entered.unread == ((0, RETAIL),) and said in str(entered.faults[0])
    assert shown(desk.book, 1, RETAIL) == "5.0"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("=C1", "引用了自己"),
        ("=D1", "缺"),
        ("=A1/(A1-A1)", "除数可能为零"),
        ("=A1+电子商务交易额.同比增速", "单位不同"),
        ("=A1-电子商务交易额[2016年]", "口径不同"),
    ],
)
def test_what_comes_to_nothing_says_so_at_its_cell_and_prints_nothing(desk: Desk, typed: str, said: str) -> None:
    with desk.edit(text("旧口径")) as edit:
        edit.put(figure(Key("电子商务交易额", AREAS[0], "", "2016", "value"), "900.5", basis="旧口径"))
    cells.enter(desk, "表1", [(0, GROWTH, "20.0"), (0, RETAIL, "600.4")])
    cells.enter(desk, "表1", [(0, RETAIL, typed), (1, RETAIL, "=A2/2")])
    assert said in str(desk.derivations.reason(at(0, RETAIL)))
    assert shown(desk.book, 0, RETAIL) == Mark.UNKNOWN.value and shown(desk.book, 1, RETAIL) == "600.9"
    assert not any(digit in build_table(desk.book, desk.book.exhibit("表1"), "").cells[0][RETAIL].text for digit in "0123456789")


def test_a_disputed_unread_or_missing_operand_leaves_no_number_at_the_desk(desk: Desk) -> None:
    fill_growth(desk)
    for typed, said in (("见附注", "不是数"), ("", "缺")):
        cells.enter(desk, "表1", [(0, TRADE, typed)])
        assert said in str(desk.derivations.reason(at(0, GROWTH))) and shown(desk.book, 0, GROWTH) == Mark.UNKNOWN.value
        desk.undo()
        assert shown(desk.book, 0, GROWTH) == "20.0" and desk.derivations.reason(at(0, GROWTH)) is None
    with desk.edit(text("另一份")) as edit:
        edit.put(Alternative(at(0, TRADE), "另一份", figure(at(0, TRADE), "1300.7").content, Origin(OriginKind.IMPORTED)))
    assert "两个来源" in str(desk.derivations.reason(at(0, GROWTH))) and shown(desk.book, 0, GROWTH) == Mark.UNKNOWN.value


def test_what_stands_on_a_circle_shows_no_number_however_far_from_it(path: Path) -> None:
    """Worked out in any order, the third one behind a circle kept what it had come to before."""
    with Desk.open(path, "张三") as desk:
        names = [f"链{number}" for number in range(30)]
        rows = tuple(Line(name, name, {"indicator": name}) for name in names)
        value = Line("v", "数值", {"measure": "value"})
        chain = Exhibit("链", "表9", "链", unit="亿元", at={"area": AREAS[0], "period": "2018"}, rows=rows, columns=(value,))
        with desk.edit(text("链")) as edit:
            for order, name in enumerate(names):
                edit.put(Indicator(name, name, "亿元", order=100 + order))
            edit.put(chain)
        cells.enter(desk, "链", [(row, 0, f"=A{row} + 0.1亿元" if row else "1.0") for row in range(len(names))])

        def amounts() -> list[object]:
            found = (desk.book.observation(Key(name, AREAS[0], "", "2018", "value")) for name in names)
            return [one.amount for one in found if one is not None and one.amount is not None]

        assert len(amounts()) == len(names)
        cells.enter(desk, "链", [(0, 0, "=A2")])
        assert amounts() == []
        cells.enter(desk, "链", [(0, 0, "2.0")])
        assert len(amounts()) == len(names)


def test_a_formula_of_another_program_is_no_formula_here(desk: Desk) -> None:
    entered = cells.enter(desk, "表1", [cells.Entry(0, RETAIL, "=A1/2", bare=False)])
    assert entered.unread == ((0, RETAIL),) and not entered.faults and formula(desk.book, 0, RETAIL) == ""


def test_a_formula_may_be_typed_over_and_cleared(desk: Desk) -> None:
    fill_growth(desk)
    cells.enter(desk, "表1", [(0, GROWTH, "20.0"), (1, GROWTH, "")])
    assert formula(desk.book, 0, GROWTH) == "" and desk.book.observation(at(1, GROWTH)) is None
    cells.enter(desk, "表1", [(0, TRADE, "1500.7")])
    assert shown(desk.book, 0, GROWTH) == "20.0"


def test_a_typed_figure_is_held_against_what_it_could_come_to_and_gives_way(desk: Desk) -> None:
    cells.enter(desk, "表1", [(0, GROWTH, "20.1"), (1, GROWTH, "20.0")])
    wrong, right = (deriving.following(desk, at(row, GROWTH)) for row in (0, 1))
    assert wrong is not None and right is not None
    assert (wrong.printed, wrong.verdict, right.verdict) == ("20.0%", Verdict.ROUNDING, Verdict.HOLDS)
    deriving.take_over(desk, at(0, GROWTH))
    assert shown(desk.book, 0, GROWTH) == "20.0" and formula(desk.book, 0, GROWTH)
    assert deriving.following(desk, at(3, GROWTH)) is None


def test_a_past_step_is_taken_back_alone_and_what_stands_on_it_follows(desk: Desk) -> None:
    fill_growth(desk)
    cells.enter(desk, "表1", [(0, TRADE, "1500.7")])
    seq = desk.seq
    with desk.edit(text("上年")) as edit:
        edit.put(figure(Key("电子商务交易额", AREAS[0], "", "2017", "value"), "2000.5"))
    assert shown(desk.book, 0, GROWTH) == "-25.0"
    desk.revert(seq)
    assert shown(desk.book, 0, TRADE) == "1200.7" and shown(desk.book, 0, GROWTH) == "-40.0"


def test_copies_that_changed_different_operands_need_no_decision(path: Path, tmp_path: Path) -> None:
    with Desk.open(path, "张三") as desk:
        fill_growth(desk)
    copy = tmp_path / "副本.ecd"
    shutil.copy(path, copy)
    with Desk.open(path, "张三") as ours, Desk.open(copy, "李四") as theirs:
        cells.enter(ours, "表1", [(0, TRADE, "1500.7")])
        with theirs.edit(text("上年")) as edit:
            edit.put(figure(Key("电子商务交易额", AREAS[0], "", "2017", "value"), "2000.5"))
        assert merge(ours, plan_merge(ours, theirs.path)) == 0
        assert not ours.book.all(Conflict) and shown(ours.book, 0, GROWTH) == "-25.0"
        assert merge(theirs, plan_merge(theirs, ours.path)) == 0
        assert shown(theirs.book, 0, GROWTH) == "-25.0"


def test_comparison_and_earlier_states_know_formulas(desk: Desk) -> None:
    before = desk.seq
    fill_growth(desk)
    cells.enter(desk, "表1", [(0, TRADE, "1500.7")])
    assert at(0, GROWTH) in {one.id for one in compare(book_at(desk, before), desk.book)}
    undo_all(desk)
    assert not desk.book.observations


def test_formulas_go_on_to_the_next_year_and_wait_for_its_figures(path: Path, tmp_path: Path) -> None:
    with Desk.open(path, "张三") as desk:
        fill_growth(desk)
        cells.enter(desk, "表1", [(0, RETAIL, "=电子商务交易额[2017年] × 2")])
    with start_next(path, tmp_path / "2019.ecd", Period(2019), "张三").desk as desk:
        growth = at(0, GROWTH).moved(period="2019")
        found = desk.book.observation(growth)
        assert found is not None and formula_of(found) and found.content is Mark.UNKNOWN
        assert formula_of(desk.book.observation(at(0, RETAIL).moved(period="2019"))) == "电子商务交易额[2018年] × 2"
        cells.enter(desk, "表1", [(0, TRADE, "1320.8")])
        assert str(desk.book.observations[growth].amount and desk.book.observations[growth].amount.value) == "10.0"  # type: ignore[union-attr]


def test_a_reopened_book_goes_on_following(path: Path) -> None:
    with Desk.open(path, "张三") as desk:
        fill_growth(desk)
    with Desk.open(path, "李四") as desk:
        cells.enter(desk, "表1", [(0, TRADE, "1500.7")])
        assert shown(desk.book, 0, GROWTH) == "50.0"


def test_a_step_that_fails_leaves_nothing_worked_out(desk: Desk) -> None:
    fill_growth(desk)
    before = dict(desk.book.observations)
    with pytest.raises(RuntimeError), desk.edit(text("x")) as edit:
        edit.put(Observation(at(0, TRADE), Mark.UNKNOWN))
        raise RuntimeError
    assert dict(desk.book.observations) == before


# -- the formula of a whole column


def test_a_column_keeps_its_formula_for_rows_to_come(desk: Desk, path: Path, tmp_path: Path) -> None:
    cells.enter(desk, "表1", [(1, GROWTH, "12.3")])
    assert deriving.define(desk, "表1", Axis.COLUMNS, [GROWTH], "增速(电子商务交易额)") == 3
    assert [shown(desk.book, row, GROWTH) for row in range(4)] == [
        "20.0",
        "12.3",
        "20.0",
        "unknown",
    ]  # of the last no year before is known
    fifth = next(one.code for one in desk.book.areas if one.kind == "province" and one.code not in AREAS)
    row = line_of(desk.book, desk.book.exhibit("表1"), "area", fifth)
    with desk.edit(text("上年")) as edit:
        edit.put(figure(Key("电子商务交易额", fifth, "", "2017", "value"), "100.0"))
    insert_lines(desk, "表1", Axis.ROWS, 4, [row])
    new = Key("电子商务交易额", fifth, "", "2018", "growth")
    assert formula_of(desk.book.observation(new)) == "增速(电子商务交易额)"
    cells.enter(desk, "表1", [(4, TRADE, "150.0")])
    found = desk.book.observations[new].amount
    assert found is not None and str(found.value) == "50.0"
    cells.clear(desk, "表1", [(4, GROWTH)])
    assert not formula_of(desk.book.observation(new))  # who empties a cell wants it empty
    deriving.define(desk, "表1", Axis.COLUMNS, [GROWTH], "D5 - D5")
    assert formula_of(desk.book.observation(at(0, GROWTH))) != "增速(电子商务交易额)"
    desk.undo()
    assert formula_of(desk.book.observation(at(0, GROWTH))) == "增速(电子商务交易额)"
    deriving.define(desk, "表1", Axis.COLUMNS, [GROWTH], "")
    assert not any(column.formula for column in desk.book.exhibit("表1").columns) and shown(desk.book, 0, GROWTH) == "20.0"
    desk.undo()
    with start_next(path, tmp_path / "后.ecd", Period(2019)).desk as following:
        assert [bool(column.formula) for column in following.book.exhibit("表1").columns].count(True) == 1
    with pytest.raises(UserError):
        deriving.define(desk, "表1", Axis.COLUMNS, [GROWTH], "没有这个指标")


# -- what only constraints tell


def test_what_the_rest_of_a_ring_or_a_column_leaves_is_offered(tmp_path: Path) -> None:
    consumer = Key("网络零售额", "000000", "C2C", "2018", "share")
    other = Key("遭遇电子商务纠纷后的处理方式", "000000", "其他主动维权方式", "2018", "share")
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        checker = Checker(desk.book)
        for at, printed, between in ((consumer, "37.2%", "37.15～37.25"), (other, "5.0%", "4.8～5.2")):
            found = deriving.following(desk, at, checker)
            assert (
                found is not None
                and found.offered
                and "100%" in str(found.why[0])
                and (found.printed, found.interval) == (printed, between)
            )
        earlier = deriving.following(desk, consumer.moved(period="2017"), checker)
        assert earlier is not None and not earlier.offered
        assert (earlier.printed, earlier.interval, len(earlier.why)) == ("约41.6%", "41.5～41.7%", 1)
        deriving.take_over(desk, consumer)
        taken = desk.book.observations[consumer]
        assert formula_of(taken) == "100% - 网络零售额[B2C].占比" and str(taken.amount and taken.amount.value) == "37.2"


def test_a_rule_that_lacks_one_figure_gives_it(tmp_path: Path) -> None:
    at = Key("非实物商品网络零售额", "210000", "", "2018", "value")
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        assert deriving.following(desk, at) is None
        checker = Checker(desk.book)
        found = deriving.following(desk, at, checker)
        assert found is not None and found.formula == "=网络零售额 - 实物商品网络零售额"
        deriving.take_over(desk, at, checker)
        taken = desk.book.observations[at].amount
        assert taken is not None and str(taken.value) == "289"


def test_growth_over_several_years_is_offered_as_the_yearly_average(tmp_path: Path) -> None:
    """From the year that its span names first, else from the one before, whole column at once; the formula says from which."""
    span = [Key("电子商务交易额", area, "", "2013-2018", "growth") for area in AREAS[:3]]
    rows = tuple(Line(one.area, one.area, {"area": one.area}) for one in span)
    shown = {"indicator": "电子商务交易额", "period": "2013-2018"}
    table = Exhibit("年均", "表9", "", at=shown, rows=rows, columns=(Line("c", "", {"measure": "growth"}),))
    with Desk.create(tmp_path / "本.ecd", small_records(), "张三") as desk:
        with desk.edit(text("两端")) as edit:
            edit.put(table)
            for one, first in zip(span, ("2013", "2012"), strict=False):
                edit.put(figure(one.moved(measure="value", period=first), "1000.0"))
                edit.put(figure(one.moved(measure="value", period="2018"), "2000.0"))
        found = deriving.following(desk, span[0])
        assert found is not None and found.offered and "另一年" in str(found.why[0])
        filled = deriving.fill(desk, "年均", [(row, 0) for row in range(3)])
        assert (filled.done, filled.left) == (2, 1)
        taken = [desk.book.observation(one) for one in span]
        assert [str(one.amount.value) for one in taken if one is not None and one.amount is not None] == ["14.9", "12.2"]
        assert [formula_of(one) for one in taken[:2]] == [f"年均增长率(本指标[{year}年])" for year in (2013, 2012)]
