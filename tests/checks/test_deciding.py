"""Many instances at once say what one at a time says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.keys import Key
from ecdesk.session.new_books.sample import SAMPLES
from tests.books import build_sample_book
from tests.checks.books import figure, key, make_book, rule
from tests.checks.random_books import differences, trial

AREAS = ("北京", "天津", "河北", "山西", "上海", "江苏")
NEVER = 10**9

SUM = rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额")
SCALED = rule("网络零售额 ≤ 实物商品网络零售额 × 2 - 3亿元")
STRICT = rule("网络零售额 > 实物商品网络零售额")
SHARE = rule("网络零售额.占比 = 网络零售额 ÷ (实物商品网络零售额 + 非实物商品网络零售额)")
GROWTH = rule("网络零售额.同比增速 = 增长率(网络零售额)")
POINTS = rule("网络零售额.变动百分点 = 网络零售额.占比 - 网络零售额.占比[上年]")
CHAIN = rule("网络零售额 ≥ 实物商品网络零售额 ≥ 非实物商品网络零售额")
UNEQUAL = rule("网络零售额 ≠ 实物商品网络零售额")
SAME = rule("网络零售额 = 实物商品网络零售额")
FORMS = (SUM, SCALED, STRICT, SHARE, GROWTH, POINTS, CHAIN, UNEQUAL, SAME)

NUMBERS = st.one_of(
    st.integers(0, 300).map(lambda number: f"{number / 10:.1f}"),
    st.sampled_from(
        [
            "10",
            "10.0",
            "9.95",
            "0",
            "0.0",
            "0.04",
            "-3.0",
            "约20",
            "超1万亿元",
            "超10",
            "不足20",
            "近0.3",
            "20多",
            "10以上",
            "不超过30",
            "约0",
            "超-3.0",
            "0.0012万亿元",
            "1200万元",
            "-0.5",
            "12万元",
            "10亿美元",
            "—",
            "…",
            "十",
            "123456789012345678.9",
        ]
    ),
)
RATES = st.one_of(
    st.integers(-50, 1500).map(lambda number: f"{number / 10:.1f}"),
    st.sampled_from(["50", "47", "—", "50以上", "超40", "约0", "不足-3", "0", "0.00", "5‰", "3个百分点"]),
)
FIGURES = st.fixed_dictionaries(
    {
        **{
            key(name, area): NUMBERS
            for name in ("网络零售额", "实物商品网络零售额", "非实物商品网络零售额")
            for area in AREAS[:3]
        },
        **{key("网络零售额", area, period="2017"): NUMBERS for area in AREAS[:3]},
        **{key("网络零售额", area, measure): RATES for area in AREAS[:3] for measure in ("share", "growth", "points")},
        **{key("网络零售额", area, "share", period="2017"): RATES for area in AREAS[:3]},
    }
)


@pytest.mark.parametrize("seed", range(24))
def test_columns_say_what_exact_evaluation_says(seed: int) -> None:
    assert trial(seed) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_columns_say_what_exact_evaluation_says_of_the_sample_books(name: str) -> None:
    assert differences(build_sample_book(name)) == []


def test_no_number_of_instances_stops_a_rule() -> None:
    book = make_book(figure(key("网络零售额", area, period=str(year)), "1.0") for area in AREAS for year in range(1949, 2018))
    checker = Checker(book, [rule("网络零售额 ≥ 0")])
    assert (checker.instances, checker.faults) == (len(AREAS) * len(range(1949, 2018)), [])


@settings(max_examples=150)
@given(FIGURES, st.sampled_from(FORMS))
def test_together_and_one_at_a_time_agree(figures: dict[Key, str], text: object) -> None:
    book = make_book(figures)
    together = Checker(book, [text], many=1)  # type: ignore[list-item]
    single = Checker(book, [text], many=NEVER)  # type: ignore[list-item]
    assert together.findings() == single.findings()
    assert together.counts == single.counts


def test_clean_figures_are_not_left_to_exact_arithmetic() -> None:
    figures = {key("网络零售额", area): "10.0" for area in AREAS}
    figures |= {key(name, area): "5.1" for area in AREAS for name in ("实物商品网络零售额", "非实物商品网络零售额")}
    figures |= {key("网络零售额", area, "share"): "98.0" for area in AREAS}
    checker = Checker(make_book(figures), [SUM, SHARE], many=1)
    assert checker.instances == len(AREAS)
    assert checker.exactly == 0


LONG = rule("网络零售额 = 合计(网络零售额[各月])")


@settings(max_examples=60)
@given(st.lists(st.integers(0, 499).map(lambda half: 2 * half + 1), min_size=12, max_size=12), st.integers(-20, 20))
def test_the_band_of_long_sums_agrees(months: list[int], slip: int) -> None:
    figures = {
        key("网络零售额", "北京", period=f"2018M{number:02}"): f"{month / 10:.1f}" for number, month in enumerate(months, 1)
    }
    figures[key("网络零售额", "北京")] = f"{(sum(months) + slip) / 10:.1f}"
    book = make_book(figures)
    together, single = Checker(book, [LONG], many=1), Checker(book, [LONG], many=NEVER)
    assert together.findings() == single.findings()
    if abs(slip) > 13:
        assert single.counts[Verdict.FAILS] == 1
    elif abs(slip) > 3:
        assert single.findings()[0].outside_band
    else:
        assert single.findings() == []


MIXED = st.one_of(NUMBERS, st.integers(-99, 999).map(lambda number: f"{number / 10:.1f}"), st.just(None))


@settings(max_examples=60)
@given(st.lists(MIXED, min_size=12, max_size=12), MIXED)
def test_long_sums_of_anything_agree(months: list[str | None], whole: str | None) -> None:
    figures = {key("网络零售额", "北京", period=f"2018M{number:02}"): month for number, month in enumerate(months, 1)}
    figures[key("网络零售额", "北京")] = whole
    book = make_book({at: printed for at, printed in figures.items() if printed is not None})
    together, single = Checker(book, [LONG], many=1), Checker(book, [LONG], many=NEVER)
    assert together.findings() == single.findings()
    assert together.counts == single.counts
