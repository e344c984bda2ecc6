"""Derived figures against exact fractions: the interval holds the true value, and the printed figure is that value or is marked."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.checks.engine.evaluating import root
from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.checks.formulas.working_out import style_of
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import Change
from ecdesk.domain.book.records import Alternative, Exhibit, Indicator, Line, Observation, Origin, OriginKind, Status
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.deriving import derived, interval_of, is_undecided, written
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.units import PERCENT, POINTS, unit_named
from tests.checks.books import figure, item, key, make_book

NOW, BEFORE = key("网络零售额", "陕西"), key("网络零售额", "陕西", period="2017")
GROWTH, SHARE = NOW.moved(measure="growth"), NOW.moved(measure="share:电子商务交易额")
WHOLE = key("电子商务交易额", "陕西")


def live(at: Key, formula: str) -> Observation:
    return Observation(at, Mark.UNKNOWN, origin=Origin(OriginKind.COMPUTED, detail=f"={formula}"))


class Following:
    """A book whose derived figures follow each change, as they do at a desk."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.derivations = Derivations(book)

    def put(self, *records: Observation) -> list[Change]:
        changes = tuple(Change("observation", one.key, self.book.observation(one.key), one) for one in records)
        self.book.apply(changes)
        return self.derivations.follow(changes)

    def remove(self, at: Key) -> list[Change]:
        change = Change("observation", at, self.book.observation(at), None)
        self.book.apply((change,))
        return self.derivations.follow((change,))

    def printed(self, at: Key) -> str:
        found = self.book.observation(at)
        assert found is not None
        return (
            str(found.amount.value)
            if found.amount is not None
            else str(found.content.value if isinstance(found.content, Mark) else "")
        )


# -- exactly


def printed_as(value: Fraction, decimals: int) -> str:
    """A true value as it would be printed, halves up."""
    whole = (abs(value) * 10**decimals + Fraction(1, 2)).__floor__()
    return f"{Decimal(whole if value >= 0 else -whole).scaleb(-decimals):f}"


