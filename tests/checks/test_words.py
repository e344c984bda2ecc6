"""Completion, plain-language meaning and rules made through a form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.standard_rules import all_standard_rules, standard_rules
from ecdesk.checks.language import building
from ecdesk.checks.language.completing import completion
from ecdesk.checks.language.explaining import explain
from ecdesk.checks.language.parsing import parse
from ecdesk.domain import texts
from ecdesk.domain.book.records import Indicator
from ecdesk.domain.errors import UserError
from tests.checks.books import item, key, make_book, rule


def offered(text: str) -> list[str]:
    return [found.text for found in completion(text, len(text), make_book((), item("同城", "去向")))]


def test_names_complete_where_an_operand_belongs() -> None:
    assert offered("网络零")[0] == "网络零售额"
    assert "实物商品网络零售额" in offered("网络零售额 = 实物")
    assert "合计" in offered("合")


def test_a_number_stands_as_it_is_typed() -> None:
    book = make_book((), item("同城", "去向"), Indicator("千家", "最畅销1000家网店收入", "亿元"))
    assert completion("网络零售额 < 100", 11, book) == []
    assert [one.text for one in completion("网络零售额 < 最畅", 10, book)] == ["最畅销1000家网店收入"]


def test_measures_follow_a_dot_and_members_stand_in_brackets() -> None:
    assert offered("网络零售额.") == ["数值", "占比", "同比增速", "环比增速", "增减额", "变动百分点", "指数"]
    inside = offered("网络零售额[")
    assert {"各省份", "各去向", "上年", "陕西", "同城"} <= set(inside) | set(offered("网络零售额[陕")) | set(
        offered("网络零售额[同")
    )
    assert "电子商务交易额" in offered("网络零售额.占比(电")


def test_relations_and_clauses_follow_an_operand() -> None:
    assert "=" in offered("网络零售额 ")
    assert "每个地区" in offered("网络零售额 = 商品销售额 对")
    assert "每个省份" in offered("网络零售额 = 商品销售额 对每")


def test_a_completion_says_what_it_replaces() -> None:
    found = completion("网络零售额 = 实物商品 对每个地区", 12, make_book())[0]
    assert (found.start, found.end) == (8, 12)


@given(st.text(alphabet="网络零售额=+[](.占比对每个地区除、 ", max_size=20), st.integers(0, 20))
def test_completion_never_fails(text: str, position: int) -> None:
    at = min(position, len(text))
    for found in completion(text, at, make_book()):
        assert 0 <= found.start <= found.end == at


def test_a_rule_is_explained_in_plain_words() -> None:
    book = make_book({key("网络零售额"): "1"})
    text = rule("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额 对每个省份 除 北京 当 网络零售额 > 0亿元")
    assert explain(text, book) == (
        "对每个省份、时期，网络零售额应等于实物商品网络零售额加非实物商品网络零售额。北京除外。只在网络零售额应大于0亿元时审核。"
    )
    assert "没有“甲”这个指标" in explain(rule("甲 = 网络零售额"), book)


def test_every_standard_rule_is_explained_in_every_language() -> None:
    book = make_book()
    assert len(standard_rules(book)) > 20 and set(standard_rules(book)) < {record for record, _setting in all_standard_rules()}
    for language in texts.languages():
        texts.set_language(language)
        sentences = [explain(record, book) for record in standard_rules(book)]
        assert len(set(sentences)) == len(sentences)
    assert "must equal" in sentences[0]


def test_rules_made_through_a_form_run() -> None:
    book = make_book(
        {key("网络零售额", "北京"): "10", key("电子商务交易额", "北京"): "20", key("网络零售额", "北京", "share"): "50"}
    )
    made = [
        building.share_rule("网络零售额", "电子商务交易额", "地区"),
        building.part_rule("网络零售额", "电子商务交易额", "省份"),
        building.range_rule("网络零售额", "1亿元", "100亿元"),
        building.except_for(building.presence_rule("网络零售额", "省份"), ["北京", "上海"]),
        building.sum_rule("电子商务交易额", ["网络零售额", "B2B交易额"]),
        building.growth_rule("网络零售额"),
        building.ratio_rule("网络零售额", "电子商务交易额", "快递业务量"),
        building.outlier_rule("网络零售额", "growth", "各省份"),
        building.group_sum_rule("网络零售额", "全国", "各省份"),
    ]
    checker = Checker(book, [rule(text, id=text) for text in made])
    assert [found.rule for found in checker.faults if found.level.value == "error"] == []
    with pytest.raises(UserError):
        building.sum_rule("电子商务交易额", ["网络零售额"])


@given(st.text(alphabet='甲乙(B/A)-、. =3“”"「', min_size=1, max_size=8))
def test_quoted_names_are_read_back(name: str) -> None:
    try:
        written = building.quoted(name)
    except UserError:
        return
    relation = parse(f"{written} = 1").relation
    assert relation.sides[0].indicator.text == name  # type: ignore[union-attr]
