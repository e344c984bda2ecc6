"""Rules are read in the editor's words, and what cannot be read is said with its place."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.checks.language.parsing import parse
from ecdesk.checks.language.syntax import Binary, Call, Comparison, Constant, Predicate, Ranking, Reference, RuleError


@pytest.mark.parametrize("written", ["１０００亿元", "1,000亿元", "1 000亿元", "1000亿元人民币", "0.1万亿元"])
def test_a_figure_in_a_rule_is_written_in_any_way(written: str) -> None:
    relation = parse(f"网络零售额 > {written}").relation
    assert isinstance(relation, Comparison)
    constant = relation.sides[1]
    assert isinstance(constant, Constant)
    assert Fraction(constant.amount.value) * constant.amount.unit.scale == 10**11


def test_a_sum_for_each_area_with_an_exception() -> None:
    rule = parse("网络零售额 = 实物商品网络零售额 + 非实物商品网络零售额 对每个地区 除 北京、兵团以外")
    assert isinstance(rule.relation, Comparison)
    assert rule.relation.relations == ("=",)
    assert [(word.name.text, word.each) for word in rule.scopes] == [("地区", True)]
    assert [name.text for name in rule.exceptions] == ["北京", "兵团"]


def test_a_share_of_a_named_whole() -> None:
    left = parse("网络零售额.占比(电子商务交易额) = 网络零售额 ÷ 电子商务交易额").relation
    assert isinstance(left, Comparison) and isinstance(left.sides[0], Reference)
    assert left.sides[0].measure == "share" and left.sides[0].whole is not None and left.sides[0].whole.text == "电子商务交易额"


def test_products_bind_before_sums() -> None:
    relation = parse("甲 = 乙 + 丙 × 2 ÷ (丁 - 1)").relation
    assert isinstance(relation, Comparison) and isinstance(relation.sides[1], Binary)
    assert relation.sides[1].operator == "+"


def test_words_serve_for_signs() -> None:
    assert parse("甲 等于 乙 加 丙").relation == parse("甲 等于 乙 加 丙").relation
    relation = parse("甲 不超过 乙").relation
    assert isinstance(relation, Comparison) and relation.relations == ("<=",)


def test_groups_ranking_and_predicates() -> None:
    assert isinstance(parse("前五(网络零售额[各省份]) = 广东、浙江、北京、上海、江苏").relation, Ranking)
    assert isinstance(parse("有数(网络零售额) 对每个省份").relation, Predicate)
    total = parse("合计(网络零售额[各省份]) = 网络零售额[全国]").relation
    assert isinstance(total, Comparison) and isinstance(total.sides[0], Call)


def test_names_with_signs_stand_in_quotes() -> None:
    relation = parse("“占比(B/A)” = “B-移动” ÷ 全部").relation
    assert isinstance(relation, Comparison) and isinstance(relation.sides[0], Reference)
    assert relation.sides[0].indicator.text == "占比(B/A)"


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0),
        ("网络零售额 = ", 8),
        ("甲 + 乙", 5),
        ("甲 = (乙 + 丙", 10),
        ("甲.好 = 乙", 2),
        ("甲 = 乙 地区", 6),
        ("甲[ = 乙", 1),
        ("甲 = “乙", 4),
        ("甲 = 3斗", 4),
        ("前五(甲[各省份]) = 北京", 0),
        ("函数(甲) = 乙", 0),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, offset: int) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text)
    assert caught.value.offset == offset
    assert str(caught.value).endswith("。")


@given(st.text(alphabet="甲乙网络零售额=+-×÷()[]（）“”.、,，对除当每个地区 0123456789.%亿元≤占比合计", max_size=40))
def test_any_text_is_read_or_refused_in_place(text: str) -> None:
    try:
        parse(text)
    except RuleError as error:
        assert 0 <= error.offset <= len(text)
        assert error.length >= 1
