"""Random tables of exact figures, rounded to printed digits: whatever the rules then say is the doing of rounding alone."""

from __future__ import annotations

import random
from collections import Counter
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain.book.findings import Verdict
from tests.checks.books import key, make_book, rule

RULES = [
    rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额", id="sum"),
    rule("网络零售额 = 合计(网络零售额[各季度])", id="quarters"),
    rule("本指标.占比 = 本指标 ÷ 整体 对每个指标", id="share"),
    rule("本指标.同比增速 = 增长率(本指标) 对每个指标", id="growth"),
    rule("本指标.变动百分点 = 本指标.占比 - 本指标[上年].占比 对每个指标", id="points"),
    rule("本指标 ≤ 上级指标 对每个指标", id="part"),
]
AREAS = ("北京", "天津", "河北", "山西")
PARTS = ("实物商品网络零售额", "非实物商品网络零售额")


def rounded_table_verdicts(count: int, seed: int) -> Counter[Verdict]:
    """Verdicts over so many tables, each of four areas with parts, quarters, shares, growth and points."""
    rng = random.Random(seed)
    counts: Counter[Verdict] = Counter()
    for _number in range(count):
        counts += Checker(make_book(random_table(rng)), RULES).counts
    return counts


def random_table(rng: random.Random) -> dict[object, str]:  # type: ignore[type-arg]
    figures: dict[object, str] = {}
    for area in rng.sample(AREAS, rng.randrange(1, 3)):
        decimals, mode = rng.randrange(0, 3), rng.choice([ROUND_HALF_UP, ROUND_HALF_EVEN])
        step, fine = Decimal(1).scaleb(-decimals), Decimal(1).scaleb(-rng.randrange(0, 3))
        levels: dict[tuple[str, str], Decimal] = {}
        for year in ("2017", "2018"):
            for part in PARTS:
                levels[part, year] = Decimal(rng.randrange(10**3, 10**9)) / 10**5
            levels["网络零售额", year] = levels[PARTS[0], year] + levels[PARTS[1], year]
            quarters = [Decimal(rng.randrange(1, 100)) for _quarter in range(4)]
            for number, weight in enumerate(quarters, 1):
                exact = levels["网络零售额", year] * weight / sum(quarters)
                figures[key("网络零售额", area, period=f"{year}Q{number}")] = f"{exact.quantize(step, mode)}"
        for (name, year), exact in levels.items():
            figures[key(name, area, period=year)] = f"{exact.quantize(step, mode)}"
        for part in PARTS:
            shares = {year: levels[part, year] / levels["网络零售额", year] * 100 for year in ("2017", "2018")}
            for year, share in shares.items():
                figures[key(part, area, "share", year)] = f"{share.quantize(fine, mode)}"
            figures[key(part, area, "points")] = f"{(shares['2018'] - shares['2017']).quantize(fine, mode)}"
            growth = (levels[part, "2018"] / levels[part, "2017"] - 1) * 100
            figures[key(part, area, "growth")] = f"{growth.quantize(fine, mode)}"
    return figures
