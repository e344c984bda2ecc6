"""Reading and printing figures: what people type, and that printing is the exact inverse of reading."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.figures.amounts import Amount, Mark, Unparsed
from ecdesk.domain.figures.numerals import NO_BREAK_SPACE, THIN_SPACE, print_content
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.judging import qualifiers
from ecdesk.domain.wording.numbers import parse_content, parse_number
from ecdesk.domain.wording.units import find_unit, unit_named

YI = unit_named("亿元")
GROUPINGS = ("", ",", " ", THIN_SPACE, NO_BREAK_SPACE, "\u202f")
"""What may stand between groups of three digits."""


def amount(digits: str, unit: str = "亿元", qualifier: str = "") -> Amount:
    return Amount(Decimal(digits), unit_named(unit), qualifier)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6 412.7", amount("6412.7")),
        ("6\u2009412.7", amount("6412.7")),
        ("6,412.7", amount("6412.7")),
        ("６，４１２．７", amount("6412.7")),
        ("６４１２．７", amount("6412.7")),
        ("约4800", amount("4800", qualifier="约")),
        ("超2.8万亿", amount("2.8", "万亿元", "超")),
        ("1.37万亿元", amount("1.37", "万亿元")),
        ("189亿", amount("189")),
        ("342.45亿元人民币", amount("342.45")),
        ("25.4%", amount("25.4", "%")),
        ("25.4％", amount("25.4", "%")),
        ("-0.5", amount("-0.5")),
        ("−0.5", amount("-0.5")),
        ("1.30", amount("1.30")),
        (".5", amount("0.5")),
        ("+3", amount("3")),
        ("30%以上", amount("30", "%", "以上")),
        ("7万多个", amount("7", "万个", "多")),
        ("约25%左右", amount("25", "%", "约…左右")),
        ("30320①", amount("30320")),
        ("30320 ②", amount("30320")),
        ("842.7①②", amount("842.7")),
        ("212⑴", amount("212")),
        ("37.2㉑", amount("37.2")),
        ("4.8²", amount("4.8")),
        ("1302.5¹⁾", amount("1302.5")),
        ("37.1%³", amount("37.1", "%")),
        ("4269.3*", amount("4269.3")),
        ("40.2※", amount("40.2")),
        ("3308.6[1]", amount("3308.6")),
        ("909.4注1", amount("909.4")),
        ("687.1（注2）", amount("687.1")),
        ("1.37万亿元①", amount("1.37", "万亿元")),
        ("—", Mark.NONE),
        ("-", Mark.NONE),
        ("…", Mark.UNKNOWN),
        ("......", Mark.UNKNOWN),
        ("N/A", Mark.UNKNOWN),
        ("", None),
        (" \u3000", None),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(typed, meant):
    assert parse_content(typed, YI) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "1 2",
        "12-15",
        "0.8亿万元",
        "2,41",
        "1,234 567",
        "007",
        "5.",
        "1.2.3",
        "=1+1",
        "见注",
        "1e5",
        "3亿斤粮",
        "303①20",
        "12.5①.3",
        "10⁴",
        "①",
        "212(1)",
        "NaN",
        "inf",
        "1" * 1001,
    ],
)
def test_what_cannot_be_read_is_kept_letter_by_letter(typed):
    assert parse_content(typed, YI) == Unparsed(typed)


def test_trailing_zeros_are_digits():
    assert amount("1.30") != amount("1.3")
    assert print_content(parse_content("1.30", YI), YI) == "1.30"


decimals = st.builds(
    lambda sign, digits, places: Decimal((sign, tuple(digits) if digits[0] or len(digits) == 1 else (1, *digits[1:]), -places)),
    st.integers(0, 1),
    st.lists(st.integers(0, 9), min_size=1, max_size=18),
    st.integers(0, 6),
)
units = st.sampled_from(["亿元", "万亿元", "元", "%", "个百分点", "万件", "家", "亿美元", "‰", "万票", "元/㎡"]).map(unit_named)
words = st.one_of(st.just(""), st.sampled_from(sorted(qualifiers())))


@given(decimals, units, words, units, st.sampled_from(GROUPINGS))
def test_reading_what_was_printed_gives_the_same_figure(value, unit, word, column, grouping):
    figure = Amount(value, unit, word)
    printed = print_content(figure, column, grouping)
    again = parse_content(printed, column)
    assert isinstance(again, Amount), printed
    assert (again.value.as_tuple(), again.unit) == (value.as_tuple(), unit)
    # A qualifier comes back in its half-width spelling at most.
    assert print_content(again, column, grouping) == print_content(
        parse_content(print_content(again, column), column), column, grouping
    )


@given(st.text(max_size=60))
def test_any_text_is_kept_or_read_and_never_raises(typed):
    content = parse_content(typed, YI)
    if isinstance(content, Unparsed):
        assert content.text == typed
    if isinstance(content, Amount):
        assert parse_content(print_content(content, YI), YI) == content


@given(st.integers(-(10**12), 10**12), st.sampled_from(GROUPINGS))
def test_grouping_changes_no_digit(number, grouping):
    assert parse_number(print_content(Amount(Decimal(number)), NO_UNIT, grouping)) == number


def test_units_are_known_by_every_spelling():
    assert find_unit("100 million yuan") == find_unit("亿元") == find_unit("亿 元") == find_unit("亿元人民币")
    assert find_unit("百亿美元").scale == 10**10
    assert find_unit("亿万元") is None
    assert find_unit("百分点").dimension == "百分点"
    assert find_unit("万元").factor_to(find_unit("亿元")) == Fraction(1, 10_000)
