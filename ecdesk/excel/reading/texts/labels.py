"""What one heading, stub or line says: area, time, measure, unit, and what is left as the name of an indicator or item."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from ecdesk.domain.figures.areas import Area, AreaCatalogue, standard_areas
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.folding import CJK, fold
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.measures import (
    compared_with,
    find_measure,
    index_base,
    index_measure,
    measure_by_unit,
    promised_growth,
    risen,
    says_compared_with,
    status_named,
    with_base_apart,
)
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import Places, latin_tail, leaves_out, total_named, unlisted, without_among, without_numbering
from ecdesk.domain.wording.scanner import standard_places
from ecdesk.domain.wording.time.time_words import find_time, time_named, with_years_off
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import is_noun, printed_unit, unit_apart, unit_at_end, unit_per, units_in, with_unit_apart
from ecdesk.excel.reading.texts.words import words

_BRACKETS = re.compile(r"[(\[【〔{<]([^()\[\]【】〔〕{}<>]{1,40})[)\]】〕}>]")
_CHINESE = re.compile(f"[{CJK}]+")
LONGEST_LABEL = 120
LONGEST_PLACE = 14
SUMS = ("total", "average")
"""What the labels of sums and averages over the rows or columns beside them are, as `total_named` tells."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text taken apart. rest: what is left; raw: the text as it stands, tidied. whole: of what a share is. among: 其中."""

    raw: str = ""
    rest: str = ""
    area: Area | None = None
    region: str = ""
    """A place that no catalogue knows, where the text says that it is one."""
    time: Time | None = None
    measure: str = ""
    whole: str = ""
    units: tuple[Unit, ...] = ()
    among: bool = False
    value_word: bool = False
    total: bool = False
    latin: str = ""
    base: str = ""
    """What an index has as 100, as it is written: 上年=100."""
    index: bool = False
    """Growth is given with last year as 100."""
    base_year: int | None = None
    """The year that growth compares with, where the label names one."""
    falls: bool = False
    """Whether it names a fall, whose figures are printed positive."""
    full: str = ""
    """The label without brackets, with the words that name a measure: those of 贡献率 hold 增长."""

    @property
    def names(self) -> bool:
        """Whether words are left that name something."""
        return bool(self.rest) and not self.value_word

    @property
    def tells_no_place(self) -> bool:
        """Whether it says something that names of places do not."""
        return bool(self.measure or self.units or self.time or self.value_word or self.among or self.base)

    @property
    def says_level(self) -> bool:
        """Whether it says that the figure is a level itself: 绝对量, 本期."""
        return self.value_word or (self.time is not None and self.time.grain == "period" and not self.rest and not self.measure)


