"""What each column of a table is: labels of rows (indicator, region, unit, period, code), notes, or figures under a heading path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from ecdesk.domain.figures.areas import Area
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import CJK, fold
from ecdesk.domain.wording.places import looks_like_place, total_named
from ecdesk.domain.wording.time.time_words import (
    OLD_YEAR,
    are_months,
    are_year_ends,
    find_time,
    frequency_named,
    may_be_spans,
    time_in_column,
)
from ecdesk.domain.wording.units import is_noun, printed_unit, units_in, units_stated
from ecdesk.excel.formats.grid import Grid
from ecdesk.excel.reading.tables.cell_kinds import FIGURE, MARK, PERIOD, TEXT, YEAR, value_kind, words_of, year_number
from ecdesk.excel.reading.tables.finding import Table
from ecdesk.excel.reading.texts.evidence import COLUMN
from ecdesk.excel.reading.texts.headings import HeadingReader
from ecdesk.excel.reading.texts.labels import Label, LabelReader
from ecdesk.excel.reading.texts.words import words

_CHINESE = re.compile(f"[{CJK}]")
STUBS = ("indicator", "region", "period", "text", "partner")
SAMPLED_ROWS = 400
_NEARLY_ALL, _FEWEST_ROWS = 0.9, 5
KNOWN_LATIN = 3
"""So many known places among names in Latin letters, or one among few, make all of them places."""


@dataclass
class Column:
    """One column. path: its headings, outermost first, each with whether it stands over other columns too. role: indicator, region,
    partner (places that the figures of another area are split by), unit, period, code, serial, note, text, ignored or value. group: number of the block of labels that its rows are named by."""

    index: int
    path: list[tuple[str, bool]] = field(default_factory=list)
    role: str = "value"
    group: int = -1
    often: str = ""
    """How often its figures come, or of which kind the times in it are, where its headings say so."""
    by_months: bool = False
    """Whether the days in it are those that months begin or end with, and stand for them."""
    year_ends: bool = False
    """Whether they are those that years end with."""
    by_spans: bool = False
    """Whether the days in it may have been spans of months."""
    full: bool = False
    """Whether nearly every row says something in it."""
    empty: bool = False
    """Whether it is nothing but its headings."""


class _Held:
    """What stands in a column, under which headings, behind which columns."""

    def __init__(self, values: list[Any], headings: list[str], before: list[Column]) -> None:
        kinds = Counter(map(value_kind, values))
        self.values, self.headings, self.before = values, headings, before
        self.figures, self.years, self.texts, self.of_periods = kinds[FIGURE], kinds[YEAR], kinds[TEXT], kinds[PERIOD]
        self._take_old_years()
        self.periods = self.of_periods + self.years
        self.marks = kinds[MARK]
        self.has_value = any(other.role == "value" for other in before)
        self.strings = [str(value) for value in values if isinstance(value, str)]

    def _take_old_years(self) -> None:
        """Count numbers such as 1912 as years where there are years too, and no other figure."""
        old = sum(OLD_YEAR.fullmatch(words_of(value)) is not None for value in self.values) if self.years else 0
        if old and old + self.years >= self.figures + self.years:
            self.figures, self.years = 0, self.years + self.figures

    @property
    def counts_years(self) -> bool:
        """Whether the values are years that follow each other, under a heading without a unit."""
        years = [year_number(value) for value in self.values]
        units = any(units_in(chunk) for heading in self.headings for chunk in re.split(r"[()（）]", heading)[1:2])
        return len(years) > 1 and not units and {abs(one - other) for one, other in pairwise(years)} == {1}

    @property
    def is_words(self) -> bool:
        """Whether words outweigh figures."""
        count = len(self.values)
        if self.figures + self.marks + self.years == 0 or self.texts > count * 0.6:
            return True
        return self.texts > 0 and not self.figures and self.texts > count * 0.4


def _are_units(texts: list[str], below: bool) -> bool:
    """Whether the texts of a header row are units. Nouns alone (人, 户) are where the row says that it holds units, or stands below headings."""
    if len(texts) > 1 and words().role(texts[0]) == "unit":
        return all(map(printed_unit, texts[1:]))
    nouns = all(map(is_noun, texts))
    return all(map(printed_unit, texts)) and (not nouns or (below and all(len(one) == 1 for one in texts)))


def _headed(columns: list[Column], known: re.Pattern[str]) -> set[int]:
    """The columns that one of some headings stands over."""
    return {column.index for column in columns if any(known.fullmatch(fold(heading)) for heading, _shared in column.path)}


class _Level:
    """One row of a header, read from left to right. reaching: the heading that reaches over the blank cells right of it, with its column."""

    def __init__(self, grid: Grid, header: list[int], level: int) -> None:
        self.grid, self.header, self.row = grid, header, header[level]
        self.below = header[level + 1 :]
        self.of_units = _are_units([words_of(value) for _column, value in grid.filled(self.row)], level > 0)
        merged_across = any(top in header and right > left for (top, left), (_bottom, right) in grid.span_of.items())
        self.may_reach = bool(self.below) and not merged_across
        self.reaching: tuple[str, int] | None = None

    def read(self) -> dict[int, tuple[str, int]]:
        """The heading above each column, with the column that it begins in; one that is merged down from a row above is above already."""
        found: dict[int, tuple[str, int]] = {}
        for column in range(self.grid.left, self.grid.right):
            at = self.grid.origin.get((self.row, column), (self.row, column))
            heading = words_of(self.grid.value(*at)).strip()
            if not heading:
                self.reaching = self.reaching if self._is_reached(column) else None
                if self.reaching is not None:
                    found[column] = self.reaching
                continue
            heading = f"({heading})" if self.of_units and is_noun(heading) else heading
            own = self.grid.span_of.get(at)
            self.reaching = (heading, at[1]) if own is None or own[1] == at[1] else None
            if at[0] == self.row or at[0] not in self.header:
                found[column] = heading, at[1]
        return found

    def _is_reached(self, column: int) -> bool:
        """Whether the last heading reaches over a blank cell: it has headings below it, and nothing in the header is merged across."""
        if self.reaching is None or not self.may_reach or (self.row, column) in self.grid.origin:
            return False
        return any(str(self.grid.value(row, column)).strip() for row in self.below) and not words().role(self.reaching[0])


class ColumnReader:
    """Gives every column of a table its role."""

    def __init__(self, grid: Grid, table: Table, labels: LabelReader, headings: HeadingReader, home: Area | None = None) -> None:
        """home: the area that the lines above the table name."""
        self.grid = grid
        self.table = table
        self.labels = labels
        self.headings = headings
        self.home = home

    def read(self) -> list[Column]:
        """The columns from left to right, those without anything in the body left out."""
        paths = self._paths()
        contents = self._contents()
        columns: list[Column] = []
        for index in range(self.grid.left, self.grid.right):
            values = contents.get(index)
            if not values:
                if not any(text for text, _shared in paths.get(index, ())):
                    continue
                values = []
            column = Column(index, paths.get(index, []), often=self._often(index), empty=not values)
            column.full = len(values) >= _NEARLY_ALL * max(_FEWEST_ROWS, min(len(self.table.body), SAMPLED_ROWS))
            column.role = self._role(column, values, columns)
            if column.role == "period":
                times = [find_time(words_of(value))[0] for value in values]
                column.by_months = are_months([words_of(value) for value in values])
                column.year_ends, column.by_spans = are_year_ends(times), may_be_spans(times)
            columns.append(column)
        self._settle_partners(columns, contents)
        self._settle(columns)
        return columns

    def _settle_partners(self, columns: list[Column], contents: dict[int, list[Any]]) -> None:
        """Countries and continents beside the figures of an area inside the nation are what those are split by, and so is every place
        under a heading that says it: 客源地. Where the nation stands among them they are compared with it."""
        abroad, partners = (_headed(columns, known) for known in (words().abroad, words().partner))
        inside = self.home is not None and self.home.kind not in ("nation", "world")
        if inside and not any(self._is_nation(value) for index in abroad for value in contents.get(index, ())):
            partners |= abroad
        for column in columns:
            if column.index in partners and column.role in (*STUBS, "value") and contents.get(column.index):
                column.role = "partner"
        self._settle_around(columns)

    def _settle_around(self, columns: list[Column]) -> None:
        """Continents beside countries tell where those lie, and nothing more of a figure."""
        around = _headed(columns, words().around)
        if any(column.role == "region" and column.index not in around for column in columns):
            for column in columns:
                if column.index in around and column.role in STUBS:
                    column.role = "ignored"

    def _is_nation(self, value: object) -> bool:
        area = self.labels.areas.find(str(value))
        return area is not None and area.kind == "nation"

    def _contents(self) -> dict[int, list[Any]]:
        body = self.table.body
        sample = body if len(body) <= SAMPLED_ROWS else body[: SAMPLED_ROWS // 2] + body[-SAMPLED_ROWS // 2 :]
        found: dict[int, list[Any]] = {}
        for row in sample:
            for column, value in self.grid.filled(row):
                found.setdefault(column, []).append(value)
        return found

    def _paths(self) -> dict[int, list[tuple[str, bool]]]:
        """Headings above each column, level by level; an upper heading reaches over the blank cells to its right."""
        # 国家 over countries, alone, is no row that tells where the columns come from.
        header = [row for row in self.table.header if row not in self._describing] or self.table.header
        paths: dict[int, list[tuple[str, bool]]] = {}
        for level in range(len(header)):
            headings = _Level(self.grid, header, level).read()
            widths = Counter(start for _heading, start in headings.values())
            for column, (heading, start) in headings.items():
                if column == self.grid.left and column in paths and words().role(heading) == "unit":
                    continue  # 年份 over 单位: the name of a row of units
                paths.setdefault(column, []).append((heading, widths[start] > 1))
        return paths

    @cached_property
    def _describing(self) -> list[int]:
        """The header rows that only tell about the columns."""
        return [row for row in self.table.header if self._describes(row)]

    def _often(self, index: int) -> str:
        """How often the figures of a column come, by a header row that says so: 频度 季."""
        found = (frequency_named(words_of(self.grid.through(row, index))) for row in self._describing)
        return next(filter(None, found), "")

    def _describes(self, row: int) -> bool:
        """Whether a header row only tells about the columns where they come from or how often: 频率, 来源; 国家 before nothing but places."""
        (_at, first), *others = self.grid.filled(row) or [(0, "")]
        of_places = words().role(str(first)) == "region"
        told = not of_places or all(self.labels(words_of(value)).area is not None for _at, value in others)
        return bool(others) and told and bool(words().describing.fullmatch(fold(str(first))))

    def _role(self, column: Column, values: list[Any], before: list[Column]) -> str:
        content = _Held(values, [text for text, _shared in column.path], before)
        if any(fold(text) in words().statistics for text in content.headings):
            return "ignored"
        role = self._named_role(self._role_of_headings(content.headings), column, content)
        if role is not None or not values:
            return role or "value"
        return "serial" if self._numbers_rows(content) else self._role_of_content(content)

    def _role_of_content(self, content: _Held) -> str:
        """What a column without a heading that tells is, by what it holds."""
        if content.is_words or self._names_rows(content):
            return self._role_of_words(content)
        return "period" if self._are_times(content) else "value"

    def _numbers_rows(self, content: _Held) -> bool:
        """Whether a first column without a heading counts the rows."""
        return not (content.before or any(content.headings)) and self._counts(content.values[: SAMPLED_ROWS // 2])

    def _names_rows(self, content: _Held) -> bool:
        """Whether numbers and words by turns, left of everything, are labels: ages, or codes above their sum."""
        named = content.texts > 1 or "total" in map(total_named, content.strings)
        return not content.before and named and not any(self.labels(one).units for one in content.headings)

    def _role_of_headings(self, headings: list[str]) -> str:
        """The role that the innermost heading names which names any, "" for none; ranks are none of the figures: 增速排名."""
        if headings and words().rank.search(fold(headings[-1])) is not None:
            return "serial"
        return next(filter(None, map(self._role_named, reversed(headings))), "")

    def _role_named(self, heading: str) -> str | None:
        """The role that a heading names, a time before it left off: 2018年排名."""
        label = self.labels(heading)
        bare = label.rest if label.time is not None and not (label.measure or label.units or label.area) else ""
        return words().role(heading) or words().role(bare)

    def _named_role(self, named: str, column: Column, content: _Held) -> str | None:
        """The role that a heading names, where what stands below it does not say otherwise."""
        return _CONFIRMED[named](self, column, content) if named in _CONFIRMED else named or None

    def _as_unit(self, _column: Column, content: _Held) -> str | None:
        """单位 is also an organisation: then the column names who, not in what."""
        return None if sum(1 for value in content.values if units_stated(str(value))) < len(content.values) / 2 else "unit"

    def _as_note(self, _column: Column, content: _Held) -> str | None:
        """口径 is none where it says what is measured: 本期, 同比."""
        mostly_words = not content.has_value and content.texts > len(content.values) / 2
        return None if mostly_words and self._tell_measures(content.values) else "note"

    def _as_serial(self, _column: Column, content: _Held) -> str | None:
        return "serial" if not content.before or self._counts(content.values) else None

    def _as_region(self, _column: Column, content: _Held) -> str | None:
        """Figures under it are codes of areas, or none of its kind."""
        if content.figures <= len(content.values) / 2:
            return "region"
        return "code" if all(self.labels.areas.find(str(value).removesuffix(".0")) for value in content.values) else None

    def _as_indicator(self, column: Column, content: _Held) -> str | None:
        """Times under it are times of the rows; figures are none of its kind."""
        count = len(content.values)
        if content.figures + content.periods <= count / 2:
            return "indicator"
        return self._as_period(column, content) if content.periods > count * 0.8 and not content.has_value else None

    def _as_period(self, column: Column, content: _Held) -> str | None:
        often = next((often for text in reversed(content.headings) if (often := frequency_named(text))), "")
        told = sum(time_in_column(words_of(value), often) is not None for value in content.values)
        column.often = often
        return "period" if told >= max(1, len(content.values) * 0.6) else None

    def _role_of_words(self, content: _Held) -> str:
        """What a column of words without a heading that tells is, by what it holds."""
        count, strings = len(content.values), content.strings
        if strings and sum(printed_unit(text) is not None for text in strings) >= count * 0.6:
            return "unit"
        if self._are_places(strings, count):
            return "region"
        if content.periods >= count * 0.6 and not (content.before and self._is_indicator(content.headings)):
            return "period"
        if content.texts <= count * 0.4 and content.has_value:
            return "value"
        if not content.before and not any(content.headings) and self._lists_places(strings):
            return "region"
        return "note" if content.has_value and not self._starts_group(strings) else "text"

    def _are_places(self, strings: list[str], count: int) -> bool:
        """Whether enough of the texts among so many cells are known as places."""
        known = sum(self._is_place(text) for text in strings)
        enough = min(KNOWN_LATIN, count * 0.2) if self._are_latin_names(strings) else count * 0.5
        return bool(strings) and known >= max(1, enough)

    def _are_latin_names(self, strings: list[str]) -> bool:
        """Whether texts are names in Latin letters, nearly all of them of no indicator: of the countries of the world the catalogue knows few."""
        names = [text for text in strings if text[:1].isupper() and _CHINESE.search(text) is None]
        labels = map(self.labels, names)
        bare = sum(not label.tells_no_place and self.headings.find_label(label) is None for label in labels)
        return len(names) == len(strings) and bare >= 0.9 * len(names)

    def _are_times(self, content: _Held) -> bool:
        """Whether a column holds years or other times that its rows are of."""
        count, before = len(content.values), content.before
        if content.years == count and not before and (not content.headings or content.counts_years):
            return True
        if content.has_value:
            return False
        if content.years == count and (count >= 2 or not (before or content.headings)):
            each_once = len({str(value) for value in content.values}) == count
            if not any(map(self._says_more, content.headings)) and (each_once or any(one.role in STUBS for one in before)):
                return True
        return content.periods > count * 0.6 and content.of_periods > 0

    def _tell_measures(self, values: list[Any]) -> bool:
        labels = [self.labels(str(value)) for value in values]
        told = sum(map(_tells_measure, labels))
        return told > 0 and told + sum(map(_tells_part_of_year, labels)) > len(labels) / 2

    def _lists_places(self, strings: list[str]) -> bool:
        """Whether a title says that the table goes by places, and texts without a heading may be such that no catalogue knows: 各市, 南京."""
        if not any(words().by_places.search(line) for _row, line in self.table.context) or self._heads_name_places():
            return False
        labels = [self.labels(text) for text in strings]
        return not any(label.tells_no_place or label.total or self.headings.find_label(label) for label in labels)

    def _heads_name_places(self) -> bool:
        """Whether headings are places, or say that the labels of another column are."""
        heads = [words_of(value) for row in self.table.header for _column, value in self.grid.filled(row)]
        return any(words().role(head) == "region" or self.labels(head).area is not None for head in heads)

    def _counts(self, values: list[Any]) -> bool:
        """Whether the numbers of a column are 1, 2, 3 …"""
        return len(values) > 1 and [str(value).removesuffix(".0") for value in values] == [
            str(number) for number in range(1, len(values) + 1)
        ]

    def _is_place(self, text: str) -> bool:
        label = self.labels(text)
        return (
            (label.area is not None and not label.rest)
            or total_named(text) == "area"
            or (looks_like_place(text) and self.headings.find_label(label) is None)
        )

    def _starts_group(self, strings: list[str]) -> bool:
        """Whether texts right of figures are labels of a second block, not remarks: areas or indicators."""
        known = sum(
            1 for text in strings if (label := self.labels(text)).area is not None or self.headings.find_label(label) is not None
        )
        return known >= max(1, len(strings) * 0.5)

    def _is_indicator(self, headings: list[str]) -> bool:
        return any(self.headings.find_label(self.labels(text)) is not None for text in headings)

    def _says_more(self, text: str) -> bool:
        label = self.labels(text)
        return bool(label.rest or label.time or label.measure or label.value_word)

    def _settle(self, columns: list[Column]) -> None:
        """Number the blocks of label columns, and give every value column the block to its left."""
        self._name_stub(columns)
        group = self._number(columns)
        if group > 0 and not any(column.role == "value" and column.group == group for column in columns):
            # Labels right of the last figures name the rows of the block before.
            for column in columns:
                if column.group == group:
                    column.group = group - 1
        if group < 0:
            for column in columns:
                column.group = 0

    def _name_stub(self, columns: list[Column]) -> None:
        """The first column of texts left of the figures names indicators where no other does."""
        if any(column.role == "indicator" for column in columns):
            return
        first_value = next((column.index for column in columns if column.role == "value"), None)
        texts = (column for column in columns if column.role == "text" and (first_value is None or column.index < first_value))
        if (first := next(texts, None)) is not None:
            first.role = "indicator"

    def _number(self, columns: list[Column]) -> int:
        """Number the blocks; the number of the last, -1 for none."""
        has_stub = any(column.role in STUBS for column in columns)
        group = self._first_number(columns)
        in_stub = False
        for column in columns:
            if column.role in STUBS or column.role in ("code", "unit", "frequency"):
                if column.role in STUBS and not in_stub:
                    group += 1
                    in_stub = True
                column.group = max(group, 0)
            elif column.role == "value":
                in_stub = False
                column.group = group
                if group < 0 and has_stub:
                    column.role = "ignored"
        return group

    def _first_number(self, columns: list[Column]) -> int:
        """The number of figures left of all labels: 0 where all of them stand there under headings that say it (数值│指标│地区), else -1."""
        first_stub = next((column.index for column in columns if column.role in STUBS), 0)
        figures = [column for column in columns if column.role == "value"]
        told = (column.index < first_stub and any(self._is_of_figures(text) for text, _ in column.path) for column in figures)
        return 0 if all(told) else -1

    def _is_of_figures(self, heading: str) -> bool:
        label = self.labels(heading)
        return bool(label.value_word or label.units or label.measure)


_CONFIRMED: dict[str, Callable[[ColumnReader, Column, _Held], str | None]] = {
    "unit": ColumnReader._as_unit,
    "note": ColumnReader._as_note,
    "number": ColumnReader._as_serial,
    "region": ColumnReader._as_region,
    "indicator": ColumnReader._as_indicator,
    "period": ColumnReader._as_period,
}
"""What looks, by the role that a heading names, whether what stands below it agrees, and which role it is then."""


def stubs_of_groups(columns: Iterable[Column]) -> dict[int, list[int]]:
    """The columns that hold names, by the group of columns that they name the rows of."""
    found: dict[int, list[int]] = {}
    for column in columns:
        if column.role in STUBS:
            found.setdefault(column.group, []).append(column.index)
    return found


def _tells_measure(label: Label) -> bool:
    return bool(label.measure or label.value_word or label.base or label.says_level)


def _tells_part_of_year(label: Label) -> bool:
    """Whether a label says of which part of a year the level itself is, and nothing else: 当季."""
    return not _tells_measure(label) and not label.rest and label.time is not None and bool(label.time.grain)


def header_rows(header: list[int]) -> Text:
    """Where the header of a table stands, in words."""
    first, last = header[0] + 1, header[-1] + 1
    if first == last:
        return text("表头在第{first}行。", first=first, stands=COLUMN)
    return text("表头在第{first}至{last}行。", first=first, last=last, stands=COLUMN)
