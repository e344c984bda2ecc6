"""The one scanner of statistical texts: tokens that cover a heading, a label, a clause or a typed cell entirely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.wording.folding import CJK, folded
from ecdesk.domain.wording.lexicon import Lexicon, words_of
from ecdesk.domain.wording.measures import index_base, measure_in
from ecdesk.domain.wording.numbers import NO_NUMERAL_AFTER, match_amount
from ecdesk.domain.wording.places import Places, match_among, match_numbering, scope_words
from ecdesk.domain.wording.time_words import match_time
from ecdesk.domain.wording.units import is_noun, unit_at_end, units_in

LONGEST_HEADING = 200
"""Measures and units at the end are looked for in texts up to this length; a longer one is prose."""
_LONGEST_BRACKET = 60


class TokenKind(Enum):
    """What a token is. The value of each: see `Token`."""

    AREA = "area"
    SCOPE = "scope"
    TIME = "time"
    NUMBER = "number"
    QUALIFIER = "qualifier"
    UNIT = "unit"
    MEASURE = "measure"
    BASIS = "basis"
    STATUS = "status"
    PER = "per"
    BASE = "base"
    AMONG = "among"
    TOTAL = "total"
    NUMBERING = "numbering"
    NOTE_MARK = "note_mark"
    WORD = "word"
    MARK = "mark"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text from start to end, counted in the text as it was given. text: as it is read, half-width.

    value: the Area, the Time, the Amount of a number, the units, the Measuring, "without" or "with" of a scope, the status, what an index has as
    100; else None. sure: False for a short name of an area that may be part of another word (台湾同胞).
    """

    kind: TokenKind
    start: int
    end: int
    text: str
    value: Any = None
    sure: bool = True


_Piece = tuple[TokenKind, int, Any, bool]
"""Kind, end, value and whether it is sure."""

_OPEN = {"(": ")", "[": "]", "【": "】", "〔": "〕", "{": "}", "<": ">"}
_SEPARATORS = frozenset("()[]【】〔〕{}<>,;:。、!?/|_\"“”‘’'《》=·&@" + "-—–―~")
_NOTES = re.compile(words_of("words.toml")["marks"]["pattern"])
_UNIT_LABEL = re.compile('(?:计量|金额|数据|货币|度量|计算|数量|业务量|价值)?单位(?:[:：]|(?:均|都)?(?:为|是)) ?[“"]?')
_IN_A_NAME = re.compile("[A-Za-z]")
_LETTER_AFTER = re.compile("[A-Za-z]")
_CHINESE = re.compile(f"[{CJK}]")


@lru_cache(maxsize=1)
def _labels() -> Lexicon[tuple[TokenKind, str]]:
    """Words that stand between others: basis, status, totals, the whole of an area."""
    bases, words = words_of("bases.toml"), words_of("words.toml")
    found: list[tuple[str, tuple[TokenKind, str]]] = [(word, (TokenKind.BASIS, word)) for word in bases["basis"]["words"]]
    found += [(word, (TokenKind.STATUS, status)) for status, listed in bases["status"].items() for word in listed]
    found += [(word, (TokenKind.TOTAL, "total")) for word in words["total"]["words"]]
    found += [(word, (TokenKind.TOTAL, "average")) for word in words["total"]["average"]]
    found += [(word, (TokenKind.TOTAL, "area")) for word in words["whole_area"]["words"]]
    return Lexicon(found)


@lru_cache(maxsize=1)
def _per() -> Lexicon[bool]:
    return Lexicon(dict.fromkeys(words_of("bases.toml")["per"]["words"], True))


@lru_cache(maxsize=1)
def standard_places() -> Places:
    """The areas that come with the program."""
    return Places(standard_areas())


