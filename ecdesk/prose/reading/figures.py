"""Finding the figures of a stretch of prose, and leaving alone what is no figure: dates, numbers of documents, addresses, headings."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.intervals import Interval
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Margin, Printed, Reader, base_interval, qualifiers
from ecdesk.domain.wording.numbers import (
    Pieces,
    amounts_in_sentence,
    is_inside_unit,
    parts_in,
    qualifier_words,
    spelled_number,
)
from ecdesk.domain.wording.units import PERCENT, is_duration, unit_named
from ecdesk.prose.reading.document import Stretch, StretchKind
from ecdesk.prose.reading.indices import bases_in, begins_base
from ecdesk.prose.reading.lexicon import grammar
from ecdesk.prose.reading.patterns import not_figures, pattern


class FigureKind(Enum):
    """What sort of number it is, as far as the number and its unit tell."""

    LEVEL = "level"
    COUNT = "count"
    MONEY = "money"
    PER_HEAD = "per_head"
    PERCENT = "percent"
    POINTS = "points"
    MULTIPLE = "multiple"
    RANK = "rank"
    YEARS = "years"
    RATIO = "ratio"
    RANGE = "range"
    THRESHOLD = "threshold"
    BARE = "bare"


@dataclass(slots=True)
class Figure:
    """A figure in a stretch.

    start, end: of number and unit, in the stretch's compact text; body_end: where a qualifier after it ends. exact: of a fraction in
    words (三分之一), whose value no decimal holds.
    """

    start: int
    end: int
    body_end: int
    amount: Amount
    kind: FigureKind
    spelled: bool = False
    exact: Fraction | None = None
    index: int = 0
    printed_unit: Unit | None = None
    _intervals: dict[Margin, Interval] = field(default_factory=dict)

    def interval(self, margin: Margin = Margin.HALF) -> Interval:
        """The values it can stand for, in its dimension's own unit."""
        known = self._intervals.get(margin)
        if known is None:
            known = self._intervals[margin] = self._interval(margin)
        return known

    def _interval(self, margin: Margin) -> Interval:
        if self.exact is None:
            return base_interval(self.amount, margin, Reader.STATEMENT)
        # A fraction in words has no digits: as exact as two of them would be.
        digit = self.exact / 10
        return Printed(self.exact, digit, digit, self.amount.qualifier, self.amount.unit.is_ratio).interval(
            margin, Reader.STATEMENT
        )

    def adopt(self, unit: Unit) -> None:
        """Take a unit from the words around it: 189亿 among 亿元. What is printed stays known."""
        self.printed_unit = self.amount.unit
        self.amount = Amount(self.amount.value, unit, self.amount.qualifier)
        self._intervals.clear()

    def round_off(self, text: str, at: int) -> None:
        """约占总量40%: a word that ends there makes it less than exact, where none right before it does."""
        found = qualifier_words()[0].ending(text, at)
        if found is not None and not self.amount.qualifier and qualifiers()[found[0]].side == "both":
            self.amount = Amount(self.amount.value, self.amount.unit, found[0])
            self._intervals.clear()

    @property
    def value(self) -> Fraction:
        return self.exact if self.exact is not None else Fraction(self.amount.value) * self.amount.unit.scale

    @property
    def dimension(self) -> str:
        return self.amount.unit.dimension


_NOT_FIGURES = not_figures()
_KEEP = re.compile(r"[0-9](?:GB|TB|PB|ZB|EB|MB|kW|MW|Mbps|Gbps|Gbit|USD)")
_AMOUNT_FIRST = pattern("amount_first")
_RANK = pattern("rank")
_PER_HEAD = pattern("per_head")
_SIZE = pattern("of_that_size")
_QUOTIENT = pattern("quotient")
_RANGE_DASH = pattern("range_dash")
_DOUBLED = pattern("doubled")
_OVER_HALF = pattern("over_half")
_NO_COUNT = pattern("no_count_before")
_MOVES = {word for moved in ("up", "down") for word in grammar()["movement"][moved] if len(word) == 2}


