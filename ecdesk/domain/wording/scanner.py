"""The one scanner of statistical texts: tokens that cover a heading, a label, a clause or a typed cell entirely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.wording.folding import CJK, folded, simplified
from ecdesk.domain.wording.lexicon import Lexicon, listed, words_of
from ecdesk.domain.wording.measures import index_base, measure_in
from ecdesk.domain.wording.note_marks import is_note_mark
from ecdesk.domain.wording.numbers import NO_NUMERAL_AFTER, Pieces, match_amount
from ecdesk.domain.wording.places import Places, match_among, match_numbering, scope_words
from ecdesk.domain.wording.time.time_words import match_time
from ecdesk.domain.wording.units import is_noun, unit_apart, unit_at_end, units_in, units_stated

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

    __hash__ = object.__hash__  # that of an enumeration is worked out from its name each time


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
_UNIT_LABEL = re.compile('(?:计量|金额|数据|货币|度量|计算|数量|业务量|价值)?单位(?:[:：]|(?:均|都)?(?:为|是)) ?[“"]?')
_BRACKETED = re.compile(r"[(\[【〔{<]([^()\[\]【】〔〕{}<>]{1,40})[)\]】〕}>]")
_LATIN = re.compile("[A-Za-z]")
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


_OF_A_KIND = ("planned", "forecast", "preliminary", "revised", "estimate")
"""A status that makes another figure of one, also behind a word (网络零售额计划) or before a time or an area, a forecast also before a word (预计网络零售额)."""


def speaks_of_basis(text: str) -> bool:
    """Whether a sentence says how figures are counted, wherever in it."""
    data, read = words_of("bases.toml")["basis"], simplified(folded(text).text)
    return any(word in read for word in (*data["words"], *data["said"]))


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
    for kind, end, value, sure in _Scanner(simplified(read.text), places or standard_places()).pieces():
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
        """Whether a figure that goes on beyond so many characters begins here: 12.5 亿元 is no number 12.5 of a list."""
        amount = match_amount(self.text, place)
        return amount is not None and amount[1] - place > longer_than

    def _at(self, place: int, in_word: bool) -> Sequence[_Piece] | None:
        for matcher in (self._space, self._bracket, self._note, self._unit, self._time, self._amount, self._measured):
            found = matcher(place)
            if found is not None:
                return found
        named = self._label(place, in_word) or self._scope(place, in_word) or self._area(place, in_word)
        if named is None and self.text[place] in _SEPARATORS:
            named = TokenKind.MARK, place + 1, None, True
        return None if named is None else (named,)

    def _space(self, place: int) -> Sequence[_Piece] | None:
        text = self.text
        return ((TokenKind.SPACE, len(text) - len(text[place:].lstrip(" ")), None, True),) if text[place] == " " else None

    def _note(self, place: int) -> Sequence[_Piece] | None:
        return ((TokenKind.NOTE_MARK, place + 1, None, True),) if is_note_mark(self.text, place) else None

    def _unit(self, place: int) -> Sequence[_Piece] | None:
        found = self._units.get(place)
        return ((TokenKind.UNIT, found[1], found[0], True),) if found is not None else None

    def _time(self, place: int) -> Sequence[_Piece] | None:
        found = match_time(self.text, place)
        return ((TokenKind.TIME, found[1], found[0], True),) if found is not None else None

    def _measured(self, place: int) -> Sequence[_Piece] | None:
        measure = self._measure
        if measure is None or place != measure.start or measure.end == place:
            return None
        return ((TokenKind.MEASURE, measure.end, measure, True),)

    def _bracket(self, place: int) -> Sequence[_Piece] | None:
        """Brackets that hold nothing but a unit or what an index has as 100."""
        opened = _OPEN.get(self.text[place])
        closing = self.text.find(opened, place + 1, place + _LONGEST_BRACKET) if opened is not None else -1
        if closing < 0:
            return None
        inner = self.text[place + 1 : closing]
        value: Any = index_base(inner)
        kind = TokenKind.BASE
        if not value:
            value, kind = units_in(inner), TokenKind.UNIT
            if not value or measure_in(inner) is not None:
                return None
        return (TokenKind.MARK, place + 1, None, True), (kind, closing, value, True), (TokenKind.MARK, closing + 1, None, True)

    def _amount(self, place: int) -> Sequence[_Piece] | None:
        found = match_amount(self.text, place)
        if found is None or self._is_part_of_a_word(place, *found):
            return None
        amount, _end, parts = found
        pieces: list[_Piece] = []
        reached = place
        for kind, (start, stop), value in (
            (TokenKind.QUALIFIER, parts.before, None),
            (TokenKind.NUMBER, parts.number, amount),
            *sorted(
                ((TokenKind.UNIT, parts.unit, (amount.unit,)), (TokenKind.QUALIFIER, parts.after, None)),
                key=lambda piece: piece[1],
            ),
        ):
            if stop <= max(start, reached):
                continue
            if start > reached:
                pieces.append((TokenKind.SPACE, start, None, True))
            pieces.append((kind, stop, value, True))
            reached = stop
        return pieces

    def _is_part_of_a_word(self, place: int, amount: Amount, end: int, parts: Pieces) -> bool:
        """Whether what looks like an amount is none: 统一, 三 of 三季稻, B2 and 5G."""
        before = self.text[place - 1 : place]
        if _CHINESE.match(self.text, parts.number[0]) and (amount.unit.base in ("", "月") or before in NO_NUMERAL_AFTER):
            return True
        qualified = parts.before[0] < parts.before[1]
        in_a_name = _LATIN.match(before) is not None and not qualified
        return in_a_name or (end == parts.number[1] and _LATIN.match(self.text, end) is not None)

    def _label(self, place: int, in_word: bool) -> _Piece | None:
        """A word with a meaning of its own that is a word here: 人均 anywhere, 合计 or 现价 between others."""
        per = listed("bases.toml", "per").match(self.text, place)
        if per is not None:
            return TokenKind.PER, per[1], None, True
        found = _labels().match(self.text, place)
        if found is None or not self._stands_free(place, found[1], in_word, found[0][1]):
            return None
        area = self.places.match(self.text, place)
        return (found[0][0], found[1], found[0][1], True) if area is None or area[1] < found[1] else None

    def _stands_free(self, place: int, end: int, in_word: bool, meaning: str) -> bool:
        """Whether a word with a meaning of its own is a word here; a status that makes another figure of one also behind or before another."""
        if not in_word and end > place + 1 and self._stands_before(end, meaning):
            return True
        before_measure = self._measure is not None and end == self._measure.start
        return (self._ends_a_word(end) or before_measure) and (not in_word or (meaning in _OF_A_KIND and end > place + 1))

    def _stands_before(self, end: int, meaning: str) -> bool:
        """Whether a status counts before what follows: a forecast before anything, others before a time or an area."""
        begins = meaning in _OF_A_KIND and (self._time(end) is not None or self._area(end, False) is not None)
        return begins or meaning == "forecast"

    def _scope(self, place: int, in_word: bool) -> _Piece | None:
        """A word of leaving out or taking in; one sign is one only at the beginning of a text or bracket: 含, 除."""
        for words in scope_words():
            found = words.match(self.text, place)
            if found is None:
                continue
            begins = not in_word and (place == 0 or self.text[place - 1] in _OPEN)
            if begins or found[1] - place > 1:
                return TokenKind.SCOPE, found[1], found[0], True
        return None

    def _area(self, place: int, in_word: bool) -> _Piece | None:
        found = self.places.match(self.text, place)
        if found is None or _makes_an_adjective(self.text, found[1]):
            return None
        full = self.places.is_full_name(self.text[place : found[1]])
        if in_word and not full:
            return None
        return TokenKind.AREA, found[1], found[0], full or self._ends_a_word(found[1])

    def _ends_a_word(self, place: int) -> bool:
        following = self.text[place : place + 1]
        return not following or following == " " or following in _SEPARATORS or is_note_mark(self.text, place)

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
            units = units_stated(text[match.end() : end])
            if units:
                yield match.end(), (units, end)
        for bracket in _BRACKETED.finditer(text):
            if (unit := unit_apart(bracket[1])) is not None:
                yield bracket.start(1) + unit.start(), (units_in(unit[0]), bracket.start(1) + unit.end())
        behind = unit_at_end(stripped)
        if behind is not None:
            yield begin + behind[2], ((behind[0],), begin + len(stripped))


def _makes_an_adjective(text: str, end: int) -> bool:
    """全国性银行 is no bank of the nation."""
    return text[end : end + 1] in words_of("words.toml")["area"]["adjective"]
