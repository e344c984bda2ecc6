"""Small readings that no heading of the tables happens to need."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from ecdesk.domain.figures.amounts import Amount, Unparsed
from ecdesk.domain.figures.areas import Area, AreaCatalogue, standard_areas
from ecdesk.domain.figures.moves import Move
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.units import NO_UNIT
from ecdesk.domain.wording.folding import half_width, read_by_character, without_unseen
from ecdesk.domain.wording.measures import (
    LONGEST,
    base_in_brackets,
    find_measure,
    index_measure,
    may_be_change,
    measure_choices,
    measure_in,
    promised_growth,
    unit_of_measure,
)
from ecdesk.domain.wording.note_marks import without_footnote_marks
from ecdesk.domain.wording.numbers import (
    LONGEST_NUMERAL,
    amounts_in_sentence,
    indefinite_amount,
    parse_amount,
    parse_content,
    parse_number,
    parts_in,
    spelled_number,
)
from ecdesk.domain.wording.places import Places, areas_in, latin_tail, place_around, unlisted
from ecdesk.domain.wording.scanner import TokenKind, scan
from ecdesk.domain.wording.time.dates import match_month_first
from ecdesk.domain.wording.time.moved_times import moved_times
from ecdesk.domain.wording.time.time_words import find_time, period_named, time_in_column, with_years_off
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.time.year_parts import respelled_part
from ecdesk.domain.wording.units import (
    LONGEST_UNIT,
    find_unit,
    is_duration,
    label_and_unit,
    match_unit,
    printed_unit,
    unit_at_end,
    unit_in_words,
    unit_named,
    unit_per,
    units_beside,
    units_in,
    units_stated,
    with_unit_apart,
)
from tests.domain.wording.found import words_left

PLACES = Places(standard_areas())


def test_the_words_that_are_left_stand_apart_where_something_stood_between_them() -> None:
    assert words_left("2018年") == []
    assert words_left("甲类2018年乙类") == ["甲类", "乙类"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("北京 Beijing", "北京市"),
        ("110000 北京", "北京市"),
        ("北京(110000)", "北京市"),
        ("北京市*", "北京市"),
        ("Beijing Municipality", "北京市"),
        ("廣東省", "广东省"),
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
    assert PLACES.leading("Beijing online") == (None, "Beijing online")
    assert list(areas_in("河网密布", PLACES)) == []
    assert latin_tail("网络零售额 B2B") == ("网络零售额 B2B", "")


def test_what_is_too_long_or_no_number_is_none() -> None:
    assert spelled_number("") is None
    assert spelled_number("十" * 30) is None
    assert spelled_number("万") is None
    assert parse_number("1" * (LONGEST_NUMERAL + 1)) is None
    assert parse_amount("1" * (LONGEST_NUMERAL + 1)) is None
    assert parse_number("30①20") is None
    assert parse_number("三十") is None
    assert [parse_number(text) for text in ("-0.5", "+5", "5")] == [Decimal("-0.5"), Decimal(5), Decimal(5)]
    assert parse_amount("百十点五亿元") is None
    assert find_measure("网络零售额") == ("", "", "网络零售额")
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
        ("去年同期", Period(2018, "day", 930), "2017D0930"),
        ("2017年10月—2018年", None, None),
        ("2017年10月至2018年底", None, None),
        ("2017年四季度—2018年", None, None),
        ("2018年12月至6月", None, None),
        ("2018年9月末累计", None, "2018C09"),
        ("2018年首季", None, "2018Q1"),
        ("2018年11月1日零时", None, "2018D1101"),
        ("H3 2018", None, None),
        ("2018-20193月", None, None),
        ("05年期贷款", None, None),
        ("每3月", Period(2018), None),
        ("一、二季度", Period(2018), None),
        ("2018年一、二季度", None, None),
        ("2018年第一、二季度", None, None),
        ("2018年一季度和二季度", None, None),
        ("2018年7、8、9月", None, None),
        ("2018年1、2月", None, None),
        ("一、三季度", Period(2018), None),
        ("上月", Period(2018, "quarter", 3), None),
        ("上月", Period(2018, "month", 1), "2017M12"),
        ("2018.9-1", None, None),
        ("2018.1-9", None, "2018C09"),
        ("Sep-Jan", Period(2018), None),
        ("Jan-Sep", Period(2018), "2018C09"),
        ("2018年1月至网络零售额", None, None),
        ("“十三五规划", None, None),
        ("1999/00学年", None, "1999/00"),
        ("2018年3月三十五日", None, None),
        ("2018年一季度累计", None, "2018Q1"),
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
    assert moved_times(span, Move(Period(2018), Period(2019))) == next_year


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("一、二季度", "quarter", 1, 2),
        ("2018年二、三、四季度", "quarter", 2, 4),
        ("1月、2月", "month", 1, 2),
        ("1和2月份", "month", 1, 2),
    ],
)
def test_parts_that_are_listed_are_one_time_and_none_of_them(text: str, kind: str, first: int, last: int) -> None:
    time, rest = find_time(text)
    assert time is not None
    assert (time.kind, time.first, time.last, time.listed, rest) == (kind, first, last, True, "")
    assert time.period(Period(2018)) is None
    assert Time(2017).period(time) is None, "a year alone under such a heading is no period either"


def test_a_span_to_a_whole_year_ends_with_it_and_moves_on() -> None:
    time, rest = find_time("2017年10月—2018年")
    assert time == Time(2017, until=2018, kind="month", first=10, last=12)
    assert rest == ""
    assert moved_times("2017年10月—2018年", Move(Period(2018), Period(2019))) == "2018年10月—2019年"


def test_numbering_and_parts_take_turns_at_the_beginning() -> None:
    kinds = [token.kind for token in scan("一、其中：（1）其中：实物")]
    assert kinds == [TokenKind.NUMBERING, TokenKind.AMONG, TokenKind.NUMBERING, TokenKind.AMONG, TokenKind.WORD]
    assert [token.kind for token in scan("18 年网络零售额")] == [TokenKind.TIME, TokenKind.WORD]
    assert [token.text for token in scan("网络零售额 单位：亿元") if token.kind is TokenKind.UNIT] == ["亿元"]
    assert TokenKind.UNIT not in [token.kind for token in scan("网络零售额 单位：详见附注")]


@pytest.mark.parametrize("text", ["B2B电商", "5G网络", "三成立", "统一规划"])
def test_what_only_looks_like_an_amount_is_a_word(text: str) -> None:
    assert TokenKind.NUMBER not in [token.kind for token in scan(text)]


@pytest.mark.parametrize("text", ["十几个", "十几家", "几十家", "数百亿元", "三十几个", "十来个"])
def test_an_indefinite_number_is_no_amount(text: str) -> None:
    assert parse_content(text) == Unparsed(text)
    assert not list(amounts_in_sentence("共有" + text))


def test_amounts_and_fractions_of_a_sentence() -> None:
    found = amounts_in_sentence("第二百货与几百家和三百家，7万多，7万多个")
    assert [(amount.value, amount.unit.symbol) for amount, _parts, _end in found] == [
        (Decimal(300), "家"),
        (Decimal(7), "万"),
        (Decimal(7), "万个"),
    ]
    assert not list(amounts_in_sentence("1874年的百度"))
    signed = amounts_in_sentence("-3.5亿元，负2亿元，30-40家")
    assert [amount.value for amount, _parts, _end in signed] == [Decimal("-3.5"), Decimal(-2), Decimal(30), Decimal(40)]
    assert [part for part, _start, _end in parts_in("三分之一和百分之五")] == [Fraction(1, 3)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三千零五", 3005),
        ("两千零十", 2010),
        ("一百廿万", 1200000),
        ("一亿零五万", 100050000),
        ("三万亿", 3000000000000),
        ("百万", 1000000),
        ("三万五万", None),
        ("一亿万", None),
        ("三十五百", None),
        ("一万三", None),
        ("百十", None),
    ],
)
def test_a_numeral_is_composed_of_larger_steps_down_to_smaller_ones(text: str, number: int | None) -> None:
    assert spelled_number(text) == number


def test_a_unit_ends_where_nothing_known_stands_below_its_line() -> None:
    yuan = find_unit("元")
    assert match_unit("元/好", 0) == (yuan, 1)
    assert [unit.symbol for unit in units_beside(unit_named("%"), "shown")] == ["%"]
    assert units_in("亿元、好") == ()
    assert find_unit("元/人·年·月·日") is None
    assert isinstance(parse_amount("5元/人"), Amount)
    assert match_unit("万/人", 0) is None
    assert match_unit("kgx", 0) is None
    assert list(units_beside(NO_UNIT, "shown")) == []
    assert parse_amount("7万多%") is None


def test_a_bare_number_word_in_a_column_takes_the_columns_base() -> None:
    for column in ("元", "万元", "亿元"):
        amount = parse_amount("1.2亿", unit_named(column))
        assert amount is not None
        assert amount.unit == unit_named("亿元")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("过亿元", ("超", 1, "亿元")),
        ("跨越9万亿元", ("跨越", 9, "万亿元")),
        ("~4800亿元", ("～", 4800, "亿元")),
        ("10亿元（含）以上", ("（含）以上", 10, "亿元")),
        ("不超过万元", ("不超过", 1, "万元")),
    ],
)
def test_words_that_qualify_in_their_place_only(text: str, found: tuple[str, int, str]) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.qualifier, amount.value, amount.unit.symbol) == found
    for written in (text, half_width(text)):
        ((inside, _parts, _end),) = amounts_in_sentence("销售额" + written)
        assert inside == amount


@pytest.mark.parametrize("text", ["通过5个项目", "以上5家", "经过万家灯火", "网上万家店铺", "过5家"])
def test_the_same_words_elsewhere_qualify_nothing(text: str) -> None:
    assert not [amount for amount, _parts, _end in amounts_in_sentence(text) if amount.qualifier]
    assert TokenKind.QUALIFIER not in [token.kind for token in scan(text)]


@pytest.mark.parametrize("text", ["30家~40家", "30~40家", "200亿元~300亿元"])
def test_a_tilde_between_two_amounts_is_a_span(text: str) -> None:
    assert [amount.qualifier for amount, _parts, _end in amounts_in_sentence(text)] == ["", ""]


def test_a_word_before_a_number_takes_nothing_from_it() -> None:
    assert [amount.value for amount, _parts, _end in amounts_in_sentence("走过两国，路过万家，超过两国")] == [2, 2]


def test_spaces_inside_an_amount_are_tokens_of_their_own() -> None:
    kinds = [token.kind for token in scan("约 4800 亿元")]
    assert kinds == [TokenKind.QUALIFIER, TokenKind.SPACE, TokenKind.NUMBER, TokenKind.SPACE, TokenKind.UNIT]


@pytest.mark.parametrize("text", ["网络含税额", "我在北京", "网络零售额" * 15])
def test_what_only_looks_like_a_scope_or_an_area_is_part_of_a_word(text: str) -> None:
    assert [token.kind for token in scan(text)] == [TokenKind.WORD]


def test_a_text_that_is_a_unit_is_nothing_else() -> None:
    assert [(token.kind, token.value) for token in scan(" 亿元")] == [
        (TokenKind.SPACE, None),
        (TokenKind.UNIT, (unit_named("亿元"),)),
    ]


def test_a_name_that_two_areas_share_names_neither() -> None:
    two = [Area("1", "甲州朝阳区", "朝阳", "district"), Area("2", "乙州朝阳区", "朝阳", "district")]
    assert Places(AreaCatalogue(two)).mentioned("朝阳和甲州朝阳区") == two[:1]
    assert Places(AreaCatalogue([])).mentioned("北京") == []


def test_what_cannot_be_seen_goes_and_what_is_kept_stays() -> None:
    assert without_unseen("网\u200b络") == "网络"
    assert without_unseen("网络") == "网络"
    assert read_by_character("１①％", "％").text == "1①％"
    assert without_footnote_marks("30320①") == "30320"
    assert without_footnote_marks("①30320", leading=True) == "30320"


@pytest.mark.parametrize("heading", ["降幅（%）", "下降（%）", "同比下降（%）", "比上年减少（万吨）", "比重下降（个百分点）"])
def test_words_that_turn_a_figure_round_are_left_for_whoever_asks(heading: str) -> None:
    """No measure says that a positive figure is a fall, so the word stays among those that nobody claimed."""
    assert any(word in left for word in ("降", "减") for left in words_left(heading))


def test_a_year_since_which_something_is_counted_stays() -> None:
    assert moved_times("1978年以来，改革开放以来，2018年", Move(Period(2018), Period(2019))) == "1978年以来，改革开放以来，2019年"


def test_short_years_move_on() -> None:
    assert moved_times("2016/17学年，2013—15年", Move(Period(2018), Period(2019))) == "2017/18学年，2014—16年"
    assert moved_times("18年网络零售额", Move(Period(2018), Period(2019))) == "19年网络零售额"


def test_years_in_numerals_move_on() -> None:
    assert moved_times("二零一九年与二〇一八年", Move(Period(2018), Period(2019))) == "二零二零年与二〇一九年"


@pytest.mark.parametrize(
    ("title", "promised"), [("网络零售额同比增长", "同比增长"), ("变化情况", ""), ("网络零售额", ""), ("网络零售额占比", "")]
)
def test_a_title_promises_growth_where_its_words_say_a_rate(title: str, promised: str) -> None:
    assert promised_growth(title) == promised


@pytest.mark.parametrize(("words", "may"), [("比上年增减", True), ("同比增长", False), ("占比", False), ("网络零售额", False)])
def test_words_of_growth_may_say_how_much_more_there_is(words: str, may: bool) -> None:
    assert may_be_change(words) is may


@pytest.mark.parametrize(
    ("base", "measure"),
    [
        ("", "index:上年=100"),
        ("上年同月", "index:上年=100"),
        ("上季度", "index:上期=100"),
        ("1978年", "index:1978年=100"),
        ("女", "index:女=100"),
    ],
)
def test_an_index_carries_what_is_100_in_it(base: str, measure: str) -> None:
    assert index_measure(base) == measure
    assert base_in_brackets(measure) == f"（{measure.removeprefix('index:')}）"


def test_only_an_index_has_a_base_and_one_is_offered() -> None:
    assert base_in_brackets("growth") == ""
    assert [measure for measure in measure_choices() if measure.startswith("index")] == ["index:上年=100"]


@pytest.mark.parametrize(
    ("text", "least"), [("数千万元", 20000000), ("几千元", 2000), ("3亿元", None), ("数约3亿元", None), ("数" * 200, None)]
)
def test_several_of_something_are_at_least_two(text: str, least: int | None) -> None:
    amount = indefinite_amount(text)
    assert (amount.value * int(amount.unit.scale) if amount else None) == least


@pytest.mark.parametrize(("name", "kind"), [("雁塔区", "district"), ("蓝田县", "district"), ("绵阳市", "city")])
def test_a_place_that_no_catalogue_has_is_of_the_kind_that_its_name_says(name: str, kind: str) -> None:
    assert (unlisted(name, "610000").kind, unlisted(name, "610000").code) == (kind, "")


@pytest.mark.parametrize(
    ("text", "inside"),
    [("四川省绵阳市2018年", "绵阳市"), ("四川省网络零售", ""), ("浙江宁波市", ""), ("东部地区绵阳市", ""), ("网络零售额", "")],
)
def test_a_city_right_behind_its_province_is_the_place_that_is_meant(text: str, inside: str) -> None:
    assert PLACES.place_inside(text) == inside


@pytest.mark.parametrize(
    ("text", "place"),
    [("深圳市福田区2017年一季度报送表", "福田区"), ("2018年洛阳市网络零售额", "洛阳市"), ("全区", ""), ("高新区数据", "")],
)
def test_a_district_or_a_city_is_found_by_the_form_of_its_name(text: str, place: str) -> None:
    assert PLACES.place_in(text) == place


@pytest.mark.parametrize(
    ("label", "kind"),
    [("全省", "province"), ("全省平均", "province"), ("全市合计", "city"), ("全市平均", ""), ("全区", ""), ("合计", "")],
)
def test_a_whole_area_is_of_the_kind_that_it_is_named_by(label: str, kind: str) -> None:
    assert place_around(label) == kind


def test_a_code_of_our_own_is_no_name() -> None:
    (east,) = (area for area in PLACES.areas if area.name.startswith("东部"))
    assert PLACES.named(east.name) == east
    assert PLACES.named(east.code) is None


@pytest.mark.parametrize(
    ("label", "rest", "symbol"),
    [
        ("网络零售额（亿元）", "网络零售额", "亿元"),
        ("网络零售额(亿元)①", "网络零售额①", "亿元"),
        ("（亿元）", "（亿元）", None),
        ("网络零售额", "网络零售额", None),
        ("网络）零售", "网络）零售", None),
        ("网络零售额（注）", "网络零售额（注）", None),
    ],
)
def test_a_unit_in_brackets_at_the_end_is_taken_off_a_label(label: str, rest: str, symbol: str | None) -> None:
    words, unit = label_and_unit(label)
    assert (words, unit.symbol if unit else None) == (rest, symbol)


@pytest.mark.parametrize(
    ("text", "symbols"), [("亿元", ["亿元"]), ("万线", ["万线"]), ("万亿线", ["万亿线"]), ("千线", []), ("线", [])]
)
def test_where_only_units_stand_so_many_of_anything_are_one(text: str, symbols: list[str]) -> None:
    units = units_stated(text)
    assert [unit.symbol for unit in units] == symbols
    assert all(unit.base in ("元", "线") for unit in units)


@pytest.mark.parametrize("text", ["12-1/2018", "7-7/2018", "3-2018年报", "3-2018 x"])
def test_a_month_before_its_year_is_read_only_where_nothing_else_can_be_meant(text: str) -> None:
    assert match_month_first(text, 0) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("2018年1—9月（上年同期）", "2017C09"), ("2018年1—9月（亿元）", "2018C09"), ("1—9月（上年同期）", None)],
)
def test_brackets_behind_a_time_move_it_by_years(text: str, code: str | None) -> None:
    time = find_time(text)[0]
    assert time is not None
    period = with_years_off(time, text).period()
    assert (period.code if period is not None else None) == code


def test_a_year_before_1949_is_one_in_a_column_of_times() -> None:
    time = time_in_column("1871")
    assert time is not None and time.year == 1871
    assert time_in_column("18711") is None


def test_the_span_to_the_middle_of_the_year_has_a_name_of_its_own_in_a_half_yearly_book() -> None:
    assert respelled_part("全年", Period(2018, "cumulative", 6), "half") == "1—6月"
    assert respelled_part("全年", Period(2018, "half", 2), "half") == "下半年"
    assert respelled_part("合计", Period(2018, "half", 2), "half") == "合计"


def test_of_places_behind_words_of_leaving_out_none_is_what_a_text_is_about() -> None:
    assert [area.name for area in PLACES.mentioned("辽宁省（不含大连、沈阳）和吉林省")] == ["辽宁省", "吉林省"]


def test_two_units_beside_a_line_are_none_over_the_other() -> None:
    assert printed_unit("亿元/%") is None
    assert [unit.symbol for unit in units_in("亿元/%")] == ["亿元", "%"]


def test_a_thing_that_is_not_known_may_be_counted_per_a_known_unit() -> None:
    unit = unit_per("标台/万人")
    assert unit is not None and unit.symbol == "标台/万人"
    assert unit_per("标台") is None and unit_per("标台/辖区") is None


@pytest.mark.parametrize(
    ("heading", "apart"),
    [("快递业务收入　亿元", "快递业务收入:亿元"), ("快递业务收入", "快递业务收入"), ("业务收入 情况", "业务收入 情况"), ("", "")],
)
def test_a_unit_that_only_a_space_sets_apart_gets_a_colon(heading: str, apart: str) -> None:
    assert with_unit_apart(heading) == apart


def test_words_before_a_unit_at_the_end_of_a_heading_belong_to_it() -> None:
    found = unit_at_end("GDP, million yuan")
    assert found is not None and found[0].scale == 1_000_000
    assert unit_at_end("交易额,万 baht") is None and unit_at_end("交易额:万 里") is None
    assert unit_at_end("差距, million 个百分点") is None