def find_figures(stretch: Stretch) -> list[Figure]:
    """The figures of a stretch in order."""
    text = stretch.text
    blocked = _Blocks(_taken(stretch))
    found = [
        figure
        for amount, pieces, end in amounts_in_sentence(text)
        if not blocked.hits(pieces.number[0], max(pieces.number[1], pieces.number[0] + 1))
        and (figure := _figure(amount, pieces, end, text)) is not None
    ]
    found += [figure for figure in _in_words(text) if not blocked.hits(figure.start, figure.end)]
    found.sort(key=lambda figure: (figure.start, -figure.end))
    result: list[Figure] = []
    for figure in found:
        if result and figure.start < result[-1].end:
            continue
        figure.index = len(result)
        result.append(figure)
    _mark_ranges(result, text)
    _share_points(result, text)
    return result


def _share_points(figures: list[Figure], text: str) -> None:
    """高0.5个和0.6个百分点: the first is in points like the second, whose name it leaves out."""
    for figure, after in zip(reversed(figures[:-1]), reversed(figures), strict=False):
        left_out = figure.amount.unit.symbol == "个" and text[figure.end : after.start] in ("和", "、", "与", "及", "以及")
        if left_out and after.kind is FigureKind.POINTS:
            figure.amount = Amount(figure.amount.value, after.amount.unit, figure.amount.qualifier)
            figure.kind = after.kind


