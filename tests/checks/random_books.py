"""Small books of anything: qualifiers, marks, mixed units, disputed, derived and twenty-digit figures; and rules of every kind over them.

``python -m tests.checks.random_books 1000`` holds so many books against exact evaluation.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ecdesk.checks.engine.checker import Checker, Last
from ecdesk.checks.engine.deciding import code_of
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Alternative, Observation, Origin, OriginKind, Record, RuleRecord
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.keys import Key
from tests.checks.books import figure, item, key, make_book, rule
from tests.checks.exact import exactly

LEVELS = (
    *(
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
    ),
    *(
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
        "99999999999999999999",
    ),
    "0.00000000000000001",
)
RATES = ("50", "47", "—", "50以上", "超40", "约0", "不足-3", "0", "0.00", "5‰", "3个百分点", "…")
NAMES = ("网络零售额", "实物商品网络零售额", "非实物商品网络零售额", "电子商务交易额")
PERIODS = (
    "2018",
    "2017",
    "2018C02",
    "2018Q1",
    "2018H1",
    "2018C09",
    "2016-2018",
    "2018/19",
    "2017/18",
    *(f"2018M{n:02}" for n in range(1, 13)),
)
MEASURES = ("share", "growth", "growth_prev", "points", "change", "share:电子商务交易额")

TEXTS = (
    "网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额",
    "网络零售额 ≤ 实物商品网络零售额 × 2 - 3亿元",
    "网络零售额 > 实物商品网络零售额",
    "网络零售额.占比 = 网络零售额 ÷ (实物商品网络零售额 + 非实物商品网络零售额)",
    "网络零售额.同比增速 = 增长率(网络零售额)",
    "网络零售额.变动百分点 = 网络零售额.占比 - 网络零售额.占比[上年]",
    "网络零售额 ≥ 实物商品网络零售额 ≥ 非实物商品网络零售额",
    "网络零售额 ≠ 实物商品网络零售额",
    "网络零售额 = 实物商品网络零售额",
    "网络零售额 = 合计(网络零售额[各月])",
    "本指标 ≥ 0 对每个指标",
    "本指标.占比 = 本指标 ÷ 整体 对每个指标",
    "本指标[全国] = 合计(本指标[各省份]) 对每个指标",
    "合计(本指标.占比[各省份]) = 100% 对每个指标",
    "网络零售额 = 平均(网络零售额[各省份]) 对 全国",
    "最大(网络零售额[各省份]) ≤ 100亿元",
    "绝对值(网络零售额 - 实物商品网络零售额) ≤ 3亿元",
    "网络零售额 × 实物商品网络零售额 ≥ 0",
    "网络零售额 × 1.5 = 实物商品网络零售额 ÷ 3 + 1亿元",
    "网络零售额 ÷ 7 = 实物商品网络零售额",
    "网络零售额 = 实物商品网络零售额 ÷ 0.3 对每个地区 除 北京",
    "网络零售额 = 网络零售额[累计] - 网络零售额[上一累计] 当 有数(网络零售额[累计]) 当 有数(网络零售额[上一累计])",
    "网络零售额 ÷ (1 + 网络零售额.同比增速) = 实物商品网络零售额 ÷ (1 + 实物商品网络零售额.同比增速) + 非实物商品网络零售额 ÷ (1 + 非实物商品网络零售额.同比增速)",
    "有数(本指标) 对每个指标 对 2018年 对 北京",
    "单位相符(本指标) 对每个指标",
    "有出处(本指标) 对每个指标",
    "网络零售额.环比增速 = 环比增长率(网络零售额)",
    "0% ≤ 本指标.占比 ≤ 100% 对每个指标",
    "本指标 ≤ 上级指标 对每个指标",
    "网络零售额.占比(电子商务交易额) = 网络零售额 ÷ 电子商务交易额",
    "网络零售额 = 合计(网络零售额[各商品]) 对每个地区",
    "本指标.占比 = 本指标 ÷ 整体 对每个指标 对每个分组项",
    "网络零售额 > 10亿元 当 网络零售额[上年] > 10亿元",
    "计数(网络零售额[各省份]) ≥ 2",
    "网络零售额 < 5亿元 ≤ 实物商品网络零售额",
    "网络零售额 = 2 × 实物商品网络零售额 - 1.5 × 非实物商品网络零售额 + 0.25亿元",
    "合乎走势(本指标、本指标[近年]、本指标[上期]、本指标.同比增速、本指标.环比增速) 对每个指标",
    "互不雷同(本指标、本指标.同比增速、本指标.环比增速) 对每个指标",
    "互不雷同(网络零售额[各省份])",
    "累计不减(本指标、本指标[其后累计]) 对每个指标",
    "与上年年报一致(网络零售额)",
)
RULES = [rule(text, id=str(number)) for number, text in enumerate(TEXTS)]


def random_book(seed: int) -> Book:
    rng = random.Random(seed)
    decimals, near = rng.choice((0, 1, 1, 2)), rng.random() < 0.5
    found: list[Observation] = []
    for name in rng.sample(NAMES, rng.randint(2, 4)):
        for area in ("北京", "天津", "河北", "全国")[: rng.randint(1, 4)]:
            for period in rng.sample(PERIODS, rng.randint(2, 14)):
                for kind in ("", "甲", "乙") if rng.random() < 0.2 else ("",):
                    at = key(name, area, period=period, item=kind)
                    found.append(figure(at, _level(rng, decimals, near), **_basis(rng, 0.03)))
                    found += [
                        figure(at.moved(measure=one), _rate(rng), **_basis(rng, 0.05)) for one in MEASURES if rng.random() < 0.25
                    ]
    figures = [_come_by(rng, one) for one in found]
    return make_book([*figures, *_others(rng, figures), item("甲", "商品"), item("乙", "商品")])


def _level(rng: random.Random, decimals: int, near: bool) -> str:
    if rng.random() < 0.12:
        return rng.choice(LEVELS)
    number = rng.randint(8, 14) + rng.randint(-3, 3) / 10**decimals if near else rng.randint(-20, 300) / 10**decimals
    return f"{number:.{decimals}f}"


def _rate(rng: random.Random) -> str:
    return rng.choice(RATES) if rng.random() < 0.2 else f"{rng.choice((rng.randint(0, 1200) / 10, rng.randint(95, 105))):.1f}"


def _basis(rng: random.Random, often: float) -> dict[str, str]:
    return {"basis": rng.choice(("可比口径", "新口径"))} if rng.random() < often else {}


def _come_by(rng: random.Random, one: Observation) -> Observation:
    """Some are derived, some come from nobody knows where, of some nothing is known but their state."""
    amount = one.amount
    if rng.random() < 0.04:
        return replace(one, content=rng.choice(tuple(Mark)))
    if amount is not None and not amount.qualifier and rng.random() < 0.05:
        raw = f"{amount.value - Decimal('0.013')}～{amount.value + Decimal('0.021')}"
        return replace(one, origin=Origin(OriginKind.COMPUTED, raw=raw, detail="=x"))
    return replace(one, origin=Origin(OriginKind.PUBLISHED)) if rng.random() < 0.05 else one


def _others(rng: random.Random, figures: Sequence[Observation]) -> Iterator[Record]:
    """What other sources say."""
    for one in figures:
        if one.amount is not None and rng.random() < 0.03:
            yield Alternative(one.key, "a", Amount(Decimal("77.7"), one.amount.unit), Origin())


def differences(book: Book, rules: Sequence[RuleRecord] | None = None, last: Last = None) -> list[object]:
    """Where the columns say something else than exact evaluation, or look at something else."""
    said, checker = exactly(book, rules, last), Checker(book, rules, last, many=1)
    found: dict[object, tuple[tuple[tuple[Key, ...], ...], int]] = {}
    for id, table in checker._applied.tables.items():
        looked_at = [one.keys(table.columns) for one in table.operands]
        for number, binding in enumerate(checker._applied.bindings(id)):
            found[id, binding] = tuple(keys[number] for keys in looked_at), int(table.codes[number])
    expected: dict[object, object] = {id: (operands, code_of(outcome)) for id, (operands, outcome) in said.items()}
    return [(id, expected.get(id), found.get(id)) for id in expected.keys() | found.keys() if expected.get(id) != found.get(id)]


def trial(seed: int) -> list[object]:
    """The differences of one book, some under the standard rules, some beside a book of last year."""
    return differences(random_book(seed), RULES if seed % 3 else None, random_book(seed + 1) if seed % 4 == 0 else None)


def main(count: int) -> int:
    wrong = 0
    for seed in range(count):
        found = trial(seed)
        wrong += bool(found)
        if found:
            print(seed, found[0])
    print(f"{count} books, {wrong} with differences")
    return wrong


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
