"""An exhibit in another unit whose printed sums hold: chosen for an exhibit, exported, undone; no figure changes by it."""

from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import AreaRecord, Exhibit, Line, Observation, Section, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import balancing
from ecdesk.session.delivery.exporting import export
from ecdesk.session.program.progress import finish
from ecdesk.session.rules.checking import Checks

SALES, GOODS, SERVICES = "网络零售额", "实物商品网络零售额", "非实物商品网络零售额"
PRINTED = {SALES: "2.8", GOODS: "1.4", SERVICES: "1.4"}


def key(indicator, area="610000"):
    return Key(indicator, area, "", "2018", "value")


def records():
    yield Setting("year", "2018")
    yield Setting("title", "测试年报2018")
    for order, area in enumerate(standard_areas()):
        yield AreaRecord(area, order)
    yield from standard_indicators()
    yield Section("1", "第1章", "总论")
    yield Exhibit(
        "t1",
        "表1-1",
        "陕西网络零售额",
        "1",
        unit="亿元",
        at={"period": "2018", "area": "610000"},
        rows=tuple(Line(one, one, {"indicator": one}) for one in PRINTED),
        columns=(Line("v", "数值", {"measure": "value"}, unit="亿元"), Line("g", "同比", {"measure": "growth"})),
    )
    for indicator, digits in PRINTED.items():
        yield Observation(key(indicator), parse_content(digits, unit_named("亿元")))
    yield Observation(key(SALES)._replace(measure="growth"), parse_content("12.3%", unit_named("%")))


@pytest.fixture
def desk(tmp_path):
    with Desk.create(tmp_path / "小.ecd", records(), "张三") as desk:
        yield desk


@pytest.fixture
def checks(desk):
    checks = Checks(desk)
    yield checks
    checks.close()


def balanced(desk, checks):
    return balancing.balanced_table(checks.checker, desk.book.exhibit("t1"), balancing.balancing_of(desk.book, "t1"))


def column(table, number=0):
    return [row[number].text for row in table.table.cells]


def test_it_is_off_unless_chosen_and_can_be_undone(desk):
    assert balancing.balancing_of(desk.book, "t1") is None and balancing.balanced_exhibits(desk.book) == []
    balancing.set_balancing(desk, "t1", "亿元", 0)
    assert balancing.balancing_of(desk.book, "t1") == balancing.Balancing(unit_named("亿元"), 0)
    balancing.clear_balancing(desk, "t1")
    assert balancing.balancing_of(desk.book, "t1") is None
    desk.undo()
    assert [one.id for one in balancing.balanced_exhibits(desk.book)] == ["t1"]


def test_the_sum_holds_and_what_was_moved_is_marked(desk, checks):
    balancing.set_balancing(desk, "t1", "亿元", 0)
    table = balanced(desk, checks)
    total, *parts = (int(text) for text in column(table))
    assert total == 3 and sum(parts) == 3 and len(table.moved) == 1 and not table.broken
    assert column(table, 1)[0] == "12.3"
    assert table.table.columns[0].unit == "" and table.table.exhibit.unit == "亿元"
    assert len(table.table.exhibit.notes) == 1
    assert desk.book.observation(key(GOODS)).content == Amount(Decimal("1.4"), unit_named("亿元"))


def test_a_locked_figure_keeps_its_rounding(desk, checks):
    balancing.set_balancing(desk, "t1", "亿元", 0, frozenset({key(GOODS)}))
    assert column(balanced(desk, checks)) == ["3", "1", "2"]
    balancing.set_balancing(desk, "t1", "亿元", 0, frozenset({key(GOODS), key(SERVICES), key(SALES)}))
    table = balanced(desk, checks)
    assert column(table) == ["3", "1", "1"] and table.broken == {(0, 0)}


def test_no_digit_is_made_up(desk, checks):
    balancing.set_balancing(desk, "t1", "万元", 0)
    assert column(balanced(desk, checks)) == column(
        balancing.balanced_table(checks.checker, desk.book.exhibit("t1"), balancing.Balancing(unit_named("万元"), 2))
    )


def test_units_are_proposed_from_its_own(desk):
    assert balancing.proposed_units(desk.book, desk.book.exhibit("t1"))[:2] == ["亿元", "万亿元"]


@pytest.mark.parametrize("symbol", ["", "没有这个", "万人"])
def test_a_unit_that_does_not_fit_is_refused(desk, symbol):
    with pytest.raises(UserError):
        balancing.set_balancing(desk, "t1", symbol, 0)


def test_an_export_prints_what_was_chosen(desk, tmp_path):
    balancing.set_balancing(desk, "t1", "亿元", 0)
    finish(export(desk.book.snapshot(), tmp_path / "表.xlsx", findings=()))
    sheet = load_workbook(tmp_path / "表.xlsx")["表1-1"]
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert sorted(numbers)[-3:] == [2, 3, 12.3] and any("舍位平衡" in one for one in words)


@pytest.mark.parametrize(
    "written",
    [
        "{",
        "[]",
        "7",
        "{}",
        '{"unit": 3, "decimals": 1}',
        '{"unit": "亿元", "decimals": "x"}',
        '{"unit": "亿元", "decimals": 1, "locked": 7}',
    ],
)
def test_what_is_no_choice_balances_nothing(tmp_path, written):
    with Desk.create(tmp_path / "a.ecd", [*records(), Setting("balance:t1", written)], "张三") as desk:
        assert balancing.balancing_of(desk.book, "t1") is None
