"""The sample book as published: every genuine inconsistency of its figures, and no false alarm on the rest."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain import texts
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Level, Verdict
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from tests.books import build_sample_book
from tests.checks.planting import put
from tests.checks.rounding import rounded_table_verdicts

GENUINE = {
    # 893.6 of 6,412.7 is 13.9%; the report prints 63.5%.
    ("占比", "网络零售额，陕西，2018年"): Verdict.FAILS,
    # 189 of 396 is 47.7%, printed 47%; 207 of 396 is 52.3%, printed 53%: digits were cut off or forced to add up to 100.
    ("占比", "实物商品网络零售额，山西，2018年"): Verdict.ROUNDING,
    ("占比", "非实物商品网络零售额，山西，2018年"): Verdict.ROUNDING,
    # 3,320万 over 2,650万 is +25%, printed 23%.
    ("同比增速", "在线交易量，新西兰，2017年"): Verdict.FAILS,
    # 62.7% less 60.7% is 2.0 points; the table prints them in its growth column as 2.0%.
    ("同比增速", "移动网络零售占比，韩国，2018年12月"): Verdict.FAILS,
    # 1,347 over 902.4 is +49.3%, printed 50%.
    ("同比增速", "跨境电商零售进出口总额，全国，2018年"): Verdict.ROUNDING,
    # 78 over 62 is +25.8%, printed 30%: the trailing zero counts as a digit only within a full unit.
    ("同比增速", "电商市场规模（境外），越南，2018年"): Verdict.ROUNDING,
    # Tibet grew by 137.7% where the others grew by 13 to 46%: noticed, not wrong.
    ("增速离群", "2018年"): Verdict.FAILS,
}


UNSOURCED = ("出处", "分组项出处")
"""Rules by which figures are noticed of which nobody knows where they come from."""


@pytest.fixture(scope="module")
def book() -> Book:
    return build_sample_book()


@pytest.fixture(scope="module")
def checker(book: Book) -> Checker:
    return Checker(book)


def alarms(checker: Checker) -> dict[tuple[str, str], Verdict]:
    return {
        (found.rule, found.subject): found.verdict
        for found in checker.findings()
        if (found.verdict in (Verdict.FAILS, Verdict.ROUNDING) or found.outside_band) and found.rule not in UNSOURCED
    }


def test_every_genuine_inconsistency_and_nothing_else(checker: Checker) -> None:
    assert alarms(checker) == GENUINE
    assert [found.rule for found in checker.findings() if found.fault and found.level is not Level.NOTICE] == []


def test_figures_that_nobody_found_a_source_for_are_noticed(checker: Checker) -> None:
    found = [one for one in checker.findings() if one.rule in UNSOURCED and one.verdict is Verdict.FAILS]
    assert len(found) == 20 and {one.level for one in found} == {Level.NOTICE} and not any(one.is_open for one in found)
    unsourced = {key for key, one in checker.book.observations.items() if one.origin.unsourced}
    assert {operand.key for one in found for operand in one.operands} == unsourced


def finding(checker: Checker, rule: str, subject: str) -> Finding:
    return next(found for found in checker.findings() if (found.rule, found.subject) == (rule, subject))


def test_the_worst_one_is_said_with_its_numbers(checker: Checker) -> None:
    found = finding(checker, "占比", "网络零售额，陕西，2018年")
    assert found.level is Level.ERROR and found.is_open
    assert str(found.formula) == "网络零售额的占比 63.5% = 网络零售额 893.6亿元 ÷ 电子商务交易额 6412.7亿元"
    assert "13.9%" in str(found.message) and str(found.difference) == "49.6个百分点"


@pytest.mark.parametrize("area", ["上海", "四川", "云南", "浙江", "湖南", "山东", "宁夏", "内蒙古", "海南", "大连", "深圳"])
def test_the_sums_of_these_areas_hold(checker: Checker, area: str) -> None:
    code = checker.book.areas.find(area)
    assert code is not None
    held = 0
    for key in checker.book.observations:
        if key.area == code.code:
            for found in checker.findings_of(key):
                assert found.verdict not in (Verdict.FAILS, Verdict.ROUNDING), str(found.message)
                held += (found.verdict is Verdict.HOLDS and "构成" in found.rule) or "零售额按" in found.rule
    assert held


def test_region_shares_of_a_hundred_and_one_tenth_hold(checker: Checker) -> None:
    regions = [Key("网络零售额", f"R{number}", "", "2018", "share") for number in range(1, 5)]
    found = next(one for one in checker.findings_of(regions[0]) if one.rule == "区域占比合计")
    assert [operand.printed for operand in found.operands] == ["83.1%", "9.0%", "6.4%", "1.6%"]
    assert found.verdict is Verdict.HOLDS and not found.outside_band


def test_comparable_growth_is_not_computed_again(checker: Checker) -> None:
    found = finding(checker, "同比增速", "农村网络零售额，全国，2018年")
    assert found.verdict is Verdict.UNDECIDED and "可比口径" in str(found.message)


def test_verdicts_are_the_same_in_every_language_and_order(book: Book, checker: Checker) -> None:
    texts.set_language("en")
    assert alarms(Checker(book, list(reversed(checker.records)))) == GENUINE


def test_rounding_a_table_again_raises_no_alarm(book: Book) -> None:
    """Every figure of a table printed with one digit less, one table after another."""
    checker = Checker(book)
    before = {key for key, verdict in alarms(checker).items() if verdict is Verdict.FAILS}
    for exhibit in random.Random(1).sample(book.exhibits(), 25):
        coarse = {}
        for _row, _column, key in cell_keys(exhibit):
            observation = book.observation(key)
            amount = observation.amount if observation else None
            if amount is not None and not amount.is_exact and len(amount.value.as_tuple().digits) > 1:
                value = amount.value.quantize(Decimal(1).scaleb(amount.exponent + 1), rounding=ROUND_HALF_UP)
                coarse[key] = Amount(value, amount.unit, amount.qualifier)
        undo = put(book, coarse)
        checker.update(coarse)
        after = {key for key, verdict in alarms(checker).items() if verdict is Verdict.FAILS}
        assert after <= before, exhibit.number
        put(book, undo)
        checker.update(undo)
    assert alarms(checker) == GENUINE


def test_rounding_alone_never_fails() -> None:
    counts = rounded_table_verdicts(150, 11)
    assert counts[Verdict.FAILS] == counts[Verdict.ROUNDING] == 0
    assert counts[Verdict.HOLDS] > 2000


def test_growth_on_another_basis_is_still_so_many_points_above_another() -> None:
    """农村 and 农产品 grew by so much more than the nation, whatever basis the growth is on."""
    book = build_sample_book()
    for indicator in ("农村", "农产品"):
        at = Key(f"{indicator}网络零售额增速与全国网络零售额增速之差", "000000", "", "2018", "value")
        put(book, {at: parse_content("1.5", unit_named("个百分点"))})
    failing = {one.rule for one in Checker(book).findings() if one.verdict is Verdict.FAILS}
    assert {"农村增速之差", "农产品增速之差"} <= failing
