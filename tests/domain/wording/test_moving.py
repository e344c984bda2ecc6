"""Times that move on with the book, and times that a column or a field says in few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.moves import Move
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.time.moved_times import moved_label, moved_times
from ecdesk.domain.wording.time.small_numbers import spelled_like
from ecdesk.domain.wording.time.time_words import are_months, day_named, find_time, time_in_column
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.time.year_parts import respelled_part

TO_FOURTH_QUARTER = Move(Period(2015, "quarter", 3), Period(2015, "quarter", 4))
NEXT_YEAR = Move(Period(2015), Period(2016))
NINE_MONTHS = Period(2015, "cumulative", 9)


@pytest.mark.parametrize(
    ("issue", "following"),
    [
        ("第3期", "第4期"),
        ("第 2 期", "第 3 期"),
        ("第三期", "第四期"),
        ("第十九期", "第二十期"),
        ("第二十期", "第二十一期"),
        ("第99期", "第100期"),
    ],
)
def test_the_number_of_an_issue_goes_on_in_its_own_spelling(issue: str, following: str) -> None:
    assert moved_times(f"统计快报{issue}", TO_FOURTH_QUARTER) == f"统计快报{following}"
    assert moved_times(f"统计快报{issue}", NEXT_YEAR) == f"统计快报{issue}", "a yearly book has none"


def test_an_issue_that_counts_the_parts_of_the_year_begins_anew_with_it() -> None:
    assert moved_times("2015年第4期", Move(Period(2015, "quarter", 4), Period(2016, "quarter", 1))) == "2016年第1期"


@pytest.mark.parametrize("word", words_of("periods.toml")["began"]["after"])
def test_the_time_when_something_began_stays(word: str) -> None:
    note = f"自2015年9月{word}南山区含前海。"
    assert moved_times(note, TO_FOURTH_QUARTER) == note
    assert moved_times(f"2015年{word}含开发区，2015年的数为初步数。", NEXT_YEAR) == f"2015年{word}含开发区，2016年的数为初步数。"
    assert moved_times(f"三季度{word}", TO_FOURTH_QUARTER) == f"四季度{word}", "no year is said"


@pytest.mark.parametrize("word", words_of("periods.toml")["began"]["never"])
def test_what_only_begins_like_a_word_for_since_moves_on(word: str) -> None:
    assert moved_times(f"2015年{word}", NEXT_YEAR) == f"2016年{word}"


@pytest.mark.parametrize(
    ("like", "number", "spelled"),
    [("1", 12, "12"), ("01", 3, "03"), ("一", 20, "二十"), ("二十", 12, "十二"), ("一", 3, "三"), ("I", 3, "III")],
)
def test_a_number_is_spelled_like_another(like: str, number: int, spelled: str) -> None:
    assert spelled_like(like, number) == spelled


@pytest.mark.parametrize(
    ("words", "period", "respelled"),
    [
        ("3月15日", Period(2018, "day", 930), "9月30日"),
        ("9月", Period(2018, "day", 930), "前三季度"),
        ("H1", Period(2018, "half", 2), "H2"),
        ("下半年", Period(2018, "half", 1), "上半年"),
        ("三季度", Period(2018, "quarter", 4), "四季度"),
        ("1—6月", Period(2018, "cumulative", 9), "1—9月"),
        ("前5个月", Period(2018, "cumulative", 6), "前6个月"),
        ("上半年", Period(2018, "cumulative", 9), "前三季度"),
        ("上半年", Period(2018, "cumulative", 12), "全年"),
        ("前三季度", Period(2018, "cumulative", 6), "上半年"),
        ("前三季度", Period(2018, "quarter", 1), "1—3月"),
        ("3月15日", Period(2018, "cumulative", 6), "上半年"),
        ("1、2月", Period(2018, "cumulative", 6), "1、2月"),
        ("年末", Period(2018, "quarter", 1), "年末"),
    ],
)
def test_a_part_of_a_year_is_respelled_as_it_was_where_that_can_be(words: str, period: Period, respelled: str) -> None:
    assert respelled_part(words, period) == respelled


@pytest.mark.parametrize("label", ["2015年", "2015", "二〇一五年", "2015年全年"])
def test_a_label_that_was_a_whole_year_says_that_it_is_a_span_by_now(label: str) -> None:
    assert moved_label(label, TO_FOURTH_QUARTER, Period(2015), NINE_MONTHS) == "2015年1—9月"
    assert moved_label(label, NEXT_YEAR, Period(2015), Period(2016)) == moved_times(label, NEXT_YEAR)


def test_a_label_with_other_words_only_moves_on() -> None:
    assert moved_label("2015年三季度网络零售额", TO_FOURTH_QUARTER, Period(2015), NINE_MONTHS) == "2015年四季度网络零售额"
    assert moved_label("网络零售额", TO_FOURTH_QUARTER, Period(2015), NINE_MONTHS) == "网络零售额"


def test_a_span_ends_where_what_it_reaches_to_cannot_be() -> None:
    assert find_time("2017年10月—2018年13月") == (Time(2017, kind="month", first=10, last=10), "—2018年13月")


def test_a_day_is_read_with_its_year_or_that_of_the_book() -> None:
    assert day_named("2019-03-31") == date(2019, 3, 31)
    assert day_named("3月31日", 2018) == date(2018, 3, 31)
    for text in ("2019年3月", "三十天", ""):
        with pytest.raises(UserError, match="不是日期"):
            day_named(text)


@pytest.mark.parametrize(
    ("texts", "are"),
    [
        (["2018-03-31", "2018-06-30"], True),
        (["2018-03-31"], False),
        (["2018-03-30", "2018-06-30"], False),
        (["2018年", "2018-06-30"], False),
    ],
)
def test_the_last_days_of_several_months_stand_for_them(texts: Sequence[str], are: bool) -> None:
    assert are_months(texts) is are


@pytest.mark.parametrize(
    ("text", "often", "by_months", "time"),
    [
        ("5", "month", False, Time(kind="month", first=5, last=5)),
        ("1-9", "month", False, Time(kind="month", first=1, last=9)),
        ("3", "quarter", False, Time(kind="quarter", first=3, last=3)),
        ("3", "", False, None),
        ("2018年3月31日", "month", True, Time(2018, kind="month", first=3, last=3)),
        ("2018年3月31日", "month", False, Time(2018, kind="none", first=3, last=3, day=31)),
        ("2018年3月31日", "", False, Time(2018, kind="day", first=3, last=3, day=31)),
    ],
)
def test_a_column_of_times_says_of_which_kind_they_are(text: str, often: str, by_months: bool, time: Time | None) -> None:
    assert time_in_column(text, often, by_months) == time
