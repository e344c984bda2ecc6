"""Last year's figure beside this year's: the growth that the two imply, as an interval, and the verdict on the printed one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain.book.findings import Verdict
from ecdesk.session.versions.year_before import against_year_before, judged
from tests.checks.books import figure, key, make_book, rule

NOW, BEFORE = key("网络零售额", "河北"), key("网络零售额", "河北", period="2017")
GROWTH = key("网络零售额", "河北", "growth")


def test_the_printed_growth_is_compared_with_what_the_printed_figures_allow() -> None:
    found = against_year_before(make_book({NOW: "2990.0", BEFORE: "2361.8", GROWTH: "26.6"}), NOW)
    assert found is not None and found.implied is not None
    assert found.implied.low == (Fraction("2989.95") / Fraction("2361.85") - 1) * 100
    assert found.implied.high == (Fraction("2990.05") / Fraction("2361.75") - 1) * 100
    assert found.verdict is Verdict.HOLDS
    assert against_year_before(make_book({NOW: "2990.0", BEFORE: "2361.8", GROWTH: "29.6"}), GROWTH).verdict is Verdict.FAILS  # type: ignore[union-attr]


def test_last_years_book_is_asked_where_this_one_has_nothing() -> None:
    book, last = make_book({NOW: "2990.0"}), make_book({BEFORE: "2361.8"})
    assert against_year_before(book, NOW) is None
    found = against_year_before(book, NOW, last)
    assert found is not None and found.from_last and found.printed is None and found.verdict is None


def test_growth_at_constant_prices_is_not_compared() -> None:
    book = make_book([figure(NOW, "2990.0"), figure(BEFORE, "2361.8"), figure(GROWTH, "9.0", basis="可比价")])
    found = against_year_before(book, NOW)
    assert found is not None and found.verdict is None and found.basis == "可比价"


def test_a_share_changes_by_points() -> None:
    share = key("网络零售额", "河北", "share")
    points = key("网络零售额", "河北", "points")
    found = against_year_before(make_book({share: "13.9", share.moved(period="2017"): "12.5", points: "1.4"}), share)
    assert found is not None and found.in_points and found.point == Fraction("1.4") and found.verdict is Verdict.HOLDS


def test_nothing_grows_from_zero() -> None:
    found = against_year_before(make_book({NOW: "2990.0", BEFORE: "0.0", GROWTH: "26.6"}), NOW)
    assert found is not None and found.implied is None


def test_the_rule_about_the_three_figures_has_the_last_word() -> None:
    """Rules know of figures that are printed to the tens; the digits alone do not."""
    book = make_book({NOW: "2990.0", BEFORE: "2361.8", GROWTH: "29.6"})
    found = against_year_before(book, NOW)
    assert found is not None
    checker = Checker(book, [rule("本指标.同比增速 = 增长率(本指标) 对每个指标")])
    assert judged(found, NOW, checker.findings_of(NOW)).verdict is Verdict.FAILS
    known = [replace(one, verdict=Verdict.HOLDS) for one in checker.findings_of(NOW)]
    assert judged(found, NOW, known).verdict is Verdict.HOLDS
    assert judged(found, NOW, ()).verdict is found.verdict