class _Apart:
    """A text while it is taken apart. rest: the words that nothing was made of yet; inner: what stood in brackets;
    kept: what of that belongs to the name."""

    def __init__(self, raw: str) -> None:
        numbered = without_numbering(raw)
        listed = without_among(numbered)
        self.raw = raw
        self.among = listed != numbered
        listed = _with_base_in_brackets(without_numbering(listed))
        plain, self.inner = ("", [listed]) if index_base(listed) else _bracketed(listed)
        self.rest, self.latin = latin_tail(plain)
        self.full = self.rest
        self.rest = risen(self.rest)
        self.falls = self.rest != self.full
        self.time: Time | None = None
        self.measure = self.whole = self.kept = ""
        self.units: tuple[Unit, ...] = ()
        self.base = next(filter(index_base, self.inner), "")
        self.base_year: int | None = None
        self.index = is_index(self.rest, self.inner)
        self._read_base()
        for chunk in _with_units_apart(self.inner):
            if not any(take(self, chunk) for take in _IN_BRACKETS):
                self.kept += f"({chunk})"
        self._read_measure()
        self._read_time()
        self.rest = _clean(self.rest)

    def measure_with_unit(self) -> str:
        """The measure, where the unit tells which: 比上年增减(%)."""
        if _measured_behind(self.raw, self.units):
            return self.measure
        return measure_by_unit(self.measure, self.units[0] if self.units else None)

    @property
    def may_be_a_name(self) -> bool:
        """Whether a name may end in the word of change that was taken for a measure: 气候变化（次）."""
        level = self.measure == "growth" and self.measure_with_unit() == "change"
        return bool(level and self.rest and not promised_growth(self.full) and not says_compared_with(self.full))

    def _read_base(self) -> None:
        """What the base in brackets makes of the words before it: an index, growth written as one, or parts of a whole."""
        if self.index:
            self.measure = "index" if words().index_word.search(fold(self.rest)) is not None else "growth"
            self.time, self.rest = find_time(self.rest)[0], ""
            self.inner = [chunk for chunk in self.inner if not index_base(chunk)]
        based_on = index_base(self.base)
        if self.measure == "index":
            self.whole = index_measure(based_on).partition(":")[2]
        if total_named(based_on) == "total":
            # 构成（合计=100）: parts of the whole, which is no base of an index.
            self.measure, self.base, self.inner = self.measure or "share", "", [one for one in self.inner if one != self.base]

    def _take_unit(self, chunk: str) -> bool:
        found = units_in(chunk) or tuple(filter(None, (unit_per(chunk),)))
        if not found or find_measure(chunk)[0]:
            return False
        self.units = self.units or found
        return True

    def _take_base(self, chunk: str) -> bool:
        if not index_base(chunk):
            return False
        self.base = self.base or chunk
        self.units = self.units or (Unit(chunk, chunk, chunk, Fraction(1)),)
        return True

    def _leave_mark_of_note(self, chunk: str) -> bool:
        return chunk.isdigit() and len(chunk) <= 2

    def _take_measure(self, chunk: str) -> bool:
        measure, whole, left = find_measure(chunk)
        if not measure or self.measure:
            return False
        self.measure, self.whole = measure, whole
        self.units = self.units or units_in(left)
        return True

    def _take_time(self, chunk: str) -> bool:
        found = time_named(chunk)
        self.time = self.time or found
        return found is not None

    def _leave_aside(self, chunk: str) -> bool:
        """Whether it is no part of the name: the status of a figure, the basis of its growth, or the English of a Chinese name."""
        apart = status_named(chunk) not in ("", "planned") or bool(self.latin and chunk.isascii())
        return apart or (_is_basis(chunk) and find_measure(self.rest)[0] != "")

    def _read_measure(self) -> None:
        self._read_unit_at_end()
        if words().rank.search(self.rest) is not None:
            # 增速排名 is no growth; nobody reports ranks.
            self.measure, self.rest = "none", ""
            return
        measure, whole, rest = self._reached_of_plan() or find_measure(self.rest)
        if self.measure in ("", measure):
            self.measure, self.whole, self.rest = measure, whole or self.whole, rest
        if self.measure:
            self.base_year, self.rest = compared_with("" if _is_basis(_clean(self.rest)) else self.rest)
        self._read_unit_at_end()

    def _reached_of_plan(self) -> tuple[str, str, str] | None:
        """What find_measure gives, of how much of a plan was reached: 完成计划（%）; None for anything else."""
        found = words().of_plan.fullmatch(self.rest) if any(unit.is_ratio for unit in self.units) else None
        return ("share", found["whole"], "") if found is not None else None

    def _read_unit_at_end(self) -> None:
        if (found := unit_at_end(self.rest)) is not None:
            self.rest, self.units = self.rest[: found[1]].rstrip(" (:,;、/-"), self.units or (found[0],)

    def _read_time(self) -> None:
        found, left = find_time(self.rest)
        if found is not None and (not found.as_of or found.names_year or found.kind or _says_a_figure(left)):
            # 年末 before a name belongs to that of what is counted then.
            self.time, self.rest = with_years_off(combined(self.time, found) or found, self.raw), left
            if not self.measure and (behind := find_measure(_clean(left)))[0]:
                self.measure, self.whole, self.rest = behind  # ytd_yoy


_IN_BRACKETS: tuple[Callable[[_Apart, str], bool], ...] = (
    _Apart._take_unit,
    _Apart._take_base,
    _Apart._leave_mark_of_note,
    _Apart._take_measure,
    _Apart._take_time,
    _Apart._leave_aside,
)
"""What may take something from words in brackets, in this order; where nothing does they belong to the name."""


