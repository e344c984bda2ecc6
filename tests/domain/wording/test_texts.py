"""Any text at all: covered without a gap, read the same with and without what cannot be seen, in work that grows with its length."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.moves import Move
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import KINDS, Period, period_from_code
from ecdesk.domain.wording.folding import fold, half_width, seen, width
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.numbers import parse_amount, parse_content, parse_number
from ecdesk.domain.wording.scanner import TokenKind, scan
from ecdesk.domain.wording.time.moved_times import moved_times
from ecdesk.domain.wording.time.time_words import find_time, period_named, times_in
from ecdesk.domain.wording.units import find_unit

WORDS = st.sampled_from(
    [
        "2018年",
        "1—9月",
        "前三季度",
        "截至11月末",
        "上年同期",
        "“十三五”时期",
        "2016/17学年",
        "陕西省",
        "湖北（不含武汉）",
        "网络零售额",
        "同比增长",
        "占全国比重",
        "约",
        "超",
        "左右",
        "1.2万亿元",
        "893.6",
        "亿元",
        "%",
        "个百分点",
        "元/人·年",
        "上年=100",
        "单位：",
        "其中：",
        "一、",
        "（1）",
        "合计",
        "人均",
        "①",
        "*",
        "…",
        "—",
        "-",
        "(",
        ")",
        "（",
        "）",
        "，",
        "。",
        ";",
        "二十",
        "一百零五",
        "百分之五",
        "三成",
        "负",
        "7万多个",
        "预计",
        "可比口径",
        "Beijing",
        "Q3",
        "FY18",
        "Jan-Mar",
        "yuan",
    ]
)
INVISIBLE = "\u200b\u200d\u200e\u202e\u2066\u2069\ufeff"[:6]
PIECES = st.one_of(
    WORDS,
    st.text(max_size=4),
    st.characters(categories=["Cs", "Cf", "Mn", "Nd", "No", "Nl"]),
    st.sampled_from([" ", "\u3000", "\n"]),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS)
def test_tokens_cover_a_text_exactly(text: str) -> None:
    tokens = scan(text)
    assert [token.start for token in tokens] == [0, *(token.end for token in tokens)][:-1] if text else not tokens
    assert "".join(text[token.start : token.end] for token in tokens) == text
    for read in (fold, tidy, half_width, seen, width, parse_content, parse_amount, find_unit, find_time, period_named):
        read(text)
    moved_times(text, Move(Period(2018), Period(2019)))


@given(
    st.lists(WORDS, min_size=1, max_size=6).map("".join), st.lists(st.sampled_from(INVISIBLE), min_size=1, max_size=3), st.data()
)
def test_what_cannot_be_seen_changes_nothing(text: str, signs: list[str], data: st.DataObject) -> None:
    marked = text
    for sign in signs:
        place = data.draw(st.integers(0, len(marked)))
        marked = marked[:place] + sign + marked[place:]
    plain = [(token.kind, token.text, token.value) for token in scan(text)]
    assert [(token.kind, token.text, token.value) for token in scan(marked)] == plain
    assert fold(marked) == fold(text)
    assert period_named(marked, 2018) == period_named(text, 2018)


@pytest.mark.parametrize(
    "piece",
    [
        "二十",
        "年",
        "1—",
        "（（（",
        "2018年",
        "7",
        "万亿",
        "占",
        "1,",
        "约",
        "第",
        "一",
        "·",
        "/人",
        "十三五",
        "“",
        "截至",
        "x",
        "1月",
        "不含",
    ],
)
def test_a_long_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    assert scan(text)[-1].end == len(text)
    assert sum(1 for _time in times_in(text)) >= 0
    parse_content(text)
    period_named(text, 2018)
    find_unit(text)


def test_a_number_of_four_hundred_digits_is_a_number() -> None:
    digits = "1" * 400
    assert parse_number(digits) == Decimal(digits)
    amount = parse_amount(f"{digits}亿元")
    assert amount is not None
    assert amount.value == Decimal(digits)
    (token,) = [token for token in scan(f"{digits}亿元") if token.kind is TokenKind.NUMBER]
    assert token.value == amount


def period(kind: str, year: int, index: int) -> Period | None:
    try:
        return Period(year, kind, index)
    except ValueError:
        return None


PERIODS = st.builds(
    period,
    st.sampled_from(KINDS),
    st.integers(1900, 2199),
    st.one_of(st.integers(0, 12), st.integers(101, 1231), st.integers(1900, 2199)),
).filter(lambda found: found is not None)


@given(PERIODS)
def test_a_period_is_read_back_as_it_is_printed(found: Period) -> None:
    read = period_named(str(found))
    assert read is not None
    assert read.span == found.span
    assert period_from_code(found.code) == found


UNITS = st.sampled_from(
    ["", "元", "万元", "亿元", "万亿元", "%", "‰", "个百分点", "万件", "亿千瓦时", "万吨标准煤", "元/人·年", "家", "人"]
)
QUALIFIERS = st.sampled_from(["", "约", "超", "近", "不足", "左右", "以上", "约…左右"])


@settings(max_examples=300)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9), UNITS, QUALIFIERS)
def test_an_amount_is_read_back_as_it_is_printed(value: Decimal, symbol: str, qualifier: str) -> None:
    unit = find_unit(symbol)
    assert unit is not None
    amount = Amount(value, unit, qualifier)
    assert parse_content(print_content(amount)) == amount
