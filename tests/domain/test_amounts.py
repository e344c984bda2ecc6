"""A printed figure is an interval."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, decimal_of
from ecdesk.domain.figures.intervals import Interval, total
from ecdesk.domain.judging import Margin, interval
from ecdesk.domain.wording.units import unit_named


def amount(digits: str, unit: str = "亿元", qualifier: str = "") -> Amount:
    return Amount(Decimal(digits), unit_named(unit), qualifier)


def ends(interval: Interval) -> tuple[float, float]:
    return float(interval.low), float(interval.high)


def test_a_figure_stands_for_every_value_that_rounds_to_it():
    assert ends(interval(amount("31.63", "万亿元"))) == (31.625, 31.635)
    assert ends(interval(amount("31.63", "万亿元"), Margin.FULL)) == (31.62, 31.64)


def test_a_count_stands_for_itself():
    assert ends(interval(amount("101", "家"))) == (101, 101)
    assert ends(interval(amount("4", "万家"))) == (3.5, 4.5)


def test_conversion_is_exact_and_keeps_the_precision():
    converted = amount("31.63", "万亿元").converted(unit_named("亿元"))
    assert converted.value == 316300
    assert interval(converted) == interval(amount("31.63", "万亿元")).scaled(10_000)
    with pytest.raises(UserError, match="不能换算"):
        amount("3", "亿美元").converted(unit_named("亿元"))


numbers = st.fractions(-1000, 1000, max_denominator=1000)
intervals = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), numbers, numbers)


@given(intervals, intervals, st.fractions(0, 1, max_denominator=50), st.fractions(0, 1, max_denominator=50))
def test_arithmetic_holds_every_value(one, two, first, second):
    a = one.low + (one.high - one.low) * first
    b = two.low + (two.high - two.low) * second
    assert a + b in one + two
    assert a - b in one - two
    assert a * b in one * two
    if 0 not in two:
        assert a / b in one / two
    assert a in total([one])


def test_dividing_by_an_interval_around_zero_is_refused():
    with pytest.raises(ZeroDivisionError):
        Interval.between(1, 2) / Interval.between(-1, 1)


def test_open_ends_stay_open():
    assert (Interval.between(2, None) * Interval.between(3, 4)).high is None
    assert (Interval.between(1, 2) / Interval.between(2, None)).low == Fraction(0)


def test_neighbours_meet_but_do_not_overlap():
    one, two = interval(amount("2990")), interval(amount("2991"))
    assert one.meets(two)
    assert not one.overlaps(two)
    assert interval(amount("2990")).overlaps(interval(amount("2990.4")))
    assert Interval.point(35).overlaps(Interval.point(35))
    assert Interval.between(1, None).overlaps(Interval.between(2, 3))


@pytest.mark.parametrize(
    ("value", "decimals", "rounding", "printed"),
    [
        (Fraction(5, 2), 0, ROUND_HALF_UP, "3"),
        (Fraction(-5, 2), 0, ROUND_HALF_UP, "-3"),
        (Fraction(5, 2), 0, ROUND_HALF_EVEN, "2"),
        (Fraction(7, 2), 0, ROUND_HALF_EVEN, "4"),
        (Fraction(-1, 3), 1, ROUND_FLOOR, "-0.4"),
        (Fraction(1, 3), 1, ROUND_CEILING, "0.4"),
        (Fraction(1, 8), 3, ROUND_HALF_UP, "0.125"),
        (Fraction(1250), -2, ROUND_HALF_EVEN, "1.2E+3"),
        (Fraction(10**400 + 1), 1, ROUND_HALF_UP, f"1{'0' * 399}1.0"),
    ],
)
def test_a_fraction_is_rounded_once_and_from_all_of_it(value: Fraction, decimals: int, rounding: str, printed: str) -> None:
    assert str(decimal_of(value, decimals, rounding)) == printed