def scan(text: str, places: Places | None = None) -> tuple[Token, ...]:
    """The tokens of a text, in order and without a gap; work grows with its length."""
    read = folded(text)
    if not read.text:
        return (Token(TokenKind.SPACE, 0, len(text), ""),) if text else ()
    tokens: list[Token] = []
    start = 0
    for kind, end, value, sure in _Scanner(read.text, places or standard_places()).pieces():
        first, last = read.origin(start, end)
        if not tokens:
            first = 0
        tokens.append(Token(kind, first, len(text) if end == len(read.text) else last, read.text[start:end], value, sure))
        start = end
    return tuple(tokens)


class _Scanner:
    """One text; every method that matches gives pieces that begin at a place, or None."""

    def __init__(self, text: str, places: Places) -> None:
        self.text = text
        self.places = places
        self._brackets: dict[int, _Piece] = {}
        short = len(text) <= LONGEST_HEADING
        self._measure = measure_in(text) if short else None
        self._units = dict(self._trailing_units()) if short else {}

    def pieces(self) -> Iterator[_Piece]:
        text, place, word = self.text, 0, False
        for piece in self._leading():
            yield piece
            place = piece[1]
        while place < len(text):
            found = self._at(place, word)
            if found is None:
                word, place = True, place + 1
                continue
            if word:
                yield TokenKind.WORD, place, None, True
                word = False
            for piece in found:
                yield piece
                place = piece[1]
        if word:
            yield TokenKind.WORD, place, None, True

    def _leading(self) -> Iterator[_Piece]:
        """Numbering and 其中 at the beginning."""
        place = len(self.text) - len(self.text.lstrip(" "))
        if place:
            yield TokenKind.SPACE, place, None, True
        if index_base(self.text):
            yield TokenKind.BASE, len(self.text), index_base(self.text), True
            return
        for _round in range(2):
            numbered = match_numbering(self.text[place : place + 24])
            if numbered and place + numbered < len(self.text) and not self._begins_a_figure(place, numbered):
                place += numbered
                yield TokenKind.NUMBERING, place, None, True
            among = match_among(self.text, place)
            if among in (place, len(self.text)) or self._begins_a_figure(place, 1):
                return
            place = among
            yield TokenKind.AMONG, place, None, True

    def _begins_a_figure(self, place: int, longer_than: int) -> bool:
        """Whether a period, or a figure that goes on beyond so many characters, begins here: 12.5 亿元 is no number 12.5 of a list."""
        if match_time(self.text, place) is not None:
            return True
        amount = match_amount(self.text, place)
        return amount is not None and amount[1] - place > longer_than

    def _at(self, place: int, in_word: bool) -> list[_Piece] | None:
        text = self.text
        character = text[place]
        if character == " ":
            return [(TokenKind.SPACE, len(text) - len(text[place:].lstrip(" ")), None, True)]
        if character in _OPEN and (found := self._bracket(place)) is not None:
            return found
        if _NOTES.match(text, place):
            return [(TokenKind.NOTE_MARK, place + 1, None, True)]
        if place in self._units:
            units, end = self._units[place]
            return [(TokenKind.UNIT, end, units, True)]
        time = match_time(text, place)
        if time is not None:
            return [(TokenKind.TIME, time[1], time[0], True)]
        amount = self._amount(place)
        if amount is not None:
            return amount
        if self._measure is not None and place == self._measure.start and self._measure.end > place:
            return [(TokenKind.MEASURE, self._measure.end, self._measure, True)]
        named = self._named(place, in_word)
        if named is not None:
            return [named]
        if character in _SEPARATORS:
            return [(TokenKind.MARK, place + 1, None, True)]
        return None

    def _bracket(self, place: int) -> list[_Piece] | None:
        """Brackets that hold nothing but a unit or what an index has as 100."""
        closing = self.text.find(_OPEN[self.text[place]], place + 1, place + _LONGEST_BRACKET)
        if closing < 0:
            return None
        inner = self.text[place + 1 : closing]
        value: Any = index_base(inner)
        kind = TokenKind.BASE
        if not value:
            value, kind = units_in(inner), TokenKind.UNIT
            if not value or measure_in(inner) is not None:
                return None
        return [(TokenKind.MARK, place + 1, None, True), (kind, closing, value, True), (TokenKind.MARK, closing + 1, None, True)]

    def _amount(self, place: int) -> list[_Piece] | None:
        found = match_amount(self.text, place)
        if found is None:
            return None
        amount, end, parts = found
        spelled = _CHINESE.match(self.text, parts.number[0]) is not None
        before = self.text[place - 1 : place]
        if spelled and (not amount.unit.base or amount.unit.base == "月" or before in NO_NUMERAL_AFTER):
            return None
        signed = parts.before[0] < parts.before[1]
        if (_IN_A_NAME.match(before) and not signed) or (end == parts.number[1] and _LETTER_AFTER.match(self.text, end)):
            return None
        pieces: list[_Piece] = []
        for kind, (start, stop) in (
            (TokenKind.QUALIFIER, parts.before),
            (TokenKind.NUMBER, parts.number),
            *sorted(((TokenKind.UNIT, parts.unit), (TokenKind.QUALIFIER, parts.after)), key=lambda piece: piece[1]),
        ):
            reached = pieces[-1][1] if pieces else place
            if stop <= max(start, reached):
                continue
            if start > reached:
                pieces.append((TokenKind.SPACE, start, None, True))
            value: Any = amount if kind is TokenKind.NUMBER else (amount.unit,) if kind is TokenKind.UNIT else None
            pieces.append((kind, stop, value, True))
        return pieces

    def _named(self, place: int, in_word: bool) -> _Piece | None:
        """Words with a meaning of their own, and areas."""
        text = self.text
        per = _per().match(text, place)
        if per is not None:
            return TokenKind.PER, per[1], None, True
        area = self.places.match(text, place)
        if not in_word:
            label = _labels().match(text, place)
            if label is not None and self._ends_a_word(label[1]) and (area is None or area[1] < label[1]):
                return label[0][0], label[1], label[0][1], True
        for words in scope_words():
            scope = words.match(text, place)
            if (
                scope is not None
                and (not in_word or len(text[place : scope[1]]) > 1)
                and (place == 0 or scope[1] - place > 1 or text[place - 1] in _OPEN)
            ):
                return TokenKind.SCOPE, scope[1], scope[0], True
        if area is not None and not _makes_an_adjective(text, area[1]):
            full = self.places.is_full_name(text[place : area[1]])
            if full or not in_word:
                return TokenKind.AREA, area[1], area[0], full or self._ends_a_word(area[1])
        return None

    def _ends_a_word(self, place: int) -> bool:
        following = self.text[place : place + 1]
        return not following or following == " " or following in _SEPARATORS or _NOTES.match(following) is not None

    def _trailing_units(self) -> Iterator[tuple[int, tuple[tuple[Any, ...], int]]]:
        """Units where a text says nothing else, behind 单位：, and behind a separator at its end (网络零售额:亿元, 同比增长%)."""
        text = self.text
        stripped = text.strip(" ")
        begin = len(text) - len(text.lstrip(" "))
        whole = units_in(stripped) if len(stripped) <= _LONGEST_BRACKET else ()
        if whole and not (is_noun(stripped) or stripped[0] in _OPEN) and _UNIT_LABEL.match(stripped) is None:
            yield begin, (whole, begin + len(stripped))
            return
        for match in _UNIT_LABEL.finditer(text):
            end = next((place for place in range(match.end(), len(text)) if text[place] in ' ;。)]”"('), len(text))
            units = units_in(text[match.end() : end])
            if units:
                yield match.end(), (units, end)
        behind = unit_at_end(stripped)
        if behind is not None:
            yield begin + behind[2], ((behind[0],), begin + len(stripped))


def _makes_an_adjective(text: str, end: int) -> bool:
    """全国性银行 is no bank of the nation."""
    return text[end : end + 1] in words_of("words.toml")["area"]["adjective"]
