"""Explanations stand while nothing they were signed for changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecdesk.checks.engine.checker import check
from ecdesk.checks.engine.waivers import (
    Fingerprints,
    apply_explanations,
    explanation,
    obstacles,
    reasons,
    suggestion,
)
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding, Verdict
from ecdesk.domain.book.records import Exhibit, Line, RuleRecord, Section, Setting, Waiver
from ecdesk.domain.errors import UserError
from tests.checks.books import figure, key, make_book, rule, set_figure

SUM = rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额 对每个地区")
NAMES = ("网络零售额", "实物商品网络零售额", "非实物商品网络零售额")
EXHIBIT = Exhibit(
    "表1",
    "表1",
    "山东",
    "1.1",
    at={"period": "2018", "area": "370000"},
    rows=tuple(Line(name, name, {"indicator": name}) for name in NAMES),
    columns=(Line("数值", "数值", {"measure": "value"}),),
)


def failing_book(*more: Waiver) -> Book:
    figures = [figure(key(name, "山东"), text) for name, text in zip(NAMES, ("3300", "2481", "813"), strict=True)]
    return make_book(figures, EXHIBIT, Section("1", "1", "一"), Section("1.1", "1.1", "二", "1"), *more)


def failing() -> Finding:
    return check(failing_book(), [SUM])[0]


def explained(waiver: Waiver, book: Book, text: RuleRecord = SUM) -> tuple[str, bool]:
    book.load(iter([waiver]))
    result = apply_explanations(check(book, [text]), book, [text])
    return result.findings[0].explained, result.findings[0].id in result.lapsed


def test_an_explanation_stands_and_closes_the_finding() -> None:
    waiver = explanation(failing(), SUM, "published", "原发布如此", "张三")
    assert explained(waiver, failing_book()) == ("原发布如此", False)


def test_it_lapses_when_a_figure_changes_even_in_its_printed_digits() -> None:
    waiver = explanation(failing(), SUM, "published", "原发布如此", "张三")
    book = failing_book()
    set_figure(book, key("网络零售额", "山东"), "3300.0")
    assert explained(waiver, book) == ("", True)


def test_it_lapses_when_the_rule_changes() -> None:
    waiver = explanation(failing(), SUM, "published", "原发布如此", "张三")
    assert explained(waiver, failing_book(), replace(SUM, text=SUM.text + " 除 北京")) == ("", True)


def test_a_suggestion_of_last_year_explains_nothing_until_it_is_signed_again() -> None:
    waiver = replace(explanation(failing(), SUM, "basis", "口径", "张三"), suggestion=True)
    assert explained(waiver, failing_book()) == ("", False)
    book = make_book([figure(key(name, "山东", period="2019"), "10") for name in NAMES], Setting("year", "2019"), waiver)
    offered = suggestion(check(book, [SUM])[0], book)
    assert offered is not None and offered.words == "口径"


@pytest.mark.parametrize(("reason", "words", "by"), [("basis", "口径", " "), ("basis", "", "张三"), ("none", "口径", "张三")])
def test_an_explanation_needs_reason_words_and_name(reason: str, words: str, by: str) -> None:
    assert "none" not in reasons()
    with pytest.raises(UserError):
        explanation(failing(), SUM, reason, words, by)


def test_rounding_is_no_reason_for_what_rounding_cannot_make() -> None:
    with pytest.raises(UserError, match="四舍五入至多造成"):
        explanation(failing(), SUM, "rounding", "进位所致", "张三")
    within = replace(failing(), verdict=Verdict.ROUNDING, outside_band=True)
    assert explanation(within, SUM, "rounding", "进位所致", "张三").reason == "rounding"


def test_only_open_errors_and_queries_stand_against_an_export() -> None:
    found = failing()
    assert obstacles([found]) == [found]
    assert obstacles([replace(found, explained="口径")]) == []


@pytest.mark.parametrize("about", ["表1", "1"])
def test_a_signature_holds_until_a_figure_or_a_verdict_changes(about: str) -> None:
    book = failing_book()
    with pytest.raises(UserError):
        Fingerprints(book, check(book, [SUM])).sign(about, "张三")
    set_figure(book, key("网络零售额", "山东"), "3294")
    signature = Fingerprints(book, check(book, [SUM])).sign(about, "张三")
    assert Fingerprints(book, check(book, [SUM])).stands(signature)
    set_figure(book, key("网络零售额", "山东"), "3295")
    assert not Fingerprints(book, check(book, [SUM])).stands(signature)
    assert Fingerprints(book, []).digest(about) != signature.digest
