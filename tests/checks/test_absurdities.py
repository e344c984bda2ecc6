"""Nothing absurd passes: a sample of what `tests.bench.campaign_checks` plants into every figure of both sample books and their next periods."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.standard_rules import standards
from ecdesk.checks.plausibility.bounds import bound_of
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.book.records import Exhibit, Indicator, Line
from ecdesk.session.new_books.sample import BULLETIN, REPORT
from tests.books import build_sample_book
from tests.checks.absurdities import alarms, amount_of, plant_absurdities, rolled, with_a_year_before
from tests.checks.books import figure, key, make_book
from tests.checks.planting import put

ALWAYS = ("level x10000", "level /10000", "growth as level", "growth x10", "growth x100", "share x10")
"""Whatever has a past or a relation is found."""


@pytest.mark.parametrize(("name", "share"), [(REPORT, 0.1), (BULLETIN, 0.5)])
def test_in_a_filled_book_of_the_next_period(name: str, share: float) -> None:
    before = build_sample_book(name)
    book = rolled(before, Decimal("1.2"))
    checker = Checker(book, last=before)
    figures = len(book.observations)
    # The queries in the report are of shares that the filling left as they were; errors are the books' own slips.
    assert alarms(checker)[Level.QUERY.value] * 1000 <= 2 * figures and alarms(checker)[Level.ERROR.value] <= (
        1 if name == REPORT else 3
    )
    found = plant_absurdities(book, checker, random.Random(7), share)
    assert {kind: found[kind].missed for kind in ALWAYS if found[kind].missed} == {}
    assert found["level x10"].errors >= 0.95 * found["level x10"].planted > 0
    assert not found["level x10"].missed and not found["level /10"].missed
    assert len(found["another area's"].missed) <= 0.2 * found["another area's"].planted


def test_a_figure_of_last_year_is_asked_about() -> None:
    """One of a digit or two, which may well stand, is pointed out."""
    before = build_sample_book(REPORT)
    book = rolled(before, Decimal("1.2"))
    found = plant_absurdities(book, Checker(book, last=before), random.Random(3), 0.2, ["last year's"])["last year's"]
    # What is left is growth that the two printed levels come to as well.
    assert found.queries > 60 and {key.measure for key, _now, _wrong in found.missed} <= {"growth"}
    assert len(found.missed) <= 0.04 * found.planted


@pytest.mark.parametrize(
    ("then", "now", "level"),
    [
        ("20个", "2.0个", Level.ERROR),  # a point in what is counted one by one
        ("20个", "2个", Level.QUERY),
        ("13个", "2.6个", Level.QUERY),
        ("9个", "9个", Level.NOTICE),
        ("0个", "0个", None),
        ("98%", "98%", Level.NOTICE),
        ("98.1%", "98.1%", Level.QUERY),
        ("0.6%", "5.0%", Level.QUERY),
        ("0.6%", "2.1%", None),
        ("20个", "24个", None),
    ],
)
def test_a_figure_of_one_or_two_digits_beside_last_years(then: str, now: str, level: Level | None) -> None:
    at = key("互联网普及率" if "%" in now else "亿元以上企业数")
    book = make_book([figure(at, now), figure(at.moved(period="2017"), then)])
    found = Checker(book, [one.record for one in standards() if one.record.id in ("走势", "个数是整数")]).findings()
    levels = [one.level for one in found if one.verdict is Verdict.FAILS]
    assert next((one for one in (Level.ERROR, Level.QUERY, Level.NOTICE) if one in levels), None) is level


def test_another_currency_than_last_years_is_asked_about() -> None:
    """No growth can be worked out of the two, so nothing else would tell."""
    at = key("电子商务交易额", "海南")
    wanted = [one.record for one in standards() if one.record.id == "走势"]
    for now, told in (("2336.5亿元", []), ("340.5亿美元", [Level.QUERY]), ("2336亿", [])):
        book = make_book([figure(at, now), figure(at.moved(period="2017"), "1947.1亿元")])
        assert [one.level for one in Checker(book, wanted).findings() if one.verdict is Verdict.FAILS] == told, now


def test_a_first_book_tells_of_itself() -> None:
    """Where nothing is known of last year: what part of its whole an area has, what counts one by one, rates, what is part of a total, what growth and
    shares say of the whole, and a figure that stands under another area as well."""
    book = build_sample_book(REPORT)
    checker = Checker(book)
    whole = "share:总零售额（境外）"
    for at, printed in (
        (key("实物商品网络零售额", "辽宁"), "85.75亿元"),
        (key("电子商务交易额", "甘肃"), "30000亿元"),
        (key("海外仓数", "宁波"), "10.6个"),
        (key("行政村通光纤比例"), "980%"),
        (key("电子商务交易额", item="商品、服务类"), "306.1万亿元"),
        (key("电商零售额（境外）", "西欧", "growth"), "119.00%"),
        (key("电商零售额（境外）", "中东欧", whole), "47.00%"),
        (key("快递业务量", "湖南"), "79.0亿件"),
        (key("网民人数渗透率", "欧洲地区"), "51.2%"),
        (key("网络零售额", "江苏"), "16718.8亿元"),
        (key("网络零售额", "宁波"), "17783亿元"),  # more than its province
        (key("在线购物人数", "美国"), "26.0亿人"),  # more than there are people
        (key("社交电商月活跃用户量"), "17.0亿人"),
        (key("全部建制村直接通邮省份数"), "240个"),
        (key("农村网络零售额增速与全国网络零售额增速之差"), "65.0个百分点"),
        (key("首先访问独立品牌网站的网购用户比例", "欧洲"), "110%"),
        (key("跨境电商交易额", "广西"), "570万亿元"),  # a fortune for every head
    ):
        assert amount_of(book, at) is not None, at
        undo = put(book, {at: figure(at, printed).content})
        checker.update([at])
        assert any(one.is_open and one.level is Level.QUERY for one in checker.findings_of(at, passes=False)), at
        put(book, undo)
        checker.update([at])


@pytest.mark.parametrize("name", [REPORT, BULLETIN])
def test_real_growth_is_not_doubted(name: str) -> None:
    """With the year before that the printed growth implies, nothing is asked that was not before."""
    book = build_sample_book(name)
    own, grown = Checker(book), Checker(with_a_year_before(book))
    assert alarms(own)[Level.QUERY.value] == alarms(grown)[Level.QUERY.value]
    assert not {one.rule for one in grown.findings() if one.is_open} & {
        "走势",
        "分组项走势",
        "增速走势",
        "分组项增速走势",
        "占比走势",
        "分组项占比走势",
    }


def test_of_ten_times_too_much_in_a_first_book_three_fifths_are_found() -> None:
    """Without a year before; the others are facts that stand for themselves, such as the number of papers of a ministry."""
    book = build_sample_book(REPORT)
    found = plant_absurdities(book, Checker(book), random.Random(5), 0.08, ["level x10", "level x10000"])
    for kind, part in (("level x10", 0.54), ("level x10000", 0.72)):
        assert found[kind].errors + found[kind].queries >= part * found[kind].planted > 10, kind


def test_what_is_beyond_any_of_its_kind_is_data_that_a_book_cannot_reach() -> None:
    """Every figure of the samples is far below what is asked about."""
    for name in (REPORT, BULLETIN):
        book = build_sample_book(name)
        for at, one in book.observations.items():
            bound = bound_of(book, at, one.amount.unit) if one.amount is not None and at.measure == "value" else None
            if bound is not None and one.amount is not None:
                assert Fraction(one.amount.value) * one.amount.unit.scale <= bound.most, at


def test_a_wider_name_is_that_of_a_wider_indicator_but_for_what_counts_otherwise() -> None:
    wider, narrower, others = "网络零售额", "测试县网络零售额", ("累计网络零售额", "全球网络零售额", "测试网络零售额（份）")
    records = [Indicator(name, name, "亿元", order=950 + order) for order, name in enumerate((narrower, *others[:2]))]
    figures = {key(wider): "100亿元", **{key(name): "120亿元" for name in (narrower, *others[:2])}}
    found = Checker(make_book(figures, *records), [one.record for one in standards() if one.record.id == "名称范围"]).findings()
    assert [one.operands[0].key.indicator for one in found if one.verdict is Verdict.FAILS] == [narrower]


def test_what_is_beyond_reason_is_found_in_a_book_that_is_opened_too() -> None:
    """Not only where it is typed: all figures are looked at at once there, each in its own unit."""
    book = make_book({key("网民规模"): "82.9亿人", key("网民规模", "西藏"): "1200万人", key("网民规模", "陕西"): "2800万人"})
    found = Checker(book, [one.record for one in standards() if one.record.id == "常识"]).findings()
    assert sorted(one.operands[0].key.area for one in found if one.verdict is Verdict.FAILS) == ["000000", "540000"]


def test_what_is_known_of_a_sum_already_tells_that_it_is_too_much() -> None:
    """The other provinces lack: what there is comes to more than the nation, and more than the region; a tenth more may be counted twice."""
    figures = {key("网络零售额"): "100亿元", key("网络零售额", "西部"): "70亿元", key("网络零售额", "陕西"): "60亿元"}
    wanted = [one.record for one in standards() if one.record.id in ("各省份合计不超过全国", "各省份合计不超过区域")]
    book = make_book({**figures, key("网络零售额", "甘肃"): "17亿元"})
    checker = Checker(book, wanted)
    assert not [one for one in checker.findings() if one.verdict is not Verdict.HOLDS]
    for printed, told in (("25亿元", ["各省份合计不超过区域"]), ("60亿元", ["各省份合计不超过全国", "各省份合计不超过区域"])):
        put(book, {key("网络零售额", "甘肃"): figure(key("网络零售额", "甘肃"), printed).content})
        checker.update([key("网络零售额", "甘肃")])
        found = [one for one in checker.findings() if one.verdict is Verdict.FAILS]
        assert sorted(one.rule for one in found) == told and all(one.level is Level.QUERY for one in found)
        assert all(f"陕西网络零售额 60亿元 + 甘肃网络零售额 {printed} ≤ " in str(one.formula) for one in found)


@pytest.mark.parametrize(
    ("measure", "usual", "typed", "level"),
    [
        ("growth", "25.4%", "0.254%", Level.QUERY),
        ("share:电子商务交易额", "25%", "0.36%", Level.QUERY),
        ("growth", "25.4%", "-0.254%", Level.QUERY),
        ("growth", "25.4%", "0.3%", None),  # growth may be small
        ("growth", "0.124%", "0.254%", None),
        ("value", "25.4%", "0.254%", None),  # no rate
    ],
)
def test_a_percentage_that_was_typed_as_a_fraction_is_asked_about(
    measure: str, usual: str, typed: str, level: Level | None
) -> None:
    """It is below one and has more decimals than whatever measures the same beside it."""
    others = [key("网络零售额", area, measure) for area in ("陕西", "山西", "四川")]
    rows = tuple(Line(one.area, one.area, {"area": one.area}) for one in others)
    shown = {"indicator": "网络零售额", "period": "2018"}
    table = Exhibit("表1", "表1", "", at=shown, rows=rows, columns=(Line("c", "", {"measure": measure}),))
    book = make_book([figure(one, usual) for one in others[1:]], figure(others[0], typed), table)
    rules = [one.record for one in standards() if one.record.id in ("增速单位", "占比单位")]
    found = Checker(book, rules).findings_of(others[0], passes=False)
    assert [one.level for one in found if one.verdict is Verdict.FAILS] == ([level] if level else [])


def test_a_level_that_is_its_own_growth_is_asked_about_where_it_has_digits_enough() -> None:
    """Of two digits a level and its growth are soon alike, by rounding if by nothing else."""
    at = key("网络零售额", "陕西")
    for value, growth, levels in (("9.8亿元", "9.8%", []), ("9亿元", "9%", []), ("89.8亿元", "89.8%", [Level.QUERY])):
        book = make_book([figure(at, value), figure(at.moved(measure="growth"), growth)])
        rules = [one.record for one in standards() if one.record.id == "数值与增速雷同"]
        assert [one.level for one in Checker(book, rules).findings() if one.verdict is Verdict.FAILS] == levels, value


def test_two_of_one_level_have_no_place_in_common() -> None:
    """A country's place was typed for another one; a city may have the place among cities that its province has among provinces."""
    rules = [one.record for one in standards() if one.record.id == "地区雷同"]
    logistics = Indicator("全球物流绩效指数排名", "全球物流绩效指数排名", "位", 0, additive=False)
    for name, areas, told in (
        ("全球物流绩效指数排名", ("越南", "韩国"), True),
        ("海外仓数", ("越南", "韩国"), False),
        ("全球物流绩效指数排名", ("浙江", "宁波"), False),
    ):
        book = make_book([figure(key(name, area), "24") for area in areas], logistics)
        found = [one for one in Checker(book, rules).findings() if one.verdict is Verdict.FAILS]
        assert [one.level for one in found] == [Level.QUERY] * told, (name, areas)
