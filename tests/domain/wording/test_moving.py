"""Times that move on with the book, and times that a column or a field says in few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.moves import Move, Relative, following
from ecdesk.domain.figures.moves import before as earlier
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.time.moved_times import moved_label, moved_rule, moved_times, without_lost_times, without_still_times
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
        ("第九十九期", "第100期"),
    ],
)
def test_the_number_of_an_issue_goes_on_in_its_own_spelling(issue: str, following: str) -> None:
    assert moved_times(f"统计快报{issue}", TO_FOURTH_QUARTER) == f"统计快报{following}"
    assert moved_times(f"统计快报{issue}", NEXT_YEAR) == f"统计快报{issue}", "a yearly book has none"


def test_the_number_of_an_issue_before_the_first_stays() -> None:
    assert moved_times("总第2期", Move(Period(2015, "quarter", 4), Period(2015, "quarter", 1))) == "总第2期"


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
    assert moved_label("2015年网络零售额", TO_FOURTH_QUARTER, Period(2015), NINE_MONTHS) == "2015年1—9月网络零售额"
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


def _to_date(own: Period) -> Period:
    return Relative.TO_DATE.period(own).span


def _year_ago(own: Period) -> Period:
    return own.moved(-1)


def _year_ago_to_date(own: Period) -> Period:
    return Relative.YEAR_AGO_TO_DATE.period(own).span


MEANT: tuple[tuple[str, str, Callable[[Period], Period]], ...] = (
    ("2015Q3", "前三季度", _to_date),
    ("2015Q3", "2015年前三季度", _to_date),
    ("2015Q3", "二〇一五年一至三季度", _to_date),
    ("2015Q3", "三季度累计", _to_date),
    ("2015Q3", "前9个月", _to_date),
    ("2015Q3", "截至9月末", _to_date),
    ("2015Q3", "2015C09", _to_date),
    ("2015Q3", "2014年前三季度", _year_ago_to_date),
    ("2015Q3", "去年前三季度", _year_ago_to_date),
    ("2015Q3", "第三季度", lambda own: own),
    ("2015Q3", "7—9月", lambda own: own),
    ("2015Q3", "去年三季度", _year_ago),
    ("2015Q3", "二季度", earlier),
    ("2015Q3", "2015年二季度", earlier),
    ("2015Q3", "去年四季度", lambda own: earlier(earlier(earlier(own)))),
    ("2015Q3", "2015年9月", lambda own: Period(own.year, "month", own.months[-1])),
    ("2015Q3", "2015-09", lambda own: Period(own.year, "month", own.months[-1])),
    ("2015Q4", "全年", _to_date),
    ("2015Q4", "2015年全年", _to_date),
    ("2015Q4", "2014年全年", _year_ago_to_date),
    ("2015Q2", "上半年", _to_date),
    ("2015Q1", "1—3月", _to_date),
    ("2015Q1", "2014年四季度", earlier),
    ("2015Q1", "去年四季度", earlier),
    ("2015M09", "前九个月", _to_date),
    ("2015M12", "全年", _to_date),
    ("2015M09", "前三季度", _to_date),
    ("2015M09", "9月累计", _to_date),
    ("2015M01", "上年12月", earlier),
    ("2015M11", "10月", earlier),
    ("2015M03", "一季度", _to_date),
    ("2015H2", "全年", _to_date),
    ("2015H2", "1—12月", _to_date),
    ("2015H2", "下半年累计", _to_date),
    ("2015H2", "下半年", lambda own: own),
    ("2015H1", "2014年下半年", earlier),
    ("2015", "2015年", lambda own: own),
    ("2015", "2014年", earlier),
    ("2015", "2015年三季度", lambda own: Period(own.year, "quarter", 3)),
)


@pytest.mark.parametrize(("since", "words", "meant"), MEANT)
def test_the_words_of_a_time_mean_as_much_of_every_later_period(
    since: str, words: str, meant: Callable[[Period], Period]
) -> None:
    """Round the year and again, whatever they turn into: 前三季度, 全年, 1—3月."""
    own = period_from_code(since)
    for step in range(1, 26):
        to = following(own)
        assert without_lost_times(words, Move(own, to)) == words
        words, own = moved_times(words, Move(own, to)), to
        found, rest = find_time(words)
        assert found is not None and not rest.strip(), words
        period = found.period(own, part_of_own=False)
        assert period is not None and period.span == meant(own).span, (own, step, words)


@pytest.mark.parametrize(
    "words", ["2015年上半年", "上半年", "2015年前三季度", "首季度", "三季度", "去年下半年", "2015年9月", "1—11月"]
)
@pytest.mark.parametrize("since", ["2015Q4", "2015M12", "2015H2"])
def test_what_was_over_never_comes_to_lie_ahead(since: str, words: str) -> None:
    own = period_from_code(since)
    for _step in range(13):
        to = following(own)
        words, own = moved_times(words, Move(own, to)), to
        found, _rest = find_time(words)
        period = found.period(own, part_of_own=False) if found is not None else None
        assert period is not None and (period.year, period.months[-1]) <= (own.year, own.months[-1]), (own, words)


@pytest.mark.parametrize(
    ("since", "words", "moved"),
    [
        ("2015Q4", "2015年末、年末", "2016年3月末、3月末"),
        ("2015Q4", "截至2015年底，2014年末", "截至2016年3月底，2015年末"),
        ("2015Q3", "2015年末", "2015年末"),
        ("2015Q4", "2015年终", "2016年3月末"),
        ("2015Q4", "总第48期第4期", "总第49期第1期"),
        ("2015M12", "前十二个月", "1—1月"),
        ("2015Q1", "2014年四季度", "2015年一季度"),
        ("2015Q1", "去年四季度", "一季度"),
        ("2015Q4", "三季度", "2015年四季度"),
    ],
)
def test_what_ends_with_the_year_is_said_of_the_new_period(since: str, words: str, moved: str) -> None:
    own = period_from_code(since)
    assert moved_times(words, Move(own, following(own))) == moved


@pytest.mark.parametrize(
    ("since", "words", "kept"),
    [
        ("2015Q3", "二、三季度与一、二季度", "＿＿与一、二季度"),
        ("2015Q4", "二、三季度", "＿＿"),  # of a year that has none of them yet
        ("2015Q4", "2015年11月11日", "＿＿"),
        ("2015Q4", "2015年12月31日", "2015年12月31日"),
        ("2015Q3", "2014年10月—2015年9月", "＿＿"),
        ("2015", "2015年二、三季度、2015年11月11日", "2015年二、三季度、2015年11月11日"),
    ],
)
def test_a_time_that_nothing_of_the_new_period_stands_for_is_left_out(since: str, words: str, kept: str) -> None:
    own = period_from_code(since)
    assert without_lost_times(words, Move(own, following(own))) == kept


def test_in_a_rule_the_whole_year_is_that_of_the_figure_at_hand() -> None:
    """And so stays; a span that is a whole year by now says of which year, and names of indicators are no times."""
    third, fourth, first = Period(2015, "quarter", 3), Period(2015, "quarter", 4), Period(2016, "quarter", 1)
    rule = "交易额 ≤ 交易额[全年] 对每个指标"
    for move in (Move(third, fourth), Move(fourth, first)):
        assert moved_rule(rule, move) == rule
    assert moved_rule("交易额[前三季度] ≥ 0", Move(third, fourth)) == "交易额[2015年1—12月] ≥ 0"
    assert moved_rule("交易额[2015年1—12月] ≥ 0", Move(fourth, first)) == "交易额[2016年1—3月] ≥ 0"
    assert moved_rule("年末从业人数 > 全年接待游客", Move(fourth, first)) == "年末从业人数 > 全年接待游客"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("2016年销售额", "＿＿销售额"),
        ("2017年二季度销售额", "2017年二季度销售额"),
        ("1978年以来", "1978年以来"),
        ("销售额", "销售额"),
    ],
)
def test_a_time_that_stays_while_the_book_moves_on_is_left_out(words: str, left: str) -> None:
    assert without_still_times(words, Move(Period(2017, "quarter", 2), Period(2017, "quarter", 3))) == left
