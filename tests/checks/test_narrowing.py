"""What relations leave of a figure that is not known always holds the true one."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.checks import Whole
from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.standard_rules import standards
from ecdesk.checks.remedies.narrowing import narrowed
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text
from ecdesk.session.program.progress import finish
from tests.checks.books import figure, key, make_book, rule

TRADE, B2B, RETAIL, GOODS, OTHER = "电子商务交易额", "B2B交易额", "网络零售额", "实物商品网络零售额", "非实物商品网络零售额"


def standard(*ids: str) -> list[RuleRecord]:
    return [one.record for one in standards() if one.record.id in ids]


def left(book: dict[Key, str], rules: list[RuleRecord], at: Key, *wholes: Whole) -> Interval | None:
    found = finish(narrowed(Checker(make_book(book), rules), at, wholes))
    return found.interval if found is not None else None


def test_a_part_of_a_whole_whose_total_is_a_part_itself() -> None:
    """Neither rule alone says anything of B2B: retail trade is known by its parts only."""
    known = {key(TRADE): "100.0", key(GOODS): "30.0", key(OTHER): "10.0"}
    rules = standard("交易额构成", "零售额按商品类型")
    assert left(known, rules, key(B2B)) == Interval.between(Fraction("59.85") * 10**8, Fraction("60.15") * 10**8)
    assert left(known, rules[:1], key(B2B)) is None


def test_between_its_neighbours() -> None:
    months = {key(RETAIL, period=f"2018C{month:02}"): printed for month, printed in ((5, "100"), (8, "180"))}
    rising = standard("累计不减")
    assert left(months, rising, key(RETAIL, period="2018H1")) == Interval.between(
        Fraction("99.5") * 10**8, Fraction("180.5") * 10**8
    )
    assert left(months, rising, key(RETAIL, period="2018Q1")) is None
    ranked = {key(RETAIL, "广东"): "300.0", key(RETAIL, "江苏"): "200.0"}
    between = left(ranked, [rule("前三(网络零售额[各省份]) = 广东、浙江、江苏")], key(RETAIL, "浙江"))
    assert between == Interval.between(Fraction("199.95") * 10**8, Fraction("300.05") * 10**8)


def test_shares_that_are_drawn_as_a_whole() -> None:
    shares = [key(RETAIL, measure="share", item=item) for item in ("同城", "异地", "国际")]
    known = dict(zip(shares[:2], ("62.8", "20.1"), strict=True))
    whole = Whole(tuple(shares), Text("图"))
    assert left(known, standard("分组项占比范围"), shares[2], whole) == Interval.between(Fraction(170, 1000), Fraction(172, 1000))


def test_what_contradicts_itself_leaves_nothing_to_say() -> None:
    known = {key(TRADE): "100.0", key(B2B): "60.0", key(GOODS): "80.0", key(OTHER): "10.0"}
    assert left(known, standard("交易额构成", "零售额按商品类型"), key(RETAIL)) is None


def test_growth_on_another_basis_narrows_nothing() -> None:
    growth, level = key("全国网上零售额", measure="growth"), key("全国网上零售额")
    book = make_book([figure(growth, "23.9"), figure(level, "9.01")])
    assert finish(narrowed(Checker(book, standard("同比增速")), level.moved(period="2017"))) is None


TABLE = standard(
    "交易额构成",
    "零售额按商品类型",
    "占比",
    "占比范围",
    "交易额占比合计",
    "商品类型占比合计",
    "部分不超过整体",
    "同比增速",
    "零售额上年构成",
)


@settings(max_examples=40)
@given(seed=st.integers(0, 10**9))
def test_the_true_value_is_never_cut_off(seed: int) -> None:
    """A table of trade with its parts, shares and growth over two years, rounded as it is printed, some of it taken away."""
    rng = random.Random(seed)
    parts = {
        year: {one: Fraction(rng.randrange(10, 9_000), rng.choice((1, 3, 7))) for one in (B2B, GOODS, OTHER)}
        for year in ("2017", "2018")
    }
    true: dict[Key, Fraction] = {}
    for year, found in parts.items():
        found[RETAIL] = found[GOODS] + found[OTHER]
        found[TRADE] = found[B2B] + found[RETAIL]
        true.update({key(one, period=year): value for one, value in found.items()})
        for one, whole in ((B2B, TRADE), (RETAIL, TRADE), (GOODS, RETAIL), (OTHER, RETAIL)):
            true[key(one, measure=f"share:{whole}", period=year)] = found[one] / found[whole] * 100
    for one in parts["2018"]:
        true[key(one, measure="growth")] = (parts["2018"][one] / parts["2017"][one] - 1) * 100
    hidden = set(rng.sample(sorted(true), rng.randrange(1, len(true) // 2)))
    decimals = rng.choice((0, 1, 2))
    book = make_book(
        {at: _printed(value, decimals if at.measure == "value" else 1) for at, value in true.items() if at not in hidden}
    )
    checker = Checker(book, TABLE)
    for at in hidden:
        found = finish(narrowed(checker, at))
        if found is not None:
            assert true[at] * (10**8 if at.measure == "value" else Fraction(1, 100)) in found.interval, at


def _printed(value: Fraction, decimals: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
