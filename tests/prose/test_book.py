"""Figures of the prose against the book."""

from __future__ import annotations

from decimal import Decimal

from ecdesk.domain.amounts import Amount
from ecdesk.domain.book import Book
from ecdesk.domain.findings import Verdict
from ecdesk.domain.keys import Key
from ecdesk.domain.records import Observation
from ecdesk.domain.units import unit_named
from ecdesk.prose import Document, ProofResult, proof
from ecdesk.prose.states import BOOK, figure_states, link
from tests.books import small_records


def book() -> Book:
    made = Book()

    def observed(area: str, period: str, measure: str, value: str, unit: str) -> Observation:
        return Observation(Key("网络零售额", area, "", period, measure), Amount(Decimal(value), unit_named(unit)))

    made.load(
        iter(
            [
                *small_records(),
                observed("130000", "2018", "value", "2990.4", "亿元"),
                observed("130000", "2017", "value", "2362.1", "亿元"),
                observed("130000", "2018", "growth", "26.6", "%"),
                observed("140000", "2018", "growth", "-3.5", "%"),
            ]
        )
    )
    return made


def against(prose: str, **more: object) -> ProofResult:
    return proof(Document(prose), book(), **more)  # type: ignore[arg-type]


def claims(prose: str) -> list[tuple[Verdict, str]]:
    return [(claim.verdict, claim.key) for claim in against(prose).claims if claim.kind == "book"]


def test_a_rounded_figure_agrees_with_the_book() -> None:
    prose = "2018年，河北省实现网络零售额2990亿元，同比增长26.6%。"
    assert claims(prose) == [(Verdict.HOLDS, "网络零售额|130000||2018|value"), (Verdict.HOLDS, "网络零售额|130000||2018|growth")]
    assert {state.state for state in figure_states(against(prose))} == {BOOK}


def test_another_unit_is_converted() -> None:
    assert claims("2018年，河北省实现网络零售额0.299万亿元。") == [(Verdict.HOLDS, "网络零售额|130000||2018|value")]


def test_a_fall_is_compared_with_its_sign() -> None:
    assert claims("2018年，山西省网络零售额同比增长3.5%。")[0][0] is Verdict.FAILS
    assert claims("2018年，山西省网络零售额同比下降3.5%。")[0][0] is Verdict.HOLDS


def test_last_years_figure_is_named_as_the_cause() -> None:
    (failed,) = against("2018年，河北省实现网络零售额2362.1亿元。").failed()
    assert "上一年" in str(failed.cause)
    assert "表1-1" in str(failed.message)


def test_what_the_book_does_not_have_is_not_checked() -> None:
    assert claims("2018年，河北省实现农村网络零售额835.3亿元。2018年，江苏省实现网络零售额9999亿元。") == []


def test_a_figure_linked_by_hand_is_checked_in_the_next_draft() -> None:
    prose = "2018年，我们的网店卖出2990.4亿元。"
    (figure,) = against(prose).figures
    settlement = link(figure, "网络零售额|130000||2018|value", "", "张三", "2026-01-02")
    (claim,) = against("新的一段。\n\n" + prose, settlements=[settlement]).claims
    assert (claim.kind, claim.verdict) == ("book", Verdict.HOLDS)


def test_a_later_year_than_the_books_is_pointed_out() -> None:
    assert any("2018" in str(finding.message) for finding in against("2019年，河北省实现网络零售额2990亿元。").format)
