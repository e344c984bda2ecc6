"""Finding the figures of a stretch of prose, and leaving alone what is no figure: dates, numbers of documents, addresses, headings."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.amounts import Amount
from ecdesk.domain.intervals import Interval
from ecdesk.domain.judging import Margin, Printed, Reader, base_interval, qualifiers
from ecdesk.domain.units import NO_UNIT, Unit
from ecdesk.domain.wording.numbers import parse_number
from ecdesk.domain.wording.units import PERCENT, unit_named
from ecdesk.prose.document import Stretch, StretchKind
from ecdesk.prose.lexicon import alternatives, measure_words, prose_unit, unit_pattern
from ecdesk.prose.patterns import not_figures, pattern


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

    @property
    def value(self) -> Fraction:
        return self.exact if self.exact is not None else Fraction(self.amount.value) * self.amount.unit.scale

    @property
    def dimension(self) -> str:
        return self.amount.unit.dimension


_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+"
_CHINESE = "〇零一二两三四五六七八九十百千"
_VALUE = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEP = {"十": 10, "百": 100, "千": 1000}

_NOT_FIGURES = not_figures()
_KEEP = re.compile(r"[0-9](?:GB|TB|PB|ZB|EB|MB|kW|MW|Mbps|Gbps|Gbit|USD)")


@lru_cache(maxsize=1)
def _figure_pattern() -> re.Pattern[str]:
    before = alternatives(word for word, qualifier in qualifiers().items() if qualifier.place == "before" and not word.isascii())
    after = alternatives(["以上", "及以上", "左右", "上下", "以下", "以内", "多", "余", "有余"])
    return re.compile(
        rf"(?P<before>{before})?(?P<sign>(?<![0-9A-Za-z%])[-+])?(?P<number>(?:{_DIGITS})(?:\.[0-9]+)?)(?![0-9])"
        rf"(?P<loose>多|余|几)?(?:{unit_pattern()})?(?P<after>{after})?"
    )


@lru_cache(maxsize=1)
def _spelled_pattern() -> re.Pattern[str]:
    units = alternatives(measure_words()["after_numeral"])
    return re.compile(
        rf"(?P<under>[{_CHINESE}]{{1,3}})分之(?P<over>[{_CHINESE}]{{1,5}})"
        r"|(?P<tenths>[一二三四五六七八九])成(?P<half>半)?(?=[，。；、以左上的是为]|$)"
        r"|翻(?:了)?(?P<doubled>[一两二三四])?番"
        r"|(?P<over_half>过半|超过?一半|半数以上|逾半)"
        rf"|(?P<before>近|约|超过|超)?(?P<number>[{_CHINESE}]{{1,6}})(?P<loose>余|多|几)?(?P<unit>{units})"
    )


_RATIO = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:：[0-9]+(?:\.[0-9]+)?)+")
_RANK = pattern("rank")
_PER_HEAD = pattern("per_head")
_RANGE_DASH = pattern("range_dash")


def find_figures(stretch: Stretch) -> list[Figure]:
    """The figures of a stretch in order."""
    text = stretch.text
    taken = _taken(stretch)
    found: list[Figure] = []
    blocked = _Blocks(taken)
    for match in _RATIO.finditer(text):
        if not blocked.hits(match.start(), match.end()):
            found.extend(_ratio_parts(match))
            taken.append((match.start(), match.end()))
    taken.sort()
    blocked = _Blocks(taken)
    for match in _figure_pattern().finditer(text):
        if blocked.hits(match.start("number"), match.end("number")) or len(match["number"]) > 24:
            continue
        figure = _figure(match, text)
        if figure is not None:
            found.append(figure)
    for match in _spelled_pattern().finditer(text):
        if blocked.hits(match.start(), match.end()):
            continue
        figure = _spelled(match, text)
        if figure is not None:
            found.append(_qualified(figure, text))
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
        from bisect import bisect_right

        self._starts = [start for start, _end in spans]
        self._ends: list[int] = []
        furthest = 0
        for _start, end in spans:
            furthest = max(furthest, end)
            self._ends.append(furthest)
        self._bisect = bisect_right

    def hits(self, start: int, end: int) -> bool:
        at = self._bisect(self._starts, end - 1) - 1
        return at >= 0 and self._ends[at] > start


def _taken(stretch: Stretch) -> list[tuple[int, int]]:
    text = stretch.text
    spans = [(m.start(), m.end()) for m in _NOT_FIGURES.finditer(text) if not _KEEP.match(m[0])]
    if stretch.kind in (StretchKind.HEADING, StretchKind.TABLE, StretchKind.BODY, StretchKind.NOTE):
        number = re.match(r"#*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.、．)）]?(?=[^0-9%.,])|（[0-9]{1,2}）)", text)
        bulleted = number and (
            stretch.kind is StretchKind.HEADING
            or number[0][-1] in ".、）)"
            or (stretch.kind is StretchKind.TABLE and "." in number[0])
        )
        if number and bulleted and not re.match(r"[0-9.]+(?:万|亿|个|家|%|元|年|月|倍|人|项)", text):
            spans.append((0, number.end()))
    if stretch.kind is StretchKind.NOTE:
        number = re.match(r"\^?\[?[0-9]+\]?", text)
        if number:
            spans.append((0, number.end()))
    return sorted(spans)


def _figure(match: re.Match[str], text: str) -> Figure | None:
    value = parse_number(match["number"])
    if value is None:
        return None
    before = match["before"] or ""
    after = match["loose"] or match["inner"] or match["tail"] or match["after"] or ""
    unit_text = (
        (match["whole"] or "") + (match["prefix"] or "") + (match["base"] or "") + (match["per"] or "") + (match["scale"] or "")
    )
    end = match.start("after") if match["after"] else match.end()
    unit = prose_unit(unit_text) if unit_text else NO_UNIT
    if unit is None:
        unit, end = NO_UNIT, match.end("number")
    if match["sign"] == "-":
        value = -value
    start = match.start("sign") if match["sign"] else match.start("number")
    qualifier = f"{before}…{after}" if before and after else before or after
    if after == "几":
        qualifier = before
    if unit is NO_UNIT and _is_name(match["number"], text[match.end() : match.end() + 1]):
        return None
    kind = _kind(unit, text[max(0, start - 12) : start], text[end : end + 3])
    if match["after"] in ("以上", "及以上", "以下", "以内", "左右") and _is_threshold(
        text[match.end() : match.end() + 2], match["after"]
    ):
        kind = FigureKind.THRESHOLD
    return Figure(start, end, match.end(), Amount(value, unit, qualifier), kind)


def _is_name(number: str, following: str) -> bool:
    """12345投诉平台, 2018网剑行动, SAC/TC83: a number without a unit that runs into a word is part of a name."""
    return not (not following or following in "、，。；：）和与至—~- |" or following.isdigit()) or bool(
        re.fullmatch("(?:19|20)[0-9]{2}", number)
    )


def _is_threshold(following: str, word: str) -> bool:
    """500万元以上项目, 30%以上的: the figure limits what is counted, it says nothing of its own."""
    if word == "左右" or not following:
        return False
    return following[0] not in "，。；、）：的以和" or (following[0] == "的" and len(following) > 1)


def _kind(unit: Unit, before: str, after: str) -> FigureKind:
    if unit.is_points:
        return FigureKind.POINTS
    if unit.is_ratio:
        return FigureKind.PERCENT
    if unit.dimension == "倍":
        return FigureKind.MULTIPLE
    if unit.base in ("位", "名") and unit.scale == 1 and _RANK.search(before):
        return FigureKind.RANK
    if unit.base in ("年", "天", "个月", "小时", "分钟", "秒", "周", "月"):
        return FigureKind.YEARS
    if _PER_HEAD.search(before):
        return FigureKind.PER_HEAD
    if unit.base.endswith("元") and unit.base:
        return FigureKind.MONEY
    if unit.count or unit.base in ("个", "人", "家", "户", "件", "次", "人次"):
        return FigureKind.COUNT
    return FigureKind.LEVEL if unit.symbol else FigureKind.BARE


def _ratio_parts(match: re.Match[str]) -> list[Figure]:
    parts: list[Figure] = []
    position = match.start()
    for number in match[0].split("："):
        value = parse_number(number)
        if value is not None:
            parts.append(Figure(position, position + len(number), position + len(number), Amount(value), FigureKind.RATIO))
        position += len(number) + 1
    return parts


def chinese_number(text: str) -> int | None:
    """The whole number below 10,000 that is written so (二十, 一百零五, 两), or None."""
    if not text:
        return None
    if all(character in _VALUE for character in text):
        return (
            int("".join(str(_VALUE[character]) for character in text))
            if len(text) == 1 or "〇" in text or len(text) == 4
            else None
        )
    total, digit = 0, 0
    for character in text:
        if character in _VALUE:
            digit = _VALUE[character]
        else:
            total += (digit or 1) * _STEP[character]
            digit = 0
    return total + digit


_BEFORE = pattern("qualifier_before")
_AFTER = pattern("qualifier_after")


def _qualified(figure: Figure, text: str) -> Figure:
    """A figure in words with the qualifier around it: 近三分之一, 七成以上."""
    before = _BEFORE.search(text[max(0, figure.start - 2) : figure.start])
    after = _AFTER.match(text, figure.end)
    if figure.amount.qualifier or not (before or after):
        return figure
    one, two = before[0] if before else "", after[0] if after else ""
    figure.amount = Amount(figure.amount.value, figure.amount.unit, f"{one}…{two}" if one and two else one or two)
    figure.body_end = after.end() if after else figure.end
    return figure


def _spelled(match: re.Match[str], text: str) -> Figure | None:
    start, end = match.start(), match.end()
    if match["under"]:
        under, over = chinese_number(match["under"]), chinese_number(match["over"])
        if match["under"] == "百" and over is not None:
            return Figure(start, end, end, Amount(Decimal(over), PERCENT), FigureKind.PERCENT, True)
        if not under or not over or over >= under:
            return None
        return Figure(start, end, end, Amount(Decimal(0), PERCENT), FigureKind.PERCENT, True, Fraction(over, under))
    if match["tenths"]:
        share = Decimal(_VALUE[match["tenths"]] * 10 + (5 if match["half"] else 0))
        amount = Amount(share, PERCENT) if match["half"] else Amount(share.scaleb(-1).to_integral().scaleb(1), PERCENT)
        return Figure(start, end, end, amount, FigureKind.PERCENT, True)
    if match[0].startswith("翻"):
        return Figure(
            start, end, end, Amount(Decimal(2 ** (_VALUE[match["doubled"] or "一"])), unit_named("倍")), FigureKind.MULTIPLE, True
        )
    if match["over_half"]:
        return Figure(start, end, end, Amount(Decimal(50), PERCENT, "超"), FigureKind.PERCENT, True)
    value = chinese_number(match["number"])
    unit = prose_unit(match["unit"])
    previous = text[start - 1 : start]
    if value is None or unit is None or (previous in "第之每初逐同统唯“" and previous):
        return None
    if value < 2 or (match["number"] in ("一", "十", "百", "千") and len(match["unit"]) == 1 and value == 1):
        return None
    if match["unit"] in ("国", "省", "市", "县", "大", "次", "类", "名", "家", "名", "成", "批", "位", "市") and value < 2:
        return None
    if re.match("(?:个)?(?:月|季|年|年代|五|产业)", text[end : end + 2]):
        return None
    kind = _kind(unit, text[max(0, start - 6) : start], "")
    return Figure(match.start("number"), end, end, Amount(Decimal(value), unit, match["before"] or ""), kind, True)


def _mark_ranges(figures: list[Figure], text: str) -> None:
    for one, two in itertools.pairwise(figures):
        if _RANGE_DASH.match(text[one.end : two.start]) and one.kind is not FigureKind.RATIO:
            between = text[one.end : two.start]
            if between in ("至", "到") and (one.amount.unit.symbol and text[max(0, one.start - 3) : one.start].endswith("从")):
                continue
            one.kind = two.kind = FigureKind.RANGE