def random_tables(count: int, seed: int) -> Iterator[tuple[str, Fraction, Following, Key]]:
    """(formula, what it truly comes to, the book with the operands as printed, where)."""
    rng = random.Random(seed)
    following = Following(make_book({}))
    for _number in range(count):
        decimals, size = rng.randrange(0, 4), 10 ** rng.randrange(1, 6)
        true = [Fraction(rng.randrange(size * 10**6 // 10, size * 10**6), 10**6) for _ in range(3)]
        now, before, whole = true
        whole += now
        rate = rng.randrange(0, 3)
        shares = [Fraction(rng.randrange(1, 10**8), 10**8) * 100 for _ in range(2)]
        last_share = SHARE.moved(period="2017")
        following.put(
            *(figure(at, printed_as(value, decimals)) for at, value in ((NOW, now), (BEFORE, before), (WHOLE, whole))),
            *(figure(at, printed_as(value, rate)) for at, value in ((SHARE, shares[0]), (last_share, shares[1]))),
        )
        yield "增长率(本指标)", (now / before - 1) * 100, following, GROWTH
        yield "本指标 ÷ 电子商务交易额", now / whole * 100, following, SHARE.moved(period="2018")
        yield "网络零售额 - 网络零售额[上年]", now - before, following, NOW.moved(measure="change")
        yield "合计(电子商务交易额[陕西]) - 网络零售额", whole - now, following, key("B2B交易额", "陕西")
        yield (
            "本指标.占比(电子商务交易额) - 本指标[上年].占比(电子商务交易额)",
            shares[0] - shares[1],
            following,
            NOW.moved(measure="points:电子商务交易额"),
        )


def check(count: int, seed: int) -> tuple[int, int]:
    """How many figures were printed, and how many of them with an open last digit."""
    printed = undecided = 0
    for formula, true, following, at in random_tables(count, seed):
        found = following.derivations.tried(formula, at).found
        assert found.interval is not None and true in found.interval, (formula, true, found)
        if not isinstance(found.content, Amount):
            assert found.interval.width > 10 * Fraction(10) ** -style_of(following.book, at)[1]  # type: ignore[operator]
            continue
        printed += 1
        digit, value = found.content.last_digit, Fraction(found.content.value)
        assert value in found.interval.widened(digit)
        if found.decided:
            assert abs(value - true) <= digit / 2
        undecided += not found.decided
    return printed, undecided


def test_the_interval_always_holds_the_true_value() -> None:
    printed, undecided = check(400, 18)
    assert printed > 500 and 0 < undecided < printed


@given(st.fractions(-(10**6), 10**6), st.fractions(0, 1000), st.integers(0, 4))
def test_what_is_written_down_holds_the_interval(low: Fraction, width: Fraction, decimals: int) -> None:
    interval = Interval(low, low + width)
    found = derived(interval, low + width / 2, unit_named("亿元"), decimals)
    scale = unit_named("亿元").scale
    text = written(interval.scaled(1 / scale), found.content)
    observation = Observation(
        NOW, Amount(Decimal("1.0"), unit_named("亿元")), origin=Origin(OriginKind.COMPUTED, raw=text, detail="=x")
    )
    read = interval_of(observation)
    assert read is not None and read.low is not None and read.high is not None
    assert read.low <= interval.low and interval.high <= read.high  # type: ignore[operator]


@given(st.fractions(Fraction(1, 1000), 10**9), st.integers(1, 12))
def test_roots_are_enclosed(value: Fraction, degree: int) -> None:
    found = root(value, degree)
    assert found.low is not None and found.high is not None
    assert found.low**degree <= value <= found.high**degree
    assert found.high - found.low <= Fraction(1, 10**12)


# -- what formulas come to


def test_growth_follows_its_operands() -> None:
    following = Following(make_book({NOW: "893.6", BEFORE: "705.9"}))
    following.put(live(GROWTH, "增速(网络零售额)"))
    assert following.printed(GROWTH) == "26.6"
    following.put(figure(NOW, "900.0"))
    assert following.printed(GROWTH) == "27.5"


def test_an_open_last_digit_is_marked_and_counted_with_as_open() -> None:
    following = Following(make_book({NOW: "9.0", BEFORE: "8.3"}))
    following.put(live(GROWTH, "增长率(本指标)"))
    found = following.book.observation(GROWTH)
    assert found is None or found.content is Mark.UNKNOWN
    following.put(figure(NOW, "90.05"), figure(BEFORE, "82.31"))
    found = following.book.observation(GROWTH)
    assert found is not None and not is_undecided(found)
    following.put(figure(NOW, "90.1"), figure(BEFORE, "82.3"))
    found = following.book.observation(GROWTH)
    assert is_undecided(found)
    # A figure that stands on it has the interval, not the digits.
    points = NOW.moved(measure="points:growth")
    following.put(live(points, "本指标.同比增速 - 5%"))
    assert found is not None
    second = following.book.observation(points)
    assert second is not None
    outer, inner = interval_of(found), interval_of(second)
    assert outer is not None and inner is not None and outer.width == inner.width


@pytest.mark.parametrize(
    ("formula", "at", "printed"),
    [
        ("名次(网络零售额[各省份])", key("网络零售额", "山西"), "2"),
        ("网络零售额 ÷ 网络零售额[陕西]", key("网络零售额", "山西", "share:陕西"), "44.3"),
        ("年均增长率(网络零售额[2014年])", key("网络零售额", "山西", "growth"), "18.6"),
        ("最大(网络零售额[陕西、山西]) - 最小(网络零售额[陕西、山西])", key("网络零售额", "全国", "change"), "497.6"),
    ],
)
def test_other_functions(formula: str, at: Key, printed: str) -> None:
    figures = {NOW: "893.6", key("网络零售额", "山西"): "396.0", key("网络零售额", "山西", period="2014"): "200.1"}
    book = make_book(figures, Indicator("名次", "名次", "个", 0))
    following = Following(book)
    worked = following.derivations.tried(formula, at.moved(indicator="名次") if "名次" in formula else at)
    if "名次" in formula:
        worked = following.derivations.tried(formula, key("名次", "山西"))
    assert isinstance(worked.found.content, Amount), worked.reason
    assert str(worked.found.content.value) == printed


def test_an_index_and_growth_say_the_same() -> None:
    """Last year as a hundred, another year as a hundred, chained from year to year, and growth back from it."""
    index, chained = (Indicator(name, name, "", 1, additive=False) for name in ("零售指数", "定基零售指数"))
    figures = {NOW: "893.6", BEFORE: "705.9", NOW.moved(period="2016"): "600.0"}
    following = Following(make_book(figures, index, chained))
    at = key("零售指数", NOW.area)
    following.put(*(live(one, "指数(网络零售额)") for one in (at, at.moved(period="2017"))))
    assert [following.printed(one) for one in (at, at.moved(period="2017"))] == ["126.6", "117.7"]
    base = key("定基零售指数", NOW.area)
    following.put(live(base, "指数(网络零售额[2016年])"))
    assert following.printed(base) == "148.9"
    following.put(live(base, "零售指数[上年] × 零售指数 ÷ 100"))
    assert following.printed(base) in ("149.0", "148.9")
    following.put(live(GROWTH, "零售指数 ÷ 100 - 1"))
    assert following.printed(GROWTH) == "26.6"
    following.put(figure(GROWTH, "26.6"), live(at, "(1 + 网络零售额.同比增速) × 100"))
    assert following.printed(at) == "126.6"


def test_per_head() -> None:
    people = Indicator("常住人口", "常住人口", "万人", 0)
    each, other = (Indicator(name, name, "元", 0, additive=False) for name in ("人均网络零售额", "零售额"))
    following = Following(make_book({NOW: "893.6", key("常住人口", NOW.area): "3864.4万人"}, people, each, other))
    following.put(*(live(key(name, NOW.area), "网络零售额 ÷ 常住人口") for name in ("人均网络零售额", "零售额")))
    found = following.book.observation(key("人均网络零售额", NOW.area))
    assert (
        found is not None and found.amount is not None and str(found.amount.value) == "2312" and found.amount.unit.symbol == "元"
    )
    assert "不是" in reason(following, key("零售额", NOW.area))


def test_a_rank_that_rounding_leaves_open_is_marked() -> None:
    book = make_book({NOW: "900", key("网络零售额", "山西"): "900"}, Indicator("名次", "名次", "个", 0))
    worked = Following(book).derivations.tried("名次(网络零售额[各省份])", key("名次", "山西"))
    assert worked.found.interval == Interval.between(1, 2) and not worked.found.decided


def test_a_total_of_items_and_what_remains() -> None:
    total = key("快递业务量")
    parts = {total.moved(item=name): printed for name, printed in (("同城", "114.1"), ("异地", "381.9"), ("国际", "11.1"))}
    following = Following(make_book(parts, *(item(name, "去向") for name in ("同城", "异地", "国际"))))
    following.put(live(total, "合计(本指标[各去向])"))
    assert following.printed(total) == "507.1"
    worked = following.derivations.tried("本指标[合计项] - 合计(本指标[同城、异地])", total.moved(item="国际"))
    assert isinstance(worked.found.content, Amount) and str(worked.found.content.value) == "11.1"


def test_cumulative_from_parts_and_back() -> None:
    months = {key("网络零售额", period=f"2018M0{number}"): f"{10 + number}.5" for number in (1, 2, 3)}
    following = Following(make_book(months))
    following.put(live(key("网络零售额", period="2018Q1"), "合计(本指标[各月])"))
    assert following.printed(key("网络零售额", period="2018Q1")) == "37.5"
    following.put(figure(key("网络零售额", period="2018C04"), "52.0"))
    following.put(live(key("网络零售额", period="2018M04"), "本指标[累计] - 本指标[上一累计]"))
    assert following.printed(key("网络零售额", period="2018M04")) == "14.5"


# -- what comes to nothing


def reason(following: Following, at: Key) -> str:
    assert following.printed(at) == Mark.UNKNOWN.value
    return str(following.derivations.reason(at) or "")


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("网络零售额", "引用了自己"),
        ("网络零售额[北京] ÷ 0", "除数是零"),
        ("网络零售额[北京] ÷ (网络零售额[北京] - 网络零售额[北京])", "除数可能为零"),
        ("网络零售额[北京] + 快递业务量", "单位不同"),
        ("网络零售额[北京] ÷ 快递业务量", "不是"),
        ("网络零售额[上海]", "缺"),
        ("没有这个", "没有"),
        ("网络零售额[北京] +", "这里应写"),
        ("网络零售额[各省份]", "多个数"),
        ("网络零售额[天津]", "不是数"),
    ],
)
def test_bad_formulas_say_why(formula: str, said: str) -> None:
    figures = [
        figure(key("网络零售额", "北京"), "100.0"),
        figure(key("快递业务量", "陕西"), "3"),
        figure(key("网络零售额", "天津"), "一百三"),
    ]
    following = Following(make_book(figures))
    following.put(live(NOW, formula))
    assert said in reason(following, NOW)


def test_a_circle_of_two_comes_to_nothing_and_so_does_what_stands_on_it() -> None:
    one, two, three = (key("网络零售额", area) for area in ("北京", "天津", "河北"))
    following = Following(make_book({}))
    following.put(live(one, "网络零售额[天津] × 2"), live(two, "网络零售额[北京] × 2"), live(three, "网络零售额[天津]"))
    assert "自己" in reason(following, one) and "自己" in reason(following, two)
    assert "缺" in reason(following, three)
    following.put(figure(two, "5.0"))
    assert following.printed(one) == "10.0" and following.printed(three) == "5.0"


def test_nothing_is_derived_across_a_change_of_basis() -> None:
    following = Following(make_book([figure(NOW, "893.6"), figure(BEFORE, "705.9", basis="旧口径")]))
    following.put(live(GROWTH, "增长率(本指标)"))
    assert "口径不同" in reason(following, GROWTH)
    rural = key("全国网上零售额", measure="growth")
    book = make_book({rural.moved(measure="value"): "9.01", rural.moved(measure="value", period="2017"): "7.18"})
    following = Following(book)
    following.put(live(rural, "增长率(本指标)"))
    assert "可比口径" in reason(following, rural)


QUARTERS = [NOW.moved(period=f"2018Q{number}") for number in range(1, 5)]

KINDS = {
    "change": ("网络零售额 - 网络零售额[上年]", NOW.moved(measure="change"), {NOW: "893.6", BEFORE: "705.9"}),
    "growth": ("增长率(本指标)", GROWTH, {NOW: "893.6", BEFORE: "705.9"}),
    "growth on the period before": (
        "环比增长率(本指标)",
        QUARTERS[1].moved(measure="growth_prev"),
        {QUARTERS[1]: "110.0", QUARTERS[0]: "100.0"},
    ),
    "index": ("指数(本指标)", NOW.moved(measure="index:上年=100"), {NOW: "893.6", BEFORE: "705.9"}),
    "yearly average": ("年均增长率(网络零售额[2016年])", GROWTH, {NOW: "893.6", NOW.moved(period="2016"): "605.9"}),
    "share": ("本指标 ÷ 电子商务交易额", SHARE.moved(period="2018"), {NOW: "893.6", WHOLE: "2000.5"}),
    "total": (
        "合计(网络零售额[陕西，山西])",
        key("电子商务交易额", "四川"),
        {NOW: "893.6", NOW.moved(area="140000"): "396.0"},
    ),
    "remainder": ("电子商务交易额 - 网络零售额", key("B2B交易额", "陕西"), {NOW: "893.6", WHOLE: "2000.5"}),
    "cumulative": ("合计(本指标[各季度])", NOW, dict.fromkeys(QUARTERS, "110.0")),
    "a part of it": (
        "本指标[累计] - 本指标[上一累计]",
        QUARTERS[2],
        {NOW.moved(period="2018C09"): "330.0", NOW.moved(period="2018H1"): "210.0"},
    ),
    "rank": (
        "名次(网络零售额[各省份])",
        key("亿元以上企业数", "陕西"),
        {NOW: "893.6", NOW.moved(area="140000"): "396.0"},
    ),
    "points of a share": (
        "本指标.占比(电子商务交易额) - 本指标[上年].占比(电子商务交易额)",
        NOW.moved(measure="points:电子商务交易额"),
        {SHARE.moved(period="2018"): "45.5", SHARE.moved(period="2017"): "42.1"},
    ),
    "points of growth": (
        "本指标.同比增速 - 本指标[上年].同比增速",
        NOW.moved(measure="points:growth"),
        {GROWTH: "26.6", GROWTH.moved(period="2017"): "30.1"},
    ),
}
"""Whatever can be derived: a formula, where it stands, and figures that it counts with."""


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_derived_is_refused_on_mixed_bases_and_marked_on_what_is_preliminary(kind: str) -> None:
    formula, at, operands = KINDS[kind]
    following = Following(make_book(operands))
    following.put(live(at, formula))
    clean = following.book.observation(at)
    assert clean is not None and clean.amount is not None and clean.status == Status.FINAL, reason(following, at)
    for changed, printed in operands.items():
        following.put(figure(changed, printed, basis="另一口径"))
        assert "口径" in reason(following, at), "nothing is derived across a change of basis"
        following.put(figure(changed, printed, status=Status.PRELIMINARY))
        found = following.book.observation(at)
        assert found is not None and found.amount is not None and found.status == Status.PRELIMINARY
        following.put(figure(changed, printed))


def test_an_operand_that_goes_leaves_no_stale_figure() -> None:
    following = Following(make_book({NOW: "893.6", BEFORE: "705.9"}))
    following.put(live(GROWTH, "增长率(本指标)"))
    following.remove(BEFORE)
    assert "缺" in reason(following, GROWTH)
    following.put(figure(BEFORE, "705.9"))
    assert following.printed(GROWTH) == "26.6"


def test_a_disputed_or_unread_operand_leaves_no_stale_figure() -> None:
    following = Following(make_book({NOW: "893.6", BEFORE: "705.9"}))
    following.put(live(GROWTH, "增长率(本指标)"))
    other = Alternative(BEFORE, "另一份", figure(BEFORE, "750.0").content, Origin(OriginKind.IMPORTED))
    for before, after in ((None, other), (other, None)):
        changes = (Change(Alternative.KIND, other.id, before, after),)
        following.book.apply(changes)
        following.derivations.follow(changes)
        if after is not None:
            assert "两个来源" in reason(following, GROWTH)
    assert following.printed(GROWTH) == "26.6"
    following.put(figure(BEFORE, "见附注"))
    assert "不是数" in reason(following, GROWTH)
    following.put(figure(BEFORE, "705.9"))
    assert following.printed(GROWTH) == "26.6"


def test_growth_on_nothing_is_refused() -> None:
    following = Following(make_book({NOW: "893.6", BEFORE: "-5.0"}))
    following.put(live(GROWTH, "增长率(本指标)"))
    assert "不大于零" in reason(following, GROWTH)


def test_a_chain_of_a_thousand_is_worked_out_once_each() -> None:
    years = [key("网络零售额", period=str(year)) for year in range(1000, 2000)]
    following = Following(make_book({}))
    following.put(*(live(at, "网络零售额[上年] + 1亿元") for at in years[1:]), figure(years[0], "1.0"))
    assert following.printed(years[-1]) == "1000.0"
    assert len(following.put(figure(years[0], "2.0"))) == 999
    assert following.printed(years[-1]) == "1001.0"


@pytest.mark.parametrize(("others", "decimals"), [(("12.3", "13"), 1), (("12.3", "13", "15"), 1), (("12", "13"), 0)])
def test_a_rate_keeps_the_decimal_that_others_of_its_column_have(others: tuple[str, ...], decimals: int) -> None:
    areas = ("陕西", "北京", "上海", "四川")
    keys = [key("网络零售额", area).moved(measure="growth") for area in areas]
    rows = tuple(Line(one.area, one.area, {"area": one.area}) for one in keys)
    columns = (Line("增速", "增速", {"indicator": "网络零售额", "measure": "growth"}),)
    exhibit = Exhibit("表1", "表1", "增速", at={"period": "2018"}, rows=rows, columns=columns)
    book = make_book(dict(zip(keys[1:], others, strict=False)), exhibit)
    assert style_of(book, keys[0]) == (PERCENT, decimals)


def test_the_width_of_a_column_and_other_units() -> None:
    assert style_of(make_book({}), GROWTH) == (PERCENT, 1)
    assert style_of(make_book({}), NOW.moved(measure="points")) == (POINTS, 1)
    assert style_of(make_book({NOW: "893.60"}), NOW)[1] == 2
