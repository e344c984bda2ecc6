"""What English prints for units, times, numbers and heads: every entry of the data has its word, and examples say what comes out."""

from __future__ import annotations

import tomllib

import pytest

from ecdesk.domain.resources import resource
from ecdesk.domain.wording.in_english import asked_for, english_qualifier, english_unit, in_english, is_chinese
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.units import unit_named

DATA = tomllib.loads(resource("wording", "english.toml").read_text(encoding="utf-8"))
KNOWN = {
    "B2B交易额": "B2B sales",
    "网络零售额": "Online retail sales",
    "国家统计局": "National Bureau of Statistics",
    "商务部": "Ministry of Commerce",
}


def known(words: str) -> str:
    return KNOWN.get(words, "")


@pytest.mark.parametrize(
    ("chinese", "english"),
    [pair for name, examples in DATA["examples"].items() if name != "units" for pair in examples.items()],
)
def test_the_examples_of_the_data(chinese: str, english: str) -> None:
    assert in_english(chinese, known) == english


@pytest.mark.parametrize(("chinese", "english"), DATA["examples"]["units"].items())
def test_units_are_those_that_english_counts_in(chinese: str, english: str) -> None:
    assert english_unit(unit_named(chinese))[0].symbol == english


def test_figures_move_as_their_unit_does() -> None:
    for prefix, entry in DATA["prefixes"].items():
        unit = unit_named(f"{prefix}元")
        moved, shift = english_unit(unit)
        assert moved.symbol == f"{entry['words']} yuan".strip()
        assert moved.scale == unit.scale * 10**shift
        assert english_unit(moved) == (moved, 0)  # what is in English stays as it is


def test_units_without_an_english_name_stay() -> None:
    nobody_knows = unit_named("亿沙拉")
    assert english_unit(nobody_knows) == (nobody_knows, 0)


def test_every_unit_and_word_of_the_data_is_used() -> None:
    for symbol in DATA["units"]:
        assert unit_named(symbol).dimension != symbol or unit_named(symbol).symbol == symbol
        assert not is_chinese(english_unit(unit_named(symbol))[0].symbol), symbol
    for words, english in DATA["words"].items():
        assert in_english(words, known) == english


def test_every_base_of_the_units_has_an_english_name() -> None:
    assert [one["symbol"] for one in words_of("units.toml")["base"] if one["symbol"] not in DATA["units"]] == []
    assert all(prefix in DATA["prefixes"] for prefix in words_of("units.toml")["prefixes"])


def test_every_qualifier_has_a_word_however_it_is_spelled() -> None:
    for entry in words_of("qualifiers.toml")["qualifier"]:
        for spelling in (entry["word"], *entry["aliases"]):
            assert english_qualifier(spelling) == DATA["qualifiers"][entry["word"]]
    assert english_qualifier("约…左右") == "about"


@pytest.mark.parametrize(
    ("chinese", "english", "asked"),
    [
        ("网络零售额①", "Online retail sales①", ["网络零售额"]),
        ("2018年网络零售额", "Online retail sales, 2018", ["网络零售额"]),
        ("数据来源：国家统计局、商务部", "Source: National Bureau of Statistics; Ministry of Commerce", ["国家统计局", "商务部"]),
        ("其中：网络零售额", "Of which: online retail sales", ["网络零售额"]),
        ("2018年增速按可比口径计算。", "", ["2018年增速按可比口径计算。"]),
        ("2014年、2015年网络零售额", "", ["2014年、2015年网络零售额"]),
        ("信息化“十三五”规划", "", ["信息化“十三五”规划"]),
        ("数据来源：《动态》2015年第1期、第4期", "", ["《动态》2015年第1期、第4期"]),
        ("其中：B2B交易额", "Of which: B2B sales", ["B2B交易额"]),
        ("2016/17学年", "2016/17", []),
        ("图{0}", "Figure {0}", []),
        ("其中：" * 5000 + "甲", "", ["其中：" * 4996 + "甲"]),
        ("B2B", "B2B", []),
        ("", "", []),
    ],
)
def test_a_text_is_said_when_its_pieces_are(chinese: str, english: str, asked: list[str]) -> None:
    assert in_english(chinese, known) == english
    assert asked_for(chinese, known) == asked