class LabelReader:
    """Takes labels apart with the areas of a book."""

    def __init__(self, areas: AreaCatalogue, is_known: Callable[[str], bool] = lambda _name: False) -> None:
        """is_known: whether words are the name of an indicator, so that a short name of an area before them is one: 湖南网络零售额."""
        self.areas = areas
        self.is_known = is_known
        self.places = standard_places() if areas is standard_areas() else Places(areas)
        self.unlisted: frozenset[str] = frozenset()
        """Places of the file that no catalogue has."""
        self.home: Area | None = None
        """What the book is about, where it is about one city or province."""
        self.heads: frozenset[str] = frozenset()
        """What cells of the file say, as `bare_head` gives it."""
        self._read: dict[str, Label] = {}

    def __call__(self, text: str) -> Label:
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = self._take_apart(text)
        return found

    def take_for_places(self, names: frozenset[str]) -> None:
        """Know places that no catalogue has. Labels that were taken apart before, in which none of them can stand, stay as they are."""
        self.unlisted = names
        first = {name[0] for name in names if name}
        self._read = {text: label for text, label in self._read.items() if first.isdisjoint(label.raw)}

    def area(self, text: str) -> Area | None:
        """The area that a whole label names, also bilingual (北京 Beijing) or with a mark (北京市*)."""
        return self.places.named(tidy(text))

    def _take_apart(self, text: str) -> Label:
        raw = with_base_apart(tidy(with_unit_apart(text[: LONGEST_LABEL * 4])))
        if not raw or len(raw) > LONGEST_LABEL:
            return Label(raw, raw[:LONGEST_LABEL])
        bare = without_numbering(raw)
        area = unlisted(bare) if bare in self.unlisted else self.places.named(raw)
        if area is not None:
            return Label(raw, area=area)
        if (of_place := self._behind_unlisted(raw)) is not None:
            return of_place
        bare = raw.strip("()[] ")
        if not is_noun(bare) and (unit := printed_unit(bare)) is not None:
            return Label(raw, units=(unit,))
        return self._named(_Apart(raw))

    def _named(self, apart: _Apart) -> Label:
        """The label of what was taken apart, when its name was looked through for an area."""
        self._keep_name(apart)
        rest, kept = apart.rest, apart.kept
        value_word = fold(rest) in words().value or status_named(rest) not in ("", "planned")
        total = total_named(rest) in SUMS
        area, rest = self._area_and_name(apart) if rest and not total else (None, rest)
        value_word = value_word or _is_of_figures(area, rest)
        alone = not rest and kept and not area
        return Label(
            apart.raw,
            kept.strip("()") if alone else "" if value_word else rest + kept,
            area,
            "",
            apart.time,
            apart.measure_with_unit(),
            apart.whole,
            apart.units,
            apart.among,
            value_word,
            total,
            apart.latin,
            apart.base,
            apart.index and apart.measure == "growth",
            apart.base_year,
            apart.falls,
            apart.full,
        )

    def _keep_name(self, apart: _Apart) -> None:
        """Leave the words of a measure in a name that may end in them: 耕地面积变化（万亩）, where nothing names 耕地面积."""
        if apart.may_be_a_name and not self.is_known(apart.rest) and fold(apart.rest) not in self.heads:
            apart.rest, apart.measure = apart.full, ""

    def _leading_unlisted(self, rest: str) -> tuple[Area | None, str]:
        """A place that no catalogue has, before nothing but a word for figures: 余杭区绝对值."""
        for end in range(min(len(rest), LONGEST_PLACE), 1, -1) if self.unlisted else ():
            if rest[:end] in self.unlisted and (end == len(rest) or fold(rest[end:]) in words().value):
                return unlisted(rest[:end]), rest[end:]
        return None, rest

    def _behind_unlisted(self, raw: str) -> Label | None:
        """The label of a place that no catalogue has with what is said behind it of measure, base and time, and no name: 余杭区指数（上年=100）."""
        for end in range(min(len(raw) - 1, LONGEST_PLACE), 1, -1) if self.unlisted else ():
            if raw[:end] in self.unlisted:
                behind = self._take_apart(raw[end:])
                says_more = bool(behind.measure or behind.base or behind.time)
                return (
                    replace(behind, raw=raw, area=unlisted(raw[:end]))
                    if says_more and not behind.names and not behind.area
                    else None
                )
        return None

    def place_before_words(self, text: str) -> str:
        """What stands in a heading before words that tell its measure, time or unit, or that it is a figure: 余杭区 of 余杭区同比（%）."""
        label = self(text)
        if index_base(label.raw):
            # 余杭区上年=100
            return _clean(find_time(index_base(label.raw))[1])
        index = words().index_word.findall(label.rest)[-1:] if label.base else ()
        rest = label.rest
        endings = (rest[at:] for at in range(len(rest) - 1) if rest[at:] in index or rest[at:] in words().value)
        value = next(endings, "")
        plain = rest.removesuffix(value)
        return plain if plain != label.raw and (value or label.tells_no_place) else ""

    def _area_and_name(self, apart: _Apart) -> tuple[Area | None, str]:
        """The area that the words left over name or begin with, and what is left of them then."""
        area = self.places.named(apart.rest)
        area, rest = (area, "") if area is not None else self._leading(apart.rest)
        area, rest = (area, rest) if area is not None else self._leading_unlisted(apart.rest)
        if not rest and leaves_out(apart.kept):
            # 湖北（不含武汉） is not 湖北.
            return None, apart.raw.removesuffix(apart.kept)
        return area, rest

    def _leading(self, rest: str) -> tuple[Area | None, str]:
        """The area at the beginning of a heading: by its full name, or by its short one before an indicator or in words apart; 台湾同胞 is none."""
        area, behind = self.places.leading(rest)
        if area is None or self.is_known(behind) or not behind:
            return area, behind
        head = rest[: len(rest) - len(behind)]
        apart = head != head.rstrip(" 的:、,-")
        return (area, behind) if apart or self.places.is_full_name(head) or area.kind in ("nation", "region") else (None, rest)