class _Blocks:
    """Spans that hold no figures; asked in rising order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _end in spans]
        self._ends: list[int] = []
        furthest = 0
        for _start, end in spans:
            furthest = max(furthest, end)
            self._ends.append(furthest)

    def hits(self, start: int, end: int) -> bool:
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._ends[at] > start


def _taken(stretch: Stretch) -> list[tuple[int, int]]:
    text = stretch.text
    spans = [(m.start(), m.end()) for m in _NOT_FIGURES.finditer(text) if not _KEEP.match(m[0])]
    spans += [(start, end) for _time, start, end in stretch.times]
    spans += [(start, end) for _base, start, end in bases_in(text)]
    spans.append((0, _numbering_end(stretch.kind, text)))
    return sorted(spans)


_BULLET = re.compile(r"#*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.、．)）]?(?=[^0-9%.,])|（[0-9]{1,2}）)")
_NOTE_NUMBER = re.compile(r"\^?\[?[0-9]+\]?")


def _numbering_end(kind: StretchKind, text: str) -> int:
    """Where the number ends by which a heading, a paragraph, a row or a note is numbered; 0 where none does."""
    own = _NOTE_NUMBER.match(text) if kind is StretchKind.NOTE else None
    number = _BULLET.match(text) if kind not in (StretchKind.CAPTION, StretchKind.REFERENCE) else None
    if number is None or _AMOUNT_FIRST.match(text):
        return own.end() if own is not None else 0
    of_row = kind is StretchKind.TABLE and "." in number[0]
    bulleted = kind is StretchKind.HEADING or of_row or number[0][-1] in ".、）)"
    return max(number.end() if bulleted else 0, own.end() if own is not None else 0)


def _figure(amount: Amount, pieces: Pieces, end: int, text: str) -> Figure | None:
    start, reached = pieces.number
    spelled = reached == start or not (text[start].isascii() or text[reached - 1].isascii())
    after = text[slice(*pieces.after)]
    figure_end = _end_of_unit(pieces, after)
    unit = amount.unit
    if unit.symbol in grammar()["count"]["class"]:
        return None
    if not unit.symbol:
        if _is_ratio(text, start, reached):
            return Figure(start, reached, reached, Amount(amount.value), FigureKind.RATIO)
        if spelled or (_is_name(text[start:reached], text[end : end + 2]) and not begins_base(text, end)):
            return None
    kind = _kind(unit, text[max(0, start - (6 if spelled else 12)) : start], text[figure_end : figure_end + 3])
    if spelled and not _is_spelled_figure(amount, kind, text, start, figure_end):
        return None
    if pieces.after[0] >= figure_end and _is_threshold(_SIZE.sub("", text[end : end + 3]), after):
        kind = FigureKind.THRESHOLD
    return Figure(start, figure_end, end, amount, kind, spelled)


def _end_of_unit(pieces: Pieces, after: str) -> int:
    reached = pieces.number[1]
    end = max(reached, pieces.unit[1] if pieces.unit[1] > pieces.unit[0] else 0)
    return pieces.after[1] if pieces.after[0] == reached == end and is_inside_unit(after) else end


def _is_spelled_figure(amount: Amount, kind: FigureKind, text: str, start: int, end: int) -> bool:
    """两个, 十一部门 and 近万家 are figures; 一个, 三年 and 三产业 are not."""
    if amount.unit.is_ratio or amount.unit.is_points:
        return True
    if (
        kind is FigureKind.YEARS
        or amount.unit.symbol in grammar()["count"]["which"]
        or text[start - 1 : start] == "“"
        or amount.value * amount.unit.scale.numerator < 2
    ):
        return False
    return _NO_COUNT.match(text, end) is None


def _is_ratio(text: str, start: int, end: int) -> bool:
    """Whether a number is one of those in 3.9：39.0：57.1."""
    ahead = text[end : end + 1] == "：" and text[end + 1 : end + 2].isdigit()
    return ahead or (text[start - 1 : start] == "：" and text[start - 2 : start - 1].isdigit())


def _is_name(number: str, following: str) -> bool:
    """12345投诉平台, 2018网剑行动, SAC/TC83: a number without a unit that runs into a word is part of a name; 97.45下降为 is none."""
    moves = "." in number and following in _MOVES
    return not (moves or not following or following[0] in "、，。；：）和与至—~- |" or following[0].isdigit()) or bool(
        re.fullmatch("(?:19|20)[0-9]{2}", number)
    )


def _is_threshold(following: str, word: str) -> bool:
    """500万元以上项目, 30%以上的: the figure limits what is counted, it says nothing of its own."""
    if not following or word not in qualifiers() or qualifiers()[word].side == "both" or is_inside_unit(word):
        return False
    return following[0] not in "，。；、）：的以和" or (following[0] == "的" and len(following) > 1)


def _is_quotient(unit: Unit, before: str) -> bool:
    return not unit.symbol and _QUOTIENT.search(before) is not None


def _kind(unit: Unit, before: str, after: str) -> FigureKind:
    if unit.is_points:
        return FigureKind.POINTS
    if unit.is_ratio:
        return FigureKind.PERCENT
    if unit.dimension == "倍" or _is_quotient(unit, before):
        return FigureKind.MULTIPLE
    if unit.base in ("位", "名") and unit.scale == 1 and _RANK.search(before):
        return FigureKind.RANK
    if is_duration(unit):
        return FigureKind.YEARS
    if _PER_HEAD.search(before):
        return FigureKind.PER_HEAD
    if unit.base.endswith("元") and unit.base:
        return FigureKind.MONEY
    if unit.count or unit.base in ("个", "人", "家", "户", "件", "次", "人次"):
        return FigureKind.COUNT
    return FigureKind.LEVEL if unit.symbol else FigureKind.BARE


def _in_words(text: str) -> Iterator[Figure]:
    """Fractions, multiples and halves that are said without a number: 近三分之一, 翻两番, 过半."""
    for fraction, start, end in parts_in(text):
        before = qualifier_words()[0].ending(text, start)
        after = qualifier_words()[1].match(text, end)
        one, two = before[0] if before is not None else "", after[0] if after is not None else ""
        amount = Amount(Decimal(0), PERCENT, f"{one}…{two}" if one and two else one or two)
        yield Figure(start, end, after[1] if after is not None else end, amount, FigureKind.PERCENT, True, fraction)
    for match in _DOUBLED.finditer(text):
        times = Amount(Decimal(2 ** (spelled_number(match["times"] or "") or 1)), unit_named("倍"))
        yield Figure(match.start(), match.end(), match.end(), times, FigureKind.MULTIPLE, True)
    for match in _OVER_HALF.finditer(text):
        half = Amount(Decimal(50), PERCENT, "超")
        yield Figure(match.start(), match.end(), match.end(), half, FigureKind.PERCENT, True)


def _begins_move(one: Figure, text: str) -> bool:
    return bool(one.amount.unit.symbol) and text[max(0, one.start - 3) : one.start].endswith("从")


def _are_unlike(one: Figure, two: Figure) -> bool:
    """同比增长74.3%至20.30万辆, 提升2.2个百分点至34.2%: whether two figures stand beside each other that are no ends of one range."""
    if one.kind is FigureKind.POINTS:
        return two.kind is FigureKind.PERCENT
    return one.amount.unit.is_ratio and bool(two.amount.unit.symbol) and not two.amount.unit.is_ratio


def _mark_ranges(figures: list[Figure], text: str) -> None:
    for one, two in itertools.pairwise(figures):
        if _RANGE_DASH.match(text[one.end : two.start]) and one.kind is not FigureKind.RATIO:
            between = text[one.end : two.start]
            if between in ("至", "到") and (_begins_move(one, text) or _are_unlike(one, two)):
                continue
            one.kind = two.kind = FigureKind.RANGE
