"""Small readings that no heading of the tables happens to need."""

from __future__ import annotations

import pytest

from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.measures import LONGEST, measure_in, unit_of_measure
from ecdesk.domain.wording.moved_years import moved_years
from ecdesk.domain.wording.numbers import LONGEST_NUMERAL, parse_amount, parse_number, spelled_number
from ecdesk.domain.wording.phrases import read_phrase
from ecdesk.domain.wording.places import Places, areas_in, latin_tail
from ecdesk.domain.wording.time_words import find_time, period_named
from ecdesk.domain.wording.times import Time
from ecdesk.domain.wording.units import LONGEST_UNIT, find_unit, is_duration, printed_unit, unit_in_words, unit_named

PLACES = Places(standard_areas())


def test_the_words_that_are_left_stand_apart_where_something_stood_between_them() -> None:
    assert read_phrase("2018年").rest == ""
    assert read_phrase("甲类2018年乙类").rest == "甲类 乙类"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("北京 Beijing", "北京市"),
        ("110000 北京", "北京市"),
        ("北京(110000)", "北京市"),
        ("北京市*", "北京市"),
        ("火星", None),
        ("", None),
    ],
)
def test_a_label_names_an_area_with_what_stands_beside_it(label: str, name: str | None) -> None:
    area = PLACES.named(label)
    assert (area.name if area else None) == name


def test_areas_lead_stand_inside_and_are_translated() -> None:
    area, rest = PLACES.leading("北京市网络零售额")
    assert area is not None
    assert (area.name, rest) == ("北京市", "网络零售额")
    assert PLACES.leading("网络零售额") == (None, "网络零售额")
    assert [(found.short, start) for found, start, _end in areas_in("对陕西和山西", PLACES)] == [("陕西", 1), ("山西", 4)]
    assert latin_tail("网络零售额 Online retail") == ("网络零售额", "Online retail")
    assert latin_tail("网络零售额 B2B") == ("网络零售额 B2B", "")


def test_what_is_too_long_or_no_number_is_none() -> None:
    assert spelled_number("") is None
    assert spelled_number("十" * 30) is None
    assert spelled_number("万") is None
    assert parse_number("1" * (LONGEST_NUMERAL + 1)) is None
    assert parse_amount("1" * (LONGEST_NUMERAL + 1)) is None
    assert parse_number("30①20") is None
    assert parse_amount("百分之") is None
    assert measure_in("同比" * LONGEST) is None
    assert find_unit("元" * (LONGEST_UNIT + 1)) is None
    assert printed_unit("元" * (LONGEST_UNIT + 1)) is None
    assert unit_in_words("网络零售额") is None


def test_units_by_their_names() -> None:
    assert unit_of_measure("growth") == "%"
    assert unit_of_measure("value") == ""
    unit = unit_in_words("人民币亿元")
    assert unit is not None
    assert unit.symbol == "亿元"
    assert is_duration(unit_named("年"))
    assert not is_duration(unit)


@pytest.mark.parametrize(
    ("text", "own", "code"),
    [
        ("上期", Period(2018), "2017"),
        ("上期", Period(2018, "quarter", 1), "2017Q4"),
        ("本季度", Period(2018, "month", 8), "2018Q3"),
        ("本月", Period(2018, "quarter", 3), None),
        ("本月", Period(2018), None),
        ("2018年2月30日", None, None),
        ("2018年3—1月", None, None),
        ("Mar-Jan 2018", None, None),
        ("2018年的全年", None, "2018"),
        ("2018C13", None, None),
        ("2018年1月—2018年1月", None, None),
        ("2018年1月—2018年9月", None, "2018C09"),
        ("2018年一季度至2018年三季度", None, "2018C09"),
        ("2017年10月—2018年3月", None, None),
        ("2017年10月至次年3月", None, None),
        ("2017年四季度—2018年一季度", None, None),
        ("2017年12月31日—2018年3月", None, None),
        ("3月", Period(2018), "2018M03"),
    ],
)
def test_times_that_depend_on_where_they_stand_or_cannot_be(text: str, own: Period | None, code: str | None) -> None:
    period = period_named(text, own)
    assert (period.code if period else None) == code


@pytest.mark.parametrize(
    ("span", "next_year"),
    [
        ("2017年10月—2018年3月", "2018年10月—2019年3月"),
        ("2017年10月—18年3月", "2018年10月—19年3月"),
        ("17年10月—18年3月", "18年10月—19年3月"),
        ("2017-10至2018-03", "2018-10至2019-03"),
        ("2017Q4-2018Q1", "2018Q4-2019Q1"),
    ],
)
def test_a_span_across_years_is_one_time_that_no_part_of_it_stands_for(span: str, next_year: str) -> None:
    time, rest = find_time(span)
    assert time is not None
    assert (time.year, time.until, time.crosses_years, time.period(), rest) == (2017, 2018, True, None, "")
    within = [Time(kind="month", first=3, last=3), Time(2018), Time(shift=-1), Time()]
    assert [one.period(time) for one in within] == [None] * 4
    assert Time(2018, kind="month", first=3, last=3).period(time) == Period(2018, "month", 3)
    assert moved_years(span, 1) == next_year


def test_years_in_numerals_move_on() -> None:
    assert moved_years("二零一九年与二〇一八年", 1) == "二零二零年与二〇一九年"
