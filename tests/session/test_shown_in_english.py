"""What an English window says of a Chinese book: nothing is Chinese in it but names that the book has no English for, and units behind figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from ecdesk.checks.engine.standard_rules import standards
from ecdesk.checks.language.explaining import explain, formula_in_words
from ecdesk.checks.language.labels import english_of
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.delivered import PrintedExhibit
from ecdesk.domain.book.records import Indicator, Item, RuleRecord
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import ENGLISH, printed_in, set_language
from ecdesk.domain.wording.in_english import is_chinese
from ecdesk.session.delivery.editions.english import english_edition
from ecdesk.session.delivery.work_report import work_report
from ecdesk.session.new_books.sample import sample_records
from ecdesk.session.rules.checking import findings_of_book
from ecdesk.session.versions.versions import key_label

BOOKS = ("report", "bulletin")
AS_PRINTED = re.compile("[\u3400-\u9fff]*[0-9.%]+[\u3400-\u9fff]*|“[^”]*”")
FULL_WIDTH = re.compile("[\u3001-\u303f\uff01-\uff5e]")


@pytest.fixture(scope="module", params=BOOKS)
def checked(request: pytest.FixtureRequest) -> tuple[Book, list[Finding]]:
    book = Book()
    book.load(iter(sample_records(request.param)))
    return book, findings_of_book(book)


def own_names(book: Book) -> list[str]:
    """What the book calls something and has no English for: indicators, items, rules of its own. The longest first, as they hold others."""
    unnamed = [one.name for kind in (Indicator, Item) for one in book.all(kind).values() if not english_of(book, one.name)]
    unnamed += [name for area in book.areas if not area.english for name in (area.name, area.short)]
    rules = [rule.name for rule in book.all(RuleRecord).values() if rule.id not in {one.record.id for one in standards()}]
    bases = {one.basis for one in (*book.observations.values(), *book.all(Indicator).values())}
    return sorted({*unnamed, *rules, *bases} - {""}, key=len, reverse=True)


def left_chinese(words: str, names: list[str]) -> bool:
    """Whether anything Chinese is left of words without such names, and without what is quoted or stands in the unit it is printed in."""
    for name in names if is_chinese(words) else ():
        words = words.replace(name, "")
    words = AS_PRINTED.sub("", words)
    return is_chinese(words) or FULL_WIDTH.search(words) is not None


def told(finding: Finding) -> Iterator[str]:
    yield from (finding.title, str(finding.about), str(finding.message), str(finding.formula), str(finding.suggestion or ""))
    yield from (str(finding.difference), str(finding.tolerance), str(finding.slack))
    yield from (str(operand.label) for operand in finding.operands)


def test_findings_are_told_in_english(checked: tuple[Book, list[Finding]]) -> None:
    book, findings = checked
    names, before = own_names(book), [finding.id for finding in findings]
    set_language(ENGLISH)
    said = {words for finding in findings for words in told(finding)}
    assert len(said) > 100
    assert [words for words in said if left_chinese(words, names)][:5] == []
    assert [finding.id for finding in findings] == before  # explanations are kept under it
    with printed_in("zh"):
        assert all(str(finding.about) == finding.subject and finding.title == finding.rule_name for finding in findings)


def test_the_wrong_share_of_the_sample_is_told_in_english(checked: tuple[Book, list[Finding]]) -> None:
    book, findings = checked
    wrong = [one for one in findings if str(one.about) == "网络零售额，陕西，2018年" and one.is_open]
    assert bool(wrong) == (book.year == 2018)
    set_language(ENGLISH)
    for one in wrong:
        assert (one.title, str(one.about)) == ("A share is the part divided by the whole", "Online retail sales, Shaanxi, 2018")
        levels = "Online retail sales 89.36 billion yuan ÷ E-commerce transactions 641.27 billion yuan"
        assert str(one.formula) == f"Online retail sales (share) 63.5% = {levels}"
        assert str(one.difference) == "49.6 percentage points"
        assert one.as_json()["formula"] == "网络零售额的占比 63.5% = 网络零售额 893.6亿元 ÷ 电子商务交易额 6412.7亿元"


def test_rules_are_explained_in_english(checked: tuple[Book, list[Finding]]) -> None:
    book, _findings = checked
    names = own_names(book)
    set_language(ENGLISH)
    said = [explain(rule, book) for rule in book.all(RuleRecord).values()]
    assert [words for words in said if left_chinese(words, names)][:5] == []
    assert formula_in_words("=本指标 ÷ 整体", book) == "= the indicator divided by its whole"


def test_figures_are_named_in_english(checked: tuple[Book, list[Finding]]) -> None:
    book, _findings = checked
    names = own_names(book)
    set_language(ENGLISH)
    keys: list[Key] = list(book.observations)
    assert [key for key in keys if left_chinese(key_label(book, key), names)] == []


def test_the_report_of_the_work_is_in_english(checked: tuple[Book, list[Finding]]) -> None:
    book, findings = checked
    set_language(ENGLISH)
    edition = english_edition(book)
    report = work_report(edition, findings, date(2018, 12, 31))
    unnamed = [words for one in edition.sections() if is_chinese(words := one.title)]
    unnamed += [words for one in edition.exhibits() if is_chinese(words := one.caption)]
    said = [words for part in report.parts for words in (part.texts() if isinstance(part, PrintedExhibit) else [vars_of(part)])]
    assert [words for words in said if left_chinese(words, sorted(unnamed, key=len, reverse=True))] == []


def vars_of(part: object) -> str:
    return str(getattr(part, "words", "") or getattr(part, "title", ""))