def _is_basis(words_here: str) -> bool:
    return fold(words_here) in words_of("bases.toml")["basis"]["words"]


def _is_of_figures(area: Area | None, rest: str) -> bool:
    """Whether what stands behind an area only says that a figure stands here: 湖北省绝对值."""
    return area is not None and fold(rest) in words().value


def is_index(rest: str, inner: list[str]) -> bool:
    """Whether brackets say that last year is 100, and the words before them nothing but that and a time."""
    bases = [time_named(base) for chunk in inner if (base := index_base(chunk))]
    told = fold(find_time(rest)[1])
    if not bases or (words().index_word.search(told) is None and not any(map(_is_last_year, bases))):
        return False
    return words().index_rest.match(told) is not None


def _is_last_year(base: Time | None) -> bool:
    return base is not None and base.shift == -1 and not base.names_year


def combined(outer: Time | None, inner: Time | None) -> Time | None:
    """Two texts about one figure: 2018年 over 三季度, 2018年 over 上年同期."""
    if outer is None or inner is None:
        return inner or outer
    joined = inner.joined(outer)
    if joined.year is None or joined.shift is None:
        return joined
    return replace(joined, year=joined.year + (inner.shift or 0) if not inner.names_year else joined.year, shift=None)


def _bracketed(text: str) -> tuple[str, list[str]]:
    inner: list[str] = []

    def take(match: re.Match[str]) -> str:
        if _is_inside_a_name(match):
            return match[0]
        inner.append(match[1].strip())
        return ""

    return _BRACKETS.sub(take, text).strip(), inner


def _measured_behind(raw: str, units: tuple[Unit, ...]) -> bool:
    """Whether the words of a measure stand behind the brackets with the unit, which then is that of the level: 交易额(亿元)比上年增长."""
    last = next(reversed(list(_BRACKETS.finditer(raw))), None)
    return last is not None and units_in(last[1]) == units and find_measure(raw[last.end() :])[0] != ""


def _with_units_apart(chunks: list[str]) -> Iterator[str]:
    """What stands in brackets, a unit apart from what is said beside it: 亿元,快报数."""
    for chunk in chunks:
        unit = unit_apart(chunk)
        yield from [chunk] if unit is None else [unit[0], (chunk[: unit.start()] + chunk[unit.end() :]).strip(",，;；、")]


def _is_inside_a_name(match: re.Match[str]) -> bool:
    """Whether brackets stand in the middle of a name and hold nothing but a part of it: 烟(粉)尘."""
    text, (start, end) = match.string, match.span()
    words_around = _CHINESE.fullmatch(text[start - 1 : start]) and _CHINESE.match(text, end) and _CHINESE.fullmatch(match[1])
    said = (
        units_in(match[1]) or index_base(match[1]) or status_named(match[1]) or time_named(match[1]) or find_measure(match[1])[0]
    )
    return words_around is not None and not said


def _with_base_in_brackets(text: str) -> str:
    """The name of a column in a data set, GDP指数_上年=100, as one writes it elsewhere."""
    name, _underscore, base = text.rpartition("_")
    return f"{name}({base})" if name and index_base(base) else text


def _says_a_figure(left: str) -> bool:
    """Whether what is left of a heading is nothing, or only says that figures stand there: 年末数."""
    return not _clean(left) or fold(_clean(left)) in words().value


def bare_head(text: str) -> str:
    """What stands before the brackets of a heading, folded."""
    return fold(re.split(r"[(（]", text[:LONGEST_LABEL], maxsplit=1)[0])


def _clean(text: str) -> str:
    text = re.sub(r"\s{2,}", " ", re.sub(r"_[ _]+", "_", text)).strip(" \t:;,、。.-—~/|_*#“”\"'《》的")
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    return text
