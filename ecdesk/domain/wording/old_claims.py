"""What a text says of the period that it was written for, and must not say of the next: figures, and how they were counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ecdesk.domain.wording.places import Places, leaves_out
from ecdesk.domain.wording.scanner import Token, TokenKind, scan, speaks_of_basis
from ecdesk.domain.wording.time.moved_times import LEFT_OUT
from ecdesk.domain.wording.units import is_duration

_SENTENCE = re.compile(r"[^。；;\n]+[。；;\n]?")


def without_figures(title: str) -> str:
    """A text without amounts, so that none is printed again by mistake: 网上零售额达＿＿万亿元."""
    tokens = scan(title)
    pieces = []
    for number, token in enumerate(tokens):
        before = tokens[number - 1].text[-1:] if number else ""
        pieces.append(LEFT_OUT if before not in _RANKS and _is_amount(token) else title[token.start : token.end])
    return "".join(pieces)


_RANKS = ("前", "第")
"""Before a number that counts nothing of the period: 前10名, 第3位."""


def _is_amount(token: Token) -> bool:
    """Whether digits count something in a unit, or have decimals behind words, and whether a number in words is one of money or a rate (三十万亿元,
    两成); 三大, 三家 and 第2 count nothing of the period, and 5年 is no result of last year."""
    if token.kind is not TokenKind.NUMBER:
        return False
    unit = token.value.unit
    if is_duration(unit):
        return False
    if token.text[0].isdecimal():
        return bool(unit.symbol) or (token.start > 0 and "." in token.text)
    return bool(unit.symbol) and not unit.count and not token.text[0].isascii()


_NOTE_NUMBER = re.compile("^([0-9]{1,2})(?=[.．、)）])")


def numbered_anew(before: Sequence[str], kept: Sequence[str]) -> tuple[str, ...]:
    """What is left of notes; of some that were numbered 1, 2, 3, numbered so again."""
    counted = [match[1] if (match := _NOTE_NUMBER.match(note)) is not None else "" for note in before]
    if counted != [str(number) for number in range(1, len(before) + 1)]:
        return tuple(kept)
    return tuple(_NOTE_NUMBER.sub(str(number), note) for number, note in enumerate(kept, start=1))


def without_named(note: str, places: Places, own: Collection[str]) -> str:
    """A note without its sentences that single out areas (福田区、南山区的网络零售额待报送后填入): that was so in the old period. own: codes of
    the areas that all of the table is about, which say nothing of it; what a sentence leaves out or takes in (不含港澳台) it leaves out for good."""

    def singles_out(sentence: str) -> bool:
        return not leaves_out(sentence) and any(area.code not in own for area in places.mentioned(sentence))

    return "".join(sentence for sentence in _SENTENCE.findall(note) if not singles_out(sentence)).strip()


def without_days(note: str) -> str:
    """A note without its sentences about a day of a year (三季度数据于2024年10月25日公布): no later period has it."""

    def tells_a_day(sentence: str) -> bool:
        times = (token.value for token in scan(sentence) if token.kind is TokenKind.TIME)
        return any(time.kind == "day" and time.names_year for time in times)

    return "".join(sentence for sentence in _SENTENCE.findall(note) if not tells_a_day(sentence)).strip()


def without_basis(note: str) -> str:
    """A note without its sentences that say how figures are counted (2018年增速按可比口径计算)."""
    return "".join(sentence for sentence in _SENTENCE.findall(note) if not speaks_of_basis(sentence)).strip()
