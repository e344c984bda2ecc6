"""Identities are found with their support, and coincidences are not."""

from __future__ import annotations

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.discovering import discovering
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.keys import Key
from ecdesk.session.program.progress import finish
from tests.books import build_sample_book
from tests.checks.books import figure, item, key, make_book, rule

LEVELS = {"山东": ("3294.0", "2481.3", "812.7"), "云南": ("779.4", "487.3", "292.1"), "海南": ("569.7", "290.7", "279.0")}
NAMES = ("网络零售额", "实物商品网络零售额", "非实物商品网络零售额")


def levels() -> dict[Key, str]:
    return {key(name, area): text for area, row in LEVELS.items() for name, text in zip(NAMES, row, strict=True)}


def test_sums_shares_and_growth_are_found() -> None:
    figures = levels()
    figures |= {
        key("实物商品网络零售额", area, "share"): share for area, share in (("山东", "75.3"), ("云南", "62.5"), ("海南", "51.0"))
    }
    figures |= {
        key("网络零售额", area, period="2017"): text for area, text in (("山东", "2604.0"), ("云南", "538.6"), ("海南", "446.8"))
    }
    figures |= {key("网络零售额", area, "growth"): text for area, text in (("山东", "26.5"), ("云南", "44.7"), ("海南", "27.5"))}
    found = {proposal.text: proposal for proposal in finish(discovering([make_book(figures)], []))}
    total = found["网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额"]
    assert total.support == 3 and total.exceptions == () and "山东，2018年" in total.subjects
    assert found["网络零售额.同比增速 = 增长率(网络零售额)"].support == 3
    assert any(text.startswith("实物商品网络零售额.占比") and text.endswith("÷ 网络零售额") for text in found)


def test_what_is_already_a_rule_is_not_proposed() -> None:
    rules = [rule("网络零售额 = 非实物商品网络零售额 + 实物商品网络零售额 对每个地区")]
    assert [found.text for found in finish(discovering([make_book(levels())], rules)) if found.kind == "sum"] == []


def test_one_agreement_of_small_counts_is_no_rule() -> None:
    parts = {key("百亿至千亿企业数", "北京"): "2", key("十亿至百亿企业数", "北京"): "3", key("亿元以上企业数", "北京"): "5"}
    assert finish(discovering([make_book(parts)], [])) == []


def test_last_years_book_lends_support_and_exceptions_are_shown() -> None:
    many = {
        key(name, area, period=str(year)): text
        for year in range(2008, 2018)
        for area, row in LEVELS.items()
        for name, text in zip(NAMES, row, strict=True)
    }
    wrong = make_book({**many, key("网络零售额", "海南", period="2010"): "599.9"})
    found = next(proposal for proposal in finish(discovering([make_book(levels()), wrong], [])) if proposal.kind == "sum")
    assert found.support == 32 and found.exceptions == ("海南，2010年",)


def test_sums_over_items_are_found() -> None:
    items = [item(name, "去向") for name in ("同城", "异地", "国际")]
    figures = []
    for period, row in (("2017", ("92.7", "299.6", "8.3", "400.6")), ("2018", ("114.1", "381.9", "11.1", "507.1"))):
        figures += [figure(key("快递业务量", item=one.id, period=period), text) for one, text in zip(items, row[:3], strict=True)]
        figures.append(figure(key("快递业务量", period=period), row[3]))
    assert [found.text for found in finish(discovering([make_book(figures, *items)], []))] == [
        "合计(快递业务量[各去向]) = 快递业务量"
    ]


def test_every_proposal_for_the_sample_book_runs_and_holds() -> None:
    book = build_sample_book()
    proposals = finish(discovering([book]))
    checker = Checker(book, [rule(found.text, id=found.text) for found in proposals])
    assert checker.faults == []
    for proposal in proposals:
        counts = checker.counts_by_rule[proposal.text]
        assert counts[Verdict.FAILS] == len(proposal.exceptions)
        assert counts[Verdict.HOLDS] + counts[Verdict.ROUNDING] == proposal.support
