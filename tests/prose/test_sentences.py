"""Sentences from figures by templates."""

from __future__ import annotations

import tomllib

import pytest

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import AreaRecord, Indicator, Item, Observation, Record, Setting
from ecdesk.domain.documents import Document
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.resources import resource
from ecdesk.domain.wording.numbers import parse_amount
from ecdesk.prose import proof
from ecdesk.prose.writing.sentences import SETTING, read_templates, sentence, sentences, template_words, templates_of

DATA = tomllib.loads(resource("prose", "sentences.toml").read_text(encoding="utf-8"))
HERE = Key("零售额", "330000", "", "2018", "value")


def book_with(figures: dict[str, str], template: str = "", item: str = "") -> Book:
    areas = [area for area in standard_areas() if area.code in ("000000", "330000")]
    records: list[Record] = [Setting("year", "2018"), *(AreaRecord(area) for area in areas)]
    records += [Indicator("零售额", "网络零售额", "亿元", whole="总额"), Indicator("总额", "社会消费品零售总额", "亿元")]
    records.append(Item("实物", "实物型"))
    for measure, written in figures.items():
        amount = parse_amount(written)
        assert amount is not None
        records.append(Observation(HERE._replace(measure=measure, item=item), amount))
    if template:
        records.append(Setting(SETTING, template))
    book = Book()
    book.load(iter(records))
    return book


def said(book: Book, item: str = "") -> str:
    return sentence(book, HERE._replace(item=item), read_templates(templates_of(book)))


@pytest.mark.parametrize("example", DATA["example"], ids=lambda one: one["says"])
def test_every_example_is_said_so_and_proofread(example: dict) -> None:  # type: ignore[type-arg]
    book = book_with(example["figures"])
    words = said(book)
    assert words.endswith(f"{example['says']}。")
    result = proof(Document(words), book)
    assert not result.failed()


def test_what_is_missing_leaves_its_clause_out_and_what_must_be_there_the_sentence() -> None:
    assert said(book_with({"value": "893.6亿元"})) == "2018年，浙江省实现网络零售额893.6亿元。"
    assert said(book_with({"growth": "3.2%"})) == ""


def test_a_share_names_its_whole_and_an_item_stands_before_its_indicator() -> None:
    book = book_with({"value": "567.6亿元", "share": "63.5%"}, item="实物")
    assert said(book, "实物") == "2018年，浙江省实现实物型网络零售额567.6亿元，占网络零售额的63.5%。"
    assert "占社会消费品零售总额的6.1%" in said(book_with({"value": "567.6亿元", "share:总额": "6.1%"}))


@pytest.mark.parametrize(
    ("figure", "round_number"),
    [
        ("16718.8亿元", "近17000亿元"),
        ("16218.8亿元", "超16000亿元"),
        ("16000亿元", "16000亿元"),
        ("0.0437亿元", "近0.044亿元"),
        ("0亿元", "0亿元"),
    ],
)
def test_a_round_number_says_on_which_side_the_figure_lies(figure: str, round_number: str) -> None:
    assert said(book_with({"value": figure}, "{概数}")) == round_number


def test_a_qualifier_stands_where_the_copula_would() -> None:
    assert said(book_with({"value": "约88%"})) == "2018年，浙江省网络零售额约88%。"


def test_a_line_that_begins_with_an_indicator_is_its_own_template() -> None:
    book = book_with({"value": "893.6亿元"}, "{地区}{指标}{数值}。\n网络零售额：网上卖出{数值}。")
    assert said(book) == "网上卖出893.6亿元。"


@pytest.mark.parametrize("wrong", ["{不知}", "a[b", "a]b", "[a[b]]", "{数值", "{数值}\n{地区}", "长" * 5000])
def test_a_template_that_means_nothing_is_refused_in_a_sentence(wrong: str) -> None:
    with pytest.raises(UserError) as refused:
        read_templates(wrong)
    assert str(refused.value)


def test_every_word_of_a_template_stands_for_something() -> None:
    figures = {"value": "12亿元", "growth": "3.2%", "growth_prev": "-1.0%", "share": "4.5%", "change": "-2亿元"}
    book = book_with(figures)
    for word in template_words():
        assert sentence(book, HERE, read_templates(f"{{{word}}}x")) not in ("", None), word


def test_each_level_gives_one_sentence() -> None:
    book = book_with({"value": "893.6亿元", "growth": "3.2%"})
    keys = [HERE._replace(measure="growth"), HERE, HERE]
    assert [key for key, _words in sentences(book, keys)] == [HERE]
