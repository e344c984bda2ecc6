"""Indices in prose: what is 100 in them is no figure; each is held against the growth told beside it, and against the book."""

from __future__ import annotations

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.figures.keys import Key
from ecdesk.prose import Document, proof
from tests.checks.books import figure, make_book


def said(text: str) -> list[tuple[str, str, str, str]]:
    return [(one.text, one.indicator, one.measure, one.period) for one in proof(Document(text)).figures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018年，居民消费价格指数（上年=100）为102.1。", ("102.1", "居民消费价格", "index", "2018")),
        ("2018年，居民消费价格指数为102.1（上年=100）。", ("102.1", "居民消费价格", "index", "2018")),
        ("以上年为100，2018年工业生产者出厂价格指数为103.5。", ("103.5", "工业生产者出厂价格", "index", "2018")),
        ("2018年12月，商品住宅销售价格环比指数为100.4。", ("100.4", "商品住宅销售价格", "index", "2018M12")),
        ("2018年，网络零售额指数为421.5（以2010年=100）。", ("421.5", "网络零售额", "index", "2018")),
        ("2018年1月景气指数为100，比上月上升。", ("100", "景气指数", "other", "2018M01")),
        ("2018年末，上证指数收于2493.9。", ("2493.9", "上证指数收于", "other", "2018")),
    ],
)
def test_an_index_is_read_with_what_is_100_in_it(text: str, found: tuple[str, str, str, str]) -> None:
    assert said(text) == [found]


@pytest.mark.parametrize(
    ("index", "growth", "verdict"),
    [
        ("102.1", "上涨2.1%", Verdict.HOLDS),
        ("97.5", "下降2.5%", Verdict.HOLDS),
        ("102.1", "上涨2.3%", Verdict.ROUNDING),
        ("102.1", "上涨1.2%", Verdict.FAILS),
        ("102.1", "上涨21%", Verdict.FAILS),
        ("97.5", "上涨2.5%", Verdict.FAILS),
        ("120.1", "上涨2.1%", Verdict.FAILS),
        ("102.1", "上涨7.8%", Verdict.UNDECIDED),
    ],
)
def test_an_index_and_the_growth_beside_it(index: str, growth: str, verdict: Verdict) -> None:
    text = f"2018年，居民消费价格指数（上年=100）为{index}，居民消费价格比上年{growth}，其中食品价格上涨9.9%。"
    (claim,) = [one for one in proof(Document(text)).claims if index in {operand.text for operand in one.operands}]
    assert (claim.kind, claim.verdict) == ("growth", verdict)


def test_growth_of_another_base_or_thing_says_nothing_of_an_index() -> None:
    for rest in ("环比上涨0.4%", "食品烟酒上涨3.0%"):
        text = f"2018年12月，居民消费价格指数（上年同月=100）为102.1，{rest}。"
        assert not proof(Document(text)).claims


@pytest.mark.parametrize(("printed", "verdict"), [("105.3", Verdict.HOLDS), ("103.5", Verdict.FAILS)])
def test_an_index_of_the_book(printed: str, verdict: Verdict) -> None:
    book = make_book([figure(Key("网络零售额", "000000", "", "2018", "index:上年=100"), "105.3")])
    text = f"2018年，全国网络零售额指数（上年=100）为{printed}。"
    (claim,) = [one for one in proof(Document(text), book).claims if one.kind == "book"]
    assert claim.verdict is verdict
